//! What one source held.

use crate::{
    event::{
        draft::GapReason,
        place::{SourceId, Span},
    },
    ingest::{sited::Sited, survey::result::Survey},
    source::note::Note,
};

/// What one source held.
#[derive(Debug)]
pub struct SourceRead {
    /// Which.
    pub source: SourceId,
    /// The format that read it; `None` where none knows it.
    pub format: Option<&'static str>,
    /// In the order of the bytes.
    pub drafts: Vec<Sited>,
    /// In the order of the bytes.
    pub gaps: Vec<(Span, GapReason)>,
    /// Drafts that bear an event.
    pub entries: u64,
    /// Bytes that were not understood, are torn or cut off.
    pub unparsed_bytes: u64,
    /// What happened on the way.
    pub notes: Vec<Note>,
    /// Where it was only surveyed: what that gave.
    pub survey: Option<Box<Survey>>,
}

/// Counts what was read.
pub(crate) fn settle(read: &mut SourceRead) {
    read.entries = read.survey.as_ref().map_or(read.drafts.len() as u64, |survey| survey.entries);
    // of the file's own bytes: text of UTF-16 is longer or shorter than what it was decoded from
    let lost = read.gaps.iter().filter(|(_, reason)| {
        matches!(reason, GapReason::Unparsed | GapReason::Torn | GapReason::Truncated)
    });
    // gaps may overlap; each byte counts once
    let mut counted = 0;
    for (span, _) in lost {
        read.unparsed_bytes =
            read.unparsed_bytes.saturating_add(span.end.saturating_sub(span.start.max(counted)));
        counted = counted.max(span.end);
    }
}
