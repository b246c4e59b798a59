//! Sources to events in time.
//!
//! [`gather`] is the whole way: [`recognise`] finds a source's format, [`read`] turns its records
//! into drafts (of a large source [`survey`] finds first what may matter), [`clock`] places them in
//! time. [`drafts`] and [`events`] give the same one after the other in flat memory; [`entries`]
//! and [`seek`] find entries and spans of time in raw bytes.

pub mod clock;
pub mod drafts;
pub mod entries;
pub mod events;
pub mod gather;
pub mod gathered;
pub mod options;
pub mod read;
pub mod seek;
pub mod sited;
pub mod source_read;
pub mod survey;

mod deepen;
mod pieces;
#[cfg(test)]
mod properties;
mod recognise;
mod records;
mod rejoin;
