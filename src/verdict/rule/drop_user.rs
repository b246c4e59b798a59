//! The rule `drop-user`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// An account is dropped.
    ///
    /// ## What it flags
    /// DROP USER, DROP ROLE.
    ///
    /// ## Why it matters
    /// Programs can no longer log in; it is as bad as a lost table where one of them is refused
    /// afterwards.
    ///
    /// ## What it misses
    /// Accounts locked or with another password.
    ///
    /// ## Example
    /// `DROP USER app`
    pub(crate) struct DropUser;
}

impl Rule for DropUser {
    fn id(&self) -> &'static str {
        "drop-user"
    }

    fn operation(&self) -> Operation {
        Operation::DropUser
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Medium
    }
}
