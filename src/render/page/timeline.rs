//! The timeline: charts, and a table of the moments of each phase.

use crate::{
    render::page::{
        block::{Block, Line, Span, Table},
        charts,
        depth::{Depth, Part},
        words,
    },
    report::{
        terms::{Role, Silence},
        v1::{Moment, Report},
    },
    text::number::counted,
};

/// Moments that are shown at most.
const MOST: usize = 40;
/// Silences that are shown at most, the longest, and how long one is at least.
const MOST_GAPS: usize = 6;
const LONG_S: i64 = 900;

/// The charts and the tables.
pub(super) fn timeline(report: &Report, depth: Depth) -> Vec<Block> {
    let mut blocks = Vec::new();
    if depth.shows(Part::Charts) {
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
    let shown: Vec<&Moment> = if depth.shows(Part::Context) && all <= MOST {
        report.timeline.iter().collect()
    } else {
        let key = report.timeline.iter().filter(essential).count();
        // the context nearest to the start of the list is no better than any other, so where not
        // all of it fits, none is shown
        report
            .timeline
            .iter()
            .filter(|m| essential(m) || (depth.shows(Part::Context) && key == 0))
            .take(MOST)
            .collect()
    };
    if shown.is_empty() {
        if all == 0 {
            return Vec::new();
        }
        blocks.push(Block::Paragraph(Line::of(&format!(
            "{} in the JSON report.",
            counted(all as u64, "moment of context is", "moments of context are")
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
    let gaps = gaps(report, &shown);
    let mut tables: Vec<(Phase, Table)> = Vec::new();
    let mut rows: Vec<Row<'_>> = shown.iter().copied().map(Row::Moment).collect();
    rows.extend(gaps.iter().map(Row::Gap));
    rows.sort_by_key(|row| words::time(row.at()));
    for row in rows {
        let phase = Phase::of(report, row.at());
        if tables.last().is_none_or(|(known, _)| *known != phase) {
            tables.push((phase, Table::new(titles)));
        }
        let Some((_, table)) = tables.last_mut() else { continue };
        let mut cells = vec![Line::default(), Line::of(&words::when(row.at()))];
        if local {
            let utc = words::in_utc(row.at()).unwrap_or_default();
            cells.push(Line::of(&utc.replace(" UTC", "")));
        }
        fill(report, row, table, &mut cells);
        table.rows.push(cells);
    }
    let has_phases = tables.len() > 1;
    for (phase, table) in tables {
        if has_phases && let Some(words) = phase.words() {
            blocks.push(Block::Subheading(Line::of(words)));
        }
        blocks.push(Block::Table(table));
    }
    let rest = all.saturating_sub(shown.len());
    if rest > 0 {
        blocks.push(Block::Paragraph(Line(vec![Span::Faint(format!(
            "{} of context {} in the JSON report.",
            counted(rest as u64, "moment", "moments"),
            if rest == 1 { "is" } else { "are" }
        ))])));
    }
    blocks
}

/// Adds what a row says behind its time, and its anchor.
fn fill(report: &Report, row: Row<'_>, table: &mut Table, cells: &mut Vec<Line>) {
    match row {
        Row::Moment(moment) => {
            // the number by which charts point at it
            let number = report
                .timeline
                .iter()
                .position(|other| std::ptr::eq(other, moment))
                .unwrap_or_default()
                .saturating_add(1);
            table.anchors.push(format!("t{number}"));
            if let Some(first) = cells.first_mut() {
                *first = Line::of(&number.to_string());
            }
            cells.push(if matches!(moment.role, Role::Destruction | Role::Trigger) {
                Line::default().strong(moment.role.id())
            } else {
                Line::of(moment.role.id())
            });
            cells.push(Line::of(&words::clip(&moment.text, 400)).cites(&moment.citations));
        }
        Row::Gap(gap) => {
            table.anchors.push(String::new());
            cells.push(Line::of("silence"));
            let length = words::length(gap.from, gap.to).unwrap_or_default();
            let end = words::when(gap.to);
            cells.push(
                Line::of_code(gap.path).text(&format!(" says nothing until {end} ({length})")),
            );
        }
    }
}

/// A row of the timeline.
#[derive(Clone, Copy)]
enum Row<'a> {
    Moment(&'a Moment),
    Gap(&'a Gap<'a>),
}

impl<'a> Row<'a> {
    fn at(self) -> &'a str {
        match self {
            Row::Moment(moment) => &moment.at,
            Row::Gap(gap) => gap.from,
        }
    }
}

/// A silence of a file that tells some of the moments.
struct Gap<'a> {
    path: &'a str,
    from: &'a str,
    to: &'a str,
    seconds: i64,
}

/// The longest silences, between the first and the last moment, of files that tell one of them.
fn gaps<'a>(report: &'a Report, shown: &[&Moment]) -> Vec<Gap<'a>> {
    let times = || shown.iter().filter_map(|moment| words::time(&moment.at));
    let (Some(first), Some(last)) = (times().min(), times().max()) else { return Vec::new() };
    let cited: std::collections::HashSet<_> =
        shown.iter().filter_map(|moment| moment.citations.first()).collect();
    let telling: std::collections::HashSet<_> =
        report.citations.iter().filter(|c| cited.contains(&c.id)).map(|c| c.evidence).collect();
    let mut out: Vec<Gap<'a>> = Vec::new();
    for source in report.evidence.iter().filter(|source| telling.contains(&source.id)) {
        for gap in source.gaps.iter().filter(|gap| gap.reason == Silence::Silent) {
            let (Some(from), Some(to)) = (gap.from.as_deref(), gap.to.as_deref()) else { continue };
            let (Some(start), Some(end)) = (words::time(from), words::time(to)) else { continue };
            let seconds = end.signed_duration_since(start).num_seconds();
            if start >= first && start <= last && seconds >= LONG_S {
                out.push(Gap { path: &source.path, from, to, seconds });
            }
        }
    }
    out.sort_by_key(|gap| std::cmp::Reverse(gap.seconds));
    out.truncate(MOST_GAPS);
    out
}

/// Where a moment lies to the only incident.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Before,
    During,
    After,
    /// There is none, or several.
    Open,
}

impl Phase {
    fn of(report: &Report, at: &str) -> Phase {
        let [incident] = report.incidents.as_slice() else { return Phase::Open };
        let ends = (words::time(&incident.started_at), words::time(&incident.ended_at));
        match (words::time(at), ends) {
            (Some(at), (Some(start), _)) if at < start => Phase::Before,
            (Some(at), (_, Some(end))) if at > end => Phase::After,
            _ => Phase::During,
        }
    }

    fn words(self) -> Option<&'static str> {
        match self {
            Phase::Before => Some("Before"),
            Phase::During => Some("The incident"),
            Phase::After => Some("Afterwards"),
            Phase::Open => None,
        }
    }
}
