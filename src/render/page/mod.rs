//! A report as blocks: what is said, in which order, once for Markdown, HTML and the terminal
//! ([`outline`]). How a block looks is the renderers' business.

mod appendix;
pub mod block;
mod cause;
pub mod charts;
pub mod depth;
#[cfg(test)]
pub(crate) mod fixture;
mod impact;
pub mod outline;
pub mod words;
