//! Entries of loggers as fields, whatever carries them: a JSON object, `key=value` pairs (logfmt),
//! the envelopes of Datadog, Elasticsearch and Cloud Logging, batches of OpenTelemetry.

use serde_json::{Map, Value};

use crate::format::grammar::{lines::readable, loose_json};

/// Members in which platforms put what a program said: envelopes, and a batch of OpenTelemetry.
pub(crate) const ENVELOPES: [&str; 4] = ["attributes", "jsonPayload", "_source", BATCH];
const BATCH: &str = "resourceLogs";

/// The entries that `line` holds, each as an object.
pub(crate) fn entries(line: &[u8]) -> Vec<Value> {
    let value = if line.first() == Some(&b'{') {
        loose_json::parse_json(line).filter(Value::is_object)
    } else {
        pairs(&readable(line))
    };
    let Some(value) = value else { return Vec::new() };
    if let Some(all) = value.get(BATCH).and_then(Value::as_array) {
        return all.iter().flat_map(resource).collect();
    }
    vec![opened(value)]
}

/// What the envelope of a platform holds beside what it says itself. Datadog puts what the program
/// said into the attributes of its attributes.
fn opened(mut value: Value) -> Value {
    for key in ["attributes", "attributes", "jsonPayload", "_source"] {
        if let Some(outer) = value.as_object_mut()
            && outer.get(key).is_some_and(Value::is_object)
            && let Some(Value::Object(inner)) = outer.remove(key)
        {
            outer.extend(inner);
        }
    }
    value
}

/// The value of an attribute as OpenTelemetry writes it: `{"stringValue": "x"}`.
fn attribute(value: &Value) -> Option<&Value> {
    value.as_object()?.values().next()
}

/// The records of one resource of OpenTelemetry.
fn resource(resource: &Value) -> Vec<Value> {
    let list = |of: &Value, keys: &[&str]| {
        let found = keys.iter().find_map(|key| of.get(*key)?.as_array());
        found.cloned().unwrap_or_default()
    };
    let named = |of: &Value, into: &mut Map<String, Value>| {
        for one in list(of, &["attributes"]) {
            let value = one.get("value").and_then(attribute).cloned();
            if let Some((key, value)) = one.get("key").and_then(Value::as_str).zip(value) {
                let key = if key == "service.name" { "service" } else { key };
                into.insert(key.to_owned(), value);
            }
        }
    };
    let mut out = Vec::new();
    for scope in list(resource, &["scopeLogs", "instrumentationLibraryLogs"]) {
        for record in list(&scope, &["logRecords", "logs"]) {
            let mut entry = Map::new();
            named(resource.get("resource").unwrap_or(&Value::Null), &mut entry);
            named(&record, &mut entry);
            for (from, to) in [
                ("timeUnixNano", "timestamp"),
                ("severityText", "level"),
                ("severityNumber", "severity_number"),
            ] {
                if let Some(value) = record.get(from) {
                    entry.insert(to.to_owned(), value.clone());
                }
            }
            if let Some(body) = record.get("body").and_then(attribute) {
                entry.insert("message".to_owned(), body.clone());
            }
            out.push(Value::Object(entry));
        }
    }
    out
}

/// `time=2026-03-06T09:10:30Z level=info msg="it began"`: nothing else may stand in the line.
fn pairs(line: &str) -> Option<Value> {
    let mut out = Map::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (key, value) = rest.split_once('=')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "_.@-/".contains(c);
        if key.is_empty() || !key.chars().all(plain) {
            return None;
        }
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quote(quoted)?,
            None => match value.split_once(' ') {
                Some((value, after)) => (value.to_owned(), after),
                None => (value.to_owned(), ""),
            },
        };
        out.insert(key.to_owned(), Value::String(value));
        rest = after.trim_start();
    }
    (out.len() > 1).then_some(Value::Object(out))
}

/// What stands up to the quote that closes, and what follows it.
fn quote(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, text.get(at + 1..)?)),
            '\\' => out.push(match chars.next()?.1 {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            c => out.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_fields_and_a_sentence_is_none() {
        let line = br#"time=2026-03-06T09:10:30Z level=info msg="a \"b\" = c" took=2.5s"#;
        let found = entries(line);
        assert_eq!(found[0]["msg"], "a \"b\" = c");
        assert_eq!(found[0]["took"], "2.5s");
        for other in [&b"level=info and more"[..], b"A=1", b"set x = 1", b"a=\"open"] {
            assert_eq!(entries(other).len(), 0);
        }
    }

    #[test]
    fn envelopes_are_opened_and_batches_told_apart() {
        let found = entries(br#"{"id":"a","attributes":{"message":"m","status":"error"}}"#);
        assert_eq!((&found[0]["message"], &found[0]["id"]), (&"m".into(), &"a".into()));
        let batch = br#"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"api"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1772788231000000000","severityText":"ERROR","body":{"stringValue":"m"}},{"body":{"stringValue":"n"}}]}]}]}"#;
        let found = entries(batch);
        assert_eq!((found.len(), &found[0]["service"]), (2, &"api".into()));
        assert_eq!(found[0]["timestamp"], "1772788231000000000");
    }
}
