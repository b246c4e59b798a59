//! From gathered evidence to the case that is judged, and from what was found to the report.

use std::sync::Arc;

use crate::{
    case::facts::Case,
    event::place::Place,
    ingest::gathered::{Gathered, Tally},
    redact::redactor::Redactor,
    report::{
        activity::{self, Moment},
        around::Around,
        build,
        cite::Citer,
        clock_steps, context,
        evidence::evidence,
        excerpt,
        frame::{Frame, Redact},
        id::IncidentId,
        options::ReportOptions,
        v1::Report,
    },
    source::note::Note,
    sql::dialect::Dialect,
    text::number::number,
    verdict::incident::{Found, Incident},
};

/// What is shown goes through the redactor.
struct Redacting(Redactor);

impl Redact for Redacting {
    fn sql(&self, text: &str, dialect: Dialect) -> String {
        self.0.sql_of(text, dialect).into_owned()
    }

    fn text(&self, text: &str) -> String {
        self.0.text(text).into_owned()
    }
}

/// When how many entries were written: by the events, and of sources that were only looked over, of
/// which but some became events, by what was counted on the way.
fn moments(gathered: &Gathered) -> Vec<Moment> {
    let surveyed = |source: usize| gathered.tallies.get(source).is_some_and(Tally::surveyed);
    let mut out: Vec<Moment> = gathered
        .placed
        .events
        .iter()
        .filter(|event| !surveyed(event.place.source.index()))
        .filter_map(Moment::of)
        .collect();
    for (source, tally) in
        gathered.sources.iter().zip(&gathered.tallies).filter(|(_, tally)| tally.surveyed())
    {
        out.extend(tally.activity.bars.iter().map(|(at, (entries, errors))| Moment {
            at: *at,
            entries: *entries,
            errors: *errors,
            source: source.id.0,
        }));
    }
    out
}

/// What was found, told as the user wishes.
pub(super) fn tell(
    gathered: &Gathered,
    case: &Case<'_>,
    found: &Found,
    options: &ReportOptions,
) -> Report {
    let redacting = Redacting(Redactor::with_own(options.level, Arc::clone(&options.own)));
    let read = |place: Place| -> Option<Vec<u8>> {
        gathered.sources.get(place.source.index())?.raw(place.span.start, place.span.end).ok()
    };
    let excerpt = |place: Place, _: &[u8]| -> String {
        let Some(source) = gathered.sources.get(place.source.index()) else { return String::new() };
        excerpt::excerpt(source, place.span.start, place.span.end, &mut |text| {
            redacting.0.excerpt(text).into_owned()
        })
        .unwrap_or_default()
    };
    let mut assumptions = gathered.placed.assumptions.clone();
    assumptions.extend(
        gathered
            .losses()
            .filter(|(_, note)| !matches!(note, Note::Unrecognised { .. }))
            .map(|(path, note)| format!("`{path}` was not read in full: {note}.")),
    );
    assumptions.extend(clock_steps::told(case));
    let frame = Frame {
        evidence: evidence(gathered, case),
        assumptions,
        unread: unread(gathered),
        around: Around::new(case, found),
        redact: &redacting,
        level: options.level,
        stated: options.stated.clone(),
        settings: options.settings.clone(),
    };
    let mut report = build::report(case, found, frame, Citer::new(&read, &excerpt));
    report.activity = activity::activity(moments(gathered), &windows(found), &|us| case.show(us));
    context::fill(&mut report.citations, case.events.rows(), &|place| excerpt(place, &[]));
    report.redaction.counts = redacting.0.counts();
    // last, as files are hashed while all this is done
    for (index, evidence) in report.evidence.iter_mut().enumerate() {
        evidence.sha256 = gathered.hashes.of(index).map(str::to_owned);
    }
    report
}

/// What of the evidence was not read, or not understood in full: its name, and why.
fn unread(gathered: &Gathered) -> Vec<String> {
    let quoted = |path: &str| format!("`{}`", path.replace('`', "'"));
    let lost = gathered.losses().map(|(path, note)| format!("{}: {note}", quoted(path)));
    let torn = gathered
        .sources
        .iter()
        .zip(&gathered.tallies)
        .filter(|(_, tally)| tally.format.is_some() && tally.unparsed_bytes > 0)
        .map(|(source, tally)| {
            let bytes = number(tally.unparsed_bytes);
            format!("{bytes} bytes of {} were not understood", quoted(&source.path))
        });
    lost.chain(torn).collect()
}

/// Each incident's id, start and end.
fn windows(found: &Found) -> Vec<(IncidentId, i64, i64)> {
    let times = |(n, i): (usize, &Incident)| {
        (IncidentId::of(n), i.started.best, i.ended.max(i.started.best))
    };
    found.incidents.iter().enumerate().map(times).collect()
}
