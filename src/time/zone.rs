//! Zones: named ones with their rules, and fixed offsets.

use chrono::{FixedOffset, LocalResult, NaiveDateTime, Offset};

use crate::time::{SECOND, When, micros, named::NamedZone};

/// A zone of stamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Zone {
    /// With its rules.
    Named(NamedZone),
    /// Seconds east of UTC.
    Fixed(i32),
}

impl Zone {
    /// UTC.
    pub(crate) const UTC: Zone = Zone::Fixed(0);

    /// From `Europe/Berlin`, `UTC`, `Z`, `+02:00`, `-0530`.
    pub(crate) fn parse(text: &str) -> Option<Zone> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("utc")
            || text.eq_ignore_ascii_case("z")
            || text.eq_ignore_ascii_case("gmt")
        {
            return Some(Zone::UTC);
        }
        if let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-')) {
            let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
            let (hours, minutes) = match digits.len() {
                1 | 2 => (digits.parse::<i32>().ok()?, 0),
                4 => (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?),
                _ => return None,
            };
            if hours > 14 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            return Some(Zone::Fixed(if sign == '-' { -seconds } else { seconds }));
        }
        // Short names such as CET stand in the database too, with the rules people mean by them.
        NamedZone::find(text).map(Zone::Named)
    }

    /// Its name in reports.
    pub(crate) fn name(self) -> String {
        match self {
            Zone::Named(zone) => zone.name().to_owned(),
            Zone::Fixed(0) => "UTC".to_owned(),
            Zone::Fixed(seconds) => offset_name(seconds),
        }
    }

    /// Seconds east of UTC at an instant.
    pub(crate) fn offset_at(self, us: i64) -> i32 {
        match self {
            Zone::Named(zone) => zone.offset_at(us),
            Zone::Fixed(seconds) => seconds,
        }
    }

    /// Whether its time at an instant is called by letters, as `CET` is.
    pub(crate) fn has_letters_at(self, us: i64) -> bool {
        matches!(self, Zone::Named(zone) if zone.has_letters_at(us))
    }

    /// The offset at an instant as chrono has it.
    pub(crate) fn fixed_at(self, us: i64) -> FixedOffset {
        FixedOffset::east_opt(self.offset_at(us)).unwrap_or_else(|| chrono::Utc.fix())
    }

    /// The readings of a wall-clock time: earlier and later where the hour repeats, the same twice
    /// otherwise. A time that the zone leaps over is read with the offset before the leap.
    pub(crate) fn readings(self, local: NaiveDateTime) -> (i64, i64) {
        match self {
            Zone::Fixed(seconds) => {
                let at = micros(local).saturating_sub(i64::from(seconds) * SECOND);
                (at, at)
            }
            Zone::Named(zone) => match zone.offsets_of(local) {
                LocalResult::Single(seconds) => {
                    let at = micros(local).saturating_sub(i64::from(seconds) * SECOND);
                    (at, at)
                }
                LocalResult::Ambiguous(first, second) => {
                    let a = micros(local).saturating_sub(i64::from(first) * SECOND);
                    let b = micros(local).saturating_sub(i64::from(second) * SECOND);
                    (a.min(b), a.max(b))
                }
                LocalResult::None => {
                    let before = self.offset_at(micros(local).saturating_sub(24 * 3600 * SECOND));
                    let at = micros(local).saturating_sub(i64::from(before) * SECOND);
                    (at, at)
                }
            },
        }
    }

    /// Whether the zone leaps over this wall-clock time.
    pub(crate) fn leaps_over(self, local: NaiveDateTime) -> bool {
        match self {
            Zone::Fixed(_) => false,
            Zone::Named(zone) => matches!(zone.offsets_of(local), LocalResult::None),
        }
    }

    /// The instants that a wall-clock time may mean; the earlier one is taken for the likelier.
    pub(crate) fn when(self, local: NaiveDateTime, unit_us: i64) -> When {
        let (first, last) = self.readings(local);
        When { earliest: first, latest: last.saturating_add(unit_us.max(1)), best: first }
    }
}

/// `+01:00`.
pub(crate) fn offset_name(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
    }

    #[test]
    fn the_hour_that_a_zone_repeats_has_two_readings() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let (a, b) = zone.readings(local("2025-10-26 02:30:00"));
        assert_eq!(b - a, 3600 * SECOND);
        assert_eq!(zone.readings(local("2025-10-26 03:30:00")).0 - b, 3600 * SECOND);
        assert!(zone.leaps_over(local("2025-03-30 02:30:00")));
    }

    #[test]
    fn offsets_and_names_are_read() {
        assert_eq!(Zone::parse("+0530"), Some(Zone::Fixed(19800)));
        assert_eq!(Zone::parse("-03:00").unwrap().name(), "-03:00");
        assert_eq!(Zone::parse("europe/berlin").unwrap().name(), "Europe/Berlin");
        assert_eq!(Zone::parse("Mars/Olympus"), None);
    }
}
