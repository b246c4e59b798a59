//! What a source says, typed: drafts as formats yield them, events once they stand in place and
//! time.
//!
//! `draft` is what comes out of a format, `placed` what the clock makes of it, `kind` the closed
//! set of what either can tell; each kind's fields are in the file of its subject.

pub(crate) mod backup;
pub(crate) mod draft;
pub(crate) mod ids;
pub(crate) mod job;
pub(crate) mod kind;
pub(crate) mod log;
pub(crate) mod place;
pub(crate) mod placed;
pub(crate) mod query;
pub(crate) mod remark;
pub(crate) mod schema;
pub(crate) mod script;
pub(crate) mod session;
pub(crate) mod table;
