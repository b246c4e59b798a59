//! How sure a source is such rows; they are read by `grammar/table/markup.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{markup, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaXml;

impl Format for SchemaXml {
    fn id(&self) -> &'static str {
        "schema_xml"
    }

    fn about(&self) -> &'static str {
        "schema rows as XML (mysql -X, mysqldump --xml, phpMyAdmin)"
    }

    fn example(&self) -> &'static str {
        r#"<field name="TABLE_NAME">orders</field>"#
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::likeness(head, sniff::starts(head, b"<"), 93, markup::read_xml)
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaXml))
    }
}

impl DocumentReader for SchemaXml {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        markup::read_xml(document, &mut Sheet::new(out));
    }
}
