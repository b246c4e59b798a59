//! How the schema looked, and when: schema dumps put before or after an act by what they show.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::{
    case::facts::{Act, Case, Side, Snapshot, Tables},
    event::{
        ids::{EventId, IdSlice},
        kind::EventKind,
        place::SourceId,
        placed::Event,
        remark::Remark,
        schema::ObjectKind,
        table::Table,
    },
    time::{SECOND, When, quick},
};

/// Turns a stamp inside a dump of a source into an instant, by that source's clock.
pub(crate) type LocalClock<'a> = &'a (dyn Fn(SourceId, &str) -> Option<When> + Sync);

/// What is collected of one source.
struct Collecting<'a> {
    snapshot: Snapshot<'a>,
    databases: BTreeMap<&'a str, Vec<(&'a str, EventId)>>,
    /// The last rows in a row that are of one database, and which: most listings name one after the
    /// other.
    rows: (&'a str, Vec<(&'a str, EventId)>),
    /// The latest stamp in its rows, as if it were UTC, and its text.
    latest: Option<(i64, CompactString)>,
}

impl<'a> Collecting<'a> {
    fn put(&mut self, database: &'a str, table: &'a str, event: EventId) {
        if self.rows.0 != database {
            self.settle();
            self.rows.0 = database;
        }
        self.rows.1.push((table, event));
    }

    fn settle(&mut self) {
        if !self.rows.1.is_empty() {
            self.databases.entry(self.rows.0).or_default().append(&mut self.rows.1);
        }
    }
}

/// The snapshots in the events, by source.
pub(crate) fn snapshots<'a>(
    events: IdSlice<'a, EventId, Event>,
    paths: &[String],
    clock: LocalClock<'_>,
) -> Vec<Snapshot<'a>> {
    let mut by_source: BTreeMap<SourceId, Collecting<'a>> = BTreeMap::new();
    let last = events.iter().filter_map(|(_, event)| Some(event.when?.best)).max();
    for (index, event) in events.iter() {
        let source = event.place.source;
        let fresh = || {
            let path = paths.get(source.index()).map_or("", String::as_str);
            let named =
                date_in(path, source, clock).or_else(|| clock_in(path, source, clock, last?));
            let side = side(path);
            let snapshot = Snapshot {
                source,
                databases: BTreeMap::new(),
                listed: BTreeMap::new(),
                columns: BTreeMap::new(),
                not_before: None,
                named,
                side,
                is_choice: false,
            };
            Collecting {
                snapshot,
                databases: BTreeMap::new(),
                rows: Default::default(),
                latest: None,
            }
        };
        match &event.kind {
            EventKind::Table(row) => {
                let table = row.unpack();
                let collecting = by_source.entry(source).or_insert_with(fresh);
                if matches!(table.table_type, Some("VIEW" | "SEQUENCE")) {
                    continue;
                }
                collecting.snapshot.is_choice |= event.remarks().contains(&Remark::Chosen);
                collecting.put(table.database.unwrap_or_default(), table.table, index);
                for stamp in [table.created_at, table.updated_at].into_iter().flatten() {
                    // of two that are written alike the later one is the greater text
                    if collecting.latest.as_ref().is_some_and(|(_, latest)| {
                        is_alike(&stamp, latest)
                            && stamp.get(..STAMP_BYTES) <= latest.get(..STAMP_BYTES)
                    }) {
                        continue;
                    }
                    if let Some(at) = quick::local(stamp.trim().as_bytes())
                        && collecting.latest.as_ref().is_none_or(|(latest, _)| at > *latest)
                    {
                        collecting.latest = Some((at, stamp));
                    }
                }
            }
            EventKind::Column(column) => {
                let snapshot = &mut by_source.entry(source).or_insert_with(fresh).snapshot;
                let key = (column.database.clone().unwrap_or_default(), column.table.clone());
                snapshot
                    .columns
                    .entry(key)
                    .or_default()
                    .push((column.column.clone(), column.column_type.clone()));
            }
            EventKind::SchemaObject(object) if object.kind == ObjectKind::Database => {
                let snapshot = &mut by_source.entry(source).or_insert_with(fresh).snapshot;
                snapshot.listed.insert(&object.name, index);
            }
            _ => {}
        }
    }
    let finish = |mut collecting: Collecting<'a>| {
        collecting.settle();
        let databases = collecting
            .databases
            .into_iter()
            .map(|(name, rows)| (name, Tables::new(rows)))
            .collect();
        let not_before =
            collecting.latest.and_then(|(_, text)| clock(collecting.snapshot.source, &text));
        Snapshot { databases, not_before, ..collecting.snapshot }
    };
    by_source.into_values().map(finish).collect()
}

/// Bytes of `YYYY-MM-DD HH:MM:SS`.
const STAMP_BYTES: usize = 19;

/// Whether both have, if any does, the same mark between date and time, and nothing stands before
/// them.
fn is_alike(a: &str, b: &str) -> bool {
    let mark = |text: &str| {
        text.as_bytes().get(10).copied().filter(|_| !text.starts_with(char::is_whitespace))
    };
    mark(a).is_some() && mark(a) == mark(b)
}

fn side(path: &str) -> Option<Side> {
    let lower = path.to_ascii_lowercase();
    let has = |word: &str| lower.split(|c: char| !c.is_ascii_alphabetic()).any(|part| part == word);
    match (has("before") || has("pre"), has("after") || has("post")) {
        (true, false) => Some(Side::Before),
        (false, true) => Some(Side::After),
        _ => None,
    }
}

/// A date, and a time if one follows, in a path: `…20251027_0733…`, `…2026-03-05…`.
pub(crate) fn date_in(path: &str, source: SourceId, clock: LocalClock<'_>) -> Option<When> {
    static DATE: std::sync::LazyLock<Option<regex::Regex>> = std::sync::LazyLock::new(|| {
        regex::Regex::new(r"(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:[T_\-. ]?([01]\d|2[0-3])[:\-]?([0-5]\d)(?:[:\-]?([0-5]\d))?)?(?:\D|$)").ok()
    });
    let found = DATE.as_ref()?.captures_iter(path).last()?;
    let part = |n: usize| found.get(n).map(|m| m.as_str());
    let timed = part(4).is_some();
    let text = format!(
        "{}-{}-{} {}:{}:{}",
        part(1)?,
        part(2)?,
        part(3)?,
        part(4).unwrap_or("00"),
        part(5).unwrap_or("00"),
        part(6).unwrap_or("00")
    );
    let mut when = clock(source, &text)?;
    when.latest = when.best.saturating_add(if timed { 60 } else { 24 * 3600 } * SECOND);
    Some(when)
}

/// A time of day at the end of a file's name: `counts-0900.txt`, `1405.csv`. It is that of the day
/// on which it is nearest to `last`, the last stamp of the evidence: whoever takes several states
/// of a day leaves the day out.
fn clock_in(path: &str, source: SourceId, clock: LocalClock<'_>, last: i64) -> Option<When> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let from = stem.len().checked_sub(4)?;
    let (before, digits) = (stem.get(..from)?, stem.get(from..)?);
    if !digits.bytes().all(|c| c.is_ascii_digit())
        || before.ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let (hour, minute) = digits.split_at(2);
    if hour > "23" || minute > "59" {
        return None;
    }
    let today = chrono::DateTime::from_timestamp_micros(last)?;
    // a year is no time of day
    if today.format("%Y").to_string() == digits {
        return None;
    }
    let on = |days: i64| {
        let day = today.checked_add_signed(chrono::TimeDelta::days(days))?;
        clock(source, &format!("{} {hour}:{minute}:00", day.format("%Y-%m-%d")))
    };
    let mut when = [-1, 0, 1].into_iter().filter_map(on).min_by_key(|w| w.best.abs_diff(last))?;
    when.latest = when.best.saturating_add(60 * SECOND);
    Some(when)
}

/// The tables of one database of one snapshot.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// The snapshot.
    pub snapshot: &'a Snapshot<'a>,
    /// Its tables.
    pub tables: &'a Tables<'a>,
}

impl<'a> View<'a> {
    /// The row of a table, whatever the case of its letters.
    pub(crate) fn table(&self, name: &str) -> Option<(Table<'a>, EventId)> {
        let index = self.tables.get(name)?;
        match &self.case.events.get(index).kind {
            EventKind::Table(row) => Some((row.unpack(), index)),
            _ => None,
        }
    }

    /// Rows that are left of `held` in a later state: less by as many as the server counts to have
    /// been deleted in between, where it does (its count of live rows is an estimate); else those
    /// that the later state has.
    pub(crate) fn left(&self, later: &View<'_>, name: &str, held: Option<u64>) -> Option<u64> {
        let (after, _) = later.table(name)?;
        // deletes that were rolled back are counted as well; then as many rows live as before
        let taken = self
            .table(name)
            .filter(|(before, _)| after.table_rows < before.table_rows)
            .and_then(|(before, _)| after.deleted?.checked_sub(before.deleted?))
            .filter(|taken| *taken > 0);
        match (held, taken) {
            (Some(held), Some(taken)) => Some(held.saturating_sub(taken)),
            _ => after.table_rows,
        }
    }

    /// Whether it would show the table if it were there.
    pub(crate) fn speaks_of(&self, name: &str) -> bool {
        !self.snapshot.is_choice || self.contains(name)
    }

    /// Whether the table is there.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.table(name).is_some()
    }
}

/// How late a snapshot is known to be: by its own stamps, its name, its side; `None` if nothing
/// says.
pub(crate) fn known_time(snapshot: &Snapshot<'_>) -> Option<i64> {
    match (snapshot.not_before, snapshot.named) {
        (Some(a), Some(b)) => {
            Some(a.best.max(if b.latest.saturating_sub(b.earliest) > 3600 * SECOND {
                a.best
            } else {
                b.best
            }))
        }
        (Some(a), None) => Some(a.best),
        (None, Some(b)) => Some(b.best),
        (None, None) => None,
    }
}

/// The states of a database that have one of the tables, where it goes unnamed; of those that name
/// tables by choice the ones that have one of `chosen`.
fn views<'a>(
    case: &'a Case<'a>,
    database: Option<&str>,
    tables: &[String],
    chosen: &[String],
) -> Vec<View<'a>> {
    let mut out = Vec::new();
    for snapshot in &case.snapshots {
        for (&name, map) in &snapshot.databases {
            if snapshot.is_choice && !chosen.iter().any(|t| map.contains(t)) {
                continue;
            }
            let fits = match database {
                Some(wanted) if !name.is_empty() => name.eq_ignore_ascii_case(wanted),
                _ => tables.is_empty() || name.is_empty() || tables.iter().any(|t| map.contains(t)),
            };
            if fits {
                out.push(View { case, snapshot, tables: map });
            }
        }
    }
    out
}

/// Whether a snapshot shows the state from before an instant: its stamps are older, and it is not
/// named or placed as one from after.
pub(crate) fn is_before(snapshot: &Snapshot<'_>, at: i64) -> bool {
    if snapshot.not_before.is_some_and(|w| w.best >= at) {
        return false;
    }
    match snapshot.side {
        Some(Side::Before) => true,
        Some(Side::After) => false,
        None => snapshot.named.is_none_or(|w| w.best < at),
    }
}

/// Whether a snapshot shows the state from after an instant.
pub(crate) fn is_after(snapshot: &Snapshot<'_>, at: i64) -> bool {
    if snapshot.not_before.is_some_and(|w| w.best >= at.saturating_sub(SECOND)) {
        return true;
    }
    match snapshot.side {
        Some(Side::After) => true,
        Some(Side::Before) => false,
        None => snapshot.named.is_some_and(|w| w.earliest >= at),
    }
}

/// The last state of a database known from before an instant.
pub(crate) fn last_before<'a>(
    case: &'a Case<'a>,
    at: Option<i64>,
    database: Option<&str>,
    tables: &[String],
) -> Option<View<'a>> {
    let at = at?;
    let mut fit: Vec<View<'a>> = views(case, database, tables, tables)
        .into_iter()
        .filter(|v| is_before(v.snapshot, at))
        .collect();
    // Without a name or a side of its own, a dump that lacks the very tables in question may as
    // well be from after.
    if fit.iter().any(|v| tables.iter().any(|t| v.contains(t))) {
        fit.retain(|v| {
            v.snapshot.side == Some(Side::Before)
                || v.snapshot.named.is_some()
                || tables.iter().any(|t| v.contains(t))
        });
    } else if !tables.is_empty() {
        fit.retain(|v| v.snapshot.side == Some(Side::Before) || v.snapshot.named.is_some());
    }
    fit.into_iter().max_by_key(|v| (known_time(v.snapshot), v.tables.len()))
}

/// The first state of a database known from after an instant.
pub(crate) fn first_after<'a>(
    case: &'a Case<'a>,
    at: i64,
    database: Option<&str>,
    tables: &[String],
) -> Option<View<'a>> {
    views(case, database, &[], tables)
        .into_iter()
        .filter(|v| {
            is_after(v.snapshot, at)
                || (v.snapshot.side.is_none()
                    && v.snapshot.named.is_none()
                    && !tables.is_empty()
                    && tables.iter().all(|t| !v.contains(t)))
        })
        .min_by_key(|v| {
            (known_time(v.snapshot).unwrap_or(i64::MAX), std::cmp::Reverse(v.tables.len()))
        })
}

/// What the last state from before an instant says that a table held: the last backup that was
/// complete, else the last schema dump.
pub(crate) fn rows_before(case: &Case<'_>, act: &Act, table: &str, at: i64) -> Option<u64> {
    let in_backups = case.backups.iter().filter_map(|&event| {
        let backup = case.backup(event).filter(|backup| !backup.uncounted)?;
        let named = backup.database.as_deref().zip(act.database.as_deref());
        if named.is_some_and(|(theirs, ours)| !theirs.eq_ignore_ascii_case(ours)) {
            return None;
        }
        let rows = backup.tables.iter().find(|t| t.table.eq_ignore_ascii_case(table))?.rows;
        Some((case.taken(event)?.best, rows)).filter(|(taken, _)| *taken < at)
    });
    in_backups.max().map(|(_, rows)| rows).or_else(|| {
        let names = [table.to_owned()];
        last_before(case, Some(at), act.database.as_deref(), &names)
            .and_then(|view| view.table(table)?.0.table_rows)
    })
}
