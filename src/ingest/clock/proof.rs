//! Zones from proven offsets: which zone has the offsets that the evidence shows, when it shows
//! them.

use crate::time::zone::{Zone, offset_name};
use crate::time::{SECOND, utc};

/// Offsets that were seen to hold, and when.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples {
    /// Instant and offset in seconds; thinned out to one an hour while nothing changes.
    seen: Vec<(i64, i32)>,
    /// How many there were before thinning.
    pub(super) count: u64,
    /// Some stand as numbers where the zone's own letters would stand (`+03` of PostgreSQL): the
    /// zone has none, as few of the most used ones have.
    pub(super) nameless: bool,
}

/// While the offset stays, one sample in this time says all.
const APART: i64 = 3600 * SECOND;

/// Zones in the order in which they are taken where several have the proven offsets: those with
/// the most servers and people first.
const ZONES: &[&str] = &[
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Europe/London",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Europe/Helsinki",
    "Europe/Moscow",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Jakarta",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Colombo",
    "Asia/Yangon",
    "America/Bogota",
    "America/Halifax",
    "America/Phoenix",
    "America/Mexico_City",
    "America/Caracas",
    "America/St_Johns",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "Pacific/Honolulu",
    "Pacific/Auckland",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Perth",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Atlantic/Azores",
    "Pacific/Noumea",
    "Asia/Vladivostok",
    "Asia/Yekaterinburg",
    "Asia/Novosibirsk",
    "Pacific/Pago_Pago",
];

impl Samples {
    /// Adds one.
    pub(super) fn add(&mut self, at: i64, offset: i32) {
        self.count += 1;
        if self.seen.last().is_some_and(|(last, same)| *same == offset && (at - last).abs() < APART)
        {
            return;
        }
        self.seen.push((at, offset));
    }

    /// Adds all of another.
    pub(super) fn extend(&mut self, other: &Samples) {
        self.seen.extend_from_slice(&other.seen);
        self.count += other.count;
        self.nameless |= other.nameless;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Share of the samples that `zone` has.
    fn fit(&self, zone: Zone) -> f64 {
        let right = self.seen.iter().filter(|(at, offset)| zone.offset_at(*at) == *offset).count();
        right as f64 / self.seen.len().max(1) as f64
    }

    /// Whether `zone` has (nearly) all of them.
    pub(super) fn fits(&self, zone: Zone) -> bool {
        !self.seen.is_empty() && self.fit(zone) >= 0.98
    }

    /// The offset seen most.
    pub(super) fn most(&self) -> Option<i32> {
        let mut counts: Vec<(i32, usize)> = Vec::new();
        for (_, offset) in &self.seen {
            match counts.iter_mut().find(|(other, _)| other == offset) {
                Some((_, n)) => *n += 1,
                None => counts.push((*offset, 1)),
            }
        }
        counts.into_iter().max_by_key(|(offset, n)| (*n, -offset.abs())).map(|(offset, _)| offset)
    }

    /// The zone that has them: one of `hints` if it does, else the first that does of those most
    /// used, else the offset seen most.
    pub(super) fn zone(&self, hints: &[Zone]) -> Option<Zone> {
        if self.seen.is_empty() {
            return None;
        }
        let nameless = |zone: &Zone| !self.seen.iter().any(|(at, _)| zone.has_letters_at(*at));
        let listed = ZONES
            .iter()
            .filter_map(|name| Zone::parse(name))
            .filter(|zone| !self.nameless || nameless(zone));
        let found = hints.iter().copied().chain(listed).find(|zone| self.fits(*zone));
        found.or_else(|| self.most().map(Zone::Fixed))
    }

    /// What they show, in words: "offset +01:00 in 14 entries from 2025-10-26 to 2025-10-27".
    pub(super) fn words(&self, zone: Zone) -> String {
        let mut stretches: Vec<(i32, i64, i64)> = Vec::new();
        let mut seen = self.seen.clone();
        seen.sort_unstable();
        for (at, offset) in seen {
            match stretches.last_mut() {
                Some((same, _, to)) if *same == offset => *to = at,
                _ => stretches.push((offset, at, at)),
            }
        }
        let shown: Vec<String> = stretches
            .iter()
            .take(3)
            .map(|(offset, from, to)| {
                let (from, to) = (utc(*from).date_naive(), utc(*to).date_naive());
                let days =
                    if from == to { format!("on {from}") } else { format!("from {from} to {to}") };
                format!("{} {days}", offset_name(*offset))
            })
            .collect();
        let entries = if self.count == 1 {
            "one entry shows".to_owned()
        } else {
            format!("{} entries show", self.count)
        };
        let rule = match zone {
            Zone::Named(tz) => {
                format!("; {} is taken as the most used zone with that rule", tz.name())
            }
            Zone::Fixed(_) => String::new(),
        };
        format!("{entries} {}{rule}", shown.join(", "))
    }
}

/// An offset in seconds from a local stamp beside an instant, where their distance is close to a
/// multiple of a quarter of an hour.
pub(super) fn offset_between(local_us: i64, instant_us: i64, tolerance_us: i64) -> Option<i32> {
    const QUARTER: i64 = 900 * SECOND;
    let apart = local_us.checked_sub(instant_us)?;
    let rounded = apart.checked_add(QUARTER / 2)?.div_euclid(QUARTER) * QUARTER;
    let left = apart - rounded;
    let within = (-12 * 3600 * SECOND..=14 * 3600 * SECOND).contains(&rounded);
    (within && left.abs() <= tolerance_us).then_some((rounded / SECOND) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros()
    }

    #[test]
    fn both_sides_of_a_switch_choose_the_zone_that_switches_then() {
        let mut samples = Samples::default();
        samples.add(at("2025-10-25T12:00:00Z"), 7200);
        samples.add(at("2025-10-27T12:00:00Z"), 3600);
        assert_eq!(samples.zone(&[]).unwrap().name(), "Europe/Berlin");
        assert!(
            samples.words(Zone::parse("Europe/Berlin").unwrap()).contains("+02:00 on 2025-10-25")
        );
    }

    #[test]
    fn one_season_gives_the_most_used_zone_of_that_season() {
        for (day, offset, name) in [
            ("2025-12-01T00:00:00Z", 3600, "Europe/Berlin"),
            ("2025-07-01T00:00:00Z", 3600, "Europe/London"),
            ("2025-12-01T00:00:00Z", 0, "UTC"),
            ("2025-12-01T00:00:00Z", -18000, "America/New_York"),
            ("2025-12-01T00:00:00Z", 32400, "Asia/Tokyo"),
            ("2025-12-01T00:00:00Z", 20700, "Asia/Kathmandu"),
            ("2025-12-01T00:00:00Z", -900, "-00:15"),
        ] {
            let mut samples = Samples::default();
            samples.add(at(day), offset);
            assert_eq!(samples.zone(&[]).unwrap().name(), name, "{day} {offset}");
        }
    }

    #[test]
    fn a_number_in_place_of_letters_excludes_zones_that_have_letters() {
        for (offset, nameless, name) in [
            (10_800, false, "Europe/Helsinki"),
            (10_800, true, "+03:00"),
            (-10_800, true, "America/Sao_Paulo"),
        ] {
            let mut samples = Samples { nameless, ..Samples::default() };
            samples.add(at("2026-06-18T13:05:22Z"), offset);
            assert_eq!(samples.zone(&[]).unwrap().name(), name, "{offset} {nameless}");
        }
    }

    #[test]
    fn a_hint_wins_where_it_fits() {
        let mut samples = Samples::default();
        samples.add(at("2025-12-01T00:00:00Z"), 3600);
        let vienna = Zone::parse("Europe/Vienna").unwrap();
        assert_eq!(samples.zone(&[Zone::UTC, vienna]), Some(vienna));
    }

    #[test]
    fn an_offset_is_rounded_to_a_quarter_of_an_hour() {
        assert_eq!(offset_between(7_202 * SECOND, 0, 5 * SECOND), Some(7200));
        assert_eq!(offset_between(7_300 * SECOND, 0, 5 * SECOND), None);
        assert_eq!(offset_between(40 * 3600 * SECOND, 0, 5 * SECOND), None);
    }
}
