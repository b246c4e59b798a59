//! Which format reads a source.

use crate::{
    format::{
        self,
        contract::{Format, Head},
    },
    ingest::options::IngestOptions,
};

/// The format that the user states for a source, else the one that knows it.
pub(crate) fn recognise(head: &Head<'_>, options: &IngestOptions) -> Option<&'static dyn Format> {
    let stated = options
        .formats
        .iter()
        .find(|(glob, _)| glob.is_match(head.name) || glob.is_match(head.file_name()));
    stated.map(|(_, format)| *format).or_else(|| format::recognise(head))
}
