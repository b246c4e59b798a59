//! How a command ends: the exit status, and errors of its output.

use std::{io, path::PathBuf};

use crate::{
    error::{Error, Result},
    text::escape,
};

/// What the program exits with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitStatus(pub u8);

impl ExitStatus {
    /// Done.
    pub const DONE: ExitStatus = ExitStatus(0);
    /// Done, and the answer is one that callers want to know of (found above `--fail-on`, differs).
    pub const FOUND: ExitStatus = ExitStatus(1);
    /// Bad usage.
    pub const USAGE: ExitStatus = ExitStatus(2);
    /// Nothing usable in the paths.
    pub const NOTHING: ExitStatus = ExitStatus(3);
    /// Some evidence could not be read, and `--strict` was given.
    pub const PARTLY: ExitStatus = ExitStatus(4);
}

/// An output that failed.
pub(crate) fn write_error(source: io::Error) -> Error {
    Error::Io { doing: "write", path: PathBuf::from("the output"), source }
}

/// Writes JSON in which nothing can make a runner obey.
pub(crate) fn print_json(value: &serde_json::Value, out: &mut dyn io::Write) -> Result<()> {
    let text = escape::json(format!("{value:#}\n").into_bytes());
    out.write_all(&text).map_err(write_error)
}

/// Whether the reader of the output went away, which is no fault.
pub(crate) fn is_broken_pipe(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}
