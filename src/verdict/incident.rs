//! Findings that belong together: one mechanism, one trigger.

use crate::{
    case::{
        facts::{Act, Case},
        severity::Severity,
    },
    event::ids::{ActId, EventId, IdVec, RuleId},
    sql::operation::Operation,
    time::When,
    verdict::{
        cause::Cause,
        impact::{
            backup::Choice,
            loss::{Impact, Rewind},
        },
        suspect::RankedSuspect,
    },
};

/// An incident.
pub(crate) struct Incident {
    /// What was done.
    pub acts: Vec<ActId>,
    /// When it began.
    pub started: When,
    /// When it ended, in microseconds since 1970.
    pub ended: i64,
    /// The database.
    pub database: Option<String>,
    /// How bad.
    pub severity: Severity,
    /// By what.
    pub cause: Cause,
    /// By whom, the likeliest first.
    pub suspects: Vec<RankedSuspect>,
    /// Who not.
    pub excluded: Vec<RankedSuspect>,
    /// How many more were not weighed, because others of their kind were nearer in time.
    pub not_weighed: usize,
    /// What was lost.
    pub impact: Impact,
    /// The last good backup.
    pub backup: Option<Choice>,
    /// The other databases that it hit as well, each with its own last good backup.
    pub elsewhere: Vec<(String, Option<Choice>)>,
    /// Backups passed over, and why.
    pub passed: Vec<(EventId, String)>,
    /// Statements that made again what the acts dropped: each with the table, or `None` for the
    /// database itself.
    pub again: Vec<(EventId, Option<String>)>,
    /// The dump that was loaded over the tables, where it put them back to an earlier state.
    pub rewind: Option<Rewind>,
    /// Server events, where the incident is the server's.
    pub server: Vec<EventId>,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// Every act.
    pub acts: IdVec<ActId, Act>,
    /// Severity of each act.
    pub severities: IdVec<ActId, Severity>,
    /// The user's rule about each act.
    pub own: IdVec<ActId, Option<RuleId>>,
    /// In time order.
    pub incidents: Vec<Incident>,
    /// How many destructive acts were done outside the time that is judged.
    pub outside: usize,
}
impl Incident {
    /// Whether its first moment stands only in sources whose zone is not proven.
    pub(crate) fn is_zone_assumed(&self, case: &Case<'_>, found: &Found) -> bool {
        let acts = self.acts.iter().map(|&act| found.acts.get(act));
        let mut events = acts
            .filter(|act| act.when.is_some_and(|when| when.best == self.started.best))
            .flat_map(|act| &act.events)
            .filter(|&&event| case.when(event).is_some_and(|w| w.best == self.started.best))
            .peekable();
        events.peek().is_some() && events.all(|&event| case.is_doubtful(event))
    }

    /// Whether all that was done is of these kinds.
    pub(crate) fn is_only(&self, found: &Found, some: &[Operation]) -> bool {
        let mut operations = self.acts.iter().map(|&act| found.acts.get(act).operation);
        !self.acts.is_empty() && operations.all(|operation| some.contains(&operation))
    }
}
