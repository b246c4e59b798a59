//! Screening: telling from raw bytes which records of a large source may matter to a judgement,
//! so that only these are read in full.

use regex::bytes::Regex;

use crate::parse::telling::Needles;

/// What kind of number a stamp is, before any clock is applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Microseconds since 1970 UTC.
    Instant,
    /// A wall-clock time as if it were UTC.
    #[default]
    Local,
    /// The same, laid into [`crate::time::quick::NO_YEAR`].
    Yearless,
}

/// What a glance at a record shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Its stamp in microseconds; `None` where it bears none that a glance can read.
    pub at: Option<(Scale, i64)>,
    /// It is of level error or worse.
    pub error: bool,
}

/// How much a record may matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is only counted.
    None,
    /// It tells of something that a judgement looks at; of many alike, some are enough.
    Telling,
    /// It may be a destructive deed or the cause of one: kept even where there are many.
    Grave,
}

/// A format's way to look over many records. It must find the same records as
/// [`crate::format::RecordReader::starts_record`], but for those that its needles name.
pub trait Screen: Sync {
    /// The next record that begins at `from` or later, and what a glance at it shows. `from` is the
    /// beginning of a line. Only bytes of that record may be looked at.
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)>;

    /// What a record must hold to matter; `None` where every record is weighed.
    fn needles(&self) -> Option<&'static Needles> {
        None
    }

    /// How much a record matters in which a needle was found at `hit` (0 without needles).
    fn weigh(&self, record: &[u8], hit: usize) -> Weight;

    /// Equal for records of which some stand for all.
    fn likeness(&self, record: &[u8]) -> u64 {
        likeness(record)
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
const LIKENESS_BYTES: usize = 2048;

/// Equal for records that differ only in words that hold digits.
pub fn likeness(record: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let (mut word, mut digits) = (hash, false);
    for byte in record.get(..LIKENESS_BYTES).unwrap_or(record) {
        let byte = *byte;
        if byte.is_ascii_alphabetic() || byte >= 0x80 || byte == b'_' {
            word = (word ^ u64::from(byte | 0x20)).wrapping_mul(0x0100_0000_01b3);
        } else if byte.is_ascii_digit() {
            digits = true;
        } else {
            if !digits && word != hash {
                hash = (word ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            word = hash;
            digits = false;
        }
    }
    if digits { hash } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_differ_in_numbers_are_alike() {
        assert_eq!(likeness(b"CRON[12]: delete from t where id = 5;"), likeness(b"CRON[9]: DELETE from t where id = 77;"));
        assert_ne!(likeness(b"delete from t where id = 5;"), likeness(b"delete from u where id = 5;"));
        assert_ne!(likeness(b"delete from t where id = 5;"), likeness(b"delete from t;"));
    }
}
