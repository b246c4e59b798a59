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
