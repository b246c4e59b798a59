//! What the states before and after make of acts: more than the statements say, less, or nothing.

use crate::{
    case::{
        facts::{Act, Case, Seen, Status},
        housekeeping,
        reason::StatusReason,
        snapshot,
    },
    event::ids::StatementId,
    sql::{
        classify::narrow::narrows,
        operation::Operation,
        statement::{Alteration, Condition, Verb},
    },
    time::SECOND,
    verdict::impact::backup::last_good,
};

/// Fewer rows than this are no loss of most of a table.
const FEWEST_ROWS: u64 = 100;

/// Adds the deletes that took most of a table, and takes out the changes of columns and the drops
/// that lost nothing.
pub(crate) fn adjust(case: &Case<'_>, acts: &mut Vec<Act>) {
    acts.extend(case.seen.iter().filter_map(|(id, seen)| took_most(case, id, seen)));
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
    let (rows, table) = (query.rows_affected?, statement.objects.first()?);
    if rows < FEWEST_ROWS || housekeeping::is_volatile(&table.name) {
        return None;
    }
    let database = table.database.clone().or_else(|| query.database.clone());
    let held = snapshot::last_before(
        case,
        seen.when.map(|when| when.best),
        database.as_deref(),
        std::slice::from_ref(&table.name),
    )
    .and_then(|view| view.table(&table.name)?.0.table_rows)
    .filter(|held| rows.saturating_mul(2) >= *held)?;
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
        rows: Some(rows),
        lower_case: statement.lower_case,
        text: query.sql.clone(),
        if_exists: false,
        typed_only: false,
        housekeeping: None,
    })
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
