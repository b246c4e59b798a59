//! The rule `drop-view`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A view is dropped.
    ///
    /// ## What it flags
    /// DROP VIEW.
    ///
    /// ## Why it matters
    /// Queries through it fail; no rows are lost.
    ///
    /// ## What it misses
    /// Views that break because their tables are gone.
    ///
    /// ## Example
    /// `DROP VIEW v_sales`
    pub(crate) struct DropView;
}

impl Rule for DropView {
    fn id(&self) -> &'static str {
        "drop-view"
    }

    fn operation(&self) -> Operation {
        Operation::DropView
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Low
    }
}
