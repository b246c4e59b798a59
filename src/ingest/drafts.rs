//! A source's drafts in the order of its bytes, in flat memory: blocks are read a few at a time, on
//! all threads, and given out before the next are read.

use std::{collections::VecDeque, io};

use super::rejoin;
use crate::ingest::{
    options::IngestOptions,
    recognise::recognise,
    records::{self, RECORD_BYTES},
    sited::{Lines, Sited, sited, span_of},
};
use crate::{
    event::{draft::GapReason, place::Span},
    format::contract::{Carry, HEAD_BYTES, Head, Parsed, Reader, RecordReader},
    source::{evidence::Source, handle::Handle, note::Note},
};

/// The most bytes of a block: what was read of a few of them is held at a time.
const BLOCK_BYTES: u64 = 256 << 10;

/// What a few blocks held.
#[derive(Default)]
pub(super) struct Batch {
    /// Where each record begins, and on which line.
    pub(super) starts: Vec<(u64, u64)>,
    /// In the order in which they were handed on.
    pub(super) drafts: Vec<Sited>,
    pub(super) gaps: Vec<(Span, GapReason)>,
    pub(super) notes: Vec<Note>,
}

/// See the module.
pub struct Drafts<'a> {
    source: &'a Source,
    handle: Handle<'a>,
    reader: Box<dyn RecordReader>,
    carry: Box<dyn Carry>,
    block: u64,
    /// Where the next batch begins, and how many line feeds lie before it.
    at: u64,
    newlines: u64,
    /// The first record was seen.
    begun: bool,
    /// Records for which those of the next blocks tell whether they belong together.
    held: Vec<records::Record>,
    effort: rejoin::Effort,
    ready: VecDeque<Sited>,
    ended: bool,
}

impl<'a> Drafts<'a> {
    /// Of a source whose format reads record by record; `None` for others.
    pub fn open(source: &'a Source, options: &IngestOptions) -> io::Result<Option<Drafts<'a>>> {
        let reader = {
            let handle = source.open()?;
            let first = handle.text(0, HEAD_BYTES as u64)?;
            let head = Head {
                name: &source.path,
                bytes: &first,
                whole: source.size() <= first.len() as u64,
            };
            let Some(format) = recognise(&head, options) else { return Ok(None) };
            let Reader::Records(reader) = format.reader(&head) else { return Ok(None) };
            reader
        };
        Drafts::new(source, reader, options.block).map(Some)
    }

    /// Of a source that this reader reads.
    pub(super) fn new(
        source: &'a Source,
        reader: Box<dyn RecordReader>,
        block: u64,
    ) -> io::Result<Drafts<'a>> {
        let (handle, carry, block, effort) = (
            source.open()?,
            reader.carry(),
            block.clamp(16, BLOCK_BYTES),
            rejoin::Effort::of(source.size()),
        );
        Ok(Drafts {
            source,
            handle,
            reader,
            carry,
            block,
            at: 0,
            newlines: 0,
            begun: false,
            held: Vec::new(),
            effort,
            ready: VecDeque::new(),
            ended: false,
        })
    }

    /// As [`Drafts::open`], of the records that may tell of a statement: what no other record hands on
    /// to them is left out.
    pub fn of_statements(
        source: &'a Source,
        options: &IngestOptions,
    ) -> io::Result<Option<Drafts<'a>>> {
        let drafts = Drafts::open(source, options)?;
        Ok(drafts.map(|drafts| Drafts {
            reader: Box::new(Instead {
                reader: drafts.reader,
                instead: |reader, record, _| !reader.may_tell_statement(record),
            }),
            ..drafts
        }))
    }

    /// The next draft.
    pub fn next_draft(&mut self) -> io::Result<Option<Sited>> {
        while self.ready.is_empty()
            && let Some(batch) = self.next_batch()?
        {
            self.ready = batch.drafts.into();
        }
        Ok(self.ready.pop_front())
    }

    /// What the next few blocks hold; `None` behind the last.
    pub(super) fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        if self.ended {
            return Ok(None);
        }
        let (size, block, reader, handle) =
            (self.source.size(), self.block, self.reader.as_ref(), &self.handle);
        let count = rayon::current_num_threads().max(1) as u64 * 2;
        let first = self.at;
        let to = first.saturating_add(count * block).min(size);
        let mut read = records::read_blocks(handle, first..to, self.newlines, block, reader)?;
        self.newlines = self.newlines.saturating_add(read.newlines);
        let mut all = std::mem::take(&mut self.held);
        all.append(&mut read.records);
        self.at = to;
        self.ended = self.at >= size;
        let mut batch = Batch::default();
        // nothing was given out before the first record, so what stands before it is known whole
        if !self.begun && (self.ended || !all.is_empty()) {
            self.begun = true;
            let begun = all.first().map_or(size, |record| record.start);
            let mut gap = |from: u64, reason| {
                let (start, end) = (self.source.origin(from), self.source.origin(begun));
                batch.gaps.push((Span { start, end, line: 1 }, reason));
            };
            if begun > 0 && reader.reads_head() {
                let end = begun.min(RECORD_BYTES);
                all.insert(0, records::read_record(reader, &handle.text(0, end)?, 0, 1));
                if end < begun {
                    gap(end, GapReason::Truncated);
                }
            } else if begun > 0 {
                gap(0, if all.is_empty() { GapReason::Unparsed } else { GapReason::Torn });
            }
        }
        let records;
        (records, self.held) = rejoin::rejoin_some(
            handle,
            reader,
            all,
            &mut self.effort,
            self.ended,
            &mut batch.notes,
        )?;
        for record in records {
            batch.starts.push((record.start, record.line));
            let mut lines = Lines::default();
            lines.push(record.start, record.line);
            for (at, line) in record.lines {
                lines.push(at, line);
            }
            lines.marks.sort_unstable();
            batch.gaps.extend(
                record.gaps.iter().map(|gap| (span_of(self.source, &lines, &gap.at), gap.reason)),
            );
            let mut some = record.drafts;
            self.carry.pass(&mut some);
            batch.drafts.extend(some.into_iter().map(|draft| sited(self.source, &lines, draft)));
        }
        if self.ended {
            let mut rest = Vec::new();
            self.carry.finish(&mut rest);
            let lines = Lines::default();
            batch.drafts.extend(rest.into_iter().map(|draft| sited(self.source, &lines, draft)));
        }
        Ok(Some(batch))
    }
}

/// Reads records but those for which something else is done instead.
pub(super) struct Instead {
    pub(super) reader: Box<dyn RecordReader>,
    /// Whether it is done for this record.
    pub(super) instead: fn(&dyn RecordReader, &[u8], &mut Parsed) -> bool,
}

impl RecordReader for Instead {
    fn starts_record(&self, line: &[u8]) -> bool {
        self.reader.starts_record(line)
    }

    fn opening(&self) -> Option<&'static [u8]> {
        self.reader.opening()
    }

    fn reads_head(&self) -> bool {
        self.reader.reads_head()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if !(self.instead)(self.reader.as_ref(), record, out) {
            self.reader.read(record, out);
        }
    }

    fn is_open(&self, record: &[u8]) -> bool {
        self.reader.is_open(record)
    }

    fn leads(&self, line: &[u8]) -> bool {
        self.reader.leads(line)
    }

    fn carry(&self) -> Box<dyn Carry> {
        self.reader.carry()
    }
}
