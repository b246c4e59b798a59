//! Short answers: pages of lists, parts of reports with the citations that they name.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Bytes of one page.
pub(super) const PAGE: usize = 24_000;
/// Letters of an excerpt beside a claim.
const EXCERPT: usize = 300;

/// Letters of a text in what is longer than a page.
const CLIPPED: usize = 500;

/// As much of a list as goes into a page, from `skip` on, and where the next page begins.
pub(super) fn page(items: &[Value], skip: usize, limit: usize) -> Value {
    let mut bytes = 0;
    let fits = |item: &Value| {
        let before = bytes;
        bytes += item.to_string().len();
        before == 0 || bytes <= PAGE
    };
    let short = |item: &Value| {
        if item.to_string().len() <= PAGE { item.clone() } else { clipped(item) }
    };
    let shown: Vec<Value> =
        items.iter().skip(skip).take(limit).map(short).take_while(fits).collect();
    let next = skip + shown.len();
    let more = (next < items.len() && !shown.is_empty()).then_some(next);
    json!({"items": shown, "next_skip": more})
}

/// A value with the ends of its long texts cut off.
fn clipped(value: &Value) -> Value {
    match value {
        Value::String(text) if text.chars().nth(CLIPPED).is_some() => {
            let kept: String = text.chars().take(CLIPPED).collect();
            format!("{kept} … cut at {CLIPPED} letters").into()
        }
        Value::Array(list) => list.iter().map(clipped).collect(),
        Value::Object(map) => {
            map.iter().map(|(name, value)| (name.clone(), clipped(value))).collect()
        }
        other => other.clone(),
    }
}

/// An answer that is not much longer than a page: long texts are cut, and what is too long then is
/// refused.
pub(super) fn bounded(value: Value) -> Result<Value, String> {
    let long = |value: &Value| value.to_string().len() > PAGE * 2;
    if !long(&value) {
        return Ok(value);
    }
    Some(clipped(&value))
        .filter(|short| !long(short))
        .ok_or_else(|| "the answer is too long; ask for less of it, with `limit`".to_owned())
}

/// A part of a report by its JSON pointer, or what decides where none is asked for.
pub(super) fn part(
    report: &Value,
    pointer: Option<&str>,
    skip: usize,
    limit: usize,
) -> Result<Value, String> {
    let value = match pointer.filter(|pointer| !pointer.is_empty()) {
        None => summary(report),
        Some(pointer) => {
            let value = report.pointer(pointer);
            let value = value.ok_or_else(|| format!("the report has no part `{pointer}`"))?;
            match value {
                Value::Array(items) => page(items, skip, limit),
                long if long.to_string().len() > PAGE => outline(long, pointer),
                short => short.clone(),
            }
        }
    };
    let mut ids = BTreeSet::new();
    named(&value, &mut ids);
    Ok(json!({"part": value, "citations": citations(report, &ids)}))
}

/// The verdict, each incident in short, and what else can be asked for.
fn summary(report: &Value) -> Value {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let incidents = report.get("incidents").map(list).unwrap_or_default();
    let short = incidents.iter().enumerate().map(|(at, incident)| {
        let mut out = Map::new();
        for (name, value) in incident.as_object().into_iter().flatten() {
            match value {
                Value::Array(items) if name == "triggers" => {
                    out.insert("trigger".to_owned(), items.first().cloned().unwrap_or_default());
                }
                Value::Array(_) | Value::Object(_) if name != "mechanism" => {}
                other => drop(out.insert(name.clone(), other.clone())),
            }
        }
        out.insert("part".to_owned(), format!("/incidents/{at}").into());
        Value::Object(out)
    });
    let short: Vec<Value> = short.take(20).collect();
    json!({"verdict": report.get("verdict"), "incidents": short, "parts": outline(report, "")})
}

/// The names of what lies below a part, with their size.
fn outline(value: &Value, at: &str) -> Value {
    let inner = |name: &str, value: &Value| json!({"part": format!("{at}/{name}"), "bytes": value.to_string().len(), "items": value.as_array().map(Vec::len)});
    match value {
        Value::Object(map) => map.iter().map(|(name, value)| inner(name, value)).collect(),
        _ => Value::Null,
    }
}

/// The ids of citations that a value names.
fn named(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(id)
            if id.len() < 10 && id.strip_prefix('C').is_some_and(|n| n.parse::<u32>().is_ok()) =>
        {
            out.insert(id.clone());
        }
        Value::Array(list) => list.iter().for_each(|inner| named(inner, out)),
        Value::Object(map) => map.values().for_each(|inner| named(inner, out)),
        _ => {}
    }
}

/// Where each of these citations stands, in the form that `cite` takes, and how it begins.
fn citations(report: &Value, ids: &BTreeSet<String>) -> Map<String, Value> {
    let list = |name: &str| report.get(name).and_then(Value::as_array).into_iter().flatten();
    let text = |value: &Value, name: &str| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_u64).unwrap_or(0);
    let path =
        |id: &str| list("evidence").find(|it| text(it, "id") == id).map(|it| text(it, "path"));
    list("citations")
        .filter(|citation| ids.contains(&text(citation, "id")))
        .map(|citation| {
            let (start, end) = (number(citation, "byte_start"), number(citation, "byte_end"));
            let path = path(&text(citation, "evidence")).unwrap_or_default();
            let place = format!("{path}@{start}+{}", end.saturating_sub(start));
            let excerpt: String = text(citation, "excerpt").chars().take(EXCERPT).collect();
            (text(citation, "id"), json!({"place": place, "line": citation.get("line"), "sha256": citation.get("sha256"), "excerpt": excerpt}))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap() {
        let items: Vec<Value> =
            (0..50).map(|n| json!({"n": n, "text": "x".repeat(1000)})).collect();
        let (mut skip, mut seen) = (0, 0);
        loop {
            let page = page(&items, skip, 1000);
            assert!(page.to_string().len() < PAGE + 1100);
            seen += page["items"].as_array().unwrap().len();
            match page["next_skip"].as_u64() {
                Some(next) => skip = next as usize,
                None => break,
            }
        }
        assert_eq!(seen, 50);
        assert_eq!(page(&items, 99, 10), json!({"items": [], "next_skip": null}));
        // what is longer than a page alone is shown in part
        let long = page(&[json!({"n": 7, "text": "x".repeat(PAGE * 2)})], 0, 1);
        assert_eq!(long["items"][0]["n"], 7);
        assert!(long.to_string().len() < 700, "{long}");
        assert!(bounded(json!(vec!["x"; PAGE])).is_err());
        assert!(
            bounded("x".repeat(PAGE * 3).into()).unwrap().as_str().unwrap().ends_with("letters")
        );
    }

    #[test]
    fn a_part_comes_with_its_citations() {
        let report = json!({
            "verdict": {"headline": "h", "citations": ["C1"]},
            "incidents": [{"id": "I1", "triggers": [{"citations": ["C2"]}, {}], "acts": [1]}],
            "evidence": [{"id": "E1", "path": "a.log"}],
            "citations": [
                {"id": "C1", "evidence": "E1", "line": 2, "byte_start": 4, "byte_end": 9, "excerpt": "one"},
                {"id": "C2", "evidence": "E1", "line": 3, "byte_start": 9, "byte_end": 12, "excerpt": "two"},
            ],
        });
        let told = part(&report, None, 0, 10).unwrap();
        assert_eq!(told["citations"]["C1"]["place"], "a.log@4+5");
        assert_eq!(told["citations"]["C2"]["excerpt"], "two");
        assert!(told["part"]["incidents"][0]["acts"].is_null());
        assert_eq!(
            part(&report, Some("/evidence"), 0, 1).unwrap()["part"]["items"][0]["path"],
            "a.log"
        );
        assert!(part(&report, Some("/nothing"), 0, 1).is_err());
    }
}
