//! The time that a statement must take at least to stand in the logs of statements that there are.

use std::collections::BTreeMap;

use crate::{
    case::facts::Case,
    event::{
        kind::EventKind,
        place::SourceId,
        query::{Query, Witness},
    },
};

/// So many statements of a log show that it leaves the fast ones out.
const ENOUGH: usize = 5;

/// Where the shortest took less, in microseconds, it may be by chance.
const LEAST_US: u64 = 10_000;

/// A log with a statement shorter than this, in microseconds, keeps no short ones out.
pub(crate) const SHORT_US: u64 = 1000;

/// Below which time, in words, statements are in none of the logs of some sources; `None` where one
/// of them has all, or too few to tell.
pub(crate) fn threshold(case: &Case<'_>, of: &[SourceId]) -> Option<String> {
    let mut least: BTreeMap<SourceId, (usize, u64)> = BTreeMap::new();
    for event in case.events.rows().iter().filter(|event| of.contains(&event.place.source)) {
        let EventKind::Query(query) = &event.kind else { continue };
        if !query.is_run() || matches!(query.witness, Witness::Typed | Witness::InError) {
            continue;
        }
        let (count, us) = least.entry(event.place.source).or_insert((0, u64::MAX));
        *count = count.saturating_add(1);
        *us = (*us).min(timed(query).unwrap_or(0));
    }
    let least = least.into_values().map(|(count, us)| (count >= ENOUGH).then_some(us));
    let us = least.collect::<Option<Vec<u64>>>()?.into_iter().min()?;
    (us >= LEAST_US).then(|| words(us))
}

fn timed(query: &Query) -> Option<u64> {
    query.query_time_us.filter(|_| query.witness == Witness::AtEnd)
}

/// The greatest usual setting that lets through a statement of this time: 1, 2 or 5 with zeros.
fn words(us: u64) -> String {
    let mut unit = SHORT_US;
    while unit.saturating_mul(10) <= us {
        unit = unit.saturating_mul(10);
    }
    let times = [5, 2].into_iter().find(|times| unit.saturating_mul(*times) <= us).unwrap_or(1);
    let ms = unit.saturating_mul(times) / 1000;
    if ms < 1000 { format!("{ms} ms") } else { format!("{} s", ms / 1000) }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_threshold_is_the_usual_setting_below_the_shortest_time() {
        let told = [1000, 21_300, 99_999, 500_000, 1_200_000, 10_000_000].map(words);
        assert_eq!(told, ["1 ms", "20 ms", "50 ms", "500 ms", "1 s", "10 s"]);
    }
}
