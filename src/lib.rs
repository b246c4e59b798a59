//! backtrail reads what a system wrote down and tells, with evidence, what was destroyed and what
//! likely set it off.
//!
//! One way through: paths → [`source`] → records ([`mod@format`], [`ingest`]) → events ([`event`],
//! [`clock`]) → timeline → findings and candidates ([`rule`], [`trigger`]) → incidents
//! ([`incident`]) → [`report`] → bytes ([`render`]).

pub mod act;
pub mod activity;
pub mod advice;
pub mod analysis;
pub mod candidate;
pub mod capability;
pub mod case;
pub mod cite;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod coverage;
pub mod entries;
pub mod error;
pub mod escape;
pub mod event;
pub mod evidence;
pub mod examine;
pub mod excerpt;
pub mod footprint;
pub mod format;
pub mod impact;
pub mod incident;
pub mod inferred;
pub mod ingest;
pub mod lesson;
pub mod narrative;
pub mod nearest;
pub mod needles;
pub mod output;
pub mod page;
pub mod parse;
pub mod policy;
pub mod recovery;
pub mod redact;
pub mod render;
pub mod report;
pub mod rule;
pub mod run;
pub mod scene;
pub mod schedule;
pub mod schema;
pub mod scope;
pub mod seek;
pub mod severity;
pub mod signature;
pub mod snapshot;
pub mod source;
pub mod sql;
pub mod stream;
pub mod surroundings;
pub mod suspicion;
#[cfg(test)]
mod testing;
pub mod time;
pub mod trigger;
pub mod verify;
pub mod web;
