//! What logs write for a time (`Stamp`), and the instants it may mean (`When`).
//!
//! A stamp is not yet a time: only a clock (`crate::ingest::clock`), whose assumptions the report
//! prints,
//! makes a `When` of it.

pub(crate) mod schedule;
pub(crate) mod zone;

pub(crate) mod loose;
pub(crate) mod named;
pub(crate) mod quick;
pub(crate) mod read;
pub(crate) mod window;
pub(crate) mod windows;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use compact_str::CompactString;

/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;

/// A time exactly as a source wrote it, in its own terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stamp {
    /// An instant: an epoch number, or a stamp with an offset. Microseconds since 1970 UTC.
    Instant(i64),
    /// A wall-clock time with no zone.
    Local(NaiveDateTime),
    /// A wall-clock time with neither zone nor year (classic syslog).
    Yearless {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
        /// Time of day.
        time: NaiveTime,
    },
}

/// A stamp with its text and its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// What it says.
    pub stamp: Stamp,
    /// The bytes as they stand, decoded.
    pub text: CompactString,
    /// The least step the writer could express, in microseconds (one second for most logs).
    pub unit_us: i64,
    /// The offset written beside the stamp, in seconds east of UTC; `None` where none is written
    /// or where the stamp is an epoch number.
    pub offset_s: Option<i32>,
}

impl Written {
    /// Microseconds since 1970, a time without a zone taken as UTC; `None` without a year.
    fn us(&self) -> Option<i64> {
        match self.stamp {
            Stamp::Instant(at) => Some(at),
            Stamp::Local(at) => Some(micros(at)),
            Stamp::Yearless { .. } => None,
        }
    }

    /// A stamp that means any time from this one to a later one of the same writer.
    pub(crate) fn until(&self, later: &Written) -> Option<Written> {
        let span = later.us()?.checked_sub(self.us()?).filter(|span| *span >= 0)?;
        Some(Written { unit_us: span.saturating_add(SECOND), ..self.clone() })
    }

    /// A stamp that means any time of the `unit_us` in which this one is.
    pub(crate) fn floor(&self, unit_us: i64) -> Option<Written> {
        let over = self.us()?.checked_rem_euclid(unit_us)?;
        let stamp = match self.stamp {
            Stamp::Instant(at) => Stamp::Instant(at.saturating_sub(over)),
            Stamp::Local(at) => Stamp::Local(at.checked_sub_signed(TimeDelta::microseconds(over))?),
            Stamp::Yearless { .. } => return None,
        };
        Some(Written { stamp, unit_us, ..self.clone() })
    }
}

/// When something was: any instant of `earliest..latest`, in microseconds since 1970 UTC.
///
/// A stamp of one-second unit spans one second. A stamp in the hour that a zone repeats, or one
/// whose year or zone has rivals, spans all its readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The first instant that fits.
    pub earliest: i64,
    /// One past the last instant that fits.
    pub latest: i64,
    /// The most likely reading's start; within `earliest..latest`.
    pub best: i64,
}

impl When {
    /// One reading: `at`, to the unit.
    pub fn at(at: i64, unit_us: i64) -> When {
        When { earliest: at, latest: at.saturating_add(unit_us.max(1)), best: at }
    }

    /// The whole thing moved by `us` microseconds.
    #[must_use]
    pub fn shifted(self, us: i64) -> When {
        When {
            earliest: self.earliest.saturating_add(us),
            latest: self.latest.saturating_add(us),
            best: self.best.saturating_add(us),
        }
    }

    /// Whether under every reading `self` ended before `other` began, by more than `slack_us`.
    pub fn surely_before(self, other: When, slack_us: i64) -> bool {
        self.latest.saturating_add(slack_us) <= other.earliest
    }

    /// Seconds from `other`'s best reading to `self`'s: positive where `self` is later.
    pub fn seconds_after(self, other: When) -> f64 {
        (self.best.saturating_sub(other.best)) as f64 / SECOND as f64
    }
}

/// Microseconds since 1970 UTC of a date and time taken as UTC.
pub(crate) fn micros(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp_micros()
}

/// The UTC date and time of microseconds since 1970; the nearest representable one beyond range.
pub(crate) fn utc(us: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(us).unwrap_or(if us < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

/// RFC 3339 with offset, whole seconds unless there is a fraction: `2025-10-27T06:28:23+01:00`.
pub(crate) fn rfc3339(us: i64, offset: FixedOffset) -> String {
    let at = utc(us).with_timezone(&offset);
    let form = if us.rem_euclid(SECOND) == 0 {
        chrono::SecondsFormat::Secs
    } else {
        chrono::SecondsFormat::Micros
    };
    at.to_rfc3339_opts(form, false)
}

/// Years that a log of this kind of software can bear; beyond them a stamp is taken for garbage.
pub(crate) fn plausible(date: NaiveDate) -> bool {
    use chrono::Datelike;
    (1995..=2099).contains(&date.year())
}
