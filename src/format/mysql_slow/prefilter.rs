//! Surveying large slow logs: entries by their `# User@Host:` lines, times by `SET timestamp`.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::SlowReader;
use crate::{
    format::{
        contract::RecordReader as _,
        grammar::{
            mysql,
            prefilter::{Mark, Prefilter, Scale},
            relevance::Relevance,
            relevance::statement_relevance,
        },
    },
    time::SECOND,
};

static CONTEXT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u)\nuse |, Version: ").ok());
static USER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"# User"));
static ROWS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"Rows_affected: "));
static EPOCH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"timestamp="));

/// How far into an entry its time is looked for.
const HEAD_BYTES: usize = 2048;

impl Prefilter for SlowReader {
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)> {
        let mut at = from;
        loop {
            let found = at + USER.find(bytes.get(at..)?)?;
            let line = memchr::memrchr(b'\n', bytes.get(from..found)?)
                .map_or(from, |feed| from + feed + 1);
            let end =
                memchr::memchr(b'\n', bytes.get(found..)?).map_or(bytes.len(), |feed| found + feed);
            let text = bytes.get(line..end)?;
            if (line == found && text.starts_with(b"# User@Host: "))
                || self.starts_record(text.strip_suffix(b"\r").unwrap_or(text))
            {
                let mut mark = mark(bytes.get(end + 1..).unwrap_or_default());
                if mark.body > 0 {
                    mark.body = mark.body.saturating_add(u32::try_from(end + 1 - line).ok()?);
                }
                return Some((line, mark));
            }
            at = end;
        }
    }

    fn relevance(&self, record: &[u8], mark: &Mark, _hit: usize) -> Relevance {
        // an entry of another form, or one that other text follows, is read in full
        if mark.body == 0 {
            return Relevance::Telling;
        }
        let Some((head, body)) = record.split_at_checked(mark.body as usize) else {
            return Relevance::Telling;
        };
        let weight = statement_relevance(body);
        let many = || {
            ROWS.find(head)
                .and_then(|found| head.get(found + 15..))
                .is_some_and(|rows| rows.iter().take_while(|b| b.is_ascii_digit()).count() > 4)
        };
        if weight == Relevance::Telling && many() { Relevance::Grave } else { weight }
    }

    fn context(&self) -> Option<&'static Regex> {
        CONTEXT.as_ref()
    }

    fn leads(&self) -> bool {
        true
    }
}

/// The time in what follows the entry's first line, and where its statement begins there.
fn mark(rest: &[u8]) -> Mark {
    let mut at = 0;
    // header lines as servers write them one after the other; whatever else stands there is
    // searched
    loop {
        let line = rest.get(at..).unwrap_or_default();
        let header =
            line.starts_with(b"# ") && !line.starts_with(b"# User") || line.starts_with(b"use ");
        if let Some(time) = line.strip_prefix(b"SET timestamp=") {
            return time_of(time).map_or(Mark::default(), |us| Mark {
                at: Some((Scale::Instant, us)),
                error: false,
                body: after_line(rest, at),
            });
        }
        match memchr::memchr(b'\n', line).filter(|_| header && at < HEAD_BYTES) {
            Some(feed) => at += feed + 1,
            None => break,
        }
    }
    let head = rest.get(..HEAD_BYTES).unwrap_or(rest);
    let head = head.get(..USER.find(head).unwrap_or(head.len())).unwrap_or(head);
    let Some(epoch) = EPOCH.find(head) else { return Mark::default() };
    let at = head.get(epoch + 10..).and_then(time_of).map(|us| (Scale::Instant, us));
    Mark { at, error: false, body: after_line(rest, epoch) }
}

/// One past the end of the line in which `at` lies; 0 where it has none.
fn after_line(bytes: &[u8], at: usize) -> u32 {
    let feed = bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest));
    feed.and_then(|feed| u32::try_from(at + feed + 1).ok()).unwrap_or(0)
}

/// The time in the seconds that `digits` begins with, in microseconds since 1970.
fn time_of(digits: &[u8]) -> Option<i64> {
    let count = digits.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
    let seconds = i64::try_from(mysql::number(digits.get(..count)?)?).ok()?;
    (800_000_000..4_100_000_000).contains(&seconds).then_some(seconds.saturating_mul(SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::dialect::Dialect;

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
