//! The rule `delete-without-where`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// Every row is deleted.
    ///
    /// ## What it flags
    /// DELETE without WHERE and LIMIT, or with a condition that is always true.
    ///
    /// ## Why it matters
    /// All rows are gone; ON DELETE CASCADE empties other tables with no trace in any log.
    ///
    /// ## What it misses
    /// A condition that is true of all rows by chance; see delete-most.
    ///
    /// ## Example
    /// `DELETE FROM orders`
    pub(crate) struct DeleteWithoutWhere;
}

impl Rule for DeleteWithoutWhere {
    fn id(&self) -> &'static str {
        "delete-without-where"
    }

    fn operation(&self) -> Operation {
        Operation::DeleteAll
    }

    fn severity(&self, _: &Act, rows: Option<u64>) -> Severity {
        if rows == Some(0) { Severity::Low } else { Severity::High }
    }
}
