//! Row changes that were undone: by a ROLLBACK of their connection, or because it left with its
//! transaction open.

use std::collections::BTreeMap;

use crate::{
    case::{
        facts::{Case, Seen},
        reason::StatusReason,
    },
    event::{
        ids::{EventId, StatementId},
        kind::EventKind,
        place::SourceId,
        query::{Query, Witness},
    },
    sql::{fold::bare, statement::Verb},
    time::SECOND,
};

/// The row changes that were undone, each with how and by which event.
pub(crate) type Undone = BTreeMap<StatementId, (StatusReason, EventId)>;

/// What one connection has open.
#[derive(Default)]
struct Session {
    no_autocommit: bool,
    has_begun: bool,
    /// Since the last end of a transaction.
    changes: Vec<Change>,
}

/// A change of rows that a ROLLBACK may undo.
struct Change {
    row: StatementId,
    /// A transaction was open for certain.
    is_open: bool,
    /// When it ended, in microseconds since 1970.
    ended: Option<i64>,
}

/// A ROLLBACK that takes as long has something to undo, also where a log of slow statements lacks
/// the BEGIN.
const LONG_US: u64 = SECOND.unsigned_abs();
/// What it undid ended no longer before: such a log lacks most COMMITs too.
const BEFORE_US: i64 = 600 * SECOND;

/// The row changes of a case that were undone, in one pass over its queries.
pub(crate) fn undone(case: &Case<'_>) -> Undone {
    let mut out = Undone::new();
    let mut sessions: BTreeMap<(SourceId, Option<u64>), Session> = BTreeMap::new();
    let mut seen = case.seen.iter().peekable();
    for (event, placed) in case.events.iter() {
        let EventKind::Query(query) = &placed.kind else { continue };
        // what a client's history holds was typed by one hand
        let is_one = query.connection_id.is_some() || query.witness == Witness::Typed;
        let key = is_one.then_some((placed.place.source, query.connection_id));
        while let Some((row, one)) = seen.next_if(|(_, one)| one.event <= event) {
            if let Some(key) = key {
                sessions.entry(key).or_default().statement(row, one, query, &mut out);
            }
        }
        // a general log has every statement, so that none is left out before the end
        if query.witness == Witness::AtArrival
            && matches!(query.admin.as_deref(), Some("Quit" | "Connect"))
            && let Some(left) = key.and_then(|key| sessions.remove(&key))
        {
            left.undo(None, &StatusReason::SessionEnded, event, &mut out);
        }
    }
    out
}

impl Session {
    fn statement(&mut self, row: StatementId, one: &Seen, query: &Query, out: &mut Undone) {
        let statement = &one.statement;
        match statement.verb {
            Verb::Begin => {
                self.end();
                self.has_begun = true;
            }
            Verb::Commit => self.end(),
            Verb::Rollback if statement.objects.is_empty() => {
                let is_long = query.query_time_us.is_some_and(|us| us >= LONG_US);
                let long = one.when.filter(|_| is_long).map(|when| when.best);
                self.undo(long, &StatusReason::RolledBack, one.event, out);
                self.end();
            }
            Verb::Set => {
                let text = bare(one.text(query));
                let sets = |value: &str| text.contains(&format!("autocommit={value}"));
                if sets("0") || sets("off") {
                    self.no_autocommit = true;
                } else if sets("1") || sets("on") {
                    self.no_autocommit = false;
                    self.end();
                }
            }
            Verb::Delete | Verb::Update => {
                let took = query.query_time_us.and_then(|us| i64::try_from(us).ok()).unwrap_or(0);
                self.changes.push(Change {
                    row,
                    is_open: self.no_autocommit || self.has_begun,
                    ended: one.when.map(|when| when.best.saturating_add(took)),
                });
            }
            verb if commits(verb)
                && !statement.clauses.temporary
                && !query.dialect.is_postgres() =>
            {
                self.end();
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        self.has_begun = false;
        self.changes.clear();
    }

    /// Undoes the changes of a transaction that was open, and of one that may have been where a
    /// long ROLLBACK began at `long`.
    fn undo(&self, long: Option<i64>, reason: &StatusReason, by: EventId, out: &mut Undone) {
        for change in &self.changes {
            let ago = long.zip(change.ended).map(|(began, ended)| began.saturating_sub(ended));
            let reason = match ago {
                _ if change.is_open => reason,
                Some(ago) if ago <= BEFORE_US => &StatusReason::LongRollback,
                _ => continue,
            };
            out.insert(change.row, (reason.clone(), by));
        }
    }
}

/// Statements that commit whatever was open (MySQL manual, "Statements That Cause an Implicit
/// Commit").
fn commits(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::CreateTable
            | Verb::CreateDatabase
            | Verb::AlterTable
            | Verb::DropTable
            | Verb::DropView
            | Verb::DropDatabase
            | Verb::DropIndex
            | Verb::DropUser
            | Verb::Truncate
            | Verb::Rename
            | Verb::Grant
            | Verb::Revoke
            | Verb::Lock
    )
}
