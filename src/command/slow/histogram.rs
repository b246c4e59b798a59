//! Quantiles of many durations in little memory: buckets whose bounds grow by a fixed factor, so
//! that every quantile is within [`RELATIVE_ERROR`] of a value that was seen.

/// How far a quantile may lie from the true one, as a share of it.
pub(super) const RELATIVE_ERROR: f64 = 0.01;

/// Buckets in which a power of two is divided: half of one is less than the error.
const STEPS: u64 = 64;

/// Counts of durations in microseconds: a bucket for each that lies between the shortest and the
/// longest, at most some 3,800 of four bytes, however many durations there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    /// The bucket of the first of `counts`.
    base: usize,
    counts: Vec<u32>,
}

/// The bucket of a duration.
fn bucket(us: u64) -> usize {
    if us < 2 * STEPS {
        return us as usize;
    }
    let exponent = u64::from(us.ilog2() - STEPS.ilog2());
    (exponent * STEPS + (us >> exponent)) as usize
}

/// The middle of a bucket.
fn middle(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < 2 * STEPS {
        return bucket;
    }
    let exponent = bucket / STEPS - 1;
    let start = u128::from(bucket - exponent * STEPS) << exponent;
    u64::try_from(start + (1 << exponent) / 2).unwrap_or(u64::MAX)
}

impl Histogram {
    /// Adds one.
    pub(super) fn add(&mut self, us: u64) {
        let bucket = bucket(us);
        if let Some(count) =
            bucket.checked_sub(self.base).and_then(|place| self.counts.get_mut(place))
        {
            *count = count.saturating_add(1);
        } else {
            self.cover(bucket, bucket);
            self.add(us);
        }
    }

    /// Makes room for the buckets from `first` to `last`.
    fn cover(&mut self, first: usize, last: usize) {
        if self.counts.is_empty() {
            self.base = first;
        }
        if first < self.base {
            self.counts.splice(0..0, std::iter::repeat_n(0, self.base - first));
            self.base = first;
        }
        let needed = last.saturating_sub(self.base) + 1;
        if needed > self.counts.len() {
            self.counts.resize(needed, 0);
        }
    }

    /// Forgets everything but its memory.
    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// Adds those of another.
    pub(super) fn merge(&mut self, other: &Histogram) {
        let first = other.counts.iter().position(|many| *many > 0);
        let last = other.counts.iter().rposition(|many| *many > 0);
        let (Some(first), Some(last)) = (first, last) else { return };
        self.cover(other.base + first, other.base + last);
        let own = self.counts.iter_mut().skip(other.base + first - self.base);
        for (count, many) in own.zip(other.counts.iter().take(last + 1).skip(first)) {
            *count = count.saturating_add(*many);
        }
    }

    /// The value below or at which the share `q` of all lies; 0 where there is none.
    pub(super) fn quantile(&self, q: f64) -> u64 {
        let count: u64 = self.counts.iter().map(|count| u64::from(*count)).sum();
        let rank = (q * count as f64).ceil().max(1.0) as u64;
        let mut seen = 0_u64;
        for (place, count) in self.counts.iter().enumerate() {
            seen += u64::from(*count);
            if rank <= seen {
                return middle(self.base + place);
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_duration_has_a_bucket() {
        let mut histogram = Histogram::default();
        histogram.add(u64::MAX);
        histogram.add(0);
        assert!(histogram.counts.len() < 3_900);
        assert_eq!(histogram.quantile(0.5), 0);
        assert!(histogram.quantile(1.0) > u64::MAX / 100 * 99);
    }

    proptest! {
        #[test]
        fn quantiles_hold_their_error(
            mut values in prop::collection::vec(0..10_000_000_000_u64, 1..200),
            half in 0_usize..200,
        ) {
            let (mut histogram, mut other) = (Histogram::default(), Histogram::default());
            // one that was used before
            values.iter().rev().take(half).for_each(|value| other.add(value / 3));
            other.clear();
            values.iter().take(half).for_each(|value| histogram.add(*value));
            values.iter().skip(half).for_each(|value| other.add(*value));
            histogram.merge(&other);
            values.sort_unstable();
            for q in [0.5, 0.95, 0.99, 1.0] {
                let rank = (q * values.len() as f64).ceil().max(1.0) as usize;
                let exact = values[rank - 1] as f64;
                let found = histogram.quantile(q) as f64;
                prop_assert!((found - exact).abs() <= exact * RELATIVE_ERROR, "{} for {}", found, exact);
            }
        }
    }
}
