//! The order in which a report is told.

use std::cmp::Reverse;

use crate::{
    case::{severity::Severity, trigger::TriggerKind},
    render::page::{
        appendix,
        block::{Block, Line, Page, Section, Table},
        cause, charts,
        depth::{Depth, Part},
        impact, quiet,
        timeline::timeline,
        words::{self, sentence},
    },
    report::{
        id::IncidentId,
        parts::{Explanation, Subject, VerdictLine},
        terms::{Claim, Course, Role},
        v1::{Choice, Finding, Incident, Moment, Report},
    },
    text::number::{counted, number, seconds},
};

/// The report as a page.
pub(crate) fn page(report: &Report, depth: Depth) -> Page {
    let mut sections = vec![Section {
        anchor: "verdict".to_owned(),
        title: None,
        level: 1,
        blocks: first_screen(report, depth),
    }];
    let mut add = |anchor: &str, title: &str, level: u8, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            sections.push(Section {
                anchor: anchor.to_owned(),
                title: Some(Line::of(title)),
                level,
                blocks,
            });
        }
    };
    match report.incidents.as_slice() {
        [] => {
            if depth.shows(Part::Summary) {
                let mut blocks = quiet::blocks(report);
                if depth.shows(Part::Charts) {
                    blocks.extend(charts::overview(report).map(Block::Chart));
                }
                add("summary", "Summary", 2, blocks);
            }
            if depth.shows(Part::OtherFindings) {
                add("findings", "Findings", 2, findings(report, true));
            }
            if depth.shows(Part::Timeline) {
                add("timeline", "Timeline", 2, timeline(report, depth));
            }
        }
        [incident] => parts(report, incident, depth, |_, part| part.to_owned(), 2, &mut add),
        several => {
            let shown = gravest(several, depth.incidents());
            if depth.shows(Part::Summary) {
                add("summary", "All incidents", 2, overview(&shown, several.len()));
            }
            for incident in shown {
                let title = format!("{}: {}", incident.id, incident.title);
                add(&anchor(incident.id), &title, 2, own_lines(report, incident, depth));
                let named =
                    |incident: &Incident, part: &str| format!("{}-{part}", anchor(incident.id));
                parts(report, incident, depth, named, 3, &mut add);
            }
            if depth.shows(Part::Timeline) {
                add("timeline", "Timeline", 2, timeline(report, depth));
            }
        }
    }
    if depth.shows(Part::FollowUp) {
        add("checks", "Checks after recovery", 2, appendix::advice(&report.checks, true));
        add("prevention", "Prevention", 2, appendix::advice(&report.prevention, false));
        add("lessons", "Lessons, as facts", 2, appendix::lessons(&report.lessons));
    }
    if depth.shows(Part::Coverage) {
        add("coverage", "Coverage and gaps", 2, appendix::coverage(report, depth));
    }
    if !report.incidents.is_empty() {
        if depth.shows(Part::OtherFindings) {
            add("findings", "Findings outside incidents", 2, findings(report, false));
        }
        if depth.shows(Part::FollowUp) {
            add("human", "To be filled by a human", 2, appendix::blanks());
        }
    }
    add("evidence", "Evidence", 2, appendix::evidence(report, depth));
    if depth.shows(Part::Citations) {
        add("citations", "Citations", 2, appendix::citations(report, depth));
    }
    if depth.shows(Part::Method) {
        let title = "Assumptions, redaction and how to check this report";
        add("method", title, 2, appendix::method(report));
    }
    Page { title: title(report), sections, left_out: Vec::new() }
}

/// The verdict, and the decision on the gravest incident.
fn first_screen(report: &Report, depth: Depth) -> Vec<Block> {
    let mut blocks = vec![verdict(report)];
    if let Some(incident) = report.gravest().filter(|_| depth.shows(Part::Summary)) {
        blocks.extend(decision(incident, report.incidents.len() > 1));
    }
    blocks
}

/// The sections of one incident, in the order in which they are needed.
fn parts(
    report: &Report,
    incident: &Incident,
    depth: Depth,
    anchor: impl Fn(&Incident, &str) -> String,
    level: u8,
    add: &mut impl FnMut(&str, &str, u8, Vec<Block>),
) {
    let mut part =
        |name: &str, title: &str, blocks| add(&anchor(incident, name), title, level, blocks);
    if depth.shows(Part::Impact) {
        part("impact", "Impact", impact::blocks(report, incident, depth));
    }
    if depth.shows(Part::Recovery) {
        part("recovery", "Recovery plan", impact::recovery(incident));
        part("window", "Data-loss window", impact::window(incident, depth));
    }
    if depth.shows(Part::Timeline) && report.incidents.len() == 1 {
        part("timeline", "Timeline", timeline(report, depth));
    }
    if depth.shows(Part::Cause) {
        part("cause", "Cause", cause::blocks(incident, depth));
    }
}

/// The lines and the decision of one of several incidents; those of the gravest are at the top.
fn own_lines(report: &Report, incident: &Incident, depth: Depth) -> Vec<Block> {
    if report.gravest().is_some_and(|other| other.id == incident.id) {
        return vec![Block::Paragraph(
            Line::of("The gravest: its facts and the decision are ")
                .link("content", "at the top")
                .text("."),
        )];
    }
    let lines = incident.decision.iter().flat_map(|d| labelled(&d.lines));
    let items: Vec<Line> = lines
        .map(|(label, line)| {
            let label = label.map(|label| format!("{label}: ")).unwrap_or_default();
            Line::default().strong(&label).then(line)
        })
        .collect();
    let mut blocks = vec![Block::List { ordered: false, items }];
    if depth.shows(Part::Summary) {
        blocks.extend(decision(incident, true));
    }
    blocks
}

/// Where and when: what happened stands right below it.
fn title(report: &Report) -> Line {
    let day = |incident: &Incident| {
        words::time(&incident.started_at)
            .map(|at| at.format("%Y-%m-%d").to_string())
            .unwrap_or_default()
    };
    let mut databases: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.incident.is_some())
        .filter_map(|f| f.database.as_deref())
        .collect();
    databases.sort_unstable();
    databases.dedup();
    let whose = match databases.as_slice() {
        [one] => format!("`{}`, ", words::clip(&one.replace('`', "'"), 100)),
        _ => String::new(),
    };
    match report.incidents.as_slice() {
        [] if report.verdict.claim == Claim::NotShown => Line::of("No incident shown"),
        [] => Line::of("No incident found"),
        [one] => match one.mechanism.id.profile().heading {
            Some(heading) => Line::of(&format!("Root-cause analysis: {heading}, {}", day(one))),
            None => Line::of(&format!("Root-cause analysis: {whose}{}", day(one))),
        },
        several => Line::of(&format!(
            "Root-cause analysis: {} incidents, {whose}{}",
            several.len(),
            several.first().map(day).unwrap_or_default()
        )),
    }
}

/// The box at the top.
fn verdict(report: &Report) -> Block {
    let lines = labelled(&report.verdict.lines);
    let severity = (!report.incidents.is_empty()).then_some(report.verdict.severity);
    Block::Verdict {
        severity,
        claim: report.verdict.claim,
        headline: Line::of(&words::clip(&report.verdict.headline, 600)),
        lines,
        figures: figures(report),
    }
}

/// The word before the headline.
pub(crate) fn word(severity: Option<Severity>, claim: Claim) -> String {
    match (severity, claim) {
        (Some(severity), _) => severity.id().to_uppercase(),
        (None, Claim::NotShown) => "Not shown".to_owned(),
        (None, Claim::Loss | Claim::NoLoss) => "No incident".to_owned(),
    }
}

/// Lines with their labels.
fn labelled(lines: &[VerdictLine]) -> Vec<(Option<&'static str>, Line)> {
    const MOST: usize = 14;
    lines
        .iter()
        .take(MOST)
        .map(|line| (line.subject.map(Subject::id), Line::of(&words::clip(&line.text, 600))))
        .collect()
}

/// What can be done and at what price, what waiting costs, and what to run next.
fn decision(incident: &Incident, is_of_several: bool) -> Vec<Block> {
    let Some(decision) = &incident.decision else { return Vec::new() };
    let mut table = Table::new(&["Option", "Data missing afterwards", "Effort", "Risk"]);
    for choice in &decision.options {
        let name = if choice.course == decision.recommended {
            Line::default().strong(&sentence(&choice.text))
        } else {
            Line::of(&sentence(&choice.text))
        };
        table.row([
            name,
            Line::of(&missing(choice)),
            Line::of(&choice.effort),
            Line::of(&choice.risk),
        ]);
    }
    let mut blocks = vec![
        Block::Table(table),
        Block::Paragraph(Line::default().strong("Recommended: ").text(&decision.advice)),
        Block::Paragraph(Line::default().strong("Waiting costs: ").text(&decision.waiting)),
    ];
    if !decision.next.is_empty() {
        blocks.push(Block::Paragraph(
            Line::default()
                .strong("Next commands")
                .text(", from the ")
                .link(
                    &if is_of_several {
                        format!("{}-recovery", anchor(incident.id))
                    } else {
                        "recovery".to_owned()
                    },
                    "recovery plan",
                )
                .text(":"),
        ));
        blocks.push(Block::Code { language: "sh", text: decision.next.join("\n") });
    }
    blocks
}

/// How much time's data an option leaves missing.
pub(crate) fn missing(choice: &Choice) -> String {
    match (choice.course, choice.missing_seconds) {
        (Course::Accept, _) => "all that is listed as lost".to_owned(),
        (_, Some(0)) => "none".to_owned(),
        (_, Some(s)) => seconds(i64::try_from(s).unwrap_or(i64::MAX)),
        (_, None) => "unknown".to_owned(),
    }
}

/// The numbers that a reader looks for first, of the gravest incident.
fn figures(report: &Report) -> Vec<(String, String)> {
    let Some(incident) = report.gravest() else {
        let entries: u64 = report.evidence.iter().fold(0, |sum, e| sum.saturating_add(e.entries));
        return vec![
            ("0".to_owned(), "incidents".to_owned()),
            (number(report.findings.len() as u64), "destructive operations looked at".to_owned()),
            (
                number(entries),
                format!("entries in {}", counted(report.evidence.len() as u64, "file", "files")),
            ),
        ];
    };
    let mut out = Vec::new();
    if incident.impact.set_back.is_some() {
        let tables = incident.impact.set_back_tables();
        let what = if tables == 1 { "table set back" } else { "tables set back" };
        out.push((number(tables), what.to_owned()));
    }
    if let Some(tables) = incident.impact.tables_lost.filter(|n| *n > 0) {
        out.push((
            number(tables),
            if tables == 1 { "table lost" } else { "tables lost" }.to_owned(),
        ));
    }
    if let Some(rows) = incident.impact.rows_lost.filter(|n| *n > 0) {
        let about = if incident.impact.rows_basis.is_exact() { "" } else { "≈\u{a0}" };
        let what = if rows == 1 { "row lost" } else { "rows lost" };
        out.push((format!("{about}{}", number(rows)), what.to_owned()));
    }
    if let Some(length) = words::length(&incident.started_at, &incident.ended_at)
        .filter(|_| incident.started_at != incident.ended_at)
    {
        out.push((length, "from first to last".to_owned()));
    }
    let is_error = |moment: &&Moment| {
        let cited = moment.citations.first();
        moment.role == Role::Effect
            && incident.impact.errors.iter().any(|error| error.citations.first() == cited)
    };
    let first = report.timeline.iter().find(is_error);
    if let Some(delay) = first.and_then(|m| words::length(&incident.started_at, &m.at)) {
        out.push((delay, "until the first error".to_owned()));
    }
    let window = incident
        .loss_window
        .as_ref()
        .and_then(|w| words::length(w.from.as_deref()?, w.to.as_deref()?));
    out.push(window.map_or_else(
        || ("none".to_owned(), "usable backup found".to_owned()),
        |w| (w, "between backup and loss".to_owned()),
    ));
    if report.incidents.len() > 1 {
        out.push((number(report.incidents.len() as u64), "incidents in all".to_owned()));
    }
    out
}

/// All incidents in a table.
fn overview(told: &[&Incident], all: usize) -> Vec<Block> {
    let mut table = Table::new(&["Incident", "Severity", "When", "What", "Most likely started by"]);
    for incident in told {
        let trigger =
            incident.triggers.first().filter(|t| t.kind != TriggerKind::Unknown).map_or_else(
                || Line::of("not in this evidence"),
                |trigger| {
                    Line::of(trigger.kind.words())
                        .text(&format!(" ({})", trigger.likelihood.words()))
                },
            );
        table.row([
            Line::default().link(&anchor(incident.id), &incident.id.to_string()),
            Line::of(incident.severity.id()),
            Line::of(&words::range(&incident.started_at, &incident.ended_at)),
            Line::of(&words::clip(&incident.title, 300)),
            trigger,
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    let rest = all.saturating_sub(told.len());
    if rest > 0 {
        blocks.push(Block::Paragraph(Line::of(&format!(
            "{rest} more are in the full report; these are the gravest."
        ))));
    }
    blocks
}

/// The gravest incidents, at most so many, in the report's order.
fn gravest(incidents: &[Incident], most: usize) -> Vec<&Incident> {
    let mut ranked: Vec<(Reverse<Severity>, usize)> = incidents
        .iter()
        .enumerate()
        .map(|(at, incident)| (Reverse(incident.severity), at))
        .collect();
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked.sort_unstable_by_key(|(_, at)| *at);
    ranked.into_iter().filter_map(|(_, at)| incidents.get(at)).collect()
}

/// Findings that belong to no incident.
fn findings(report: &Report, whole: bool) -> Vec<Block> {
    const MOST: usize = 40;
    let mut loose: Vec<&Finding> =
        report.findings.iter().filter(|f| f.incident.is_none()).collect();
    loose.sort_by_key(|f| Reverse(f.severity));
    if loose.is_empty() {
        return Vec::new();
    }
    let why = match report.verdict.claim {
        Claim::NotShown => "What is known of it",
        Claim::Loss | Claim::NoLoss => "Why it is no incident",
    };
    let mut table = Table::new(&["Severity", "When", "Operation", "Status", "On", why]);
    for finding in loose.iter().take(MOST) {
        table.row([
            Line::of(finding.severity.id()),
            Line::of(
                &finding.started_at.as_deref().map_or_else(|| "\u{2013}".to_owned(), words::when),
            ),
            Line::of(&words::plain(&finding.operation)),
            Line::of(finding.status.words()),
            Line::of(&words::on(finding)),
            Line::of(&words::clip(&reason_first(&finding.explanation), 300))
                .cites(&finding.citations),
        ]);
    }
    let mut blocks = Vec::new();
    if !whole {
        blocks.push(Block::Paragraph(Line::of(
            "Destructive operations that are no part of an incident.",
        )));
    }
    blocks.push(Block::Table(table));
    let rest = loose.len().saturating_sub(MOST);
    if rest > 0 {
        blocks.push(Block::Paragraph(
            Line::default()
                .faint(&format!("{rest} more of the same kinds are in the JSON report.")),
        ));
    }
    blocks
}

/// An explanation with the reason before the doubt: why a act is harmless matters more to a
/// reader than that its log does not say whether it worked.
fn reason_first(explanation: &Explanation) -> String {
    match &explanation.housekeeping {
        Some(why) => format!("housekeeping: {why} ({})", explanation.effect),
        None => explanation.effect.clone(),
    }
}

/// The anchor of an incident's section.
fn anchor(id: IncidentId) -> String {
    id.to_string().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::engine::of_files;

    #[test]
    fn the_first_error_is_counted_from_the_loss_and_is_no_other_effect() {
        let log = "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\tDROP TABLE orders\n\
             2026-03-06T09:02:18.231284Z\t   84 Query\tCREATE TABLE orders (id INT)\n";
        let error = "[2026-03-06 09:02:22] production.ERROR: SQLSTATE[42S02]: Base table or view \
                     not found: 1146 Table 'shop.orders' doesn't exist\n";
        let delay = |files: &[(&str, &str)]| {
            let of_error = |figure: &(String, String)| figure.1 == "until the first error";
            figures(&of_files(files)).into_iter().find(of_error).map(|figure| figure.0)
        };
        assert_eq!(delay(&[("general.log", log)]), None);
        let delay = delay(&[("general.log", log), ("laravel.log", error)]);
        assert_eq!(delay.as_deref(), Some("5 s"));
    }
}
