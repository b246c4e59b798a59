//! The audit logs of MySQL Enterprise and Percona Server as JSON: records of `audit_log_filter`
//! (an array, one object a line with commas between) and of Percona's older plugin (one
//! `{"audit_record":…}` a line). Grammar from the vendors' manuals. Times are UTC.

use std::borrow::Cow;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Outcome, Query},
        session::{Service, Session, SessionAction},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            json_glance,
            lines::readable_json,
            mysql::{account, find, iso_stamp},
            prefilter::{Glance, Scale},
            relevance::is_routine,
        },
    },
    sql::dialect::{Dialect, Flavour},
    time::{Stamp, Written, micros, quick},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_audit",
    about: "audit log of MySQL Enterprise or Percona Server as JSON",
    example: r#"{"audit_record":{"name":"Query","timestamp":"2026-03-06T08:10:30 UTC","command_class":"drop_table","connection_id":"37","status":0,"sqltext":"drop table carts","user":"app[app] @ web1 []","host":"web1","db":"shop"}}"#,
    sniff,
    reader: |_| Reader::Records(Box::new(AuditReader)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let lines = head.lines().filter(|line| line.trim_ascii().len() > 1).take(20);
    let (good, all) = lines.fold((0u8, 0u8), |(good, all), line| {
        (
            good.saturating_add(u8::from(object(line).is_some_and(|map| known(&map)))),
            all.saturating_add(1),
        )
    });
    match good {
        0 => Likeness::NONE,
        good if good == all => Likeness(97),
        good if good.saturating_mul(2) >= all => Likeness(80),
        _ => Likeness(40),
    }
}

/// A line without the array around its object.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"[").unwrap_or(line).trim_ascii_start();
    let line = line.strip_suffix(b"]").unwrap_or(line).trim_ascii_end();
    line.strip_suffix(b",").unwrap_or(line)
}

/// The number of a stamp in UTC, where it is written as these logs write it.
pub(super) fn quick_utc(stamp: &[u8]) -> Option<(Scale, i64)> {
    let at = quick::local(stamp)?;
    matches!(stamp.get(19..)?, b" UTC" | b"").then_some((Scale::Instant, at))
}

/// The object of a line, without the array around it.
fn object(line: &[u8]) -> Option<Value> {
    let line = bare(line);
    if !line.starts_with(b"{") || find(line, b"timestamp").is_none() {
        return None;
    }
    serde_json::from_str(&readable_json(line)).ok()
}

/// Whether an object is a record of these logs.
fn known(map: &Value) -> bool {
    map.get("audit_record").is_some()
        || map.get("class").is_some()
            && map.get("event").is_some()
            && map.get("timestamp").is_some()
}

/// What a glance looks at: a record of either kind.
#[derive(Deserialize)]
struct Glimpse<'a> {
    #[serde(borrow)]
    audit_record: Option<Sent<'a>>,
    #[serde(borrow, default)]
    timestamp: Cow<'a, str>,
    #[serde(borrow, default)]
    class: Cow<'a, str>,
    event: Option<IgnoredAny>,
    #[serde(borrow)]
    general_data: Option<Sent<'a>>,
}

/// The statement of a record; a status that is no number, or another than 0, is not for a glance.
#[derive(Deserialize)]
struct Sent<'a> {
    #[serde(borrow, default, alias = "command")]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    timestamp: Cow<'a, str>,
    status: Option<u32>,
    #[serde(borrow, default, alias = "query")]
    sqltext: Cow<'a, str>,
}

struct AuditReader;

impl RecordReader for AuditReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii_start();
        line.starts_with(b"{") || line.starts_with(b"[")
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let line = bare(record).strip_prefix(b"{").map(|_| bare(record))?;
        let glimpse: Glimpse<'_> = serde_json::from_slice(line).ok()?;
        let (sent, stamp) = match (glimpse.audit_record, glimpse.general_data) {
            (Some(sent), None) => {
                let stamp = sent.timestamp.clone();
                (sent, stamp)
            }
            (None, Some(sent)) if glimpse.class == "general" && glimpse.event.is_some() => {
                (sent, glimpse.timestamp)
            }
            _ => return None,
        };
        let is_sent = matches!(&*sent.name, "Query" | "Execute")
            && sent.status.is_none_or(|status| status == 0)
            && is_routine(sent.sqltext.as_bytes());
        let at = quick_utc(stamp.as_bytes()).filter(|_| is_sent)?;
        let stamp = json_glance::form(record, stamp.as_bytes());
        Some(Glance { at: Some(at), stamp, ..Glance::default() })
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        let at = quick::local(record.get(at..)?)?;
        (!json_glance::leads_with_zero(record)).then_some((Scale::Instant, at))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.iter().all(|b| b.is_ascii_whitespace() || matches!(b, b'[' | b']' | b',')) {
            return out.gap(0..record.len(), GapReason::Furniture);
        }
        let Some(map) = object(record).filter(known) else {
            return out.gap(0..record.len(), GapReason::Unparsed);
        };
        let draft = match map.get("audit_record") {
            Some(old) => plugin_record(old, record.len()),
            None => filter(&map, record.len()),
        };
        // what the server says of its own start and stop, and of single tables, is understood
        if let Some(draft) = draft {
            out.draft(draft);
        }
    }
}

/// A text of an object, unless it is empty.
fn word(map: &Value, key: &str) -> Option<String> {
    map.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A number, which may stand in quotes.
fn number(map: &Value, key: &str) -> Option<u64> {
    let value = map.get(key)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// `2026-03-06T08:10:30 UTC`, `2026-03-06 08:10:30`.
fn utc(map: &Value) -> Option<Written> {
    let text = word(map, "timestamp")?;
    let (mut written, _) = iso_stamp(text.as_bytes())?;
    if let Stamp::Local(local) = written.stamp {
        written.stamp = Stamp::Instant(micros(local));
        written.offset_s = Some(0);
    }
    written.text = text.into();
    Some(written)
}

fn outcome(status: Option<u64>) -> Outcome {
    match status {
        Some(0) => Outcome::Done,
        Some(code) => Outcome::Refused { code: u32::try_from(code).ok(), message: None },
        None => Outcome::Unsaid,
    }
}

fn session(
    user: Option<String>,
    from: Option<String>,
    action: SessionAction,
    id: Option<u64>,
) -> EventKind {
    EventKind::Session(Box::new(Session {
        user,
        from,
        action,
        service: Some(Service::Mysql),
        pid: id,
        ..Session::default()
    }))
}

/// Whether a connection was made, refused or ended.
fn action(name: &str, status: Option<u64>) -> Option<SessionAction> {
    match (name.to_ascii_lowercase().as_str(), status.unwrap_or(0)) {
        ("connect" | "change user" | "change_user", 0) => Some(SessionAction::Login),
        ("connect" | "change user" | "change_user", _) => Some(SessionAction::Failed),
        ("quit" | "disconnect", _) => Some(SessionAction::Logout),
        _ => None,
    }
}

/// A statement's draft, for the protocol's commands that run one.
fn statement(query: Query, command: &str, len: usize) -> Option<Draft> {
    let query = match command.to_ascii_lowercase().as_str() {
        "query" | "execute" => query,
        "prepare" => Query { admin: Some("Prepare".into()), ..query },
        _ => return None,
    };
    Some(Draft::new(len, EventKind::Query(Box::new(query))))
}

const DIALECT: Dialect = Dialect { flavour: Flavour::MySql, version: None };

/// A record of Percona's older plugin, and of MySQL's XML: its fields by their names in lower case.
pub(super) fn plugin_record(map: &Value, len: usize) -> Option<Draft> {
    let name = word(map, "name")?;
    let who = account(word(map, "user").unwrap_or_default().as_bytes());
    let host = word(map, "host").or_else(|| word(map, "ip")).or(who.host);
    let status = number(map, "status");
    let id = number(map, "connection_id");
    let draft = match action(&name, status) {
        Some(action) => Draft::new(len, session(who.user, host, action, id)),
        None => {
            let query = Query {
                sql: word(map, "sqltext")?,
                database: word(map, "db"),
                user: who.user,
                host,
                connection_id: id,
                outcome: outcome(status),
                dialect: DIALECT,
                ..Query::default()
            };
            statement(query, &name, len)?
        }
    };
    Some(draft.stamped(utc(map)))
}

/// A record of `audit_log_filter`.
fn filter(map: &Value, len: usize) -> Option<Draft> {
    let part = |key: &str| map.get(key).cloned().unwrap_or(Value::Null);
    let (who, login) = (part("account"), part("login"));
    let user = word(&who, "user").or_else(|| word(&login, "user"));
    let host = word(&who, "host").or_else(|| word(&login, "ip"));
    let id = number(map, "connection_id");
    let draft = match word(map, "class")?.as_str() {
        "connection" => {
            let status = number(&part("connection_data"), "status");
            Draft::new(len, session(user, host, action(&word(map, "event")?, status)?, id))
        }
        "general" => {
            let data = part("general_data");
            let query = Query {
                sql: word(&data, "query")?,
                database: word(&data, "database").or_else(|| word(map, "database")),
                user,
                host,
                connection_id: id,
                outcome: outcome(number(&data, "status")),
                origin: word(&part("connection_attributes"), "program_name").map(Origin::Program),
                dialect: DIALECT,
                ..Query::default()
            };
            statement(query, &word(&data, "command")?, len)?
        }
        _ => return None,
    };
    Some(draft.stamped(utc(map)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read, torment};

    const LOG: &str = "[\n{ \"timestamp\": \"2026-03-06 08:10:30\", \"id\": 0, \"class\": \"connection\", \"event\": \"connect\", \"connection_id\": 16, \"account\": { \"user\": \"app\", \"host\": \"web1\" }, \"connection_data\": { \"status\": 1045 } },\n{ \"timestamp\": \"2026-03-06 08:10:31\", \"id\": 0, \"class\": \"general\", \"event\": \"status\", \"connection_id\": 16, \"account\": { \"user\": \"app\", \"host\": \"web1\" }, \"general_data\": { \"command\": \"Query\", \"sql_command\": \"drop_table\", \"query\": \"drop table carts\", \"status\": 0 } },\n";

    #[test]
    fn records_of_the_filter_are_statements_and_logins() {
        let all = queries(&FORMAT, LOG);
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].sql.as_str(), all[0].user.as_deref(), &all[0].outcome),
            ("drop table carts", Some("app"), &Outcome::Done)
        );
        let (drafts, _) = read(&FORMAT, LOG.as_bytes());
        assert!(
            matches!(&drafts[0].kind, EventKind::Session(session) if session.action == SessionAction::Failed)
        );
        assert!(likeness(&FORMAT, LOG) >= 90);
    }

    #[test]
    fn records_of_the_older_plugin_are_read() {
        let all = queries(&FORMAT, FORMAT.example);
        assert_eq!(
            (all[0].sql.as_str(), all[0].database.as_deref(), all[0].connection_id),
            ("drop table carts", Some("shop"), Some(37))
        );
        assert!(read(&FORMAT, FORMAT.example.as_bytes()).0[0].written.is_some());
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        torment(&FORMAT, LOG);
    }
}
