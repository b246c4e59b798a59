//! Text within text: what stands in quotes is read without its escapes, and so on inwards. Rules
//! that need to know where a value ends look at each place for itself.

use std::{borrow::Cow, ops::Range};

use crate::redact::sign::{before, blank, byte, skip};

/// So deep is text in text read.
const DEPTH: usize = 6;

/// A text, or what stands in quotes in one.
pub(crate) struct Place<'t> {
    /// It, without the escapes of the quotes around it.
    pub(crate) text: Cow<'t, str>,
    /// The insides of quotes in it that are places of their own, in order.
    pub(crate) quoted: Vec<Range<usize>>,
    /// Whether escapes were taken out.
    pub(crate) decoded: bool,
    /// Whether it stands in quotes.
    pub(crate) inner: bool,
    /// Where each of its bytes and its end lie in the outermost text; empty for the text itself.
    offsets: Vec<u32>,
}

impl Place<'_> {
    /// Where a range of it lies in the outermost text.
    pub(crate) fn outer(&self, range: &Range<usize>) -> Range<usize> {
        self.outermost(range.start)..self.outermost(range.end)
    }

    fn outermost(&self, at: usize) -> usize {
        self.offsets.get(at).map_or(at, |outer| *outer as usize)
    }

    fn inside(&self, quote: &Quote) -> Place<'static> {
        let raw = self.text.get(quote.at.clone()).unwrap_or_default();
        let mut text = String::with_capacity(raw.len());
        let mut offsets = Vec::with_capacity(raw.len().saturating_add(1));
        let mut rest = raw;
        while !rest.is_empty() {
            let at = quote.at.start.saturating_add(raw.len().saturating_sub(rest.len()));
            let (meant, took) = match rest.chars().next() {
                Some('\\') => escape(rest, quote.json),
                other => (other, other.map_or(1, char::len_utf8)),
            };
            let length = text.len();
            text.extend(meant);
            for nth in 0..text.len().saturating_sub(length) {
                let nth = if took == text.len().saturating_sub(length) { nth } else { 0 };
                offsets.push(self.outermost(at.saturating_add(nth)) as u32);
            }
            rest = rest.get(took..).unwrap_or_default();
        }
        offsets.push(self.outermost(quote.at.end) as u32);
        let decoded = self.decoded || text.len() != raw.len();
        Place { text: Cow::Owned(text), quoted: Vec::new(), decoded, inner: true, offsets }
    }
}

/// The text and all places in it, the outer before the inner.
pub(crate) fn places(text: &str) -> Vec<Place<'_>> {
    let mut all = vec![Place {
        text: Cow::Borrowed(text),
        quoted: Vec::new(),
        decoded: false,
        inner: false,
        offsets: Vec::new(),
    }];
    let mut from = 0;
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for place in all.iter_mut().skip(from) {
            for quote in quotes(&place.text) {
                let inside = place.text.get(quote.at.clone()).unwrap_or_default();
                // nothing is named, handed over or assigned in a word
                if inside.bytes().any(|b| matches!(b, b'=' | b':' | b' ' | b'\\' | b'@')) {
                    next.push(place.inside(&quote));
                    place.quoted.push(quote.at);
                }
            }
        }
        from = all.len();
        if next.is_empty() {
            break;
        }
        all.append(&mut next);
    }
    all
}

/// The inside of a pair of quotes.
struct Quote {
    at: Range<usize>,
    /// Whether JSON's escapes are meant: a line feed is written `\n`.
    json: bool,
}

/// What an escape at the beginning of a text means, and how many bytes it takes. One that is none
/// stays.
fn escape(text: &str, json: bool) -> (Option<char>, usize) {
    let next = text.get(1..).and_then(|rest| rest.chars().next());
    match next {
        Some(c @ ('"' | '\\' | '\'' | '/' | '$' | '`')) => (Some(c), 2),
        Some('n' | 'r') if json => (Some('\n'), 2),
        Some('t') if json => (Some(' '), 2),
        Some('u') if json => text
            .get(2..6)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32)
            .map_or((Some('\\'), 1), |c| (Some(c), 6)),
        _ => (Some('\\'), 1),
    }
}

/// The quotes of a text that are not within others. A loose `\"` opens what reaches to the end of
/// the line: the quote around it is not in the text.
fn quotes(text: &str) -> Vec<Quote> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\'', rest)) {
        let open = at.saturating_add(next);
        let quote = byte(bytes, open);
        let first = open.saturating_add(1);
        at = first;
        let slashes = slashes(bytes, open);
        let line = || {
            bytes
                .get(first..)
                .and_then(|rest| memchr::memchr(b'\n', rest))
                .map_or(bytes.len(), |n| first.saturating_add(n))
        };
        if slashes % 2 == 1 {
            if quote == b'"' {
                let start = open.saturating_sub(1);
                let end = closing(bytes, first, quote, line()).unwrap_or_else(line);
                found.push(Quote { at: start..end, json: true });
                at = end;
            }
            continue;
        }
        if before(bytes, open).is_ascii_alphanumeric() {
            continue;
        }
        let lead = bytes.get(..open).unwrap_or_default().iter().rev().find(|b| !blank(**b));
        let valued = quote == b'"' && lead == Some(&b':');
        let limit = if valued { bytes.len() } else { line() };
        let end = match closing(bytes, first, quote, limit) {
            Some(end) => end,
            None if valued => bytes.len(),
            None => continue,
        };
        let behind = byte(bytes, skip(bytes, end.saturating_add(1), blank));
        let json = quote == b'"'
            && (matches!(lead, Some(b':' | b',' | b'[' | b'{'))
                || matches!(behind, b':' | b',' | b']' | b'}'));
        found.push(Quote { at: first..end, json });
        at = end.saturating_add(1);
    }
    found
}

/// How many backslashes stand in front of a place, of which few are looked at.
fn slashes(text: &[u8], at: usize) -> usize {
    text.get(..at).map_or(0, |head| head.iter().rev().take(64).take_while(|b| **b == b'\\').count())
}

/// The next such quote that no backslash makes a part of the text.
fn closing(text: &[u8], from: usize, quote: u8, to: usize) -> Option<usize> {
    let inside = text.get(from..to)?;
    memchr::memchr_iter(quote, inside)
        .map(|at| from.saturating_add(at))
        .find(|at| slashes(text, *at).is_multiple_of(2))
}
