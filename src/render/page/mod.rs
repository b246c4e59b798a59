//! A report as blocks: what is said, in which order, once for Markdown, HTML and the terminal
//! ([`outline`]). How a block looks is the renderers' business.

mod appendix;
pub(crate) mod block;
mod cause;
pub(crate) mod charts;
pub(crate) mod depth;
pub(crate) mod fit;
#[cfg(test)]
pub(crate) mod fixture;
mod impact;
pub(crate) mod outline;
pub(crate) mod quiet;
mod set_back;
mod timeline;
pub(crate) mod words;
