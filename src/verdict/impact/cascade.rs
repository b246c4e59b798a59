//! Rows that went along with others through ON DELETE CASCADE, which stands in no log.

use std::collections::{BTreeMap, HashMap};

use crate::{
    case::{
        facts::{Act, Case},
        housekeeping,
        snapshot::View,
    },
    event::{kind::EventKind, schema::ObjectKind},
    sql::{operation::Operation, statement::Verb},
    verdict::impact::loss::{TableLoss, TableState},
};

/// Tables whose rows a foreign key with ON DELETE CASCADE takes along, by their parent in lower
/// case, and whether all their rows have one: as backups and schema dumps define them.
pub(crate) type Children = BTreeMap<String, BTreeMap<String, bool>>;

/// The children of every table of a case.
pub(crate) fn children(case: &Case<'_>) -> Children {
    let mut out = Children::new();
    for table in case
        .backups
        .iter()
        .filter_map(|&event| case.backup(event))
        .flat_map(|backup| &backup.tables)
    {
        for key in &table.cascades {
            let own = out.entry(key.parent.to_lowercase()).or_default();
            *own.entry(table.table.clone()).or_default() |= key.always;
        }
    }
    for &event in &case.schema_objects {
        if let EventKind::SchemaObject(object) = &case.events.get(event).kind
            && object.kind == ObjectKind::ForeignKey
            && object
                .detail
                .as_deref()
                .is_some_and(|rule| rule.eq_ignore_ascii_case("ON DELETE CASCADE"))
            && let (Some(parent), Some(table)) = (&object.refers_to, &object.table)
        {
            out.entry(parent.to_lowercase()).or_default().entry(table.clone()).or_default();
        }
    }
    out
}

/// A table that a delete reaches.
pub(crate) struct Reached {
    /// Through this one.
    pub parent: String,
    /// It cannot keep a row once the first table on the way has none.
    pub always: bool,
}

/// Every table that deleting from `parents` reaches.
pub(crate) fn reached(children: &Children, parents: &[String]) -> BTreeMap<String, Reached> {
    let mut out: BTreeMap<String, Reached> = BTreeMap::new();
    let mut next: Vec<(String, bool)> = parents.iter().map(|name| (name.clone(), true)).collect();
    while let Some((parent, whole)) = next.pop() {
        for (child, &always) in children.get(&parent.to_lowercase()).into_iter().flatten() {
            let always = always && whole;
            let known = out.get(child).is_some_and(|known| known.always || !always)
                || parents.iter().any(|p| p.eq_ignore_ascii_case(child));
            if !known {
                out.insert(child.clone(), Reached { parent: parent.clone(), always });
                next.push((child.clone(), always));
            }
        }
    }
    out
}

/// What is known of the tables on either side of the acts.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a> {
    /// The last state before.
    pub before: Option<View<'a>>,
    /// The first state after.
    pub after: Option<View<'a>>,
}

/// What became of a table that no statement names, by its rows before and after; `None` where it
/// lost nothing.
fn state(before: Option<u64>, after: Option<u64>) -> Option<TableState> {
    match (before, after) {
        (_, Some(0)) => Some(TableState::Empty),
        // the server's estimates stray by some rows
        (Some(was), Some(now)) => {
            (now.saturating_mul(10) < was.saturating_mul(9)).then_some(TableState::Fewer)
        }
        (None, Some(_)) => None,
        (_, None) => Some(TableState::Fewer),
    }
}

fn loss(
    name: &str,
    (before, after): (Option<u64>, Option<u64>),
    emptied: bool,
    note: String,
) -> Option<TableLoss> {
    let rows_lost = match (before, after) {
        (Some(before), _) if emptied => Some(before),
        (Some(before), Some(after)) => Some(before.saturating_sub(after)),
        _ => None,
    };
    Some(TableLoss {
        database: None,
        name: name.to_owned(),
        rows_before: before,
        rows_after: after,
        rows_lost,
        rows_loaded: None,
        state: state(before, after)?,
        columns_lost: Vec::new(),
        note: Some(note),
    })
}

/// Tables that lost rows though no statement names them: those that the definitions name, and,
/// where no definitions are at hand, those that were filled before and are down to half or less
/// after. `named` are the tables that the acts name, `saved` the rows of a backup by its tables in
/// lower case.
pub(crate) fn cascaded(
    case: &Case<'_>,
    acts: &[&Act],
    sides: Sides<'_>,
    named: &[String],
    saved: &HashMap<String, u64>,
) -> Vec<TableLoss> {
    let parents: Vec<String> = acts
        .iter()
        .filter(|act| matches!(act.operation, Operation::DeleteAll | Operation::DeleteMost))
        .flat_map(|act| act.tables.iter().cloned())
        .collect();
    if parents.is_empty() {
        return Vec::new();
    }
    let children = children(case);
    if children.is_empty() {
        return shrunken(case, sides, named);
    }
    let all = acts.iter().any(|act| act.operation == Operation::DeleteAll);
    let rows = |side: Option<View<'_>>, name: &str| side?.table(name)?.0.table_rows;
    reached(&children, &parents)
        .iter()
        .filter(|(name, _)| !named.iter().any(|own| own.eq_ignore_ascii_case(name)))
        .filter_map(|(name, reached)| {
            let emptied = all && reached.always;
            let which = match (all, emptied) {
                (true, true) => ": none of its rows can stand without one there",
                (true, false) => "; rows whose key is NULL stay",
                (false, _) => ": rows of the deleted ones are gone",
            };
            let note = format!(
                "its foreign key to {} deletes along (ON DELETE CASCADE){which}",
                reached.parent
            );
            let held = saved.get(&name.to_lowercase()).copied();
            let counted = along(acts, name);
            let before = rows(sides.before, name).or(held);
            let after = rows(sides.after, name)
                .or_else(|| emptied.then_some(0))
                .or_else(|| Some(before?.saturating_sub(counted?)));
            if counted == Some(0) && after.is_none_or(|after| Some(after) == before) {
                return None;
            }
            loss(name, (before, after), emptied, note)
        })
        .collect()
}

/// Rows of a table that went along, where all acts that may have taken some were counted.
fn along(acts: &[&Act], name: &str) -> Option<u64> {
    let of = |act: &&Act| {
        let own = act.along.as_ref()?.iter().find(|(table, _)| table.eq_ignore_ascii_case(name));
        Some(own.map_or(0, |(_, rows)| *rows))
    };
    acts.iter().map(of).sum()
}

/// Tables down to half or less that nothing deletes from by name and nobody made anew.
fn shrunken(case: &Case<'_>, sides: Sides<'_>, named: &[String]) -> Vec<TableLoss> {
    let (Some(before), Some(after)) = (sides.before, sides.after) else { return Vec::new() };
    let mut out = Vec::new();
    for (name, event) in before.tables.iter() {
        if named.iter().any(|known| known == name) || housekeeping::is_volatile(name) {
            continue;
        }
        let (Some((old, _)), Some((new, row))) = (before.table(name), after.table(name)) else {
            continue;
        };
        let (was, is) = (old.table_rows.unwrap_or(0), new.table_rows.unwrap_or(u64::MAX));
        if was < 10
            || is.saturating_mul(2) > was
            || new.updated_at.is_none()
            || deleted_by_name(case, name)
        {
            continue;
        }
        if case.made_at(row).is_none_or(|m| case.made_at(event).is_none_or(|o| o == m)) {
            let note = "no statement names it: emptied along with its parent (ON DELETE CASCADE) is likely";
            out.extend(loss(name, (Some(was), Some(is)), false, note.to_owned()));
        }
    }
    out
}

/// Whether any statement in the evidence deletes from a table by its name.
pub(crate) fn deleted_by_name(case: &Case<'_>, table: &str) -> bool {
    case.seen.rows().iter().any(|s| {
        matches!(s.statement.verb, Verb::Delete | Verb::Truncate)
            && s.statement.objects.iter().any(|o| o.name.eq_ignore_ascii_case(table))
    })
}
