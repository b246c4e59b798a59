//! Reads sources, on all threads, into the same drafts whatever the block size and the number of
//! threads.

use std::io;

use rayon::prelude::*;

use crate::{
    event::{self, draft::GapReason, place::Span},
    format::contract::{DOCUMENT_BYTES, Format, HEAD_BYTES, Head, Parsed, Reader, RecordReader},
    ingest::{
        options::{IngestOptions, SURVEYED_BYTES, SURVEYED_SOURCE_BYTES, SurveyPolicy},
        pieces,
        recognise::recognise,
        records::{self, RECORD_BYTES},
        rejoin,
        sited::{Lines, Sited, Texts, sited, span_of},
        source_read::{SourceRead, settle},
        survey::{filter, kept, result::Range, scan},
    },
    source::{
        evidence::Source,
        handle::Handle,
        kind,
        note::{Limit, Note},
    },
};

/// Reads all sources, in their order.
pub fn read_all(sources: &[Source], options: &IngestOptions) -> Vec<SourceRead> {
    let all: u64 = sources
        .iter()
        .filter(|source| source.same_as.is_none())
        .map(Source::size)
        .fold(0, u64::saturating_add);
    let large = |source: &Source| match options.screening {
        SurveyPolicy::Never => false,
        SurveyPolicy::Large => all > SURVEYED_BYTES && source.size() > SURVEYED_SOURCE_BYTES,
        SurveyPolicy::Always => true,
    };
    let screened: Vec<bool> =
        sources.iter().map(|source| large(source) && can_be_screened(source, options)).collect();
    // one that is surveyed takes all threads; the others take one each meanwhile
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
pub fn read_or_survey(source: &Source, options: &IngestOptions) -> SourceRead {
    read_one(source, options, source.size() > SURVEYED_BYTES)
}

/// Reads one source; keeps only what may matter where it is `screened` and read record by record.
pub(super) fn read_one(source: &Source, options: &IngestOptions, screened: bool) -> SourceRead {
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

/// Reads `ranges` of a source that was surveyed, in full.
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
    let (mut drafts, _, lines) = kept::read_ranges(&handle, reader.as_ref(), ranges)?;
    drafts.sort_by_key(|draft| (draft.at.start, draft.at.end));
    Ok(drafts.into_iter().map(|draft| sited(source, &lines, draft)).collect())
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
            let filtered = filter::filter(source, reader, options.block)?;
            read.survey = Some(Box::new(filtered.survey));
            (read.drafts, read.gaps) = (filtered.drafts, filtered.gaps);
            read.gaps.sort_by_key(|(span, _)| (span.start, span.end));
            read.notes.extend(filtered.notes);
            settle(read);
            read.unparsed_bytes = read.unparsed_bytes.saturating_add(filtered.lost);
            return Ok(());
        }
        Reader::Records(reader) => match reader.prefilter().filter(|_| screened) {
            Some(screen) => {
                let (survey, groups) = scan::survey(
                    &handle,
                    reader.as_ref(),
                    screen,
                    options.block.min(crate::source::stream::chunk::BLOCK_BYTES),
                )?;
                let texts =
                    kept::read_kept(&handle, reader.as_ref(), &survey, groups, &mut read.notes)?;
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

fn read_records(
    handle: &Handle<'_>,
    size: u64,
    reader: &dyn RecordReader,
    options: &IngestOptions,
    read: &mut SourceRead,
) -> io::Result<Texts> {
    let mut records =
        records::read_blocks(handle, 0..size, 0, options.block.max(16), reader)?.records;
    let mut gaps = Vec::new();
    let begun = records.first().map_or(size, |record| record.start);
    if begun > 0 && reader.reads_head() {
        let end = begun.min(RECORD_BYTES);
        records.insert(0, records::read_record(reader, &handle.text(0, end)?, 0, 1));
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

#[cfg(test)]
mod tests;
