//! Rows of tables, whatever syntax they stand in: cells become a row of a sheet, a plan says what
//! each column means, and the row becomes an event.
//!
//! `json`, `inserts`, `delimited`, `literals` and `markup` each read one syntax; `header` and
//! `shapes` make the plan; `events` follows it.

pub(crate) mod cell;
pub(crate) mod delimited;
pub(crate) mod events;
pub(crate) mod header;
pub(crate) mod inserts;
pub(crate) mod json;
pub(crate) mod literals;
pub(crate) mod markup;
pub(crate) mod plan;
pub(crate) mod shapes;
pub(crate) mod sheet;
pub(crate) mod sniff;
