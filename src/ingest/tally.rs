//! Records in a row that are only counted, in a few numbers.

use crate::{
    format::grammar::prefilter::{Glance, Scale},
    time::SECOND,
};

/// Microseconds of the bars in which entries are counted at first.
pub(super) const MINUTE: i64 = 60 * SECOND;

/// One record that was glanced at, or several routine ones of the same minute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub(super) entries: u64,
    /// How many of these are errors.
    pub(super) errors: u64,
    pub(super) times: Option<Times>,
    /// As in [`Glance`]; of several `None`.
    pub(super) alike: Option<u64>,
    /// As in [`Glance`].
    pub(super) grave: bool,
    /// As in [`Glance`]; of several `None`.
    pub(super) ends: Option<u64>,
}

/// Stamps of entries in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) scale: Scale,
    /// In the order of the entries.
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) least: i64,
    pub(super) most: i64,
    /// The first of the longest times between two of them.
    pub(super) silence: (i64, i64),
}

impl Times {
    pub(super) fn of((scale, at): (Scale, i64)) -> Times {
        Times { scale, first: at, last: at, least: at, most: at, silence: (at, at) }
    }
}

impl Tally {
    pub(super) fn of(glance: &Glance) -> Tally {
        let Glance { at, error, alike, grave, ends } = *glance;
        let times = at.map(Times::of);
        Tally { entries: 1, errors: u64::from(error), times, alike, grave, ends }
    }

    /// Counts a routine one that follows with these; `false` where it must be told apart.
    pub(super) fn add(&mut self, next: &Glance) -> bool {
        let (Some(times), Some((scale, at))) = (&mut self.times, next.at) else { return false };
        let minute = |at: i64| at.div_euclid(MINUTE);
        if times.scale != scale || minute(times.first) != minute(at) {
            return false;
        }
        self.entries += 1;
        self.errors += u64::from(next.error);
        if at.saturating_sub(times.last) > times.silence.1.saturating_sub(times.silence.0) {
            times.silence = (times.last, at);
        }
        times.last = at;
        times.least = times.least.min(at);
        times.most = times.most.max(at);
        true
    }
}
