//! One block of content that can be read at any offset: the records whose first byte lies in it.

use std::io;

use memchr::{memchr, memrchr};

use super::chunk::{Filled, LINE_BYTES, Starts};
use crate::source::{buffer::Buffer, handle::Handle};

/// Read past the end of a block at first, to end its last record; doubled while it does not end.
const BEYOND: usize = 4096;

/// A block and its surroundings, in offsets of the content.
pub(super) struct Place {
    /// Where reading begins: the beginning of a record.
    pub(super) begin: u64,
    /// The block.
    pub(super) start: u64,
    pub(super) end: u64,
    /// Where reading ends.
    pub(super) to: u64,
    /// The most bytes of a record.
    pub(super) record: u64,
}

/// A part of the content in a buffer, which grows at its end.
struct Window<'a> {
    handle: &'a Handle<'a>,
    from: u64,
    to: u64,
    buffer: &'a mut Buffer,
    ended: bool,
}

impl Window<'_> {
    fn bytes(&self) -> &[u8] {
        self.buffer
    }

    fn len(&self) -> usize {
        self.buffer.len()
    }

    fn from(&self, at: usize) -> &[u8] {
        self.buffer.get(at..).unwrap_or_default()
    }

    /// Reads on until `wanted` bytes are there or the content ends.
    fn extend(&mut self, wanted: usize) -> io::Result<()> {
        let len = self.len();
        let left = usize::try_from(self.to.saturating_sub(self.from)).unwrap_or(usize::MAX);
        let most = wanted.min(left);
        if most > len {
            self.handle.append(self.from.saturating_add(len as u64), most - len, self.buffer)?;
        }
        self.ended |= self.len() >= left || self.len() < most;
        Ok(())
    }

    /// Reads on by about as much as is there beyond `owned`; `false` where there is nothing more.
    fn grow(&mut self, owned: usize) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let before = self.len();
        let step = BEYOND.max(before.saturating_sub(owned));
        self.extend(before.saturating_add(step))?;
        Ok(self.len() > before)
    }

    /// One past the next line feed at or after `at`; `None` where there is none.
    fn next_line(&mut self, at: usize, owned: usize, most: usize) -> io::Result<Option<usize>> {
        let mut searched = at;
        loop {
            if let Some(found) = memchr(b'\n', self.from(searched)) {
                return Ok(Some(searched + found + 1));
            }
            searched = self.len();
            if self.len() >= most || !self.grow(owned)? {
                return Ok(None);
            }
        }
    }

    /// Whether the line at `at` begins a record.
    fn starts(&mut self, at: usize, owned: usize, starts: Starts<'_>) -> io::Result<bool> {
        loop {
            let rest = self.from(at);
            if let Some(line) = whole_line(rest) {
                return Ok(starts(line));
            }
            if !self.grow(owned)? {
                return Ok(starts(trimmed(self.from(at))));
            }
        }
    }
}

/// The line at the start of `bytes` without its end; `None` where more bytes are needed to tell.
pub(super) fn whole_line(bytes: &[u8]) -> Option<&[u8]> {
    let shown = bytes.get(..LINE_BYTES).unwrap_or(bytes);
    match memchr(b'\n', shown) {
        Some(end) => shown.get(..end).map(trimmed),
        None if bytes.len() >= LINE_BYTES => Some(shown),
        None => None,
    }
}

/// A line without the carriage return at its end.
pub(super) fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Reads the records that begin in a block into `buffer`.
pub(super) fn fill(
    handle: &Handle<'_>,
    starts: Starts<'_>,
    place: &Place,
    buffer: &mut Buffer,
) -> io::Result<Option<Filled>> {
    // one byte more in front tells whether the block begins with a line
    let from = if place.start > place.begin { place.start - 1 } else { place.start };
    let owned = usize::try_from(place.end - from).unwrap_or(usize::MAX);
    buffer.begin(from);
    let mut window = Window { handle, from, to: place.to, buffer, ended: false };
    window.extend(owned.saturating_add(BEYOND))?;

    // where the first record begins
    let mut first = 0;
    if place.start > place.begin {
        loop {
            match window
                .bytes()
                .get(first..owned.min(window.len()))
                .and_then(|own| memchr(b'\n', own))
            {
                Some(found) if first + found + 1 < owned && first + found + 1 < window.len() => {
                    first += found + 1;
                }
                _ => return Ok(None),
            }
            if window.starts(first, owned, starts)? {
                break;
            }
        }
    }

    // where the first record of the next block begins: there the last of this one ends
    let most = owned.saturating_add(usize::try_from(place.record).unwrap_or(usize::MAX));
    let mut end = window.len();
    if window.len() >= owned {
        let mut at = owned.saturating_sub(1);
        loop {
            match window.next_line(at, owned, most)? {
                Some(next) if next < window.len() || window.grow(owned)? => {
                    if window.starts(next, owned, starts)? {
                        end = next;
                        break;
                    }
                    if next > most {
                        end = window.len();
                        break;
                    }
                    at = next;
                }
                _ => {
                    end = window.len();
                    break;
                }
            }
        }
    }

    let mut cut = false;
    if (end - first) as u64 > place.record {
        let last =
            last_start(window.bytes().get(first..owned.min(end)).unwrap_or_default(), starts)
                .map_or(first, |at| first + at);
        if (end - last) as u64 > place.record {
            end = last + place.record as usize;
            cut = true;
        }
    }
    Ok(Some(Filled { start: from.saturating_add(first as u64), range: first..end, cut }))
}

/// The last line in `bytes`, but the first one, that begins a record, from the back. A last line
/// whose end is not there is judged by what there is of it.
pub(super) fn last_start(bytes: &[u8], starts: Starts<'_>) -> Option<usize> {
    let mut end = bytes.len();
    loop {
        let at = memrchr(b'\n', bytes.get(..end)?)? + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        if !rest.is_empty() && starts(whole_line(rest).unwrap_or_else(|| trimmed(rest))) {
            return Some(at);
        }
        end = at - 1;
    }
}
