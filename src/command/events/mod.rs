//! `backtrail events`: every event, one a line.
//!
//! [`command`] runs it; [`shape`] says which keys an event has, [`json`] fills them, [`table`]
//! writes the other forms; [`clean`] takes secrets out, [`naming`] names kinds, sources and times.

pub(super) mod clean;
pub(super) mod command;
pub(super) mod json;
mod naming;
mod shape;
mod table;
