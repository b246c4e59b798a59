//! How sure a source is such rows; they are read by `grammar/table/markup.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{markup, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaHtml;

impl Format for SchemaHtml {
    fn id(&self) -> &'static str {
        "schema_html"
    }

    fn about(&self) -> &'static str {
        "schema rows as HTML (mysql -H)"
    }

    fn example(&self) -> &'static str {
        "<TABLE BORDER=1><TR><TH>TABLE_NAME</TH></TR>"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::likeness(head, sniff::starts(head, b"<"), 92, markup::read_html)
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaHtml))
    }
}

impl DocumentReader for SchemaHtml {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        markup::read_html(document, &mut Sheet::new(out));
    }
}
