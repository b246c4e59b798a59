//! Losses that two states show: what the schema had, and has no more.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use crate::{
    case::{
        capability::{ability::Certainty, procedure::Procedure},
        facts::{Act, Case, Side, Snapshot, Status, Tables},
        housekeeping,
        reason::StatusReason,
        scratch, snapshot,
        suspect::Suspect,
    },
    event::{
        ids::{ActId, EventId, IdVec},
        kind::EventKind,
        remark::Remark,
    },
    sql::operation::Operation,
    time::{SECOND, When},
    verdict::{
        impact::backup::last_good,
        inferred::{loss::Loss, signs::Signed},
        shrunk,
    },
};

/// The least rows that a table must have had for its being empty to mean something; the server's
/// estimates are off by tens.
const LEAST_ROWS: u64 = 50;

/// Acts that the acts seen do not explain.
pub(crate) fn acts(
    case: &Case<'_>,
    signs: &[Signed],
    seen: &[Act],
    suspects: &[Suspect],
) -> Vec<Act> {
    let mut out = Vec::new();
    let worn = shrunk::worn(case);
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    for late in &case.snapshots {
        let gone = gone(case, late);
        let standing = OnceCell::new();
        let nothing = Tables::default();
        let wholly = gone.iter().map(|(&name, &sure)| (name, &nothing, sure));
        let shown = late.databases.iter().map(|(&name, tables)| (name, tables, true));
        for (database, tables, sure) in shown.chain(wholly) {
            let Some((before_tables, before_events, not_before)) =
                earlier(case, late, database, tables)
            else {
                continue;
            };
            let explained = |table: &str| seen.iter().any(|act| explains(act, database, table));
            let is_elsewhere = |name: &str, held: u64| {
                let same = standing.get_or_init(|| by_bare_name(late)).get(&bare(name));
                same.is_some_and(|same| {
                    is_moved(case, late, same, (database, held), &before_tables, not_before)
                })
            };
            let missing: Vec<String> = before_tables
                .iter()
                .filter(|&(t, &(held, _))| {
                    !late.is_choice
                        && tables.get(t).is_none()
                        && !scratch::is_scratch_name(t)
                        && !explained(t)
                        && !is_elsewhere(t, held)
                })
                .map(|(name, _)| name.clone())
                .collect();
            // whoever counts some tables by hand leaves out what the framework keeps for itself
            let is_kept = missing.iter().any(|name| !housekeeping::is_volatile(name));
            let missing = if is_kept { missing } else { Vec::new() };
            let (emptied, how) = emptied(case, tables, &before_tables, not_before, &explained);
            let rest = before_tables.iter().filter(|(name, _)| {
                let routine = worn.contains(&name.to_lowercase());
                !emptied.contains(*name) && !explained(name) && !routine
            });
            let shown = snapshot::known_time(late);
            let cut = files_taken(suspects, not_before, shown);
            let shrunk: Vec<Shrunk> = rest
                .filter_map(|(name, &before)| {
                    Shrunk::of(case, name, tables.get(name)?, before, (not_before, cut.is_some()))
                })
                .collect();
            let shrunk = Shrunk::sure(shrunk);
            let sum = |of: fn(&Shrunk) -> u64| shrunk.iter().map(of).fold(0, u64::saturating_add);
            let gone_rows =
                StatusReason::Shrunk { rows: sum(|it| it.rows), held: sum(|it| it.held) };
            // what else is gone puts all of it into its time
            let alone = missing.is_empty() && emptied.is_empty();
            let changed = shrunk.iter().filter_map(|table| table.changed).min().filter(|_| alone);
            let shrunk = shrunk.into_iter().map(|table| table.name).collect();
            let complete = tables.len() >= 2 || late.side == Some(Side::After) || tables.is_empty();
            for (names, operation, reason) in [
                (missing, Operation::DropTable, None),
                (emptied, how, None),
                (shrunk, Operation::RowsVanished, Some(gone_rows)),
            ] {
                if names.is_empty() || (operation == Operation::DropTable && !complete) {
                    continue;
                }
                // One loss is told once, from the dump that shows it first.
                let names: Vec<String> = names
                    .into_iter()
                    .filter(|n| told.insert((database.to_owned(), n.to_lowercase())))
                    .collect();
                if names.is_empty() {
                    continue;
                }
                let mut events: Vec<EventId> = before_events.iter().copied().take(1).collect();
                let shows =
                    || late.databases.values().next().and_then(Tables::first).or(late.listed());
                events.extend(tables.first().or_else(shows));
                let loss = Loss {
                    operation,
                    database: Some(database.to_owned()).filter(|name| !name.is_empty()),
                    not_after: match reason {
                        Some(_) => changed,
                        None => made_anew(case, tables, &names, not_before),
                    },
                    reason: reason.unwrap_or(StatusReason::Vanished { tables: names.len() }),
                    tables: names,
                    events,
                    not_before,
                    shown: snapshot::known_time(late).filter(|at| Some(*at) >= not_before),
                };
                let also: Vec<String> = tables.names().map(str::to_owned).collect();
                // Errors and commands tell of tables that are gone, not of rows.
                let gone = !matches!(loss.reason, StatusReason::Shrunk { .. });
                let sign = loss.sign(signs, &also).filter(|_| gone);
                let command = loss.command(suspects, signs, sign).filter(|_| gone);
                let command = command.or(cut.filter(|_| !gone));
                if sure || sign.is_some() || command.is_some() {
                    out.push(loss.act(sign, command));
                }
            }
        }
    }
    out
}

/// Whether an act accounts for the loss of a table; an empty database stands for any.
fn explains(act: &Act, database: &str, table: &str) -> bool {
    // what a listing of PostgreSQL calls a database may be the schema in the table's own name
    let is_schema =
        table.split_once('.').is_some_and(|(schema, _)| schema.eq_ignore_ascii_case(database));
    let is_of =
        |name: &str| is_schema || database.is_empty() || name.eq_ignore_ascii_case(database);
    act.status == Status::Executed
        && (act.operation == Operation::DropDatabase
            || act.tables.iter().any(|t| t.eq_ignore_ascii_case(table))
            || act.operation == Operation::RenameTable && act.text.contains(table))
        && act.database.as_deref().is_none_or(is_of)
}

/// The tables of a state, each with its database, by their bare names in lower case.
fn by_bare_name<'a>(late: &'a Snapshot<'_>) -> HashMap<String, Vec<(&'a str, &'a str)>> {
    let mut out: HashMap<String, Vec<(&str, &str)>> = HashMap::new();
    for (&database, tables) in &late.databases {
        for name in tables.names() {
            out.entry(bare(name)).or_default().push((database, name));
        }
    }
    out
}

/// A table's name in lower case, without its schema.
fn bare(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase()
}

/// Whether a table that is missing stands in another schema or database since, under its own name
/// and with its rows.
fn is_moved(
    case: &Case<'_>,
    late: &Snapshot<'_>,
    same: &[(&str, &str)],
    (database, held): (&str, u64),
    before: &BTreeMap<String, (u64, Option<u64>)>,
    not_before: Option<i64>,
) -> bool {
    let lacked = |other: &str, name: &str| {
        let mut olds = case.snapshots.iter().filter(|old| snapshot::known_time(old) <= not_before);
        olds.any(|old| old.databases.get(other).is_some_and(|own| own.get(name).is_none()))
    };
    same.iter().any(|&(other, now)| {
        let Some(row) = late.databases.get(other).and_then(|tables| tables.get(now)) else {
            return false;
        };
        let EventKind::Table(packed) = &case.events.get(row).kind else { return false };
        // counts of the server are estimates
        let keeps = |left: u64| left.saturating_mul(10) >= held.saturating_mul(9);
        let is_new = if other == database {
            !before.contains_key(now)
        } else {
            case.made_at(row).is_some_and(|made| not_before.is_some_and(|from| made > from))
                || lacked(other, now)
        };
        is_new && packed.unpack().table_rows.is_none_or(keeps)
    })
}

/// Whether a table that held rows lost them all since: its counter began again, or it was created
/// again and holds none.
fn is_emptied(
    case: &Case<'_>,
    row: EventId,
    (rows, counter): (u64, Option<u64>),
    not_before: Option<i64>,
) -> bool {
    let EventKind::Table(packed) = &case.events.get(row).kind else { return false };
    let now = packed.unpack();
    let restarted = rows >= LEAST_ROWS
        && counter
            .zip(now.auto_increment)
            .is_some_and(|counts| is_restarted(counts, rows, now.table_rows));
    let renewed = || {
        let made = case.made_at(row).zip(not_before);
        rows > 0 && now.table_rows == Some(0) && made.is_some_and(|(made, then)| made > then)
    };
    restarted || renewed()
}

/// The tables that lost their rows, or all that are there where all were created again.
fn emptied(
    case: &Case<'_>,
    tables: &Tables<'_>,
    before: &BTreeMap<String, (u64, Option<u64>)>,
    not_before: Option<i64>,
    explained: &dyn Fn(&str) -> bool,
) -> (Vec<String>, Operation) {
    let rows = |name: &String| tables.get(name).filter(|_| !explained(name));
    let names = |is_one: &dyn Fn(&String, (u64, Option<u64>)) -> bool| -> Vec<String> {
        let own = before.iter().filter(|(name, held)| is_one(name, **held));
        own.map(|(name, _)| name.clone()).collect()
    };
    let empty = names(&|name, held| {
        rows(name).is_some_and(|row| is_emptied(case, row, held, not_before))
            && !housekeeping::is_volatile(name)
            && !scratch::is_scratch_name(name)
    });
    if empty.is_empty() || !is_anew(case, tables, before, not_before) {
        return (empty, Operation::RowsVanished);
    }
    (names(&|name, _| rows(name).is_some()), Operation::TablesRecreated)
}

/// How long one run takes to make all tables anew.
const ONE_RUN_US: i64 = 600 * SECOND;

/// Whether all tables that are still there were created again in one run since the state before,
/// and none has kept half of the rows that it had, as where they are copied or put back.
fn is_anew(
    case: &Case<'_>,
    tables: &Tables<'_>,
    before: &BTreeMap<String, (u64, Option<u64>)>,
    not_before: Option<i64>,
) -> bool {
    let mut made = Vec::new();
    for (name, (rows, _)) in before {
        let Some(row) = tables.get(name) else { continue };
        let EventKind::Table(packed) = &case.events.get(row).kind else { return false };
        let left = packed.unpack().table_rows;
        let keeps = *rows >= LEAST_ROWS && left.is_none_or(|left| left.saturating_mul(2) > *rows);
        let Some(at) = case.made_at(row).filter(|at| Some(*at) > not_before && !keeps) else {
            return false;
        };
        made.push(at);
    }
    let span = made.iter().max().zip(made.iter().min());
    made.len() >= 2 && span.is_some_and(|(last, first)| last.saturating_sub(*first) <= ONE_RUN_US)
}

/// Whether a counter that stood at `was` and stands at `is` began again since there were `rows`
/// rows. It never goes back by deletes; what is there now was written since.
fn is_restarted((was, is): (u64, u64), rows: u64, now: Option<u64>) -> bool {
    is < was
        && now.is_some_and(|n| {
            n == 0 && is <= 2
                || n <= is && is.saturating_mul(2) <= was && n.saturating_mul(2) <= rows
        })
}

/// Databases that an earlier dump shows and this one, which shows others, does not; whether both
/// show some database, so that it is sure that this one would have shown it.
fn gone<'a>(case: &'a Case<'_>, late: &Snapshot<'_>) -> BTreeMap<&'a str, bool> {
    let system = ["mysql", "sys", "information_schema", "performance_schema"];
    let mut out = unlisted(case, late);
    let taken = snapshot::known_time(late);
    for old in &case.snapshots {
        let older = match (old.side, late.side) {
            (Some(Side::Before), Some(Side::After)) => true,
            _ => snapshot::known_time(old).zip(taken).is_some_and(|(a, b)| a < b),
        };
        if !older || old.source == late.source {
            continue;
        }
        let shared = old.databases.keys().any(|name| late.databases.contains_key(name));
        let of_server = late.databases.keys().any(|name| system.contains(name));
        if shared || of_server {
            let names = old.databases.keys().filter(|name| {
                !name.is_empty() && !late.databases.contains_key(*name) && !system.contains(name)
            });
            for name in names {
                *out.entry(*name).or_default() |= shared;
            }
        }
    }
    out
}

/// Databases that a backup or an earlier state shows and a whole list of the server's databases
/// does not; whether it is sure that they were on that server. A list is whole that holds what only
/// an administrator sees.
fn unlisted<'a>(case: &'a Case<'_>, late: &Snapshot<'_>) -> BTreeMap<&'a str, bool> {
    let listed: BTreeSet<String> =
        late.listed.keys().map(|name| name.to_ascii_lowercase()).collect();
    let is_listed = |name: &str| listed.contains(&name.to_ascii_lowercase());
    if !is_listed("mysql") && !is_listed("template1") {
        return BTreeMap::new();
    }
    let taken = snapshot::known_time(late);
    let is_earlier = |at: Option<i64>| at.zip(taken).is_none_or(|(at, taken)| at < taken);
    let is_late = late.side == Some(Side::After);
    let backups = case.backups.iter().filter_map(|&event| {
        let name = case.backup(event)?.database.as_deref()?;
        let before = is_earlier(case.taken(event).map(|when| when.best));
        // a dump of another server may lie beside those of this one
        before.then_some((name, false))
    });
    let states = case.snapshots.iter().filter(|old| old.source != late.source).flat_map(|old| {
        let known = snapshot::known_time(old);
        let sure = old.side == Some(Side::Before) && is_late || known.is_some() && taken.is_some();
        let names = old.databases.keys().chain(old.listed.keys());
        let before = sure && is_earlier(known);
        names.copied().filter(move |_| before).map(move |name| (name, true))
    });
    let mut out = BTreeMap::new();
    for (name, sure) in backups.chain(states) {
        if !name.is_empty() && !is_listed(name) {
            *out.entry(name).or_default() |= sure;
        }
    }
    out
}

/// A table that lost rows between two states though it is the same.
struct Shrunk {
    name: String,
    rows: u64,
    held: u64,
    /// When it was last written to, where that is told: the rows were gone by then.
    changed: Option<i64>,
    /// It has a counter, which stands, so that no row was added; or somebody counted it.
    is_sure: bool,
}

/// The first command between two states that took a server's files away.
fn files_taken(suspects: &[Suspect], from: Option<i64>, to: Option<i64>) -> Option<&Suspect> {
    let (from, to) = (from?, to?);
    let takes = |suspect: &&Suspect| {
        suspect.did_not_run.is_none()
            && suspect.when.is_some_and(|when| (from..=to).contains(&when.best))
            && suspect.abilities.iter().any(|ability| {
                ability.procedure == Procedure::FilesRemoved && ability.certainty == Certainty::Said
            })
    };
    suspects.iter().filter(takes).min_by_key(|suspect| suspect.when)
}

/// How far apart the server notes the changes of tables that one statement makes.
const ONE_CHANGE_US: u64 = 2 * SECOND.unsigned_abs();

impl Shrunk {
    /// A table that holds half or less by somebody's count, or any less after files of its server
    /// were taken away (`is_cut`); or was written to since, holds half or less, and has no new row
    /// by its counter; or holds none and has no counter. The server shows no rows for a table that
    /// it has not counted since its start, but then it shows no time of a change either.
    fn of(
        case: &Case<'_>,
        name: &str,
        row: EventId,
        (held, counter): (u64, Option<u64>),
        (not_before, is_cut): (Option<i64>, bool),
    ) -> Option<Shrunk> {
        let event = case.events.get(row);
        let EventKind::Table(packed) = &event.kind else { return None };
        let now = packed.unpack();
        let left = now.table_rows?;
        let is_counted = event.remarks().contains(&Remark::Chosen);
        let changed = now
            .updated_at
            .and_then(|written| case.sources.get(event.place.source).row_time(&written))
            .map(|when| when.best);
        let by_counter = || {
            counter == now.auto_increment
                && (counter.is_some() || left == 0)
                && not_before.zip(changed).is_some_and(|(from, changed)| changed > from)
        };
        let is_less =
            held >= LEAST_ROWS && left.saturating_mul(2) <= held && (is_counted || by_counter());
        // a server that lost its log lost what was written last
        let is_loss = (is_less || is_cut && is_counted && left < held)
            && !housekeeping::is_volatile(now.table)
            && !scratch::is_scratch_name(now.table);
        is_loss.then(|| Shrunk {
            name: name.to_owned(),
            rows: held.saturating_sub(left),
            held,
            changed,
            is_sure: is_counted || counter.is_some(),
        })
    }

    /// Those that are sure: of a table without a counter, rows may come and go, unless it was last
    /// written to together with one that has a counter, as by a cascade.
    fn sure(all: Vec<Shrunk>) -> Vec<Shrunk> {
        let counted: Vec<i64> =
            all.iter().filter(|table| table.is_sure).filter_map(|table| table.changed).collect();
        let is_together = |at: i64| counted.iter().any(|c| c.abs_diff(at) <= ONE_CHANGE_US);
        let is_sure = |table: &Shrunk| table.is_sure || table.changed.is_some_and(is_together);
        all.into_iter().filter(is_sure).collect()
    }
}

/// When the first of some tables was made anew after the state before, by the state after.
fn made_anew(
    case: &Case<'_>,
    view: &Tables<'_>,
    names: &[String],
    from: Option<i64>,
) -> Option<i64> {
    let made = names.iter().filter_map(|name| case.made_at(view.get(name)?));
    made.filter(|made| from.is_some_and(|from| *made > from)).min()
}

/// Inferred acts that one pair of states of one database shows belong together: tables gone and
/// tables emptied between the same two dumps.
pub(crate) fn group(acts: &IdVec<ActId, Act>) -> Vec<Vec<ActId>> {
    let mut groups: BTreeMap<(Option<&str>, Option<When>), Vec<ActId>> = BTreeMap::new();
    for (id, act) in
        acts.iter().filter(|(_, a)| a.status == Status::Inferred && a.housekeeping.is_none())
    {
        // a command of which nobody knows what came is no incident
        if act.typed_only {
            continue;
        }
        groups.entry((act.database.as_deref(), act.when)).or_default().push(id);
    }
    groups.into_values().collect()
}

type Earlier = (BTreeMap<String, (u64, Option<u64>)>, Vec<EventId>, Option<i64>);

/// Tables with rows and counters of the state before: the last schema dump that is older, else the
/// last good backup.
fn earlier(
    case: &Case<'_>,
    late: &Snapshot<'_>,
    database: &str,
    tables: &Tables<'_>,
) -> Option<Earlier> {
    let late_time = snapshot::known_time(late);
    // whoever counts on several servers keeps the counts of each in its own folder
    let folder = |s: &Snapshot<'_>| {
        case.sources.get(s.source).path.rsplit_once('/').map(|(folder, _)| folder.to_owned())
    };
    let old = case
        .snapshots
        .iter()
        .filter(|s| s.source != late.source)
        .filter(|s| match (s.side, late.side) {
            (Some(Side::Before), Some(Side::After)) => true,
            _ => snapshot::known_time(s).zip(late_time).is_some_and(|(a, b)| a < b),
        })
        .filter_map(|s| {
            // a release may have added tables since; a list of few of them shows no state
            let (_, map) = s.databases.iter().find(|(name, map)| {
                (database.is_empty() || name.is_empty() || **name == database)
                    && map.len() >= 2
                    && map.len().saturating_mul(2) >= tables.len()
            })?;
            Some((s, map))
        })
        .max_by_key(|(s, _)| (folder(s) == folder(late), snapshot::known_time(s)));
    if let Some((snapshot, map)) = old {
        let tables = map
            .iter()
            .filter_map(|(name, event)| match &case.events.get(event).kind {
                EventKind::Table(row) => {
                    let table = row.unpack();
                    Some((name.to_owned(), (table.table_rows.unwrap_or(0), table.auto_increment)))
                }
                _ => None,
            })
            .collect();
        return Some((tables, map.first().into_iter().collect(), snapshot::known_time(snapshot)));
    }
    let at = late_time.unwrap_or(i64::MAX);
    let (choice, _) = last_good(case, at, (!database.is_empty()).then_some(database), &[]);
    let choice = choice?;
    let backup = case.backup(choice.event)?;
    let is_of = |own: &str| database.is_empty() || own.eq_ignore_ascii_case(database);
    let tables = backup.tables.iter().filter(|t| t.database.as_deref().is_none_or(is_of));
    let known = tables.map(|t| (t.table.clone(), (t.rows, t.auto_increment))).collect();
    Some((known, vec![choice.event], Some(choice.taken.best)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_a_name_may_be_called_a_database() {
        let drop = Act {
            database: Some("warehouse".to_owned()),
            tables: vec!["marts.orders".to_owned()],
            ..Act::bare(Operation::DropTable, Status::Executed, StatusReason::Recorded)
        };
        assert!(explains(&drop, "marts", "marts.orders"));
        assert!(explains(&drop, "warehouse", "marts.orders"));
        assert!(!explains(&drop, "shop", "marts.orders"));
        assert!(!explains(&drop, "marts", "marts.customers"));
    }

    #[test]
    fn a_table_without_a_counter_is_lost_with_one_that_has_it() {
        let table = |name: &str, second: i64, counter: bool| Shrunk {
            name: name.to_owned(),
            rows: 60,
            held: 60,
            changed: Some(second * SECOND),
            is_sure: counter,
        };
        let sure = |all: Vec<Shrunk>| -> Vec<String> {
            Shrunk::sure(all).into_iter().map(|table| table.name).collect()
        };
        assert_eq!(
            sure(vec![table("parts", 100, true), table("part_bin", 101, false)]),
            ["parts", "part_bin"]
        );
        assert_eq!(
            sure(vec![table("parts", 100, true), table("part_bin", 400, false)]),
            ["parts"],
            "emptied at another time"
        );
        assert!(sure(vec![table("part_bin", 100, false)]).is_empty(), "alone");
    }
}
