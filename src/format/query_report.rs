//! What profilers and digests say of statements: pt-query-digest's report (lib/QueryReportFormatter
//! .pm, JSONReportFormatter.pm), requests as Clockwork and Debugbar store them, queries as
//! Telescope's pages give them. A digest tells when the first and the last of its kind were seen;
//! its example ran somewhere between.

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Query},
        session::{Command, CommandVia},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{bare_sql, lines::lines, lines::readable, loose_json, telescope},
    },
    time::{
        Written,
        read::{read_any, read_epoch},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "query_report",
    about: "statements as profilers report them: pt-query-digest (text and JSON), Clockwork, Debugbar, queries out of Telescope",
    example: "# Query 1: 0 QPS, 0x concurrency, ID 0xD7E8D77E35B0A5D3B3940C206078EA67 at byte 669\n# Time range: 2026-03-06 09:10:28 to 09:20:28\n# Databases    shop\n# Users        app\nDELETE FROM carts\\G",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

/// Of each kind of JSON, keys that stand in it together.
const MARKS: [&[&str]; 4] = [
    &["\"databaseQueries\":", "\"query\":"],
    &["\"__meta\":", "\"statements\":", "\"sql\":"],
    &["\"fingerprint\":", "\"query_count\":", "\"example\":"],
    &["\"connection\":", "\"bindings\":", "\"sql\":", "\"time\":"],
];

fn sniff(head: &Head<'_>) -> Likeness {
    let found = if is_json(head.bytes) {
        let has = |key: &&str| memchr::memmem::find(head.bytes, key.as_bytes()).is_some();
        MARKS.iter().any(|keys| keys.iter().all(has))
            && (!head.whole || loose_json::parse_json(head.bytes).is_some())
    } else {
        head.lines().take(400).any(is_heading)
    };
    Likeness(if found { 93 } else { 0 })
}

fn is_json(bytes: &[u8]) -> bool {
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// `# Query 3: 0.00 QPS, 0.01x concurrency, ID 0x2390DFEAD94BA433 at byte 914`.
fn is_heading(line: &[u8]) -> bool {
    let is_one = |rest: &[u8]| {
        rest.first().is_some_and(u8::is_ascii_digit)
            && memchr::memmem::find(rest, b" QPS, ").is_some()
            && memchr::memmem::find(rest, b", ID 0x").is_some()
    };
    line.strip_prefix(b"# Query ").is_some_and(is_one)
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        if !is_json(document) {
            return digest(document, out);
        }
        match loose_json::parse_json(document) {
            Some(value) => {
                let found = out.drafts.len();
                walk(&value, &Within::default(), 0, &mut out.drafts);
                for draft in out.drafts.iter_mut().skip(found) {
                    draft.at = 0..document.len();
                }
            }
            None => out.gap(0..document.len(), GapReason::Unparsed),
        }
    }
}

/// What the heading of a statement's section tells.
#[derive(Default)]
struct Section {
    query: Query,
    written: Option<Written>,
    /// Where it begins.
    from: usize,
    told: bool,
    /// It stands for no other.
    single: bool,
}

/// The report as text: sections of comments, the example behind them.
fn digest(document: &[u8], out: &mut Parsed) {
    let mut section: Option<Section> = None;
    for (at, line) in lines(document) {
        if is_heading(line) {
            section = Some(Section { from: at.start, ..Section::default() });
            continue;
        }
        let Some(open) = section.as_mut().filter(|section| !section.told) else { continue };
        let text = readable(line);
        if let Some(told) = text.strip_prefix('#').filter(|_| open.query.sql.is_empty()) {
            open.heading(told.trim());
            continue;
        }
        if text.trim().is_empty() && open.query.sql.is_empty() {
            continue;
        }
        let end = text.strip_suffix("\\G");
        open.query.sql.push_str(end.unwrap_or(&text));
        if end.is_none() {
            open.query.sql.push('\n');
            continue;
        }
        open.told = true;
        let kind = EventKind::Query(Box::new(std::mem::take(&mut open.query)));
        let draft = Draft { at: open.from..at.end, ..Draft::new(0, kind) };
        out.draft(draft.stamped(open.written.take()));
    }
}

impl Section {
    fn heading(&mut self, told: &str) {
        let value = |key: &str| told.strip_prefix(key).filter(|rest| rest.starts_with(' '));
        // `shop (3/75%), test (1/25%)`: of several it is not told which the example's is
        let one = |key: &str| {
            let mut words = value(key)?.split_whitespace();
            words.next().filter(|_| words.next().is_none()).map(str::to_owned)
        };
        if let Some(range) = told.strip_prefix("Time range: ") {
            self.written = time_range(range);
        }
        self.query.database = self.query.database.take().or_else(|| one("Databases"));
        self.query.user = self.query.user.take().or_else(|| one("Users"));
        self.query.host = self.query.host.take().or_else(|| one("Hosts"));
        let total = |numbers: &str| numbers.split_whitespace().nth(1)?.parse::<u64>().ok();
        self.single |= value("Count").and_then(total) == Some(1);
        if let Some(numbers) = value("Rows affecte").filter(|_| self.single) {
            self.query.rows_affected = total(numbers);
        }
    }
}

/// `2026-03-06 09:10:28 to 09:20:28`, `2026-03-06 09:10:28 to 2026-03-07 00:01:00`, `all events
/// occurred at 2026-03-06 09:10:28`.
fn time_range(range: &str) -> Option<Written> {
    let range = range.strip_prefix("all events occurred at ").unwrap_or(range);
    let (first, took) = read_any(range.as_bytes())?;
    let Some(last) = range.get(took..)?.strip_prefix(" to ") else { return Some(first) };
    let day = range.get(..11)?;
    let (last, _) =
        read_any(last.as_bytes()).or_else(|| read_any(format!("{day}{last}").as_bytes()))?;
    first.until(&last)
}

/// What the objects around a statement tell of it.
#[derive(Clone, Default)]
struct Within {
    written: Option<Written>,
    caller: Option<String>,
}

/// So deep may objects stand.
const DEPTH: usize = 12;

fn text<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v str> {
    keys.iter().find_map(|key| value.get(*key)?.as_str())
}

fn number(value: &Value, key: &str) -> Option<f64> {
    let value = value.get(key)?;
    value.as_f64().or_else(|| value.as_str()?.replace(',', "").parse().ok())
}

/// The time of an object, in itself or in what it says about itself.
fn stamp(value: &Value) -> Option<Written> {
    let of = |value: &Value, key: &str| match value.get(key)? {
        Value::String(shown) => read_any(shown.as_bytes()),
        Value::Number(epoch) => read_epoch(epoch.to_string().as_bytes()),
        _ => None,
    };
    let about = value.get("__meta").unwrap_or(value);
    ["utime", "created_at", "ts", "datetime", "time"]
        .iter()
        .find_map(|key| of(about, key))
        .map(|(written, _)| written)
}

/// Takes what `value` and all in it tell.
fn walk(value: &Value, within: &Within, depth: usize, out: &mut Vec<Draft>) {
    match value {
        Value::Array(all) if depth < DEPTH => {
            all.iter().for_each(|one| walk(one, within, depth + 1, out));
        }
        Value::Object(all) if depth < DEPTH => {
            let entry = value.get("content").and_then(|content| {
                telescope::entry(text(value, &["type"])?, content, text(value, &["created_at"])?)
            });
            if let Some(draft) = entry.or_else(|| class(value)).or_else(|| statement(value, within))
            {
                return out.push(draft);
            }
            let within = around(value, within);
            if let Some(draft) = command(value, &within) {
                out.push(draft);
            }
            all.values().for_each(|one| walk(one, &within, depth + 1, out));
        }
        _ => {}
    }
}

/// What an object tells of those in it.
fn around(value: &Value, within: &Within) -> Within {
    let about = value.get("__meta").unwrap_or(value);
    let request = text(about, &["method"]).zip(text(about, &["uri"]));
    let caller = request.map(|(method, uri)| format!("{method} {uri}"));
    Within {
        written: stamp(value).or_else(|| within.written.clone()),
        caller: caller.or_else(|| within.caller.clone()),
    }
}

/// A class of pt-query-digest: its example, at its own time where it stands for no other.
fn class(value: &Value) -> Option<Draft> {
    let example = value.get("example")?;
    let at = |of: &Value, key: &str| {
        let shown = of.get(key)?.as_str()?;
        read_any(shown.as_bytes()).map(|(written, _)| written)
    };
    let metric = |name: &str, key: &str| value.get("metrics")?.get(name)?.get(key).cloned();
    let named = |name: &str| metric(name, "value")?.as_str().map(str::to_owned);
    let single = number(value, "query_count") == Some(1.0);
    let seen = || at(value, "ts_min")?.until(&at(value, "ts_max")?).filter(|_| !single);
    let written = seen().or_else(|| at(example, "ts")).or_else(|| at(value, "ts_min"));
    let took = number(example, "Query_time").map(|s| (s * 1e6).clamp(0.0, 1e15) as u64);
    let rows = metric("Rows_affected", "sum").filter(|_| single);
    let kind = EventKind::Query(Box::new(Query {
        sql: text(example, &["query"])?.to_owned(),
        database: named("db"),
        user: named("user"),
        host: named("host"),
        query_time_us: took,
        rows_affected: rows.and_then(|sum| sum.as_str()?.parse().ok()),
        ..Query::default()
    }));
    let shift_us = took.and_then(|us| i64::try_from(us).ok()).unwrap_or(0).saturating_neg();
    Some(Draft { shift_us, ..Draft::new(0, kind).stamped(written) })
}

/// A statement of a request.
fn statement(value: &Value, within: &Within) -> Option<Draft> {
    let sql = text(value, &["sql", "query"])?.trim();
    if sql.is_empty() || bare_sql::find(sql).is_none_or(|found| !found.lead.is_empty()) {
        return None;
    }
    // Debugbar counts in seconds and Clockwork in milliseconds; Telescope gives them as text
    let in_seconds = value.get("duration_str").is_some();
    let took = number(value, "duration")
        .map(|took| if in_seconds { took * 1000.0 } else { took })
        .or_else(|| number(value, "time").filter(|ms| *ms < 1e8))
        .map(|ms| (ms * 1000.0).clamp(0.0, 1e15) as u64);
    let kind = EventKind::Query(Box::new(Query {
        sql: sql.to_owned(),
        query_time_us: took,
        origin: within.caller.clone().map(Origin::Caller),
        ..Query::default()
    }));
    Some(Draft::new(0, kind).stamped(stamp(value).or_else(|| within.written.clone())))
}

/// The command of which Clockwork tells.
fn command(value: &Value, within: &Within) -> Option<Draft> {
    let mut line = format!("php artisan {}", text(value, &["commandName"])?);
    for (name, set) in value.get("commandOptions").and_then(Value::as_object)? {
        match set {
            Value::Bool(true) => line.push_str(&format!(" --{name}")),
            Value::String(set) => line.push_str(&format!(" --{name}={set}")),
            _ => {}
        }
    }
    let kind = EventKind::Command(Box::new(Command {
        command: line,
        via: CommandVia::ToolOutput,
        ..Command::default()
    }));
    Some(Draft::new(0, kind).stamped(within.written.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read, torment};

    const DIGEST: &str = include_str!("../../samples/formats/query_report/digest.txt");

    fn told(content: &str) -> Vec<(String, Option<String>, i64)> {
        assert_eq!(likeness(&FORMAT, content), 93, "{content}");
        let drafts = read(&FORMAT, content.as_bytes()).0;
        let told = drafts.into_iter().map(|draft| {
            let written = draft.written.unwrap();
            let unit = written.unit_us / crate::time::SECOND;
            match draft.kind {
                EventKind::Query(query) => (query.sql, query.database, unit),
                EventKind::Command(command) => (command.command, None, unit),
                other => panic!("{other:?}"),
            }
        });
        told.collect()
    }

    #[test]
    fn an_example_ran_between_the_first_and_the_last_of_its_kind() {
        let shop = || Some("shop".to_owned());
        let found = told(DIGEST);
        assert_eq!(found[0], ("DELETE FROM carts".to_owned(), shop(), 601));
        assert_eq!(found[1], ("DROP TABLE orders".to_owned(), shop(), 1));
        let update = "UPDATE customers SET vip = 0,\n note = 'a\nb'";
        assert_eq!(found[2], (update.to_owned(), shop(), 1));
        assert_eq!(found.len(), 4);
        assert!(found[3].0.starts_with("SELECT * FROM orders"));
        torment(&FORMAT, FORMAT.example);
    }

    #[test]
    fn profilers_tell_each_statement_its_time_and_its_request() {
        let clockwork = r#"{"id":"1","time":1772788230.1,"method":"POST","uri":"/purge","databaseQueries":[{"query":"DELETE FROM `carts`","duration":2512.3,"time":1772788230.4}]}"#;
        assert_eq!(told(clockwork), [("DELETE FROM `carts`".to_owned(), None, 0)]);
        let run = r#"{"type":"command","time":1772788230.1,"commandName":"migrate:fresh","commandOptions":{"force":true},"databaseQueries":[{"query":"drop table `carts`","time":1772788230.4}]}"#;
        assert_eq!(told(run)[0].0, "php artisan migrate:fresh --force");
        let bar = r#"{"__meta":{"datetime":"2026-03-06 09:10:30","method":"POST","uri":"/purge"},"queries":{"statements":[{"sql":"delete from `carts`","duration":2.5,"duration_str":"2.5s"}]}}"#;
        assert_eq!(told(bar), [("delete from `carts`".to_owned(), None, 1)]);
        let class = r#"{"classes":[{"query_count":2,"fingerprint":"drop table a","ts_min":"2026-03-06 09:10:30","ts_max":"2026-03-06 09:20:30","example":{"query":"DROP TABLE a"},"metrics":{"db":{"value":"shop"}}}]}"#;
        assert_eq!(told(class), [("DROP TABLE a".to_owned(), Some("shop".to_owned()), 601)]);
        torment(&FORMAT, bar);
        // a script with such a comment, and settings of a connection
        for other in [
            "# Query 1: find the rows\nDELETE FROM carts;\n",
            r#"{"connection":"mysql","time":"9","sql":"strict"}"#,
        ] {
            assert_eq!(likeness(&FORMAT, other), 0, "{other}");
        }
    }
}
