//! Events to facts: what was done, how the schema looked, who could have done it.

pub(crate) mod act;
mod along;
pub(crate) mod applier;
mod backup_run;
pub(crate) mod build;
pub(crate) mod capability;
pub(crate) mod carried;
pub(crate) mod connection;
pub(crate) mod facts;
pub(crate) mod housekeeping;
pub(crate) mod policy;
pub(crate) mod reason;
mod refused;
pub(crate) mod release_account;
pub(crate) mod request;
pub(crate) mod rollbacks;
pub(crate) mod schema;
pub(crate) mod scratch;
pub(crate) mod sent;
pub(crate) mod severity;
pub(crate) mod snapshot;
pub(crate) mod statements;
pub(crate) mod suspect;
pub(crate) mod suspects;
pub(crate) mod transactions;
pub(crate) mod trigger;
pub(crate) mod uses;
