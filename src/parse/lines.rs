//! Lines of bytes, and bytes as text.

use std::{borrow::Cow, ops::Range};

/// The lines of `bytes` without their ends, each with its range (which leaves out the end, too).
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (Range<usize>, &[u8])> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..)?;
        if rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = trim_end_of_line(rest.get(..length).unwrap_or(rest));
        let range = at..at + line.len();
        at += length + 1;
        Some((range, line))
    })
}

/// The line without `\n`, `\r\n` or `\r` at its end.
pub fn trim_end_of_line(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The bytes as text; what is no UTF-8 becomes U+FFFD.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The bytes after `prefix`, if they begin so in either case.
pub fn after_ignoring_case<'a>(bytes: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The bytes without a byte order mark at the start.
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The bytes without terminal escape sequences (colours, cursor movements).
pub fn without_escapes(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(0x1B, bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != 0x1B {
            clean.push(byte);
            continue;
        }
        match rest.next() {
            // a control sequence ends with a letter or one of @[\]^_`{|}~
            Some(b'[') => while rest.next().is_some_and(|b| !(0x40..=0x7E).contains(&b)) {},
            // an operating system command ends with a bell or an escape
            Some(b']') => while rest.next().is_some_and(|b| b != 7 && b != 0x1B) {},
            _ => {}
        }
    }
    Cow::Owned(clean)
}

/// The part of `text` between `open` and the next `close` after it.
pub fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(open)?;
    rest.split_once(close).map(|(inner, _)| inner)
}

/// At most `most` characters of `text`.
pub fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or(text).to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_places_whatever_ends_them() {
        let found: Vec<_> = lines(b"a\r\n\nbc").map(|(range, line)| (range, line.to_vec())).collect();
        assert_eq!(found, vec![(0..1, b"a".to_vec()), (3..3, vec![]), (4..6, b"bc".to_vec())]);
    }

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(without_escapes(b"\x1b[32;1mDONE\x1b[39m\x1b]0;t\x07!").as_ref(), b"DONE!");
    }
}
