//! SurveyPolicy: telling from raw bytes which records of a large source may matter to a judgement,
//! so that only these are read in full.

use chrono::NaiveDate;
use regex::bytes::Regex;
use serde::{Deserialize, Serialize};

use crate::{
    format::grammar::relevance::Relevance,
    text::needles::Needles,
    time::{
        Stamp, micros,
        quick::{Moment, NO_YEAR},
    },
};

/// What kind of number a stamp is, before any clock is applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scale {
    /// Microseconds since 1970 UTC.
    Instant,
    /// A wall-clock time as if it were UTC.
    #[default]
    Local,
    /// The same, laid into [`crate::time::quick::NO_YEAR`].
    Yearless,
}

impl Scale {
    /// The number of a moment.
    pub(crate) fn at(moment: Moment) -> (Scale, i64) {
        (if moment.zoned { Scale::Instant } else { Scale::Local }, moment.at)
    }

    /// The number of a stamp, and of which scale it is.
    pub(crate) fn of(stamp: &Stamp) -> Option<(Scale, i64)> {
        match *stamp {
            Stamp::Instant(us) => Some((Scale::Instant, us)),
            Stamp::Local(local) => Some((Scale::Local, micros(local))),
            Stamp::Yearless { month, day, time } => {
                let date = NaiveDate::from_ymd_opt(NO_YEAR, u32::from(month), u32::from(day))?;
                Some((Scale::Yearless, micros(date.and_time(time))))
            }
        }
    }
}

/// What a glance at a record shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its stamp in microseconds; `None` where it bears none that a glance can read.
    pub at: Option<(Scale, i64)>,
    /// It is of level error or worse.
    pub error: bool,
    /// Where what it tells begins, from the record's beginning, past stamps and headers; 0 where a
    /// glance does not show it. No other record begins before that.
    pub body: u32,
}

/// What a glance shows of a record of one entry: all that a survey needs of most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Glance {
    /// As in [`Mark`].
    pub at: Option<(Scale, i64)>,
    /// As in [`Mark`].
    pub error: bool,
    /// The [`shape_hash`] of what it tells, where some of those that are alike are to be read, of a
    /// grave one the [`text_hash`]; `None` where it is routine and only counted.
    pub alike: Option<u64>,
    /// It is grave: what stands around it may matter.
    pub grave: bool,
    /// The connection that ends with it, where that is told by no other record.
    pub ends: Option<u64>,
    /// The connection that begins with it, where that is told by no other record.
    pub begins: Option<u64>,
    /// What began that connection before it, it adds to.
    pub goes_on: bool,
    /// Where its stamp stands, where any record that differs from it in digits alone shows the
    /// same but for the stamp: all digits in the same places, those that stand alone the same.
    /// [`crate::format::contract::RecordReader::moment`] gives that of the other.
    pub stamp: Option<u32>,
}

/// Where `part` of a record begins in it; `None` where it is no part.
pub(crate) fn offset(record: &[u8], part: &[u8]) -> Option<u32> {
    let at = part.as_ptr().addr().checked_sub(record.as_ptr().addr())?;
    (at + part.len() <= record.len()).then(|| u32::try_from(at).ok())?
}

/// A format's way to look over many records. It must find the same records as
/// [`crate::format::contract::RecordReader::starts_record`], but for those that its needles name.
pub(crate) trait Prefilter: Sync {
    /// The next record that begins at `from` or later, and what a glance at it shows. `from` is the
    /// beginning of a line. Only bytes of that record may be looked at.
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)>;

    /// What a record must hold to matter; `None` where every record is weighed.
    fn needles(&self) -> Option<&'static Needles> {
        None
    }

    /// How much a record matters in which a needle was found at `hit` (0 without needles).
    fn relevance(&self, record: &[u8], mark: &Mark, hit: usize) -> Relevance;

    /// What of a record tells whether it is like another: two texts that are taken together.
    fn essence<'r>(&self, record: &'r [u8], mark: &Mark) -> [&'r [u8]; 2] {
        [record.get(mark.body as usize..).unwrap_or(record), b""]
    }

    /// Lines that later records depend on, such as the database that a session changed to.
    fn context(&self) -> Option<&'static Regex> {
        None
    }

    /// Whether the end of the record before belongs to a record's meaning.
    fn leads(&self) -> bool {
        false
    }
}

/// As much of a record as makes its likeness.
pub(crate) const LIKENESS_BYTES: usize = 512;

/// The bytes of words, in lower case; 1 for digits and 0 for what parts words.
#[expect(
    clippy::indexing_slicing,
    reason = "computed while compiling; the loop ends with the table"
)]
const WORDS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_digit() {
            1
        } else if b.is_ascii_alphabetic() || b >= 0x80 || b == b'_' {
            b | 0x20
        } else {
            0
        };
        byte += 1;
    }
    table
};

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// What was hashed of a text.
struct Shape {
    hash: u64,
    /// The same with the word that is being read.
    word: u64,
    /// Whether that holds digits.
    digits: bool,
}

impl Shape {
    fn feed(&mut self, text: &[u8]) {
        let Shape { mut hash, mut word, mut digits } = *self;
        for byte in text {
            let letter = WORDS.get(usize::from(*byte)).copied().unwrap_or_default();
            if letter > 0 {
                word = word.rotate_left(7) ^ u64::from(letter);
                digits |= letter == 1;
            } else {
                let next = (word ^ u64::from(*byte)).wrapping_mul(PRIME);
                hash = if digits || word == hash { hash } else { next };
                (word, digits) = (hash, false);
            }
        }
        *self = Shape { hash, word, digits };
    }

    fn end(&mut self) {
        if !self.digits {
            self.hash = self.word.wrapping_mul(PRIME);
        }
        (self.word, self.digits) = (self.hash, false);
    }
}

/// Equal for texts that differ only in words that hold digits.
pub(crate) fn shape_hash(texts: [&[u8]; 2]) -> u64 {
    let mut shape = Shape { hash: SEED, word: SEED, digits: false };
    for text in texts {
        shape.feed(text.get(..LIKENESS_BYTES).unwrap_or(text));
        shape.end();
    }
    shape.hash
}

/// [`shape_hash`] of these texts joined, and none beside.
pub(crate) fn joined_hash(texts: &[&[u8]]) -> u64 {
    let mut shape = Shape { hash: SEED, word: SEED, digits: false };
    let mut left = LIKENESS_BYTES;
    for text in texts {
        let text = text.get(..left).unwrap_or(text);
        left -= text.len();
        shape.feed(text);
    }
    shape.end();
    shape.end();
    shape.hash
}

/// Equal for equal texts.
pub(crate) fn text_hash(texts: [&[u8]; 2]) -> u64 {
    let mut hash = SEED;
    let mut take =
        |word: u64| hash = (hash.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for text in texts {
        take(text.len() as u64);
        let (words, rest) = text.as_chunks::<8>();
        words.iter().for_each(|word| take(u64::from_le_bytes(*word)));
        take(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_differ_in_numbers_are_alike() {
        let shape_hash = |text: &str| super::shape_hash([text.as_bytes(), b""]);
        assert_eq!(
            shape_hash("CRON[12]: delete from t where id = 5;"),
            shape_hash("CRON[9]: DELETE from t where id = 77;")
        );
        assert_ne!(
            shape_hash("delete from t where id = 5;"),
            shape_hash("delete from u where id = 5;")
        );
        assert_ne!(shape_hash("delete from t where id = 5;"), shape_hash("delete from t;"));
    }

    #[test]
    fn a_text_is_like_its_parts_joined() {
        let long = "ab 1".repeat(200);
        for parts in [["cron", ": ", "run 7"], ["a1", "b", "2 c"], ["", "x", ""], ["x", &long, "y"]]
        {
            let joined = joined_hash(&parts.map(str::as_bytes));
            assert_eq!(joined, shape_hash([parts.concat().as_bytes(), b""]), "{parts:?}");
        }
    }

    #[test]
    fn only_equal_texts_are_the_same() {
        let texts: [[&[u8]; 2]; 7] = [
            [b"", b""],
            [b"a", b""],
            [b"", b"a"],
            [b"abcdefgh", b"i"],
            [b"abcdefghi", b""],
            [b"abcdefg\0", b""],
            [b"abcdefg", b""],
        ];
        for (n, one) in texts.iter().enumerate() {
            for (m, other) in texts.iter().enumerate() {
                assert_eq!(text_hash(*one) == text_hash(*other), n == m, "{n} {m}");
            }
        }
    }
}
