//! From gathered evidence to the report: builds the case, has it judged, and has it told.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    case::{
        capability::Library,
        facts::{self, Case, SourceInfo},
        policy::Policy,
        severity::Severity,
        snapshot,
    },
    event::{draft::GapReason, kind::EventKind, place::Place},
    ingest::gathered::{Gathered, Tally},
    redact::{own::Own, redactor::Redactor, rule::Level},
    report::{
        activity::{self, Moment},
        build,
        cite::Citer,
        context, excerpt,
        frame::{Frame, Redact},
        v1::{self, Report},
    },
    source::note::Note,
    time::{SECOND, zone::Zone},
    verdict::incident::{self, Found},
};

/// A silence this long in a log that is otherwise written at least every quarter of it is a gap.
const SILENCE_US: i64 = 6 * 3600 * SECOND;

struct Redacting(Redactor);

impl Redact for Redacting {
    fn sql(&self, text: &str) -> String {
        self.0.sql(text).into_owned()
    }

    fn text(&self, text: &str) -> String {
        self.0.text(text).into_owned()
    }
}

/// What the user decides about a report.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// How much is taken out of texts.
    pub level: Level,
    /// The user's own rules of redaction.
    pub own: Arc<[Own]>,
    /// What the user says of the databases.
    pub policy: Policy,
    /// The settings file that these come from.
    pub settings: Option<v1::Settings>,
}

/// How much before and after a deed is read in full where sources were only looked over.
const BEFORE_US: i64 = 900 * SECOND;
const AFTER_US: i64 = 600 * SECOND;
/// Deeds around which is read.
const MOMENTS: usize = 48;

/// Reads in full what stands around the deeds that `gathered` shows, where it was only looked over.
pub fn deepen(gathered: &mut Gathered, wishes: &Wishes) {
    if !gathered.surveyed() {
        return;
    }
    let case = case(gathered, &wishes.policy);
    let found = incident::judge(&case);
    let mut moments: Vec<(Severity, i64, i64)> =
        found.incidents.iter().map(|i| (i.severity, i.started.best, i.ended)).collect();
    for (act, severity) in found.acts.iter().zip(&found.severities) {
        if let Some(when) = act.when.filter(|_| act.housekeeping.is_none()) {
            moments.push((*severity, when.best, act.ended.unwrap_or(when.best)));
        }
    }
    moments.sort_by_key(|(severity, at, _)| (std::cmp::Reverse(*severity), *at));
    let mut windows: Vec<(i64, i64)> = Vec::new();
    for (_, from, to) in moments {
        let to = to.clamp(from, from.saturating_add(AFTER_US)).saturating_add(AFTER_US);
        let window = (from.saturating_sub(BEFORE_US), to);
        if windows.len() < MOMENTS
            && !windows.iter().any(|(a, b)| *a <= from && from.saturating_add(AFTER_US) <= *b)
        {
            windows.push(window);
        }
    }
    drop(case);
    gathered.deepen(&windows);
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

/// The report on what was gathered.
pub fn examine(gathered: &Gathered, level: Level) -> Report {
    examine_with(gathered, &Wishes { level, ..Wishes::default() })
}

/// The same, as the user wishes.
pub fn examine_with(gathered: &Gathered, wishes: &Wishes) -> Report {
    let case = case(gathered, &wishes.policy);
    let events = case.events;
    let found = incident::judge(&case);
    let redacting = Redacting(Redactor::with_own(wishes.level, Arc::clone(&wishes.own)));
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
            .map(|(path, note)| format!("{path} was not read in full: {note}.")),
    );
    let frame = Frame {
        evidence: evidence(gathered, &case),
        assumptions,
        redact: &redacting,
        level: wishes.level.id().to_owned(),
        settings: wishes.settings.clone(),
    };
    let mut report = build::report(&case, &found, frame, Citer::new(&read, &excerpt));
    report.activity = activity::activity(moments(gathered), &windows(&found), &|us| case.show(us));
    context::fill(&mut report.citations, events, &|place| excerpt(place, &[]));
    report.redaction.counts = redacting.0.counts();
    // last, as files are hashed while all this is done
    for (index, evidence) in report.evidence.iter_mut().enumerate() {
        evidence.sha256 = gathered.hashes.of(index).map(str::to_owned);
    }
    report
}

/// What judgement looks at.
fn case<'a>(gathered: &'a Gathered, policy: &'a Policy) -> Case<'a> {
    let events = &gathered.placed.events;
    let paths: Vec<String> = gathered.sources.iter().map(|s| s.path.clone()).collect();
    let zone_of = |source: usize| {
        gathered.placed.clocks.get(source).map_or(Zone::UTC, |c| c.rows.unwrap_or(c.zone))
    };
    let local = |source: usize, text: &str| facts::row_time(zone_of(source), text);
    let (snapshots, (library, seen)) = rayon::join(
        || snapshot::snapshots(events, &paths, &local),
        || rayon::join(|| Library::new(events, &paths), || facts::scan(events)),
    );
    let mut backups = Vec::new();
    let mut migrations = Vec::new();
    let mut backup_named = BTreeMap::new();
    for (index, event) in events.iter().enumerate() {
        let source = event.place.source.index();
        match &event.kind {
            EventKind::Backup(_) => {
                backups.push(index);
                if let Some(at) =
                    paths.get(source).and_then(|p| snapshot::date_in(p, source, &local))
                {
                    backup_named.insert(index, at);
                }
            }
            EventKind::Migration(_) => {
                migrations.push(index);
                if let Some(at) =
                    paths.get(source).and_then(|p| snapshot::date_in(p, source, &local))
                {
                    backup_named.insert(index, at);
                }
            }
            _ => {}
        }
    }
    Case {
        events,
        sources: gathered
            .sources
            .iter()
            .zip(&gathered.tallies)
            .enumerate()
            .map(|(index, (source, tally))| SourceInfo {
                path: source.path.clone(),
                format: tally.format,
                doubtful: gathered.placed.clocks.get(index).is_some_and(|clock| clock.doubtful),
                rows: zone_of(index),
            })
            .collect(),
        seen,
        library,
        snapshots,
        scripts: events
            .iter()
            .enumerate()
            .filter(|(_, event)| matches!(event.kind, EventKind::Script(_)))
            .map(|(index, _)| index)
            .collect(),
        backups,
        migrations,
        backup_named,
        zone: display_zone(gathered),
        policy,
    }
}

/// Each incident's id, start and end.
fn windows(found: &Found) -> Vec<(String, i64, i64)> {
    found
        .incidents
        .iter()
        .enumerate()
        .map(|(n, i)| {
            (format!("I{}", n.saturating_add(1)), i.started.best, i.ended.max(i.started.best))
        })
        .collect()
}

/// The zone of the report's times: the one that most of the evidence is in and that is known
/// best, with UTC last.
fn display_zone(gathered: &Gathered) -> Zone {
    let mut votes: Vec<(Zone, u64)> = Vec::new();
    for (clock, tally) in gathered.placed.clocks.iter().zip(&gathered.tallies) {
        if tally.entries == 0 {
            continue;
        }
        let weight = match (clock.basis.id(), clock.zone) {
            (_, Zone::UTC) => 1,
            ("stated", _) => 1000,
            ("inferred", _) => 100,
            _ => 10,
        };
        match votes.iter_mut().find(|(zone, _)| *zone == clock.zone) {
            Some((_, votes)) => *votes = votes.saturating_add(weight),
            None => votes.push((clock.zone, weight)),
        }
    }
    votes.into_iter().max_by_key(|(_, votes)| *votes).map_or(Zone::UTC, |(zone, _)| zone)
}

fn evidence(gathered: &Gathered, case: &Case<'_>) -> Vec<v1::Evidence> {
    let mut spans: BTreeMap<usize, (i64, i64, i64, (i64, i64))> = BTreeMap::new();
    for event in case.events {
        // A schema's rows and a migration's name are no entries of a log; their times are contents.
        if let Some(when) = event.when {
            let slot = spans.entry(event.place.source.index()).or_insert((
                when.best,
                when.best,
                when.best,
                (0, 0),
            ));
            if when.best.saturating_sub(slot.2) > slot.3.1.saturating_sub(slot.3.0) {
                slot.3 = (slot.2, when.best);
            }
            slot.2 = when.best;
            slot.1 = slot.1.max(when.best);
            slot.0 = slot.0.min(when.best);
        }
    }
    gathered
        .sources
        .iter()
        .zip(&gathered.tallies)
        .enumerate()
        .map(|(index, (source, tally))| {
            let span = spans.get(&index);
            let mut gaps: Vec<v1::EvidenceGap> = Vec::new();
            // where only some entries were read, silences are those that looking over it showed
            let silence = if tally.surveyed() { tally.silence } else { span.map(|span| span.3) };
            if let (Some((first, last, _, _)), Some((from, to))) = (span, silence)
                && to.saturating_sub(from) > SILENCE_US
                && last.saturating_sub(*first) > SILENCE_US
            {
                gaps.push(v1::EvidenceGap {
                    from: Some(case.show(from)),
                    to: Some(case.show(to)),
                    reason: "silent".into(),
                });
            }
            for (reason, word) in [
                (GapReason::Unparsed, "unparsed"),
                (GapReason::Truncated, "truncated"),
                (GapReason::Torn, "rotated"),
            ] {
                if tally.gaps.iter().any(|(_, r)| *r == reason) {
                    gaps.push(v1::EvidenceGap { from: None, to: None, reason: word.into() });
                }
            }
            let clock = gathered.placed.clocks.get(index);
            v1::Evidence {
                id: format!("E{}", index.saturating_add(1)),
                path: source.path.clone(),
                format: tally.format.map(str::to_owned),
                bytes: source.bytes,
                sha256: None,
                entries: tally.entries,
                unparsed_bytes: tally.unparsed_bytes,
                first: span.map(|s| case.show(s.0)),
                last: span.map(|s| case.show(s.1)),
                timezone: clock.filter(|_| tally.format.is_some()).map(|c| v1::Timezone {
                    name: c.name.clone(),
                    basis: c.basis.id().into(),
                    reason: c.reason.clone(),
                }),
                gaps,
                notes: tally.notes.iter().map(Note::to_string).collect(),
            }
        })
        .collect()
}
