//! Events over time, as swim lanes: one lane for each source, bars of all entries above them.

use std::collections::HashMap;

use crate::{
    render::page::words,
    report::{
        id::{CitationId, EvidenceId, IncidentId},
        terms::{Role, Silence},
        v1::{Activity, Incident, Report},
    },
};

/// Lanes over one or more stretches of time. Times are seconds since 1970 UTC.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// What it shows.
    pub title: String,
    /// What is drawn of time: first and last second of each stretch, in order. Between them
    /// nothing happened for long.
    pub stretches: Vec<(i64, i64)>,
    /// Seconds east of UTC, for the scale.
    pub offset_s: i32,
    /// One for each source.
    pub lanes: Vec<Lane>,
    /// Sources that have no lane for want of room.
    pub more_lanes: usize,
    /// The incidents: start, end, id.
    pub incidents: Vec<(i64, i64, IncidentId)>,
    /// Whether it is of one incident, not of the whole evidence.
    pub close_up: bool,
    /// All entries and errors over time.
    pub bars: Option<Bars>,
}

/// Numbers over time.
#[derive(Clone, Debug)]
pub(crate) struct Bars {
    /// Seconds that a number stands for.
    pub step: i64,
    /// First second, entries, errors.
    pub runs: Vec<(i64, Vec<u64>, Vec<u64>)>,
}

/// A source.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    /// Its path.
    pub label: String,
    /// What it covers, and where it has gaps.
    pub tracks: Vec<Track>,
    /// What it tells.
    pub marks: Vec<Mark>,
    /// Its entries: first second and numbers, with the step of [`Chart::bars`].
    pub heat: Vec<(i64, Vec<u64>)>,
}

/// A stretch of a lane.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    /// Its start.
    pub from: i64,
    /// Its end.
    pub to: i64,
    /// `None` where the source speaks, else why it does not.
    pub gap: Option<Silence>,
}

/// A moment.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// When.
    pub at: i64,
    /// What it is to what happened.
    pub role: Role,
    /// What.
    pub text: String,
    /// Its row in the timeline, from 1.
    pub number: usize,
}

/// Lanes that a chart has at most.
const MOST_LANES: usize = 24;
/// Marks that a lane has at most.
const MOST_MARKS: usize = 60;

fn second(text: &str) -> Option<i64> {
    words::time(text).map(|at| at.timestamp())
}

/// Moments by the index of the source that their first citation lies in.
fn moments(report: &Report) -> HashMap<Option<EvidenceId>, Vec<Mark>> {
    let source_of: HashMap<CitationId, EvidenceId> =
        report.citations.iter().map(|c| (c.id, c.evidence)).collect();
    let mut out: HashMap<Option<EvidenceId>, Vec<Mark>> = HashMap::new();
    for (index, moment) in report.timeline.iter().enumerate() {
        let Some(at) = second(&moment.at) else { continue };
        let source = moment.citations.iter().find_map(|id| source_of.get(id)).copied();
        let mark = Mark {
            at,
            role: moment.role,
            text: words::clip(&moment.text, 160),
            number: index.saturating_add(1),
        };
        out.entry(source).or_default().push(mark);
    }
    out
}

fn offset_of(text: &str) -> i32 {
    words::time(text).map_or(0, |at| at.offset().local_minus_utc())
}

fn bands(report: &Report) -> Vec<(i64, i64, IncidentId)> {
    report
        .incidents
        .iter()
        .filter_map(|incident| {
            Some((second(&incident.started_at)?, second(&incident.ended_at)?, incident.id))
        })
        .collect()
}

fn bars(activity: &Activity) -> Bars {
    Bars {
        step: i64::try_from(activity.step_seconds.max(1)).unwrap_or(1),
        runs: activity
            .stretches
            .iter()
            .filter_map(|s| Some((second(&s.from)?, s.entries.clone(), s.errors.clone())))
            .collect(),
    }
}

/// The entries of one source: first second and numbers.
fn heat(activity: Option<&Activity>, evidence: EvidenceId) -> Vec<(i64, Vec<u64>)> {
    let Some(activity) = activity else { return Vec::new() };
    let Some(source) = activity.sources.iter().find(|s| s.evidence == evidence) else {
        return Vec::new();
    };
    activity
        .stretches
        .iter()
        .zip(&source.entries)
        .filter_map(|(stretch, entries)| Some((second(&stretch.from)?, entries.clone())))
        .collect()
}

/// The whole evidence: which source covers which time.
pub(super) fn overview(report: &Report) -> Option<Chart> {
    let mut by_source = moments(report);
    let activity = report.activity.iter().find(|a| a.incident.is_none());
    let mut lanes = Vec::new();
    for source in &report.evidence {
        let (Some(first), Some(last)) =
            (source.first.as_deref().and_then(second), source.last.as_deref().and_then(second))
        else {
            continue;
        };
        let mut tracks = vec![Track { from: first, to: last.max(first), gap: None }];
        for gap in source.gaps.iter().take(MOST_MARKS) {
            let (Some(from), Some(to)) =
                (gap.from.as_deref().and_then(second), gap.to.as_deref().and_then(second))
            else {
                continue;
            };
            tracks.push(Track { from, to: to.max(from), gap: Some(gap.reason) });
        }
        let mut marks = by_source.remove(&Some(source.id)).unwrap_or_default();
        marks.truncate(MOST_MARKS);
        lanes.push(Lane {
            label: source.path.clone(),
            tracks,
            marks,
            heat: heat(activity, source.id),
        });
    }
    let stretches = match activity {
        Some(activity) => activity
            .stretches
            .iter()
            .filter_map(|s| Some((second(&s.from)?, second(&s.to)?)))
            .collect(),
        None => vec![span(report, &lanes)?],
    };
    let (from, to) = (stretches.first()?.0, stretches.last()?.1);
    if to <= from {
        return None;
    }
    lanes.retain(|lane| lane.tracks.iter().any(|track| track.to >= from && track.from <= to));
    // where there are too many, those that tell something stay
    lanes.sort_by_key(|lane| lane.marks.is_empty());
    let more_lanes = lanes.len().saturating_sub(MOST_LANES);
    lanes.truncate(MOST_LANES);
    if lanes.is_empty() {
        return None;
    }
    let offset_s = report
        .incidents
        .first()
        .map(|i| i.started_at.as_str())
        .or_else(|| report.evidence.iter().filter_map(|e| e.last.as_deref()).max())
        .map(offset_of)
        .unwrap_or_default();
    Some(Chart {
        title: "All evidence: which file speaks when".to_owned(),
        stretches,
        offset_s,
        lanes,
        more_lanes,
        incidents: bands(report),
        close_up: false,
        bars: activity.map(bars),
    })
}

/// The time of all lanes, at most a month around the incidents, for reports without counts.
fn span(report: &Report, lanes: &[Lane]) -> Option<(i64, i64)> {
    const REACH: i64 = 30 * 86_400;
    let from = lanes.iter().flat_map(|lane| &lane.tracks).map(|t| t.from).min()?;
    let to = lanes.iter().flat_map(|lane| &lane.tracks).map(|t| t.to).max()?;
    let starts = bands(report).into_iter().map(|(start, ..)| start).min();
    let ends = bands(report).into_iter().map(|(_, end, _)| end).max();
    let from = starts.map_or(from, |start| from.max(start.saturating_sub(REACH)));
    Some((from, ends.map_or(to, |end| to.min(end.saturating_add(REACH)))))
}

/// The time around one incident.
pub(super) fn close_up(report: &Report, incident: &Incident) -> Option<Chart> {
    let (start, end) = (second(&incident.started_at)?, second(&incident.ended_at)?);
    let reach = (end.saturating_sub(start)).saturating_mul(3).clamp(20 * 60, 12 * 3600);
    let (from, to) = (start.saturating_sub(reach), end.saturating_add(reach));
    let activity = report.activity.iter().find(|a| a.incident == Some(incident.id));
    let mut by_source = moments(report);
    let mut lanes = Vec::new();
    let sources = report
        .evidence
        .iter()
        .map(|e| (Some(e.id), e.path.as_str()))
        .chain(std::iter::once((None, "not cited")));
    for (id, path) in sources {
        let mut marks = by_source.remove(&id).unwrap_or_default();
        marks.retain(|mark| (from..=to).contains(&mark.at));
        if !marks.is_empty() {
            marks.truncate(MOST_MARKS);
            lanes.push(Lane {
                label: path.to_owned(),
                tracks: Vec::new(),
                marks,
                heat: id.map(|id| heat(activity, id)).unwrap_or_default(),
            });
        }
    }
    let marks: Vec<i64> = lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.at).collect();
    if marks.len() < 2 {
        return None;
    }
    // some minutes on either side, so that one sees whether something changed
    const AROUND: i64 = 180;
    let first = marks.iter().min().copied()?.min(start.saturating_sub(AROUND));
    let last = marks.iter().max().copied()?.max(end.saturating_add(AROUND));
    let margin = (last.saturating_sub(first) / 20).max(2);
    let more_lanes = lanes.len().saturating_sub(MOST_LANES);
    lanes.truncate(MOST_LANES);
    Some(Chart {
        title: format!("Around {}: what happened in which order", incident.id),
        stretches: vec![(first.saturating_sub(margin), last.saturating_add(margin))],
        offset_s: offset_of(&incident.started_at),
        lanes,
        more_lanes,
        incidents: bands(report).into_iter().filter(|(a, b, _)| *b >= from && *a <= to).collect(),
        close_up: true,
        bars: activity.map(bars),
    })
}
