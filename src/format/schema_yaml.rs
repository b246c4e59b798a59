//! How sure a source is such rows; they are read by `grammar/table/literals.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{literals, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_yaml",
    about: "schema rows as YAML (phpMyAdmin)",
    example: "  TABLE_NAME: \"orders\"",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaYaml)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::likeness(
        head,
        head.bytes.starts_with(b"%YAML")
            || head.bytes.starts_with(b"---")
            || head.bytes.starts_with(b"-\n"),
        90,
        literals::read_yaml,
    )
}

/// Its reader.
struct SchemaYaml;

impl DocumentReader for SchemaYaml {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        literals::read_yaml(document, &mut Sheet::new(out));
    }
}
