//! What a statement does and to what, from a forward scan that knows quotes, comments and
//! executable comments and survives truncation. Says less rather than guess.

pub mod classify;
pub mod dialect;
pub mod effects;
pub mod fingerprint;
pub mod fold;
pub mod lexer;
pub mod open;
pub mod operation;
pub mod prepared;
pub mod redact;
pub mod split;
pub mod statement;
