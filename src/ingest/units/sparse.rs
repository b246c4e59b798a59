//! Large sources that are surveyed and not carried whole: of them a scan carries what surveying
//! shows, and the bytes that reading what is kept of it takes.

use std::{io, ops::Range};

use crate::{
    format::contract::{HEAD_BYTES, Reader, RecordReader},
    ingest::{
        options::{IngestOptions, SURVEYED_BYTES, SURVEYED_SOURCE_BYTES, SurveyPolicy},
        recognise::Opened,
        records::Reading,
        services,
        shown::TAIL_BYTES,
        survey::{
            groups::Groups,
            kept,
            result::{self, Survey},
            scan,
            sheet::Sheet,
        },
        units::record::Wanted,
    },
    source::{evidence::Source, parts::Trace, stream::chunk::BLOCK_BYTES},
};

/// What is carried of a unit.
pub(super) struct Sparse {
    pub(super) sheets: Vec<Sheet>,
    /// Ranges of its raw content.
    pub(super) bytes: Vec<Range<u64>>,
    /// The first and the last stamp among the records that are kept, as written.
    pub(super) stamps: Option<(String, String)>,
}

/// The format by which a source is surveyed where it is not carried whole: it is large enough that
/// every report surveys it, and a glance at raw bytes tells what may matter.
pub(super) fn format(source: &Source, options: &IngestOptions) -> Option<&'static str> {
    let large = match options.survey {
        SurveyPolicy::Never => false,
        SurveyPolicy::Large => source.size() > SURVEYED_BYTES.max(SURVEYED_SOURCE_BYTES),
        SurveyPolicy::Always => source.size() > 0,
    };
    // what begins behind more than a byte order mark is told by bytes that are not carried
    if !large || !source.is_plain() || source.origin(0) > 3 {
        return None;
    }
    if services::parts(source, options).is_some() {
        return None;
    }
    let (format, reader) = Opened::of(source).ok()?.reader(options)?;
    let Reader::Records(reader) = reader else { return None };
    reader.prefilter().map(|_| format.id)
}

fn reader(source: &Source, options: &IngestOptions) -> io::Result<Box<dyn RecordReader>> {
    match Opened::of(source)?.reader(options) {
        Some((_, Reader::Records(reader))) => Ok(reader),
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// What is carried of a range of the raw content of such a source.
pub(super) fn carried(
    source: &Source,
    options: &IngestOptions,
    range: &Range<u64>,
) -> io::Result<Sparse> {
    let reader = reader(source, options)?;
    let prefilter = reader.prefilter().ok_or(io::ErrorKind::Unsupported)?;
    let trace = Trace::default();
    let (handle, traced) = (source.open()?, source.open()?.traced(&trace));
    let skip = source.origin(0);
    let seen = range.start.saturating_sub(skip)..range.end.saturating_sub(skip);
    let block = options.block.min(BLOCK_BYTES);
    let sheets = scan::sheets(&handle, reader.as_ref(), prefilter, block, seen)?;
    let end = sheets.last().map_or(0, Sheet::end);
    let copies = sheets.iter().map(Sheet::copied);
    let groups = Groups::of_part();
    let (survey, groups): (Survey, Groups) = scan::fold(copies, end, prefilter.leads(), groups);
    let mut stamps = None;
    if survey.entries > 0 || survey.torn > 0 {
        let reading = Reading::of(reader.as_ref());
        let (drafts, ..) = kept::read_kept(&traced, reading, &survey, groups, &mut Vec::new())?;
        let mut written = drafts.iter().filter_map(|draft| draft.written.as_ref());
        let first = written.next().map(|first| first.text.to_string());
        let last = written.next_back().map(|last| last.text.to_string());
        stamps = first.map(|first| (first.clone(), last.unwrap_or(first)));
    }
    // what the unit behind it may want of its end
    let last = sheets.iter().rev().find_map(Sheet::last_record);
    let context = sheets.iter().rev().find_map(Sheet::last_context);
    for (from, to) in last.into_iter().chain(context) {
        trace.add(source.origin(from)..source.origin(to));
    }
    let len = source.content_len();
    if range.start == 0 {
        trace.add(0..(HEAD_BYTES as u64 + skip).min(len));
    }
    if range.end == len {
        trace.add(len.saturating_sub(TAIL_BYTES)..len);
    }
    let bytes = trace.ranges().into_iter().map(|range| range.start..range.end.min(len)).collect();
    Ok(Sparse { sheets, bytes, stamps })
}

/// The bytes that reading what a report wants of a source takes.
pub(super) fn wanted(
    source: &Source,
    options: &IngestOptions,
    wanted: &Wanted,
) -> io::Result<Vec<Range<u64>>> {
    let len = source.content_len();
    let trace = Trace::default();
    let mut records = wanted.records.clone();
    records.retain(|range: &result::Range| range.from <= range.to && range.to <= source.size());
    if !records.is_empty() {
        let reader = reader(source, options)?;
        let traced = source.open()?.traced(&trace);
        kept::read_ranges(&traced, Reading::of(reader.as_ref()), &records)?;
    }
    for (from, to) in &wanted.bytes {
        trace.add((*from).min(len)..(*to).min(len));
    }
    Ok(trace.ranges().into_iter().map(|range| range.start..range.end.min(len)).collect())
}
