//! How much of packed content is read.

/// The most that the packed content of one file may grow to: more is a bomb, or too much to be
/// held in memory beside the rest.
pub(crate) const UNPACKED_BYTES: u64 = 2 << 30;
/// The same for all files of a run together.
pub(crate) const UNPACKED_BYTES_IN_ALL: u64 = 6 << 30;
/// The most that comes out of a file that is unpacked on the way: no log, a bomb.
pub(crate) const STREAMED_BYTES: u64 = 256 << 30;
/// Archives in archives, and packed files in them, deeper than this are left alone.
pub(crate) const NESTING: u32 = 3;
/// More members than this of one file, archives within it included, are left alone.
pub(crate) const MEMBERS: usize = 200_000;
