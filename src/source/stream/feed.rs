//! Content that is read from front to back, cut into chunks at the beginnings of records. The
//! thread that takes a chunk unpacks it; the others work meanwhile.

use std::{
    io::{self, Read},
    sync::{Mutex, PoisonError},
};

use memchr::memchr;

use super::{
    block::{trimmed, whole_line},
    chunk::{Filled, Starts, Supplied},
};
use crate::source::buffer::Buffer;

/// The reader and what it gave beyond the last chunk.
pub(super) struct Feed<'a> {
    starts: Starts<'a>,
    block: usize,
    record: usize,
    state: Mutex<State<'a>>,
}

struct State<'a> {
    reader: &'a mut (dyn Read + Send),
    /// Bytes after the last chunk: they begin with a record.
    carry: Buffer,
    /// Offset of the carry.
    offset: u64,
    number: u64,
    ended: bool,
    /// The last chunk was cut: what follows up to the next record is passed over.
    skipping: bool,
    error: Option<io::Error>,
}

impl<'a> Feed<'a> {
    pub(super) fn new(
        reader: &'a mut (dyn Read + Send),
        starts: Starts<'a>,
        block: u64,
        record: u64,
    ) -> Feed<'a> {
        let state = State {
            reader,
            carry: Buffer::default(),
            offset: 0,
            number: 0,
            ended: false,
            skipping: false,
            error: None,
        };
        let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        Feed { starts, block: size(block), record: size(record), state: Mutex::new(state) }
    }

    /// The next chunk, in `buffer`.
    pub(super) fn next(&self, buffer: &mut Buffer) -> Option<Supplied> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        std::mem::swap(buffer, &mut state.carry);
        state.carry.begin(0);
        if state.skipping {
            self.skip(state, buffer);
        }
        let start = state.offset;
        let Ends { shown, end, skipping } = self.chunk(state, buffer);
        let mut rest = buffer.get(end..).unwrap_or_default();
        let more = rest.len();
        if let Err(error) = state.carry.read_from(&mut rest, more) {
            state.fail(error);
        }
        state.offset = start.saturating_add(end as u64);
        state.skipping = skipping;
        let filled = if end > 0 {
            Ok(Some(Filled { start, range: 0..shown, cut: skipping || shown < end }))
        } else {
            Err(state.error.take()?)
        };
        let number = state.number;
        state.number += 1;
        Some((number, filled))
    }

    /// Fills `buffer` with at least one whole record, if there is one, and says where the chunk
    /// ends in it.
    fn chunk(&self, state: &mut State<'_>, buffer: &mut Buffer) -> Ends {
        state.fill(buffer, self.block);
        if state.ended && buffer.len() <= self.record {
            return Ends::at(buffer.len());
        }
        // a block is shorter than the longest record, so none in it is too long
        if !state.ended
            && let Some(at) = last_whole_start(buffer, self.starts)
        {
            return Ends::at(at);
        }
        // one record: where it ends
        let mut line = 0;
        loop {
            match self.first_start(buffer, &mut line, state.ended) {
                Some(end) => return Ends { shown: end.min(self.record), end, skipping: false },
                None if state.ended => {
                    return Ends {
                        shown: buffer.len().min(self.record),
                        end: buffer.len(),
                        skipping: false,
                    };
                }
                None if line > self.record || buffer.len() > self.record.saturating_mul(2) => {
                    return Ends { shown: self.record, end: self.record, skipping: true };
                }
                None => {
                    // doubling keeps the copying linear; no more than what the next chunk may hold
                    let more = buffer.len().min(self.record / 2).max(self.block);
                    let wanted = buffer.len().saturating_add(more);
                    state.fill(buffer, wanted);
                }
            }
        }
    }

    /// The first line after that at `line` that begins a record; moves `line` to the last line
    /// that begins none.
    fn first_start(&self, buffer: &[u8], line: &mut usize, ended: bool) -> Option<usize> {
        loop {
            let next = *line + memchr(b'\n', buffer.get(*line..)?)? + 1;
            let rest = buffer.get(next..).unwrap_or_default();
            let text = match whole_line(rest) {
                Some(text) => text,
                None if ended && !rest.is_empty() => trimmed(rest),
                None => return None,
            };
            if (self.starts)(text) {
                return Some(next);
            }
            *line = next;
        }
    }

    /// Drops what is left of a record that was cut.
    fn skip(&self, state: &mut State<'_>, buffer: &mut Buffer) {
        loop {
            // what is left begins within the record; the line there is not judged
            let mut line = 0;
            let found = self.first_start(buffer, &mut line, state.ended);
            let drop = match found {
                Some(at) => at,
                None if state.ended => buffer.len(),
                // lines that were judged go; one that goes on is judged again
                None if line > 0 => line,
                None if memchr(b'\n', buffer).is_some() => 0,
                None => buffer.len(),
            };
            buffer.skip(drop);
            state.offset = state.offset.saturating_add(drop as u64);
            if found.is_some() || state.ended {
                return;
            }
            let wanted = buffer.len().saturating_add(self.block);
            state.fill(buffer, wanted);
        }
    }
}

/// Where a chunk ends in the buffer.
struct Ends {
    /// One past the last byte that is shown.
    shown: usize,
    /// One past the last byte that it covers.
    end: usize,
    /// Its last record goes on behind `end`.
    skipping: bool,
}

impl Ends {
    fn at(end: usize) -> Ends {
        Ends { shown: end, end, skipping: false }
    }
}

impl State<'_> {
    /// Reads until `wanted` bytes are in the buffer or the content ends.
    fn fill(&mut self, buffer: &mut Buffer, wanted: usize) {
        let more = wanted.saturating_sub(buffer.len());
        if more == 0 || self.ended {
            return;
        }
        match buffer.read_from(self.reader, more) {
            Ok(got) => self.ended = got < more,
            Err(error) => self.fail(error),
        }
    }

    /// Ends with this error behind what was read.
    fn fail(&mut self, error: io::Error) {
        self.ended = true;
        self.error = Some(error);
    }
}

/// The last line but the first that is whole and begins a record, from the back.
fn last_whole_start(bytes: &[u8], starts: Starts<'_>) -> Option<usize> {
    let end = memchr::memrchr(b'\n', bytes)?;
    super::block::last_start(bytes.get(..end)?, starts)
}
