//! INSERT statements, without executing them: their head, the rows in them, and whether the text
//! ends inside a quote.

use std::ops::Range;

use crate::format::grammar::{
    create_table::{after_word, name},
    lines::decode,
};

/// What stands before the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Database, where the name is qualified.
    pub database: Option<String>,
    /// Table; may be empty (Adminer's command box).
    pub table: String,
    /// Columns, where they are listed.
    pub columns: Vec<String>,
    /// Where the rows begin; `None` where the statement sets the columns of one row by name.
    pub body: Option<usize>,
}

/// Within how many bytes the word VALUES must come.
const HEAD_BYTES: usize = 32 * 1024;

/// The head of `INSERT [IGNORE] INTO name [(columns)] VALUES`, of `INSERT INTO name SET` or of
/// their REPLACE kin.
pub(crate) fn head(record: &[u8]) -> Option<Head> {
    if !matches!(record.first(), Some(b'I' | b'i' | b'R' | b'r')) {
        return None;
    }
    let begin = record.get(..HEAD_BYTES.min(record.len()))?;
    let values = find_values(begin);
    let text = decode(begin.get(..values.as_ref().map_or(begin.len(), |word| word.start))?);
    let mut rest = after_word(&text, "INSERT").or_else(|| after_word(&text, "REPLACE"))?;
    for word in ["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO"] {
        rest = after_word(rest, word).unwrap_or(rest);
    }
    let (mut table, mut after) = if let Some(after) = rest.strip_prefix("``") {
        (String::new(), after)
    } else {
        name(rest)?
    };
    let mut database = None;
    if let Some(second) = after.trim_start().strip_prefix('.') {
        let (second, later) = name(second)?;
        database = Some(std::mem::replace(&mut table, second));
        after = later;
    }
    if after_word(after.trim_start(), "SET").is_some() {
        return Some(Head { database, table, columns: Vec::new(), body: None });
    }
    let mut columns = Vec::new();
    let mut list = after.trim().strip_prefix('(').unwrap_or("");
    while let Some((column, later)) = name(list) {
        columns.push(column);
        match later.trim_start().strip_prefix(',') {
            Some(more) => list = more,
            None => break,
        }
    }
    Some(Head { database, table, columns, body: Some(values?.end) })
}

const VALUE: &[u8] = b"VALUE";

/// Where VALUES stands, or VALUE, which MySQL takes for it.
fn find_values(text: &[u8]) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        let place = from + memchr::memchr2(b'V', b'v', text.get(from..)?)?;
        let word = text.get(place..place + VALUE.len())?;
        let before = place.checked_sub(1).and_then(|at| text.get(at));
        let rest = text.get(place + VALUE.len()..).unwrap_or_default();
        let rest = rest.strip_prefix(b"S").or(rest.strip_prefix(b"s")).unwrap_or(rest);
        let after = rest.first();
        if word.eq_ignore_ascii_case(VALUE)
            && before.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b')' | b'`'))
            && after.is_none_or(|b| b.is_ascii_whitespace() || *b == b'(')
        {
            return Some(place..text.len() - rest.len());
        }
        from = place + 1;
    }
}

/// What a scan over SQL found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Groups in parentheses at the outermost level, up to a word behind one (`ON DUPLICATE KEY
    /// UPDATE`, `AS new`) other than ROW.
    pub groups: u64,
    /// The text ends inside a quote or parenthesis.
    pub open: bool,
    /// Where the statement ended: past its semicolon, or the end of the text.
    pub end: usize,
}

/// Scans from the start of `text` to the semicolon that ends the statement.
pub(crate) fn scan(text: &[u8]) -> Scan {
    let escaped = scan_as(text, true);
    if escaped.open {
        // NO_BACKSLASH_ESCAPES writes `'C:\'`: closed only if a backslash is a letter like others
        let plain = scan_as(text, false);
        if !plain.open {
            return plain;
        }
    }
    escaped
}

fn scan_as(text: &[u8], backslash: bool) -> Scan {
    let mut found = Scan { end: text.len(), ..Scan::default() };
    let mut depth = 0_u64;
    let mut at = 0;
    let mut counts = true;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'\'' | b'"' | b'`' => match close(text, at, byte, backslash) {
                Some(next) => at = next,
                None => {
                    found.open = true;
                    return found;
                }
            },
            b'$' if text.get(at) == Some(&b'$') => {
                let inside = text.get(at + 1..).unwrap_or_default();
                at += 1 + memchr::memmem::find(inside, b"$$").map_or(inside.len(), |end| end + 2);
            }
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    found.groups += u64::from(counts);
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' if depth == 0 && counts && found.groups > 0 => {
                let word = text.get(at - 1..at + 2).unwrap_or_default();
                counts = word.eq_ignore_ascii_case(b"ROW");
                at += if counts { 2 } else { 0 };
            }
            b';' if depth == 0 => {
                found.end = at;
                return found;
            }
            _ => {}
        }
    }
    found.open = depth > 0;
    found
}

/// Past the quote that closes a text whose inside begins at `at`; a doubled quote is no end.
pub(crate) fn close(text: &[u8], mut at: usize, quote: u8, backslash: bool) -> Option<usize> {
    let backslash = backslash && quote != b'`';
    loop {
        let rest = text.get(at..)?;
        let place = if backslash {
            memchr::memchr2(quote, b'\\', rest)?
        } else {
            memchr::memchr(quote, rest)?
        };
        at += place + 1;
        if rest.get(place) == Some(&b'\\') || text.get(at) == Some(&quote) {
            at += 1;
        } else {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_whatever_their_texts_hold() {
        let text = br"INSERT IGNORE INTO `a``b` (`x`,`values`) VALUES (1,'),(;\''),(2,'it''s'),(3,_binary 'x'),(4,0xFF);";
        let found = head(text).unwrap();
        assert_eq!((found.table.as_str(), found.columns.len()), ("a`b", 2));
        assert_eq!(scan(&text[found.body.unwrap()..]).groups, 4);
        let one = head(b"insert into t value (1)").unwrap();
        assert_eq!(one.body, Some("insert into t value".len()));
        for (rows, count) in [
            ("(3, $$a),(b$$) ON CONFLICT (id) DO UPDATE SET who = EXCLUDED.who;", 1),
            ("(1),(2) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b);", 2),
            (" ROW(1,(2)), row(3,4);", 2),
            ("(1) AS new(a) ON DUPLICATE KEY UPDATE a = new.a", 1),
        ] {
            assert_eq!(scan(rows.as_bytes()).groups, count, "{rows}");
        }
        let set = head(b"INSERT INTO shop.`carts` SET id = 5, who = 'VALUES (';").unwrap();
        assert_eq!((set.table.as_str(), set.body), ("carts", None));
        assert!(head(b"INSERT INTO carts SELECT * FROM old").is_none());
        assert!(scan(b"(1,'open").open);
        let plain = scan(br"(1,'C:\'),(2,'x');");
        assert_eq!((plain.groups, plain.open), (2, false));
    }
}
