//! Events of a log as a platform exports them: as one JSON document (`aws logs get-log-events`,
//! `filter-log-events`, a subscription's `logEvents`) or as a table (CSV of CloudWatch Logs
//! Insights, Datadog, Get-WinEvent): the messages as the server wrote them, and where they stand.

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

/// Where a table has its messages and their stamps.
#[derive(Clone, Copy)]
pub(super) struct Table {
    message: usize,
    stamp: usize,
    /// Of PostgreSQL's entries, where their severity is not in the message.
    severity: Option<usize>,
}

impl Table {
    /// By the head of its columns.
    pub(super) fn of(head: &[u8]) -> Option<Table> {
        let (fields, _) = row(head, 0)?;
        let named = |names: &[&str]| {
            fields.iter().position(|range| {
                let name = head.get(range.clone()).unwrap_or_default();
                names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
            })
        };
        Some(Table {
            message: named(&["@message", "message", "event_message"])?,
            stamp: named(&["@timestamp", "timestamp", "date", "time", "timecreated"])?,
            severity: named(&["error_severity"]),
        })
    }

    /// The lines of all its messages, with the stamp before the first of each where they have none.
    pub(super) fn messages(self, document: &[u8], stamped: bool) -> Option<Unframed> {
        let mut out = Unframed::default();
        let (_, mut at) = row(document, 0)?;
        let (mut number, mut counted) = (1u64, 0usize);
        while at < document.len() {
            let (fields, next) = row(document, at)?;
            at = next;
            let Some(message) = fields.get(self.message) else { continue };
            let stamp = fields.get(self.stamp).and_then(|range| document.get(range.clone()));
            let stamp = dated(&String::from_utf8_lossy(stamp.unwrap_or_default()));
            let severity = self.severity.and_then(|index| document.get(fields.get(index)?.clone()));
            let severity = severity.map(String::from_utf8_lossy);
            let mut start = message.start;
            for raw in document.get(message.clone())?.split_inclusive(|b| *b == b'\n') {
                let before = document.get(counted..start)?;
                number = number.saturating_add(memchr::memchr_iter(b'\n', before).count() as u64);
                counted = start;
                let said = String::from_utf8_lossy(raw).trim_end().replace("\"\"", "\"");
                let first = start == message.start;
                let line = match severity.as_deref().filter(|_| first) {
                    Some(severity) => format!("{stamp} {severity}:  {said}\n"),
                    None if stamped && first => format!("{stamp} {said}\n"),
                    None => format!("{said}\n"),
                };
                out.push(&Framed {
                    at: start as u64,
                    raw,
                    number,
                    line: line.as_bytes(),
                    stamp: &stamp,
                });
                start += raw.len();
            }
        }
        Some(out)
    }
}

/// A stamp, one in microseconds since 1970 as a date in UTC.
fn dated(stamp: &str) -> String {
    let micros = Some(stamp).filter(|stamp| stamp.len() == 16).and_then(|stamp| stamp.parse().ok());
    micros.map_or_else(
        || stamp.to_owned(),
        |us: i64| crate::time::utc(us).format("%F %T%.6f UTC").to_string(),
    )
}

/// Where the fields of the row at `at` stand, without their quotes, and where the next row begins.
fn row(document: &[u8], mut at: usize) -> Option<(Vec<std::ops::Range<usize>>, usize)> {
    let mut fields = Vec::new();
    loop {
        let rest = document.get(at..)?;
        let (field, mut end) = if rest.first() == Some(&b'"') {
            let mut end = at + 1;
            loop {
                end += memchr::memchr(b'"', document.get(end..)?)?;
                if document.get(end + 1) != Some(&b'"') {
                    break;
                }
                end += 2;
            }
            (at + 1..end, end + 1)
        } else {
            let len = memchr::memchr2(b',', b'\n', rest).unwrap_or(rest.len());
            let field = rest.get(..len)?;
            (at..at + field.trim_ascii_end().len(), at + len)
        };
        fields.push(field);
        if document.get(end) == Some(&b'\r') {
            end += 1;
        }
        match document.get(end) {
            Some(b',') => at = end + 1,
            Some(b'\n') => return Some((fields, end + 1)),
            None => return Some((fields, end)),
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_each_message_with_its_lines() {
        let table = "@timestamp,@message,@log\n2026-03-06 09:10:31.000,\"# Time: a\nselect \"\"b\"\";\",x\n2026-03-06 09:10:32.000,plain,x\n";
        let found = Table::of(table.as_bytes()).unwrap();
        let plain = found.messages(table.as_bytes(), false).unwrap();
        assert_eq!(plain.text(), b"# Time: a\nselect \"b\";\nplain\n");
        let dated = found.messages(table.as_bytes(), true).unwrap();
        assert!(dated.text().ends_with(b"\n2026-03-06 09:10:32.000 plain\n"));
        assert!(Table::of(b"id,message\n1,a\n").is_none());
        let entries = b"error_severity,event_message,timestamp\nLOG,statement: drop table a,1772788230344000\n";
        let own = Table::of(entries).unwrap().messages(entries, false).unwrap();
        assert_eq!(own.text(), b"2026-03-06 09:10:30.344000 UTC LOG:  statement: drop table a\n");
        for cut in 0..table.len() {
            found.messages(table.get(..cut).unwrap().as_bytes(), true);
        }
    }

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
