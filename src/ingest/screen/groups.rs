//! Where the records stand that are to be read in full: of many alike the first and the last.

use std::collections::{HashMap, VecDeque};

use crate::parse::screen::Weight;

/// Grave records that are kept whatever they are like.
const GRAVE: usize = 20_000;
/// Kinds that are told apart; beyond, kinds share a place.
const KINDS: usize = 2048;
const SHARED: u64 = 512;
/// Records kept at either end of a kind while there are few kinds, and while there are many.
const FEW: (usize, usize) = (128, 48);
const MANY: usize = 8;

/// Where a record stands and what it takes to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Loc {
    pub(super) start: u64,
    pub(super) len: u32,
    /// Bytes before it that belong to its meaning: the record before.
    pub(super) lead: u32,
    /// From 1.
    pub(super) line: u64,
    /// The last record before it that later ones depend on.
    pub(super) context: Option<(u64, u32)>,
}

#[derive(Debug, Default)]
struct Kind {
    first: Vec<Loc>,
    last: VecDeque<Loc>,
}

/// See the module.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Groups {
    grave: Vec<Loc>,
    kinds: HashMap<u64, Kind>,
    /// Records that were left out.
    pub(in crate::ingest) dropped: u64,
}

impl Groups {
    pub(super) fn take(&mut self, loc: Loc, weight: Weight, likeness: u64) {
        if weight == Weight::Grave && self.grave.len() < GRAVE {
            self.grave.push(loc);
            return;
        }
        let key = if self.kinds.len() < KINDS || self.kinds.contains_key(&likeness) { likeness } else { likeness % SHARED };
        let ends = if self.kinds.len() <= FEW.0 { FEW.1 } else { MANY };
        let kind = self.kinds.entry(key).or_default();
        if kind.first.len() < ends {
            kind.first.push(loc);
            return;
        }
        kind.last.push_back(loc);
        while kind.last.len() > ends {
            kind.last.pop_front();
            self.dropped += 1;
        }
    }

    /// All that are kept, in the order of the bytes.
    pub(super) fn into_locs(self) -> Vec<Loc> {
        let ends = if self.kinds.len() <= FEW.0 { FEW.1 } else { MANY };
        let mut out = self.grave;
        for (_, kind) in self.kinds {
            out.extend(kind.first.into_iter().take(ends));
            let skip = kind.last.len().saturating_sub(ends);
            out.extend(kind.last.into_iter().skip(skip));
        }
        out.sort_unstable_by_key(|loc| loc.start);
        out
    }
}
