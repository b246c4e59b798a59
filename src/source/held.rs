//! Content that is no file: what was unpacked, in memory, to be read at any offset.
//!
//! Content larger than [`WHOLE`] is packed again as it comes, in cells that are unpacked one by one
//! where they are read. Logs pack to a tenth and less, so a large one takes little memory, and any
//! part of it is there at once: reading from the beginning again for each look back, as decoders
//! would have to, takes several times as long and longer yet for bzip2 and xz.

use std::{
    fmt,
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    thread,
};

use super::{
    buffer::{Buffer, Frozen},
    parts::Parts,
    unpacker::{Unpacker, content_id},
};

/// Up to so many bytes are held as they are.
const WHOLE: usize = 4 << 20;
/// Less than so many in memory of the allocator: the system allows only so many maps.
const MAPPED: usize = 1 << 20;
/// Bytes of a cell.
const CELL: usize = 128 * 1024;
/// Cells that are packed at a time, while others are read.
const BATCH: usize = 8;
/// The quickest of the levels that find what repeats far off.
const LEVEL: i32 = 1;

/// See the module.
#[derive(Clone)]
pub(super) enum Held {
    Heap(Arc<[u8]>),
    Map(Arc<Frozen>),
    Cells(Arc<Cells>),
    Parts(Arc<Parts>),
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Held({} bytes)", self.len())
    }
}

/// What became of reading content to its end.
pub(super) struct Collected {
    pub(super) held: Held,
    /// Why it ends before its end.
    pub(super) error: Option<io::Error>,
    /// It goes on behind the limit.
    pub(super) more: bool,
}

impl Held {
    /// Reads `from` to its end, to an error or to `limit`.
    pub(super) fn collect(from: &mut dyn Read, limit: u64) -> Collected {
        let mut from = from.take(limit.saturating_add(1));
        let (held, error) = read(&mut from);
        let more = held.len() > limit;
        let held = if more { held.cut(limit) } else { held };
        Collected { held, error, more }
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        match self {
            Held::Heap(bytes) => bytes.len() as u64,
            Held::Map(bytes) => bytes.len() as u64,
            Held::Cells(cells) => cells.len,
            Held::Parts(parts) => parts.len(),
        }
    }

    /// The bytes where they lie in one piece.
    pub(super) fn whole(&self) -> Option<&[u8]> {
        match self {
            Held::Heap(bytes) => Some(bytes),
            Held::Map(bytes) => Some(bytes),
            Held::Cells(_) | Held::Parts(_) => None,
        }
    }

    /// Copies what there is from `offset` on into `into`; gives how much.
    pub(super) fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Held::Cells(cells) => return cells.read_at(offset, into),
            Held::Parts(parts) => return parts.read_at(offset, into),
            Held::Heap(_) | Held::Map(_) => {}
        }
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        self.whole().and_then(|bytes| bytes.get(from..)).unwrap_or_default().read(into)
    }

    /// A reader from its beginning.
    pub(super) fn reader(&self) -> HeldReader {
        HeldReader { held: self.clone(), at: 0 }
    }

    fn cut(self, limit: u64) -> Held {
        match self {
            Held::Heap(bytes) => Held::Heap(bytes.get(..limit as usize).unwrap_or_default().into()),
            Held::Map(bytes) => Held::Heap(bytes.get(..limit as usize).unwrap_or_default().into()),
            Held::Cells(cells) => match Arc::try_unwrap(cells) {
                Ok(cells) => Held::Cells(Arc::new(Cells { len: limit, ..cells })),
                Err(cells) => Held::Cells(cells),
            },
            Held::Parts(parts) => Held::Parts(parts),
        }
    }
}

impl Default for Held {
    fn default() -> Held {
        Held::Heap(Arc::from([]))
    }
}

impl From<Arc<[u8]>> for Held {
    fn from(bytes: Arc<[u8]>) -> Held {
        Held::Heap(bytes)
    }
}

/// Reads to the end, or to an error.
fn read(from: &mut dyn Read) -> (Held, Option<io::Error>) {
    let mut first = Buffer::default();
    let mut error = None;
    // small steps at first: most members of archives are small
    let mut step = 64 * 1024;
    while first.len() < WHOLE {
        match first.read_from(from, step) {
            Ok(got) if got == step => step = first.len().min(WHOLE - first.len()).max(1),
            Ok(_) => break,
            Err(broken) => {
                error = Some(broken);
                break;
            }
        }
    }
    if first.len() < WHOLE {
        if first.len() < MAPPED {
            return (Held::Heap(Arc::from(&*first)), error);
        }
        return match first.freeze() {
            Ok(frozen) => (Held::Map(Arc::new(frozen)), error),
            Err(broken) => (Held::Heap(Arc::from([])), error.or(Some(broken))),
        };
    }
    let (cells, broken) = pack(first, from);
    (Held::Cells(Arc::new(cells)), broken)
}

/// Content in cells, each packed.
pub(super) struct Cells {
    /// No other content of this process has the same.
    id: u64,
    len: u64,
    cells: Vec<Box<[u8]>>,
}

/// Packs `first` and what follows it. While one thread unpacks, another packs.
fn pack(first: Buffer, from: &mut dyn Read) -> (Cells, Option<io::Error>) {
    let mut len = first.len() as u64;
    let (sender, receiver) = mpsc::sync_channel(1);
    let (packed, error) = thread::scope(|scope| {
        let packer = thread::Builder::new().spawn_scoped(scope, move || pack_all(&receiver));
        let mut error = sender.send(first).err().map(|_| io::ErrorKind::OutOfMemory.into());
        while error.is_none() {
            let mut batch = Buffer::default();
            let read = batch.read_from(from, BATCH * CELL);
            len = len.saturating_add(batch.len() as u64);
            let ended = batch.len() < BATCH * CELL;
            error = read.err();
            if sender.send(batch).is_err() {
                error = Some(io::ErrorKind::OutOfMemory.into());
            }
            if ended {
                break;
            }
        }
        drop(sender);
        let packed = match packer.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(packed)) => packed,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => Err(error),
        };
        (packed, error)
    });
    let id = content_id();
    match packed {
        Ok(cells) => (Cells { id, len, cells }, error),
        Err(broken) => (Cells { id, len: 0, cells: Vec::new() }, Some(broken)),
    }
}

fn pack_all(batches: &Receiver<Buffer>) -> io::Result<Vec<Box<[u8]>>> {
    let mut packer = zstd::bulk::Compressor::new(LEVEL)?;
    let mut cells = Vec::new();
    // all batches but the last hold whole cells
    for batch in batches {
        for cell in batch.chunks(CELL) {
            cells.push(packer.compress(cell)?.into_boxed_slice());
        }
    }
    Ok(cells)
}

impl Cells {
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        let mut got = 0;
        Unpacker::with(|unpacker| {
            while let Some(rest) = into.get_mut(got..wanted).filter(|rest| !rest.is_empty()) {
                let at = offset.saturating_add(got as u64);
                let (number, within) = ((at / CELL as u64) as usize, (at % CELL as u64) as usize);
                got += match rest.get_mut(..CELL) {
                    Some(whole) if within == 0 => unpacker.unpack(self.cell(number), whole)?,
                    _ => self.part(number, within, rest, unpacker)?,
                };
            }
            Ok(got)
        })
    }

    fn cell(&self, number: usize) -> Option<&[u8]> {
        self.cells.get(number).map(|cell| &**cell)
    }

    /// Copies what there is of a cell from `within` on.
    fn part(
        &self,
        number: usize,
        within: usize,
        into: &mut [u8],
        unpacker: &mut Unpacker,
    ) -> io::Result<usize> {
        let cell = unpacker.cell((self.id, number), self.cell(number), CELL)?;
        match cell.get(within..).unwrap_or_default().read(into)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            got => Ok(got),
        }
    }
}

/// Reads content from a place on.
pub(super) struct HeldReader {
    held: Held,
    at: u64,
}

impl Read for HeldReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.held.read_at(self.at, into)?;
        self.at = self.at.saturating_add(got as u64);
        Ok(got)
    }
}

impl Seek for HeldReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.held.len().checked_add_signed(by),
        };
        self.at = to.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(len: usize) -> Vec<u8> {
        (0..len as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 27) as u8 + b'a').collect()
    }

    #[test]
    fn content_of_every_size_is_what_it_was_at_every_offset() {
        for len in [0, 1, 70_000, MAPPED, WHOLE - 1, WHOLE, WHOLE + 1, WHOLE + 9 * CELL + 5] {
            let text = text(len);
            let Collected { held, error, more } = Held::collect(&mut &*text, u64::MAX);
            assert!(error.is_none() && !more, "{len}");
            assert_eq!(held.len(), len as u64);
            assert_eq!(held.whole().is_none(), len >= WHOLE, "{len}");
            let mut all = Vec::new();
            held.reader().read_to_end(&mut all).unwrap();
            assert!(all == text, "{len}");
            for offset in [0, 1, CELL - 1, CELL, CELL + 1, 3 * CELL - 7, len.saturating_sub(3), len]
            {
                let mut into = vec![0; 2 * CELL + 10];
                let got = held.read_at(offset as u64, &mut into).unwrap();
                let wanted = text.get(offset..).unwrap_or_default();
                let wanted = &wanted[..wanted.len().min(into.len())];
                assert!(into[..got] == *wanted, "{len} at {offset}");
            }
        }
    }

    #[test]
    fn a_limit_and_an_error_keep_what_came_before() {
        struct Torn<'a>(&'a [u8]);
        impl Read for Torn<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                match self.0.read(into)? {
                    0 => Err(io::Error::other("torn")),
                    got => Ok(got),
                }
            }
        }
        for len in [10, MAPPED + 10, WHOLE + CELL + 10] {
            let text = text(len);
            let limited = Held::collect(&mut &*text, len as u64 - 1);
            assert!(
                limited.more && limited.error.is_none() && limited.held.len() == len as u64 - 1
            );
            let exact = Held::collect(&mut &*text, len as u64);
            assert!(!exact.more && exact.held.len() == len as u64);
            let torn = Held::collect(&mut Torn(&text), u64::MAX);
            assert_eq!(torn.error.map(|error| error.to_string()).as_deref(), Some("torn"));
            let mut all = Vec::new();
            torn.held.reader().read_to_end(&mut all).unwrap();
            assert!(all == text);
        }
    }
}
