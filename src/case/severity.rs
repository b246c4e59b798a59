//! How bad a act is, apart from how sure one is of it.

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// The contract's words, least first.
    pub enum Severity {
        /// Housekeeping, or nothing happened.
        Info = "info",
        /// Worth knowing.
        Low = "low",
        /// Worth a look.
        Medium = "medium",
        /// Data is gone.
        High = "high",
        /// Much data is gone, or all of it.
        Critical = "critical",
    }
}

impl Severity {
    /// One step less, not below `Info`.
    #[must_use]
    pub fn less(self) -> Severity {
        match self {
            Severity::Critical => Severity::High,
            Severity::High => Severity::Medium,
            Severity::Medium => Severity::Low,
            Severity::Low | Severity::Info => Severity::Info,
        }
    }
}

/// From how many tables at once a drop is of the greatest severity: a schema, not a table.
pub(crate) const MANY_TABLES: usize = 8;
