//! One JSON object or list of `key=value` pairs a line, as loggers of all languages write them
//! (pino, bunyan, winston, zap, logrus, structlog, serilog, logfmt), and as platforms export them:
//! time, level and message under their usual names.

use std::{iter, sync::LazyLock};

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Request},
        query::Query,
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            bare_sql,
            fields::{ENVELOPES, entries},
            json_glance::{self, Role},
            loose_json,
            monolog::entry::Entry,
            prefilter::{Glance, Scale},
            querylog,
        },
    },
    time::{
        Written,
        read::{read_any, read_epoch},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "json_log",
    about: "log of any program as lines of JSON or logfmt with time, level and message",
    example: r#"{"time":"2026-03-06T09:10:11Z","level":"error","msg":"no such table","service":"api"}"#,
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut all, mut fit) = (0usize, 0usize);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200) {
        all += 1;
        fit += usize::from(entries(line.trim_ascii()).iter().any(fits));
    }
    Likeness(if fit > 0 && fit * 10 >= all * 8 { 62 } else { 0 })
}

fn fits(object: &Value) -> bool {
    let dated = stamp(object).is_some();
    message(object).is_some() && (dated || level(object).is_some())
        || dated && request(object).is_some()
}

/// The value of the first of `keys` that there is, a capital before it or not.
fn first<'v>(object: &'v Value, keys: &[&str]) -> Option<&'v Value> {
    let fields = object.as_object()?;
    let capital = |key: &&str| {
        let lower = |name: &str| name.eq_ignore_ascii_case(key);
        fields.iter().find(|(name, _)| lower(name)).map(|(_, value)| value)
    };
    keys.iter()
        .find_map(|key| fields.get(*key))
        .or_else(|| keys.iter().find_map(capital))
        .filter(|value| !value.is_null())
}

/// What loggers call what is said, when and how grave it is, those that go first first.
const MESSAGES: [&str; 9] =
    ["message", "msg", "@message", "@m", "event", "sql", "query", "body", "renderedMessage"];
const STAMPS: [&str; 12] = [
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "datetime",
    "date",
    "t",
    "asctime",
    "@t",
    "time_local",
    "startUTC",
    "edgeStartTimestamp",
];
const LEVELS: [&str; 7] = ["level", "severity", "levelname", "lvl", "log.level", "@l", "logLevel"];

/// What a request is known by: its method, or a line that begins with it.
const REQUEST_METHODS: [&str; 4] = ["method", "verb", "requestMethod", "clientRequestMethod"];
const REQUEST_LINE: &str = "request";

fn message(object: &Value) -> Option<&str> {
    first(object, &MESSAGES)?.as_str()
}

fn stamp(object: &Value) -> Option<Written> {
    let (written, _) = match first(object, &STAMPS)? {
        Value::String(shown) => read_any(shown.as_bytes()).or_else(|| read_epoch(shown.as_bytes())),
        Value::Number(number) => read_epoch(number.to_string().as_bytes()),
        _ => None,
    }?;
    Some(written)
}

fn level(object: &Value) -> Option<Level> {
    match first(object, &LEVELS)? {
        Value::String(name) => Some(Level::of(name)),
        // pino and bunyan count in tens, Monolog in hundreds
        Value::Number(number) => Some(match number.as_u64()? {
            10..=29 | 100..=199 => Level::Debug,
            30..=39 | 200..=299 => Level::Info,
            40..=49 | 300..=399 => Level::Warning,
            50..=59 | 400..=499 => Level::Error,
            60..=69 | 500..=600 => Level::Critical,
            _ => return None,
        }),
        _ => None,
    }
}

/// Whether the words before a statement say that it was sent: `Executing (default): `.
fn announced(found: &bare_sql::Bare<'_>) -> bool {
    let lead = found.lead.to_ascii_lowercase();
    ["execut", "query", "sql"].iter().any(|word| lead.contains(word))
}

/// Values of a body that are kept, and how deep they may stand.
const VALUES: usize = 64;
const DEPTH: usize = 8;

/// The web request that an entry is about: its method and address stand in it, or in its `req`.
fn request(object: &Value) -> Option<Request> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let inner = first(object, &["req", "request", "http"]).filter(|inner| inner.is_object());
    let either =
        |keys: &[&str]| inner.and_then(|inner| first(inner, keys)).or_else(|| first(object, keys));
    let text = |keys: &[&str]| either(keys).and_then(Value::as_str).map(str::to_owned);
    // nginx writes both as one: `GET /x HTTP/1.1`
    let line = first(object, &[REQUEST_LINE]).and_then(Value::as_str).unwrap_or_default();
    let mut line = line.split(' ').map(str::to_owned);
    let method =
        text(&REQUEST_METHODS).or(line.next()).filter(|name| METHODS.contains(&name.as_str()))?;
    let targets =
        ["url", "originalUrl", "path", "uri", "target", "requestPath", "clientRequestURI"];
    let target = text(&targets).or(line.next()).filter(|target| target.starts_with(['/', 'h']))?;
    let res = first(object, &["res", "response"]).unwrap_or(object);
    let statuses =
        ["statusCode", "status", "status_code", "downstreamStatus", "edgeResponseStatus"];
    let status = first(res, &statuses)
        .and_then(|status| status.as_u64().or_else(|| status.as_str()?.parse().ok()));
    let agent = either(&["headers"])
        .and_then(|headers| first(headers, &["user-agent"]))
        .map(|agent| agent.get(0).unwrap_or(agent))
        .or_else(|| either(&["http_user_agent", "user_agent", "clientRequestUserAgent"]));
    let mut fields = Vec::new();
    if let Some(body) = either(&["body", "payload", "params", "parameters"]) {
        texts(body, 0, &mut fields);
    }
    Some(Request {
        from: text(&[
            "remoteAddress",
            "ip",
            "remote_ip",
            "remote_addr",
            "remote_address",
            "client_ip",
            "clientIP",
            "clientHost",
        ]),
        user: None,
        method,
        target,
        status: status.and_then(|status| u16::try_from(status).ok()),
        agent: agent.and_then(Value::as_str).map(str::to_owned),
        more: (!fields.is_empty()).then(|| fields.join("&")),
    })
}

/// The texts of a body, each as a field of a form.
fn texts(value: &Value, depth: usize, into: &mut Vec<String>) {
    if into.len() >= VALUES || depth >= DEPTH {
        return;
    }
    match value {
        Value::String(text) => {
            let text = text.replace('%', "%25").replace('&', "%26").replace('+', "%2B");
            into.push(format!("={text}"));
        }
        Value::Array(all) => all.iter().for_each(|one| texts(one, depth + 1, into)),
        Value::Object(all) => all.values().for_each(|one| texts(one, depth + 1, into)),
        _ => {}
    }
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, _: &[u8]) -> bool {
        true
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        json_glance::entry(record, true, role)
    }

    fn moment(&self, record: &[u8], at: usize) -> Option<(Scale, i64)> {
        json_glance::moment(record, at)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.trim_ascii().is_empty() {
            return out.gap(0..record.len(), GapReason::Blank);
        }
        let found = entries(record.trim_ascii());
        if found.is_empty() {
            let Some(at) = loose_json::torn_by(record) else {
                return out.gap(0..record.len(), GapReason::Unparsed);
            };
            out.gap(0..at, GapReason::Truncated);
            return out.append(at, |rest| self.read(record.get(at..).unwrap_or_default(), rest));
        }
        let told: Vec<Draft> =
            found.into_iter().filter_map(|object| draft(object, record.len())).collect();
        if told.is_empty() {
            out.gap(0..record.len(), GapReason::Unparsed);
        }
        out.drafts.extend(told);
    }
}

/// What a member is to a glance. In another case a name counts only where none stands as it is
/// listed, which a closer look must tell.
fn role(depth: u32, key: &[u8]) -> Role {
    let mut found = ROLES
        .get(key.len())
        .into_iter()
        .flatten()
        .filter(|(name, _)| key.eq_ignore_ascii_case(name.as_bytes()));
    match found.next() {
        Some((_, Role::Telling)) => Role::Telling,
        Some((name, role)) if depth == 1 && name.as_bytes() == key => *role,
        Some(_) if depth == 1 => Role::Telling,
        _ => Role::Other,
    }
}

/// The names that a glance looks for, by their lengths.
static ROLES: LazyLock<Vec<Vec<(&'static str, Role)>>> = LazyLock::new(|| {
    let telling = [&REQUEST_METHODS[..], &[REQUEST_LINE], &ENVELOPES];
    let telling = telling.into_iter().flatten().map(|name| (*name, Role::Telling));
    let ranked: [(&'static [&str], fn(u8) -> Role); 3] =
        [(&MESSAGES, Role::Message), (&STAMPS, Role::Stamp), (&LEVELS, Role::Level)];
    let ranked = ranked.into_iter().flat_map(|(names, role)| {
        iter::zip(0.., names).map(move |(rank, name)| (*name, role(rank)))
    });
    let mut out = vec![Vec::new(); 32];
    for (name, role) in telling.chain(ranked) {
        out.get_mut(name.len()).into_iter().for_each(|names| names.push((name, role)));
    }
    out
});

/// What an entry in `len` bytes tells.
fn draft(mut object: Value, len: usize) -> Option<Draft> {
    let stamp = stamp(&object);
    let told = level(&object).is_none_or(|level| level < Level::Warning);
    if let Some(request) = request(&object).filter(|_| told) {
        let kind = EventKind::Request(Box::new(request));
        return Some(Draft::new(len, kind).stamped(stamp));
    }
    let message = message(&object)?.to_owned();
    let name = first(&object, &["logger", "channel", "name", "service"]);
    let entry = Entry {
        level: level(&object).unwrap_or(Level::Info),
        channel: name.and_then(Value::as_str).unwrap_or_default().to_owned(),
        message: message.clone(),
        // what is no object of its own stands beside the message
        context: match object.get_mut("context") {
            Some(context) => Some(context.take()),
            None => Some(object),
        },
    };
    let mut draft = querylog::draft(entry, len);
    if matches!(draft.kind, EventKind::Log(_))
        && let Some(found) = bare_sql::find(message.trim())
        && (found.lead.is_empty() || announced(&found))
    {
        let sql = found.sql.to_owned();
        draft.kind = EventKind::Query(Box::new(Query { sql, ..Query::default() }));
    }
    Some(draft.stamped(stamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, queries, read, torment};

    #[test]
    fn loggers_of_all_languages_are_read_by_their_usual_names() {
        for (line, level) in [
            (FORMAT.example, "error"),
            (
                r#"{"level":50,"time":1772788211123,"pid":1,"hostname":"a","msg":"no such table"}"#,
                "error",
            ),
            (
                r#"{"levelname":"WARNING","asctime":"2026-03-06 09:10:11,123","message":"no such table"}"#,
                "warning",
            ),
            (r#"{"@t":"2026-03-06T09:10:11.1Z","@m":"no such table","@l":"Error"}"#, "error"),
            (
                r#"ts=2026-03-06T09:10:11.1Z caller=main.go:42 level=warn msg="no such table""#,
                "warning",
            ),
            (
                r#"{"id":"a","attributes":{"timestamp":"2026-03-06T09:10:11Z","severity":"ERROR","message":"no such table"}}"#,
                "error",
            ),
            (
                r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1772788231000000000","severityText":"ERROR","body":{"stringValue":"no such table"}}]}]}]}"#,
                "error",
            ),
        ] {
            assert_eq!(likeness(&FORMAT, line), 62, "{line}");
            let (drafts, _) = read(&FORMAT, line.as_bytes());
            assert!(drafts[0].written.is_some(), "{line}");
            let EventKind::Log(log) = &drafts[0].kind else { panic!("{line}") };
            assert_eq!(log.message, "no such table");
            assert_eq!(log.level.as_ref().map(Level::id), Some(level));
            torment(&FORMAT, line);
        }
        let sent = r#"{"level":30,"time":1772788211123,"msg":"Executing (default): DROP TABLE `orders`;"}"#;
        assert_eq!(queries(&FORMAT, sent).len(), 1);
        let asked = r#"{"level":30,"time":1772788211123,"req":{"method":"POST","url":"/find","remoteAddress":"203.0.113.7"},"body":{"by":["a=b; drop table c & d"]},"msg":"incoming request"}"#;
        let (drafts, _) = read(&FORMAT, asked.as_bytes());
        let EventKind::Request(request) = &drafts[0].kind else { panic!("{asked}") };
        assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/find"));
        assert_eq!(request.more.as_deref(), Some("=a=b; drop table c %26 d"));
        torment(&FORMAT, asked);
        for edge in [
            r#"{"ClientIP":"203.0.113.7","ClientRequestMethod":"POST","ClientRequestURI":"/find","EdgeResponseStatus":302,"EdgeStartTimestamp":1772788231000000000}"#,
            r#"{"time_local":"06/Mar/2026:09:10:31 +0000","remote_addr":"203.0.113.7","request":"POST /find HTTP/1.1","status":"302"}"#,
        ] {
            assert_eq!(likeness(&FORMAT, edge), 62);
            let (drafts, _) = read(&FORMAT, edge.as_bytes());
            let EventKind::Request(request) = &drafts[0].kind else { panic!("{edge}") };
            assert_eq!((request.target.as_str(), request.status), ("/find", Some(302)));
            assert!(drafts[0].written.is_some() && request.from.is_some());
        }
        let failed = asked.replace(":30,", ":50,");
        assert!(matches!(read(&FORMAT, failed.as_bytes()).0[0].kind, EventKind::Log(_)));
        let bare = r#"{"time":"2026-03-06 09:10:31","sql":"delete from `carts`","ms":3.5}"#;
        assert_eq!(queries(&FORMAT, bare).len(), 1);
        let talk = r#"{"level":30,"time":1772788211123,"msg":"support says: delete from orders"}"#;
        assert_eq!(queries(&FORMAT, talk).len(), 0);
        // rows of a table, and a configuration
        assert_eq!(likeness(&FORMAT, r#"{"id":1,"name":"a","created_at":"2026-03-06"}"#), 0);
    }
}
