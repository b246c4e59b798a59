//! `backtrail grep`: whole log entries by pattern, time, level and kind of statement.
//!
//! [`args`] says what may be asked; [`command`] makes a [`search::Plan`] of it; [`source`] goes
//! from source to source (small files on all threads at once: [`parallel`]), [`search`] looks at a
//! chunk of one ([`pattern`], [`filter`], [`mask`]), [`print`] shows what was found.

pub(super) mod args;
mod command;
mod filter;
mod glance;
mod known;
mod mask;
mod parallel;
mod pattern;
mod print;
mod search;
mod source;
