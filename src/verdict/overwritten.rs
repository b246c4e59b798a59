//! Loads and upserts that gave most rows of a table other values: no row is gone, and no word of
//! theirs is destructive. Breadth alone makes none a loss, for a price feed does that every night;
//! what does is that runs of the same statement never touched as much, or that the application
//! complains about the table from then on.

use std::collections::BTreeMap;

use crate::{
    case::{
        facts::{Act, Case, Seen, Status},
        housekeeping,
        reason::StatusReason,
        rollbacks::undone,
        snapshot,
    },
    event::{
        ids::{EventId, StatementId},
        kind::EventKind,
        log::{Level, Log},
        place::SourceId,
        query::{Outcome, Query, Witness},
    },
    format::grammar::sql_count,
    sql::{
        operation::Operation,
        statement::{Condition, Verb},
    },
    time::SECOND,
    verdict::{
        impact::backup::last_good,
        shrunk::{LEAST_ROWS, text},
    },
};

/// Chunks of one load come within this time of each other.
const CHUNKS_US: i64 = 900 * SECOND;

/// Two records of one statement are no farther apart.
const SAME_US: i64 = 4 * SECOND;

/// How long afterwards a complaint may begin.
const COMPLAINT_US: i64 = 86_400 * SECOND;

/// A run that touches so many times what any other did is none of the routine.
const BEYOND: u64 = 4;

/// So many other runs show what is usual.
const USUAL: usize = 2;

/// Words of a table's name that are shorter say nothing in a message.
const WORD_CHARS: usize = 4;

/// One load: statements of one kind on one table, near each other in time.
struct Run<'a> {
    first: (&'a Seen, &'a Query),
    ids: Vec<StatementId>,
    events: Vec<EventId>,
    from: i64,
    to: i64,
    rows: Rows,
}

/// What the records of a run count.
#[derive(Clone, Copy, Default)]
pub(super) struct Rows {
    /// Rows in its lists of values; `None` where one has another source.
    pub(super) given: Option<u64>,
    /// Rows affected; `None` where a record counts none.
    pub(super) affected: Option<u64>,
    /// A row that is replaced counts twice.
    twice: bool,
}

impl Rows {
    pub(super) fn of(seen: &Seen, query: &Query) -> Rows {
        let statement = &seen.statement;
        let (start, end) = statement.at;
        let sql = query.sql.get(start..end).unwrap_or(&query.sql);
        let is_list = matches!(statement.verb, Verb::Insert | Verb::Replace);
        let list = sql_count::head(sql.as_bytes()).and_then(|head| head.body);
        let given = list
            .filter(|_| is_list && !statement.truncated)
            .map(|from| sql_count::scan(sql.as_bytes().get(from..).unwrap_or_default()).groups);
        let twice = statement.verb != Verb::Update && !query.dialect.is_postgres();
        Rows { given: given.filter(|rows| *rows > 0), affected: query.rows_affected, twice }
    }

    fn add(&mut self, more: Rows) {
        let sum = |a: Option<u64>, b: Option<u64>| a.zip(b).map(|(a, b)| a.saturating_add(b));
        self.given = sum(self.given, more.given);
        self.affected = sum(self.affected, more.affected);
    }

    /// Rows that were there and were given other values, where `grown` rows are new. `None` where
    /// nothing counts them.
    fn overwritten(self, grown: u64) -> Option<u64> {
        Some(match (self.affected, self.given) {
            // what is new counts once
            (Some(affected), Some(given)) if self.twice => affected.saturating_sub(given),
            (Some(affected), _) if self.twice => affected.saturating_sub(grown) / 2,
            (Some(affected), _) => affected.saturating_sub(grown),
            (None, given) => given?.saturating_sub(grown),
        })
    }
}

type Key = (Verb, String, Option<String>, Option<String>);

/// The runs of each kind.
fn runs<'a>(case: &'a Case<'_>) -> BTreeMap<Key, Vec<Run<'a>>> {
    let mut out: BTreeMap<Key, Vec<Run<'_>>> = BTreeMap::new();
    let undone = undone(case);
    let source = |event: EventId| case.place(event).source;
    for (id, seen) in case.seen.iter() {
        let statement = &seen.statement;
        let is_one = statement.overwrites
            && seen.effects.is_empty()
            && (statement.verb != Verb::Update || statement.condition == Condition::Some)
            && !undone.contains_key(&id);
        let [table] = statement.objects.as_slice() else { continue };
        let Some(query) = case.query(seen.event).filter(|query| {
            is_one
                && !matches!(query.outcome, Outcome::Refused { .. })
                && !housekeeping::is_volatile(&table.name)
        }) else {
            continue;
        };
        let Some(when) = seen.when else { continue };
        // the words of an UPDATE tell it from another; those of a load are its rows
        let words = (statement.verb == Verb::Update).then(|| text(case, seen)).flatten();
        let database = table.database.clone().or_else(|| query.database.clone());
        let runs =
            out.entry((statement.verb, table.name.to_lowercase(), database, words)).or_default();
        let rows = Rows::of(seen, query);
        match runs.last_mut().filter(|run| when.best.saturating_sub(run.to) <= CHUNKS_US) {
            // another record of the same
            Some(run)
                if when.best.saturating_sub(run.to) <= SAME_US
                    && run.events.last().is_some_and(|own| source(*own) != source(seen.event)) =>
            {
                run.events.push(seen.event);
                run.rows.affected = run.rows.affected.or(rows.affected);
                run.rows.given = run.rows.given.or(rows.given);
            }
            Some(run) => {
                run.ids.push(id);
                run.events.push(seen.event);
                run.to = when.best;
                run.rows.add(rows);
            }
            None => runs.push(Run {
                first: (seen, query),
                ids: vec![id],
                events: vec![seen.event],
                from: when.best,
                to: when.best,
                rows,
            }),
        }
    }
    out
}

/// Acts of loads that overwrote what somebody misses.
pub(crate) fn acts(case: &Case<'_>) -> Vec<Act> {
    let mut out = Vec::new();
    let said = Said::of(case);
    for ((_, _, database, _), runs) in runs(case) {
        let usual = Usual::of(&runs);
        for run in &runs {
            out.extend(act(case, run, &usual, &said, database.as_deref()));
        }
    }
    out
}

/// What the runs of one kind touch.
struct Usual {
    runs: usize,
    /// The most rows of any run and the most of another; `None` where one is not counted.
    most: Option<[u64; 2]>,
}

impl Usual {
    fn of(runs: &[Run<'_>]) -> Usual {
        let counts = runs.iter().map(|run| run.rows.overwritten(0));
        let most = counts.collect::<Option<Vec<u64>>>().map(|mut counts| {
            counts.sort_unstable_by(|a, b| b.cmp(a));
            [0, 1].map(|nth| counts.get(nth).copied().unwrap_or(0))
        });
        Usual { runs: runs.len(), most }
    }

    /// How many others there are, and the most that one of them touched.
    fn beside(&self, run: &Run<'_>) -> Option<(usize, u64)> {
        let [first, second] = self.most?;
        let most = if run.rows.overwritten(0) == Some(first) { second } else { first };
        Some((self.runs.saturating_sub(1), most))
    }
}

fn act(
    case: &Case<'_>,
    run: &Run<'_>,
    usual: &Usual,
    said: &Said,
    database: Option<&str>,
) -> Option<Act> {
    let (seen, query) = run.first;
    let table = &seen.statement.objects.first()?.name;
    if run.rows.overwritten(0)? < LEAST_ROWS {
        return None;
    }
    let (others, usual) = usual.beside(run)?;
    let sides = Sides::of(case, run, database, table)?;
    let rows = run.rows.overwritten(sides.grown)?;
    let is_broad = rows >= LEAST_ROWS
        && rows.saturating_mul(2) >= sides.held
        && rows.saturating_mul(10) <= sides.held.saturating_mul(11);
    if !is_broad {
        return None;
    }
    let rows = rows.min(sides.held);
    if usual.saturating_mul(BEYOND) > rows {
        return None;
    }
    let complaints = said.complaints(case, run, table);
    if complaints.is_empty() && others < USUAL {
        return None;
    }
    let (start, end) = seen.statement.at;
    let reason = StatusReason::Overwrote {
        rows,
        held: sides.held,
        others,
        usual,
        missed: !complaints.is_empty(),
    };
    let events = run.events.iter().copied().take(100);
    Some(Act {
        database: database.map(str::to_owned),
        tables: vec![table.clone()],
        seen: run.ids.clone(),
        events: events.chain(sides.event).chain(complaints).collect(),
        when: seen.when,
        ended: Some(run.to),
        connection: query.connection_id,
        user: query.user.clone(),
        host: query.host.clone(),
        rows: Some(rows),
        lower_case: seen.statement.lower_case,
        text: query.sql.get(start..end).unwrap_or(&query.sql).trim().to_owned(),
        typed_only: query.witness == Witness::Typed && run.events.len() == run.ids.len(),
        ..Act::bare(Operation::UpdateAll, Status::Executed, reason)
    })
}

/// A table on either side of a run.
struct Sides {
    held: u64,
    /// Rows that it has more afterwards, where a state shows it.
    grown: u64,
    /// The backup that counts it.
    event: Option<EventId>,
}

impl Sides {
    fn of(case: &Case<'_>, run: &Run<'_>, database: Option<&str>, table: &str) -> Option<Sides> {
        let names = [table.to_owned()];
        let counted = |event: EventId| {
            let tables = &case.backup(event).filter(|backup| backup.tells_rows())?.tables;
            Some(tables.iter().find(|own| own.table.eq_ignore_ascii_case(table))?.rows)
        };
        let saved = last_good(case, run.from, database, &names).0.map(|choice| choice.event);
        let backup = saved.and_then(|event| Some((event, counted(event)?)));
        let dumped = snapshot::last_before(case, Some(run.from), database, &names)
            .and_then(|view| view.table(table)?.0.table_rows);
        let held = backup.map(|(_, rows)| rows).or(dumped)?;
        let later = case
            .backups
            .iter()
            .filter(|&&event| case.taken(event).is_some_and(|when| when.best > run.to));
        let after = later.filter_map(|&event| counted(event)).min();
        Some(Sides {
            held,
            grown: after.map_or(0, |rows| rows.saturating_sub(held)),
            event: backup.map(|(event, _)| event),
        })
    }
}

/// A warning or an error: when, which, and its text without numbers in lower case.
struct Grave {
    at: i64,
    event: EventId,
    text: String,
}

/// What logs say that is grave, and since when each log goes.
struct Said {
    grave: Vec<Grave>,
    /// When the first of each text was.
    begun: BTreeMap<String, i64>,
    since: BTreeMap<SourceId, i64>,
}

impl Said {
    fn of(case: &Case<'_>) -> Said {
        let mut said = Said { grave: Vec::new(), begun: BTreeMap::new(), since: BTreeMap::new() };
        for (event, placed) in case.events.iter() {
            let Some(at) = placed.when.map(|when| when.best) else { continue };
            said.since.entry(placed.place.source).or_insert(at);
            let text = match &placed.kind {
                EventKind::Log(log) => grave(log),
                EventKind::Text(text) => grave_text(text),
                _ => None,
            };
            if let Some(text) = text {
                let text = text.to_lowercase();
                let text: String =
                    text.chars().filter(|c| !c.is_ascii_digit()).take(TEXT_CHARS).collect();
                said.begun.entry(text.clone()).or_insert(at);
                said.grave.push(Grave { at, event, text });
            }
        }
        said
    }

    /// What names what the table holds, of kinds that begin after a run, in logs that go back
    /// before it.
    fn complaints(&self, case: &Case<'_>, run: &Run<'_>, table: &str) -> Vec<EventId> {
        let words: Vec<String> = table
            .split(|c: char| !c.is_alphanumeric())
            .map(|word| word.to_lowercase().trim_end_matches('s').to_owned())
            .filter(|word| word.chars().count() >= WORD_CHARS)
            .collect();
        let names_it = |grave: &&Grave| {
            let mut parts = grave.text.split(|c: char| !c.is_alphanumeric());
            parts.any(|part| words.iter().any(|word| part.starts_with(word.as_str())))
        };
        let next = self.grave.partition_point(|grave| grave.at < run.from);
        let after = self.grave.get(next..).unwrap_or_default();
        let is_known =
            |grave: &&Grave| self.begun.get(&grave.text).is_some_and(|begun| *begun < run.from);
        let until = run.to.saturating_add(COMPLAINT_US);
        let covers = |grave: &&Grave| {
            self.since.get(&case.place(grave.event).source).is_some_and(|since| *since < run.from)
        };
        let soon = after.iter().take_while(|grave| grave.at <= until);
        soon.filter(names_it)
            .filter(covers)
            .filter(|grave| !is_known(grave))
            .map(|grave| grave.event)
            .take(3)
            .collect()
    }
}

/// As much of a message as tells its kind.
const TEXT_CHARS: usize = 80;

fn is_grave(level: &Level) -> bool {
    *level == Level::Warning || level.is_error()
}

/// The message of a warning or an error, other than what a statement was refused for.
fn grave(log: &Log) -> Option<&str> {
    let refused = log.error_code.is_some() || log.sqlstate.is_some();
    (!refused && log.level.as_ref().is_some_and(is_grave)).then_some(log.message.as_str())
}

/// The same of a line whose first words name its level.
fn grave_text(text: &str) -> Option<&str> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let level = words.by_ref().take(3).find(|word| word.bytes().all(|b| b.is_ascii_uppercase()))?;
    is_grave(&Level::of(level)).then_some(text)
}
