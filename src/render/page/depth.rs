//! How much of a report is shown, and what is left out first where there is little room.

/// A part of a report that may be left out. The verdict is none: it always stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Excerpts in the list of citations.
    Excerpts,
    /// Rows of the timeline that are only context.
    Context,
    /// What was excluded, and why.
    Excluded,
    /// Tables that are not among the largest.
    SmallTables,
    /// The list of citations.
    Citations,
    /// The table of the evidence's files.
    Files,
    /// Assumptions, redaction and how to check the report.
    Method,
    /// Findings that belong to no incident.
    OtherFindings,
    /// Charts.
    Charts,
    /// Questions and gaps.
    Coverage,
    /// Prevention, checks and the human's blanks.
    FollowUp,
    /// The timeline.
    Timeline,
    /// Cause and what led up to it.
    Cause,
    /// Impact.
    Impact,
    /// The recovery plan.
    Recovery,
    /// The summary.
    Summary,
}

/// What one cut takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// A part.
    Without(Part),
    /// All incidents but so many, the gravest.
    Incidents(usize),
}

/// What is left out first, second, …, to keep within a limit, with its words.
const CUTS: &[(&str, Cut)] = &[
    ("excerpts of the evidence", Cut::Without(Part::Excerpts)),
    ("context in the timeline", Cut::Without(Part::Context)),
    ("what was excluded", Cut::Without(Part::Excluded)),
    ("tables that are not among the largest", Cut::Without(Part::SmallTables)),
    ("the list of citations", Cut::Without(Part::Citations)),
    ("the table of evidence files", Cut::Without(Part::Files)),
    ("assumptions and redaction", Cut::Without(Part::Method)),
    ("findings outside incidents", Cut::Without(Part::OtherFindings)),
    ("charts", Cut::Without(Part::Charts)),
    ("coverage and gaps", Cut::Without(Part::Coverage)),
    ("prevention and follow-up", Cut::Without(Part::FollowUp)),
    ("the recovery plan", Cut::Without(Part::Recovery)),
    ("the timeline", Cut::Without(Part::Timeline)),
    ("incidents beyond the twenty gravest", Cut::Incidents(20)),
    ("incidents beyond the five gravest", Cut::Incidents(5)),
    ("cause", Cut::Without(Part::Cause)),
    ("impact", Cut::Without(Part::Impact)),
    ("the summary", Cut::Without(Part::Summary)),
];

/// How much of a report is shown: everything but what the first cuts take away.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Depth {
    cuts: usize,
}

impl Depth {
    /// The cuts that there are.
    pub(crate) const MOST_CUTS: usize = CUTS.len();

    /// What so many cuts leave.
    pub(crate) fn after(cuts: usize) -> Depth {
        Depth { cuts }
    }

    fn cuts(self) -> impl DoubleEndedIterator<Item = &'static (&'static str, Cut)> {
        CUTS.iter().take(self.cuts)
    }

    /// Whether a part is shown.
    pub(crate) fn shows(self, part: Part) -> bool {
        !self.cuts().any(|(_, cut)| *cut == Cut::Without(part))
    }

    /// The most incidents that are shown, the gravest.
    pub(crate) fn incidents(self) -> usize {
        let mut limits = self.cuts().rev().filter_map(|(_, cut)| match cut {
            Cut::Incidents(most) => Some(*most),
            Cut::Without(_) => None,
        });
        limits.next().unwrap_or(usize::MAX)
    }

    /// What is left out, in words.
    pub(crate) fn left_out(self) -> Vec<&'static str> {
        self.cuts().map(|(words, _)| *words).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_takes_something_away() {
        for (cuts, (words, cut)) in CUTS.iter().enumerate() {
            let (before, after) = (Depth::after(cuts), Depth::after(cuts + 1));
            match *cut {
                Cut::Without(part) => {
                    assert!(before.shows(part) && !after.shows(part), "{words}");
                    assert_eq!(before.incidents(), after.incidents(), "{words}");
                }
                Cut::Incidents(most) => {
                    assert!(before.incidents() > most && after.incidents() == most, "{words}");
                }
            }
        }
        assert_eq!(Depth::default().incidents(), usize::MAX);
        assert_eq!(Depth::default().left_out(), [""; 0]);
    }
}
