//! From stamps to instants, through clocks that the report states.
//!
//! [`place`] is the whole way: [`stamps`] collects what each source's stamps are like and settles
//! years, [`resolve`] chooses each source's zone by what the other files here find, [`skew`]
//! measures
//! how far clocks run apart. [`placing`] does the same draft by draft once a clock is known.

pub(crate) mod options;
pub(crate) mod place;
pub(crate) mod placing;
pub(crate) mod source_clock;

mod declared;
mod errors;
mod instant;
mod packed;
mod pairs;
mod proof;
mod resolve;
mod sessions;
mod skew;
mod stamps;
#[cfg(test)]
mod tests;
mod year;
