//! A source's drafts in the order of its bytes, in flat memory: blocks are read a few at a time, on
//! all threads, and given out before the next are read.

use std::{collections::VecDeque, io};

use super::{IngestOptions, Lines, RECORD_BYTES, Sited, blocks, recognise, rejoin, sited};
use crate::{
    format::{Carry, HEAD_BYTES, Head, Parsed, Reader, RecordReader},
    source::{Handle, Source},
};

/// Records at the end of a batch that may belong together with what follows.
const HELD: usize = 64;

/// See the module.
pub struct Flow<'a> {
    source: &'a Source,
    handle: Handle<'a>,
    reader: Box<dyn RecordReader>,
    carry: Box<dyn Carry>,
    block: u64,
    /// Where the next batch begins, and how many line feeds lie before it.
    at: u64,
    newlines: u64,
    held: Vec<blocks::Record>,
    ready: VecDeque<Sited>,
    ended: bool,
}

impl<'a> Flow<'a> {
    /// Of a source whose format reads record by record; `None` for others.
    pub fn open(source: &'a Source, options: &IngestOptions) -> io::Result<Option<Flow<'a>>> {
        let handle = source.open()?;
        let reader = {
            let first = handle.text(0, HEAD_BYTES as u64)?;
            let head = Head { name: &source.path, bytes: &first, whole: source.size() <= first.len() as u64 };
            let Some(format) = recognise(&head, options) else { return Ok(None) };
            let Reader::Records(reader) = format.reader(&head) else { return Ok(None) };
            reader
        };
        let carry = reader.carry();
        let block = options.block.clamp(16, 1 << 20);
        Ok(Some(Flow { source, handle, reader, carry, block, at: 0, newlines: 0, held: Vec::new(), ready: VecDeque::new(), ended: false }))
    }

    /// As [`Flow::open`], of the records that may tell of a statement: what no other record hands on
    /// to them is left out.
    pub fn of_statements(source: &'a Source, options: &IngestOptions) -> io::Result<Option<Flow<'a>>> {
        let flow = Flow::open(source, options)?;
        Ok(flow.map(|flow| Flow { reader: Box::new(Statements(flow.reader)), ..flow }))
    }

    /// The next draft.
    pub fn next_draft(&mut self) -> io::Result<Option<Sited>> {
        while self.ready.is_empty() && !self.ended {
            self.batch()?;
        }
        Ok(self.ready.pop_front())
    }

    fn batch(&mut self) -> io::Result<()> {
        let (size, block, reader, handle) = (self.source.size(), self.block, self.reader.as_ref(), &self.handle);
        let count = rayon::current_num_threads().max(1) as u64 * 2;
        let first = self.at;
        let to = first.saturating_add(count * block).min(size);
        let mut read = blocks::read_blocks(handle, first..to, self.newlines, block, reader)?;
        self.newlines = self.newlines.saturating_add(read.newlines);
        let mut records = std::mem::take(&mut self.held);
        records.append(&mut read.records);
        self.at = to;
        self.ended = self.at >= size;
        if first == 0 && reader.reads_head() {
            // what stands before the first record is read like one, as far as this batch shows it
            let begun = records.first().map_or(self.at, |record| record.start).min(RECORD_BYTES);
            if begun > 0 {
                records.insert(0, blocks::read_record(reader, &handle.text(0, begun)?, 0, 1));
            }
        }
        if !self.ended {
            let near_end = records.len().saturating_sub(HELD);
            if let Some(open) = records.iter().skip(near_end).position(|record| record.open) {
                self.held = records.split_off(near_end + open);
            }
        }
        let mut notes = Vec::new();
        for record in rejoin::rejoin(handle, reader, records, size, &mut notes)? {
            let mut lines = Lines::default();
            lines.push(record.start, record.line);
            for (at, line) in record.lines {
                lines.push(at, line);
            }
            lines.marks.sort_unstable();
            let mut some = record.drafts;
            self.carry.pass(&mut some);
            self.ready.extend(some.into_iter().map(|draft| sited(self.source, &lines, draft)));
        }
        if self.ended {
            let mut rest = Vec::new();
            self.carry.finish(&mut rest);
            let lines = Lines::default();
            self.ready.extend(rest.into_iter().map(|draft| sited(self.source, &lines, draft)));
        }
        Ok(())
    }
}

/// Reads no record but those that may tell of a statement.
struct Statements(Box<dyn RecordReader>);

impl RecordReader for Statements {
    fn starts_record(&self, line: &[u8]) -> bool {
        self.0.starts_record(line)
    }

    fn opening(&self) -> Option<&'static [u8]> {
        self.0.opening()
    }

    fn reads_head(&self) -> bool {
        self.0.reads_head()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if self.0.may_tell_statement(record) {
            self.0.read(record, out);
        }
    }

    fn is_open(&self, record: &[u8]) -> bool {
        self.0.is_open(record)
    }

    fn leads(&self, line: &[u8]) -> bool {
        self.0.leads(line)
    }

    fn carry(&self) -> Box<dyn Carry> {
        self.0.carry()
    }
}
