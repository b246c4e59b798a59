//! Reads the evidence of a report again and says what of it the report tells otherwise.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    format::grammar::lines::newlines,
    ingest::{
        gather::{GatherOptions, gather, on_threads},
        gathered::{Gathered, Tally},
        options::{IngestOptions, SurveyPolicy},
        stated,
    },
    redact::redactor::Redactor,
    report::{
        context,
        excerpt::{alike, excerpt},
        id::{CitationId, EvidenceId},
        seal::{Sealed, seal, write},
        v1::{Citation, Evidence, Report, SCHEMA_VERSION},
    },
    source::{evidence::Source, hash::hex},
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
/// that were analyzed: its seal and its references; each file's hash, format and counts; the bytes,
/// line, excerpt and surroundings of each citation. What it concludes is not checked.
///
/// # Errors
/// Where the bytes are no report of a version that is known, or a path cannot be read.
pub fn verify<P: Into<String>>(
    report: &[u8],
    paths: impl IntoIterator<Item = P>,
) -> Result<Vec<Check>> {
    let sealed = open(report).map_err(Error::Usage)?;
    let said = &sealed.report.options;
    let formats =
        said.format.iter().map(|text| stated::format_override(text)).collect::<Result<_>>()?;
    let wanted = GatherOptions {
        paths: paths.into_iter().map(Into::into).collect(),
        clock: stated::clock_options(&said.tz, said.year)?,
        ingest: IngestOptions { survey: SurveyPolicy::Large, formats, ..IngestOptions::default() },
        hash: true,
    };
    on_threads(None, || {
        let gathered = gather(&wanted, None)?;
        Ok(checks(report, &sealed, &gathered, &Redactor::new(sealed.report.redaction.level)))
    })?
}

/// The report in these bytes, or why there is none.
pub(crate) fn open(bytes: &[u8]) -> std::result::Result<Sealed<'static>, String> {
    let sealed: Sealed<'static> = serde_json::from_slice(bytes)
        .map_err(|error| format!("is no report of backtrail: {error}"))?;
    let version = &sealed.report.schema_version;
    if version.split('.').next() != SCHEMA_VERSION.split('.').next() {
        return Err(format!("is of schema {version}; this program reads {SCHEMA_VERSION}"));
    }
    Ok(sealed)
}

/// All checks: of the report itself, each file, each citation. `bytes` is the report as it stands
/// in its file; the redactor knows the user's own rules where the report was made with such.
pub(crate) fn checks(
    bytes: &[u8],
    sealed: &Sealed<'_>,
    gathered: &Gathered,
    redactor: &Redactor,
) -> Vec<Check> {
    let report = &sealed.report;
    let sources = &gathered.sources;
    let by_name: HashMap<Name<'_>, &Source> =
        sources.iter().map(|source| (name_of(source), source)).collect();
    let found: HashMap<EvidenceId, (&Evidence, Option<&Source>)> =
        report.evidence.iter().map(|e| (e.id, (e, find(e, &by_name, sources)))).collect();
    let check = |id: String, place: String, outcome| Check { id, place, outcome };
    let of_report = |outcome| check("report".to_owned(), String::new(), outcome);
    let mut checks = vec![
        of_report(own(bytes, sealed)),
        of_report(whole(report)),
        of_report(all(report, sources)),
    ];
    for evidence in &report.evidence {
        let source = found.get(&evidence.id).and_then(|(_, source)| *source);
        let outcome = file(evidence, source, gathered).and_then(|what| {
            let tally = source.and_then(|source| gathered.tallies.get(source.id.index()));
            if made_here(report) { counts(evidence, tally).map(|()| what) } else { Ok(what) }
        });
        checks.push(check(evidence.id.to_string(), evidence.path.clone(), outcome));
    }
    let mut by_evidence: BTreeMap<EvidenceId, Vec<&Citation>> = BTreeMap::new();
    for citation in &report.citations {
        by_evidence.entry(citation.evidence).or_default().push(citation);
    }
    let lines: HashMap<CitationId, u64> = by_evidence
        .iter()
        .filter_map(|(id, cited)| Some(count_lines(found.get(id)?.1?, cited)))
        .flatten()
        .collect();
    for citation in &report.citations {
        let of = citation.evidence;
        let (place, outcome) = match found.get(&of) {
            None => (
                of.to_string(),
                Err(format!("names evidence {of}, which the report does not list")),
            ),
            Some((evidence, None)) => {
                (evidence.path.clone(), Err("its file is not there".to_owned()))
            }
            Some((evidence, Some(source))) => (
                evidence.path.clone(),
                cited(citation, source, lines.get(&citation.id).copied(), redactor)
                    .and_then(|what| beside(citation, source, redactor).map(|()| what)),
            ),
        };
        checks.push(check(citation.id.to_string(), format!("{place}:{}", citation.line), outcome));
    }
    checks
}

/// Whether this version of the program wrote the report: others may read and write otherwise.
fn made_here(report: &Report) -> bool {
    report.tool.version == env!("CARGO_PKG_VERSION")
}

/// Whether analyzing the evidence again, as the report says that it was done, says the same.
pub(crate) fn again(report: &Report, now: &Report) -> Outcome {
    let settings = |report: &Report| report.settings.as_ref().map(|s| s.sha256.clone());
    if let (Some(said), true) = (&report.settings, settings(report) != settings(now)) {
        return Err(format!(
            "was made under settings {} with SHA-256 {}; name that file with --config",
            said.file, said.sha256
        ));
    }
    let value = |report| serde_json::to_value(report).unwrap_or_default();
    match difference("$", &value(report), &value(now)) {
        None => Ok("another analysis says the same".to_owned()),
        Some(what) if made_here(report) => Err(what),
        Some(what) => Err(format!(
            "{what} (version {} wrote the report, this is {}, which may be the reason)",
            report.tool.version,
            env!("CARGO_PKG_VERSION")
        )),
    }
}

/// The first place, as a JSON path, at which two values differ, and what stands there.
fn difference(path: &str, said: &Value, now: &Value) -> Option<String> {
    match (said, now) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => a
            .iter()
            .zip(b.values())
            .find_map(|((key, a), b)| difference(&format!("{path}.{key}"), a, b)),
        (Value::Array(a), Value::Array(b)) => {
            let at = |(n, (a, b))| difference(&format!("{path}[{n}]"), a, b);
            a.iter().zip(b).enumerate().find_map(at).or_else(|| {
                let (a, b) = (a.len(), b.len());
                (a != b).then(|| format!("{path}: the report lists {a}, another analysis {b}"))
            })
        }
        _ => {
            let (a, b) = (said.to_string(), now.to_string());
            let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
            let short = |text: &str| around(text, same);
            (said != now).then(|| {
                format!("{path}: the report says {}, another analysis {}", short(&a), short(&b))
            })
        }
    }
}

/// A text around its character of this number.
fn around(text: &str, at: usize) -> String {
    let from = at.saturating_sub(60);
    let begin = if from > 0 { "…" } else { "" };
    let end = if text.chars().nth(at.saturating_add(60)).is_some() { "…" } else { "" };
    let kept: String = text.chars().skip(from).take(120).collect();
    format!("{begin}{kept}{end}")
}

/// Whether the report is as it was written: its bytes are those that its content makes, and its
/// content is that which was sealed.
fn own(bytes: &[u8], sealed: &Sealed<'_>) -> Outcome {
    match &sealed.report_sha256 {
        None => Err("has no seal (report_sha256), so changes to it cannot be detected".to_owned()),
        Some(said) if *said != seal(&sealed.report) => {
            Err("was changed after it was written: its seal does not fit".to_owned())
        }
        Some(_) if made_here(&sealed.report) && bytes != write(sealed) => {
            Err("was changed after it was written: it has other keys, other spacing or other order"
                .to_owned())
        }
        Some(_) => Ok("its checksum fits".to_owned()),
    }
}

/// Whether the report lists what it was made of, cites what it lists and lists what it cites.
fn whole(report: &Report) -> Outcome {
    if report.evidence.is_empty() {
        return Err("lists no evidence".to_owned());
    }
    let mut links = Links::default();
    links.walk("", &serde_json::to_value(report).unwrap_or_default());
    if let Some(id) = links.named.iter().find(|id| !links.listed.contains(*id)) {
        return Err(format!("names {id}, which it does not list"));
    }
    if let Some(id) = report.citations.iter().map(|c| c.id).find(|id| !links.cited.contains(id)) {
        return Err(format!("lists {id}, which nothing cites"));
    }
    let bare = |what: &str, id: String| Err(format!("{what} {id} cites nothing"));
    if let Some(finding) = report.findings.iter().find(|finding| finding.citations.is_empty()) {
        return bare("finding", finding.id.to_string());
    }
    for incident in report.incidents.iter().filter(|incident| incident.findings.is_empty()) {
        let mut links = Links::default();
        links.walk("", &serde_json::to_value(incident).unwrap_or_default());
        if links.cited.is_empty() {
            return bare("incident", incident.id.to_string());
        }
    }
    let (said, listed) = (report.verdict.incidents, report.incidents.len());
    if said != listed {
        return Err(format!("counts {said} incidents and lists {listed}"));
    }
    if let Some(finding) = report.findings.iter().find(|f| f.table_count < f.tables.len() as u64) {
        return Err(format!("finding {} names more tables than it counts", finding.id));
    }
    Ok("cites what it lists".to_owned())
}

/// How the parts of a report refer to each other.
#[derive(Default)]
struct Links {
    /// Ids of parts.
    listed: HashSet<String>,
    /// Ids that other parts name.
    named: Vec<String>,
    /// Those of them that are citations.
    cited: HashSet<CitationId>,
}

impl Links {
    /// Of a value under a key.
    fn walk(&mut self, key: &str, value: &Value) {
        match (key, value) {
            ("id", Value::String(id)) => drop(self.listed.insert(id.clone())),
            ("citations" | "findings" | "by" | "evidence" | "incident", Value::String(id)) => {
                self.named.push(id.clone());
                if key == "citations" {
                    self.cited.extend(serde_json::from_value::<CitationId>(value.clone()));
                }
            }
            (_, Value::Array(all)) => all.iter().for_each(|one| self.walk(key, one)),
            (_, Value::Object(keys)) => keys.iter().for_each(|(key, one)| self.walk(key, one)),
            _ => {}
        }
    }
}

/// Whether the report lists all that is there, where each file lies under the name that it gives:
/// else the folder given now is another than the one that was analyzed.
fn all(report: &Report, sources: &[Source]) -> Outcome {
    let listed: HashSet<Name<'_>> = report.evidence.iter().map(listed_as).collect();
    let there: HashSet<Name<'_>> = sources.iter().map(name_of).collect();
    match sources.iter().find(|source| !listed.contains(&name_of(source))) {
        Some(source) if listed.is_subset(&there) => {
            Err(format!("does not list {}, which lies in the evidence", source.path))
        }
        _ => Ok("lists what lies in the evidence".to_owned()),
    }
}

/// A file, and the program whose lines of it are meant.
type Name<'a> = (&'a str, Option<&'a str>);

fn name_of(source: &Source) -> Name<'_> {
    (&source.path, source.service.as_deref())
}

fn listed_as(evidence: &Evidence) -> Name<'_> {
    (&evidence.path, evidence.service.as_deref())
}

/// The source of a path in the report. The folder given now may lie above or below the one that
/// was analyzed; then the only source whose path ends alike is taken.
fn find<'a>(
    evidence: &Evidence,
    by_name: &HashMap<Name<'_>, &'a Source>,
    sources: &'a [Source],
) -> Option<&'a Source> {
    let (path, service) = listed_as(evidence);
    let is_end = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|rest| rest.ends_with('/'));
    let alike =
        |(other, of): Name<'_>| of == service && (is_end(other, path) || is_end(path, other));
    by_name.get(&(path, service)).copied().or_else(|| {
        let mut fitting = sources.iter().filter(|source| alike(name_of(source)));
        fitting.next().filter(|_| fitting.next().is_none())
    })
}

fn file(evidence: &Evidence, source: Option<&Source>, gathered: &Gathered) -> Outcome {
    let Some(source) = source else { return Err("is not there".to_owned()) };
    let now = gathered.hashes.of(source.id.index()).or(source.sha256.as_deref());
    if source.bytes != evidence.bytes {
        return Err(format!(
            "has {} bytes; the report was made of {}",
            source.bytes, evidence.bytes
        ));
    }
    match (evidence.sha256.as_deref(), now) {
        (Some(said), Some(now)) if said == now => Ok("same bytes".to_owned()),
        (Some(_), Some(_)) => Err("was changed: its SHA-256 is another".to_owned()),
        (Some(_), None) => Err("cannot be hashed".to_owned()),
        (None, _) => Err("has no hash in the report, so changed bytes would not show".to_owned()),
    }
}

/// Whether a file is of the format, and has the entries, that the report says.
fn counts(evidence: &Evidence, tally: Option<&Tally>) -> std::result::Result<(), String> {
    let Some(tally) = tally else { return Ok(()) };
    let format = tally.format.unwrap_or("none");
    let said = evidence.format.as_deref().unwrap_or("none");
    if said != format {
        return Err(format!("is read as {format}; the report says {said}"));
    }
    for (what, said, now) in [
        ("entries", evidence.entries, tally.entries),
        ("bytes that are not understood", evidence.unparsed_bytes, tally.unparsed_bytes),
    ] {
        if said != now {
            return Err(format!("has {now} {what}; the report says {said}"));
        }
    }
    Ok(())
}

/// Whether what the report shows before and after a citation stands there.
fn beside(
    citation: &Citation,
    source: &Source,
    redactor: &Redactor,
) -> std::result::Result<(), String> {
    let (start, end) = (citation.byte_start, citation.byte_end);
    let show = |bytes: Option<(u64, u64)>, fits: fn(u64, u64, u64, u64) -> bool| {
        let (from, to) = bytes.filter(|(from, to)| from < to && fits(*from, *to, start, end))?;
        excerpt(source, from, to, &mut |text| redactor.excerpt(text).into_owned()).ok()
    };
    let before = show(citation.before_bytes, |_, to, start, _| to <= start);
    let after = show(citation.after_bytes, |from, _, _, end| end <= from);
    for (side, said, now) in [
        ("before", &citation.before, before.map(|text| context::last(&text))),
        ("after", &citation.after, after.map(|text| context::first(&text))),
    ] {
        if !alike(said.as_deref().unwrap_or_default(), &now.unwrap_or_default()) {
            return Err(format!("what the report shows {side} it does not stand there"));
        }
    }
    Ok(())
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
    if !alike(&again, &citation.excerpt) {
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
        ingest::gather::gather_sources,
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
        report.coverage.clear();
        let (start, end) = (11, 73);
        let redactor = Redactor::new(Level::Pii);
        let show = |start, end| {
            excerpt(source, start, end, &mut |text| redactor.excerpt(text).into_owned())
                .expect("read")
        };
        for e in &mut report.evidence {
            e.path = "laravel.log".into();
            e.bytes = source.bytes;
            e.sha256.clone_from(&source.sha256);
            (e.entries, e.unparsed_bytes) = (1, 11);
        }
        for c in &mut report.citations {
            c.evidence = EvidenceId::of(0);
            (c.byte_start, c.byte_end, c.line) = (start, end, 2);
            c.sha256 = hex(&Sha256::digest(source.raw(start, end).expect("read")));
            c.excerpt = show(start, end);
            (c.before, c.before_bytes) = (Some("first line".to_owned()), Some((0, 11)));
        }
        report
    }

    fn source(bytes: &[u8]) -> Source {
        let mut source = Source::from_bytes("laravel.log", bytes.to_vec());
        source.sha256 = Some(hex(&Sha256::digest(bytes)));
        source
    }

    fn failures(bytes: &[u8], source: Source) -> Option<Vec<Check>> {
        let sealed: Sealed<'static> = serde_json::from_slice(bytes).ok()?;
        let gathered = gather_sources(vec![source], &GatherOptions::default());
        let checks = super::checks(bytes, &sealed, &gathered, &Redactor::new(Level::Pii));
        Some(checks.into_iter().filter(|c| c.outcome.is_err()).collect())
    }

    #[test]
    fn an_untouched_report_holds() {
        let bytes = Json.render(&report(&source(LOG.as_bytes())), &RenderOptions::default());
        assert_eq!(failures(&bytes, source(LOG.as_bytes())), Some(Vec::new()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
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
            (|r| r.evidence[0].path = "other.log".into(), "is not there"),
            (|r| r.findings[0].citations.clear(), "F1 cites nothing"),
            (|r| r.findings[0].citations = vec![CitationId::of(998)], "names C999"),
            (|r| r.evidence.iter_mut().for_each(|e| e.sha256 = None), "no hash"),
            (|r| (r.incidents.clear(), r.timeline.clear()).1, "names I1"),
            (|r| r.timeline.clear(), ""),
            (|r| r.verdict.incidents = 0, "counts 0 incidents and lists 1"),
            (|r| r.findings[0].table_count = 3, "names more tables"),
            (|r| r.evidence[0].format = Some("syslog".into()), "is read as laravel"),
            (|r| r.evidence[0].format = None, "is read as laravel; the report says none"),
            (|r| r.evidence[0].entries = 2, "has 1 entries"),
            (|r| r.evidence[0].unparsed_bytes = 0, "has 11 bytes"),
            (|r| r.citations[0].before = Some("rm -rf /".into()), "shows before it"),
            (|r| r.citations[0].before = None, "shows before it"),
            (|r| r.citations[0].after = Some("last".into()), "shows after it"),
            (|r| r.citations[0].before_bytes = Some((11, 73)), "shows before it"),
        ] {
            let said = changed(change);
            assert!(
                said.contains(wanted) && said.is_empty() == wanted.is_empty(),
                "{wanted}: {said}"
            );
        }
    }

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let said = fixture::wiped();
        assert!(again(&said, &said.clone()).is_ok());
        for (change, wanted) in [
            (
                (|r| r.incidents[0].triggers[0].actor = None) as fn(&mut Report),
                "$.incidents[0].triggers[0].actor: the report says \"ops1\", another analysis null",
            ),
            (|r| drop(r.findings.pop()), "$.findings: the report lists 2, another analysis 1"),
            (
                |r| r.evidence[1].unparsed_bytes = 0,
                "$.evidence[1].unparsed_bytes: the report says 212",
            ),
        ] {
            let mut now = said.clone();
            change(&mut now);
            let what = again(&said, &now).expect_err("they differ");
            assert!(what.starts_with(wanted), "{what}");
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
