//! The lines of one program without what a collector put before them, and the way back to where
//! they stand.

use super::held::Held;
use crate::time::{Written, read::read_any};

/// Lines of one program, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unframed {
    text: Vec<u8>,
    lines: Lines,
}

/// Where lines stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    all: Vec<Line>,
    /// The collector's stamps, one behind the other.
    stamps: String,
}

#[derive(Clone, Debug)]
struct Line {
    /// Where it begins in the text.
    at: u64,
    /// Where it begins in the raw content with its frame, where the line itself does, its end.
    raw: [u64; 3],
    /// Its number in the file, from 1.
    number: u64,
    /// Where its stamp begins, and how long it is.
    stamp: (u32, u8),
}

/// A line with its frame.
pub(crate) struct Framed<'a> {
    /// Where it begins in the raw content.
    pub(crate) at: u64,
    /// It with its line end, as it stands.
    pub(crate) raw: &'a [u8],
    /// Its number in the file, from 1.
    pub(crate) number: u64,
    /// What the program wrote; without a line end it goes on in the next.
    pub(crate) line: &'a [u8],
    /// When, by the collector.
    pub(crate) stamp: &'a str,
}

impl Unframed {
    /// Adds a line.
    pub(crate) fn push(&mut self, framed: &Framed<'_>) {
        let end = framed.at.saturating_add(framed.raw.len() as u64);
        let bare = framed.line.trim_ascii_end().len();
        let tail = framed.raw.len().saturating_sub(framed.raw.trim_ascii_end().len());
        let inner = end.saturating_sub(tail as u64).saturating_sub(bare as u64).max(framed.at);
        let stamp = (
            u32::try_from(self.lines.stamps.len()).unwrap_or(u32::MAX),
            u8::try_from(framed.stamp.len()).unwrap_or(0),
        );
        self.lines.stamps.push_str(framed.stamp);
        let at = self.text.len() as u64;
        self.lines.all.push(Line {
            at,
            raw: [framed.at, inner, end],
            number: framed.number,
            stamp,
        });
        self.text.extend_from_slice(framed.line);
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The text, and where its lines stand.
    pub(super) fn into_parts(self) -> (Held, Lines) {
        (Held::from(std::sync::Arc::from(self.text)), self.lines)
    }
}

impl Lines {
    fn of(&self, offset: u64) -> Option<&Line> {
        let after = self.all.partition_point(|line| line.at <= offset);
        after.checked_sub(1).and_then(|at| self.all.get(at))
    }

    /// Where what begins at `offset` stands in the raw content: a line with its frame.
    pub(super) fn origin(&self, offset: u64) -> u64 {
        self.of(offset).map_or(0, |line| match (line.raw, offset.saturating_sub(line.at)) {
            ([whole, ..], 0) => whole,
            ([_, inner, end], into) => inner.saturating_add(into).min(end),
        })
    }

    /// Where what ends at `offset` ends in the raw content.
    pub(super) fn end(&self, offset: u64) -> u64 {
        let Some(last) = offset.checked_sub(1) else { return self.origin(0) };
        let next = self.all.partition_point(|line| line.at < offset);
        let is_whole = self.all.get(next).is_none_or(|line| line.at == offset);
        match self.of(last) {
            Some(line) if is_whole => line.raw[2],
            _ => self.origin(last).saturating_add(1),
        }
    }

    /// The number of the line at `offset`.
    pub(super) fn number(&self, offset: u64) -> Option<u64> {
        self.of(offset).map(|line| line.number)
    }

    /// When the line at `offset` was written, by the collector.
    pub(super) fn stamp(&self, offset: u64) -> Option<Written> {
        let (start, len) = self.of(offset)?.stamp;
        let start = start as usize;
        read_any(self.stamps.get(start..start + usize::from(len))?.as_bytes()).map(|(at, _)| at)
    }
}
