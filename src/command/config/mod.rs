//! `backtrail.toml`: zones, years, ignored tables, staging databases, and rules and redactions of
//! the user's own.
//!
//! [`settings`] says what may be set, [`reader`] reads it from TOML, [`file`] finds the file.

pub(crate) mod file;
mod reader;
pub(crate) mod settings;
