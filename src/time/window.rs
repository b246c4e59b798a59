//! A stretch of time that a run is limited to.

use crate::time::When;

/// From when to when things count, in microseconds since 1970; both inclusive, open where not
/// given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The first instant.
    pub since: i64,
    /// The last.
    pub until: i64,
    /// Whether either was given.
    pub bounded: bool,
}

impl Default for Window {
    fn default() -> Window {
        Window { since: i64::MIN, until: i64::MAX, bounded: false }
    }
}

impl Window {
    /// Whether what happened at `when` may lie within. What bears no time does where no bound is
    /// given.
    pub(crate) fn admits(self, when: Option<When>) -> bool {
        when.map_or(!self.bounded, |when| when.latest > self.since && when.earliest <= self.until)
    }
}
