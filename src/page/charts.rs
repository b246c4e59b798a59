//! Events over time, as swim lanes: one lane for each source.

use std::collections::HashMap;

use super::words;
use crate::report::{Incident, Report};

/// Lanes over a stretch of time. Times are seconds since 1970 UTC.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// Its first second.
    pub from: i64,
    /// Its last second.
    pub to: i64,
    /// Seconds east of UTC, for the scale.
    pub offset_s: i32,
    /// One for each source.
    pub lanes: Vec<Lane>,
    /// The incidents: start, end, id.
    pub incidents: Vec<(i64, i64, String)>,
    /// Whether it is of one incident, not of the whole evidence.
    pub close_up: bool,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its path.
    pub label: String,
    /// What it covers, and where it has gaps.
    pub tracks: Vec<Track>,
    /// What it tells.
    pub marks: Vec<Mark>,
}

/// A stretch of a lane.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its start.
    pub from: i64,
    /// Its end.
    pub to: i64,
    /// `None` where the source speaks, else why it does not.
    pub gap: Option<String>,
}

/// A moment.
#[derive(Clone, Debug)]
pub struct Mark {
    /// When.
    pub at: i64,
    /// `precursor` `trigger` `destruction` `effect` `recovery` `context`.
    pub role: String,
    /// What.
    pub text: String,
    /// The first citation.
    pub cite: Option<String>,
}

/// Lanes that a chart has at most.
const MOST_LANES: usize = 24;
/// Marks that a lane has at most.
const MOST_MARKS: usize = 60;

fn second(text: &str) -> Option<i64> {
    words::time(text).map(|at| at.timestamp())
}

/// Moments by the index of the source that their first citation lies in.
fn moments(report: &Report) -> HashMap<&str, Vec<Mark>> {
    let source_of: HashMap<&str, &str> = report.citations.iter().map(|c| (c.id.as_str(), c.evidence.as_str())).collect();
    let mut out: HashMap<&str, Vec<Mark>> = HashMap::new();
    for moment in &report.timeline {
        let Some(at) = second(&moment.at) else { continue };
        let source = moment.citations.iter().find_map(|id| source_of.get(id.as_str())).copied().unwrap_or_default();
        let mark = Mark { at, role: moment.role.clone(), text: words::clip(&moment.text, 160), cite: moment.citations.first().cloned() };
        out.entry(source).or_default().push(mark);
    }
    out
}

fn offset_of(text: &str) -> i32 {
    words::time(text).map_or(0, |at| at.offset().local_minus_utc())
}

fn bands(report: &Report) -> Vec<(i64, i64, String)> {
    report.incidents.iter().filter_map(|incident| Some((second(&incident.started_at)?, second(&incident.ended_at)?, incident.id.clone()))).collect()
}

/// The whole evidence: which source covers which time.
pub(super) fn overview(report: &Report) -> Option<Chart> {
    let mut by_source = moments(report);
    let mut lanes = Vec::new();
    for source in &report.evidence {
        let (Some(first), Some(last)) = (source.first.as_deref().and_then(second), source.last.as_deref().and_then(second)) else {
            continue;
        };
        let mut tracks = vec![Track { from: first, to: last.max(first), gap: None }];
        for gap in source.gaps.iter().take(MOST_MARKS) {
            let (Some(from), Some(to)) = (gap.from.as_deref().and_then(second), gap.to.as_deref().and_then(second)) else { continue };
            tracks.push(Track { from, to: to.max(from), gap: Some(words::plain(&gap.reason)) });
        }
        let mut marks = by_source.remove(source.id.as_str()).unwrap_or_default();
        marks.truncate(MOST_MARKS);
        lanes.push(Lane { label: source.path.clone(), tracks, marks });
    }
    if lanes.len() < 2 {
        return None;
    }
    // where there are too many, those that tell something stay
    lanes.sort_by_key(|lane| lane.marks.is_empty());
    lanes.truncate(MOST_LANES);
    let from = lanes.iter().flat_map(|lane| &lane.tracks).map(|t| t.from).min()?;
    let to = lanes.iter().flat_map(|lane| &lane.tracks).map(|t| t.to).max()?;
    // what lies months before or after would press the incident's days into a line
    const REACH: i64 = 30 * 86_400;
    let starts = bands(report).into_iter().map(|(start, ..)| start).min();
    let ends = bands(report).into_iter().map(|(_, end, _)| end).max();
    let from = starts.map_or(from, |start| from.max(start.saturating_sub(REACH)));
    let to = ends.map_or(to, |end| to.min(end.saturating_add(REACH)));
    lanes.retain(|lane| lane.tracks.iter().any(|track| track.to >= from && track.from <= to));
    let offset_s = report.incidents.first().map(|i| offset_of(&i.started_at)).unwrap_or_default();
    (to > from).then(|| Chart { title: "What the evidence covers".to_owned(), from, to, offset_s, lanes, incidents: bands(report), close_up: false })
}

/// The time around one incident.
pub(super) fn close_up(report: &Report, incident: &Incident) -> Option<Chart> {
    let (start, end) = (second(&incident.started_at)?, second(&incident.ended_at)?);
    let reach = (end.saturating_sub(start)).saturating_mul(3).clamp(20 * 60, 12 * 3600);
    let (from, to) = (start.saturating_sub(reach), end.saturating_add(reach));
    let mut by_source = moments(report);
    let mut lanes = Vec::new();
    let sources = report.evidence.iter().map(|e| (e.id.as_str(), e.path.as_str())).chain(std::iter::once(("", "not cited")));
    for (id, path) in sources {
        let mut marks = by_source.remove(id).unwrap_or_default();
        marks.retain(|mark| (from..=to).contains(&mark.at));
        if !marks.is_empty() {
            marks.truncate(MOST_MARKS);
            lanes.push(Lane { label: path.to_owned(), tracks: Vec::new(), marks });
        }
    }
    let marks: Vec<i64> = lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.at).collect();
    if marks.len() < 2 {
        return None;
    }
    let first = marks.iter().min().copied()?.min(start);
    let last = marks.iter().max().copied()?.max(end);
    let margin = (last.saturating_sub(first) / 20).max(2);
    lanes.truncate(MOST_LANES);
    Some(Chart {
        title: format!("Around {}", incident.id),
        from: first.saturating_sub(margin),
        to: last.saturating_add(margin),
        offset_s: offset_of(&incident.started_at),
        lanes,
        incidents: bands(report).into_iter().filter(|(a, b, _)| *b >= from && *a <= to).collect(),
        close_up: true,
    })
}
