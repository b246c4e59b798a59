//! Text that any wing may need: escapes for each output, searches for words, near names, ids.

pub mod escape;
pub mod nearest;
pub mod needles;
pub mod number;
pub mod page;
pub mod shell_word;
pub mod vocabulary;
