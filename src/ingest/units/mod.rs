//! Evidence as records that travel: a scan carries what a report may need of it, and the union of
//! any scans is evidence again.
//!
//! [`record`] is what a line is, [`scan`] writes the lines of sources ([`sparse`] those of large
//! ones that need not be carried whole), [`union`] makes sources of lines, whatever their order and
//! however often each comes. What a report should have read on and no scan carries is a [`window`].

pub(crate) mod record;
pub(crate) mod scan;
pub(crate) mod union;
pub(crate) mod window;

mod sparse;

#[cfg(test)]
mod tests;
