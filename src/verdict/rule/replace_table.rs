//! The rule `replace-table`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A table is replaced by an empty or other one.
    ///
    /// ## What it flags
    /// CREATE OR REPLACE TABLE; a swap by RENAME whose copy was filled with at most half of the
    /// rows that the table held.
    ///
    /// ## Why it matters
    /// It is a DROP in the dress of a CREATE.
    ///
    /// ## What it misses
    /// Replacement by drop and create.
    ///
    /// ## Example
    /// `CREATE OR REPLACE TABLE t (id INT)`
    pub(crate) struct ReplaceTable;
}

impl Rule for ReplaceTable {
    fn id(&self) -> &'static str {
        "replace-table"
    }

    fn operation(&self) -> Operation {
        Operation::ReplaceTable
    }

    fn severity(&self, _: &Act, rows: Option<u64>) -> Severity {
        if rows == Some(0) { Severity::Low } else { Severity::High }
    }
}
