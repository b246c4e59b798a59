//! How many entries and errors were written over time, for bars: long silences of all sources
//! together are left out, so that hours are not pressed into a line by weeks without a word.

use std::collections::BTreeMap;

use crate::{
    event::placed::Event,
    report::{
        id::{EvidenceId, IncidentId},
        v1::{Activity, SourceActivity, Stretch},
    },
    time::SECOND,
};

/// Steps that all stretches have together, about.
const STEPS: i64 = 120;
/// Silences that are left out at most.
const FOLDS: usize = 5;
/// How far the picture of all evidence reaches before and after the incidents.
const REACH: i64 = 30 * 86_400 * SECOND;
/// Sources that are counted apart.
const SOURCES: usize = 48;
/// Incidents that get a picture of their own.
const CLOSE: usize = 8;

/// Entries of one source at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Microseconds since 1970.
    pub at: i64,
    /// How many.
    pub entries: u64,
    /// How many of these tell of an error.
    pub errors: u64,
    /// The source's number.
    pub source: u32,
}

impl Moment {
    /// Of an event. Rows of schema dumps, scripts and the like are contents, not entries.
    pub(crate) fn of(event: &Event) -> Option<Moment> {
        let at = event.when.filter(|_| !event.kind.is_content())?.best;
        Some(Moment {
            at,
            entries: 1,
            errors: u64::from(event.is_error()),
            source: event.place.source.0,
        })
    }
}

/// Of all evidence, then around each of `incidents` (id, start, end).
pub(crate) fn activity(
    mut moments: Vec<Moment>,
    incidents: &[(IncidentId, i64, i64)],
    show: &dyn Fn(i64) -> String,
) -> Vec<Activity> {
    moments.sort_by_key(|moment| moment.at);
    let moments = moments.as_slice();
    let (from, to) =
        match (incidents.iter().map(|i| i.1).min(), incidents.iter().map(|i| i.2).max()) {
            (Some(first), Some(last)) => (first.saturating_sub(REACH), last.saturating_add(REACH)),
            _ => bulk(moments),
        };
    let mut out: Vec<Activity> = count(moments, None, from, to, FOLDS, show).into_iter().collect();
    out.extend(incidents.iter().take(CLOSE).filter_map(|(id, start, end)| {
        let (from, to) = around(*start, *end);
        count(moments, Some(*id), from, to, 0, show)
    }));
    out
}

/// Where nothing happened, the time of nearly all entries: a few commits or start-up lines of years
/// ago would press the rest into a line.
fn bulk(moments: &[Moment]) -> (i64, i64) {
    const OUTSKIRTS: usize = 50;
    let cut = moments.len() / OUTSKIRTS;
    let (Some(first), Some(last)) = (
        moments.get(cut),
        moments.len().checked_sub(cut.saturating_add(1)).and_then(|at| moments.get(at)),
    ) else {
        return (i64::MIN, i64::MAX);
    };
    let (first, last) = (&first.at, &last.at);
    let margin = last.saturating_sub(*first) / 4;
    (first.saturating_sub(margin), last.saturating_add(margin))
}

/// The time around an incident that is looked at closely, in microseconds.
fn around(start: i64, end: i64) -> (i64, i64) {
    let reach =
        end.saturating_sub(start).saturating_mul(3).clamp(20 * 60 * SECOND, 12 * 3600 * SECOND);
    (start.saturating_sub(reach), end.saturating_add(reach))
}

fn count(
    moments: &[Moment],
    incident: Option<IncidentId>,
    from: i64,
    to: i64,
    folds: usize,
    show: &dyn Fn(i64) -> String,
) -> Option<Activity> {
    let low = moments.partition_point(|moment| moment.at < from);
    let high = moments.partition_point(|moment| moment.at <= to);
    let within = moments.get(low..high).unwrap_or_default();
    let spans = stretches(within.iter().map(|moment| moment.at), folds)?;
    let whole = spans.iter().fold(0_i64, |sum, (a, b)| sum.saturating_add(b.saturating_sub(*a)));
    let step = step_of(whole);
    // whole steps, so that a bar stands for a round time
    let grid: Vec<(i64, usize)> = spans
        .iter()
        .map(|(a, b)| {
            let start = a.div_euclid(step).saturating_mul(step);
            (
                start,
                usize::try_from(b.saturating_sub(start) / step)
                    .unwrap_or(0)
                    .saturating_add(1)
                    .min(1000),
            )
        })
        .collect();
    let empty = || grid.iter().map(|(_, n)| vec![0_u64; *n]).collect::<Vec<_>>();
    let (mut entries, mut errors) = (empty(), empty());
    let mut sources: BTreeMap<u32, Vec<Vec<u64>>> = BTreeMap::new();
    let add = |table: &mut Vec<Vec<u64>>, stretch: usize, bin: usize, count: u64| {
        if let Some(slot) = table.get_mut(stretch).and_then(|bins| bins.get_mut(bin)) {
            *slot = slot.saturating_add(count);
        }
    };
    for &Moment { at, entries: count, errors: bad, source } in within {
        let stretch = grid.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let Some((start, _)) = grid.get(stretch) else { continue };
        let bin = usize::try_from(at.saturating_sub(*start) / step).unwrap_or(usize::MAX);
        add(&mut entries, stretch, bin, count);
        add(&mut errors, stretch, bin, bad);
        if sources.contains_key(&source) || sources.len() < SOURCES {
            add(sources.entry(source).or_insert_with(empty), stretch, bin, count);
        }
    }
    let length = |n: usize| i64::try_from(n).unwrap_or(0).saturating_mul(step);
    let stretches = grid
        .iter()
        .zip(entries.into_iter().zip(errors))
        .map(|((start, n), (entries, errors))| Stretch {
            from: show(*start),
            to: show(start.saturating_add(length(*n))),
            entries,
            errors,
        })
        .collect();
    let sources = sources
        .into_iter()
        .map(|(source, entries)| SourceActivity {
            evidence: EvidenceId::of(source as usize),
            entries,
        })
        .collect();
    Some(Activity {
        incident,
        step_seconds: u64::try_from(step / SECOND).unwrap_or(1),
        stretches,
        sources,
    })
}

/// Times without a long silence, in order: a silence is left out where it takes more than a fifth
/// of what would be shown with it.
fn stretches(times: impl Iterator<Item = i64>, folds: usize) -> Option<Vec<(i64, i64)>> {
    let (mut first, mut last) = (None, 0);
    let mut gaps: Vec<(i64, i64, i64)> = Vec::new();
    for at in times {
        if first.is_none() {
            first = Some(at);
            last = at;
        }
        if at > last {
            gaps.push((at.saturating_sub(last), last, at));
            if gaps.len() > 64 {
                gaps.sort_unstable_by_key(|gap| std::cmp::Reverse(gap.0));
                gaps.truncate(FOLDS.saturating_add(1));
            }
        }
        last = last.max(at);
    }
    let first = first?;
    gaps.sort_unstable_by_key(|gap| std::cmp::Reverse(gap.0));
    let mut shown = last.saturating_sub(first);
    let mut cuts: Vec<(i64, i64)> = Vec::new();
    for (length, from, to) in gaps.into_iter().take(folds) {
        if length <= shown / 5 || length < 600 * SECOND {
            break;
        }
        shown = shown.saturating_sub(length);
        cuts.push((from, to));
    }
    cuts.sort_unstable();
    let mut out = Vec::new();
    let mut begin = first;
    for (from, to) in cuts {
        out.push((begin, from));
        begin = to;
    }
    out.push((begin, last));
    Some(out)
}

/// A round step that cuts `whole` microseconds into about [`STEPS`].
fn step_of(whole: i64) -> i64 {
    const ROUND: [i64; 19] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
        86_400, 604_800,
    ];
    let seconds = whole / SECOND;
    ROUND
        .into_iter()
        .find(|step| seconds / step <= STEPS)
        .unwrap_or(seconds / STEPS)
        .saturating_mul(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::log::Level;
    use crate::{
        event::{
            kind::EventKind,
            log::Log,
            place::{Place, SourceId, Span},
        },
        time::When,
    };

    fn log(source: u32, at_s: i64, level: Level) -> Event {
        let kind = EventKind::Log(Box::new(Log { level: Some(level), ..Log::default() }));
        let place = Place { source: SourceId(source), span: Span::default() };
        Event {
            place,
            written: None,
            when: Some(When::at(at_s * SECOND, SECOND)),
            kind,
            remarks: None,
        }
    }

    fn show(us: i64) -> String {
        (us / SECOND).to_string()
    }

    fn moments(events: &[Event]) -> Vec<Moment> {
        events.iter().filter_map(Moment::of).collect()
    }

    #[test]
    fn counted_entries_weigh_as_many_as_they_are() {
        let bars = [(0, 500, 3), (60, 700, 0)].map(|(at, entries, errors)| Moment {
            at: at * SECOND,
            entries,
            errors,
            source: 4,
        });
        let all = activity(bars.to_vec(), &[], &show);
        let [whole] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!(whole.stretches.iter().flat_map(|s| &s.entries).sum::<u64>(), 1200);
        assert_eq!(whole.stretches.iter().flat_map(|s| &s.errors).sum::<u64>(), 3);
        assert_eq!(whole.sources.first().map(|s| s.evidence), Some(EvidenceId::of(4)));
    }

    #[test]
    fn every_entry_is_in_one_bar_and_a_long_silence_in_none() {
        let mut events: Vec<Event> = (0..600).map(|n| log(0, n, Level::Info)).collect();
        events.extend(
            (0..600).map(|n| {
                log(1, 1_000_000 + n, if n % 10 == 0 { Level::Error } else { Level::Info })
            }),
        );
        let all = activity(
            moments(&events),
            &[(IncidentId::of(0), 1_000_100 * SECOND, 1_000_101 * SECOND)],
            &show,
        );
        let [whole, close] = all.as_slice() else { panic!("{all:?}") };
        let sum = |lists: &[Stretch], of: fn(&Stretch) -> &Vec<u64>| {
            lists.iter().flat_map(of).sum::<u64>()
        };
        assert_eq!(whole.stretches.len(), 2);
        assert_eq!(
            (sum(&whole.stretches, |s| &s.entries), sum(&whole.stretches, |s| &s.errors)),
            (1200, 60)
        );
        assert_eq!((whole.sources.len(), whole.step_seconds), (2, 10));
        assert_eq!(
            (close.incident, sum(&close.stretches, |s| &s.entries)),
            (Some(IncidentId::of(0)), 600)
        );
    }

    #[test]
    fn without_an_incident_a_few_entries_of_long_ago_are_not_counted() {
        let mut events = vec![log(0, -300_000_000, Level::Info)];
        events.extend((0..1000).map(|n| log(0, n, Level::Info)));
        let all = activity(moments(&events), &[], &show);
        let stretches = &all.first().expect("one picture").stretches;
        assert_eq!(
            (stretches.len(), stretches.iter().flat_map(|s| &s.entries).sum::<u64>()),
            (1, 1000)
        );
    }

    #[test]
    fn nothing_with_a_time_makes_no_bars() {
        let mut event = log(0, 0, Level::Info);
        event.when = None;
        assert!(activity(moments(&[event]), &[], &show).is_empty());
    }
}
