//! The rule `update-without-where`.

use crate::{
    case::{facts::Act, reason::StatusReason, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// All or most rows are given other values.
    ///
    /// ## What it flags
    /// UPDATE without WHERE and LIMIT, or with a condition that is always true or says nothing of
    /// the table's own rows. REPLACE, LOAD DATA … REPLACE, INSERT … ON DUPLICATE KEY UPDATE or ON
    /// CONFLICT DO UPDATE, and UPDATE by a condition, where they change at least half of what the
    /// table holds, other runs of the same changed a quarter of that at most, and either there
    /// are two such runs or warnings and errors about the table begin afterwards.
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
        match act.status_reason {
            StatusReason::Overwrote { missed: true, .. } => Severity::High,
            StatusReason::Overwrote { .. } => Severity::Medium,
            _ if act.is_of_query_builder() => Severity::Medium,
            _ => Severity::High,
        }
    }
}
