//! What a rule answers: which operation it is about, and how bad that is.

use crate::{
    case::{facts::Act, severity::Severity},
    sql::operation::Operation,
    text::page::Page,
};

/// A rule. Its page has the headings `What it flags`, `Why it matters`, `What it misses` and
/// `Example`.
pub(crate) trait Rule: Page + Sync {
    /// Its id, with hyphens.
    fn id(&self) -> &'static str;
    /// The operation that it is about.
    fn operation(&self) -> Operation;
    /// How bad the operation is where it succeeded against tables that people work with; `rows` is
    /// what
    /// they held, where known.
    fn severity(&self, act: &Act, rows: Option<u64>) -> Severity;
}
