//! A stretch of time that a run is limited to, and the words that name it.

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    error::{Error, Result},
    time::{SECOND, When, rfc3339, utc, zone::Zone},
};

/// From when to when things count, in microseconds since 1970; both inclusive, open where not
/// given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The first instant.
    pub since: i64,
    /// The last.
    pub until: i64,
    /// Whether either was given.
    pub bounded: bool,
    /// The zone in which words without an offset were read.
    pub zone: Zone,
}

impl Default for Window {
    fn default() -> Window {
        Window { since: i64::MIN, until: i64::MAX, bounded: false, zone: Zone::UTC }
    }
}

impl Window {
    /// Whether what happened at `when` may lie within. What bears no time does where no bound is
    /// given.
    pub(crate) fn admits(self, when: Option<When>) -> bool {
        when.map_or(!self.bounded, |when| when.latest > self.since && when.earliest <= self.until)
    }

    /// Its two ends in RFC 3339; `None` for one that is open.
    pub(crate) fn ends(self) -> [Option<String>; 2] {
        [(self.since, i64::MIN), (self.until, i64::MAX)]
            .map(|(at, open)| (at != open).then(|| rfc3339(at, self.zone.fixed_at(at))))
    }

    /// `from 2025-10-27T06:00:00+01:00 to 2025-10-27T07:00:00+01:00 (Europe/Berlin)`.
    pub(crate) fn words(self) -> String {
        let [from, to] = self.ends();
        let zone = self.zone.name();
        match (from, to) {
            (Some(from), Some(to)) => format!("from {from} to {to} ({zone})"),
            (Some(from), None) => format!("since {from} ({zone})"),
            (None, Some(to)) => format!("until {to} ({zone})"),
            (None, None) => "at any time".to_owned(),
        }
    }
}

/// A time as users write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    /// It names its offset or zone: the readings of it, of which there are two in an hour that the
    /// zone repeats.
    Instants(i64, i64),
    /// In a zone that is not named.
    Local(NaiveDateTime),
    /// A time of a day that lies so many days from the last one of the evidence.
    Day(i64, NaiveTime),
    /// So many months and microseconds before the last stamp of the evidence.
    Before(u32, i64),
}

/// `--since` and `--until` as written, and the zone that the user states for them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    since: Option<Bound>,
    until: Option<Bound>,
    zone: Option<Zone>,
}

impl Limits {
    /// From the words of the command line; `zone` is what the user states for words that name none.
    pub(crate) fn new(
        since: Option<&str>,
        until: Option<&str>,
        zone: Option<Zone>,
    ) -> Result<Limits> {
        let read = |text: Option<&str>| {
            let wrong = |text| {
                Error::Usage(format!(
                    "`{text}` is no time; write 2025-10-27T06:28:23+01:00, `2025-10-27 06:28`, 06:28, \
                     yesterday, -2h or `3 days ago`"
                ))
            };
            text.map(|text| bound(text.trim()).ok_or_else(|| wrong(text))).transpose()
        };
        let limits = Limits { since: read(since)?, until: read(until)?, zone };
        if !limits.hang_on_evidence() {
            // what is wrong whatever the evidence holds is said before anything is read
            limits.window(Zone::UTC, None)?;
        }
        Ok(limits)
    }

    fn both(self) -> impl Iterator<Item = Bound> {
        self.since.into_iter().chain(self.until)
    }

    /// Whether either is given.
    pub(crate) fn given(self) -> bool {
        self.both().next().is_some()
    }

    /// Whether the evidence decides what they mean: the zone in which it is, or where it ends.
    pub(crate) fn hang_on_evidence(self) -> bool {
        self.both().any(|bound| {
            bound.is_relative() || self.zone.is_none() && matches!(bound, Bound::Local(_))
        })
    }

    /// Whether they are told from the last stamp of the evidence.
    pub(crate) fn are_relative(self) -> bool {
        self.both().any(Bound::is_relative)
    }

    /// What they mean in evidence of the zone `shown` whose last stamp is `last`.
    pub(crate) fn window(self, shown: Zone, last: Option<i64>) -> Result<Window> {
        let zone = self.zone.unwrap_or(shown);
        let at = |bound: Option<Bound>, open| {
            bound.map_or(Ok((open, open)), |bound| {
                bound.readings(zone, last).ok_or_else(|| {
                    let why = if last.is_none() {
                        "--since and --until count from the last timestamp of the evidence, which \
                         has none"
                    } else {
                        "--since or --until lies too far back from the last timestamp of the \
                         evidence"
                    };
                    Error::Usage(why.to_owned())
                })
            })
        };
        let window = Window {
            since: at(self.since, i64::MIN)?.0,
            until: at(self.until, i64::MAX)?.1,
            bounded: self.given(),
            zone,
        };
        if window.since > window.until {
            return Err(Error::Usage("--since lies after --until".to_owned()));
        }
        Ok(window)
    }
}

impl Bound {
    fn is_relative(self) -> bool {
        matches!(self, Bound::Day(..) | Bound::Before(..))
    }

    /// The earlier and the later instant that it may mean.
    fn readings(self, zone: Zone, last: Option<i64>) -> Option<(i64, i64)> {
        match self {
            Bound::Instants(first, second) => Some((first, second)),
            Bound::Local(local) => Some(zone.readings(local)),
            Bound::Day(days, time) => {
                let last = utc(last?).with_timezone(&zone.fixed_at(last?)).date_naive();
                let day = last.checked_add_signed(chrono::TimeDelta::try_days(days)?)?;
                Some(zone.readings(day.and_time(time)))
            }
            Bound::Before(months, us) => {
                let at = utc(last?).checked_sub_months(Months::new(months))?.timestamp_micros();
                Some((at.saturating_sub(us), at.saturating_sub(us)))
            }
        }
    }
}

/// A time in the forms of systemd.time(7) that name a moment.
fn bound(text: &str) -> Option<Bound> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Bound::Instants(at.timestamp_micros(), at.timestamp_micros()));
    }
    if let Some((months, us)) =
        text.strip_prefix('-').or_else(|| text.strip_suffix("ago")).and_then(span)
    {
        return Some(Bound::Before(months, us));
    }
    let (day, rest) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let days = match day.to_ascii_lowercase().as_str() {
        "now" => return rest.is_empty().then_some(Bound::Before(0, 0)),
        "today" => Some(0),
        "yesterday" => Some(-1),
        _ => None,
    };
    if let Some(days) = days {
        return Some(Bound::Day(days, clock(rest)?));
    }
    if let Ok(date) = NaiveDate::parse_from_str(day, "%Y-%m-%d") {
        if let Some(time) = clock(rest) {
            return Some(Bound::Local(date.and_time(time)));
        }
        // with a zone behind it: ` UTC`, `+01:00`, ` Etc/GMT+5`
        let at = rest
            .rfind(' ')
            .or_else(|| rest.rfind(['+', '-']))
            .or_else(|| rest.strip_suffix('Z').map(str::len))?;
        let (time, zone) = rest.split_at_checked(at)?;
        let local = date.and_time(clock(time)?);
        let (first, second) = Zone::parse(zone)?.readings(local);
        return Some(Bound::Instants(first, second));
    }
    clock(text).filter(|_| !text.is_empty()).map(|time| Bound::Day(0, time))
}

/// `06:28`, `06:28:23.5`; midnight where nothing is written.
fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    if text.is_empty() {
        return Some(NaiveTime::MIN);
    }
    ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

/// `2h`, `1h 30min`, `3 days`: months and microseconds.
fn span(text: &str) -> Option<(u32, i64)> {
    let (mut months, mut us, mut rest) = (0u32, 0i64, text.trim());
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at_checked(digits)?;
        let number: u32 = number.parse().ok()?;
        let unit = unit.trim_start();
        let end = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
        let (unit, behind) = unit.split_at_checked(end)?;
        let seconds = match unit {
            "s" | "sec" | "second" | "seconds" => 1,
            "m" | "min" | "minute" | "minutes" => 60,
            "h" | "hr" | "hour" | "hours" => 3600,
            "d" | "day" | "days" => 86_400,
            "w" | "week" | "weeks" => 7 * 86_400,
            "M" | "month" | "months" => {
                months = months.checked_add(number)?;
                0
            }
            "y" | "year" | "years" => {
                months = months.checked_add(number.checked_mul(12)?)?;
                0
            }
            _ => return None,
        };
        us = us.checked_add(i64::from(number).checked_mul(seconds * SECOND)?)?;
        rest = behind.trim_start();
    }
    Some((months, us))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(text: &str, zone: &str) -> Option<String> {
        let zone = Zone::parse(zone).unwrap();
        let last = DateTime::parse_from_rfc3339("2025-10-27T06:28:23+01:00").unwrap();
        let limits = Limits::new(Some(text), None, None).ok()?;
        let [from, _] = limits.window(zone, Some(last.timestamp_micros())).unwrap().ends();
        from
    }

    #[test]
    fn times_are_read_in_the_forms_that_people_know() {
        let cases = [
            ("2025-10-27 06:28", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27T06:28", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27", "2025-10-27T00:00:00+01:00"),
            ("2025-10-27T05:28:00Z", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 05:28Z", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 05:28 UTC", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 07:28+02:00", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 07:28 +02:00", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 00:28 Etc/GMT+5", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 01:28 America/Port-au-Prince", "2025-10-27T06:28:00+01:00"),
            ("2025-10-27 01:28:00.5 America/New_York", "2025-10-27T06:28:00.500000+01:00"),
            ("06:00", "2025-10-27T06:00:00+01:00"),
            ("today", "2025-10-27T00:00:00+01:00"),
            // the day before is one of 25 hours
            ("yesterday", "2025-10-26T00:00:00+02:00"),
            ("yesterday 22:15", "2025-10-26T22:15:00+01:00"),
            ("now", "2025-10-27T06:28:23+01:00"),
            ("-1h", "2025-10-27T05:28:23+01:00"),
            ("-1h30min", "2025-10-27T04:58:23+01:00"),
            ("2 hours ago", "2025-10-27T04:28:23+01:00"),
            ("1 month ago", "2025-09-27T07:28:23+02:00"),
        ];
        for (text, meant) in cases {
            assert_eq!(since(text, "Europe/Berlin").as_deref(), Some(meant), "{text}");
        }
        for text in ["", "soon", "-", "ago", "5 lightyears ago", "25:00", "2025-13-01", "h", "-h"] {
            assert_eq!(since(text, "UTC"), None, "{text}");
        }
    }

    #[test]
    fn a_bound_in_the_hour_that_repeats_leaves_none_of_it_out() {
        let bound = Some("2025-10-26 02:30");
        let window = Limits::new(bound, bound, None).unwrap();
        let window = window.window(Zone::parse("Europe/Berlin").unwrap(), None).unwrap();
        assert_eq!(window.until - window.since, 3600 * SECOND);
        assert_eq!(
            window.words(),
            "from 2025-10-26T02:30:00+02:00 to 2025-10-26T02:30:00+01:00 (Europe/Berlin)"
        );
    }

    #[test]
    fn what_the_user_states_goes_before_what_the_evidence_shows() {
        let limits = Limits::new(Some("2025-10-27 06:28"), None, Some(Zone::UTC)).unwrap();
        assert!(!limits.hang_on_evidence());
        let shown = limits.window(Zone::parse("Europe/Berlin").unwrap(), None).unwrap();
        assert_eq!(shown.ends()[0].as_deref(), Some("2025-10-27T06:28:00+00:00"));
        let limits = |since, until, zone| Limits::new(Some(since), until, zone);
        assert!(limits("2025-10-28", Some("2025-10-27"), Some(Zone::UTC)).is_err());
        let turned = limits("2025-10-28", Some("2025-10-27"), None).unwrap();
        assert!(turned.window(Zone::UTC, None).is_err());
        // in which order they are may hang on the zone of the evidence
        let mixed = limits("2025-10-27 06:28", Some("2025-10-27T06:00:00Z"), None).unwrap();
        assert!(mixed.window(Zone::parse("Europe/Berlin").unwrap(), None).is_ok());
        assert!(mixed.window(Zone::UTC, None).is_err());
        let wrong = |since: &str, last: Option<i64>| {
            let limits = Limits::new(Some(since), None, None).unwrap();
            limits.window(Zone::UTC, last).unwrap_err().to_string()
        };
        assert!(wrong("-1h", None).contains("has none"));
        assert!(wrong("4000000 months ago", Some(0)).contains("too far back"));
    }
}
