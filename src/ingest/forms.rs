//! Records of one form: what a glance showed of one holds for all that differ from it in numbers
//! alone, but for their stamps.
//!
//! Most of a large log is of a few hundred forms. To know one again takes a pass over its bytes
//! and one comparison, whatever a glance at it would have to look for. No form is taken for
//! another: the hash only finds the place, the bytes decide.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use crate::format::{contract::RecordReader, grammar::prefilter::Glance};

/// No longer record is known by its form.
const LONGEST: usize = 1024;
/// Forms that are known at once.
const MOST: usize = 2048;
/// Bytes of all these together.
const BYTES: usize = 512 * 1024;
/// After so many attempts it is counted whether they were worth it.
const ATTEMPTS: u32 = 256;
/// Of these so many must be of a known form.
const WORTH: u32 = ATTEMPTS / 8;
/// Else so many records are passed by.
const PASSED: u32 = 32 * ATTEMPTS;

/// The forms that one reader saw last, each with what a glance showed.
pub(super) struct Forms {
    known: HashMap<u64, (Box<[u8]>, Glance), BuildHasherDefault<Given>>,
    bytes: usize,
    /// How long these are, one bit each.
    lengths: [u64; LONGEST / 64 + 1],
    /// The form that was looked for last, and its hash.
    form: [u8; LONGEST],
    /// Where a letter and a digit of a hexadecimal number stand side by side in it.
    marks: [u8; LONGEST],
    /// Whether hexadecimal numbers count as numbers: where ids are written so, few records would
    /// be of one form.
    hexadecimal: bool,
    attempts: u32,
    found: u32,
    passed: u32,
}

impl Default for Forms {
    fn default() -> Forms {
        Forms {
            known: HashMap::default(),
            bytes: 0,
            lengths: [0; LONGEST / 64 + 1],
            form: [0; LONGEST],
            marks: [0; LONGEST],
            hexadecimal: false,
            attempts: 0,
            found: 0,
            passed: 0,
        }
    }
}

impl Forms {
    /// What `reader` would show at a glance of `record`.
    pub(super) fn glance(
        &mut self,
        reader: &dyn RecordReader,
        record: &[u8],
        glance: impl FnOnce() -> Option<Glance>,
    ) -> Option<Glance> {
        if self.passed > 0 || record.len() > LONGEST {
            self.passed = self.passed.saturating_sub(1);
            return glance();
        }
        let (word, bit) = (record.len() / 64, 1 << (record.len() % 64));
        let mut hash = None;
        if self.lengths.get(word).is_some_and(|lengths| lengths & bit != 0) {
            let at = self.take(record);
            hash = Some(at);
            if let Some((text, known)) = self.known.get(&at)
                && self.form.get(..record.len()) == Some(text)
                && let Some(at) = known.stamp.and_then(|at| reader.moment(record, at as usize))
            {
                self.found += 1;
                return Some(Glance { at: Some(at), ..*known });
            }
        }
        let seen = glance()?;
        if seen.stamp.is_some() && !holds_long_number(record) {
            let hash = hash.unwrap_or_else(|| self.take(record));
            self.add(hash, record.len(), seen);
            self.lengths.iter_mut().skip(word).take(1).for_each(|lengths| *lengths |= bit);
        }
        Some(seen)
    }

    /// Adds the form that was written last, of `len` bytes.
    fn add(&mut self, hash: u64, len: usize, seen: Glance) {
        if self.known.len() >= MOST || self.bytes + len > BYTES {
            self.forget();
        }
        let form = self.form.get(..len).unwrap_or_default();
        self.bytes += len;
        if let Some((other, _)) = self.known.insert(hash, (form.into(), seen)) {
            self.bytes -= other.len();
        }
        self.attempts += 1;
        if self.attempts >= ATTEMPTS {
            if self.found < WORTH {
                if self.hexadecimal {
                    self.passed = PASSED;
                }
                self.hexadecimal = !self.hexadecimal;
                self.forget();
            }
            (self.attempts, self.found) = (0, 0);
        }
    }

    fn forget(&mut self) {
        self.known.clear();
        self.bytes = 0;
        self.lengths = [0; LONGEST / 64 + 1];
    }

    /// Writes the form of a record; gives its hash.
    fn take(&mut self, record: &[u8]) -> u64 {
        let form = self.form.get_mut(..record.len()).unwrap_or_default();
        write(record, form);
        if self.hexadecimal {
            write_hexadecimal(form, &mut self.marks);
        }
        let mut hash = record.len() as u64;
        let (words, rest) = form.as_chunks::<8>();
        let mut add = |word: u64| hash = (hash.rotate_left(23) ^ word).wrapping_mul(PRIME);
        words.iter().for_each(|word| add(u64::from_le_bytes(*word)));
        add(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        hash ^ hash >> 32
    }
}

/// Whether a number stands in it that is too long to be counted with, as not all of its length are.
fn holds_long_number(record: &[u8]) -> bool {
    record.split(|b| !b.is_ascii_digit()).any(|digits| digits.len() > 18)
}

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Writes `record` with zeros for the digits of its numbers. A digit that stands alone stays: it is
/// rather a status, a level or a flag.
fn write(record: &[u8], form: &mut [u8]) {
    let digit = |b: u8| u8::from(b.wrapping_sub(b'0') < 10);
    // the digits are a zero and what their four lowest bits add
    let one = |before: u8, b: u8, behind: u8| {
        let is_of_number = digit(b) & (digit(before) | digit(behind));
        b & !(is_of_number * 0x0f)
    };
    let (second, third) =
        (record.get(1..).unwrap_or_default(), record.get(2..).unwrap_or_default());
    if let (Some(to), [b, rest @ ..]) = (form.first_mut(), record) {
        *to = one(0, *b, rest.first().copied().unwrap_or(0));
    }
    if let (Some(to), [.., a, b]) = (form.last_mut(), record) {
        *to = one(*a, *b, 0);
    }
    // without a branch, so that the processor's vectors do it
    let inner = form.get_mut(1..).unwrap_or_default().iter_mut();
    for (((to, a), b), c) in inner.zip(record).zip(second).zip(third) {
        *to = one(*a, *b, *c);
    }
}

/// Writes the same for all hexadecimal numbers of a length that hold a letter and a digit and fill
/// a cell, a text in quotes or a part of one. No word that matters is such a number, and none
/// begins behind such a bound with one. `marks` are written, too.
fn write_hexadecimal(form: &mut [u8], marks: &mut [u8]) {
    let digit = |b: u8| u8::from(b.wrapping_sub(b'0') < 10);
    let letter = |b: u8| u8::from(b.wrapping_sub(b'a') < 6);
    let pairs = form.iter().zip(form.get(1..).unwrap_or_default());
    for (mark, (a, b)) in marks.iter_mut().zip(pairs) {
        *mark = digit(*a) & letter(*b) | letter(*a) & digit(*b);
    }
    let marks = marks.get(..form.len().saturating_sub(1)).unwrap_or_default();
    let mut at = 0;
    while let Some(hit) = marks.get(at..).and_then(|marks| memchr::memchr(1, marks)) {
        let (before, behind) = form.split_at(at + hit);
        let is_one = |b: &&u8| class(**b) & HEXADECIMAL != 0;
        let start = before.len() - before.iter().rev().take_while(is_one).count();
        let end = before.len() + behind.iter().take_while(is_one).count();
        let bounds = [start.checked_sub(1), Some(end)]
            .map(|at| at.and_then(|at| form.get(at)).map_or(0, |b| class(*b)));
        if bounds[0] & OPENS != 0
            && bounds[1] & CLOSES != 0
            && let Some([first, rest @ ..]) = form.get_mut(start..end)
        {
            *first = b'0';
            rest.fill(b'a');
        }
        at = end;
    }
}

const HEXADECIMAL: u8 = 1;
const OPENS: u8 = 2;
const CLOSES: u8 = 4;

#[expect(
    clippy::indexing_slicing,
    reason = "computed while compiling; the loop ends with the table"
)]
const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'f' => HEXADECIMAL,
            b'"' | b',' | b'.' | b'-' => OPENS | CLOSES,
            b'=' | b'[' => OPENS,
            b']' => CLOSES,
            _ => 0,
        };
        byte += 1;
    }
    table
};

fn class(b: u8) -> u8 {
    CLASSES.get(usize::from(b)).copied().unwrap_or_default()
}

/// Keys are hashes already.
#[derive(Default)]
struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number.wrapping_mul(PRIME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> String {
        let mut form = vec![0; text.len()];
        write(text.as_bytes(), &mut form);
        String::from_utf8(form).unwrap()
    }

    #[test]
    fn hexadecimal_numbers_of_one_length_are_alike_where_they_fill_a_place() {
        for (text, written) in [
            ("\"3c6ef362\"", "\"0aaaaaaa\""),
            ("\"00000000\"", "\"00000000\""),
            ("\"deadbeef\"", "\"deadbeef\""),
            (",69aa8bf6.32c,", ",0aaaaaaa.0aa,"),
            ("\"3f2504e0-4f89-11d3-beef\"", "\"0aaaaaaa-0aaa-0aaa-beef\""),
            // a word may begin or end here, or a number be none
            ("; c0ffee12 ", "; c0ffee12 "),
            (",17db:wipe", ",17db:wipe"),
            (":12e4,", ":12e4,"),
            ("c0ffee12,", "c0ffee12,"),
            ("\"7g\"", "\"7g\""),
        ] {
            let mut form = text.as_bytes().to_vec();
            let mut marks = form.clone();
            write_hexadecimal(&mut form, &mut marks);
            assert_eq!(String::from_utf8(form).unwrap(), written);
        }
    }

    #[test]
    fn numbers_are_alike_and_single_digits_are_not() {
        for (text, written) in [
            ("", ""),
            ("7", "7"),
            ("42", "00"),
            ("a7", "a7"),
            ("7a", "7a"),
            ("id 1234, status 1", "id 0000, status 1"),
            ("0x1f 12", "0x1f 00"),
            ("2026-01-05 1:02", "0000-00-00 1:00"),
            ("é99", "é00"),
        ] {
            assert_eq!(form(text), written);
        }
    }
}
