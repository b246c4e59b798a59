//! What a statement does and to what, from a forward scan that knows quotes, comments and
//! executable comments and survives truncation. Says less rather than guess.

pub(crate) mod classify;
pub(crate) mod dialect;
pub(crate) mod effects;
pub(crate) mod expression;
pub(crate) mod fingerprint;
pub(crate) mod fold;
pub(crate) mod lexer;
pub(crate) mod open;
pub(crate) mod operation;
pub(crate) mod prepared;
pub(crate) mod redact;
pub(crate) mod selection;
pub(crate) mod split;
pub(crate) mod statement;
