//! The rule `rename-table`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A table is renamed.
    ///
    /// ## What it flags
    /// RENAME TABLE, ALTER TABLE … RENAME.
    ///
    /// ## Why it matters
    /// Nothing is lost, but what asks for the old name fails. Where nothing does, it is
    /// housekeeping.
    ///
    /// ## What it misses
    /// Swaps by an online schema change are reported as such.
    ///
    /// ## Example
    /// `RENAME TABLE a TO b`
    pub(crate) struct RenameTable;
}

impl Rule for RenameTable {
    fn id(&self) -> &'static str {
        "rename-table"
    }

    fn operation(&self) -> Operation {
        Operation::RenameTable
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Medium
    }
}
