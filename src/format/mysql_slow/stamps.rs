//! The two stamps of a slow log's entry, `# Time:` and `SET timestamp=`, and what they are of:
//! servers and versions differ in whether they write the start of a statement or its end.

use crate::{
    sql::{Dialect, Flavour},
    time::{SECOND, Stamp, Written, micros},
};

/// Which of an entry's two stamps counts, and which is its twin.
pub(super) fn settle(time: Option<Written>, set: Option<Written>, notes: &mut Vec<String>) -> (Option<Written>, Option<Written>) {
    match (time, set) {
        (Some(time), _) if time.offset_s.is_some() => (Some(time), None),
        (Some(time), Some(set)) if near(&time, &set) => (Some(Written { text: time.text.clone(), ..set }), Some(time)),
        (Some(time), Some(_)) => {
            notes.push("SET timestamp is far from # Time: the session's clock was set".into());
            (Some(time), None)
        }
        (Some(time), None) => (Some(time), None),
        (None, set) => (set, None),
    }
}

/// Whether a wall-clock time can be the epoch's in some zone, run time included.
fn near(time: &Written, set: &Written) -> bool {
    match (time.stamp, set.stamp) {
        (Stamp::Local(local), Stamp::Instant(us)) => micros(local).abs_diff(us) < 2 * 86_400 * SECOND as u64,
        _ => true,
    }
}

/// What to add to a stamp to get to the statement's start.
pub(super) fn shift(dialect: Dialect, written: Option<&Written>, query_time_us: Option<u64>) -> i64 {
    let Some(written) = written else { return 0 };
    let epoch = written.offset_s.is_none() && matches!(written.stamp, Stamp::Instant(_));
    let at_start = match dialect.flavour {
        // both of its stamps are the start
        Flavour::MariaDb => true,
        // 5.0 wrote the start, 5.1 to 8.0.13 the end, since then the start beside a `# Time:` with zone
        Flavour::MySql => epoch && dialect.version.is_some_and(|version| !(50_100..80_014).contains(&version)),
        Flavour::Unknown => false,
    };
    if at_start { 0 } else { i64::try_from(query_time_us.unwrap_or(0)).map_or(0, i64::saturating_neg) }
}
