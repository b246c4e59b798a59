//! Reads in full what surveyed sources tell of the moments that matter.

use std::collections::HashMap;

use crate::{
    event::{kind::EventKind, place::Span, placed::Event},
    format,
    ingest::{
        clock::place::{merge, place_more},
        gathered::Gathered,
        read::read_again,
        sited::Sited,
        survey::{cells::Cells, result::Range},
    },
    source::note::Note,
};

/// As much of one source is read again around one moment, in cells of 64 KiB.
const CELLS_OF_A_MOMENT: usize = 24;

/// As much of all sources around all moments.
const CELLS_IN_ALL: usize = 64;

/// What is to be read again of one source.
pub(crate) struct Unread {
    source: usize,
    ranges: Vec<Range>,
    /// The middles of the moments that it is read for.
    near: Vec<i64>,
}

impl Gathered {
    /// What sources that were only surveyed have of `moments` (each from and to, in microseconds
    /// since 1970; the most important first) and was not read, as far as memory allows.
    pub(crate) fn unread(&self, moments: &[(i64, i64)]) -> Vec<Unread> {
        let near: Vec<i64> = moments.iter().map(|(from, to)| from.midpoint(*to)).collect();
        let mut left = CELLS_IN_ALL;
        let mut wanted: Vec<Vec<Range>> = vec![Vec::new(); self.tallies.len()];
        for (from, to) in moments {
            for ((tally, clock), ranges) in
                self.tallies.iter().zip(&self.placed.clocks).zip(&mut wanted)
            {
                let Some(survey) = &tally.survey else { continue };
                let (from, to) =
                    (clock.number_of(survey.scale, *from), clock.number_of(survey.scale, *to));
                for range in survey.ranges(from, to, CELLS_OF_A_MOMENT) {
                    if left > 0 && !ranges.contains(&range) {
                        ranges.push(range);
                        left -= 1;
                    }
                }
            }
        }
        let joined = |mut ranges: Vec<Range>| {
            ranges.sort_unstable();
            let mut joined: Vec<Range> = Vec::new();
            for range in ranges {
                match joined.last_mut() {
                    Some(last) if last.to == range.from => last.to = range.to,
                    _ => joined.push(range),
                }
            }
            joined
        };
        wanted
            .into_iter()
            .enumerate()
            .filter(|(_, ranges)| !ranges.is_empty())
            .map(|(source, ranges)| Unread { source, ranges: joined(ranges), near: near.clone() })
            .collect()
    }

    /// Reads it, once: nothing is unread afterwards.
    pub(crate) fn read_on(&mut self, unread: Vec<Unread>) {
        for Unread { source, ranges, near } in unread {
            self.read_source_on(source, &ranges, &near);
        }
        for survey in self.tallies.iter_mut().filter_map(|tally| tally.survey.as_mut()) {
            survey.cells = Cells::default();
        }
    }

    fn read_source_on(&mut self, index: usize, ranges: &[Range], near: &[i64]) {
        let (Some(source), Some(clock), Some(tally)) =
            (self.sources.get(index), self.placed.clocks.get(index), self.tallies.get_mut(index))
        else {
            return;
        };
        let Some(format) = tally.format.and_then(format::by_id) else { return };
        let Ok(mut drafts) = read_again(source, format, ranges) else {
            if source.parts().is_some() {
                let lost = |range: &Range| {
                    Note::Unscanned(source.origin(range.from), source.origin(range.to))
                };
                tally.notes.extend(ranges.iter().map(lost));
                tally.missing.extend_from_slice(ranges);
            }
            return;
        };
        let id = source.id;
        if tally.survey.as_ref().is_some_and(|survey| survey.filtered) {
            lay_beside(
                &mut drafts,
                self.placed.events.iter().filter(|event| event.place.source == id),
            );
        } else {
            let raw: Vec<(u64, u64)> = ranges
                .iter()
                .map(|range| (source.origin(range.from), source.origin(range.to)))
                .collect();
            let is_there =
                |span: Span| raw.iter().any(|(from, to)| span.end > *from && span.start < *to);
            self.placed
                .events
                .retain(|event| event.place.source != id || !is_there(event.place.span));
        }
        let more = place_more(clock, drafts, near);
        merge(&mut self.placed.events, more);
    }
}

/// Leaves of what was read again what is not known yet. The events that are know what the records
/// before them told, such as whose connection it is, which is handed on to those beside them.
fn lay_beside<'e>(drafts: &mut Vec<Sited>, known: impl Iterator<Item = &'e Event>) {
    let (mut spans, mut accounts) = (Vec::new(), HashMap::new());
    for event in known {
        spans.push((event.place.span.start, event.place.span.end));
        if let EventKind::Query(query) = &event.kind
            && let (Some(connection), Some(user)) = (query.connection_id, &query.user)
        {
            accounts.insert(connection, (user, &query.host));
        }
    }
    spans.sort_unstable();
    drafts.retain_mut(|sited| {
        let before = spans.partition_point(|(start, _)| *start < sited.span.end);
        let overlaps = before
            .checked_sub(1)
            .and_then(|last| spans.get(last))
            .is_some_and(|(_, end)| *end > sited.span.start);
        if let EventKind::Query(query) = &mut sited.draft.kind
            && query.user.is_none()
            && let Some((user, host)) =
                query.connection_id.and_then(|connection| accounts.get(&connection))
        {
            query.user = Some((*user).clone());
            query.host.clone_from(host);
        }
        !overlaps
    });
}
