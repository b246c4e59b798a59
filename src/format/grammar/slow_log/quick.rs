//! The lines that nearly every entry has, in the layout in which the servers write them, read
//! without looking at any byte twice. What these do not read is left to the grammar of all forms.

use memchr::memchr;

use crate::{
    format::grammar::mysql::{Line, Moment, banner, chomp},
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

/// The fields of such a line at the front, and what follows them.
fn fields(text: &[u8]) -> Option<(Fields, &[u8])> {
    let (query_time_us, rest) = seconds(text.strip_prefix(b"# Query_time: ")?)?;
    let (lock_time_us, rest) = seconds(behind(rest, b" Lock_time: ")?)?;
    let (rows_sent, rest) = number(behind(rest, b" Rows_sent: ")?)?;
    let (rows_examined, rest) = number(behind(rest, b" Rows_examined: ")?)?;
    Some((Fields { query_time_us, lock_time_us, rows_sent, rows_examined }, rest))
}

/// The header lines of an entry that has all that entries have, and nothing else.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) time: Option<Moment<'a>>,
    /// The line behind `# User@Host:`.
    pub(super) user: &'a [u8],
    /// Connection and schema, as MariaDB tells them.
    pub(super) maria: Option<(u64, &'a [u8])>,
    pub(super) fields: Fields,
    pub(super) rows_affected: Option<u64>,
    pub(super) set: Option<Moment<'a>>,
    /// Their bytes.
    pub(super) length: usize,
}

/// Such lines at the front of a text, up to the statement or what else stands before it.
pub(super) fn head(text: &[u8]) -> Option<Head<'_>> {
    let mut rest = text;
    let mut time = None;
    if let Some(behind) = rest.strip_prefix(b"# Time: ") {
        let (stamp, behind) = behind.split_at_checked(27)?;
        time = Some(instant(stamp)?);
        rest = behind.strip_prefix(b"\n")?;
    }
    let (user, behind) = line(rest.strip_prefix(b"# User@Host: ")?)?;
    rest = behind;
    let mut maria = None;
    if let Some(behind) = rest.strip_prefix(b"# Thread_id: ") {
        let (thread, behind) = number(behind)?;
        let (schema, behind) = line(behind.strip_prefix(b"  Schema: ")?)?;
        let schema = schema
            .strip_suffix(b"  QC_hit: No")
            .or_else(|| schema.strip_suffix(b"  QC_hit: Yes"))?;
        if schema.is_empty()
            || schema.iter().any(|byte| byte.is_ascii_whitespace() || *byte == b':')
        {
            return None;
        }
        maria = Some((thread, schema));
        rest = behind;
    }
    let (fields, behind) = fields(rest)?;
    rest = behind.strip_prefix(b"\n")?;
    let mut rows_affected = None;
    if let Some(behind) = rest.strip_prefix(b"# Rows_affected: ") {
        let (rows, behind) = number(behind)?;
        let (_, behind) = number(behind.strip_prefix(b"  Bytes_sent: ")?)?;
        rows_affected = Some(rows);
        rest = behind.strip_prefix(b"\n")?;
    }
    let mut set = None;
    if rest.starts_with(b"SET timestamp=")
        && let Some((line, behind)) = rest
            .get(..26)
            .and_then(|most| line(most))
            .map(|(line, _)| (line, rest.get(line.len() + 1..)))
        && let Some(moment) = set_timestamp(line)
    {
        set = Some(moment);
        rest = behind?;
    }
    Some(Head { time, user, maria, fields, rows_affected, set, length: text.len() - rest.len() })
}

/// A line at the front and what follows it; `None` where it has no end, or that of Windows.
fn line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (line, behind) = text.split_at_checked(memchr(b'\n', text)?)?;
    (line.last() != Some(&b'\r')).then_some((line, behind.get(1..)?))
}

/// What follows a key, before which one more blank may stand.
fn behind<'a>(rest: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    rest.strip_prefix(key).or_else(|| rest.strip_prefix(b" ")?.strip_prefix(key))
}

/// The number at the front of eight bytes, and how many digits it has: all eight at once, as how
/// many there are is what processors guess wrongly.
fn digits(text: [u8; 8]) -> (u64, usize) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let values = u64::from_le_bytes(text) ^ (EACH * 0x30);
    // the lowest set bit is in the first byte that is more than nine: what a byte carries over, it
    // carries into those behind it
    let ends = (values.wrapping_add(EACH * 0x76) | values) & (EACH * 0x80);
    let length = ends.trailing_zeros() / 8;
    // the digits to the end, zeros before them
    let values = values.checked_shl(64 - 8 * length).unwrap_or(0);
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    let all = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff;
    (all, length as usize)
}

/// A number of at most 18 digits at the front, which no sum can make too large.
fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    if let Some(first) = text.first_chunk::<8>() {
        let (value, length) = digits(*first);
        // eight may go on
        if length < 8 {
            return (length > 0).then_some((value, text.get(length..)?));
        }
    }
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
    (whole < 10_000_000 && behind.is_empty() && !rest.first().is_some_and(u8::is_ascii_digit))
        .then_some((whole * SECOND as u64 + fraction, rest))
}

/// `2025-09-30T15:00:00.171389Z`, and nothing else.
fn instant(text: &[u8]) -> Option<Moment<'_>> {
    let (stamp, fraction) = text.strip_suffix(b"Z")?.split_at_checked(19)?;
    let (fraction, behind) =
        number(fraction.strip_prefix(b".").filter(|digits| digits.len() == 6)?)?;
    if !behind.is_empty() {
        return None;
    }
    let us = time::quick::local(stamp)?.checked_add(i64::try_from(fraction).ok()?)?;
    Some(Moment { stamp: Stamp::Instant(us), text, unit_us: 1, offset_s: Some(0) })
}

/// `SET timestamp=1759244400;`, and nothing else.
fn set_timestamp(line: &[u8]) -> Option<Moment<'_>> {
    /// 1995 and 2100, between which a log's time must lie.
    const BELIEVED: std::ops::Range<u64> = 788_918_400..4_102_444_800;
    let text = line.strip_suffix(b";")?;
    let (seconds, rest) = number(text.strip_prefix(b"SET timestamp=")?)?;
    if !rest.is_empty() || !BELIEVED.contains(&seconds) {
        return None;
    }
    Some(Moment {
        stamp: Stamp::Instant(i64::try_from(seconds).ok()?.checked_mul(SECOND)?),
        text,
        unit_us: SECOND,
        offset_s: None,
    })
}

/// Whether a line is the header of an entry, whatever stands before it outside of quotes.
pub(super) fn begins(line: &[u8]) -> bool {
    line.starts_with(b"# ")
        && [&b"# Time: "[..], b"# User@Host: ", b"# User: "]
            .iter()
            .any(|known| line.starts_with(known))
}

/// Where the statement that begins with `line` ends if it is closed there: before the first line
/// that could end it. `None` where such a line does not surely do so, or is not in the text.
pub(super) fn statement_end(text: &[u8], line: Line<'_>) -> Option<usize> {
    let mut line = (line.start, line.end);
    loop {
        let (start, end) = line;
        // what a server writes when it opens the file ends the statement as well
        let last = text.get(..end)?.strip_suffix(b"\n")?.last();
        if last.is_some_and(|last| matches!(last, b':' | b'y') || last.is_ascii_whitespace())
            && banner(chomp(text.get(start..end)?)).is_some()
        {
            return None;
        }
        let rest = text.get(end..)?;
        if rest.first()? == &b'#' {
            return begins(rest).then_some(end);
        }
        line = (end, end.checked_add(memchr(b'\n', rest)?)?.checked_add(1)?);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_read_by_eights_as_by_ones(text in "[0-9]{0,20}[^0-9]{0,9}") {
            let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = text.strip_suffix(behind).unwrap();
            let plain = (1..=18).contains(&digits.len()).then(|| (digits.parse::<u64>().unwrap(), behind.as_bytes()));
            prop_assert_eq!(number(text.as_bytes()), plain);
        }

        #[test]
        fn any_eight_bytes_are_read(text in any::<[u8; 8]>(), number in 0..100_000_000_u64) {
            let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            prop_assert_eq!(digits(text).1, length);
            let padded: [u8; 8] = format!("{number:<8}").into_bytes().try_into().unwrap();
            prop_assert_eq!(digits(padded), (number, number.to_string().len()));
        }
    }
}
