//! Reads sources, on all threads, into the same drafts whatever the block size and the number of
//! threads.

use std::io;

use rayon::prelude::*;

use crate::{
    event::{self, draft::GapReason},
    format::contract::{DOCUMENT_BYTES, DocumentReader, Format, Parsed, Reader},
    ingest::{
        drafts::Drafts,
        options::{IngestOptions, SURVEYED_BYTES, SURVEYED_SOURCE_BYTES, SurveyPolicy},
        pieces,
        recognise::Opened,
        records::Reading,
        sited::{Lines, Sited, span, starts},
        source_read::SourceRead,
        survey::{filter, groups::Groups, kept, result::Range, scan},
    },
    source::{
        evidence::Source,
        kind,
        note::{Limit, Note},
        stream::chunk::BLOCK_BYTES,
    },
};

/// Reads all sources, in their order.
pub(crate) fn read_all(sources: &[Source], options: &IngestOptions) -> Vec<SourceRead> {
    let all: u64 = sources
        .iter()
        .filter(|source| source.same_as.is_none())
        .map(Source::size)
        .fold(0, u64::saturating_add);
    let large = |source: &Source| match options.survey {
        SurveyPolicy::Never => false,
        SurveyPolicy::Large => all > SURVEYED_BYTES && source.size() > SURVEYED_SOURCE_BYTES,
        SurveyPolicy::Always => true,
    };
    let surveyed: Vec<bool> =
        sources.iter().map(|source| large(source) && has_records(source, options)).collect();
    // one that is surveyed takes all threads; the others take one each meanwhile
    let (mut large, mut small): (Vec<Option<SourceRead>>, Vec<Option<SourceRead>>) = rayon::join(
        || {
            sources
                .iter()
                .zip(&surveyed)
                .map(|(source, surveyed)| surveyed.then(|| read_one(source, options, true)))
                .collect()
        },
        || {
            sources
                .par_iter()
                .zip(&surveyed)
                .map(|(source, surveyed)| (!surveyed).then(|| read_one(source, options, false)))
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
fn has_records(source: &Source, options: &IngestOptions) -> bool {
    Opened::of(source)
        .is_ok_and(|opened| matches!(opened.reader(options), Some((_, Reader::Records(_)))))
}

/// Reads one source in full.
pub(crate) fn read_source(source: &Source, options: &IngestOptions) -> SourceRead {
    read_one(source, options, false)
}

/// Reads one source; of a large one that is read record by record only what may matter is kept.
pub(crate) fn read_or_survey(source: &Source, options: &IngestOptions) -> SourceRead {
    read_one(source, options, source.size() > SURVEYED_BYTES)
}

/// Reads one source; surveys it where it is read record by record and `survey` says so.
pub(super) fn read_one(source: &Source, options: &IngestOptions, survey: bool) -> SourceRead {
    let mut read = SourceRead::of(source.id);
    if source.same_as.is_some() {
        return read;
    }
    if source.size() == 0 {
        read.notes.push(Note::Empty);
        return read;
    }
    if let Err(error) = try_read(source, options, survey, &mut read) {
        read.notes.push(Note::broke_off(&error));
    }
    read.notes.extend(source.changed_size());
    read
}

/// Reads `ranges` of a source that was surveyed, in full.
pub(crate) fn read_again(
    source: &Source,
    format: &Format,
    ranges: &[Range],
) -> io::Result<Vec<Sited>> {
    let opened = Opened::of(source)?;
    let Reader::Records(reader) = opened.reader_of(format) else { return Ok(Vec::new()) };
    let (mut drafts, _, lines) =
        kept::read_ranges(&opened.handle, Reading::of(reader.as_ref()), ranges)?;
    drafts.sort_by_key(|draft| (draft.at.start, draft.at.end));
    Ok(drafts.into_iter().map(|draft| Sited::among(source, &lines, draft)).collect())
}

fn try_read(
    source: &Source,
    options: &IngestOptions,
    survey: bool,
    read: &mut SourceRead,
) -> io::Result<()> {
    let opened = Opened::of(source)?;
    let Some((format, reader)) = opened.reader(options) else {
        let head = &opened.first.bytes;
        read.notes.push(if !kind::is_own(head) {
            Note::Unrecognised { kind: kind::kind(head).into(), bytes: source.bytes }
        } else if kind::is_own_end(head, &opened.handle.end(kind::END_BYTES)?) {
            Note::OwnOutput
        } else {
            Note::OwnBeginning
        });
        let whole = 0..usize::try_from(source.size()).unwrap_or(usize::MAX);
        read.gaps.push((span(source, &whole, 1), GapReason::Unparsed));
        read.settle();
        return Ok(());
    };
    read.format = Some(format.id);
    match reader {
        Reader::Document(reader) => read_document(source, opened, reader.as_ref(), options, read)?,
        Reader::Records(reader) if survey && reader.prefilter().is_none() => {
            drop(opened);
            return filter::filter(source, reader, options.block, read);
        }
        Reader::Records(reader) => match reader.prefilter().filter(|_| survey) {
            Some(prefilter) => {
                let (reader, handle) = (reader.as_ref(), &opened.handle);
                let block = options.block.min(BLOCK_BYTES);
                let told = source.parts().map_or(&[][..], |parts| &parts.told().sheets);
                let (survey, groups) = if told.is_empty() {
                    scan::survey(handle, reader, prefilter, block)?
                } else {
                    // they were read when they came
                    let sheets = told.iter().filter_map(|sheet| serde_json::from_str(sheet).ok());
                    scan::fold(sheets, handle.size(), prefilter.leads(), Groups::default())
                };
                let reading = Reading::of(reader);
                let texts = kept::read_kept(handle, reading, &survey, groups, &mut read.notes)?;
                read.survey = Some(Box::new(survey));
                read.take(source, texts);
            }
            None => {
                drop(opened);
                let mut drafts = Drafts::new(source, reader, options.block)?;
                while let Some(mut batch) = drafts.next_batch()? {
                    read.drafts.append(&mut batch.drafts);
                    read.gaps.append(&mut batch.gaps);
                    read.notes.append(&mut batch.notes);
                }
            }
        },
    }
    read.settle();
    Ok(())
}

/// Reads a document, piece by piece where its format can.
fn read_document(
    source: &Source,
    opened: Opened<'_>,
    reader: &dyn DocumentReader,
    options: &IngestOptions,
    read: &mut SourceRead,
) -> io::Result<()> {
    let Opened { handle, first } = opened;
    if let Some(mut pieces) = reader.pieces(&first.bytes) {
        drop(first);
        return pieces::read(source, &handle, pieces.as_mut(), options.block, read);
    }
    let size = source.size();
    let whole = handle.text(0, size.min(DOCUMENT_BYTES))?;
    let mut out = Parsed::default();
    reader.read(&whole, &mut out);
    event::table::share(out.drafts.iter_mut().filter_map(|draft| draft.kind.table_mut()));
    if size > DOCUMENT_BYTES {
        out.gap(whole.len()..size as usize, GapReason::Truncated);
        read.notes.push(Note::LeftOut(Limit::Document(DOCUMENT_BYTES)));
    }
    let lines = Lines::of(&whole, 0, 0, starts(&out));
    read.take(source, (out.drafts, out.gaps, lines));
    Ok(())
}

#[cfg(test)]
mod tests;
