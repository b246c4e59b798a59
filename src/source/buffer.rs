//! Memory that content is read into: page-aligned anonymous maps, reused through one pool.
//!
//! On some processors (AMD Zen 3) the kernel copies out of its page cache at a quarter of the speed
//! wherever the address of the buffer less the offset in the file, modulo 4096, is from 1 to 31;
//! buffers of the allocator lie 16 bytes behind a page. So bytes lie here as they lie in the file:
//! address and offset agree modulo 4096, wherever reading begins. `benches/reading.rs` measures it.

use std::{
    fs::File,
    io::{self, BufRead, Read, Seek, SeekFrom},
    ops::Deref,
    os::unix::fs::FileExt,
    sync::{Mutex, PoisonError},
};

use memmap2::{Mmap, MmapMut};

/// Bytes modulo which addresses and offsets agree.
pub(crate) const PAGE: usize = 4096;
/// The sizes of maps are multiples of it. What of a map is not written to takes no memory.
const GRAIN: usize = 64 * 1024;
/// The most bytes of all maps that wait to be used again.
const POOLED: usize = 16 << 20;
/// As much of a file is read at a time by a [`FileReader`].
const STEP: usize = 128 * 1024;

static POOL: Mutex<Vec<MmapMut>> = Mutex::new(Vec::new());

/// A map of at least this many bytes.
fn take(bytes: usize) -> io::Result<MmapMut> {
    let bytes = bytes.checked_next_multiple_of(GRAIN).ok_or(io::ErrorKind::OutOfMemory)?;
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    match pool.iter().position(|map| (bytes..=bytes.saturating_mul(4)).contains(&map.len())) {
        Some(at) => Ok(pool.swap_remove(at)),
        None => {
            drop(pool);
            MmapMut::map_anon(bytes)
        }
    }
}

fn give_back(map: MmapMut) {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if pool.iter().map(|map| map.len()).sum::<usize>().saturating_add(map.len()) <= POOLED {
        pool.push(map);
    }
}

/// A part of some content that grows at its end.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    map: Option<MmapMut>,
    /// Where the content begins in the map: its offset modulo [`PAGE`].
    lead: usize,
    len: usize,
}

impl Buffer {
    /// Empties it. What is read into it next has this offset in its file.
    pub(crate) fn begin(&mut self, offset: u64) {
        self.lead = (offset % PAGE as u64) as usize;
        self.len = 0;
    }

    /// Room for exactly so many bytes behind those that are there; [`Buffer::fill`] makes them part
    /// of the content.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub(crate) fn room(&mut self, bytes: usize) -> io::Result<&mut [u8]> {
        let from = self.lead.saturating_add(self.len);
        let wanted = from.checked_add(bytes).ok_or(io::ErrorKind::OutOfMemory)?;
        if self.map.as_ref().is_none_or(|map| map.len() < wanted) {
            // doubling keeps the copying linear
            let twice = self.map.as_ref().map_or(0, |map| map.len().saturating_mul(2));
            let mut map = take(wanted.max(twice))?;
            if let (Some(into), Some(old)) = (map.get_mut(self.lead..from), self.content()) {
                into.copy_from_slice(old);
            }
            if let Some(old) = self.map.replace(map) {
                give_back(old);
            }
        }
        let room = self.map.as_mut().and_then(|map| map.get_mut(from..wanted));
        room.ok_or_else(|| io::ErrorKind::OutOfMemory.into())
    }

    /// So many bytes of the room were filled.
    pub(crate) fn fill(&mut self, bytes: usize) {
        let most = self.map.as_ref().map_or(0, |map| map.len().saturating_sub(self.lead));
        self.len = self.len.saturating_add(bytes).min(most);
    }

    /// Reads from `from` behind what is there until there are `more` bytes or it ends; gives how
    /// many
    /// there were.
    ///
    /// # Errors
    /// Those of `from`; what it gave before stays.
    pub(crate) fn read_from(&mut self, from: &mut dyn Read, more: usize) -> io::Result<usize> {
        let before = self.len;
        while let left @ 1.. = more.saturating_sub(self.len.saturating_sub(before)) {
            match from.read(self.room(left)?) {
                Ok(0) => break,
                Ok(got) => self.fill(got),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.len.saturating_sub(before))
    }

    /// The same from an offset of a file.
    pub(crate) fn read_at(&mut self, file: &File, offset: u64, more: usize) -> io::Result<usize> {
        self.read_from(&mut At { file, offset }, more)
    }

    /// Drops the first bytes; what stays lies again as it does in its file.
    pub(crate) fn skip(&mut self, bytes: usize) {
        let bytes = bytes.min(self.len);
        let from = self.lead.saturating_add(bytes);
        let (lead, len) = (from % PAGE, self.len.saturating_sub(bytes));
        if let Some(map) = self.map.as_mut().filter(|_| from != lead) {
            map.copy_within(from..from.saturating_add(len), lead);
        }
        (self.lead, self.len) = (lead, len);
    }

    /// Its content read-only, without a copy.
    ///
    /// # Errors
    /// Where the system does not allow it.
    pub(crate) fn freeze(mut self) -> io::Result<Frozen> {
        let map = match self.map.take() {
            Some(map) => map,
            None => take(1)?,
        };
        Ok(Frozen { map: map.make_read_only()?, lead: self.lead, len: self.len })
    }

    fn content(&self) -> Option<&[u8]> {
        self.map.as_ref()?.get(self.lead..self.lead.checked_add(self.len)?)
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.content().unwrap_or_default()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(map) = self.map.take() {
            give_back(map);
        }
    }
}

/// What was read, to be shared.
#[derive(Debug)]
pub(crate) struct Frozen {
    map: Mmap,
    lead: usize,
    len: usize,
}

impl Deref for Frozen {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.map.get(self.lead..self.lead.saturating_add(self.len)).unwrap_or_default()
    }
}

/// A file from an offset on.
struct At<'a> {
    file: &'a File,
    offset: u64,
}

impl Read for At<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read_at(into, self.offset)?;
        self.offset = self.offset.saturating_add(got as u64);
        Ok(got)
    }
}

/// A file from front to back, for decoders.
#[derive(Debug)]
pub(crate) struct FileReader {
    file: File,
    /// Where the buffer ends in the file.
    at: u64,
    buffer: Buffer,
    /// Bytes of the buffer that were taken.
    taken: usize,
}

impl FileReader {
    /// From the file's beginning.
    pub(crate) fn new(file: File) -> FileReader {
        FileReader { file, at: 0, buffer: Buffer::default(), taken: 0 }
    }
}

impl Read for FileReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.fill_buf()?.read(into)?;
        self.consume(got);
        Ok(got)
    }
}

impl BufRead for FileReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.buffer.len() {
            self.buffer.begin(self.at);
            self.taken = 0;
            let got = self.buffer.read_at(&self.file, self.at, STEP)?;
            self.at = self.at.saturating_add(got as u64);
        }
        Ok(self.buffer.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        self.taken = self.taken.saturating_add(bytes).min(self.buffer.len());
    }
}

impl Seek for FileReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let here = self.at.saturating_sub((self.buffer.len().saturating_sub(self.taken)) as u64);
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => here.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        let to = to.ok_or(io::ErrorKind::InvalidInput)?;
        let begin = self.at.saturating_sub(self.buffer.len() as u64);
        if (begin..=self.at).contains(&to) {
            self.taken = to.saturating_sub(begin) as usize;
        } else {
            self.buffer.begin(to);
            (self.at, self.taken) = (to, 0);
        }
        Ok(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// How far the buffer's address is from the offset of its first byte, modulo a page.
    fn placement(buffer: &[u8], offset: u64) -> u64 {
        (buffer.as_ptr() as u64).wrapping_sub(offset) % PAGE as u64
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn bytes_lie_as_they_lie_in_the_file_however_they_are_read() {
        let bytes: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
        let file = file(&bytes);
        let mut buffer = Buffer::default();
        for offset in [0, 1, 15, 16, 4095, 4096, 4097, 524_287, 65_535u64] {
            buffer.begin(offset);
            let got = buffer.read_at(&file, offset, 10_000).unwrap();
            assert_eq!(placement(&buffer, offset), 0, "{offset}");
            // growing moves it to a larger map
            let more = buffer.read_at(&file, offset + got as u64, 150_000).unwrap();
            assert_eq!(placement(&buffer, offset), 0, "{offset}");
            let from = (offset as usize).min(bytes.len());
            assert_eq!(&*buffer, &bytes[from..from + got + more]);
            let skipped = buffer.len().min(777);
            buffer.skip(skipped);
            assert_eq!(placement(&buffer, offset + skipped as u64), 0, "{offset}");
            assert_eq!(&*buffer, &bytes[from + skipped..from + got + more]);
        }
        assert_eq!(&*buffer.freeze().unwrap(), &bytes[65_535 + 777..225_535]);
    }

    #[test]
    fn a_file_is_read_from_pages_on_also_after_a_seek() {
        let bytes: Vec<u8> = (0..400_000u32).map(|n| (n % 249) as u8).collect();
        let mut reader = FileReader::new(file(&bytes));
        let mut all = Vec::new();
        reader.read_to_end(&mut all).unwrap();
        assert_eq!(all, bytes);
        for at in [70_001u64, 70_002, 399_999, 400_000, 5] {
            assert_eq!(reader.seek(SeekFrom::Start(at)).unwrap(), at);
            let rest = reader.fill_buf().unwrap();
            assert_eq!(placement(rest, at), 0, "{at}");
            assert_eq!(rest.first(), bytes.get(at as usize));
        }
        assert_eq!(reader.seek(SeekFrom::End(-2)).unwrap(), 399_998);
        assert_eq!(reader.seek(SeekFrom::Current(1)).unwrap(), 399_999);
    }

    #[test]
    fn maps_are_used_again() {
        let mut buffer = Buffer::default();
        // no other test asks for one of about this size
        let first = buffer.room(5 << 20).unwrap().as_ptr();
        drop(buffer);
        let mut again = Buffer::default();
        assert_eq!(again.room(5 << 20).unwrap().as_ptr(), first);
    }
}
