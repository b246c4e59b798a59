//! What ends a run. All else is data in the report.

use std::{fmt, io, path::PathBuf};

/// A reason to stop before any report is written.
#[derive(Debug)]
pub enum Error {
    /// The command line asks for something that does not exist or does not fit together.
    Usage(String),
    /// A file or folder named by the user could not be opened, listed or written.
    Io {
        /// What was attempted, such as "read" or "write".
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Nothing in the paths could be used; the text says what was there instead.
    NothingUsable(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(text) => f.write_str(text),
            Error::Io { doing, path, .. } => write!(f, "cannot {doing} {}", path.display()),
            Error::NothingUsable(text) => write!(f, "nothing usable was found: {text}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The result of anything that may end a run.
pub type Result<T> = std::result::Result<T, Error>;
