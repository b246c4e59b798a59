//! The rule `drop-column`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A column is dropped.
    ///
    /// ## What it flags
    /// ALTER TABLE … DROP [COLUMN]; indexes and keys are not meant. In PostgreSQL also the columns
    /// that DROP TYPE, DOMAIN or EXTENSION … CASCADE took along, by its notices or the last dump;
    /// as the statement does not name them, that is graver.
    ///
    /// ## Why it matters
    /// The values of every row in that column are gone; the rows stay, which hides it.
    ///
    /// ## What it misses
    /// Columns lost through CREATE … SELECT.
    ///
    /// ## Example
    /// `ALTER TABLE customers DROP COLUMN phone`
    pub(crate) struct DropColumn;
}

impl Rule for DropColumn {
    fn id(&self) -> &'static str {
        "drop-column"
    }

    fn operation(&self) -> Operation {
        Operation::DropColumn
    }

    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity {
        // an ALTER names what it drops, a DROP … CASCADE does not
        let is_along = act.text.get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case("drop"));
        match rows {
            Some(0) => Severity::Low,
            _ if is_along => Severity::High,
            _ => Severity::Medium,
        }
    }
}
