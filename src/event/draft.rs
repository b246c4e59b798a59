//! What formats yield: typed drafts with spans relative to their record, and gaps.

use std::ops::Range;

use crate::{
    event::{kind::EventKind, remark::Remark},
    time::Written,
};

/// What a format makes of (part of) a record, before any clock has been applied.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    /// Its bytes. A reader gives them relative to the record; ingest makes them absolute.
    pub at: Range<usize>,
    /// The stamp, `None` where the record bears none (a carry pass may supply one).
    pub written: Option<Written>,
    /// A second stamp of the same moment by another clock of the same writer: the local
    /// `# Time:` beside the epoch of `SET timestamp=`. Tells the zone of the first for free.
    pub twin: Option<Box<Written>>,
    /// Microseconds to add to the stamp to get the start of what it tells of (negative where a
    /// log stamps the end of a statement).
    pub shift_us: i64,
    /// What it tells.
    pub kind: EventKind,
    /// Bytes that the reader noticed but could not make sense of, or ambiguities kept as such.
    pub remarks: Vec<Remark>,
}

impl Draft {
    /// A draft of a whole record with no stamp.
    pub(crate) fn new(len: usize, kind: EventKind) -> Draft {
        Draft { at: 0..len, written: None, twin: None, shift_us: 0, kind, remarks: Vec::new() }
    }

    /// The same with a stamp.
    #[must_use]
    pub(crate) fn stamped(mut self, written: Option<Written>) -> Draft {
        self.written = written;
        self
    }
}

/// Bytes that are no event, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Where, relative to the record (as `Draft::at`).
    pub at: Range<usize>,
    /// Why: "torn record at the start of the file", "blank line", ….
    pub reason: GapReason,
}

/// Why bytes are no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum GapReason {
    /// White space, rulers and other furniture that says nothing.
    Blank,
    /// Start-up banners, column headers, comments: understood, and no event.
    Furniture,
    /// The tail of a record whose head is not in the file.
    Torn,
    /// Not understood.
    Unparsed,
    /// The record was cut off by the end of the file, or by a limit of the writer.
    Truncated,
}
