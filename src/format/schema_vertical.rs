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
    id: "schema_vertical",
    about: "schema rows one value a line (mysql -E, \\\\G)",
    example: "*************************** 1. row ***************************",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaVertical)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::console(head, true)
}

/// Its reader.
struct SchemaVertical;

impl DocumentReader for SchemaVertical {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        console::read(document, &mut Sheet::new(out));
    }
}
