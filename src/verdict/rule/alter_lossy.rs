//! The rule `alter-lossy`.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::rule::contract::Rule,
};

page! {
    /// A column is narrowed.
    ///
    /// ## What it flags
    /// MODIFY or CHANGE to a shorter, smaller or poorer type than before.
    ///
    /// ## Why it matters
    /// Without strict mode, values are cut in silence.
    ///
    /// ## What it misses
    /// Narrowing where the old type is not in the evidence: reported as possible only.
    ///
    /// ## Example
    /// `ALTER TABLE t MODIFY title VARCHAR(6)`
    pub(crate) struct AlterLossy;
}

impl Rule for AlterLossy {
    fn id(&self) -> &'static str {
        "alter-lossy"
    }

    fn operation(&self) -> Operation {
        Operation::AlterLossy
    }

    fn severity(&self, _: &Act, _: Option<u64>) -> Severity {
        Severity::Medium
    }
}
