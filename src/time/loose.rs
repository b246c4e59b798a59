//! A date and time as programs write it for people, in any of many languages and orders:
//! `Mar 06, 2026 at 08:10 AM`, `06. März 2026 um 08:10`, `06/03/2026 08:10:17`,
//! `2026 年 3 月 06 日 08:10`, `Friday 6. March 2026 08:10 UTC`.

use chrono::{NaiveDate, NaiveTime};

use super::{SECOND, Stamp, Written, micros, plausible, read};

/// How names of months begin, in lower case, in the languages that tools for databases speak.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "sty", "янв", "led", "oca", "tam", "ian", "січ", "ιαν"],
    &["feb", "fév", "fev", "lut", "фев", "úno", "şub", "hel", "лют", "φεβ"],
    &["mar", "mär", "mrz", "mrt", "maa", "мар", "bře", "már", "бер", "μαρ"],
    &["apr", "avr", "abr", "kwi", "апр", "dub", "nis", "ápr", "huh", "квіт", "απρ"],
    &["may", "mai", "maj", "mei", "mag", "мая", "май", "kvě", "tou", "máj", "трав", "μαϊ"],
    &["jun", "juin", "giu", "cze", "июн", "czer", "haz", "kes", "jún", "iun", "чер", "ιουν"],
    &["jul", "juil", "lug", "lip", "июл", "tem", "hei", "júl", "iul", "лип", "ιουλ"],
    &["aug", "aoû", "ago", "sie", "авг", "srp", "ağu", "elo", "сер", "αυγ"],
    &["sep", "set", "wrz", "сен", "zář", "eyl", "syy", "sze", "вер", "σεπ"],
    &["oct", "okt", "out", "ott", "paź", "окт", "říj", "eki", "lok", "жовт", "οκτ"],
    &["nov", "lis", "ноя", "kas", "noi", "лист", "νοε"],
    &["dec", "dez", "déc", "dic", "gru", "дек", "pro", "ara", "jou", "груд", "δεκ"],
];

/// The number of the month that a word names.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    (1u32..).zip(MONTHS).find_map(|(number, names)| {
        names.iter().any(|name| word.starts_with(name)).then_some(number)
    })
}

/// The stamp in `text`, which says a date and a time of day and little else. Of a day and a month
/// in numbers the day comes first where both may be either.
pub(crate) fn read_loose(text: &str) -> Option<Written> {
    let text = text.trim();
    let begin = text.find(|c: char| c.is_alphanumeric())?;
    if text.len() > 80 {
        return None;
    }
    let (clock_at, time, unit_us, after) = clock(text)?;
    let (mut year, mut month_of, mut numbers) = (None, None, Vec::new());
    let before = text.get(begin..clock_at)?.split(|c: char| !c.is_alphanumeric());
    for word in before.chain(after.split_whitespace()) {
        // the year, or all of the date, may stand behind the time; a zone stands behind both
        if year.is_some() && word.starts_with(['+', '-']) {
            break;
        }
        // digits and letters may touch, as in `6th` and `3月`
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (number, rest) = word.split_at(digits);
        match (number.len(), number.parse::<u32>()) {
            (4, Ok(number)) if year.is_none() => {
                year = Some((number, numbers.len()));
            }
            (0, _) if word.is_empty() => {}
            (1 | 2, Ok(number)) => numbers.push(number),
            // `mar. 03 fév. 2026`: a name before the day may be the weekday's
            (0, _) if month_of.is_none() || !numbers.is_empty() => {
                month_of = month(rest).or(month_of);
            }
            (0, _) => {}
            _ => return None,
        }
    }
    let (year, numbers_before) = year?;
    let (month, day) = match (month_of, numbers.as_slice()) {
        (Some(month), [day]) => (month, *day),
        (_, [month, day]) if numbers_before == 0 => (*month, *day),
        (_, [day, month]) if *month <= 12 => (*month, *day),
        (_, [month, day]) => (*month, *day),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let at = date.and_time(time);
    let after = after.trim_start();
    let offset_s = match read::read_zone(after.as_bytes()) {
        Some((read::Zone::Offset(offset), _)) => Some(offset),
        _ if after.starts_with("UTC") || after.starts_with("GMT") => Some(0),
        _ => None,
    };
    plausible(date).then(|| Written {
        stamp: match offset_s {
            Some(offset) => {
                Stamp::Instant(micros(at).saturating_sub(i64::from(offset).saturating_mul(SECOND)))
            }
            None => Stamp::Local(at),
        },
        text: text.into(),
        unit_us,
        offset_s,
    })
}

/// The time of day in `text`: where it begins, what it is, its unit, and what follows it.
fn clock(text: &str) -> Option<(usize, NaiveTime, i64, &str)> {
    [':', '.'].into_iter().find_map(|mark| {
        text.char_indices().find_map(|(at, c)| {
            let fresh = text
                .get(..at)?
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_ascii_digit() && c != mark);
            if !fresh || !c.is_ascii_digit() {
                return None;
            }
            let rest = text.get(at..)?;
            let (hour, rest) = rest.split_once(mark).filter(|(hour, _)| hour.len() <= 2)?;
            let minute = rest.get(..2)?;
            let mut rest = rest.get(2..)?;
            let mut second = None;
            if let Some(more) = rest.strip_prefix(mark)
                && let Some(digits) = more.get(..2)
            {
                second = Some(digits.parse::<u32>().ok()?);
                rest = more.get(2..)?;
                // a fraction is finer than any use of it here
                let fraction = rest
                    .strip_prefix('.')
                    .map(|r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
                rest = fraction.unwrap_or(rest);
            }
            if rest.starts_with(|c: char| c.is_ascii_digit() || c == mark) {
                return None;
            }
            let mut hour: u32 = hour.parse().ok()?;
            let half = rest.trim_start().get(..2).map(str::to_ascii_lowercase);
            match half.as_deref() {
                Some("pm") if hour < 12 => hour += 12,
                Some("am") if hour == 12 => hour = 0,
                _ => {}
            }
            if matches!(half.as_deref(), Some("am" | "pm")) {
                rest = rest.trim_start().get(2..)?;
            }
            let time = NaiveTime::from_hms_opt(hour, minute.parse().ok()?, second.unwrap_or(0))?;
            let unit = if second.is_some() { SECOND } else { SECOND.saturating_mul(60) };
            Some((at, time, unit, rest))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_in_many_tongues() {
        for text in [
            "Mar 06, 2026 at 08:10 AM",
            "06. Mrz 2026 um 08:10",
            "06. März 2026 um 08:10",
            "ven. 06 mars 2026 à 08:10",
            "mar. 06 mars 2026 à 08:10",
            "06-03-2026 a las 08:10:00",
            "06 Mar 2026, 08:10",
            "06-Mar-2026 às 08:10",
            "Мар 06 2026 г., 08:10",
            "2026 年 3 月 06 日 08:10",
            "2026-03-06 08:10:00.8210",
            "06/03/2026 08:10:00",
            "06.03.2026 8:10:00",
            "Friday 6. March 2026 08:10",
            "06 Mar 2026 pada 08.10",
            "Fri Mar  6 08:10:00 2026",
        ] {
            let found = read_loose(text).unwrap_or_else(|| panic!("{text}"));
            let at = NaiveDate::from_ymd_opt(2026, 3, 6).unwrap().and_hms_opt(8, 10, 0).unwrap();
            assert_eq!(found.stamp, Stamp::Local(at), "{text}");
        }
        let tuesday = read_loose("mar. 03 fév. 2026 à 08:10").unwrap();
        assert!(matches!(tuesday.stamp, Stamp::Local(at) if at.to_string().contains("-02-03")));
        assert_eq!(read_loose("2026-03-06 08:10:17 UTC").unwrap().offset_s, Some(0));
        assert_eq!(read_loose("2026-03-06 08:10:17 +0100").unwrap().offset_s, Some(3600));
        let evening = read_loose("Mar 06, 2026 at 08:10 PM").unwrap();
        assert!(matches!(evening.stamp, Stamp::Local(at) if at.to_string().contains("20:10")));
    }

    #[test]
    fn versions_and_addresses_are_no_time() {
        for text in [
            "10.4.32-MariaDB",
            "127.0.0.1:3306",
            "8.2.12",
            "5.2.1",
            "2026-03-06",
            "08:10",
            "localhost:3306 2026",
        ] {
            assert!(read_loose(text).is_none(), "{text}");
        }
    }
}
