//! What the logs of MySQL and MariaDB servers have in common: lines, stamps, accounts, banners.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        log::{Level, Server},
    },
    format::grammar::{lines::text, prefilter::Scale},
    sql::dialect::{Dialect, Flavour},
    time::{SECOND, Stamp, Written, micros, plausible, quick},
};

/// One line of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset after its line end.
    pub end: usize,
    /// Its bytes without the line end.
    pub text: &'a [u8],
    /// Its bytes with the line end.
    pub raw: &'a [u8],
}

/// The lines of `text`.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0usize;
    text.split_inclusive(|b| *b == b'\n').map(move |raw| {
        let start = at;
        at = at.saturating_add(raw.len());
        Line { start, end: at, text: chomp(raw), raw }
    })
}

/// A line without its end.
pub(crate) fn chomp(raw: &[u8]) -> &[u8] {
    let line = raw.strip_suffix(b"\n").unwrap_or(raw);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Where `needle` first is in `haystack`.
pub(crate) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

/// What stands before and after the first `needle`.
pub(crate) fn cut<'a>(haystack: &'a [u8], needle: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = match needle {
        [byte] => memchr::memchr(*byte, haystack),
        _ => find(haystack, needle),
    }?;
    Some((haystack.get(..at)?, haystack.get(at.checked_add(needle.len())?..)?))
}

/// What stands before and after the last `needle`.
pub(crate) fn rcut<'a>(haystack: &'a [u8], needle: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = memchr::memmem::rfind(haystack, needle)?;
    Some((haystack.get(..at)?, haystack.get(at.checked_add(needle.len())?..)?))
}

/// A whole number, and nothing else.
pub(crate) fn number(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() || bytes.len() > 20 {
        return None;
    }
    bytes.iter().try_fold(0u64, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum.checked_mul(10)?.checked_add(u64::from(byte.wrapping_sub(b'0'))))?
    })
}

/// Seconds with a fraction (`0.000102`) in microseconds.
pub(crate) fn decimal_us(bytes: &[u8]) -> Option<u64> {
    let (whole, fraction) =
        match bytes.iter().position(|b| *b == b'.').and_then(|at| bytes.split_at_checked(at)) {
            Some((whole, fraction)) => (whole, fraction.get(1..).unwrap_or_default()),
            None => (bytes, &b""[..]),
        };
    if !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    number(whole)?.checked_mul(SECOND as u64)?.checked_add(fraction_us(fraction))
}

/// The digits after a decimal point, in microseconds.
fn fraction_us(digits: &[u8]) -> u64 {
    digits.iter().chain(std::iter::repeat(&b'0')).take(6).fold(0u64, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u64::from(digit.saturating_sub(b'0').min(9)))
    })
}

/// The step that so many digits of fraction can express.
fn unit_of(digits: usize) -> i64 {
    10i64.pow(6u32.saturating_sub(u32::try_from(digits).unwrap_or(6)))
}

/// Reads from the front of bytes.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let found = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        if found < least {
            return None;
        }
        let (digits, rest) = self.0.split_at_checked(found)?;
        self.0 = rest;
        u32::try_from(number(digits)?).ok()
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    fn blanks(&mut self) -> usize {
        let found = self.0.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        self.0 = self.0.get(found..).unwrap_or_default();
        found
    }

    /// `H?H:MM:SS[.frac]`, and the unit.
    fn clock(&mut self) -> Option<(NaiveTime, i64)> {
        let hour = self.digits(1, 2)?;
        self.eat(b':')?;
        let minute = self.digits(2, 2)?;
        self.eat(b':')?;
        let second = self.digits(2, 2)?;
        let mut unit = SECOND;
        let mut micro = 0;
        if let Some(after) = self.0.strip_prefix(b".") {
            let found = after.iter().take_while(|b| b.is_ascii_digit()).count();
            let (digits, rest) = after.split_at_checked(found)?;
            if found > 0 {
                micro = u32::try_from(fraction_us(digits)).ok()?;
                unit = unit_of(found);
                self.0 = rest;
            }
        }
        Some((NaiveTime::from_hms_micro_opt(hour, minute, second, micro)?, unit))
    }

    /// `Z` or `±HH:MM`, in seconds.
    fn offset(&mut self) -> Option<i32> {
        if self.eat(b'Z').is_some() {
            return Some(0);
        }
        let sign = if self.eat(b'+').is_some() {
            1
        } else {
            self.eat(b'-')?;
            -1
        };
        let hours = self.digits(2, 2)?;
        let _ = self.eat(b':');
        let minutes = self.digits(2, 2)?;
        let seconds =
            i32::try_from(hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?).ok()?;
        (seconds <= 18 * 3600).then_some(sign * seconds)
    }
}

/// A stamp, borrowed from the text that it was read from; see [`Written`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment<'a> {
    /// What it says.
    pub stamp: Stamp,
    /// As it stands.
    pub text: &'a [u8],
    /// The step that it can express, in microseconds.
    pub unit_us: i64,
    /// The offset that it states, in seconds.
    pub offset_s: Option<i32>,
}

impl Moment<'_> {
    /// The same with a text of its own.
    pub(crate) fn written(&self) -> Written {
        Written {
            stamp: self.stamp,
            text: text(self.text).into(),
            unit_us: self.unit_us,
            offset_s: self.offset_s,
        }
    }
}

fn moment<'a>(
    whole: &'a [u8],
    rest: &[u8],
    at: NaiveDateTime,
    unit_us: i64,
    offset_s: Option<i32>,
) -> Option<Moment<'a>> {
    if !plausible(at.date()) {
        return None;
    }
    let used = whole.get(..whole.len().checked_sub(rest.len())?)?;
    let stamp = match offset_s {
        Some(offset) => {
            Stamp::Instant(micros(at).checked_sub(i64::from(offset).checked_mul(SECOND)?)?)
        }
        None => Stamp::Local(at),
    };
    Some(Moment { stamp, text: used, unit_us, offset_s })
}

/// `261123  6:15:41[.frac]` at the front, and what follows it.
pub(crate) fn old_stamp(bytes: &[u8]) -> Option<(Written, &[u8])> {
    old_moment(bytes).map(|(moment, rest)| (moment.written(), rest))
}

/// As [`old_stamp`], borrowed.
pub(crate) fn old_moment(bytes: &[u8]) -> Option<(Moment<'_>, &[u8])> {
    let mut cursor = Cursor(bytes);
    let date = {
        let digits = cursor.digits(6, 6)?;
        let year = i32::try_from(digits / 10_000).ok()?;
        let year = if year < 70 { year + 2000 } else { year + 1900 };
        NaiveDate::from_ymd_opt(year, digits / 100 % 100, digits % 100)?
    };
    (cursor.blanks() > 0).then_some(())?;
    let (time, unit) = cursor.clock()?;
    Some((moment(bytes, cursor.0, date.and_time(time), unit, None)?, cursor.0))
}

/// The number of `2026-11-23T06:15:41.123456Z`, as servers write it since 5.7, and what follows it.
pub(crate) fn quick_moment(bytes: &[u8]) -> Option<((Scale, i64), &[u8])> {
    let seconds = quick::local(bytes)?;
    let fraction = bytes.get(19..)?.strip_prefix(b".")?;
    let (digits, rest) = fraction.split_at_checked(6)?;
    let us = i64::try_from(number(digits)?).ok()?;
    Some(((Scale::Instant, seconds.saturating_add(us)), rest.strip_prefix(b"Z")?))
}

/// `2026-11-23T06:15:41[.frac][Z|±HH:MM]` or with blanks for the `T` at the front, and what
/// follows it.
pub(crate) fn iso_stamp(bytes: &[u8]) -> Option<(Written, &[u8])> {
    iso_moment(bytes).map(|(moment, rest)| (moment.written(), rest))
}

/// As [`iso_stamp`], borrowed.
pub(crate) fn iso_moment(bytes: &[u8]) -> Option<(Moment<'_>, &[u8])> {
    let mut cursor = Cursor(bytes);
    let year = i32::try_from(cursor.digits(4, 4)?).ok()?;
    cursor.eat(b'-')?;
    let month = cursor.digits(2, 2)?;
    cursor.eat(b'-')?;
    let day = cursor.digits(2, 2)?;
    if cursor.eat(b'T').is_none() {
        (cursor.blanks() > 0).then_some(())?;
    }
    let (time, unit) = cursor.clock()?;
    let before = cursor.0;
    let offset = cursor.offset();
    if offset.is_none() {
        cursor.0 = before;
    }
    let at = NaiveDate::from_ymd_opt(year, month, day)?.and_time(time);
    Some((moment(bytes, cursor.0, at, unit, offset)?, cursor.0))
}

/// `20261123 06:15:41` at the front, and what follows it.
pub(crate) fn compact_stamp(bytes: &[u8]) -> Option<(Written, &[u8])> {
    let mut cursor = Cursor(bytes);
    let year = i32::try_from(cursor.digits(4, 4)?).ok()?;
    let month = cursor.digits(2, 2)?;
    let day = cursor.digits(2, 2)?;
    (cursor.blanks() > 0).then_some(())?;
    let (time, unit) = cursor.clock()?;
    let at = NaiveDate::from_ymd_opt(year, month, day)?.and_time(time);
    Some((moment(bytes, cursor.0, at, unit, None)?.written(), cursor.0))
}

/// Seconds since 1970 with or without a fraction, as the servers write them into `SET timestamp`.
/// `None` for what cannot be a log's time (0, far past or future).
pub(crate) fn epoch(bytes: &[u8], shown: &[u8]) -> Option<Written> {
    epoch_moment(bytes, shown).map(|moment| moment.written())
}

/// As [`epoch`], borrowed.
pub(crate) fn epoch_moment<'a>(bytes: &[u8], shown: &'a [u8]) -> Option<Moment<'a>> {
    let us = i64::try_from(decimal_us(bytes)?).ok()?;
    let at = chrono::DateTime::from_timestamp_micros(us)?;
    if !plausible(at.date_naive()) {
        return None;
    }
    let digits = bytes
        .iter()
        .position(|b| *b == b'.')
        .map_or(0, |at| bytes.len().saturating_sub(at).saturating_sub(1));
    Some(Moment {
        stamp: Stamp::Instant(us),
        text: shown,
        unit_us: unit_of(digits),
        offset_s: None,
    })
}

/// Who sent a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// The account's name (before the bracket, or in it where nothing stands before).
    pub user: Option<String>,
    /// The client's host name, or its address where no name is known.
    pub host: Option<String>,
}

/// `priv[user] @ host [ip]`; names may hold brackets, blanks and `@`.
pub(crate) fn account(bytes: &[u8]) -> Account {
    let (user, host) = account_parts(bytes);
    Account { user: user.map(text), host: host.map(text) }
}

/// The user and the host of it, borrowed.
pub(crate) fn account_parts(bytes: &[u8]) -> (Option<&[u8]>, Option<&[u8]>) {
    fn filled(part: &[u8]) -> Option<&[u8]> {
        Some(part.trim_ascii()).filter(|part| !part.is_empty())
    }
    let Some((left, right)) = last_at(bytes) else {
        return (filled(before_bracket(bytes)), None);
    };
    let (name, address) =
        match memchr::memchr(b'[', right).and_then(|at| right.split_at_checked(at)) {
            Some((name, address)) => {
                let address = address.get(1..).unwrap_or_default();
                (name, address.strip_suffix(b"]").unwrap_or(address))
            }
            None => (right, &b""[..]),
        };
    (filled(before_bracket(left.trim_ascii())), filled(name).or_else(|| filled(address)))
}

/// What stands before and after the last `@ `, or else the last `@`.
fn last_at(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let around =
        |at: usize, length: usize| Some((bytes.get(..at)?, bytes.get(at.checked_add(length)?..)?));
    let blank =
        memchr::memrchr_iter(b'@', bytes).find(|at| bytes.get(at.saturating_add(1)) == Some(&b' '));
    blank.and_then(|at| around(at, 2)).or_else(|| around(memchr::memrchr(b'@', bytes)?, 1))
}

/// The name of `name[name]`, `[name]` or `name`.
fn before_bracket(bytes: &[u8]) -> &[u8] {
    let Some(inner) = bytes.strip_suffix(b"]") else {
        return bytes;
    };
    // both are the same as a rule; that finds the middle even where the name holds a bracket
    if let Some((first, second)) = inner.split_at_checked(inner.len() / 2)
        && second.strip_prefix(b"[") == Some(first)
        && !first.is_empty()
    {
        return first;
    }
    match cut(inner, b"[") {
        Some((name, second)) if name.trim_ascii().is_empty() => second,
        Some((name, _)) => name,
        None => inner,
    }
}

/// The text of what is not blank.
pub(crate) fn filled(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.trim_ascii();
    (!bytes.is_empty()).then(|| text(bytes))
}

/// A name without its quotes, as in `` `a``b` ``.
pub(crate) fn unquote(name: &[u8]) -> String {
    let name = name.trim_ascii();
    match name.strip_prefix(b"`").and_then(|name| name.strip_suffix(b"`")) {
        Some(inner) => text(inner).replace("``", "`"),
        None => text(name),
    }
}

/// The server and version that a version text such as `10.11.19-MariaDB-log` tells.
pub(crate) fn dialect(version: &[u8], program: &[u8]) -> Dialect {
    let maria = [version, program]
        .iter()
        .any(|part| find(&part.to_ascii_lowercase(), b"mariadb").is_some());
    let mut cursor = Cursor(version);
    let mut parts = [0u32; 3];
    let mut found = 0;
    for part in &mut parts {
        let Some(digits) = cursor.digits(1, 3) else { break };
        *part = digits;
        found += 1;
        if cursor.eat(b'.').is_none() {
            break;
        }
    }
    let [major, minor, patch] = parts;
    Dialect {
        flavour: if maria { Flavour::MariaDb } else { Flavour::MySql },
        version: (found >= 2).then(|| major * 10_000 + minor.min(99) * 100 + patch.min(99)),
    }
}

/// The first line of what a server writes at the head of a slow or general log:
/// `/usr/sbin/mysqld, Version: 8.0.36 (Ubuntu). started with:`.
pub(crate) fn banner(line: &[u8]) -> Option<Dialect> {
    if line.len() > 1000
        || !(line.trim_ascii_end().ends_with(b"started with:")
            || line.trim_ascii_end().ends_with(b"embedded library"))
    {
        return None;
    }
    let (program, rest) = cut(line, b", Version: ")?;
    let version = rest.split(|b| *b == b' ').next()?;
    Some(dialect(version, program))
}

/// The second and third line of it.
pub(crate) fn banner_tail(line: &[u8]) -> bool {
    let words = || line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    line.starts_with(b"Tcp port: ")
        || line.starts_with(b"TCP Port: ")
        || words().eq([&b"Time"[..], b"Id", b"Command", b"Argument"])
}

/// A draft that hands a banner on to the carry pass, which takes it out again.
pub(crate) fn banner_draft(line: Line<'_>) -> Draft {
    let server =
        Server { message: text(line.text), level: Some(Level::Banner), ..Server::default() };
    let mut draft = Draft::new(line.end, EventKind::Server(Box::new(server)));
    draft.at.start = line.start;
    draft
}

/// The dialect that a banner's draft bears, where `draft` is one.
pub(crate) fn banner_of(draft: &Draft) -> Option<Dialect> {
    match &draft.kind {
        EventKind::Server(server) if server.level == Some(Level::Banner) => {
            banner(server.message.as_bytes())
        }
        _ => None,
    }
}

/// The dialect of the first banner in a head.
pub(crate) fn banner_in(head: &crate::format::contract::Head<'_>) -> Dialect {
    head.lines().take(200).find_map(banner).unwrap_or_default()
}

/// Whether `sql` begins with a word that begins statements.
pub(crate) fn begins_statement(sql: &[u8]) -> bool {
    const WORDS: &[&str] = &[
        "alter",
        "analyze",
        "begin",
        "call",
        "check",
        "commit",
        "create",
        "deallocate",
        "delete",
        "do",
        "drop",
        "execute",
        "explain",
        "flush",
        "grant",
        "insert",
        "kill",
        "load",
        "lock",
        "optimize",
        "prepare",
        "purge",
        "rename",
        "repair",
        "replace",
        "reset",
        "revoke",
        "rollback",
        "savepoint",
        "select",
        "set",
        "show",
        "start",
        "truncate",
        "unlock",
        "update",
        "use",
        "with",
    ];
    let sql = sql.trim_ascii_start();
    if sql.starts_with(b"/*") || sql.starts_with(b"(") {
        return true;
    }
    let length = sql.iter().take(16).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = sql.get(..length).unwrap_or_default();
    !sql.get(length).is_some_and(|b| *b == b'_' || b.is_ascii_digit())
        && WORDS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_keep_odd_names_whole() {
        let of = |line: &str| {
            let account = account(line.as_bytes());
            (account.user.unwrap_or_default(), account.host.unwrap_or_default())
        };
        assert_eq!(of("app[app] @  [10.1.2.3]"), ("app".into(), "10.1.2.3".into()));
        assert_eq!(of("root[root] @ localhost []"), ("root".into(), "localhost".into()));
        assert_eq!(of("o[d] @ d[o[d] @ d] @ web1 [10.1.2.3]"), ("o[d] @ d".into(), "web1".into()));
        assert_eq!(of("[SQL_SLAVE] @  []"), ("SQL_SLAVE".into(), String::new()));
        assert_eq!(
            of("skip-grants user[root] @  [10.1.2.3]"),
            ("skip-grants user".into(), "10.1.2.3".into())
        );
    }

    #[test]
    fn stamps_of_all_ages_are_read() {
        let old =
            old_stamp(b"261123  6:15:41 x").map(|(w, rest)| (w.text, rest.to_vec(), w.unit_us));
        assert_eq!(old, Some(("261123  6:15:41".into(), b" x".to_vec(), SECOND)));
        let iso =
            iso_stamp(b"2025-10-27T06:00:01.123456+01:00").map(|(w, _)| (w.stamp, w.offset_s));
        assert_eq!(iso, Some((Stamp::Instant(1_761_541_201_123_456), Some(3600))));
        assert!(iso_stamp(b"2026-08-19  3:13:18 0 [Note]").is_some());
        assert!(old_stamp(b"margdl 11:48:27").is_none());
        assert!(epoch(b"0", b"0").is_none());
    }

    #[test]
    fn a_banner_tells_server_and_version() {
        let maria =
            banner(b"/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:")
                .unwrap_or_default();
        assert_eq!((maria.flavour, maria.version), (Flavour::MariaDb, Some(101_106)));
        let mysql = banner(b"D:\\My SQL\\bin\\mysqld, Version: 8.0.36 (MySQL). started with:")
            .unwrap_or_default();
        assert_eq!((mysql.flavour, mysql.version), (Flavour::MySql, Some(80_036)));
        assert!(banner_tail(b"Time                 Id Command    Argument"));
    }
}
