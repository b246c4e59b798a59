//! What PostgreSQL's CASCADE took along that no statement and no notice names: all tables of a
//! schema, and those whose keys refer to one that was truncated.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        facts::{Act, Case},
        snapshot,
    },
    event::{
        backup::{Backup, BackupTable},
        ids::EventId,
    },
    sql::{
        effects::{EVERY_TABLE, OF_TYPE, OWNED_BY},
        operation::Operation,
    },
};

/// Adds to an act the tables that the states before it show to have gone along; the columns of
/// tables that remain, by table.
pub(super) fn add(case: &Case<'_>, act: &mut Act) -> Vec<(String, String)> {
    let schemas: Vec<String> = act
        .tables
        .iter()
        .filter_map(|table| table.strip_suffix(EVERY_TABLE)?.strip_suffix('.'))
        .map(str::to_owned)
        .collect();
    let types: Vec<&str> = schemas.iter().filter_map(|name| name.strip_prefix(OF_TYPE)).collect();
    if !types.is_empty() {
        return of_types(case, act, &types);
    }
    if !schemas.is_empty() {
        let (tables, witness) = known(case, act);
        let backup = last_backup(case, act).map(|(_, backup)| backup);
        let held = backup.iter().flat_map(|backup| &backup.tables);
        let owners: BTreeMap<&str, &str> = held
            .filter_map(|known| Some((known.table.as_str(), known.owner.as_deref()?)))
            .collect();
        let of = |schema: &str, table: &str| match (schema.strip_prefix(OWNED_BY), table) {
            (Some(role), table) => owners.get(table) == Some(&role),
            (None, table) => table.split_once('.').map_or("public", |(own, _)| own) == schema,
        };
        let gone: Vec<String> = tables
            .into_iter()
            .filter(|table| schemas.iter().any(|schema| of(schema, table)))
            .collect();
        let (gone, witness) = if gone.is_empty() && schemas.iter().all(|s| s.starts_with(OWNED_BY))
        {
            between_states(case, act)
        } else {
            (gone, witness.into_iter().collect())
        };
        if !gone.is_empty() {
            act.tables.retain(|table| !table.ends_with(EVERY_TABLE));
            act.tables.extend(gone);
            act.events.extend(witness);
        }
    }
    let cascades = act.operation == Operation::TruncateTable
        && act.seen.iter().any(|seen| case.seen.get(*seen).statement.clauses.cascade);
    if cascades && let Some((event, backup)) = definition(case, act) {
        let before = act.tables.len();
        let mut next = act.tables.clone();
        while let Some(parent) = next.pop() {
            for table in &backup.tables {
                if table.refers_to.contains(&parent) && !act.tables.contains(&table.table) {
                    act.tables.push(table.table.clone());
                    next.push(table.table.clone());
                }
            }
        }
        if act.tables.len() > before {
            act.events.push(event);
        }
    }
    Vec::new()
}

/// The tables that the last state before an act has and the first one after it has no more, but for
/// those that a statement drops by their names: where no dump tells owners, what all that a role
/// owned was.
fn between_states(case: &Case<'_>, act: &Act) -> (Vec<String>, Vec<EventId>) {
    let nothing = (Vec::new(), Vec::new());
    let Some(at) = act.when.map(|when| when.best) else { return nothing };
    let database = act.database.as_deref();
    let Some(before) = snapshot::last_before(case, Some(at), database, &[]) else { return nothing };
    let Some(after) = snapshot::first_after(case, at, database, &[]) else { return nothing };
    if after.snapshot.is_choice {
        return nothing;
    }
    let named: BTreeSet<String> = case
        .seen
        .rows()
        .iter()
        .flat_map(|seen| &seen.effects)
        .filter(|effect| effect.operation == Operation::DropTable)
        .flat_map(|effect| &effect.objects)
        .map(|name| name.name.to_lowercase())
        .collect();
    let gone: Vec<String> = before
        .tables
        .names()
        .filter(|name| !after.contains(name) && !named.contains(&name.to_lowercase()))
        .map(str::to_owned)
        .collect();
    let witness = [before.tables.first(), after.tables.first()];
    (gone, witness.into_iter().flatten().collect())
}

/// The columns that the last backup shows to have been of types that are gone, by table.
fn of_types(case: &Case<'_>, act: &mut Act, types: &[&str]) -> Vec<(String, String)> {
    let Some((event, backup)) = last_backup(case, act) else { return Vec::new() };
    let is_one = |kind: &str| types.iter().any(|of| is_of(kind, of));
    let of = |table: &BackupTable| {
        let own = table.columns.iter().filter(|(_, kind)| is_one(kind));
        own.map(|(column, _)| (table.table.clone(), column.clone())).collect::<Vec<_>>()
    };
    let columns: Vec<_> = backup.tables.iter().flat_map(of).collect();
    if !columns.is_empty() {
        act.events.push(event);
    }
    columns
}

/// Whether a column's type, as a dump writes it, is a type or comes with an extension.
fn is_of(kind: &str, of: &str) -> bool {
    let bare =
        |name: &str| name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_lowercase();
    let kind = bare(kind.split([' ', '(', '[']).next().unwrap_or(kind));
    match bare(of).as_str() {
        "postgis" => matches!(kind.as_str(), "geometry" | "geography"),
        name => kind == name,
    }
}

/// The acts on each table of which one took columns along; none where nothing shows that there were
/// any.
pub(super) fn by_table(act: &Act, columns: Vec<(String, String)>) -> Vec<Act> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column) in columns {
        tables.entry(table).or_default().insert(column);
    }
    let of = |(table, columns): (String, BTreeSet<String>)| Act {
        tables: vec![table],
        columns: columns.into_iter().collect(),
        ..act.clone()
    };
    tables.into_iter().map(of).collect()
}

/// The last backup before an act that is of its database, as far as it says.
fn last_backup<'a>(case: &'a Case<'_>, act: &Act) -> Option<(EventId, &'a Backup)> {
    let at = act.when?.best;
    let taken = |event: EventId| case.taken(event).map(|when| when.best);
    case.backups
        .iter()
        .filter_map(|&event| Some((taken(event)?, event, case.backup(event)?)))
        .filter(|(taken, _, backup)| *taken < at && is_of_database(backup, act))
        .max_by_key(|(taken, event, _)| (*taken, *event))
        .map(|(_, event, backup)| (event, backup))
}

/// The backup that tells which keys refer to the act's tables: the last before it, else one without
/// a date, as a schema in a repository, else the first after it. A TRUNCATE takes no key away.
fn definition<'a>(case: &'a Case<'_>, act: &Act) -> Option<(EventId, &'a Backup)> {
    let defines = |backup: &Backup| backup.tables.iter().any(|t| act.tables.contains(&t.table));
    last_backup(case, act).filter(|(_, backup)| defines(backup)).or_else(|| {
        let of = |&event: &EventId| Some((event, case.backup(event)?));
        let others = case.backups.iter().filter_map(of);
        others
            .filter(|(_, backup)| defines(backup) && is_of_database(backup, act))
            .min_by_key(|(event, _)| (case.taken(*event).map(|when| when.best), *event))
    })
}

/// Whether a backup is of the act's database, as far as both say.
fn is_of_database(backup: &Backup, act: &Act) -> bool {
    match (&backup.database, &act.database) {
        (Some(own), Some(wanted)) => own == wanted,
        _ => true,
    }
}

/// The tables that a database had before an act. A state that names no database is taken for one of
/// it only where none names any.
fn known(case: &Case<'_>, act: &Act) -> (BTreeSet<String>, Option<EventId>) {
    let names =
        case.backups.iter().any(|&event| case.backup(event).is_some_and(|b| b.database.is_some()));
    if let Some((event, backup)) = last_backup(case, act)
        && (backup.database.is_some() || !names)
    {
        return (backup.tables.iter().map(|table| table.table.clone()).collect(), Some(event));
    }
    let at = act.when.map(|when| when.best);
    let view = snapshot::last_before(case, at, act.database.as_deref(), &[])
        .filter(|view| !names || !view.snapshot.databases.contains_key(""));
    view.map(|view| (view.tables.names().map(str::to_owned).collect(), view.tables.first()))
        .unwrap_or_default()
}
