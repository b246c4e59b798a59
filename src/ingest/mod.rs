//! Sources to events in time.
//!
//! [`gather`] is the whole way: [`services`] takes files apart that hold several programs'
//! output ([`exported`] those that a client of a cloud wrote as JSON), [`recognise`] finds a
//! source's format, [`read`] turns its records into drafts (of a large source [`survey`] finds
//! first what may matter), [`clock`] places them in time. [`units`] carry evidence from one machine
//! to another. [`drafts`] and [`events`] give the same one after the other in flat memory;
//! [`entries`] and [`seek`] find entries and spans of time in raw bytes.

pub(crate) mod clock;
pub(crate) mod count;
pub(crate) mod drafts;
pub(crate) mod entries;
pub(crate) mod events;
pub(crate) mod gather;
pub(crate) mod gathered;
pub(crate) mod options;
pub(crate) mod read;
pub(crate) mod seek;
pub(crate) mod services;
pub(crate) mod shown;
pub(crate) mod sited;
pub(crate) mod source_read;
pub(crate) mod stated;
pub(crate) mod survey;
pub(crate) mod units;

mod deepen;
mod exported;
mod forms;
mod parts;
mod pieces;
#[cfg(test)]
mod properties;
mod recognise;
mod records;
mod rejoin;
mod tally;
