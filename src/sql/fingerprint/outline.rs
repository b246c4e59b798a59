//! Statements that differ in their literals only are known again without making their form anew.
//!
//! A form is made from the text between literals and from their kinds, and from nothing else but
//! in a few statements, which are left out here. So an outline, in which a byte stands for each
//! literal, has one form.

use std::{collections::HashMap, hash::BuildHasherDefault};

use memchr::memmem;

use super::{
    AsItIs, Key,
    lexical::{dashes, is_blank, is_checksum, number_end, run_length, string_end},
    walk::Digits,
};

/// Longer outlines are not kept.
const MOST_BYTES: usize = 4_096;
/// Bytes of all outlines that are kept.
const MOST_IN_ALL: usize = 1 << 20;
/// Outlines that are kept.
const MOST_KNOWN: usize = 16_384;

/// A byte that stands for a literal.
const SINGLE: u8 = 1;
const DOUBLE: u8 = 2;
const NUMBER: u8 = 3;
/// Stands for lists of literals, whose number and lengths no form tells.
const LISTS: u8 = 4;
/// Stands for a comment.
const COMMENT: u8 = 5;

/// What a byte outside of literals is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Quote,
    /// It may begin a comment.
    Slash,
    /// It begins a comment up to the end of the line, or stands for something else in outlines.
    Unfit,
}

const KINDS: [Kind; 256] = {
    let mut table = [Kind::Text; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "a table built at compile time")]
        {
            table[byte] = match byte as u8 {
                b'0'..=b'9' | b'+' | b'-' => Kind::Number,
                b'\'' | b'"' => Kind::Quote,
                b'/' => Kind::Slash,
                b'#' | SINGLE | DOUBLE | NUMBER | LISTS | COMMENT => Kind::Unfit,
                _ => Kind::Text,
            };
        }
        byte += 1;
    }
    table
};

/// 1 for the bytes that are no text.
const NO_TEXT: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "a table built at compile time")]
        if !matches!(KINDS[byte], Kind::Text) {
            table[byte] = 1;
        }
        byte += 1;
    }
    table
};

/// What an outline is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It was given this number.
    Known(usize),
    /// It may be given a number.
    New,
    /// The statement has none, or none that may be kept.
    Unfit,
}

#[derive(Clone, Copy, Debug)]
struct Outline {
    /// Its place in the text of all.
    start: usize,
    end: usize,
    number: usize,
    /// The next of the same hash.
    next: Option<usize>,
}

/// Outlines and the numbers that they were given. All of them are closed: they leave no quote open,
/// nor a comment.
#[derive(Debug, Default)]
pub(crate) struct Outlines {
    key: Key,
    digits: Digits,
    /// The last that was looked for, and its hash.
    last: Vec<u8>,
    hash: u64,
    text: Vec<u8>,
    list: Vec<Outline>,
    by_hash: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
}

impl Outlines {
    /// None, for statements whose digits in names are treated so.
    pub(crate) fn new(digits: Digits) -> Outlines {
        Outlines { digits, ..Outlines::default() }
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.list.clear();
        self.by_hash.clear();
    }

    /// Whether no more are kept.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() >= MOST_IN_ALL || self.list.len() >= MOST_KNOWN
    }

    /// Looks for the outline of a statement without white space around it.
    pub(crate) fn find(&mut self, sql: &[u8]) -> Found {
        if self.digits == Digits::Kept || !outline(sql, &mut self.last) {
            return Found::Unfit;
        }
        self.hash = self.key.hash(&self.last);
        let mut place = self.by_hash.get(&self.hash).copied();
        while let Some(known) = place.and_then(|place| self.list.get(place)) {
            if self.text.get(known.start..known.end) == Some(&self.last) {
                return Found::Known(known.number);
            }
            place = known.next;
        }
        if self.is_full() { Found::Unfit } else { Found::New }
    }

    /// Gives a number to the outline that was found to be new. The statement must be closed.
    pub(crate) fn keep(&mut self, number: usize) {
        // a quote within a quoted name is no quote, and what follows it is another text
        let mut quoted = false;
        for byte in &self.last {
            match *byte {
                b'`' => quoted = !quoted,
                SINGLE | DOUBLE | LISTS | COMMENT if quoted => return,
                _ => {}
            }
        }
        let start = self.text.len();
        self.text.extend_from_slice(&self.last);
        let next = self.by_hash.insert(self.hash, self.list.len());
        self.list.push(Outline { start, end: self.text.len(), number, next });
    }
}

/// Writes the outline of a statement; says whether it has one.
fn outline(sql: &[u8], out: &mut Vec<u8>) -> bool {
    out.clear();
    // these keep digits, or depend on what their literals hold
    let verb = sql.get(..4).unwrap_or_default();
    if verb.eq_ignore_ascii_case(b"call") || verb.eq_ignore_ascii_case(b"use ") || verb == b"admi" {
        return false;
    }
    let mut rest = sql;
    loop {
        let length = run_length(rest, &NO_TEXT);
        let Some((text, behind)) = rest.split_at_checked(length) else { return false };
        out.extend_from_slice(text);
        let Some(byte) = behind.first() else { return true };
        if text.last() == Some(&b'(')
            && begins_lists(out)
            && let Some(end) = lists_end(behind)
        {
            out.push(LISTS);
            rest = behind.get(end..).unwrap_or_default();
            continue;
        }
        let end = match KINDS.get(usize::from(*byte)) {
            Some(Kind::Number) if !dashes(behind, 0) => {
                out.push(NUMBER);
                number_end(behind, 0)
            }
            Some(Kind::Quote) => {
                out.push(if *byte == b'\'' { SINGLE } else { DOUBLE });
                let (end, open) = string_end(behind, 0);
                if open {
                    return false;
                }
                end
            }
            Some(Kind::Slash) => match comment_end(behind) {
                Some(end) if out.is_empty() => {
                    // before all else it changes nothing, nor does the white space behind it
                    rest = behind.get(end..).unwrap_or_default().trim_ascii_start();
                    continue;
                }
                Some(end) => {
                    out.push(COMMENT);
                    end
                }
                None => return false,
            },
            _ => return false,
        };
        rest = behind.get(end..).unwrap_or_default();
        // a dash ends no number but where it begins a comment
        if rest.first() == Some(&b'-') && out.last() == Some(&NUMBER) || out.len() > MOST_BYTES {
            return false;
        }
    }
}

/// Where the comment at the front ends; `None` where the server runs it, it says more than a
/// comment
/// does, or has no end.
fn comment_end(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"/*")?;
    if inner.starts_with(b"!") || inner.starts_with(b"M!") {
        return None;
    }
    let length = memmem::find(inner, b"*/")?;
    (!is_checksum(inner.get(..length)?)).then_some(length + 4)
}

/// Whether the bracket at the end of an outline opens a list after IN or VALUES.
fn begins_lists(outline: &[u8]) -> bool {
    let Some(before) = outline.strip_suffix(b"(") else { return false };
    let blanks = before.iter().rev().take_while(|byte| is_blank(**byte)).count();
    let Some(before) = before.len().checked_sub(blanks).and_then(|end| before.get(..end)) else {
        return false;
    };
    let letters = before
        .iter()
        .rev()
        .take(7)
        .take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'_')
        .count();
    let word =
        before.len().checked_sub(letters).and_then(|at| before.get(at..)).unwrap_or_default();
    [&b"in"[..], b"values", b"value"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Where the lists end whose first bracket stands before `text`, if they hold nothing but literals.
fn lists_end(text: &[u8]) -> Option<usize> {
    let mut whole = None;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b',' => at += 1,
            b')' => {
                at += 1;
                whole = Some(at);
                let blanks =
                    |at: usize| text.iter().skip(at).take_while(|byte| is_blank(**byte)).count();
                at += blanks(at);
                if text.get(at) != Some(&b',') {
                    break;
                }
                at += 1;
                at += blanks(at);
                if text.get(at) != Some(&b'(') {
                    break;
                }
                at += 1;
            }
            b'\'' | b'"' => match string_end(text, at) {
                (end, false) => at = end,
                _ => break,
            },
            b'0'..=b'9' | b'+' | b'-' if !dashes(text, at) => {
                at = number_end(text, at);
                if text.get(at) == Some(&b'-') {
                    break;
                }
            }
            blank if is_blank(*blank) => at += 1,
            _ => break,
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{fingerprint::Fingerprinter, open};
    use proptest::prelude::*;

    /// Looks for many statements in turn: whichever is known has the form with which it was kept,
    /// and is closed.
    fn check(statements: &[Vec<u8>]) -> usize {
        let mut outlines = Outlines::new(Digits::Replaced);
        let mut forms: Vec<Vec<u8>> = Vec::new();
        let mut maker = Fingerprinter::default();
        let mut known = 0;
        for sql in statements {
            let sql = sql.trim_ascii();
            let form = maker.of(sql).to_vec();
            match outlines.find(sql) {
                Found::Known(number) => {
                    assert_eq!(form, forms[number], "{}", String::from_utf8_lossy(sql));
                    assert!(!open::ends_open(sql), "{}", String::from_utf8_lossy(sql));
                    known += 1;
                }
                Found::New if !open::ends_open(sql) => {
                    outlines.keep(forms.len());
                    forms.push(form);
                }
                _ => {}
            }
        }
        known
    }

    #[test]
    fn statements_are_known_by_what_stands_between_their_literals() {
        let statements: Vec<Vec<u8>> = [
            "select * from `a` where b = 5 and c = 'x'",
            "select * from `a` where b = -0x1f and c = 'it\\'s'",
            "select * from `a` where b = \"x\" and c = 5",
            "/* x */ select * from `a` where b = 1e5 and c = 'a -- b # c /* d'",
        ]
        .iter()
        .map(|sql| sql.as_bytes().to_vec())
        .collect();
        assert_eq!(check(&statements), 2);
    }

    #[test]
    fn statements_whose_form_their_literals_change_have_no_outline() {
        let mut out = Vec::new();
        assert!(outline(
            b"insert into t values (1, 'a'), (2, 'b') on duplicate key update a = values(a), b = 5",
            &mut out
        ));
        assert_eq!(
            out,
            b"insert into t values (\x04 on duplicate key update a = values(a), b = \x03"
        );
        for sql in [
            "call a1(5)",
            "use db1",
            "select 1 -- 5",
            "select 1 # 5",
            "/*! 1 */ select 1",
            "/*a.b:1/3*/ select 1",
            "/* a",
            "select 5 / 2",
            "select 'a",
            "select 5--",
            "administrator command: 1",
            "select '\u{1}', \u{1}",
        ] {
            assert!(!outline(sql.as_bytes(), &mut out), "{sql}");
        }
        assert_eq!(Outlines::new(Digits::Kept).find(b"select 1"), Found::Unfit);
    }

    proptest! {
        #[test]
        fn what_is_known_has_its_form(texts in prop::collection::vec(prop::collection::vec(prop::sample::select(&[
            "select ", "insert into t values ", "in ", "(", ")", ",", " ", "'", "\"", "`", "\\", "-", "--", "-- ", "#", "/", "*", "/*", "*/", "\n", "5", "12", "0x", "x", "b", "a1", ".", "+", "?", "null",
            " limit ", " offset ", " union ", " order by ", " asc", "'a'", "'b'", "\"c\"", "'d''e'", "\u{1}", "\u{3}", "call ", "use ", "values", "(1, 'a')", ", (2)", "/* '5 */", "/**/", "/*a.b:1/2*/", "/*M", "in (", "values(5", "IN (1, 2)", "insert ",
        ][..]), 0..14), 1..60)) {
            let statements: Vec<Vec<u8>> = texts.iter().map(|parts| parts.concat().into_bytes()).collect();
            check(&statements);
        }

        #[test]
        fn other_literals_make_no_other_form(parts in prop::collection::vec((prop::sample::select(&["a = ", ", ", " in (", " IN\n(", " values(", "), (", ") and b > ", " limit ", "`t", "` ", "x", "values (", "), (", " - ", " order by a asc, "][..]), 0..4_u8), 0..20), seed in 0..1_000_u32) {
            let of = |seed: u32| -> Vec<u8> {
                let mut text = "select ".to_owned();
                for (n, (part, kind)) in parts.iter().enumerate() {
                    let value = seed.wrapping_mul(n as u32 * 77 + 13);
                    text.push_str(part);
                    match kind {
                        0 => text.push_str(&format!("{value}")),
                        1 => text.push_str(&format!("'{}'", ["x", "it''s", "\\'", "a`b", "#", "--", "\n# Time: "][value as usize % 7])),
                        2 => text.push_str(&format!("\"{}\"", ["x", "it's", "\\\"", "a`b"][value as usize % 4])),
                        _ => {}
                    }
                }
                text.into_bytes()
            };
            check(&[of(seed), of(seed + 1), of(seed * 7), of(3)]);
        }
    }
}
