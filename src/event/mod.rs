//! What a source says, typed: drafts as formats yield them, events once they stand in place and time.
//!
//! `draft` is what comes out of a format, `placed` what the clock makes of it, `kind` the closed set
//! of what either can tell; each kind's fields are in the file of its subject.

pub mod backup;
pub mod draft;
pub mod ids;
pub mod job;
pub mod kind;
pub mod log;
pub mod place;
pub mod placed;
pub mod query;
pub mod schema;
pub mod script;
pub mod session;
pub mod table;
