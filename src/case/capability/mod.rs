//! What a command line can do to tables: wrappers peeled, scripts, schedules, jobs and settings
//! files followed as far as the evidence holds them. Nothing is run.
//!
//! `follow` is the way in. `walk` holds what is found on the way; `program` peels wrappers,
//! `artisan` and `client` know the tools at the end of it. `library` is what the evidence holds of
//! programs.

pub(crate) mod ability;
mod artisan;
mod client;
pub(crate) mod follow;
mod guard;
mod input;
pub(crate) mod library;
pub(crate) mod procedure;
mod program;
mod scope;
mod walk;

#[cfg(test)]
mod tests;
