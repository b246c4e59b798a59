//! What a command line can do to tables: wrappers peeled, scripts, schedules, jobs and settings
//! files followed as far as the evidence holds them. Nothing is run.
//!
//! `follow` is the way in. `walk` holds what is found on the way; `program` peels wrappers,
//! `artisan`, `client`, `code`, `storage` and `tooling` know what stands at the end of it: `tools`
//! is the table of frameworks and migration tools, `harmless` the list of what destroys nothing.
//! `taken` reads what was printed; `library` is what the evidence holds of programs.

pub(crate) mod ability;
mod artisan;
mod client;
mod code;
pub(crate) mod follow;
mod guard;
mod harmless;
mod input;
pub(crate) mod library;
pub(crate) mod procedure;
mod program;
mod scope;
mod storage;
pub(crate) mod taken;
pub(crate) mod tool;
mod tooling;
pub(crate) mod tools;
mod walk;

#[cfg(test)]
mod tests;
