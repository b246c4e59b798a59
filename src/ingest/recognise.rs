//! Which format reads a source: the one that the user states, else the one that knows its first
//! bytes.

use std::io;

use crate::{
    format::{
        self,
        contract::{Format, HEAD_BYTES, Head, Reader},
    },
    ingest::options::IngestOptions,
    source::{
        evidence::Source,
        handle::{Beginning, Handle},
        kind,
        pattern::{NamePattern, stated_for},
    },
};

/// The format of a source that begins with `head`; `stated` are patterns of names and formats. What
/// this program wrote about evidence is none.
pub(crate) fn recognise(
    head: &Head<'_>,
    stated: &[(NamePattern, &'static Format)],
) -> Option<&'static Format> {
    let stated = stated_for(stated, head.name);
    stated
        .map(|(_, format)| *format)
        .or_else(|| if kind::is_own(head.bytes) { None } else { format::recognise(head) })
}

/// A source that was opened, and its first bytes.
pub(crate) struct Opened<'a> {
    pub(crate) handle: Handle<'a>,
    pub(crate) first: Beginning<'a>,
}

impl<'a> Opened<'a> {
    /// Opens a source and reads as much as formats are known by.
    pub(crate) fn of(source: &'a Source) -> io::Result<Opened<'a>> {
        let handle = source.open()?;
        let first = handle.beginning(HEAD_BYTES)?;
        Ok(Opened { handle, first })
    }

    /// The format that knows the source and its reader.
    pub(crate) fn reader(&self, options: &IngestOptions) -> Option<(&'static Format, Reader)> {
        let head = Head::of(&self.first);
        recognise(&head, &options.formats).map(|format| (format, (format.reader)(&head)))
    }

    /// The reader of a format that is known to be the source's.
    pub(crate) fn reader_of(&self, format: &Format) -> Reader {
        (format.reader)(&Head::of(&self.first))
    }
}
