//! `backtrail mcp`: the commands that read, as tools for an assistant.
//!
//! [`command`] starts the server, [`server`] speaks the protocol, [`tools`] lists what can be
//! called. A tool is a command line of this program, run as a process of its own: what evidence
//! does to it ends with it. [`roots`] says what may be read, [`answer`] keeps answers short.

#[cfg(feature = "mcp")]
mod answer;
pub(super) mod command;
#[cfg(feature = "mcp")]
mod roots;
#[cfg(feature = "mcp")]
mod server;
#[cfg(feature = "mcp")]
mod tools;
