//! Lines of a text, those joined that hold one secret together: what is redacted as one.

use std::{
    io::{BufRead, Read},
    path::Path,
};

use crate::{
    error::{Error, Result},
    format::contract::RecordReader,
    redact::{
        self,
        named::{Below, below},
    },
    sql::lexer::ends_open,
};

/// The most of one line that is held; a longer one is redacted in parts.
const LINE_BYTES: u64 = 8 << 20;
/// Lines that one statement or key may span.
const JOINED_LINES: usize = 200;
/// Bytes that one statement or key may span.
const JOINED_BYTES: usize = 64 << 10;

/// Lines, those joined that one statement or key spans.
pub(crate) struct Lines<'a, R> {
    input: R,
    path: &'a Path,
    number: u64,
    ahead: Vec<Vec<u8>>,
    /// Says where a record of the log begins, where its format is known.
    reader: Option<Box<dyn RecordReader>>,
}

impl<'a, R: BufRead> Lines<'a, R> {
    /// Those of `input`, which errors call `path`.
    pub(crate) fn new(
        input: R,
        path: &'a Path,
        reader: Option<Box<dyn RecordReader>>,
    ) -> Lines<'a, R> {
        Lines { input, path, number: 0, ahead: Vec::new(), reader }
    }

    fn line(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(line) = self.ahead.pop() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let read = (&mut self.input).take(LINE_BYTES).read_until(b'\n', &mut line);
        match read {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(line)),
            Err(source) => Err(Error::Io { doing: "read", path: self.path.to_owned(), source }),
        }
    }

    /// The next record with the number of its first line.
    pub(crate) fn record(&mut self, sql: bool) -> Result<Option<(u64, Vec<u8>)>> {
        let Some(mut record) = self.line()? else { return Ok(None) };
        let first = self.number.saturating_add(1);
        let text = String::from_utf8_lossy(&record);
        let key = is_key(&text);
        let below = if key { None } else { below(&text) };
        let mut joined = Vec::new();
        if below.is_some() {
            let indent = record.iter().take_while(|b| **b == b' ').count();
            for _ in 0..JOINED_LINES {
                let Some(line) = self.line()? else { break };
                let deeper = line.iter().take_while(|b| **b == b' ').count() > indent;
                if below == Some(Below::Block) && !deeper && !line.trim_ascii().is_empty() {
                    self.ahead.push(line);
                    break;
                }
                let last = record.len();
                record.extend_from_slice(&line);
                let more =
                    record.get(last..).is_some_and(|line| line.trim_ascii_end().ends_with(b"\\"));
                if record.len() > JOINED_BYTES || below == Some(Below::Next) && !more {
                    break;
                }
            }
        } else if key || sql || redact::find::begins_sql(&text) {
            let closed = |record: &[u8]| {
                if key {
                    memchr::memmem::find(record, b"-----END").is_some()
                } else {
                    !ends_open(record)
                }
            };
            let mut whole = record.clone();
            let mut done = closed(&whole);
            while !done && joined.len() < JOINED_LINES && whole.len() < JOINED_BYTES {
                let Some(line) = self.line()? else { break };
                // a quote that is open at the end of a record is none of the next one's
                if !key
                    && self
                        .reader
                        .as_ref()
                        .is_some_and(|reader| reader.starts_record(without_end(&line)))
                {
                    self.ahead.push(line);
                    done = true;
                    break;
                }
                whole.extend_from_slice(&line);
                joined.push(line);
                done = closed(&whole);
            }
            if done || key || sql {
                record = whole;
                joined.clear();
            }
        }
        // an apostrophe in prose closes nowhere: then each line is on its own
        joined.reverse();
        self.ahead.append(&mut joined);
        let lines = memchr::memchr_iter(b'\n', &record).count().max(1);
        self.number = self.number.saturating_add(lines as u64);
        Ok(Some((first, record)))
    }
}

/// A line without its line feed.
pub(crate) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Whether a private key begins in the line and does not end in it.
pub(crate) fn is_key(line: &str) -> bool {
    line.contains("-----BEGIN") && line.contains("PRIVATE KEY") && !line.contains("-----END")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(u64, String)> {
        let mut lines = Lines::new(text.as_bytes(), Path::new("x"), None);
        let mut out = Vec::new();
        while let Some((number, record)) = lines.record(false).unwrap() {
            out.push((number, String::from_utf8(record).unwrap()));
        }
        out
    }

    #[test]
    fn a_statement_over_several_lines_is_one_record() {
        let found = records(
            "one\nINSERT INTO a VALUES ('x\ny');\ntwo\n-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nthree",
        );
        let expected = [
            (1, "one\n"),
            (2, "INSERT INTO a VALUES ('x\ny');\n"),
            (4, "two\n"),
            (5, "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n"),
            (8, "three"),
        ];
        assert_eq!(found, expected.map(|(n, t)| (n, t.to_owned())));
    }

    #[test]
    fn a_secret_below_its_name_is_of_its_record() {
        let found =
            records("password: |\n  a\n  b\nuser: x\n- name: DB_PASSWORD\n  value: y\nlast\n");
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(records("mysql \\\n  -px\nnext\n").len(), 2);
        assert_eq!(records("name: shop\nvalue: 1\nlevel: 5\n").len(), 3);
    }

    #[test]
    fn an_apostrophe_in_prose_joins_nothing() {
        assert_eq!(records("Update bob's password\nnext\nlast\n").len(), 3);
    }
}
