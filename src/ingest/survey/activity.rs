//! How much a source tells over time.

use std::collections::BTreeMap;

use crate::time::SECOND;

/// Bars that an [`Activity`] has at most.
const BARS: usize = 4096;

/// How much a source tells over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Activity {
    /// Microseconds of one bar.
    pub width_us: i64,
    /// Where each bar that is not empty begins, how many entries lie in it, and how many of these
    /// are errors.
    pub bars: BTreeMap<i64, (u64, u64)>,
}

impl Default for Activity {
    fn default() -> Activity {
        Activity { width_us: 60 * SECOND, bars: BTreeMap::new() }
    }
}

impl Activity {
    /// Adds entries at `at`; makes bars wider where there are too many.
    pub(crate) fn add(&mut self, at: i64, entries: u64, errors: u64) {
        let slot = self
            .bars
            .entry(at.div_euclid(self.width_us).saturating_mul(self.width_us))
            .or_default();
        *slot = (slot.0.saturating_add(entries), slot.1.saturating_add(errors));
        while self.bars.len() > BARS {
            self.width_us = self.width_us.saturating_mul(2);
            for (at, (entries, errors)) in std::mem::take(&mut self.bars) {
                let slot = self
                    .bars
                    .entry(at.div_euclid(self.width_us).saturating_mul(self.width_us))
                    .or_default();
                *slot = (slot.0.saturating_add(entries), slot.1.saturating_add(errors));
            }
        }
    }

    /// The same with every bar moved by what `place` says of its beginning.
    #[must_use]
    pub(crate) fn placed(&self, place: impl Fn(i64) -> i64) -> Activity {
        let mut out = Activity { width_us: self.width_us, bars: BTreeMap::new() };
        for (at, (entries, errors)) in &self.bars {
            out.add(place(*at), *entries, *errors);
        }
        out
    }
}
