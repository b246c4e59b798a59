//! PostgreSQL's log as JSON (`log_destination = jsonlog`, since 15), one object a line; operators
//! put it into an object of their own as `record`.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    event::draft::GapReason,
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            json_glance,
            lines::readable_json,
            postgres::{
                Entry, Routine, Who, glance, quick_stamp, sessions::Sessions, stamp_in_session,
            },
            prefilter::{Glance, Scale},
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "postgres_json",
    about: "log of PostgreSQL as JSON (jsonlog, or as operators wrap it)",
    example: r#"{"timestamp":"2026-03-06 09:10:30.344 CET","user":"app","dbname":"shop","pid":812,"session_id":"69aa8bf6.32c","error_severity":"LOG","message":"statement: drop table carts"}"#,
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let lines = head.lines().filter(|line| !line.trim_ascii().is_empty()).take(50);
    let (mut all, mut own) = (0u32, 0u32);
    for line in lines {
        all += 1;
        own += u32::from(marked(line) && object(line).is_some());
    }
    Likeness(if own > 0 && own * 2 >= all { 96 } else { 0 })
}

/// Whether the line may be one of it.
fn marked(line: &[u8]) -> bool {
    line.starts_with(b"{") && memchr::memmem::find(line, b"\"error_severity\"").is_some()
}

/// The object of a line that is an entry.
fn object(line: &[u8]) -> Option<Map<String, Value>> {
    let map: Map<String, Value> = serde_json::from_str(&readable_json(line)).ok()?;
    let map = if map.contains_key("error_severity") {
        map
    } else {
        map.into_iter().find_map(|(key, value)| match value {
            Value::Object(inner) if key == "record" => Some(inner),
            _ => None,
        })?
    };
    ["error_severity", "message"].iter().all(|key| map.contains_key(*key)).then_some(map)
}

/// What a glance looks at.
#[derive(Deserialize)]
struct Glimpse<'a> {
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    #[serde(borrow)]
    error_severity: Cow<'a, str>,
    #[serde(borrow)]
    message: Cow<'a, str>,
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, _line: &[u8]) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let Some(map) = object(record.trim_ascii()) else {
            let reason =
                if record.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Unparsed };
            return out.gap(0..record.len(), reason);
        };
        let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
        let said = |key: &str| Some(text(key).to_owned()).filter(|name| !name.is_empty());
        // operators write every value as a string
        let pid = map.get("pid").or_else(|| map.get("process_id"));
        let entry = Entry {
            who: Who {
                pid: pid.and_then(|pid| pid.as_u64().or_else(|| pid.as_str()?.parse().ok())),
                user: said("user").or_else(|| said("user_name")),
                database: said("dbname").or_else(|| said("database_name")),
                application: said("application_name"),
                host: said("remote_host")
                    .or_else(|| Some(said("connection_from")?.rsplit_once(':')?.0.to_owned())),
            },
            severity: text("error_severity"),
            message: text("message").into(),
            detail: text("detail").into(),
            statement: if map.contains_key("statement") {
                text("statement")
            } else {
                text("query")
            }
            .into(),
        };
        let at = if map.contains_key("timestamp") { text("timestamp") } else { text("log_time") };
        let start = said("session_start").or_else(|| said("session_start_time"));
        let written = stamp_in_session(
            at.as_bytes(),
            text("session_id"),
            start.as_deref().unwrap_or_default(),
        );
        entry.drafts(record.len(), written.as_ref(), &mut out.drafts);
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let entry: Glimpse<'_> = serde_json::from_slice(record).ok()?;
        let (at, _) = quick_stamp(entry.timestamp.as_bytes())?;
        let is_sent = entry.error_severity == "LOG"
            && glance(entry.message.as_bytes()) == Some(Routine::Sent);
        let stamp = json_glance::form(record, entry.timestamp.as_bytes());
        is_sent.then_some(Glance { at: Some(at), stamp, ..Glance::default() })
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        let (at, _) = quick_stamp(record.get(at..)?)?;
        (!json_glance::leads_with_zero(record)).then_some(at)
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Sessions>::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, torment};

    #[test]
    fn an_operators_wrapping_is_taken_off() {
        let wrapped = r#"{"level":"info","ts":"2026-03-06T08:10:30Z","logger":"postgres","record":{"log_time":"2026-03-06 09:10:30.344 CET","user_name":"app","database_name":"shop","process_id":"812","error_severity":"LOG","message":"statement: drop table carts"}}"#;
        for text in [wrapped, FORMAT.example] {
            let found = queries(&FORMAT, text);
            let query = found.first();
            assert_eq!(query.map(|query| query.sql.as_str()), Some("drop table carts"));
            assert_eq!(query.and_then(|query| query.connection_id), Some(812));
            assert_eq!(likeness(&FORMAT, text), 96);
        }
        assert_eq!(likeness(&FORMAT, r#"{"message":"x","level":"error"}"#), 0);
    }

    #[test]
    fn garbled_text_is_survived() {
        torment(&FORMAT, &format!("{}\n", FORMAT.example));
    }
}
