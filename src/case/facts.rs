//! All that a judgement may look at: the events in time order, the statements in them, what
//! programs can do, how the schema looked, and which backups there are.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};

use crate::{
    case::{
        capability::library::Library,
        policy::Policy,
        reason::{Housekeeping, StatusReason},
    },
    event::{
        backup::Backup,
        ids::{EventId, IdSlice, IdVec, StatementId},
        kind::EventKind,
        place::{Place, SourceId},
        placed::Event,
        query::{Origin, Query, Witness},
    },
    ingest::gathered::Answers,
    sql::{
        dialect::Dialect,
        fold::is_mapped,
        operation::{Effect, Operation},
        statement::{Statement, Verb},
    },
    text::vocabulary::vocabulary,
    time::{SECOND, When, window::Window, zone::Zone},
};

/// How far two witnesses of one act may be apart. A general log stamps the arrival and an
/// application's log the end, both to the second, and a busy server adds some.
pub(super) const SAME_ACT_US: i64 = 4 * SECOND;

/// A connection, by the log that numbers it.
pub(crate) type Wire = (SourceId, u64);

/// What judgement needs to know of a source.
#[derive(Clone, Debug)]
pub(crate) struct SourceInfo {
    /// The path as the report names it.
    pub path: String,
    /// The format, if it was recognised.
    pub format: Option<&'static str>,
    /// Its stamps may be in another zone than the one taken.
    pub doubtful: bool,
    /// The zone of the times that its rows hold.
    pub rows: Zone,
}

impl SourceInfo {
    /// The instant of a time that one of its rows holds.
    pub(crate) fn row_time(&self, text: &str) -> Option<When> {
        row_time(self.rows, text)
    }
}

/// The instant of `YYYY-MM-DD HH:MM:SS` (or with `T`, or with a fraction, which is left out) in a
/// zone.
pub(crate) fn row_time(zone: Zone, text: &str) -> Option<When> {
    let local = crate::time::quick::local(text.trim().as_bytes())?;
    Some(zone.when(crate::time::utc(local).naive_utc(), SECOND))
}

/// One statement of one record.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Its event, which is a [`EventKind::Query`].
    pub event: EventId,
    /// What was scanned.
    pub statement: Statement,
    /// What it destroys if it succeeds.
    pub effects: Vec<Effect>,
    /// When it began.
    pub when: Option<When>,
}

impl Seen {
    /// Its own text in its record.
    pub(crate) fn text<'q>(&self, query: &'q Query) -> &'q str {
        let (start, end) = self.statement.at;
        query.sql.get(start..end).unwrap_or(&query.sql)
    }
}

/// The tables of one schema dump.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot<'a> {
    /// Its source.
    pub source: SourceId,
    /// The tables of each database (`""` where the dump names none).
    pub databases: BTreeMap<&'a str, Tables<'a>>,
    /// The databases of the server that it lists by their names alone, with the rows that do.
    pub listed: BTreeMap<&'a str, EventId>,
    /// Column names in order, by database and table, from dumps of COLUMNS.
    pub columns: BTreeMap<(String, String), Vec<(String, Option<String>)>>,
    /// The latest stamp inside it: it was taken then or later.
    pub not_before: Option<When>,
    /// A date or moment in its path or its own words, such as `…_20251027_0733.tsv`.
    pub named: Option<When>,
    /// Its path says `before` or `after`.
    pub side: Option<Side>,
    /// It counts the rows of tables that somebody chose, and says nothing of others.
    pub is_choice: bool,
}

impl Snapshot<'_> {
    /// The first row of its list of databases.
    pub(crate) fn listed(&self) -> Option<EventId> {
        self.listed.values().min().copied()
    }
}

/// The tables of one database in a schema dump: their names with the events that bear their
/// rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables<'a> {
    /// In the order of their names without regard to the case of letters, then of their bytes.
    rows: Vec<(&'a str, EventId)>,
}

/// Compares names without regard to case.
fn compare_names(a: &str, b: &str) -> std::cmp::Ordering {
    a.bytes()
        .map(|byte| byte.to_ascii_lowercase())
        .cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}

impl<'a> Tables<'a> {
    /// Of rows in any order; of rows of the same name the last counts.
    pub(crate) fn new(mut rows: Vec<(&'a str, EventId)>) -> Tables<'a> {
        rows.sort_by(|(a, _), (b, _)| compare_names(a, b).then_with(|| a.cmp(b)));
        rows.reverse();
        rows.dedup_by_key(|(name, _)| *name);
        rows.reverse();
        rows.shrink_to_fit();
        Tables { rows }
    }

    /// The event of the table of exactly this name, else that of a name that differs in the case of
    /// letters only.
    pub(crate) fn get(&self, name: &str) -> Option<EventId> {
        self.like(name)
            .find(|(other, _)| *other == name)
            .or_else(|| self.like(name).next())
            .map(|(_, event)| event)
    }

    /// The tables whose names differ from this one in the case of letters at most.
    pub(crate) fn like<'s>(
        &'s self,
        name: &'s str,
    ) -> impl Iterator<Item = (&'a str, EventId)> + 's {
        let from = self.rows.partition_point(|(other, _)| compare_names(other, name).is_lt());
        self.rows
            .iter()
            .skip(from)
            .take_while(move |(other, _)| compare_names(other, name).is_eq())
            .copied()
    }

    /// Whether there is a table of exactly this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.rows
            .binary_search_by(|(other, _)| {
                compare_names(other, name).then_with(|| (*other).cmp(name))
            })
            .is_ok()
    }

    /// Names and events in order of the names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, EventId)> + '_ {
        self.rows.iter().copied()
    }

    /// The names in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.rows.iter().map(|(name, _)| *name)
    }

    /// The event of the first name.
    pub(crate) fn first(&self) -> Option<EventId> {
        self.rows.first().map(|(_, event)| *event)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// What a path says of a dump's place relative to the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// A case.
pub(crate) struct Case<'a> {
    /// Every event; those with a time first, in order of their best reading.
    pub events: IdSlice<'a, EventId, Event>,
    /// What is known of each source.
    pub sources: IdVec<SourceId, SourceInfo>,
    /// Every statement, in the order of the events.
    pub seen: IdVec<StatementId, Seen>,
    /// What programs can do.
    pub library: Library,
    /// Schema dumps.
    pub snapshots: Vec<Snapshot<'a>>,
    /// Program texts.
    pub scripts: Vec<EventId>,
    /// Rows of dumps that tell of keys, triggers, routines and events.
    pub schema_objects: Vec<EventId>,
    /// What applications and servers say, in order of time.
    pub messages: Vec<EventId>,
    /// Commands and sessions, in order of time.
    pub doings: Vec<EventId>,
    /// Backups.
    pub backups: Vec<EventId>,
    /// Rows of the migrations table.
    pub migrations: Vec<EventId>,
    /// Moments named by the paths of files without a stamp of their own (backups, dumps of the
    /// migrations table), by event.
    pub backup_named: BTreeMap<EventId, When>,
    /// The run that made a backup whose path gives the day alone, or the job that starts it, which
    /// gives the time.
    pub backup_runs: BTreeMap<EventId, EventId>,
    /// What backups answered to what was asked of their rows.
    pub answers: &'a Answers,
    /// Connections whose statements are those of another server, applied once more.
    pub appliers: BTreeSet<Wire>,
    /// The zone in which the report shows times.
    pub zone: Zone,
    /// What the user says of the databases.
    pub policy: &'a Policy,
    /// When what is judged was done; all else explains it.
    pub window: Window,
    /// What is asked anew for each incident, of which there may be thousands.
    pub once: Once,
}

/// Statements that are looked for once.
#[derive(Debug, Default)]
pub(crate) struct Once {
    /// By the name of the database that they make.
    databases: OnceLock<HashMap<String, Vec<StatementId>>>,
    /// Databases that anything names, in lower case.
    pub database_names: OnceLock<BTreeSet<String>>,
    /// Those that leave a note, and what it demands.
    pub notes: OnceLock<Vec<(StatementId, Option<String>)>>,
}

impl Case<'_> {
    /// The query of an event, if it is one.
    pub(crate) fn query(&self, event: EventId) -> Option<&Query> {
        match &self.events.get(event).kind {
            EventKind::Query(query) => Some(query),
            _ => None,
        }
    }

    /// The connection of an event, where its log numbers it.
    pub(crate) fn wire(&self, event: EventId) -> Option<Wire> {
        Some((self.place(event).source, self.query(event)?.connection_id?))
    }

    /// Whether a replica applied a statement, which was sent elsewhere.
    pub(crate) fn is_applied(&self, event: EventId) -> bool {
        self.wire(event).is_some_and(|wire| self.appliers.contains(&wire))
    }

    /// Whose SQL the first statement among events is.
    pub(crate) fn dialect(&self, events: &[EventId]) -> Dialect {
        events
            .iter()
            .find_map(|event| self.query(*event))
            .map_or_else(Dialect::default, |q| q.dialect)
    }

    /// The backup of an event, if it is one.
    pub(crate) fn backup(&self, event: EventId) -> Option<&Backup> {
        match &self.events.get(event).kind {
            EventKind::Backup(backup) => Some(backup),
            _ => None,
        }
    }

    /// When a backup was taken, by its own stamp or by the date in its path.
    pub(crate) fn taken(&self, backup: EventId) -> Option<When> {
        self.when(backup).or_else(|| self.backup_named.get(&backup).copied())
    }

    /// When the table of a row was created, by the clock of its dump.
    pub(crate) fn made_at(&self, event: EventId) -> Option<i64> {
        let Event { kind: EventKind::Table(table), place, .. } = self.events.get(event) else {
            return None;
        };
        Some(self.sources.get(place.source).row_time(&table.unpack().created_at?)?.best)
    }

    /// Where an event stands.
    pub(crate) fn place(&self, event: EventId) -> Place {
        self.events.get(event).place
    }

    /// The path of an event's source.
    pub(crate) fn path(&self, event: EventId) -> &str {
        &self.sources.get(self.place(event).source).path
    }

    /// When an event was.
    pub(crate) fn when(&self, event: EventId) -> Option<When> {
        self.events.get(event).when
    }

    /// The first statement of the record that has a statement.
    pub(crate) fn first_of_record(&self, id: StatementId) -> &Seen {
        let own = self.seen.get(id);
        let rows = self.seen.rows();
        rows.get(rows.partition_point(|other| other.event < own.event)).unwrap_or(own)
    }

    /// Whether one event was before another. Within a source its place decides where the two are
    /// no farther apart than whole seconds and their own durations may hide; else the times do.
    pub(crate) fn precedes(&self, a: EventId, b: EventId) -> bool {
        let (here, there) = (self.place(a), self.place(b));
        let by_place = here.span.start < there.span.start;
        match (self.when(a), self.when(b)) {
            (Some(x), Some(y)) => {
                let run = |event| self.query(event).and_then(|q| q.query_time_us).unwrap_or(0);
                let hidden = SECOND.unsigned_abs().saturating_add(run(a).max(run(b)));
                if here.source == there.source && x.best.abs_diff(y.best) <= hidden {
                    by_place
                } else {
                    x.best < y.best
                }
            }
            _ => here.source == there.source && by_place,
        }
    }

    /// Whether the times of two events cannot be compared for sure: the zone of one of their
    /// sources is only taken for granted, and that of the other is not.
    pub(crate) fn apart(&self, a: EventId, b: EventId) -> bool {
        self.is_doubtful(a) != self.is_doubtful(b)
    }

    /// Whether the zone of an event's source is not proven.
    pub(crate) fn is_doubtful(&self, event: EventId) -> bool {
        self.sources.get(self.place(event).source).doubtful
    }

    /// The events whose best reading lies in `from..=to`, with their indices.
    pub(crate) fn between(&self, from: i64, to: i64) -> impl Iterator<Item = (EventId, &Event)> {
        self.events
            .from(move |e| e.when.is_some_and(|w| w.best < from))
            .take_while(move |(_, e)| e.when.is_some_and(|w| w.best <= to))
    }

    /// Those of some events, in order of time, whose best reading lies in `from..=to`.
    pub(crate) fn within<'s>(
        &'s self,
        some: &'s [EventId],
        from: i64,
        to: i64,
    ) -> impl Iterator<Item = (EventId, &'s Event)> {
        let at = |id: EventId| self.when(id).map_or(i64::MAX, |when| when.best);
        let first = some.partition_point(|id| at(*id) < from);
        let rest = some.iter().skip(first).copied();
        rest.take_while(move |id| self.when(*id).is_some_and(|when| when.best <= to))
            .map(|id| (id, self.events.get(id)))
    }

    /// The statements whose best reading lies in `from..=to`.
    pub(crate) fn seen_between(&self, from: i64, to: i64) -> impl Iterator<Item = &Seen> {
        let rows = self.seen.rows();
        let first = rows.partition_point(|s| s.when.is_some_and(|w| w.best < from));
        rows.iter().skip(first).take_while(move |s| s.when.is_some_and(|w| w.best <= to))
    }

    /// The statements that make a database of this name, in order.
    pub(crate) fn made_database(&self, name: &str) -> impl Iterator<Item = &Seen> {
        let made = self.once.databases.get_or_init(|| {
            let mut made: HashMap<String, Vec<StatementId>> = HashMap::new();
            for (id, seen) in self.seen.iter() {
                if seen.statement.verb == Verb::CreateDatabase
                    && let Some(name) = seen.statement.objects.first()
                {
                    made.entry(name.name.clone()).or_default().push(id);
                }
            }
            made
        });
        made.get(name).into_iter().flatten().map(|id| self.seen.get(*id))
    }

    /// RFC 3339 in the report's zone, to the second.
    pub(crate) fn show(&self, us: i64) -> String {
        crate::time::rfc3339(us.div_euclid(SECOND).saturating_mul(SECOND), self.zone.fixed_at(us))
    }

    /// `HH:MM:SS` in the report's zone.
    pub(crate) fn clock(&self, us: i64) -> String {
        crate::time::utc(us).with_timezone(&self.zone.fixed_at(us)).format("%H:%M:%S").to_string()
    }

    /// `YYYY-MM-DD HH:MM:SS` in the report's zone.
    pub(crate) fn day_and_clock(&self, us: i64) -> String {
        crate::time::utc(us)
            .with_timezone(&self.zone.fixed_at(us))
            .format("%Y-%m-%d %H:%M:%S")
            .to_string()
    }
}

/// Whether a query stands for rows changed rather than for a statement that was sent: a binary log
/// of rows without the statement beside them.
pub(crate) fn is_row_event(query: &Query) -> bool {
    query.origin == Some(Origin::RowEvent) && query.truncated
}

/// A destructive act: one statement, seen by one or more witnesses.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen apart from the others")]
pub struct Act {
    /// What it does.
    pub operation: Operation,
    /// The database; `None` where no witness names it.
    pub database: Option<String>,
    /// The tables (or databases, users, …), without quotes, in the order of the statement.
    pub tables: Vec<String>,
    /// Columns, for changes of columns.
    pub columns: Vec<String>,
    /// Its statements (none for acts shown by errors alone).
    pub seen: Vec<StatementId>,
    /// All its witnesses.
    pub events: Vec<EventId>,
    /// When it began; `None` where only a client's history has it.
    pub when: Option<When>,
    /// When it ended, in microseconds since 1970.
    pub ended: Option<i64>,
    /// The connection, with the source that numbers it.
    pub connection: Option<u64>,
    /// Account and host of the connection.
    pub user: Option<String>,
    /// Client host.
    pub host: Option<String>,
    /// What came of it.
    pub status: Status,
    /// Why that is thought.
    pub status_reason: StatusReason,
    /// It comes at regular intervals, and is no housekeeping all the same: others write to the
    /// table too, and nothing fills it again.
    pub wears_away: bool,
    /// Rows changed, where a witness counts them.
    pub rows: Option<u64>,
    /// Rows of other tables that its foreign keys took along, counted in a backup; `None` where
    /// that was not counted.
    pub along: Option<Vec<(String, u64)>>,
    /// The statement is lower case, as a query builder writes it.
    pub lower_case: bool,
    /// The statement's text.
    pub text: String,
    /// `IF EXISTS`.
    pub if_exists: bool,
    /// Only typed, never seen to be sent.
    pub typed_only: bool,
    /// Why it is housekeeping, where it is.
    pub housekeeping: Option<Housekeeping>,
}

vocabulary! {
    /// What came of an act.
    pub enum Status {
        /// It took effect, as far as the evidence shows.
        Executed = "executed",
        /// The server refused it, so it changed nothing.
        Failed = "failed",
        /// Its transaction was rolled back, so nothing is lost by it.
        RolledBack = "rolled_back",
        /// No log holds the statement; its effect shows that it ran.
        Inferred = "inferred",
    }
}

impl Status {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Status::Executed => "executed",
            Status::Failed => "refused by the server",
            Status::RolledBack => "rolled back",
            Status::Inferred => "inferred",
        }
    }
}

impl Act {
    /// Of no statement, time or account yet.
    pub(crate) fn bare(operation: Operation, status: Status, status_reason: StatusReason) -> Act {
        Act {
            operation,
            database: None,
            tables: Vec::new(),
            columns: Vec::new(),
            seen: Vec::new(),
            events: Vec::new(),
            when: None,
            ended: None,
            connection: None,
            user: None,
            host: None,
            status,
            status_reason,
            wears_away: false,
            rows: None,
            along: None,
            lower_case: false,
            text: String::new(),
            if_exists: false,
            typed_only: false,
            housekeeping: None,
        }
    }

    /// Rows that it took of a table, where anything counts them.
    pub(crate) fn rows_of(&self, table: &str) -> Option<u64> {
        let along = self.along.iter().flatten();
        let own = along.clone().find(|(name, _)| name.eq_ignore_ascii_case(table));
        own.map(|(_, rows)| *rows).or(self.rows)
    }

    /// Whether a query builder wrote it (lower case, names in quotes) or a mapper.
    pub fn is_of_query_builder(&self) -> bool {
        self.lower_case && self.text.contains(['`', '"']) || is_mapped(&self.text)
    }
}

/// How well a witness knows that and when a statement ran: the greater the better.
pub(crate) fn rank(witness: Witness) -> u8 {
    match witness {
        Witness::AtEnd => 4,
        Witness::Committed => 3,
        Witness::AtArrival | Witness::AsRan => 2,
        Witness::InError => 1,
        Witness::Typed => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::ids::{Id, IdSlice};

    #[test]
    fn a_table_is_found_by_its_name_else_by_one_of_other_case() {
        let names = ["orders", "Users", "order_items", "users", "USERS", "orders"];
        let rows: IdSlice<'_, EventId, &str> = IdSlice::new(&names);
        let tables = Tables::new(rows.iter().map(|(id, name)| (*name, id)).collect());
        assert_eq!(tables.len(), 5);
        let at = ["orders", "users", "USERS", "Users"].map(|it| tables.get(it).unwrap().index());
        assert_eq!(at, [5, 3, 4, 1]);
        assert!(
            tables.get("uSERS").is_some() && !tables.contains("uSERS") && tables.contains("users")
        );
        assert_eq!(
            (tables.get("order"), tables.get("orders_old"), tables.get("")),
            (None, None, None)
        );
        let alike: Vec<_> = tables.like("users").map(|(name, _)| name).collect();
        assert_eq!(alike, ["USERS", "Users", "users"]);
        let names: Vec<_> = tables.names().collect();
        assert_eq!(names, ["order_items", "orders", "USERS", "Users", "users"]);
        assert!(Tables::default().is_empty() && Tables::default().first().is_none());
    }

    #[test]
    fn a_time_of_a_row_is_one_of_its_zone() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(
            row_time(berlin, " 2025-10-27 06:28:23.5 ").unwrap().best,
            row_time(Zone::UTC, "2025-10-27T05:28:23").unwrap().best
        );
        assert!(
            row_time(berlin, "NULL").is_none() && row_time(berlin, "2025-02-30 00:00:00").is_none()
        );
    }
}
