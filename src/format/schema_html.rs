//! How sure a source is such rows; they are read by `grammar/table/markup.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{markup, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_html",
    about: "schema rows as HTML (mysql -H)",
    example: "<TABLE BORDER=1><TR><TH>TABLE_NAME</TH></TR>",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaHtml)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::likeness(head, sniff::starts(head, b"<"), 92, markup::read_html)
}

/// Its reader.
struct SchemaHtml;

impl DocumentReader for SchemaHtml {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        markup::read_html(document, &mut Sheet::new(out));
    }
}
