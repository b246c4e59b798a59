//! An open source: its bytes at any offset, as found or as formats see them.

use std::{fs::File, io, num::NonZeroU64, ops::Deref};

use rustix::fs::{Advice, fadvise};

use super::{
    buffer::Buffer,
    decode::View,
    evidence::{Content, Source},
    held::Held,
    parts::Trace,
};

/// How a source is going to be read, which the system's reading ahead can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Here and there: what lies behind a place that was read is not wanted.
    Scattered,
    /// From front to back.
    Forward,
}

/// An open source.
pub(crate) struct Handle<'a> {
    source: &'a Source,
    bytes: Opened<'a>,
    /// Notes what is read.
    trace: Option<Trace>,
}

enum Opened<'a> {
    File(File),
    Held(&'a Held),
}

/// Bytes of content: where they lie, or as read.
#[derive(Debug)]
pub(crate) enum Bytes<'a> {
    /// Of content in memory.
    Shared(&'a [u8]),
    /// Read for the caller.
    Read(Buffer),
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Shared(bytes) => bytes,
            Bytes::Read(buffer) => buffer,
        }
    }
}

impl Bytes<'_> {
    /// A copy of its own.
    pub(crate) fn into_owned(self) -> Vec<u8> {
        self.to_vec()
    }
}

/// What a source begins with.
#[derive(Debug)]
pub(crate) struct Beginning<'a> {
    /// The source's name.
    pub(crate) name: &'a str,
    /// Its first bytes.
    pub(crate) bytes: Bytes<'a>,
    /// Whether they are all.
    pub(crate) whole: bool,
}

impl Source {
    /// Opens it for reading.
    pub(crate) fn open(&self) -> io::Result<Handle<'_>> {
        let bytes = match &self.content {
            Content::File(path) => Opened::File(File::open(path)?),
            Content::Held(held) => Opened::Held(held),
        };
        Ok(Handle { source: self, bytes, trace: None })
    }

    /// Raw content bytes `start..end`, as citations count them; shorter where the file shrank.
    pub(crate) fn raw(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        Ok(self.open()?.raw(start, end)?.into_owned())
    }

    /// What of the raw content is read as text: decoded to UTF-8, bad bytes replaced.
    pub(crate) fn excerpt(&self, start: u64, end: u64) -> io::Result<String> {
        let raw = self.raw(start, end)?;
        Ok(match &self.view {
            View::From(_) | View::Unframed(..) => String::from_utf8_lossy(&raw).into_owned(),
            View::Utf16(text) => text.order.text(&raw),
        })
    }
}

impl<'a> Handle<'a> {
    /// The same, which notes in `trace` what of the raw content is read.
    pub(crate) fn traced(self, trace: &Trace) -> Handle<'a> {
        Handle { trace: Some(trace.clone()), ..self }
    }

    /// The first bytes, at most so many, as formats see them.
    pub(crate) fn beginning(&self, most: usize) -> io::Result<Beginning<'a>> {
        let bytes = self.text(0, most as u64)?;
        let whole = self.size() <= bytes.len() as u64;
        Ok(Beginning { name: &self.source.path, bytes, whole })
    }

    /// The last bytes, at most so many, as formats see them.
    pub(crate) fn end(&self, most: u64) -> io::Result<Bytes<'a>> {
        self.text(self.size().saturating_sub(most), self.size())
    }

    /// Bytes `start..end` as formats see them; shorter where the content ends or shrank.
    pub(crate) fn text(&self, start: u64, end: u64) -> io::Result<Bytes<'a>> {
        match &self.source.view {
            View::From(skip) => self.raw(start.saturating_add(*skip), end.saturating_add(*skip)),
            View::Utf16(text) => held_bytes(&text.text, start, end),
            View::Unframed(text, _) => held_bytes(text, start, end),
        }
    }

    /// The source's size in bytes as formats see them.
    pub(crate) fn size(&self) -> u64 {
        self.source.size()
    }

    /// Tells the system that bytes `start..end`, as formats see them, will be read soon, so that it
    /// can fetch them meanwhile. Only speed depends on it.
    pub(crate) fn soon(&self, start: u64, end: u64) {
        if let (Opened::File(file), View::From(skip)) = (&self.bytes, &self.source.view) {
            let length = NonZeroU64::new(end.min(self.source.content_len).saturating_sub(start));
            let from = start.saturating_add(*skip);
            // a system that cannot be told reads as it likes
            let _ = length.map(|length| fadvise(file, from, Some(length), Advice::WillNeed));
        }
    }

    /// Tells the system how it is going to be read. Only speed depends on it.
    pub(crate) fn expect(&self, access: Access) {
        let advice = match access {
            Access::Scattered => Advice::Random,
            Access::Forward => Advice::Normal,
        };
        if let Opened::File(file) = &self.bytes {
            let _ = fadvise(file, 0, None, advice);
        }
    }

    /// Reads up to `more` bytes from `start` on, as formats see them, behind what is in `buffer`,
    /// as
    /// far as there are any; gives how many. An empty buffer begins there. A file that was cut
    /// short
    /// meanwhile ends where it ends now.
    pub(crate) fn append(&self, start: u64, more: usize, buffer: &mut Buffer) -> io::Result<usize> {
        match &self.source.view {
            View::From(skip) => self.append_raw(start.saturating_add(*skip), more, buffer),
            View::Utf16(text) => append_held(&text.text, start, more, buffer),
            View::Unframed(text, _) => append_held(text, start, more, buffer),
        }
    }

    /// Raw content bytes `start..end`.
    pub(crate) fn raw(&self, start: u64, end: u64) -> io::Result<Bytes<'a>> {
        if let Opened::Held(held) = &self.bytes {
            self.note(start, end);
            return held_bytes(held, start, end);
        }
        let mut buffer = Buffer::default();
        let more = usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX);
        self.append_raw(start, more, &mut buffer)?;
        Ok(Bytes::Read(buffer))
    }

    fn note(&self, start: u64, end: u64) {
        if let Some(trace) = &self.trace {
            trace.add(start..end.min(self.source.content_len));
        }
    }

    fn append_raw(&self, start: u64, more: usize, buffer: &mut Buffer) -> io::Result<usize> {
        self.note(start, start.saturating_add(more as u64));
        match &self.bytes {
            Opened::Held(held) => append_held(held, start, more, buffer),
            Opened::File(file) => {
                let left = self.source.content_len.saturating_sub(start);
                if buffer.is_empty() {
                    buffer.begin(start);
                }
                buffer.read_at(file, start, more.min(usize::try_from(left).unwrap_or(usize::MAX)))
            }
        }
    }
}

fn append_held(held: &Held, start: u64, more: usize, buffer: &mut Buffer) -> io::Result<usize> {
    if buffer.is_empty() {
        buffer.begin(start);
    }
    let left = usize::try_from(held.len().saturating_sub(start)).unwrap_or(usize::MAX);
    let got = held.read_at(start, buffer.room(more.min(left))?)?;
    buffer.fill(got);
    Ok(got)
}

fn held_bytes(held: &Held, start: u64, end: u64) -> io::Result<Bytes<'_>> {
    let end = end.min(held.len());
    let start = start.min(end);
    if let Some(whole) = held.whole() {
        return Ok(Bytes::Shared(whole.get(start as usize..end as usize).unwrap_or_default()));
    }
    let mut buffer = Buffer::default();
    append_held(held, start, (end - start) as usize, &mut buffer)?;
    Ok(Bytes::Read(buffer))
}
