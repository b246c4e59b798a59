//! Arguments in, bytes and an exit status out: the command line.
//!
//! A command is a file of its own (or a folder, whose `command.rs` it is) that implements
//! [`contract::Command`], and a line of [`COMMANDS`]. Arguments that several share are in
//! [`args`]; [`config`] reads the settings file; [`cli`] puts all together.

pub(crate) mod args;
pub(crate) mod cli;
pub(crate) mod color;
pub(crate) mod config;
pub(crate) mod contract;
pub(crate) mod gathering;
pub(crate) mod progress;
pub(crate) mod status;

mod analyze;
mod cite;
mod claims;
mod collect;
mod completions;
pub(crate) mod events;
mod explain;
mod fleet;
mod formats;
mod grep;
#[cfg(feature = "harness")]
pub mod harness;
mod man;
#[cfg(test)]
mod manual;
mod mcp;
mod redact;
mod report;
mod reporting;
mod scan;
mod schema;
mod slow;
mod verify;

use contract::Entry;

/// Every command, in the order of the help.
pub(crate) const COMMANDS: &[Entry] = &[
    Entry::of::<analyze::Analyze>(),
    Entry::of::<events::command::Events>(),
    Entry::of::<grep::args::Grep>(),
    Entry::of::<formats::Formats>(),
    Entry::of::<explain::Explain>(),
    Entry::of::<schema::Schema>(),
    Entry::of::<slow::command::Slow>(),
    Entry::of::<verify::Verify>(),
    Entry::of::<cite::Cite>(),
    Entry::of::<scan::Scan>(),
    Entry::of::<report::ReportCommand>(),
    Entry::of::<collect::Collect>(),
    Entry::of::<mcp::command::Mcp>(),
    Entry::of::<redact::Redact>(),
    Entry::of::<completions::Completions>(),
    Entry::of::<man::ManPages>(),
];
