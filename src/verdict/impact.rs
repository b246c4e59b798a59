//! What was lost: tables and rows before and after, and where one can go back to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::{
    case::{
        facts::{Act, Case},
        snapshot::{self, View},
    },
    event::kind::EventKind,
    report::v1::{ImpactTable, Migrations},
    sql::operation::Operation,
    time::{SECOND, When},
};

/// The last good backup, and what was passed over.
pub struct Choice {
    /// Event index of the backup.
    pub event: usize,
    /// When it was taken.
    pub taken: When,
    /// Tables in it that were lost.
    pub holds: usize,
}

/// A table as it was and is.
pub struct Lost {
    /// The table's row of the report.
    pub table: ImpactTable,
    /// Witnesses.
    pub events: Vec<usize>,
}

/// What was lost.
pub struct Impact {
    /// Per table.
    pub tables: Vec<Lost>,
    /// Tables that are missing or empty.
    pub tables_lost: u64,
    /// Rows.
    pub rows_lost: Option<u64>,
    /// `snapshot` `backup` `estimate` `unknown`.
    pub basis: &'static str,
    /// Names of tables of the same database that stayed as they were.
    pub intact: Vec<String>,
    /// Rows of the migrations table.
    pub migrations: Option<Migrations>,
}

/// When a backup was taken, by its own stamp or by the date in its path.
pub fn taken(case: &Case<'_>, event: usize) -> Option<When> {
    case.when(event).or_else(|| case.backup_named.get(&event).copied())
}

/// The newest complete backup from before `at` that holds the lost tables (all of them, else the
/// most of them), of this database.
pub fn last_good(
    case: &Case<'_>,
    at: i64,
    database: Option<&str>,
    tables: &[String],
) -> (Option<Choice>, Vec<(usize, String)>) {
    let mut best: Option<(usize, Choice)> = None;
    let mut passed = Vec::new();
    for &event in &case.backups {
        let Some(backup) = case.backup(event) else { continue };
        let Some(taken) = taken(case, event) else {
            passed.push((event, "when it was taken is not known".to_owned()));
            continue;
        };
        if database.is_some_and(|d| {
            backup.database.as_deref().is_some_and(|b| !b.eq_ignore_ascii_case(d))
                && !backup
                    .tables
                    .iter()
                    .any(|t| t.database.as_deref().is_some_and(|x| x.eq_ignore_ascii_case(d)))
        }) {
            passed.push((event, "it is of another database".to_owned()));
            continue;
        }
        if taken.best >= at {
            passed.push((event, "it was taken after the loss".to_owned()));
            continue;
        }
        if !backup.complete {
            passed.push((event, "it breaks off before its end".to_owned()));
            continue;
        }
        if backup.rows == 0 {
            passed.push((event, "it holds no rows".to_owned()));
            continue;
        }
        let holds = if tables.is_empty() {
            backup.tables.len()
        } else {
            let held: HashSet<String> =
                backup.tables.iter().map(|b| b.table.to_ascii_lowercase()).collect();
            tables.iter().filter(|t| held.contains(&t.to_ascii_lowercase())).count()
        };
        if holds == 0 {
            passed.push((event, "it does not hold the lost tables".to_owned()));
            continue;
        }
        // A backup of nearly all the tables is as good as one of all: tables made since cannot be
        // in it.
        let enough = usize::from(
            tables.is_empty() || holds.saturating_mul(10) >= tables.len().saturating_mul(8),
        );
        let better = best
            .as_ref()
            .is_none_or(|(known, choice)| (enough, taken.best) > (*known, choice.taken.best));
        if better {
            if let Some((_, old)) = best.take() {
                passed.push((old.event, "a newer good one exists".to_owned()));
            }
            best = Some((enough, Choice { event, taken, holds }));
        } else {
            passed.push((event, "a newer good one exists".to_owned()));
        }
    }
    (best.map(|(_, choice)| choice), passed)
}

/// What the acts of an incident took. `refilled`: the tables were filled again by the same deed, as
/// by a dump loaded over them, so that only what is fewer now is lost.
pub fn of(
    case: &Case<'_>,
    acts: &[&Act],
    started: When,
    ended: i64,
    database: Option<&str>,
    good: Option<&Choice>,
    refilled: bool,
) -> Impact {
    let mut names: Vec<String> = Vec::new();
    let mut acts_on: HashMap<&str, Vec<&Act>> = HashMap::new();
    for act in acts {
        for table in &act.tables {
            if !acts_on.contains_key(table.as_str()) {
                names.push(table.clone());
            }
            let on = acts_on.entry(table).or_default();
            if act.operation != Operation::DropDatabase {
                on.push(act);
            }
        }
    }
    let drops: Vec<&Act> =
        acts.iter().copied().filter(|a| a.operation == Operation::DropDatabase).collect();
    let before = snapshot::last_before(case, Some(started.best), database, &names);
    let whole_database = acts.iter().any(|a| a.operation == Operation::DropDatabase);
    if whole_database && let Some(view) = before {
        names.extend(view.tables.names().filter(|t| !acts_on.contains_key(*t)).map(str::to_owned));
    } else if whole_database && let Some(backup) = good.and_then(|g| case.backup(g.event)) {
        names.extend(backup.tables.iter().map(|t| t.table.clone()));
    }
    let after = snapshot::first_after(case, ended.saturating_sub(SECOND), database, &names);
    let columns_only =
        acts.iter().all(|a| matches!(a.operation, Operation::DropColumn | Operation::AlterLossy));
    let mut impact = Impact {
        tables: Vec::new(),
        tables_lost: 0,
        rows_lost: None,
        basis: "unknown",
        intact: Vec::new(),
        migrations: migrations(case, started, ended),
    };
    let mut total: u64 = 0;
    let mut known = false;
    let backed_up: HashMap<String, u64> = good
        .and_then(|g| case.backup(g.event))
        .map(|backup| {
            backup.tables.iter().rev().map(|t| (t.table.to_ascii_lowercase(), t.rows)).collect()
        })
        .unwrap_or_default();
    for name in &names {
        let own: Vec<&Act> =
            acts_on.get(name.as_str()).into_iter().flatten().chain(&drops).copied().collect();
        let dropped = own.iter().any(|a| {
            matches!(
                a.operation,
                Operation::DropTable
                    | Operation::DropDatabase
                    | Operation::ReplaceTable
                    | Operation::RowsVanished
                    | Operation::TablesRecreated
            )
        });
        let emptied = dropped
            || own
                .iter()
                .any(|a| matches!(a.operation, Operation::TruncateTable | Operation::DeleteAll));
        let mut events = Vec::new();
        let row_before = before.and_then(|v| v.table(name));
        let mut rows_before = row_before.as_ref().and_then(|(t, _)| t.table_rows);
        let mut note = None;
        let from_backup = backed_up.get(&name.to_ascii_lowercase()).copied();
        // The server's estimate may be 0 for a table that has rows (just after a start); a backup
        // counts.
        if let Some(rows) = from_backup
            && (rows_before.is_none() || rows_before == Some(0) && rows > 0)
        {
            rows_before = Some(rows);
            note = Some("rows as counted in the backup".to_owned());
            impact.basis = if impact.basis == "unknown" { "backup" } else { impact.basis };
        } else if rows_before.is_some() {
            impact.basis = "snapshot";
        }
        if let Some((_, event)) = row_before {
            events.push(event);
        }
        let counted = own.iter().filter_map(|a| a.rows).filter(|r| *r > 0).max();
        let row_after = after.and_then(|v| v.table(name));
        let rows_after = row_after
            .as_ref()
            .map_or(if after.is_some() { Some(0) } else { None }, |(t, _)| t.table_rows);
        if let Some((_, event)) = &row_after {
            events.push(*event);
        }
        let made = row_after.as_ref().and_then(|(_, e)| case.made_at(*e));
        let state = if columns_only {
            "intact"
        } else {
            match (after.is_some(), row_after) {
                (true, None) => "missing",
                (true, Some((table, _))) => match (table.table_rows, made) {
                    (Some(0) | None, Some(at))
                        if at >= started.best.saturating_sub(SECOND) && dropped =>
                    {
                        "recreated"
                    }
                    (Some(0), _) => "empty",
                    (Some(_), Some(at)) if at >= started.best.saturating_sub(SECOND) && dropped => {
                        "recreated"
                    }
                    (Some(now), _) if rows_before.is_some_and(|b| now < b) => "fewer",
                    _ => "intact",
                },
                (false, _) if dropped => "missing",
                (false, _) if emptied => "empty",
                (false, _) => "fewer",
            }
        };
        if !columns_only {
            let lost = match (rows_before, rows_after) {
                (Some(b), Some(a)) if !emptied => Some(counted.unwrap_or(b.saturating_sub(a))),
                (Some(b), Some(a)) if refilled && a > 0 => Some(b.saturating_sub(a)),
                // What is there now was put in since: the old rows are gone all the same.
                (Some(b), _) => Some(b),
                (None, _) => counted,
            };
            if let Some(lost) = lost {
                total = total.saturating_add(lost);
                known = true;
            }
            if (dropped || emptied) && !(refilled && rows_after.is_some_and(|rows| rows > 0)) {
                impact.tables_lost = impact.tables_lost.saturating_add(1);
            }
        }
        let columns_lost = own
            .iter()
            .filter(|a| matches!(a.operation, Operation::DropColumn | Operation::AlterLossy))
            .flat_map(|a| a.columns.iter().cloned())
            .collect();
        impact.tables.push(Lost {
            table: ImpactTable {
                database: database.map(str::to_owned),
                name: name.clone(),
                rows_before,
                rows_after: if columns_only { rows_before } else { rows_after },
                state: state.to_owned(),
                columns_lost,
                note,
            },
            events,
        });
    }
    total =
        total.saturating_add(cascaded(case, acts, before, after, &names, &mut impact, database));
    impact.rows_lost = known.then_some(total);
    if known && impact.basis == "unknown" {
        impact.basis = "estimate";
    }
    if let (Some(before), Some(after)) = (before, after) {
        for name in
            before.tables.names().filter(|n| !names.iter().any(|x| x.eq_ignore_ascii_case(n)))
        {
            if after.contains(name) && !impact.tables.iter().any(|t| t.table.name == *name) {
                impact.intact.push(name.to_owned());
            }
        }
    }
    impact
}

/// Tables whose rows a foreign key with ON DELETE CASCADE takes along, by their parent in lower
/// case: as backups and schema dumps define them.
fn children(case: &Case<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in case
        .backups
        .iter()
        .filter_map(|&event| case.backup(event))
        .flat_map(|backup| &backup.tables)
    {
        for parent in &table.cascades_from {
            out.entry(parent.to_lowercase()).or_default().insert(table.table.clone());
        }
    }
    for event in case.events {
        if let EventKind::SchemaObject(object) = &event.kind
            && object.what == "foreign_key"
            && object
                .detail
                .as_deref()
                .is_some_and(|rule| rule.eq_ignore_ascii_case("ON DELETE CASCADE"))
            && let (Some(parent), Some(table)) = (&object.refers_to, &object.table)
        {
            out.entry(parent.to_lowercase()).or_default().insert(table.clone());
        }
    }
    out
}

/// Every table that deleting from `parents` reaches, and through which parent.
fn reached(
    children: &BTreeMap<String, BTreeSet<String>>,
    parents: &[String],
) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut next: Vec<String> = parents.to_vec();
    while let Some(parent) = next.pop() {
        for child in children.get(&parent.to_lowercase()).into_iter().flatten() {
            let known =
                out.contains_key(child) || parents.iter().any(|p| p.eq_ignore_ascii_case(child));
            if !known {
                out.insert(child.clone(), parent.clone());
                next.push(child.clone());
            }
        }
    }
    out
}

/// Tables that lost rows though no statement names them, through ON DELETE CASCADE, which stands in
/// no log of statements and in no row binlog: those that the definitions name, and, where no
/// definitions are at hand, those that were filled before and are empty or down to half after. Gives how many rows they lost.
fn cascaded(
    case: &Case<'_>,
    acts: &[&Act],
    before: Option<View<'_>>,
    after: Option<View<'_>>,
    names: &[String],
    impact: &mut Impact,
    database: Option<&str>,
) -> u64 {
    let deletes =
        |act: &&&Act| matches!(act.operation, Operation::DeleteAll | Operation::DeleteMost);
    let parents: Vec<String> =
        acts.iter().filter(deletes).flat_map(|act| act.tables.iter().cloned()).collect();
    if parents.is_empty() {
        return 0;
    }
    let mut total: u64 = 0;
    let children = children(case);
    let reached = reached(&children, &parents);
    let whole = acts.iter().any(|act| act.operation == Operation::DeleteAll);
    let mut add =
        |name: &str, was: Option<u64>, now: Option<u64>, note: String, events: Vec<usize>| {
            let state = match (was, now) {
                (_, Some(0)) => "empty",
                // the server's estimates stray by some rows
                (Some(was), Some(now)) if now.saturating_mul(10) < was.saturating_mul(9) => "fewer",
                (_, Some(_)) => return,
                (_, None) => "fewer",
            };
            total =
                total.saturating_add(was.zip(now).map_or(0, |(was, now)| was.saturating_sub(now)));
            impact.tables.push(Lost {
                table: ImpactTable {
                    database: database.map(str::to_owned),
                    name: name.to_owned(),
                    rows_before: was,
                    rows_after: now,
                    state: state.into(),
                    columns_lost: Vec::new(),
                    note: Some(note),
                },
                events,
            });
            if state == "empty" {
                impact.tables_lost = impact.tables_lost.saturating_add(1);
            }
        };
    for (name, parent) in &reached {
        let (old, new) =
            (before.and_then(|view| view.table(name)), after.and_then(|view| view.table(name)));
        let note = if whole {
            format!(
                "its foreign key to {parent} deletes along (ON DELETE CASCADE); rows whose key is NULL stay"
            )
        } else {
            format!(
                "its foreign key to {parent} deletes along (ON DELETE CASCADE): rows of the deleted ones are gone"
            )
        };
        let events: Vec<usize> = old.iter().chain(&new).map(|(_, event)| *event).collect();
        add(
            name,
            old.and_then(|(table, _)| table.table_rows),
            new.and_then(|(table, _)| table.table_rows),
            note,
            events,
        );
    }
    let (Some(before), Some(after)) = (before, after) else { return total };
    if !children.is_empty() {
        return total;
    }
    for (name, event) in before.tables.iter() {
        if names.iter().any(|known| known == name) || crate::case::housekeeping::is_volatile(name) {
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
            let note = "no statement names it: emptied along with its parent (ON DELETE CASCADE) is likely".to_owned();
            add(name, Some(was), Some(is), note, vec![event, row]);
        }
    }
    total
}

/// Whether any statement in the evidence deletes from a table by its name.
fn deleted_by_name(case: &Case<'_>, table: &str) -> bool {
    use crate::sql::statement::Verb;
    case.seen.iter().any(|s| {
        matches!(s.statement.verb, Verb::Delete | Verb::Truncate)
            && s.statement.objects.iter().any(|o| o.name.eq_ignore_ascii_case(table))
    })
}

fn migrations(case: &Case<'_>, started: When, ended: i64) -> Option<Migrations> {
    let mut before: Option<u64> = None;
    let mut after: Option<u64> = None;
    let mut ran_after: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    let mut known: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    let mut after_seen = false;
    for &index in &case.migrations {
        let Some(event) = case.events.get(index) else { continue };
        let EventKind::Migration(row) = &event.kind else { continue };
        known.insert(&row.migration);
        if !row.ran {
            continue;
        }
        let time = event.when.or_else(|| case.backup_named.get(&index).copied());
        let lower = case.path(index).to_ascii_lowercase();
        let word = |w: &str| lower.split(|c: char| !c.is_ascii_alphabetic()).any(|p| p == w);
        let is_before = match time {
            // A day's name alone may mean any hour of it; on the day of the loss it is taken for after.
            Some(when) => when.latest <= started.best.saturating_add(SECOND) || word("before"),
            None => word("before"),
        };
        let is_after = match time {
            Some(when) => !is_before && when.latest >= ended.min(started.best),
            None => !is_before,
        };
        if is_before {
            before = before.max(row.batch);
        } else if is_after {
            after = after.max(row.batch);
            after_seen = true;
            ran_after.insert(&row.migration);
        }
    }
    if before.is_none() && after.is_none() {
        return None;
    }
    let pending = if after_seen {
        known.difference(&ran_after).map(|m| (*m).to_owned()).collect()
    } else {
        Vec::new()
    };
    Some(Migrations { batch_before: before, batch_after: after, pending })
}
