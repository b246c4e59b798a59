//! When a job is due: crontab's five fields and nicknames, the frequency calls of Laravel's
//! scheduler, and systemd's calendar expressions, over wall-clock time.
//!
//! Readings of the clock are in the local time of whatever zone the scheduler runs in; the runs
//! as instants, by each daemon's habits where a zone leaves an hour out or repeats it, are in
//! [`runs`].

mod fields;
mod laravel;
mod runs;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use self::fields::{MONTHS, WEEKDAYS, has, set};

/// What a daemon does where the clock jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Debian's cron and cronie.
    Vixie,
    /// systemd's timers.
    Systemd,
    /// Whatever the clock shows: Laravel, busybox, supercronic.
    Clock,
}

/// A schedule that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
    minutes: u64,
    hours: u64,
    /// Bit 0 stands for the last day of a month.
    days: u64,
    months: u64,
    weekdays: u64,
    years: Option<(i32, i32)>,
    /// Either of day and weekday suffices (crontab, both restricted).
    either: bool,
    /// It runs when the host starts, at no time of the clock.
    boot: bool,
    zone: Option<String>,
    habit: Habit,
    /// Its minute or hour field begins with `*`.
    follows_clock: bool,
}

/// Among the days of a month, which begin at 1.
const LAST_DAY: u64 = 1;

/// How far [`Schedule::next`] looks: past the next Feb 29 of any kind.
const DAYS_MAX: u64 = 366 * 9;

impl Schedule {
    /// Reads any of the forms: `15 3 * * *`, `@daily`, `OnCalendar=Mon *-*-* 06:00:00`,
    /// `weekdays()->dailyAt('03:15')`.
    pub(crate) fn parse(text: &str) -> Option<Schedule> {
        let text = text.trim();
        if let Some(calendar) = text.strip_prefix("OnCalendar=") {
            return Schedule::calendar(calendar);
        }
        if text.starts_with('@') {
            return Schedule::nickname(text);
        }
        if text.contains('(') {
            return Schedule::laravel(text);
        }
        Schedule::cron(text).or_else(|| Schedule::calendar(text))
    }

    /// Five fields of a crontab, with names, lists, ranges, steps and cronie's `a~b`.
    pub(crate) fn cron(text: &str) -> Option<Schedule> {
        let mut fields = text.split_ascii_whitespace();
        let (minute, hour, day, month, weekday) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        if fields.next().is_some() {
            return None;
        }
        let star = |field: &str| field.starts_with(['*', '?']);
        let weekdays = set(weekday, 0, 7, &WEEKDAYS)?;
        Some(Schedule {
            minutes: set(minute, 0, 59, &[])?,
            hours: set(hour, 0, 23, &[])?,
            days: if day.eq_ignore_ascii_case("l") { LAST_DAY } else { set(day, 1, 31, &[])? },
            months: set(month, 1, 12, &MONTHS)?,
            // 7 is Sunday as 0 is
            weekdays: (weekdays | (weekdays >> 7)) & 0x7f,
            years: None,
            either: !star(day) && !star(weekday),
            boot: false,
            zone: None,
            habit: Habit::Vixie,
            follows_clock: star(minute) || star(hour),
        })
    }

    fn nickname(text: &str) -> Option<Schedule> {
        let fields = match text.to_ascii_lowercase().as_str() {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            "@every_minute" => "* * * * *",
            "@reboot" => {
                let mut boot = Schedule::cron("0 0 1 1 *")?;
                boot.boot = true;
                return Some(boot);
            }
            _ => return None,
        };
        Schedule::cron(fields)
    }

    /// Laravel's frequency calls; the result is when it may run.
    pub(crate) fn laravel(text: &str) -> Option<Schedule> {
        let (fields, zone) = laravel::fields(text)?;
        Some(Schedule { zone, habit: Habit::Clock, ..Schedule::cron(&fields.join(" "))? })
    }

    /// A calendar expression of systemd.time(7), without its `~` (days from the end of a month).
    pub(crate) fn calendar(text: &str) -> Option<Schedule> {
        let text = text.trim();
        let (weekdays, date, time, zone) = match text.to_ascii_lowercase().as_str() {
            "minutely" => ("", "*-*-*", "*:*:00", None),
            "hourly" => ("", "*-*-*", "*:00:00", None),
            "daily" => ("", "*-*-*", "00:00:00", None),
            "weekly" => ("Mon", "*-*-*", "00:00:00", None),
            "monthly" => ("", "*-*-01", "00:00:00", None),
            "quarterly" => ("", "*-01,04,07,10-01", "00:00:00", None),
            "semiannually" => ("", "*-01,07-01", "00:00:00", None),
            "yearly" | "annually" => ("", "*-01-01", "00:00:00", None),
            _ => {
                let (mut weekdays, mut date, mut time, mut zone) = ("", None, None, None);
                for word in text.split_ascii_whitespace() {
                    if word.contains(':') && time.is_none() {
                        time = Some(word);
                    } else if date.is_none()
                        && time.is_none()
                        && word.contains('-')
                        && word.starts_with(|c: char| c.is_ascii_digit() || c == '*')
                    {
                        date = Some(word);
                    } else if date.is_none() && time.is_none() && weekdays.is_empty() {
                        weekdays = word;
                    } else if zone.is_none() {
                        zone = Some(word);
                    } else {
                        return None;
                    }
                }
                (weekdays, date.unwrap_or("*-*-*"), time.unwrap_or("00:00:00"), zone)
            }
        };
        let weekdays = if weekdays.is_empty() {
            0x7f
        } else {
            let days = set(&weekdays.replace("..", "-"), 0, 7, &WEEKDAYS)?;
            (days | (days >> 7)) & 0x7f
        };
        let mut parts = date.rsplitn(3, '-');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next().unwrap_or("*"));
        let years = if year == "*" {
            None
        } else {
            let (from, to) = year.split_once("..").unwrap_or((year, year));
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        let mut parts = time.split(':');
        let (hour, minute) = (parts.next()?, parts.next()?);
        Some(Schedule {
            minutes: set(&minute.replace("..", "-"), 0, 59, &[])?,
            hours: set(&hour.replace("..", "-"), 0, 23, &[])?,
            days: set(&day.replace("..", "-"), 1, 31, &[])?,
            months: set(&month.replace("..", "-"), 1, 12, &[])?,
            weekdays,
            years,
            either: false,
            boot: false,
            zone: zone.map(str::to_owned),
            habit: Habit::Systemd,
            follows_clock: false,
        })
    }

    /// The zone that the expression itself names.
    pub(crate) fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }

    /// Whether a run falls into the minute of `at`.
    pub(crate) fn matches(&self, at: NaiveDateTime) -> bool {
        !self.boot
            && self.on(at.date())
            && has(self.hours, at.hour())
            && has(self.minutes, at.minute())
    }

    /// The first run after `at`.
    pub(crate) fn next(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if self.boot {
            return None;
        }
        let mut date = at.date();
        for _ in 0..DAYS_MAX {
            if self.on(date) {
                let found = self
                    .times()
                    .filter_map(|(hour, minute)| date.and_hms_opt(hour, minute, 0))
                    .find(|run| *run > at);
                if found.is_some() {
                    return found;
                }
            }
            date = date.succ_opt()?;
        }
        None
    }

    fn times(&self) -> impl Iterator<Item = (u32, u32)> {
        let (hours, minutes) = (self.hours, self.minutes);
        (0..24).filter(move |hour| has(hours, *hour)).flat_map(move |hour| {
            (0..60).filter(move |minute| has(minutes, *minute)).map(move |minute| (hour, minute))
        })
    }

    fn on(&self, date: NaiveDate) -> bool {
        if self.years.is_some_and(|(from, to)| !(from..=to).contains(&date.year()))
            || !has(self.months, date.month())
        {
            return false;
        }
        let day = has(self.days, date.day())
            || (self.days & LAST_DAY != 0
                && date.succ_opt().is_some_and(|next| next.month() != date.month()));
        let weekday = has(self.weekdays, date.weekday().num_days_from_sunday());
        if self.either { day || weekday } else { day && weekday }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a time")
    }

    fn next(schedule: &str, from: &str) -> String {
        Schedule::parse(schedule)
            .expect(schedule)
            .next(at(from))
            .map(|at| at.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_daily_job_fits_the_second_after_it_is_due() {
        for text in [
            "15 3 * * *",
            "dailyAt('03:15')",
            "daily()->at('3:15')",
            "OnCalendar=*-*-* 03:15:00",
            "cron('15 3 * * *')",
        ] {
            let schedule = Schedule::parse(text).expect(text);
            assert!(schedule.matches(at("2025-11-18 03:15:01")), "{text}");
            assert!(!schedule.matches(at("2025-11-18 03:16:01")), "{text}");
            assert!(schedule.matches(at("2025-11-18 03:15:04")), "{text}");
        }
    }

    #[test]
    fn day_and_weekday_both_set_mean_either() {
        assert_eq!(next("7 4 1 jan-dec mon-fri", "2025-10-27 12:00:00"), "2025-10-28 04:07:00");
        assert_eq!(next("7 4 1 * *", "2025-10-27 12:00:00"), "2025-11-01 04:07:00");
        assert_eq!(next("0 0 */2 * 1", "2025-10-27 12:00:00"), "2025-11-03 00:00:00");
    }

    #[test]
    fn lists_steps_names_and_sunday_as_seven() {
        assert_eq!(next("*/15 22-23 * * fri,sat", "2025-10-27 12:00:00"), "2025-10-31 22:00:00");
        assert_eq!(next("5,35 0-4/2 * * *", "2025-10-28 00:05:00"), "2025-10-28 00:35:00");
        assert_eq!(next("0 0 * * 7", "2025-10-27 12:00:00"), "2025-11-02 00:00:00");
        assert_eq!(next("0 0 29 2 *", "2025-10-27 12:00:00"), "2028-02-29 00:00:00");
        assert_eq!(next("@hourly", "2025-10-27 12:00:00"), "2025-10-27 13:00:00");
        for text in [
            "60 * * * *",
            "* * * *",
            "* * * * * *",
            "* * 0 * *",
            "x * * * *",
            "*/0 * * * *",
            "5-2 * * * *",
        ] {
            assert_eq!(Schedule::cron(text), None, "{text}");
        }
        assert_eq!(next("@reboot", "2025-10-27 12:00:00"), "");
    }

    #[test]
    fn laravel_calls_make_the_fields_that_laravel_makes() {
        for (call, fields) in [
            ("everyTenMinutes()", "*/10 * * * *"),
            ("hourlyAt(30)", "30 * * * *"),
            ("hourlyAt([15, 45])", "15,45 * * * *"),
            ("twiceDaily(1, 13)", "0 1,13 * * *"),
            ("weeklyOn(1, '8:00')", "0 8 * * 1"),
            ("weekdays()->dailyAt('13:00')", "0 13 * * 1-5"),
            ("dailyAt('13:00')->mondays()->withoutOverlapping()", "0 13 * * 1"),
            ("monthlyOn(4, '15:00')", "0 15 4 * *"),
            ("quarterly()", "0 0 1 1-12/3 *"),
            ("->cron('0 5 * * 1,2')->onOneServer()", "0 5 * * 1,2"),
            ("days([Schedule::SUNDAY, Schedule::WEDNESDAY])->at('2:00')", "0 2 * * 0,3"),
        ] {
            assert_eq!(
                Schedule::laravel(call),
                Schedule::cron(fields).map(|schedule| Schedule { habit: Habit::Clock, ..schedule }),
                "{call}"
            );
        }
        assert_eq!(Schedule::laravel("runInBackground()"), None);
        assert_eq!(
            Schedule::laravel("daily()->timezone('Asia/Tokyo')").and_then(|s| s.zone).as_deref(),
            Some("Asia/Tokyo")
        );
        assert!(
            Schedule::laravel("lastDayOfMonth('15:00')")
                .expect("known")
                .matches(at("2024-02-29 15:00:00"))
        );
    }

    #[test]
    fn calendar_expressions_of_systemd() {
        assert_eq!(
            next("OnCalendar=Mon..Fri *-*-* 06:00:00 Europe/Berlin", "2025-10-25 12:00:00"),
            "2025-10-27 06:00:00"
        );
        assert_eq!(
            Schedule::calendar("Mon..Fri 06:00 Europe/Berlin").and_then(|s| s.zone).as_deref(),
            Some("Europe/Berlin")
        );
        assert_eq!(next("OnCalendar=*:0/15", "2025-10-25 12:01:00"), "2025-10-25 12:15:00");
        assert_eq!(next("OnCalendar=weekly", "2025-10-25 12:00:00"), "2025-10-27 00:00:00");
        assert_eq!(
            next("OnCalendar=*-*-01 00:00:00 UTC", "2025-10-25 12:00:00"),
            "2025-11-01 00:00:00"
        );
        assert_eq!(
            next("OnCalendar=Sun *-*-* 03:10/20:00", "2025-10-25 12:00:00"),
            "2025-10-26 03:10:00"
        );
        assert_eq!(Schedule::calendar("hello world"), None);
    }
}
