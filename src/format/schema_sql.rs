//! INSERT statements of information_schema's tables, of the log tables, or of the migrations
//! without a dump around them.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{inserts, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaSql;

impl Format for SchemaSql {
    fn id(&self) -> &'static str {
        "schema_sql"
    }

    fn about(&self) -> &'static str {
        "schema rows as INSERT statements (dumps of information_schema and of the log tables)"
    }

    fn example(&self) -> &'static str {
        "INSERT INTO `TABLES` VALUES (...)"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        sniff::sql(head)
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaSql))
    }
}

impl DocumentReader for SchemaSql {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        inserts::read(document, &mut Sheet::new(out));
    }
}
