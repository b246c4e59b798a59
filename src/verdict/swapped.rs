//! Tables that a swap by RENAME left with much less than they had: a copy was built under another
//! name, from a source that was cut or empty, and took the place of the whole one.

use std::collections::HashMap;

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::StatusReason,
        snapshot,
    },
    event::ids::{EventId, StatementId},
    sql::{operation::Operation, statement::Verb},
    time::SECOND,
    verdict::{impact::backup::last_good, overwritten::Rows, shrunk::LEAST_ROWS},
};

/// The two halves of a swap come within this time.
const SWAP_US: i64 = 60 * SECOND;

/// Turns the renames that put a copy with at most half of the rows in the place of a table into
/// what they are.
pub(crate) fn mark(case: &Case<'_>, acts: &mut [Act]) {
    // what was moved aside, and when
    let mut aside: HashMap<String, i64> = HashMap::new();
    // rows of the copy that a swap put in the place of a table before
    let mut before: HashMap<String, u64> = HashMap::new();
    let is_rename =
        |act: &Act| act.operation == Operation::RenameTable && act.status == Status::Executed;
    if !acts.iter().any(is_rename) {
        return;
    }
    let mut fills: Fills = HashMap::new();
    for (id, seen) in case.seen.iter().filter(|(_, seen)| fills_or_makes(seen.statement.verb)) {
        if let Some(name) = seen.statement.objects.first() {
            fills.entry(name.name.to_lowercase()).or_default().push(id);
        }
    }
    for act in acts.iter_mut().filter(|act| is_rename(act)) {
        let Some(at) = act.when.map(|when| when.best) else { continue };
        let pairs: Vec<(String, String)> = act
            .tables
            .chunks_exact(2)
            .filter_map(|pair| Some((pair.first()?.to_lowercase(), pair.get(1)?.to_lowercase())))
            // under its own name into another database: moved
            .filter(|(from, to)| from != to)
            .collect();
        for (from, _) in &pairs {
            aside.insert(from.clone(), at);
        }
        let swapped = pairs.into_iter().find_map(|(copy, name)| {
            let moved = *aside.get(&name)?;
            (at.saturating_sub(moved) <= SWAP_US).then_some(())?;
            let loaded = loaded(case, act, fills.get(&copy)?)?;
            let last = before.insert(name.clone(), loaded);
            let (held, event) = held(case, act, &name, at).or_else(|| Some((last?, None)))?;
            let is_cut = held >= LEAST_ROWS && loaded.saturating_mul(2) <= held;
            is_cut.then_some((name, loaded, held, event))
        });
        if let Some((name, loaded, held, event)) = swapped {
            let own = act.tables.iter().find(|table| table.to_lowercase() == name).cloned();
            act.tables = vec![own.unwrap_or(name)];
            act.operation = Operation::ReplaceTable;
            act.rows = Some(held.saturating_sub(loaded));
            act.status_reason = StatusReason::SwappedIn { rows: loaded, held };
            act.events.extend(event);
        }
    }
}

/// The statements that make, fill or empty a table, by its name in lower case.
type Fills = HashMap<String, Vec<StatementId>>;

fn fills_or_makes(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::CreateTable | Verb::Truncate | Verb::Insert | Verb::Replace | Verb::LoadData
    )
}

/// The rows that were put into a copy since it was made, where all that filled it counts them.
fn loaded(case: &Case<'_>, act: &Act, fills: &[StatementId]) -> Option<u64> {
    let swap = *act.events.first()?;
    let source = case.place(swap).source;
    let mut rows: Option<Option<u64>> = None;
    for seen in fills.iter().map(|id| case.seen.get(*id)) {
        if case.place(seen.event).source != source || !case.precedes(seen.event, swap) {
            continue;
        }
        let query = case.query(seen.event)?;
        let count = Rows::of(seen, query);
        match seen.statement.verb {
            Verb::CreateTable if query.sql.to_lowercase().contains("select") => {
                rows = Some(count.affected);
            }
            Verb::CreateTable | Verb::Truncate => rows = Some(Some(0)),
            Verb::Insert | Verb::Replace | Verb::LoadData => {
                let more = count.given.or(count.affected);
                rows = rows.map(|sum| sum.zip(more).map(|(sum, more)| sum.saturating_add(more)));
            }
            _ => {}
        }
    }
    rows?
}

/// The rows that a table held before, by the last backup or schema dump.
fn held(case: &Case<'_>, act: &Act, name: &str, at: i64) -> Option<(u64, Option<EventId>)> {
    let (database, names) = (act.database.as_deref(), [name.to_owned()]);
    let backup = last_good(case, at, database, &names).0.and_then(|choice| {
        let tables = &case.backup(choice.event)?.tables;
        let own = tables.iter().find(|own| own.table.eq_ignore_ascii_case(name))?;
        Some((own.rows, Some(choice.event)))
    });
    backup.or_else(|| {
        let view = snapshot::last_before(case, Some(at), database, &names)?;
        Some((view.table(name)?.0.table_rows?, None))
    })
}
