//! One block of a source: the records whose first byte lies in it.

use std::{borrow::Cow, io, ops::Range};

use rayon::prelude::*;

use crate::{
    event::draft::{Draft, Gap, GapReason},
    format::{
        contract::{Parsed, RecordReader},
        grammar::lines,
    },
    source::handle::Handle,
};

/// A record longer than this is cut.
pub(crate) const RECORD_BYTES: u64 = 64 << 20;
/// As much of a line as a reader is shown to say whether it begins a record.
const LINE_BYTES: usize = 1 << 20;

/// A record as read; offsets are absolute, lines count from the block's first line (from 1).
pub(super) struct Record {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) line: u64,
    pub(super) open: bool,
    pub(super) drafts: Vec<Draft>,
    pub(super) gaps: Vec<Gap>,
    /// Lines of drafts and gaps that do not begin where the record begins.
    pub(super) lines: Vec<(u64, u64)>,
}

/// What a block gave.
pub(super) struct Block {
    pub(super) records: Vec<Record>,
    pub(super) newlines: u64,
}

/// Reads the records that begin in `range`, in blocks on all threads, as one block; `feeds` line feeds
/// lie before it.
pub(super) fn read_blocks(
    handle: &Handle<'_>,
    range: Range<u64>,
    feeds: u64,
    block: u64,
    reader: &dyn RecordReader,
) -> io::Result<Block> {
    let size = handle.size();
    let count = range.end.saturating_sub(range.start).div_ceil(block.max(1));
    let read = |number: u64| {
        let start = range.start.saturating_add(number.saturating_mul(block));
        read_block(handle, start, start.saturating_add(block).min(range.end), size, reader)
    };
    let blocks = (0..count).into_par_iter().map(read).collect::<io::Result<Vec<_>>>()?;
    // lines were counted block by block; here each learns how many lay before it
    let mut all = Block { records: Vec::new(), newlines: 0 };
    for mut block in blocks {
        let before = feeds.saturating_add(all.newlines);
        for record in &mut block.records {
            record.line = record.line.saturating_add(before);
            for (_, line) in &mut record.lines {
                *line = line.saturating_add(before);
            }
        }
        all.newlines = all.newlines.saturating_add(block.newlines);
        all.records.append(&mut block.records);
    }
    Ok(all)
}

/// How much is read past a block at first, to end its last record.
const STEP: u64 = 64 * 1024;

/// A part of the text that grows at its end.
struct Window<'a> {
    handle: &'a Handle<'a>,
    from: u64,
    bytes: Cow<'a, [u8]>,
    size: u64,
    at_end: bool,
    /// Bytes that it has grown by.
    grown: u64,
}

impl<'a> Window<'a> {
    fn new(handle: &'a Handle<'a>, from: u64, to: u64, size: u64) -> io::Result<Window<'a>> {
        let bytes = handle.text(from, to)?;
        let at_end = to >= size || (bytes.len() as u64) < to - from;
        Ok(Window { handle, from, bytes, size, at_end, grown: 0 })
    }

    /// Reads on; `false` where there is nothing more.
    fn grow(&mut self) -> io::Result<bool> {
        if self.at_end {
            return Ok(false);
        }
        let have = self.from + self.bytes.len() as u64;
        // most records end soon; doubling keeps the reads few on very long ones
        let step = STEP.max(self.grown);
        let more = self.handle.text(have, (have + step).min(self.size))?;
        if more.is_empty() || have + more.len() as u64 >= self.size {
            self.at_end = true;
        }
        self.grown += more.len() as u64;
        self.bytes.to_mut().extend_from_slice(&more);
        Ok(!more.is_empty())
    }

    /// One past the line feed of the line that begins at `start` (relative), or the end of all.
    fn line_end(&mut self, start: usize) -> io::Result<usize> {
        let mut searched = start;
        loop {
            if let Some(found) =
                self.bytes.get(searched..).and_then(|rest| memchr::memchr(b'\n', rest))
            {
                return Ok(searched + found + 1);
            }
            searched = self.bytes.len();
            if !self.grow()? {
                return Ok(self.bytes.len());
            }
        }
    }

    /// As much of the line at `start` (relative) as readers are shown.
    fn line(&mut self, start: usize) -> io::Result<&[u8]> {
        loop {
            let rest = self.bytes.get(start..).unwrap_or_default();
            let shown = rest.get(..rest.len().min(LINE_BYTES)).unwrap_or(rest);
            if memchr::memchr(b'\n', shown).is_some()
                || shown.len() == LINE_BYTES
                || !self.grow()?
            {
                break;
            }
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        let shown = rest.get(..rest.len().min(LINE_BYTES)).unwrap_or(rest);
        let line = memchr::memchr(b'\n', shown).and_then(|end| shown.get(..end)).unwrap_or(shown);
        Ok(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// Reads the records that begin in `start..end`.
pub(super) fn read_block(
    handle: &Handle<'_>,
    start: u64,
    end: u64,
    size: u64,
    reader: &dyn RecordReader,
) -> io::Result<Block> {
    // One byte more in front tells whether the block begins with a line.
    let from = start.saturating_sub(1);
    let mut window = Window::new(handle, from, end, size)?;
    let owned = (end - from) as usize;
    let first = (start - from) as usize;
    let newlines =
        lines::newlines(window.bytes.get(first..owned.min(window.bytes.len())).unwrap_or_default());
    let mut block = Block { records: Vec::new(), newlines };

    // The first line that begins in the block.
    let mut at = 0;
    if start > 0 {
        match window
            .bytes
            .get(..owned.min(window.bytes.len()))
            .and_then(|own| memchr::memchr(b'\n', own))
        {
            Some(found) => at = found + 1,
            None => return Ok(block),
        }
    }
    let mut line = 1 + lines::newlines(window.bytes.get(first..at.max(first)).unwrap_or_default());

    // The first record that begins in it.
    loop {
        if at >= owned || at >= window.bytes.len() {
            return Ok(block);
        }
        if reader.starts_record(window.line(at)?) {
            break;
        }
        match window
            .bytes
            .get(at..owned.min(window.bytes.len()))
            .and_then(|own| memchr::memchr(b'\n', own))
        {
            Some(found) => at += found + 1,
            None => return Ok(block),
        }
        line += 1;
    }

    // `at` begins a record of this block.
    loop {
        let (whole, lines, cut) = record_end(&mut window, at, reader)?;
        let kept = if cut { at + RECORD_BYTES as usize } else { whole };
        let text = window.bytes.get(at..kept.min(window.bytes.len())).unwrap_or_default();
        let mut record = read_record(reader, text, window.from + at as u64, line);
        if cut {
            record.open = false;
            record.gaps.push(Gap {
                at: (window.from as usize + kept)..(window.from as usize + whole),
                reason: GapReason::Truncated,
            });
        }
        record.end = window.from + whole as u64;
        block.records.push(record);
        line += lines;
        at = whole;
        if at >= owned || at >= window.bytes.len() {
            return Ok(block);
        }
    }
}

/// Where the record at `at` ends (relative), how many line feeds are in it, and whether it is
/// longer than a record may be.
fn record_end(
    window: &mut Window<'_>,
    at: usize,
    reader: &dyn RecordReader,
) -> io::Result<(usize, u64, bool)> {
    let mut next = window.line_end(at)?;
    let mut lines = 1;
    while next < window.bytes.len() || window.grow()? {
        if reader.starts_record(window.line(next)?) {
            break;
        }
        next = window.line_end(next)?;
        lines += 1;
    }
    Ok((next, lines, (next - at) as u64 > RECORD_BYTES))
}

/// Reads one record that begins at `start`, on `line`.
pub(super) fn read_record(
    reader: &dyn RecordReader,
    bytes: &[u8],
    start: u64,
    line: u64,
) -> Record {
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let mut out = Parsed::default();
    reader.read(text, &mut out);
    let clamp = |at: &std::ops::Range<usize>| {
        let from = at.start.min(text.len());
        from..at.end.clamp(from, text.len())
    };
    let mut starts = Vec::new();
    for at in out.drafts.iter().map(|draft| &draft.at).chain(out.gaps.iter().map(|gap| &gap.at)) {
        if at.start > 0 {
            starts.push(at.start.min(text.len()));
        }
    }
    starts.sort_unstable();
    starts.dedup();
    let mut lines = Vec::with_capacity(starts.len());
    let (mut seen, mut here) = (0, line);
    for from in starts {
        here += lines::newlines(text.get(seen..from).unwrap_or_default());
        seen = from;
        lines.push((start + from as u64, here));
    }
    let shift = |at: std::ops::Range<usize>| (at.start + start as usize)..(at.end + start as usize);
    for draft in &mut out.drafts {
        draft.at = shift(clamp(&draft.at));
    }
    for gap in &mut out.gaps {
        gap.at = shift(clamp(&gap.at));
    }
    Record {
        start,
        end: start + bytes.len() as u64,
        line,
        open: reader.is_open(text),
        drafts: out.drafts,
        gaps: out.gaps,
        lines,
    }
}
