//! Stamps of fixed layout read without allocating, for surveying large logs; whatever these do
//! not read is left to [`super::read`].

use super::SECOND;

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn two(bytes: &[u8], at: usize) -> Option<i64> {
    let (a, b) = (bytes.get(at)?.wrapping_sub(b'0'), bytes.get(at + 1)?.wrapping_sub(b'0'));
    (a < 10 && b < 10).then(|| i64::from(a) * 10 + i64::from(b))
}

/// `HH:MM:SS` as microseconds of the day.
fn clock(bytes: &[u8]) -> Option<i64> {
    let colons = bytes.get(2) == Some(&b':') && bytes.get(5) == Some(&b':');
    let (h, m, s) = (two(bytes, 0)?, two(bytes, 3)?, two(bytes, 6)?);
    (colons && h < 24 && m < 60 && s < 60).then_some((h * 3600 + m * 60 + s) * SECOND)
}

/// `YYYY-MM-DD HH:MM:SS` (or with `T`) at the start of `bytes`: microseconds as if it were UTC.
/// `None` also for days after the 28th that the month may not have.
pub(crate) fn local(bytes: &[u8]) -> Option<i64> {
    let stamp = bytes.get(..19)?;
    let fits = stamp.get(4) == Some(&b'-')
        && stamp.get(7) == Some(&b'-')
        && matches!(stamp.get(10), Some(b' ' | b'T'));
    let year = two(stamp, 0)? * 100 + two(stamp, 2)?;
    let (month, day) = (two(stamp, 5)?, two(stamp, 8)?);
    if !fits
        || !(1995..=2099).contains(&year)
        || !(1..=12).contains(&month)
        || day < 1
        || day > length(year, month)
    {
        return None;
    }
    Some(days(year, month, day) * 86_400 * SECOND + clock(stamp.get(11..)?)?)
}

/// `YYYYMMDD HH:MM:SS` at the start of `bytes`, as [`local`] reads it with dashes.
pub(crate) fn compact(bytes: &[u8]) -> Option<i64> {
    let stamp: &[u8; 17] = bytes.first_chunk()?;
    let year = two(stamp, 0)? * 100 + two(stamp, 2)?;
    let (month, day) = (two(stamp, 4)?, two(stamp, 6)?);
    let fits = stamp[8] == b' '
        && (1995..=2099).contains(&year)
        && (1..=12).contains(&month)
        && (1..=length(year, month)).contains(&day);
    let time = clock(stamp.get(9..)?)?;
    fits.then(|| days(year, month, day) * 86_400 * SECOND + time)
}

/// Digits behind a `.` or `,` as microseconds, and the bytes that these took; none of either where
/// there is no fraction.
fn fraction(bytes: &[u8]) -> Option<(i64, usize)> {
    let Some(b'.' | b',') = bytes.first() else { return Some((0, 0)) };
    let count = bytes.iter().skip(1).take(10).take_while(|b| b.is_ascii_digit()).count();
    let digits = bytes.get(1..=count.min(6))?;
    let us = digits.iter().fold(0, |us, b| us * 10 + i64::from(b - b'0'));
    (1..10).contains(&count).then(|| (us * 10_i64.pow(6 - digits.len() as u32), count + 1))
}

/// A moment as [`iso`] reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Microseconds: since 1970 UTC where it is `zoned`, else as if it were UTC.
    pub at: i64,
    /// A zone stands beside it.
    pub zoned: bool,
    /// The bytes that it takes.
    pub took: usize,
}

/// [`local`] with fraction and zone or not, as [`super::read::read_iso`] reads it.
pub(crate) fn iso(bytes: &[u8]) -> Option<Moment> {
    let (us, took) = fraction(bytes.get(19..)?)?;
    let (at, took) = (local(bytes)? + us, 19 + took);
    let rest = bytes.get(took..)?;
    let (blank, zone) = rest.strip_prefix(b" ").map_or((0, rest), |zone| (1, zone));
    let (offset, len) = match zone {
        [b'Z', ..] => (0, 1),
        [b'+' | b'-', b'0' | b'1', _, b':', ..] => {
            let (hours, minutes) = (two(zone, 1)?, two(zone, 4)?);
            if hours > 14 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            (if zone.starts_with(b"-") { -seconds } else { seconds }, 6)
        }
        [b'U', b'T', b'C', ..] | [b'G', b'M', b'T', ..] => (0, 3),
        [b'C', b'E', b'S', b'T', ..] => (7200, 4),
        [b'C', b'E', b'T', ..] => (3600, 3),
        [b'A'..=b'Z' | b'z' | b'+' | b'-', ..] => return None,
        _ => return Some(Moment { at, zoned: false, took }),
    };
    // what goes on may be another zone
    let ends = zone.get(len).is_none_or(|b| !b.is_ascii_alphanumeric() && !b"/_-+".contains(b));
    ends.then_some(Moment { at: at - offset * SECOND, zoned: true, took: took + blank + len })
}

/// All of `bytes` as seconds, with a fraction or not, or milliseconds since 1970 UTC; in
/// microseconds.
pub(crate) fn epoch(bytes: &[u8]) -> Option<i64> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, rest) = bytes.split_at_checked(digits)?;
    let number = || number.iter().fold(0, |number, b| number * 10 + i64::from(b - b'0'));
    let (us, took) = fraction(rest)?;
    let at = match (digits, rest.first()) {
        (10, None | Some(b'.')) if took == rest.len() => number() * SECOND + us,
        (13, None) => number() * 1000,
        _ => return None,
    };
    // from 1995 to 2099
    (788_918_400 * SECOND..4_102_444_800 * SECOND).contains(&at).then_some(at)
}

const fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The year that stamps without one are laid into; it has a leap day.
pub(crate) const NO_YEAR: i32 = 2000;

/// Days from 1970-01-01 to the first of each month of [`NO_YEAR`].
#[expect(
    clippy::indexing_slicing,
    reason = "computed while compiling; the loop ends with the table"
)]
const BEFORE_MONTH: [i64; 12] = {
    let mut table = [10_957; 12];
    let mut month = 1;
    while month < 12 {
        table[month] = table[month - 1] + length(NO_YEAR as i64, month as i64);
        month += 1;
    }
    table
};

fn month(name: &[u8]) -> Option<i64> {
    const NAMES: [&[u8]; 12] = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
        b"Dec",
    ];
    NAMES.iter().position(|known| *known == name).map(|at| at as i64 + 1)
}

/// `DD/Mon/YYYY:HH:MM:SS +HHMM` as web servers write it, at the start of `bytes`: microseconds
/// since 1970 UTC.
pub(crate) fn clf(bytes: &[u8]) -> Option<i64> {
    let stamp: &[u8; 26] = bytes.first_chunk()?;
    let (day, month) = (two(stamp, 0)?, month(stamp.get(3..6)?)?);
    let year = two(stamp, 7)? * 100 + two(stamp, 9)?;
    let fits = stamp[2] == b'/' && stamp[6] == b'/' && stamp[11] == b':' && stamp[20] == b' ';
    let sign = match stamp[21] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (two(stamp, 22)?, two(stamp, 24)?);
    if !fits
        || !(1995..=2099).contains(&year)
        || !(1..=length(year, month)).contains(&day)
        || hours > 14
        || minutes > 59
    {
        return None;
    }
    let local = days(year, month, day) * 86_400 * SECOND + clock(stamp.get(12..)?)?;
    Some(local - sign * (hours * 60 + minutes) * 60 * SECOND)
}

/// `Mon DD HH:MM:SS ` as syslog writes it, at the start of `bytes`: microseconds in [`NO_YEAR`].
pub(crate) fn month_day(bytes: &[u8]) -> Option<i64> {
    let stamp: &[u8; 16] = bytes.first_chunk()?;
    let month = month(&stamp[..3]).filter(|_| stamp[3] == b' ')?;
    let day = match stamp.get(4) {
        Some(b' ') => i64::from(stamp.get(5)?.checked_sub(b'0')?),
        _ => two(stamp, 4)?,
    };
    if !(1..=length(i64::from(NO_YEAR), month)).contains(&day)
        || stamp.get(6) != Some(&b' ')
        || stamp.get(15) != Some(&b' ')
    {
        return None;
    }
    let before = BEFORE_MONTH.get(month as usize - 1)?;
    Some((before + day - 1) * 86_400 * SECOND + clock(stamp.get(7..)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Stamp, micros, read};

    #[test]
    fn quick_readings_are_those_of_the_grammar() {
        for text in [
            "2025-10-27 06:28:23",
            "2024-02-29T23:59:59",
            "1999-12-31 00:00:00",
            "2000-03-01 12:00:00",
        ] {
            let Some((written, _)) = read::read_iso(text.as_bytes()) else { panic!("{text}") };
            let Stamp::Local(at) = written.stamp else { panic!("{text}") };
            assert_eq!(local(text.as_bytes()), Some(micros(at)), "{text}");
        }
        for text in [
            "2025-02-29 06:28:23",
            "2025-13-01 06:28:23",
            "2025-10-27 24:28:23",
            "2025-10-27 6:28:23 ",
            "1025-10-27 06:28:23",
        ] {
            assert_eq!(local(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn stamps_without_dashes_are_those_with_them() {
        for (text, same) in [
            ("20260305 09:10:11,db1", "2026-03-05 09:10:11"),
            ("20240229 23:59:59", "2024-02-29 23:59:59"),
        ] {
            assert_eq!(compact(text.as_bytes()), local(same.as_bytes()), "{text}");
            assert!(compact(text.as_bytes()).is_some());
        }
        for text in
            ["20250229 00:00:00", "20261301 00:00:00", "20260305 9:10:11,", "20260305T09:10:11"]
        {
            assert_eq!(compact(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn moments_are_those_of_the_grammar() {
        let zones = [
            "",
            "Z",
            " Z",
            "z",
            "+02:00",
            " -03:30",
            "+0200",
            "+02",
            " UTC",
            " GMT",
            "UTC",
            " CET",
            " CEST",
            " CESTA",
            " UTC+1",
            " Europe/Berlin",
            " x",
            " - x",
            "-",
            "] x",
            "Zx",
            " PST",
        ];
        for fraction in ["", ".1", ",25", ".123456", ".123456789", ".", ".1234567890"] {
            for zone in zones {
                for end in ["", " web1", "\"", ":7", "/"] {
                    let text = format!("2026-03-06T09:10:11{fraction}{zone}{end}");
                    let Some(quick) = iso(text.as_bytes()) else { continue };
                    let (written, took) = read::read_iso(text.as_bytes()).unwrap();
                    let stamp = match written.stamp {
                        Stamp::Instant(at) => (at, true),
                        Stamp::Local(at) => (micros(at), false),
                        Stamp::Yearless { .. } => panic!("{text}"),
                    };
                    assert_eq!(((quick.at, quick.zoned), quick.took), (stamp, took), "{text}");
                }
            }
        }
        for text in
            ["2026-03-06 09:10:11", "2026-03-06T09:10:11.5+01:00", "2026-03-06 09:10:11,123"]
        {
            assert!(iso(text.as_bytes()).is_some(), "{text}");
        }
        for text in
            ["1772788211", "1772788211.12", "1772788211123", "4102444800", "177278821112", ""]
        {
            let quick = epoch(text.as_bytes()).map(Stamp::Instant);
            let read = read::read_epoch(text.as_bytes()).map(|(written, _)| written.stamp);
            assert!(quick.is_none() || quick == read, "{text}");
        }
        assert_eq!(epoch(b"1772788211.12"), Some(1_772_788_211_120_000));
    }

    #[test]
    fn stamps_of_web_servers_are_those_of_the_grammar() {
        for text in ["02/Jan/2026:03:04:05 +0000", "29/Feb/2024:23:59:59 -0330"] {
            let (written, took) = read::read_clf(text.as_bytes()).unwrap();
            assert_eq!((clf(text.as_bytes()).map(Stamp::Instant), 26), (Some(written.stamp), took));
        }
        assert_eq!(clf(b"31/Feb/2026:03:04:05 +0000"), None);
        assert_eq!(clf(b"02/Jan/2026 03:04:05 +0000"), None);
    }

    #[test]
    fn days_of_syslog_lie_in_the_year_without_name() {
        let base = local(b"2000-02-29 03:04:05").unwrap();
        assert_eq!(month_day(b"Feb 29 03:04:05 host"), Some(base));
        assert_eq!(month_day(b"Feb  9 03:04:05 host"), Some(base - 20 * 86_400 * SECOND));
        for (month, name) in
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
                .iter()
                .enumerate()
        {
            let named = month_day(format!("{name} 28 03:04:05 host").as_bytes());
            assert_eq!(
                named,
                local(format!("2000-{:02}-28 03:04:05", month + 1).as_bytes()),
                "{name}"
            );
        }
        assert_eq!(month_day(b"Feb 30 03:04:05 host"), None);
        assert_eq!(month_day(b"Fob 29 03:04:05 host"), None);
    }
}
