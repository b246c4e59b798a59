//! Years of stamps that bear none: from the order of the lines and from what dated sources show.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

/// A day of a year-less stamp.
pub(super) type MonthDay = (u8, u8);

/// How many years after the first stamp each of a row of stamps lies.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turn {
    year: i32,
    last: Option<MonthDay>,
}

impl Turn {
    /// The next stamp's.
    pub(super) fn step(&mut self, day: MonthDay) -> i32 {
        if let Some(last) = self.last {
            // Half a year back is a new year; less is lines out of order. Half a year on, after a
            // turn, is a late line of the old year.
            let months = i32::from(day.0) - i32::from(last.0);
            if months <= -6 {
                self.year += 1;
            } else if months >= 6 && self.year > 0 && last.0 <= 2 {
                self.year -= 1;
            }
        }
        self.last = Some(day);
        self.year
    }
}

/// For each stamp in order, how many years after the first one it lies.
pub(super) fn walk(days: &[MonthDay]) -> Vec<i32> {
    let mut turn = Turn::default();
    days.iter().map(|day| turn.step(*day)).collect()
}

/// The year of the first stamp, and others that fit as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) first: i32,
    pub(super) shared_days: usize,
    pub(super) rivals: Vec<i32>,
}

/// Chooses the year under which most of the days are days of which dated sources tell as well;
/// where
/// none is, the year that brings them closest to those days.
pub(super) fn choose(days: &[MonthDay], dated: &BTreeMap<NaiveDate, u32>) -> Option<Years> {
    let relative = walk(days);
    let distinct: BTreeSet<(i32, MonthDay)> =
        relative.iter().copied().zip(days.iter().copied()).collect();
    let span = relative.iter().copied().max().unwrap_or(0);
    let (first, last) = (dated.keys().next()?.year(), dated.keys().next_back()?.year());
    let mut scored: Vec<(usize, i64, i32)> = Vec::new();
    for year in (first - span - 1)..=(last + 1) {
        let place = |(years, (month, day)): &(i32, MonthDay)| {
            NaiveDate::from_ymd_opt(year + years, u32::from(*month), u32::from(*day))
        };
        let placed: Vec<NaiveDate> = distinct.iter().filter_map(place).collect();
        if placed.len() < distinct.len() {
            continue;
        }
        let shared = placed.iter().filter(|date| dated.contains_key(*date)).count();
        let far = placed.iter().map(|date| distance(*date, dated)).min().unwrap_or(i64::MAX);
        scored.push((shared, far, year));
    }
    scored.sort_by_key(|(shared, far, year)| {
        (std::cmp::Reverse(*shared), *far, std::cmp::Reverse(*year))
    });
    let (shared, far, first) = scored.first().copied()?;
    let rivals = scored
        .iter()
        .skip(1)
        .filter(|(s, f, _)| *s == shared && (shared > 0 || *f <= far + 30))
        .map(|(_, _, y)| *y)
        .collect();
    Some(Years { first, shared_days: shared, rivals })
}

/// Days to the nearest dated day.
fn distance(date: NaiveDate, dated: &BTreeMap<NaiveDate, u32>) -> i64 {
    let before = dated.range(..=date).next_back().map(|(day, _)| (date - *day).num_days());
    let after = dated.range(date..).next().map(|(day, _)| (*day - date).num_days());
    before.into_iter().chain(after).min().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(days: &[&str]) -> BTreeMap<NaiveDate, u32> {
        days.iter().map(|day| (day.parse().unwrap(), 1)).collect()
    }

    #[test]
    fn the_turn_of_the_year_is_seen_and_lines_out_of_order_are_not_taken_for_it() {
        assert_eq!(
            walk(&[(12, 30), (12, 31), (1, 1), (12, 31), (1, 1), (3, 4), (3, 3)]),
            [0, 0, 1, 0, 1, 1, 1]
        );
        assert_eq!(walk(&[(5, 1), (4, 30), (5, 1)]), [0, 0, 0]);
    }

    #[test]
    fn the_year_is_that_of_the_dated_days_in_common() {
        let dated = dated(&["2024-11-05", "2025-11-04", "2025-11-05", "2025-11-06"]);
        let years = choose(&[(11, 4), (11, 5), (11, 6)], &dated).unwrap();
        assert_eq!((years.first, years.shared_days, years.rivals), (2025, 3, vec![]));
    }

    #[test]
    fn a_leap_day_rules_years_out() {
        let years = choose(&[(2, 29)], &dated(&["2023-03-01", "2025-03-01"])).unwrap();
        assert_eq!(years.first, 2024);
    }

    #[test]
    fn a_file_without_days_in_common_goes_where_it_is_closest() {
        let years = choose(&[(10, 4)], &dated(&["2025-10-27"])).unwrap();
        assert_eq!((years.first, years.shared_days), (2025, 0));
    }
}
