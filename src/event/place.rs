//! Which bytes of which source a statement rests on.

use serde::Serialize;

use crate::event::ids::Id;

/// A source's number within one run; an index into the run's list of sources, in path order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct SourceId(pub u32);

impl SourceId {
    /// The number as an index.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Id for SourceId {
    fn new(index: usize) -> SourceId {
        SourceId(index as u32)
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A run of bytes of one source's content: after decompression, before any decoding of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// The line on which the first byte lies, from 1.
    pub line: u64,
}

impl Span {
    /// Length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// A span and the source it lies in: what a claim cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    /// The source.
    pub source: SourceId,
    /// The bytes.
    pub span: Span,
}
