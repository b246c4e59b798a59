//! Looking over large slow logs: entries by their `# User@Host:` lines, times by `SET timestamp`.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::SlowReader;
use crate::{
    format::RecordReader as _,
    parse::{
        mysql,
        screen::{self, Mark, Scale, Screen, Weight},
        telling::weigh_statement,
    },
    time::SECOND,
};

static CONTEXT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?-u)\nuse |, Version: ").ok());
static USER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"# User"));
static ROWS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"Rows_affected: "));
static EPOCH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"timestamp="));

/// How far into an entry its time is looked for.
const HEAD_BYTES: usize = 2048;

impl Screen for SlowReader {
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)> {
        let mut at = from;
        loop {
            let found = at + USER.find(bytes.get(at..)?)?;
            let line = memchr::memrchr(b'\n', bytes.get(from..found)?).map_or(from, |feed| from + feed + 1);
            let end = memchr::memchr(b'\n', bytes.get(found..)?).map_or(bytes.len(), |feed| found + feed);
            let text = bytes.get(line..end)?;
            if (line == found && text.starts_with(b"# User@Host: ")) || self.starts_record(text.strip_suffix(b"\r").unwrap_or(text)) {
                return Some((line, mark(bytes.get(end..).unwrap_or_default())));
            }
            at = end;
        }
    }

    fn weigh(&self, record: &[u8], _hit: usize) -> Weight {
        let epoch = EPOCH.find(record.get(..HEAD_BYTES).unwrap_or(record));
        let body = body(record, epoch);
        // an entry of another form, or one that other text follows, is read in full
        let Some(body) = body else { return Weight::Telling };
        let weight = weigh_statement(body);
        let many = || {
            let head = record.get(..epoch.unwrap_or(0)).unwrap_or_default();
            ROWS.find(head).and_then(|found| head.get(found + 15..)).is_some_and(|rows| rows.iter().take_while(|b| b.is_ascii_digit()).count() > 4)
        };
        if weight == Weight::Telling && many() { Weight::Grave } else { weight }
    }

    fn likeness(&self, record: &[u8]) -> u64 {
        let epoch = EPOCH.find(record.get(..HEAD_BYTES).unwrap_or(record));
        screen::likeness(body(record, epoch).unwrap_or(record))
    }

    fn context(&self) -> Option<&'static Regex> {
        CONTEXT.as_ref()
    }

    fn leads(&self) -> bool {
        true
    }
}

/// The statement of an entry whose `SET timestamp` stands at `epoch`.
fn body(record: &[u8], epoch: Option<usize>) -> Option<&[u8]> {
    let rest = record.get(epoch?..)?;
    rest.get(memchr::memchr(b'\n', rest)? + 1..)
}

/// The time in what follows the entry's first line.
fn mark(rest: &[u8]) -> Mark {
    let head = rest.get(..HEAD_BYTES).unwrap_or(rest);
    let head = head.get(..USER.find(head).unwrap_or(head.len())).unwrap_or(head);
    let at = EPOCH.find(head).and_then(|found| {
        let digits = head.get(found + 10..)?;
        let count = digits.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
        let seconds = i64::try_from(mysql::number(digits.get(..count)?)?).ok()?;
        (800_000_000..4_100_000_000).contains(&seconds).then_some((Scale::Instant, seconds.saturating_mul(SECOND)))
    });
    Mark { at, error: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::Dialect;

    #[test]
    fn entries_are_found_with_their_times() {
        let log = b"# Time: 2025-01-01T00:00:00Z\n# User@Host: a[a] @ h []\n# Query_time: 1\nSET timestamp=1759244400;\nselect '# User@Host: x';\n# User@Host: b[b] @ h []\nSET timestamp=1759244401;\ndrop table t;\n";
        let reader = SlowReader { dialect: Dialect::default() };
        let (first, mark) = reader.next(log, 0).unwrap();
        assert_eq!((first, mark.at), (29, Some((Scale::Instant, 1_759_244_400 * SECOND))));
        let (second, mark) = reader.next(log, first + 1).unwrap();
        assert!(log[second..].starts_with(b"# User@Host: b"));
        assert_eq!(mark.at, Some((Scale::Instant, 1_759_244_401 * SECOND)));
        assert!(reader.next(log, second + 1).is_none());
    }
}
