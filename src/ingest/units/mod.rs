//! Evidence as records that travel: a scan carries what a report may need of it, and the union of
//! any scans is evidence again.
//!
//! [`record`] is what a line is, [`scan`] writes the lines of sources, [`union`] makes sources of
//! lines, whatever their order and however often each comes.

pub(crate) mod record;
pub(crate) mod scan;
pub(crate) mod union;

#[cfg(test)]
mod tests;
