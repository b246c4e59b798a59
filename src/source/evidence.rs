//! One piece of evidence: where its bytes lie, and how what formats see counts them.

use std::{
    cmp::Ordering,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    buffer::FileReader,
    decode::{self, Utf16, View},
    held::Held,
    limits::UNPACKED_BYTES,
    note::{Limit, Note},
    parts::Parts,
    unframed::Unframed,
};
use crate::{event::place::SourceId, time::Written};

/// As much of a content is looked at to tell what it is packed in and how its text is encoded.
pub(super) const HEAD: usize = 1024;

/// One piece of evidence: a file, a member of an archive, or standard input.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its number: its place in path order.
    pub(crate) id: SourceId,
    /// Its name in reports.
    pub(crate) path: String,
    /// The program whose lines of the file it is, where the file holds those of several.
    pub(crate) service: Option<String>,
    /// Bytes as found, before decompression.
    pub(crate) bytes: u64,
    /// SHA-256 of the bytes as found, in hex, where it is known already:
    /// [`Hashing`](super::hash::Hashing) gives the others.
    pub(crate) sha256: Option<String>,
    /// The source of which this is a copy byte for byte; it is not read again.
    pub(crate) same_as: Option<SourceId>,
    /// When the content was last modified before it was packed, in seconds since 1970, as the
    /// header of a gzip file says; `None` where it says nothing.
    pub(crate) modified_s: Option<i64>,
    /// What happened while it was opened.
    pub(crate) notes: Vec<Note>,
    /// The file as found, where it still has to be hashed.
    pub(super) found: Option<PathBuf>,
    pub(super) content: Content,
    pub(super) content_len: u64,
    pub(super) view: View,
}

/// How many NUL bytes stand before content that is text from there on: a log that was emptied under
/// a writer which goes on where it was begins with them. 0 where it is no text, or nothing else.
fn nul_run(content: &Content, len: u64) -> u64 {
    let run = |raw: &mut dyn Read| -> std::io::Result<u64> {
        let mut buffer = vec![0u8; 64 * 1024];
        let mut at = 0u64;
        loop {
            let got = raw.read(&mut buffer)?;
            let piece = buffer.get(..got).unwrap_or_default();
            let Some(end) = piece.iter().position(|b| *b != 0) else {
                at = at.saturating_add(got as u64);
                if got == 0 {
                    return Ok(0);
                }
                continue;
            };
            let text = piece.get(end..end.saturating_add(HEAD).min(got)).unwrap_or_default();
            let is_text = text.iter().all(|b| !matches!(b, 0..=8 | 14..=26 | 28..=31));
            return Ok(if is_text { at.saturating_add(end as u64) } else { 0 });
        }
    };
    let got = match content {
        Content::File(path) => {
            File::open(path).and_then(|file| run(&mut FileReader::new(file).take(len)))
        }
        Content::Held(held) => run(&mut held.reader()),
    };
    got.unwrap_or(0)
}

/// Where the bytes are.
#[derive(Clone, Debug)]
pub(super) enum Content {
    File(PathBuf),
    Held(Held),
}

impl Source {
    /// A source from bytes in memory, for tests and callers that have no file.
    pub(crate) fn from_bytes(path: &str, bytes: impl Into<Arc<[u8]>>) -> Source {
        Source::held(path.to_owned(), Held::from(bytes.into()), Vec::new())
    }

    /// A source from what a scan carried of it.
    pub(crate) fn carried(path: String, parts: Parts) -> Source {
        Source::held(path, Held::Parts(Arc::new(parts)), Vec::new())
    }

    /// What a scan carried of it, where it is made of that.
    pub(crate) fn parts(&self) -> Option<&Parts> {
        match &self.content {
            Content::Held(Held::Parts(parts)) => Some(parts),
            _ => None,
        }
    }

    /// A source from what was unpacked.
    pub(super) fn held(path: String, held: Held, notes: Vec<Note>) -> Source {
        let mut head = [0u8; HEAD];
        let got = held.read_at(0, &mut head).unwrap_or(0);
        let len = held.len();
        Source::new(path, Content::Held(held), len, head.get(..got).unwrap_or_default(), notes)
    }

    /// The lines of one program in it, as a source.
    pub(crate) fn program(&self, service: Option<String>, lines: Unframed) -> Source {
        let (text, lines) = lines.into_parts();
        Source {
            id: self.id,
            path: self.path.clone(),
            service,
            bytes: self.bytes,
            sha256: self.sha256.clone(),
            same_as: None,
            modified_s: self.modified_s,
            notes: self.notes.clone(),
            found: self.found.clone(),
            content: self.content.clone(),
            content_len: self.content_len,
            view: View::Unframed(text, lines),
        }
    }

    /// A source whose content begins with `head`.
    pub(super) fn new(
        path: String,
        content: Content,
        content_len: u64,
        head: &[u8],
        mut notes: Vec<Note>,
    ) -> Source {
        let mut view = View::From(0);
        if head.starts_with(b"\xef\xbb\xbf") {
            view = View::From(3);
        } else if let Some((order, skip)) = decode::utf16(head) {
            if content_len > UNPACKED_BYTES {
                notes.push(Note::LeftOut(Limit::Utf16));
            } else {
                notes.push(Note::Utf16);
                let (text, error) = match &content {
                    Content::File(path) => match File::open(path) {
                        Ok(file) => {
                            let mut raw = FileReader::new(file).take(content_len);
                            Utf16::decode(&mut raw, order, skip)
                        }
                        Err(error) => (Utf16::default(), Some(error)),
                    },
                    Content::Held(held) => Utf16::decode(&mut held.reader(), order, skip),
                };
                notes.extend(error.as_ref().map(Note::broke_off));
                view = View::Utf16(text);
            }
        } else if head.first() == Some(&0) {
            let nuls = nul_run(&content, content_len);
            if nuls > 0 {
                notes.push(Note::NulRun(nuls));
                view = View::From(nuls);
            }
        }
        Source {
            id: SourceId(0),
            path,
            service: None,
            bytes: content_len,
            sha256: None,
            same_as: None,
            modified_s: None,
            notes,
            found: None,
            content,
            content_len,
            view,
        }
    }

    /// Bytes that formats see.
    pub(crate) fn size(&self) -> u64 {
        match &self.view {
            View::From(skip) => self.content_len.saturating_sub(*skip),
            View::Utf16(text) => text.text.len(),
            View::Unframed(text, _) => text.len(),
        }
    }

    /// Bytes of content after decompression, before any decoding of text: what citations count.
    pub(crate) fn content_len(&self) -> u64 {
        self.content_len
    }

    /// The place in the raw content of an offset that formats see.
    pub(crate) fn origin(&self, offset: u64) -> u64 {
        match &self.view {
            View::From(skip) => offset.saturating_add(*skip),
            View::Utf16(text) => text.origin(offset),
            View::Unframed(_, lines) => lines.origin(offset),
        }
    }

    /// The place in the raw content where what formats see to end at an offset ends.
    pub(crate) fn origin_of_end(&self, offset: u64) -> u64 {
        match &self.view {
            View::Unframed(_, lines) => lines.end(offset),
            _ => self.origin(offset),
        }
    }

    /// The number of the file's line at an offset that formats see, where it is not that of what
    /// they see.
    pub(crate) fn line(&self, offset: u64) -> Option<u64> {
        match &self.view {
            View::Unframed(_, lines) => lines.number(offset),
            _ => None,
        }
    }

    /// When a collector got the line at an offset that formats see.
    pub(crate) fn collected(&self, offset: u64) -> Option<Written> {
        match &self.view {
            View::Unframed(_, lines) => lines.stamp(offset),
            _ => None,
        }
    }

    /// Whether formats see the content as it stands.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.view, View::From(_))
    }

    /// Whether the file's size is another than when it was listed.
    pub(crate) fn changed_size(&self) -> Option<Note> {
        let Content::File(path) = &self.content else { return None };
        let (from, to) = (self.content_len, path.metadata().ok()?.len());
        match to.cmp(&from) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Note::Grew(to.saturating_sub(from))),
            Ordering::Less => Some(Note::Shrank { from, to }),
        }
    }

    /// Whether it is a file as it lies there: not packed, no member of an archive.
    pub(crate) fn is_file_as_found(&self) -> bool {
        self.file().is_some() && self.bytes == self.content_len
    }

    pub(super) fn file(&self) -> Option<&Path> {
        match &self.content {
            Content::File(path) => Some(path),
            Content::Held(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_bytes_before_text_are_passed_over_and_those_of_other_content_are_not() {
        let emptied = [&[0u8; 5000][..], b"[2026-01-02 03:04:05] local.INFO: a\n"].concat();
        let source = Source::from_bytes("x", emptied);
        assert_eq!((source.size(), source.origin(0)), (36, 5000));
        assert_eq!(source.notes, [Note::NulRun(5000)]);
        for other in [&[0u8; 100][..], b"\0\0\0\x1c\x08\0page", b"\0", b"a\0b"] {
            let source = Source::from_bytes("x", other);
            assert_eq!((source.size(), source.notes.len()), (other.len() as u64, 0));
        }
    }
}
