//! How sure a source is such rows; they are read by `grammar/console.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::{
        console,
        table::{sheet::Sheet, sniff},
    },
};

/// See the module.
pub(crate) struct SchemaVertical;

impl Format for SchemaVertical {
    fn id(&self) -> &'static str {
        "schema_vertical"
    }

    fn about(&self) -> &'static str {
        "schema rows one value a line (mysql -E, \\\\G)"
    }

    fn example(&self) -> &'static str {
        "*************************** 1. row ***************************"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::console(head, true)
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaVertical))
    }
}

impl DocumentReader for SchemaVertical {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        console::read(document, &mut Sheet::new(out));
    }
}
