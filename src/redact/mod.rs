//! Takes secrets and personal data out of all that is rendered: rules find spans in the original
//! text, the spans are merged, and each is replaced once by a numbered placeholder.
//!
//! Whatever goes wrong on the way, the whole text is withheld rather than let through.

mod audit;
mod commands;
mod credentials;
pub(crate) mod find;
mod laravel;
mod name;
pub(crate) mod named;
mod options;
pub(crate) mod own;
mod personal;
mod place;
mod places;
mod prefilter;
pub(crate) mod redactor;
pub(crate) mod rule;
mod sign;
mod statements;
#[cfg(test)]
pub(crate) mod tests;
mod tokens;
mod urls;

use rule::Rule;

/// Every group of rules.
static RULES: &[&[Rule]] = &[
    commands::RULES,
    credentials::RULES,
    laravel::RULES,
    personal::RULES,
    places::RULES,
    tokens::RULES,
    urls::RULES,
];
