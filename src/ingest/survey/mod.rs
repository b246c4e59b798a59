//! Large sources: surveyed once, on all threads, in flat memory.
//!
//! [`scan`] passes over raw bytes where a format's prefilter can judge them, [`filter`] reads every
//! record where none can. What cannot matter is only counted ([`result`], [`activity`], [`cells`]);
//! where the rest stands is kept ([`groups`]), bounded, and [`kept`] reads it in full.

pub(crate) mod activity;
pub(crate) mod result;

pub(super) mod cells;
pub(super) mod filter;
pub(super) mod groups;
pub(super) mod kept;
pub(super) mod scan;
pub(super) mod sheet;
