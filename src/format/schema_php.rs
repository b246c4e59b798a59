//! How sure a source is such rows; they are read by `grammar/table/literals.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{literals, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_php",
    about: "schema rows as a PHP array (phpMyAdmin)",
    example: r"array('TABLE_NAME' => 'orders','ENGINE' => 'InnoDB'),",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaPhp)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::likeness(
        head,
        head.bytes.starts_with(b"<?php") && sniff::has(head, b"=>"),
        97,
        literals::read_php,
    )
}

/// Its reader.
struct SchemaPhp;

impl DocumentReader for SchemaPhp {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        literals::read_php(document, &mut Sheet::new(out));
    }
}
