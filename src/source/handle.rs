//! An open source: its bytes at any offset, as found or as formats see them.

use std::{borrow::Cow, fs::File, io, os::unix::fs::FileExt};

use super::{
    decode::{self, View},
    evidence::{Content, Source},
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
    file: Option<File>,
}

impl Source {
    /// Opens it for reading.
    pub(crate) fn open(&self) -> io::Result<Handle<'_>> {
        let file = match &self.content {
            Content::File(path) => Some(File::open(path)?),
            Content::Memory(_) => None,
        };
        Ok(Handle { source: self, file })
    }

    /// Raw content bytes `start..end`, as citations count them; shorter where the file shrank.
    pub(crate) fn raw(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        Ok(self.open()?.raw(start, end)?.into_owned())
    }

    /// What of the raw content is read as text: decoded to UTF-8, bad bytes replaced.
    pub(crate) fn excerpt(&self, start: u64, end: u64) -> io::Result<String> {
        let raw = self.raw(start, end)?;
        Ok(match &self.view {
            View::From(_) => String::from_utf8_lossy(&raw).into_owned(),
            View::Utf16(_) => {
                let order = decode::utf16(&self.raw(0, 512)?)
                    .map_or(decode::Order::Little, |(order, _)| order);
                String::from_utf8_lossy(&decode::Utf16::decode(&raw, order, 0).text).into_owned()
            }
        })
    }
}

impl Handle<'_> {
    /// Bytes `start..end` as formats see them; shorter where the content ends or shrank.
    pub(crate) fn text(&self, start: u64, end: u64) -> io::Result<Cow<'_, [u8]>> {
        match &self.source.view {
            View::From(skip) => self.raw(start.saturating_add(*skip), end.saturating_add(*skip)),
            View::Utf16(text) => Ok(Cow::Borrowed(slice(&text.text, start, end))),
        }
    }

    /// The source's size in bytes as formats see them.
    pub(crate) fn size(&self) -> u64 {
        self.source.size()
    }

    /// Tells the system that bytes `start..end`, as formats see them, will be read soon, so that it
    /// can fetch them meanwhile. Only speed depends on it.
    pub(crate) fn soon(&self, start: u64, end: u64) {
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
    pub(crate) fn expect(&self, access: Access) {
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
    pub(crate) fn text_into(&self, start: u64, into: &mut [u8]) -> io::Result<usize> {
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
    pub(crate) fn raw(&self, start: u64, end: u64) -> io::Result<Cow<'_, [u8]>> {
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
