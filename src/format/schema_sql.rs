//! INSERT statements of information_schema's tables, of the log tables, or of the migrations
//! without a dump around them.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{inserts, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_sql",
    about: "schema rows as INSERT statements (dumps of information_schema and of the log tables)",
    example: "INSERT INTO `TABLES` VALUES (...)",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaSql)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::sql(head)
}

/// Its reader.
struct SchemaSql;

impl DocumentReader for SchemaSql {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        inserts::read(document, &mut Sheet::new(out));
    }
}
