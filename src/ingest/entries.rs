//! What a reader of a log calls an entry: a record with the lines that stand before it, an error
//! with its stack trace. Found in raw bytes without taking anything apart.

use aho_corasick::packed;
use memchr::{memchr, memrchr};

use crate::{
    format::contract::{Format, Head, Reader, RecordReader},
    source::stream::chunk::line_at,
};

/// Where entries of one source begin.
pub(crate) struct Entries {
    /// `None` where every line is an entry.
    reader: Option<Box<dyn RecordReader>>,
    /// Whether lines stand before records, such as the stamps of a slow log.
    led: bool,
    /// The first bytes of lines that may begin an entry; `None` for any.
    opening: Option<&'static [u8]>,
    /// A line feed with each of them behind it: lines that begin with anything else are passed over
    /// without being looked at.
    openings: Option<packed::Searcher>,
}

impl Entries {
    /// Those of a source of this format. In documents, and where the format is not known, every
    /// line is an entry.
    pub(crate) fn of(format: Option<&Format>, head: &Head<'_>) -> Entries {
        let reader = format.and_then(|format| match (format.reader)(head) {
            Reader::Records(reader) => Some(reader),
            Reader::Document(_) => None,
        });
        let led = reader.as_ref().is_some_and(|reader| head.lines().any(|line| reader.leads(line)));
        let opening = reader.as_ref().and_then(|reader| reader.opening()).filter(|_| !led);
        let openings = opening
            .and_then(|opening| packed::Searcher::new(opening.iter().map(|first| [b'\n', *first])));
        Entries { reader, led, opening, openings }
    }

    /// What reads one entry; `None` where entries are bare lines.
    pub(crate) fn reader(&self) -> Option<&dyn RecordReader> {
        self.reader.as_deref()
    }

    /// Whether a line (without its end) begins an entry whatever stands before it.
    pub(crate) fn cuts(&self, line: &[u8]) -> bool {
        match &self.reader {
            Some(reader) if self.led => reader.leads(line),
            Some(reader) => reader.starts_record(line),
            None => true,
        }
    }

    /// Whether an entry begins with the line at `at`.
    pub(crate) fn begins(&self, bytes: &[u8], at: usize) -> bool {
        if let Some(opening) = self.opening
            && !bytes.get(at).is_some_and(|first| opening.contains(first))
        {
            return false;
        }
        let line = line_at(bytes, at);
        let Some(reader) = &self.reader else { return true };
        if !self.led {
            return reader.starts_record(line);
        }
        reader.leads(line) || (reader.starts_record(line) && !reader.leads(line_before(bytes, at)))
    }

    /// Where the entry begins that `hit` lies in. An entry is known to begin at `floor`.
    pub(crate) fn start_of(&self, bytes: &[u8], hit: usize, floor: usize) -> usize {
        let mut end = hit;
        loop {
            let Some(found) = bytes.get(floor..end).and_then(|before| memrchr(b'\n', before))
            else {
                return floor;
            };
            let at = floor + found + 1;
            if self.begins(bytes, at) {
                return at;
            }
            end = floor + found;
        }
    }

    /// Where the first entry behind `at` begins, or the end of the bytes.
    pub(crate) fn next(&self, bytes: &[u8], at: usize) -> usize {
        let mut line = at;
        if let Some(openings) = &self.openings {
            while let Some(found) =
                openings.find_in(bytes, aho_corasick::Span { start: line, end: bytes.len() })
            {
                line = found.start() + 1;
                if self.begins(bytes, line) {
                    return line;
                }
            }
            return bytes.len();
        }
        while let Some(found) = bytes.get(line..).and_then(|rest| memchr(b'\n', rest)) {
            line += found + 1;
            if line >= bytes.len() || self.begins(bytes, line) {
                return line;
            }
        }
        bytes.len()
    }
}

/// The line in front of the one that begins at `at`.
fn line_before(bytes: &[u8], at: usize) -> &[u8] {
    let before = bytes.get(..at.saturating_sub(1)).unwrap_or_default();
    let from = memrchr(b'\n', before).map_or(0, |found| found + 1);
    let line = before.get(from..).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn split(name: &str, text: &str) -> Vec<String> {
        let head = Head { name, bytes: text.as_bytes(), whole: true };
        let entries = Entries::of(format::recognise(&head), &head);
        let bytes = text.as_bytes();
        let mut out = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let end = entries.next(bytes, at);
            for hit in at..end {
                assert_eq!(entries.start_of(bytes, hit, 0), at, "{hit}");
            }
            out.push(String::from_utf8(bytes[at..end].to_vec()).unwrap());
            at = end;
        }
        out
    }

    #[test]
    fn an_error_is_an_entry_with_its_trace() {
        let first = "[2026-01-02 03:04:05] local.ERROR: x {\"exception\":\"[object] (E(code: 0): x at /a:1)\n[stacktrace]\n#0 {main}\n\"} \n";
        let second = "[2026-01-02 03:04:06] local.INFO: y  \n";
        assert_eq!(split("laravel.log", &format!("{first}{second}")), [first, second]);
    }

    #[test]
    fn a_slow_entry_keeps_the_stamp_before_it() {
        let body = "# User@Host: app[app] @ web1 [10.0.0.5]\n# Query_time: 2.5  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 9\nSET timestamp=1772788230;\nDELETE FROM carts;\n";
        let first = format!("# Time: 260306  9:10:30\n{body}");
        let second = body.to_owned();
        let third = format!("# Time: 260306  9:10:31\n{body}");
        assert_eq!(split("slow.log", &format!("{first}{second}{third}")), [first, second, third]);
    }

    #[test]
    fn lines_of_what_no_format_knows_are_entries() {
        assert_eq!(split("x", "one two\nthree\n"), ["one two\n", "three\n"]);
    }
}
