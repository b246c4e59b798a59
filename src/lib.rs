//! backtrail reads what a system wrote down and tells, with evidence, what was destroyed and what
//! likely set it off.
//!
//! One way through: paths → [`source`] → records ([`mod@format`], [`ingest`]) → events ([`event`])
//! → facts ([`case`]) → incidents ([`verdict`]) → [`report`] → bytes ([`render`]).

pub mod case;
pub mod command;
pub mod error;
pub mod event;
pub mod format;
pub mod ingest;
pub mod redact;
pub mod render;
pub mod report;
pub mod source;
pub mod sql;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
pub mod verdict;

#[cfg(feature = "harness")]
pub use command::harness;
pub use error::{Error, Result};
pub use redact::rule::Level;
pub use render::{
    contract::{Profile, RenderOptions},
    render,
};
pub use report::{
    engine::{Options, analyze},
    v1::Report,
};
