//! The frame around a host's log line: stamp, host, program and pid before the message, in the
//! forms that syslog daemons and journalctl write.

use serde_json::Value;

use crate::{
    format::grammar::lines::{readable, readable_json, text},
    time::{
        Written,
        read::{read_epoch, read_iso, read_space_local, read_syslog_classic},
    },
};

/// Which of the forms a line has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// `Nov 23 06:34:55 host tag: …`, with `<PRI>` or without.
    Classic,
    /// `2026-11-23T06:34:55.558243+00:00 host tag: …`.
    Iso,
    /// `2026-11-23 06:34:55 host tag: …`: no zone.
    SpaceLocal,
    /// `<78>1 2026-11-23T06:34:55Z host app pid msgid [data] …`.
    Rfc5424,
    /// One JSON object a line, as rsyslog, syslog-ng and log shippers write.
    Json,
    /// `Mon 2026-11-23 06:34:55 CET host tag: …` (journalctl).
    Weekday,
    /// `1795414612.169440 host tag: …` (journalctl).
    Unix,
    /// `[    0.005000] host tag: …` (journalctl): seconds since boot.
    Monotonic,
}

/// A line taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Envelope {
    /// The form.
    pub shape: Shape,
    /// The stamp; `None` where it counts from boot.
    pub written: Option<Written>,
    /// The host that wrote it.
    pub host: Option<String>,
    /// The program's name, empty where none is given.
    pub tag: String,
    /// Its process id.
    pub pid: Option<u64>,
    /// The message, with the daemon's escapes for control characters undone.
    pub message: String,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin<'a> {
    /// The program's name; a unit's name or empty where the log does not give the program.
    pub tag: &'a str,
    /// Its process id.
    pub pid: Option<u64>,
    /// The host.
    pub host: Option<&'a str>,
}

impl Origin<'_> {
    /// The host as events hold it.
    pub(crate) fn host(&self) -> Option<String> {
        self.host.map(str::to_owned)
    }

    /// The program without path, in lower case; empty where the tag names a unit or nothing.
    pub(super) fn program(&self) -> String {
        let name = self.tag.rsplit('/').next().unwrap_or(self.tag);
        if [".service", ".scope", ".slice", ".socket"].iter().any(|end| name.ends_with(end)) {
            return String::new();
        }
        name.trim_matches(['(', ')']).to_ascii_lowercase()
    }
}

/// The longest program name that is taken for one.
const TAG_MAX: usize = 128;

/// Takes a line (without its end) apart; `None` where it is in none of the forms. Lines that
/// follow the first one belong to the message.
pub(crate) fn read(record: &[u8]) -> Option<Envelope> {
    let record = skip_nuls(record);
    if record.first() == Some(&b'{') {
        return read_json(record);
    }
    let (record, priority) = skip_priority(record);
    if priority && let Some(rest) = record.strip_prefix(b"1 ") {
        return read_rfc5424(rest);
    }
    let (shape, written, took) = stamp(record)?;
    let (host, rest) = host(record.get(took..)?.strip_prefix(b" ")?)?;
    let host = Some(text(host));
    match tag(skip_facility(rest)) {
        Some((tag, pid, message)) => {
            let (tag, message) = (text(tag), unescape(skip_message_id(message)));
            Some(Envelope { shape, written, host, tag, pid, message })
        }
        // some programs give none: `syslogd 1.4.1: restart.`, `last message repeated 2 times`
        None if shape == Shape::Classic || rest.starts_with(REPEATED) => Some(Envelope {
            shape,
            written,
            host,
            tag: String::new(),
            pid: None,
            message: unescape(rest),
        }),
        None => None,
    }
}

/// What the daemon itself says, without a tag.
const REPEATED: &[u8] = b"last message repeated ";

/// Whether a line begins with a stamp of one of the forms: cheaper than [`read`], and true also of
/// lines whose rest cannot be understood.
pub(crate) fn starts(line: &[u8]) -> bool {
    let line = skip_nuls(line);
    if line.first() == Some(&b'{') {
        return true;
    }
    let (line, priority) = skip_priority(line);
    priority || stamp(line).is_some_and(|(_, _, took)| line.get(took) == Some(&b' '))
}

/// How many lines a judgement rests on.
const LINES: usize = 400;

/// The weight of the best shape among `lines`, less where lines of no shape are among them, 0
/// where those are more than half.
pub(crate) fn share<'a>(lines: impl Iterator<Item = &'a [u8]>, weight: impl Fn(Shape) -> u8) -> u8 {
    let (mut all, mut fits, mut best) = (0usize, 0usize, 0u8);
    for line in lines.filter(|line| !line.trim_ascii().is_empty()).take(LINES) {
        // what follows a record is no sign against it
        if fits > 0 && matches!(line.first(), Some(b' ' | b'\t')) {
            continue;
        }
        all += 1;
        // a sentence behind a stamp has no tag; the daemon itself has only one such line
        let is_whole = |read: &Envelope| {
            !read.tag.is_empty()
                || read.message.as_bytes().starts_with(REPEATED)
                || read.message == "-- MARK --"
        };
        let one = read(line).filter(is_whole).map_or(0, |read| weight(read.shape));
        if one > 0 {
            fits += 1;
            best = best.max(one);
        }
    }
    if fits == 0 || fits * 2 < all {
        return 0;
    }
    u8::try_from(usize::from(best) * (all + 3 * fits) / (4 * all)).unwrap_or(best)
}

fn skip_nuls(line: &[u8]) -> &[u8] {
    let nuls = line.iter().take_while(|b| **b == 0).count();
    line.get(nuls..).unwrap_or_default()
}

fn skip_priority(line: &[u8]) -> (&[u8], bool) {
    let inner = || {
        let rest = line.strip_prefix(b"<")?;
        let digits = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if !(1..=3).contains(&digits) {
            return None;
        }
        rest.get(digits..)?.strip_prefix(b">")
    };
    inner().map_or((line, false), |rest| (rest, true))
}

fn stamp(line: &[u8]) -> Option<(Shape, Option<Written>, usize)> {
    let first = *line.first()?;
    if first == b'[' {
        let inner = line.get(1..)?;
        let blanks = inner.iter().take_while(|b| **b == b' ').count();
        let number = inner.get(blanks..)?;
        let digits =
            number.iter().take(20).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let dotted = number.get(..digits)?.contains(&b'.');
        return (dotted && number.get(digits) == Some(&b']')).then_some((
            Shape::Monotonic,
            None,
            2 + blanks + digits,
        ));
    }
    if first.is_ascii_digit() {
        if line.get(4) == Some(&b'-') {
            if line.get(10) == Some(&b' ') {
                let (written, took) = read_space_local(line)?;
                return Some((Shape::SpaceLocal, Some(written), took));
            }
            let (written, took) = read_iso(line)?;
            return Some((Shape::Iso, Some(written), took));
        }
        let (written, took) = read_epoch(line)?;
        return written.text.contains('.').then_some((Shape::Unix, Some(written), took));
    }
    if let Some((written, took)) = read_syslog_classic(line) {
        return Some((Shape::Classic, Some(written), took));
    }
    let day = line.get(..3)?;
    if line.get(3) == Some(&b' ') && day.iter().all(u8::is_ascii_alphabetic) {
        let (written, took) = read_iso(line.get(4..)?)?;
        return Some((Shape::Weekday, Some(written), took + 4));
    }
    None
}

fn word(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b' ', rest)?;
    (end > 0).then_some((rest.get(..end)?, rest.get(end + 1..)?))
}

/// The host that a line names behind its stamp, and what follows it.
fn host(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    word(rest).filter(|(host, _)| host.last() != Some(&b':') && host_like(host))
}

/// Program and message of a line, of which `rest` stands behind the stamp, as [`read`] reads them,
/// with escapes as they stand.
pub(super) fn tag_and_message(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, rest) = host(rest)?;
    let (tag, _, message) = tag(skip_facility(rest))?;
    Some((tag, skip_message_id(message)))
}

/// A name or address; levels of application logs, which stand in the same place, are none.
fn host_like(host: &[u8]) -> bool {
    const LEVELS: [&str; 14] = [
        "debug",
        "info",
        "notice",
        "warn",
        "warning",
        "error",
        "err",
        "critical",
        "crit",
        "alert",
        "emergency",
        "emerg",
        "fatal",
        "trace",
    ];
    host.len() <= 255
        && host.iter().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'%') || *b >= 0x80
        })
        && !host.iter().all(u8::is_ascii_digit)
        && !LEVELS.iter().any(|level| host.eq_ignore_ascii_case(level.as_bytes()))
}

/// `name[pid]: ` or `name: `, and the rest.
fn tag(rest: &[u8]) -> Option<(&[u8], Option<u64>, &[u8])> {
    // login names itself so: ` -- root[2421]: ROOT LOGIN ON tty2`
    let rest = rest.strip_prefix(b" -- ").unwrap_or(rest);
    let end = memchr::memchr3(b'[', b':', b' ', rest.get(..TAG_MAX).unwrap_or(rest))?;
    let name = rest.get(..end)?;
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let mut after = rest.get(end..)?;
    let mut pid = None;
    if let Some(inner) = after.strip_prefix(b"[") {
        let close = memchr::memchr(b']', inner.get(..TAG_MAX).unwrap_or(inner))?;
        pid = number(inner.get(..close)?);
        after = inner.get(close + 1..)?;
    }
    let message = after.strip_prefix(b":")?;
    let message = message.strip_prefix(b" ").unwrap_or(message);
    Some((name, pid, message))
}

/// What follows AIX' facility and level, `auth|security:info `.
fn skip_facility(rest: &[u8]) -> &[u8] {
    let named = |(word, rest): (&[u8], _)| {
        let (facility, level) = word.split_at_checked(memchr::memchr(b':', word)?)?;
        let names = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'|';
        let level = level.get(1..).filter(|level| !level.is_empty())?;
        facility.iter().chain(level).all(names).then_some(rest)
    };
    word(rest).and_then(named).unwrap_or(rest)
}

/// What follows Solaris' number of a message, `[ID 800047 auth.info] `.
fn skip_message_id(message: &[u8]) -> &[u8] {
    let end = memchr::memchr(b']', message).filter(|_| message.starts_with(b"[ID "));
    let rest = end.and_then(|end| {
        let numbered = message.get(4..end)?.first().is_some_and(u8::is_ascii_digit);
        message.get(end + 1..)?.strip_prefix(b" ").filter(|_| numbered)
    });
    rest.unwrap_or(message)
}

fn read_rfc5424(rest: &[u8]) -> Option<Envelope> {
    let (written, took) = match rest.strip_prefix(b"-") {
        Some(_) => (None, 1),
        None => read_iso(rest).map(|(written, took)| (Some(written), took))?,
    };
    let rest = rest.get(took..)?.strip_prefix(b" ")?;
    let (host, rest) = word(rest)?;
    let (app, rest) = word(rest)?;
    let (pid, rest) = word(rest)?;
    let (_message_id, rest) = word(rest)?;
    let message = match rest.strip_prefix(b"-") {
        Some(message) => message,
        None => skip_structured(rest)?,
    };
    let message = message.strip_prefix(b" ").unwrap_or(message);
    let message = message.strip_prefix("\u{feff}".as_bytes()).unwrap_or(message);
    let given = |value: &[u8]| (value != b"-").then(|| text(value));
    let pid = number(pid);
    Some(Envelope {
        shape: Shape::Rfc5424,
        written,
        host: given(host),
        tag: given(app).unwrap_or_default(),
        pid,
        message: unescape(message),
    })
}

/// What follows `[id name="value"…][…]`.
fn skip_structured(rest: &[u8]) -> Option<&[u8]> {
    let (mut quoted, mut escaped, mut depth) = (false, false, 0usize);
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' if !quoted => depth += 1,
            b']' if !quoted => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && rest.get(at + 1) != Some(&b'[') {
                    return rest.get(at + 1..);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn read_json(record: &[u8]) -> Option<Envelope> {
    let value: Value = serde_json::from_str(&readable_json(record.trim_ascii_end())).ok()?;
    let object = value.as_object()?;
    let find = |names: &[&str]| {
        names.iter().find_map(|name| match object.get(*name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    };
    let message = find(&["message", "msg", "MESSAGE", "MSG"])?;
    let tag = find(&[
        "tag",
        "syslogtag",
        "programname",
        "app-name",
        "appname",
        "program",
        "PROGRAM",
        "ident",
    ])?;
    let host = find(&["host", "hostname", "HOST", "source", "fromhost"])?;
    let stamp = find(&[
        "@timestamp",
        "timestamp",
        "timereported",
        "timegenerated",
        "time",
        "date",
        "DATE",
        "ISODATE",
    ])?;
    let stamped = format!("{stamp} ");
    let read = stamped.as_bytes();
    let written =
        read_iso(read).or_else(|| read_syslog_classic(read)).or_else(|| read_epoch(read))?.0;
    let trimmed = tag.strip_suffix(':').unwrap_or(&tag);
    let (name, pid) = match trimmed.split_once('[') {
        Some((name, rest)) => (name, rest.strip_suffix(']').and_then(|pid| pid.parse().ok())),
        None => (trimmed, None),
    };
    Some(Envelope {
        shape: Shape::Json,
        written: Some(written),
        host: Some(host),
        tag: name.to_owned(),
        pid: pid.or_else(|| find(&["procid", "pid", "PID"]).and_then(|pid| pid.parse().ok())),
        message: unescape(message.strip_prefix(' ').unwrap_or(&message).as_bytes()),
    })
}

/// Undoes rsyslog's `#011` for a tab and `#012` for a line break; other escapes stay.
fn unescape(message: &[u8]) -> String {
    let text = readable(message);
    let text = text.trim_end_matches(['\r', '\n', '\0']);
    if text.contains("#01") {
        text.replace("#011", "\t").replace("#012", "\n")
    } else {
        text.to_owned()
    }
}

fn number(bytes: &[u8]) -> Option<u64> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (Shape, String, Option<u64>, String) {
        let envelope = read(line.as_bytes()).expect(line);
        assert!(starts(line.as_bytes()), "{line}");
        (envelope.shape, envelope.tag, envelope.pid, envelope.message)
    }

    #[test]
    fn every_form_gives_program_pid_and_message() {
        let job = "(app) CMD (x)".to_owned();
        for (line, shape) in [
            ("Nov  3 06:34:55 box CRON[42]: (app) CMD (x)", Shape::Classic),
            ("<78>Nov  3 06:34:55 box CRON[42]: (app) CMD (x)", Shape::Classic),
            ("2026-11-03T06:34:55.558243+00:00 box CRON[42]: (app) CMD (x)", Shape::Iso),
            ("2026-11-03T06:34:55+0100 box CRON[42]: (app) CMD (x)", Shape::Iso),
            ("2026-11-03 06:34:55 box CRON[42]: (app) CMD (x)", Shape::SpaceLocal),
            (
                "<78>1 2026-11-03T06:34:55.558243+00:00 box CRON 42 - - (app) CMD (x)",
                Shape::Rfc5424,
            ),
            (
                "<78>1 2026-11-03T06:34:55Z box CRON 42 - [a@1 b=\"]\\\"\"][c@2] (app) CMD (x)",
                Shape::Rfc5424,
            ),
            ("Tue 2026-11-03 06:34:55 CET box CRON[42]: (app) CMD (x)", Shape::Weekday),
            ("1793687695.500000 box CRON[42]: (app) CMD (x)", Shape::Unix),
            ("[    7.500000] box CRON[42]: (app) CMD (x)", Shape::Monotonic),
            (
                r#"{"@timestamp":"2026-11-03T06:34:55Z","host":"box","tag":"CRON[42]:","message":" (app) CMD (x)"}"#,
                Shape::Json,
            ),
        ] {
            assert_eq!(parts(line), (shape, "CRON".to_owned(), Some(42), job.clone()), "{line}");
        }
    }

    #[test]
    fn the_daemon_says_how_often_something_came_without_a_tag() {
        for stamp in ["Nov  3 06:34:55", "2026-11-03T06:34:55.558243+01:00"] {
            let line = format!("{stamp} box last message repeated 3 times");
            let (_, tag, pid, message) = parts(&line);
            assert_eq!((tag.as_str(), pid), ("", None));
            assert_eq!(message, "last message repeated 3 times");
        }
        assert!(read(b"2026-11-03T06:34:55Z box a sentence of prose").is_none());
    }

    #[test]
    fn facilities_and_numbers_of_messages_are_no_part_of_them() {
        for line in [
            "Nov  3 06:34:55 box sshd[42]: [ID 800047 auth.info] Accepted",
            "Nov  3 06:34:55 box auth|security:info sshd[42]: Accepted",
        ] {
            let (_, tag, pid, message) = parts(line);
            assert_eq!((tag.as_str(), pid, message.as_str()), ("sshd", Some(42), "Accepted"));
        }
        assert_eq!(parts("Nov  3 06:34:55 box app: [ID card] lost").3, "[ID card] lost");
    }

    #[test]
    fn other_logs_are_not_taken_for_syslog() {
        for line in [
            "2026-11-03 06:34:55 0 [Note] InnoDB: ready",
            "2026-11-03 06:34:55 ERROR app: broken",
            "[2026-11-03 06:34:55] production.ERROR: broken",
            "{\"message\":\"x\",\"context\":{}}",
            "some text",
        ] {
            assert_eq!(read(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn escaped_tabs_become_tabs() {
        assert_eq!(parts("Nov  3 06:34:55 box crond[1]: a#011b").3, "a\tb");
    }
}
