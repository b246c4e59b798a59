//! Large sources: looked over once as raw bytes, on all threads, in flat memory. What cannot matter
//! is only counted; where the rest stands is kept, bounded, to be read in full afterwards.

mod cells;
mod groups;
mod kept;
mod sheet;
mod sift;

use std::{collections::BTreeMap, io, ops::ControlFlow};

pub(crate) use cells::Cells;
use cells::{CELL_BYTES, Cell};
pub(super) use groups::Groups;
use sheet::Sheet;

use crate::{
    format::{
        contract::RecordReader,
        grammar::prefilter::{Prefilter, Scale},
    },
    source::{
        handle::Handle,
        stream::{
            self,
            run::{Content, StreamOptions},
        },
    },
    time::SECOND,
};

pub(super) use kept::{read_kept, read_ranges};
pub(super) use sift::sift;

/// Bars that an [`Activity`] has at most.
const BARS: usize = 4096;

/// Whole records that are to be read in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    /// First byte.
    pub(crate) from: u64,
    /// One past the last byte.
    pub(crate) to: u64,
    /// Line feeds before it.
    pub(crate) line: u64,
    /// As in [`Cell`].
    pub(crate) lead: u32,
}

/// How much a source tells over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Microseconds of one bar.
    pub width_us: i64,
    /// Where each bar that is not empty begins, how many entries lie in it, and how many of these
    /// are errors.
    pub bars: BTreeMap<i64, (u64, u64)>,
}

impl Default for Activity {
    fn default() -> Activity {
        Activity { width_us: 60 * SECOND, bars: BTreeMap::new() }
    }
}

impl Activity {
    /// Adds entries at `at`; makes bars wider where there are too many.
    pub fn add(&mut self, at: i64, entries: u64, errors: u64) {
        let slot = self
            .bars
            .entry(at.div_euclid(self.width_us).saturating_mul(self.width_us))
            .or_default();
        *slot = (slot.0.saturating_add(entries), slot.1.saturating_add(errors));
        while self.bars.len() > BARS {
            self.width_us = self.width_us.saturating_mul(2);
            for (at, (entries, errors)) in std::mem::take(&mut self.bars) {
                let slot = self
                    .bars
                    .entry(at.div_euclid(self.width_us).saturating_mul(self.width_us))
                    .or_default();
                *slot = (slot.0.saturating_add(entries), slot.1.saturating_add(errors));
            }
        }
    }

    /// The same with every bar moved by what `place` says of its beginning.
    #[must_use]
    pub fn placed(&self, place: impl Fn(i64) -> i64) -> Activity {
        let mut out = Activity { width_us: self.width_us, bars: BTreeMap::new() };
        for (at, (entries, errors)) in &self.bars {
            out.add(place(*at), *entries, *errors);
        }
        out
    }
}

/// What looking over a source gave. Stamps are numbers of `scale`: no clock has been applied.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// What kind of number its stamps are.
    pub scale: Scale,
    /// Records.
    pub entries: u64,
    /// Bytes before the first record.
    pub torn: u64,
    /// Entries over time.
    pub activity: Activity,
    /// The longest time between two entries in a row.
    pub silence: Option<(i64, i64)>,
    /// In the order of the bytes.
    pub(crate) cells: Cells,
    /// The source's size.
    pub(crate) size: u64,
    /// Every record was read in full, and its events know what the records before told them.
    pub(crate) sifted: bool,
    last: Option<i64>,
}

impl Survey {
    /// The byte ranges whose records may be of `from..=to`, widest first reduced to `most` cells
    /// around the middle, in order.
    pub(crate) fn ranges(&self, from: i64, to: i64, most: usize) -> Vec<Range> {
        let within = |cell: &Cell| {
            let (first, last) = (cell.first, cell.last);
            if from <= to { first <= to && last >= from } else { last >= from || first <= to }
        };
        let mut found: Vec<usize> = self
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.first <= cell.last && within(cell))
            .map(|(at, _)| at)
            .collect();
        let spare = found.len().saturating_sub(most);
        found.truncate(found.len().saturating_sub(spare / 2));
        found.drain(..found.len().saturating_sub(most));
        found.into_iter().filter_map(|at| self.range(at)).collect()
    }

    /// Its first stamp; 0 where it has none.
    pub fn begun(&self) -> i64 {
        self.cells.iter().find(|cell| cell.first <= cell.last).map_or(0, |cell| cell.first)
    }

    /// The records of a cell.
    pub(crate) fn range(&self, at: usize) -> Option<Range> {
        let cell = self.cells.get(at)?;
        let to = self.cells.get(at + 1).map_or(self.size, |next| next.start);
        Some(Range { from: cell.start, to, line: cell.line, lead: cell.lead })
    }

    fn take(&mut self, sheet: &Sheet, lines: u64, before: Option<u64>) {
        if self.entries == 0 {
            self.torn = self.torn.saturating_add(sheet.torn);
            self.scale = sheet.scale;
        }
        self.entries = self.entries.saturating_add(sheet.entries);
        for cell in &sheet.cells {
            match self.cells.last_mut() {
                Some(last) if last.number == cell.number => {
                    last.first = last.first.min(cell.first);
                    last.last = last.last.max(cell.last);
                }
                _ => {
                    // of the first record in a chunk the one before lies in the chunk before
                    let lead = if cell.lead == 0 {
                        before.map_or(0, |before| lead(before, cell.start))
                    } else {
                        cell.lead
                    };
                    self.cells.push(Cell { line: cell.line.saturating_add(lines), lead, ..*cell });
                }
            }
        }
        for (at, entries, errors) in &sheet.minutes {
            self.activity.add(*at, *entries, *errors);
        }
        if let Some((first, last)) = sheet.ends {
            let seam = self.last.map(|before| (before, first));
            for (from, to) in seam.into_iter().chain(sheet.silence) {
                let longest = self.silence.map_or(0, |(a, b)| b.saturating_sub(a));
                if to.saturating_sub(from) > longest {
                    self.silence = Some((from, to));
                }
            }
            self.last = Some(last);
        }
    }
}

/// Bytes from the beginning of the record before; 0 where that is too long to be read for its end.
fn lead(before: u64, start: u64) -> u32 {
    u32::try_from(start.saturating_sub(before)).ok().filter(|lead| *lead < 1 << 16).unwrap_or(0)
}

/// Looks over a source; gives where the records stand that are to be read in full.
pub(super) fn look_over(
    handle: &Handle<'_>,
    reader: &dyn RecordReader,
    screen: &dyn Prefilter,
    block: u64,
) -> io::Result<(Survey, Groups)> {
    let mut survey = Survey { size: handle.size(), ..Survey::default() };
    let mut groups = Groups::default();
    let (mut lines, mut context, mut last_record) = (0u64, None, None);
    let starts = |line: &[u8]| reader.starts_record(line);
    let options = StreamOptions {
        block,
        threads: rayon::current_num_threads().max(1),
        ..StreamOptions::default()
    };
    stream::run::run(
        Content::At(handle),
        &starts,
        &options,
        |chunk, sheet: &mut Sheet| sheet.fill(screen, chunk),
        |sheet| {
            survey.take(sheet, lines, last_record.filter(|_| screen.leads()));
            let mut contexts = sheet.contexts.iter().peekable();
            for hit in &sheet.hits {
                while let Some(next) = contexts.next_if(|(start, _)| *start < hit.start) {
                    context = Some(*next);
                }
                let before = if screen.leads() { hit.lead.or(last_record) } else { None };
                groups.take(
                    groups::Loc {
                        start: hit.start,
                        len: hit.len,
                        lead: before.map_or(0, |before| lead(before, hit.start)),
                        context,
                    },
                    hit.weight,
                    hit.likeness,
                );
            }
            context = contexts.last().copied().or(context);
            last_record = sheet.last_record.or(last_record);
            lines = lines.saturating_add(sheet.newlines);
            ControlFlow::Continue(())
        },
    )?;
    Ok((survey, groups))
}

#[cfg(test)]
mod tests;
