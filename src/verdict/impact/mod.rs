//! What was lost: tables and rows before and after, and where one can go back to.

pub mod backup;
pub mod cascade;
pub mod loss;
pub mod measure;
pub mod migrations;
