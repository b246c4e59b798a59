//! What tells a table or database that its maker drops again from one that people work with: a hint
//! in its name, and what is done to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::{
        facts::{Act, Case, Seen},
        snapshot,
        uses::{REFILL_US, Touch, Use, Uses},
    },
    event::{
        ids::{EventId, Id},
        query::Query,
    },
    sql::{fold::folded, statement::Verb},
    time::SECOND,
};

/// How long a table may have lived to be called scratch, when its maker drops it again.
const SCRATCH_US: i64 = 24 * 3600 * SECOND;

/// What a name says of a table: a hint, which what is done to the table may overrule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A working copy: temporary, staging, shadow.
    Scratch,
    /// A working copy, or a word of the trade: `stage_plays`, `temp_readings`.
    Perhaps,
}

/// What a table's name says of it.
pub(crate) fn hint(table: &str) -> Option<Hint> {
    const SURE: [&str; 9] =
        ["tmp_", "_tmp", "stg_", "staging_", "scratch_", "#sql", "_vt_", "etl_", "import_tmp"];
    const SURE_ENDS: [&str; 9] =
        ["_tmp", "_temp", "_stg", "_staging", "_scratch", "_gho", "_ghc", "_del", "_shadow"];
    const PERHAPS: [&str; 5] = ["temp_", "stage_", "work_", "wrk_", "load_"];
    const PERHAPS_ENDS: [&str; 3] = ["_work", "_load", "_stage"];
    let name = table.to_ascii_lowercase();
    let is = |starts: &[&str], ends: &[&str]| {
        starts.iter().any(|p| name.starts_with(p)) || ends.iter().any(|p| name.ends_with(p))
    };
    let shadow = name.starts_with('_') && (name.ends_with("_new") || name.ends_with("_old"));
    if is(&SURE, &SURE_ENDS) || shadow {
        Some(Hint::Scratch)
    } else {
        is(&PERHAPS, &PERHAPS_ENDS).then_some(Hint::Perhaps)
    }
}

/// Whether a table's name says that it is a working copy.
pub(crate) fn is_scratch_name(table: &str) -> bool {
    hint(table) == Some(Hint::Scratch)
}

/// Whether a database's name says that it is not the one that people work with: a part of it is the
/// name of such an environment, and none that of production.
pub(crate) fn is_side_database(database: &str) -> bool {
    const SIDE: [&str; 19] = [
        "staging",
        "stage",
        "stg",
        "test",
        "testing",
        "tests",
        "dev",
        "development",
        "local",
        "sandbox",
        "scratch",
        "tmp",
        "temp",
        "ci",
        "demo",
        "qa",
        "uat",
        "preview",
        "etl",
    ];
    let name = database.to_ascii_lowercase();
    let mut parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    !parts.clone().any(is_production) && parts.any(|part| SIDE.contains(&part))
}

/// Whether an environment's name is that of production.
pub(crate) fn is_production(environment: &str) -> bool {
    ["production", "prod", "prd", "live"].iter().any(|name| environment.eq_ignore_ascii_case(name))
}

/// Whether the hand that takes a table's rows made it shortly before, for itself: not known from
/// before its making, recorded as no migration, used by no other account, filled by few connections
/// at most, and missed by nobody.
pub(crate) fn scratch_table(case: &Case<'_>, act: &Act, table: &str, uses: &Uses<'_>) -> bool {
    let Some(now) = act.when.map(|when| when.best) else { return false };
    let mut others: BTreeSet<u64> = BTreeSet::new();
    let mut earlier = uses.before(act, table);
    let made = loop {
        let Some(one) = earlier.next() else { return false };
        let Some(query) = case.query(one.event) else { return false };
        let is_copy = one.touch == Touch::Read && query.sql.contains("SQL_NO_CACHE");
        if query.user != act.user && !is_copy {
            return false;
        }
        match one.touch {
            Touch::Made | Touch::Ensured => break one,
            Touch::Dropped(_) | Touch::MovedAway | Touch::MovedHere => return false,
            Touch::Filled | Touch::Changed if !uses.same_hand(one, act) => {
                others.extend(query.connection_id);
            }
            Touch::Filled | Touch::Changed | Touch::Read | Touch::Emptied => {}
        }
    };
    let is_young = uses.time(made).is_some_and(|at| now.saturating_sub(at) <= SCRATCH_US);
    is_young
        && others.len() <= FEW_HANDS
        && !is_recorded(case, made)
        && !had_a_life(case, act, earlier)
        && !existed_earlier(case, act, table)
        && uses.missed_after(act, table).is_none()
}

/// Whether what was done to a table before its making, the latest first, shows one that was in use:
/// it was dropped by other than its maker, or was there when the evidence begins.
fn had_a_life(case: &Case<'_>, act: &Act, earlier: impl Iterator<Item = Use>) -> bool {
    let mut last = None;
    for one in earlier {
        match one.touch {
            Touch::Made | Touch::Ensured => {
                return case.query(one.event).is_none_or(|query| query.user != act.user);
            }
            Touch::MovedAway if last.is_none() => return false,
            _ => last = Some(one.touch),
        }
    }
    // IF EXISTS before the first making: it may not have been there
    last.is_some_and(|touch| touch != Touch::Dropped(true))
}

/// How many connections other than the maker's may fill a scratch table, as the steps of a script
/// do; visitors are more.
const FEW_HANDS: usize = 3;

/// Whether the connection that made a table went on to record a migration: then it is meant to
/// stay.
fn is_recorded(case: &Case<'_>, made: Use) -> bool {
    let Some(connection) = case.query(made.event).and_then(|query| query.connection_id) else {
        return false;
    };
    let source = case.place(made.event).source;
    let near = case.seen.rows().iter().skip(made.seen.index().saturating_add(1)).take(200).filter(
        |seen| {
            case.place(seen.event).source == source
                && case
                    .query(seen.event)
                    .is_some_and(|query| query.connection_id == Some(connection))
        },
    );
    near.take(RECORDED_WITHIN).any(|seen| {
        seen.statement.verb == Verb::Insert
            && seen.statement.objects.first().is_some_and(|name| is_record(&name.name))
    })
}

/// After how many statements of its connection a migration is recorded: indexes and keys come
/// before.
const RECORDED_WITHIN: usize = 12;

/// Whether a table is one in which tools record what they migrated.
fn is_record(table: &str) -> bool {
    let name = table.to_ascii_lowercase();
    name.contains("migration")
        || ["alembic_version", "flyway_schema_history", "databasechangelog"]
            .contains(&name.as_str())
}

/// Whether a table was not there to be dropped: the last schema dump or backup lacks it, or the
/// evidence shows it dropped and not made since.
pub(crate) fn was_gone(case: &Case<'_>, act: &Act, table: &str, uses: &Uses<'_>) -> bool {
    if let Some(last) = uses.before(act, table).find(|one| one.touch != Touch::Read) {
        return matches!(last.touch, Touch::Dropped(_) | Touch::MovedAway);
    }
    let at = act.when.map(|when| when.best);
    match snapshot::last_before(case, at, act.database.as_deref(), &act.tables) {
        Some(schema) => !schema.contains(table),
        None => is_in_no_backup(case, act, table) && uses.missed_after(act, table).is_none(),
    }
}

/// Whether a whole backup of the act's database, from the day before the act, holds other tables,
/// and no backup from before the act holds this one.
fn is_in_no_backup(case: &Case<'_>, act: &Act, table: &str) -> bool {
    let (Some(now), Some(database)) = (act.when.map(|when| when.best), &act.database) else {
        return false;
    };
    let is_recent = case.backups.iter().any(|&event| {
        let age = case.when(event).map(|taken| now.saturating_sub(taken.best));
        age.is_some_and(|age| (0..=SCRATCH_US).contains(&age))
            && case.backup(event).is_some_and(|backup| {
                let own = backup.database.as_deref();
                // of one table it may be a dump of just that one
                backup.complete
                    && backup.tables.len() > 1
                    && own.is_some_and(|own| own.eq_ignore_ascii_case(database))
            })
    });
    is_recent && !existed_earlier(case, act, table)
}

/// Whether a table that is dropped with IF EXISTS is one under construction: unknown before, made
/// again by the same hand, and renamed by it once it is filled.
pub(crate) fn makes_room(case: &Case<'_>, act: &Act, table: &str, uses: &Uses<'_>) -> bool {
    let mut made = false;
    let renamed = uses
        .after(act, table)
        .take_while(|&one| uses.same_hand(one, act))
        .take_while(|one| !matches!(one.touch, Touch::Dropped(_) | Touch::MovedHere))
        .any(|one| {
            made |= matches!(one.touch, Touch::Made);
            made && one.touch == Touch::MovedAway
        });
    renamed
        && uses.before(act, table).next().is_none()
        && !existed_earlier(case, act, table)
        && uses.missed_after(act, table).is_none()
}

/// The partitions that the evidence shows detached, each with the accounts that did it.
pub(crate) fn detached<'a>(case: &'a Case<'_>) -> BTreeSet<(String, Option<&'a str>)> {
    let mut out = BTreeSet::new();
    for seen in case.seen.rows().iter().filter(|seen| seen.statement.verb == Verb::AlterTable) {
        let Some(query) = case.query(seen.event) else { continue };
        let words = bare_words(query, seen);
        if let Some(at) = words.iter().position(|word| word == "detach")
            && let Some(name) = words.get(at.saturating_add(2))
        {
            out.insert((name.clone(), query.user.as_deref()));
        }
    }
    out
}

/// The words of a statement in lower case, without quotes and PostgreSQL's first schema.
fn bare_words(query: &Query, seen: &Seen) -> Vec<String> {
    let text = query.sql.get(seen.statement.at.0..seen.statement.at.1).unwrap_or_default();
    let bare = |word: &str| {
        let word = word.replace(['"', '`'], "");
        word.strip_prefix("public.").map(str::to_owned).unwrap_or(word)
    };
    folded(text).split_whitespace().map(bare).collect()
}

/// Whether all of a partition that is dropped was copied less than a day before, by the same
/// account or by `pg_dump`, into what is still there.
pub(crate) fn is_archived(case: &Case<'_>, act: &Act, table: &str, uses: &Uses<'_>) -> bool {
    let Some(now) = act.when.map(|when| when.best) else { return false };
    let own = table.to_lowercase();
    let mut copy = None;
    for seen in case.seen.rows() {
        let (Some(at), Some(query)) = (seen.when.map(|w| w.best), case.query(seen.event)) else {
            continue;
        };
        if at > now || act.events.contains(&seen.event) || now.saturating_sub(at) > SCRATCH_US {
            continue;
        }
        let statement = &seen.statement;
        let object = statement.objects.first();
        let verb = statement.verb;
        if !matches!(verb, Verb::CreateTable | Verb::Insert | Verb::Select)
            && copy.as_ref().is_none_or(|(_, target)| object != Some(target))
        {
            continue;
        }
        let words = bare_words(query, seen);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let is_own = query.user == act.user;
        match (verb, object) {
            (Verb::CreateTable | Verb::Insert, Some(target)) if is_own => {
                if let [.., "as", "table", name] | [.., "select", "*", "from", name] = words[..]
                    && name == own
                {
                    copy = Some((seen.event, target.clone()));
                }
            }
            (Verb::Select, Some(read)) if words.first() == Some(&"copy") && read.name == table => {
                copy = Some((seen.event, read.clone()));
            }
            // the copy is gone again
            (Verb::DropTable | Verb::Truncate | Verb::Delete, Some(_)) => copy = None,
            _ => {}
        }
    }
    let writes = |one: &Use| matches!(one.touch, Touch::Filled | Touch::Changed);
    let copied = copy.is_some_and(|(copy, _)| {
        uses.before(act, table).find(writes).is_none_or(|last| case.precedes(last.event, copy))
    });
    copied && uses.missed_after(act, table).is_none()
}

/// A database whose making the evidence shows.
pub(crate) struct Made {
    at: i64,
    event: EventId,
    /// Something was in it, or it was dropped, before: it was made again.
    known: bool,
    user: Option<String>,
    /// When another account first used it.
    shared: Option<i64>,
}

/// Databases made in the evidence, by their names in lower case, in time order.
pub(crate) type MadeDatabases = BTreeMap<String, Vec<Made>>;

pub(crate) fn made_databases(case: &Case<'_>) -> MadeDatabases {
    let mut out = MadeDatabases::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for seen in case.seen.rows() {
        let (Some(at), Some(query)) = (seen.when.map(|w| w.best), case.query(seen.event)) else {
            continue;
        };
        let clauses = seen.statement.clauses;
        let object = seen.statement.objects.first().map(|name| name.name.to_lowercase());
        match (seen.statement.verb, object) {
            // With IF NOT EXISTS it may have been there before.
            (Verb::CreateDatabase, Some(name)) if !clauses.if_exists && !clauses.or_replace => {
                let known = known.contains(&name);
                out.entry(name).or_default().push(Made {
                    at,
                    event: seen.event,
                    known,
                    user: query.user.clone(),
                    shared: None,
                });
                continue;
            }
            (Verb::DropDatabase, Some(name)) => {
                let last = out.get(&name).and_then(|all| all.last());
                if last.is_some_and(|made| !made.known) {
                    known.remove(&name);
                } else if !clauses.if_exists {
                    known.insert(name);
                }
                continue;
            }
            _ => {}
        }
        let Some(database) = query.database.as_deref().map(str::to_lowercase) else { continue };
        if let Some(made) = out.get_mut(&database).and_then(|all| all.last_mut())
            && made.shared.is_none()
            && query.user.is_some()
            && query.user != made.user
        {
            made.shared = Some(at);
        }
        known.insert(database);
    }
    out
}

/// Whether the database of an act is one that the same account made shortly before for itself, as a
/// trial restore does: not known from before its making, and used by no other account since.
pub(crate) fn scratch_database(case: &Case<'_>, act: &Act, databases: &MadeDatabases) -> bool {
    let (Some(name), Some(now)) = (act.database.as_deref(), act.when.map(|w| w.best)) else {
        return false;
    };
    let is_before = |made: &&Made| act.events.iter().any(|&event| case.precedes(made.event, event));
    let Some(made) =
        databases.get(&name.to_lowercase()).and_then(|all| all.iter().rev().find(is_before))
    else {
        return false;
    };
    if made.known
        || made.user != act.user
        || now.saturating_sub(made.at) > SCRATCH_US
        || made.shared.is_some_and(|at| at <= now)
    {
        return false;
    }
    !database_existed(case, name, made.at)
}

/// Whether the account that drops a database makes it again at once and loads it, as a restore
/// drill does, in a log that shows others at work in other databases and none in this one.
pub(crate) fn reloaded_database(case: &Case<'_>, act: &Act) -> bool {
    let (Some(name), Some(now), Some(user), Some(&event)) =
        (act.database.as_deref(), act.when.map(|w| w.best), &act.user, act.events.first())
    else {
        return false;
    };
    let source = case.place(event).source;
    let is_it = |other: &str| other.eq_ignore_ascii_case(name);
    let (mut made, mut loaded, mut others) = (false, false, false);
    let mut hands: BTreeSet<u64> = BTreeSet::new();
    for seen in case.seen.rows() {
        let (Some(at), Some(query)) = (seen.when.map(|w| w.best), case.query(seen.event)) else {
            continue;
        };
        let statement = &seen.statement;
        let writes =
            matches!(statement.verb, Verb::Insert | Verb::Update | Verb::Delete | Verb::LoadData);
        let soon = at >= now && at.saturating_sub(now) <= REFILL_US;
        let object = statement.objects.first();
        if statement.verb == Verb::CreateDatabase {
            made |= soon
                && query.user.as_ref() == Some(user)
                && object.is_some_and(|object| is_it(&object.name));
            continue;
        }
        let named = object.and_then(|object| object.database.as_deref());
        let inside = query.database.as_deref().is_some_and(is_it);
        if inside || named.is_some_and(is_it) {
            if query.user.as_ref() != Some(user) {
                return false;
            }
            hands.extend(query.connection_id);
            loaded |= made && soon && writes;
        } else if writes && case.place(seen.event).source == source {
            others |= query.user.as_ref().is_some_and(|other| other != user);
        }
    }
    made && loaded && others && hands.len() <= FEW_HANDS && !database_existed(case, name, now)
}

/// Whether a schema dump or backup from before an instant is of a database.
fn database_existed(case: &Case<'_>, name: &str, at: i64) -> bool {
    let in_snapshot = case.snapshots.iter().any(|s| {
        snapshot::known_time(s).is_some_and(|t| t < at)
            && s.databases.keys().any(|d| d.eq_ignore_ascii_case(name))
    });
    let in_backup = case.backups.iter().any(|&event| {
        case.when(event).is_some_and(|taken| taken.best < at)
            && case.backup(event).is_some_and(|b| {
                b.database.as_deref().is_some_and(|d| d.eq_ignore_ascii_case(name))
            })
    });
    in_snapshot || in_backup
}

/// Whether a schema dump or backup from before knows the table: then it is no scratch table, even
/// if it was made anew shortly before.
pub(crate) fn existed_earlier(case: &Case<'_>, act: &Act, table: &str) -> bool {
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
