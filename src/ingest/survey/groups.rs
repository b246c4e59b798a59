//! Where the records stand that are to be read in full: of many alike the first and the last.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasherDefault, Hasher},
};

use crate::format::grammar::relevance::Relevance;

/// Grave records up to which new ones are told apart; as many again may be kept as their ends.
const GRAVE: usize = 20_000;
/// Of grave records that are the very same: as many at either end.
const GRAVE_ENDS: usize = 128;
/// Kinds that are told apart; beyond, kinds share a place.
const KINDS: usize = 2048;
const SHARED: u64 = 512;
/// Records kept at either end of a kind while there are few kinds, and while there are many.
const FEW: (usize, usize) = (128, 24);
const MANY: usize = 8;
/// Of a part of a source so many times as many: whatever the parts, what the whole keeps is among
/// what they keep.
const ROOM: usize = 4;

/// Where a record stands and what it takes to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Loc {
    pub(super) start: u64,
    pub(super) len: u32,
    /// Bytes before it that belong to its meaning: the record before.
    pub(super) lead: u32,
    /// The last record before it that later ones depend on.
    pub(super) context: Option<(u64, u32)>,
}

#[derive(Debug)]
struct Kind<T> {
    first: Vec<T>,
    last: VecDeque<T>,
}

// that of the compiler asks it of what is kept, too
impl<T> Default for Kind<T> {
    fn default() -> Kind<T> {
        Kind { first: Vec::new(), last: VecDeque::new() }
    }
}

impl<T> Kind<T> {
    /// Gives how many were left out for it.
    fn take(&mut self, one: T, ends: usize) -> u64 {
        if self.first.len() < ends {
            self.first.push(one);
            return 0;
        }
        self.last.push_back(one);
        let mut spare = 0;
        while self.last.len() > ends {
            self.last.pop_front();
            spare += 1;
        }
        spare
    }
}

/// Likenesses are hashes: one more multiplication spreads them over the table.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type Kinds<T> = HashMap<u64, Kind<T>, BuildHasherDefault<Spread>>;

/// See the module. What is kept of a record is a [`Loc`] or what was read of it.
#[derive(Debug)]
pub(in crate::ingest) struct Groups<T = Loc> {
    grave: Kinds<T>,
    /// How many of these are the first of their kind.
    graves: usize,
    /// It is of a part of a source.
    part: bool,
    kinds: Kinds<T>,
    /// Records that were left out.
    pub(in crate::ingest) dropped: u64,
}

impl<T> Default for Groups<T> {
    fn default() -> Groups<T> {
        Groups {
            grave: Kinds::default(),
            graves: 0,
            part: false,
            kinds: Kinds::default(),
            dropped: 0,
        }
    }
}

impl<T> Groups<T> {
    /// Of a part of a source: they keep whatever any whole may keep of it.
    pub(in crate::ingest) fn of_part() -> Groups<T> {
        Groups { part: true, ..Groups::default() }
    }

    fn room(&self) -> usize {
        if self.part { ROOM } else { 1 }
    }

    /// Records kept at either end of a kind.
    fn ends(&self) -> usize {
        if self.part || self.kinds.len() <= FEW.0 { FEW.1 } else { MANY }
    }

    pub(super) fn take(&mut self, one: T, weight: Relevance, likeness: u64) {
        if weight == Relevance::Grave
            && let Some(kind) = if self.graves < GRAVE * self.room() {
                Some(self.grave.entry(likeness).or_default())
            } else {
                self.grave.get_mut(&likeness)
            }
        {
            let before = kind.first.len();
            self.dropped += kind.take(one, GRAVE_ENDS);
            self.graves += kind.first.len() - before;
            return;
        }
        let key = if self.kinds.len() < KINDS * self.room() || self.kinds.contains_key(&likeness) {
            likeness
        } else {
            likeness % SHARED
        };
        let ends = self.ends();
        self.dropped += self.kinds.entry(key).or_default().take(one, ends);
    }

    /// All that are kept, in no order.
    pub(super) fn into_kept(self) -> Vec<T> {
        let ends = self.ends();
        let mut out: Vec<T> = self
            .grave
            .into_values()
            .flat_map(|kind| kind.first.into_iter().chain(kind.last))
            .collect();
        for kind in self.kinds.into_values() {
            out.extend(kind.first.into_iter().take(ends));
            let skip = kind.last.len().saturating_sub(ends);
            out.extend(kind.last.into_iter().skip(skip));
        }
        out
    }
}

impl Groups {
    /// All that are kept, in the order of the bytes.
    pub(super) fn into_locs(self) -> Vec<Loc> {
        let mut out = self.into_kept();
        out.sort_unstable_by_key(|loc| loc.start);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_very_same_grave_records_the_first_and_last_are_kept_and_of_others_all() {
        let loc = |start| Loc { start, len: 1, lead: 0, context: None };
        let mut groups = Groups::default();
        for start in 0..1_000 {
            groups.take(loc(start), Relevance::Grave, 7);
            groups.take(loc(10_000 + start), Relevance::Grave, 1_000 + start);
        }
        assert_eq!(groups.dropped, 1_000 - 2 * GRAVE_ENDS as u64);
        let kept: Vec<u64> = groups.into_locs().iter().map(|loc| loc.start).collect();
        let ends = GRAVE_ENDS as u64;
        assert_eq!(
            kept,
            (0..ends).chain(1_000 - ends..1_000).chain(10_000..11_000).collect::<Vec<_>>()
        );
    }
}
