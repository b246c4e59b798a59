//! What the migrations table says of the time before and after.

use std::collections::BTreeSet;

use crate::{
    case::facts::Case,
    event::kind::EventKind,
    time::{SECOND, When},
    verdict::impact::loss::Batches,
};

/// The newest batches on either side of the acts, and what has not run any more; `None` where the
/// evidence has no rows of the migrations table.
pub(crate) fn batches(case: &Case<'_>, started: When, ended: i64) -> Option<Batches> {
    let mut before: Option<u64> = None;
    let mut after: Option<u64> = None;
    let mut ran_after: BTreeSet<&str> = BTreeSet::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut after_seen = false;
    for &index in &case.migrations {
        let event = case.events.get(index);
        let EventKind::Migration(row) = &event.kind else { continue };
        known.insert(&row.migration);
        if !row.ran {
            continue;
        }
        let time = event.when.or_else(|| case.backup_named.get(&index).copied());
        let lower = case.path(index).to_ascii_lowercase();
        let word = |w: &str| lower.split(|c: char| !c.is_ascii_alphabetic()).any(|p| p == w);
        let is_before = match time {
            // A day's name alone may mean any hour of it; on the day of the loss it is taken for
            // after.
            Some(when) => when.latest <= started.best.saturating_add(SECOND) || word("before"),
            None => word("before"),
        };
        let is_after = match time {
            Some(when) => !is_before && when.latest >= ended.min(started.best),
            None => !is_before,
        };
        if is_before {
            before = before.max(row.batch);
        } else if is_after {
            after = after.max(row.batch);
            after_seen = true;
            ran_after.insert(&row.migration);
        }
    }
    if before.is_none() && after.is_none() {
        return None;
    }
    let pending = if after_seen {
        known.difference(&ran_after).map(|m| (*m).to_owned()).collect()
    } else {
        Vec::new()
    };
    Some(Batches { before, after, pending })
}
