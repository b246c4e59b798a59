//! What one source held.

use crate::{
    event::{
        draft::{Gap, GapReason},
        place::{SourceId, Span},
    },
    ingest::{
        sited::{Sited, Texts, span},
        survey::result::Survey,
    },
    source::{evidence::Source, note::Note},
};

/// What one source held.
#[derive(Debug)]
pub(crate) struct SourceRead {
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

impl SourceRead {
    /// Of a source of which nothing was read yet.
    pub(crate) fn of(source: SourceId) -> SourceRead {
        SourceRead {
            source,
            format: None,
            drafts: Vec::new(),
            gaps: Vec::new(),
            entries: 0,
            unparsed_bytes: 0,
            notes: Vec::new(),
            survey: None,
        }
    }

    /// Takes what was read of `source`.
    pub(crate) fn take(&mut self, source: &Source, (drafts, gaps, lines): Texts) {
        let place = |gap: Gap| (span(source, &gap.at, lines.line(gap.at.start as u64)), gap.reason);
        self.gaps = gaps.into_iter().map(place).collect();
        let place = |draft| Sited::among(source, &lines, draft);
        self.drafts = drafts.into_iter().map(place).collect();
    }

    /// Puts what was read in the order of the bytes, and counts it.
    pub(crate) fn settle(&mut self) {
        // most are in order, and to sort takes room
        let key = |sited: &Sited| (sited.draft.at.start, sited.draft.at.end);
        if !self.drafts.is_sorted_by_key(key) {
            self.drafts.sort_by_key(key);
        }
        self.drafts.shrink_to_fit();
        self.gaps.sort_by_key(|(span, _)| (span.start, span.end));
        let kept = self.drafts.len() as u64;
        self.entries = self.survey.as_ref().map_or(kept, |survey| survey.entries);
        // of the file's own bytes: text of UTF-16 is longer or shorter than what it was decoded
        // from
        let lost = self.gaps.iter().filter(|(_, reason)| {
            matches!(reason, GapReason::Unparsed | GapReason::Torn | GapReason::Truncated)
        });
        // gaps may overlap; each byte counts once
        let (mut bytes, mut counted) = (0u64, 0);
        for (span, _) in lost {
            bytes = bytes.saturating_add(span.end.saturating_sub(span.start.max(counted)));
            counted = counted.max(span.end);
        }
        self.unparsed_bytes = bytes;
    }
}
