//! Statements as proxies and tracers report them in JSON: ProxySQL's event log
//! (`eventslog_format=2`), spans of Elastic APM, OpenTelemetry, Jaeger, Zipkin, Datadog and Sentry.
//! The names are those of their conventions, wherever in an object they stand; a unit of work
//! around the statements (a request, a job) is told as one.

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::Request,
        query::{Outcome, Query},
        session::{Command, CommandVia},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{loose_json, querylog},
    },
    sql::dialect::Dialect,
    time::{
        Written,
        read::{read_any, read_epoch},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "query_trace",
    about: "statements as proxies and tracers report them in JSON: ProxySQL's event log, spans of Elastic APM, OpenTelemetry, Jaeger, Zipkin, Datadog",
    example: r#"{"client":"10.0.0.5:38933","digest":"0xD4625AE95BAEE9D9","duration_us":417,"event":"COM_QUERY","query":"delete from `carts` where `id` = 7","rows_affected":1,"schemaname":"shop","starttime_timestamp_us":1772788211123456,"thread_id":49,"username":"app"}"#,
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begins = matches!(head.bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    let has = |mark: &&str| memchr::memmem::find(head.bytes, mark.as_bytes()).is_some();
    if !begins || !MARKS.iter().any(has) {
        return Likeness::NONE;
    }
    let (mut all, mut fit, mut sent) = (0u32, 0u32, 0u32);
    let mut count = |drafts: &[Draft]| {
        all = all.saturating_add(1);
        fit = fit.saturating_add(u32::from(!drafts.is_empty()));
        let is_sent = |draft: &&Draft| matches!(draft.kind, EventKind::Query(_));
        sent = sent.saturating_add(u32::from(drafts.iter().any(|draft| is_sent(&draft))));
    };
    if head.whole
        && let Some(value) = loose_json::parse_json(head.bytes)
    {
        count(&drafts(&value, head.bytes.len()));
    } else {
        for line in head.lines().filter(|line| line.trim_ascii().len() > 2).take(400) {
            let value = loose_json::parse_json(bare(line));
            count(&value.map_or(Vec::new(), |value| drafts(&value, line.len())));
        }
    }
    Likeness(if sent > 0 && fit.saturating_mul(2) >= all { 92 } else { 0 })
}

/// What every such file has.
const MARKS: [&str; 9] = [
    "db.statement",
    "db.query.text",
    "sql.query",
    "\"statement\":",
    "starttime",
    "hostgroup_id",
    "op\":\"db",
    "op\": \"db",
    "\"type\":\"sql\"",
];

/// A line without the list around its object.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_suffix(b",").unwrap_or(line)
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        matches!(line.first(), Some(b'{' | b'['))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let text = bare(record);
        if text.iter().all(|b| matches!(b, b'[' | b']') || b.is_ascii_whitespace()) {
            return out.gap(0..record.len(), GapReason::Furniture);
        }
        match loose_json::parse_json(text) {
            // spans of other work are understood
            Some(value) => out.drafts.extend(drafts(&value, record.len())),
            None => out.gap(0..record.len(), GapReason::Unparsed),
        }
    }
}

/// So deep may objects stand, and so many members of one are looked at.
const DEPTH: usize = 12;
const MEMBERS: usize = 400;

/// What the spans and records in a value of `len` bytes tell.
fn drafts(value: &Value, len: usize) -> Vec<Draft> {
    let mut out = Vec::new();
    walk(value, true, 0, len, &mut out);
    out
}

/// Looks at an object as a `whole`, then at the lists in it.
fn walk(value: &Value, whole: bool, depth: usize, len: usize, out: &mut Vec<Draft>) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|one| walk(one, true, depth + 1, len, out)),
        Value::Object(members) => {
            if whole {
                let mut fields = Fields::default();
                fields.take(value, "", 0);
                out.extend(fields.draft(len));
            }
            members.values().for_each(|inner| walk(inner, false, depth + 1, len, out));
        }
        _ => {}
    }
}

/// The values of an object by their paths, `span.db.statement`, in lower case; of lists only those
/// of keys and values.
#[derive(Default)]
struct Fields<'v>(Vec<(String, &'v Value)>);

impl<'v> Fields<'v> {
    fn take(&mut self, value: &'v Value, path: &str, depth: usize) {
        if depth > DEPTH || self.0.len() > MEMBERS {
            return;
        }
        let join = |key: &str| {
            let dot = if path.is_empty() { "" } else { "." };
            format!("{path}{dot}{}", key.to_ascii_lowercase())
        };
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, inner)| self.take(inner, &join(key), depth + 1));
            }
            Value::Array(all) => {
                for one in all {
                    let named = one.get("key").and_then(Value::as_str).zip(one.get("value"));
                    let Some((key, value)) = named else { return };
                    // OpenTelemetry wraps each: `{"stringValue": "x"}`
                    let typed = value.as_object().and_then(|typed| typed.values().next());
                    self.take(typed.unwrap_or(value), &join(key), depth + 1);
                }
            }
            _ => self.0.push((path.to_owned(), value)),
        }
    }

    /// The value of the first of these names that ends a path.
    fn get(&self, names: &[&str]) -> Option<&'v Value> {
        let ends = |path: &str, name: &str| {
            path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        names
            .iter()
            .find_map(|name| self.0.iter().find(|(path, _)| ends(path, name)))
            .map(|(_, value)| *value)
    }

    fn text(&self, names: &[&str]) -> Option<&'v str> {
        self.get(names)?.as_str().filter(|text| !text.is_empty())
    }

    fn number(&self, names: &[&str]) -> Option<u64> {
        let value = self.get(names)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }

    fn stamp(&self) -> Option<Written> {
        let (written, _) = match self.get(&[
            "timestamp.us",
            "starttime_timestamp_us",
            "starttimeunixnano",
            "start_time_unix_nano",
            "start_timestamp",
            "starttimemillis",
            "starttime",
            "start_time",
            "start",
            "@timestamp",
            "timestamp",
        ])? {
            Value::String(shown) => {
                read_any(shown.as_bytes()).or_else(|| read_epoch(shown.as_bytes()))
            }
            Value::Number(number) => read_epoch(number.to_string().as_bytes()),
            _ => None,
        }?;
        Some(written)
    }

    /// The statement, under the name that a convention gives it.
    fn statement(&self) -> Option<&'v str> {
        let is = |names: &[&str], begin: &str| {
            self.text(names).is_some_and(|kind| kind.starts_with(begin))
        };
        let of_convention = || self.text(&["db.statement", "db.query.text", "sql.query"]);
        let of_proxy = || {
            self.get(&["hostgroup_id", "digest"])?;
            self.text(&["query"])
        };
        // Sentry, Datadog
        let of_op = || self.text(&["description"]).filter(|_| is(&["op"], "db"));
        let of_type = || self.text(&["resource"]).filter(|_| is(&["type"], "sql"));
        of_convention()
            .or_else(of_proxy)
            .or_else(of_op)
            .or_else(of_type)
            .filter(|text| querylog::is_statement(text))
    }

    fn draft(&self, len: usize) -> Option<Draft> {
        let kind = match self.statement() {
            Some(sql) => EventKind::Query(Box::new(self.query(sql))),
            None => self.unit()?,
        };
        Some(Draft::new(len, kind).stamped(Some(self.stamp()?)))
    }

    fn query(&self, sql: &str) -> Query {
        let system = self.text(&["db.system.name", "db.system", "subtype", "db.type"]);
        let is_postgres = system.is_some_and(|name| name.starts_with("postgres"))
            || self.text(&["span.type"]) == Some("postgresql");
        let failed = self.text(&["event.outcome"]) == Some("failure")
            || self.text(&["status.code"]).is_some_and(|code| code.ends_with("ERROR"))
            || matches!(self.get(&["error"]), Some(Value::Bool(true)));
        let code = self.number(&["errno"]).filter(|code| *code > 0);
        let micros = self.number(&["duration_us", "duration.us"]);
        Query {
            sql: sql.trim_end().trim_end_matches(';').to_owned(),
            database: self
                .text(&["schemaname", "db.instance", "db.name", "db.namespace"])
                .map(str::to_owned),
            user: self.text(&["username", "db.user.name", "db.user"]).map(str::to_owned),
            // `10.0.0.5:38933`
            host: self
                .text(&["client"])
                .map(|host| host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned()),
            connection_id: self.number(&["thread_id"]).filter(|_| self.get(&["digest"]).is_some()),
            query_time_us: micros,
            rows_affected: self.number(&[
                "rows_affected",
                "affected_rows",
                "db.row_count",
                "sql.rows",
            ]),
            admin: (self.text(&["event"]) == Some("COM_STMT_PREPARE"))
                .then(|| "Prepare".to_owned()),
            outcome: if failed || code.is_some() {
                let code = code.and_then(|code| u32::try_from(code).ok());
                Outcome::Refused { code, message: None }
            } else {
                Outcome::Unsaid
            },
            dialect: if is_postgres { Dialect::POSTGRES } else { Dialect::default() },
            ..Query::default()
        }
    }

    /// The request or job that a span without a statement stands for.
    fn unit(&self) -> Option<EventKind> {
        let name = self.text(&["transaction.name", "operationname", "name"])?;
        let of = self.get(&["transaction.type", "span.kind", "kind"])?;
        let of = of.as_str().map_or_else(|| of.to_string(), str::to_ascii_lowercase);
        // OpenTelemetry numbers the kinds: 2 is a server's, 5 a consumer's
        let is_request = of == "request" || of == "2" || of.ends_with("server");
        let is_job = of == "5"
            || ["consumer", "job", "worker", "queue", "task", "messaging", "scheduled", "celery"]
                .iter()
                .any(|kind| of.ends_with(kind));
        if is_job {
            return Some(EventKind::Command(Box::new(Command {
                command: name.to_owned(),
                via: CommandVia::Worker,
                ..Command::default()
            })));
        }
        let named = name.split_once(' ').filter(|(_, path)| path.starts_with('/'));
        let method = self
            .text(&["http.request.method", "http.method"])
            .or(named.map(|(method, _)| method))?;
        let target = self
            .text(&["url.path", "http.target", "url.original", "url.full", "http.url"])
            .or(named.map(|(_, path)| path))?;
        let status = self.number(&["response.status_code", "http.status_code"]);
        is_request.then(|| {
            EventKind::Request(Box::new(Request {
                from: self.text(&["client.address", "client.ip"]).map(str::to_owned),
                user: None,
                method: method.to_owned(),
                target: target.to_owned(),
                status: status.and_then(|status| u16::try_from(status).ok()),
                agent: self.text(&["user_agent.original"]).map(str::to_owned),
                more: None,
            }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read, torment};

    #[test]
    fn statements_of_proxies_and_tracers_are_read_by_their_conventions() {
        for line in [
            FORMAT.example,
            r#"{"_index":"traces","_source":{"@timestamp":"2026-03-06T09:10:11.123Z","processor":{"event":"span"},"span":{"db":{"instance":"shop","statement":"delete from `carts` where `id` = 7","type":"sql","rows_affected":1},"subtype":"mysql"},"timestamp":{"us":1772788211123456}}}"#,
            r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"DELETE carts","kind":3,"startTimeUnixNano":"1772788211123456000","attributes":[{"key":"db.namespace","value":{"stringValue":"shop"}},{"key":"db.query.text","value":{"stringValue":"delete from `carts` where `id` = 7"}},{"key":"db.rows_affected","value":{"intValue":"1"}}]}]}]}]}"#,
            r#"{"data":[{"traceID":"9a","spans":[{"operationName":"query","startTime":1772788211123456,"duration":417,"tags":[{"key":"db.statement","type":"string","value":"delete from `carts` where `id` = 7"},{"key":"db.instance","type":"string","value":"shop"},{"key":"affected_rows","type":"int64","value":1}]}]}]}"#,
            r#"[{"traceId":"9a","kind":"CLIENT","timestamp":1772788211123456,"tags":{"sql.query":"delete from `carts` where `id` = 7","db.name":"shop","db.rows_affected":"1"}}]"#,
            r#"{"type":"sql","resource":"delete from `carts` where `id` = 7","start":1772788211123456000,"meta":{"db.name":"shop"},"metrics":{"db.row_count":1}}"#,
        ] {
            assert_eq!(likeness(&FORMAT, line), 92, "{line}");
            let (drafts, _) = read(&FORMAT, line.as_bytes());
            let Some(EventKind::Query(query)) = drafts.first().map(|draft| &draft.kind) else {
                panic!("{line}")
            };
            assert_eq!(query.sql, "delete from `carts` where `id` = 7");
            assert_eq!((query.database.as_deref(), query.rows_affected), (Some("shop"), Some(1)));
            assert!(drafts[0].written.is_some(), "{line}");
            torment(&FORMAT, line);
        }
    }

    #[test]
    fn units_of_work_are_told_and_other_spans_and_logs_are_not() {
        let span = |kind: &str, name: &str| {
            format!(
                "{{\"processor\":{{\"event\":\"transaction\"}},\"timestamp\":{{\"us\":1772788211123456}},\"transaction\":{{\"name\":\"{name}\",\"type\":\"{kind}\"}}}}"
            )
        };
        let job = span("job", "nightly:purge");
        let (drafts, _) = read(&FORMAT, job.as_bytes());
        let EventKind::Command(command) = &drafts[0].kind else { panic!("{job}") };
        assert_eq!((command.command.as_str(), command.via), ("nightly:purge", CommandVia::Worker));
        let (drafts, _) = read(&FORMAT, span("request", "DELETE /carts/:id").as_bytes());
        assert!(matches!(&drafts[0].kind, EventKind::Request(one) if one.target == "/carts/:id"));
        assert!(read(&FORMAT, span("page-load", "Cart").as_bytes()).0.is_empty());
        let cached =
            r#"{"name":"GET","timestamp":1772788211123456,"tags":{"db.statement":"GET carts:7"}}"#;
        assert!(queries(&FORMAT, cached).is_empty());
        // the log of an application, and talk of a statement
        let logged = r#"{"time":"2026-03-06T09:10:11Z","level":"info","msg":"delete from carts"}"#;
        assert_eq!(likeness(&FORMAT, logged), 0);
        assert_eq!(likeness(&FORMAT, &job), 0);
    }
}
