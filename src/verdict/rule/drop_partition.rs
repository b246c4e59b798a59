//! The rule `drop-partition`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A partition is dropped or emptied.
    ///
    /// ## What it flags
    /// ALTER TABLE … DROP PARTITION or TRUNCATE PARTITION.
    ///
    /// ## Why it matters
    /// All rows of the partition are gone; as a monthly habit it is retention.
    ///
    /// ## What it misses
    /// REORGANIZE that loses rows by a wrong bound.
    ///
    /// ## Example
    /// `ALTER TABLE events DROP PARTITION p2024`
    pub(crate) struct DropPartition;
}

impl Rule for DropPartition {
    fn id(&self) -> &'static str {
        "drop-partition"
    }

    fn operation(&self) -> Operation {
        Operation::DropPartition
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::High
    }
}
