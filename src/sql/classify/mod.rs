//! From tokens to statements: what each statement of a text is, and what it destroys if it
//! succeeds.
//!
//! Decided here, where SQL leaves room:
//! - A condition counts as always true where constants make it so (`1=1`, `NOT 0`, `… OR true`,
//!   `name LIKE '%'`, `a = a`), and where a column called `id` is only asked to be there or
//!   positive (`id > 0`, `id IS NOT NULL`), which is how people get past safe-update mode.
//! - A DELETE or UPDATE with a LIMIT, or of joined tables without WHERE, is no `delete_all` or
//!   `update_all`: it takes what the limit or the join lets through. Counts may show more.
//! - A type change is given as a candidate for `alter_lossy`; whether it loses anything depends
//!   on the old type ([`narrow::narrows`]).
//! - Dropped triggers and events count as routines.

mod alter;
mod body;
mod changes;
mod condition;
mod cursor;
pub(crate) mod narrow;
pub(crate) mod statement;
mod tables;
#[cfg(test)]
mod tests;
