//! Monolog's JSON lines (`JsonFormatter`), and the JSON lines of `queue:work --json`.

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::Level,
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            artisan,
            collector_prefix::Prefix,
            json_glance::{self, Role},
            loose_json,
            monolog::entry::Entry,
            prefilter::{Glance, Scale},
            querylog,
        },
    },
    time::{Written, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "laravel_json",
    about: "Laravel application log as JSON lines (Monolog's JsonFormatter), queue:work --json",
    example: r#"{"message":"m","context":{},"level":400,"level_name":"ERROR","channel":"local","datetime":"2026-01-02T03:04:05.1+00:00","extra":{}}"#,
    sniff,
    reader: |head| Reader::Records(Box::new(Records { style: style(head).0 })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (_, count) = style(head);
    let whole = head.lines().take(500).filter(|line| !line.trim_ascii().is_empty()).count();
    Likeness(match count {
        0 => 0,
        n if n * 2 >= whole => 97,
        _ => 50,
    })
}

fn style(head: &Head<'_>) -> (Prefix, usize) {
    let lines: Vec<&[u8]> = head.lines().take(500).collect();
    Prefix::best(&lines, is_entry)
}

fn is_entry(line: &[u8]) -> bool {
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    line.starts_with(b"{\"")
        && ((has(b"\"level_name\"") && has(b"\"datetime\"") && has(b"\"message\""))
            || (has(b"\"job\":")
                && has(b"\"status\":")
                && has(b"\"timestamp\":")
                && has(b"\"queue\":")))
}

struct Records {
    style: Prefix,
}

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        self.style.strip(line).is_some_and(|bare| bare.line.first() == Some(&b'{'))
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let mut is_entry = false;
        let glance = json_glance::entry(record, false, |depth, key| match key {
            _ if depth > 1 => Role::Other,
            b"message" => Role::Message(0),
            b"datetime" => Role::Stamp(0),
            b"level_name" => {
                is_entry = true;
                Role::Level(0)
            }
            _ => Role::Other,
        });
        glance.filter(|_| is_entry && self.style == Prefix::None)
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        json_glance::moment(record, at)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let whole = 0..record.len();
        let trimmed = record.trim_ascii_end();
        if trimmed.is_empty() {
            out.gap(whole, GapReason::Blank);
            return;
        }
        let bare = self.style.strip(trimmed);
        let (line, outer) = bare
            .map_or((std::borrow::Cow::Borrowed(trimmed), None), |bare| (bare.line, bare.stamp));
        let Some(value) = loose_json::parse_json(&line) else {
            let torn =
                if line.first() == Some(&b'{') { GapReason::Truncated } else { GapReason::Torn };
            let by = loose_json::torn_by(trimmed).filter(|_| self.style == Prefix::None);
            out.gap(0..by.unwrap_or(record.len()), torn);
            if let Some(at) = by {
                out.append(at, |rest| self.read(record.get(at..).unwrap_or_default(), rest));
            }
            return;
        };
        let field =
            |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        if value.get("level_name").is_none() {
            match artisan::worker_json(&value) {
                Some((stamp, command)) => {
                    out.draft(Draft {
                        at: whole,
                        ..Draft::new(0, EventKind::Command(Box::new(command))).stamped(stamp)
                    });
                }
                None => out.gap(whole, GapReason::Unparsed),
            }
            return;
        }
        let entry = Entry {
            level: Level::of(&field("level_name")),
            channel: field("channel"),
            message: field("message"),
            context: value.get("context").filter(|context| context.is_object()).cloned(),
        };
        let mut draft = querylog::draft(entry, record.len()).stamped(stamp(&value));
        draft.twin = outer.filter(|stamp| stamp.offset_s.is_some()).map(Box::new);
        out.draft(draft);
    }
}

/// `"datetime"` as text, or as the object that Monolog 1 wrote.
fn stamp(value: &Value) -> Option<Written> {
    match value.get("datetime")? {
        Value::String(text) => read::read_iso(text.as_bytes()).map(|(written, _)| written),
        Value::Object(object) => {
            let date = object.get("date")?.as_str()?;
            let zone = object.get("timezone").and_then(Value::as_str).unwrap_or_default();
            read::read_iso(format!("{date} {zone}").as_bytes()).map(|(written, _)| written)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_worker_lines_are_read() {
        let log = concat!(
            r#"{"message":"SLOW","context":{"sql":"drop table `a`","time_ms":10.5},"level":300,"level_name":"WARNING","channel":"production","datetime":"2026-01-02T03:04:05.123456+00:00","extra":{}}"#,
            "\n",
            r#"{"level":"info","id":9,"connection":"database","queue":"default","job":"App\\Jobs\\Foo","status":"success","timestamp":"2026-01-02T03:04:06.1+00:00","duration":0.007}"#,
        );
        let head = Head { name: "x", bytes: log.as_bytes(), whole: true };
        assert_eq!((FORMAT.sniff)(&head), Likeness(97));
        let Reader::Records(reader) = (FORMAT.reader)(&head) else { panic!("records") };
        let mut out = Parsed::default();
        for line in log.lines() {
            reader.read(line.as_bytes(), &mut out);
        }
        assert!(matches!(&out.drafts[0].kind, EventKind::Query(q) if q.sql == "drop table `a`"));
        assert!(
            matches!(&out.drafts[1].kind, EventKind::Command(c) if c.command == "App\\Jobs\\Foo")
        );
        assert!(out.drafts.iter().all(|draft| draft.written.is_some()));
    }
}
