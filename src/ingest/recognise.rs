//! Which format reads a source: the one that the user states, else the one that knows its first bytes.

use std::io;

use globset::GlobMatcher;

use crate::{
    format::{
        self,
        contract::{Format, HEAD_BYTES, Head, Reader},
    },
    ingest::options::IngestOptions,
    source::{evidence::Source, handle::Handle},
};

/// The format of a source that begins with `head`; `stated` are patterns of names and formats.
pub(crate) fn recognise(
    head: &Head<'_>,
    stated: &[(GlobMatcher, &'static dyn Format)],
) -> Option<&'static dyn Format> {
    let stated =
        stated.iter().find(|(glob, _)| glob.is_match(head.name) || glob.is_match(head.file_name()));
    stated.map(|(_, format)| *format).or_else(|| format::recognise(head))
}

/// A source that was opened, and its first bytes.
pub(crate) struct Opened<'a> {
    source: &'a Source,
    pub(crate) handle: Handle<'a>,
    pub(crate) first: Vec<u8>,
}

impl<'a> Opened<'a> {
    /// Opens a source and reads as much as formats are known by.
    pub(crate) fn of(source: &'a Source) -> io::Result<Opened<'a>> {
        let handle = source.open()?;
        let first = handle.text(0, HEAD_BYTES as u64)?.into_owned();
        Ok(Opened { source, handle, first })
    }

    fn head(&self) -> Head<'_> {
        let whole = self.source.size() <= self.first.len() as u64;
        Head { name: &self.source.path, bytes: &self.first, whole }
    }

    /// The format that knows the source and its reader.
    pub(crate) fn reader(&self, options: &IngestOptions) -> Option<(&'static dyn Format, Reader)> {
        let head = self.head();
        recognise(&head, &options.formats).map(|format| (format, format.reader(&head)))
    }

    /// The reader of a format that is known to be the source's.
    pub(crate) fn reader_of(&self, format: &dyn Format) -> Reader {
        format.reader(&self.head())
    }
}
