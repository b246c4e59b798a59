//! Drafts and where they stand in a source.

use crate::{
    event::{
        draft::{Draft, Gap},
        place::Span,
    },
    format::grammar::lines::newlines,
    source::evidence::Source,
};

/// A draft and its bytes in the raw content.
#[derive(Clone, Debug, PartialEq)]
pub struct Sited {
    /// The bytes that a citation counts.
    pub span: Span,
    /// The draft; its `at` counts bytes as formats see them.
    pub draft: Draft,
}

pub(crate) fn span_of(source: &Source, lines: &Lines, at: &std::ops::Range<usize>) -> Span {
    Span {
        start: source.origin(at.start as u64),
        end: source.origin(at.end as u64),
        line: lines.line(at.start as u64),
    }
}

pub(crate) fn sited(source: &Source, lines: &Lines, draft: Draft) -> Sited {
    Sited { span: span_of(source, lines, &draft.at), draft }
}

/// The line numbers of the offsets at which drafts and gaps begin.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub(crate) marks: Vec<(u64, u64)>,
}

impl Lines {
    pub(crate) fn of_text(text: &[u8], starts: impl Iterator<Item = usize>) -> Lines {
        Lines::of_part(text, 0, 0, starts)
    }

    /// Of `text`, which stands at `base` and has `feeds` line feeds before it.
    pub(crate) fn of_part(
        text: &[u8],
        base: usize,
        feeds: u64,
        starts: impl Iterator<Item = usize>,
    ) -> Lines {
        let mut starts: Vec<usize> = starts.collect();
        starts.sort_unstable();
        starts.dedup();
        let (mut at, mut line) = (0usize, feeds.saturating_add(1));
        let mut marks = Vec::with_capacity(starts.len());
        for start in starts {
            let to = start.saturating_sub(base).min(text.len());
            line += newlines(text.get(at..to).unwrap_or_default());
            at = to;
            marks.push((start as u64, line));
        }
        Lines { marks }
    }

    pub(crate) fn push(&mut self, at: u64, line: u64) {
        if self.marks.last() != Some(&(at, line)) {
            self.marks.push((at, line));
        }
    }

    pub(crate) fn line(&self, at: u64) -> u64 {
        let after = self.marks.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|i| self.marks.get(i)).map_or(1, |(_, line)| *line)
    }
}

/// What was read of records: drafts, gaps and the lines on which they begin.
pub(crate) type Texts = (Vec<Draft>, Vec<Gap>, Lines);
