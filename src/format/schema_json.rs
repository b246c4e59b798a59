//! How sure a source is such rows; they are read by `grammar/table/json.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{json, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaJson;

impl Format for SchemaJson {
    fn id(&self) -> &'static str {
        "schema_json"
    }

    fn about(&self) -> &'static str {
        "schema rows as JSON (JSON_OBJECT, mysqlsh, DBeaver, phpMyAdmin)"
    }

    fn example(&self) -> &'static str {
        r#"{"TABLE_NAME": "orders", "ENGINE": "InnoDB"}"#
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::likeness(
            head,
            sniff::starts(head, b"{[") || head.bytes.starts_with(b"JSON_"),
            91,
            json::read,
        )
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaJson))
    }
}

impl DocumentReader for SchemaJson {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        json::read(document, &mut Sheet::new(out));
    }
}
