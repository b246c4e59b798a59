//! What came of PostgreSQL's statements. There a statement counts at its COMMIT, whether it changes
//! rows or the schema: an error makes the COMMIT a ROLLBACK, a savepoint heals it, and a session
//! that ends takes its open transaction with it. Several records may tell of one run: the
//! statement, its duration, an error, an audit, a plan.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        facts::{Act, Case, Seen, Status},
        reason::StatusReason,
    },
    event::{
        ids::{EventId, StatementId},
        kind::EventKind,
        log::ServerMark,
        place::SourceId,
        query::{Outcome, Query, Witness},
    },
    sql::{effects::EVERY_TABLE, operation::Operation, statement::Verb},
    time::SECOND,
};

/// What the other records of a source say of statements, by index into [`Case::seen`].
#[derive(Default)]
pub(crate) struct Fates {
    ends: BTreeMap<StatementId, (Status, StatusReason, Option<EventId>)>,
    along: BTreeMap<StatementId, Vec<(EventId, Noticed)>>,
    /// Further records of a run that another tells of, and which.
    repeats: BTreeMap<StatementId, StatementId>,
}

/// What a notice tells of a statement's tables.
enum Noticed {
    Taken { tables: Vec<String>, columns: Vec<(String, String)> },
    Missing(String),
}

impl Fates {
    /// Those of the whole case.
    pub(crate) fn of(case: &Case<'_>) -> Fates {
        let mut rows: BTreeMap<EventId, Vec<StatementId>> = BTreeMap::new();
        for (index, seen) in case.seen.iter() {
            if case.query(seen.event).is_some_and(|query| query.dialect.is_postgres()) {
                rows.entry(seen.event).or_default().push(index);
            }
        }
        let mut fates = Fates::default();
        if rows.is_empty() {
            return fates;
        }
        let mut order: Vec<EventId> = case
            .events
            .iter()
            .filter(|(_, event)| match &event.kind {
                EventKind::Query(query) => query.dialect.is_postgres(),
                EventKind::Server(_) => true,
                _ => false,
            })
            .map(|(id, _)| id)
            .collect();
        // two that one entry tells stand in the order in which it tells them
        order.sort_by_key(|id| (case.place(*id).source, case.place(*id).span.start, *id));
        let begins: BTreeSet<SourceId> = case
            .seen
            .rows()
            .iter()
            .filter(|seen| seen.statement.verb == Verb::Begin)
            .map(|seen| case.place(seen.event).source)
            .collect();
        let mut source = None;
        let mut sessions: BTreeMap<Option<u64>, Session> = BTreeMap::new();
        for id in order {
            if source.replace(case.place(id).source) != Some(case.place(id).source) {
                unended(&mut sessions, &mut fates);
            }
            match &case.events.get(id).kind {
                EventKind::Query(query) => {
                    let session = sessions.entry(query.connection_id).or_default();
                    let rows = rows.get(&id).map(Vec::as_slice).unwrap_or_default();
                    if is_aborted(query) {
                        let failed = (&StatusReason::TransactionFailed, id);
                        session.undo_loose(case, &begins, failed, &mut fates);
                    }
                    session.query(case, id, query, rows, &mut fates);
                    if query.admin.is_some() && session.is_over {
                        sessions.remove(&query.connection_id);
                    }
                }
                EventKind::Server(server)
                    if matches!(server.mark, ServerMark::Crash | ServerMark::Ready) =>
                {
                    for mut session in std::mem::take(&mut sessions).into_values() {
                        session.close(Some(&StatusReason::SessionEnded), id, &mut fates);
                    }
                }
                EventKind::Server(server)
                    if server.level.as_ref().is_some_and(crate::event::log::Level::is_error) =>
                {
                    let Some(session) = sessions.get_mut(&server.thread) else { continue };
                    // with no statement of its own it is said of a session that was idle
                    if server.message.contains("terminating connection due to") {
                        if server.message.contains("idle-in-transaction") {
                            let ended = (&StatusReason::SessionEnded, id);
                            session.undo_loose(case, &begins, ended, &mut fates);
                        }
                        session.close(Some(&StatusReason::SessionEnded), id, &mut fates);
                    } else {
                        if server.message.contains(ABORTED) {
                            let failed = (&StatusReason::TransactionFailed, id);
                            session.undo_loose(case, &begins, failed, &mut fates);
                        }
                        session.refuse(id, Some(&server.message), &mut fates);
                    }
                }
                _ => {}
            }
        }
        unended(&mut sessions, &mut fates);
        fates
    }

    /// The statement of which this is but a further record.
    pub(crate) fn repeats(&self, index: StatementId) -> Option<StatementId> {
        self.repeats.get(&index).copied()
    }

    /// What came of a statement, why, and by which event.
    pub(crate) fn end(
        &self,
        index: StatementId,
    ) -> Option<(Status, &StatusReason, Option<EventId>)> {
        self.ends.get(&index).map(|(status, reason, by)| (*status, reason, *by))
    }

    /// Puts what is known of a statement into its act; the columns of other tables that it took
    /// along, by table.
    pub(super) fn apply(&self, index: StatementId, act: &mut Act) -> Vec<(String, String)> {
        let mut along = Vec::new();
        for (event, noticed) in self.along.get(&index).into_iter().flatten() {
            act.events.push(*event);
            match noticed {
                Noticed::Taken { tables, columns } => {
                    along.extend(columns.iter().cloned());
                    if act.operation == Operation::DropColumn {
                        continue;
                    }
                    if !tables.is_empty() {
                        act.tables.retain(|name| !name.ends_with(EVERY_TABLE));
                    }
                    for table in tables {
                        if !act.tables.contains(table) {
                            act.tables.push(table.clone());
                        }
                    }
                }
                // the names that are left were there
                Noticed::Missing(name) if act.tables.len() > 1 => {
                    act.tables.retain(|table| table != name);
                }
                Noticed::Missing(_) => {
                    act.status = Status::Failed;
                    act.status_reason = StatusReason::NotThere;
                }
            }
        }
        if let Some((status, reason, by)) = self.ends.get(&index) {
            act.status = *status;
            act.status_reason = reason.clone();
            act.events.extend(by);
        }
        along
    }
}

/// Statements of one transaction that no BEGIN shows are no farther apart.
const LOOSE_US: i64 = 5 * SECOND;

/// What the server answers to every statement once its transaction has failed.
const ABORTED: &str = "current transaction is aborted";

/// Whether the server refused a statement because its transaction had failed before.
fn is_aborted(query: &Query) -> bool {
    matches!(&query.outcome, Outcome::Refused { message: Some(message), .. }
        if message.contains(ABORTED))
}

/// One connection, as far as it was read.
#[derive(Default)]
struct Session {
    open: Option<Open>,
    /// Statements in no transaction that the log has the beginning of, one soon after the other,
    /// with their times.
    loose: Vec<(StatementId, i64)>,
    last: Option<Last>,
    /// Notices of a statement that is written at its end.
    noticed: Vec<(EventId, Noticed)>,
    is_over: bool,
}

/// A transaction that has not ended.
#[derive(Default)]
struct Open {
    statements: Vec<StatementId>,
    /// Savepoints, each with the number of statements before it.
    points: Vec<(String, usize)>,
    failed: bool,
}

/// The statement that was sent last.
struct Last {
    rows: Vec<StatementId>,
    text: String,
    /// How it was witnessed so far.
    by: Vec<Witness>,
}

impl Session {
    fn query(
        &mut self,
        case: &Case<'_>,
        id: EventId,
        query: &Query,
        rows: &[StatementId],
        fates: &mut Fates,
    ) {
        match query.admin.as_deref() {
            None => {}
            Some("Connect") if query.user.is_some() => return,
            Some("Connect" | "Quit") => {
                self.close(Some(&StatusReason::SessionEnded), id, fates);
                self.is_over = true;
                return;
            }
            Some("Notice") => return self.notice(id, query, fates),
            Some(_) => return,
        }
        let refused = matches!(query.outcome, Outcome::Refused { .. });
        let again = self
            .last
            .as_ref()
            .is_some_and(|last| last.text == query.sql && !last.by.contains(&query.witness));
        if again {
            if let Some(last) = &mut self.last {
                last.by.push(query.witness);
                fates.repeats.extend(rows.iter().copied().zip(last.rows.iter().copied()));
                if query.outcome == Outcome::Done {
                    for row in &last.rows {
                        let done = (Status::Executed, StatusReason::Recorded, None);
                        fates.ends.entry(*row).or_insert(done);
                    }
                }
            }
        } else {
            let last =
                Last { rows: rows.to_vec(), text: query.sql.clone(), by: vec![query.witness] };
            self.last = Some(last);
            if !refused {
                let noticed = std::mem::take(&mut self.noticed);
                for (event, noticed) in noticed {
                    if query.witness == Witness::AtEnd {
                        add_along(rows, event, noticed, fates);
                    }
                }
                for row in rows {
                    self.statement(*row, case.seen.get(*row), query, fates);
                }
            }
        }
        if let Outcome::Refused { message, .. } = &query.outcome {
            self.refuse(id, message.as_deref(), fates);
        }
    }

    /// One statement that was sent.
    fn statement(&mut self, row: StatementId, seen: &Seen, query: &Query, fates: &mut Fates) {
        match seen.statement.verb {
            Verb::Begin => {
                self.open.get_or_insert_default();
            }
            Verb::Commit => self.close(None, seen.event, fates),
            Verb::Rollback => self.close(Some(&StatusReason::RolledBack), seen.event, fates),
            Verb::Savepoint => {
                let (start, end) = seen.statement.at;
                let text = query.sql.get(start..end).unwrap_or_default().to_lowercase();
                self.savepoint(&text, seen.event, fates);
            }
            verb if seen.effects.is_empty() && verb != Verb::Delete => {}
            _ => {
                if let Some(open) = self.open.as_mut() {
                    open.statements.push(row);
                } else {
                    let at = seen.when.map(|when| when.best);
                    let is_near = |(_, last): &(_, i64)| {
                        at.is_some_and(|at| at.saturating_sub(*last) <= LOOSE_US)
                    };
                    if !self.loose.last().is_some_and(is_near) {
                        self.loose.clear();
                    }
                    self.loose.extend(at.map(|at| (row, at)));
                }
            }
        }
    }

    /// A transaction was open, and is undone. Where the log of a source never has a BEGIN, as where
    /// it has only the statements that change something, the last statements were in it.
    fn undo_loose(
        &mut self,
        case: &Case<'_>,
        begins: &BTreeSet<SourceId>,
        (reason, by): (&StatusReason, EventId),
        fates: &mut Fates,
    ) {
        for (row, _) in std::mem::take(&mut self.loose) {
            if !begins.contains(&case.place(case.seen.get(row).event).source) {
                undo(row, reason, by, fates);
            }
        }
    }

    /// `savepoint a`, `release a`, `rollback to a`.
    fn savepoint(&mut self, text: &str, by: EventId, fates: &mut Fates) {
        let Some(open) = self.open.as_mut() else { return };
        let name = text.split_whitespace().next_back().unwrap_or_default().to_owned();
        if text.starts_with("savepoint") {
            open.points.push((name, open.statements.len()));
            return;
        }
        let Some(at) = open.points.iter().rposition(|(point, _)| *point == name) else { return };
        if text.starts_with("rollback") {
            let kept = open.points.get(at).map_or(0, |(_, statements)| *statements);
            for row in open.statements.drain(kept.min(open.statements.len())..) {
                undo(row, &StatusReason::RolledBack, by, fates);
            }
            open.points.truncate(at + 1);
            open.failed = false;
        } else {
            open.points.truncate(at);
        }
    }

    /// The server refused what was sent last.
    fn refuse(&mut self, by: EventId, message: Option<&str>, fates: &mut Fates) {
        if let Some(last) = self.last.take_if(|last| !last.by.contains(&Witness::AtEnd)) {
            for row in &last.rows {
                let reason =
                    StatusReason::Refused { code: None, message: message.map(str::to_owned) };
                fates.ends.insert(*row, (Status::Failed, reason, Some(by)));
            }
            // they are in the order in which they were sent
            let is_other = |row: &StatementId| last.rows.binary_search(row).is_err();
            if let Some(open) = self.open.as_mut() {
                open.statements.retain(is_other);
            }
            self.loose.retain(|(row, _)| is_other(row));
        }
        self.noticed.clear();
        if let Some(open) = self.open.as_mut() {
            open.failed = true;
        }
    }

    /// Its transaction ends: by a COMMIT, or undone for this reason.
    fn close(&mut self, undone: Option<&StatusReason>, by: EventId, fates: &mut Fates) {
        self.loose.clear();
        let Some(open) = self.open.take() else { return };
        let Some(reason) = undone.or(open.failed.then_some(&StatusReason::TransactionFailed))
        else {
            return;
        };
        for row in open.statements {
            undo(row, reason, by, fates);
        }
    }

    fn notice(&mut self, id: EventId, query: &Query, fates: &mut Fates) {
        let noticed = match &query.outcome {
            Outcome::Refused { .. } => {
                Noticed::Missing(query.tables.first().cloned().unwrap_or_default())
            }
            _ => Noticed::Taken { tables: query.tables.clone(), columns: query.columns.clone() },
        };
        match self.last.as_ref().filter(|last| !last.by.contains(&Witness::AtEnd)) {
            Some(last) => add_along(&last.rows, id, noticed, fates),
            None => self.noticed.push((id, noticed)),
        }
    }
}

/// Statements of several in one packet share their notices: the last that destroys has them.
fn add_along(rows: &[StatementId], event: EventId, noticed: Noticed, fates: &mut Fates) {
    if let Some(row) = rows.last() {
        fates.along.entry(*row).or_default().push((event, noticed));
    }
}

fn undo(row: StatementId, reason: &StatusReason, by: EventId, fates: &mut Fates) {
    fates.ends.insert(row, (Status::RolledBack, reason.clone(), Some(by)));
}

/// Transactions whose end the log does not have.
fn unended(sessions: &mut BTreeMap<Option<u64>, Session>, fates: &mut Fates) {
    for row in std::mem::take(sessions)
        .into_values()
        .filter_map(|session| session.open)
        .flat_map(|open| open.statements)
    {
        fates.ends.insert(row, (Status::Executed, StatusReason::Unended, None));
    }
}
