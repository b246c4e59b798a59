//! What tells housekeeping from loss: whose table it is, and what the same hand did before.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::Housekeeping,
        snapshot,
    },
    event::ids::EventId,
    sql::{operation::Operation, statement::Verb},
    time::SECOND,
};

/// Tables that a framework fills again by itself, or empties as a habit. Names of Laravel's own
/// migrations and of its first-party packages (cache, sessions, queues, Telescope, Pulse).
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
];

/// How often the same act must have happened before, to be a habit: once may be the first
/// mistake, twice is a schedule.
const HABIT: usize = 2;

/// How long a table may have lived to be called scratch, when its maker drops it again.
const SCRATCH_US: i64 = 24 * 3600 * SECOND;

/// Whether a table's content may be lost without harm.
pub(crate) fn is_volatile(table: &str) -> bool {
    VOLATILE.iter().any(|name| table.eq_ignore_ascii_case(name))
}

/// Whether a table's name says that it is a working copy: temporary, staging, shadow, test.
pub(crate) fn is_scratch_name(table: &str) -> bool {
    let name = table.to_ascii_lowercase();
    let starts = [
        "tmp_",
        "temp_",
        "_tmp",
        "stg_",
        "stage_",
        "staging_",
        "scratch_",
        "#sql",
        "_vt_",
        "etl_",
        "import_tmp",
        "work_",
        "wrk_",
        "load_",
    ];
    let ends =
        ["_tmp", "_temp", "_stg", "_staging", "_scratch", "_gho", "_ghc", "_del", "_work", "_load"];
    starts.iter().any(|p| name.starts_with(p))
        || ends.iter().any(|p| name.ends_with(p))
        || (name.starts_with('_') && (name.ends_with("_new") || name.ends_with("_old")))
}

/// Whether a database's name says that it is not the one that people work with.
pub(crate) fn is_side_database(database: &str) -> bool {
    let name = database.to_ascii_lowercase();
    let parts: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    parts.iter().any(|p| {
        matches!(
            *p,
            "staging"
                | "stage"
                | "stg"
                | "test"
                | "testing"
                | "tests"
                | "dev"
                | "development"
                | "local"
                | "sandbox"
                | "scratch"
                | "tmp"
                | "temp"
                | "ci"
                | "demo"
                | "qa"
                | "etl"
                | "uat"
                | "preview"
        )
    })
}

/// Marks the acts that are housekeeping, each with its reason.
pub(crate) fn mark_housekeeping(case: &Case<'_>, acts: &mut [Act]) {
    let shadows = swapped_out(case);
    let makers = makers(case);
    let databases = made_databases(case);
    let writes = writes(case);
    // Acts come in time order, so what was seen so far is what went before.
    let mut habits: BTreeMap<Habit, Vec<i64>> = BTreeMap::new();
    let runs = runs(acts);
    for act in acts.iter_mut().filter(|a| a.status == Status::Executed) {
        let times = habits.entry(habit(act)).or_default();
        act.housekeeping = reason(case, act, times, (&shadows, &makers, &databases, &writes))
            .filter(|why| !(why.is_habit() && beyond_habit(&runs, act)));
        act.wears_away = act.housekeeping.is_none() && habitual(times, act);
        times.extend(act.when.map(|w| w.best));
    }
    // The first runs of what became a habit were no accidents either.
    let keeps: BTreeSet<Habit> = acts
        .iter()
        .filter(|a| a.housekeeping.as_ref().is_some_and(Housekeeping::is_habit))
        .map(habit)
        .collect();
    for act in acts.iter_mut().filter(|a| a.status == Status::Executed && a.housekeeping.is_none())
    {
        if keeps.contains(&habit(act)) && !beyond_habit(&runs, act) {
            act.housekeeping = Some(Housekeeping::HabitToBe);
        }
    }
}

type Habit = (Operation, Vec<String>, Option<String>, Option<String>);

fn habit(act: &Act) -> Habit {
    (act.operation, act.tables.clone(), act.database.clone(), act.user.clone())
}

/// The runs of each habit: when each began and ended, and how many acts it had.
type Runs = BTreeMap<Habit, Vec<(i64, i64, usize)>>;

fn runs(acts: &[Act]) -> Runs {
    let mut out = Runs::new();
    for act in acts.iter().filter(|a| a.status == Status::Executed) {
        let Some(at) = act.when.map(|w| w.best) else { continue };
        let runs = out.entry(habit(act)).or_default();
        match runs.last_mut().filter(|(_, last, _)| at.saturating_sub(*last) <= SEPARATE_US) {
            Some((_, last, count)) => (*last, *count) = (at, count.saturating_add(1)),
            None => runs.push((at, at, 1)),
        }
    }
    out
}

/// Whether the run that an act belongs to did several times what any run before it did: four
/// partitions where it was always one.
fn beyond_habit(runs: &Runs, act: &Act) -> bool {
    let (Some(at), Some(runs)) = (act.when.map(|w| w.best), runs.get(&habit(act))) else {
        return false;
    };
    let before = runs
        .iter()
        .filter(|(_, last, _)| *last < at.saturating_sub(SEPARATE_US))
        .map(|(_, _, count)| *count)
        .max()
        .unwrap_or(0);
    let own = runs
        .iter()
        .find(|(from, to, _)| (*from..=*to).contains(&at))
        .map_or(0, |(_, _, count)| *count);
    before > 0 && own > before.saturating_mul(3)
}

/// Who created which table when, by the table's name in lower case.
type Makers = BTreeMap<String, Vec<(i64, EventId)>>;

fn makers(case: &Case<'_>) -> Makers {
    let mut out = Makers::new();
    for seen in case
        .seen
        .rows()
        .iter()
        .filter(|s| s.statement.verb == Verb::CreateTable && !s.statement.clauses.temporary)
    {
        if let (Some(name), Some(when)) = (seen.statement.objects.first(), seen.when) {
            out.entry(name.name.to_lowercase()).or_default().push((when.best, seen.event));
        }
    }
    out
}

type Known<'a> =
    (&'a BTreeSet<(Option<String>, String)>, &'a Makers, &'a MadeDatabases, &'a Writes);

fn reason(
    case: &Case<'_>,
    act: &Act,
    before: &[i64],
    (shadows, makers, databases, writes): Known<'_>,
) -> Option<Housekeeping> {
    let all =
        |test: &dyn Fn(&String) -> bool| !act.tables.is_empty() && act.tables.iter().all(test);
    if matches!(act.operation, Operation::DropDatabase | Operation::DropTable)
        && scratch_database(case, act, databases)
    {
        return Some(Housekeeping::ScratchDatabase);
    }
    if act.operation == Operation::DropDatabase {
        let name = act.database.as_deref().unwrap_or_default();
        let is_parallel_test =
            name.rsplit_once("_test_").is_some_and(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
        return is_parallel_test.then_some(Housekeeping::ParallelTest);
    }
    if all(&|t| {
        shadows.contains(&(act.database.clone(), t.to_lowercase()))
            || shadows.contains(&(None, t.to_lowercase()))
    }) {
        return Some(Housekeeping::SwappedOut);
    }
    if act.operation == Operation::RenameTable {
        return Some(Housekeeping::Rename);
    }
    if all(&|t| is_volatile(t)) && !matches!(act.operation, Operation::DropTable) {
        return Some(Housekeeping::Volatile);
    }
    if all(&|t| is_scratch_name(t)) {
        return Some(Housekeeping::ScratchName);
    }
    if matches!(
        act.operation,
        Operation::DropTable | Operation::TruncateTable | Operation::DeleteAll
    ) && all(&|t| made_before(case, act, t, makers))
    {
        return Some(Housekeeping::ScratchTable);
    }
    if let Some(schema) =
        snapshot::last_before(case, act.when.map(|w| w.best), act.database.as_deref(), &act.tables)
        && act.if_exists
        && act.operation == Operation::DropTable
        && all(&|t| !schema.contains(t))
    {
        return Some(Housekeeping::NothingToDrop);
    }
    if act.operation == Operation::AlterLossy && act.columns.is_empty() {
        return None;
    }
    if habitual(before, act) && !wears_away(case, act, before, writes) {
        let runs = earlier_runs(before, act.when?.best).len();
        return Some(Housekeeping::Habit { runs });
    }
    None
}

/// The runs before `now` that times of acts show.
fn earlier_runs(before: &[i64], now: i64) -> Vec<i64> {
    let mut times: Vec<i64> =
        before.iter().copied().filter(|at| now.saturating_sub(*at) > SEPARATE_US).collect();
    times.dedup_by_key(|at| at.div_euclid(SEPARATE_US));
    times
}

/// Whether an act continues a series of equal ones that keeps a rhythm.
fn habitual(before: &[i64], act: &Act) -> bool {
    let Some(now) = act.when.map(|when| when.best) else { return false };
    let times = earlier_runs(before, now);
    times.len() >= HABIT && regular(&times, now)
}

/// How long after it empties a table a job may still be filling it.
const REFILL_US: i64 = 3600 * SECOND;

/// Statements that put rows into a table: when, and by which event; by the table's name in lower
/// case.
type Writes = BTreeMap<String, Vec<(i64, EventId)>>;

fn writes(case: &Case<'_>) -> Writes {
    let mut out = Writes::new();
    for seen in case.seen.rows().iter().filter(|s| {
        matches!(s.statement.verb, Verb::Insert | Verb::Replace | Verb::LoadData | Verb::Update)
    }) {
        if let (Some(name), Some(when)) = (seen.statement.objects.first(), seen.when) {
            out.entry(name.name.to_lowercase()).or_default().push((when.best, seen.event));
        }
    }
    out
}

/// Whether a series of acts destroys what others put in: a job may do harm every night as well as
/// once. It does where the job does not fill the table again and others write to it, or where the
/// rows that were there before the first of the series never came back.
fn wears_away(case: &Case<'_>, act: &Act, before: &[i64], writes: &Writes) -> bool {
    // a partition or the oldest rows may go by habit while others write the newest
    if !matches!(
        act.operation,
        Operation::TruncateTable | Operation::DeleteAll | Operation::DropTable
    ) {
        return false;
    }
    let Some(now) = act.when.map(|when| when.best) else { return false };
    let own = |at: i64| {
        let last = before.iter().rev().copied().chain([now]).filter(|start| *start <= at).max();
        last.is_some_and(|start| at.saturating_sub(start) <= REFILL_US)
    };
    act.tables.iter().any(|table| {
        let list = writes.get(&table.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        let from = list.partition_point(|(at, _)| *at < now);
        let same_hand = |event: EventId| {
            case.query(event).is_some_and(|query| match (query.connection_id, act.connection) {
                (Some(theirs), Some(mine)) => theirs == mine,
                _ => query.user == act.user,
            })
        };
        let refilled = list
            .iter()
            .skip(from)
            .take_while(|(at, _)| at.saturating_sub(now) <= REFILL_US)
            .any(|(_, event)| same_hand(*event));
        if refilled {
            return false;
        }
        let by_others = list.iter().take(MOST_WRITES).any(|(at, event)| {
            let other_account = case.query(*event).is_some_and(|query| {
                query.user.is_some() && act.user.is_some() && query.user != act.user
            });
            other_account || !own(*at)
        });
        by_others || never_came_back(case, act, table, before)
    })
}

/// More writes than this to one table are not looked at: the first show who writes.
const MOST_WRITES: usize = 1000;

/// Whether the last state from before a series had twice the rows of every state since.
fn never_came_back(case: &Case<'_>, act: &Act, table: &str, before: &[i64]) -> bool {
    let Some(first) = before.iter().min().copied() else { return false };
    let in_backups = case.backups.iter().filter_map(|&event| {
        let rows =
            case.backup(event)?.tables.iter().find(|t| t.table.eq_ignore_ascii_case(table))?.rows;
        Some((case.when(event)?.best, rows))
    });
    let names = [table.to_owned()];
    let rows_at = |at: i64| {
        snapshot::last_before(case, Some(at), act.database.as_deref(), &names)
            .and_then(|view| view.table(table)?.0.table_rows)
    };
    let counted: Vec<(i64, u64)> = in_backups.collect();
    let had = counted
        .iter()
        .filter(|(at, _)| *at < first)
        .max()
        .map(|(_, rows)| *rows)
        .or_else(|| rows_at(first));
    let since = counted.iter().filter(|(at, _)| *at > first).map(|(_, rows)| *rows).max();
    had.zip(since).is_some_and(|(had, since)| had >= LEAST_ROWS && since.saturating_mul(2) < had)
}

/// Fewer rows than this say nothing of a loss.
const LEAST_ROWS: u64 = 50;

/// Acts nearer than this are one run of a job.
const SEPARATE_US: i64 = 600 * SECOND;

/// Whether repetitions keep a rhythm: each interval a multiple of the least, within a tenth of it.
fn regular(times: &[i64], now: i64) -> bool {
    let all: Vec<i64> = times.iter().copied().chain([now]).collect();
    let gaps: Vec<i64> =
        all.iter().zip(all.iter().skip(1)).map(|(a, b)| b.saturating_sub(*a) / SECOND).collect();
    let Some(least) = gaps.iter().copied().min().filter(|gap| *gap > 0) else { return false };
    gaps.iter().all(|gap| {
        let over = gap % least;
        over.min(least.saturating_sub(over)) <= (least / 10).max(120)
    })
}

/// Tables that a RENAME put aside while another took their name: the old halves of swaps, and the
/// shadows of gh-ost and its kin.
fn swapped_out(case: &Case<'_>) -> BTreeSet<(Option<String>, String)> {
    let mut aside = BTreeSet::new();
    for seen in case.seen.rows().iter().filter(|s| s.statement.verb == Verb::Rename) {
        let database = case.query(seen.event).and_then(|q| q.database.clone());
        let pairs: Vec<_> = seen
            .statement
            .objects
            .chunks_exact(2)
            .filter_map(|pair| Some((pair.first()?, pair.get(1)?)))
            .collect();
        for (from, to) in &pairs {
            let replaced =
                pairs.iter().any(|(_, other)| other.name.eq_ignore_ascii_case(&from.name));
            if replaced {
                aside.insert((
                    to.database.clone().or_else(|| database.clone()),
                    to.name.to_lowercase(),
                ));
                aside.insert((None, to.name.to_lowercase()));
            }
        }
    }
    aside
}

fn made_before(case: &Case<'_>, act: &Act, table: &str, makers: &Makers) -> bool {
    let Some(when) = act.when else { return false };
    makers.get(&table.to_lowercase()).is_some_and(|made| {
        made.iter().rev().take(64).any(|&(at, event)| {
            at <= when.best
                && when.best.saturating_sub(at) <= SCRATCH_US
                && case.query(event).is_some_and(|q| {
                    q.user == act.user && (q.database == act.database || act.database.is_none())
                })
        })
    }) && !existed_earlier(case, act, table)
}

/// A database whose making the evidence shows.
struct Made {
    at: i64,
    user: Option<String>,
    /// When another account first used it.
    shared: Option<i64>,
}

/// Databases made in the evidence, by their names in lower case, in time order.
type MadeDatabases = BTreeMap<String, Vec<Made>>;

fn made_databases(case: &Case<'_>) -> MadeDatabases {
    let mut out = MadeDatabases::new();
    for seen in case.seen.rows() {
        let (Some(at), Some(query)) = (seen.when.map(|w| w.best), case.query(seen.event)) else {
            continue;
        };
        if seen.statement.verb == Verb::CreateDatabase
            && let Some(name) = seen.statement.objects.first()
        {
            let text = query
                .sql
                .get(seen.statement.at.0..seen.statement.at.1)
                .unwrap_or(&query.sql)
                .to_ascii_lowercase();
            // With IF NOT EXISTS it may have been there before.
            if !text.split_whitespace().any(|word| word == "not") {
                out.entry(name.name.to_lowercase()).or_default().push(Made {
                    at,
                    user: query.user.clone(),
                    shared: None,
                });
            }
        } else if !out.is_empty()
            && let Some(database) = &query.database
            && let Some(made) = out.get_mut(&database.to_lowercase()).and_then(|all| all.last_mut())
            && made.shared.is_none()
            && query.user.is_some()
            && query.user != made.user
        {
            made.shared = Some(at);
        }
    }
    out
}

/// Whether the database of an act is one that the same account made shortly before for itself, as a
/// trial restore does: not known from before its making, and used by no other account since.
fn scratch_database(case: &Case<'_>, act: &Act, databases: &MadeDatabases) -> bool {
    let (Some(name), Some(now)) = (act.database.as_deref(), act.when.map(|w| w.best)) else {
        return false;
    };
    let Some(made) =
        databases.get(&name.to_lowercase()).and_then(|all| all.iter().rev().find(|m| m.at <= now))
    else {
        return false;
    };
    if made.user != act.user
        || now.saturating_sub(made.at) > SCRATCH_US
        || made.shared.is_some_and(|at| at <= now)
    {
        return false;
    }
    let in_snapshot = case.snapshots.iter().any(|s| {
        snapshot::known_time(s).is_some_and(|t| t < made.at)
            && s.databases.keys().any(|d| d.eq_ignore_ascii_case(name))
    });
    let in_backup = case.backups.iter().any(|&event| {
        case.when(event).is_some_and(|taken| taken.best < made.at)
            && case.backup(event).is_some_and(|b| {
                b.database.as_deref().is_some_and(|d| d.eq_ignore_ascii_case(name))
            })
    });
    !in_snapshot && !in_backup
}

/// Whether a schema dump or backup from before knows the table: then it is no scratch table, even
/// if it was made anew shortly before.
fn existed_earlier(case: &Case<'_>, act: &Act, table: &str) -> bool {
    let when = act.when.map(|w| w.best);
    let in_backup = case.backups.iter().any(|&event| {
        case.when(event).zip(when).is_some_and(|(taken, at)| taken.best < at)
            && case
                .backup(event)
                .is_some_and(|b| b.tables.iter().any(|t| t.table.eq_ignore_ascii_case(table)))
    });
    in_backup
        || snapshot::last_before(case, when, act.database.as_deref(), &act.tables)
            .is_some_and(|s| s.contains(table))
}
