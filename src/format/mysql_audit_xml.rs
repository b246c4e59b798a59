//! The audit logs of MySQL Enterprise and Percona Server as XML: one `AUDIT_RECORD` an event, its
//! fields as attributes (Percona's OLD, MySQL's old style) or as elements (NEW). Grammar from the
//! vendors' manuals. Times are UTC.

use serde_json::{Map, Value};

use super::mysql_audit::{plugin_record, quick_utc};
use crate::{
    event::draft::GapReason,
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            prefilter::{Glance, Scale, offset},
            relevance::is_routine,
            table::markup,
        },
    },
    time::quick,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_audit_xml",
    about: "audit log of MySQL Enterprise or Percona Server as XML, old and new style",
    example: "<AUDIT_RECORD NAME=\"Query\" RECORD=\"3_2026-03-06T08:00:00\" TIMESTAMP=\"2026-03-06T08:10:30 UTC\" COMMAND_CLASS=\"drop_table\" CONNECTION_ID=\"37\" STATUS=\"0\" SQLTEXT=\"drop table carts\" USER=\"app[app] @ web1 []\" HOST=\"web1\" DB=\"shop\"/>",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..head.bytes.len().min(64 * 1024)).unwrap_or(head.bytes);
    let records = head.lines().take(2000).filter(|line| starts(line)).count();
    Likeness(match records {
        0 => 0,
        _ if memchr::memmem::find(begin, b"TIMESTAMP").is_some() => 97,
        _ => 40,
    })
}

fn starts(line: &[u8]) -> bool {
    line.trim_ascii_start()
        .strip_prefix(b"<AUDIT_RECORD")
        .is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b'\t' | b'\r' | b'>')))
}

/// The fields of a record whose lines hold one each, as element or attribute; `None` where any line
/// holds anything else.
fn glimpse(record: &[u8]) -> Option<[&[u8]; 4]> {
    let mut found: [Option<&[u8]>; 4] = [None; 4];
    let mut lines = record.split(|b| *b == b'\n');
    let mut take = |name: &[u8], value| {
        let Some(at) = [&b"NAME"[..], b"TIMESTAMP", b"STATUS", b"SQLTEXT"]
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
        else {
            return Some(());
        };
        // of two the reading decides
        found.get_mut(at)?.replace(value).is_none().then_some(())
    };
    let head = lines.next()?.trim_ascii();
    let by_elements = match head {
        b"<AUDIT_RECORD>" => true,
        b"<AUDIT_RECORD" => false,
        _ => return None,
    };
    for line in lines {
        let line = line.trim_ascii();
        if matches!(line, b"" | b"/>" | b"</AUDIT_RECORD>" | b"</AUDIT>") {
            continue;
        }
        let (name, value) = if by_elements {
            let rest = line.strip_prefix(b"<")?;
            let name = rest.get(..memchr::memchr2(b'>', b'/', rest)?)?;
            let value = match rest.get(name.len()..)? {
                b"/>" => &[],
                rest => {
                    let rest = rest.strip_prefix(b">")?.strip_suffix(b">")?;
                    rest.strip_suffix(name)?.strip_suffix(b"</")?
                }
            };
            (name, value)
        } else {
            let at = memchr::memchr(b'=', line)?;
            let (name, value) = (line.get(..at)?, line.get(at + 1..)?);
            (name, value.strip_prefix(b"\"")?.strip_suffix(b"\"")?)
        };
        let is_word = name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
        if !is_word || name.is_empty() || memchr::memchr3(b'<', b'>', b'"', value).is_some() {
            return None;
        }
        take(name, value)?;
    }
    let [name, stamp, status, sql] = found;
    Some([name?, stamp?, status?, sql?])
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        starts(line)
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let [name, stamp, status, sql] = glimpse(record)?;
        let text = std::str::from_utf8(sql).ok()?;
        let is_routine = if memchr::memchr(b'&', sql).is_none() {
            is_routine(sql)
        } else {
            is_routine(markup::entities(text).as_bytes())
        };
        let is_sent = matches!(name, b"Query" | b"Execute") && status == b"0" && is_routine;
        let at = quick_utc(stamp).filter(|_| is_sent)?;
        // an entity may be a number
        let is_plain = memchr::memchr(b'&', record).is_none();
        let stamp = offset(record, stamp).filter(|_| is_plain);
        Some(Glance { at: Some(at), stamp, ..Glance::default() })
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        Some((Scale::Instant, quick::local(record.get(at..)?)?))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let whole = memchr::memmem::find(record, b"/>")
            .or_else(|| memchr::memmem::find(record, b"</AUDIT_RECORD"))
            .is_some();
        if !starts(record.split(|b| *b == b'\n').next().unwrap_or_default()) {
            let text = record.trim_ascii();
            let frame =
                text.is_empty() || text.starts_with(b"<?xml") || text.starts_with(b"<AUDIT");
            return out
                .gap(0..record.len(), if frame { GapReason::Furniture } else { GapReason::Torn });
        }
        let map: Map<String, Value> = markup::fields(record)
            .into_iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), Value::String(value)))
            .collect();
        match plugin_record(&Value::Object(map), record.len()) {
            Some(draft) => out.draft(draft),
            // the server's own start and stop
            None if whole => {}
            None => out.gap(0..record.len(), GapReason::Truncated),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::{
        event::{kind::EventKind, session::SessionAction},
        format::testing::{likeness, queries, read, torment},
    };

    const OLD: &str = include_str!("../../samples/formats/mysql_audit_xml/old.xml");
    const NEW: &str = include_str!("../../samples/formats/mysql_audit_xml/new.xml");

    #[test]
    fn records_of_both_styles_are_statements_and_logins() {
        for (text, sql) in
            [(OLD, "DROP TABLE `orders` /* a < b & */"), (NEW, "DROP TABLE IF EXISTS `t`")]
        {
            let all = queries(&FORMAT, text);
            assert_eq!(all.iter().map(|query| query.sql.as_str()).collect::<Vec<_>>(), [sql]);
            assert_eq!(all[0].user.as_deref(), Some("root"));
            assert!(likeness(&FORMAT, text) >= 90);
        }
        let (drafts, _) = read(&FORMAT, OLD.as_bytes());
        assert!(drafts.iter().any(|draft| matches!(&draft.kind, EventKind::Session(session) if session.action == SessionAction::Failed)));
        assert!(drafts.iter().all(|draft| draft.written.is_some()));
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        torment(&FORMAT, OLD);
    }
}
