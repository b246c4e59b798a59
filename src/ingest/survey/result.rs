//! What surveying a source gave.

use serde::{Deserialize, Serialize};

use crate::{
    format::grammar::prefilter::Scale,
    ingest::survey::{
        activity::Activity,
        cells::{Cell, Cells},
    },
};

/// Whole records that are to be read in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// What surveying a source gave. Stamps are numbers of `scale`: no clock has been applied.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
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
    pub(crate) filtered: bool,
    pub(super) last: Option<i64>,
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
    pub(crate) fn begun(&self) -> i64 {
        self.cells.iter().find(|cell| cell.first <= cell.last).map_or(0, |cell| cell.first)
    }

    /// The records of a cell.
    pub(crate) fn range(&self, at: usize) -> Option<Range> {
        let cell = self.cells.get(at)?;
        let to = self.cells.get(at + 1).map_or(self.size, |next| next.start);
        Some(Range { from: cell.start, to, line: cell.line, lead: cell.lead })
    }
}

/// Bytes from the beginning of the record before; 0 where that is too long to be read for its end.
pub(super) fn lead(before: u64, start: u64) -> u32 {
    u32::try_from(start.saturating_sub(before)).ok().filter(|lead| *lead < 1 << 16).unwrap_or(0)
}
