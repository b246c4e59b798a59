//! What stands at a place of the evidence, without its secrets.

use std::{io, ops::Range, path::Path};

use crate::{
    format::{
        self,
        contract::{HEAD_BYTES, Head, Reader, RecordReader},
    },
    redact::{find::whole_characters, redactor::Redactor},
    report::{
        joined::{Lines, is_key, without_end},
        pointer::MOST,
    },
    source::evidence::Source,
};

/// Bytes on both sides of a place that are redacted with it: what makes a text a secret may stand
/// around it.
const AROUND: u64 = 64 << 10;

/// A place as it may be shown.
pub(crate) struct Shown {
    /// What stands there; where the place begins or ends in what was taken out, a little more.
    pub(crate) text: String,
    /// Whether anything of it was taken out.
    redacted: bool,
    /// Whether it goes on behind [`MOST`] bytes.
    pub(crate) cut: bool,
}

impl Shown {
    /// Whether anything there is hidden, or may be.
    pub(crate) fn hides(&self) -> bool {
        self.redacted || self.cut
    }
}

/// The bytes `start..end` of a source, decoded; redacted with the lines around them, then cut, so
/// that no cut lays half a secret open.
pub(crate) fn shown(
    source: &Source,
    (start, end): (u64, u64),
    redactor: &Redactor,
) -> std::result::Result<Shown, String> {
    let unread = |error: io::Error| format!("cannot be read: {error}");
    let last = end.min(start.saturating_add(MOST));
    let cut = last < end;
    if redactor.is_off() {
        let text = source.excerpt(start, last).map_err(unread)?;
        return Ok(Shown { text, redacted: false, cut });
    }
    // an even number of bytes from an even place, as UTF-16 wants it
    let from = start.saturating_sub(AROUND) & !1;
    let text = source.excerpt(from, last.saturating_add(AROUND)).map_err(unread)?;
    let offset = |at: u64| source.excerpt(from, at).map(|text| text.len()).map_err(unread);
    let place = whole_characters(&text, offset(start)?..offset(last)?);
    let mut begin = 0;
    if from > 0 {
        let feed = text.get(..place.start).unwrap_or_default().find('\n').ok_or(
            "stands in a line that begins more than 64 KiB before; what is secret there cannot be \
             told",
        )?;
        begin = feed + 1;
    }
    let reader = reader(source).map_err(unread)?;
    let mut out = Shown { text: String::new(), redacted: false, cut };
    for entry in entries(text.get(begin..).unwrap_or_default(), reader.as_deref())? {
        let next = begin + entry.len();
        if next > place.start && begin < place.end {
            let clean = redactor.excerpt(entry);
            let clean: String =
                joined(&clean)?.into_iter().map(|lines| redactor.excerpt(lines)).collect();
            let within = place.start.saturating_sub(begin)..(place.end - begin).min(entry.len());
            add(entry, &clean, &within, &mut out);
        }
        begin = next;
    }
    Ok(out)
}

/// The reader of a log's entries, where its format is known.
fn reader(source: &Source) -> io::Result<Option<Box<dyn RecordReader>>> {
    let handle = source.open()?;
    let beginning = handle.beginning(HEAD_BYTES)?;
    let head = Head { name: beginning.name, bytes: &beginning.bytes, whole: beginning.whole };
    Ok(format::recognise(&head).and_then(|format| match (format.reader)(&head) {
        Reader::Records(reader) => Some(reader),
        Reader::Document(_) => None,
    }))
}

/// The entries of a text, as its format divides it; where none is known, lines and what they join.
fn entries<'t>(
    text: &'t str,
    reader: Option<&dyn RecordReader>,
) -> std::result::Result<Vec<&'t str>, String> {
    let Some(reader) = reader else { return joined(text) };
    let (mut out, mut begin, mut at, mut key) = (Vec::new(), 0, 0, false);
    for line in text.split_inclusive('\n') {
        if !key && reader.starts_record(without_end(line.as_bytes())) {
            out.extend(text.get(begin..at));
            begin = at;
        }
        key = (key || is_key(line)) && !line.contains("-----END");
        at += line.len();
    }
    out.extend(text.get(begin..));
    Ok(out)
}

/// Lines, those together that one secret may span.
fn joined(text: &str) -> std::result::Result<Vec<&str>, String> {
    let mut lines = Lines::new(text.as_bytes(), Path::new("the evidence"), None);
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some((_, record)) = lines.record(false).map_err(|error| error.to_string())? {
        out.extend(text.get(at..at + record.len()));
        at += record.len();
    }
    Ok(out)
}

/// Adds what lies `within` an entry: line by line where none was taken out whole.
fn add(entry: &str, clean: &str, within: &Range<usize>, out: &mut Shown) {
    let lines = |text: &str| text.split_inclusive('\n').count();
    if lines(entry) != lines(clean) {
        return add_line(entry, clean, within.clone(), out);
    }
    let mut at = 0;
    for (line, clean) in entry.split_inclusive('\n').zip(clean.split_inclusive('\n')) {
        let end = at + line.len();
        if within.start < end && at < within.end {
            let within = within.start.saturating_sub(at)..within.end.min(end) - at;
            add_line(line, clean, within, out);
        }
        at = end;
    }
}

/// Adds what lies `within` a text: what is the same at both ends of it and of what it became as it
/// stands, and where it touches what lies between, all of that.
fn add_line(text: &str, clean: &str, within: Range<usize>, out: &mut Shown) {
    let alike = |(a, b): &(char, char)| a == b;
    let bytes = |total: usize, (c, _): (char, char)| total + c.len_utf8();
    let head = text.chars().zip(clean.chars()).take_while(alike).fold(0, bytes);
    let most = text.len().min(clean.len()) - head;
    let ends = text.chars().rev().zip(clean.chars().rev()).take_while(alike);
    let tail = ends
        .scan(0, |total, (c, _)| {
            *total += c.len_utf8();
            Some(*total)
        })
        .take_while(|total| *total <= most)
        .last()
        .unwrap_or(0);
    let behind = text.len() - tail;
    out.text.push_str(text.get(within.start..within.end.min(head)).unwrap_or_default());
    if text != clean && within.end > head && within.start < behind.max(head + 1) {
        out.redacted = true;
        out.text.push_str(clean.get(head..clean.len() - tail).unwrap_or_default());
    }
    out.text.push_str(text.get(within.start.max(behind)..within.end).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::rule::Level;

    fn of(text: &str, start: u64, end: u64) -> (String, bool) {
        let source = Source::from_bytes("a", text.as_bytes());
        let shown = shown(&source, (start, end), &Redactor::new(Level::Pii)).unwrap();
        (shown.text, shown.redacted)
    }

    #[test]
    fn no_cut_lays_half_a_secret_open() {
        let env = "APP_ENV=production\nDB_PASSWORD=super2secret\nDB_HOST=db\n";
        assert_eq!(of(env, 8, 18), ("production".to_owned(), false));
        assert_eq!(of(env, 19, 30), ("DB_PASSWORD".to_owned(), false));
        assert_eq!(of(env, 43, 51), ("\nDB_HOST".to_owned(), false));
        for (start, end) in [(31, 43), (33, 42), (36, 40), (25, 33), (40, 52), (0, 55)] {
            let (said, redacted) = of(env, start, end);
            assert!(redacted && said.contains("[REDACTED:"), "{said}");
            assert!(!said.contains("er2") && !said.contains("cret"), "{said}");
        }
        let key = format!(
            "one\n-----BEGIN RSA PRIVATE KEY-----\n{}-----END RSA PRIVATE KEY-----\nlast\n",
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(9)
        );
        let (said, redacted) = of(&key, 100, 133);
        assert!(redacted && !said.contains("BADANBgk"), "{said}");
        assert_eq!(of(&key, 0, 3), ("one".to_owned(), false));
        let sql = "INSERT INTO users VALUES (1,'Ann Smith','s3cr3t'),(2,'Bo','x');\n";
        let (said, _) = of(sql, 30, 45);
        assert!(!said.contains("nn Sm"), "{said}");
    }

    #[test]
    fn utf16_and_long_lines_are_safe_too() {
        let text = "a\nDB_PASSWORD=super2secret\n";
        let bytes: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let redactor = Redactor::new(Level::Pii);
        let source = Source::from_bytes("a", bytes);
        for start in [32, 33, 40] {
            let said = shown(&source, (start, 46), &redactor).unwrap().text;
            assert!(said.starts_with("[REDACTED:"), "{said:?}");
        }
        let long = format!("DB_PASSWORD={}", "q7Z".repeat(70_000));
        let source = Source::from_bytes("a", long.as_bytes());
        assert!(shown(&source, (100_000, 100_010), &redactor).is_err());
        let said = shown(&source, (0, 200_000), &redactor).unwrap();
        assert!(said.cut && said.text.len() < 100, "{}", said.text);
        let open = shown(&source, (100_000, 100_003), &Redactor::new(Level::Off)).unwrap();
        assert_eq!(open.text, "7Zq");
    }
}
