//! Records of Monolog's line formatter as Laravel sets it up: header, message, and a context whose
//! JSON holds raw line breaks.

pub(crate) mod entry;

use crate::{
    event::log::Level,
    format::grammar::lines::text,
    time::{Written, read},
};

/// The eight levels, as RFC 5424 names them.
const LEVELS: [Level; 8] = [
    Level::Debug,
    Level::Info,
    Level::Notice,
    Level::Warning,
    Level::Error,
    Level::Critical,
    Level::Alert,
    Level::Emergency,
];

/// The level of this name, in any case.
fn level(name: &[u8]) -> Option<Level> {
    LEVELS.into_iter().find(|level| level.id().as_bytes().eq_ignore_ascii_case(name))
}

/// `[stamp] channel.LEVEL:` at the start of a line.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// The application's stamp.
    pub stamp: Written,
    /// The channel.
    pub channel: String,
    /// Lower case.
    pub level: Level,
    /// Where the message begins in the line.
    pub body: usize,
}

/// The stamp in brackets at the start of a line and where the bracket ends.
pub(crate) fn bracketed_stamp(line: &[u8]) -> Option<(Written, usize)> {
    let (stamp, took) = read::read_iso(line.strip_prefix(b"[")?)?;
    (line.get(took + 1) == Some(&b']')).then_some((stamp, took + 2))
}

/// Where the bracket of a stamp ends. The shape that Laravel writes unless told otherwise is seen
/// without taking the stamp apart.
fn bracket_end(line: &[u8]) -> Option<usize> {
    if usual_stamp(line) { Some(USUAL) } else { bracketed_stamp(line).map(|(_, end)| end) }
}

/// Length of `[2026-01-02 03:04:05]`.
const USUAL: usize = 21;

fn usual_stamp(line: &[u8]) -> bool {
    let Some(
        &[
            b'[',
            y1,
            y2,
            y3,
            y4,
            b'-',
            m1,
            m2,
            b'-',
            d1,
            d2,
            b' ',
            h1,
            h2,
            b':',
            n1,
            n2,
            b':',
            s1,
            s2,
            b']',
        ],
    ) = line.get(..USUAL)
    else {
        return false;
    };
    let number = |a: u8, b: u8| {
        let (a, b) = (a.wrapping_sub(b'0'), b.wrapping_sub(b'0'));
        if a < 10 && b < 10 { u32::from(a * 10 + b) } else { 1000 }
    };
    let year = number(y1, y2).saturating_mul(100).saturating_add(number(y3, y4));
    // days beyond the 28th are for the reader of stamps to judge
    (2000..2100).contains(&year)
        && (1..=12).contains(&number(m1, m2))
        && (1..=28).contains(&number(d1, d2))
        && number(h1, h2) < 24
        && number(n1, n2) < 60
        && number(s1, s2) < 60
}

/// What stands between stamp and message.
#[derive(Clone, Debug)]
pub(crate) struct Name<'a> {
    /// The channel.
    pub channel: &'a [u8],
    /// Lower case.
    pub level: Level,
    /// Where the message begins in the line.
    pub body: usize,
}

/// Channel and level at the start of `line`, behind a stamp.
pub(crate) fn name(line: &[u8]) -> Option<Name<'_>> {
    usual_name(line).unwrap_or_else(|| any_name(line))
}

/// The same where both are written as they most often are, in one go over the bytes; `None` where a
/// closer look is needed.
fn usual_name(line: &[u8]) -> Option<Option<Name<'_>>> {
    const BEGIN: usize = USUAL + 1;
    if !usual_stamp(line) || line.get(USUAL) != Some(&b' ') {
        return None;
    }
    let mut dot = None;
    for (at, b) in line.iter().enumerate().skip(BEGIN).take(100) {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => {}
            b'.' => dot = Some(at),
            b':' => {
                let (channel, level) = (line.get(BEGIN..dot?)?, line.get(dot? + 1..at)?);
                let level = self::level(level);
                let body = at + 1 + usize::from(line.get(at + 1) == Some(&b' '));
                return Some(level.filter(|_| !channel.is_empty()).map(|level| Name {
                    channel,
                    level,
                    body,
                }));
            }
            _ => return None,
        }
    }
    None
}

fn any_name(line: &[u8]) -> Option<Name<'_>> {
    let took = bracket_end(line)?;
    let rest = line.get(took..)?;
    let head = rest.get(..rest.len().min(200))?;
    let colon = memchr::memchr(b':', head)?;
    let name = head.get(..colon)?.trim_ascii();
    // some taps put a process or request id in brackets before the channel
    let name = match memchr::memrchr(b']', name) {
        Some(bracket) if name.starts_with(b"[") => name.get(bracket + 1..)?.trim_ascii(),
        _ => name,
    };
    let dot = memchr::memrchr(b'.', name)?;
    let (channel, level) = (name.get(..dot)?, name.get(dot + 1..)?);
    let foreign = |b: &u8| {
        matches!(
            b,
            b' ' | b'\t'
                | b'\n'
                | b'\r'
                | 12
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'"'
                | b'\''
                | b'('
                | b')'
                | b','
        )
    };
    if channel.is_empty() || channel.iter().any(foreign) {
        return None;
    }
    let level = self::level(level)?;
    let body = took + colon + 1;
    let body = body + usize::from(line.get(body) == Some(&b' '));
    Some(Name { channel, level, body })
}

/// The header at the start of `line`.
pub(crate) fn header(line: &[u8]) -> Option<Header> {
    let name = name(line)?;
    let (stamp, _) = bracketed_stamp(line)?;
    Some(Header { stamp, channel: text(name.channel), level: name.level, body: name.body })
}

/// How far a JSON value reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// One past its last byte.
    Closed(usize),
    /// It is not closed at the end of the bytes.
    Open,
    /// It stops being JSON here.
    Broken(usize),
}

/// What JSON may have next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    KeyOrEnd,
    Key,
    Colon,
    CommaOrEnd,
}

/// Follows the JSON object at `start`; raw line breaks within strings are allowed.
fn reach(bytes: &[u8], start: usize) -> Reach {
    let mut at = start;
    let mut nest: Vec<u8> = Vec::new();
    let mut next = Next::Value;
    loop {
        let Some(&byte) = bytes.get(at) else { return Reach::Open };
        match (byte, next) {
            (b' ' | b'\n' | b'\r' | b'\t', _) => at += 1,
            (b'{', Next::Value | Next::ValueOrEnd) => {
                nest.push(b'{');
                next = Next::KeyOrEnd;
                at += 1;
            }
            (b'[', Next::Value | Next::ValueOrEnd) => {
                nest.push(b'[');
                next = Next::ValueOrEnd;
                at += 1;
            }
            (b'}', Next::KeyOrEnd | Next::CommaOrEnd)
            | (b']', Next::ValueOrEnd | Next::CommaOrEnd) => {
                let opener = if byte == b'}' { b'{' } else { b'[' };
                if nest.pop() != Some(opener) {
                    return Reach::Broken(at);
                }
                at += 1;
                next = Next::CommaOrEnd;
                if nest.is_empty() {
                    return Reach::Closed(at);
                }
            }
            (b'"', Next::Value | Next::ValueOrEnd | Next::Key | Next::KeyOrEnd) => {
                match string_end(bytes, at + 1) {
                    Some(end) => at = end,
                    None => return Reach::Open,
                }
                next = if matches!(next, Next::Key | Next::KeyOrEnd) {
                    Next::Colon
                } else {
                    Next::CommaOrEnd
                };
            }
            (b':', Next::Colon) => {
                next = Next::Value;
                at += 1;
            }
            (b',', Next::CommaOrEnd) => {
                next = if nest.last() == Some(&b'{') { Next::Key } else { Next::Value };
                at += 1;
            }
            (b'0'..=b'9' | b'-' | b't' | b'f' | b'n', Next::Value | Next::ValueOrEnd) => {
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
                    .count();
                at += length.max(1);
                next = Next::CommaOrEnd;
            }
            _ => return Reach::Broken(at),
        }
        if nest.len() > 100 {
            return Reach::Broken(at);
        }
    }
}

/// One past the quote that ends the string whose first byte is at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

/// The parts of a record after its header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts<'a> {
    /// The message.
    pub message: &'a [u8],
    /// The context's JSON, with raw line breaks.
    pub context: Option<&'a [u8]>,
    /// The context began and is not closed, or the message promises more.
    pub open: bool,
    /// Where in the body another record begins on the same line.
    pub next: Option<usize>,
    /// Where what belongs to another record begins, torn from it by this one.
    pub foreign: Option<usize>,
}

/// Splits what follows the header. A head that stands glued to text in mid-line is another writer's
/// entry, unless it is content of a context or a quoted statement that is whole around it.
pub(crate) fn split(body: &[u8]) -> Parts<'_> {
    let parts = split_whole(body);
    let Some(head) = glued_head(body).filter(|head| parts.next.is_none_or(|next| *head < next))
    else {
        return parts;
    };
    let at = |part: &[u8]| part.as_ptr() as usize - body.as_ptr() as usize;
    let held = !parts.open
        && parts.context.is_some_and(|json| (at(json)..at(json) + json.len()).contains(&head));
    if held {
        return parts;
    }
    let own = split_whole(body.get(..head).unwrap_or_default());
    Parts { open: true, next: Some(head), ..own }
}

/// Where a record's head stands behind a byte of a word or behind NUL bytes, as it does where two
/// processes write to one file at once.
fn glued_head(body: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(body, b"[2").find(|at| {
        let before = at.checked_sub(1).and_then(|before| body.get(before));
        before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, 0 | b'/' | b'_'))
            && body.get(*at..).is_some_and(|rest| name(first_line(rest)).is_some())
    })
}

/// Channel and level of the gravest entry in a record.
pub(crate) fn gravest(record: &[u8]) -> Option<Name<'_>> {
    let mut rest = record;
    let mut found = name(first_line(rest))?;
    while let Some(head) = glued_head(rest) {
        rest = rest.get(head..)?;
        found = match name(first_line(rest)) {
            Some(other) if other.level > found.level => other,
            _ => found,
        };
    }
    Some(found)
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    bytes.get(..end).unwrap_or(bytes)
}

/// The same of what is one record.
fn split_whole(body: &[u8]) -> Parts<'_> {
    let mut candidates = memchr::memmem::find_iter(body, b"{\"");
    // a hostile message may hold any number of braces: what is scanned in all stays linear
    let mut budget = body.len().saturating_mul(6).saturating_add(4096);
    let mut open_at = None;
    let mut swallowed_header = false;
    for _ in 0..4096 {
        let Some(at) = candidates.next() else { break };
        if at > 0 && !matches!(body.get(at - 1), Some(b' ' | b'\n')) {
            continue;
        }
        let end = match reach(body, at) {
            Reach::Closed(end) => end,
            Reach::Open => {
                open_at = open_at.or(Some(at));
                budget = budget.saturating_sub(body.len() - at);
                if budget == 0 {
                    break;
                }
                continue;
            }
            Reach::Broken(stop) => {
                swallowed_header |= holds_header(body.get(at..stop).unwrap_or_default());
                budget = budget.saturating_sub(stop - at);
                if budget == 0 {
                    break;
                }
                continue;
            }
        };
        budget = budget.saturating_sub(end - at);
        let tail = body.get(end..).unwrap_or_default();
        let message = body.get(..at).unwrap_or_default();
        // a header within the message is part of it only where a quoted statement goes on past it
        let open = swallowed_header
            || holds_header(message)
                && !(quoted_sql(message).is_some() && message.trim_ascii_end().ends_with(b")"));
        let json = body.get(at..end);
        let trimmed = tail.trim_ascii();
        let blanks = tail.iter().take_while(|b| **b == b' ').count();
        if trimmed.is_empty() {
            if blanks == 2 && !message.is_empty() {
                // two blanks stand for an empty context and extra: the JSON is the message's
                return Parts { message: body.trim_ascii_end(), open, ..Parts::default() };
            }
            let parts = Parts { message: message.trim_ascii_end(), open, ..Parts::default() };
            let is_extra = message.ends_with(b"  ") && blanks == 0;
            return if is_extra { parts } else { Parts { context: json, ..parts } };
        }
        let parts =
            Parts { message: message.trim_ascii_end(), context: json, open, ..Parts::default() };
        if trimmed == b"[]" {
            return parts;
        }
        if trimmed.starts_with(b"{\"") {
            let second = tail.len() - tail.trim_ascii_start().len();
            if let Reach::Closed(stop) = reach(tail, second)
                && tail.get(stop..).is_some_and(|rest| rest.trim_ascii().is_empty())
            {
                return parts;
            }
        }
        let skip = tail.len() - tail.trim_ascii_start().len();
        let skip = skip + if trimmed.starts_with(b"[] ") { 3 } else { 0 };
        if header(tail.get(skip..).unwrap_or_default()).is_some() {
            return Parts { next: Some(end + skip), ..parts };
        }
        // an exception is the last that an entry says
        let is_last = json.is_some_and(|json| json.starts_with(b"{\"exception\":"));
        if is_last && (tail.starts_with(b" \n") || tail.starts_with(b"\n")) {
            return Parts { foreign: Some(end + skip), ..parts };
        }
    }
    if let Some(at) = open_at {
        let message = body.get(..at).unwrap_or_default();
        return Parts { message: message.trim_ascii_end(), open: true, ..Parts::default() };
    }
    let mut message = body.trim_ascii_end();
    for _ in 0..2 {
        message = message.strip_suffix(b"[]").map_or(message, <[u8]>::trim_ascii_end);
    }
    let promised = quoted_sql(message);
    // past the head of another record only a parenthesis at the very end can still close it
    let closed = promised.is_none_or(|sql| match closing(sql) {
        Some(end) => end + 1 == sql.len() || !holds_header(message),
        None => !holds_header(message) && message.ends_with(b")"),
    });
    Parts { message, open: swallowed_header || !closed, ..Parts::default() }
}

/// Where the parenthesis closes that a quoted statement stands in. Values stand in it without
/// quotes, so that quotes tell nothing.
fn closing(sql: &[u8]) -> Option<usize> {
    let mut depth = 1u32;
    sql.iter().position(|b| {
        match b {
            b'(' => depth = depth.saturating_add(1),
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })
}

/// The statement that a message quotes, as a QueryException's does, and what stands behind it.
fn quoted_sql(message: &[u8]) -> Option<&[u8]> {
    const MARK: &[u8] = b"SQL: ";
    let at = memchr::memmem::find(message, MARK)?;
    let before = message.get(at.saturating_sub(400)..at).unwrap_or_default();
    let quotes = before.ends_with(b"(") || memchr::memmem::find(before, b"(Connection: ").is_some();
    message.get(at + MARK.len()..).filter(|_| quotes)
}

/// Whether a line within `bytes` looks like a record's header.
fn holds_header(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"\n[")
        .take(64)
        .any(|at| bytes.get(at + 1..).is_some_and(|b| header(b).is_some()))
}

#[cfg(test)]
mod tests;
