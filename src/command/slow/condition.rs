//! Conditions on single statements, as `--filter` states them.

use std::str::FromStr;

use super::digest::Sample;

/// All of them must hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions(Vec<Condition>);

/// A number of a statement that is compared with another.
#[derive(Clone, Copy, Debug)]
struct Condition {
    number: fn(&Sample<'_>) -> Option<u64>,
    compare: fn(u64, u64) -> bool,
    /// Microseconds, or rows.
    with: u64,
}

/// Names of the slow log, what they stand for, and how many units of it are one in the log.
type Number = (&'static str, fn(&Sample<'_>) -> Option<u64>, f64);
const NUMBERS: [Number; 5] = [
    ("query_time", |sample| sample.us, 1e6),
    ("lock_time", |sample| sample.lock_us, 1e6),
    ("rows_sent", |sample| sample.rows_sent, 1.0),
    ("rows_examined", |sample| sample.rows_examined, 1.0),
    ("rows_affected", |sample| sample.rows_affected, 1.0),
];

/// Longer signs stand before those that they begin with.
const SIGNS: [(&str, fn(u64, u64) -> bool); 7] = [
    (">=", |a, b| a >= b),
    ("<=", |a, b| a <= b),
    ("==", |a, b| a == b),
    ("!=", |a, b| a != b),
    (">", |a, b| a > b),
    ("<", |a, b| a < b),
    ("=", |a, b| a == b),
];

impl Conditions {
    /// Whether a statement fits: none that does not tell a number which is asked for.
    pub(super) fn admit(&self, sample: &Sample<'_>) -> bool {
        self.0.iter().all(|condition| {
            (condition.number)(sample)
                .is_some_and(|number| (condition.compare)(number, condition.with))
        })
    }
}

impl FromStr for Conditions {
    type Err = String;

    fn from_str(text: &str) -> Result<Conditions, String> {
        text.split("&&").map(condition).collect::<Result<_, _>>().map(Conditions)
    }
}

fn condition(text: &str) -> Result<Condition, String> {
    let names = NUMBERS.map(|(name, ..)| name).join(", ");
    let wrong =
        || format!("`{}` is no condition such as `Query_time > 1`; names are {names}", text.trim());
    // pt-query-digest takes Perl: `$event->{Query_time}`
    let plain = text.replace("$event->{", "").replace('}', "");
    let (at, sign, compare) = SIGNS
        .iter()
        .filter_map(|(sign, compare)| Some((plain.find(sign)?, *sign, *compare)))
        .min_by_key(|(at, ..)| *at)
        .ok_or_else(wrong)?;
    let (name, with) = plain.split_at_checked(at).ok_or_else(wrong)?;
    let name = name.trim().to_lowercase();
    let with = with.strip_prefix(sign).and_then(|with| with.trim().parse::<f64>().ok());
    let with = with.filter(|with| with.is_finite() && *with >= 0.0).ok_or_else(wrong)?;
    let (_, number, units) = NUMBERS.iter().find(|(known, ..)| *known == name).ok_or_else(wrong)?;
    Ok(Condition { number: *number, compare, with: (with * units).round() as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_people_write_them() {
        let sample = Sample { us: Some(1_500_000), rows_examined: Some(10), ..Sample::default() };
        for (text, fits) in [
            ("Query_time > 1.2", true),
            ("$event->{Query_time} >= 1.5 && Rows_examined<11", true),
            ("query_time > 1 && rows_examined != 10", false),
            ("Rows_examined == 10", true),
            ("Lock_time < 1", false),
        ] {
            assert_eq!(text.parse::<Conditions>().unwrap().admit(&sample), fits, "{text}");
        }
        for wrong in [
            "",
            "Query_time",
            "Query_time > much",
            "Query_time > -1",
            "Query_time < nan",
            "Query_time < inf",
            "colour > 1",
            "1 > Query_time",
        ] {
            assert!(wrong.parse::<Conditions>().is_err(), "{wrong}");
        }
    }
}
