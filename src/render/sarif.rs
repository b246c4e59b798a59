//! SARIF 2.1.0 (OASIS): findings as results, for viewers and code scanning.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    case::severity::Severity,
    render::{
        contract::{RenderOptions, Renderer},
        page::words,
    },
    report::{
        id::{CitationId, EvidenceId},
        v1::{Citation, Finding, Report},
    },
};

/// The form.
pub(crate) struct Sarif;

/// Results that are written; code scanning refuses more in one run.
const MOST_RESULTS: usize = 25_000;
/// Places of one result.
const MOST_PLACES: usize = 100;

impl Renderer for Sarif {
    fn id(&self) -> &'static str {
        "sarif"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["sarif"]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        let rules: Vec<&str> = {
            let mut ids: Vec<&str> = report.findings.iter().map(|f| f.rule.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let citations: BTreeMap<CitationId, &Citation> =
            report.citations.iter().map(|c| (c.id, c)).collect();
        let paths: BTreeMap<EvidenceId, &str> =
            report.evidence.iter().map(|e| (e.id, e.path.as_str())).collect();
        let results: Vec<Value> = report
            .findings
            .iter()
            .take(MOST_RESULTS)
            .map(|finding| {
                result(
                    finding,
                    rules.iter().position(|r| *r == finding.rule).unwrap_or_default(),
                    &citations,
                    &paths,
                )
            })
            .collect();
        let rules: Vec<Value> =
            rules.iter().map(|id| json!({"id": id, "name": camel(id), "shortDescription": {"text": format!("{}.", capital(&words::plain(id)))}})).collect();
        let sarif = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {"name": report.tool.name, "semanticVersion": report.tool.version, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results
            }]
        });
        crate::text::escape::json_lines(&sarif)
    }
}

fn result(
    finding: &Finding,
    rule: usize,
    citations: &BTreeMap<CitationId, &Citation>,
    paths: &BTreeMap<EvidenceId, &str>,
) -> Value {
    let places: Vec<(&Citation, &str)> = finding
        .citations
        .iter()
        .filter_map(|id| citations.get(id))
        .filter_map(|c| Some((*c, *paths.get(&c.evidence)?)))
        .take(MOST_PLACES)
        .collect();
    let mut hash = Sha256::new();
    hash.update(finding.rule.as_bytes());
    for (citation, _) in &places {
        hash.update([0]);
        hash.update(citation.sha256.as_bytes());
    }
    let fingerprint: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let locations: Vec<Value> = places
        .iter()
        .map(|(c, path)| {
            json!({"physicalLocation": {
                "artifactLocation": {"uri": uri(path)},
                "region": {"startLine": c.line.max(1), "byteOffset": c.byte_start, "byteLength": c.byte_end.saturating_sub(c.byte_start)}
            }})
        })
        .collect();
    let level = match finding.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    };
    json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": message(finding)},
        "locations": locations,
        "partialFingerprints": {"backtrail/v1": fingerprint},
        "properties": {"severity": finding.severity, "confidence": finding.confidence, "status": finding.status, "incident": finding.incident}
    })
}

/// A finding in one sentence. A `[` would begin a link in a SARIF message.
fn message(finding: &Finding) -> String {
    let names = words::names(&finding.tables, finding.table_count, 5).replace('`', "");
    let place = finding.database.as_deref().map(|d| format!(" in {d}")).unwrap_or_default();
    let when = finding
        .started_at
        .as_deref()
        .map(|at| format!(", {}", words::when(at)))
        .unwrap_or_default();
    let text = format!(
        "{} on {names}{place}{when}: {}. {}",
        capital(&words::plain(&finding.operation)),
        finding.status.words(),
        finding.explanation
    );
    crate::text::escape::one_line(&text)
        .replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn camel(id: &str) -> String {
    id.split(['-', '_']).map(capital).collect()
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    #[test]
    fn findings_become_results_with_places() {
        let bytes = Sarif.render(&fixture::wiped(), &RenderOptions::default());
        let value: Value = serde_json::from_slice(&bytes).expect("JSON");
        let result = &value["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "drop-table");
        assert_eq!(result["level"], "error");
        assert_eq!(
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "logs/general.log"
        );
        assert_eq!(
            value["runs"][0]["tool"]["driver"]["rules"]
                [result["ruleIndex"].as_u64().expect("a number") as usize]["id"],
            "drop-table"
        );
    }

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(uri("/a b/ü!%.log"), "a%20b/%C3%BC%21%25.log");
    }
}
