//! The log of MariaDB's sql_error_log plugin: each statement that the server refused, with error
//! number and message (grammar from plugin/sql_errlog/sql_errlog.c).

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Outcome, Query, Witness},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::text,
            mysql::{account, begins_statement, cut, find, iso_stamp, number, unquote},
        },
    },
    sql::{
        dialect::{Dialect, Flavour},
        open::ends_open,
    },
    time::Written,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "sql_errlog",
    about: "statements refused, of MariaDB's sql_error_log plugin",
    example: "2026-03-06 09:10:30 app[app] @  [10.0.0.5] ERROR 1142: DROP command denied to user 'app'@'10.0.0.5' : DROP TABLE carts",
    sniff,
    reader: |_| Reader::Records(Box::new(ErrlogReader)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().filter(|line| !line.trim_ascii().is_empty());
    match (lines.next().and_then(entry), lines.next().and_then(entry)) {
        (Some(_), _) => Likeness(96),
        (None, Some(_)) => Likeness(80),
        (None, None) => {
            if lines.take(200).filter_map(entry).count() > 1 {
                Likeness(60)
            } else {
                Likeness::NONE
            }
        }
    }
}

struct Entry<'a> {
    written: Written,
    thread: Option<u64>,
    database: Option<String>,
    account: &'a [u8],
    level: &'a [u8],
    code: u64,
    /// Message and statement.
    rest: &'a [u8],
}

/// `stamp [thread `db`] user[user] @ host [ip] ERROR 1142: message : statement`.
fn entry(line: &[u8]) -> Option<Entry<'_>> {
    let (written, rest) = iso_stamp(line)?;
    let rest = rest.strip_prefix(b" ")?.trim_ascii_start();
    let front = rest.get(..rest.len().min(800))?;
    let (level, at) = [&b"ERROR"[..], b"WARNING", b"NOTE"].iter().find_map(|level| {
        let needle = [b"] ", *level, b" "].concat();
        find(front, &needle).map(|at| (*level, at.saturating_add(1)))
    })?;
    let (mut who, rest) = (rest.get(..at)?, rest.get(at.checked_add(1)?..)?);
    let (code, rest) = cut(rest.strip_prefix(level)?.trim_ascii_start(), b": ")?;
    let code = number(code.trim_ascii())?;
    let mut thread = None;
    let mut database = None;
    if let Some((word, after)) = cut(who, b" ")
        && number(word).is_some()
    {
        thread = number(word);
        who = after.trim_ascii_start();
        if let Some((name, after)) = who.strip_prefix(b"`").and_then(|rest| cut(rest, b"` ")) {
            database = Some(unquote(name));
            who = after;
        } else if let Some(after) = who.strip_prefix(b"NULL ") {
            who = after;
        }
    }
    Some(Entry { written, thread, database, account: who.trim_ascii(), level, code, rest })
}

struct ErrlogReader;

impl RecordReader for ErrlogReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.first().is_some_and(u8::is_ascii_digit) && entry(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let Some(entry) = entry(record) else {
            let reason =
                if record.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Torn };
            return out.gap(0..record.len(), reason);
        };
        let (message, sql) = split(entry.rest);
        let who = account(entry.account);
        let refused = Outcome::Refused {
            code: u32::try_from(entry.code).ok(),
            message: Some(text(message.trim_ascii())),
        };
        let query = Query {
            sql: text(sql.trim_ascii()),
            user: who.user,
            host: who.host,
            database: entry.database,
            connection_id: entry.thread,
            outcome: if entry.level == b"ERROR" { refused } else { Outcome::Unsaid },
            witness: Witness::InError,
            dialect: Dialect { flavour: Flavour::MariaDb, version: None },
            ..Query::default()
        };
        out.draft(
            Draft::new(record.len(), EventKind::Query(Box::new(query)))
                .stamped(Some(entry.written)),
        );
    }

    fn is_open(&self, record: &[u8]) -> bool {
        // a statement refused for its syntax may be open for good: ingest gives up by itself
        entry(record).is_some_and(|entry| entry.code != 1064 && ends_open(split(entry.rest).1))
    }
}

/// Message and statement stand with ` : ` between, which either may hold as well.
fn split(rest: &[u8]) -> (&[u8], &[u8]) {
    let mut from = 0usize;
    let mut tries = 0;
    while let Some((before, sql)) =
        rest.get(from..).and_then(|tail| cut(tail, b" : ")).filter(|_| tries < 20)
    {
        let at = from.saturating_add(before.len());
        if begins_statement(sql) {
            return (rest.get(..at).unwrap_or_default(), sql);
        }
        from = at.saturating_add(3);
        tries += 1;
    }
    cut(rest, b" : ").unwrap_or((rest, b""))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries};

    #[test]
    fn a_refused_statement_bears_its_error_and_account() {
        let text = "2026-03-06  9:10:30 ro[ro] @  [10.0.0.5] ERROR 1142: DROP command denied to user 'ro'@'10.0.0.5' for table `shop`.`a : b` : DROP TABLE `a : b`\n2026-03-06  9:10:31 7 `shop` root[root] @ localhost [] ERROR 1064: You have an error near 'TBALE x' at line 1 : DROP TBALE x\n";
        let all = queries(&FORMAT, text);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].sql, "DROP TABLE `a : b`");
        assert_eq!(
            (all[0].user.as_deref(), all[0].host.as_deref()),
            (Some("ro"), Some("10.0.0.5"))
        );
        assert!(matches!(all[0].outcome, Outcome::Refused { code: Some(1142), .. }));
        assert_eq!(
            (all[1].connection_id, all[1].database.as_deref(), all[1].sql.as_str()),
            (Some(7), Some("shop"), "DROP TBALE x")
        );
        assert!(likeness(&FORMAT, text) >= 90);
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        crate::format::testing::torment(
            &FORMAT,
            include_str!("../../samples/formats/sql_errlog/sample.log"),
        );
    }
}
