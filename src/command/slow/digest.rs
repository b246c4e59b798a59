//! Statements with their run times, gathered by fingerprint. What two parts of a log gave is put
//! together in their order, and comes to the same as the whole.

use std::{collections::HashMap, hash::BuildHasherDefault};

use sha2::{Digest as _, Sha256};

use super::{
    histogram::Histogram,
    names::{MOST_NAMES, Name, Names, Numbers, Translation},
};
use crate::sql::fingerprint::{AsItIs, Key};

/// Fingerprints that are told apart; what comes later is summed up as one class.
pub(super) const MOST_CLASSES: usize = 10_000;
/// Classes that a digest which is used again keeps in memory.
const MOST_KEPT: usize = 1_024;
/// Names of which it keeps the numbers.
const MOST_NUMBERS: usize = 4_096;
/// Bytes of the statement that is kept as the worst of a class.
pub(super) const KEPT: usize = 4_096;
/// The class of what is over the limit.
pub(super) const OTHER: &str = "(other)";

/// A time, and the source that tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sighting {
    /// Microseconds since 1970.
    pub(super) at: i64,
    /// The source's index.
    pub(super) source: usize,
}

/// The statement that ran longest.
#[derive(Clone, Debug)]
pub(super) struct Worst {
    /// Its first [`KEPT`] bytes.
    pub(super) sql: Vec<u8>,
    /// It is longer.
    pub(super) cut: bool,
    /// Its source's index.
    pub(super) source: usize,
    /// The line on which its entry begins.
    pub(super) line: u64,
}

/// One statement.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample<'a> {
    /// Its text.
    pub(super) sql: &'a [u8],
    /// Run time, where known.
    pub(super) us: Option<u64>,
    /// Time waiting for locks.
    pub(super) lock_us: Option<u64>,
    /// Rows read.
    pub(super) rows_examined: Option<u64>,
    /// Rows sent.
    pub(super) rows_sent: Option<u64>,
    /// Rows changed.
    pub(super) rows_affected: Option<u64>,
    /// The account.
    pub(super) user: Option<Name<'a>>,
    /// The client.
    pub(super) host: Option<Name<'a>>,
    /// The database; `None` where none is known.
    pub(super) database: Option<Name<'a>>,
    /// The database is that of the entry before, which another part of the log holds.
    pub(super) same_database: bool,
    /// When it began.
    pub(super) at: Option<i64>,
    /// The time is that of the entry before, which another part of the log holds, and so many
    /// microseconds.
    pub(super) same_time: Option<i64>,
    /// Its source's index.
    pub(super) source: usize,
}

/// What was seen of one fingerprint.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// Its form.
    pub(super) form: Vec<u8>,
    pub(super) hash: u64,
    /// The next class whose form has the same hash.
    pub(super) next: Option<usize>,
    /// Statements.
    pub(super) count: u64,
    /// Those among them whose run time is known.
    pub(super) timed: u64,
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
    pub(super) users: Names,
    /// Client hosts.
    pub(super) hosts: Names,
    /// Databases.
    pub(super) databases: Names,
    /// Statements whose database is that of the entry before this part of the log.
    pub(super) same_database: u64,
    /// The least and the most to add to the time before this part of the log, where a statement
    /// bears none of its own, and the source.
    pub(super) same_time: Option<(i64, i64, usize)>,
    /// The earliest.
    pub(super) first: Option<Sighting>,
    /// The latest.
    pub(super) last: Option<Sighting>,
    /// The statement that ran longest.
    pub(super) worst: Option<Worst>,
}

fn add(sum: &mut u64, value: u64) {
    *sum = sum.saturating_add(value);
}

impl Class {
    fn add(
        &mut self,
        sample: &Sample<'_>,
        most_names: usize,
        numbers: &mut Numbers,
        line: impl FnOnce() -> u64,
    ) {
        let longest = sample.us.is_some_and(|us| self.timed == 0 || us > self.max_us);
        if longest || self.count == 0 {
            let kept = sample.sql.get(..KEPT).unwrap_or(sample.sql);
            let mut sql = self.worst.take().map(|worst| worst.sql).unwrap_or_default();
            sql.clear();
            sql.extend_from_slice(kept);
            self.worst = Some(Worst {
                sql,
                cut: kept.len() < sample.sql.len(),
                source: sample.source,
                line: line(),
            });
        }
        add(&mut self.count, 1);
        if let Some(us) = sample.us {
            self.min_us = if self.timed == 0 { us } else { self.min_us.min(us) };
            self.max_us = self.max_us.max(us);
            add(&mut self.timed, 1);
            add(&mut self.total_us, us);
            self.times.add(us);
        }
        add(&mut self.lock_us, sample.lock_us.unwrap_or(0));
        add(&mut self.rows_examined, sample.rows_examined.unwrap_or(0));
        add(&mut self.rows_sent, sample.rows_sent.unwrap_or(0));
        add(&mut self.rows_affected, sample.rows_affected.unwrap_or(0));
        for (names, name) in [
            (&mut self.users, sample.user),
            (&mut self.hosts, sample.host),
            (&mut self.databases, sample.database),
        ] {
            if let Some(name) = name.filter(|name| *name != Name::Text(b"")) {
                names.add(name, 1, most_names, numbers);
            }
        }
        self.same_database += u64::from(sample.same_database);
        if let Some(shift) = sample.same_time {
            let (least, most, _) = self.same_time.unwrap_or((shift, shift, sample.source));
            self.same_time = Some((least.min(shift), most.max(shift), sample.source));
        }
        if let Some(at) = sample.at {
            let here = Sighting { at, source: sample.source };
            self.seen(here, here);
        }
    }

    /// Forgets everything but its form and its memory.
    fn clear(&mut self) {
        let Class { form, hash, next, times, users, hosts, databases, worst, .. } = self;
        let mut times = std::mem::take(times);
        let [mut users, mut hosts, mut databases] = [users, hosts, databases].map(std::mem::take);
        for names in [&mut users, &mut hosts, &mut databases] {
            names.clear();
        }
        times.clear();
        *self = Class {
            form: std::mem::take(form),
            hash: *hash,
            next: *next,
            times,
            users,
            hosts,
            databases,
            worst: worst.take(),
            ..Class::default()
        };
    }

    fn seen(&mut self, first: Sighting, last: Sighting) {
        if self.first.is_none_or(|known| first.at < known.at) {
            self.first = Some(first);
        }
        if self.last.is_none_or(|known| last.at > known.at) {
            self.last = Some(last);
        }
    }

    /// Adds what a later part of the log gave; `before` is what stood last before that part.
    fn merge(
        &mut self,
        other: &Class,
        theirs: &mut Translation<'_>,
        numbers: &mut Numbers,
        before: &Before,
        first_line: u64,
    ) {
        let longest = other.timed > 0 && (self.timed == 0 || other.max_us > self.max_us);
        if (longest || self.count == 0)
            && let Some(worst) = &other.worst
        {
            self.worst =
                Some(Worst { line: worst.line.saturating_add(first_line), ..worst.clone() });
        }
        if other.timed > 0 {
            self.min_us =
                if self.timed == 0 { other.min_us } else { self.min_us.min(other.min_us) };
            self.max_us = self.max_us.max(other.max_us);
        }
        add(&mut self.count, other.count);
        add(&mut self.timed, other.timed);
        add(&mut self.total_us, other.total_us);
        self.times.merge(&other.times);
        add(&mut self.lock_us, other.lock_us);
        add(&mut self.rows_examined, other.rows_examined);
        add(&mut self.rows_sent, other.rows_sent);
        add(&mut self.rows_affected, other.rows_affected);
        self.users.merge(&other.users, theirs, numbers);
        self.hosts.merge(&other.hosts, theirs, numbers);
        if let Some(database) =
            before.database.as_deref().filter(|name| other.same_database > 0 && !name.is_empty())
        {
            self.databases.add(Name::Text(database), other.same_database, MOST_NAMES, numbers);
        }
        self.databases.merge(&other.databases, theirs, numbers);
        if let (Some((least, most, source)), Some(at)) = (other.same_time, before.at) {
            let sighting = |shift: i64| Sighting { at: at.saturating_add(shift), source };
            self.seen(sighting(least), sighting(most));
        }
        if let (Some(first), Some(last)) = (other.first, other.last) {
            self.seen(first, last);
        }
    }

    /// The mean run time.
    pub(super) fn mean_us(&self) -> u64 {
        self.total_us.checked_div(self.timed).unwrap_or(0)
    }

    /// The run time that the share `q` of all does not exceed.
    pub(super) fn quantile_us(&self, q: f64) -> u64 {
        self.times.quantile(q).clamp(self.min_us, self.max_us)
    }

    /// A short name for the form, the same in every run.
    pub(super) fn id(&self) -> String {
        let digest: [u8; 32] = Sha256::digest(&self.form).into();
        digest.iter().take(8).map(|byte| format!("{byte:02X}")).collect()
    }
}

/// What the entries before a part of a log hand on to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// The database that was said last.
    pub(super) database: Option<Vec<u8>>,
    /// The time that was said last.
    pub(super) at: Option<i64>,
}

/// All classes, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Digest {
    /// All that were seen since it was new; those without a statement were seen before all was
    /// forgotten.
    pub(super) classes: Vec<Class>,
    by_hash: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
    /// Places of those that have a statement, in the order in which they came.
    order: Vec<usize>,
    /// The numbers of users, hosts and databases.
    pub(super) numbers: Numbers,
    /// Statements.
    pub(super) count: u64,
    /// Their run time.
    pub(super) total_us: u64,
}

impl Digest {
    /// Forgets everything but its memory and, unless they are too many, the places of forms and the
    /// numbers of names. Says whether those still hold.
    pub(super) fn clear(&mut self) -> bool {
        (self.count, self.total_us) = (0, 0);
        let holds = self.classes.len() <= MOST_KEPT && self.numbers.len() <= MOST_NUMBERS;
        if holds {
            for place in &self.order {
                if let Some(class) = self.classes.get_mut(*place) {
                    class.clear();
                }
            }
        } else {
            self.classes.clear();
            self.by_hash.clear();
            self.numbers.clear();
        }
        self.order.clear();
        holds
    }

    /// The place of a form's class: of a new one where there are fewer than `most`, else of that of
    /// the others.
    pub(super) fn place(&mut self, form: &[u8], hash: u64, most: usize) -> usize {
        let first = self.by_hash.get(&hash).copied();
        let mut place = first;
        while let Some(class) = place.and_then(|place| self.classes.get(place)) {
            if class.form == form {
                break;
            }
            place = class.next;
        }
        match place {
            Some(place) => place,
            None if self.classes.len() < most || form == OTHER.as_bytes() => {
                let place = self.classes.len();
                self.classes.push(Class {
                    form: form.to_vec(),
                    hash,
                    next: first,
                    ..Class::default()
                });
                self.by_hash.insert(hash, place);
                place
            }
            // a hash of no other form: this one is made of letters alone and kept under its own
            None => self.place(OTHER.as_bytes(), 0, most),
        }
    }

    /// Adds a statement of the form whose class is at `place`. `most` is the number of names that
    /// are kept of it; `line` gives the line on which its entry begins.
    pub(super) fn add(
        &mut self,
        place: usize,
        sample: &Sample<'_>,
        most_names: usize,
        line: impl FnOnce() -> u64,
    ) {
        add(&mut self.count, 1);
        add(&mut self.total_us, sample.us.unwrap_or(0));
        if let Some(class) = self.classes.get_mut(place) {
            if class.count == 0 {
                self.order.push(place);
            }
            class.add(sample, most_names, &mut self.numbers, line);
        }
    }

    /// Adds a statement of this form as the last of a log, line by line.
    pub(super) fn count(
        &mut self,
        key: Key,
        form: &[u8],
        sample: &Sample<'_>,
        line: impl FnOnce() -> u64,
    ) {
        let place = self.place(form, key.hash(form), MOST_CLASSES);
        self.add(place, sample, MOST_NAMES, line);
    }

    /// Adds what a later part of a log gave, that begins behind `first_line` lines.
    pub(super) fn merge(&mut self, other: &Digest, before: &Before, first_line: u64) {
        add(&mut self.count, other.count);
        add(&mut self.total_us, other.total_us);
        let mut theirs = Translation::of(&other.numbers);
        for class in other.order.iter().filter_map(|place| other.classes.get(*place)) {
            let place = self.place(&class.form, class.hash, MOST_CLASSES);
            if let Some(own) = self.classes.get_mut(place) {
                if own.count == 0 {
                    self.order.push(place);
                }
                own.merge(class, &mut theirs, &mut self.numbers, before, first_line);
            }
        }
    }

    /// The same statements by coarser forms, which `form` makes of fingerprints.
    pub(super) fn grouped(&self, form: impl Fn(&[u8]) -> Vec<u8>) -> Digest {
        let mut coarse = Digest::default();
        let (key, mut theirs) = (Key::default(), Translation::of(&self.numbers));
        for class in &self.classes {
            let form = form(&class.form);
            let place = coarse.place(&form, key.hash(&form), MOST_CLASSES);
            if let Some(own) = coarse.classes.get_mut(place) {
                own.merge(class, &mut theirs, &mut coarse.numbers, &Before::default(), 0);
            }
        }
        (coarse.count, coarse.total_us) = (self.count, self.total_us);
        coarse
    }

    /// The worst statements, whose lines may be filled in later.
    pub(super) fn worst(&mut self) -> impl Iterator<Item = &mut Worst> {
        self.classes
            .iter_mut()
            .filter(|class| class.count > 0)
            .filter_map(|class| class.worst.as_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(us: u64, at: i64) -> Sample<'static> {
        Sample {
            sql: b"select 1",
            us: Some(us),
            rows_examined: Some(10),
            user: Some(Name::Text(b"shop")),
            at: Some(at),
            ..Sample::default()
        }
    }

    #[test]
    fn statements_of_one_form_are_one_class() {
        let key = Key::default();
        let mut digest = Digest::default();
        for (index, us) in [5_000_000_u64, 1_000_000, 9_000_000].into_iter().enumerate() {
            digest.count(key, b"select ?", &sample(us, index as i64), || index as u64);
        }
        digest.count(key, b"delete from a", &sample(1, 9), || 4);
        assert_eq!((digest.count, digest.total_us, digest.classes.len()), (4, 15_000_001, 2));
        let first = &digest.classes[0];
        assert_eq!(
            (first.count, first.min_us, first.max_us, first.mean_us()),
            (3, 1_000_000, 9_000_000, 5_000_000)
        );
        assert_eq!(
            (first.rows_examined, first.users.sorted(&digest.numbers)),
            (30, vec![("shop".to_owned(), 3)])
        );
        assert_eq!(
            (first.first.unwrap().at, first.last.unwrap().at, first.worst.as_ref().unwrap().line),
            (0, 2, 2)
        );
    }

    #[test]
    fn forms_beyond_the_limit_are_one_class() {
        let key = Key::default();
        let mut digest = Digest::default();
        for n in 0..10 {
            let form = format!("select {n}");
            let place = digest.place(form.as_bytes(), key.hash(form.as_bytes()), 4);
            digest.add(place, &sample(1, 0), MOST_NAMES, || 0);
        }
        assert_eq!(
            digest.classes.iter().map(|class| class.count).collect::<Vec<_>>(),
            [1, 1, 1, 1, 6]
        );
        assert_eq!(digest.classes[4].form, OTHER.as_bytes());
    }

    #[test]
    fn parts_give_what_the_whole_gives() {
        let key = Key::default();
        let mut whole = Digest::default();
        let mut parts = [Digest::default(), Digest::default()];
        for n in 0..50_u64 {
            // what was forgotten leaves nothing
            let form = format!("select {}", n * n % 11);
            let place = parts[1].place(form.as_bytes(), key.hash(form.as_bytes()), usize::MAX);
            parts[1].add(place, &sample(n * 1_000, -7), usize::MAX, || n);
        }
        parts[1].clear();
        for n in 0..100_u64 {
            let form = format!("select {}", n % 7);
            let host = format!("web-{n}");
            let one =
                Sample { host: Some(Name::Text(host.as_bytes())), ..sample(n * n % 37, n as i64) };
            whole.count(key, form.as_bytes(), &one, || n);
            let part = &mut parts[usize::from(n >= 40)];
            let place = part.place(form.as_bytes(), key.hash(form.as_bytes()), usize::MAX);
            part.add(place, &one, usize::MAX, || n);
        }
        let mut sum = Digest::default();
        for part in &parts {
            sum.merge(part, &Before::default(), 0);
        }
        let told = |digest: &Digest| {
            let of = |class: &Class| {
                let names = [&class.users, &class.hosts, &class.databases]
                    .map(|names| (names.sorted(&digest.numbers), names.more));
                let none = Names::default;
                format!(
                    "{names:?} {:?}",
                    Class {
                        next: None,
                        users: none(),
                        hosts: none(),
                        databases: none(),
                        ..class.clone()
                    }
                )
            };
            digest.classes.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(told(&sum), told(&whole));
    }

    #[test]
    fn what_stood_before_a_part_is_handed_on() {
        let key = Key::default();
        let mut part = Digest::default();
        part.count(
            key,
            b"select ?",
            &Sample { same_database: true, same_time: Some(-5), ..Sample::default() },
            || 0,
        );
        let mut whole = Digest::default();
        whole.merge(&part, &Before { database: Some(b"shop".to_vec()), at: Some(100) }, 7);
        let class = &whole.classes[0];
        assert_eq!(
            (
                class.databases.sorted(&whole.numbers),
                class.first.unwrap().at,
                class.worst.as_ref().unwrap().line
            ),
            (vec![("shop".to_owned(), 1)], 95, 7)
        );
    }
}
