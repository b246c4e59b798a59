//! Losses that only errors, lines of the server and commands show.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::StatusReason,
        snapshot,
        suspect::Suspect,
    },
    event::ids::EventId,
    sql::operation::Operation,
    time::SECOND,
    verdict::{
        impact::backup::last_good,
        inferred::{
            loss::Loss,
            signs::{Sign, Signed},
        },
    },
};

/// How long after a new data directory was made the application asks for what was in the old one.
const MISSED_WITHIN_US: i64 = 24 * 3600 * SECOND;

/// Acts that the acts seen, those of the states among them, do not explain: the application or the
/// server misses tables that were there before, and files are gone or a command that takes tables
/// away was given before the first such error. One for each database.
pub(crate) fn acts(
    case: &Case<'_>,
    signs: &[Signed],
    seen: &[Act],
    suspects: &[Suspect],
) -> Vec<Act> {
    let mut by_database: BTreeMap<Option<String>, Vec<&Signed>> = BTreeMap::new();
    for sign in signs.iter().filter(|sign| sign.database.is_some() || sign.table.is_some()) {
        let name = sign.database.as_ref().map(|name| name.to_lowercase());
        by_database.entry(name).or_default().push(sign);
    }
    by_database
        .values()
        .filter_map(|own| {
            // An old error about a name that never was hides no later loss.
            let mut told = BTreeSet::new();
            let firsts =
                own.iter().enumerate().filter(|(_, sign)| told.insert(sign.table.as_ref()));
            firsts
                .take(FIRSTS_MAX)
                .find_map(|(at, _)| of_database(case, signs, own.get(at..)?, seen, suspects))
        })
        .collect()
}

/// The most errors, of different tables, that are tried as the first of a loss.
const FIRSTS_MAX: usize = 200;

fn of_database(
    case: &Case<'_>,
    signs: &[Signed],
    own: &[&Signed],
    seen: &[Act],
    suspects: &[Suspect],
) -> Option<Act> {
    let first = *own.first()?;
    let database = first.database.clone();
    let named: BTreeSet<&String> = own.iter().filter_map(|sign| sign.table.as_ref()).collect();
    let explained = seen.iter().any(|act| {
        let goes = match (act.status, act.operation) {
            (Status::Inferred, _) => true,
            (Status::Executed, Operation::DropDatabase) => true,
            (Status::Executed, Operation::DropTable | Operation::RenameTable) => {
                act.tables.iter().any(|table| named.contains(table))
            }
            _ => return false,
        };
        let before = act.when.is_some_and(|when| when.best <= first.when.latest);
        goes && (before || act.status == Status::Inferred)
            && first.may_be_of(act.database.as_deref())
    });
    if explained {
        return None;
    }
    let mut loss = Loss {
        operation: Operation::DropTable,
        database,
        tables: named.iter().map(|name| (*name).clone()).collect(),
        events: Vec::new(),
        not_before: None,
        not_after: None,
        shown: None,
        reason: StatusReason::FoundMissing,
    };
    // errors alone do not show that a job ran which was due
    let command = loss.command(suspects, signs, Some(first)).filter(|one| !one.only_due);
    let started = command.and_then(|command| command.when).unwrap_or(first.when);
    let emptied = signs.iter().any(|sign| {
        sign.sign == Sign::Initialized
            && sign.when.best <= first.when.latest
            && first.when.best.saturating_sub(sign.when.best) <= MISSED_WITHIN_US
    });
    if command.is_none() && !emptied && !own.iter().any(|sign| sign.sign == Sign::Files) {
        return None;
    }
    // Without either, only the tables that are missed are known to be gone.
    if (command.is_some() || emptied)
        && let Some((tables, event)) = known_before(case, started.best, &loss)
    {
        loss.tables = tables;
        loss.events.push(event);
    }
    if loss.tables.is_empty() {
        return None;
    }
    loss.events.extend(own.iter().skip(1).map(|sign| sign.event).take(3));
    let mut act = loss.act(Some(first), command);
    act.ended = own.last().map(|sign| sign.when.best).or(act.ended);
    Some(act)
}

/// The tables of the state from before, else of the last good backup, with the event that shows
/// them.
fn known_before(case: &Case<'_>, at: i64, loss: &Loss) -> Option<(Vec<String>, EventId)> {
    let database = loss.database.as_deref();
    if let Some(view) = snapshot::last_before(case, Some(at), database, &loss.tables) {
        return Some((view.tables.names().map(str::to_owned).collect(), view.tables.first()?));
    }
    let (choice, _) = last_good(case, at, database, &[]);
    let event = choice?.event;
    Some((case.backup(event)?.tables.iter().map(|table| table.table.clone()).collect(), event))
}
