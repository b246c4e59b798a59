//! How sure a source is such rows; they are read by `grammar/table/json.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{json, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_json",
    about: "schema rows as JSON (JSON_OBJECT, mysqlsh, DBeaver, phpMyAdmin)",
    example: r#"{"TABLE_NAME": "orders", "ENGINE": "InnoDB"}"#,
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaJson)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::likeness(
        head,
        sniff::starts(head, b"{[") || head.bytes.starts_with(b"JSON_"),
        91,
        json::read,
    )
}

/// Its reader.
struct SchemaJson;

impl DocumentReader for SchemaJson {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        json::read(document, &mut Sheet::new(out));
    }
}
