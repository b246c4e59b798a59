//! The runs of a schedule as instants, by the habits of the daemon that keeps it where a zone
//! leaves
//! an hour out or repeats it.
//!
//! Debian's cron and cronie (cron.c, `find_jobs`): a job with `*` in its minute or hour field
//! follows the clock; one of fixed time that fell into the gap runs right after it, and in a
//! repeated hour runs in the first pass only. systemd (calendarspec.c, `find_next`): what falls
//! into
//! the gap is left out, and nothing runs in the second pass. Laravel, busybox and supercronic look
//! at
//! the clock each minute.

use chrono::{DateTime, NaiveDateTime};

use super::{Habit, Schedule};

/// In the unit of instants.
const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
/// No zone jumps further; Vixie's cron takes more for a correction of the clock.
const JUMP: i64 = 3 * 60 * MINUTE;

impl Schedule {
    /// Whether a run is due in the minute of the instant `at` (microseconds of the epoch), where
    /// `offset` gives a zone's seconds east of UTC at an instant.
    pub(crate) fn due(&self, at: i64, offset: &dyn Fn(i64) -> i32) -> bool {
        let at = at.saturating_sub(at.rem_euclid(MINUTE));
        let shift = |at: i64| i64::from(offset(at)).saturating_mul(SECOND);
        let Some(now) = local(at, offset) else { return false };
        let shown = self.matches(now);
        if self.habit == Habit::Clock || (self.habit == Habit::Vixie && self.follows_clock) {
            return shown;
        }
        // the same reading of the clock a while ago
        let before = shift(at.saturating_sub(JUMP)).saturating_sub(shift(at));
        let repeated = before > 0 && shift(at.saturating_sub(before)) > shift(at);
        if shown && !repeated {
            return true;
        }
        let last = at.saturating_sub(MINUTE);
        let jump = shift(at).saturating_sub(shift(last));
        if self.habit != Habit::Vixie || jump <= 0 || jump > JUMP {
            return false;
        }
        // what the clock did not show
        local(last, offset).and_then(|before| self.next(before)).is_some_and(|run| run < now)
    }
}

/// What the clock shows; none for instants that no calendar has.
fn local(at: i64, offset: &dyn Fn(i64) -> i32) -> Option<NaiveDateTime> {
    let shown = at.saturating_add(i64::from(offset(at)).saturating_mul(SECOND));
    DateTime::from_timestamp_micros(shown).map(|shown| shown.naive_utc())
}

#[cfg(test)]
mod tests {
    use chrono::{Offset as _, TimeZone as _};
    use chrono_tz::Europe::Berlin;

    use super::*;

    fn utc(at: i64) -> DateTime<chrono::Utc> {
        DateTime::from_timestamp_micros(at).expect("a time")
    }

    fn berlin(at: i64) -> i32 {
        Berlin.offset_from_utc_datetime(&utc(at).naive_utc()).fix().local_minus_utc()
    }

    fn instant(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(&format!("{}Z", text.replace(' ', "T")))
            .expect("a time")
            .timestamp_micros()
    }

    /// Minutes in which the next run is looked for.
    const WEEK: i64 = 7 * 24 * 60;

    /// The next runs after a time in UTC, in UTC.
    fn runs(schedule: &Schedule, from: &str, count: usize) -> Vec<String> {
        let mut at = instant(from);
        let mut found = Vec::new();
        for _ in 0..count {
            at = (1..WEEK)
                .map(|n| at + n * MINUTE)
                .find(|at| schedule.due(*at, &berlin))
                .expect("a run");
            found.push(utc(at).format("%m-%d %H:%M").to_string());
        }
        found
    }

    fn parse(text: &str) -> Schedule {
        Schedule::parse(text).expect(text)
    }

    // the zone leaves out 02:00 to 03:00 on 2026-03-29 and repeats it on 2026-10-25

    #[test]
    fn vixies_fixed_jobs_run_once_a_day_whatever_the_clock_does() {
        let job = parse("30 2 * * *");
        assert_eq!(
            runs(&job, "2026-03-28 12:00:00", 3),
            ["03-29 01:00", "03-30 00:30", "03-31 00:30"]
        );
        assert_eq!(
            runs(&job, "2026-10-24 12:00:00", 3),
            ["10-25 00:30", "10-26 01:30", "10-27 01:30"]
        );
        assert_eq!(
            runs(&parse("@daily"), "2026-10-24 12:00:00", 2),
            ["10-24 22:00", "10-25 23:00"]
        );
    }

    #[test]
    fn vixies_jobs_with_a_star_follow_the_clock() {
        assert_eq!(
            runs(&parse("*/30 2 * * *"), "2026-10-24 23:50:00", 5),
            ["10-25 00:00", "10-25 00:30", "10-25 01:00", "10-25 01:30", "10-26 01:00"]
        );
        assert_eq!(
            runs(&parse("15 * * * *"), "2026-03-29 00:00:00", 2),
            ["03-29 00:15", "03-29 01:15"]
        );
        assert_eq!(runs(&parse("*/30 2 * * *"), "2026-03-28 12:00:00", 1), ["03-30 00:00"]);
    }

    #[test]
    fn systemd_leaves_the_gap_and_the_second_pass_out() {
        // as `systemd-analyze calendar --base-time` of systemd 252 says
        assert_eq!(
            runs(&parse("OnCalendar=*:0/30"), "2026-10-24 23:50:00", 4),
            ["10-25 00:00", "10-25 00:30", "10-25 02:00", "10-25 02:30"]
        );
        assert_eq!(runs(&parse("OnCalendar=*:0/30"), "2026-10-25 00:50:00", 1), ["10-25 02:00"]);
        assert_eq!(
            runs(&parse("OnCalendar=*-*-* 02:30:00"), "2026-10-24 12:00:00", 2),
            ["10-25 00:30", "10-26 01:30"]
        );
        assert_eq!(
            runs(&parse("OnCalendar=*-*-* 02:30:00"), "2026-03-28 12:00:00", 2),
            ["03-30 00:30", "03-31 00:30"]
        );
        assert_eq!(
            runs(&parse("OnCalendar=*:0/30"), "2026-03-29 00:20:00", 2),
            ["03-29 00:30", "03-29 01:00"]
        );
    }

    #[test]
    fn laravel_and_busybox_look_at_the_clock() {
        assert_eq!(
            runs(&parse("dailyAt('02:30')"), "2026-10-24 12:00:00", 3),
            ["10-25 00:30", "10-25 01:30", "10-26 01:30"]
        );
        assert_eq!(
            runs(
                &Schedule { habit: Habit::Clock, ..parse("30 2 * * *") },
                "2026-03-28 12:00:00",
                1
            ),
            ["03-30 00:30"]
        );
    }
}
