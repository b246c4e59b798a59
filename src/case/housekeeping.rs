//! What tells housekeeping from loss: whose table it is, and what the same hand did before.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        connection::{client_of, is_work},
        facts::{Act, Case, Status},
        reason::Housekeeping,
        rotation::Rotation,
        scratch::{self, MadeDatabases, is_scratch_name},
        snapshot,
        uses::{REFILL_US, Use, Uses},
    },
    event::{ids::EventId, place::SourceId, query::Witness},
    sql::{
        effects::EVERY_TABLE,
        fold::folded,
        operation::{Name, Operation},
        statement::Verb,
    },
    time::SECOND,
};

/// Tables that a framework fills again by itself, or empties as a habit. Names of Laravel's own
/// migrations and of its first-party packages (cache, sessions, queues, Telescope, Pulse), and of
/// Rails' cache.
const VOLATILE: &[&str] = &[
    "cache",
    "cache_locks",
    "sessions",
    "jobs",
    "job_batches",
    "failed_jobs",
    "password_resets",
    "password_reset_tokens",
    "telescope_entries",
    "telescope_entries_tags",
    "telescope_monitoring",
    "pulse_values",
    "pulse_entries",
    "pulse_aggregates",
    "personal_access_tokens",
    "oauth_access_tokens",
    "oauth_refresh_tokens",
    "oauth_auth_codes",
    "solid_cache_entries",
];

/// Sessions that a plugin of WordPress keeps behind the prefix of the site's tables.
const VOLATILE_ENDS: &[&str] = &["woocommerce_sessions"];

/// How often the same act must have happened before, to be a habit: once may be the first
/// mistake, twice is a schedule.
pub(crate) const HABIT: usize = 2;

/// Whether a table's content may be lost without harm.
pub(crate) fn is_volatile(table: &str) -> bool {
    let ends = |end: &&str| {
        let start = table.len().saturating_sub(end.len());
        table.get(start..).is_some_and(|own| own.eq_ignore_ascii_case(end))
    };
    VOLATILE.iter().any(|name| table.eq_ignore_ascii_case(name)) || VOLATILE_ENDS.iter().any(ends)
}

/// Marks the acts that are housekeeping, each with its reason.
pub(crate) fn mark_housekeeping(case: &Case<'_>, acts: &mut [Act], uses: &Uses<'_>) {
    let mut hands: BTreeMap<&str, BTreeSet<Option<u64>>> = BTreeMap::new();
    for seen in case.seen.rows().iter().filter(|seen| is_work(seen.statement.verb)) {
        let Some(query) = case.query(seen.event) else { continue };
        let Some(user) = query.user.as_deref() else { continue };
        let known = hands.entry(user).or_default();
        if known.len() < 2 {
            known.insert(query.connection_id);
        }
    }
    let (shadows, databases) = (swapped_out(case), scratch::made_databases(case));
    let detached = scratch::detached(case);
    let rotation = Rotation::new(case, acts);
    let house = House { case, uses, shadows, databases, hands, detached, rotation };
    // Acts come in time order, so what was seen so far is what went before.
    let mut habits: BTreeMap<Habit, Series> = BTreeMap::new();
    let counts = counts(acts);
    // what a job filled again each time, until it did not
    let mut filled: BTreeSet<Habit> = BTreeSet::new();
    for act in acts.iter_mut().filter(|a| a.status == Status::Executed) {
        let before = habits.entry(habit(act)).or_default();
        act.housekeeping =
            house.reason(act, before).filter(|why| !(why.is_habit() && beyond_habit(&counts, act)));
        act.wears_away = act.housekeeping.is_none() && before.make_habit(act);
        if act.wears_away && before.runs.iter().all(|run| run.refilled) {
            filled.insert(habit(act));
        }
        if let Some(when) = act.when {
            before.add(when.best, house.is_refilled(act));
        }
    }
    // The first runs of what became a habit were no accidents either.
    let keeps: BTreeSet<Habit> = acts
        .iter()
        .filter(|a| a.housekeeping.as_ref().is_some_and(Housekeeping::is_habit))
        .map(habit)
        .chain(filled)
        .collect();
    for act in acts.iter_mut().filter(|a| a.status == Status::Executed && a.housekeeping.is_none())
    {
        if keeps.contains(&habit(act)) && !act.wears_away && !beyond_habit(&counts, act) {
            act.housekeeping = Some(Housekeeping::HabitToBe);
        }
    }
    mark_swept_along(case, acts);
}

/// How near to the next a connection that drops one table after the other sends its statements.
const SWEEP_US: i64 = 3 * SECOND;

/// A table with the name of a working copy that a backup or a dump of the schema holds goes with
/// the lost ones that the same connection drops in the same sweep.
fn mark_swept_along(case: &Case<'_>, acts: &mut [Act]) {
    let is_drop = |act: &Act| {
        act.operation == Operation::DropTable
            && act.status == Status::Executed
            && act.connection.is_some()
    };
    let mut lost: BTreeMap<(Option<u64>, Option<String>), BTreeSet<i64>> = BTreeMap::new();
    for act in acts.iter().filter(|act| is_drop(act) && act.housekeeping.is_none()) {
        let times = lost.entry((act.connection, act.user.clone())).or_default();
        times.extend(act.when.map(|when| when.best));
    }
    for act in acts.iter_mut() {
        if act.housekeeping == Some(Housekeeping::ScratchName)
            && is_drop(act)
            && let Some(at) = act.when.map(|when| when.best)
            && let Some(times) = lost.get_mut(&(act.connection, act.user.clone()))
            && times
                .range(at.saturating_sub(SWEEP_US)..=at.saturating_add(SWEEP_US))
                .next()
                .is_some()
            && act.tables.iter().all(|table| scratch::existed_earlier(case, act, table))
        {
            act.housekeeping = None;
            times.insert(at);
        }
    }
}

/// Equal acts of the past that are near each other in time.
struct Run {
    /// When the first of them was, in microseconds since 1970.
    first: i64,
    /// When the last was.
    last: i64,
    /// The same hand filled the tables again after each.
    refilled: bool,
}

/// A series of equal acts: its first run and the last ones.
#[derive(Default)]
struct Series {
    runs: Vec<Run>,
    /// How many runs between the first and the last ones are not kept.
    forgotten: usize,
}

/// So many runs of a series show its rhythm.
const MOST_RUNS: usize = 400;

impl Series {
    fn add(&mut self, at: i64, refilled: bool) {
        let bucket = |at: i64| at.div_euclid(SEPARATE_US);
        match self.runs.last_mut().filter(|run| bucket(run.first) == bucket(at)) {
            Some(run) => {
                run.last = at;
                run.refilled &= refilled;
            }
            None => self.runs.push(Run { first: at, last: at, refilled }),
        }
        if self.runs.len() > MOST_RUNS {
            self.runs.remove(1);
            self.forgotten = self.forgotten.saturating_add(1);
        }
    }

    /// When the runs before an instant began that are not the run of that instant.
    fn before(&self, now: i64) -> Vec<i64> {
        let starts = self.runs.iter().map(|run| run.first);
        starts.filter(|at| now.saturating_sub(*at) > SEPARATE_US).collect()
    }

    /// Whether an act continues the series, and the series keeps a rhythm.
    fn make_habit(&self, act: &Act) -> bool {
        let Some(now) = act.when.map(|when| when.best) else { return false };
        let starts = self.before(now);
        // the gap behind the first run is none where runs are forgotten
        let starts = starts.get(usize::from(self.forgotten > 0)..).unwrap_or_default();
        starts.len() >= HABIT && regular(starts, now)
    }
}

type Habit = (Operation, Vec<String>, Option<String>, Option<String>);

fn habit(act: &Act) -> Habit {
    (act.operation, act.tables.clone(), act.database.clone(), act.user.clone())
}

/// How many acts each run of a habit had: when the run began, its acts, and the most that any run
/// before it had.
type Counts = BTreeMap<Habit, Vec<(i64, usize, usize)>>;

fn counts(acts: &[Act]) -> Counts {
    let mut out = Counts::new();
    let mut ends: BTreeMap<Habit, i64> = BTreeMap::new();
    for act in acts.iter().filter(|a| a.status == Status::Executed) {
        let Some(at) = act.when.map(|w| w.best) else { continue };
        let own = habit(act);
        let end = ends.insert(own.clone(), at);
        let runs = out.entry(own).or_default();
        let goes_on = end.is_some_and(|end| at.saturating_sub(end) <= SEPARATE_US);
        match runs.last_mut().filter(|_| goes_on) {
            Some((_, count, _)) => *count = count.saturating_add(1),
            None => {
                let most = runs.last().map_or(0, |(_, count, most)| *count.max(most));
                runs.push((at, 1, most));
            }
        }
    }
    out
}

/// Whether the run that an act belongs to did several times what any run before it did: four
/// partitions where it was always one.
fn beyond_habit(counts: &Counts, act: &Act) -> bool {
    let (Some(at), Some(runs)) = (act.when.map(|w| w.best), counts.get(&habit(act))) else {
        return false;
    };
    let next = runs.partition_point(|(from, ..)| *from <= at);
    let own = next.checked_sub(1).and_then(|last| runs.get(last));
    own.is_some_and(|(_, count, most)| *most > 0 && *count > most.saturating_mul(3))
}

/// What reasons are weighed by.
struct House<'a> {
    case: &'a Case<'a>,
    uses: &'a Uses<'a>,
    shadows: BTreeMap<String, BTreeSet<Option<String>>>,
    databases: MadeDatabases,
    /// Two of the connections on which each account does ordinary work.
    hands: BTreeMap<&'a str, BTreeSet<Option<u64>>>,
    /// Partitions that were detached, with the accounts that did it.
    detached: BTreeSet<(String, Option<&'a str>)>,
    /// Tables named by their months or days.
    rotation: Rotation,
}

impl House<'_> {
    fn reason(&self, act: &Act, before: &Series) -> Option<Housekeeping> {
        let case = self.case;
        let all =
            |test: &dyn Fn(&String) -> bool| !act.tables.is_empty() && act.tables.iter().all(test);
        if matches!(act.operation, Operation::DropDatabase | Operation::DropTable)
            && scratch::scratch_database(case, act, &self.databases)
        {
            return Some(Housekeeping::ScratchDatabase);
        }
        if act.operation == Operation::DropDatabase {
            if scratch::reloaded_database(case, act) {
                return Some(Housekeeping::ReloadedDatabase);
            }
            let name = act.database.as_deref().unwrap_or_default();
            let is_parallel_test = name
                .rsplit_once("_test_")
                .is_some_and(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
            return is_parallel_test.then_some(Housekeeping::ParallelTest);
        }
        if act.rows == Some(0)
            && matches!(
                act.operation,
                Operation::DeleteAll | Operation::DeleteMost | Operation::UpdateAll
            )
        {
            return Some(Housekeeping::NoRows);
        }
        if all(&|t| self.is_shadow(act, t)) {
            return Some(Housekeeping::SwappedOut);
        }
        if act.operation == Operation::RenameTable {
            let missed = act.tables.chunks_exact(2).any(|pair| {
                pair.first().is_some_and(|from| self.uses.missed_after(act, from).is_some())
            });
            return (!missed).then_some(Housekeeping::Rename);
        }
        if all(&|t| is_volatile(t)) && act.operation != Operation::DropTable {
            return Some(Housekeeping::Volatile);
        }
        if all(&|t| self.is_emptied_cache(act, t)) {
            return Some(Housekeeping::Cache);
        }
        let is_detached = |t: &String| {
            self.detached.contains(&(t.to_lowercase(), act.user.as_deref()))
                && scratch::is_archived(case, act, t, self.uses)
        };
        if act.operation == Operation::DropTable && all(&is_detached) {
            return Some(Housekeeping::Archived);
        }
        if act.operation == Operation::DropTable
            && all(&|t| {
                self.rotation.is_due(case, act, t) && self.uses.missed_after(act, t).is_none()
            })
        {
            return Some(Housekeeping::Rotation);
        }
        if all(&|t| is_scratch_name(t) && !self.uses.is_lived_in(act, t)) {
            return Some(Housekeeping::ScratchName);
        }
        if matches!(
            act.operation,
            Operation::DropTable | Operation::TruncateTable | Operation::DeleteAll
        ) && all(&|t| scratch::scratch_table(case, act, t, self.uses))
        {
            return Some(Housekeeping::ScratchTable);
        }
        if act.operation == Operation::DropTable
            && act.if_exists
            && all(&|t| scratch::was_gone(case, act, t, self.uses))
        {
            return Some(Housekeeping::NothingToDrop);
        }
        if act.operation == Operation::DropTable
            && act.if_exists
            && all(&|t| scratch::makes_room(case, act, t, self.uses))
        {
            return Some(Housekeeping::MakesRoom);
        }
        if act.operation == Operation::AlterLossy && act.columns.is_empty() {
            return None;
        }
        if before.make_habit(act) && !self.wears_away(act, before) {
            let runs = before.before(act.when?.best).len().saturating_add(before.forgotten);
            return Some(Housekeeping::Habit { runs });
        }
        None
    }

    /// Whether an application's own account, at work on other connections as well, emptied a table
    /// that is called a cache and that no foreign key needs.
    fn is_emptied_cache(&self, act: &Act, table: &str) -> bool {
        let named = table.split(['_', '.', '-']).any(|word| word.eq_ignore_ascii_case("cache"));
        let works = || {
            self.hands.get(act.user.as_deref()?)?.iter().find(|&&number| number != act.connection)
        };
        let by_person = |event: &EventId| {
            let query = self.case.query(*event);
            query.is_some_and(|q| q.witness == Witness::Typed || client_of(q, None).is_some())
        };
        let is_needed = || {
            let mut backups = self.case.backups.iter().filter_map(|&event| self.case.backup(event));
            backups.any(|backup| {
                let mut tables = backup.tables.iter();
                tables.any(|t| t.table != table && t.refers_to.iter().any(|other| other == table))
            })
        };
        named
            && matches!(act.operation, Operation::TruncateTable | Operation::DeleteAll)
            && works().is_some()
            && !act.events.iter().any(by_person)
            && !is_needed()
    }

    /// Whether a table of an act is the old half of a swap.
    fn is_shadow(&self, act: &Act, table: &str) -> bool {
        let table = table.to_lowercase();
        let of_schema = || {
            let (schema, _) = table.split_once('.')?;
            self.shadows.get(&format!("{schema}.{EVERY_TABLE}"))
        };
        self.shadows.get(&table).or_else(of_schema).is_some_and(|databases| {
            let mut databases = databases.iter();
            databases.any(|other| match (other, &act.database) {
                (Some(other), Some(own)) => other.eq_ignore_ascii_case(own),
                _ => true,
            })
        })
    }

    /// Whether the hand of an act filled all its tables again.
    fn is_refilled(&self, act: &Act) -> bool {
        let of = |table: &String| {
            let held =
                act.when.and_then(|when| snapshot::rows_before(self.case, act, table, when.best));
            !self.uses.refilled(act, table, held).is_empty()
        };
        takes_all(act) && !act.tables.is_empty() && act.tables.iter().all(of)
    }

    /// Whether an act of a series destroys what others put in: a job may do harm every night as
    /// well as once. It does where the job does not fill the table again and others write to it,
    /// or did always fill it again but this time, or where the rows that were there before the
    /// first of the series never came back.
    fn wears_away(&self, act: &Act, before: &Series) -> bool {
        let before = &before.runs;
        // a partition or the oldest rows may go by habit while others write the newest
        if !takes_all(act) {
            return false;
        }
        let Some(now) = act.when.map(|when| when.best) else { return false };
        if self.is_refilled(act) {
            return false;
        }
        let shown = || {
            self.goes_on(act) || act.tables.iter().any(|table| self.uses.stayed_empty(act, table))
        };
        if !before.is_empty() && before.iter().all(|run| run.refilled) && shown() {
            return true;
        }
        let own = |at: i64| {
            let next = before.partition_point(|run| run.first <= at);
            let run = before.get(..next).and_then(<[Run]>::last);
            let last = if now <= at {
                Some(now)
            } else {
                run.map(|run| if run.last <= at { run.last } else { run.first })
            };
            last.is_some_and(|start| at.saturating_sub(start) <= REFILL_US)
        };
        act.tables.iter().any(|table| {
            if !self.uses.refilled(act, table, None).is_empty() {
                return false;
            }
            let by_other = |one: Use| {
                let user = self.case.query(one.event).and_then(|query| query.user.as_ref());
                let other = user.zip(act.user.as_ref()).is_some_and(|(a, b)| a != b);
                other || self.uses.time(one).is_some_and(|at| !own(at))
            };
            self.uses.written(act, table).any(by_other)
                || never_came_back(self.case, act, table, before)
        })
    }

    /// Whether the log that has an act goes on for as long as a job may take to fill a table.
    fn goes_on(&self, act: &Act) -> bool {
        let (Some(now), Some(&event)) = (act.when.map(|when| when.best), act.events.first()) else {
            return false;
        };
        let source = self.case.place(event).source;
        self.case
            .seen
            .rows()
            .iter()
            .rev()
            .take_while(|seen| {
                seen.when.is_none_or(|when| when.best > now.saturating_add(SEPARATE_US))
            })
            .any(|seen| seen.when.is_some() && self.case.place(seen.event).source == source)
    }
}

/// Whether an act leaves nothing of its tables' rows.
fn takes_all(act: &Act) -> bool {
    matches!(act.operation, Operation::TruncateTable | Operation::DeleteAll | Operation::DropTable)
}

/// Whether the last state from before a series had twice the rows of every state since.
fn never_came_back(case: &Case<'_>, act: &Act, table: &str, before: &[Run]) -> bool {
    let Some(first) = before.first().map(|run| run.first) else { return false };
    let counted = case.backups.iter().filter_map(|&event| {
        let backup = case.backup(event).filter(|backup| !backup.uncounted)?;
        let rows = backup.tables.iter().find(|t| t.table.eq_ignore_ascii_case(table))?.rows;
        Some((case.when(event)?.best, rows))
    });
    let had = snapshot::rows_before(case, act, table, first);
    let since = counted.filter(|(at, _)| *at > first).map(|(_, rows)| rows).max();
    had.zip(since).is_some_and(|(had, since)| had >= LEAST_ROWS && since.saturating_mul(2) < had)
}

/// Fewer rows than this say nothing of a loss.
const LEAST_ROWS: u64 = 50;

/// Acts nearer than this are one run of a job.
const SEPARATE_US: i64 = 600 * SECOND;

/// Whether repetitions keep a rhythm: each interval a multiple of the least, within a tenth of it.
pub(crate) fn regular(times: &[i64], now: i64) -> bool {
    let all: Vec<i64> = times.iter().copied().chain([now]).collect();
    let gaps: Vec<i64> =
        all.iter().zip(all.iter().skip(1)).map(|(a, b)| b.saturating_sub(*a) / SECOND).collect();
    let Some(least) = gaps.iter().copied().min().filter(|gap| *gap > 0) else { return false };
    gaps.iter().all(|gap| {
        let over = gap % least;
        over.min(least.saturating_sub(over)) <= (least / 10).max(120)
    })
}

/// Tables that a RENAME put aside while another took their names, in one statement or in steps of
/// one hand: the old halves of swaps, and the shadows of gh-ost and its kin. Their names in lower
/// case, with their databases as far as they are known.
fn swapped_out(case: &Case<'_>) -> BTreeMap<String, BTreeSet<Option<String>>> {
    type Table = (Option<String>, String);
    let mut out: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    // what each hand put aside: by the old name the new one, and when
    let mut aside: BTreeMap<
        (SourceId, Option<u64>, &Option<String>),
        BTreeMap<Table, (Table, i64)>,
    > = BTreeMap::new();
    let mut empty: BTreeSet<(SourceId, String)> = BTreeSet::new();
    let mut logs_rows: BTreeSet<SourceId> = BTreeSet::new();
    for seen in case.seen.rows() {
        let (source, statement) = (case.place(seen.event).source, &seen.statement);
        let Some(query) = case.query(seen.event) else { continue };
        let first = statement.objects.first().map(|name| (source, name.name.to_lowercase()));
        match (statement.verb, first) {
            (Verb::CreateTable, Some(made)) => {
                if folded(&query.sql).split_whitespace().any(|word| word == "select") {
                    empty.remove(&made);
                } else {
                    empty.insert(made);
                }
            }
            (Verb::Insert | Verb::Replace | Verb::LoadData, Some(filled)) => {
                logs_rows.insert(source);
                empty.remove(&filled);
            }
            _ => {}
        }
        let table = |name: &Name| {
            let database = name.database.as_ref().or(query.database.as_ref());
            (database.map(|name| name.to_lowercase()), name.name.to_lowercase())
        };
        let pairs: Vec<(Table, Table)> =
            statement.renames().map(|(from, to)| (table(from), table(to))).collect();
        if pairs.is_empty() {
            continue;
        }
        let hand = aside.entry((source, query.connection_id, &query.user)).or_default();
        let now = seen.when.map_or(i64::MAX, |when| when.best);
        hand.extend(pairs.iter().map(|(from, to)| (from.clone(), (to.clone(), now))));
        for (shadow, place) in &pairs {
            // nothing was put into it, in a log that has the statements which fill tables
            if logs_rows.contains(&source) && empty.contains(&(source, shadow.1.clone())) {
                continue;
            }
            if let Some(((database, name), at)) = hand.get(place)
                && now.saturating_sub(*at) <= REFILL_US
            {
                out.entry(name.clone()).or_default().insert(database.clone());
            }
        }
    }
    out
}
