//! The order in which a report is told.

use std::cmp::Reverse;

use crate::{
    case::{severity::Severity, trigger::TriggerKind},
    render::page::{
        appendix,
        block::{Block, Line, Page, Section, Span, Table},
        cause, charts,
        depth::Depth,
        impact, quiet, words,
    },
    report::{
        id::{CitationId, IncidentId},
        parts::{Explanation, Subject},
        terms::{Claim, Role},
        v1::{Finding, Impact, ImpactTable, Incident, Moment, Report},
    },
    text::number::number,
    verdict::{impact::loss::TableState, mechanism::Mechanism},
};

/// The report as a page.
pub(crate) fn page(report: &Report, depth: &Depth) -> Page {
    let mut sections = vec![Section {
        anchor: "verdict".to_owned(),
        title: None,
        level: 1,
        blocks: vec![verdict(report)],
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
            if depth.summary {
                let mut blocks = quiet::blocks(report);
                if depth.charts {
                    blocks.extend(charts::overview(report).map(Block::Chart));
                }
                add("summary", "Summary", 2, blocks);
            }
            if depth.other_findings {
                add("findings", "Findings", 2, findings(report, true));
            }
            if depth.timeline {
                add("timeline", "Timeline", 2, timeline(report, depth));
            }
        }
        [incident] => {
            if depth.summary {
                add("summary", "Summary", 2, summary(report, incident));
            }
            if depth.impact {
                add("impact", "Impact", 2, impact::blocks(report, incident, depth));
            }
            if depth.timeline {
                add("timeline", "Timeline", 2, timeline(report, depth));
            }
            if depth.cause {
                add("cause", "Cause", 2, cause::blocks(incident, depth));
                add("led-up", "What led up to it", 2, cause::led_up(incident));
            }
        }
        several => {
            let told = gravest(several, depth.incidents);
            if depth.summary {
                add("summary", "Summary", 2, overview(&told, several.len()));
            }
            if depth.timeline {
                add("timeline", "Timeline", 2, timeline(report, depth));
            }
            for incident in told {
                let of_part = |part: &str| format!("{}-{part}", anchor(incident.id));
                let title = format!("{}: {}", incident.id, incident.title);
                add(
                    &anchor(incident.id),
                    &title,
                    2,
                    if depth.summary {
                        summary(report, incident)
                    } else {
                        vec![Block::Paragraph(facts(incident))]
                    },
                );
                if depth.impact {
                    add(&of_part("impact"), "Impact", 3, impact::blocks(report, incident, depth));
                }
                if depth.cause {
                    add(&of_part("cause"), "Cause", 3, cause::blocks(incident, depth));
                    add(&of_part("led-up"), "What led up to it", 3, cause::led_up(incident));
                }
                if depth.recovery {
                    add(&of_part("window"), "Data-loss window", 3, impact::window(incident, depth));
                    add(&of_part("recovery"), "Recovery plan", 3, impact::recovery(incident));
                }
            }
        }
    }
    if depth.coverage {
        add("coverage", "Coverage and gaps", 2, appendix::coverage(report, depth));
    }
    if let [incident] = report.incidents.as_slice()
        && depth.recovery
    {
        add("window", "Data-loss window", 2, impact::window(incident, depth));
        add("recovery", "Recovery plan", 2, impact::recovery(incident));
    }
    if depth.follow_up {
        add("checks", "Checks after recovery", 2, appendix::advice(&report.checks, true));
        add("prevention", "Prevention", 2, appendix::advice(&report.prevention, false));
        add("lessons", "Lessons, as facts", 2, appendix::lessons(&report.lessons));
    }
    if !report.incidents.is_empty() {
        if depth.other_findings {
            add("findings", "Findings outside incidents", 2, findings(report, false));
        }
        if depth.follow_up {
            add("human", "To be filled by a human", 2, appendix::blanks());
        }
    }
    add("evidence", "Evidence", 2, appendix::evidence(report, depth));
    if depth.citations {
        add("citations", "Citations", 2, appendix::citations(report, depth));
    }
    add(
        "method",
        "Assumptions, redaction and how to check this report",
        2,
        appendix::method(report),
    );
    Page { title: title(report), sections, left_out: Vec::new() }
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
    const MOST: usize = 6;
    let lines = report
        .verdict
        .lines
        .iter()
        .take(MOST)
        .map(|line| (line.subject.map(Subject::id), Line::of(&words::clip(&line.text, 600))))
        .collect();
    let severity = (!report.incidents.is_empty()).then_some(report.verdict.severity);
    Block::Verdict {
        severity,
        claim: report.verdict.claim,
        headline: Line::of(&words::clip(&report.verdict.headline, 600)),
        lines,
        figures: figures(report),
    }
}

/// The numbers that a reader looks for first, of the gravest incident.
fn figures(report: &Report) -> Vec<(String, String)> {
    let Some(incident) = report.incidents.iter().min_by_key(|i| Reverse(i.severity)) else {
        let entries: u64 = report.evidence.iter().fold(0, |sum, e| sum.saturating_add(e.entries));
        return vec![
            ("0".to_owned(), "incidents".to_owned()),
            (number(report.findings.len() as u64), "destructive operations looked at".to_owned()),
            (
                number(entries),
                format!(
                    "entries in {}",
                    words::count(report.evidence.len() as u64, "file", "files")
                ),
            ),
        ];
    };
    let mut out = Vec::new();
    if let Some(tables) = incident.impact.tables_lost.filter(|n| *n > 0) {
        out.push((
            number(tables),
            if tables == 1 { "table lost" } else { "tables lost" }.to_owned(),
        ));
    }
    if let Some(rows) = incident.impact.rows_lost.filter(|n| *n > 0) {
        out.push((number(rows), if rows == 1 { "row lost" } else { "rows lost" }.to_owned()));
    }
    if let Some(length) = words::length(&incident.started_at, &incident.ended_at)
        .filter(|_| incident.started_at != incident.ended_at)
    {
        out.push((length, "from first to last".to_owned()));
    }
    let effect =
        report.timeline.iter().find(|m| m.role == Role::Effect && m.at >= incident.ended_at);
    if let Some(delay) = effect.and_then(|m| words::length(&incident.ended_at, &m.at)) {
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

/// What the records say of an incident, without inference.
fn facts(incident: &Incident) -> Line {
    // by what it was done is no record but an inference, told below
    let deed = if incident.mechanism.id == Mechanism::Unknown {
        None
    } else {
        incident.title.rsplit_once(" by ").map(|(deed, _)| deed)
    };
    let mut line = Line::default()
        .strong("Recorded. ")
        .text(&crate::render::page::words::sentence(deed.unwrap_or(&incident.title)))
        .text(" ");
    line = line
        .text(&format!("It happened {}", words::range(&incident.started_at, &incident.ended_at)));
    if let Some(utc) = words::in_utc(&incident.started_at) {
        line = line.text(&format!(" (from {utc})").replace(
            "(from ",
            if incident.started_at == incident.ended_at { "(" } else { "(from " },
        ));
    }
    if let Some(length) = words::length(&incident.started_at, &incident.ended_at)
        .filter(|_| incident.started_at != incident.ended_at)
    {
        line = line.text(&format!(" and took {length}"));
    }
    line.text(".")
}

/// Three to five sentences: what the records say, then what follows from them.
fn summary(report: &Report, incident: &Incident) -> Vec<Block> {
    let mut seen = facts(incident);
    let impact = &incident.impact;
    match (impact.tables_lost, impact.rows_lost) {
        (Some(tables), Some(rows)) if tables > 0 => {
            seen = seen.text(&format!(
                " {} with about {} {}.",
                words::count(tables, "table", "tables"),
                words::count(rows, "row", "rows"),
                end_of(tables, impact)
            ));
        }
        (Some(tables), None) if tables > 0 => {
            seen = seen.text(&format!(
                " {} {}; how many rows {} held is not in this evidence.",
                words::count(tables, "table", "tables"),
                end_of(tables, impact),
                if tables == 1 { "it" } else { "they" }
            ));
        }
        (_, Some(rows)) if rows > 0 => {
            seen = seen.text(&format!(
                " About {}.",
                if rows == 1 {
                    "1 row is gone".to_owned()
                } else {
                    format!("{} rows are gone", number(rows))
                }
            ));
        }
        _ => {}
    }
    let cites: Vec<CitationId> = incident
        .findings
        .iter()
        .filter_map(|id| report.findings.iter().find(|f| f.id == *id))
        .filter_map(|f| f.citations.first().copied())
        .collect();
    seen = seen.cites(&cites);
    vec![
        Block::Paragraph(seen),
        Block::Paragraph(inferred(incident)),
        Block::Paragraph(way_back(incident)),
    ]
}

/// What became of lost tables, behind their number.
fn end_of(tables: u64, impact: &Impact) -> String {
    let anew = |table: &&ImpactTable| table.state == TableState::Recreated;
    let anew = impact.tables.iter().filter(anew).count() as u64;
    let verb = if tables == 1 { "was" } else { "were" };
    match anew {
        0 if tables == 1 => "is gone".to_owned(),
        0 => "are gone".to_owned(),
        _ if anew >= tables => format!("{verb} lost and recreated"),
        _ => format!("{verb} lost, {} of them recreated", number(anew)),
    }
}

/// By what and started by whom, in one line.
fn inferred(incident: &Incident) -> Line {
    let mechanism = &incident.mechanism;
    let mut line = Line::default().strong("Inferred. ");
    if mechanism.id == Mechanism::Unknown {
        line =
            line.text("Which command or procedure sent the statements is not in this evidence. ");
    } else {
        line = line.text(&format!("Done by {}", mechanism.id.profile().phrase));
        let same = |command: &&str| {
            incident.triggers.first().and_then(|t| t.command.as_deref()) == Some(*command)
        };
        if let Some(command) = mechanism
            .command
            .as_deref()
            .filter(|c| !mechanism.id.profile().phrase.contains(*c))
            .filter(|c| !same(c))
        {
            line = line.text(", as ").code(command);
        }
        line = line.text(&format!(". Likelihood: {}. ", words::likelihood(mechanism.likelihood)));
    }
    match incident.triggers.first() {
        Some(trigger) if trigger.kind != TriggerKind::Unknown => {
            line = line.text(&format!("Started by {}", trigger.kind.words()));
            if let Some(actor) = &trigger.actor {
                line = line.text(", account ").code(actor);
            }
            if let Some(host) = &trigger.host {
                line = line.text(" on ").code(host);
            }
            if let Some(at) = &trigger.started_at {
                line = line.text(&format!(", {}", words::when(at)));
            }
            if let Some(command) = &trigger.command {
                line = line.text(", with ").code(&words::clip(command, 200));
            }
            line.text(&format!(". Likelihood: {}.", words::likelihood(trigger.likelihood)))
        }
        _ => line.text("Who or what started it is not in this evidence."),
    }
}

/// What can be brought back.
fn way_back(incident: &Incident) -> Line {
    let line = Line::default().strong("Backup. ");
    let Some(backup) = &incident.backup else {
        return line.text("No backup from before it is in this evidence.");
    };
    let mut line = line
        .text(if backup.complete {
            "The newest complete backup found is "
        } else {
            "The best backup found, though incomplete, is "
        })
        .code(&backup.path);
    if let Some(taken) = &backup.taken_at {
        line = line.text(&format!(", taken {}", words::when(taken)));
    }
    if backup.tables > 0 {
        line = line.text(&format!(
            " ({}, {})",
            words::count(backup.tables, "table", "tables"),
            words::count(backup.rows, "row", "rows")
        ));
    }
    line = line.cites(&backup.citations).text(".");
    if let Some(length) = incident
        .loss_window
        .as_ref()
        .and_then(|w| words::length(w.from.as_deref()?, w.to.as_deref()?))
    {
        line =
            line.text(&format!(" What was written in the {length} after it is in no backup seen."));
    }
    line
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

/// An explanation with the reason before the doubt: why a deed is harmless matters more to a
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

/// The timeline: a chart and a table of at most forty rows.
fn timeline(report: &Report, depth: &Depth) -> Vec<Block> {
    const MOST: usize = 40;
    let mut blocks = Vec::new();
    if depth.charts {
        blocks.extend(
            report
                .incidents
                .iter()
                .filter_map(|incident| charts::close_up(report, incident))
                .take(4)
                .map(Block::Chart),
        );
        blocks.extend(charts::overview(report).map(Block::Chart));
    }
    let all = report.timeline.len();
    let essential = |m: &&Moment| m.role != Role::Context;
    let shown: Vec<&Moment> = if depth.context && all <= MOST {
        report.timeline.iter().collect()
    } else {
        let key = report.timeline.iter().filter(essential).count();
        // the context nearest to the start of the list is no better than any other, so where not
        // all of it fits, none is shown
        report
            .timeline
            .iter()
            .filter(|m| essential(m) || (depth.context && key == 0))
            .take(MOST)
            .collect()
    };
    if shown.is_empty() {
        if all == 0 {
            return Vec::new();
        }
        blocks.push(Block::Paragraph(Line::of(&format!(
            "{} in the JSON report.",
            words::count(all as u64, "moment of context is", "moments of context are")
        ))));
        return blocks;
    }
    let offsets: std::collections::BTreeSet<i32> = shown
        .iter()
        .filter_map(|m| words::time(&m.at))
        .map(|at| at.offset().local_minus_utc())
        .collect();
    let local = offsets.iter().any(|offset| *offset != 0);
    let titles: &[&str] = if local {
        &["#No", "When", "UTC", "Role", "What"]
    } else {
        &["#No", "When", "Role", "What"]
    };
    let mut table = Table::new(titles);
    for moment in &shown {
        // the number by which charts point at it
        let number = report
            .timeline
            .iter()
            .position(|other| std::ptr::eq(other, *moment))
            .unwrap_or_default()
            .saturating_add(1);
        table.anchors.push(format!("t{number}"));
        let mut row = vec![Line::of(&number.to_string()), Line::of(&words::when(&moment.at))];
        if local {
            row.push(Line::of(&words::in_utc(&moment.at).unwrap_or_default().replace(" UTC", "")));
        }
        let role = if matches!(moment.role, Role::Destruction | Role::Trigger) {
            Line::default().strong(moment.role.id())
        } else {
            Line::of(moment.role.id())
        };
        row.push(role);
        row.push(Line::of(&words::clip(&moment.text, 400)).cites(&moment.citations));
        table.rows.push(row);
    }
    blocks.push(Block::Table(table));
    let rest = all.saturating_sub(shown.len());
    if rest > 0 {
        blocks.push(Block::Paragraph(Line(vec![Span::Faint(format!(
            "{} of context {} in the JSON report.",
            words::count(rest as u64, "moment", "moments"),
            if rest == 1 { "is" } else { "are" }
        ))])));
    }
    blocks
}
