//! From stamps to instants, through clocks that the report states.

mod declared;
mod errors;
mod flow;
mod packed;
mod pairs;
mod proof;
mod resolve;
mod sessions;
mod skew;
mod survey;
#[cfg(test)]
mod tests;
mod year;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use globset::GlobMatcher;

use crate::time::zone::Zone;
use crate::{
    event::{
        draft::Draft,
        place::{Place, SourceId},
        placed::{Event, Notes},
    },
    format::grammar::prefilter::Scale,
    ingest::{Sited, SourceRead},
    source::evidence::Source,
    time::{SECOND, Stamp, When, micros},
};
pub use flow::Placing;

/// What the user states of clocks.
#[derive(Clone, Debug, Default)]
pub struct ClockOptions {
    /// `--tz GLOB=ZONE`.
    pub stated: Vec<(GlobMatcher, Zone)>,
    /// `--tz ZONE`.
    pub rest: Option<Zone>,
    /// `--year`.
    pub year: Option<i32>,
    /// Years of the first stamp of files that fit a pattern; before `year`.
    pub years: Vec<(GlobMatcher, i32)>,
}

impl ClockOptions {
    /// The year that the user states for a source.
    pub fn year_of(&self, path: &str) -> Option<i32> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stated = self.years.iter().find(|(glob, _)| glob.is_match(path) || glob.is_match(name));
        stated.map(|(_, year)| *year).or(self.year)
    }
}

/// Where a source's zone comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The user says so.
    Stated,
    /// The source says so itself.
    Declared,
    /// The evidence shows it.
    Inferred,
    /// Nothing shows it.
    Assumed,
}

impl Basis {
    /// The contract's word for it.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Declared => "declared",
            Basis::Inferred => "inferred",
            Basis::Assumed => "assumed",
        }
    }
}

/// The clock of one source.
#[derive(Clone, Debug)]
pub struct SourceClock {
    /// Whose.
    pub source: SourceId,
    /// The zone that stamps without one are read in, and that all are shown in.
    pub zone: Zone,
    /// Its name for the report.
    pub name: String,
    /// How it is known.
    pub basis: Basis,
    /// The same in a sentence.
    pub reason: String,
    /// Other zones or years that would fit as well.
    pub rivals: Vec<String>,
    /// The year of its first year-less stamp, where it has such.
    pub first_year: Option<i32>,
    /// The zone of times inside rows (CREATE_TIME of a schema dump), where it is another one.
    pub rows: Option<Zone>,
    /// Its stamps bear no zone and nothing proves one: another reading is possible.
    pub doubtful: bool,
    /// Where the zone changes within the file: from which draft on, and to which zone.
    pub stretches: Vec<(usize, Zone)>,
    /// Microseconds that it is ahead of the database server's clock.
    pub ahead_us: i64,
}

impl SourceClock {
    /// The zone of the stamp of a draft.
    fn zone_at(&self, number: usize) -> Zone {
        self.stretches
            .iter()
            .rev()
            .find(|(from, _)| *from <= number)
            .map_or(self.zone, |(_, zone)| *zone)
    }
}

/// All events in time.
#[derive(Debug, Default)]
pub struct Placed {
    /// By time, source and place; those without a time last.
    pub events: Vec<Event>,
    /// One for each source, in their order.
    pub clocks: Vec<SourceClock>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

/// When a wall-clock time in a row of `source` was (CREATE_TIME of a schema dump).
pub fn local_to_us(clocks: &[SourceClock], source: SourceId, local: NaiveDateTime) -> When {
    let clock = clocks.get(source.index());
    let zone = clock.map_or(Zone::UTC, |clock| clock.rows.unwrap_or(clock.zone));
    zone.when(local, SECOND)
}

/// Places every draft in time.
pub fn place(sources: &[Source], read: Vec<SourceRead>, options: &ClockOptions) -> Placed {
    let survey = survey::Survey::of(sources, &read, options);
    let mut assumptions = Vec::new();
    let mut clocks = resolve::clocks(sources, &read, &survey, options, &mut assumptions);
    let ahead = skews(sources, &read, &survey, &mut clocks, &mut assumptions);

    let (mut timed, mut bare) = (Vec::new(), Vec::new());
    for (index, source) in read.into_iter().enumerate() {
        if source.format.is_none() {
            continue;
        }
        let Some(clock) = clocks.get(index) else { continue };
        let locals = survey.locals.get(index).map(Vec::as_slice).unwrap_or_default();
        let folds = if clock.stretches.is_empty() { folds(locals, clock.zone) } else { None };
        let ahead = ahead.get(index).copied().unwrap_or(0);
        let rivals = survey.year_rivals.get(index).map(Vec::as_slice).unwrap_or_default();
        let place = |(number, sited): (usize, Sited)| {
            let local = locals.get(number).copied().flatten();
            let mut draft = sited.draft;
            let zone = clock.zone_at(number);
            let when = instant(&draft, local, zone, folds, number)
                .map(|when| when.shifted(draft.shift_us.saturating_sub(ahead)));
            let when = when.map(|when| spread(when, &draft, rivals));
            if let Some(local) = local
                && zone.leaps_over(local)
            {
                draft
                    .notes
                    .push(format!("{} has no {local}: its clocks leap over it", zone.name()));
            }
            Event {
                place: Place { source: source.source, span: sited.span },
                written: draft.written.map(Box::new),
                when,
                kind: draft.kind,
                notes: Notes::of(draft.notes),
            }
        };
        // collected in the memory of the drafts
        let mut some: Vec<Event> = source.drafts.into_iter().enumerate().map(place).collect();
        if some.iter().all(|event| event.when.is_none()) {
            append(&mut bare, some);
        } else {
            append(&mut bare, some.extract_if(.., |event| event.when.is_none()).collect());
            append(&mut timed, some);
        }
    }
    // those without a time are rows of listings, of which there may be very many: they are last, and
    // need not be moved for the others to be sorted
    append(&mut timed, bare);
    let mut events = timed;
    events.shrink_to_fit();
    sort(&mut events);
    assumptions.sort();
    assumptions.dedup();
    Placed { events, clocks, assumptions }
}

/// Microseconds that each source's clock is ahead of the database server's, where shared statements
/// show it, and says so. What names the same host, or lies in its folder, is taken to run by the same clock.
fn skews(
    sources: &[Source],
    read: &[SourceRead],
    survey: &survey::Survey,
    clocks: &mut [SourceClock],
    assumptions: &mut Vec<String>,
) -> Vec<i64> {
    let at = |index: usize, number: usize| {
        let draft = &read.get(index)?.drafts.get(number)?.draft;
        let local =
            survey.locals.get(index).and_then(|locals| locals.get(number)).copied().flatten();
        instant(draft, local, clocks.get(index)?.zone_at(number), None, number)
            .map(|when| when.best.saturating_add(draft.shift_us))
    };
    let measured = skew::measure(read, at);
    let folder = |index: usize| {
        sources.get(index).and_then(|source| source.path.split_once('/')).map(|(top, _)| top)
    };
    let servers: Vec<Option<&str>> = (0..read.len())
        .filter(|index| read.get(*index).is_some_and(skew::is_server))
        .map(folder)
        .collect();
    let mut out = vec![0; read.len()];
    for (index, slot) in out.iter_mut().enumerate() {
        let own = measured.get(index).copied().flatten();
        // a folder of a host, which holds none of the server's logs
        let near = folder(index).filter(|top| !servers.contains(&Some(*top)));
        let host = |index: usize| read.get(index).and_then(skew::host);
        let together = |other: &usize| {
            near.is_some_and(|top| folder(*other) == Some(top))
                || host(index).is_some_and(|name| host(*other) == Some(name))
        };
        let shared = (0..read.len())
            .filter(together)
            .find_map(|other| measured.get(other).copied().flatten());
        let (Some(skew), Some(clock)) = (own.or(shared), clocks.get_mut(index)) else { continue };
        *slot = skew.ahead;
        clock.ahead_us = skew.ahead;
        let words = format!(
            "its clock runs {} the database server's, as {} deeds in both show",
            skew::words(skew),
            skew.pairs
        );
        if own.is_some() {
            let path = sources.get(index).map_or("", |source| source.path.as_str());
            assumptions.push(format!("{path}: {words}; times are shown by the server's clock."));
            clock.reason = format!("{}; {words}, which is allowed for", clock.reason);
        } else {
            clock.reason = format!(
                "{}; its host's clock runs {} the database server's, which is allowed for",
                clock.reason,
                skew::words(skew)
            );
        }
    }
    out
}

/// Puts `more` behind `events`, in the memory of the longer of the two.
fn append(events: &mut Vec<Event>, mut more: Vec<Event>) {
    if more.len() > events.len() {
        more.reserve_exact(events.len());
        more.splice(0..0, events.drain(..));
        *events = more;
    } else {
        events.reserve_exact(more.len());
        events.append(&mut more);
    }
}

/// Puts `more` in among events that are in order.
pub fn merge(events: &mut Vec<Event>, mut more: Vec<Event>) {
    events.reserve_exact(more.len());
    events.extend(more.extract_if(.., |event| event.when.is_none()));
    let timed = events.partition_point(|event| event.when.is_some());
    events.splice(timed..timed, more);
    sort(events);
}

/// Sorts events by time, source and place; those without a time last.
fn sort(events: &mut [Event]) {
    let key = |event: &Event| {
        (event.when.map_or(i64::MAX, |when| when.best), event.place.source, event.place.span.start)
    };
    let timed = if events.is_sorted_by_key(|event| event.when.is_none()) {
        events.partition_point(|event| event.when.is_some())
    } else {
        events.len()
    };
    let (timed, bare) = events.split_at_mut(timed);
    for part in [timed, bare] {
        // the keys take less room than events beside themselves
        if !part.is_sorted_by_key(key) {
            part.sort_by_cached_key(key);
        }
    }
}

/// Places more of a source whose clock is known. Stamps without a year go into the year that
/// brings them closest to one of the instants `near`.
pub fn place_more(clock: &SourceClock, drafts: Vec<Sited>, near: &[i64]) -> Vec<Event> {
    let locals: Vec<Option<NaiveDateTime>> = drafts
        .iter()
        .map(|sited| match sited.draft.written.as_ref()?.stamp {
            Stamp::Instant(_) => None,
            Stamp::Local(local) => Some(local),
            Stamp::Yearless { month, day, time } => near
                .iter()
                .flat_map(|at| {
                    (-1..=1).map(move |years| (at, crate::time::utc(*at).year() + years))
                })
                .filter_map(|(at, year)| {
                    Some((
                        at,
                        NaiveDate::from_ymd_opt(year, month.into(), day.into())?.and_time(time),
                    ))
                })
                .min_by_key(|(at, local)| clock.zone.readings(*local).0.abs_diff(**at))
                .map(|(_, local)| local),
        })
        .collect();
    let fold = folds(&locals, clock.zone);
    let place = |(number, (sited, local)): (usize, (Sited, &Option<NaiveDateTime>))| {
        let when = instant(&sited.draft, *local, clock.zone, fold, number)
            .map(|when| when.shifted(sited.draft.shift_us.saturating_sub(clock.ahead_us)));
        let Draft { written, kind, notes, .. } = sited.draft;
        Event {
            place: Place { source: clock.source, span: sited.span },
            written: written.map(Box::new),
            when,
            kind,
            notes: Notes::of(notes),
        }
    };
    drafts.into_iter().zip(&locals).enumerate().map(place).collect()
}

impl SourceClock {
    /// The instant of a number of `scale`, in a source whose first such number is `begun`.
    pub fn instant_of(&self, scale: Scale, at: i64, begun: i64) -> i64 {
        let local = crate::time::utc(at).naive_utc();
        match scale {
            Scale::Instant => at,
            Scale::Local => self.zone.readings(local).0,
            Scale::Yearless => {
                // half a year before the beginning is after the turn of the year
                let turned = i32::from(begun.saturating_sub(at) > 183 * 86_400 * SECOND);
                let year = self.first_year.unwrap_or(crate::time::quick::NO_YEAR) + turned;
                let local = local
                    .with_year(year)
                    .or_else(|| local.with_day(28)?.with_year(year))
                    .unwrap_or(local);
                self.zone.readings(local).0
            }
        }
    }

    /// The number of `scale` by which a source with this clock writes an instant.
    pub fn number_of(&self, scale: Scale, at: i64) -> i64 {
        let local = || crate::time::utc(at).with_timezone(&self.zone.fixed_at(at)).naive_local();
        match scale {
            Scale::Instant => at,
            Scale::Local => micros(local()),
            Scale::Yearless => {
                micros(local().with_year(crate::time::quick::NO_YEAR).unwrap_or_else(local))
            }
        }
    }
}

fn instant(
    draft: &Draft,
    local: Option<NaiveDateTime>,
    zone: Zone,
    fold: Option<usize>,
    number: usize,
) -> Option<When> {
    let written = draft.written.as_ref()?;
    let unit = written.unit_us;
    match written.stamp {
        Stamp::Instant(us) => Some(When::at(us, unit)),
        Stamp::Local(_) | Stamp::Yearless { .. } => {
            let local = local?;
            let (first, second) = zone.readings(local);
            Some(match fold {
                // The step back in the file tells which of the two hours a line belongs to.
                Some(fold) if first != second => {
                    When::at(if number < fold { first } else { second }, unit)
                }
                _ => zone.when(local, unit),
            })
        }
    }
}

/// Where the hour that a zone repeats begins anew in a file: the first line in that hour whose
/// stamp lies about an hour before the one in front of it.
fn folds(locals: &[Option<NaiveDateTime>], zone: Zone) -> Option<usize> {
    let mut last: Option<NaiveDateTime> = None;
    for (number, local) in locals.iter().enumerate() {
        let Some(local) = local else { continue };
        let (first, second) = zone.readings(*local);
        if first != second {
            if let Some(last) = last
                && (last - *local).num_minutes() >= 20
                && (last - *local).num_minutes() <= 70
            {
                return Some(number);
            }
            last = Some(*local);
        }
    }
    None
}

/// A stamp whose year has rivals may lie in any of them.
fn spread(when: When, draft: &Draft, rivals: &[i32]) -> When {
    let yearless = draft
        .written
        .as_ref()
        .is_some_and(|written| matches!(written.stamp, Stamp::Yearless { .. }));
    if !yearless || rivals.is_empty() {
        return when;
    }
    const YEAR: i64 = 31_556_952 * SECOND;
    let (least, most) =
        (rivals.iter().min().copied().unwrap_or(0), rivals.iter().max().copied().unwrap_or(0));
    When {
        earliest: when.earliest.saturating_add(YEAR.saturating_mul(i64::from(least.min(0)))),
        latest: when.latest.saturating_add(YEAR.saturating_mul(i64::from(most.max(0)))),
        best: when.best,
    }
}
