//! Reading in full what surveying a source has picked.

use std::io;

use rayon::prelude::*;

use super::groups::Loc;
use crate::ingest::survey::{
    cells::CELL_BYTES,
    groups::Groups,
    result::{Range, Survey},
};
use crate::{
    event::draft::{Draft, Gap},
    format::{contract::Carry, grammar::lines::newlines},
    ingest::{
        records::{Reading, Record, Said, Seam},
        rejoin::{Effort, rejoin},
        sited::{Lines, Texts},
    },
    source::{handle::Handle, note::Note},
};

/// Adds the records of a range.
fn add_range(
    out: &mut Collected,
    handle: &Handle<'_>,
    reading: Reading<'_>,
    range: &Range,
    carry: &mut dyn Carry,
    notes: &mut Vec<Note>,
) -> io::Result<()> {
    if range.lead > 0 {
        let from = range.from.saturating_sub(u64::from(range.lead));
        let text = handle.text(from, range.from)?;
        let line = range.line.saturating_add(1).saturating_sub(newlines(&text));
        for record in reading.records(&text, from, line) {
            out.add(record, carry, range.from);
        }
    }
    let mut seam = Seam { at: range.from, feeds: range.line };
    let mut records = Vec::new();
    reading.blocks(handle, range.from..range.to, &mut seam, CELL_BYTES, |some| {
        records.append(some);
        Ok(())
    })?;
    let mut effort = Effort::of(handle.size());
    for record in rejoin(handle, reading, records, &mut effort, true, notes)?.0 {
        out.add(record, carry, range.from);
    }
    Ok(())
}

/// What is collected from records in order.
struct Collected {
    drafts: Vec<Draft>,
    gaps: Vec<Gap>,
    lines: Lines,
}

impl Collected {
    fn add(&mut self, record: Record, carry: &mut dyn Carry, from: u64) {
        let Said::Read(texts) = record.said else { return };
        let (mut some, gaps, lines) = *texts;
        self.lines.add(record.start, lines);
        carry.pass(&mut some);
        some.retain(|draft| draft.at.end as u64 > from);
        // the events of a source that is surveyed are judged, and read anew to be shown
        some.iter_mut().for_each(|draft| draft.kind.leave_out_context());
        self.drafts.append(&mut some);
        self.gaps.extend(gaps.into_iter().filter(|gap| gap.at.end as u64 > from));
    }

    fn finish(mut self, mut carry: Box<dyn Carry + '_>) -> Texts {
        self.lines.sort();
        carry.finish(&mut self.drafts);
        (self.drafts, self.gaps, self.lines)
    }
}

/// Cells whose records are read side by side.
const CELLS_AT_ONCE: usize = 256;

/// The records of one picked place: what leads to it, and itself.
type Kept = Vec<Record>;

/// Reads picked records that begin in the same cell, each with what leads to it.
fn read_cell(
    handle: &Handle<'_>,
    reading: Reading<'_>,
    survey: &Survey,
    locs: &[Loc],
) -> io::Result<Vec<Kept>> {
    let Some(first) = locs.first() else { return Ok(Vec::new()) };
    let number = first.start / CELL_BYTES;
    let cell = survey.cells.numbered(number);
    let (mut seen, mut line) =
        cell.map_or((first.start, 1), |cell| (cell.start, cell.line.saturating_add(1)));
    let from = seen.min(first.start.saturating_sub(u64::from(first.lead)));
    let to =
        locs.iter().map(|loc| loc.start.saturating_add(u64::from(loc.len))).max().unwrap_or(from);
    let text = handle.text(from, to)?;
    let part = |start: u64, end: u64| {
        text.get(
            start.saturating_sub(from) as usize..text.len().min(end.saturating_sub(from) as usize),
        )
        .unwrap_or_default()
    };
    let mut out = Vec::with_capacity(locs.len());
    for loc in locs {
        line = line.saturating_add(newlines(part(seen, loc.start)));
        seen = loc.start;
        let begun = loc.start.saturating_sub(u64::from(loc.lead));
        let lead = part(begun, loc.start);
        let mut records = reading.records(lead, begun, line.saturating_sub(newlines(lead)));
        records.append(&mut reading.records(
            part(loc.start, loc.start.saturating_add(u64::from(loc.len))),
            loc.start,
            line,
        ));
        out.push(records);
    }
    Ok(out)
}

/// Reads what was picked, and the ends of the source.
pub(in crate::ingest) fn read_kept(
    handle: &Handle<'_>,
    reading: Reading<'_>,
    survey: &Survey,
    groups: Groups,
    notes: &mut Vec<Note>,
) -> io::Result<Texts> {
    let mut ends: Vec<Range> = survey.range(0).into_iter().collect();
    ends.extend(
        survey
            .cells
            .len()
            .checked_sub(1)
            .filter(|last| *last > 0)
            .and_then(|last| survey.range(last)),
    );
    let mut carry = reading.reader.carry();
    let mut out = Collected { drafts: Vec::new(), gaps: Vec::new(), lines: Lines::default() };
    // what stands before the first record may set the scene for it
    let (head, gap) = reading.head(handle, survey.torn, survey.entries > 0)?;
    if let Some(head) = head {
        out.add(head, carry.as_mut(), 0);
    }
    out.gaps.extend(gap);
    let mut locs = groups.into_locs();
    // what stands in the ends is read with them
    locs.retain(|loc| !ends.iter().any(|range| range.from <= loc.start && loc.start < range.to));
    let cells: Vec<&[Loc]> =
        locs.chunk_by(|a, b| a.start / CELL_BYTES == b.start / CELL_BYTES).collect();
    let mut context = None;
    let mut ends = ends.into_iter().peekable();
    // a few at a time: what was read of them stays in memory until those before are taken
    for some in cells.chunks(CELLS_AT_ONCE) {
        let read: Vec<Vec<Kept>> = some
            .par_iter()
            .map(|locs| read_cell(handle, reading, survey, locs))
            .collect::<io::Result<_>>()?;
        for (loc, records) in some.iter().copied().flatten().zip(read.into_iter().flatten()) {
            while let Some(whole) = ends.next_if(|range| range.from <= loc.start) {
                add_range(&mut out, handle, reading, &whole, carry.as_mut(), notes)?;
            }
            if loc.context != context
                && let Some((start, len)) = loc.context
            {
                let text = handle.text(start, start.saturating_add(u64::from(len)))?;
                for record in reading.records(&text, start, 1) {
                    if let Said::Read(mut texts) = record.said {
                        carry.pass(&mut texts.0);
                    }
                }
                context = loc.context;
            }
            for record in records {
                out.add(record, carry.as_mut(), loc.start);
            }
        }
    }
    for whole in ends {
        add_range(&mut out, handle, reading, &whole, carry.as_mut(), notes)?;
    }
    Ok(out.finish(carry))
}

/// Reads ranges of whole records in full.
pub(in crate::ingest) fn read_ranges(
    handle: &Handle<'_>,
    reading: Reading<'_>,
    ranges: &[Range],
) -> io::Result<Texts> {
    let mut carry = reading.reader.carry();
    let mut out = Collected { drafts: Vec::new(), gaps: Vec::new(), lines: Lines::default() };
    let mut notes = Vec::new();
    for whole in ranges {
        add_range(&mut out, handle, reading, whole, carry.as_mut(), &mut notes)?;
    }
    Ok(out.finish(carry))
}
