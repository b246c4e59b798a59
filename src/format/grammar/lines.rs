//! Lines of bytes, and bytes as text.

use std::{borrow::Cow, ops::Range};

/// The lines of `bytes` without their ends, each with its range (which leaves out the end, too).
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = (Range<usize>, &[u8])> {
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
pub(crate) fn trim_end_of_line(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The bytes as text; a byte that is no UTF-8 becomes `\xff`, so that what was written can be told.
pub(crate) fn text(bytes: &[u8]) -> String {
    readable(bytes).into_owned()
}

/// The same, borrowed where all of it is UTF-8.
pub(crate) fn readable(bytes: &[u8]) -> Cow<'_, str> {
    spelled(bytes, "\\x")
}

/// The same inside JSON, where the backslash must be one that JSON reads as such.
pub(crate) fn readable_json(bytes: &[u8]) -> Cow<'_, str> {
    spelled(bytes, "\\\\x")
}

fn spelled<'a>(bytes: &'a [u8], mark: &str) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut out = String::with_capacity(bytes.len() + 64);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            out.push_str(mark);
            out.extend(
                [byte >> 4, byte & 15].iter().filter_map(|digit| DIGITS.get(usize::from(*digit))),
            );
        }
    }
    Cow::Owned(out)
}

/// How many line feeds there are.
pub(crate) fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The bytes without a byte order mark at the start.
pub(crate) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The bytes without terminal escape sequences (colours, cursor movements).
pub(crate) fn without_escapes(bytes: &[u8]) -> Cow<'_, [u8]> {
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
        match rest.peek() {
            // a control sequence ends with a letter or one of @[\]^_`{|}~
            Some(b'[') => {
                rest.next();
                while rest.next().is_some_and(|b| !(0x40..=0x7E).contains(&b)) {}
            }
            // an operating system command ends with a bell or with an escape and a backslash
            Some(b']') => {
                rest.next();
                let end = rest.by_ref().find(|b| *b == 7 || *b == 0x1B);
                if end == Some(0x1B) {
                    rest.next_if_eq(&b'\\');
                }
            }
            // the choice of a character set
            Some(b'(' | b')') => {
                rest.next();
                rest.next();
            }
            Some(b'=' | b'>' | b'7' | b'8' | b'D' | b'E' | b'H' | b'M' | b'c') => {
                rest.next();
            }
            // no sequence that a terminal knows: a byte of the text
            _ => clean.push(byte),
        }
    }
    Cow::Owned(clean)
}

/// At most `most` characters of `text`.
pub(crate) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or(text).to_owned(),
        None => text.to_owned(),
    }
}

/// Bytes as text. What is not UTF-8 is read as GBK where every byte beyond ASCII pairs up to a
/// common Chinese character, else as Windows-1252: a name must come out readable.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if looks_gbk(bytes) => Cow::Owned(encoding_rs::GBK.decode(bytes).0.into_owned()),
        Err(_) => {
            let (mut good, mut bad) = (0_usize, 0_usize);
            for chunk in bytes.utf8_chunks() {
                good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
                bad += chunk.invalid().len();
            }
            // mostly UTF-8 with a slip: mark the slip; else one byte a character
            if good > bad {
                readable(bytes)
            } else {
                Cow::Owned(encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned())
            }
        }
    }
}

fn looks_gbk(bytes: &[u8]) -> bool {
    let mut pairs = 0;
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        if byte < 0x80 {
            continue;
        }
        match rest.next() {
            Some(&trail) if (0xb0..=0xf7).contains(&byte) && trail >= 0xa1 => pairs += 1,
            _ => return false,
        }
    }
    pairs >= 2
}

/// The lines of a document with their place: without line end, `\r\n` taken off whole.
pub(crate) fn document_lines(document: &[u8]) -> impl Iterator<Item = (usize, &[u8], usize)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = document.get(start..)?;
        if rest.is_empty() {
            return None;
        }
        let (line, next) = match memchr::memchr(b'\n', rest) {
            Some(end) => (rest.get(..end)?, start + end + 1),
            None => (rest, document.len()),
        };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let found = (start, line, next);
        start = next;
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_places_whatever_ends_them() {
        let found: Vec<_> =
            lines(b"a\r\n\nbc").map(|(range, line)| (range, line.to_vec())).collect();
        assert_eq!(found, vec![(0..1, b"a".to_vec()), (3..3, vec![]), (4..6, b"bc".to_vec())]);
    }

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(without_escapes(b"\x1b[32;1mDONE\x1b[39m\x1b]0;t\x07!").as_ref(), b"DONE!");
        assert_eq!(without_escapes(b"\x1b(B\x1b[0;1mBye\x1b[m\x1b]0;t\x1b\\.").as_ref(), b"Bye.");
        assert_eq!(
            without_escapes(b"'\x1b\\'\\n'").as_ref(),
            b"'\x1b\\'\\n'",
            "an escape in a literal is the literal's"
        );
    }

    #[test]
    fn bytes_that_are_no_utf8_are_spelled() {
        assert_eq!(text(b"a\xff\xc3z\xc3\xa9"), "a\\xff\\xc3z\u{e9}");
        assert_eq!(
            serde_json::from_str::<String>(&readable_json(b"\"\xfe\"")).ok().as_deref(),
            Some("\\xfe")
        );
    }

    #[test]
    fn names_in_old_encodings_come_out_readable() {
        assert_eq!(decode(b"stra\xdfe"), "straße");
        assert_eq!(decode(&encoding_rs::GBK.encode("用户订单").0), "用户订单");
        assert_eq!(decode("größe".as_bytes()), "größe");
    }
}
