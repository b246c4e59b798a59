//! The rule `tables-recreated`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// Tables were recreated, and no statement was seen.
    ///
    /// ## What it flags All tables of a database, created again within ten minutes and without most
    /// of their rows, where an earlier state had them older and filled.
    ///
    /// ## Why it matters
    /// A wipe that no log recorded shows itself so.
    ///
    /// ## What it misses
    /// Recreation followed by a restore.
    ///
    /// ## Example
    /// `all of CREATE_TIME 06:28:22, no rows`
    pub(crate) struct TablesRecreated;
}

impl Rule for TablesRecreated {
    fn id(&self) -> &'static str {
        "tables-recreated"
    }

    fn operation(&self) -> Operation {
        Operation::TablesRecreated
    }

    fn severity(&self, act: &Act, _: Option<u64>) -> Severity {
        if act.tables.len() >= crate::case::severity::MANY_TABLES {
            Severity::Critical
        } else {
            Severity::High
        }
    }
}
