//! Patterns over raw bytes.

use memchr::memmem;
use regex::bytes::{Regex, RegexBuilder};

use crate::error::{Error, Result};

/// What is searched for.
pub(super) enum Pattern {
    /// These bytes.
    Literal(Box<memmem::Finder<'static>>),
    /// What fits this.
    Regex { regex: Box<Regex>, whole: bool },
}

/// How patterns are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    pub(super) fixed: bool,
    pub(super) ignore_case: bool,
    pub(super) word: bool,
    pub(super) line: bool,
}

impl Pattern {
    /// Any of `patterns`; `None` where one of them is empty and so fits everything.
    pub(super) fn new(patterns: &[String], reading: Reading) -> Result<Option<Pattern>> {
        // a pattern of several lines is several patterns, as grep has it
        let mut all: Vec<&str> = patterns.iter().flat_map(|text| text.split('\n')).collect();
        all.dedup();
        if !reading.line && all.iter().any(|text| text.is_empty()) {
            return Ok(None);
        }
        let plain = |text: &str| reading.fixed || regex::escape(text) == text;
        if let [only] = all.as_slice()
            && plain(only)
            && !reading.ignore_case
            && !reading.word
            && !reading.line
        {
            return Ok(Some(Pattern::Literal(Box::new(memmem::Finder::new(only.as_bytes()).into_owned()))));
        }
        let each: Vec<String> = all.iter().map(|text| if reading.fixed { regex::escape(text) } else { (*text).to_owned() }).collect();
        for (text, source) in all.iter().zip(&each) {
            // one at a time, so that the message shows the faulty one; the parser alone is cheap
            if !plain(text) && each.len() > 1 {
                compile(source, reading).map_err(|error| bad(text, &error))?;
            }
        }
        let mut joined = each.iter().map(|text| if each.len() > 1 { format!("(?:{text})") } else { text.clone() }).collect::<Vec<_>>().join("|");
        if reading.word {
            joined = format!(r"\b{{start-half}}(?:{joined})\b{{end-half}}");
        }
        if reading.line {
            joined = format!("^(?:{joined})$");
        }
        let regex = compile(&joined, reading).map_err(|error| bad(&patterns.join("|"), &error))?;
        let whole = [r"\A", r"\z", "(?-m"].iter().any(|anchor| joined.contains(anchor));
        Ok(Some(Pattern::Regex { regex: Box::new(regex), whole }))
    }

    /// A pattern that this program made.
    pub(super) fn any_of(words: &[&str]) -> Result<Pattern> {
        let joined = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
        let regex = compile(&joined, Reading { ignore_case: true, ..Reading::default() }).map_err(|error| bad(&joined, &error))?;
        Ok(Pattern::Regex { regex: Box::new(regex), whole: false })
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

    /// Whether it is anywhere in an entry.
    pub(super) fn is_in(&self, entry: &[u8]) -> bool {
        self.find(entry, 0).is_some()
    }

    /// Whether it speaks of the beginning or end of an entry, so that entries must be searched one
    /// by one.
    pub(super) fn wants_entries(&self) -> bool {
        matches!(self, Pattern::Regex { whole: true, .. })
    }
}

fn compile(source: &str, reading: Reading) -> std::result::Result<Regex, regex::Error> {
    RegexBuilder::new(source).multi_line(true).crlf(source.contains('$')).case_insensitive(reading.ignore_case).size_limit(64 << 20).build()
}

fn bad(pattern: &str, error: &regex::Error) -> Error {
    Error::Usage(format!("`{pattern}` is no valid pattern (-F searches for it as it stands): {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(patterns: &[&str], reading: Reading, text: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(|text| (*text).to_owned()).collect();
        Pattern::new(&patterns, reading).unwrap().is_none_or(|pattern| pattern.is_in(text.as_bytes()))
    }

    #[test]
    fn patterns_are_read_as_grep_reads_them() {
        let plain = Reading::default();
        assert!(fits(&["a.c"], plain, "xabcx"));
        assert!(!fits(&["a.c"], Reading { fixed: true, ..plain }, "xabcx"));
        assert!(fits(&["DROP", "b"], Reading { ignore_case: true, ..plain }, "drop"));
        assert!(fits(&["a\nz"], plain, "z"));
        assert!(!fits(&["art"], Reading { word: true, ..plain }, "cart"));
        assert!(fits(&["--x"], Reading { word: true, ..plain }, "a --x b"));
        assert!(fits(&["b$"], plain, "a b\r\nc"));
        assert!(fits(&["^c"], plain, "a b\nc"));
        assert!(fits(&["b"], Reading { line: true, ..plain }, "a\nb\nc"));
        assert!(!fits(&["b"], Reading { line: true, ..plain }, "ab"));
        assert!(fits(&[""], plain, ""));
    }

    #[test]
    fn a_faulty_pattern_is_told() {
        let error = Pattern::new(&["a".to_owned(), "b(".to_owned()], Reading::default()).err().unwrap().to_string();
        assert!(error.contains("`b(`"), "{error}");
    }
}
