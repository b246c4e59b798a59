//! How sure a source is such rows; they are read by `grammar/table/markup.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{markup, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_xml",
    about: "schema rows as XML (mysql -X, mysqldump --xml, phpMyAdmin)",
    example: r#"<field name="TABLE_NAME">orders</field>"#,
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaXml)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::likeness(head, sniff::starts(head, b"<"), 93, markup::read_xml)
}

/// Its reader.
struct SchemaXml;

impl DocumentReader for SchemaXml {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        markup::read_xml(document, &mut Sheet::new(out));
    }
}
