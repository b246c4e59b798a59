//! Words looked for together, in any case or as they are written, by three rare bytes of each: so
//! few patterns are enough that the processor's vectors take the most bytes at a time.

use std::{collections::BTreeMap, ops::Range};

use aho_corasick::{Span, packed};
use regex::bytes::Regex;

/// Bytes of a stem. Two let several times as much through, four take a step more for every place.
const STEM: usize = 3;
/// With more patterns the searcher falls back to half as many bytes at a time.
const PATTERNS: usize = 32;
/// So many words may share patterns.
const WORDS: usize = 64;
/// Stems in buckets of their own are told apart before they are compared.
const BUCKETS: usize = 8;
/// What two stems of one bucket let pass to be compared: one byte of either at each place.
const MIXTURES: u64 = 1 << STEM;
/// A byte of a word and what is the same in another case: at most so many bytes for one.
const FOLDED: usize = 4;

/// How many of ten thousand bytes of logs are each of those from the blank on: of Laravel logs,
/// slow
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

/// Some bytes of a word, and the cases in which they are looked for.
type Stem = ([u8; STEM], Form);

/// A place of a stem in a word: the word's number and the offset.
type Place = (usize, usize);

/// In which cases a word is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// As it stands.
    Exact,
    /// In those that people and programs write: lower, upper, capitalised. A word that holds a
    /// capital is found as it stands.
    Written,
    /// In any, also that of letters outside ASCII.
    Any,
}

/// In which cases a stem is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Exact,
    /// All lower or all upper.
    Even,
    /// So, or the first byte upper: the stem begins a word.
    Capital,
    Any,
}

/// Words that are looked for together.
#[derive(Debug)]
pub(crate) struct Needles {
    engine: Engine,
    words: Vec<Word>,
}

#[derive(Debug)]
enum Engine {
    Packed {
        searcher: packed::Searcher,
        /// The places of the stems that each pattern of the searcher is one way to write.
        places: Vec<Vec<Place>>,
    },
    /// Where the words are too many or too short, or the processor has no vectors.
    Regex(Regex),
    /// Every place may be one: no searcher could be made.
    Everywhere,
}

#[derive(Debug)]
struct Word {
    bytes: Vec<u8>,
    case: Case,
    /// It has letters that are written in another way outside ASCII, too.
    wide: bool,
}

impl Word {
    fn new(bytes: &[u8], case: Case) -> Word {
        let exact = case == Case::Written && bytes.iter().any(u8::is_ascii_uppercase);
        let wide = case == Case::Any && bytes.iter().any(|b| is_wide(*b));
        Word { bytes: bytes.to_vec(), case: if exact { Case::Exact } else { case }, wide }
    }

    /// Whether `text`, of the same length, is this word.
    fn is(&self, text: &[u8]) -> bool {
        match self.case {
            Case::Exact => text == self.bytes,
            Case::Any => text.eq_ignore_ascii_case(&self.bytes),
            Case::Written => {
                let rest = text.get(1..).unwrap_or_default();
                text.eq_ignore_ascii_case(&self.bytes)
                    && !(rest.iter().any(u8::is_ascii_uppercase)
                        && rest.iter().any(u8::is_ascii_lowercase))
            }
        }
    }

    /// The stem at `offset`; `None` where it cannot be found in all its cases.
    fn stem(&self, offset: usize) -> Option<Stem> {
        let mut bytes: [u8; STEM] = self.bytes.get(offset..offset + STEM)?.try_into().ok()?;
        let form = match self.case {
            Case::Any if bytes.iter().any(|b| is_wide(*b)) => return None,
            _ if !bytes.iter().any(u8::is_ascii_alphabetic) => Form::Exact,
            Case::Exact => Form::Exact,
            Case::Written if offset == 0 => Form::Capital,
            Case::Written => Form::Even,
            Case::Any => Form::Any,
        };
        if form == Form::Any {
            bytes.make_ascii_lowercase();
        }
        Some((bytes, form))
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A word.
    Word(Range<usize>),
    /// Around this place there may be a word with letters outside ASCII that are the same in
    /// another
    /// case: the Kelvin sign is a `K`.
    Perhaps(usize),
}

impl Needles {
    /// Of these words; `None` where they are too many or too short to be found faster so than by a
    /// regular expression, or the processor has no vectors.
    pub(crate) fn new<W: AsRef<[u8]>>(words: &[W], case: Case) -> Option<Needles> {
        let words: Vec<Word> = words.iter().map(|word| Word::new(word.as_ref(), case)).collect();
        let engine = Engine::packed(&words)?;
        Some(Needles { engine, words })
    }

    /// Of these words as they are written, by a regular expression where vectors cannot find them.
    pub(crate) fn written(words: &[&str]) -> Needles {
        Needles::new(words, Case::Written).unwrap_or_else(|| {
            let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
            let engine = Regex::new(&format!("(?i-u){}", words.join("|")))
                .map_or(Engine::Everywhere, Engine::Regex);
            Needles { engine, words: Vec::new() }
        })
    }

    /// The next of them that lies at `from` or behind. Of words that overlap any may be the first.
    pub(crate) fn find(&self, bytes: &[u8], from: usize) -> Option<Found> {
        let (searcher, places) = match &self.engine {
            Engine::Packed { searcher, places } => (searcher, places),
            _ if from >= bytes.len() => return None,
            Engine::Regex(regex) => {
                return regex.find_at(bytes, from).map(|found| Found::Word(found.range()));
            }
            Engine::Everywhere => return Some(Found::Perhaps(from)),
        };
        let mut at = from;
        while at.saturating_add(STEM) <= bytes.len()
            && let Some(stem) = searcher.find_in(bytes, Span { start: at, end: bytes.len() })
        {
            let places = places.get(stem.pattern().as_usize())?;
            if let Some(found) = self.around(bytes, from, stem.start(), places) {
                return Some(found);
            }
            at = stem.start() + 1;
        }
        None
    }

    /// Where the next of them begins, or may begin, at `from` or later.
    pub(crate) fn start(&self, bytes: &[u8], from: usize) -> Option<usize> {
        self.find(bytes, from).map(|found| match found {
            Found::Word(range) => range.start,
            Found::Perhaps(at) => at,
        })
    }

    /// What lies around a stem.
    fn around(&self, bytes: &[u8], from: usize, stem: usize, places: &[Place]) -> Option<Found> {
        let mut perhaps = false;
        for (word, offset) in places {
            let word = self.words.get(*word)?;
            let len = word.bytes.len();
            if let Some(start) = stem.checked_sub(*offset).filter(|start| *start >= from)
                && bytes.get(start..start + len).is_some_and(|text| word.is(text))
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

impl Engine {
    fn packed(words: &[Word]) -> Option<Engine> {
        let chosen = choose(words)?;
        let variants: Vec<Vec<[u8; STEM]>> =
            chosen.iter().map(|(stem, _)| variants(*stem)).collect();
        // the searcher gives a stem the bucket of its first pattern's number: the first of each
        // come
        // first, so that no two share one
        let firsts = variants
            .iter()
            .enumerate()
            .filter_map(|(stem, all)| all.first().map(|first| (stem, *first)));
        let rest = variants
            .iter()
            .enumerate()
            .flat_map(|(stem, all)| all.iter().skip(1).map(move |other| (stem, *other)));
        let mut patterns: Vec<[u8; STEM]> = Vec::new();
        let mut places: Vec<Vec<Place>> = Vec::new();
        for (stem, pattern) in firsts.chain(rest) {
            let known = patterns.iter().position(|known| *known == pattern);
            let at = known.unwrap_or(patterns.len());
            if known.is_none() {
                patterns.push(pattern);
                places.push(Vec::new());
            }
            if let (Some(places), Some((_, those))) = (places.get_mut(at), chosen.get(stem)) {
                places.extend(those);
            }
        }
        let searcher = packed::Config::new().builder().extend(&patterns).build()?;
        Some(Engine::Packed { searcher, places })
    }
}

/// Whether a letter in another case may lie outside ASCII: `K` and `S` have such, and what is
/// itself
/// outside.
fn is_wide(b: u8) -> bool {
    !b.is_ascii() || matches!(b.to_ascii_lowercase(), b'k' | b's')
}

/// All ways to write a stem.
fn variants((stem, form): Stem) -> Vec<[u8; STEM]> {
    let mut all = vec![stem];
    let mut capital = stem;
    capital[..1].make_ascii_uppercase();
    match form {
        Form::Exact => {}
        Form::Even => all.push(stem.map(|b| b.to_ascii_uppercase())),
        Form::Capital => all.extend([stem.map(|b| b.to_ascii_uppercase()), capital]),
        Form::Any => {
            for nth in 0..STEM {
                for known in 0..all.len() {
                    let mut other = all.get(known).copied().unwrap_or(stem);
                    if let Some(b) = other.get_mut(nth).filter(|b| b.is_ascii_lowercase()) {
                        b.make_ascii_uppercase();
                        all.push(other);
                    }
                }
            }
        }
    }
    all.dedup();
    all
}

/// How often a stem comes by chance, of 10^12 places.
fn chance(stem: Stem) -> u64 {
    let often = |b: u8| {
        usize::from(b)
            .checked_sub(usize::from(b' '))
            .and_then(|at| OFTEN.get(at))
            .copied()
            .map_or(2, u64::from)
    };
    variants(stem).into_iter().map(|way| way.into_iter().map(often).product::<u64>()).sum()
}

/// Stems that every word has one of, with their places.
fn choose(words: &[Word]) -> Option<Vec<(Stem, Vec<Place>)>> {
    let mut all: BTreeMap<Stem, Vec<Place>> = BTreeMap::new();
    for (number, word) in words.iter().enumerate() {
        for offset in 0..word.bytes.len() {
            let Some(stem) = word.stem(offset) else { continue };
            let places = all.entry(stem).or_default();
            // one place in a word is enough
            if places.last().is_none_or(|(last, _)| *last != number) {
                places.push((number, offset));
            }
        }
    }
    if words.is_empty() || words.len() > WORDS {
        return None;
    }
    // the higher the price of a pattern, the more stems are chosen that need few or serve several
    // words
    let prices = (0..16).map(|step| if step == 0 { 0 } else { 1_u64 << (2 * step) });
    let choices = prices.filter_map(|price| {
        let chosen =
            greedy(&all, words.len(), |stem| chance(stem) + price * variants(stem).len() as u64)?;
        let patterns: usize = chosen.iter().map(|(stem, _)| variants(*stem).len()).sum();
        let passed: u64 = chosen.iter().map(|(stem, _)| chance(*stem)).sum();
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
        for (words, case) in [
            (&DEEDS[..], Case::Any),
            (&DEEDS, Case::Written),
            (&DEEDS, Case::Exact),
            (&["deadlock"], Case::Any),
            (&["Kelvin", "ſtress", "naïvety"], Case::Any),
            (&["abc"], Case::Exact),
        ] {
            let needles = Needles::new(words, case).unwrap();
            let Engine::Packed { places, .. } = &needles.engine else { panic!() };
            assert!(places.len() <= PATTERNS, "{needles:?}");
            let mut served: Vec<usize> = places.iter().flatten().map(|(word, _)| *word).collect();
            served.sort_unstable();
            served.dedup();
            assert_eq!(served, (0..words.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_cannot_be_found_so_is_left_to_others() {
        assert!(Needles::new(&["ab"], Case::Any).is_none());
        assert!(Needles::new::<&str>(&[], Case::Any).is_none());
        // no three bytes without letters that are the same outside ASCII
        assert!(Needles::new(&["skask"], Case::Any).is_none());
        let many: Vec<String> = (0..40).map(|n| char::from(n + 40).to_string().repeat(3)).collect();
        assert!(Needles::new(&many, Case::Exact).is_none());
    }

    #[test]
    fn letters_outside_of_ascii_may_be_the_same() {
        let needles = Needles::new(&["drop schema"], Case::Any).unwrap();
        assert_eq!(needles.find("x DROP Schema".as_bytes(), 0), Some(Found::Word(2..13)));
        assert!(matches!(needles.find("x drop ſchema".as_bytes(), 0), Some(Found::Perhaps(_))));
        assert_eq!(needles.find("x drop table".as_bytes(), 0), None);
    }

    fn capitalised(word: &str) -> String {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_ascii_uppercase())
    }

    #[test]
    fn a_word_is_found_whole_first_and_as_it_is_written() {
        let words = ["drop", "truncate", "alter ", "[ONE]"];
        let needles = Needles::new(&words, Case::Written).unwrap();
        for (text, from, found) in [
            ("filter x", 0, None),
            ("filter x alter y", 0, Some(9)),
            ("lter x", 0, None),
            ("xALTER x", 0, Some(1)),
            ("Alter x", 0, Some(0)),
            ("uncate", 0, None),
            ("Truncate drop", 0, Some(0)),
            ("Truncate drop", 1, Some(9)),
            ("[one][ONE]", 0, Some(5)),
            ("a dropped b DROP c", 3, Some(12)),
            ("a DrOp", 0, None),
            // a word that began before is none
            ("alter ", 1, None),
            ("", 0, None),
        ] {
            assert_eq!(needles.start(text.as_bytes(), from), found, "{text}");
        }
    }

    #[test]
    fn words_too_short_for_vectors_are_found_all_the_same() {
        let needles = Needles::written(&["ab", "drop"]);
        assert_eq!(needles.start(b"x DROP ab", 0), Some(2));
        assert_eq!(needles.start(b"x DROP ab", 3), Some(7));
        assert_eq!(needles.start(b"x", 0), None);
    }

    #[test]
    fn one_stem_may_serve_words_of_several_cases() {
        let needles = Needles::new(&["drop", "DROP "], Case::Written).unwrap();
        for text in ["a drop", "a DROP", "a DROP b", "a Drop"] {
            assert_eq!(needles.start(text.as_bytes(), 0), Some(2), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_missed(pieces in prop::collection::vec((0usize..14, any::<bool>()), 0..40), from in 0usize..20, case in prop::sample::select(vec![Case::Exact, Case::Written, Case::Any])) {
            let text: String = pieces.iter().map(|(piece, upper)| {
                let piece = DEEDS.get(*piece).copied().unwrap_or(["dro", "te ", "\n", "é"][piece % 4]);
                if *upper { piece.to_uppercase() } else { piece.to_owned() }
            }).collect();
            let needles = Needles::new(&DEEDS, case).unwrap();
            let bytes = text.as_bytes();
            // by the definition
            let all: Vec<Range<usize>> = (from..bytes.len())
                .flat_map(|at| DEEDS.iter().map(move |word| at..at + word.len()))
                .zip(DEEDS.iter().cycle())
                .filter(|(range, word)| bytes.get(range.clone()).is_some_and(|text| match case { Case::Exact => text == word.as_bytes(), Case::Any => text.eq_ignore_ascii_case(word.as_bytes()), Case::Written => [word.to_string(), word.to_uppercase(), capitalised(word)].iter().any(|way| way.as_bytes() == text) }))
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
