//! Reads every citation of a report again and says which do not hold.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    format::grammar::lines::newlines,
    ingest::gather::on_threads,
    redact::redactor::Redactor,
    report::{
        excerpt::{excerpt, unnumbered},
        id::{CitationId, EvidenceId},
        seal::{Sealed, seal, write},
        v1::{Citation, Evidence, Report, SCHEMA_VERSION},
    },
    source::{
        discovery::{SourceOptions, discover},
        evidence::Source,
        hash::{Hashing, hex},
    },
};

/// What holds, or what does not.
pub(crate) type Outcome = std::result::Result<String, String>;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked: `report`, `E1`, `C4`.
    pub id: String,
    /// Where it is.
    pub place: String,
    /// `Ok` with what holds, or what does not.
    pub outcome: Outcome,
}

/// Checks a report, the bytes of `report.json`, against the evidence in `paths`, which are those
/// that were analyzed: its seal, each file's hash, and the bytes, line and excerpt of each
/// citation.
///
/// # Errors
/// Where the bytes are no report of a version that is known, or a path cannot be read.
pub fn verify<P: Into<String>>(
    report: &[u8],
    paths: impl IntoIterator<Item = P>,
) -> Result<Vec<Check>> {
    let sealed = open(report).map_err(Error::Usage)?;
    let paths: Vec<String> = paths.into_iter().map(Into::into).collect();
    against(report, &sealed, &paths, &Redactor::new(sealed.report.redaction.level))
}

/// The report in these bytes, or why there is none.
pub(crate) fn open(bytes: &[u8]) -> std::result::Result<Sealed, String> {
    let sealed: Sealed = serde_json::from_slice(bytes)
        .map_err(|error| format!("is no report of backtrail: {error}"))?;
    let version = &sealed.report.schema_version;
    if version.split('.').next() != SCHEMA_VERSION.split('.').next() {
        return Err(format!("is of schema {version}; this program reads {SCHEMA_VERSION}"));
    }
    Ok(sealed)
}

/// All checks against the evidence in `paths`, with a redactor that knows the user's own rules
/// where the report was made with such.
pub(crate) fn against(
    bytes: &[u8],
    sealed: &Sealed,
    paths: &[String],
    redactor: &Redactor,
) -> Result<Vec<Check>> {
    on_threads(None, || {
        let mut sources = discover(paths, &SourceOptions { hash: true }, None)?.sources;
        let hashes = Hashing::start(&sources, rayon::current_num_threads());
        for (index, source) in sources.iter_mut().enumerate() {
            source.sha256 = hashes.of(index).map(str::to_owned);
        }
        Ok(checks(bytes, sealed, &sources, redactor))
    })?
}

/// All checks: the report's own seal, each file, each citation. `bytes` is the report as it
/// stands in its file.
fn checks(bytes: &[u8], sealed: &Sealed, sources: &[Source], redactor: &Redactor) -> Vec<Check> {
    let report = &sealed.report;
    let of_report = |outcome| Check { id: "report".to_owned(), place: String::new(), outcome };
    let mut checks = vec![of_report(own(bytes, sealed)), of_report(whole(report))];
    let by_path: HashMap<&str, &Source> =
        sources.iter().map(|source| (source.path.as_str(), source)).collect();
    let found: HashMap<EvidenceId, (&Evidence, Option<&Source>)> =
        report.evidence.iter().map(|e| (e.id, (e, find(&e.path, &by_path, sources)))).collect();
    for evidence in &report.evidence {
        let source = found.get(&evidence.id).and_then(|(_, source)| *source);
        checks.push(Check {
            id: evidence.id.to_string(),
            place: evidence.path.clone(),
            outcome: file(evidence, source),
        });
    }
    let mut by_evidence: BTreeMap<EvidenceId, Vec<&Citation>> = BTreeMap::new();
    for citation in &report.citations {
        by_evidence.entry(citation.evidence).or_default().push(citation);
    }
    let mut lines: HashMap<CitationId, u64> = HashMap::new();
    for (id, cited) in &by_evidence {
        if let Some((_, Some(source))) = found.get(id) {
            lines.extend(count_lines(source, cited));
        }
    }
    for citation in &report.citations {
        let (place, outcome) = match found.get(&citation.evidence) {
            None => (
                citation.evidence.to_string(),
                Err(format!(
                    "names evidence {}, which the report does not list",
                    citation.evidence
                )),
            ),
            Some((evidence, None)) => {
                (evidence.path.clone(), Err("its file is not there".to_owned()))
            }
            Some((evidence, Some(source))) => (
                evidence.path.clone(),
                cited(citation, source, lines.get(&citation.id).copied(), redactor),
            ),
        };
        checks.push(Check {
            id: citation.id.to_string(),
            place: format!("{place}:{}", citation.line),
            outcome,
        });
    }
    checks
}

/// Whether the report is as it was written: its bytes are those that its content makes, and its
/// content is that which was sealed.
fn own(bytes: &[u8], sealed: &Sealed) -> Outcome {
    match &sealed.report_sha256 {
        None => Err("has no seal (report_sha256), so changes to it cannot be detected".to_owned()),
        Some(said) if *said != seal(&sealed.report) => {
            Err("was changed after it was written: its seal does not fit".to_owned())
        }
        Some(_)
            if sealed.report.tool.version == env!("CARGO_PKG_VERSION")
                && bytes != write(sealed) =>
        {
            Err("was changed after it was written: it has other keys, other spacing or other order"
                .to_owned())
        }
        Some(_) => Ok("its checksum fits".to_owned()),
    }
}

/// Whether the report lists what it was made of and cites what it lists.
fn whole(report: &Report) -> Outcome {
    if report.evidence.is_empty() {
        return Err("lists no evidence".to_owned());
    }
    let known: HashSet<String> = report.citations.iter().map(|c| c.id.to_string()).collect();
    let mut cited = Vec::new();
    named(&serde_json::to_value(report).unwrap_or_default(), &mut cited);
    if let Some(id) = cited.iter().find(|id| !known.contains(*id)) {
        return Err(format!("cites {id}, which it does not list"));
    }
    let bare = |what: &str, id: String| Err(format!("{what} {id} cites nothing"));
    if let Some(finding) = report.findings.iter().find(|finding| finding.citations.is_empty()) {
        return bare("finding", finding.id.to_string());
    }
    for incident in report.incidents.iter().filter(|incident| incident.findings.is_empty()) {
        let mut cited = Vec::new();
        named(&serde_json::to_value(incident).unwrap_or_default(), &mut cited);
        if cited.is_empty() {
            return bare("incident", incident.id.to_string());
        }
    }
    Ok("cites what it lists".to_owned())
}

/// All that stands in lists named `citations`.
fn named(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| named(one, out)),
        Value::Object(keys) => {
            for (key, value) in keys {
                match value {
                    Value::Array(ids) if key == "citations" && ids.iter().all(Value::is_string) => {
                        out.extend(ids.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => named(value, out),
                }
            }
        }
        _ => {}
    }
}

/// The source of a path in the report. The folder given now may lie above or below the one that
/// was analyzed; then the only source whose path ends alike is taken.
fn find<'a>(
    path: &str,
    by_path: &HashMap<&str, &'a Source>,
    sources: &'a [Source],
) -> Option<&'a Source> {
    if let Some(source) = by_path.get(path) {
        return Some(source);
    }
    let alike = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|rest| rest.ends_with('/'));
    let mut fitting =
        sources.iter().filter(|source| alike(&source.path, path) || alike(path, &source.path));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

fn file(evidence: &Evidence, source: Option<&Source>) -> Outcome {
    let Some(source) = source else { return Err("is not there".to_owned()) };
    if source.bytes != evidence.bytes {
        return Err(format!(
            "has {} bytes; the report was made of {}",
            source.bytes, evidence.bytes
        ));
    }
    match (&evidence.sha256, &source.sha256) {
        (Some(said), Some(now)) if said == now => Ok("same bytes".to_owned()),
        (Some(_), Some(_)) => Err("was changed: its SHA-256 is another".to_owned()),
        (Some(_), None) => Err("cannot be hashed".to_owned()),
        (None, _) => Err("has no hash in the report, so changed bytes would not show".to_owned()),
    }
}

fn cited(citation: &Citation, source: &Source, line: Option<u64>, redactor: &Redactor) -> Outcome {
    let (start, end) = (citation.byte_start, citation.byte_end);
    if start >= end {
        return Err(format!("bytes {start}-{end} are no range"));
    }
    if end > source.content_len() {
        return Err(format!("ends at byte {end}; the content ends at {}", source.content_len()));
    }
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    let raw = source.raw(start, end).map_err(unreadable)?;
    if hex(&Sha256::digest(&raw)) != citation.sha256 {
        return Err(format!("bytes {start}-{end} are not those that were cited"));
    }
    if let Some(line) = line.filter(|line| *line != citation.line) {
        return Err(format!("begins on line {line}, not {}", citation.line));
    }
    let again = excerpt(source, start, end, &mut |text| redactor.excerpt(text).into_owned())
        .map_err(unreadable)?;
    if unnumbered(&again) != unnumbered(&citation.excerpt) {
        return Err("its excerpt is not what the cited bytes say (a report made under a settings file is checked under the same one)".to_owned());
    }
    Ok("bytes, line and excerpt hold".to_owned())
}

/// The line on which each citation begins, from one reading of the source. Nothing for sources of
/// two-byte text, whose line breaks are no single bytes.
fn count_lines(source: &Source, cited: &[&Citation]) -> HashMap<CitationId, u64> {
    const STEP: u64 = 1 << 20;
    let mut out = HashMap::new();
    let head = source.raw(0, 4).unwrap_or_default();
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || head.contains(&0) {
        return out;
    }
    let mut sorted: Vec<&Citation> =
        cited.iter().copied().filter(|c| c.byte_start <= source.content_len()).collect();
    sorted.sort_by_key(|c| c.byte_start);
    let (mut at, mut line) = (0_u64, 1_u64);
    for citation in sorted {
        while at < citation.byte_start {
            let to = citation.byte_start.min(at.saturating_add(STEP));
            let Ok(bytes) = source.raw(at, to) else { return out };
            if bytes.is_empty() {
                return out;
            }
            line = line.saturating_add(newlines(&bytes));
            at = to;
        }
        out.insert(citation.id, line);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        redact::rule::Level,
        render::{
            contract::{RenderOptions, Renderer as _},
            json::Json,
            page::fixture,
        },
    };

    const LOG: &str =
        "first line\n[2025-10-27 06:28:23] production.ERROR: table is gone\n#0 frame\nlast\n";

    fn report(source: &Source) -> Report {
        let mut report = fixture::wiped();
        report.evidence.truncate(1);
        let (start, end) = (11, 73);
        for e in &mut report.evidence {
            e.path = "laravel.log".into();
            e.bytes = source.bytes;
            e.sha256.clone_from(&source.sha256);
        }
        for c in &mut report.citations {
            c.evidence = EvidenceId::of(0);
            (c.byte_start, c.byte_end, c.line) = (start, end, 2);
            c.sha256 = hex(&Sha256::digest(source.raw(start, end).expect("read")));
            c.excerpt = excerpt(source, start, end, &mut |text| {
                Redactor::new(Level::Pii).excerpt(text).into_owned()
            })
            .expect("read");
        }
        report
    }

    fn source(bytes: &[u8]) -> Source {
        let mut source = Source::from_bytes("laravel.log", bytes.to_vec());
        source.sha256 = Some(hex(&Sha256::digest(bytes)));
        source
    }

    fn failures(bytes: &[u8], source: Source) -> Option<Vec<Check>> {
        let sealed: Sealed = serde_json::from_slice(bytes).ok()?;
        let checks = super::checks(bytes, &sealed, &[source], &Redactor::new(Level::Pii));
        Some(checks.into_iter().filter(|c| c.outcome.is_err()).collect())
    }

    #[test]
    fn an_untouched_report_holds() {
        let bytes = Json.render(&report(&source(LOG.as_bytes())), &RenderOptions::default());
        assert_eq!(failures(&bytes, source(LOG.as_bytes())), Some(Vec::new()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn any_changed_byte_of_the_report_is_found(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let mut bytes = Json.render(&report(&source(LOG.as_bytes())), &RenderOptions::default());
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(failures(&bytes, source(LOG.as_bytes())).is_none_or(|f| !f.is_empty()));
        }

        #[test]
        fn any_changed_byte_of_the_evidence_is_found(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let bytes = Json.render(&report(&source(LOG.as_bytes())), &RenderOptions::default());
            let mut log = LOG.as_bytes().to_vec();
            let at = at.index(log.len());
            log[at] ^= 1 << bit;
            prop_assert!(failures(&bytes, source(&log)).is_some_and(|f| !f.is_empty()));
        }
    }

    #[test]
    fn a_wrong_line_and_a_wrong_excerpt_are_found_even_under_a_fresh_seal() {
        let mut wrong = report(&source(LOG.as_bytes()));
        wrong.citations[0].line = 3;
        let bytes = Json.render(&wrong, &RenderOptions::default());
        let said = failures(&bytes, source(LOG.as_bytes())).expect("parsed");
        assert_eq!(said.len(), 1);
        assert!(said[0].outcome.clone().is_err_and(|e| e.contains("line 2")));
        let mut wrong = report(&source(LOG.as_bytes()));
        wrong.citations[0].excerpt.push('x');
        let bytes = Json.render(&wrong, &RenderOptions::default());
        assert_eq!(failures(&bytes, source(LOG.as_bytes())).map(|f| f.len()), Some(1));
    }

    #[test]
    fn a_report_that_cites_nothing_or_what_is_not_there_fails_even_under_a_fresh_seal() {
        let changed = |change: fn(&mut Report)| {
            let mut wrong = report(&source(LOG.as_bytes()));
            change(&mut wrong);
            let bytes = Json.render(&wrong, &RenderOptions::default());
            let said = failures(&bytes, source(LOG.as_bytes())).expect("parsed");
            said.into_iter().filter_map(|check| check.outcome.err()).collect::<Vec<_>>().join("; ")
        };
        for (change, wanted) in [
            ((|r| r.citations.clear()) as fn(&mut Report), "does not list"),
            (|r| (r.citations.clear(), r.evidence.clear()).1, "lists no evidence"),
            (|r| r.findings.iter_mut().for_each(|f| f.citations.clear()), "F1 cites nothing"),
            (|r| r.findings[0].citations = vec![CitationId::of(998)], "cites C999"),
            (|r| r.evidence.iter_mut().for_each(|e| e.sha256 = None), "no hash"),
        ] {
            let said = changed(change);
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
    }

    #[test]
    fn a_missing_file_and_a_folder_above_are_told_apart() {
        let bytes = Json.render(&report(&source(LOG.as_bytes())), &RenderOptions::default());
        let mut above = source(LOG.as_bytes());
        above.path = "case/logs/laravel.log".into();
        assert_eq!(failures(&bytes, above), Some(Vec::new()));
        let mut other = source(LOG.as_bytes());
        other.path = "other.log".into();
        let all = report(&source(LOG.as_bytes())).citations.len() + 1;
        assert_eq!(failures(&bytes, other).map(|f| f.len()), Some(all));
    }
}
