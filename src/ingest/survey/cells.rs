//! Where the records of a source begin, stretch by stretch, in some ten bytes each: a source of any
//! size is surveyed in memory that hardly grows.

use serde::{Deserialize, Serialize};

use crate::{ingest::records::COUNTED_BYTES, time::SECOND};

/// Bytes of a cell: the grain in which a source can be read again by time.
pub(crate) const CELL_BYTES: u64 = COUNTED_BYTES;

/// The records that begin in one stretch of [`CELL_BYTES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cell {
    /// Which stretch.
    pub(crate) number: u64,
    /// Where its first record begins.
    pub(crate) start: u64,
    /// Line feeds before that.
    pub(crate) line: u64,
    /// Bytes of the record before, where its end belongs to the first one's meaning.
    pub(crate) lead: u32,
    /// The least and the greatest stamp in it; the greatest is less where it has none.
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// Cells that are packed together: as many are unpacked to see one.
const RUN: usize = 64;

/// Cells in the order of their numbers. Those of full runs are kept as what sets each off from the
/// one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    packed: Vec<u8>,
    /// The number of each run's first cell, and where the run begins in `packed`.
    runs: Vec<(u64, usize)>,
    /// What follows the runs, [`RUN`] at most.
    open: Vec<Cell>,
}

impl Cells {
    /// Adds one whose number is greater than all before.
    pub(crate) fn push(&mut self, cell: Cell) {
        if self.open.len() == RUN
            && let Some(first) = self.open.first()
        {
            self.runs.push((first.number, self.packed.len()));
            let mut before = Cell::default();
            for cell in self.open.drain(..) {
                cell.pack(&before, &mut self.packed);
                before = cell;
            }
        }
        self.open.push(cell);
    }

    /// The last one.
    pub(crate) fn last_mut(&mut self) -> Option<&mut Cell> {
        self.open.last_mut()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.runs.len() * RUN + self.open.len()
    }

    /// The one at this place.
    pub(crate) fn get(&self, at: usize) -> Option<Cell> {
        match self.runs.get(at / RUN) {
            Some(_) => self.run(at / RUN).nth(at % RUN),
            None => self.open.get(at.checked_sub(self.runs.len() * RUN)?).copied(),
        }
    }

    /// The one of this number.
    pub(crate) fn numbered(&self, number: u64) -> Option<Cell> {
        let in_open = self.open.first().is_some_and(|first| first.number <= number);
        let run = if in_open {
            self.runs.len()
        } else {
            self.runs.partition_point(|(first, _)| *first <= number).checked_sub(1)?
        };
        self.run(run).find(|cell| cell.number == number)
    }

    /// All, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Cell> + '_ {
        (0..=self.runs.len()).flat_map(|run| self.run(run))
    }

    /// Those of a run; of the open ones behind the last.
    fn run(&self, run: usize) -> impl Iterator<Item = Cell> + '_ {
        let (packed, open) = match self.runs.get(run) {
            Some((_, at)) => (self.packed.get(*at..).unwrap_or_default(), &[][..]),
            None => (&[][..], self.open.as_slice()),
        };
        let mut rest = packed;
        let mut before = Cell::default();
        let unpacked = std::iter::from_fn(move || {
            before = Cell::unpack(&before, &mut rest)?;
            Some(before)
        });
        unpacked.take(RUN).chain(open.iter().copied())
    }
}

impl Cell {
    /// Adds what sets it off from the cell before. Whatever the values are, [`Cell::unpack`] gives
    /// the
    /// same again: differences wrap around.
    fn pack(&self, before: &Cell, out: &mut Vec<u8>) {
        write(out, self.number.wrapping_sub(before.number));
        write(out, self.start.wrapping_sub(self.number.wrapping_mul(CELL_BYTES)));
        write(out, self.line.wrapping_sub(before.line));
        write(out, u64::from(self.lead));
        write_time(out, self.first.wrapping_sub(before.last));
        write_time(out, self.last.wrapping_sub(self.first));
    }

    /// The cell behind `before`, whose bytes are taken from `rest`; `None` at the end.
    fn unpack(before: &Cell, rest: &mut &[u8]) -> Option<Cell> {
        let number = before.number.wrapping_add(read(rest)?);
        let start = number.wrapping_mul(CELL_BYTES).wrapping_add(read(rest)?);
        let line = before.line.wrapping_add(read(rest)?);
        let lead = read(rest)? as u32;
        let first = before.last.wrapping_add(read_time(rest)?);
        let last = first.wrapping_add(read_time(rest)?);
        Some(Cell { number, start, line, lead, first, last })
    }
}

/// A number, seven bits a byte, the least first; all bytes but the last have their highest bit set.
fn write(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, more) = rest.split_first()?;
        *rest = more;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Microseconds; most logs stamp whole seconds, which take a third of the room.
fn write_time(out: &mut Vec<u8>, us: i64) {
    // the sign goes into the lowest bit, so that small numbers stay small
    let folded = |number: i64| (number.wrapping_shl(1) ^ (number >> 63)) as u64;
    match folded(us / SECOND).checked_mul(2) {
        Some(seconds) if us % SECOND == 0 => write(out, seconds),
        _ => {
            out.push(1);
            write(out, folded(us));
        }
    }
}

fn read_time(rest: &mut &[u8]) -> Option<i64> {
    let unfolded = |number: u64| (number >> 1) as i64 ^ -((number & 1) as i64);
    let first = read(rest)?;
    if first & 1 == 0 {
        Some(unfolded(first >> 1).wrapping_mul(SECOND))
    } else {
        read(rest).map(unfolded)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time() -> impl Strategy<Value = i64> {
        prop_oneof![
            any::<i64>(),
            Just(i64::MAX),
            Just(i64::MIN),
            (-9_000_000i64..9_000_000).prop_map(|seconds| seconds * SECOND),
            0..SECOND * 3
        ]
    }

    fn cells() -> impl Strategy<Value = Vec<Cell>> {
        let cell = (
            1..4u64,
            0..CELL_BYTES,
            0..900u64,
            prop_oneof![Just(0u32), any::<u32>()],
            time(),
            time(),
        );
        prop::collection::vec(cell, 0..300).prop_map(|rows| {
            let (mut number, mut line) = (0u64, 0u64);
            let place = |(step, at, lines, lead, first, last)| {
                (number, line) = (number + step, line + lines);
                Cell { number, start: number * CELL_BYTES + at, line, lead, first, last }
            };
            rows.into_iter().map(place).collect()
        })
    }

    proptest! {
        #[test]
        fn cells_come_out_as_they_went_in(all in cells()) {
            let mut packed = Cells::default();
            for cell in &all {
                packed.push(*cell);
                prop_assert_eq!(packed.last_mut().copied(), Some(*cell));
            }
            prop_assert_eq!(packed.len(), all.len());
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), all.clone());
            for at in 0..all.len() + 2 {
                prop_assert_eq!(packed.get(at), all.get(at).copied());
            }
            for number in 0..all.last().map_or(3, |cell| cell.number + 3) {
                prop_assert_eq!(packed.numbered(number), all.iter().find(|cell| cell.number == number).copied());
            }
        }
    }

    #[test]
    fn cells_of_a_log_take_ten_bytes() {
        let mut packed = Cells::default();
        for number in 0..6_400u64 {
            let at = 1_767_330_000 + number as i64 * 95;
            packed.push(Cell {
                number,
                start: number * CELL_BYTES + 700,
                line: number * 390,
                lead: 0,
                first: at * SECOND,
                last: (at + 94) * SECOND,
            });
        }
        assert!(packed.packed.len() <= 6_400 * 10, "{}", packed.packed.len());
    }
}
