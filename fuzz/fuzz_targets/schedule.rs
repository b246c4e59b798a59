//! Schedules of cron, Laravel and systemd: the next and the previous run of any that is understood
//! are on the right side of the time asked for, and are runs.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| backtrail::harness::schedule(data));
