//! Events to facts: what was done, how the schema looked, who could have done it.

pub mod act;
pub mod build;
pub mod capability;
pub mod facts;
pub mod housekeeping;
pub mod policy;
pub mod reason;
pub mod schema;
pub mod severity;
pub mod snapshot;
pub mod suspects;
pub mod trigger;
