//! All that was read, and what of each source.

use std::collections::BTreeMap;

use crate::{
    event::{
        draft::GapReason,
        place::{Place, SourceId, Span},
        placed::Event,
    },
    ingest::{
        clock::place::Placed,
        source_read::SourceRead,
        survey::{
            activity::Activity,
            result::{Range, Survey},
        },
    },
    source::{discovery::Skipped, evidence::Source, hash::Hashing, note::Note},
};

/// What of one source was read, apart from its events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// The format that read it.
    pub format: Option<&'static str>,
    /// Entries.
    pub entries: u64,
    /// Bytes that were not understood, torn or cut off.
    pub unparsed_bytes: u64,
    /// Bytes that are no event, and why.
    pub gaps: Vec<(Span, GapReason)>,
    /// What happened on the way.
    pub notes: Vec<Note>,
    /// Entries and errors over time, in microseconds since 1970, where the source was only looked
    /// over; else its events tell.
    pub activity: Activity,
    /// The longest time between two entries in a row, where the source was only surveyed.
    pub silence: Option<(i64, i64)>,
    /// What should have been read on and is in no scan.
    pub missing: Vec<Range>,
    /// What surveying it gave, where it was not read in full.
    pub(super) survey: Option<Box<Survey>>,
}

/// Which statements are meant: the first record, where in its text the statement stands, and how
/// many such statements there are.
pub(crate) type Asked = (Place, usize, usize);

/// What backups answered; `None` where it could not be counted.
pub(crate) type Answers = BTreeMap<Asked, Option<Answer>>;

/// Rows that a DELETE took of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The backup's source.
    pub(crate) backup: SourceId,
    /// Of its own table.
    pub(crate) rows: u64,
    /// Of those, what the condition held of when the backup was taken already.
    pub(crate) due: u64,
    /// Of the tables that cascade from it, those that lost any; `None` where that was not counted.
    pub(crate) along: Option<Vec<(String, u64)>>,
}

/// All that was read.
pub(crate) struct Gathered {
    /// In path order.
    pub sources: Vec<Source>,
    /// Of the sources, where wanted.
    pub hashes: Hashing,
    /// One for each source.
    pub tallies: Vec<Tally>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
    /// Events and clocks.
    pub placed: Placed,
    /// What backups answered to what was asked of their rows.
    pub answers: Answers,
}

impl Tally {
    /// Of a source that was read; takes its gaps.
    pub(crate) fn of(read: &mut SourceRead, source: &Source) -> Tally {
        Tally {
            format: read.format,
            entries: read.entries,
            unparsed_bytes: read.unparsed_bytes,
            gaps: std::mem::take(&mut read.gaps),
            notes: source.notes.iter().chain(&read.notes).cloned().collect(),
            activity: Activity::default(),
            silence: None,
            missing: Vec::new(),
            survey: read.survey.take(),
        }
    }

    /// Of a source of which nothing is known but its format.
    pub(crate) fn of_format(format: &'static str) -> Tally {
        Tally { format: Some(format), ..Tally::default() }
    }

    /// Whether the source was only surveyed and read in full where it may matter.
    pub(crate) fn surveyed(&self) -> bool {
        self.survey.is_some()
    }
}

impl Gathered {
    /// The format that read an event; empty where none is told of.
    pub(crate) fn format_of(&self, event: &Event) -> &'static str {
        self.tallies
            .get(event.place.source.index())
            .and_then(|tally| tally.format)
            .unwrap_or_default()
    }

    /// Whether any source was only surveyed.
    pub(crate) fn surveyed(&self) -> bool {
        self.tallies.iter().any(Tally::surveyed)
    }

    /// Whether any source was of a known format, and something in it was understood.
    pub(crate) fn usable(&self) -> bool {
        self.tallies
            .iter()
            .any(|tally| tally.format.is_some() && (tally.entries > 0 || tally.unparsed_bytes == 0))
    }

    /// What of the evidence was not read: its name, and why.
    pub(crate) fn losses(&self) -> impl Iterator<Item = (&str, &Note)> {
        let skipped = self.skipped.iter().map(|skipped| (skipped.path.as_str(), &skipped.reason));
        let read = self.sources.iter().zip(&self.tallies).flat_map(|(source, tally)| {
            tally.notes.iter().map(|note| (source.path.as_str(), note))
        });
        skipped.chain(read).filter(|(_, note)| note.is_loss())
    }

    /// What was there instead, in one line a thing; for a run that found nothing.
    pub(crate) fn nothing_usable(&self) -> String {
        let mut lines: Vec<String> = self
            .skipped
            .iter()
            .map(|skipped| format!("{}: {}", skipped.path, skipped.reason))
            .collect();
        for (source, tally) in self.sources.iter().zip(&self.tallies) {
            let why = tally.notes.first().map(Note::to_string);
            let why = why.as_deref().unwrap_or(match tally.format {
                Some(_) => "nothing in it was understood",
                None => "no format fits",
            });
            lines.push(format!("{}: {why}", source.path));
        }
        let more = lines.len().saturating_sub(10);
        lines.truncate(10);
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        if !self.sources.is_empty() {
            lines.push("`backtrail formats` lists what can be read; --format GLOB=ID states what a file is".to_owned());
        }
        if lines.is_empty() { "the folder is empty".to_owned() } else { lines.join("\n  ") }
    }
}
