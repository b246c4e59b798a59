//! How sure a source is such rows; they are read by `grammar/console.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::{
        console,
        table::{sheet::Sheet, sniff},
    },
};

/// See the module.
pub(crate) struct SchemaTable;

impl Format for SchemaTable {
    fn id(&self) -> &'static str {
        "schema_table"
    }

    fn about(&self) -> &'static str {
        "schema rows as a table of a terminal (mysql -t, mycli, mysqlshow, psql, Markdown) or in a client session"
    }

    fn example(&self) -> &'static str {
        "| TABLE_NAME | ENGINE | TABLE_ROWS |"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::console(head, false)
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaTable))
    }
}

impl DocumentReader for SchemaTable {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        console::read(document, &mut Sheet::new(out));
    }
}
