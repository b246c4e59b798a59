//! Access logs of nginx and Apache in the common and combined forms, with a virtual host before
//! or more fields behind.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::Request,
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::{clip, text, trim_end_of_line},
            prefilter::{Glance, Scale, offset, shape_hash},
        },
    },
    time::{Written, quick, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "access_log",
    about: "nginx or Apache access log",
    example: r#"203.0.113.7 - alice [02/Jan/2026:03:04:05 +0000] "GET /x HTTP/1.1" 200 512 "-" "curl/8.5""#,
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut fits, mut whole) = (0usize, 0usize);
    for line in head.lines().take(200).filter(|line| !line.is_empty()) {
        whole += 1;
        fits += usize::from(request(line).is_some());
    }
    Likeness(if fits > 0 && fits * 2 >= whole { 93 } else { 0 })
}

/// Letters of an address that are kept.
const TARGET: usize = 4000;
/// Bytes of `02/Jan/2026:03:04:05 +0000`.
const CLF_BYTES: usize = 26;

fn request(line: &[u8]) -> Option<(Written, Request)> {
    let open = memchr::memchr(b'[', line.get(..line.len().min(400))?)?;
    let (stamp, took) = read::read_clf(line.get(open + 1..)?)?;
    let rest = line.get(open + 1 + took..)?.strip_prefix(b"] ")?;
    let before = text(line.get(..open)?);
    let before: Vec<&str> = before.split_whitespace().collect();
    // `host ident user`, a virtual host before them in some set-ups
    let (from, user) = match before.as_slice() {
        [from, _, user] | [_, from, _, user] => (Some(*from), Some(*user)),
        [from, ..] => (Some(*from), None),
        [] => (None, None),
    };
    let rest = text(rest);
    let (line, after) = quoted(&rest)?;
    let method = line.split(' ').next().unwrap_or_default();
    let mut numbers = after.split_whitespace();
    let status = numbers.next().and_then(|word| word.parse().ok());
    // the referrer and the agent stand in quotes; what follows is each server's own
    let fields = after.find('"').and_then(|at| quoted(after.get(at..)?));
    let agent = fields.and_then(|(_, rest)| quoted(rest.trim_start()));
    let more = agent.map(|(_, rest)| rest.trim()).filter(|rest| !rest.is_empty());
    let named = |value: Option<&str>| value.filter(|v| *v != "-").map(str::to_owned);
    Some((
        stamp,
        Request {
            from: named(from),
            user: named(user),
            method: clip(method, 40),
            target: clip(target(line), TARGET),
            status,
            agent: named(agent.map(|(agent, _)| agent)).map(|agent| clip(&agent, 500)),
            more: more.map(|rest| clip(rest, 4000)),
        },
    ))
}

/// What a request line asks for.
fn target(line: &str) -> &str {
    let (_, target) = line.split_once(' ').unwrap_or_default();
    target.rsplit_once(" HTTP/").map_or(target, |(target, _)| target)
}

/// The text between the quotes that `text` begins with, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some((inner.get(..at)?, inner.get(at + 1..)?)),
            _ => escaped = false,
        }
    }
    None
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, _line: &[u8]) -> bool {
        true
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let open = memchr::memchr(b'[', record.get(..record.len().min(400))?)?;
        let (before, rest) = record.split_at_checked(open)?;
        let stamp = rest.get(1..)?;
        let at = quick::clf(stamp)?;
        let rest = stamp.get(CLF_BYTES..)?.strip_prefix(b"] \"")?;
        // an escape is for the reading
        let end = memchr::memchr2(b'"', b'\\', rest)?;
        let asked = rest.get(..end).filter(|_| rest.get(end) == Some(&b'"'))?;
        let target =
            asked.get(memchr::memchr(b' ', asked).map_or(asked.len(), |blank| blank + 1)..)?;
        let target = match target.len().checked_sub(9) {
            Some(at) if target.get(at..at + 6) == Some(b" HTTP/") => target.get(..at)?,
            _ => target.get(..memchr::memmem::rfind(target, b" HTTP/").unwrap_or(target.len()))?,
        };
        let mut words =
            before.split(|b| matches!(b, b' ' | 9..=13)).filter(|word| !word.is_empty());
        let fields = [words.next(), words.next(), words.next(), words.next(), words.next()];
        let user = match fields {
            [_, _, Some(user), None, _] | [_, _, _, Some(user), None] if user != b"-" => user,
            _ => b"",
        };
        (target.len() <= TARGET && target.is_ascii() && before.is_ascii()).then(|| Glance {
            at: Some((Scale::Instant, at)),
            alike: Some(shape_hash([target, user])),
            stamp: offset(record, stamp),
            ..Glance::default()
        })
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        Some((Scale::Instant, quick::clf(record.get(at..)?)?))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let line = trim_end_of_line(record);
        if line.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
        } else if let Some((stamp, request)) = request(line) {
            out.draft(
                Draft::new(record.len(), EventKind::Request(Box::new(request)))
                    .stamped(Some(stamp)),
            );
        } else {
            out.gap(0..record.len(), GapReason::Unparsed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combined_line_gives_all_fields() {
        let (stamp, request) =
            request(br#"203.0.113.7 - alice [02/Jan/2026:03:04:05 +0000] "POST /artisan/reset?x=1 HTTP/1.1" 200 512 "https://x/" "curl/8.5" 0.123"#)
                .expect("a request");
        assert_eq!(stamp.offset_s, Some(0));
        assert_eq!(
            (request.method.as_str(), request.target.as_str(), request.status),
            ("POST", "/artisan/reset?x=1", Some(200))
        );
        assert_eq!(
            (request.user.as_deref(), request.agent.as_deref()),
            (Some("alice"), Some("curl/8.5"))
        );
    }

    #[test]
    fn garbage_requests_are_kept_as_they_stand() {
        let (_, request) =
            request(br#"203.0.113.7 - - [02/Jan/2026:03:04:05 +0000] "\x16\x03" 400 0 "-" "-""#)
                .expect("a request");
        assert_eq!((request.method.as_str(), request.agent), (r"\x16\x03", None));
    }
}
