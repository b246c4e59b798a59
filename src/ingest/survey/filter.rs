//! Large sources of formats that no glance at raw bytes can judge: every record is read in full and
//! judged by what it tells. What cannot matter is only counted, so memory stays flat.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    io, mem,
    ops::Range,
};

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::ServerMark,
        query::{Outcome, Query},
    },
    format::{
        contract::RecordReader,
        grammar::{
            prefilter::{Glance, Scale, shape_hash, text_hash},
            relevance::{
                Relevance, begins, command_relevance, is_routine, may_matter, statement_relevance,
                text_relevance,
            },
        },
    },
    ingest::{
        drafts::{Batch, Chain, Drafts, Glanced},
        sited::Sited,
        source_read::SourceRead,
        survey::{
            cells::{CELL_BYTES, Cell},
            groups::Groups,
            result::Survey,
        },
        tally::{Bar, Tally, Times},
    },
    source::evidence::Source,
};

/// Drafts kept at either end of the source, and on either side of a grave one.
const NEAR: usize = 128;
/// Of grave ones that are the same, as many are kept with what stands around them.
const SAME: u8 = 4;
/// Drafts that are kept for what they stand beside.
const BESIDE: usize = 8192;
/// Beginnings and ends of transactions that are kept.
const CONTROLS: usize = 40_000;
/// Connections whose transactions are followed at once.
const CONNECTIONS: usize = 10_000;
/// A statement that changes more rows than this is grave whatever its condition.
const MANY_ROWS: u64 = 9_999;
/// Gaps that are told one by one.
const GAPS: usize = 10_000;

/// Bytes at either end of a source of which also what is routine may be kept: they show what the
/// source tells of, and from when to when.
const ENDS: u64 = 2 * CELL_BYTES;

/// Reads all of a source, of which what may matter is put into `read`.
pub(in crate::ingest) fn filter(
    source: &Source,
    reader: Box<dyn RecordReader>,
    block: u64,
    read: &mut SourceRead,
) -> io::Result<()> {
    filter_between(source, reader, block, ENDS, read)
}

fn filter_between(
    source: &Source,
    reader: Box<dyn RecordReader>,
    block: u64,
    ends: u64,
    read: &mut SourceRead,
) -> io::Result<()> {
    let size = source.size();
    let within = ends..size.saturating_sub(ends);
    let mut drafts = Drafts::new(source, reader, block)?
        .in_small_blocks()
        .glancing()
        .condensed(condense)
        .within((within.start, within.end));
    let survey = Survey { size, filtered: true, ..Survey::default() };
    let mut filter = Filter { survey, within, ..Filter::default() };
    // bytes of gaps beyond those that are told one by one
    let mut lost = 0u64;
    drafts.each_batch(|batch| filter.judge(batch, read, &mut lost))?;
    let (survey, kept) = filter.finish();
    read.survey = Some(Box::new(survey));
    read.drafts.reserve_exact(kept.len());
    for (_, one) in kept {
        match one {
            One::Read(sited) => read.drafts.push(*sited),
            One::Glanced { start, end, line, led } => {
                read.drafts.extend(drafts.read_glanced(start..end, line, led.as_deref())?);
            }
        }
    }
    read.settle();
    read.unparsed_bytes = read.unparsed_bytes.saturating_add(lost);
    Ok(())
}

/// What a survey needs of a draft that stands for itself.
fn condense(draft: &Draft) -> Option<Glance> {
    let kind = &draft.kind;
    let at = draft.written.as_ref().and_then(|written| Scale::of(&written.stamp));
    let glance = Glance { at, error: kind.is_error(), ..Glance::default() };
    if kind.is_content() || matches!(kind, EventKind::Backup(_)) || controls(kind) {
        None
    } else if says_nothing(kind) {
        Some(glance)
    } else {
        let (weight, likeness) = weigh(kind);
        let grave = weight == Relevance::Grave;
        // what holds a grave statement may be part of a transaction
        let stands_alone = weight == Relevance::Telling
            || grave && !matches!(kind, EventKind::Query(_) | EventKind::Log(_));
        stands_alone.then_some(Glance { alike: Some(likeness), grave, ..glance })
    }
}

/// What is kept: a draft, or where the record stands that is to be read.
enum One {
    Read(Box<Sited>),
    /// `led` by what it goes on with.
    Glanced {
        start: u64,
        end: u64,
        line: u64,
        led: Option<Box<Chain>>,
    },
}

impl One {
    fn start(&self) -> u64 {
        match self {
            One::Read(sited) => sited.draft.at.start as u64,
            One::Glanced { start, .. } => *start,
        }
    }

    fn end(&self) -> u64 {
        match self {
            One::Read(sited) => sited.draft.at.end as u64,
            One::Glanced { end, .. } => *end,
        }
    }
}

/// What is kept, and its number in the source.
type Kept = (u64, One);

#[derive(Default)]
struct Filter {
    survey: Survey,
    /// Where what says nothing is only counted.
    within: Range<u64>,
    number: u64,
    groups: Groups<Kept>,
    /// What is kept whatever it is like: contents, ends, what stands beside grave ones.
    plain: Vec<Kept>,
    /// How many of these stand beside grave ones.
    beside: usize,
    /// How many of these begin or end transactions.
    controlled: usize,
    /// The last ones that were not kept.
    recent: VecDeque<Kept>,
    /// So many more stand behind a grave one.
    behind: usize,
    /// How often a grave one was seen, by its sameness.
    seen: HashMap<u64, u8>,
    /// The last statement of each connection that began or ended a transaction, where it was not
    /// kept.
    controls: HashMap<u64, Kept>,
    /// Connections whose transaction did something grave.
    watched: HashSet<u64>,
    /// The minute that is counted.
    minute: Option<Bar>,
}

impl Filter {
    fn judge(&mut self, batch: Batch, out: &mut SourceRead, lost: &mut u64) {
        let mut starts = batch.starts.into_iter().peekable();
        let mut glanced = batch.glanced.into_iter().peekable();
        for (number, sited) in batch.drafts.into_iter().enumerate() {
            while let Some(one) = glanced.next_if(|one| one.before <= number) {
                while let Some((start, line)) = starts.next_if(|(start, _)| *start < one.start) {
                    self.begin(start, line);
                }
                self.glance(one);
            }
            while let Some((start, line)) =
                starts.next_if(|(start, _)| *start <= sited.draft.at.start as u64)
            {
                self.begin(start, line);
            }
            self.take(sited);
        }
        for one in glanced {
            while let Some((start, line)) = starts.next_if(|(start, _)| *start < one.start) {
                self.begin(start, line);
            }
            self.glance(one);
        }
        starts.for_each(|(start, line)| self.begin(start, line));
        for (span, reason) in batch.gaps {
            let full = out.gaps.len() >= GAPS;
            match out.gaps.last_mut() {
                Some((last, like)) if *like == reason && last.end == span.start => {
                    last.end = span.end;
                }
                _ if !full => out.gaps.push((span, reason)),
                _ if matches!(reason, GapReason::Blank | GapReason::Furniture) => {}
                _ => *lost = lost.saturating_add(span.end.saturating_sub(span.start)),
            }
        }
        out.notes.extend(batch.notes);
        out.notes.dedup();
    }

    /// A record begins.
    fn begin(&mut self, start: u64, line: u64) {
        let number = start / CELL_BYTES;
        if self.survey.cells.last_mut().is_none_or(|cell| cell.number < number) {
            let line = line.saturating_sub(1);
            self.survey.cells.push(Cell {
                number,
                start,
                line,
                lead: 0,
                first: i64::MAX,
                last: i64::MIN,
            });
        }
    }

    /// Records that were only glanced at.
    fn glance(&mut self, glanced: Glanced) {
        let Glanced { start, line, tally, led, .. } = glanced;
        let mut led = led.into_iter().peekable();
        self.begin(start, line);
        let before = self.number;
        self.survey.entries += tally.entries;
        if let Some(times) = tally.times {
            self.count(&times, &tally.bars);
        }
        for one in tally.alike {
            self.number = before + u64::from(one.number);
            let start = start + u64::from(one.start);
            let (end, line) = (start + u64::from(one.len), line + u64::from(one.line));
            let led = led.next_if(|(number, _)| *number == one.number).map(|(_, led)| led);
            let glanced = One::Glanced { start, end, line, led };
            if one.weight == Relevance::Grave {
                self.look_around(one.likeness);
            }
            self.keep((self.number, glanced), one.weight, one.likeness);
        }
        self.number = before + tally.entries;
    }

    fn take(&mut self, mut sited: Sited) {
        self.number += 1;
        self.survey.entries += 1;
        let kind = &sited.draft.kind;
        if !kind.is_content() {
            let written = sited.draft.written.as_ref();
            if let Some(at) = written.and_then(|written| Scale::of(&written.stamp)) {
                let mut alone = Tally::default();
                alone.stamp(Some(at), kind.is_error());
                self.count(&Times::of(at), &alone.bars);
            }
        }
        if kind.is_content() || matches!(kind, EventKind::Backup(_)) {
            self.plain.push((self.number, One::Read(Box::new(sited))));
            return;
        }
        if says_nothing(kind) && self.within.contains(&(sited.draft.at.start as u64)) {
            return;
        }
        sited.draft.kind.leave_out_context();
        let (weight, likeness) = weigh(&sited.draft.kind);
        let connection = connection(&sited.draft.kind);
        let ends = connection.filter(|_| controls(&sited.draft.kind));
        let one = (self.number, One::Read(Box::new(sited)));
        // what a transaction that does something grave begins and ends with tells whether it was
        // done
        if let Some(connection) = ends {
            if self.watched.remove(&connection) {
                self.keep_control(one);
            } else {
                if self.controls.len() >= CONNECTIONS {
                    self.controls.clear();
                }
                self.controls.insert(connection, one);
            }
            return;
        }
        if weight == Relevance::Grave {
            if let Some(connection) = connection {
                if let Some(begun) = self.controls.remove(&connection) {
                    self.keep_control(begun);
                }
                if self.watched.len() < CONNECTIONS {
                    self.watched.insert(connection);
                }
            }
            self.look_around(likeness);
        }
        self.keep(one, weight, likeness);
    }

    fn keep(&mut self, one: Kept, weight: Relevance, likeness: u64) {
        if self.number <= NEAR as u64 {
            self.plain.push(one);
        } else if weight > Relevance::None && (weight == Relevance::Grave || self.behind == 0) {
            self.groups.take(one, weight, likeness);
        } else if self.behind > 0 {
            self.behind -= 1;
            self.keep_beside(one);
        } else {
            self.recent.push_back(one);
            if self.recent.len() > NEAR {
                self.recent.pop_front();
            }
        }
    }

    fn keep_control(&mut self, one: Kept) {
        if self.controlled < CONTROLS {
            self.controlled += 1;
            self.plain.push(one);
        }
    }

    fn keep_beside(&mut self, one: Kept) {
        if self.beside < BESIDE {
            self.beside += 1;
            self.plain.push(one);
        }
    }

    /// Keeps what stands around a grave one, where few of the same were seen.
    fn look_around(&mut self, sameness: u64) {
        if self.beside >= BESIDE || self.seen.len() >= BESIDE {
            return;
        }
        let seen = self.seen.entry(sameness).or_default();
        if *seen < SAME {
            *seen += 1;
            self.behind = NEAR;
            for one in mem::take(&mut self.recent) {
                self.keep_beside(one);
            }
        }
    }

    /// Counts entries in the survey.
    fn count(&mut self, times: &Times, bars: &[Bar]) {
        if self.survey.last.is_none() {
            self.survey.scale = times.scale;
        } else if self.survey.scale != times.scale {
            return;
        }
        if let Some(cell) = self.survey.cells.last_mut() {
            cell.first = cell.first.min(times.least);
            cell.last = cell.last.max(times.most);
        }
        let before = self.survey.last.replace(times.last).map(|last| (last, times.first));
        for (from, to) in before.into_iter().chain([times.silence]) {
            let longest = self.survey.silence.map_or(0, |(from, to)| to.saturating_sub(from));
            if to.saturating_sub(from) > longest {
                self.survey.silence = Some((from, to));
            }
        }
        for bar in bars {
            match &mut self.minute {
                Some(minute) if minute.at == bar.at => {
                    minute.entries += bar.entries;
                    minute.errors += bar.errors;
                }
                other => {
                    if let Some(Bar { at, entries, errors }) = other.replace(*bar) {
                        self.survey.activity.add(at, entries, errors);
                    }
                }
            }
        }
    }

    fn finish(mut self) -> (Survey, Vec<Kept>) {
        if let Some(Bar { at, entries, errors }) = self.minute {
            self.survey.activity.add(at, entries, errors);
        }
        let mut kept = self.plain;
        kept.append(&mut self.groups.into_kept());
        kept.extend(self.recent);
        kept.sort_unstable_by_key(|(number, one)| (one.start(), one.end(), *number));
        (self.survey, kept)
    }
}

/// Whether it is only counted, whatever stands beside it: what a format need only glance at.
fn says_nothing(kind: &EventKind) -> bool {
    match kind {
        EventKind::Text(text) => text.is_empty(),
        EventKind::Query(query) => {
            !matches!(query.outcome, Outcome::Refused { .. })
                && match query.admin.as_deref() {
                    None | Some("Execute") => is_routine(query.sql.as_bytes()),
                    // the end of a connection, and how long a statement took that stands before
                    Some("Quit" | "duration") => query.sql.is_empty(),
                    Some(_) => false,
                }
        }
        _ => false,
    }
}

fn connection(kind: &EventKind) -> Option<u64> {
    match kind {
        EventKind::Query(query) => query.connection_id,
        _ => None,
    }
}

/// Whether a statement begins or ends a transaction and does nothing else.
fn controls(kind: &EventKind) -> bool {
    let EventKind::Query(query) = kind else { return false };
    let sql = query.sql.trim().trim_end_matches(';');
    // what is sent with other statements is weighed as they are
    let alone = sql.len() < 100
        && !sql.contains(';')
        && query.admin.as_deref().is_none_or(|command| command == "Execute");
    alone
        && (["begin", "start transaction", "commit", "rollback"]
            .iter()
            .any(|word| begins(sql.as_bytes(), word.as_bytes()))
            || begins(sql.as_bytes(), b"set") && sql.to_ascii_lowercase().contains("autocommit"))
}

/// How much a draft matters, and what it is like.
fn weigh(kind: &EventKind) -> (Relevance, u64) {
    let (weight, essence): (Relevance, [&[u8]; 2]) = match kind {
        EventKind::Query(query) => {
            (weigh_query(query), [query.sql.as_bytes(), bytes(query.admin.as_ref())])
        }
        EventKind::Log(log) => {
            let said =
                log.sql.as_ref().map_or(Relevance::None, |sql| statement_relevance(sql.as_bytes()));
            (
                said.max(text_relevance(log.message.as_bytes())),
                [log.message.as_bytes(), bytes(log.frames.first())],
            )
        }
        EventKind::CronRun(run) => (
            command_relevance(run.command.as_bytes()),
            [run.command.as_bytes(), bytes(run.user.as_ref())],
        ),
        EventKind::Command(command) => (
            command_relevance(command.command.as_bytes()),
            [command.command.as_bytes(), bytes(command.user.as_ref())],
        ),
        EventKind::Session(session) => {
            (Relevance::Telling, [bytes(session.user.as_ref()), bytes(session.from.as_ref())])
        }
        EventKind::Server(server) if server.mark != ServerMark::None => {
            (Relevance::Grave, [server.message.as_bytes(), b""])
        }
        EventKind::Server(server) => {
            (text_relevance(server.message.as_bytes()), [server.message.as_bytes(), b""])
        }
        EventKind::Request(request) => {
            (Relevance::Telling, [request.target.as_bytes(), bytes(request.user.as_ref())])
        }
        EventKind::Text(text) => (text_relevance(text.as_bytes()), [text.as_bytes(), b""]),
        _ => (Relevance::Grave, [b"", b""]),
    };
    // of grave ones only the very same stand for each other
    (weight, if weight == Relevance::Grave { text_hash(essence) } else { shape_hash(essence) })
}

fn bytes(text: Option<&String>) -> &[u8] {
    text.map_or(&[], String::as_bytes)
}

fn weigh_query(query: &Query) -> Relevance {
    if matches!(query.outcome, Outcome::Refused { .. }) {
        return Relevance::Telling;
    }
    let sql = query.sql.trim_start().as_bytes();
    if query.admin.as_deref().is_some_and(|command| command != "Execute" && command != "Query") {
        return if matches!(query.admin.as_deref(), Some("Shutdown" | "Kill")) {
            Relevance::Telling
        } else {
            Relevance::None
        };
    }
    // the text of a prepared statement may be in a literal or a variable
    if begins(sql, b"prepare") || begins(sql, b"set") {
        return if may_matter(sql) { Relevance::Grave } else { Relevance::None };
    }
    match statement_relevance(sql) {
        Relevance::Telling if query.rows_affected.is_some_and(|rows| rows > MANY_ROWS) => {
            Relevance::Grave
        }
        weight => weight,
    }
}

#[cfg(test)]
mod glances;
#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{place::Span, schema::Migration};

    fn kept(kinds: impl IntoIterator<Item = EventKind>) -> (Survey, Vec<EventKind>) {
        let mut filter = Filter::default();
        for (at, kind) in kinds.into_iter().enumerate() {
            let draft = Draft { at: at..at + 1, ..Draft::new(1, kind) };
            filter.take(Sited {
                span: Span { start: at as u64, end: at as u64 + 1, line: 1 },
                draft,
            });
        }
        let (survey, drafts) = filter.finish();
        let kinds = drafts.into_iter().filter_map(|(_, one)| match one {
            One::Read(sited) => Some(sited.draft.kind),
            One::Glanced { .. } => None,
        });
        (survey, kinds.collect())
    }

    fn query(sql: &str) -> EventKind {
        EventKind::Query(Box::new(Query {
            sql: sql.to_owned(),
            connection_id: Some(7),
            ..Query::default()
        }))
    }

    #[test]
    fn rows_are_kept_however_many() {
        let row = |n: usize| {
            EventKind::Migration(Box::new(Migration {
                migration: n.to_string(),
                ..Migration::default()
            }))
        };
        let (survey, rows) = kept((0..3000).map(row));
        assert_eq!((survey.entries, rows), (3000, (0..3000).map(row).collect()));
    }

    #[test]
    fn what_is_sent_with_the_end_of_a_transaction_is_no_mere_end() {
        let calm = || (0..400).map(|_| query("select 1"));
        for statement in [
            "commit; drop table t",
            "begin; delete from t; commit",
            "set autocommit = 1; truncate t",
        ] {
            let (survey, all) = kept(calm().chain([query(statement)]).chain(calm()));
            assert!(all.contains(&query(statement)), "{statement}");
            assert!(all.len() < 600 && survey.entries == 801, "{}", all.len());
        }
        // an end of its own is kept where the transaction did something grave
        for (statement, count) in [("delete from t", 2), ("select 2", 0)] {
            let all = kept(
                calm()
                    .chain([query("begin")])
                    .chain(calm())
                    .chain([query(statement)])
                    .chain(calm())
                    .chain([query("rollback;")])
                    .chain(calm()),
            )
            .1;
            assert_eq!(
                all.iter()
                    .filter(|kind| **kind == query("begin") || **kind == query("rollback;"))
                    .count(),
                count,
                "{statement}"
            );
        }
    }
}
