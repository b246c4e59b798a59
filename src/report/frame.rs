//! What the report's parts are written with: the sources as it lists them, redaction, citations.

use crate::{
    case::facts::Case,
    event::{ids::EventId, place::Place},
    redact::rule::Level,
    report::{around::Around, cite::Citer, id::CitationId, v1},
    sql::dialect::Dialect,
    verdict::footprint::Why,
};

/// Redacts, for what is shown.
pub(crate) trait Redact {
    /// A statement: literals out.
    fn sql(&self, text: &str, dialect: Dialect) -> String;
    /// Any other text: secrets and personal data out.
    fn text(&self, text: &str) -> String;
}

/// What the report needs beyond the case.
pub(crate) struct Frame<'a> {
    /// The sources as the report lists them, in their order.
    pub evidence: Vec<v1::Evidence>,
    /// What the run took for granted.
    pub assumptions: Vec<String>,
    /// What was not read, or not understood in full: `name: why`.
    pub unread: Vec<String>,
    /// What stands around the incidents.
    pub around: Around<'a>,
    /// For display.
    pub redact: &'a dyn Redact,
    /// The level of redaction.
    pub level: Level,
    /// What the user stated of the run.
    pub stated: v1::Stated,
    /// The settings file that was obeyed.
    pub settings: Option<v1::Settings>,
}

/// The citations of events.
pub(crate) fn cite(case: &Case<'_>, citer: &mut Citer<'_>, events: &[EventId]) -> Vec<CitationId> {
    let mut out: Vec<CitationId> = Vec::new();
    for &event in events {
        if let Some(id) = citer.cite(bounded(case.place(event)))
            && !out.contains(&id)
        {
            out.push(id);
        }
    }
    out
}

/// A citation covers at most the beginning of a very long record (a backup is one event).
fn bounded(place: Place) -> Place {
    const LONGEST: u64 = 64 * 1024;
    let mut place = place;
    place.span.end = place.span.end.min(place.span.start.saturating_add(LONGEST));
    place
}

/// A reason with its citations.
pub(crate) fn reason(case: &Case<'_>, citer: &mut Citer<'_>, why: &Why) -> v1::Reason {
    v1::Reason {
        in_favour: why.in_favour,
        text: why.text.clone(),
        citations: cite(case, citer, &why.events),
    }
}
