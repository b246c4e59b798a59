//! The rule `revoke`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// Rights are taken away.
    ///
    /// ## What it flags
    /// REVOKE.
    ///
    /// ## Why it matters
    /// Programs fail where they worked.
    ///
    /// ## What it misses
    /// Rights lost with a dropped database.
    ///
    /// ## Example
    /// `REVOKE ALL ON shop.* FROM app`
    pub(crate) struct Revoke;
}

impl Rule for Revoke {
    fn id(&self) -> &'static str {
        "revoke"
    }

    fn operation(&self) -> Operation {
        Operation::Revoke
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Medium
    }
}
