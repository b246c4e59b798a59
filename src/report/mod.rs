//! Verdict to report: what may be said, in which words, with which citations.

pub(crate) mod activity;
pub(crate) mod advice;
pub(crate) mod build;
pub(crate) mod cite;
pub(crate) mod claim;
pub(crate) mod context;
pub(crate) mod coverage;
pub(crate) mod effects;
pub(crate) mod engine;
pub(crate) mod evidence;
pub(crate) mod examine;
pub(crate) mod excerpt;
pub(crate) mod frame;
pub(crate) mod id;
pub(crate) mod lesson;
pub(crate) mod narrative;
pub(crate) mod options;
pub(crate) mod parts;
pub(crate) mod recovery;
pub(crate) mod seal;
pub(crate) mod terms;
pub mod v1;
pub(crate) mod verify;
