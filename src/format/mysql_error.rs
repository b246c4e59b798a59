//! The error log of MySQL, MariaDB and Percona Server of all ages: stamp, thread, `[label]`, since
//! 8.0 code and subsystem, message; lines without a stamp belong to the one before (grammar from
//! the servers' log.cc and the manuals). The JSON sink of MySQL 8 is read as well.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Server, ServerMark},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, RecordReader},
        grammar::{
            lines::{readable_json, text},
            mysql::{Line, cut, find, iso_stamp, lines, number, old_stamp, quick_moment, rcut},
            prefilter::{Glance, Scale, shape_hash},
            prefixed,
            relevance::{Relevance, text_relevance},
            server_mark::mark,
        },
    },
    time::Written,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_error",
    about: "error log of MySQL and MariaDB, as text or JSON",
    example: "2026-03-06  9:10:30 0 [Note] /usr/sbin/mariadbd: ready for connections.",
    sniff: |head| prefixed::sniff(head, sniff),
    reader: |head| prefixed::reader(head, sniff, Box::new(ErrorReader)),
};

/// How sure it is of a source whose lines bear no prefix.
fn sniff(head: &Head<'_>) -> Likeness {
    let mut stamped = 0u32;
    let mut labelled = 0u32;
    let mut others = 0u32;
    let mut first = None;
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(400) {
        let sure = begins(line);
        if !sure && stamp(line).is_none() {
            others = others.saturating_add(1);
            first.get_or_insert(false);
            continue;
        }
        stamped = stamped.saturating_add(1);
        labelled = labelled.saturating_add(u32::from(sure));
        first.get_or_insert(sure);
    }
    let most = labelled.saturating_mul(2) >= stamped;
    match (labelled, first) {
        (0, _) => Likeness::NONE,
        (_, Some(true)) if most => Likeness(92),
        (2.., _) if most && (labelled.saturating_mul(4) >= others || others < 200) => Likeness(72),
        (_, Some(true)) => Likeness(50),
        _ => Likeness::NONE,
    }
}

/// The stamp of a line and what follows it.
fn stamp(line: &[u8]) -> Option<(Written, &[u8])> {
    // 5.0 could write its message right after the time
    iso_stamp(line)
        .or_else(|| old_stamp(line))
        .filter(|(_, rest)| rest.first().is_none_or(|b| matches!(b, b' ' | b'\t' | b'I')))
}

/// Whether a line begins an entry that no other log would write.
pub(crate) fn begins(line: &[u8]) -> bool {
    match stamp(line) {
        Some((_, rest)) => own(rest),
        None => json(line).is_some(),
    }
}

/// Whether what follows the stamp is as this log alone writes it.
fn own(rest: &[u8]) -> bool {
    let (head, _) = parts(rest);
    let known = head.level.is_some_and(|level| {
        matches!(level, Level::Note | Level::Warning | Level::Error | Level::System)
    });
    let rest = rest.trim_ascii_start();
    known
        || [
            &b"mysqld_safe "[..],
            b"mysqld started",
            b"mysqld ended",
            b"mysqld restarted",
            b"InnoDB: ",
            b"server_audit: ",
            b"mariadbd-safe ",
        ]
        .iter()
        .any(|word| rest.starts_with(word))
}

/// What stands between stamp and message.
#[derive(Default)]
struct Labels {
    thread: Option<u64>,
    level: Option<Level>,
}

/// Splits what follows the stamp.
fn parts(rest: &[u8]) -> (Labels, &[u8]) {
    let mut labels = Labels::default();
    let mut rest = rest.trim_ascii_start();
    if let Some((word, after)) = cut(rest, b" ") {
        let hex = word.len() >= 8 && word.iter().all(u8::is_ascii_hexdigit);
        if number(word).is_some() || hex {
            labels.thread = number(word);
            rest = after.trim_ascii_start();
        }
    }
    let mut first = true;
    while let Some((label, after)) = rest.strip_prefix(b"[").and_then(|rest| cut(rest, b"]")) {
        let plain = !label.is_empty()
            && label.len() <= 40
            && label.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' '));
        let word = label.iter().all(u8::is_ascii_alphabetic);
        if !plain || first && !word {
            break;
        }
        if first {
            labels.level = Some(Level::of(&text(label)));
        }
        first = false;
        rest = after.trim_ascii_start();
        if !rest.starts_with(b"[MY-")
            && !after.starts_with(b" [Server]")
            && !after.starts_with(b" [InnoDB]")
            && !after.starts_with(b" [Repl]")
            && !label.starts_with(b"MY-")
        {
            break;
        }
    }
    (labels, rest.strip_prefix(b"- ").unwrap_or(rest))
}

/// A line of the JSON sink.
fn json(line: &[u8]) -> Option<serde_json::Map<String, serde_json::Value>> {
    let line = line.trim_ascii();
    if !line.starts_with(b"{") || find(line, b"\"err_code\"").is_none() || line.len() > 1_000_000 {
        return None;
    }
    let map: serde_json::Map<_, _> = serde_json::from_str(&readable_json(line)).ok()?;
    (map.contains_key("msg") && map.contains_key("time")).then_some(map)
}

/// No message is kept beyond this; the bytes are cited anyway.
const LONGEST: usize = 8 * 1024;

struct ErrorReader;

impl RecordReader for ErrorReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        stamp(line).is_some() || line.starts_with(b"{") && json(line).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let (at, rest) = quick_moment(record)?;
        let (labels, message) = parts(rest.strip_prefix(b" ")?);
        let message = std::str::from_utf8(message).ok()?.trim();
        let is_plain = memchr::memchr(b'\n', record).is_none()
            && message.len() < LONGEST
            && GLUED.find(record).is_none()
            && mark(message.as_bytes()) == ServerMark::None
            && text_relevance(message.as_bytes()) == Relevance::Telling;
        is_plain.then(|| Glance {
            at: Some(at),
            error: labels.level.is_some_and(|level| level.is_error()),
            alike: Some(shape_hash([message.as_bytes(), b""])),
            stamp: Some(0),
            ..Glance::default()
        })
    }

    fn moment(&self, record: &[u8], _at: usize) -> Option<(Scale, i64)> {
        quick_moment(record).map(|(at, _)| at)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.trim_ascii().is_empty() {
            return out.gap(0..record.len(), GapReason::Blank);
        }
        let Some(first) = lines(record).next() else { return };
        if let Some(map) = json(first.text) {
            return out.draft(from_json(&map, record.len()));
        }
        // one plugin writes without waiting for the end of the line before
        if let Some(at) = glued(first) {
            if let Some(front) = record.get(..at) {
                self.read(front, out);
            }
            out.append(at, |rest| self.read(record.get(at..).unwrap_or_default(), rest));
            return;
        }
        let (written, rest) = match stamp(first.text) {
            Some((written, rest)) => (Some(written), rest),
            None => (None, first.text),
        };
        let (labels, message) =
            if written.is_some() { parts(rest) } else { (Labels::default(), rest) };
        let mut marked = mark(message);
        let mut whole = text(message.get(..message.len().min(LONGEST)).unwrap_or_default());
        for line in lines(record).skip(1) {
            if marked == ServerMark::None && line.text.starts_with(b"InnoDB: ") {
                marked = mark(line.text);
            }
            if whole.len().saturating_add(line.text.len()) < LONGEST {
                whole.push('\n');
                whole.push_str(&text(line.text));
            }
        }
        let server = Server {
            message: whole.trim().to_owned(),
            level: labels.level,
            thread: labels.thread,
            mark: marked,
        };
        let mut draft =
            Draft::new(record.len(), EventKind::Server(Box::new(server))).stamped(written);
        draft.twin = twin(&draft, message).map(Box::new);
        out.draft(draft);
    }
}

/// The local time that some messages name beside a stamp with a zone.
fn twin(draft: &Draft, message: &[u8]) -> Option<Written> {
    draft.written.as_ref()?.offset_s?;
    let (_, after) = rcut(message, b"completed at ")?;
    old_stamp(after).map(|(written, _)| written)
}

static GLUED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" server_audit: "));

/// Where a second entry begins in a line.
fn glued(line: Line<'_>) -> Option<usize> {
    const STAMP: usize = "260306  9:10:30".len();
    // not the line's own stamp
    let after = line.text.get(STAMP.checked_add(1)?..)?;
    let at = GLUED.find(after)?.checked_add(1)?;
    let (_, rest) = old_stamp(line.text.get(at..)?)?;
    rest.starts_with(b" server_audit: ").then_some(at)
}

fn from_json(map: &serde_json::Map<String, serde_json::Value>, len: usize) -> Draft {
    let word = |key: &str| map.get(key).and_then(serde_json::Value::as_str);
    let message = word("msg").unwrap_or_default();
    let level = word("label").map(Level::of).or_else(|| {
        Some(match map.get("prio").and_then(serde_json::Value::as_u64)? {
            0 => Level::System,
            1 => Level::Error,
            2 => Level::Warning,
            _ => Level::Note,
        })
    });
    let server = Server {
        message: message.to_owned(),
        level,
        thread: map.get("thread").and_then(serde_json::Value::as_u64),
        mark: mark(message.as_bytes()),
    };
    let written =
        word("time").and_then(|time| iso_stamp(time.as_bytes())).map(|(written, _)| written);
    let mut draft = Draft::new(len, EventKind::Server(Box::new(server))).stamped(written);
    draft.twin = twin(&draft, message.as_bytes()).map(Box::new);
    draft
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read};

    fn servers(text: &str) -> Vec<(Draft, Server)> {
        read(&FORMAT, text.as_bytes())
            .0
            .into_iter()
            .map(|draft| match draft.kind.clone() {
                EventKind::Server(server) => (draft, *server),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn lines_of_all_ages_give_level_thread_and_message() {
        let text = "2026-03-06T08:10:30.123456Z 7 [Note] [MY-010926] [Server] Access denied for user 'x'@'y'\n2026-03-06  9:10:31 0 [Warning] InnoDB: slow\n080721  3:04:01 [ERROR] /usr/sbin/mysqld: unknown variable\n080721 03:04:01  mysqld ended\n";
        let all = servers(text);
        assert_eq!(all.len(), 4);
        assert_eq!(
            (all[0].1.level.as_ref().map(Level::id), all[0].1.thread),
            (Some("note"), Some(7))
        );
        assert_eq!(all[0].1.message, "Access denied for user 'x'@'y'");
        assert_eq!(all[1].1.message, "InnoDB: slow");
        assert_eq!(all[2].1.level.as_ref().map(Level::id), Some("error"));
        assert_eq!(all[3].1.mark, ServerMark::Shutdown);
        assert!(likeness(&FORMAT, text) >= 90);
    }

    #[test]
    fn a_crash_report_is_one_entry_and_what_follows_is_marked() {
        let text = "260306  9:10:30 [ERROR] /usr/sbin/mariadbd got signal 11 ;\nSorry, we probably made a mistake\n\nThread pointer: 0x0\n2026-03-06  9:10:40 0 [Note] InnoDB: Starting crash recovery from checkpoint LSN=1\n2026-03-06  9:10:41 0 [ERROR] InnoDB: Unable to apply log to corrupted page 3 in file ./shop/t.ibd\n2026-03-06  9:10:42 0 [Note] /usr/sbin/mariadbd: ready for connections.\nVersion: '10.11.6-MariaDB'  socket: ''  port: 3306\n";
        let marks: Vec<_> = servers(text).into_iter().map(|(_, server)| server.mark).collect();
        assert_eq!(
            marks,
            [ServerMark::Crash, ServerMark::Recovery, ServerMark::Corruption, ServerMark::Ready]
        );
    }

    #[test]
    fn a_message_glued_to_the_line_before_is_its_own_entry() {
        let all = servers(
            "260306  9:10:30 server_audit: x can be veiled.260306  9:10:31 server_audit: logging started\n",
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].0.written.as_ref().unwrap().text, "260306  9:10:31");
    }

    #[test]
    fn a_local_time_in_the_message_is_a_twin_of_a_stamp_with_zone() {
        let all = servers(
            "2026-03-06T08:10:30.1Z 0 [Note] [MY-011953] [InnoDB] Buffer pool(s) load completed at 260306  9:10:30\n",
        );
        assert_eq!(all[0].0.twin.as_ref().unwrap().text, "260306  9:10:30");
    }

    #[test]
    fn the_json_sink_is_read() {
        let all = servers(
            "{\"prio\":1,\"err_code\":10051,\"subsystem\":\"Server\",\"msg\":\"bad\",\"time\":\"2026-03-06T08:10:30.109022Z\",\"thread\":5,\"label\":\"Error\"}\n",
        );
        assert_eq!(
            (all[0].1.level.as_ref().map(Level::id), all[0].1.thread, all[0].1.message.as_str()),
            (Some("error"), Some(5), "bad")
        );
        assert!(all[0].0.written.is_some());
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        crate::format::testing::torment(
            &FORMAT,
            include_str!("../../samples/formats/mysql_error/sample.log"),
        );
    }
}
