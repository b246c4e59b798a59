//! The rule `drop-table`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A table is dropped.
    ///
    /// ## What it flags
    /// DROP TABLE of one or many tables, other than temporary ones.
    ///
    /// ## Why it matters
    /// Structure and rows are gone at once, and no ROLLBACK brings them back. Eight tables or more
    /// at once are a schema, not a table.
    ///
    /// ## What it misses
    /// A table that a crash or a file deletion took away; see rows-vanished.
    ///
    /// ## Example
    /// `DROP TABLE invoices`
    pub(crate) struct DropTable;
}

impl Rule for DropTable {
    fn id(&self) -> &'static str {
        "drop-table"
    }

    fn operation(&self) -> Operation {
        Operation::DropTable
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        if act.tables.len() >= crate::case::severity::MANY_TABLES {
            Severity::Critical
        } else if rows == Some(0) {
            Severity::Medium
        } else {
            Severity::High
        }
    }
}
