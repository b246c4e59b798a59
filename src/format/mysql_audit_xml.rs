//! The audit logs of MySQL Enterprise and Percona Server as XML: one `AUDIT_RECORD` an event, its
//! fields as attributes (Percona's OLD, MySQL's old style) or as elements (NEW). Grammar from the
//! vendors' manuals. Times are UTC.

use serde_json::{Map, Value};

use super::mysql_audit::plugin_record;
use crate::{
    event::draft::GapReason,
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::table::markup,
    },
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

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        starts(line)
    }

    fn reads_head(&self) -> bool {
        true
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
