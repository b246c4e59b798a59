//! Deletes by a condition whose effect the states on either side show, where no record counts their
//! rows: what they took from their own table, and what foreign keys took along.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        facts::{Act, Case, Seen, Status},
        housekeeping,
        reason::{CountedBy, StatusReason},
        snapshot,
    },
    event::{
        ids::{EventId, StatementId},
        query::{Outcome, Query},
    },
    sql::{
        fold::folded,
        operation::{Name, Operation},
        statement::{Condition, Verb},
    },
    time::SECOND,
    verdict::impact::cascade,
};

/// The least rows that a table must have had; of a few, most are soon gone.
pub(super) const LEAST_ROWS: u64 = 50;

/// A table before and after a delete.
#[derive(Clone, Copy)]
struct Sides {
    held: u64,
    left: u64,
    before: EventId,
    after: EventId,
}

/// Acts of deletes that took at least half of a table, or of tables that cascade from theirs.
/// `known` are the acts that need no states.
pub(crate) fn acts(case: &Case<'_>, known: &[Act]) -> Vec<Act> {
    let children = cascade::children(case);
    let is_told = |table: &str| {
        let of = |act: &Act| act.tables.iter().any(|name| name.eq_ignore_ascii_case(table));
        known.iter().any(|act| act.status == Status::Executed && of(act))
    };
    // Of several deletes between the same two states it is the one that was sent most often, in
    // slices; else the last.
    let routine = routine(case);
    let mut rivals: BTreeMap<(String, EventId, EventId), Vec<Taken<'_>>> = BTreeMap::new();
    for (id, seen) in case.seen.iter() {
        let Some((table, query)) = conditional_delete(case, seen) else { continue };
        if text(case, seen).is_some_and(|text| routine.contains(&text)) {
            continue;
        }
        let database = table.database.clone().or_else(|| query.database.clone());
        let sides = |name: &str| {
            let told = housekeeping::is_volatile(name) || is_told(name);
            if told { None } else { around(case, seen, database.as_deref(), name) }
        };
        let taken = |tables: Vec<String>, sides: Sides| Taken {
            id,
            seen,
            database: database.clone(),
            rows: sides.held.saturating_sub(sides.left),
            held: sides.held,
            tables,
            sides,
        };
        if query.rows_affected.is_none()
            && let Some(sides) = sides(&table.name)
        {
            let key = (table.name.to_lowercase(), sides.before, sides.after);
            rivals.entry(key).or_default().push(taken(vec![table.name.clone()], sides));
        }
        let along: Vec<(String, Sides)> =
            cascade::reached(&children, std::slice::from_ref(&table.name))
                .into_keys()
                .filter(|child| !cascade::deleted_by_name(case, child))
                .filter_map(|child| Some((sides(&child)?, child)))
                .map(|(sides, child)| (child, sides))
                .collect();
        if let Some((_, first)) = along.first() {
            let key = (format!("{}>", table.name.to_lowercase()), first.before, first.after);
            let first = *first;
            let (held, left) = along.iter().fold((0_u64, 0_u64), |(held, left), (_, sides)| {
                (held.saturating_add(sides.held), left.saturating_add(sides.left))
            });
            let names = along.into_iter().map(|(child, _)| child).collect();
            rivals.entry(key).or_default().push(taken(names, Sides { held, left, ..first }));
        }
    }
    rivals.into_values().filter_map(|of| act(case, &of)).collect()
}

/// What one delete may have taken.
struct Taken<'a> {
    id: StatementId,
    seen: &'a Seen,
    database: Option<String>,
    tables: Vec<String>,
    rows: u64,
    held: u64,
    sides: Sides,
}

/// The delete, its table and its record, where a condition on rows or a LIMIT bounds it.
pub(super) fn conditional_delete<'a>(
    case: &'a Case<'_>,
    seen: &'a Seen,
) -> Option<(&'a Name, &'a Query)> {
    let statement = &seen.statement;
    let fits = statement.verb == Verb::Delete
        && (matches!(statement.condition, Condition::Some | Condition::Unknown)
            || statement.limit.is_some())
        && seen.effects.is_empty();
    let query = case
        .query(seen.event)
        .filter(|query| fits && !matches!(query.outcome, Outcome::Refused { .. }))?;
    Some((statement.objects.first()?, query))
}

/// A statement's text, folded.
pub(crate) fn text(case: &Case<'_>, seen: &Seen) -> Option<String> {
    let query = case.query(seen.event)?;
    let (start, end) = seen.statement.at;
    Some(folded(query.sql.get(start..end).unwrap_or(&query.sql)))
}

/// Slices of one delete come within this time; the same words at other hours are a routine, which
/// takes what is old by the clock.
pub(crate) const SLICES_US: i64 = 3600 * SECOND;

/// The texts of deletes that are a routine.
fn routine(case: &Case<'_>) -> BTreeSet<String> {
    let mut first: BTreeMap<String, i64> = BTreeMap::new();
    let mut out = BTreeSet::new();
    for (_, seen) in case.seen.iter() {
        let Some(when) = seen.when else { continue };
        if conditional_delete(case, seen).is_some()
            && let Some(text) = text(case, seen)
        {
            let began = *first.entry(text.clone()).or_insert(when.best);
            if when.best.saturating_sub(began) > SLICES_US {
                out.insert(text);
            }
        }
    }
    out
}

/// The tables, in lower case, that such a routine wears away.
pub(crate) fn worn(case: &Case<'_>) -> BTreeSet<String> {
    let routine = routine(case);
    let of = |seen| {
        let (table, _) = conditional_delete(case, seen)?;
        text(case, seen)
            .is_some_and(|text| routine.contains(&text))
            .then(|| table.name.to_lowercase())
    };
    case.seen.iter().filter_map(|(_, seen)| of(seen)).collect()
}

/// The last state before a delete and the first after it, where the table lost at least half.
fn around(case: &Case<'_>, seen: &Seen, database: Option<&str>, table: &str) -> Option<Sides> {
    let at = seen.when?.best;
    let names = [table.to_owned()];
    let saved = |event: EventId| {
        let backup = case.backup(event).filter(|backup| backup.complete && backup.tells_rows())?;
        let of = |name: &Option<String>| {
            let name = name.as_deref().or(backup.database.as_deref());
            name.zip(database).is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let held = backup
            .tables
            .iter()
            .find(|own| own.table.eq_ignore_ascii_case(table) && of(&own.database))?;
        Some((case.taken(event)?, held.rows, event))
    };
    let backups: Vec<_> = case.backups.iter().filter_map(|&event| saved(event)).collect();
    let earlier = snapshot::last_before(case, Some(at), database, &names);
    let dumped = earlier.and_then(|view| {
        let (row, event) = view.table(table)?;
        Some((snapshot::known_time(view.snapshot), row.table_rows?, event))
    });
    let newest =
        backups.iter().filter(|(when, ..)| when.latest < at).max_by_key(|(when, ..)| when.best);
    let (held, before) = match (newest, dumped) {
        // of the same hour, the backup counts what the state estimates
        (Some((when, rows, event)), Some((known, ..)))
            if known < Some(when.best.saturating_add(3600 * SECOND)) =>
        {
            (*rows, *event)
        }
        (_, Some((_, rows, event))) => (rows, event),
        (Some((_, rows, event)), None) => (*rows, *event),
        (None, None) => return None,
    };
    let halved = |left: u64| left.saturating_mul(2) <= held;
    // a backup from after that still has the rows
    if held < LEAST_ROWS
        || backups.iter().any(|(when, rows, _)| when.earliest > at && !halved(*rows))
    {
        return None;
    }
    let (left, after) = snapshot::first_after(case, at, database, &names)
        .and_then(|view| {
            let (row, event) = view.table(table)?;
            let left = earlier.and_then(|earlier| earlier.left(&view, table, Some(held)));
            Some((left.or(row.table_rows)?, event))
        })
        .or_else(|| {
            let later = backups.iter().filter(|(when, ..)| when.earliest > at);
            later.min_by_key(|(when, ..)| when.best).map(|(_, rows, event)| (*rows, *event))
        })?;
    halved(left).then_some(Sides { held, left, before, after })
}

fn act(case: &Case<'_>, of: &[Taken<'_>]) -> Option<Act> {
    let mut alike: BTreeMap<String, Vec<&Taken<'_>>> = BTreeMap::new();
    for taken in of {
        alike.entry(text(case, taken.seen)?).or_default().push(taken);
    }
    let most = alike
        .into_values()
        .max_by_key(|group| (group.len(), group.last().and_then(|last| last.seen.when)))?;
    let first = *most.first()?;
    let query = case.query(first.seen.event)?;
    let own = first.seen.statement.objects.first()?;
    let (start, end) = first.seen.statement.at;
    let along = !first.tables.iter().any(|name| name.eq_ignore_ascii_case(&own.name));
    let mut events: Vec<EventId> = most.iter().map(|taken| taken.seen.event).take(100).collect();
    events.extend([first.sides.before, first.sides.after]);
    let (rows, held) = (first.rows, first.held);
    let (operation, reason) = if along {
        (Operation::RowsVanished, StatusReason::Cascaded { rows, held, by: CountedBy::States })
    } else {
        (Operation::DeleteMost, StatusReason::TookMost { rows, held, by: CountedBy::States })
    };
    Some(Act {
        database: first.database.clone(),
        tables: first.tables.clone(),
        seen: most.iter().map(|taken| taken.id).collect(),
        events,
        when: first.seen.when,
        ended: most.last().and_then(|last| last.seen.when).map(|when| when.best),
        connection: query.connection_id,
        user: query.user.clone(),
        host: query.host.clone(),
        rows: (!along).then_some(rows),
        lower_case: first.seen.statement.lower_case,
        text: query.sql.get(start..end).unwrap_or(&query.sql).to_owned(),
        ..Act::bare(operation, Status::Executed, reason)
    })
}
