//! Events of a log that a cloud's client wrote as one JSON document (`aws logs get-log-events`,
//! `filter-log-events`, a subscription's `logEvents`): the messages as the server wrote them, and
//! where they stand.

use serde::de::IgnoredAny;

use crate::source::unframed::{Framed, Unframed};

/// What such a document holds beside its messages.
const MARKS: [&[u8]; 4] =
    [b"\"ingestionTime\"", b"\"logEvents\"", b"\"nextForwardToken\"", b"\"searchedLogStreams\""];

/// Whether what begins so may be one.
pub(super) fn may_be(head: &[u8]) -> bool {
    let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    head.trim_ascii_start().starts_with(b"{") && has(b"\"message\"") && MARKS.into_iter().any(has)
}

/// The lines of all its messages.
pub(super) fn messages(document: &[u8]) -> Option<Unframed> {
    serde_json::from_slice::<IgnoredAny>(document).ok()?;
    let mut out = Unframed::default();
    let (mut at, mut number, mut counted) = (0usize, 1u64, 0usize);
    let mut is_message = false;
    while let Some(open) = memchr::memchr(b'"', document.get(at..)?).map(|place| at + place) {
        let inner = open + 1;
        let end = close(document, inner)?;
        let text = document.get(inner..end)?;
        at = end + 1;
        let next = document.get(at..)?.trim_ascii_start().first();
        if next == Some(&b':') {
            is_message = text == b"message";
            continue;
        }
        if std::mem::take(&mut is_message) {
            let before = document.get(counted..inner)?;
            number = number.saturating_add(memchr::memchr_iter(b'\n', before).count() as u64);
            counted = inner;
            lines(document, inner..end, number, &mut out)?;
        }
    }
    Some(out)
}

/// Where the string ends whose inside begins at `at`.
fn close(document: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let place = at + memchr::memchr2(b'"', b'\\', document.get(at..)?)?;
        if document.get(place) == Some(&b'"') {
            return Some(place);
        }
        at = place + 2;
    }
}

/// Adds the lines of a string.
fn lines(
    document: &[u8],
    string: std::ops::Range<usize>,
    number: u64,
    out: &mut Unframed,
) -> Option<()> {
    let mut start = string.start;
    while start < string.end {
        let mut end = start;
        while end < string.end && document.get(end..)?.get(..2) != Some(b"\\n") {
            end += 1 + usize::from(document.get(end) == Some(&b'\\'));
        }
        let end = end.min(string.end);
        let raw = document.get(start..end)?;
        let quoted = [b"\"", raw, b"\""].concat();
        let mut line: String = serde_json::from_slice(&quoted).ok()?;
        line.push('\n');
        out.push(&Framed { at: start as u64, raw, number, line: line.as_bytes(), stamp: "" });
        start = end + 2;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_the_server_wrote_them() {
        let document = r##"{"events": [
            {"timestamp": 1, "message": "# Time: a\nselect \"\\n\" \u0041;", "ingestionTime": 2},
            {"timestamp": 1, "message": "message", "ingestionTime": 2}
        ]}"##;
        assert!(may_be(document.as_bytes()));
        let out = messages(document.as_bytes()).unwrap();
        assert_eq!(out.text(), b"# Time: a\nselect \"\\n\" A;\nmessage\n");
        assert!(!may_be(br#"{"message":"x","level":"info"}"#));
        assert!(messages(b"{\"events\": [{\"message\": \"a").is_none());
    }
}
