//! What the head of a source shows of it, before it is searched.

use crate::{
    format::{
        self,
        contract::{Format, Head, Likeness},
    },
    ingest::{clock::source_clock::SourceClock, entries::Entries, seek::Timing},
    source::pattern::{NamePattern, stated_for},
    time::zone::Zone,
};

/// How much of a source is looked at to recognise it, where that is enough to be sure.
pub(super) const HEAD_BYTES: usize = 16 * 1024;
/// How sure is sure.
const SURE: Likeness = Likeness(80);
/// The formats that were stated for files.
pub(super) type Formats = [(NamePattern, &'static Format)];

/// What is known of a source before it is searched.
pub(super) struct Known {
    pub(super) entries: Entries,
    pub(super) format: Option<&'static Format>,
    pub(super) binary: bool,
    pub(super) timing: Timing,
    pub(super) clock: Option<SourceClock>,
}

impl Known {
    /// What a head shows of a source; `None` where more is needed to be sure, unless this is all
    /// there is.
    pub(super) fn of(formats: &Formats, head: &Head<'_>, all: bool) -> Option<Known> {
        let stated = stated_for(formats, head.name).map(|(_, format)| *format);
        let format = stated.or_else(|| format::recognise(head));
        let sure = all
            || stated.is_some()
            || head.whole
            || format.is_some_and(|format| (format.sniff)(head) >= SURE);
        let binary = format.is_none() && memchr::memchr(0, head.bytes).is_some();
        let timing = Timing { zone: Zone::UTC, first_day: None };
        sure.then(|| Known {
            entries: Entries::of(format, head),
            format,
            binary,
            timing,
            clock: None,
        })
    }
}
