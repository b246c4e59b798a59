//! One piece of evidence: where its bytes lie, and how what formats see counts them.

use std::{
    cmp::Ordering,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    decode::{self, View},
    limits::UNPACKED_BYTES,
    note::{Limit, Note},
};
use crate::event::place::SourceId;

/// One piece of evidence: a file, a member of an archive, or standard input.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its number: its place in path order.
    pub id: SourceId,
    /// Its name in reports.
    pub path: String,
    /// Bytes as found, before decompression.
    pub bytes: u64,
    /// SHA-256 of the bytes as found, in hex, where it is known already: [`Hashing`] gives the others.
    pub sha256: Option<String>,
    /// The source of which this is a copy byte for byte; it is not read again.
    pub same_as: Option<SourceId>,
    /// When the content was last modified before it was packed, in seconds since 1970, as the
    /// header of a gzip file says; `None` where it says nothing.
    pub modified_s: Option<i64>,
    /// What happened while it was opened.
    pub notes: Vec<Note>,
    /// The file as found, where it still has to be hashed.
    pub(super) found: Option<PathBuf>,
    pub(super) content: Content,
    pub(super) content_len: u64,
    pub(super) view: View,
}

/// Where the bytes are.
#[derive(Clone, Debug)]
pub(super) enum Content {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

impl Source {
    /// A source from bytes in memory, for tests and callers that have no file.
    pub(crate) fn from_bytes(path: &str, bytes: impl Into<Arc<[u8]>>) -> Source {
        let bytes: Arc<[u8]> = bytes.into();
        let len = bytes.len() as u64;
        Source::new(path.to_owned(), Content::Memory(bytes), len, len, Vec::new())
    }

    pub(super) fn new(
        path: String,
        content: Content,
        content_len: u64,
        found: u64,
        mut notes: Vec<Note>,
    ) -> Source {
        let mut view = View::From(0);
        let mut head = [0u8; 512];
        let got = match &content {
            Content::File(file) => {
                File::open(file).and_then(|file| read_up_to(file, &mut head)).unwrap_or(0)
            }
            Content::Memory(bytes) => read_up_to(&**bytes, &mut head).unwrap_or(0),
        };
        let head = head.get(..got).unwrap_or_default();
        if head.starts_with(b"\xef\xbb\xbf") {
            view = View::From(3);
        } else if let Some((order, skip)) = decode::utf16(head) {
            if content_len > UNPACKED_BYTES {
                notes.push(Note::LeftOut(Limit::Utf16));
            } else {
                let raw = match &content {
                    Content::File(file) => read_whole(file, content_len).unwrap_or_default(),
                    Content::Memory(bytes) => bytes.to_vec(),
                };
                notes.push(Note::Utf16);
                view = View::Utf16(decode::Utf16::decode(&raw, order, skip));
            }
        }
        Source {
            id: SourceId(0),
            path,
            bytes: found,
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
            View::Utf16(text) => text.text.len() as u64,
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
        }
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

    pub(super) fn file(&self) -> Option<&Path> {
        match &self.content {
            Content::File(path) => Some(path),
            Content::Memory(_) => None,
        }
    }
}

/// Fills as much of `buffer` as there is.
pub(super) fn read_up_to(mut from: impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while let Some(rest) = buffer.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// A whole file, but no more than `limit` bytes of it.
fn read_whole(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}
