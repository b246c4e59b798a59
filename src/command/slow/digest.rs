//! Statements with their run times, gathered by fingerprint.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::histogram::Histogram;
use crate::event::Query;

/// Fingerprints that are told apart; what comes later is summed up as one class.
const MOST_CLASSES: usize = 200_000;
/// Users, hosts and databases that are kept of a class.
const MOST_NAMES: usize = 32;
/// The class of what is over the limit.
const OTHER: &str = "(other)";

/// What was seen of one fingerprint.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// Its form.
    pub(super) fingerprint: String,
    /// Statements.
    pub(super) count: u64,
    /// Run time of all.
    pub(super) total_us: u64,
    /// The shortest.
    pub(super) min_us: u64,
    /// The longest.
    pub(super) max_us: u64,
    /// All run times.
    pub(super) times: Histogram,
    /// Time waiting for locks.
    pub(super) lock_us: u64,
    /// Rows read, of all.
    pub(super) rows_examined: u64,
    /// Rows sent, of all.
    pub(super) rows_sent: u64,
    /// Rows changed, of all.
    pub(super) rows_affected: u64,
    /// Accounts.
    pub(super) users: BTreeMap<String, u64>,
    /// Client hosts.
    pub(super) hosts: BTreeMap<String, u64>,
    /// Databases.
    pub(super) databases: BTreeMap<String, u64>,
    /// The earliest: instant and the event's index.
    pub(super) first: Option<(i64, usize)>,
    /// The latest.
    pub(super) last: Option<(i64, usize)>,
    /// Index of the event that ran longest.
    pub(super) worst: usize,
}

impl Class {
    fn add(&mut self, index: usize, query: &Query, us: u64, at: Option<i64>) {
        if self.count == 0 || us > self.max_us {
            self.worst = index;
        }
        self.min_us = if self.count == 0 { us } else { self.min_us.min(us) };
        self.max_us = self.max_us.max(us);
        self.count = self.count.saturating_add(1);
        self.total_us = self.total_us.saturating_add(us);
        self.times.add(us);
        let add = |sum: &mut u64, value: Option<u64>| *sum = sum.saturating_add(value.unwrap_or(0));
        add(&mut self.lock_us, query.lock_time_us);
        add(&mut self.rows_examined, query.rows_examined);
        add(&mut self.rows_sent, query.rows_sent);
        add(&mut self.rows_affected, query.rows_affected);
        name(&mut self.users, query.user.as_deref());
        name(&mut self.hosts, query.host.as_deref());
        name(&mut self.databases, query.database.as_deref());
        if let Some(at) = at {
            if self.first.is_none_or(|(first, _)| at < first) {
                self.first = Some((at, index));
            }
            if self.last.is_none_or(|(last, _)| at > last) {
                self.last = Some((at, index));
            }
        }
    }

    /// The mean run time.
    pub(super) fn mean_us(&self) -> u64 {
        self.total_us.checked_div(self.count).unwrap_or(0)
    }

    /// A short name for the fingerprint, the same in every run.
    pub(super) fn id(&self) -> String {
        let digest: [u8; 32] = Sha256::digest(self.fingerprint.as_bytes()).into();
        digest.iter().take(8).map(|byte| format!("{byte:02X}")).collect()
    }

    /// As JSON, without what needs the event itself.
    pub(super) fn to_json(&self, all_us: u64) -> Value {
        json!({
            "id": self.id(),
            "fingerprint": self.fingerprint,
            "count": self.count,
            "total_us": self.total_us,
            "share": share(self.total_us, all_us),
            "mean_us": self.mean_us(),
            "min_us": self.min_us,
            "max_us": self.max_us,
            "p50_us": self.times.quantile(0.5).clamp(self.min_us, self.max_us),
            "p95_us": self.times.quantile(0.95).clamp(self.min_us, self.max_us),
            "p99_us": self.times.quantile(0.99).clamp(self.min_us, self.max_us),
            "lock_time_us": self.lock_us,
            "rows_examined": self.rows_examined,
            "rows_sent": self.rows_sent,
            "rows_affected": self.rows_affected,
            "users": self.users,
            "hosts": self.hosts,
            "databases": self.databases,
        })
    }
}

/// A part of the whole, from 0 to 1, to four places.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}

fn name(names: &mut BTreeMap<String, u64>, name: Option<&str>) {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return };
    if let Some(count) = names.get_mut(name) {
        *count = count.saturating_add(1);
    } else if names.len() < MOST_NAMES {
        names.insert(name.to_owned(), 1);
    }
}

/// All classes.
#[derive(Debug, Default)]
pub(super) struct Digest {
    classes: Vec<Class>,
    by_fingerprint: HashMap<String, usize>,
    /// Statements.
    pub(super) count: u64,
    /// Their run time.
    pub(super) total_us: u64,
}

impl Digest {
    /// Adds a statement that ran for `us`, at `at`.
    pub(super) fn add(&mut self, fingerprint: String, index: usize, query: &Query, us: u64, at: Option<i64>) {
        self.count = self.count.saturating_add(1);
        self.total_us = self.total_us.saturating_add(us);
        let fingerprint = if self.classes.len() >= MOST_CLASSES && !self.by_fingerprint.contains_key(&fingerprint) { OTHER.to_owned() } else { fingerprint };
        let place = match self.by_fingerprint.get(&fingerprint) {
            Some(place) => *place,
            None => {
                let place = self.classes.len();
                self.classes.push(Class { fingerprint: fingerprint.clone(), ..Class::default() });
                self.by_fingerprint.insert(fingerprint, place);
                place
            }
        };
        if let Some(class) = self.classes.get_mut(place) {
            class.add(index, query, us, at);
        }
    }

    /// The classes, those with the most of `key` first.
    pub(super) fn sorted(mut self, key: impl Fn(&Class) -> u64) -> Vec<Class> {
        self.classes.sort_by(|a, b| key(b).cmp(&key(a)).then_with(|| a.fingerprint.cmp(&b.fingerprint)));
        self.classes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_one_form_are_one_class() {
        let mut digest = Digest::default();
        for (index, us) in [5_000_000_u64, 1_000_000, 9_000_000].into_iter().enumerate() {
            let query = Query { user: Some("shop".to_owned()), rows_examined: Some(10), ..Query::default() };
            digest.add("select ?".to_owned(), index, &query, us, Some(index as i64));
        }
        digest.add("delete from a".to_owned(), 3, &Query::default(), 1, None);
        assert_eq!((digest.count, digest.total_us), (4, 15_000_001));
        let classes = digest.sorted(|class| class.total_us);
        assert_eq!(classes.len(), 2);
        let first = &classes[0];
        assert_eq!((first.count, first.min_us, first.max_us, first.mean_us(), first.worst), (3, 1_000_000, 9_000_000, 5_000_000, 2));
        assert_eq!((first.rows_examined, first.users.get("shop")), (30, Some(&3)));
        assert_eq!((first.first, first.last), (Some((0, 0)), Some((2, 2))));
    }
}
