//! What stands beside a citation in its file: the end of the record before and the beginning of
//! the one after. Whole records are redacted, then cut, so that no cut lays half a secret open.

use std::collections::BTreeMap;

use crate::{
    event::{
        place::{Place, SourceId, Span},
        placed::Event,
    },
    report::v1::Citation,
};

/// Citations that get surroundings.
const MOST: usize = 500;
/// Lines shown of each neighbour.
const LINES: usize = 3;
/// Characters shown of each of those lines.
const WIDTH: usize = 240;
/// Bytes of a neighbour that are read.
const LONGEST: u64 = 16 * 1024;

/// The neighbours of one cited span.
#[derive(Default)]
struct Beside {
    start: u64,
    end: u64,
    before: Option<Span>,
    after: Option<Span>,
}

/// Fills in what stands before and after each citation; `excerpt` redacts the text of a place.
pub(crate) fn fill(
    citations: &mut [Citation],
    events: &[Event],
    excerpt: &dyn Fn(Place) -> String,
) {
    let mut cited: BTreeMap<u32, Vec<Beside>> = BTreeMap::new();
    for citation in citations.iter().take(MOST) {
        if let Some(source) = source_of(citation) {
            cited.entry(source).or_default().push(Beside {
                start: citation.byte_start,
                end: citation.byte_end,
                ..Beside::default()
            });
        }
    }
    for list in cited.values_mut() {
        list.sort_by_key(|b| (b.start, b.end));
        list.dedup_by_key(|b| (b.start, b.end));
    }
    for event in events {
        let Some(list) = cited.get_mut(&event.place.source.0) else { continue };
        let span = event.place.span;
        // the event can only be the neighbour of the nearest cited span on either side of it
        let next = list.partition_point(|b| b.start < span.end);
        if let Some(beside) =
            list.get_mut(next).filter(|b| b.before.is_none_or(|known| known.start < span.start))
        {
            beside.before = Some(span);
        }
        let previous = list.partition_point(|b| b.end <= span.start);
        if let Some(beside) = previous
            .checked_sub(1)
            .and_then(|at| list.get_mut(at))
            .filter(|b| b.after.is_none_or(|known| known.start > span.start))
        {
            beside.after = Some(span);
        }
    }
    for citation in citations.iter_mut().take(MOST) {
        let Some(source) = source_of(citation) else { continue };
        let Some(list) = cited.get(&source) else { continue };
        let Some(beside) =
            list.iter().find(|b| (b.start, b.end) == (citation.byte_start, citation.byte_end))
        else {
            continue;
        };
        let show = |span: Option<Span>, part: fn(&str) -> String| {
            let span =
                span.map(|s| Span { end: s.end.min(s.start.saturating_add(LONGEST)), ..s })?;
            let text = part(&excerpt(Place { source: SourceId(source), span }));
            (!text.trim().is_empty()).then_some((text, (span.start, span.end)))
        };
        (citation.before, citation.before_bytes) = show(beside.before, last).unzip();
        (citation.after, citation.after_bytes) = show(beside.after, first).unzip();
    }
}

fn source_of(citation: &Citation) -> Option<u32> {
    u32::try_from(citation.evidence.index()).ok()
}

fn clip(line: &str) -> String {
    if line.chars().nth(WIDTH).is_none() {
        line.to_owned()
    } else {
        line.chars().take(WIDTH).chain(std::iter::once('…')).collect()
    }
}

/// What of the record before is shown.
pub(crate) fn last(text: &str) -> String {
    let lines: Vec<String> = text.lines().rev().take(LINES).map(clip).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

/// What of the record after is shown.
pub(crate) fn first(text: &str) -> String {
    text.lines().take(LINES).map(clip).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::kind::EventKind,
        report::id::{CitationId, EvidenceId},
    };

    fn event(start: u64, end: u64) -> Event {
        let place = Place { source: SourceId(0), span: Span { start, end, line: 1 } };
        Event {
            place,
            written: None,
            when: None,
            kind: EventKind::Text(String::new()),
            remarks: None,
        }
    }

    fn citation(start: u64, end: u64) -> Citation {
        Citation {
            id: CitationId::of(0),
            evidence: EvidenceId::of(0),
            line: 1,
            byte_start: start,
            byte_end: end,
            sha256: String::new(),
            excerpt: String::new(),
            before: None,
            before_bytes: None,
            after: None,
            after_bytes: None,
        }
    }

    #[test]
    fn the_nearest_records_on_either_side_are_shown_whatever_the_order() {
        let mut citations = [citation(20, 30), citation(30, 40)];
        let events = [event(40, 50), event(0, 10), event(30, 40), event(10, 20), event(20, 30)];
        fill(&mut citations, &events, &|place| format!("{}-{}", place.span.start, place.span.end));
        let said: Vec<_> =
            citations.iter().map(|c| (c.before.as_deref(), c.after.as_deref())).collect();
        assert_eq!(said, [(Some("10-20"), Some("30-40")), (Some("20-30"), Some("40-50"))]);
    }

    #[test]
    fn only_a_few_lines_of_a_neighbour_are_shown() {
        let mut citations = [citation(10, 20)];
        fill(&mut citations, &[event(0, 10), event(20, 30)], &|_| "a\nb\nc\nd".to_owned());
        assert_eq!(
            (citations[0].before.as_deref(), citations[0].after.as_deref()),
            (Some("b\nc\nd"), Some("a\nb\nc"))
        );
    }
}
