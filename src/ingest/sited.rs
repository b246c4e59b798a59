//! Drafts and where they stand in a source.

use std::ops::Range;

use crate::{
    event::{
        draft::{Draft, Gap},
        place::Span,
    },
    format::{contract::Parsed, grammar::lines::newlines},
    source::evidence::Source,
};

/// As far into a source a collector's stamps stand beside its own, to show their zone.
const TWINS_BYTES: usize = 1 << 20;

/// A draft and its bytes in the raw content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sited {
    /// The bytes that a citation counts.
    pub span: Span,
    /// The draft; its `at` counts bytes as formats see them.
    pub draft: Draft,
}

impl Sited {
    /// A draft of `source` that begins on `line`.
    pub(crate) fn on(source: &Source, line: u64, mut draft: Draft) -> Sited {
        if draft.written.is_none() {
            draft.written = source.collected(draft.at.start as u64);
        } else if draft.twin.is_none() && draft.at.start < TWINS_BYTES {
            draft.twin = source.collected(draft.at.start as u64).map(Box::new);
        }
        Sited { span: span(source, &draft.at, line), draft }
    }

    /// A draft of `source` that begins on one of `lines`.
    pub(crate) fn among(source: &Source, lines: &Lines, draft: Draft) -> Sited {
        Sited::on(source, lines.line(draft.at.start as u64), draft)
    }
}

/// The raw bytes of what formats see as `at`.
pub(crate) fn span(source: &Source, at: &Range<usize>, line: u64) -> Span {
    Span {
        start: source.origin(at.start as u64),
        end: source.origin_of_end(at.end as u64),
        line: source.line(at.start as u64).unwrap_or(line),
    }
}

/// Where drafts and gaps begin.
pub(crate) fn starts(parsed: &Parsed) -> impl Iterator<Item = usize> + '_ {
    let drafts = parsed.drafts.iter().map(|draft| draft.at.start);
    drafts.chain(parsed.gaps.iter().map(|gap| gap.at.start))
}

/// The line numbers of the offsets at which drafts and gaps begin.
#[derive(Debug)]
pub(crate) struct Lines {
    /// That of what begins before all marks.
    first: u64,
    /// Offsets in order, each with its line.
    marks: Vec<(u64, u64)>,
}

impl Default for Lines {
    fn default() -> Lines {
        Lines { first: 1, marks: Vec::new() }
    }
}

impl Lines {
    /// Of what begins at `starts` in `text`, which stands at `base` and has `feeds` line feeds
    /// before
    /// it.
    pub(crate) fn of(
        text: &[u8],
        base: usize,
        feeds: u64,
        starts: impl Iterator<Item = usize>,
    ) -> Lines {
        let first = feeds.saturating_add(1);
        let mut starts: Vec<usize> = starts.filter(|start| *start > base).collect();
        starts.sort_unstable();
        starts.dedup();
        let (mut at, mut line) = (0usize, first);
        let mut marks = Vec::with_capacity(starts.len());
        for start in starts {
            let to = (start - base).min(text.len());
            line = line.saturating_add(newlines(text.get(at..to).unwrap_or_default()));
            at = to;
            marks.push((start as u64, line));
        }
        Lines { first, marks }
    }

    /// Adds the marks of a record that begins at `start`.
    pub(crate) fn add(&mut self, start: u64, lines: Lines) {
        self.marks.push((start, lines.first));
        self.marks.extend(lines.marks);
    }

    /// Puts marks that were added in any order into theirs.
    pub(crate) fn sort(&mut self) {
        self.marks.sort_unstable();
        self.marks.dedup();
    }

    /// Adds line feeds that lie before all.
    pub(crate) fn count_from(&mut self, feeds: u64) {
        self.first = self.first.saturating_add(feeds);
        for (_, line) in &mut self.marks {
            *line = line.saturating_add(feeds);
        }
    }

    /// The line of what begins at `at`.
    pub(crate) fn line(&self, at: u64) -> u64 {
        let after = self.marks.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|i| self.marks.get(i)).map_or(self.first, |(_, line)| *line)
    }
}

/// What was read of records: drafts, gaps and the lines on which they begin.
pub(crate) type Texts = (Vec<Draft>, Vec<Gap>, Lines);
