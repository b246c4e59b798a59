//! backtrail reads what a system wrote down and tells, with evidence, what was destroyed and what
//! likely set it off.
//!
//! One way through: paths → [`source`] → records ([`format`], [`ingest`]) → events ([`event`],
//! [`clock`]) → timeline → findings and candidates ([`rule`], [`trigger`]) → incidents
//! ([`incident`]) → [`report`] → bytes ([`render`]).

pub mod error;
pub mod escape;
pub mod event;
pub mod evidence;
pub mod excerpt;
pub mod format;
pub mod output;
pub mod page;
pub mod parse;
pub mod render;
pub mod report;
pub mod schedule;
pub mod sql;
pub mod time;
pub mod verify;
pub mod web;
pub mod cli;
pub mod clock;
pub mod command;
pub mod ingest;
pub mod run;
pub mod source;
