//! How sure a source is such rows; they are read by `grammar/console.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::{
        console,
        table::{sheet::Sheet, sniff},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_table",
    about: "schema rows as a table of a terminal (mysql -t, mycli, mysqlshow, psql, Markdown) or in a client session",
    example: "| TABLE_NAME | ENGINE | TABLE_ROWS |",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaTable)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::console(head, false)
}

/// Its reader.
struct SchemaTable;

impl DocumentReader for SchemaTable {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        console::read(document, &mut Sheet::new(out));
    }
}
