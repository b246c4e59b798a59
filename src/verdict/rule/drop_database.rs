//! The rule `drop-database`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A database is dropped.
    ///
    /// ## What it flags
    /// DROP DATABASE or DROP SCHEMA, and mysqladmin drop where a log names it.
    ///
    /// ## Why it matters
    /// Every table in it is gone at once.
    ///
    /// ## What it misses
    /// Files removed from the data directory.
    ///
    /// ## Example
    /// `DROP DATABASE shop`
    pub(crate) struct DropDatabase;
}

impl Rule for DropDatabase {
    fn id(&self) -> &'static str {
        "drop-database"
    }

    fn operation(&self) -> Operation {
        Operation::DropDatabase
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Critical
    }
}
