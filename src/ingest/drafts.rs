//! A source's drafts in the order of its bytes, in flat memory: blocks are read a few at a time, on
//! all threads, and given out before the next are read.

use std::{collections::VecDeque, io, ops::Range};

use crate::{
    event::{
        draft::{Draft, GapReason},
        place::Span,
    },
    format::{
        contract::{Carry, Reader, RecordReader},
        grammar::{lines::newlines, prefilter::Scale},
    },
    ingest::{
        options::IngestOptions,
        recognise::Opened,
        records::{Condense, Instead, Reading, Record, Said, Seam, unread},
        rejoin,
        sited::{Sited, span},
        tally::{Tally, Times},
    },
    source::{evidence::Source, handle::Handle, note::Note},
};

/// The most bytes of a block: what was read of a few of them is held at a time.
const BLOCK_BYTES: u64 = 256 << 10;

/// Records that were only glanced at: one, or several routine ones.
pub(super) struct Glanced {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) line: u64,
    pub(super) tally: Tally,
    /// How many drafts of the batch stand before it.
    pub(super) before: usize,
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
    instead: Option<Instead>,
    condense: Option<Condense>,
    within: (u64, u64),
    carry: Box<dyn Carry>,
    block: u64,
    /// Where the next batch begins.
    at: u64,
    /// Where the last record that was read ends.
    seam: Seam,
    /// The first record was seen.
    begun: bool,
    /// Records for which those of the next blocks tell whether they belong together.
    held: Vec<Record>,
    effort: rejoin::Effort,
    passed: Passed,
    ready: VecDeque<Sited>,
    ended: bool,
}

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
            carry: reader.carry(),
            reader,
            instead: None,
            condense: None,
            within: (0, u64::MAX),
            block: block.max(16),
            at: 0,
            seam: Seam::default(),
            begun: false,
            held: Vec::new(),
            effort: rejoin::Effort::of(source.size()),
            passed: Passed::default(),
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
        Drafts { instead: Some(instead), ..self }
    }

    /// The same with what gives less of drafts that stand for themselves.
    pub(super) fn condensed(self, condense: Condense) -> Drafts<'a> {
        Drafts { condense: Some(condense), ..self }
    }

    /// The same with all records read that begin elsewhere.
    pub(super) fn within(self, within: (u64, u64)) -> Drafts<'a> {
        Drafts { within, ..self }
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

    /// Reads a record that was only glanced at.
    pub(super) fn read_glanced(&self, at: Range<u64>, line: u64) -> io::Result<Vec<Sited>> {
        let text = self.handle.text(at.start, at.end)?;
        let record = Reading::of(self.reader.as_ref()).record(&text, at.start, line);
        let Said::Read(texts) = record.said else { return Ok(Vec::new()) };
        let (drafts, _, lines) = *texts;
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
        let (size, block, handle) = (self.source.size(), self.block, &self.handle);
        let reading = Reading {
            instead: self.instead,
            condense: self.condense,
            within: self.within,
            ..Reading::of(self.reader.as_ref())
        };
        let count = rayon::current_num_threads().max(1) as u64 * 2;
        let first = self.at;
        let to = first.saturating_add(count.saturating_mul(block)).min(size);
        let mut all = std::mem::take(&mut self.held);
        all.append(&mut reading.blocks(handle, first..to, &mut self.seam, block)?);
        self.at = to;
        self.ended = self.at >= size;
        let mut batch = Batch::default();
        // nothing was given out before the first record, so what stands before it is known whole
        if !self.begun && (self.ended || !all.is_empty()) {
            self.begun = true;
            let begun = all.first().map_or(size, |record| record.start);
            let (head, gap) = reading.head(handle, begun, !all.is_empty())?;
            batch.gaps.extend(gap.map(|gap| (span(self.source, &gap.at, 1), gap.reason)));
            if let Some(head) = head {
                all.insert(0, head);
            }
        }
        let records;
        (records, self.held) =
            rejoin::rejoin(handle, reading, all, &mut self.effort, self.ended, &mut batch.notes)?;
        for record in records {
            let Record { start, end, line, .. } = record;
            let (mut some, gaps, lines) = match record.said {
                Said::Read(texts) => *texts,
                Said::Nothing => {
                    batch.starts.push((start, line));
                    continue;
                }
                Said::Glanced(glance) => {
                    self.count(start..end, line, Tally::of(&glance), &mut batch)?;
                    continue;
                }
                Said::Counted(tally) => {
                    self.count(start..end, line, *tally, &mut batch)?;
                    continue;
                }
            };
            batch.starts.push((start, line));
            for gap in &gaps {
                let line = lines.line(gap.at.start as u64);
                batch.gaps.push((span(self.source, &gap.at, line), gap.reason));
            }
            for draft in &some {
                let at = draft.at.start as u64;
                self.passed.add(at, lines.line(at));
            }
            self.carry.pass(&mut some);
            for draft in some {
                let at = draft.at.start as u64;
                let line = if at >= start {
                    lines.line(at)
                } else {
                    self.passed.line(at, &self.handle)?
                };
                batch.drafts.push(Sited::on(self.source, line, draft));
            }
        }
        if self.ended {
            let mut rest = Vec::new();
            self.carry.finish(&mut rest);
            self.hand_on(rest, &mut batch)?;
        }
        Ok(Some(batch))
    }

    /// Hands on records that were only glanced at.
    fn count(
        &mut self,
        at: Range<u64>,
        line: u64,
        mut tally: Tally,
        batch: &mut Batch,
    ) -> io::Result<()> {
        let Range { start, end } = at;
        if tally.times.is_none() {
            let collected = self.source.collected(start);
            tally.times = collected.and_then(|written| Scale::of(&written.stamp)).map(Times::of);
        }
        let mut held = Vec::new();
        self.carry.glanced(tally.ends, &mut held);
        self.hand_on(held, batch)?;
        let before = batch.drafts.len();
        batch.glanced.push(Glanced { start, end, line, tally, before });
        Ok(())
    }

    /// Hands on drafts that were held back.
    fn hand_on(&self, drafts: Vec<Draft>, batch: &mut Batch) -> io::Result<()> {
        for draft in drafts {
            let line = self.passed.line(draft.at.start as u64, &self.handle)?;
            batch.drafts.push(Sited::on(self.source, line, draft));
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
