//! One pass over the bytes of a text that tells which rules may find anything in it, before any
//! pattern is compiled or run: most of a log holds nothing for any of them.
//!
//! The pass looks four bytes up in tables, whose bits are small groups of signs; only where all
//! four agree the signs themselves are compared. It may let too much through, never too little:
//! tests compare it with looking for every sign at every place, and with applying every rule to
//! every text.

use std::sync::OnceLock;

use super::{Level, RULES, statements};

/// Something that a text holds if a rule finds anything in it.
pub(super) struct Sign {
    start: Start,
    /// Whether it is one, by what stands around its first byte and the first behind it.
    fits: fn(&[u8], usize, usize) -> bool,
}

/// What a sign begins with.
enum Start {
    /// This, in any case.
    Word(&'static str),
    /// Bytes of these classes, each written as in a pattern, without brackets; empty for any byte.
    Classes([&'static str; 3]),
    /// The same behind a byte of the first class or at the beginning of the text.
    Behind(&'static str, [&'static str; 3]),
}

/// A word in any case.
pub(super) const fn word(word: &'static str) -> Sign {
    Sign { start: Start::Word(word), fits: |_, _, _| true }
}

/// A word in any case at a place where more fits: the text, the word's first byte, one past its last.
pub(super) const fn word_if(word: &'static str, fits: fn(&[u8], usize, usize) -> bool) -> Sign {
    Sign { start: Start::Word(word), fits }
}

/// Bytes of these classes at a place where more fits: the text, the first byte, one past the third.
pub(super) const fn classes(
    classes: [&'static str; 3],
    fits: fn(&[u8], usize, usize) -> bool,
) -> Sign {
    Sign { start: Start::Classes(classes), fits }
}

/// The same behind a byte of another class, or at the beginning of the text, where a line break is
/// taken to stand.
pub(super) const fn classes_behind(
    before: &'static str,
    classes: [&'static str; 3],
    fits: fn(&[u8], usize, usize) -> bool,
) -> Sign {
    Sign { start: Start::Behind(before, classes), fits }
}

impl Sign {
    /// The bytes that may stand at place `nth` of it, or of what stands before it; `None` for any.
    fn bytes(&self, nth: usize) -> Option<Vec<u8>> {
        let class = match self.start {
            Start::Word(word) => {
                return word
                    .as_bytes()
                    .get(nth)
                    .map(|b| vec![b.to_ascii_lowercase(), b.to_ascii_uppercase()]);
            }
            Start::Classes(classes) => classes.get(nth).copied(),
            Start::Behind(before, [first, second, third]) => {
                [before, first, second, third].get(nth).copied()
            }
        };
        class
            .filter(|class| !class.is_empty())
            .map(|class| (0..=u8::MAX).filter(|b| is_member(class, *b)).collect())
    }

    /// Where it begins, if what the tables know of it begins in front of `behind`; `None` in front of
    /// the text.
    fn place(&self, behind: usize) -> Option<usize> {
        match self.start {
            Start::Behind(..) => Some(behind),
            Start::Word(_) | Start::Classes(_) => behind.checked_sub(1),
        }
    }

    /// Whether it is at `at`. `looked_up` says that the tables have told so of its first bytes.
    fn is_at(&self, text: &[u8], at: usize, looked_up: bool) -> bool {
        match self.start {
            // most often not even the first byte is its own: the tables mix what shares a bit
            Start::Word(word)
                if !word
                    .as_bytes()
                    .first()
                    .zip(text.get(at))
                    .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b)) =>
            {
                false
            }
            Start::Word(word) => {
                let end = at.saturating_add(word.len());
                text.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
                    && (self.fits)(text, at, end)
            }
            Start::Classes(classes) | Start::Behind(_, classes) => {
                let in_class = |(nth, class): (usize, &&str)| {
                    class.is_empty()
                        || text.get(at.saturating_add(nth)).is_some_and(|b| is_member(class, *b))
                };
                let behind = match self.start {
                    Start::Behind(class, _) => at == 0 || is_member(class, before(text, at)),
                    _ => true,
                };
                (looked_up || behind && classes.iter().enumerate().all(in_class))
                    && (self.fits)(text, at, at.saturating_add(3).min(text.len()))
            }
        }
    }
}

/// Whether a byte is of the class that is written so: `a-z.`, or `^a-z.` for all others.
fn is_member(class: &str, byte: u8) -> bool {
    let mut rest = class.as_bytes();
    if let Some((b'^', others)) = rest.split_first() {
        return !others.is_empty() && !is_member(class.get(1..).unwrap_or_default(), byte);
    }
    loop {
        let (from, to, more) = match rest {
            [from, b'-', to, more @ ..] => (from, to, more),
            [one, more @ ..] => (one, one, more),
            [] => return false,
        };
        if (*from..=*to).contains(&byte) {
            return true;
        }
        rest = more;
    }
}

/// What a text shows.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// One bit for each rule in the order of [`RULES`]: it may find something.
    rules: u64,
    /// Where statements may begin, in order.
    pub(super) verbs: Vec<usize>,
    /// A client of a database may be handed a statement.
    pub(super) client: bool,
    /// `SQL: ` stands somewhere.
    pub(super) labelled: bool,
}

impl Seen {
    /// Whether the rule of this number may find something.
    pub(super) fn rule(&self, index: usize) -> bool {
        1u64.checked_shl(index as u32).is_none_or(|bit| self.rules & bit != 0)
    }

    /// Whether no rule may find anything.
    pub(super) fn no_rule(&self) -> bool {
        self.rules == 0
    }
}

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

/// Signs of a group that share a bit of the tables.
const SHARED: usize = 4;
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
        let group = self.groups.len();
        let mut own = 0u64;
        // those of classes would let too much through for others
        let alike =
            |a: &Sign, b: &Sign| matches!((&a.start, &b.start), (Start::Word(_), Start::Word(_)));
        for some in signs.chunk_by(alike).flat_map(|words| words.chunks(SHARED)) {
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
pub(super) fn look(text: &[u8], level: Level) -> Seen {
    look_for(text, level, true)
}

/// The same, but nothing of statements.
pub(super) fn look_for_rules(text: &[u8], level: Level) -> Seen {
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
    /// Compares the signs behind `bits` with the text; the bytes that agree begin in front of `behind`.
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

/// What patterns over bytes call blank.
pub(super) fn blank(b: u8) -> bool {
    matches!(b, b' ' | 9..=13)
}

/// The byte at a place; 0 beyond the ends.
pub(super) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or_default()
}

/// The byte in front of a place; 0 at the beginning.
pub(super) fn before(text: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |at| byte(text, at))
}

/// The first place at `at` or behind whose byte is none of these.
pub(super) fn skip(text: &[u8], at: usize, of: impl Fn(u8) -> bool) -> usize {
    text.get(at..).map_or(at, |rest| {
        rest.iter().position(|b| !of(*b)).map_or(text.len(), |found| at.saturating_add(found))
    })
}

/// How many bytes at `at` are of these.
pub(super) fn run(text: &[u8], at: usize, of: impl Fn(u8) -> bool) -> usize {
    skip(text, at, of).saturating_sub(at)
}

/// Whether a byte is part of a word.
pub(super) fn wordy(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Whether the text goes on with this, in any case.
pub(super) fn goes_on(text: &[u8], at: usize, with: &str) -> bool {
    text.get(at..at.saturating_add(with.len()))
        .is_some_and(|found| found.eq_ignore_ascii_case(with.as_bytes()))
}

/// Where the value begins that is assigned to a name which ends at `end`: behind a closing quote
/// (`«` of the patterns), blanks and `=>`, `:=`, `:` or `=`.
pub(super) fn assigned(text: &[u8], end: usize) -> Option<usize> {
    let slashes = skip(text, end, |b| b == b'\\');
    let mut at = match (byte(text, slashes), byte(text, end)) {
        (b'"', _) => slashes.saturating_add(1),
        (_, b'\'' | b'`') => end.saturating_add(1),
        _ => end,
    };
    at = skip(text, at, blank);
    let sign = match (byte(text, at), byte(text, at.saturating_add(1))) {
        (b'=', b'>') | (b':', b'=') => 2,
        (b'=' | b':', _) => 1,
        _ => return None,
    };
    Some(skip(text, at.saturating_add(sign), blank))
}

#[cfg(test)]
mod tests;
