//! How sure a source is such rows; they are read by `grammar/table/literals.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{literals, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaYaml;

impl Format for SchemaYaml {
    fn id(&self) -> &'static str {
        "schema_yaml"
    }

    fn about(&self) -> &'static str {
        "schema rows as YAML (phpMyAdmin)"
    }

    fn example(&self) -> &'static str {
        "  TABLE_NAME: \"orders\""
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::likeness(
            head,
            head.bytes.starts_with(b"%YAML")
                || head.bytes.starts_with(b"---")
                || head.bytes.starts_with(b"-\n"),
            90,
            literals::read_yaml,
        )
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaYaml))
    }
}

impl DocumentReader for SchemaYaml {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        literals::read_yaml(document, &mut Sheet::new(out));
    }
}
