//! GitHub workflow commands: the gravest findings as annotations of a run (ten of a kind at most,
//! which is all that GitHub shows).

use crate::{
    case::severity::Severity,
    render::{
        contract::{RenderOptions, Renderer},
        page::words,
    },
    report::{terms::Claim, v1::Report},
    text::escape::{gha_message, gha_property},
};

/// The form.
pub(crate) struct Github;

/// Annotations of one kind that GitHub shows for a step.
const MOST: usize = 10;

impl Renderer for Github {
    fn id(&self) -> &'static str {
        "github"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        let mut all: Vec<(&'static str, String, String)> = Vec::new();
        for incident in &report.incidents {
            let text = format!(
                "{} ({})",
                incident.title,
                words::range(&incident.started_at, &incident.ended_at)
            );
            all.push((
                command(incident.severity),
                format!("{} incident {}", incident.severity, incident.id),
                text,
            ));
        }
        for finding in report
            .findings
            .iter()
            .filter(|f| f.incident.is_none() && f.severity >= Severity::Medium)
        {
            let names = words::names(&finding.tables, finding.table_count, 3);
            let text =
                format!("{} on {names}: {}", words::plain(&finding.operation), finding.explanation);
            all.push((
                command(finding.severity),
                format!("{} finding {}", finding.severity, finding.id),
                text,
            ));
        }
        let mut out = String::new();
        let mut unsaid = 0_usize;
        for kind in ["error", "warning", "notice"] {
            let of_kind: Vec<_> = all.iter().filter(|(k, ..)| *k == kind).collect();
            // one place among the notices is kept for the count of what is not shown
            let most = if kind == "notice" { MOST.saturating_sub(1) } else { MOST };
            for (_, title, text) in of_kind.iter().take(most) {
                out.push_str(&format!(
                    "::{kind} title={}::{}\n",
                    gha_property(title),
                    gha_message(&text.replace('`', ""))
                ));
            }
            unsaid = unsaid.saturating_add(of_kind.len().saturating_sub(most));
        }
        if unsaid > 0 {
            out.push_str(&format!("::notice title=backtrail::{unsaid} more in the report\n"));
        }
        let verdict = &report.verdict;
        if all.is_empty() || verdict.claim == Claim::NotShown {
            let kind = if verdict.claim == Claim::NotShown { "warning" } else { "notice" };
            out.push_str(&format!(
                "::{kind} title=backtrail::{}\n",
                gha_message(&verdict.headline.replace('`', ""))
            ));
        }
        out.into_bytes()
    }
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    #[test]
    fn text_of_a_log_begins_no_line_and_ten_are_enough() {
        for nasty in fixture::NASTY {
            let mut report = fixture::hostile(nasty);
            for _ in 0..30 {
                report.incidents.extend(report.incidents.first().cloned());
            }
            let said = String::from_utf8(Github.render(&report, &RenderOptions::default()))
                .expect("UTF-8");
            assert!(
                said.lines().all(|l| l.starts_with("::error title=")
                    || l.starts_with("::notice title=backtrail::")),
                "{said}"
            );
            assert_eq!(said.lines().count(), 11);
        }
    }
}
