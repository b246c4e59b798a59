//! Stamps as batch files and tools of Windows write them, by the settings of the system.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{SECOND, Stamp, Written, plausible};

/// `3/6/2026 9:10:30 AM`, `Fri 03/06/2026  9:10:30.12` (`%date% %time%`), `06.03.2026  9:10:30,12`.
/// Where neither a weekday nor a half of the day nor the numbers tell the month from the day, it
/// is none.
pub(crate) fn read_windows(bytes: &[u8]) -> Option<(Written, usize)> {
    let line = bytes.get(..bytes.len().min(40))?;
    let end = line.iter().position(|b| !b.is_ascii()).unwrap_or(line.len());
    let text = std::str::from_utf8(line.get(..end)?).ok()?;
    let named = text.split_once(' ').and_then(|(name, rest)| {
        let weekday: Weekday = name.parse().ok()?;
        (name.len() == 3).then_some((weekday, rest))
    });
    let (weekday, rest) = named.map_or((None, text), |(day, rest)| (Some(day), rest));
    let mark = rest.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.'))?;
    let (first, rest) = rest.split_once(mark)?;
    let (second, rest) = rest.split_once(mark)?;
    let (year, clock) = rest.split_once([' ', ','])?;
    let number = |digits: &str| match digits.len() {
        1 | 2 => digits.parse::<u32>().ok(),
        _ => None,
    };
    let (first, second) = (number(first)?, number(second)?);
    let year: i32 = Some(year).filter(|year| year.len() == 4)?.parse().ok()?;
    let clock = clock.trim_start();
    let digits = clock.bytes().position(|b| !(b.is_ascii_digit() || b == b':'));
    let (time, mut rest) = clock.split_at(digits.unwrap_or(clock.len()));
    let [hour, minute, second_of] = time.split(':').collect::<Vec<_>>()[..] else { return None };
    let (hour, minute, second_of) = (number(hour)?, number(minute)?, number(second_of)?);
    let (mut us, mut unit_us) = (0, SECOND);
    if let Some(fraction) = rest.strip_prefix(['.', ','])
        && let Some(hundredths) = fraction.get(..2).and_then(number)
        && !fraction.get(2..).unwrap_or_default().starts_with(|c: char| c.is_ascii_digit())
    {
        (us, unit_us) = (hundredths * 10_000, 10_000);
        rest = fraction.get(2..)?;
    }
    let half = rest.get(..3).filter(|half| matches!(*half, " AM" | " PM"));
    let hour = match half {
        Some(half) => hour % 12 + if half == " PM" { 12 } else { 0 },
        None => hour,
    };
    rest = rest.get(half.map_or(0, str::len)..)?;
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let date = match weekday {
        _ if mark == '.' => date(second, first),
        Some(weekday) => [date(first, second), date(second, first)]
            .into_iter()
            .flatten()
            .find(|date| date.weekday() == weekday),
        None if half.is_some() || second > 12 => date(first, second),
        None if first > 12 => date(second, first),
        None => None,
    }?;
    let local = date.and_hms_micro_opt(hour, minute, second_of, us).filter(|_| plausible(date))?;
    let took = text.len() - rest.len();
    let text = text.get(..took)?.into();
    Some((Written { stamp: Stamp::Local(local), text, unit_us, offset_s: None }, took))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_told_from_the_day_or_nothing_is() {
        let at = |text: &str| match read_windows(text.as_bytes())?.0.stamp {
            Stamp::Local(at) => Some(at.to_string()),
            _ => None,
        };
        let morning = Some("2026-03-06 09:10:30".to_owned());
        for text in [
            "3/6/2026 9:10:30 AM a",
            "Fri 03/06/2026  9:10:30 a",
            "Fri 06/03/2026 09:10:30",
            "06.03.2026  9:10:30 - a",
        ] {
            assert_eq!(at(text), morning, "{text}");
        }
        assert_eq!(at("06.03.2026  9:10:30,12 x").as_deref(), Some("2026-03-06 09:10:30.120"));
        assert_eq!(at("3/16/2026 9:10:30 PM").as_deref(), Some("2026-03-16 21:10:30"));
        for text in ["03/06/2026 9:10:30", "10.0.0.5 - x", "Mon 03/06/2026 9:10:30", "1/2/3"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
