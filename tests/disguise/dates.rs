//! Moves the date of every stamp by whole days, whatever its form, and leaves the time of day
//! alone.

use std::{fmt::Write, sync::LazyLock};

use chrono::{Datelike, NaiveDate, TimeDelta};
use regex::bytes::{Captures, Regex};

/// Whole days.
pub struct Shift {
    /// How many.
    pub days: i64,
    /// A day of the incident: stamps without a year are of the year that brings them closest, and
    /// numbers are epochs where they lie within years of it.
    pub around: NaiveDate,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// One alternative a form, the longer before the shorter.
static STAMPS: LazyLock<Regex> = LazyLock::new(|| {
    let month = MONTHS.join("|");
    let weekday = WEEKDAYS.join("|");
    Regex::new(&format!(
        r"(?x-u)
        (?P<iso>(?:19|20)\d\d [-/_.] [01]\d [-/_.] [0-3]\d)
        | (?P<compact>20[0-4]\d [01]\d [0-3]\d) (?P<compact_time>\d{{6}})?
        | (?P<short>\d\d[01]\d[0-3]\d) (?P<short_time>\ {{1,2}}\d{{1,2}}:\d\d:\d\d)
        | (?: (?P<day_name>{weekday}),?\ )? (?P<dmy_day>\d{{1,2}}) (?P<dmy_mark>[-/\ ]) (?P<dmy_month>{month}) [-/\ ] (?P<dmy_year>20\d\d)
        | (?: (?P<week>{weekday})\ )? (?P<month>{month}) (?P<gap>\ {{1,2}}) (?P<day>\d{{1,2}}) (?P<clock>\ \d\d:\d\d:\d\d) (?: (?P<zone>\ [A-Z]{{3,4}})? \ (?P<year>20\d\d) )?
        | (?P<epoch>1\d{{9}}) (?P<fine>\d{{6}}|\d{{3}})?
        "
    ))
    .expect("a pattern")
});

impl Shift {
    /// A day moved.
    pub fn date(&self, date: NaiveDate) -> NaiveDate {
        date + TimeDelta::days(self.days)
    }

    /// Seconds since 1970 moved.
    pub fn epoch(&self, seconds: i64) -> i64 {
        seconds + self.days * 86_400
    }

    /// A text with all its dates moved.
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        if self.days == 0 {
            return text.to_vec();
        }
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        for found in STAMPS.captures_iter(text) {
            let whole = found.get(0).expect("the match");
            let before = whole.start().checked_sub(1).map(|i| text[i]);
            let after = text.get(whole.end()).copied();
            out.extend_from_slice(&text[at..whole.start()]);
            at = whole.end();
            match self.moved(&found, before, after) {
                Some(new) => out.extend_from_slice(new.as_bytes()),
                None => out.extend_from_slice(whole.as_bytes()),
            }
        }
        out.extend_from_slice(&text[at..]);
        out
    }

    fn moved(&self, found: &Captures<'_>, before: Option<u8>, after: Option<u8>) -> Option<String> {
        let text = |name: &str| {
            found.name(name).map(|m| std::str::from_utf8(m.as_bytes()).expect("digits and letters"))
        };
        let number = |name: &str| text(name).and_then(|t| t.parse::<u32>().ok());
        let digit = |c: Option<u8>| c.is_some_and(|c| c.is_ascii_digit());
        let letter = |c: Option<u8>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if digit(before) || digit(after) {
            return None;
        }
        if let Some(iso) = text("iso") {
            let (mark, other) = (iso.as_bytes()[4] as char, iso.as_bytes()[7] as char);
            let date = NaiveDate::from_ymd_opt(
                iso[..4].parse().ok()?,
                iso[5..7].parse().ok()?,
                iso[8..].parse().ok()?,
            )?;
            return (mark == other)
                .then(|| self.date(date).format(&format!("%Y{mark}%m{mark}%d")).to_string());
        }
        if let Some(compact) = text("compact") {
            let date = NaiveDate::from_ymd_opt(
                compact[..4].parse().ok()?,
                compact[4..6].parse().ok()?,
                compact[6..].parse().ok()?,
            )?;
            return Some(format!(
                "{}{}",
                self.date(date).format("%Y%m%d"),
                text("compact_time").unwrap_or_default()
            ));
        }
        if let Some(short) = text("short") {
            let date = NaiveDate::from_ymd_opt(
                2000 + short[..2].parse::<i32>().ok()?,
                short[2..4].parse().ok()?,
                short[4..].parse().ok()?,
            )?;
            return Some(format!("{}{}", self.date(date).format("%y%m%d"), text("short_time")?));
        }
        if let Some(month) = text("dmy_month") {
            let date = NaiveDate::from_ymd_opt(
                number("dmy_year")? as i32,
                month_number(month)?,
                number("dmy_day")?,
            )?;
            let new = self.date(date);
            let mark = text("dmy_mark")?;
            let mut out =
                text("day_name").map(|_| format!("{}, ", weekday(new))).unwrap_or_default();
            write!(
                out,
                "{:02}{mark}{}{mark}{}",
                new.day(),
                MONTHS[new.month0() as usize],
                new.year()
            )
            .ok()?;
            return Some(out);
        }
        if let Some(month) = text("month") {
            if letter(before) {
                return None;
            }
            let (month, day) = (month_number(month)?, number("day")?);
            let date = match number("year") {
                Some(year) => NaiveDate::from_ymd_opt(year as i32, month, day)?,
                None => self.nearest(month, day)?,
            };
            let new = self.date(date);
            let mut out = text("week").map(|_| format!("{} ", weekday(new))).unwrap_or_default();
            write!(out, "{} {:>2}{}", MONTHS[new.month0() as usize], new.day(), text("clock")?)
                .ok()?;
            if number("year").is_some() {
                write!(out, "{} {}", text("zone").unwrap_or_default(), new.year()).ok()?;
            }
            return Some(out);
        }
        let epoch: i64 = text("epoch")?.parse().ok()?;
        let noon = self.around.and_hms_opt(12, 0, 0)?.and_utc().timestamp();
        let near = (noon - 1500 * 86_400..noon + 400 * 86_400).contains(&epoch);
        (near && !letter(before) && before != Some(b'.') && !letter(after))
            .then(|| format!("{}{}", self.epoch(epoch), text("fine").unwrap_or_default()))
    }

    /// The day of a year-less stamp that lies closest to the incident.
    fn nearest(&self, month: u32, day: u32) -> Option<NaiveDate> {
        let year = self.around.year();
        (year - 1..=year + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .min_by_key(|date| (*date - self.around).num_days().abs())
    }
}

fn month_number(name: &str) -> Option<u32> {
    MONTHS.iter().position(|month| *month == name).map(|at| at as u32 + 1)
}

fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}
