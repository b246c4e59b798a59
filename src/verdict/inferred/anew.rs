//! Losses that the making of tables shows: a server refuses to create a table that is there, so one
//! that a backup holds was gone when a log has its CREATE TABLE, whatever took it.

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
    let names: Vec<String> = run.iter().map(|made| made.table.clone()).collect();
    let choice = last_good(case, at, database, &names).0?;
    let backup = case.backup(choice.event)?;
    let held = |made: &&Made| {
        backup.tables.iter().any(|own| own.table.eq_ignore_ascii_case(&made.table) && own.rows > 0)
    };
    let explained = |made: &&Made| {
        seen.iter().any(|act| {
            let is_since = act.when.is_some_and(|when| {
                when.latest >= choice.taken.earliest && when.earliest <= made.when.latest
            });
            let names_it = act.tables.iter().any(|own| own.eq_ignore_ascii_case(&made.table));
            is_since
                && act.status != Status::Failed
                && (names_it || act.operation == Operation::DropDatabase)
        })
    };
    let mut again: Vec<&Made> = run.iter().filter(held).filter(|made| !explained(made)).collect();
    again.dedup_by(|a, b| a.table == b.table);
    let wiped = |suspect: &&Suspect| {
        let soon = |when: When| (0..=COMMAND_US).contains(&at.saturating_sub(when.best));
        suspect.did_not_run.is_none()
            && suspect.when.is_some_and(soon)
            && suspect.abilities.iter().any(Ability::may_drop_many)
    };
    let command = suspects.iter().filter(wiped).max_by_key(|suspect| suspect.when)?;
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
