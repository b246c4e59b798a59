//! Text as formats see it (UTF-8 without a byte order mark), and the way back to the raw bytes.

use std::io::{self, Read};

use super::{
    held::{Collected, Held},
    unframed::Lines,
};

/// How many bytes of decoded text lie between two marks of the way back.
const MARK_EVERY: u64 = 4096;

/// How raw content is turned into what formats read.
#[derive(Clone, Debug)]
pub(super) enum View {
    /// As it is, from this offset on (3 after a UTF-8 byte order mark).
    From(u64),
    /// Decoded from UTF-16.
    Utf16(Utf16),
    /// Lines of one program without their frame.
    Unframed(Held, Lines),
}

/// UTF-16 text as UTF-8.
#[derive(Clone, Debug)]
pub(super) struct Utf16 {
    pub(super) text: Held,
    pub(super) order: Order,
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

impl Order {
    /// The units in `raw`; a byte behind the last is left.
    fn units(self, raw: &[u8]) -> impl Iterator<Item = u16> {
        raw.as_chunks::<2>().0.iter().map(move |pair| match self {
            Order::Little => u16::from_le_bytes(*pair),
            Order::Big => u16::from_be_bytes(*pair),
        })
    }

    /// The text in `raw`.
    pub(super) fn text(self, raw: &[u8]) -> String {
        char::decode_utf16(self.units(raw))
            .map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

/// Bytes of UTF-16 that are decoded at a time.
const STEP: usize = 64 * 1024;

/// UTF-16 as it is decoded.
struct Decoding<'a> {
    raw: &'a mut dyn Read,
    order: Order,
    /// Bytes that were read but not decoded: half a unit, half a character.
    left: Vec<u8>,
    /// What was decoded last, and how much of it was taken.
    out: Vec<u8>,
    taken: usize,
    /// Where the next character lies in the raw content.
    at: u64,
    /// Bytes of text so far.
    len: u64,
    marks: Vec<(u64, u64)>,
    ended: bool,
}

impl Decoding<'_> {
    /// Decodes some more.
    fn step(&mut self) -> io::Result<()> {
        let held = self.left.len();
        self.left.resize(held.saturating_add(STEP), 0);
        let got = self.raw.read(self.left.get_mut(held..).unwrap_or_default());
        self.left.truncate(held.saturating_add(*got.as_ref().unwrap_or(&0)));
        self.ended = got? == 0;
        self.out.clear();
        self.taken = 0;
        let mut units = self.left.len() / 2;
        // the other half of a character is still to come
        let last = self.order.units(&self.left).last();
        if !self.ended && last.is_some_and(|unit| (0xd800..0xdc00).contains(&unit)) {
            units -= 1;
        }
        let mut buffer = [0u8; 4];
        for decoded in char::decode_utf16(self.order.units(&self.left).take(units)) {
            let len = self.len.saturating_add(self.out.len() as u64);
            if self.marks.last().is_none_or(|(mark, _)| len >= mark.saturating_add(MARK_EVERY)) {
                self.marks.push((len, self.at));
            }
            let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            self.at = self.at.saturating_add(c.len_utf16() as u64 * 2);
        }
        self.len = self.len.saturating_add(self.out.len() as u64);
        self.left.drain(..units * 2);
        Ok(())
    }
}

impl Read for Decoding<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // a step may end within its first character
        while self.taken >= self.out.len() && !self.ended {
            self.step()?;
        }
        let got = self.out.get(self.taken..).unwrap_or_default().read(into)?;
        self.taken += got;
        Ok(got)
    }
}

impl Default for Utf16 {
    fn default() -> Utf16 {
        Utf16 { text: Held::default(), order: Order::Little, marks: Vec::new(), raw_len: 0 }
    }
}

impl Utf16 {
    /// Decodes all that `raw` gives, which begins with a mark of `skip` bytes; also says why it
    /// could
    /// not be read to its end.
    pub(super) fn decode(
        raw: &mut dyn Read,
        order: Order,
        skip: usize,
    ) -> (Utf16, Option<io::Error>) {
        let mut mark = [0u8; 4];
        if let Err(error) = raw.read_exact(mark.get_mut(..skip).unwrap_or_default()) {
            return (Utf16::default(), Some(error));
        }
        let mut decoding = Decoding {
            raw,
            order,
            left: Vec::new(),
            out: Vec::new(),
            taken: 0,
            at: skip as u64,
            len: 0,
            marks: Vec::new(),
            ended: false,
        };
        let Collected { held: text, error, .. } = Held::collect(&mut decoding, u64::MAX - 1);
        let raw_len = decoding.at.saturating_add(decoding.left.len() as u64);
        (Utf16 { text, order, marks: decoding.marks, raw_len }, error)
    }

    /// The raw offset of the character that `offset` lies in.
    pub(super) fn origin(&self, offset: u64) -> u64 {
        if offset >= self.text.len() {
            return self.raw_len;
        }
        let after = self.marks.partition_point(|(text, _)| *text <= offset);
        let (text, raw) =
            after.checked_sub(1).and_then(|i| self.marks.get(i)).copied().unwrap_or((0, 0));
        let mut between = vec![0u8; offset.saturating_sub(text) as usize];
        let got = self.text.read_at(text, &mut between).unwrap_or(0);
        between.truncate(got);
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
        let (view, error) = Utf16::decode(&mut &*raw, Order::Little, 2);
        assert!(error.is_none());
        let mut text = String::new();
        view.text.reader().read_to_string(&mut text).unwrap();
        assert_eq!(text, words);
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
