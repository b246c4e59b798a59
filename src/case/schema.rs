//! The state of databases as dumps show it, and what changed from one state to another.
//!
//! Row counts of backups are counted; those of information_schema are the server's estimates and
//! are compared with that in mind.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::event::{kind::EventKind, placed::Event, schema::ObjectKind};

/// One table, as far as the source tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct TableState {
    /// Rows, counted or estimated.
    pub rows: Option<u64>,
    /// `rows` was counted (from a backup's INSERTs).
    pub counted: bool,
    /// Next value.
    pub auto_increment: Option<u64>,
    /// As written.
    pub created_at: Option<String>,
    /// As written.
    pub updated_at: Option<String>,
    /// Columns with their types, in order of position; empty where the source tells of none.
    pub columns: Vec<(String, String)>,
    /// It is a view.
    pub view: bool,
}

/// The state that one or several sources show together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// By database (empty where not said) and name.
    pub tables: BTreeMap<(String, String), TableState>,
    /// Names of migrations that ran, with their batch.
    pub migrations: BTreeMap<String, Option<u64>>,
    /// How many tables there are, where only that is told.
    pub count: Option<u64>,
    /// When it was taken, as the source wrote it.
    pub taken: Option<String>,
    /// It was taken from a dump that did not end as a whole one does.
    pub broken: bool,
}

impl State {
    /// What `events` show together; for one dump, its events.
    pub(crate) fn of<'e>(events: impl Iterator<Item = &'e Event>) -> State {
        let mut state = State::default();
        let mut positions: BTreeMap<(String, String), BTreeMap<u64, (String, String)>> =
            BTreeMap::new();
        for event in events {
            match &event.kind {
                EventKind::Table(row) => {
                    let table = row.unpack();
                    state.taken = event
                        .written
                        .as_ref()
                        .map(|written| written.text.to_string())
                        .or(state.taken);
                    let entry = state
                        .tables
                        .entry((
                            table.database.unwrap_or_default().to_owned(),
                            table.table.to_owned(),
                        ))
                        .or_default();
                    entry.view |= table.table_type == Some("VIEW");
                    if !entry.counted {
                        entry.rows = table.table_rows.or(entry.rows);
                    }
                    entry.auto_increment = table.auto_increment.or(entry.auto_increment);
                    entry.created_at =
                        table.created_at.map(String::from).or(entry.created_at.take());
                    entry.updated_at =
                        table.updated_at.map(String::from).or(entry.updated_at.take());
                }
                EventKind::Column(column) => {
                    let columns = positions
                        .entry((column.database.clone().unwrap_or_default(), column.table.clone()))
                        .or_default();
                    let place = column.position.unwrap_or(columns.len() as u64 + 1);
                    columns.insert(
                        place,
                        (column.column.clone(), column.column_type.clone().unwrap_or_default()),
                    );
                }
                EventKind::Migration(row) if row.ran => {
                    state.migrations.insert(row.migration.clone(), row.batch);
                }
                EventKind::Backup(backup) => {
                    state.taken = event.written.as_ref().map(|written| written.text.to_string());
                    state.broken |= !backup.complete;
                    for table in &backup.tables {
                        let database = table
                            .database
                            .clone()
                            .or_else(|| backup.database.clone())
                            .unwrap_or_default();
                        let entry =
                            state.tables.entry((database, table.table.clone())).or_default();
                        if backup.tells_rows() {
                            entry.rows = Some(table.rows);
                            entry.counted = true;
                        }
                        entry.auto_increment = table.auto_increment;
                        entry.columns.clone_from(&table.columns);
                    }
                }
                EventKind::SchemaObject(object) if object.kind == ObjectKind::TableCount => {
                    state.count = object.detail.as_deref().and_then(|text| text.parse().ok());
                }
                _ => {}
            }
        }
        for (key, columns) in positions {
            state.tables.entry(key).or_default().columns = columns.into_values().collect();
        }
        state.name_database();
        state
    }

    /// Puts tables of an unnamed database to the only one that is named: some dumps of a folder
    /// name theirs, others do not.
    fn name_database(&mut self) {
        let named: std::collections::BTreeSet<String> = self
            .tables
            .keys()
            .map(|(database, _)| database.clone())
            .filter(|database| !database.is_empty())
            .collect();
        let Some(only) = named.first().filter(|_| named.len() == 1) else { return };
        for ((database, name), loose) in std::mem::take(&mut self.tables) {
            let database = if database.is_empty() { only.clone() } else { database };
            let entry = self.tables.entry((database, name)).or_default();
            let counted = loose.counted && loose.rows.is_some();
            if counted || (!entry.counted && loose.rows.is_some()) {
                entry.rows = loose.rows;
                entry.counted = counted;
            }
            entry.auto_increment = loose.auto_increment.or(entry.auto_increment);
            entry.created_at = loose.created_at.or(entry.created_at.take());
            entry.updated_at = loose.updated_at.or(entry.updated_at.take());
            entry.view |= loose.view;
            if !loose.columns.is_empty() {
                entry.columns = loose.columns;
            }
        }
    }

    /// Whether it shows anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.migrations.is_empty() && self.count.is_none()
    }

    /// Whether every database in it goes unnamed.
    fn unnamed(&self) -> bool {
        self.tables.keys().all(|(database, _)| database.is_empty())
    }
}

/// What became of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Change {
    /// It was there and is not.
    Missing,
    /// It had rows and has none.
    Empty,
    /// It has clearly fewer rows.
    Fewer,
    /// It was created anew.
    Recreated,
    /// Its columns differ.
    Altered,
    /// It was not there and is.
    New,
    /// Nothing that tells of a loss or a new shape.
    Intact,
}

/// A table before and after.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TableChange {
    /// Database; empty where not said.
    pub database: String,
    /// Table.
    pub table: String,
    /// What became of it.
    pub state: Change,
    /// Rows before.
    pub rows_before: Option<u64>,
    /// Rows after.
    pub rows_after: Option<u64>,
    /// One of the row counts is an estimate of the server.
    pub estimate: bool,
    /// It looks empty by an estimate alone while AUTO_INCREMENT was kept: emptied by DELETE, or
    /// the server has not counted yet (it shows 0 right after a restart or import).
    pub doubtful: bool,
    /// Columns that are gone, with the type they had.
    pub columns_lost: Vec<(String, String)>,
    /// Columns that came.
    pub columns_new: Vec<(String, String)>,
    /// Columns of another type: name, before, after.
    pub retyped: Vec<(String, String, String)>,
    /// AUTO_INCREMENT before and after, where it was set back: new, truncated or restored.
    pub auto_increment_set_back: Option<(u64, u64)>,
    /// CREATE_TIME before and after as written, where they differ.
    pub created: Option<(String, String)>,
    /// It was recreated, whatever its rows: CREATE_TIME is later with the same columns, or
    /// AUTO_INCREMENT was set back. (OPTIMIZE and a restore make a table anew as well.)
    pub recreated: bool,
}

/// Compares two states, table by table. Databases are told apart only where both name theirs.
pub(crate) fn diff(before: &State, after: &State) -> Vec<TableChange> {
    let by_name = before.unnamed() || after.unnamed();
    let key =
        |key: &(String, String)| if by_name { (String::new(), key.1.clone()) } else { key.clone() };
    let olds: BTreeMap<_, _> =
        before.tables.iter().map(|(k, table)| (key(k), (k, table))).collect();
    let news: BTreeMap<_, _> = after.tables.iter().map(|(k, table)| (key(k), (k, table))).collect();
    let mut changes = Vec::new();
    // a state that tells of no table at all says nothing of tables, unless it says that there are
    // none
    let tells = !after.tables.is_empty() || after.count == Some(0);
    for (k, (full, old)) in &olds {
        match news.get(k) {
            Some((_, new)) => changes.push(compare(&full.0, &full.1, old, new)),
            None if tells => changes.push(compare_missing(&full.0, &full.1, old)),
            None => {}
        }
    }
    for (k, (full, new)) in &news {
        if !olds.contains_key(k) {
            let mut change = compare(&full.0, &full.1, &TableState::default(), new);
            change.state = Change::New;
            changes.push(change);
        }
    }
    changes.sort_by(|a, b| (a.state, &a.database, &a.table).cmp(&(b.state, &b.database, &b.table)));
    changes
}

fn compare_missing(database: &str, table: &str, old: &TableState) -> TableChange {
    let mut change = compare(database, table, old, &TableState::default());
    change.state = Change::Missing;
    change.columns_lost.clear();
    change
}

fn compare(database: &str, table: &str, old: &TableState, new: &TableState) -> TableChange {
    let both = !old.columns.is_empty() && !new.columns.is_empty();
    let lacks = |from: &TableState, column: &str| {
        !from.columns.iter().any(|(name, _)| name.eq_ignore_ascii_case(column))
    };
    let columns_lost: Vec<_> =
        old.columns.iter().filter(|(name, _)| both && lacks(new, name)).cloned().collect();
    let columns_new: Vec<_> =
        new.columns.iter().filter(|(name, _)| both && lacks(old, name)).cloned().collect();
    let retyped: Vec<_> = old
        .columns
        .iter()
        .filter(|_| both)
        .filter_map(|(name, was)| {
            let (_, is) = new.columns.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))?;
            (same_type(was) != same_type(is)).then(|| (name.clone(), was.clone(), is.clone()))
        })
        .collect();
    let estimate = !(old.counted && new.counted);
    let back = match (old.auto_increment, new.auto_increment) {
        (Some(was), Some(is)) if is < was => Some((was, is)),
        _ => None,
    };
    let created = match (&old.created_at, &new.created_at) {
        (Some(was), Some(is)) if was != is => Some((was.clone(), is.clone())),
        _ => None,
    };
    let reshaped = !columns_lost.is_empty() || !columns_new.is_empty() || !retyped.is_empty();
    // an ALTER makes CREATE_TIME later too
    let later = !reshaped && created.as_ref().is_some_and(|(was, is)| is > was);
    let state = match (old.rows, new.rows) {
        (Some(was), Some(0)) if was > 0 => Change::Empty,
        // estimates stray by half
        (Some(was), Some(is)) if is < was && (!estimate || is.saturating_mul(2) < was) => {
            Change::Fewer
        }
        _ if reshaped => Change::Altered,
        _ if back.is_some() || later => Change::Recreated,
        _ => Change::Intact,
    };
    TableChange {
        database: database.to_owned(),
        table: table.to_owned(),
        state,
        rows_before: old.rows,
        rows_after: new.rows,
        estimate,
        doubtful: state == Change::Empty
            && !new.counted
            && new.auto_increment.is_some_and(|next| next > 1),
        columns_lost,
        columns_new,
        retyped,
        auto_increment_set_back: back,
        created,
        recreated: later || back.is_some(),
    }
}

/// How many tables came to what, in words: `3 missing, 2 empty (1 of them recreated)`.
pub(crate) fn counts(changes: &[TableChange]) -> String {
    let mut out = Vec::new();
    for (state, word) in [
        (Change::Missing, "missing"),
        (Change::Empty, "empty"),
        (Change::Fewer, "with fewer rows"),
        (Change::Recreated, "recreated"),
        (Change::Altered, "altered"),
        (Change::New, "new"),
    ] {
        let of: Vec<&TableChange> = changes.iter().filter(|change| change.state == state).collect();
        let anew = of
            .iter()
            .filter(|change| change.recreated && matches!(state, Change::Empty | Change::Fewer))
            .count();
        if !of.is_empty() {
            let also =
                if anew > 0 { format!(" ({anew} of them recreated)") } else { String::new() };
            out.push(format!("{} {word}{also}", of.len()));
        }
    }
    out.join(", ")
}

/// A type without what versions write differently: the display width of whole numbers.
fn same_type(kind: &str) -> String {
    let kind = kind.trim().to_ascii_lowercase();
    match kind.split_once('(') {
        Some((word, rest)) if word.ends_with("int") && word != "point" && kind != "tinyint(1)" => {
            format!("{word}{}", rest.split_once(')').map_or("", |(_, after)| after))
        }
        _ => kind,
    }
}

/// Migrations that ran before and are not among those that ran after; none where `after` tells of
/// none.
pub(crate) fn lost_migrations<'a>(before: &'a State, after: &State) -> Vec<&'a str> {
    if after.migrations.is_empty() {
        return Vec::new();
    }
    before
        .migrations
        .keys()
        .filter(|name| !after.migrations.contains_key(*name))
        .map(String::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(tables: &[(&str, Option<u64>, bool, Option<u64>)]) -> State {
        let entry = |(name, rows, counted, next): &(&str, Option<u64>, bool, Option<u64>)| {
            let table = TableState {
                rows: *rows,
                counted: *counted,
                auto_increment: *next,
                ..TableState::default()
            };
            ((String::new(), (*name).to_owned()), table)
        };
        State { tables: tables.iter().map(entry).collect(), ..State::default() }
    }

    #[test]
    fn estimates_that_stray_are_no_loss() {
        let before = state(&[
            ("a", Some(100), true, None),
            ("b", Some(100), true, Some(101)),
            ("c", Some(5), true, None),
            ("d", Some(1), true, None),
        ]);
        let after = state(&[
            ("a", Some(60), false, None),
            ("b", Some(0), false, Some(1)),
            ("c", Some(1), false, None),
        ]);
        let changes = diff(&before, &after);
        let of = |name: &str| {
            changes.iter().find(|change| change.table == name).map(|change| change.state)
        };
        assert_eq!(
            (of("a"), of("b"), of("c"), of("d")),
            (Some(Change::Intact), Some(Change::Empty), Some(Change::Fewer), Some(Change::Missing))
        );
    }

    #[test]
    fn an_estimate_of_no_rows_is_doubted_where_the_next_number_was_kept() {
        let before = state(&[("a", Some(100), true, Some(101)), ("b", Some(100), true, Some(101))]);
        let changes = diff(
            &before,
            &state(&[("a", Some(0), false, Some(101)), ("b", Some(0), false, Some(1))]),
        );
        let doubts: Vec<_> =
            changes.iter().map(|change| (change.table.as_str(), change.doubtful)).collect();
        assert_eq!(doubts, [("a", true), ("b", false)]);
    }

    #[test]
    fn a_database_that_some_dumps_leave_unnamed_is_the_one_that_others_name() {
        let mut mixed = state(&[("a", None, false, None)]);
        mixed.tables.insert(
            ("shop".to_owned(), "a".to_owned()),
            TableState { rows: Some(3), ..TableState::default() },
        );
        mixed.name_database();
        assert_eq!(mixed.tables.len(), 1);
        assert_eq!(
            mixed.tables.get(&("shop".to_owned(), "a".to_owned())).and_then(|table| table.rows),
            Some(3)
        );
    }

    #[test]
    fn a_count_of_no_tables_means_that_all_are_missing() {
        let after = State { count: Some(0), ..State::default() };
        assert_eq!(diff(&state(&[("a", Some(1), true, None)]), &after).len(), 1);
        assert_eq!(diff(&state(&[("a", Some(1), true, None)]), &State::default()).len(), 0);
    }

    #[test]
    fn a_table_made_anew_is_told_from_one_that_only_grew() {
        let at = |rows, next, created: &str| TableState {
            rows: Some(rows),
            auto_increment: next,
            created_at: Some(created.to_owned()),
            ..TableState::default()
        };
        let with = |tables: [(&str, TableState); 3]| State {
            tables: tables
                .into_iter()
                .map(|(name, table)| ((String::new(), name.to_owned()), table))
                .collect(),
            ..State::default()
        };
        let day = "2026-01-01 00:00:00";
        let before = with([
            ("a", at(9, Some(10), day)),
            ("b", at(9, Some(10), day)),
            ("c", at(9, Some(10), day)),
        ]);
        let after = with([
            ("a", at(9, Some(10), "2026-02-02 00:00:00")),
            ("b", at(0, Some(1), "2026-02-02 00:00:00")),
            ("c", at(12, Some(13), day)),
        ]);
        let changes = diff(&before, &after);
        let states: Vec<_> = changes
            .iter()
            .map(|change| (change.table.as_str(), change.state, change.recreated))
            .collect();
        assert_eq!(
            states,
            [
                ("b", Change::Empty, true),
                ("a", Change::Recreated, true),
                ("c", Change::Intact, false)
            ]
        );
        assert_eq!(counts(&changes), "1 empty (1 of them recreated), 1 recreated");
    }

    #[test]
    fn display_width_is_no_change_of_type() {
        assert_eq!(same_type("bigint(20) unsigned"), same_type("BIGINT unsigned"));
        assert_ne!(same_type("varchar(255)"), same_type("varchar(100)"));
    }
}
