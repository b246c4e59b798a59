//! Entries by which applications log their own queries: no framework gives the words, so they are
//! known by a statement and a run time, wherever these stand.

use std::sync::LazyLock;

use regex::bytes::Regex;
use serde_json::{Map, Value};

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        query::{Origin, Query},
        remark::Remark,
    },
    format::grammar::{bare_sql, monolog::entry::Entry},
};

const SQL_KEYS: [&str; 6] = ["sql", "query", "statement", "raw_sql", "rawSql", "sql_query"];
const TIME_KEYS: [&str; 13] = [
    "time",
    "duration",
    "execution_time",
    "executionTime",
    "query_time",
    "queryTime",
    "elapsed",
    "took",
    "runtime",
    "exec_time",
    "latency",
    "ms",
    "seconds",
];
const VERBS: [&str; 25] = [
    "select", "insert", "update", "delete", "drop", "truncate", "alter", "create", "replace",
    "rename", "set", "show", "use", "begin", "commit", "rollback", "start", "lock", "unlock",
    "call", "with", "load", "grant", "revoke", "optimize",
];

/// The draft of an entry of `len` bytes: a query where it logs one, else the log entry.
pub(crate) fn draft(entry: Entry, len: usize) -> Draft {
    match query(&entry) {
        Some((query, remarks)) => {
            let shift = query
                .query_time_us
                .map_or(0, |us| i64::try_from(us).unwrap_or(i64::MAX).saturating_neg());
            let mut draft = Draft::new(len, EventKind::Query(Box::new(query)));
            draft.shift_us = shift;
            draft.remarks = remarks;
            draft
        }
        None => Draft::new(len, EventKind::Log(Box::new(entry.into_log()))),
    }
}

/// A statement under the comment that laravel-sql-logger puts before each.
pub(crate) struct Commented<'t> {
    /// The time as written, which is when the statement had ended.
    pub stamp: &'t str,
    /// Run time in microseconds.
    pub time_us: Option<u64>,
    /// `GET http://shop.test/x`, `php artisan orders:purge`.
    pub origin: Option<&'t str>,
    /// The statement.
    pub sql: &'t str,
}

/// `/* Origin (request): GET /x⏎ Query 1 - 2026-01-02 03:04:05 [0.43ms] */⏎statement;⏎/*====…*/`.
pub(crate) fn commented(text: &str) -> Option<Commented<'_>> {
    let (comment, sql) = text.trim_start().strip_prefix("/*")?.split_once("*/")?;
    let (before, query) = comment.split_once("Query ")?;
    let origin = before
        .trim()
        .strip_prefix("Origin (")
        .and_then(|rest| rest.split_once("): "))
        .map(|(_, origin)| origin.trim());
    let (number, rest) = query.split_once(" - ")?;
    let (stamp, rest) = rest.split_once(" [")?;
    let (took, _) = rest.split_once(']')?;
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let sql = sql.trim_end();
    let sql = sql
        .strip_suffix("*/")
        .and_then(|sql| sql.trim_end_matches('=').strip_suffix("/*"))
        .unwrap_or(sql)
        .trim()
        .trim_end_matches(';')
        .trim_end();
    numbered.then_some(Commented { stamp, time_us: with_unit(took), origin, sql })
}

/// Whether `text` begins as a statement does: a verb and more.
pub(crate) fn is_statement(text: &str) -> bool {
    let text = text.trim_start_matches(['(', ' ', '\n', '\t']);
    let verb: String =
        text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let rest = text.get(verb.len()..).unwrap_or_default();
    if !VERBS.contains(&verb.as_str()) {
        return text.starts_with("/*") || text.starts_with("-- ");
    }
    match verb.as_str() {
        "begin" | "commit" | "rollback" => rest.trim().is_empty() || rest.starts_with(';'),
        _ => rest.starts_with([' ', '\n', '\t', '\r', '*']),
    }
}

/// Whether bytes hold a key of a context under which a statement may stand, by raw bytes: also
/// where they do not say so, but never not where they do.
pub(crate) fn may_hold(record: &[u8]) -> bool {
    static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?-u)"sql"|"query"|"statement"|"raw_sql"|"rawSql"|"sql_query"|\\u00"#).ok()
    });
    KEYS.as_ref().is_none_or(|keys| keys.is_match(record))
}

/// Whether a message, of which this is the beginning and perhaps what stands behind it, may hold a
/// statement, by raw bytes: as [`may_hold`].
pub(crate) fn may_begin(message: &[u8]) -> bool {
    let text = message.trim_ascii_start();
    let Some(first) = text.first() else { return true };
    if matches!(first, b'[' | b'(' | b'/' | b'-') || !first.is_ascii() {
        return true;
    }
    if text.starts_with(b"SQLSTATE") {
        return false;
    }
    if begins_with_verb(text) {
        return true;
    }
    // where the 120 bytes that count would end within a letter, all of the message counts
    let looked_at = text
        .get(..120)
        .filter(|_| text.get(120).is_none_or(|next| next & 0xC0 != 0x80))
        .unwrap_or(text);
    looked_at.windows(3).any(|word| word.eq_ignore_ascii_case(b"sql"))
        || looked_at.windows(4).any(|word| word.eq_ignore_ascii_case(b"slow"))
        || looked_at.windows(5).any(|word| word.eq_ignore_ascii_case(b"query"))
}

fn begins_with_verb(text: &[u8]) -> bool {
    let letters = text.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let verb = text.get(..letters).unwrap_or_default();
    VERBS.iter().any(|known| verb.eq_ignore_ascii_case(known.as_bytes()))
}

/// Whether a message of one line holds no statement, whatever stands beside it, nor quotes one or
/// says that one was sent: judged too seldom rather than too often.
pub(crate) fn holds_none(message: &[u8]) -> bool {
    let stands = |at: Option<usize>, word: &[u8]| {
        at.and_then(|at| message.get(at..at + word.len()))
            .is_some_and(|text| text.eq_ignore_ascii_case(word))
    };
    let slow = || {
        memchr::memchr2_iter(b'w', b'W', message).any(|at| stands(at.checked_sub(3), b"slow"))
            && memchr::memmem::find(message, b": ").is_some()
    };
    message.first().is_some_and(u8::is_ascii_alphanumeric)
        && memchr::memchr(b'\n', message).is_none()
        && !begins_with_verb(message)
        && !memchr::memchr2_iter(b'q', b'Q', message)
            .any(|at| stands(at.checked_sub(1), b"sql") || stands(Some(at), b"query"))
        && !memchr::memchr2_iter(b'x', b'X', message).any(|at| stands(at.checked_sub(1), b"execut"))
        && !slow()
}

fn query(entry: &Entry) -> Option<(Query, Vec<Remark>)> {
    let empty = Map::new();
    let context = entry.context.as_ref().and_then(Value::as_object).unwrap_or(&empty);
    if context.contains_key("exception") {
        return None;
    }
    let mut remarks = Vec::new();
    if let Some(found) = commented(&entry.message) {
        let origin = found.origin.map(|caller| Origin::Caller(caller.to_owned()));
        let environment = (!entry.channel.is_empty()).then(|| entry.channel.clone());
        return Some((
            Query {
                sql: found.sql.to_owned(),
                query_time_us: found.time_us,
                origin,
                environment,
                ..Query::default()
            },
            remarks,
        ));
    }
    let list = entry.context.as_ref().filter(|context| context.is_array());
    let in_context = SQL_KEYS.iter().find_map(|key| context.get(*key)).or(list);
    let in_context = in_context.and_then(statement_of).or_else(|| in_array(&entry.message));
    let mut time = time_in(context, &mut remarks);
    let sql = match in_context {
        Some(sql) => sql,
        None => {
            let (sql, inline_time) =
                in_message(&entry.message, time.is_some() || context.contains_key("bindings"))?;
            time = time.or(inline_time);
            sql
        }
    };
    let text_of = |keys: &[&str]| {
        keys.iter().find_map(|key| match context.get(*key)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    };
    let mut origin = text_of(&[
        "origin", "command", "artisan", "job", "url", "uri", "path", "route", "request", "source",
        "action",
    ]);
    if let (Some(told), Some(method)) = (&origin, text_of(&["method", "http_method"]))
        && (told.starts_with('/') || told.starts_with("http"))
    {
        origin = Some(format!("{method} {told}"));
    }
    if let Some(user) = text_of(&["userId", "user_id", "user", "username", "email"]) {
        let told = origin.map_or_else(String::new, |o| format!("{o} "));
        origin = Some(format!("{told}(application user {user})"));
    }
    let query = Query {
        sql,
        database: text_of(&["database", "db", "db_name", "schema"]),
        query_time_us: time,
        origin: origin.map(Origin::Caller),
        environment: (!entry.channel.is_empty()).then(|| entry.channel.clone()),
        ..Query::default()
    };
    Some((query, remarks))
}

fn statement_of(value: &Value) -> Option<String> {
    match value {
        Value::String(sql) if is_statement(sql) => {
            Some(sql.trim().trim_end_matches(';').to_owned())
        }
        // `{"query": {"sql": …}}` and lists of queries with one member
        Value::Object(inner) => {
            SQL_KEYS.iter().find_map(|key| inner.get(*key)).and_then(statement_of)
        }
        // `DB::getQueryLog()`
        Value::Array(list) => joined(list.iter().filter_map(statement_of)),
        _ => None,
    }
}

/// Statements as one text.
fn joined(statements: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = statements.take(STATEMENTS).collect();
    (!all.is_empty()).then(|| all.join(";\n"))
}

/// The most statements that one entry is read for.
const STATEMENTS: usize = 10_000;

/// The statements of an array that PHP printed: `'query' => 'delete from …',`, `[query] => …`.
fn in_array(message: &str) -> Option<String> {
    let is_array = ["array (", "Array\n("].iter().any(|opening| message.starts_with(opening));
    let statement = |line: &str| {
        let (key, value) = line.trim().split_once(" => ")?;
        let key = key.trim_matches(['\'', '[', ']']);
        let value = match value.strip_prefix('\'') {
            Some(quoted) => quoted.strip_suffix("',")?.replace("\\'", "'"),
            None => value.to_owned(),
        };
        let value = value.trim().trim_end_matches(';');
        (SQL_KEYS.contains(&key) && is_statement(value)).then(|| value.to_owned())
    };
    is_array.then(|| joined(message.lines().filter_map(statement))).flatten()
}

/// The statement that a message holds, with the run time where it stands beside it:
/// `Slow query: select …`, `[shop] [1.23ms] select … | GET: /x`, `select … (12 ms)`.
fn in_message(message: &str, sure: bool) -> Option<(String, Option<u64>)> {
    introduced(message, sure).or_else(|| {
        // `DB::listen(fn ($q) => Log::info($q->sql, $q->bindings))`
        let found = bare_sql::find(message.trim()).filter(|found| found.lead.len() < 2)?;
        Some((found.sql.to_owned(), run_time(found.tail)))
    })
}

/// The run time that stands somewhere in `text`, in microseconds.
pub(crate) fn run_time(text: &str) -> Option<u64> {
    let word = |word: &str| with_unit(word).filter(|_| word.len() > 1);
    text.split([' ', '(', ')', '[', ']']).find_map(word).or_else(|| spaced_unit(text))
}

/// The statement that words or a run time introduce.
fn introduced(message: &str, sure: bool) -> Option<(String, Option<u64>)> {
    let mut rest = message.trim();
    let mut time = None;
    while let Some((tag, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
        if let Some(found) = with_unit(tag) {
            time = Some(found);
        }
        rest = after.trim_start();
    }
    let mut words = time.is_some();
    if !is_statement(rest) {
        let lower = rest.get(..rest.len().min(120)).unwrap_or(rest).to_ascii_lowercase();
        words = words || lower.contains("slow") || lower.contains("query") || lower.contains("sql");
        let (before, after) = rest.split_once(": ")?;
        if !words || before.contains("SQLSTATE") {
            return None;
        }
        time = time
            .or_else(|| before.split([' ', '(', ')', '[', ']']).find_map(with_unit))
            .or_else(|| spaced_unit(before));
        rest = after.trim_start();
        while let Some((tag, after)) = rest
            .strip_prefix('[')
            .or_else(|| rest.strip_prefix('('))
            .and_then(|r| r.split_once([']', ')']))
        {
            let Some(found) = with_unit(tag).or_else(|| spaced_unit(tag)) else { break };
            time = Some(found);
            rest = after.trim_start();
        }
        if !is_statement(rest) {
            return None;
        }
    }
    // `… | GET: /uri`, `… (12 ms)`, `… took 12 ms`
    let (mut sql, uri) = match rest.rsplit_once(" | ") {
        Some((sql, uri)) if uri.contains(": /") => (sql, true),
        _ => (rest, false),
    };
    if let Some(at) = sql.rfind([' ', '(', '['])
        && let Some(tail) = sql.get(at..)
    {
        let inner = tail.trim_matches([' ', '(', ')', '[', ']']);
        if let Some(found) = with_unit(inner) {
            time = time.or(Some(found));
            sql = sql.get(..at).unwrap_or(sql).trim_end();
        }
    }
    (sure || words || uri || time.is_some())
        .then(|| (sql.trim().trim_end_matches(';').to_owned(), time))
}

fn spaced_unit(text: &str) -> Option<u64> {
    let mut words = text.split([' ', '(', ')', '[', ']']).peekable();
    while let Some(word) = words.next() {
        if let Some(unit) = words.peek()
            && word.starts_with(|c: char| c.is_ascii_digit())
            && let Some(found) = with_unit(&format!("{word}{unit}"))
        {
            return Some(found);
        }
    }
    None
}

/// `220ms`, `1.5 s`, `850μs`: microseconds. Nothing for a bare number.
fn with_unit(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches(['.', ',', ':']);
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let (number, unit) = text.split_at_checked(split)?;
    micros(number.parse().ok()?, unit_of(unit.trim())?)
}

fn unit_of(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "us" | "μs" | "µs" | "microseconds" => 1.0,
        "ms" | "msec" | "milliseconds" | "millis" => 1e3,
        "s" | "sec" | "secs" | "second" | "seconds" => 1e6,
        "m" | "min" | "minutes" => 6e7,
        _ => return None,
    })
}

fn micros(number: f64, unit: f64) -> Option<u64> {
    let us = (number * unit).round();
    // a year is more than any statement ran
    (us.is_finite() && (0.0..3.2e13).contains(&us)).then_some(us as u64)
}

fn time_in(context: &Map<String, Value>, remarks: &mut Vec<Remark>) -> Option<u64> {
    for (key, value) in context {
        let lower = key.to_ascii_lowercase();
        let timely = TIME_KEYS.iter().any(|k| k.eq_ignore_ascii_case(key))
            || ["time", "duration", "elapsed", "took", "runtime"].iter().any(|k| lower.contains(k));
        if !timely
            || lower.contains("timestamp")
            || lower.contains("datetime")
            || lower.contains("timeout")
        {
            continue;
        }
        let named_unit = if lower == "ms"
            || lower.ends_with("_ms")
            || key.ends_with("Ms")
            || lower.ends_with("millis")
        {
            Some(1e3)
        } else if lower.ends_with("_us") || lower.ends_with("micros") {
            Some(1.0)
        } else if lower.ends_with("_s")
            || lower.ends_with("_sec")
            || lower.ends_with("seconds")
            || lower.ends_with("_secs")
        {
            Some(1e6)
        } else {
            None
        };
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => {
                if let Some(found) = with_unit(text) {
                    return Some(found);
                }
                text.trim().parse().ok()
            }
            _ => None,
        };
        let Some(number) = number else { continue };
        if let Some(unit) = named_unit {
            return micros(number, unit);
        }
        remarks.push(Remark::NoUnit(key.clone()));
        return micros(number, 1e3);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::log::Level;
    use serde_json::json;

    fn read(message: &str, context: Value) -> Option<(Query, Vec<Remark>)> {
        query(&Entry {
            level: Level::Warning,
            channel: "staging".into(),
            message: message.into(),
            context: Some(context),
        })
    }

    #[test]
    fn the_unit_is_taken_from_key_or_text_and_assumed_only_with_a_note() {
        let (q, notes) = read("any words", json!({"sql": "drop table `a`", "time_ms": 631.26}))
            .expect("a query");
        assert_eq!(
            (q.query_time_us, notes.len(), q.environment.as_deref()),
            (Some(631_260), 0, Some("staging"))
        );
        let (q, notes) =
            read("x", json!({"query": "delete from t", "duration": "1.5s"})).expect("a query");
        assert_eq!((q.query_time_us, notes.len()), (Some(1_500_000), 0));
        let (q, notes) =
            read("x", json!({"query": "delete from t", "time": 12.5})).expect("a query");
        assert_eq!((q.query_time_us, notes.len()), (Some(12_500), 1));
    }

    #[test]
    fn statements_in_messages_are_found() {
        let (q, _) = read(
            "Slow query: select count(*) from `t`",
            json!({"bindings": [], "time": "220.63ms"}),
        )
        .expect("a query");
        assert_eq!((q.sql.as_str(), q.query_time_us), ("select count(*) from `t`", Some(220_630)));
        let (q, _) = read("[shop] [1.23ms] delete from `t` where id = 'x' | GET: /x", json!({}))
            .expect("a query");
        assert_eq!(
            (q.sql.as_str(), q.query_time_us),
            ("delete from `t` where id = 'x'", Some(1_230))
        );
        let (q, _) = read("Query took 300 ms: truncate table `t`", json!({})).expect("a query");
        assert_eq!((q.sql.as_str(), q.query_time_us), ("truncate table `t`", Some(300_000)));
    }

    #[test]
    fn a_whole_query_log_is_read() {
        let list = json!([{"query": "select 1 from a", "time": 1}, {"query": "delete from a"}]);
        let sql = |message: &str, context: Value| read(message, context).map(|(q, _)| q.sql);
        let both = Some("select 1 from a;\ndelete from a".to_owned());
        assert_eq!(sql("queries", list.clone()), both);
        assert_eq!(sql("queries", json!({"queries": 2, "sql": list})), both);
        let printed = "array (\n  0 => \n  array (\n    'query' => 'delete from a where b = \\'x\\'',\n    'time' => 3.51,\n  ),\n)";
        assert_eq!(sql(printed, json!([])).as_deref(), Some("delete from a where b = 'x'"));
        assert_eq!(sql("array (\n  'query' => 'shoes',\n)", json!([])), None);
    }

    #[test]
    fn plain_talk_is_no_statement() {
        assert!(
            read("select a plan: delete it later", json!({})).is_none()
                || !is_statement("selecting")
        );
        assert!(read("customer search", json!({"q": "drop table x", "query": "smith"})).is_none());
        assert!(
            read(
                "x",
                json!({"sql": "drop table t", "exception": "[object] (X(code: 0): y at /z:1)"})
            )
            .is_none()
        );
    }

    #[test]
    fn the_origin_names_request_and_person() {
        let (q, _) = read("x", json!({"sql": "delete from t", "time_ms": 1, "url": "/admin", "method": "POST", "user_id": 7})).expect("a query");
        assert_eq!(q.origin, Some(Origin::Caller("POST /admin (application user 7)".into())));
    }
}
