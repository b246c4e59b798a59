//! Places as people and programs cite them, and what stands there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, io,
    ops::Range,
};

use memchr::memchr_iter;
use regex::Regex;

use crate::{
    error::{Error, Result},
    event::place::SourceId,
    source::evidence::Source,
};

/// Bytes that are read of one place.
pub(crate) const MOST: u64 = 64 << 10;

/// A place: `path:LINE`, `path:FIRST-LAST`, `path@OFFSET+LENGTH`, or as a report writes it (``
/// `path`, line N, bytes A–B, SHA-256 `…` ``).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pointer {
    pub(crate) path: String,
    pub(crate) at: At,
    /// The hash that its bytes are said to have.
    pub(crate) sha256: Option<String>,
}

/// Where in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// The first and the last line, from 1.
    Lines(u64, u64),
    /// Byte offsets in the unpacked content, the second behind the last byte.
    Bytes(u64, u64),
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            At::Lines(first, last) if first == last => write!(f, "{}:{first}", self.path),
            At::Lines(first, last) => write!(f, "{}:{first}-{last}", self.path),
            At::Bytes(start, end) => {
                write!(f, "{}@{start}+{}", self.path, end.saturating_sub(start))
            }
        }
    }
}

/// Finds pointers in text.
pub(crate) struct Finder(Regex);

impl Finder {
    /// # Errors
    /// Never: the pattern is fixed.
    pub(crate) fn new() -> Result<Finder> {
        const SHORT: &str = r#"(?P<path>[^\s`"'()\[\]<>{},;|:@=*]*[^\s`"'()\[\]<>{},;|:@=*\d.][^\s`"'()\[\]<>{},;|:@=*]*)(?::(?P<first>\d{1,12})(?:[-–](?P<last>\d{1,12}))?|@(?P<offset>\d{1,18})\+(?P<length>\d{1,18}))\b"#;
        const LONG: &str = r"`(?P<file>[^`\n]+)`, line [\d,]+, bytes (?P<from>[\d,]+)[–-](?P<to>\d+(?:,\d{3})*)(?:, SHA-256 `(?P<hash>[0-9a-f]{64})`)?";
        Regex::new(&format!("{LONG}|{SHORT}"))
            .map(Finder)
            .map_err(|error| Error::Usage(error.to_string()))
    }

    /// Every pointer with its place in the text. A name without `/` and without `.` is that of no
    /// file; an address is none either.
    pub(crate) fn all(&self, text: &str) -> Vec<(Range<usize>, Pointer)> {
        self.0
            .captures_iter(text)
            .filter_map(|found| {
                let whole = found.get(0)?;
                let number = |name: &str| {
                    let digits = found.name(name)?.as_str().replace(',', "");
                    digits.parse::<u64>().ok()
                };
                let pointer = if let Some(file) = found.name("file") {
                    let at = At::Bytes(number("from")?, number("to")?);
                    let sha256 = found.name("hash").map(|hash| hash.as_str().to_owned());
                    Pointer { path: file.as_str().to_owned(), at, sha256 }
                } else {
                    let path = found.name("path")?.as_str();
                    let at = match (number("first"), number("offset"), number("length")) {
                        (Some(first), ..) => At::Lines(first, number("last").unwrap_or(first)),
                        (_, Some(start), Some(length)) => {
                            At::Bytes(start, start.checked_add(length)?)
                        }
                        _ => return None,
                    };
                    if !path.contains(['/', '.']) || path.starts_with("//") {
                        return None;
                    }
                    Pointer { path: path.to_owned(), at, sha256: None }
                };
                let ordered = match pointer.at {
                    At::Lines(first, last) => 0 < first && first <= last,
                    At::Bytes(start, end) => start < end,
                };
                ordered.then_some((whole.range(), pointer))
            })
            .collect()
    }

    /// The pointer that a text is.
    pub(crate) fn one(&self, text: &str) -> Option<Pointer> {
        let (at, pointer) = self.all(text).into_iter().next()?;
        (at == (0..text.len())).then_some(pointer)
    }
}

impl Pointer {
    /// The source that is meant: that of this path, or the only one whose path ends with it or that
    /// it ends with.
    pub(crate) fn source<'s>(
        &self,
        sources: &'s [Source],
    ) -> std::result::Result<&'s Source, String> {
        if let Some(source) = sources.iter().find(|source| source.path == self.path) {
            return Ok(source);
        }
        let ends = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|rest| rest.ends_with('/'))
        };
        let mut fitting =
            sources.iter().filter(|it| ends(&it.path, &self.path) || ends(&self.path, &it.path));
        match (fitting.next(), fitting.next()) {
            (Some(source), None) => Ok(source),
            (None, _) => Err("no such file is in the evidence".to_owned()),
            (Some(_), Some(_)) => Err("several files in the evidence have this name".to_owned()),
        }
    }

    /// The lines whose beginnings tell where the place is, with so many lines before and after it.
    fn wanted(first: u64, last: u64, before: u64, after: u64) -> [u64; 4] {
        let to = last.saturating_add(after).saturating_add(1);
        [first.saturating_sub(before).max(1), first, last, to]
    }

    /// The byte offsets of the place, with so many lines before and after it.
    pub(crate) fn bytes(
        &self,
        source: &Source,
        before: u64,
        after: u64,
    ) -> std::result::Result<(u64, u64), String> {
        let unread = |error: io::Error| format!("cannot be read: {error}");
        let (first, last) = match self.at {
            At::Lines(first, last) => (first, last),
            At::Bytes(start, end) => {
                let bytes = within(source, start, end)?;
                if before.saturating_add(after) == 0 {
                    return Ok(bytes);
                }
                let line = |byte: u64| line_of(source, byte).map_err(unread);
                (line(start)?, line(end.saturating_sub(1))?)
            }
        };
        let wanted = BTreeSet::from(Self::wanted(first, last, before, after));
        Starts::of(source, &wanted).map_err(unread)?.bytes(first, last, before, after)
    }
}

/// The bytes, where the source has them.
fn within(source: &Source, start: u64, end: u64) -> std::result::Result<(u64, u64), String> {
    let whole = source.content_len();
    if end > whole {
        return Err(format!("the file ends at byte {whole}, before byte {end} ({start}+)"));
    }
    Ok((start, end))
}

/// Where places lie in the sources that they name: each source is read through once for all of
/// them, up to the last line that is wanted.
pub(crate) struct Located(BTreeMap<SourceId, std::result::Result<Starts, String>>);

impl Located {
    /// For places, each with as many lines behind it as are wanted too.
    pub(crate) fn of<'p>(
        places: impl Iterator<Item = (&'p Pointer, u64)>,
        sources: &[Source],
    ) -> Located {
        let mut wanted: BTreeMap<SourceId, (&Source, BTreeSet<u64>)> = BTreeMap::new();
        for (place, after) in places {
            if let (At::Lines(first, last), Ok(source)) = (place.at, place.source(sources)) {
                let (_, lines) =
                    wanted.entry(source.id).or_insert_with(|| (source, BTreeSet::new()));
                lines.extend(Pointer::wanted(first, last, 0, 0));
                lines.extend(Pointer::wanted(first, last, 0, after));
            }
        }
        let read = |(id, (source, lines)): (SourceId, (&Source, BTreeSet<u64>))| {
            let starts = Starts::of(source, &lines);
            (id, starts.map_err(|error| format!("cannot be read: {error}")))
        };
        Located(wanted.into_iter().map(read).collect())
    }

    /// The byte offsets of one of these places, with lines behind it.
    pub(crate) fn bytes(
        &self,
        place: &Pointer,
        source: &Source,
        after: u64,
    ) -> std::result::Result<(u64, u64), String> {
        match (place.at, self.0.get(&source.id)) {
            (At::Bytes(start, end), _) => within(source, start, end),
            (At::Lines(first, last), Some(Ok(starts))) => starts.bytes(first, last, 0, after),
            (_, Some(Err(why))) => Err(why.clone()),
            (_, None) => Err("was not looked for".to_owned()),
        }
    }
}

/// Where lines begin.
struct Starts {
    at: BTreeMap<u64, u64>,
    /// How many lines there are, up to the last wanted.
    lines: u64,
    /// Bytes of the whole source.
    whole: u64,
}

impl Starts {
    /// Of the wanted lines, those that are there.
    fn of(source: &Source, wanted: &BTreeSet<u64>) -> io::Result<Starts> {
        let most = wanted.last().copied().unwrap_or(0);
        let (mut at, mut line, mut ends_at) = (BTreeMap::new(), 1_u64, 0);
        at.extend(wanted.contains(&1).then_some((1, 0)));
        feeds(source, |feed| {
            line = line.saturating_add(1);
            ends_at = feed.saturating_add(1);
            at.extend(wanted.contains(&line).then_some((line, ends_at)));
            line < most
        })?;
        let whole = source.content_len();
        // behind the last line feed there may be no line
        Ok(Starts {
            at,
            lines: line.saturating_sub(u64::from(ends_at == whole && line > 1)),
            whole,
        })
    }

    fn bytes(
        &self,
        first: u64,
        last: u64,
        before: u64,
        after: u64,
    ) -> std::result::Result<(u64, u64), String> {
        if self.lines < last {
            return Err(format!("the file has only {} lines", self.lines));
        }
        let [from, .., to] = Pointer::wanted(first, last, before, after);
        let at = |line: u64| self.at.get(&line).copied();
        Ok((at(from).unwrap_or(0), at(to).unwrap_or(self.whole)))
    }
}

/// The line in which a byte lies, from 1.
pub(crate) fn line_of(source: &Source, byte: u64) -> io::Result<u64> {
    let mut line = 1_u64;
    feeds(source, |at| {
        line = line.saturating_add(u64::from(at < byte));
        at < byte
    })?;
    Ok(line)
}

/// The offsets of all line feeds, until `each` has enough.
fn feeds(source: &Source, mut each: impl FnMut(u64) -> bool) -> io::Result<()> {
    const STEP: u64 = 1 << 20;
    let mut at = 0;
    while at < source.content_len() {
        let bytes = source.raw(at, at.saturating_add(STEP))?;
        if bytes.is_empty()
            || !memchr_iter(b'\n', &bytes).all(|inner| each(at.saturating_add(inner as u64)))
        {
            break;
        }
        at += bytes.len() as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        Finder::new().unwrap().all(text).into_iter().map(|(_, it)| it.to_string()).collect()
    }

    #[test]
    fn places_are_found_as_they_are_written() {
        assert_eq!(
            found("see `laravel.log:43`, (mysql/slow.log:10-12) and a.log@5+7; x:3 at 12:47:52"),
            ["laravel.log:43", "mysql/slow.log:10-12", "a.log@5+7"]
        );
        assert_eq!(found("http://a.b:80/ and 10.0.0.5:3306, :7, a.log:0, a.log:9-8"), [""; 0]);
        let hash = "a".repeat(64);
        let text = format!("**C1** `a b.log`, line 2,411, bytes 125,771–125,779, SHA-256 `{hash}`");
        let all = Finder::new().unwrap().all(&text);
        assert_eq!(all[0].1.to_string(), "a b.log@125771+8");
        assert_eq!(all[0].1.sha256.as_deref(), Some(&*hash));
    }

    #[test]
    fn lines_are_counted_to_the_end() {
        let source = Source::from_bytes("a/b.log", b"one\ntwo\nthree\n".as_slice());
        let at = |text: &str, around: u64| {
            let pointer = Finder::new().unwrap().one(text).unwrap();
            let (start, end) = pointer.bytes(&source, around, around)?;
            source.excerpt(start, end).map_err(|error| error.to_string())
        };
        assert_eq!(at("b.log:1", 0).unwrap(), "one\n");
        assert_eq!(at("b.log:2-3", 0).unwrap(), "two\nthree\n");
        assert_eq!(at("b.log:2", 1).unwrap(), "one\ntwo\nthree\n");
        assert_eq!(at("b.log@4+3", 0).unwrap(), "two");
        assert_eq!(at("b.log@4+3", 1).unwrap(), "one\ntwo\nthree\n");
        assert_eq!(at("b.log:4", 0).unwrap_err(), "the file has only 3 lines");
        assert!(at("b.log@10+9", 0).is_err());
        let far = Pointer { path: "b.log".into(), at: At::Lines(u64::MAX, u64::MAX), sha256: None };
        assert!(far.bytes(&source, 1, 1).unwrap_err().contains("only 3 lines"));
        let pointer = |path: &str| Pointer { path: path.into(), at: At::Lines(1, 1), sha256: None };
        let sources = [source, Source::from_bytes("c/b.log", b"x".as_slice())];
        assert!(pointer("b.log").source(&sources).unwrap_err().contains("several"));
        assert_eq!(pointer("evidence/c/b.log").source(&sources).unwrap().path, "c/b.log");
        assert!(pointer("d.log").source(&sources).is_err());
    }
}
