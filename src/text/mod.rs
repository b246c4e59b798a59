//! Text that any wing may need: escapes for each output, searches for words, near names, ids.

pub(crate) mod code;
pub(crate) mod escape;
pub(crate) mod nearest;
pub(crate) mod needles;
pub(crate) mod number;
pub(crate) mod page;
pub(crate) mod shell_word;
pub(crate) mod vocabulary;
