//! Losses that the making of tables shows: a server refuses to create a table that is there, so one
//! that a backup holds was gone when a log has its CREATE TABLE, whatever took it.

use std::collections::{HashMap, HashSet};

use crate::{
    case::{
        capability::ability::Ability,
        facts::{Act, Case, Status},
        reason::StatusReason,
        suspect::Suspect,
    },
    event::{
        ids::EventId,
        query::{Outcome, Witness},
    },
    sql::{operation::Operation, statement::Verb},
    time::{SECOND, When},
    verdict::impact::backup::last_good,
};

/// Tables that one run creates come within this time of each other.
const ONE_RUN_US: i64 = 600 * SECOND;

/// How long before the first of them the command was given that took them away.
const COMMAND_US: i64 = 900 * SECOND;

/// A table that was created.
struct Made {
    when: When,
    event: EventId,
    database: Option<String>,
    table: String,
}

/// Acts that no act seen explains, each of a command that takes all tables away and was given
/// right before they were created again.
pub(crate) fn acts(case: &Case<'_>, seen: &[Act], suspects: &[Suspect]) -> Vec<Act> {
    let mut made = made(case);
    made.sort_by(|a, b| (&a.database, a.when.best).cmp(&(&b.database, b.when.best)));
    let runs = made.chunk_by(|a, b| {
        a.database == b.database && b.when.best.saturating_sub(a.when.best) <= ONE_RUN_US
    });
    runs.filter_map(|run| act(case, run, seen, suspects)).collect()
}

/// The tables that were surely created.
fn made(case: &Case<'_>) -> Vec<Made> {
    let of = |seen: &crate::case::facts::Seen| {
        let clauses = &seen.statement.clauses;
        let query = case.query(seen.event)?;
        let is_open = clauses.if_exists
            || clauses.temporary
            || clauses.or_replace
            || matches!(query.outcome, Outcome::Refused { .. })
            || matches!(query.witness, Witness::Typed | Witness::InError);
        let is_one = seen.statement.verb == Verb::CreateTable && !is_open;
        let name = seen.statement.objects.first().filter(|_| is_one)?;
        Some(Made {
            when: seen.when?,
            event: seen.event,
            database: name.database.clone().or_else(|| query.database.clone()),
            table: name.name.clone(),
        })
    };
    case.seen.rows().iter().filter_map(of).collect()
}

fn act(case: &Case<'_>, run: &[Made], seen: &[Act], suspects: &[Suspect]) -> Option<Act> {
    let first = run.first()?;
    let (at, database) = (first.when.best, first.database.as_deref());
    let wiped = |suspect: &&Suspect| {
        let soon = |when: When| (0..=COMMAND_US).contains(&at.saturating_sub(when.best));
        suspect.did_not_run.is_none()
            && suspect.when.is_some_and(soon)
            && suspect.abilities.iter().any(Ability::may_drop_many)
    };
    let command = suspects.iter().filter(wiped).max_by_key(|suspect| suspect.when)?;
    let names: Vec<String> = run.iter().map(|made| made.table.clone()).collect();
    let choice = last_good(case, at, database, &names).0?;
    let backup = case.backup(choice.event)?;
    let filled = backup.tables.iter().filter(|table| table.rows > 0);
    let held: HashSet<String> = filled.map(|table| table.table.to_lowercase()).collect();
    let explained = explained(seen, choice.taken.earliest);
    let is_lost = |made: &&Made| {
        let name = made.table.to_lowercase();
        let is_before = |at: &i64| *at <= made.when.latest;
        held.contains(&name)
            && ![name.as_str(), ""].iter().filter_map(|name| explained.get(*name)).any(is_before)
    };
    let mut again: Vec<&Made> = run.iter().filter(is_lost).collect();
    again.dedup_by(|a, b| a.table == b.table);
    if again.len() < 2 {
        return None;
    }
    let tables: Vec<String> = again.iter().map(|made| made.table.clone()).collect();
    let reason = StatusReason::Vanished { tables: tables.len() };
    let events = again.iter().map(|made| made.event).take(3);
    Some(Act {
        database: database.map(str::to_owned),
        tables,
        events: events.chain([choice.event]).collect(),
        when: command.when,
        ended: again.last().map(|made| made.when.best),
        ..Act::bare(Operation::TablesRecreated, Status::Inferred, reason)
    })
}

/// When the first act since a moment began that took each table, by its name in lower case; under
/// no name, the first that took a database.
fn explained(seen: &[Act], since: i64) -> HashMap<String, i64> {
    let mut out: HashMap<String, i64> = HashMap::new();
    for act in seen.iter().filter(|act| act.status != Status::Failed) {
        let Some(when) = act.when.filter(|when| when.latest >= since) else { continue };
        let all = (act.operation == Operation::DropDatabase).then(String::new);
        for name in act.tables.iter().map(|name| name.to_lowercase()).chain(all) {
            let first = out.entry(name).or_insert(when.earliest);
            *first = when.earliest.min(*first);
        }
    }
    out
}
