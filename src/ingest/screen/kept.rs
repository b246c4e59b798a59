//! Reading in full what looking over a source has picked.

use std::io;

use super::{Groups, Range, Survey};
use crate::{
    event::{Draft, Gap, GapReason},
    format::{Carry, RecordReader},
    ingest::{Lines, Texts, blocks, rejoin},
    parse::lines::newlines,
    source::Handle,
};

/// Adds the records of a range.
fn add_range(
    out: &mut Collected,
    handle: &Handle<'_>,
    reader: &dyn RecordReader,
    range: &Range,
    carry: &mut dyn Carry,
    notes: &mut Vec<String>,
) -> io::Result<()> {
    if range.lead > 0 {
        let from = range.from.saturating_sub(u64::from(range.lead));
        let text = handle.text(from, range.from)?;
        for record in records(reader, &text, from, range.line.saturating_add(1).saturating_sub(newlines(&text))) {
            out.add(record, carry, range.from);
        }
    }
    let size = handle.size();
    let mut block = blocks::read_block(handle, range.from, range.to, size, reader)?;
    for record in &mut block.records {
        record.line = record.line.saturating_add(range.line);
        for (_, at) in &mut record.lines {
            *at = at.saturating_add(range.line);
        }
    }
    for record in rejoin::rejoin(handle, reader, block.records, size, notes)? {
        out.add(record, carry, range.from);
    }
    Ok(())
}

/// The records in `bytes`, which begin at `start` on `line`.
fn records(reader: &dyn RecordReader, bytes: &[u8], start: u64, line: u64) -> Vec<blocks::Record> {
    let mut out = Vec::new();
    let (mut begun, mut at, mut here, mut first) = (0usize, 0usize, line, line);
    while at < bytes.len() {
        let end = memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |feed| at + feed + 1);
        let text = bytes.get(at..end).unwrap_or_default();
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        if at > begun && reader.starts_record(text.strip_suffix(b"\r").unwrap_or(text)) {
            out.push(blocks::read_record(reader, bytes.get(begun..at).unwrap_or_default(), start.saturating_add(begun as u64), first));
            (begun, first) = (at, here);
        }
        at = end;
        here += 1;
    }
    if begun < bytes.len() {
        out.push(blocks::read_record(reader, bytes.get(begun..).unwrap_or_default(), start.saturating_add(begun as u64), first));
    }
    out
}

/// What is collected from records in order.
struct Collected {
    drafts: Vec<Draft>,
    gaps: Vec<Gap>,
    lines: Lines,
}

impl Collected {
    fn add(&mut self, record: blocks::Record, carry: &mut dyn Carry, from: u64) {
        self.lines.push(record.start, record.line);
        for (at, line) in record.lines {
            self.lines.push(at, line);
        }
        let mut some = record.drafts;
        carry.pass(&mut some);
        some.retain(|draft| draft.at.end as u64 > from);
        self.drafts.append(&mut some);
        self.gaps.extend(record.gaps.into_iter().filter(|gap| gap.at.end as u64 > from));
    }

    fn finish(mut self, mut carry: Box<dyn Carry + '_>) -> Texts {
        self.lines.marks.sort_unstable();
        self.lines.marks.dedup();
        carry.finish(&mut self.drafts);
        (self.drafts, self.gaps, self.lines)
    }
}

/// Reads what was picked, and the ends of the source.
pub(in crate::ingest) fn read_kept(
    handle: &Handle<'_>,
    reader: &dyn RecordReader,
    survey: &Survey,
    groups: Groups,
    notes: &mut Vec<String>,
) -> io::Result<Texts> {
    let mut ends: Vec<Range> = survey.range(0).into_iter().collect();
    ends.extend(survey.cells.len().checked_sub(1).filter(|last| *last > 0).and_then(|last| survey.range(last)));
    let mut carry = reader.carry();
    let mut out = Collected { drafts: Vec::new(), gaps: Vec::new(), lines: Lines::default() };
    // what stands before the first record may set the scene for it
    if survey.torn > 0 && reader.reads_head() {
        let head = handle.text(0, survey.torn.min(super::super::RECORD_BYTES))?;
        out.add(blocks::read_record(reader, &head, 0, 1), carry.as_mut(), 0);
    } else if survey.torn > 0 {
        let reason = if survey.entries == 0 { GapReason::Unparsed } else { GapReason::Torn };
        out.gaps.push(Gap { at: 0..survey.torn as usize, reason });
    }
    let mut context = None;
    let mut ends = ends.into_iter().peekable();
    let mut last = None;
    for loc in groups.into_locs() {
        while let Some(whole) = ends.next_if(|range| range.from <= loc.start) {
            add_range(&mut out, handle, reader, &whole, carry.as_mut(), notes)?;
            last = Some(whole.to);
        }
        if last.is_some_and(|to| loc.start < to) {
            continue;
        }
        if loc.context != context
            && let Some((start, len)) = loc.context
        {
            let text = handle.text(start, start.saturating_add(u64::from(len)))?;
            for record in records(reader, &text, start, 1) {
                let mut some = record.drafts;
                carry.pass(&mut some);
            }
            context = loc.context;
        }
        let from = loc.start.saturating_sub(u64::from(loc.lead));
        let text = handle.text(from, loc.start.saturating_add(u64::from(loc.len)))?;
        let lead = text.get(..loc.lead as usize).unwrap_or_default();
        for record in records(reader, lead, from, loc.line.saturating_sub(newlines(lead))) {
            out.add(record, carry.as_mut(), loc.start);
        }
        for record in records(reader, text.get(loc.lead as usize..).unwrap_or_default(), loc.start, loc.line) {
            out.add(record, carry.as_mut(), loc.start);
        }
    }
    for whole in ends {
        add_range(&mut out, handle, reader, &whole, carry.as_mut(), notes)?;
    }
    Ok(out.finish(carry))
}

/// Reads ranges of whole records in full.
pub(in crate::ingest) fn read_ranges(handle: &Handle<'_>, reader: &dyn RecordReader, ranges: &[Range]) -> io::Result<Texts> {
    let mut carry = reader.carry();
    let mut out = Collected { drafts: Vec::new(), gaps: Vec::new(), lines: Lines::default() };
    let mut notes = Vec::new();
    for whole in ranges {
        add_range(&mut out, handle, reader, whole, carry.as_mut(), &mut notes)?;
    }
    Ok(out.finish(carry))
}
