//! The rule `drop-column`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A column is dropped.
    ///
    /// ## What it flags
    /// ALTER TABLE … DROP [COLUMN]; indexes and keys are not meant.
    ///
    /// ## Why it matters
    /// The values of every row in that column are gone; the rows stay, which hides it.
    ///
    /// ## What it misses
    /// Columns lost through CREATE … SELECT.
    ///
    /// ## Example
    /// `ALTER TABLE customers DROP COLUMN phone`
    pub(crate) struct DropColumn;
}

impl Rule for DropColumn {
    fn id(&self) -> &'static str {
        "drop-column"
    }

    fn operation(&self) -> Operation {
        Operation::DropColumn
    }

    fn severity(&self, _: &Act, rows: Option<u64>) -> Severity {
        if rows == Some(0) { Severity::Low } else { Severity::Medium }
    }
}
