//! `backtrail slow`: which kinds of statements took the time.
//!
//! [`command`] runs it; [`read`] reads the logs ([`scan`] the slow logs among them) into the
//! [`digest`], which [`page`] shows.

pub(super) mod command;
mod condition;
mod digest;
mod filter;
mod group;
mod histogram;
mod names;
mod page;
mod read;
mod scan;
