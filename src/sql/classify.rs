//! From tokens to deeds.

use super::{Deed, Dialect, Statement};

/// The statements in `text`, in order; never empty statements.
pub fn statements(_text: &str, _dialect: Dialect) -> Vec<Statement> {
    Vec::new()
}

/// What a statement destroys if it succeeds; empty where it is harmless.
pub fn deeds(_statement: &Statement) -> Vec<Deed> {
    Vec::new()
}
