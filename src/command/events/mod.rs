//! `backtrail events`: every event, one a line.
//!
//! [`command`] runs it; [`shape`] says which keys an event has, [`json`] fills them, [`table`]
//! writes the other forms; [`each`] hands events to users of the library; [`clean`] takes secrets
//! out, [`naming`] names kinds, sources and times.

pub(super) mod clean;
pub(super) mod command;
pub(crate) mod each;
pub(super) mod json;
mod naming;
mod shape;
mod table;
