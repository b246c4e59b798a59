//! Words looked for together, in any case or as they stand, by three rare bytes of each: so few
//! patterns are enough that the processor's vectors take the most bytes at a time.

use std::{collections::BTreeMap, ops::Range};

use aho_corasick::{Span, packed};

/// Bytes of a stem. Two let several times as much through, four take a step more for every place.
const STEM: usize = 3;
/// With more patterns the searcher falls back to half as many bytes at a time.
const PATTERNS: usize = 32;
/// Stems in buckets of their own are told apart before they are compared.
const BUCKETS: usize = 8;
/// What two stems of one bucket let pass to be compared: one byte of either at each place.
const MIXTURES: u64 = 1 << STEM;
/// A byte of a word and what is the same in another case: at most so many bytes for one.
const FOLDED: usize = 4;

/// How many of ten thousand bytes of logs are each of those from the blank on: of Laravel logs, slow
/// logs and system logs in equal parts.
#[rustfmt::skip]
const OFTEN: [u16; 95] = [
    // blank to /
    875, 2, 41, 41, 1, 3, 20, 40, 83, 83, 9, 5, 73, 106, 141, 208,
    // digits
    286, 305, 243, 182, 152, 169, 129, 133, 124, 133,
    // : ; < = > ? @
    229, 16, 1, 51, 37, 1, 16,
    // A to Z
    17, 10, 57, 27, 20, 13, 7, 24, 60, 4, 3, 15, 18, 28, 70, 27, 17, 57, 37, 41, 15, 1, 6, 1, 2, 8,
    // [ \ ] ^ _ `
    52, 141, 52, 1, 70, 126,
    // a to z
    354, 79, 184, 216, 602, 57, 35, 104, 289, 17, 56, 284, 193, 283, 309, 207, 15, 365, 344, 404, 206, 89, 170, 22, 54, 6,
    // { | } ~
    8, 1, 8, 1,
];

/// Some bytes of a word.
type Stem = [u8; STEM];

/// A place of a stem in a word: the word's number and the offset.
type Place = (usize, usize);

/// Words that are looked for together.
#[derive(Debug)]
pub struct Needles {
    searcher: packed::Searcher,
    ignore_case: bool,
    words: Vec<Word>,
    /// The places of each stem.
    places: Vec<Vec<Place>>,
    /// The stem of each pattern of the searcher.
    stems: Vec<usize>,
}

#[derive(Debug)]
struct Word {
    bytes: Vec<u8>,
    /// It has letters that are written in another way outside ASCII, too.
    wide: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A word.
    Word(Range<usize>),
    /// Around this place there may be a word with letters outside ASCII that are the same in another
    /// case: the Kelvin sign is a `K`.
    Perhaps(usize),
}

impl Needles {
    /// Of these words; `None` where they are too many or too short to be found faster so than by a
    /// regular expression, or the processor has no vectors.
    pub fn new<W: AsRef<[u8]>>(words: &[W], ignore_case: bool) -> Option<Needles> {
        let words: Vec<Word> = words
            .iter()
            .map(|word| {
                let bytes = word.as_ref().to_vec();
                let wide = ignore_case && bytes.iter().any(|b| is_wide(*b));
                Word { bytes, wide }
            })
            .collect();
        let chosen = choose(&words, ignore_case)?;
        let variants: Vec<Vec<Stem>> =
            chosen.iter().map(|(stem, _)| variants(*stem, ignore_case)).collect();
        // the searcher gives a stem the bucket of its first pattern's number: the first of each come
        // first, so that no two share one
        let firsts = variants
            .iter()
            .enumerate()
            .filter_map(|(stem, all)| all.first().map(|first| (stem, *first)));
        let rest = variants
            .iter()
            .enumerate()
            .flat_map(|(stem, all)| all.iter().skip(1).map(move |other| (stem, *other)));
        let patterns: Vec<(usize, Stem)> = firsts.chain(rest).collect();
        let searcher = packed::Config::new()
            .builder()
            .extend(patterns.iter().map(|(_, pattern)| pattern))
            .build()?;
        Some(Needles {
            searcher,
            ignore_case,
            words,
            places: chosen.into_iter().map(|(_, places)| places).collect(),
            stems: patterns.into_iter().map(|(stem, _)| stem).collect(),
        })
    }

    /// The next of them that lies at `from` or behind. Of words that overlap any may be the first.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<Found> {
        let mut at = from;
        while at.saturating_add(STEM) <= bytes.len()
            && let Some(stem) = self.searcher.find_in(bytes, Span { start: at, end: bytes.len() })
        {
            let places = self
                .stems
                .get(stem.pattern().as_usize())
                .and_then(|number| self.places.get(*number));
            if let Some(found) = self.around(bytes, from, stem.start(), places?) {
                return Some(found);
            }
            at = stem.start() + 1;
        }
        None
    }

    /// What lies around a stem.
    fn around(&self, bytes: &[u8], from: usize, stem: usize, places: &[Place]) -> Option<Found> {
        let mut perhaps = false;
        for (word, offset) in places {
            let word = self.words.get(*word)?;
            let len = word.bytes.len();
            if let Some(start) = stem.checked_sub(*offset).filter(|start| *start >= from)
                && let Some(text) = bytes.get(start..start + len)
                && (if self.ignore_case {
                    text.eq_ignore_ascii_case(&word.bytes)
                } else {
                    text == word.bytes
                })
            {
                return Some(Found::Word(start..start + len));
            }
            if word.wide {
                let near = stem.saturating_sub(FOLDED * offset).max(from)
                    ..(stem + FOLDED * (len - offset)).min(bytes.len());
                perhaps |= !bytes.get(near).is_none_or(<[u8]>::is_ascii);
            }
        }
        perhaps.then_some(Found::Perhaps(stem))
    }
}

/// Whether a letter in another case may lie outside ASCII: `K` and `S` have such, and what is itself
/// outside.
fn is_wide(b: u8) -> bool {
    !b.is_ascii() || matches!(b.to_ascii_lowercase(), b'k' | b's')
}

/// All ways to write a stem.
fn variants(stem: Stem, ignore_case: bool) -> Vec<Stem> {
    let mut all = vec![stem];
    for nth in 0..STEM {
        for known in 0..all.len() {
            let mut other = all.get(known).copied().unwrap_or(stem);
            if let Some(b) = other.get_mut(nth).filter(|b| ignore_case && b.is_ascii_lowercase()) {
                b.make_ascii_uppercase();
                all.push(other);
            }
        }
    }
    all
}

/// How often a stem comes by chance, of 10^12 places.
fn chance(stem: Stem, ignore_case: bool) -> u64 {
    let often = |b: u8| {
        usize::from(b)
            .checked_sub(usize::from(b' '))
            .and_then(|at| OFTEN.get(at))
            .copied()
            .map_or(2, u64::from)
    };
    let either = |b: u8| {
        if ignore_case && b.is_ascii_lowercase() {
            often(b) + often(b.to_ascii_uppercase())
        } else {
            often(b)
        }
    };
    stem.into_iter().map(either).product()
}

/// Stems that every word has one of, with their places.
fn choose(words: &[Word], ignore_case: bool) -> Option<Vec<(Stem, Vec<Place>)>> {
    let mut all: BTreeMap<Stem, Vec<Place>> = BTreeMap::new();
    for (number, word) in words.iter().enumerate() {
        for (offset, bytes) in word.bytes.windows(STEM).enumerate() {
            let Ok(mut stem) = Stem::try_from(bytes) else { continue };
            if ignore_case {
                if stem.iter().any(|b| is_wide(*b)) {
                    continue;
                }
                stem.make_ascii_lowercase();
            }
            let places = all.entry(stem).or_default();
            // one place in a word is enough
            if places.last().is_none_or(|(last, _)| *last != number) {
                places.push((number, offset));
            }
        }
    }
    if words.is_empty() || words.len() > PATTERNS {
        return None;
    }
    // the higher the price of a pattern, the more stems are chosen that need few or serve several words
    let prices = (0..16).map(|step| if step == 0 { 0 } else { 1_u64 << (2 * step) });
    let choices = prices.filter_map(|price| {
        let chosen = greedy(&all, words.len(), |stem| {
            chance(stem, ignore_case) + price * variants(stem, ignore_case).len() as u64
        })?;
        let patterns: usize =
            chosen.iter().map(|(stem, _)| variants(*stem, ignore_case).len()).sum();
        let passed: u64 = chosen.iter().map(|(stem, _)| chance(*stem, ignore_case)).sum();
        // of two stems in one bucket all mixtures pass
        let mixed = if chosen.len() > BUCKETS { MIXTURES } else { 1 };
        (patterns <= PATTERNS).then_some((passed * mixed, chosen))
    });
    choices.min_by_key(|(passed, _)| *passed).map(|(_, chosen)| chosen)
}

/// One stem after the other, that which costs the least for each word it serves.
fn greedy(
    all: &BTreeMap<Stem, Vec<Place>>,
    words: usize,
    cost: impl Fn(Stem) -> u64,
) -> Option<Vec<(Stem, Vec<Place>)>> {
    let mut served = vec![false; words];
    let mut chosen = Vec::new();
    while served.iter().any(|served| !served) {
        let left = |places: &Vec<Place>| {
            places
                .iter()
                .filter(|(word, _)| served.get(*word) == Some(&false))
                .copied()
                .collect::<Vec<_>>()
        };
        let (stem, places) = all
            .iter()
            .map(|(stem, places)| (*stem, left(places)))
            .filter(|(_, places)| !places.is_empty())
            .min_by_key(|(stem, places)| {
                cost(*stem).saturating_mul(1 << 10) / places.len() as u64
            })?;
        for (word, _) in &places {
            served.iter_mut().skip(*word).take(1).for_each(|served| *served = true);
        }
        chosen.push((stem, places));
    }
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEEDS: [&str; 10] = [
        "drop table",
        "drop database",
        "drop schema",
        "truncate table",
        "truncate ",
        "delete from",
        "migrate:fresh",
        "migrate:reset",
        "migrate:refresh",
        "db:wipe",
    ];

    #[test]
    fn stems_are_few_and_serve_every_word() {
        for (words, ignore_case) in [
            (&DEEDS[..], true),
            (&DEEDS, false),
            (&["deadlock"], true),
            (&["Kelvin", "ſtress", "naïvety"], true),
            (&["abc"], false),
        ] {
            let needles = Needles::new(words, ignore_case).unwrap();
            assert!(
                needles.stems.len() <= PATTERNS && needles.places.len() <= BUCKETS,
                "{needles:?}"
            );
            let mut served: Vec<usize> =
                needles.places.iter().flatten().map(|(word, _)| *word).collect();
            served.sort_unstable();
            assert_eq!(served, (0..words.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_cannot_be_found_so_is_left_to_others() {
        assert!(Needles::new(&["ab"], true).is_none());
        assert!(Needles::new::<&str>(&[], true).is_none());
        // no three bytes without letters that are the same outside ASCII
        assert!(Needles::new(&["skask"], true).is_none());
        let many: Vec<String> = (0..40).map(|n| format!("word{n}")).collect();
        assert!(Needles::new(&many, false).is_none());
    }

    #[test]
    fn letters_outside_of_ascii_may_be_the_same() {
        let needles = Needles::new(&["drop schema"], true).unwrap();
        assert_eq!(needles.find("x DROP Schema".as_bytes(), 0), Some(Found::Word(2..13)));
        assert!(matches!(needles.find("x drop ſchema".as_bytes(), 0), Some(Found::Perhaps(_))));
        assert_eq!(needles.find("x drop table".as_bytes(), 0), None);
    }

    proptest! {
        #[test]
        fn no_word_is_missed(pieces in prop::collection::vec((0usize..14, any::<bool>()), 0..40), from in 0usize..20, ignore_case in any::<bool>()) {
            let text: String = pieces.iter().map(|(piece, upper)| {
                let piece = DEEDS.get(*piece).copied().unwrap_or(["dro", "te ", "\n", "é"][piece % 4]);
                if *upper { piece.to_uppercase() } else { piece.to_owned() }
            }).collect();
            let needles = Needles::new(&DEEDS, ignore_case).unwrap();
            let bytes = text.as_bytes();
            // by the definition
            let all: Vec<Range<usize>> = (from..bytes.len())
                .flat_map(|at| DEEDS.iter().map(move |word| at..at + word.len()))
                .zip(DEEDS.iter().cycle())
                .filter(|(range, word)| bytes.get(range.clone()).is_some_and(|text| if ignore_case { text.eq_ignore_ascii_case(word.as_bytes()) } else { text == word.as_bytes() }))
                .map(|(range, _)| range)
                .collect();
            match needles.find(bytes, from) {
                Some(Found::Word(range)) => prop_assert!(all.contains(&range)),
                Some(Found::Perhaps(at)) => prop_assert!(!bytes[at.saturating_sub(60)..(at + 60).min(bytes.len())].is_ascii()),
                None => prop_assert!(all.is_empty(), "{:?}", all),
            }
        }
    }
}
