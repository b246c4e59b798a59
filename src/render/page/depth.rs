//! How much of a report is shown, and what is left out first where there is little room.

/// How much of a report is shown. Everything, unless a limit forces otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Depth {
    /// Excerpts in the list of citations.
    pub excerpts: bool,
    /// Rows of the timeline that are only context.
    pub context: bool,
    /// What was excluded, and why.
    pub excluded: bool,
    /// The list of citations.
    pub citations: bool,
    /// The table of the evidence's files.
    pub files: bool,
    /// Charts.
    pub charts: bool,
    /// Tables that are not among the largest.
    pub small_tables: bool,
    /// Findings that belong to no incident.
    pub other_findings: bool,
    /// The timeline.
    pub timeline: bool,
    /// Questions and gaps.
    pub coverage: bool,
    /// Prevention, checks and the human's blanks.
    pub follow_up: bool,
    /// Impact.
    pub impact: bool,
    /// Cause and what led up to it.
    pub cause: bool,
    /// The recovery plan.
    pub recovery: bool,
    /// The summary.
    pub summary: bool,
    /// The most incidents that are told of, the gravest.
    pub incidents: usize,
}

impl Default for Depth {
    fn default() -> Depth {
        Depth {
            excerpts: true,
            context: true,
            excluded: true,
            citations: true,
            files: true,
            charts: true,
            small_tables: true,
            other_findings: true,
            timeline: true,
            coverage: true,
            follow_up: true,
            impact: true,
            cause: true,
            recovery: true,
            summary: true,
            incidents: usize::MAX,
        }
    }
}

/// What is left out first, second, …, with its words.
type Cut = (&'static str, fn(&mut Depth));

/// The order in which parts are left out to keep within a limit. The verdict always stays.
pub(crate) const CUTS: &[Cut] = &[
    ("excerpts of the evidence", |d| d.excerpts = false),
    ("context in the timeline", |d| d.context = false),
    ("what was excluded", |d| d.excluded = false),
    ("tables that are not among the largest", |d| d.small_tables = false),
    ("the list of citations", |d| d.citations = false),
    ("the table of evidence files", |d| d.files = false),
    ("findings outside incidents", |d| d.other_findings = false),
    ("charts", |d| d.charts = false),
    ("coverage and gaps", |d| d.coverage = false),
    ("prevention and follow-up", |d| d.follow_up = false),
    ("the timeline", |d| d.timeline = false),
    ("incidents beyond the twenty gravest", |d| d.incidents = 20),
    ("incidents beyond the five gravest", |d| d.incidents = 5),
    ("cause", |d| d.cause = false),
    ("impact", |d| d.impact = false),
    ("the recovery plan", |d| d.recovery = false),
    ("the summary", |d| d.summary = false),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_takes_something_away() {
        let mut depth = Depth::default();
        for (words, cut) in CUTS {
            let before = format!("{depth:?}");
            cut(&mut depth);
            assert_ne!(before, format!("{depth:?}"), "{words}");
        }
    }
}
