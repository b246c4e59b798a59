//! The rule `drop-routine`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A routine, trigger or event is dropped.
    ///
    /// ## What it flags
    /// DROP PROCEDURE, FUNCTION, TRIGGER, EVENT.
    ///
    /// ## Why it matters
    /// Behaviour changes; no rows are lost.
    ///
    /// ## What it misses
    /// Routines replaced by CREATE OR REPLACE.
    ///
    /// ## Example
    /// `DROP TRIGGER audit_orders`
    pub(crate) struct DropRoutine;
}

impl Rule for DropRoutine {
    fn id(&self) -> &'static str {
        "drop-routine"
    }

    fn operation(&self) -> Operation {
        Operation::DropRoutine
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Low
    }
}
