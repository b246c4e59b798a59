//! The audit log of Percona Server as CSV: quoted fields, a quote doubled, line breaks raw inside a
//! quote. The first field names the event and so the columns that follow (Percona's manual,
//! audit_log_format=CSV). Times are UTC.

use serde_json::{Map, Value};

use super::mysql_audit::{plugin_record, quick_utc};
use crate::{
    event::{draft::GapReason, remark::Remark},
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::readable,
            prefilter::{Glance, Scale, offset},
            raw_cells::RawCells,
            relevance::is_plainly_routine,
        },
    },
    time::quick,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_audit_csv",
    about: "audit log of Percona Server as CSV",
    example: r#""Query","49284_2026-03-06T08:00:00","2026-03-06T08:10:30 UTC","drop_table","37",0,"drop table carts","app[app] @ web1 []","web1","","","shop""#,
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().filter(|line| !line.trim_ascii().is_empty());
    Likeness(if lines.next().is_some_and(starts) { 96 } else { 0 })
}

/// `"Name","12_2026-03-06T08:00:00","2026-…`
fn starts(line: &[u8]) -> bool {
    let inner = || {
        let rest = line.strip_prefix(b"\"")?;
        let name = rest.iter().position(|byte| *byte == b'"')?;
        let named = (1..=30).contains(&name)
            && rest.get(..name)?.iter().all(|b| b.is_ascii_alphabetic() || *b == b' ');
        let record = rest.get(name..)?.strip_prefix(b"\",\"")?;
        let digits = record.iter().take_while(|b| b.is_ascii_digit()).count();
        let (number, begun) = (digits > 0, record.get(digits..)?.strip_prefix(b"_")?);
        Some(
            named
                && number
                && begun.iter().take(4).all(u8::is_ascii_digit)
                && begun.get(4) == Some(&b'-'),
        )
    };
    inner().unwrap_or(false)
}

/// The columns after the event's name, by the event.
const QUERY: &[&str] = &[
    "record",
    "timestamp",
    "command_class",
    "connection_id",
    "status",
    "sqltext",
    "user",
    "host",
    "os_user",
    "ip",
    "db",
];
const CONNECT: &[&str] = &[
    "record",
    "timestamp",
    "connection_id",
    "status",
    "user",
    "priv_user",
    "os_login",
    "proxy_user",
    "host",
    "ip",
    "db",
];

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        starts(line)
    }

    fn is_open(&self, record: &[u8]) -> bool {
        memchr::memchr_iter(b'"', record).count() % 2 == 1
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let mut cells = RawCells(record);
        let name = cells.next().filter(|_| starts(record))?;
        // behind the number of the record
        let stamp = cells.nth(1)?;
        let at = quick_utc(stamp)?;
        // behind the kind of statement and the connection
        let (status, sql) = (cells.nth(2)?, cells.next()?);
        let is_sent = matches!(name, b"Query" | b"Execute") && status == b"0";
        (is_sent && !self.is_open(record) && is_plainly_routine(sql)).then(|| Glance {
            at: Some(at),
            stamp: offset(record, stamp),
            ..Glance::default()
        })
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        Some((Scale::Instant, quick::local(record.get(at..)?)?))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if !starts(record) {
            return out.gap(
                0..record.len(),
                if record.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Torn },
            );
        }
        let cells = cells(&readable(record));
        let Some((name, values)) = cells.split_first() else { return };
        let columns = if matches!(name.as_str(), "Connect" | "Quit" | "Change user") {
            CONNECT
        } else {
            QUERY
        };
        let mut map: Map<String, Value> = columns
            .iter()
            .zip(values)
            .map(|(column, value)| ((*column).to_owned(), Value::String(value.clone())))
            .collect();
        map.insert("name".to_owned(), Value::String(name.clone()));
        match plugin_record(&Value::Object(map), record.len()) {
            Some(mut draft) => {
                if self.is_open(record) {
                    draft.remarks.push(Remark::Cut);
                }
                out.draft(draft);
            }
            // the server's own start and stop
            None if !self.is_open(record) => {}
            None => out.gap(0..record.len(), GapReason::Truncated),
        }
    }
}

fn cells(record: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let (mut quoted, mut chars) = (false, record.trim_end().chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => {
                if let Some(cell) = cells.last_mut() {
                    cell.push('"');
                }
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    cells
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read, torment};

    const LOG: &str = include_str!("../../samples/formats/mysql_audit_csv/sample.csv");

    #[test]
    fn each_event_has_its_own_columns_and_a_literal_may_break_lines() {
        let all = queries(&FORMAT, LOG);
        assert_eq!(
            all.iter().map(|query| query.sql.as_str()).collect::<Vec<_>>(),
            ["DROP TABLE \"orders\"", "DELETE FROM t\nWHERE a = 'x,y'"]
        );
        assert_eq!(all[0].database.as_deref(), Some("shop"));
        assert_eq!(read(&FORMAT, LOG.as_bytes()).0.len(), 3);
        assert!(likeness(&FORMAT, LOG) > 90);
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        torment(&FORMAT, LOG);
    }
}
