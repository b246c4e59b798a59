//! A glance at entries of logs that are one JSON object a line: nothing is made of it.

use std::{borrow::Cow, sync::LazyLock};

use memchr::memmem::Finder;

use crate::{
    event::log::Level,
    format::grammar::{
        prefilter::{Glance, Scale, offset, shape_hash},
        querylog,
        relevance::{Relevance, text_relevance},
    },
    time::quick,
};

/// What a member of an entry is to a glance. Of several of one kind the one that is preferred
/// counts: that of the least number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// What is said.
    Message(u8),
    /// When.
    Stamp(u8),
    /// How grave it is.
    Level(u8),
    /// Nothing that a survey asks for.
    Other,
    /// It must be read.
    Telling,
}

/// A value; of lists and objects only that they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value<'a> {
    /// Between its quotes, and whether escapes stand in it.
    Text(&'a [u8], bool),
    Number(&'a [u8]),
    Word,
    List,
    Object,
}

/// As long a message is judged by a glance.
const LONGEST: usize = 4096;

/// What a glance shows of a line that is an entry, whose members are what `role` says, and that is
/// read by [`querylog::draft`] into an entry that no statement stands in. `role` is asked with the
/// depth of a member, from 1; in some logs stamps and levels may be `numbers`.
pub(crate) fn entry(
    line: &[u8],
    numbers: bool,
    mut role: impl FnMut(u32, &[u8]) -> Role,
) -> Option<Glance> {
    let (mut message, mut stamp, mut level) = (None, None, None);
    members(line.trim_ascii(), |depth, key, value| {
        if depth > 2 {
            return Some(());
        }
        match key {
            // a statement may stand here, or what a trace names
            b"sql" | b"query" | b"statement" | b"raw_sql" | b"rawSql" | b"sql_query"
            | b"exception" => return None,
            b"error" | b"e" | b"throwable" => match value {
                Value::Object | Value::Text(_, true) => return None,
                Value::Text(text, _) if memchr::memmem::find(text, b"[object] (").is_some() => {
                    return None;
                }
                _ => {}
            },
            b"context" if value == Value::List => return None,
            _ => {}
        }
        let (found, rank) = match role(depth, key) {
            Role::Telling => return None,
            Role::Other => return Some(()),
            Role::Message(rank) => (&mut message, rank),
            Role::Stamp(rank) => (&mut stamp, rank),
            Role::Level(rank) => (&mut level, rank),
        };
        match found {
            Some((known, _)) if *known == rank => return None,
            Some((known, _)) if *known < rank => {}
            _ => *found = Some((rank, value)),
        }
        Some(())
    })?;
    let (at, stamp) = match stamp?.1 {
        Value::Text(text, false) => (Scale::at(quick::iso(text)?), Some(text)),
        Value::Number(number) if numbers => ((Scale::Instant, quick::epoch(number)?), None),
        _ => return None,
    };
    // the digits of a level matter
    let stamp = stamp.filter(|_| !matches!(level, Some((_, Value::Number(_)))));
    let error = match level.map(|(_, value)| value) {
        None => false,
        Some(Value::Text(name, false)) => Level::of(std::str::from_utf8(name).ok()?).is_error(),
        // as pino and Monolog count
        Some(Value::Number(&[tens @ b'1'..=b'6', b'0'..=b'9'])) if numbers => tens >= b'5',
        Some(Value::Number(&[hundreds @ b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])) if numbers => {
            hundreds >= b'4'
        }
        _ => return None,
    };
    let Value::Text(message, escaped) = message?.1 else { return None };
    let message = if escaped { Cow::Owned(decoded(message)) } else { Cow::Borrowed(message) };
    let is_plain = message.len() <= LONGEST
        && querylog::holds_none(&message)
        && text_relevance(&message) == Relevance::Telling;
    is_plain.then(|| Glance {
        at: Some(at),
        error,
        alike: Some(shape_hash([&message, b""])),
        stamp: stamp.and_then(|stamp| form(line, stamp)),
        ..Glance::default()
    })
}

/// The stamp, at this place, of a line of the form of another, of which [`entry`] told it.
pub(crate) fn moment(line: &[u8], at: usize) -> Option<(Scale, i64)> {
    let moment = quick::iso(line.get(at..)?)?;
    (!leads_with_zero(line)).then(|| Scale::at(moment))
}

/// Where a stamp stands in a line that is an object, where other digits in the places of its digits
/// change nothing that they say but numbers: each number stands right behind the name of its
/// member and has no sign, and no letter stands in it by its number.
pub(crate) fn form(line: &[u8], stamp: &[u8]) -> Option<u32> {
    let at = offset(line, stamp)?;
    (is_compact(line) && memchr::memmem::find(line, b"\\u").is_none()).then_some(at)
}

/// Whether a number of a line of such a form begins with a zero that no number of JSON begins with.
pub(crate) fn leads_with_zero(line: &[u8]) -> bool {
    ZERO.find_iter(line).any(|at| line.get(at + 3).is_some_and(u8::is_ascii_digit))
}

static ZERO: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\":0"));

fn is_compact(line: &[u8]) -> bool {
    let mut rest = line;
    loop {
        let end = memchr::memchr(b'"', rest);
        let outside = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let number = outside.strip_prefix(b":").unwrap_or_default();
        let digits = number.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        if number.iter().skip(digits).any(u8::is_ascii_digit)
            || outside.first() != Some(&b':') && outside.iter().any(u8::is_ascii_digit)
        {
            return false;
        }
        let Some(inner) = end.and_then(|end| rest.get(end + 1..)) else { return true };
        let Some((len, _)) = string(inner) else { return false };
        rest = inner.get(len + 1..).unwrap_or_default();
    }
}

/// Hands on the members of an object, and of those in it, with their depth from 1; `None` where
/// `each` gives it or the object is not whole or bears what a closer look must tell.
fn members<'a>(
    line: &'a [u8],
    mut each: impl FnMut(u32, &'a [u8], Value<'a>) -> Option<()>,
) -> Option<()> {
    if line.first() != Some(&b'{') || !(line.is_ascii() || std::str::from_utf8(line).is_ok()) {
        return None;
    }
    // one bit a depth: whether it is an object
    let (mut at, mut nest, mut depth) = (0, 0_u64, 0);
    let mut key: &[u8] = b"";
    loop {
        let rest = line.get(at..)?;
        let (value, took) = value(rest)?;
        if depth > 0 && nest & 1 == 1 {
            each(depth, key, value)?;
        }
        let mut opened = matches!(value, Value::List | Value::Object);
        if opened {
            nest = nest << 1 | u64::from(value == Value::Object);
            depth += 1;
            (depth < 32).then_some(())?;
        }
        at += took;
        loop {
            at += blanks(line.get(at..)?);
            match line.get(at)? {
                b'}' if nest & 1 == 1 => {}
                b']' if nest & 1 == 0 => {}
                b',' if !opened => {
                    at += 1;
                    break;
                }
                _ if opened => break,
                _ => return None,
            }
            (at, nest, depth, opened) = (at + 1, nest >> 1, depth - 1, false);
            if depth == 0 {
                return (at == line.len()).then_some(());
            }
        }
        at += blanks(line.get(at..)?);
        if nest & 1 == 1 {
            let rest = line.get(at..)?.strip_prefix(b"\"")?;
            let (len, false) = string(rest)? else { return None };
            key = rest.get(..len)?;
            at += len + 2;
            at += blanks(line.get(at..)?);
            (line.get(at) == Some(&b':')).then_some(())?;
            at += 1;
            at += blanks(line.get(at..)?);
        }
    }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// The value that `rest` begins with, and the bytes that it, or its opening, takes.
fn value(rest: &[u8]) -> Option<(Value<'_>, usize)> {
    let word = |word: &[u8]| rest.starts_with(word).then_some((Value::Word, word.len()));
    match rest.first()? {
        b'"' => {
            let inner = rest.get(1..)?;
            let (len, escaped) = string(inner)?;
            Some((Value::Text(inner.get(..len)?, escaped), len + 2))
        }
        b'{' => Some((Value::Object, 1)),
        b'[' => Some((Value::List, 1)),
        b't' => word(b"true"),
        b'f' => word(b"false"),
        b'n' => word(b"null"),
        _ => {
            let digits = |at: usize| {
                rest.iter().skip(at).take(16).take_while(|b| b.is_ascii_digit()).count()
            };
            let sign = usize::from(rest.first() == Some(&b'-'));
            let mut len = sign + digits(sign);
            let leads = rest.get(sign) == Some(&b'0');
            if len == sign || leads && len > sign + 1 {
                return None;
            }
            if rest.get(len) == Some(&b'.') {
                let more = digits(len + 1);
                (more > 0).then_some(())?;
                len += 1 + more;
            }
            // what is written with an exponent or more digits than are kept is read
            let ends = matches!(rest.get(len), Some(b',' | b'}' | b']' | b' ' | b'\t'));
            (ends && len <= 16).then_some((Value::Number(rest.get(..len)?), len))
        }
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// How far the string reaches that begins before `text`, and whether escapes stand in it; `None`
/// where it does not end, or a control character or an escape by number stands in it.
fn string(text: &[u8]) -> Option<(usize, bool)> {
    let (mut at, mut escaped) = (0, false);
    loop {
        at += stop(text.get(at..)?);
        match text.get(at)? {
            b'"' => return Some((at, escaped)),
            b'\\' => {
                matches!(text.get(at + 1)?, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')
                    .then_some(())?;
                escaped = true;
                at += 2;
            }
            _ => return None,
        }
    }
}

/// How many bytes stand before the first quote, backslash or control character.
fn stop(text: &[u8]) -> usize {
    // of eight bytes the lowest that is marked is one; those above it may be marked for its sake
    let none = |word: u64| word.wrapping_sub(ONES) & !word;
    let (words, rest) = text.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = none(word ^ (ONES * u64::from(b'"')))
            | none(word ^ (ONES * u64::from(b'\\')))
            | word.wrapping_sub(ONES * 0x20) & !word;
        if found & HIGHS != 0 {
            return number * 8 + (found & HIGHS).trailing_zeros() as usize / 8;
        }
    }
    let stops = |b: &u8| *b < 0x20 || matches!(b, b'"' | b'\\');
    words.len() * 8 + rest.iter().position(stops).unwrap_or(rest.len())
}

/// A text with its escapes undone, none of which is by number.
fn decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'\\' => match bytes.next() {
                Some(b'n') => b'\n',
                Some(b't') => b'\t',
                Some(b'r') => b'\r',
                Some(b'b') => 8,
                Some(b'f') => 12,
                Some(other) => *other,
                None => b'\\',
            },
            other => *other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn role(depth: u32, key: &[u8]) -> Role {
        match key {
            b"method" => Role::Telling,
            _ if depth > 1 => Role::Other,
            b"msg" => Role::Message(1),
            b"message" => Role::Message(0),
            b"time" => Role::Stamp(0),
            b"level" => Role::Level(0),
            _ => Role::Other,
        }
    }

    #[test]
    fn digits_of_a_form_may_be_others_where_numbers_stand_behind_names() {
        let form = |line: &str| super::form(line.as_bytes(), &line.as_bytes()[2..2]).is_some();
        for line in [r#"{"a":12,"b":"1, 02 [3","c":{"d":0.5}}"#, r#"{"a":"\"5","b":[true,"7"]}"#] {
            assert!(form(line), "{line}");
            assert!(!leads_with_zero(line.as_bytes()), "{line}");
        }
        for line in
            [r#"{"a":[12]}"#, r#"{"a": 12}"#, r#"{"a":-12}"#, r#"{"a":1e12}"#, r#"{"a":"\u0041"}"#]
        {
            assert!(!form(line), "{line}");
        }
        assert!(leads_with_zero(br#"{"a":0,"b":012}"#));
    }

    #[test]
    fn what_tells_something_is_not_judged_by_a_glance() {
        let plain = r#"{"time":"2026-01-05T00:00:00Z","level":"info","msg":"Order 7 placed","n":[1,-0.5],"o":{"a":1}}"#;
        let glance = entry(plain.as_bytes(), true, role).unwrap();
        assert_eq!(glance.alike, Some(shape_hash([b"Order 9 placed", b""])));
        for (from, to) in [
            ("Order 7 placed", "drop table carts"),
            ("Order 7 placed", "query: select 1"),
            ("Order 7 placed", "took: drop table t"),
            ("Order 7 placed", "Order \\u0037 placed"),
            ("Order 7 placed", "Order\\n#0 /a.php(1): x"),
            ("\"n\"", "\"sql\""),
            ("\"a\"", "\"exception\""),
            ("\"n\"", "\"method\""),
            ("\"n\"", "\"time\""),
            ("-0.5", "-.5"),
            ("-0.5", "01"),
            ("-0.5", "-0.5.1"),
            ("-0.5", "1e999"),
            ("1}}", "1}"),
            ("1}}", "1}}}"),
            ("0.5]", "0.5,]"),
            ("\"info\"", "\"in\u{1}fo\""),
        ] {
            let changed = plain.replace(from, to);
            assert_ne!(changed, plain);
            assert_eq!(entry(changed.as_bytes(), true, role), None, "{changed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_for_whole_is_whole(pieces in prop::collection::vec(0..20usize, 0..24)) {
            const PIECES: [&str; 20] = [
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\\"\"", "\"", "1", "-", "0.5", "true",
                "null", " ", "{\"x\":", "\"a\":", "\\", "é", "1234567890",
            ];
            let text: String = pieces.iter().filter_map(|piece| PIECES.get(*piece)).copied().collect();
            let read: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(&text);
            let mut keys = Vec::new();
            let whole = members(text.as_bytes(), |depth, key, _| {
                keys.extend((depth == 1).then(|| String::from_utf8_lossy(key).into_owned()));
                Some(())
            });
            if whole.is_some() {
                let read = read.expect(&text);
                prop_assert!(keys.iter().all(|key| read.contains_key(key)) && read.len() <= keys.len());
            }
        }

        #[test]
        fn strings_end_where_they_do(text in "[ -~é\\\\\"\n]{0,40}", pad in 0..9usize) {
            let text = format!("{}{text}", "x".repeat(pad));
            let found = text.bytes().position(|b| b < 0x20 || b == b'"' || b == b'\\');
            prop_assert_eq!(stop(text.as_bytes()), found.unwrap_or(text.len()));
        }
    }
}
