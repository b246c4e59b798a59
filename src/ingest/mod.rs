//! From sources to drafts: recognises each source's format and reads it, on all threads, into
//! the same drafts whatever the block size and the number of threads.

mod blocks;
mod rejoin;

use std::io;

use rayon::prelude::*;

use crate::{
    event::{Draft, GapReason},
    evidence::{SourceId, Span},
    format::{self, DOCUMENT_BYTES, Format, HEAD_BYTES, Head, Parsed, Reader, RecordReader},
    source::{Handle, Source, kind},
};

/// How sources are read.
pub struct IngestOptions {
    /// Bytes of one block: what one thread reads at a time.
    pub block: u64,
    /// Formats that the user states: a pattern of source names and a format.
    pub formats: Vec<(globset::GlobMatcher, &'static dyn Format)>,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions { block: 4 << 20, formats: Vec::new() }
    }
}

/// A record longer than this is cut.
pub const RECORD_BYTES: u64 = 64 << 20;
/// As much of a line as a reader is shown to say whether it begins a record.
const LINE_BYTES: usize = 1 << 20;

/// What one source held.
#[derive(Debug)]
pub struct SourceRead {
    /// Which.
    pub source: SourceId,
    /// The format that read it; `None` where none knows it.
    pub format: Option<&'static str>,
    /// In the order of the bytes.
    pub drafts: Vec<Sited>,
    /// In the order of the bytes.
    pub gaps: Vec<(Span, GapReason)>,
    /// Drafts that bear an event.
    pub entries: u64,
    /// Bytes that were not understood, are torn or cut off.
    pub unparsed_bytes: u64,
    /// What happened on the way.
    pub notes: Vec<String>,
}

/// A draft and its bytes in the raw content.
#[derive(Clone, Debug)]
pub struct Sited {
    /// The bytes that a citation counts.
    pub span: Span,
    /// The draft; its `at` counts bytes as formats see them.
    pub draft: Draft,
}

/// Reads all sources, in their order.
pub fn read_all(sources: &[Source], options: &IngestOptions) -> Vec<SourceRead> {
    sources.par_iter().map(|source| read_source(source, options)).collect()
}

/// Reads one source.
pub fn read_source(source: &Source, options: &IngestOptions) -> SourceRead {
    let mut read = SourceRead { source: source.id, format: None, drafts: Vec::new(), gaps: Vec::new(), entries: 0, unparsed_bytes: 0, notes: Vec::new() };
    if source.same_as.is_some() {
        return read;
    }
    if source.size() == 0 {
        read.notes.push("empty: nothing to read".to_owned());
        return read;
    }
    if let Err(error) = try_read(source, options, &mut read) {
        read.notes.push(format!("reading broke off: {error}"));
    }
    read.notes.extend(source.changed_size());
    read
}

fn try_read(source: &Source, options: &IngestOptions, read: &mut SourceRead) -> io::Result<()> {
    let handle = source.open()?;
    let size = source.size();
    let first = handle.text(0, HEAD_BYTES as u64)?;
    let head = Head { name: &source.path, bytes: &first, whole: size <= first.len() as u64 };
    let stated = options.formats.iter().find(|(glob, _)| glob.is_match(&source.path) || source.path.rsplit('/').next().is_some_and(|name| glob.is_match(name)));
    let Some(format) = stated.map(|(_, format)| *format).or_else(|| format::recognise(&head)) else {
        read.notes.push(format!("not recognised: {}, {} bytes", kind::kind(&first), source.bytes));
        let span = Span { start: source.origin(0), end: source.origin(size), line: 1 };
        read.unparsed_bytes = span.end.saturating_sub(span.start);
        read.gaps.push((span, GapReason::Unparsed));
        return Ok(());
    };
    read.format = Some(format.id());
    let (mut drafts, mut gaps, lines) = match format.reader(&head) {
        Reader::Document(reader) => {
            let whole = handle.text(0, size.min(DOCUMENT_BYTES))?;
            let mut out = Parsed::default();
            reader.read(&whole, &mut out);
            if size > DOCUMENT_BYTES {
                let rest = whole.len()..size as usize;
                out.gap(rest, GapReason::Truncated);
                read.notes.push(format!("longer than {DOCUMENT_BYTES} bytes; the rest was left out"));
            }
            let lines = Lines::of_text(&whole, out.drafts.iter().map(|d| d.at.start).chain(out.gaps.iter().map(|g| g.at.start)));
            (out.drafts, out.gaps, lines)
        }
        Reader::Records(reader) => read_records(&handle, size, reader.as_ref(), options, read)?,
    };
    drafts.sort_by_key(|draft| (draft.at.start, draft.at.end));
    gaps.sort_by_key(|gap| (gap.at.start, gap.at.end));
    let span =
        |at: &std::ops::Range<usize>| Span { start: source.origin(at.start as u64), end: source.origin(at.end as u64), line: lines.line(at.start as u64) };
    read.entries = drafts.len() as u64;
    read.gaps = gaps.iter().map(|gap| (span(&gap.at), gap.reason)).collect();
    // of the file's own bytes: text of UTF-16 is longer or shorter than what it was decoded from
    let lost = read.gaps.iter().filter(|(_, reason)| matches!(reason, GapReason::Unparsed | GapReason::Torn | GapReason::Truncated));
    read.unparsed_bytes = lost.map(|(span, _)| span.end.saturating_sub(span.start)).sum();
    read.drafts = drafts.into_iter().map(|draft| Sited { span: span(&draft.at), draft }).collect();
    Ok(())
}

type Texts = (Vec<Draft>, Vec<crate::event::Gap>, Lines);

fn read_records(handle: &Handle<'_>, size: u64, reader: &dyn RecordReader, options: &IngestOptions, read: &mut SourceRead) -> io::Result<Texts> {
    let block = options.block.max(16);
    let count = size.div_ceil(block);
    let blocks =
        (0..count).into_par_iter().map(|n| blocks::read_block(handle, n * block, ((n + 1) * block).min(size), size, reader)).collect::<io::Result<Vec<_>>>()?;

    // Lines were counted block by block; here each learns how many lay before it.
    let mut records = Vec::new();
    let mut before = 0u64;
    for mut block in blocks {
        for record in &mut block.records {
            record.line += before;
            for (_, line) in &mut record.lines {
                *line += before;
            }
        }
        before += block.newlines;
        records.append(&mut block.records);
    }
    let mut gaps = Vec::new();
    let begun = records.first().map_or(size, |record| record.start);
    if begun > 0 && reader.reads_head() {
        let end = begun.min(RECORD_BYTES);
        records.insert(0, blocks::read_record(reader, &handle.text(0, end)?, 0, 1));
        if end < begun {
            gaps.push(crate::event::Gap { at: end as usize..begun as usize, reason: GapReason::Truncated });
        }
    } else if begun > 0 {
        let reason = if records.is_empty() { GapReason::Unparsed } else { GapReason::Torn };
        gaps.push(crate::event::Gap { at: 0..begun as usize, reason });
    }
    let records = rejoin::rejoin(handle, reader, records, size, &mut read.notes)?;

    let mut carry = reader.carry();
    let mut drafts = Vec::new();
    let mut lines = Lines::default();
    for record in records {
        lines.push(record.start, record.line);
        for (at, line) in record.lines {
            lines.push(at, line);
        }
        let mut some = record.drafts;
        carry.pass(&mut some);
        drafts.append(&mut some);
        gaps.extend(record.gaps);
    }
    lines.marks.sort_unstable();
    carry.finish(&mut drafts);
    Ok((drafts, gaps, lines))
}

/// The line numbers of the offsets at which drafts and gaps begin.
#[derive(Debug, Default)]
struct Lines {
    marks: Vec<(u64, u64)>,
}

impl Lines {
    fn of_text(text: &[u8], starts: impl Iterator<Item = usize>) -> Lines {
        let mut starts: Vec<usize> = starts.collect();
        starts.sort_unstable();
        starts.dedup();
        let (mut at, mut line) = (0usize, 1u64);
        let mut marks = Vec::with_capacity(starts.len());
        for start in starts {
            line += count_newlines(text.get(at..start.min(text.len())).unwrap_or_default());
            at = start.min(text.len());
            marks.push((start as u64, line));
        }
        Lines { marks }
    }

    fn push(&mut self, at: u64, line: u64) {
        if self.marks.last() != Some(&(at, line)) {
            self.marks.push((at, line));
        }
    }

    fn line(&self, at: u64) -> u64 {
        let after = self.marks.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|i| self.marks.get(i)).map_or(1, |(_, line)| *line)
    }
}

fn count_newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests;
