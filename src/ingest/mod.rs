//! From sources to drafts: recognises each source's format and reads it, on all threads, into
//! the same drafts whatever the block size and the number of threads.

pub mod clock;
pub mod entries;
pub mod gather;
pub mod seek;

mod blocks;
mod flow;
mod pieces;
mod rejoin;
mod screen;

use std::io;

pub use flow::Flow;
use rayon::prelude::*;
pub use screen::{Activity, Survey};
pub(crate) use screen::{Cells, Range};

use crate::{
    event::{
        self,
        draft::{Draft, GapReason},
        place::{SourceId, Span},
    },
    format::{
        self,
        contract::{DOCUMENT_BYTES, Format, HEAD_BYTES, Head, Parsed, Reader, RecordReader},
        grammar::lines::newlines,
    },
    source::{
        evidence::Source,
        handle::Handle,
        kind,
        note::{Limit, Note},
    },
};

/// How sources are read.
pub struct IngestOptions {
    /// Bytes of one block: what one thread reads at a time.
    pub block: u64,
    /// Formats that the user states: a pattern of source names and a format.
    pub formats: Vec<(globset::GlobMatcher, &'static dyn Format)>,
    /// Whether large sources are only looked over, and read in full where it matters.
    pub screening: Screening,
}

/// When sources are looked over instead of read in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screening {
    /// Every record of every source is read.
    #[default]
    Never,
    /// Where all sources together are larger than [`SCREENED_BYTES`].
    Large,
    /// Whatever their size.
    Always,
}

/// Sources that are no larger than this in all are read in full.
pub const SCREENED_BYTES: u64 = 16 << 20;
/// A source smaller than this is read in full whatever the others are.
const SCREENED_SOURCE_BYTES: u64 = 1 << 20;

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions { block: 4 << 20, formats: Vec::new(), screening: Screening::Never }
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
    pub notes: Vec<Note>,
    /// Where it was only looked over: what that gave.
    pub survey: Option<Box<Survey>>,
}

/// A draft and its bytes in the raw content.
#[derive(Clone, Debug, PartialEq)]
pub struct Sited {
    /// The bytes that a citation counts.
    pub span: Span,
    /// The draft; its `at` counts bytes as formats see them.
    pub draft: Draft,
}

/// Reads all sources, in their order.
pub fn read_all(sources: &[Source], options: &IngestOptions) -> Vec<SourceRead> {
    let all: u64 = sources
        .iter()
        .filter(|source| source.same_as.is_none())
        .map(Source::size)
        .fold(0, u64::saturating_add);
    let large = |source: &Source| match options.screening {
        Screening::Never => false,
        Screening::Large => all > SCREENED_BYTES && source.size() > SCREENED_SOURCE_BYTES,
        Screening::Always => true,
    };
    let screened: Vec<bool> =
        sources.iter().map(|source| large(source) && can_be_screened(source, options)).collect();
    // one that is looked over takes all threads; the others take one each meanwhile
    let (mut large, mut small): (Vec<Option<SourceRead>>, Vec<Option<SourceRead>>) = rayon::join(
        || {
            sources
                .iter()
                .zip(&screened)
                .map(|(source, screened)| screened.then(|| read_one(source, options, true)))
                .collect()
        },
        || {
            sources
                .par_iter()
                .zip(&screened)
                .map(|(source, screened)| (!screened).then(|| read_one(source, options, false)))
                .collect()
        },
    );
    large
        .iter_mut()
        .zip(&mut small)
        .filter_map(|(large, small)| large.take().or_else(|| small.take()))
        .collect()
}

/// Whether a source is read record by record. `false` where it cannot be told; reading says why.
fn can_be_screened(source: &Source, options: &IngestOptions) -> bool {
    let Ok(handle) = source.open() else { return false };
    let Ok(first) = handle.text(0, HEAD_BYTES as u64) else { return false };
    let head =
        Head { name: &source.path, bytes: &first, whole: source.size() <= first.len() as u64 };
    recognise(&head, options)
        .is_some_and(|format| matches!(format.reader(&head), Reader::Records(_)))
}

/// Reads one source in full.
pub fn read_source(source: &Source, options: &IngestOptions) -> SourceRead {
    read_one(source, options, false)
}

/// Reads one source; of a large one that is read record by record only what may matter is kept.
pub fn read_or_look_over(source: &Source, options: &IngestOptions) -> SourceRead {
    read_one(source, options, source.size() > SCREENED_BYTES)
}

/// Reads one source; keeps only what may matter where it is `screened` and read record by record.
fn read_one(source: &Source, options: &IngestOptions, screened: bool) -> SourceRead {
    let mut read = SourceRead {
        source: source.id,
        format: None,
        drafts: Vec::new(),
        gaps: Vec::new(),
        entries: 0,
        unparsed_bytes: 0,
        notes: Vec::new(),
        survey: None,
    };
    if source.same_as.is_some() {
        return read;
    }
    if source.size() == 0 {
        read.notes.push(Note::Empty);
        return read;
    }
    if let Err(error) = try_read(source, options, screened, &mut read) {
        read.notes.push(Note::broke_off(&error));
    }
    read.notes.extend(source.changed_size());
    read
}

/// Reads `ranges` of a source that was looked over, in full.
pub(crate) fn read_again(
    source: &Source,
    format: &'static dyn Format,
    ranges: &[Range],
) -> io::Result<Vec<Sited>> {
    let handle = source.open()?;
    let size = source.size();
    let first = handle.text(0, HEAD_BYTES as u64)?;
    let head = Head { name: &source.path, bytes: &first, whole: size <= first.len() as u64 };
    let Reader::Records(reader) = format.reader(&head) else { return Ok(Vec::new()) };
    let (mut drafts, _, lines) = screen::read_ranges(&handle, reader.as_ref(), ranges)?;
    drafts.sort_by_key(|draft| (draft.at.start, draft.at.end));
    Ok(drafts.into_iter().map(|draft| sited(source, &lines, draft)).collect())
}

fn span_of(source: &Source, lines: &Lines, at: &std::ops::Range<usize>) -> Span {
    Span {
        start: source.origin(at.start as u64),
        end: source.origin(at.end as u64),
        line: lines.line(at.start as u64),
    }
}

fn sited(source: &Source, lines: &Lines, draft: Draft) -> Sited {
    Sited { span: span_of(source, lines, &draft.at), draft }
}

/// The format that the user states for a source, else the one that knows it.
fn recognise(head: &Head<'_>, options: &IngestOptions) -> Option<&'static dyn Format> {
    let stated = options
        .formats
        .iter()
        .find(|(glob, _)| glob.is_match(head.name) || glob.is_match(head.file_name()));
    stated.map(|(_, format)| *format).or_else(|| format::recognise(head))
}

fn try_read(
    source: &Source,
    options: &IngestOptions,
    screened: bool,
    read: &mut SourceRead,
) -> io::Result<()> {
    let handle = source.open()?;
    let size = source.size();
    let first = handle.text(0, HEAD_BYTES as u64)?;
    let head = Head { name: &source.path, bytes: &first, whole: size <= first.len() as u64 };
    let Some(format) = recognise(&head, options) else {
        read.notes.push(Note::Unrecognised { kind: kind::kind(&first), bytes: source.bytes });
        let span = Span { start: source.origin(0), end: source.origin(size), line: 1 };
        read.unparsed_bytes = span.end.saturating_sub(span.start);
        read.gaps.push((span, GapReason::Unparsed));
        return Ok(());
    };
    read.format = Some(format.id());
    let (mut drafts, mut gaps, lines) = match format.reader(&head) {
        Reader::Document(reader) => {
            if let Some(mut pieces) = reader.pieces(&first) {
                drop(first);
                pieces::read(source, &handle, pieces.as_mut(), options.block, read)?;
                settle(read);
                return Ok(());
            }
            let whole = handle.text(0, size.min(DOCUMENT_BYTES))?;
            let mut out = Parsed::default();
            reader.read(&whole, &mut out);
            event::table::share(out.drafts.iter_mut().filter_map(|draft| draft.kind.table_mut()));
            if size > DOCUMENT_BYTES {
                let rest = whole.len()..size as usize;
                out.gap(rest, GapReason::Truncated);
                read.notes.push(Note::LeftOut(Limit::Document(DOCUMENT_BYTES)));
            }
            let lines = Lines::of_text(
                &whole,
                out.drafts.iter().map(|d| d.at.start).chain(out.gaps.iter().map(|g| g.at.start)),
            );
            (out.drafts, out.gaps, lines)
        }
        Reader::Records(reader) if screened && reader.prefilter().is_none() => {
            drop(first);
            let sifted = screen::sift(source, reader, options.block)?;
            read.survey = Some(Box::new(sifted.survey));
            (read.drafts, read.gaps) = (sifted.drafts, sifted.gaps);
            read.gaps.sort_by_key(|(span, _)| (span.start, span.end));
            read.notes.extend(sifted.notes);
            settle(read);
            read.unparsed_bytes = read.unparsed_bytes.saturating_add(sifted.lost);
            return Ok(());
        }
        Reader::Records(reader) => match reader.prefilter().filter(|_| screened) {
            Some(screen) => {
                let (survey, groups) = screen::look_over(
                    &handle,
                    reader.as_ref(),
                    screen,
                    options.block.min(crate::source::stream::chunk::BLOCK_BYTES),
                )?;
                let texts =
                    screen::read_kept(&handle, reader.as_ref(), &survey, groups, &mut read.notes)?;
                read.survey = Some(Box::new(survey));
                texts
            }
            None => read_records(&handle, size, reader.as_ref(), options, read)?,
        },
    };
    // most are in order, and to sort takes room
    if !drafts.is_sorted_by_key(|draft| (draft.at.start, draft.at.end)) {
        drafts.sort_by_key(|draft| (draft.at.start, draft.at.end));
    }
    gaps.sort_by_key(|gap| (gap.at.start, gap.at.end));
    read.gaps = gaps.iter().map(|gap| (span_of(source, &lines, &gap.at), gap.reason)).collect();
    read.drafts = drafts.into_iter().map(|draft| sited(source, &lines, draft)).collect();
    settle(read);
    Ok(())
}

/// Counts what was read.
fn settle(read: &mut SourceRead) {
    read.entries = read.survey.as_ref().map_or(read.drafts.len() as u64, |survey| survey.entries);
    // of the file's own bytes: text of UTF-16 is longer or shorter than what it was decoded from
    let lost = read.gaps.iter().filter(|(_, reason)| {
        matches!(reason, GapReason::Unparsed | GapReason::Torn | GapReason::Truncated)
    });
    // gaps may overlap; each byte counts once
    let mut counted = 0;
    for (span, _) in lost {
        read.unparsed_bytes =
            read.unparsed_bytes.saturating_add(span.end.saturating_sub(span.start.max(counted)));
        counted = counted.max(span.end);
    }
}

type Texts = (Vec<Draft>, Vec<crate::event::draft::Gap>, Lines);

fn read_records(
    handle: &Handle<'_>,
    size: u64,
    reader: &dyn RecordReader,
    options: &IngestOptions,
    read: &mut SourceRead,
) -> io::Result<Texts> {
    let mut records =
        blocks::read_blocks(handle, 0..size, 0, options.block.max(16), reader)?.records;
    let mut gaps = Vec::new();
    let begun = records.first().map_or(size, |record| record.start);
    if begun > 0 && reader.reads_head() {
        let end = begun.min(RECORD_BYTES);
        records.insert(0, blocks::read_record(reader, &handle.text(0, end)?, 0, 1));
        if end < begun {
            gaps.push(crate::event::draft::Gap {
                at: end as usize..begun as usize,
                reason: GapReason::Truncated,
            });
        }
    } else if begun > 0 {
        let reason = if records.is_empty() { GapReason::Unparsed } else { GapReason::Torn };
        gaps.push(crate::event::draft::Gap { at: 0..begun as usize, reason });
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
        Lines::of_part(text, 0, 0, starts)
    }

    /// Of `text`, which stands at `base` and has `feeds` line feeds before it.
    fn of_part(text: &[u8], base: usize, feeds: u64, starts: impl Iterator<Item = usize>) -> Lines {
        let mut starts: Vec<usize> = starts.collect();
        starts.sort_unstable();
        starts.dedup();
        let (mut at, mut line) = (0usize, feeds.saturating_add(1));
        let mut marks = Vec::with_capacity(starts.len());
        for start in starts {
            let to = start.saturating_sub(base).min(text.len());
            line += newlines(text.get(at..to).unwrap_or_default());
            at = to;
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

#[cfg(test)]
mod tests;
