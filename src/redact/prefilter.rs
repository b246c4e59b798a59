//! One pass over the bytes of a text that tells which rules may find anything in it, before any
//! pattern is compiled or run: most of a log holds nothing for any of them.
//!
//! The pass looks four bytes up in tables, whose bits are small groups of signs; only where all
//! four agree the signs themselves are compared. It may let too much through, never too little:
//! tests compare it with looking for every sign at every place, and with applying every rule to
//! every text.

use std::sync::OnceLock;

use super::{
    RULES,
    rule::Level,
    sign::{Seen, Sign, Start},
    statements,
};

/// Signs of which one must be there.
struct Group {
    /// Its bits in the tables.
    buckets: u64,
    /// The least level at which it matters.
    level: Level,
}

struct Tables {
    first: [u64; 256],
    second: [u64; 256],
    third: [u64; 256],
    fourth: [u64; 256],
    groups: Vec<Group>,
    /// Lists of signs with their groups.
    known: Vec<(&'static [Sign], usize)>,
    /// The signs behind each bit, with their groups.
    buckets: [Vec<(usize, &'static Sign)>; 64],
    /// The groups of each rule: all of them must be seen.
    rules: Vec<Vec<usize>>,
    verbs: usize,
    labelled: usize,
    options: usize,
    clients: usize,
    /// The groups up to this one tell of statements, not of rules.
    statements: usize,
}

/// Signs of a group that share a bit of the tables; of a long list, more.
const SHARED: usize = 6;
/// Bits of one group at most, where all its signs are words.
const BITS: usize = 4;
/// Were there more than bits, this one would be shared by groups: slower, but as right.
const LAST: usize = 63;

impl Tables {
    fn new() -> Tables {
        let mut tables = Tables {
            first: [0; 256],
            second: [0; 256],
            third: [0; 256],
            fourth: [0; 256],
            groups: Vec::new(),
            known: Vec::new(),
            buckets: std::array::from_fn(|_| Vec::new()),
            rules: Vec::new(),
            verbs: 0,
            labelled: 0,
            options: 0,
            clients: 0,
            statements: 0,
        };
        tables.verbs = tables.add(statements::VERBS, Level::Secrets);
        tables.labelled = tables.add(statements::LABELS, Level::Secrets);
        tables.options = tables.add(statements::OPTIONS, Level::Secrets);
        tables.clients = tables.add(statements::CLIENTS, Level::Secrets);
        tables.statements = tables.groups.len();
        for rule in RULES.iter().copied().flatten() {
            let groups = rule.signs.iter().map(|signs| tables.add(signs, rule.level)).collect();
            tables.rules.push(groups);
        }
        tables
    }

    /// Adds a group of signs; its number.
    fn add(&mut self, signs: &'static [Sign], level: Level) -> usize {
        // rules may share a list
        if let Some((_, group)) = self.known.iter().find(|(known, _)| std::ptr::eq(*known, signs)) {
            return *group;
        }
        let group = self.groups.len();
        self.known.push((signs, group));
        let mut own = 0u64;
        // those of classes would let too much through for others
        let alike =
            |a: &Sign, b: &Sign| matches!((&a.start, &b.start), (Start::Word(_), Start::Word(_)));
        let shared = signs.len().div_ceil(BITS).max(SHARED);
        for some in signs.chunk_by(alike).flat_map(|words| words.chunks(shared)) {
            let bucket = self.buckets.iter().position(Vec::is_empty).unwrap_or(LAST);
            let bit = 1u64 << bucket;
            own |= bit;
            for sign in some {
                if let Some(bucket) = self.buckets.get_mut(bucket) {
                    bucket.push((group, sign));
                }
                for (nth, table) in
                    [&mut self.first, &mut self.second, &mut self.third, &mut self.fourth]
                        .into_iter()
                        .enumerate()
                {
                    match sign.bytes(nth) {
                        Some(bytes) => bytes.iter().for_each(|b| {
                            table
                                .iter_mut()
                                .skip(usize::from(*b))
                                .take(1)
                                .for_each(|entry| *entry |= bit);
                        }),
                        None => table.iter_mut().for_each(|entry| *entry |= bit),
                    }
                }
            }
        }
        self.groups.push(Group { buckets: own, level });
        group
    }
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(Tables::new)
}

/// What `text` shows of what matters at `level`.
pub(crate) fn look(text: &[u8], level: Level) -> Seen {
    look_for(text, level, true)
}

/// The same, but nothing of statements.
pub(crate) fn look_for_rules(text: &[u8], level: Level) -> Seen {
    look_for(text, level, false)
}

fn look_for(text: &[u8], level: Level, statements: bool) -> Seen {
    let tables = tables();
    let mut look = Look { tables, text, active: 0, groups: 0, verbs: Vec::new() };
    let first = if statements { 0 } else { tables.statements };
    for group in tables.groups.iter().skip(first).filter(|group| group.level <= level) {
        look.active |= group.buckets;
    }
    let lookup = |table: &[u64; 256], b: u8| table.get(usize::from(b)).copied().unwrap_or_default();
    let some = |table: &[u64; 256], at: usize| text.get(at).map_or(u64::MAX, |b| lookup(table, *b));
    // a line break stands in front of the text
    let bits = lookup(&tables.first, b'\n')
        & some(&tables.second, 0)
        & some(&tables.third, 1)
        & some(&tables.fourth, 2);
    look.compare(0, bits & look.active);
    for (at, four) in text.windows(4).enumerate() {
        if let [a, b, c, d] = *four {
            let bits = lookup(&tables.first, a)
                & lookup(&tables.second, b)
                & lookup(&tables.third, c)
                & lookup(&tables.fourth, d)
                & look.active;
            if bits != 0 {
                look.compare(at.saturating_add(1), bits);
            }
        }
    }
    // the last places have no four bytes behind them
    for at in text.len().saturating_sub(3)..text.len() {
        let bits = some(&tables.first, at)
            & some(&tables.second, at.saturating_add(1))
            & some(&tables.third, at.saturating_add(2));
        look.compare(at.saturating_add(1), bits & look.active);
    }
    let seen = |group: usize| look.groups & (1 << group) != 0;
    let mut rules = 0u64;
    for (index, groups) in tables.rules.iter().enumerate() {
        if groups.iter().all(|group| seen(*group)) {
            rules |= 1u64.checked_shl(index as u32).unwrap_or_default();
        }
    }
    Seen {
        rules,
        client: seen(tables.options) && seen(tables.clients),
        labelled: seen(tables.labelled),
        verbs: look.verbs,
    }
}

struct Look<'t> {
    tables: &'static Tables,
    text: &'t [u8],
    /// Bits of signs that are still looked for.
    active: u64,
    /// One bit for each group that was seen.
    groups: u64,
    verbs: Vec<usize>,
}

impl Look<'_> {
    /// Compares the signs behind `bits` with the text; the bytes that agree begin in front of
    /// `behind`.
    #[inline(never)]
    fn compare(&mut self, behind: usize, mut bits: u64) {
        while bits != 0 {
            let bucket = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            let Some(signs) = self.tables.buckets.get(bucket) else { continue };
            let alone = signs.len() == 1 && behind.saturating_add(3) <= self.text.len();
            for (group, sign) in signs {
                let Some(at) = sign.place(behind) else { continue };
                if !sign.is_at(self.text, at, alone) {
                    continue;
                }
                self.groups |= 1 << group;
                if *group == self.tables.verbs {
                    // all of them are wanted, each once
                    if self.verbs.last() != Some(&at) {
                        self.verbs.push(at);
                    }
                } else if let Some(group) = self.tables.groups.get(*group) {
                    self.active &= !group.buckets | 1 << LAST;
                    bits &= self.active;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
