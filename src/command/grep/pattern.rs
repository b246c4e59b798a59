//! Patterns over raw bytes.

use memchr::{memchr, memmem, memrchr};
use regex::bytes::{Regex, RegexBuilder};

use crate::{
    error::{Error, Result},
    text::needles::{Case, Found, Needles},
};

/// What is searched for.
pub(super) enum Pattern {
    /// These bytes.
    Literal(Box<memmem::Finder<'static>>),
    /// What fits this.
    Regex { regex: Box<Regex>, whole: bool, words: Option<Words> },
}

/// The words of which a pattern consists.
pub(super) struct Words {
    needles: Box<Needles>,
    /// Wherever one stands, the pattern fits.
    anywhere: bool,
}

/// How patterns are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    pub(super) fixed: bool,
    pub(super) ignore_case: bool,
    pub(super) bounds: Bounds,
}

/// What a pattern has to fill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Bounds {
    /// It may stand anywhere.
    #[default]
    None,
    /// It stands for whole words.
    Words,
    /// It stands for a whole line.
    Line,
}

impl Pattern {
    /// Any of `patterns`; `None` where one of them is empty and so fits everything.
    pub(super) fn new(patterns: &[String], reading: Reading) -> Result<Option<Pattern>> {
        // a pattern of several lines is several patterns, as grep has it
        let mut all: Vec<&str> = patterns.iter().flat_map(|text| text.split('\n')).collect();
        all.dedup();
        if reading.bounds != Bounds::Line && all.iter().any(|text| text.is_empty()) {
            return Ok(None);
        }
        let plain = |text: &str| reading.fixed || regex::escape(text) == text;
        if let [only] = all.as_slice()
            && plain(only)
            && !reading.ignore_case
            && reading.bounds == Bounds::None
        {
            return Ok(Some(Pattern::Literal(Box::new(
                memmem::Finder::new(only.as_bytes()).into_owned(),
            ))));
        }
        let each: Vec<String> = all
            .iter()
            .map(|text| if reading.fixed { regex::escape(text) } else { (*text).to_owned() })
            .collect();
        for (text, source) in all.iter().zip(&each) {
            // one at a time, so that the message shows the faulty one; the parser alone is cheap
            if !plain(text) && each.len() > 1 {
                compile(source, reading).map_err(|error| bad(text, &error))?;
            }
        }
        let mut joined = each
            .iter()
            .map(|text| if each.len() > 1 { format!("(?:{text})") } else { text.clone() })
            .collect::<Vec<_>>()
            .join("|");
        match reading.bounds {
            Bounds::None => {}
            Bounds::Words => joined = format!(r"\b{{start-half}}(?:{joined})\b{{end-half}}"),
            Bounds::Line => joined = format!("^(?:{joined})$"),
        }
        let regex = compile(&joined, reading).map_err(|error| bad(&patterns.join("|"), &error))?;
        let whole = [r"\A", r"\z", "(?-m"].iter().any(|anchor| joined.contains(anchor));
        let needles = if all.iter().all(|text| plain(text)) {
            Needles::new(&all, if reading.ignore_case { Case::Any } else { Case::Exact })
        } else {
            None
        };
        let words = needles.map(|needles| Words {
            needles: Box::new(needles),
            anywhere: reading.bounds == Bounds::None,
        });
        Ok(Some(Pattern::Regex { regex: Box::new(regex), whole: whole && words.is_none(), words }))
    }

    /// A pattern that this program made.
    pub(super) fn any_of(words: &[&str]) -> Result<Pattern> {
        let joined = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
        let regex = compile(&joined, Reading { ignore_case: true, ..Reading::default() })
            .map_err(|error| bad(&joined, &error))?;
        let words = Needles::new(words, Case::Any)
            .map(|needles| Words { needles: Box::new(needles), anywhere: true });
        Ok(Pattern::Regex { regex: Box::new(regex), whole: false, words })
    }

    /// The first place at `from` or behind.
    pub(super) fn find(&self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        match self {
            Pattern::Literal(finder) => {
                let at = from + finder.find(bytes.get(from..)?)?;
                Some((at, at + finder.needle().len()))
            }
            Pattern::Regex { regex, .. } => {
                if from > bytes.len() {
                    return None;
                }
                regex.find_at(bytes, from).map(|found| (found.start(), found.end()))
            }
        }
    }

    /// Any place of it in the first line that holds one, or the first place of all; at `from`,
    /// where a line begins, or behind.
    pub(super) fn first(&self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        let Pattern::Regex { regex, words: Some(words), .. } = self else {
            return self.find(bytes, from);
        };
        let mut at = from;
        loop {
            let near = match words.needles.find(bytes, at)? {
                Found::Word(range) if words.anywhere => return Some((range.start, range.end)),
                Found::Word(range) => range.start,
                Found::Perhaps(near) => near,
            };
            // a word lies in one line, and so does what it has to be surrounded with
            let start = bytes
                .get(from..near)
                .and_then(|before| memrchr(b'\n', before))
                .map_or(from, |found| from + found + 1);
            let end = bytes
                .get(near..)
                .and_then(|rest| memchr(b'\n', rest))
                .map_or(bytes.len(), |found| near + found + 1);
            if let Some(found) = bytes.get(start..end).and_then(|line| regex.find(line)) {
                return Some((start + found.start(), start + found.end()));
            }
            at = end;
        }
    }

    /// Whether it is anywhere in an entry.
    pub(super) fn is_in(&self, entry: &[u8]) -> bool {
        self.first(entry, 0).is_some()
    }

    /// Whether it speaks of the beginning or end of an entry, so that entries must be searched one
    /// by one.
    pub(super) fn wants_entries(&self) -> bool {
        matches!(self, Pattern::Regex { whole: true, .. })
    }
}

fn compile(source: &str, reading: Reading) -> std::result::Result<Regex, regex::Error> {
    RegexBuilder::new(source)
        .multi_line(true)
        .crlf(source.contains('$'))
        .case_insensitive(reading.ignore_case)
        .size_limit(64 << 20)
        .build()
}

fn bad(pattern: &str, error: &regex::Error) -> Error {
    Error::Usage(format!(
        "`{pattern}` is no valid pattern (-F searches for it as it stands): {error}"
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::grammar::lines::newlines;

    fn fits(patterns: &[&str], reading: Reading, text: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(|text| (*text).to_owned()).collect();
        Pattern::new(&patterns, reading)
            .unwrap()
            .is_none_or(|pattern| pattern.is_in(text.as_bytes()))
    }

    #[test]
    fn patterns_are_read_as_grep_reads_them() {
        let plain = Reading::default();
        assert!(fits(&["a.c"], plain, "xabcx"));
        assert!(!fits(&["a.c"], Reading { fixed: true, ..plain }, "xabcx"));
        assert!(fits(&["DROP", "b"], Reading { ignore_case: true, ..plain }, "drop"));
        assert!(fits(&["a\nz"], plain, "z"));
        assert!(!fits(&["art"], Reading { bounds: Bounds::Words, ..plain }, "cart"));
        assert!(fits(&["--x"], Reading { bounds: Bounds::Words, ..plain }, "a --x b"));
        assert!(fits(&["b$"], plain, "a b\r\nc"));
        assert!(fits(&["^c"], plain, "a b\nc"));
        assert!(fits(&["b"], Reading { bounds: Bounds::Line, ..plain }, "a\nb\nc"));
        assert!(!fits(&["b"], Reading { bounds: Bounds::Line, ..plain }, "ab"));
        assert!(fits(&[""], plain, ""));
    }

    proptest! {
        #[test]
        fn words_are_found_where_the_expression_finds_them(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "drop", "DROP", "Table", "table", "ſchema", "schema", "SCHEMA", "\u{212a}ill", "kill", "%\\A", " ", "_", "\n", "\r\n", "ä-1-", "Ä-1-", "drop table", "x",
            ]), 0..40),
            torn in 0usize..40, ignore_case: bool,
            bounds in prop::sample::select(vec![Bounds::None, Bounds::Words, Bounds::Line]),
        ) {
            let mut text = pieces.concat().into_bytes();
            // a log may hold any bytes
            if let Some(byte) = text.get_mut(torn) {
                *byte = 0xff;
            }
            let words = ["drop table", "schema", "kill all", "kill", "%\\A", "table\r", "ä-1-"].map(str::to_owned);
            let reading = Reading { fixed: true, ignore_case, bounds };
            let pattern = Pattern::new(&words, reading).unwrap().unwrap();
            let by_words = matches!(&pattern, Pattern::Regex { words: Some(_), .. });
            prop_assert!(by_words && !pattern.wants_entries());
            for (at, _) in text.iter().enumerate().filter(|(at, _)| *at == 0 || text[at - 1] == b'\n') {
                let line_of = |(from, _): (usize, usize)| newlines(&text[..from]);
                let (found, wanted) = (pattern.first(&text, at), pattern.find(&text, at));
                prop_assert_eq!(found.map(line_of), wanted.map(line_of));
                if let Some((from, _)) = found {
                    prop_assert_eq!(pattern.find(&text, from).map(|(from, _)| from), Some(from));
                }
            }
        }
    }

    #[test]
    fn a_faulty_pattern_is_told() {
        let error = Pattern::new(&["a".to_owned(), "b(".to_owned()], Reading::default())
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("`b(`"), "{error}");
    }
}
