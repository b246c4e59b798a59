//! The rule `delete-most`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// Most of a table is deleted by a condition.
    ///
    /// ## What it flags
    /// A DELETE with a condition, or its slices with LIMIT in one run, whose affected rows are at
    /// least half of what the table held by an earlier state or backup; a third is enough where a
    /// condition on times takes rows of any age as well, by an alternative (OR) that compares none.
    /// Where no record counts them, the condition is evaluated over the rows of the last backup, at
    /// the time of the statement.
    ///
    /// ## Why it matters
    /// What a wrong condition takes is as lost as by none.
    ///
    /// ## What it misses
    /// Small deletes of different words that add up.
    ///
    /// ## Example
    /// `DELETE FROM orders WHERE shop_id <> 7`
    pub(crate) struct DeleteMost;
}

impl Rule for DeleteMost {
    fn id(&self) -> &'static str {
        "delete-most"
    }

    fn operation(&self) -> Operation {
        Operation::DeleteMost
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::High
    }
}
