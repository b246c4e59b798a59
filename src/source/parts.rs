//! Content that lies in parts, packed: what a scan carried of a source. What lies between them is
//! not there: reads of it fail, and are remembered.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use super::unpacker::{Unpacker, content_id};

/// Parts lie on a grid of so many bytes, and none reaches over it: whoever carries the same bytes
/// of a file carries the same parts.
pub(crate) const GRID: u64 = 64 * 1024;

/// The quickest of the levels that find what repeats far off.
const LEVEL: i32 = 1;

/// Packs the bytes of a part.
///
/// # Errors
/// Where there is no memory for it.
pub(crate) fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, LEVEL)
}

/// Unpacks a part of `length` bytes, [`GRID`] at most.
///
/// # Errors
/// Where it is damaged or has another length.
pub(crate) fn unpack(packed: &[u8], length: usize) -> io::Result<Vec<u8>> {
    let bytes = zstd::bulk::decompress(packed, length.min(GRID as usize))?;
    if bytes.len() == length { Ok(bytes) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Parts {
    /// No other content of this process has the same.
    id: u64,
    len: u64,
    /// By their offsets: their length, and their bytes as [`pack`] gave them.
    parts: BTreeMap<u64, (u64, Box<[u8]>)>,
    told: Told,
    /// Cells of the grid that were read in vain.
    missed: Mutex<BTreeSet<u64>>,
}

/// What a scan told of content that it carried only in part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Its number among the sources of its name.
    pub(crate) nth: u32,
    /// SHA-256 of all of the content.
    pub(crate) sha256: Option<String>,
    /// What surveying it gave, in the order of its bytes, in the words of whoever surveyed it;
    /// nothing of content that is carried whole.
    pub(crate) sheets: Vec<Box<str>>,
}

/// The part of a byte range that each cell of the grid holds.
pub(crate) fn cells(range: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let first = range.start / GRID;
    let last = if range.is_empty() { first } else { range.end.div_ceil(GRID) };
    (first..last).map(move |cell| {
        let from = cell.saturating_mul(GRID);
        from.max(range.start)..from.saturating_add(GRID).min(range.end)
    })
}

impl Parts {
    /// Content of `len` bytes. The parts, unpacked, are known to have the lengths that are said.
    pub(crate) fn new(len: u64, parts: BTreeMap<u64, (u64, Box<[u8]>)>, told: Told) -> Parts {
        Parts { id: content_id(), len, parts, told, missed: Mutex::default() }
    }

    /// What a scan told of it.
    pub(crate) fn told(&self) -> &Told {
        &self.told
    }

    /// How many bytes there are, carried or not.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The part that holds the byte at `offset`: where it begins, how long it is, its bytes.
    fn part(&self, offset: u64) -> Option<(u64, u64, &[u8])> {
        let cell = offset / GRID * GRID;
        let before = self.parts.range(cell..=offset).rev();
        let mut holding = before.map(|(at, (len, packed))| (*at, *len, &**packed));
        holding.find(|(at, len, _)| offset.saturating_sub(*at) < *len)
    }

    /// The first bytes of `range` that are not there.
    pub(crate) fn hole(&self, range: Range<u64>) -> Option<Range<u64>> {
        let end = range.end.min(self.len);
        let mut at = range.start;
        while at < end {
            match self.part(at) {
                Some((begin, len, _)) => at = begin.saturating_add(len),
                None => {
                    let next = self.parts.range(at..).next().map_or(end, |(next, _)| *next);
                    return Some(at..next.min(end));
                }
            }
        }
        None
    }

    /// Byte ranges that were read in vain so far, in order.
    pub(crate) fn missed(&self) -> Vec<Range<u64>> {
        let missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out: Vec<Range<u64>> = Vec::new();
        for cell in missed.iter() {
            let from = cell.saturating_mul(GRID);
            let to = from.saturating_add(GRID).min(self.len);
            match out.last_mut() {
                Some(last) if last.end == from => last.end = to,
                _ => out.push(from..to),
            }
        }
        out
    }

    /// Copies what there is from `offset` on into `into`; gives how much.
    pub(super) fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        let mut got = 0;
        Unpacker::with(|unpacker| {
            while let Some(rest) = into.get_mut(got..wanted).filter(|rest| !rest.is_empty()) {
                let at = offset.saturating_add(got as u64);
                let Some((begin, len, packed)) = self.part(at) else {
                    let end = at.saturating_add(rest.len() as u64);
                    let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
                    missed.extend(at / GRID..end.div_ceil(GRID));
                    let what = format!("no scan that was given carries byte {at}");
                    return Err(io::Error::other(what));
                };
                let key = (self.id, begin as usize);
                let part = unpacker.cell(key, Some(packed), len as usize)?;
                let within = part.get((at - begin) as usize..).unwrap_or_default();
                match io::Read::read(&mut &*within, rest)? {
                    0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                    more => got += more,
                }
            }
            Ok(got)
        })
    }
}

/// Which cells of the grid were read of a content.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace(Arc<Mutex<BTreeSet<u64>>>);

impl Trace {
    /// These bytes were read.
    pub(crate) fn add(&self, range: Range<u64>) {
        let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cells.extend(range.start / GRID..range.end.div_ceil(GRID));
    }

    /// The cells that were read, as byte ranges in order.
    pub(crate) fn ranges(&self) -> Vec<Range<u64>> {
        let cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let whole =
            |cell: &u64| cell.saturating_mul(GRID)..cell.saturating_add(1).saturating_mul(GRID);
        cells.iter().map(whole).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(text: &[u8], ranges: &[Range<u64>]) -> Parts {
        let parts = ranges.iter().cloned().flat_map(cells).map(|range| {
            let bytes = &text[range.start as usize..range.end as usize];
            (range.start, (bytes.len() as u64, pack(bytes).unwrap().into()))
        });
        Parts::new(text.len() as u64, parts.collect(), Told::default())
    }

    #[test]
    fn what_is_carried_is_read_across_parts_and_what_is_not_is_missed() {
        let text: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
        let whole = carried(&text, &[0..100, 100..70_000, 60_000..300_000]);
        assert_eq!(whole.hole(0..300_000), None);
        let mut into = vec![0; 200_000];
        assert_eq!(whole.read_at(50, &mut into).unwrap(), into.len());
        assert_eq!(into, text[50..200_050]);
        assert_eq!(whole.read_at(299_999, &mut into).unwrap(), 1);

        assert!(whole.missed().is_empty());

        let some = carried(&text, &[0..100, 200_000..200_500]);
        assert_eq!(some.hole(0..100), None);
        assert_eq!(some.hole(50..300_000), Some(100..200_000));
        assert_eq!(some.hole(200_100..300_000), Some(200_500..300_000));
        assert!(some.read_at(90, &mut into).is_err());
        assert!(some.read_at(200_000, &mut into[..500]).is_ok());
        assert_eq!(some.missed().first(), Some(&(0..4 * GRID)));
    }

    #[test]
    fn a_part_of_another_length_is_none() {
        let packed = pack(&[7; 1000]).unwrap();
        assert_eq!(unpack(&packed, 1000).unwrap(), [7; 1000]);
        assert!(unpack(&packed, 999).is_err() && unpack(&packed, 1001).is_err());
        let bomb = pack(&vec![0; 50 << 20]).unwrap();
        assert!(unpack(&bomb, 50 << 20).is_err());
    }
}
