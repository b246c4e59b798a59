//! Quantiles of many durations in little memory: buckets whose bounds grow by a fixed factor, so
//! that every quantile is within [`RELATIVE_ERROR`] of a value that was seen.

use std::collections::BTreeMap;

/// How far a quantile may lie from the true one, as a share of it.
pub(super) const RELATIVE_ERROR: f64 = 0.01;

/// Durations in microseconds; at most some two thousand buckets, however many durations.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    buckets: BTreeMap<u16, u64>,
    zeros: u64,
    count: u64,
}

fn growth() -> f64 {
    (1.0 + RELATIVE_ERROR) / (1.0 - RELATIVE_ERROR)
}

impl Histogram {
    /// Adds one.
    pub(super) fn add(&mut self, us: u64) {
        self.count = self.count.saturating_add(1);
        if us == 0 {
            self.zeros = self.zeros.saturating_add(1);
            return;
        }
        let index = ((us as f64).ln() / growth().ln()).ceil().clamp(0.0, 4_000.0) as u16;
        let bucket = self.buckets.entry(index).or_default();
        *bucket = bucket.saturating_add(1);
    }

    /// The value below or at which the share `q` of all lies.
    pub(super) fn quantile(&self, q: f64) -> u64 {
        let rank = (q * self.count as f64).ceil().max(1.0) as u64;
        let mut seen = self.zeros;
        if rank <= seen {
            return 0;
        }
        for (index, count) in &self.buckets {
            seen = seen.saturating_add(*count);
            if rank <= seen {
                // the middle of the bucket, by ratio
                return (2.0 * growth().powi(i32::from(*index)) / (growth() + 1.0)).round() as u64;
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quantiles_hold_their_error(mut values in prop::collection::vec(0..10_000_000_000_u64, 1..200)) {
            let mut histogram = Histogram::default();
            values.iter().for_each(|value| histogram.add(*value));
            values.sort_unstable();
            for q in [0.5, 0.95, 0.99, 1.0] {
                let rank = (q * values.len() as f64).ceil().max(1.0) as usize;
                let exact = values[rank - 1] as f64;
                let found = histogram.quantile(q) as f64;
                prop_assert!((found - exact).abs() <= exact * RELATIVE_ERROR + 1.0, "{} for {}", found, exact);
            }
        }
    }
}
