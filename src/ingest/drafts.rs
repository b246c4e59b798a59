//! A source's drafts in the order of its bytes, in flat memory: blocks are read a few at a time, on
//! all threads, and given out before the next are read.

use std::{
    collections::{HashMap, VecDeque},
    io,
    ops::Range,
};

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        place::Span,
    },
    format::{
        contract::{Carry, Parsed, Reader, RecordReader},
        grammar::{lines::newlines, prefilter::Scale},
    },
    ingest::{
        options::IngestOptions,
        recognise::Opened,
        records::{Condense, Instead, Reading, Record, Said, Seam, bare, unread},
        rejoin,
        sited::{Sited, span},
        tally::Tally,
    },
    source::{evidence::Source, handle::Handle, note::Note},
};

/// The most bytes of a block: what was read of a few of them is held at a time.
const BLOCK_BYTES: u64 = 256 << 10;

/// Records in a row that were only glanced at.
pub(super) struct Glanced {
    pub(super) start: u64,
    pub(super) line: u64,
    pub(super) tally: Tally,
    /// How many drafts of the batch stand before it.
    pub(super) before: usize,
    /// By the numbers of the entries that go on with what began their connections, that.
    pub(super) led: Vec<(u32, Box<Chain>)>,
}

/// What a few blocks held.
#[derive(Default)]
pub(super) struct Batch {
    /// Where each record that was read begins, and on which line.
    pub(super) starts: Vec<(u64, u64)>,
    pub(super) glanced: Vec<Glanced>,
    /// In the order in which they were handed on.
    pub(super) drafts: Vec<Sited>,
    pub(super) gaps: Vec<(Span, GapReason)>,
    pub(super) notes: Vec<Note>,
}

/// See the module.
pub(crate) struct Drafts<'a> {
    source: &'a Source,
    handle: Handle<'a>,
    reader: Box<dyn RecordReader>,
    asked: Asked,
    block: u64,
    /// Where the next batch begins.
    at: u64,
    /// Where the last record that was read ends.
    seam: Seam,
    passing: Passing,
    ready: VecDeque<Sited>,
    ended: bool,
}

/// How records are to be read.
#[derive(Clone, Copy)]
struct Asked {
    instead: Option<Instead>,
    condense: Option<Condense>,
    within: (u64, u64),
    forms: bool,
}

impl Asked {
    fn of(self, reader: &dyn RecordReader) -> Reading<'_> {
        let Asked { instead, condense, within, forms } = self;
        Reading { instead, condense, within, forms, ..Reading::of(reader) }
    }
}

/// What goes from record to record.
struct Passing {
    carry: Box<dyn Carry>,
    /// The first record was seen.
    begun: bool,
    /// Records for which those of the next blocks tell whether they belong together.
    held: Vec<Record>,
    /// Blocks that came since these were tried.
    waited: usize,
    effort: rejoin::Effort,
    passed: Passed,
    /// Where connections begin.
    connections: HashMap<u64, Begun>,
    /// Records that say how those behind them are read.
    lessons: Vec<(u64, u64)>,
}

/// More of these are not remembered: a server starts less often.
const LESSONS: usize = 100_000;

/// More connections than this are not remembered at once.
const CONNECTIONS: usize = 100_000;

/// Where the records stand that begin a connection, in order: the first, and the last of those that
/// go on with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    places: [(u64, u32); 3],
    count: usize,
}

impl Chain {
    fn add(&mut self, start: u64, end: u64) {
        if self.count == self.places.len() {
            self.places.copy_within(2.., 1);
            self.count -= 1;
        }
        let len = u32::try_from(end.saturating_sub(start)).unwrap_or(u32::MAX);
        self.places.iter_mut().skip(self.count).take(1).for_each(|place| *place = (start, len));
        self.count += 1;
    }

    /// Gives what stands there to `carry`.
    fn pass(
        &self,
        handle: &Handle<'_>,
        reader: &dyn RecordReader,
        carry: &mut dyn Carry,
    ) -> io::Result<()> {
        for (start, len) in self.places.iter().take(self.count) {
            let mut before = Parsed::default();
            reader.read(bare(&handle.text(*start, start + u64::from(*len))?), &mut before);
            carry.pass(&mut before.drafts);
        }
        Ok(())
    }
}

/// What began a connection.
#[derive(Default)]
struct Begun {
    chain: Chain,
    /// It was given to the carry, as something depended on it.
    told: bool,
}

/// Blocks that are waited for before records that may go on are tried again.
const WAIT: usize = 8;

impl<'a> Drafts<'a> {
    /// Of a source whose format reads record by record; `None` for others.
    pub(crate) fn open(
        source: &'a Source,
        options: &IngestOptions,
    ) -> io::Result<Option<Drafts<'a>>> {
        let Reader::Records(reader) = (match Opened::of(source)?.reader(options) {
            Some((_, reader)) => reader,
            None => return Ok(None),
        }) else {
            return Ok(None);
        };
        Drafts::new(source, reader, options.block.min(BLOCK_BYTES)).map(Some)
    }

    /// Of a source that this reader reads.
    pub(super) fn new(
        source: &'a Source,
        reader: Box<dyn RecordReader>,
        block: u64,
    ) -> io::Result<Drafts<'a>> {
        Ok(Drafts {
            source,
            handle: source.open()?,
            passing: Passing {
                carry: reader.carry(),
                begun: false,
                held: Vec::new(),
                waited: 0,
                effort: rejoin::Effort::of(source.size()),
                passed: Passed::default(),
                connections: HashMap::new(),
                lessons: Vec::new(),
            },
            reader,
            asked: Asked { instead: None, condense: None, within: (0, u64::MAX), forms: false },
            block: block.max(16),
            at: 0,
            seam: Seam::default(),
            ready: VecDeque::new(),
            ended: false,
        })
    }

    /// The same in blocks that suit what holds little else.
    pub(super) fn in_small_blocks(self) -> Drafts<'a> {
        Drafts { block: self.block.min(BLOCK_BYTES), ..self }
    }

    /// The same with `instead` asked first for each record.
    pub(super) fn with(self, instead: Instead) -> Drafts<'a> {
        Drafts { asked: Asked { instead: Some(instead), ..self.asked }, ..self }
    }

    /// The same with each record glanced at first, or known again by its form.
    pub(super) fn glancing(self) -> Drafts<'a> {
        let glance = |reader: &dyn RecordReader, record: &[u8]| reader.glance(record);
        let drafts = self.with(glance);
        Drafts { asked: Asked { forms: true, ..drafts.asked }, ..drafts }
    }

    /// The same with what gives less of drafts that stand for themselves.
    pub(super) fn condensed(self, condense: Condense) -> Drafts<'a> {
        Drafts { asked: Asked { condense: Some(condense), ..self.asked }, ..self }
    }

    /// The same with all records read that begin elsewhere.
    pub(super) fn within(self, within: (u64, u64)) -> Drafts<'a> {
        Drafts { asked: Asked { within, ..self.asked }, ..self }
    }

    /// As [`Drafts::open`], of the records that may tell of a statement: what no other record hands
    /// on
    /// to them is left out.
    pub(crate) fn of_statements(
        source: &'a Source,
        options: &IngestOptions,
    ) -> io::Result<Option<Drafts<'a>>> {
        let drafts = Drafts::open(source, options)?;
        Ok(drafts.map(|drafts| {
            drafts.with(|reader, record| {
                if reader.may_tell_statement(record) { None } else { unread(reader, record) }
            })
        }))
    }

    /// The next draft.
    pub(crate) fn next_draft(&mut self) -> io::Result<Option<Sited>> {
        while self.ready.is_empty()
            && let Some(batch) = self.next_batch()?
        {
            self.ready = batch.drafts.into();
        }
        Ok(self.ready.pop_front())
    }

    /// Reads a record that was only glanced at, behind those that it goes on with.
    pub(super) fn read_glanced(
        &self,
        at: Range<u64>,
        line: u64,
        led: Option<&Chain>,
    ) -> io::Result<Vec<Sited>> {
        let reading = Reading::of(self.reader.as_ref());
        let text = self.handle.text(at.start, at.end)?;
        let record = reading.record(&text, at.start, line);
        let Said::Read(texts) = record.said else { return Ok(Vec::new()) };
        let (mut drafts, _, lines) = *texts;
        let mut carry = self.reader.carry();
        let lessons = &self.passing.lessons;
        let before = lessons.partition_point(|(start, _)| *start < at.start);
        if let Some((start, end)) = before.checked_sub(1).and_then(|last| lessons.get(last)) {
            let mut lesson = Parsed::default();
            self.reader.read(bare(&self.handle.text(*start, *end)?), &mut lesson);
            carry.pass(&mut lesson.drafts);
        }
        if let Some(led) = led {
            led.pass(&self.handle, self.reader.as_ref(), carry.as_mut())?;
        }
        carry.pass(&mut drafts);
        let sited = drafts.into_iter().map(|mut draft| {
            draft.kind.leave_out_context();
            Sited::among(self.source, &lines, draft)
        });
        Ok(sited.collect())
    }

    /// What the next few blocks hold; `None` behind the last.
    pub(super) fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        if self.ended {
            return Ok(None);
        }
        let count = rayon::current_num_threads().max(1) as u64 * 2;
        let to = self.at.saturating_add(count.saturating_mul(self.block)).min(self.source.size());
        let mut all = Vec::new();
        self.ended = to >= self.source.size();
        let reading = self.asked.of(self.reader.as_ref());
        let Drafts { source, handle, block, at, seam, passing, .. } = self;
        reading.blocks(handle, *at..to, seam, *block, |some| {
            all.append(some);
            Ok(())
        })?;
        *at = to;
        passing.take(source, handle, reading, &mut all, self.ended).map(Some)
    }

    /// Hands what is left of the source to `each` while more is read.
    pub(crate) fn each_draft(&mut self, mut each: impl FnMut(Sited) + Send) -> io::Result<()> {
        std::mem::take(&mut self.ready).into_iter().for_each(&mut each);
        self.each_batch(|batch| batch.drafts.into_iter().for_each(&mut each))
    }

    /// Hands what is left of the source to `each`, a block at a time, while the next are read.
    pub(super) fn each_batch(&mut self, mut each: impl FnMut(Batch) + Send) -> io::Result<()> {
        let reading = self.asked.of(self.reader.as_ref());
        let Drafts { source, handle, block, at, seam, passing, .. } = self;
        let size = source.size();
        reading.blocks(handle, *at..size, seam, *block, |some| {
            passing.waited += 1;
            if !passing.held.is_empty() && passing.waited < WAIT {
                passing.held.append(some);
                return Ok(());
            }
            each(passing.take(source, handle, reading, some, false)?);
            Ok(())
        })?;
        (*at, self.ended) = (size, true);
        each(passing.take(source, handle, reading, &mut Vec::new(), true)?);
        Ok(())
    }
}

impl Passing {
    /// What records hold that follow those that were taken before; behind the last of the source it
    /// `ended`.
    fn take(
        &mut self,
        source: &Source,
        handle: &Handle<'_>,
        reading: Reading<'_>,
        records: &mut Vec<Record>,
        ended: bool,
    ) -> io::Result<Batch> {
        let mut all = std::mem::take(&mut self.held);
        all.append(records);
        self.waited = 0;
        let mut batch = Batch::default();
        // nothing was given out before the first record, so what stands before it is known whole
        if !self.begun && (ended || !all.is_empty()) {
            self.begun = true;
            let begun = all.first().map_or(source.size(), |record| record.start);
            let (head, gap) = reading.head(handle, begun, !all.is_empty())?;
            batch.gaps.extend(gap.map(|gap| (span(source, &gap.at, 1), gap.reason)));
            if let Some(head) = head {
                all.insert(0, head);
            }
        }
        let records;
        (records, self.held) =
            rejoin::rejoin(handle, reading, all, &mut self.effort, ended, &mut batch.notes)?;
        for record in records {
            let Record { start, end, line, .. } = record;
            let (mut some, gaps, lines) = match record.said {
                Said::Read(texts) => *texts,
                Said::Nothing => {
                    batch.starts.push((start, line));
                    continue;
                }
                Said::Glanced(glance) => {
                    let tally = Tally::of(&glance, (end - start) as usize);
                    self.count(source, handle, (start, line), tally, &mut batch)?;
                    continue;
                }
                Said::Counted(tally) => {
                    self.count(source, handle, (start, line), *tally, &mut batch)?;
                    continue;
                }
            };
            batch.starts.push((start, line));
            for gap in &gaps {
                let line = lines.line(gap.at.start as u64);
                batch.gaps.push((span(source, &gap.at, line), gap.reason));
            }
            for draft in &some {
                let at = draft.at.start as u64;
                self.passed.add(at, lines.line(at));
                if let EventKind::Query(query) = &draft.kind
                    && let Some(connection) = query.connection_id
                {
                    if let Some(begun) = self.connections.get_mut(&connection)
                        && !begun.told
                    {
                        begun.chain.pass(handle, reading.reader, self.carry.as_mut())?;
                        begun.told = true;
                    }
                    match query.admin.as_deref() {
                        Some("Connect") => {
                            let begun = self.begin(connection, query.user.is_some());
                            begun.chain.add(start, end);
                            begun.told = true;
                        }
                        Some("Quit") => {
                            self.connections.remove(&connection);
                        }
                        _ => {}
                    }
                }
            }
            let is_said = !some.is_empty();
            self.carry.pass(&mut some);
            if is_said && some.is_empty() && self.carry.is_taught() && self.lessons.len() < LESSONS
            {
                self.lessons.push((start, end));
            }
            for draft in some {
                let at = draft.at.start as u64;
                let line =
                    if at >= start { lines.line(at) } else { self.passed.line(at, handle)? };
                batch.drafts.push(Sited::on(source, line, draft));
            }
        }
        if ended {
            let mut rest = Vec::new();
            self.carry.finish(&mut rest);
            self.hand_on(source, handle, rest, &mut batch)?;
        }
        Ok(batch)
    }

    /// What begins a connection, or goes on with what began it.
    fn begin(&mut self, connection: u64, goes_on: bool) -> &mut Begun {
        if self.connections.len() >= CONNECTIONS {
            self.connections.retain(|_, begun| !begun.told);
        }
        if self.connections.len() >= CONNECTIONS {
            self.connections.clear();
        }
        let begun = self.connections.entry(connection).or_default();
        if !goes_on {
            *begun = Begun::default();
        }
        begun
    }

    /// Hands on records that were only glanced at.
    fn count(
        &mut self,
        source: &Source,
        handle: &Handle<'_>,
        (start, line): (u64, u64),
        mut tally: Tally,
        batch: &mut Batch,
    ) -> io::Result<()> {
        if tally.times.is_none() {
            let collected = source.collected(start);
            tally.stamp(collected.and_then(|written| Scale::of(&written.stamp)), tally.error);
        }
        let mut led = Vec::new();
        let mut ends = tally.ends.iter().peekable();
        for one in &tally.alike {
            let Some(connection) = one.begins else { continue };
            while let Some((_, ended)) = ends.next_if(|(number, _)| *number < one.number) {
                self.connections.remove(ended);
            }
            let begun = self.begin(connection, one.goes_on);
            if begun.chain.count > 0 {
                led.push((one.number, Box::new(begun.chain.clone())));
            }
            let at = start + u64::from(one.start);
            begun.chain.add(at, at + u64::from(one.len));
            begun.told = false;
        }
        for (_, ended) in ends {
            self.connections.remove(ended);
        }
        let ends: Vec<u64> = tally.ends.iter().map(|(_, connection)| *connection).collect();
        let mut held = Vec::new();
        self.carry.glanced(&ends, &mut held);
        self.hand_on(source, handle, held, batch)?;
        let before = batch.drafts.len();
        batch.glanced.push(Glanced { start, line, tally, before, led });
        Ok(())
    }

    /// Hands on drafts that were held back.
    fn hand_on(
        &self,
        source: &Source,
        handle: &Handle<'_>,
        drafts: Vec<Draft>,
        batch: &mut Batch,
    ) -> io::Result<()> {
        for draft in drafts {
            let line = self.passed.line(draft.at.start as u64, handle)?;
            batch.drafts.push(Sited::on(source, line, draft));
        }
        Ok(())
    }
}

/// Lines of drafts that went by: a carry may hold some back and give them out later.
#[derive(Debug, Default)]
struct Passed {
    /// The last ones, in order.
    near: VecDeque<(u64, u64)>,
    /// One in a while of those before, from which lines are counted.
    far: Vec<(u64, u64)>,
}

/// Drafts whose lines are remembered.
const NEAR: usize = 1 << 16;
/// Bytes between two marks of those before.
const FAR_BYTES: u64 = 1 << 20;

impl Passed {
    fn add(&mut self, at: u64, line: u64) {
        if self.near.back().is_some_and(|(last, _)| *last >= at) {
            return;
        }
        if self.far.last().is_none_or(|(last, _)| last.saturating_add(FAR_BYTES) <= at) {
            self.far.push((at, line));
        }
        if self.near.len() >= NEAR {
            self.near.pop_front();
        }
        self.near.push_back((at, line));
    }

    fn line(&self, at: u64, handle: &Handle<'_>) -> io::Result<u64> {
        let before = self.near.partition_point(|(start, _)| *start <= at);
        if let Some((_, line)) = before.checked_sub(1).and_then(|last| self.near.get(last)) {
            return Ok(*line);
        }
        let before = self.far.partition_point(|(start, _)| *start <= at);
        let (from, line) =
            before.checked_sub(1).and_then(|last| self.far.get(last)).copied().unwrap_or((0, 1));
        Ok(line.saturating_add(newlines(&handle.text(from, at)?)))
    }
}
