//! Names and how often each was seen, in the order in which they came.

use std::collections::HashMap;

/// Users, hosts and databases that are kept of a class.
pub(super) const MOST_NAMES: usize = 32;

/// Names with their counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Those that were seen, and behind them some that were before all was forgotten: their memory
    /// is used again.
    list: Vec<(Box<[u8]>, u64)>,
    /// Of the list, how many were seen.
    seen: usize,
    /// Places in the list, where it is long.
    places: HashMap<Box<[u8]>, usize>,
    /// Sightings of names that were not kept.
    pub(super) more: u64,
}

impl Names {
    /// Adds `many` sightings of a name; those of a new one only where fewer than `most` are kept.
    pub(super) fn add(&mut self, name: &[u8], many: u64, most: usize) {
        let place = if self.places.is_empty() { self.list.iter().position(|(known, _)| same(known, name)) } else { self.places.get(name).copied() };
        match place {
            Some(place) if place < self.seen => {
                if let Some((_, count)) = self.list.get_mut(place) {
                    *count = count.saturating_add(many);
                }
            }
            _ if self.seen >= most => self.more = self.more.saturating_add(many),
            Some(place) => {
                self.list.swap(place, self.seen);
                if let Some((_, count)) = self.list.get_mut(self.seen) {
                    *count = many;
                }
                self.seen += 1;
            }
            None => self.push(name, many),
        }
    }

    fn push(&mut self, name: &[u8], many: u64) {
        if self.places.is_empty() && self.list.len() >= MOST_NAMES {
            self.list.truncate(self.seen);
        }
        self.list.push((name.into(), many));
        // one that waits behind those that were seen gives up its place
        self.seen += 1;
        let last = self.list.len() - 1;
        self.list.swap(last, self.seen - 1);
        if self.list.len() == MOST_NAMES + 1 {
            self.places = self.list.iter().enumerate().map(|(place, (name, _))| (name.clone(), place)).collect();
        } else if self.list.len() > MOST_NAMES {
            self.places.insert(name.into(), last);
        }
    }

    /// Adds what a later part of a log gave.
    pub(super) fn merge(&mut self, other: &Names) {
        for (name, many) in other.list.iter().take(other.seen) {
            self.add(name, *many, MOST_NAMES);
        }
        self.more = self.more.saturating_add(other.more);
    }

    /// Forgets everything but its memory.
    pub(super) fn clear(&mut self) {
        if self.list.len() > MOST_NAMES {
            self.list.clear();
        }
        self.places.clear();
        (self.seen, self.more) = (0, 0);
    }

    /// By name.
    pub(super) fn sorted(&self) -> Vec<(String, u64)> {
        let seen = self.list.iter().take(self.seen);
        let mut names: Vec<(String, u64)> = seen.map(|(name, count)| (String::from_utf8_lossy(name).into_owned(), *count)).collect();
        names.sort();
        names
    }
}

/// Whether two names are the same. Most that differ do so in their last byte.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.last() == b.last() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_that_were_forgotten_leave_nothing(rounds in prop::collection::vec(prop::collection::vec(0..60_u8, 0..80), 1..5), most in prop::sample::select(&[3, MOST_NAMES, usize::MAX][..])) {
            let mut used = Names::default();
            for round in &rounds {
                used.clear();
                let mut new = Names::default();
                let mut plain: Vec<(String, u64)> = Vec::new();
                let mut more = 0;
                for n in round {
                    let name = format!("n{n}");
                    used.add(name.as_bytes(), 1, most);
                    new.add(name.as_bytes(), 1, most);
                    match plain.iter().position(|(known, _)| *known == name) {
                        Some(place) => plain[place].1 += 1,
                        None if plain.len() >= most => more += 1,
                        None => plain.push((name, 1)),
                    }
                }
                let in_order: Vec<(String, u64)> = used.list.iter().take(used.seen).map(|(name, count)| (String::from_utf8_lossy(name).into_owned(), *count)).collect();
                prop_assert_eq!(&in_order, &plain);
                prop_assert_eq!((used.more, new.more), (more, more));
                prop_assert_eq!(used.sorted(), new.sorted());
            }
        }
    }
}
