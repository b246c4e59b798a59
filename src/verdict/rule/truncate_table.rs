//! The rule `truncate-table`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A table is emptied by TRUNCATE.
    ///
    /// ## What it flags
    /// TRUNCATE [TABLE].
    ///
    /// ## Why it matters
    /// All rows are gone, the counter starts again, and the binary log does not hold the rows.
    ///
    /// ## What it misses
    /// Tables emptied by a drop and create.
    ///
    /// ## Example
    /// `TRUNCATE TABLE activity_log`
    pub(crate) struct TruncateTable;
}

impl Rule for TruncateTable {
    fn id(&self) -> &'static str {
        "truncate-table"
    }

    fn operation(&self) -> Operation {
        Operation::TruncateTable
    }

    fn severity(&self, _: &Act, rows: Option<u64>) -> Severity {
        if rows == Some(0) { Severity::Low } else { Severity::High }
    }
}
