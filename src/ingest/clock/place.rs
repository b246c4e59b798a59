//! Places the drafts of all sources in time.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::{
    event::{
        draft::Draft,
        place::Place,
        placed::{Event, Remarks},
        remark::Remark,
    },
    ingest::{
        clock::{
            instant::{folds, instant, spread},
            options::ClockOptions,
            resolve, skew,
            source_clock::SourceClock,
            stamps,
        },
        sited::Sited,
        source_read::SourceRead,
    },
    source::evidence::Source,
    time::Stamp,
};

/// All events in time.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    /// By time, source and place; those without a time last.
    pub events: Vec<Event>,
    /// One for each source, in their order.
    pub clocks: Vec<SourceClock>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

/// Places every draft in time.
pub(crate) fn place(sources: &[Source], read: Vec<SourceRead>, options: &ClockOptions) -> Placed {
    let survey = stamps::Survey::of(sources, &read, options);
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
                draft.remarks.push(Remark::LeapsOver { zone: zone.name(), local });
            }
            Event {
                place: Place { source: source.source, span: sited.span },
                written: draft.written.map(Box::new),
                when,
                kind: draft.kind,
                remarks: Remarks::of(draft.remarks),
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
    // those without a time are rows of listings, of which there may be very many: they are last,
    // and
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
/// show it, and says so. What names the same host, or lies in its folder, is taken to run by the
/// same clock.
fn skews(
    sources: &[Source],
    read: &[SourceRead],
    survey: &stamps::Survey,
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
    let known: Vec<(usize, skew::Skew)> =
        measured.iter().enumerate().filter_map(|(index, skew)| Some((index, (*skew)?))).collect();
    let servers: HashSet<Option<&str>> = (0..read.len())
        .filter(|index| read.get(*index).is_some_and(skew::is_server))
        .map(folder)
        .collect();
    let mut out = vec![0; read.len()];
    for (index, slot) in out.iter_mut().enumerate() {
        let own = measured.get(index).copied().flatten();
        // a folder of a host, which holds none of the server's logs
        let near = folder(index).filter(|top| !servers.contains(&Some(*top)));
        let host = |index: usize| read.get(index).and_then(skew::host);
        let together = |(other, _): &&(usize, skew::Skew)| {
            near.is_some_and(|top| folder(*other) == Some(top))
                || host(index).is_some_and(|name| host(*other) == Some(name))
        };
        let shared = known.iter().find(together).map(|(_, skew)| *skew);
        let (Some(skew), Some(clock)) = (own.or(shared), clocks.get_mut(index)) else { continue };
        *slot = skew.ahead;
        clock.ahead_us = skew.ahead;
        let words = format!(
            "its clock runs {} the database server's, as {} statements in both show",
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
pub(crate) fn merge(events: &mut Vec<Event>, mut more: Vec<Event>) {
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
pub(crate) fn place_more(clock: &SourceClock, drafts: Vec<Sited>, near: &[i64]) -> Vec<Event> {
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
        let Draft { written, kind, remarks, .. } = sited.draft;
        Event {
            place: Place { source: clock.source, span: sited.span },
            written: written.map(Box::new),
            when,
            kind,
            remarks: Remarks::of(remarks),
        }
    };
    drafts.into_iter().zip(&locals).enumerate().map(place).collect()
}
