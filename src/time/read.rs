//! Stamp grammars that formats share: each reads one stamp at the start of some bytes and says
//! how many bytes it took.

use chrono::{FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime};
use compact_str::CompactString;

use super::{SECOND, Stamp, Written, micros, named::NamedZone, plausible, windows::read_windows};

/// A stamp and the bytes that it took.
pub(crate) type Read = Option<(Written, usize)>;

/// The zone written beside a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// An offset in seconds east of UTC.
    Offset(i32),
    /// A zone with rules.
    Named(NamedZone),
}

/// A position in bytes that moves forward over what fits.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let fits = self.peek() == Some(byte);
        if fits {
            self.at += 1;
        }
        fits
    }

    fn must(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let mut value = 0u32;
        for _ in 0..count {
            let digit = self.peek().filter(u8::is_ascii_digit)?;
            value = value.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?;
            self.at += 1;
        }
        Some(value)
    }

    /// Two digits, or a blank and a digit, or one digit that no digit follows.
    fn padded(&mut self) -> Option<u32> {
        self.eat(b' ');
        let first = self.digits(1)?;
        match self.peek() {
            Some(digit) if digit.is_ascii_digit() => {
                self.at += 1;
                Some(first * 10 + u32::from(digit - b'0'))
            }
            _ => Some(first),
        }
    }

    /// `H:MM:SS` with an hour of one or two digits (or blank-padded), a leap second kept as :59.
    fn clock(&mut self) -> Option<(u32, u32, u32)> {
        let hour = self.padded()?;
        self.must(b':')?;
        let minute = self.digits(2)?;
        self.must(b':')?;
        let second = self.digits(2)?;
        (hour < 24 && minute < 60 && second <= 60).then_some((hour, minute, second.min(59)))
    }

    /// `.` or `,` and digits: microseconds and the unit; (0, one second) where there is none.
    fn fraction(&mut self) -> (u32, i64) {
        let before = self.at;
        if !(self.eat(b'.') || self.eat(b',')) {
            return (0, SECOND);
        }
        let (mut value, mut count) = (0u32, 0u32);
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            if count < 6 {
                value = value * 10 + u32::from(digit - b'0');
            }
            count += 1;
            self.at += 1;
        }
        if count == 0 {
            self.at = before;
            return (0, SECOND);
        }
        let missing = 6u32.saturating_sub(count);
        (value * 10u32.pow(missing), 10i64.pow(missing))
    }

    fn month(&mut self) -> Option<u32> {
        let name = self.rest().get(..3)?;
        let number =
            (1u32..).zip(MONTHS).find(|(_, month)| month.as_bytes().eq_ignore_ascii_case(name))?.0;
        self.at += 3;
        Some(number)
    }

    /// `Mon`, `Mon,`, `Mon, `: nothing where there is no weekday.
    fn weekday(&mut self) {
        let Some(name) = self.rest().get(..3) else { return };
        if WEEKDAYS.iter().any(|day| day.as_bytes().eq_ignore_ascii_case(name)) {
            self.at += 3;
            self.eat(b',');
            self.eat(b' ');
        }
    }

    fn zone(&mut self) -> Option<Zone> {
        let (zone, took) = read_zone(self.rest())?;
        self.at += took;
        Some(zone)
    }

    /// A zone that one blank sets off, or none: takes nothing then.
    fn zone_after_blank(&mut self) -> Option<Zone> {
        let mut ahead = *self;
        ahead.eat(b' ');
        let zone = ahead.zone()?;
        *self = ahead;
        Some(zone)
    }

    fn finish(
        self,
        date: NaiveDate,
        (h, m, s): (u32, u32, u32),
        us: u32,
        unit_us: i64,
        zone: Option<Zone>,
    ) -> Read {
        if !plausible(date) {
            return None;
        }
        let local = date.and_time(NaiveTime::from_hms_micro_opt(h, m, s, us)?);
        let (stamp, offset_s) = place(local, zone);
        Some((Written { stamp, text: self.text(), unit_us, offset_s }, self.at))
    }

    fn text(&self) -> CompactString {
        CompactString::from(String::from_utf8_lossy(self.bytes.get(..self.at).unwrap_or_default()))
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The stamp of a wall-clock time and the zone beside it. In the hour that a named zone repeats it
/// stays local: the name does not tell which of the two it is.
fn place(local: NaiveDateTime, zone: Option<Zone>) -> (Stamp, Option<i32>) {
    match zone {
        None => (Stamp::Local(local), None),
        Some(Zone::Offset(seconds)) => (
            Stamp::Instant(micros(local).saturating_sub(i64::from(seconds) * SECOND)),
            Some(seconds),
        ),
        Some(Zone::Named(zone)) => match zone.offsets_of(local) {
            LocalResult::Single(seconds) => (
                Stamp::Instant(micros(local).saturating_sub(i64::from(seconds) * SECOND)),
                Some(seconds),
            ),
            _ => (Stamp::Local(local), None),
        },
    }
}

/// `Z`, `+02:00`, `+0200`, `+02`, `UTC`, `GMT`, `CET`…, `Europe/Berlin`.
pub(crate) fn read_zone(bytes: &[u8]) -> Option<(Zone, usize)> {
    let mut cursor = Cursor::new(bytes);
    match cursor.peek()? {
        b'Z' | b'z' if !bytes.get(1).is_some_and(u8::is_ascii_alphanumeric) => {
            Some((Zone::Offset(0), 1))
        }
        sign @ (b'+' | b'-') => {
            cursor.at += 1;
            let hours = cursor.digits(2)?;
            let mut ahead = cursor;
            ahead.eat(b':');
            let minutes = match ahead.digits(2) {
                Some(minutes) => {
                    cursor = ahead;
                    minutes
                }
                None => 0,
            };
            if hours > 15 || minutes > 59 || cursor.peek().is_some_and(|b| b.is_ascii_digit()) {
                return None;
            }
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            let seconds = if sign == b'-' { -seconds } else { seconds };
            FixedOffset::east_opt(seconds)?;
            Some((Zone::Offset(seconds), cursor.at))
        }
        byte if byte.is_ascii_uppercase() => {
            let length = bytes
                .iter()
                .take(40)
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'))
                .count();
            let name = std::str::from_utf8(bytes.get(..length)?).ok()?;
            let hours = match name {
                "UTC" | "GMT" | "WET" => 0,
                "CET" | "BST" | "WEST" | "MEZ" | "WAT" => 1,
                "CEST" | "EET" | "MESZ" | "CAT" | "SAST" => 2,
                "EEST" | "MSK" | "EAT" | "IDT" => 3,
                "PKT" => 5,
                "WIB" => 7,
                "AWST" | "HKT" | "WITA" => 8,
                "JST" | "KST" | "WIT" => 9,
                "AEST" => 10,
                "AEDT" => 11,
                "NZST" => 12,
                "NZDT" => 13,
                "HST" => -10,
                "AKST" => -9,
                "AKDT" => -8,
                "ADT" => -3,
                "AST" | "EDT" => -4,
                "EST" | "CDT" => -5,
                "MDT" => -6,
                "MST" | "PDT" => -7,
                "PST" => -8,
                _ => {
                    let zone = name.contains('/').then(|| NamedZone::find(name)).flatten()?;
                    return Some((Zone::Named(zone), length));
                }
            };
            Some((Zone::Offset(hours * 3600), length))
        }
        _ => None,
    }
}

/// `2026-11-23T06:21:10.169440+00:00`, `2026-11-23 06:21:10`, `2026-08-19  3:13:18`,
/// `2026-11-23 06:21:10.380 UTC`, `2023-03-25 08:07:55,907`: `T` or blanks, fraction and zone or
/// not.
pub(crate) fn read_iso(bytes: &[u8]) -> Read {
    iso(bytes, b'-')
}

/// `2026/11/23 06:34:55` as nginx's error log has it.
pub(crate) fn read_slashed(bytes: &[u8]) -> Read {
    iso(bytes, b'/')
}

fn iso(bytes: &[u8], separator: u8) -> Read {
    let mut cursor = Cursor::new(bytes);
    let year = cursor.digits(4)?;
    cursor.must(separator)?;
    let month = cursor.digits(2)?;
    cursor.must(separator)?;
    let day = cursor.digits(2)?;
    if !(cursor.eat(b'T') || cursor.eat(b't')) {
        cursor.must(b' ')?;
    }
    let clock = cursor.clock()?;
    let (us, unit) = cursor.fraction();
    let zone = cursor.zone_after_blank();
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    cursor.finish(date, clock, us, unit, zone)
}

/// `2026-11-23 06:21:10` with no zone: what follows the time is left alone, whatever it is.
pub(crate) fn read_space_local(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    let year = cursor.digits(4)?;
    cursor.must(b'-')?;
    let month = cursor.digits(2)?;
    cursor.must(b'-')?;
    let day = cursor.digits(2)?;
    cursor.must(b' ')?;
    let clock = cursor.clock()?;
    let (us, unit) = cursor.fraction();
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    cursor.finish(date, clock, us, unit, None)
}

/// `Nov  5 03:15:01`, with a year before or after the time where the writer gives one
/// (`Nov 23 2026 06:21:10`).
pub(crate) fn read_syslog_classic(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    let month = cursor.month()?;
    cursor.must(b' ')?;
    let day = cursor.padded()?;
    cursor.must(b' ')?;
    let mut ahead = cursor;
    let year = ahead.digits(4).filter(|_| ahead.eat(b' '));
    if year.is_some() {
        cursor = ahead;
    }
    let clock @ (h, m, s) = cursor.clock()?;
    let (us, unit) = cursor.fraction();
    if let Some(year) = year {
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
        return cursor.finish(date, clock, us, unit, None);
    }
    // a leap year, so that Feb 29 passes
    NaiveDate::from_ymd_opt(2000, month, day)?;
    let stamp = Stamp::Yearless {
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        time: NaiveTime::from_hms_micro_opt(h, m, s, us)?,
    };
    Some((Written { stamp, text: cursor.text(), unit_us: unit, offset_s: None }, cursor.at))
}

/// `Mon, 23 Nov 2026 06:21:10 +0000`, the weekday or not.
pub(crate) fn read_rfc2822(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    cursor.weekday();
    let day = cursor.padded()?;
    cursor.must(b' ')?;
    let month = cursor.month()?;
    cursor.must(b' ')?;
    let year = cursor.digits(4)?;
    cursor.must(b' ')?;
    let clock = cursor.clock()?;
    let zone = cursor.zone_after_blank();
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    cursor.finish(date, clock, 0, SECOND, zone)
}

/// `Mon Nov 23 06:21:10 2026 +0100` (git), `Mon Nov 23 06:21:10 UTC 2026` and
/// `Mon Nov 23 06:21:10 AM CET 2026` (date), `Mon Nov 23 06:21:10 2026` (ctime).
pub(crate) fn read_ctime(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    let before = cursor.at;
    cursor.weekday();
    if cursor.at == before {
        return None;
    }
    let month = cursor.month()?;
    cursor.must(b' ')?;
    let day = cursor.padded()?;
    cursor.must(b' ')?;
    let (mut hour, minute, second) = cursor.clock()?;
    cursor.must(b' ')?;
    if let Some(half @ (b"AM " | b"PM ")) = cursor.rest().get(..3) {
        cursor.at += 3;
        hour = hour % 12 + if half == b"PM " { 12 } else { 0 };
    }
    let zone =
        if cursor.peek().is_some_and(|b| b.is_ascii_digit()) { None } else { Some(cursor.zone()?) };
    if zone.is_some() {
        cursor.must(b' ')?;
    }
    let year = cursor.digits(4)?;
    let zone = zone.or_else(|| cursor.zone_after_blank());
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    cursor.finish(date, (hour, minute, second), 0, SECOND, zone)
}

/// `23/Nov/2026:06:34:55 +0000` of access logs.
pub(crate) fn read_clf(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    let day = cursor.padded()?;
    cursor.must(b'/')?;
    let month = cursor.month()?;
    cursor.must(b'/')?;
    let year = cursor.digits(4)?;
    // Python's servers put a blank there and name no zone
    cursor.must(b':').or_else(|| cursor.must(b' '))?;
    let clock = cursor.clock()?;
    let (us, unit) = cursor.fraction();
    let zone = cursor.zone_after_blank();
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    cursor.finish(date, clock, us, unit, zone)
}

/// `23-Nov-2026 06:21:10 UTC`, `23-Nov-2026 06:21:10 Europe/Berlin` of PHP's error log; php-fpm
/// leaves the zone out.
pub(crate) fn read_php(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    let day = cursor.digits(2)?;
    cursor.must(b'-')?;
    let month = cursor.month()?;
    cursor.must(b'-')?;
    let year = cursor.digits(4)?;
    cursor.must(b' ')?;
    let clock = cursor.clock()?;
    let (us, unit) = cursor.fraction();
    let zone = cursor.zone_after_blank();
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    cursor.finish(date, clock, us, unit, zone)
}

/// `1795414612`, `1795414612.123456`, milliseconds of 13, microseconds of 16 and nanoseconds of 19
/// digits.
pub(crate) fn read_epoch(bytes: &[u8]) -> Read {
    let mut cursor = Cursor::new(bytes);
    let mut value = 0i64;
    while let Some(digit) = cursor.peek().filter(u8::is_ascii_digit) {
        value = value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        cursor.at += 1;
    }
    let (at, unit) = match cursor.at {
        9 | 10 => {
            let (us, unit) = cursor.fraction();
            (value.checked_mul(SECOND)?.checked_add(i64::from(us))?, unit)
        }
        13 => (value.checked_mul(1000)?, 1000),
        16 => (value, 1),
        19 => (value / 1000, 1),
        _ => return None,
    };
    plausible(super::utc(at).date_naive()).then_some(())?;
    Some((
        Written { stamp: Stamp::Instant(at), text: cursor.text(), unit_us: unit, offset_s: None },
        cursor.at,
    ))
}

/// A stamp of any of the shapes that people can read (no bare epoch, no `yymmdd`), at the very
/// start of `bytes`.
pub(crate) fn read_any(bytes: &[u8]) -> Read {
    let first = bytes.first()?;
    if first.is_ascii_digit() {
        read_iso(bytes)
            .or_else(|| read_slashed(bytes))
            .or_else(|| read_php(bytes))
            .or_else(|| read_clf(bytes))
            .or_else(|| read_rfc2822(bytes))
            .or_else(|| read_windows(bytes))
    } else if first.is_ascii_alphabetic() {
        read_syslog_classic(bytes)
            .or_else(|| read_ctime(bytes))
            .or_else(|| read_rfc2822(bytes))
            .or_else(|| read_windows(bytes))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc_text(read: Read) -> (String, usize) {
        let (written, took) = read.expect("a stamp");
        let text = match written.stamp {
            Stamp::Instant(us) => crate::time::utc(us).format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(),
            Stamp::Local(at) => at.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
            Stamp::Yearless { month, day, time } => format!("{month}/{day} {time}"),
        };
        (text, took)
    }

    #[test]
    fn iso_stamps_are_read_with_and_without_zone_and_fraction() {
        assert_eq!(
            utc_text(read_iso(b"2026-11-23 06:21:10] x")),
            ("2026-11-23 06:21:10".into(), 19)
        );
        assert_eq!(
            utc_text(read_iso(b"2026-11-23T06:21:10.169440+02:00\"")),
            ("2026-11-23T04:21:10.169440Z".into(), 32)
        );
        assert_eq!(
            utc_text(read_iso(b"2019-01-01 00:00:00+0200")),
            ("2018-12-31T22:00:00.000000Z".into(), 24)
        );
        assert_eq!(
            utc_text(read_iso(b"2026-11-23T06:21:10.1694401Z ")),
            ("2026-11-23T06:21:10.169440Z".into(), 28)
        );
        assert_eq!(
            utc_text(read_iso(b"2026-08-19  3:13:18 0 [Note]")),
            ("2026-08-19 03:13:18".into(), 19)
        );
        assert_eq!(
            utc_text(read_iso(b"2026-11-23 06:21:09.380 UTC [1]")),
            ("2026-11-23T06:21:09.380000Z".into(), 27)
        );
        assert_eq!(
            utc_text(read_iso(b"2023-03-25 08:07:55,907 INFO x")),
            ("2023-03-25 08:07:55.907".into(), 23)
        );
        assert_eq!(read_iso(b"2026-13-23 06:21:10"), None);
        assert_eq!(read_iso(b"2026-11-23 26:21:10"), None);
    }

    #[test]
    fn a_word_after_the_time_is_no_zone() {
        assert_eq!(utc_text(read_iso(b"2026-11-23 06:21:10 UTCX y")).1, 19);
        assert_eq!(utc_text(read_iso(b"2026-11-23 06:21:10 -1 rows")).1, 19);
        assert_eq!(utc_text(read_iso(b"2026-11-23 06:21:10 App\\Jobs\\X")).1, 19);
    }

    #[test]
    fn syslog_stamps_carry_no_year() {
        assert_eq!(
            utc_text(read_syslog_classic(b"Nov  5 03:15:01 web")),
            ("11/5 03:15:01".into(), 15)
        );
        assert_eq!(
            utc_text(read_syslog_classic(b"Feb 29 23:59:60 web")),
            ("2/29 23:59:59".into(), 15)
        );
        assert_eq!(
            utc_text(read_syslog_classic(b"Nov 23 2026 06:21:10 x")),
            ("2026-11-23 06:21:10".into(), 20)
        );
        assert_eq!(read_syslog_classic(b"Feb 30 23:59:60 web"), None);
    }

    #[test]
    fn php_stamps_name_their_zone() {
        assert_eq!(
            utc_text(read_php(b"23-Nov-2026 06:21:10 UTC] x")).0,
            "2026-11-23T06:21:10.000000Z"
        );
        assert_eq!(
            utc_text(read_php(b"23-Nov-2026 06:21:10 Europe/Berlin] x")).0,
            "2026-11-23T05:21:10.000000Z"
        );
        assert_eq!(
            utc_text(read_php(b"25-Oct-2026 02:30:00 Europe/Berlin] x")).0,
            "2026-10-25 02:30:00"
        );
        assert_eq!(utc_text(read_php(b"23-Nov-2026 06:21:10] x")).1, 20);
    }

    #[test]
    fn mail_git_and_access_stamps_are_read() {
        assert_eq!(
            utc_text(read_rfc2822(b"Mon, 23 Nov 2026 06:21:10 +0100")).0,
            "2026-11-23T05:21:10.000000Z"
        );
        assert_eq!(
            utc_text(read_ctime(b"Mon Nov 23 06:21:10 2026 +0100")).0,
            "2026-11-23T05:21:10.000000Z"
        );
        assert_eq!(
            utc_text(read_ctime(b"Mon Nov 23 06:21:10 CET 2026")).0,
            "2026-11-23T05:21:10.000000Z"
        );
        assert_eq!(
            utc_text(read_clf(b"23/Nov/2026:06:34:55 -0500] ")).0,
            "2026-11-23T11:34:55.000000Z"
        );
    }

    #[test]
    fn epochs_are_read_by_their_length() {
        assert_eq!(
            utc_text(read_epoch(b"1795414612.5;")),
            ("2026-11-23T06:16:52.500000Z".into(), 12)
        );
        assert_eq!(utc_text(read_epoch(b"1795414612123")).0, "2026-11-23T06:16:52.123000Z");
        assert_eq!(read_epoch(b"12345"), None);
        assert_eq!(read_epoch(b"99999999999999999999999999"), None);
    }
}
