//! Rows of tables, whatever syntax they stand in: cells become a row of a sheet, a plan says what
//! each column means, and the row becomes an event.
//!
//! `json`, `inserts`, `delimited`, `literals` and `markup` each read one syntax; `header` and
//! `shapes` make the plan; `events` follows it.

pub mod cell;
pub mod delimited;
pub mod events;
pub mod header;
pub mod inserts;
pub mod json;
pub mod literals;
pub mod markup;
pub mod plan;
pub mod shapes;
pub mod sheet;
pub mod sniff;
