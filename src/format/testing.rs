//! For the tests of record formats: cuts a text into records, rejoins open ones, reads them and
//! runs the carry pass, in the simplest way there is.

use crate::{
    event::{Draft, EventKind, Gap, Query},
    format::{Format, Head, Parsed, Reader},
};

/// What `format` makes of `text`.
pub(crate) fn read(format: &dyn Format, text: &[u8]) -> (Vec<Draft>, Vec<Gap>) {
    let head = Head { name: "test.log", bytes: text, whole: true };
    let Reader::Records(reader) = format.reader(&head) else { return (Vec::new(), Vec::new()) };
    let mut cuts = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive(|b| *b == b'\n') {
        let line = raw.strip_suffix(b"\n").unwrap_or(raw);
        if at > 0 && reader.starts_record(line.strip_suffix(b"\r").unwrap_or(line)) {
            cuts.push(at);
        }
        at += raw.len();
    }
    cuts.push(at);
    let (mut drafts, mut gaps) = (Vec::new(), Vec::new());
    let mut carry = reader.carry();
    let mut start = 0;
    let mut next = 0;
    while let Some(end) = cuts.get(next).copied() {
        let piece = |end: usize| text.get(start..end).unwrap_or_default();
        let end = if reader.is_open(piece(end)) {
            let closed = cuts.iter().copied().find(|more| *more > end && !reader.is_open(piece(*more)));
            closed.unwrap_or(end)
        } else {
            end
        };
        let record = piece(end);
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        let mut out = Parsed::default();
        reader.read(record, &mut out);
        for at in out.drafts.iter_mut().map(|draft| &mut draft.at).chain(out.gaps.iter_mut().map(|gap| &mut gap.at)) {
            assert!(at.start <= at.end, "a range runs backwards");
            *at = at.start + start..at.end + start;
        }
        carry.pass(&mut out.drafts);
        drafts.append(&mut out.drafts);
        gaps.append(&mut out.gaps);
        start = end;
        while cuts.get(next).is_some_and(|cut| *cut <= end) {
            next += 1;
        }
    }
    carry.finish(&mut drafts);
    (drafts, gaps)
}

/// The statements of it.
pub(crate) fn queries(format: &dyn Format, text: &str) -> Vec<Query> {
    let only = |draft: Draft| match draft.kind {
        EventKind::Query(query) => Some(*query),
        _ => None,
    };
    read(format, text.as_bytes()).0.into_iter().filter_map(only).collect()
}

/// The likeness of `text` without a telling name.
pub(crate) fn likeness(format: &dyn Format, text: &str) -> u8 {
    format.sniff(&Head { name: "x", bytes: text.as_bytes(), whole: true }).0
}
