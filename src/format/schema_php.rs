//! How sure a source is such rows; they are read by `grammar/table/literals.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{literals, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaPhp;

impl Format for SchemaPhp {
    fn id(&self) -> &'static str {
        "schema_php"
    }

    fn about(&self) -> &'static str {
        "schema rows as a PHP array (phpMyAdmin)"
    }

    fn example(&self) -> &'static str {
        r"array('TABLE_NAME' => 'orders','ENGINE' => 'InnoDB'),"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::likeness(
            head,
            head.bytes.starts_with(b"<?php") && sniff::has(head, b"=>"),
            97,
            literals::read_php,
        )
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaPhp))
    }
}

impl DocumentReader for SchemaPhp {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        literals::read_php(document, &mut Sheet::new(out));
    }
}
