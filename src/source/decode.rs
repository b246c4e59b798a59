//! Text as formats see it (UTF-8 without a byte order mark), and the way back to the raw bytes.

use std::sync::Arc;

/// How many bytes of decoded text lie between two marks of the way back.
const MARK_EVERY: usize = 4096;

/// How raw content is turned into what formats read.
#[derive(Clone, Debug)]
pub(super) enum View {
    /// As it is, from this offset on (3 after a UTF-8 byte order mark).
    From(u64),
    /// Decoded from UTF-16.
    Utf16(Utf16),
}

/// UTF-16 text as UTF-8.
#[derive(Clone, Debug)]
pub(super) struct Utf16 {
    pub(super) text: Arc<[u8]>,
    /// For each mark: offset in `text` (on a character) and in the raw content.
    marks: Vec<(u64, u64)>,
    raw_len: u64,
}

/// The byte order of UTF-16 content, and where its text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// Whether content that begins with `head` is UTF-16, and how long its mark is.
pub(super) fn utf16(head: &[u8]) -> Option<(Order, usize)> {
    if head.starts_with(b"\xff\xfe") {
        return Some((Order::Little, 2));
    }
    if head.starts_with(b"\xfe\xff") {
        return Some((Order::Big, 2));
    }
    // Without a mark: nearly all text of logs and dumps is ASCII, whose other byte is NUL.
    let sample = head.get(..head.len().min(512)).unwrap_or(head);
    if sample.len() < 32 {
        return None;
    }
    let (mut even, mut odd, mut pairs) = (0usize, 0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        if let [a, b] = pair {
            pairs += 1;
            even += usize::from(*a == 0);
            odd += usize::from(*b == 0);
        }
    }
    if odd * 10 >= pairs * 9 && even == 0 {
        Some((Order::Little, 0))
    } else if even * 10 >= pairs * 9 && odd == 0 {
        Some((Order::Big, 0))
    } else {
        None
    }
}

impl Utf16 {
    /// Decodes `raw`, which begins with a mark of `skip` bytes.
    pub(super) fn decode(raw: &[u8], order: Order, skip: usize) -> Utf16 {
        let units = raw.get(skip..).unwrap_or_default().chunks_exact(2).map(|pair| {
            let pair = [pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)];
            match order {
                Order::Little => u16::from_le_bytes(pair),
                Order::Big => u16::from_be_bytes(pair),
            }
        });
        let mut text = Vec::with_capacity(raw.len() / 2);
        let mut marks = vec![(0u64, skip as u64)];
        let mut at = skip as u64;
        let mut next_mark = MARK_EVERY;
        let mut buffer = [0u8; 4];
        for decoded in char::decode_utf16(units) {
            if text.len() >= next_mark {
                marks.push((text.len() as u64, at));
                next_mark = text.len() + MARK_EVERY;
            }
            let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            text.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            at += c.len_utf16() as u64 * 2;
        }
        Utf16 { text: text.into(), marks, raw_len: raw.len() as u64 }
    }

    /// The raw offset of the character that `offset` lies in.
    pub(super) fn origin(&self, offset: u64) -> u64 {
        if offset >= self.text.len() as u64 {
            return self.raw_len;
        }
        let after = self.marks.partition_point(|(text, _)| *text <= offset);
        let (text, raw) =
            after.checked_sub(1).and_then(|i| self.marks.get(i)).copied().unwrap_or((0, 0));
        let between = self.text.get(text as usize..offset as usize).unwrap_or_default();
        // Four-byte characters are two units, all others one; continuation bytes are none.
        let units: u64 = between
            .iter()
            .map(|b| match b {
                0xf0..=0xff => 2,
                0x80..=0xbf => 0,
                _ => 1,
            })
            .sum();
        raw.saturating_add(units * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_utf16_is_found_again_in_the_raw_bytes() {
        let words = "aé漢😀\n".repeat(3000);
        let mut raw = vec![0xff, 0xfe];
        raw.extend(words.encode_utf16().flat_map(u16::to_le_bytes));
        let view = Utf16::decode(&raw, Order::Little, 2);
        assert_eq!(&*view.text, words.as_bytes());
        let mut expected = 2u64;
        for (at, c) in words.char_indices() {
            assert_eq!(view.origin(at as u64), expected);
            expected += c.len_utf16() as u64 * 2;
        }
        assert_eq!(view.origin(words.len() as u64), raw.len() as u64);
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        assert_eq!(utf16(b"\xff\xfeh\0"), Some((Order::Little, 2)));
        let bare: Vec<u8> = "a line of text that is long enough"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(utf16(&bare), Some((Order::Big, 0)));
        assert_eq!(utf16(b"a line of text that is long enough, in UTF-8"), None);
    }
}
