//! JUnit XML, as GitLab, Jenkins and others read it: an incident is a failure, a harmless
//! finding a test that passed.

use crate::{
    render::{
        contract::{RenderOptions, Renderer},
        page::words,
    },
    report::{terms::Claim, v1::Report},
    text::escape::xml,
};

/// The form.
pub(crate) struct Junit;

impl Renderer for Junit {
    fn id(&self) -> &'static str {
        "junit"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        let mut cases = String::new();
        let mut tests = 0_usize;
        for incident in &report.incidents {
            tests = tests.saturating_add(1);
            let trigger = incident.triggers.first().map(|t| t.kind.words()).unwrap_or_default();
            let detail = format!(
                "{}\n{}\nmechanism: {} ({})\nstarted by: {trigger}\nlast backup: {}",
                incident.title,
                words::range(&incident.started_at, &incident.ended_at),
                words::plain(incident.mechanism.id.id()),
                incident.mechanism.likelihood.words(),
                incident.backup.as_ref().map_or("none in this evidence", |b| b.path.as_str())
            );
            cases.push_str(&format!(
                "    <testcase classname=\"backtrail.incident\" name=\"{}\" time=\"0\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                line(&format!("{} {}", incident.id, incident.title)),
                line(incident.severity.id()),
                line(&incident.title),
                xml(&detail)
            ));
        }
        for finding in report.findings.iter().filter(|f| f.incident.is_none()).take(500) {
            tests = tests.saturating_add(1);
            let name = format!(
                "{} {} on {}",
                finding.id,
                words::plain(&finding.operation),
                words::names(&finding.tables, finding.table_count, 3).replace('`', "")
            );
            cases.push_str(&format!(
                "    <testcase classname=\"backtrail.finding\" name=\"{}\" time=\"0\">\n      <system-out>{}</system-out>\n    </testcase>\n",
                line(&name),
                xml(&finding.explanation.to_string())
            ));
        }
        let mut skipped = 0;
        if report.verdict.claim == Claim::NotShown {
            tests = tests.saturating_add(1);
            skipped = 1;
            cases.push_str(&format!(
                "    <testcase classname=\"backtrail.verdict\" name=\"no loss\" time=\"0\">\n      <skipped message=\"{}\"/>\n    </testcase>\n",
                line(&report.verdict.headline)
            ));
        } else if tests == 0 {
            tests = 1;
            cases.push_str("    <testcase classname=\"backtrail.incident\" name=\"no destructive operation found\" time=\"0\"/>\n");
        }
        let failures = report.incidents.len();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"backtrail\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"0\">\n  <testsuite name=\"backtrail\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">\n{cases}  </testsuite>\n</testsuites>\n"
        )
        .into_bytes()
    }
}

/// Text of an attribute, on one line.
fn line(text: &str) -> String {
    xml(&crate::text::escape::one_line(&words::clip(&text.replace('`', ""), 300)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    fn text(report: &Report) -> String {
        String::from_utf8(Junit.render(report, &RenderOptions::default())).expect("UTF-8")
    }

    #[test]
    fn an_incident_is_a_failure_and_nothing_is_a_pass() {
        assert!(
            text(&fixture::wiped()).contains("failures=\"1\"")
                && text(&fixture::wiped()).contains("<failure type=\"critical\"")
        );
        let mut nothing = fixture::quiet();
        nothing.findings.clear();
        assert!(text(&nothing).contains("tests=\"1\" failures=\"0\""));
        nothing.verdict.claim = Claim::NotShown;
        assert!(text(&nothing).contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""));
    }

    #[test]
    fn hostile_text_adds_no_tag() {
        let tags = |text: &str| text.matches('<').count();
        let harmless = tags(&text(&fixture::hostile("word")));
        for nasty in fixture::NASTY {
            let said = text(&fixture::hostile(nasty));
            assert_eq!(tags(&said), harmless, "{nasty:?}");
            assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{nasty:?}");
        }
    }
}
