//! Losses that no statement shows: what the schema had, and has no more.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        capability::ability::Ability,
        facts::{Act, Case, Snapshot, Status, Tables},
        housekeeping,
        reason::StatusReason,
        scratch, snapshot,
        suspect::Suspect,
    },
    event::{
        ids::{ActId, EventId, IdVec},
        kind::EventKind,
    },
    sql::operation::Operation,
    time::{SECOND, When},
    verdict::impact::backup::last_good,
};

/// The least rows that a table must have had for its being empty to mean something; the server's
/// estimates are off by tens.
const LEAST_ROWS: u64 = 50;

/// How long before the first error a command may have caused it: visitors come within the hour,
/// even at night, and a health check sooner.
const UNNOTICED_US: i64 = 3600 * SECOND;

/// Acts that the acts seen do not explain.
pub(crate) fn acts(case: &Case<'_>, seen: &[Act], suspects: &[Suspect]) -> Vec<Act> {
    let mut out = Vec::new();
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    for late in &case.snapshots {
        for (&database, tables) in &late.databases {
            let Some((before_tables, before_events, not_before)) =
                earlier(case, late, database, tables)
            else {
                continue;
            };
            let explained = |table: &str| {
                seen.iter().any(|act| {
                    act.status == Status::Executed
                        && (act.operation == Operation::DropDatabase
                            || act.tables.iter().any(|t| t.eq_ignore_ascii_case(table))
                            || act.operation == Operation::RenameTable && act.text.contains(table))
                        && act
                            .database
                            .as_deref()
                            .is_none_or(|d| database.is_empty() || d.eq_ignore_ascii_case(database))
                })
            };
            let missing: Vec<String> = before_tables
                .keys()
                .filter(|t| {
                    tables.get(t).is_none() && !scratch::is_scratch_name(t) && !explained(t)
                })
                .cloned()
                .collect();
            let emptied: Vec<String> = before_tables
                .iter()
                .filter(|(name, (rows, counter))| {
                    let Some(EventKind::Table(row)) = tables
                        .get(name)
                        .filter(|_| tables.contains(name))
                        .map(|event| &case.events.get(event).kind)
                    else {
                        return false;
                    };
                    let now = row.unpack();
                    // A counter never goes back by deletes; what is there now was written since.
                    let restarted = |(was, is): (u64, u64)| {
                        is < was
                            && now.table_rows.is_some_and(|n| {
                                n == 0 && is <= 2
                                    || n <= is
                                        && is.saturating_mul(2) <= was
                                        && n.saturating_mul(2) <= *rows
                            })
                    };
                    *rows >= LEAST_ROWS
                        && counter.zip(now.auto_increment).is_some_and(restarted)
                        && !housekeeping::is_volatile(name)
                        && !scratch::is_scratch_name(name)
                        && !explained(name)
                })
                .map(|(name, _)| name.clone())
                .collect();
            let complete = tables.len() >= 2
                || late.side == Some(crate::case::facts::Side::After)
                || tables.is_empty();
            for (names, operation) in
                [(missing, Operation::DropTable), (emptied, Operation::RowsVanished)]
            {
                if names.is_empty() || (operation == Operation::DropTable && !complete) {
                    continue;
                }
                // One loss is told once, from the dump that shows it first.
                let names: Vec<String> = names
                    .into_iter()
                    .filter(|n| told.insert((database.to_owned(), n.to_lowercase())))
                    .collect();
                if names.is_empty() {
                    continue;
                }
                let mut events: Vec<EventId> = before_events.iter().copied().take(1).collect();
                events.extend(tables.first());
                let vanished = Vanished {
                    operation,
                    database,
                    tables: names,
                    events,
                    not_before,
                    not_after: snapshot::known_time(late),
                };
                out.push(vanished.act(case, suspects));
            }
        }
    }
    out
}

/// Inferred acts that one pair of states of one database shows belong together: tables gone and
/// tables emptied between the same two dumps.
pub(crate) fn group(acts: &IdVec<ActId, Act>) -> Vec<Vec<ActId>> {
    let mut groups: BTreeMap<(Option<&str>, Option<When>), Vec<ActId>> = BTreeMap::new();
    for (id, act) in
        acts.iter().filter(|(_, a)| a.status == Status::Inferred && a.housekeeping.is_none())
    {
        groups.entry((act.database.as_deref(), act.when)).or_default().push(id);
    }
    groups.into_values().collect()
}

type Earlier = (BTreeMap<String, (u64, Option<u64>)>, Vec<EventId>, Option<i64>);

/// Tables with rows and counters of the state before: the last schema dump that is older, else the
/// last good backup.
fn earlier(
    case: &Case<'_>,
    late: &Snapshot<'_>,
    database: &str,
    tables: &Tables<'_>,
) -> Option<Earlier> {
    let late_time = snapshot::known_time(late);
    let old = case
        .snapshots
        .iter()
        .filter(|s| s.source != late.source)
        .filter(|s| match (s.side, late.side) {
            (Some(crate::case::facts::Side::Before), Some(crate::case::facts::Side::After)) => true,
            _ => snapshot::known_time(s).zip(late_time).is_some_and(|(a, b)| a < b),
        })
        .filter_map(|s| {
            let (name, map) = s.databases.iter().find(|(name, map)| {
                (database.is_empty() || name.is_empty() || **name == database)
                    && (map.len() >= tables.len().max(2))
            })?;
            let _ = name;
            Some((s, map))
        })
        .max_by_key(|(s, _)| snapshot::known_time(s));
    if let Some((snapshot, map)) = old {
        let tables = map
            .iter()
            .filter_map(|(name, event)| match &case.events.get(event).kind {
                EventKind::Table(row) => {
                    let table = row.unpack();
                    Some((name.to_owned(), (table.table_rows.unwrap_or(0), table.auto_increment)))
                }
                _ => None,
            })
            .collect();
        return Some((tables, map.first().into_iter().collect(), snapshot::known_time(snapshot)));
    }
    let at = late_time.unwrap_or(i64::MAX);
    let (choice, _) = last_good(case, at, (!database.is_empty()).then_some(database), &[]);
    let choice = choice?;
    let backup = case.backup(choice.event)?;
    let known =
        backup.tables.iter().map(|t| (t.table.clone(), (t.rows, t.auto_increment))).collect();
    Some((known, vec![choice.event], Some(choice.taken.best)))
}

/// Tables of one database that were there in one state and are not, or are empty, in a later one.
struct Vanished<'a> {
    operation: Operation,
    database: &'a str,
    tables: Vec<String>,
    events: Vec<EventId>,
    /// When the earlier state was taken.
    not_before: Option<i64>,
    /// When the later one was.
    not_after: Option<i64>,
}

impl Vanished<'_> {
    /// As an act, as near in time as the first error that names a table and the last command that
    /// may have done it show.
    fn act(mut self, case: &Case<'_>, suspects: &[Suspect]) -> Act {
        let from = self.not_before.unwrap_or(i64::MIN);
        let to = self.not_after.unwrap_or(i64::MAX);
        let error = case.events.iter().find(|(_, event)| {
            let EventKind::Log(log) = &event.kind else { return false };
            let missing = log.error_code == Some(1146)
                || log.sqlstate.as_deref() == Some("42S02")
                || log.message.contains("42S02");
            missing
                && event.when.is_some_and(|w| w.best >= from)
                && self.tables.iter().any(|n| log.message.contains(n.as_str()))
        });
        let first_error = error.and_then(|(_, e)| e.when);
        if let Some((index, _)) = error {
            self.events.push(index);
        }
        let upper = first_error.map_or(to, |w| w.latest);
        let wipes = |c: &&Suspect| {
            c.did_not_run.is_none()
                && c.abilities.iter().any(Ability::may_drop_many)
                && c.when.is_some_and(|w| {
                    w.best >= from
                        && w.best <= upper
                        && (first_error.is_none() || upper.saturating_sub(w.best) <= UNNOTICED_US)
                })
        };
        let command = suspects.iter().filter(wipes).max_by_key(|c| c.when);
        let when = match (command.and_then(|c| c.when), first_error) {
            (Some(start), Some(error)) => {
                Some(When { earliest: start.earliest, latest: error.latest, best: start.best })
            }
            (Some(start), None) => Some(start),
            (None, Some(error)) => Some(When {
                earliest: from.max(error.earliest.saturating_sub(UNNOTICED_US)),
                latest: error.latest,
                best: error.best,
            }),
            (None, None) => self.not_after.map(|at| When {
                earliest: self.not_before.unwrap_or(at).min(at),
                latest: at,
                best: at,
            }),
        };
        let reason = StatusReason::Vanished { tables: self.tables.len() };
        let database = Some(self.database.to_owned()).filter(|name| !name.is_empty());
        inferred(self.operation, database, self.tables, self.events, when, reason)
    }
}

/// An act that no statement shows.
fn inferred(
    operation: Operation,
    database: Option<String>,
    tables: Vec<String>,
    events: Vec<EventId>,
    when: Option<When>,
    status_reason: StatusReason,
) -> Act {
    Act {
        operation,
        database,
        tables,
        columns: Vec::new(),
        seen: Vec::new(),
        events,
        when,
        ended: when.map(|when| when.best),
        connection: None,
        user: None,
        host: None,
        status: Status::Inferred,
        status_reason,
        wears_away: false,
        rows: None,
        lower_case: false,
        text: String::new(),
        if_exists: false,
        typed_only: false,
        housekeeping: None,
    }
}

/// A loss that only errors show: the application asks for tables that were there before, and a
/// command that drops all tables was given shortly before the first such error.
pub(crate) fn from_errors(case: &Case<'_>, seen: &[Act], suspects: &[Suspect]) -> Option<Act> {
    let mut missing: BTreeMap<String, EventId> = BTreeMap::new();
    let mut first: Option<(EventId, When)> = None;
    for (index, event) in case.events.iter() {
        let EventKind::Log(log) = &event.kind else { continue };
        if log.error_code != Some(1146) && !log.message.contains("1146 Table") {
            continue;
        }
        let Some(name) =
            log.message.split("Table '").nth(1).and_then(|rest| rest.split('\'').next())
        else {
            continue;
        };
        missing.entry(name.to_owned()).or_insert(index);
        if let Some(when) = event.when
            && first.is_none()
        {
            first = Some((index, when));
        }
    }
    let (first_event, first_when) = first?;
    let name = missing.keys().next()?;
    let database = name.split_once('.').map(|(database, _)| database.to_owned());
    let tables: Vec<String> =
        missing.keys().map(|n| n.rsplit('.').next().unwrap_or(n).to_owned()).collect();
    let explained = seen.iter().any(|a| {
        matches!(a.status, Status::Executed)
            && a.when.is_some_and(|w| w.best <= first_when.latest)
            && matches!(
                a.operation,
                Operation::DropTable | Operation::DropDatabase | Operation::RenameTable
            )
            && (a.operation == Operation::DropDatabase
                || tables.iter().any(|t| a.tables.contains(t)))
    });
    if explained {
        return None;
    }
    let command = suspects
        .iter()
        .filter(|c| c.did_not_run.is_none() && c.abilities.iter().any(Ability::may_drop_many))
        .filter(|c| {
            c.when.is_some_and(|w| {
                w.best <= first_when.latest
                    && first_when.best.saturating_sub(w.best) <= UNNOTICED_US
            })
        })
        .max_by_key(|c| c.when)?;
    let started = command.when?;
    let before = snapshot::last_before(case, Some(started.best), database.as_deref(), &tables);
    let (choice, _) = last_good(case, started.best, database.as_deref(), &[]);
    let mut events = vec![first_event];
    let all: Vec<String> = match (before, choice) {
        (Some(view), _) => {
            events.extend(view.tables.first());
            view.tables.names().map(str::to_owned).collect()
        }
        (None, Some(choice)) => {
            events.push(choice.event);
            case.backup(choice.event)
                .map(|b| b.tables.iter().map(|t| t.table.clone()).collect())
                .unwrap_or_default()
        }
        (None, None) => tables,
    };
    if all.is_empty() {
        return None;
    }
    events.extend(missing.values().copied().take(3));
    events.dedup();
    let when = When { earliest: started.earliest, latest: first_when.latest, best: started.best };
    let reason = StatusReason::MissedByApplication;
    Some(inferred(Operation::DropTable, database, all, events, Some(when), reason))
}
