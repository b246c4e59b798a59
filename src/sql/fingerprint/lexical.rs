//! What bytes of SQL may begin, and where numbers and strings end.

use memchr::{memchr, memchr2};

/// What a byte may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Itself.
    Plain,
    /// White space.
    Blank,
    /// A word.
    Letter,
    /// A number, for the peers also `+` and `-`.
    Number,
    /// A string.
    Quote,
    /// A comment, perhaps.
    Comment,
    /// The end of one that the server runs.
    Star,
    /// A bracket or comma, which lists are made of.
    Open,
    Close,
    Comma,
    /// A placeholder.
    Value,
}

pub(super) const fn class_of(byte: u8) -> Class {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0c | 0x0b | 0 => Class::Blank,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
        b'0'..=b'9' | b'+' | b'-' => Class::Number,
        b'\'' | b'"' => Class::Quote,
        b'#' | b'/' => Class::Comment,
        b'*' => Class::Star,
        b'(' => Class::Open,
        b')' => Class::Close,
        b',' => Class::Comma,
        b'?' => Class::Value,
        _ => Class::Plain,
    }
}

pub(super) const CLASSES: [Class; 256] = {
    let mut table = [Class::Plain; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "a table built at compile time")]
        {
            table[byte] = class_of(byte as u8);
        }
        byte += 1;
    }
    table
};

/// The small letter of each byte of a word, 0 of any other byte; the second table counts digits as
/// letters.
pub(super) const LETTERS: [[u8; 256]; 2] = {
    let mut tables = [[0; 256]; 2];
    let mut byte = 0_usize;
    while byte < 256 {
        let small = (byte as u8).to_ascii_lowercase();
        #[allow(clippy::indexing_slicing, reason = "a table built at compile time")]
        {
            if small.is_ascii_alphabetic() || small == b'_' {
                tables[0][byte] = small;
                tables[1][byte] = small;
            } else if small.is_ascii_digit() {
                tables[1][byte] = small;
            }
        }
        byte += 1;
    }
    tables
};

/// A word of at most eight letters as a number.
pub(super) const fn packed(word: &[u8]) -> u64 {
    let mut number = 0;
    let mut rest = word;
    while let [letter, behind @ ..] = rest {
        number = number << 8 | *letter as u64;
        rest = behind;
    }
    number
}

pub(super) const ASC: u64 = packed(b"asc");
pub(super) const BY: u64 = packed(b"by");
pub(super) const FALSE: u64 = packed(b"false");
pub(super) const IN: u64 = packed(b"in");
pub(super) const INSERT: u64 = packed(b"insert");
pub(super) const LIMIT: u64 = packed(b"limit");
pub(super) const NULL: u64 = packed(b"null");
pub(super) const OFFSET: u64 = packed(b"offset");
pub(super) const ORDER: u64 = packed(b"order");
pub(super) const REPLACE: u64 = packed(b"replace");
pub(super) const TRUE: u64 = packed(b"true");
pub(super) const UNION: u64 = packed(b"union");
pub(super) const VALUE: u64 = packed(b"value");
pub(super) const VALUES: u64 = packed(b"values");

pub(super) fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Plain)
}

/// Whether a byte is white space to the peers.
pub(super) fn is_blank(byte: u8) -> bool {
    class(byte) == Class::Blank
}

/// Whether a comment begins with the two dashes at `at`.
pub(super) fn dashes(sql: &[u8], at: usize) -> bool {
    sql.get(at) == Some(&b'-')
        && sql.get(at + 1) == Some(&b'-')
        && sql.get(at + 2).is_none_or(|byte| *byte <= b' ')
}

/// 1 for the bytes that may not stand inside of what the peers take for a number, and for the dash.
pub(super) const NO_NUMBER: [u8; 256] = {
    let mut table = [1; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "a table built at compile time")]
        if matches!(byte as u8, b'0'..=b'9' | b'a'..=b'f' | b'.' | b'x' | b'+') {
            table[byte] = 0;
        }
        byte += 1;
    }
    table
};

/// How many bytes stand at the front that are 0 in a table of zeros and ones. Eight are looked at
/// together: where the run ends is then no branch, which processors would guess wrongly.
pub(super) fn run_length(bytes: &[u8], table: &[u8; 256]) -> usize {
    let of = |byte: u8| table.get(usize::from(byte)).copied().unwrap_or(1);
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut length = 0;
    for chunk in chunks {
        let ends = chunk
            .iter()
            .enumerate()
            .fold(0_u32, |ends, (at, byte)| ends | u32::from(of(*byte)) << at);
        if ends != 0 {
            return length + ends.trailing_zeros() as usize;
        }
        length += 8;
    }
    length + rest.iter().position(|byte| of(*byte) != 0).unwrap_or(rest.len())
}

/// Where the number ends that begins at `from`, by what the peers take for one.
pub(super) fn number_end(sql: &[u8], from: usize) -> usize {
    let mut end = from + 1;
    if sql.get(from) == Some(&b'0') && matches!(sql.get(end), Some(b'x' | b'X')) {
        end += 1;
        let rest = sql.get(end..).unwrap_or_default();
        end += rest.iter().position(|b| !b.is_ascii_hexdigit()).unwrap_or(rest.len());
    }
    loop {
        let rest = sql.get(end..).unwrap_or_default();
        end += run_length(rest, &NO_NUMBER);
        if sql.get(end) != Some(&b'-') || dashes(sql, end) {
            return end;
        }
        end += 1;
    }
}

/// Where the string ends whose quote stands at `from`, and whether its end is missing.
pub(super) fn string_end(sql: &[u8], from: usize) -> (usize, bool) {
    let quote = sql.get(from).copied().unwrap_or(b'\'');
    let mut at = from + 1;
    loop {
        let Some(step) = sql.get(at..).and_then(|rest| memchr2(quote, b'\\', rest)) else {
            return (sql.len(), true);
        };
        at += step;
        if sql.get(at) == Some(&quote) {
            // a doubled quote is two strings to the peers, side by side
            return (at + 1, false);
        }
        at += 2;
    }
}

/// `db.tbl:3/3`, the mark of a table checksum.
pub(super) fn is_checksum(comment: &[u8]) -> bool {
    let name = |text: &[u8]| {
        !text.is_empty() && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
    };
    let [names @ .., b':', chunk, b'/', of] = comment else { return false };
    if !chunk.is_ascii_digit() || !of.is_ascii_digit() {
        return false;
    }
    memchr(b'.', names).and_then(|at| names.split_at_checked(at)).is_some_and(
        |(database, table)| name(database) && table.strip_prefix(b".").is_some_and(name),
    )
}
