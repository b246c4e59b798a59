//! The rule `update-without-where`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// Every row is changed.
    ///
    /// ## What it flags
    /// UPDATE without WHERE and LIMIT, or with a condition that is always true.
    ///
    /// ## Why it matters
    /// The old values are gone, unless a row-based binary log has them.
    ///
    /// ## What it misses
    /// Conditions true of all rows by chance.
    ///
    /// ## Example
    /// `UPDATE users SET password_hash = ''`
    pub(crate) struct UpdateWithoutWhere;
}

impl Rule for UpdateWithoutWhere {
    fn id(&self) -> &'static str {
        "update-without-where"
    }

    fn operation(&self) -> Operation {
        Operation::UpdateAll
    }

    fn severity(&self, act: &Act, _: Option<u64>) -> Severity {
        if act.is_of_query_builder() { Severity::Medium } else { Severity::High }
    }
}
