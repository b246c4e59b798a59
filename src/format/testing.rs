//! For the tests of record formats: cuts a text into records, rejoins open ones, reads them and
//! runs the carry pass, in the simplest way there is.

use crate::{
    event::{
        draft::{Draft, Gap},
        kind::EventKind,
        query::Query,
    },
    format::contract::{Format, Head, Parsed, Reader},
};

/// What `format` makes of `text`.
pub(crate) fn read(format: &Format, text: &[u8]) -> (Vec<Draft>, Vec<Gap>) {
    let head = Head { name: "test.log", bytes: text, whole: true };
    let reader = match (format.reader)(&head) {
        Reader::Records(reader) => reader,
        Reader::Document(reader) => {
            let mut out = Parsed::default();
            reader.read(text, &mut out);
            return (out.drafts, out.gaps);
        }
    };
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
            let closed =
                cuts.iter().copied().find(|more| *more > end && !reader.is_open(piece(*more)));
            closed.unwrap_or(end)
        } else {
            end
        };
        let record = piece(end);
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        let mut out = Parsed::default();
        reader.read(record, &mut out);
        for at in out
            .drafts
            .iter_mut()
            .map(|draft| &mut draft.at)
            .chain(out.gaps.iter_mut().map(|gap| &mut gap.at))
        {
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
pub(crate) fn queries(format: &Format, text: &str) -> Vec<Query> {
    let only = |draft: Draft| match draft.kind {
        EventKind::Query(query) => Some(*query),
        _ => None,
    };
    read(format, text.as_bytes()).0.into_iter().filter_map(only).collect()
}

/// The likeness of `text` without a telling name.
pub(crate) fn likeness(format: &Format, text: &str) -> u8 {
    (format.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }).0
}

/// Reads every beginning and every end of `text`, and many garbled copies: nothing may panic, and
/// every range must lie within the text.
pub(crate) fn torment(format: &Format, text: &str) {
    let check = |bytes: &[u8]| {
        let (drafts, gaps) = read(format, bytes);
        let ranges = drafts.iter().map(|draft| &draft.at).chain(gaps.iter().map(|gap| &gap.at));
        for at in ranges {
            assert!(at.start <= at.end && at.end <= bytes.len(), "{at:?} of {}", bytes.len());
        }
        (format.sniff)(&Head { name: "x", bytes, whole: true });
    };
    let bytes = text.as_bytes();
    for cut in 0..bytes.len() {
        check(bytes.get(..cut).unwrap_or_default());
        check(bytes.get(cut..).unwrap_or_default());
    }
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..600 {
        let mut garbled = bytes.to_vec();
        for _ in 0..4 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % garbled.len().max(1);
            let byte =
                *b"\n'\"`#;:[]@, 9Z\0\xff\t".get((seed >> 20) as usize % 18).unwrap_or(&b' ');
            match seed >> 61 {
                0 | 1 => garbled.insert(at, byte),
                2 => drop(garbled.drain(at..(at + 7).min(bytes.len()).min(garbled.len()).max(at))),
                _ => {
                    if let Some(place) = garbled.get_mut(at) {
                        *place = byte;
                    }
                }
            }
        }
        check(&garbled);
    }
}
