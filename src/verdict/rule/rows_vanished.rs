//! The rule `rows-vanished`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// Rows or tables are gone, and no statement was seen.
    ///
    /// ## What it flags
    /// A table of an earlier schema dump or backup is missing or empty in a later one, or has half
    /// its rows or less while no row was added, and no statement names it.
    ///
    /// ## Why it matters
    /// The effect is certain even where the statement is not in the evidence.
    ///
    /// ## What it misses
    /// Losses between two states that look alike.
    ///
    /// ## Example
    /// `orders: 3,500 rows, later 0`
    pub(crate) struct RowsVanished;
}

impl Rule for RowsVanished {
    fn id(&self) -> &'static str {
        "rows-vanished"
    }

    fn operation(&self) -> Operation {
        Operation::RowsVanished
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        if act.tables.len() >= crate::case::severity::MANY_TABLES {
            Severity::Critical
        } else if rows == Some(0) {
            Severity::Low
        } else {
            Severity::High
        }
    }
}
