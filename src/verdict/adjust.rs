//! What the states before and after make of acts: more than the statements say, less, or nothing.

use std::collections::HashMap;

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::StatusReason,
        snapshot,
        uses::{Touch, Uses},
    },
    event::ids::EventId,
    sql::{classify::narrow::narrows, operation::Operation, statement::Alteration},
    time::SECOND,
    verdict::{counted, impact::backup::last_good, overwritten, shrunk, swapped},
};

/// Adds the deletes and loads that took or overwrote most of a table, and takes out the changes of
/// columns and the drops that lost nothing.
pub(crate) fn adjust(case: &Case<'_>, acts: &mut Vec<Act>) {
    acts.extend(counted::acts(case));
    acts.extend(shrunk::acts(case, acts));
    acts.extend(overwritten::acts(case));
    swapped::mark(case, acts);
    acts.retain_mut(|act| {
        if act.operation != Operation::AlterLossy || act.columns.is_empty() {
            return true;
        }
        let is_loss = narrows_a_column(case, act);
        if is_loss {
            act.status_reason = StatusReason::Narrower;
        }
        is_loss
    });
    for act in acts
        .iter_mut()
        .filter(|act| act.status == Status::Executed && act.operation == Operation::DropTable)
    {
        if had_no_effect(case, act) {
            act.status = Status::Failed;
            act.status_reason = StatusReason::NoEffect;
        }
    }
}

/// Confronts what no record calls done with what came after it: errors about what it took, and its
/// making again. Their events become witnesses.
pub(crate) fn confront(case: &Case<'_>, acts: &mut [Act], uses: &Uses<'_>) {
    let mut used: HashMap<&str, EventId> = HashMap::new();
    for seen in case.seen.rows() {
        if let Some(database) = case.query(seen.event).and_then(|query| query.database.as_deref()) {
            used.entry(database).or_insert(seen.event);
        }
    }
    for act in acts.iter_mut().filter(|act| {
        act.status == Status::Executed
            && act.status_reason == StatusReason::Unstated
            && matches!(
                act.operation,
                Operation::DropTable
                    | Operation::DropDatabase
                    | Operation::DropColumn
                    | Operation::RenameTable
            )
    }) {
        let missed = match act.operation {
            Operation::DropDatabase => uses.missed_database(act),
            Operation::RenameTable => None,
            _ => act.tables.iter().find_map(|table| uses.missed_after(act, table)),
        };
        let missed = missed.or_else(|| uses.missed_columns(act).next());
        let again = act
            .tables
            .iter()
            .find_map(|table| uses.made_again(act, table).filter(|one| one.touch == Touch::Made));
        let (reason, proof) = if let Some(event) = missed {
            (StatusReason::Missed, Some(event))
        } else if act.if_exists && !is_known_before(case, act, uses, &used) {
            (StatusReason::MayHaveBeenNone, None)
        } else if let (Some(one), Operation::DropTable) = (again, act.operation) {
            (StatusReason::MadeAgain, Some(one.event))
        } else {
            continue;
        };
        act.status_reason = reason;
        act.events.extend(proof);
    }
}

/// Whether anything shows that what an act drops was there before it; `used` are the first
/// statements in each database.
fn is_known_before(
    case: &Case<'_>,
    act: &Act,
    uses: &Uses<'_>,
    used: &HashMap<&str, EventId>,
) -> bool {
    let at = act.when.map(|when| when.best);
    let database = act.database.as_deref();
    let is_used = if act.operation == Operation::DropDatabase {
        database
            .and_then(|name| used.get(name))
            .zip(act.events.first())
            .is_some_and(|(first, own)| case.precedes(*first, *own))
    } else {
        act.tables.iter().any(|table| uses.before(act, table).next().is_some())
    };
    is_used
        || snapshot::last_before(case, at, database, &act.tables).is_some()
        || last_good(case, at.unwrap_or(i64::MAX), database, &act.tables).0.is_some()
}

/// Whether an act gives a column a narrower type than it had: only that is a loss.
fn narrows_a_column(case: &Case<'_>, act: &Act) -> bool {
    act.seen.iter().map(|&id| case.seen.get(id)).any(|seen| {
        seen.statement.alterations.iter().any(|change| match change {
            Alteration::Retype { column, column_type } => type_before(case, act, column)
                .and_then(|old| narrows(&old, column_type))
                .unwrap_or(false),
            _ => false,
        })
    })
}

/// The type of a column in the state before: of the first schema dump that has it, else of the last
/// good backup.
fn type_before(case: &Case<'_>, act: &Act, column: &str) -> Option<String> {
    let at = act.when?.best;
    let table = act.tables.first()?;
    let dumped =
        case.snapshots.iter().filter(|dump| snapshot::is_before(dump, at)).find_map(|dump| {
            let (_, columns) =
                dump.columns.iter().find(|((_, name), _)| name.eq_ignore_ascii_case(table))?;
            let (_, of) = columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(column))?;
            of.clone()
        });
    dumped.or_else(|| {
        let (choice, _) = last_good(case, at, act.database.as_deref(), std::slice::from_ref(table));
        let backup = case.backup(choice?.event)?;
        let known = backup.tables.iter().find(|held| held.table.eq_ignore_ascii_case(table))?;
        let (_, of) = known.columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(column))?;
        Some(of.clone())
    })
}

/// Whether the state after disproves a drop: every table is still there, as old as before.
fn had_no_effect(case: &Case<'_>, act: &Act) -> bool {
    let Some(at) = act.when.map(|when| when.best) else { return false };
    let Some(after) = snapshot::first_after(case, at, act.database.as_deref(), &[]) else {
        return false;
    };
    let is_surely_after = snapshot::known_time(after.snapshot).is_some_and(|taken| taken >= at)
        || after.snapshot.side.is_some();
    let stands = |table: &String| {
        after.table(table).is_some_and(|(_, event)| {
            case.made_at(event).is_some_and(|made| made < at.saturating_sub(2 * SECOND))
        })
    };
    is_surely_after && !act.tables.is_empty() && act.tables.iter().all(stands)
}
