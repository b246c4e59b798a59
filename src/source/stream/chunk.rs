//! What a block of content is, and where its records begin.

use std::{io, ops::Range};

/// Bytes of a block: fits the second-level cache of a core beside what the work keeps there.
pub(crate) const BLOCK_BYTES: u64 = 512 * 1024;
/// A record longer than this is cut.
pub(crate) const RECORD_BYTES: u64 = 64 << 20;
/// As much of a line as is looked at to say whether it begins a record.
pub(crate) const LINE_BYTES: usize = 1 << 20;

/// Whether a line (without its end) begins a record.
pub(crate) type Starts<'a> = &'a (dyn Fn(&[u8]) -> bool + Sync);

/// Whole records in a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'a> {
    /// Offset of the first byte in the content.
    pub start: u64,
    /// The records. The first begins with the first byte (or is what stands before the first
    /// record of the content), the last ends with the last byte.
    pub bytes: &'a [u8],
    /// The last record goes on for longer than a record may; what follows it was left out.
    pub cut: bool,
}

/// A chunk in a buffer.
#[derive(Debug)]
pub(super) struct Filled {
    /// Its offset in the content.
    pub(super) start: u64,
    /// Its bytes in the buffer.
    pub(super) range: Range<usize>,
    /// Its last record is cut.
    pub(super) cut: bool,
}

/// The place in the order, and a chunk of the buffer: its offset in the content, its range in the
/// buffer, whether it is cut. `None` where the block begins no record.
pub(super) type Supplied = (u64, io::Result<Option<Filled>>);

/// As much of the line at `at` as is looked at, without its end.
pub(crate) fn line_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    let shown = rest.get(..LINE_BYTES).unwrap_or(rest);
    let line = memchr::memchr(b'\n', shown).and_then(|end| shown.get(..end)).unwrap_or(shown);
    line.strip_suffix(b"\r").unwrap_or(line)
}
