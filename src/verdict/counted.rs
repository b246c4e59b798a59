//! Deletes by a condition or LIMIT that took at least half of what their table held, the slices of
//! one run summed up: by the rows that their records count, else by those of the last backup of
//! which the condition holds. Of tables that cascade from theirs, the rows of the backup tell too.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::{
    case::{
        facts::{Act, Case, Seen, Status, is_row_event},
        housekeeping,
        reason::{CountedBy, StatusReason},
        rollbacks::undone,
        snapshot,
        transactions::Fates,
    },
    event::{
        backup::{Backup, BackupTable},
        ids::{EventId, StatementId},
        place::SourceId,
        query::{Query, Witness},
    },
    ingest::{
        count::Question,
        gathered::{Answer, Asked},
    },
    sql::{
        expression::Session, fold, operation::Operation, selection::Selection, statement::Condition,
    },
    time::SECOND,
    verdict::{
        impact::{backup::last_good, cascade},
        shrunk::{LEAST_ROWS, SLICES_US, conditional_delete, text},
    },
};

/// Fewer rows than this are no loss of most of a table.
const FEWEST_ROWS: u64 = 100;

/// A backup older than this says little of how much a table holds.
const FRESH_US: i64 = 8 * 86_400 * SECOND;

/// Two records of one statement are no farther apart.
const SAME_US: i64 = 4 * SECOND;

/// Chunks of one delete, each with other keys in its list, are no farther apart.
const CHUNKS_US: i64 = 60 * SECOND;

/// More chunks than this are not put together.
const MOST_CHUNKS: usize = 2000;

/// So many of the last runs are looked through for that of a record, and of the last slices of
/// each.
const OPEN_RUNS: usize = 16;
const OPEN_SLICES: usize = 16;

/// So much is asked of backups at most, and of so many tables each.
const QUESTIONS: usize = 200;
const TABLES: usize = 200;

/// Statements of the same words on the same table within one run, or of one connection that differ
/// in their values alone.
struct Run<'a> {
    first: (&'a Seen, &'a Query),
    table: String,
    database: Option<String>,
    slices: Vec<Slice>,
    last: i64,
    /// Of each slice.
    limit: Option<u64>,
    typed: bool,
    /// How all of it was undone or refused, and by which event.
    undone: Option<(Status, StatusReason, Option<EventId>)>,
}

/// One statement of a run.
struct Slice {
    /// Its records.
    ids: Vec<StatementId>,
    /// Rows that a record counts.
    rows: Option<u64>,
    /// A hash of its text, folded.
    words: u64,
    /// When its first record says that it ran, in microseconds since 1970.
    at: i64,
    /// The logs that have it.
    sources: BTreeSet<SourceId>,
}

impl Slice {
    /// Whether a record of another log, of these words and this time, tells of it too.
    fn is_told(&self, words: u64, at: i64, source: SourceId) -> bool {
        self.words == words
            && at.saturating_sub(self.at) <= SAME_US
            && !self.sources.contains(&source)
    }
}

/// The runs of each statement, without what was undone where not all of a run was.
fn runs<'a>(case: &'a Case<'_>) -> Vec<Vec<Run<'a>>> {
    let (undone, fates) = (undone(case), Fates::of(case));
    let end = |id: &StatementId| match fates.end(*id) {
        None if !case.query(case.seen.get(*id).event)?.dialect.is_postgres() => {
            undone.get(id).map(|(reason, by)| (Status::RolledBack, reason, Some(*by)))
        }
        end => end.filter(|(status, ..)| *status != Status::Executed),
    };
    let mut by_text: BTreeMap<(String, String, Option<String>), Vec<Run<'_>>> = BTreeMap::new();
    for (id, seen) in case.seen.iter().filter(|(id, _)| fates.repeats(*id).is_none()) {
        let statement = &seen.statement;
        let Some((table, query)) = conditional_delete(case, seen) else { continue };
        let is_counted = statement.condition == Condition::Some
            || statement.limit.is_some()
            || is_row_event(query);
        if !is_counted || housekeeping::is_volatile(&table.name) {
            continue;
        }
        let Some(text) = text(case, seen) else { continue };
        let database = table.database.clone().or_else(|| query.database.clone());
        let at = seen.when.map_or(i64::MIN, |when| when.best);
        let source = case.place(seen.event).source;
        let words = hashed(&text);
        let key = (fold::shape(&text), table.name.to_lowercase(), database.clone());
        let runs = by_text.entry(key).or_default();
        let told = runs.iter_mut().rev().take(OPEN_RUNS).find_map(|run| {
            let mut slices = run.slices.iter_mut().rev().take(OPEN_SLICES);
            let slice = slices.find(|slice| slice.is_told(words, at, source))?;
            Some((&mut run.typed, slice))
        });
        if let Some((typed, slice)) = told {
            slice.sources.insert(source);
            slice.ids.push(id);
            slice.rows = slice.rows.or(query.rows_affected);
            *typed &= query.witness == Witness::Typed;
            continue;
        }
        let slice = Slice {
            ids: vec![id],
            rows: query.rows_affected,
            words,
            at,
            sources: BTreeSet::from([source]),
        };
        // slices with a limit are of the same words; chunks have keys of their own each
        let goes_on = |run: &&mut Run<'_>| {
            let Some(last) = run.slices.last() else { return false };
            let gap = at.saturating_sub(run.last);
            if statement.limit.is_some() {
                return last.words == words && gap < SLICES_US;
            }
            query.connection_id.is_some()
                && run.first.1.connection_id == query.connection_id
                && last.sources.contains(&source)
                && last.words != words
                && gap <= CHUNKS_US
                && run.slices.len() < MOST_CHUNKS
        };
        match runs.iter_mut().rev().take(OPEN_RUNS).find(goes_on) {
            Some(run) => {
                run.slices.push(slice);
                run.last = at;
            }
            None => runs.push(Run {
                first: (seen, query),
                table: table.name.clone(),
                database,
                slices: vec![slice],
                last: at,
                limit: statement.limit,
                typed: query.witness == Witness::Typed,
                undone: None,
            }),
        }
    }
    for run in by_text.values_mut().flatten() {
        let is_undone = |slice: &Slice| slice.ids.iter().any(|id| end(id).is_some());
        if run.slices.iter().all(is_undone) {
            let first = run.ids().find_map(|id| end(&id));
            run.undone = first.map(|(status, reason, by)| (status, reason.clone(), by));
        } else {
            run.slices.retain(|slice| !is_undone(slice));
        }
        let first = run.ids().next().map(|id| case.seen.get(id));
        if let Some(first) = first.and_then(|seen| Some((seen, case.query(seen.event)?))) {
            run.first = first;
        }
    }
    let is_refused = |run: &Run<'_>| matches!(run.undone, Some((Status::Failed, ..)));
    by_text.values_mut().for_each(|runs| runs.retain(|run| !is_refused(run)));
    by_text.into_values().collect()
}

fn hashed(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Run<'_> {
    /// All records, in order.
    fn ids(&self) -> impl Iterator<Item = StatementId> {
        self.slices.iter().flat_map(|slice| &slice.ids).copied()
    }

    /// Rows that the records count; `None` where one slice has none that does.
    fn rows(&self) -> Option<u64> {
        self.slices.iter().try_fold(0_u64, |sum, slice| Some(sum.saturating_add(slice.rows?)))
    }

    /// Whether another run came at another hour.
    fn is_apart(&self, other: &Run<'_>) -> bool {
        let at = |run: &Run<'_>| run.first.0.when.map_or(i64::MIN, |when| when.best);
        at(other).saturating_sub(self.last).max(at(self).saturating_sub(other.last)) > SLICES_US
    }

    fn asked(&self, case: &Case<'_>) -> Asked {
        let (seen, _) = self.first;
        (case.events.get(seen.event).place, seen.statement.at.0, self.slices.len())
    }

    /// The last good backup before it that holds its table, with the table.
    fn backup<'c>(
        &self,
        case: &'c Case<'_>,
    ) -> Option<(EventId, i64, &'c Backup, &'c BackupTable)> {
        let at = self.first.0.when?.best;
        let of = std::slice::from_ref(&self.table);
        let good = last_good(case, at, self.database.as_deref(), of).0?;
        let backup = case.backup(good.event)?;
        Some((good.event, good.taken.best, backup, table_of(backup, self, &self.table)?))
    }

    /// What is to be asked of the backup: what its record does not count, and what went along.
    fn question(&self, case: &Case<'_>, children: &cascade::Children) -> Option<Question> {
        let (seen, query) = self.first;
        let (event, taken, backup, own) = self.backup(case)?;
        let along = cascade::reached(children, std::slice::from_ref(&self.table));
        if self.rows().is_some() && along.is_empty() {
            return None;
        }
        let asked = self.asked(case);
        let source = case.events.get(seen.event).place.source;
        let session = Session {
            now: seen.when?.best,
            zone: case.sources.get(source).rows,
            postgres: query.dialect.is_postgres(),
        };
        let texts = self.slices.iter().filter_map(|slice| {
            let seen = case.seen.get(*slice.ids.first()?);
            Some(seen.text(case.query(seen.event)?))
        });
        // slices with a limit are of the same words
        let texts: Vec<&str> = texts.take(self.limit.map_or(usize::MAX, |_| 1)).collect();
        let selection = Selection::of_any(&texts, query.dialect, session)?;
        let slices = self.slices.len() as u64;
        let most = self.limit.or(selection.limit).map(|limit| limit.saturating_mul(slices));
        let mut tables = vec![own.clone()];
        tables.extend(along.keys().filter_map(|name| table_of(backup, self, name)).cloned());
        (tables.len() <= TABLES).then_some(Question {
            asked,
            backup: case.events.get(event).place.source,
            taken,
            selection,
            session,
            most,
            tables,
        })
    }

    fn answer<'c>(&self, case: &'c Case<'_>) -> Option<&'c Answer> {
        case.answers.get(&self.asked(case))?.as_ref()
    }
}

/// A table of a backup, by its name in the database of a run.
fn table_of<'c>(backup: &'c Backup, run: &Run<'_>, name: &str) -> Option<&'c BackupTable> {
    backup.tables.iter().find(|held| {
        let of = held.database.as_deref().zip(run.database.as_deref());
        held.table.eq_ignore_ascii_case(name) && of.is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
    })
}

/// What is to be asked of the rows of backups, and was not asked yet.
pub(crate) fn questions(case: &Case<'_>) -> Vec<Question> {
    let children = cascade::children(case);
    let runs = runs(case);
    let open = runs.iter().flatten().filter(|run| !case.answers.contains_key(&run.asked(case)));
    let left = QUESTIONS.saturating_sub(case.answers.len());
    open.filter_map(|run| run.question(case, &children)).take(left).collect()
}

/// Acts of deletes that took most of a table, or of tables that cascade from theirs.
pub(crate) fn acts(case: &Case<'_>) -> Vec<Act> {
    let by_text = runs(case);
    let all = || by_text.iter().flat_map(|runs| runs.iter().map(move |run| (run, runs.as_slice())));
    let mut out = Vec::new();
    let mut others = Vec::new();
    for (run, runs) in all() {
        match act(case, run, runs, FEWEST_ROWS) {
            Some(act) => out.push(act),
            None => others.push((run, runs)),
        }
    }
    let mut ended: BTreeMap<u64, Vec<i64>> = BTreeMap::new();
    for act in &out {
        let at = act.connection.zip(act.ended);
        at.into_iter().for_each(|(of, at)| ended.entry(of).or_default().push(at));
    }
    // the parents of what was deleted first, which are few
    let along = |(run, runs): (&Run<'_>, &[Run<'_>])| {
        let is_near = |at: &i64| at.abs_diff(run.last) <= CHUNKS_US.unsigned_abs();
        if !ended.get(&run.first.1.connection_id?)?.iter().any(is_near) {
            return None;
        }
        let act = act(case, run, runs, 1)?;
        let is_whole =
            matches!(act.status_reason, StatusReason::TookMost { rows, held, .. } if rows == held);
        is_whole.then_some(act)
    };
    let along: Vec<Act> = others.into_iter().filter_map(along).collect();
    out.extend(along);
    out
}

/// The act of a run that took at least `least` rows.
fn act(case: &Case<'_>, run: &Run<'_>, runs: &[Run<'_>], least: u64) -> Option<Act> {
    let (seen, query) = run.first;
    let at = seen.when.map(|when| when.best);
    let answer = run.answer(case);
    let along = answer.and_then(|answer| answer.along.clone());
    let of_backup = run.rows().is_none();
    let by = if of_backup { CountedBy::Backup } else { CountedBy::Record };
    let most = most(case, run, runs, least).map(|(rows, held)| {
        (Operation::DeleteMost, vec![run.table.clone()], StatusReason::TookMost { rows, held, by })
    });
    let (operation, tables, reason) = match run.undone {
        None => most.or_else(|| cascaded(case, run, runs, along.as_deref()?))?,
        Some(_) => most?,
    };
    let backup = (reason.counted_by() == Some(CountedBy::Backup)).then(|| run.backup(case));
    let events = run.ids().take(100).map(|id| case.seen.get(id).event);
    let rows = match reason {
        StatusReason::TookMost { rows, .. } => Some(rows),
        _ => None,
    };
    let (status, reason, by) = run.undone.clone().unwrap_or((Status::Executed, reason, None));
    Some(Act {
        database: run.database.clone(),
        tables,
        seen: run.ids().collect(),
        events: events.chain(backup.flatten().map(|(event, ..)| event)).chain(by).collect(),
        when: seen.when,
        ended: at.map(|at| at.max(run.last)),
        connection: query.connection_id,
        user: query.user.clone(),
        host: query.host.clone(),
        rows,
        along,
        typed_only: run.typed,
        lower_case: seen.statement.lower_case,
        text: query.sql.clone(),
        ..Act::bare(operation, status, reason)
    })
}

/// The rows that a run took and its table held, where it took most of it.
fn most(case: &Case<'_>, run: &Run<'_>, runs: &[Run<'_>], least: u64) -> Option<(u64, u64)> {
    let (rows, held, sure) = match run.rows() {
        // most deletes take few, and no backup needs to be asked
        Some(rows) if rows < least => return None,
        Some(rows) => {
            let at = run.first.0.when.map(|when| when.best);
            let names = std::slice::from_ref(&run.table);
            let dumped = snapshot::last_before(case, at, run.database.as_deref(), names)
                .and_then(|view| view.table(&run.table)?.0.table_rows);
            (rows, dumped.or_else(|| saved(case, run, runs, &run.table, rows))?, rows)
        }
        None => {
            let answer = run.answer(case).filter(|answer| answer.rows >= least)?;
            let held = saved(case, run, runs, &run.table, answer.rows)?;
            // what fell due since may have gone bit by bit before
            (answer.rows, held, answer.due.min(answer.rows))
        }
    };
    // what was to go by age and took as much by another alternative is a loss before it is most
    let share = if run.first.0.statement.widened { 3 } else { 2 };
    (sure >= least && sure.saturating_mul(share) >= held).then_some((rows, held))
}

/// Tables that cascade from a run's own, and lost at least half of their rows along with it.
fn cascaded(
    case: &Case<'_>,
    run: &Run<'_>,
    runs: &[Run<'_>],
    along: &[(String, u64)],
) -> Option<(Operation, Vec<String>, StatusReason)> {
    let (.., backup, _) = run.backup(case)?;
    let (mut tables, mut rows, mut held) = (Vec::new(), 0_u64, 0_u64);
    for (name, gone) in along {
        let before = table_of(backup, run, name)?.rows;
        let is_most = *gone >= LEAST_ROWS && gone.saturating_mul(2) >= before;
        if is_most
            && !housekeeping::is_volatile(name)
            && !cascade::deleted_by_name(case, name)
            && saved(case, run, runs, name, *gone).is_some()
        {
            tables.push(name.clone());
            rows = rows.saturating_add(*gone);
            held = held.saturating_add(before);
        }
    }
    let reason = StatusReason::Cascaded { rows, held, by: CountedBy::Backup };
    (!tables.is_empty()).then_some((Operation::RowsVanished, tables, reason))
}

/// The rows of a table in a backup of the days before. `None` where it tells nothing: the table
/// has grown far beyond it, a later backup still has the rows, or the same words take as much at
/// other hours too, which is a routine.
fn saved(case: &Case<'_>, run: &Run<'_>, runs: &[Run<'_>], table: &str, rows: u64) -> Option<u64> {
    let at = run.first.0.when?.best;
    let (_, taken_at, backup, _) = run.backup(case)?;
    let held = table_of(backup, run, table)?.rows;
    let has_them = |event: EventId| {
        let left = || Some(table_of(case.backup(event)?, run, table)?.rows);
        case.taken(event).is_some_and(|when| when.best > run.last)
            && left().is_some_and(|left| left.saturating_mul(2) > held)
    };
    let took = |other: &Run<'_>| {
        let answer = other.answer(case).map(|answer| answer.rows.min(answer.due));
        other.rows().or(answer).is_some_and(|more| more.saturating_mul(2) >= rows)
    };
    let is_routine = |other: &Run<'_>| other.undone.is_none() && run.is_apart(other) && took(other);
    (at.saturating_sub(taken_at) < FRESH_US
        && rows.saturating_mul(2) <= held.saturating_mul(3)
        && !runs.iter().any(is_routine)
        && (run.undone.is_some() || !case.backups.iter().any(|&event| has_them(event))))
    .then_some(held)
}
