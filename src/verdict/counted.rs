//! Deletes by a condition that took at least half of what their table held, by the rows that their
//! records count, the slices of one run summed up.

use std::collections::BTreeMap;

use crate::{
    case::{
        facts::{Act, Case, Seen, Status},
        housekeeping,
        reason::StatusReason,
        rollbacks::{Undone, undone},
        snapshot,
    },
    event::{
        ids::{EventId, StatementId},
        query::Query,
    },
    sql::{operation::Operation, statement::Condition},
    time::SECOND,
    verdict::{
        impact::backup::{last_good, taken},
        shrunk::{SLICES_US, conditional_delete, text},
    },
};

/// Fewer rows than this are no loss of most of a table.
const FEWEST_ROWS: u64 = 100;

/// A backup older than this says little of how much a table holds.
const FRESH_US: i64 = 8 * 86_400 * SECOND;

/// Statements of the same words on the same table within one run.
struct Run<'a> {
    first: (StatementId, &'a Seen, &'a Query),
    table: String,
    database: Option<String>,
    ids: Vec<StatementId>,
    events: Vec<EventId>,
    last: i64,
    /// Rows that the records count; `None` where one counts none.
    rows: Option<u64>,
}

/// Acts of deletes that took most of a table.
pub(crate) fn acts(case: &Case<'_>) -> Vec<Act> {
    let mut by_text: BTreeMap<(String, String, Option<String>), Vec<Run<'_>>> = BTreeMap::new();
    for (id, seen) in case.seen.iter() {
        let statement = &seen.statement;
        let Some((table, query)) = conditional_delete(case, seen) else { continue };
        if statement.condition != Condition::Some || housekeeping::is_volatile(&table.name) {
            continue;
        }
        let Some(text) = text(case, seen) else { continue };
        let database = table.database.clone().or_else(|| query.database.clone());
        let at = seen.when.map_or(i64::MIN, |when| when.best);
        let key = (text, table.name.to_lowercase(), database.clone());
        let runs = by_text.entry(key).or_default();
        match runs.last_mut() {
            Some(run) if statement.limit.is_some() && at.saturating_sub(run.last) < SLICES_US => {
                run.ids.push(id);
                run.events.push(seen.event);
                run.last = at;
                run.rows =
                    run.rows.zip(query.rows_affected).map(|(sum, more)| sum.saturating_add(more));
            }
            _ => runs.push(Run {
                first: (id, seen, query),
                table: table.name.clone(),
                database,
                ids: vec![id],
                events: vec![seen.event],
                last: at,
                rows: query.rows_affected,
            }),
        }
    }
    let undone = undone(case);
    let of = |runs: &Vec<Run<'_>>| -> Vec<Act> {
        runs.iter().filter_map(|run| act(case, run, runs, &undone)).collect()
    };
    by_text.values().flat_map(of).collect()
}

fn act(case: &Case<'_>, run: &Run<'_>, runs: &[Run<'_>], undone: &Undone) -> Option<Act> {
    let (id, seen, query) = run.first;
    let at = seen.when.map(|when| when.best);
    let names = std::slice::from_ref(&run.table);
    let dumped = snapshot::last_before(case, at, run.database.as_deref(), names)
        .and_then(|view| view.table(&run.table)?.0.table_rows);
    let held = dumped.or_else(|| saved(case, run, runs))?;
    let rows = run.rows?;
    if rows < FEWEST_ROWS || rows.saturating_mul(2) < held || undone.contains_key(&id) {
        return None;
    }
    Some(Act {
        database: run.database.clone(),
        tables: vec![run.table.clone()],
        seen: run.ids.clone(),
        events: run.events.iter().take(100).copied().collect(),
        when: seen.when,
        ended: at.map(|at| at.max(run.last)),
        connection: query.connection_id,
        user: query.user.clone(),
        host: query.host.clone(),
        rows: Some(rows),
        lower_case: seen.statement.lower_case,
        text: query.sql.clone(),
        ..Act::bare(Operation::DeleteMost, Status::Executed, StatusReason::TookMost { rows, held })
    })
}

/// The rows of the table in a backup of the days before. `None` where it tells nothing: the table
/// has grown far beyond it, a later backup still has the rows, or the same words take as much at
/// other hours too, which is a routine.
fn saved(case: &Case<'_>, run: &Run<'_>, runs: &[Run<'_>]) -> Option<u64> {
    let rows = run.rows?;
    let at = run.first.1.when?.best;
    let of = std::slice::from_ref(&run.table);
    let good = last_good(case, at, run.database.as_deref(), of).0?;
    let own = |event: EventId| {
        let tables = &case.backup(event)?.tables;
        Some(tables.iter().find(|held| held.table.eq_ignore_ascii_case(&run.table))?.rows)
    };
    let held = own(good.event)?;
    let has_them = |event: EventId| {
        taken(case, event).is_some_and(|when| when.best > run.last)
            && own(event).is_some_and(|left| left.saturating_mul(2) > held)
    };
    let is_routine = runs.iter().any(|other| {
        other.first.0 != run.first.0
            && other.rows.is_some_and(|more| more.saturating_mul(2) >= rows)
    });
    (at.saturating_sub(good.taken.best) < FRESH_US
        && rows.saturating_mul(2) <= held.saturating_mul(3)
        && !is_routine
        && !case.backups.iter().any(|&event| has_them(event)))
    .then_some(held)
}
