//! Where evidence comes from: files, folders, archives and standard input as sources of bytes.

pub mod stream;

mod discover;
pub mod flow;
mod hash;
pub mod kind;
mod rotated;
mod unpack;
mod view;

use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::event::place::SourceId;
pub use discover::{Discovery, Listed, Listing, Skipped, discover, list};
pub use hash::{Hashing, hex, mark_copies};
pub use rotated::{mark_rotated, rotation};
use view::View;

/// The most that the packed content of one file may grow to: more is a bomb, or too much to be
/// held in memory beside the rest.
pub const UNPACKED_BYTES: u64 = 2 << 30;
/// The same for all files of a run together.
pub const UNPACKED_BYTES_IN_ALL: u64 = 6 << 30;
/// The most that comes out of a file that is unpacked on the way: no log, a bomb.
pub const STREAMED_BYTES: u64 = 256 << 30;
/// Archives in archives, and packed files in them, deeper than this are left alone.
pub const NESTING: u32 = 3;
/// More members than this in one archive are left alone.
pub const MEMBERS: usize = 20_000;

/// How sources are found and opened.
#[derive(Clone, Debug)]
pub struct SourceOptions {
    /// Whether files are hashed.
    pub hash: bool,
}

/// One piece of evidence: a file, a member of an archive, or standard input.
#[derive(Debug)]
pub struct Source {
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
    pub notes: Vec<String>,
    /// The file as found, where it still has to be hashed.
    found: Option<PathBuf>,
    content: Content,
    content_len: u64,
    view: View,
}

/// Where the bytes are.
#[derive(Clone, Debug)]
enum Content {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// How a source is going to be read, which the system's reading ahead can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Here and there: what lies behind a place that was read is not wanted.
    Scattered,
    /// From front to back.
    Forward,
}

/// An open source.
pub struct Handle<'a> {
    source: &'a Source,
    file: Option<File>,
}

impl Source {
    /// A source from bytes in memory, for tests and callers that have no file.
    pub fn from_bytes(path: &str, bytes: impl Into<Arc<[u8]>>) -> Source {
        let bytes: Arc<[u8]> = bytes.into();
        let len = bytes.len() as u64;
        Source::new(path.to_owned(), Content::Memory(bytes), len, len, Vec::new())
    }

    fn new(
        path: String,
        content: Content,
        content_len: u64,
        found: u64,
        mut notes: Vec<String>,
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
        } else if let Some((order, skip)) = view::utf16(head) {
            if content_len > UNPACKED_BYTES {
                notes.push("UTF-16 text too large to be decoded".to_owned());
            } else {
                let raw = match &content {
                    Content::File(file) => read_whole(file, content_len).unwrap_or_default(),
                    Content::Memory(bytes) => bytes.to_vec(),
                };
                notes.push("text in UTF-16".to_owned());
                view = View::Utf16(view::Utf16::decode(&raw, order, skip));
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
    pub fn size(&self) -> u64 {
        match &self.view {
            View::From(skip) => self.content_len.saturating_sub(*skip),
            View::Utf16(text) => text.text.len() as u64,
        }
    }

    /// Bytes of content after decompression, before any decoding of text: what citations count.
    pub fn content_len(&self) -> u64 {
        self.content_len
    }

    /// The place in the raw content of an offset that formats see.
    pub fn origin(&self, offset: u64) -> u64 {
        match &self.view {
            View::From(skip) => offset.saturating_add(*skip),
            View::Utf16(text) => text.origin(offset),
        }
    }

    /// Opens it for reading.
    pub fn open(&self) -> io::Result<Handle<'_>> {
        let file = match &self.content {
            Content::File(path) => Some(File::open(path)?),
            Content::Memory(_) => None,
        };
        Ok(Handle { source: self, file })
    }

    /// Raw content bytes `start..end`, as citations count them; shorter where the file shrank.
    pub fn raw(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        Ok(self.open()?.raw(start, end)?.into_owned())
    }

    /// What of the raw content is read as text: decoded to UTF-8, bad bytes replaced.
    pub fn excerpt(&self, start: u64, end: u64) -> io::Result<String> {
        let raw = self.raw(start, end)?;
        Ok(match &self.view {
            View::From(_) => String::from_utf8_lossy(&raw).into_owned(),
            View::Utf16(_) => {
                let order =
                    view::utf16(&self.raw(0, 512)?).map_or(view::Order::Little, |(order, _)| order);
                String::from_utf8_lossy(&view::Utf16::decode(&raw, order, 0).text).into_owned()
            }
        })
    }

    /// How the file's size differs from what it was when it was listed, in words.
    pub fn changed_size(&self) -> Option<String> {
        let Content::File(path) = &self.content else { return None };
        let now = path.metadata().ok()?.len();
        match now.cmp(&self.content_len) {
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(format!(
                "grew by {} bytes while it was read; they were left out",
                now.saturating_sub(self.content_len)
            )),
            std::cmp::Ordering::Less => {
                Some(format!("shrank from {} to {now} bytes while it was read", self.content_len))
            }
        }
    }

    fn file(&self) -> Option<&Path> {
        match &self.content {
            Content::File(path) => Some(path),
            Content::Memory(_) => None,
        }
    }
}

impl Handle<'_> {
    /// Bytes `start..end` as formats see them; shorter where the content ends or shrank.
    pub fn text(&self, start: u64, end: u64) -> io::Result<Cow<'_, [u8]>> {
        match &self.source.view {
            View::From(skip) => self.raw(start.saturating_add(*skip), end.saturating_add(*skip)),
            View::Utf16(text) => Ok(Cow::Borrowed(slice(&text.text, start, end))),
        }
    }

    /// The source's size in bytes as formats see them.
    pub fn size(&self) -> u64 {
        self.source.size()
    }

    /// Tells the system that bytes `start..end`, as formats see them, will be read soon, so that it
    /// can fetch them meanwhile. Only speed depends on it.
    pub fn soon(&self, start: u64, end: u64) {
        if let (Some(file), View::From(skip)) = (&self.file, &self.source.view) {
            let length =
                std::num::NonZeroU64::new(end.min(self.source.content_len).saturating_sub(start));
            let _ = length.map(|length| {
                rustix::fs::fadvise(
                    file,
                    start.saturating_add(*skip),
                    Some(length),
                    rustix::fs::Advice::WillNeed,
                )
            });
        }
    }

    /// Tells the system how it is going to be read. Only speed depends on it.
    pub fn expect(&self, access: Access) {
        let advice = match access {
            Access::Scattered => rustix::fs::Advice::Random,
            Access::Forward => rustix::fs::Advice::Normal,
        };
        if let Some(file) = &self.file {
            // a system that cannot be told reads as it likes
            let _ = rustix::fs::fadvise(file, 0, None, advice);
        }
    }

    /// Fills `into` with the bytes from `start` on, as formats see them, as far as there are any;
    /// gives how many. A file that was cut short meanwhile ends where it ends now.
    pub fn text_into(&self, start: u64, into: &mut [u8]) -> io::Result<usize> {
        let raw_start = match &self.source.view {
            View::From(skip) => start.saturating_add(*skip),
            View::Utf16(text) => {
                return Ok(copy(
                    slice(&text.text, start, start.saturating_add(into.len() as u64)),
                    into,
                ));
            }
        };
        let end = raw_start.saturating_add(into.len() as u64).min(self.source.content_len);
        match (&self.source.content, &self.file) {
            (Content::Memory(bytes), _) => Ok(copy(slice(bytes, raw_start, end), into)),
            (Content::File(_), Some(file)) => {
                let most = usize::try_from(end.saturating_sub(raw_start)).unwrap_or(usize::MAX);
                let mut got = 0usize;
                while let Some(rest) = into.get_mut(got..most).filter(|rest| !rest.is_empty()) {
                    match file.read_at(rest, raw_start.saturating_add(got as u64)) {
                        Ok(0) => break,
                        Ok(n) => got += n,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(got)
            }
            (Content::File(_), None) => Ok(0),
        }
    }

    /// Raw content bytes `start..end`.
    pub fn raw(&self, start: u64, end: u64) -> io::Result<Cow<'_, [u8]>> {
        let end = end.min(self.source.content_len);
        match (&self.source.content, &self.file) {
            (Content::Memory(bytes), _) => Ok(Cow::Borrowed(slice(bytes, start, end))),
            (Content::File(_), Some(file)) => {
                let mut bytes = vec![0u8; end.saturating_sub(start) as usize];
                let mut got = 0usize;
                while let Some(rest) = bytes.get_mut(got..).filter(|rest| !rest.is_empty()) {
                    match file.read_at(rest, start.saturating_add(got as u64)) {
                        Ok(0) => break,
                        Ok(n) => got += n,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error),
                    }
                }
                bytes.truncate(got);
                Ok(Cow::Owned(bytes))
            }
            (Content::File(_), None) => Ok(Cow::Borrowed(&[])),
        }
    }
}

/// Copies as much of `from` as fits; gives how much.
fn copy(from: &[u8], into: &mut [u8]) -> usize {
    let fits = from.len().min(into.len());
    if let (Some(into), Some(from)) = (into.get_mut(..fits), from.get(..fits)) {
        into.copy_from_slice(from);
    }
    fits
}

fn slice(bytes: &[u8], start: u64, end: u64) -> &[u8] {
    let end = end.min(bytes.len() as u64) as usize;
    bytes.get((start as usize).min(end)..end).unwrap_or_default()
}

/// Fills as much of `buffer` as there is.
fn read_up_to(mut from: impl Read, buffer: &mut [u8]) -> io::Result<usize> {
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
