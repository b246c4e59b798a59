//! Rust text as far as the tests of this repository's own files need to know it.

/// What a byte of a program text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Code,
    Comment,
    /// Of a text or letter, its quotes with it.
    Literal,
}

/// The part that each byte belongs to.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
    let mut out = Vec::with_capacity(bytes.len());
    while out.len() < bytes.len() {
        let place = out.len();
        let byte = at(place);
        let after_word = place > 0 && is_word(at(place - 1));
        let (part, end) = if byte == b'/' && at(place + 1) == b'/' {
            (Part::Comment, text[place..].find('\n').map_or(bytes.len(), |end| place + end))
        } else if byte == b'/' && at(place + 1) == b'*' {
            (Part::Comment, comment_end(bytes, place))
        } else if let Some(end) = raw_end(text, place).filter(|_| !after_word) {
            (Part::Literal, end)
        } else if byte == b'"' {
            (Part::Literal, quoted_end(bytes, place, b'"'))
        } else if byte == b'\'' && (at(place + 1) == b'\\' || closes_behind_one(text, place)) {
            (Part::Literal, quoted_end(bytes, place, b'\''))
        } else {
            (Part::Code, place + 1)
        };
        out.resize(end.min(bytes.len()), part);
    }
    out
}

/// Whether a byte may stand in a word.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Whether a quote closes behind one letter, as in `'x'` and not in `'x`.
fn closes_behind_one(text: &str, place: usize) -> bool {
    let mut letters = text[place + 1..].chars();
    letters.next().is_some() && letters.next() == Some('\'')
}

/// The place behind a comment that opens at `place`, with those nested in it.
fn comment_end(bytes: &[u8], mut place: usize) -> usize {
    let mut depth = 0_usize;
    while place < bytes.len() {
        match bytes.get(place..place + 2) {
            Some(b"/*") => (depth, place) = (depth + 1, place + 2),
            Some(b"*/") => (depth, place) = (depth.saturating_sub(1), place + 2),
            _ => place += 1,
        }
        if depth == 0 {
            break;
        }
    }
    place
}

/// The place behind a literal in quotes that opens at `place`.
fn quoted_end(bytes: &[u8], mut place: usize, quote: u8) -> usize {
    place += 1;
    while place < bytes.len() && bytes[place] != quote {
        place += if bytes[place] == b'\\' { 2 } else { 1 };
    }
    place + 1
}

/// The place behind a raw text that begins at `place`, if one does.
fn raw_end(text: &str, place: usize) -> Option<usize> {
    let rest = text.get(place..)?;
    let open = ["r", "br", "cr"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let hashes = open.bytes().take_while(|byte| *byte == b'#').count();
    let body = open.get(hashes..)?.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close).map_or(body.len(), |end| end + close.len());
    Some(text.len() - body.len() + end)
}

/// How many letters of each line are code or comment.
pub(crate) fn widths(text: &str) -> Vec<usize> {
    let parts = parts(text);
    let mut out = vec![0];
    for (place, letter) in text.char_indices() {
        if letter == '\n' {
            out.push(0);
        } else if parts[place] != Part::Literal {
            *out.last_mut().expect("a line") += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_from_code_and_comments() {
        let text = "a\"b\\\"c\"d // e \"f\n'\"' g /* h /* i */ \" */ j br#\"k\"\" l\"# m 'n: 'o'";
        let of = |wanted: Part| {
            let parts = parts(text);
            let chosen = text
                .bytes()
                .zip(parts)
                .filter(|(byte, part)| *part == wanted && byte.is_ascii_alphabetic());
            chosen.map(|(byte, _)| char::from(byte)).collect::<String>()
        };
        assert_eq!(of(Part::Code), "adgjmn");
        assert_eq!(of(Part::Comment), "efhi");
        assert_eq!(of(Part::Literal), "bcbrklo");
    }

    #[test]
    fn a_text_over_several_lines_has_no_width() {
        assert_eq!(widths("let a = \"b\n\nc\"; // d\n'e'"), [8, 0, 6, 0]);
    }
}
