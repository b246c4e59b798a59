//! One way to read large content: blocks of whole records in reused buffers, spread over threads
//! even for one file, their results handed over in order, in bounded memory.
//!
//! A record belongs to the block in which its first byte lies. So what the work sees is the same
//! records whatever the size of blocks and the number of threads; only where one chunk ends and
//! the next begins differs.

pub(crate) mod chunk;
pub(crate) mod order;
pub(crate) mod run;

mod block;
mod feed;
#[cfg(test)]
mod tests;
