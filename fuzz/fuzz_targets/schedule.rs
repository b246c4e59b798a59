//! Schedules of cron, Laravel and systemd: the next and the previous run of any that is understood
//! are on the right side of the time asked for, and are runs.
#![no_main]

use backtrail::time::schedule::Schedule;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((day, text)) = data.split_first_chunk::<4>() else { return };
    let seconds = i64::from(u32::from_le_bytes(*day));
    let at = backtrail::time::utc(seconds * 1_000_000).naive_utc();
    let text = String::from_utf8_lossy(text);
    for schedule in [
        Schedule::parse(&text),
        Schedule::cron(&text),
        Schedule::calendar(&text),
        Schedule::laravel(&text),
    ]
    .into_iter()
    .flatten()
    {
        if let Some(next) = schedule.next(at) {
            assert!(next > at && schedule.matches(next), "{text}: {next} after {at}");
        }
        if let Some(previous) = schedule.previous(at) {
            assert!(previous <= at && schedule.matches(previous), "{text}: {previous} before {at}");
        }
        if schedule.matches(at) {
            assert!(schedule.previous(at).is_some(), "{text}: {at} is a run");
        }
    }
});
