//! Verdict to report: what may be said, in which words, with which citations.

pub mod activity;
pub mod advice;
pub mod build;
pub mod cite;
pub mod context;
pub mod coverage;
pub mod effects;
pub mod engine;
pub mod evidence;
pub mod examine;
pub mod excerpt;
pub mod frame;
pub mod id;
pub mod lesson;
pub mod narrative;
pub mod options;
pub mod recovery;
pub mod seal;
pub mod terms;
pub mod v1;
pub mod verify;
