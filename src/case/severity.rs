//! How bad a deed is, apart from how sure one is of it.

/// The contract's words, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Housekeeping, or nothing happened.
    Info,
    /// Worth knowing.
    Low,
    /// Worth a look.
    Medium,
    /// Data is gone.
    High,
    /// Much data is gone, or all of it.
    Critical,
}

impl Severity {
    /// The contract's word.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

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
pub const MANY_TABLES: usize = 8;
