//! What was lost: tables and rows before and after, and where one can go back to.

pub(crate) mod backup;
pub(crate) mod cascade;
pub(crate) mod loss;
pub(crate) mod measure;
pub(crate) mod migrations;
pub(crate) mod rewind;
