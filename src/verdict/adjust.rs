//! What the states before and after make of acts: more than the statements say, less, or nothing.

use crate::{
    case::{
        facts::{Act, Case, Seen, Status},
        housekeeping,
        reason::StatusReason,
        snapshot,
        uses::{Touch, Uses},
    },
    event::backup::BackupTable,
    event::ids::StatementId,
    sql::{
        classify::narrow::narrows,
        operation::Operation,
        statement::{Alteration, Condition, Verb},
    },
    time::SECOND,
    verdict::{impact::backup::last_good, shrunk},
};

/// Fewer rows than this are no loss of most of a table.
const FEWEST_ROWS: u64 = 100;

/// Adds the deletes that took most of a table, and takes out the changes of columns and the drops
/// that lost nothing.
pub(crate) fn adjust(case: &Case<'_>, acts: &mut Vec<Act>) {
    acts.extend(case.seen.iter().filter_map(|(id, seen)| took_most(case, id, seen)));
    acts.extend(shrunk::acts(case, acts));
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
        let missed = (act.operation != Operation::RenameTable)
            .then(|| act.tables.iter().find_map(|table| uses.missed_after(act, table)))
            .flatten()
            .or_else(|| uses.missed_columns(act).next());
        let again = act
            .tables
            .iter()
            .find_map(|table| uses.made_again(act, table).filter(|one| one.touch == Touch::Made));
        let (reason, proof) = if let Some(event) = missed {
            (StatusReason::Missed, Some(event))
        } else if act.if_exists && !is_known_before(case, act, uses) {
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

/// Whether anything shows that what an act drops was there before it.
fn is_known_before(case: &Case<'_>, act: &Act, uses: &Uses<'_>) -> bool {
    let at = act.when.map(|when| when.best);
    let database = act.database.as_deref();
    let dumped = snapshot::last_before(case, at, database, &act.tables).is_some();
    let backed_up = last_good(case, at.unwrap_or(i64::MAX), database, &act.tables).0.is_some();
    let used = if act.operation == Operation::DropDatabase {
        let first = act.events.first();
        case.seen.rows().iter().any(|seen| {
            first.is_some_and(|own| case.precedes(seen.event, *own))
                && case.query(seen.event).is_some_and(|query| {
                    query.database.as_deref().zip(database).is_some_and(|(a, b)| a == b)
                })
        })
    } else {
        act.tables.iter().any(|table| uses.before(act, table).next().is_some())
    };
    dumped || backed_up || used
}

/// A delete by a condition that took at least half of what the table held.
fn took_most(case: &Case<'_>, id: StatementId, seen: &Seen) -> Option<Act> {
    let statement = &seen.statement;
    if statement.verb != Verb::Delete
        || statement.condition != Condition::Some
        || statement.limit.is_some()
    {
        return None;
    }
    let query = case.query(seen.event)?;
    let table = statement.objects.first()?;
    if housekeeping::is_volatile(&table.name) {
        return None;
    }
    let database = table.database.clone().or_else(|| query.database.clone());
    let at = seen.when.map(|when| when.best);
    let of = std::slice::from_ref(&table.name);
    let before = snapshot::last_before(case, at, database.as_deref(), of)?;
    let held = before.table(&table.name)?.0.table_rows?;
    let (rows, counted) = match query.rows_affected {
        Some(rows) => (rows, true),
        None => (vanished(case, seen, database.as_deref(), &table.name, held)?, false),
    };
    if rows < FEWEST_ROWS || rows.saturating_mul(2) < held {
        return None;
    }
    Some(Act {
        operation: Operation::DeleteMost,
        database,
        tables: vec![table.name.clone()],
        columns: Vec::new(),
        seen: vec![id],
        events: vec![seen.event],
        when: seen.when,
        ended: seen.when.map(|when| when.best),
        connection: query.connection_id,
        user: query.user.clone(),
        host: query.host.clone(),
        status: Status::Executed,
        status_reason: StatusReason::TookMost { rows, held },
        wears_away: false,
        rows: counted.then_some(rows),
        lower_case: statement.lower_case,
        text: query.sql.clone(),
        if_exists: false,
        typed_only: false,
        housekeeping: None,
    })
}

/// Rows of a table that a delete whose record counts none must have taken: they are missing in the
/// state after it, and no other delete from that table stands between the last state that has them
/// and the one that has not.
fn vanished(
    case: &Case<'_>,
    seen: &Seen,
    database: Option<&str>,
    table: &str,
    held: u64,
) -> Option<u64> {
    let at = seen.when?.best;
    let after = snapshot::first_after(case, at, database, &[])?;
    let now = after.table(table)?.0.table_rows?;
    let until = snapshot::known_time(after.snapshot).filter(|taken| *taken > at);
    let since = case.backups.iter().filter_map(|&event| {
        let own = |held: &&BackupTable| held.table.eq_ignore_ascii_case(table);
        let rows = case.backup(event)?.tables.iter().find(own)?.rows;
        (rows.saturating_mul(2) > held).then_some(case.when(event)?.best)
    });
    let since = since.filter(|taken| until.is_none_or(|until| *taken < until)).max();
    let is_rival = |other: &&Seen| {
        let at = other.when.map(|when| when.best);
        matches!(other.statement.verb, Verb::Delete | Verb::Truncate)
            && other.statement.objects.first().is_some_and(|n| n.name.eq_ignore_ascii_case(table))
            && at.is_some_and(|at| since.is_none_or(|since| at > since))
            && at.is_some_and(|at| until.is_none_or(|until| at < until))
    };
    let mut rivals = case.seen.rows().iter().filter(is_rival);
    let alone = rivals.next().is_some_and(|one| one.event == seen.event) && rivals.next().is_none();
    alone.then_some(held.saturating_sub(now))
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
