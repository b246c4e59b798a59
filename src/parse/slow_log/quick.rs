//! The lines that nearly every entry has, in the layout in which the servers write them, read
//! without looking at any byte twice. What these do not read is left to the grammar of all forms.

use memchr::memchr;

use crate::{
    parse::mysql::{Line, Moment, banner, chomp},
    time::{self, SECOND, Stamp},
};

/// What `# Query_time: 0.925284  Lock_time: 0.000840 Rows_sent: 462  Rows_examined: 4174814` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) query_time_us: u64,
    pub(super) lock_time_us: u64,
    pub(super) rows_sent: u64,
    pub(super) rows_examined: u64,
}

/// The fields of such a line.
pub(super) fn fields(line: &[u8]) -> Option<Fields> {
    let (query_time_us, rest) = seconds(line.strip_prefix(b"# Query_time: ")?)?;
    let (lock_time_us, rest) = seconds(behind(rest, b" Lock_time: ")?)?;
    let (rows_sent, rest) = number(behind(rest, b" Rows_sent: ")?)?;
    let (rows_examined, rest) = number(behind(rest, b" Rows_examined: ")?)?;
    rest.is_empty().then_some(Fields { query_time_us, lock_time_us, rows_sent, rows_examined })
}

/// What follows a key, before which one more blank may stand.
fn behind<'a>(rest: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    rest.strip_prefix(key).or_else(|| rest.strip_prefix(b" ")?.strip_prefix(key))
}

/// A number of at most 18 digits at the front, which no sum can make too large.
fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    let mut length = 0_usize;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        length += 1;
    }
    if !(1..=18).contains(&length) {
        return None;
    }
    Some((value, text.get(length..)?))
}

/// Seconds with six digits of fraction at the front, in microseconds.
fn seconds(text: &[u8]) -> Option<(u64, &[u8])> {
    let (whole, rest) = number(text)?;
    // seven digits are less than the longest run time that is believed
    let (fraction, rest) = rest.strip_prefix(b".")?.split_at_checked(6)?;
    let (fraction, behind) = number(fraction)?;
    (whole < 10_000_000 && behind.is_empty() && !rest.first().is_some_and(u8::is_ascii_digit)).then_some((whole * SECOND as u64 + fraction, rest))
}

/// `2025-09-30T15:00:00.171389Z`, and nothing else.
pub(super) fn instant(text: &[u8]) -> Option<Moment<'_>> {
    let (stamp, fraction) = text.strip_suffix(b"Z")?.split_at_checked(19)?;
    let (fraction, behind) = number(fraction.strip_prefix(b".").filter(|digits| digits.len() == 6)?)?;
    if !behind.is_empty() {
        return None;
    }
    let us = time::quick::local(stamp)?.checked_add(i64::try_from(fraction).ok()?)?;
    Some(Moment { stamp: Stamp::Instant(us), text, unit_us: 1, offset_s: Some(0) })
}

/// `SET timestamp=1759244400;`, and nothing else.
pub(super) fn set_timestamp(line: &[u8]) -> Option<Moment<'_>> {
    /// 1995 and 2100, between which a log's time must lie.
    const BELIEVED: std::ops::Range<u64> = 788_918_400..4_102_444_800;
    let text = line.strip_suffix(b";")?;
    let (seconds, rest) = number(text.strip_prefix(b"SET timestamp=")?)?;
    if !rest.is_empty() || !BELIEVED.contains(&seconds) {
        return None;
    }
    Some(Moment { stamp: Stamp::Instant(i64::try_from(seconds).ok()?.checked_mul(SECOND)?), text, unit_us: SECOND, offset_s: None })
}

/// Whether a line is the header of an entry, whatever stands before it outside of quotes.
pub(super) fn begins(line: &[u8]) -> bool {
    line.starts_with(b"# ") && [&b"# Time: "[..], b"# User@Host: ", b"# User: "].iter().any(|known| line.starts_with(known))
}

/// Where the statement that begins with `line` ends if it is closed there: before the first line
/// that could end it. `None` where such a line does not surely do so, or is not in the text.
pub(super) fn statement_end(text: &[u8], line: Line<'_>) -> Option<usize> {
    let mut line = (line.start, line.end);
    loop {
        let (start, end) = line;
        // what a server writes when it opens the file ends the statement as well
        let last = text.get(..end)?.strip_suffix(b"\n")?.last();
        if last.is_some_and(|last| matches!(last, b':' | b'y') || last.is_ascii_whitespace()) && banner(chomp(text.get(start..end)?)).is_some() {
            return None;
        }
        let rest = text.get(end..)?;
        if rest.first()? == &b'#' {
            return begins(rest).then_some(end);
        }
        line = (end, end.checked_add(memchr(b'\n', rest)?)?.checked_add(1)?);
    }
}
