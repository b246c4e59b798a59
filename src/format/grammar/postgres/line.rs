//! The text form of PostgreSQL's log: a prefix that the server's `log_line_prefix` makes, a
//! severity, two blanks, the message; companions (DETAIL, STATEMENT, …) on lines of their own with
//! the same prefix; each further line of a text behind a tab of the server's.
//!
//! The prefix is read by what stands in it, since every site writes another: a stamp, a process id
//! in brackets or at the end of a session id, `key=value` pairs, `user@database`.

use std::{borrow::Cow, sync::LazyLock};

use memchr::memmem::Finder;

use crate::{
    format::grammar::{
        lines::readable,
        postgres::{self, Entry, Routine, Who, known, level, stamp},
        prefilter::{Glance, offset},
    },
    time::{Written, read},
};

/// A line that begins a text.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    /// The prefix, as written.
    prefix: &'a [u8],
    /// The stamp that syslog put before it.
    outer: Option<Written>,
    /// The word before the colon.
    pub(crate) label: &'a str,
    /// What follows.
    text: &'a [u8],
}

static COLON: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b":  "));
static POSTGRES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"postgres["));

/// Companions of a message.
const COMPANIONS: [&str; 6] = ["DETAIL", "HINT", "QUERY", "CONTEXT", "LOCATION", "STATEMENT"];
/// No prefix is longer.
const PREFIX_MAX: usize = 600;

/// Takes a line apart; `None` where no severity stands in it.
pub(crate) fn line(bytes: &[u8]) -> Option<Line<'_>> {
    // a line inside a collector's JSON is read without it
    if bytes.first().is_none_or(|b| matches!(b, b'\t' | b' ' | b'{')) {
        return None;
    }
    let (bytes, outer) = match behind_syslog(bytes) {
        Some(rest) => (rest, read::read_any(bytes).map(|(written, _)| written)),
        None => (bytes, None),
    };
    let head = bytes.get(..PREFIX_MAX).unwrap_or(bytes);
    COLON.find_iter(head).find_map(|colon| {
        let before = head.get(..colon)?;
        let from = before
            .iter()
            .rposition(|b| !(b.is_ascii_uppercase() || b.is_ascii_digit()))
            .map_or(0, |at| at + 1);
        let label = std::str::from_utf8(before.get(from..)?).ok()?;
        // a prefix may end with the severity's own digits
        let label = label.trim_start_matches(|c: char| c.is_ascii_digit());
        let fits = level(label).is_some() || COMPANIONS.contains(&label);
        fits.then(|| Line {
            prefix: before.get(..before.len() - label.len()).unwrap_or_default(),
            outer: outer.clone(),
            label,
            text: bytes.get(colon + 3..).unwrap_or_default(),
        })
    })
}

impl Line<'_> {
    /// Whether it begins an entry rather than a companion of one.
    pub(crate) fn is_entry(&self) -> bool {
        level(self.label).is_some()
    }

    /// Whether it bears a stamp.
    pub(crate) fn is_stamped(&self) -> bool {
        self.stamp().is_some()
    }

    /// The stamp and the prefix behind it.
    fn stamp(&self) -> Option<(Written, &[u8])> {
        self.own_stamp().or_else(|| Some((self.outer.clone()?, self.prefix)))
    }

    /// The stamp that the server wrote.
    fn own_stamp(&self) -> Option<(Written, &[u8])> {
        let at = self.prefix.iter().position(u8::is_ascii_digit)?;
        let rest = self.prefix.get(at..)?;
        if let Some((written, took)) = stamp(rest) {
            return Some((written, rest.get(took..)?));
        }
        // `%n`, or a collector's own stamp in front of the server's
        let (written, took) = if rest.get(10) == Some(&b'.') {
            read::read_epoch(rest)
        } else {
            read::read_iso(rest)
        }?;
        let behind = rest.get(took..)?;
        match stamp(behind.trim_ascii_start()) {
            Some((own, took)) => Some((own, behind.trim_ascii_start().get(took..)?)),
            None => Some((written, behind)),
        }
    }

    /// Who the prefix says the session is.
    fn who(&self) -> Who {
        who(&readable(self.behind_stamp()))
    }

    fn behind_stamp(&self) -> &[u8] {
        self.stamp().map_or(self.prefix, |(_, rest)| rest)
    }
}

/// `Mar 10 09:00:00 db1 postgres[5245]: [7-1] ` taken off; `None` where it is not there.
fn behind_syslog(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..200).unwrap_or(bytes);
    let at = POSTGRES.find(head)?;
    let rest = bytes.get(at..)?;
    let rest = rest.get(memchr::memmem::find(rest.get(..40).unwrap_or(rest), b"]: [")? + 3..)?;
    let end = memchr::memchr(b']', rest.get(..24).unwrap_or(rest))?;
    let number = rest.get(1..end)?;
    let fits = number.iter().all(|b| b.is_ascii_digit() || *b == b'-') && number.contains(&b'-');
    fits.then(|| rest.get(end + 1..)?.strip_prefix(b" ")).flatten()
}

/// A line that goes on with the text before it, without the server's tab; and whether a line break
/// stood between.
fn more(bytes: &[u8]) -> Option<(&[u8], bool)> {
    if let Some(rest) = behind_syslog(bytes) {
        return Some(rest.strip_prefix(b"#011").or_else(|| rest.strip_prefix(b"\t")).map_or(
            // syslog cuts long lines into pieces
            (rest, false),
            |rest| (rest, true),
        ));
    }
    let first = bytes.first()?;
    if *first == b'\t' {
        Some((bytes.get(1..)?, true))
    } else {
        (*first == b' ').then_some((bytes, true))
    }
}

/// The session that what stands behind the stamp tells of.
fn who(text: &str) -> Who {
    let key = |names: &[&str]| names.iter().find_map(|name| keyed(text, name)).filter(|v| known(v));
    let (user, database) = match (key(&["user", "usr", "u"]), key(&["db", "database", "d"])) {
        (None, None) => around_at(text),
        said => said,
    };
    Who {
        pid: pid(text),
        user,
        database,
        application: key(&["app", "application", "application_name", "a"]),
        host: key(&["client", "host", "remote", "h", "r"])
            .or_else(|| with_port(text))
            .map(|host| host.split('(').next().unwrap_or_default().to_owned())
            .filter(|host| known(host)),
    }
}

/// The value of `name=`, up to a comma, a bracket, the next such pair or the end.
fn keyed(text: &str, name: &str) -> Option<String> {
    text.contains('=').then_some(())?;
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(name)?;
        let before = text.get(..at)?.chars().next_back();
        let value = text.get(at + name.len()..)?.strip_prefix('=');
        if let Some(value) = value
            && !before.is_some_and(char::is_alphanumeric)
        {
            let end = value.find([',', ']', '\t']).unwrap_or(value.len());
            let value = value.get(..end)?;
            // another pair behind a blank
            let end = value
                .match_indices(' ')
                .find(|(at, _)| {
                    let rest = value.get(at + 1..).unwrap_or_default();
                    let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                    rest.is_empty()
                        || word
                            .is_some_and(|end| rest.get(end..).is_some_and(|r| r.starts_with('=')))
                })
                .map_or(value.len(), |(at, _)| at);
            return value.get(..end).map(|value| value.trim().to_owned());
        }
        from = at + name.len();
    }
}

/// `user@database`, also with `/application` behind it.
fn around_at(text: &str) -> (Option<String>, Option<String>) {
    let Some((before, after)) = text.split_once('@') else { return (None, None) };
    let ends = |c: char| c.is_whitespace() || ":[](),|<>".contains(c);
    let user = before.rsplit(ends).next().unwrap_or_default();
    let database = after.split(|c: char| ends(c) || c == '/').next().unwrap_or_default();
    let said = |name: &str| Some(name.to_owned()).filter(|name| known(name));
    (said(user), said(database))
}

/// `127.0.0.1(51836)`.
fn with_port(text: &str) -> Option<String> {
    let (before, after) = text.split_once('(')?;
    let digits = after.find(|c: char| !c.is_ascii_digit())?;
    if digits == 0 || !after.get(digits..)?.starts_with(')') {
        return None;
    }
    let host = before.rsplit([' ', ':', '=', ',', '[']).next()?;
    Some(host.to_owned()).filter(|host| !host.is_empty())
}

/// The process id: digits in brackets, at the end of a session id, or on their own.
fn pid(text: &str) -> Option<u64> {
    let bracketed = text.split('[').skip(1).find_map(|part| {
        let digits = part.find(|c: char| !c.is_ascii_digit())?;
        let ends = part.get(digits..).is_some_and(|rest| rest.starts_with([']', '-']));
        part.get(..digits).filter(|_| ends)?.parse().ok()
    });
    let words = || text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
    bracketed
        .or_else(|| {
            words().find_map(|word| {
                let (start, pid) = word.split_once('.')?;
                let hex = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit());
                ((7..=9).contains(&start.len()) && hex(start) && hex(pid))
                    .then(|| u64::from_str_radix(pid, 16).ok())?
            })
        })
        .or_else(|| keyed(text, "pid").and_then(|pid| pid.parse().ok()))
        .or_else(|| words().find_map(|word| word.parse().ok()))
}

/// What a glance at an entry of one line shows: see [`postgres::glance`].
pub(crate) fn glance(record: &[u8]) -> Option<Glance> {
    let first = line(record).filter(|line| line.label == "LOG")?;
    if memchr::memchr(b'\n', first.text).is_some() {
        return None;
    }
    let routine = postgres::glance(first.text)?;
    let begun = first.prefix.iter().position(u8::is_ascii_digit)?;
    let stamped = first.prefix.get(begun..)?;
    let (at, took) = postgres::quick_stamp(stamped)?;
    let behind = stamped.get(took..)?;
    let session = match routine {
        Routine::Sent => None,
        // what begins a session forgets the one before only where it names no user
        Routine::Begin if !names_no_user(behind) => return None,
        Routine::Begin | Routine::LetIn | Routine::End => Some(pid(&readable(behind))?),
    };
    let ends = session.filter(|_| routine == Routine::End);
    let begins = session.filter(|_| routine != Routine::End);
    let goes_on = routine == Routine::LetIn;
    // a severity is a word and may be a number, and syslog counts the parts of an entry
    let is_first = first.outer.is_none()
        && COLON.find(record) == offset(record, first.text).map(|at| at as usize - 3);
    let stamp = (is_first && session.is_none()).then(|| offset(record, stamped)).flatten();
    Some(Glance { at: Some(at), ends, begins, goes_on, stamp, ..Glance::default() })
}

/// Whether what stands behind the stamp names no user.
fn names_no_user(text: &[u8]) -> bool {
    let plain = memchr::memchr(b'=', text).is_none();
    match memchr::memchr(b'@', text) {
        None if plain => true,
        Some(at) if plain => text.get(..at).is_some_and(|user| user.ends_with(b"[unknown]")),
        _ => who(&readable(text)).user.is_none(),
    }
}

/// What the first line of an entry and the lines behind it say.
pub(crate) fn entry(record: &[u8]) -> Option<(Entry<'_>, Option<Written>)> {
    let mut lines = record.split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    let first = line(lines.next()?)?;
    if !first.is_entry() {
        return None;
    }
    let written = first.stamp().map(|(written, _)| written);
    let mut texts: Vec<(&str, Cow<'_, str>)> = vec![(first.label, readable(first.text))];
    for bytes in lines {
        if let Some(next) = line(bytes) {
            texts.push((next.label, readable(next.text)));
        } else if let Some((rest, breaks)) = more(bytes)
            && let Some((_, text)) = texts.last_mut()
        {
            let text = text.to_mut();
            if breaks {
                text.push('\n');
            }
            text.push_str(&readable(rest));
        }
        // else what an archive or restore command printed
    }
    let mut entry = Entry { who: first.who(), severity: first.label, ..Entry::default() };
    for (at, (label, text)) in texts.into_iter().enumerate() {
        match label {
            _ if at == 0 => entry.message = behind_state(text),
            "DETAIL" if entry.detail.is_empty() => entry.detail = behind_state(text),
            "STATEMENT" => entry.statement = text,
            _ => {}
        }
    }
    Some((entry, written))
}

/// A text without the SQLSTATE that `log_error_verbosity = verbose` puts before it.
fn behind_state(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_state = |code: &str| {
        code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && code.bytes().any(|b| b.is_ascii_digit())
    };
    match text.split_at_checked(5) {
        Some((code, rest)) if is_state(code) && rest.starts_with(": ") => {
            Cow::Owned(rest.get(2..).unwrap_or_default().to_owned())
        }
        _ => text,
    }
}
