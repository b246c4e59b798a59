//! What a rule of redaction is, and at which level it applies.

use std::ops::Range;

use crate::{
    redact::{
        name::kind,
        place::Place,
        sign::{Seen, Sign},
    },
    text::vocabulary::vocabulary,
};

vocabulary! {
    /// How much is taken out; each level includes the one before it. Literals of SQL go at any
    /// level but `Off`, since they may be both.
    #[derive(Default)]
    pub enum Level {
        /// Nothing is taken out.
        Off = "off",
        /// Passwords, keys, tokens and the literals of SQL are taken out.
        Secrets = "secrets",
        /// Personal data is taken out as well: e-mail addresses, telephone and card numbers.
        Pii = "pii" (default),
        /// Network addresses, host names and home folders are taken out as well.
        Strict = "strict",
    }
}

/// What a rule may ask of all the others, for text within text such as the words of an audited
/// command: a rule that imported them would be imported by them.
pub(crate) struct Within {
    /// What a text shows at a level.
    pub(crate) look: fn(&[u8], Level) -> Seen,
    /// Where rules find something at a level.
    pub(crate) find: fn(&str, Level) -> Vec<Range<usize>>,
}

/// A rule: what it finds and from which level on.
pub(crate) struct Rule {
    /// Its name in placeholders and counts.
    pub(crate) id: &'static str,
    /// The least level at which it applies.
    pub(crate) level: Level,
    /// What a text holds that it finds anything in: a sign of each of these groups.
    pub(crate) signs: &'static [&'static [Sign]],
    /// How it finds it.
    pub(crate) find: Find,
}

/// How a rule finds what it looks for.
pub(crate) enum Find {
    /// Groups called `s` of these patterns.
    Patterns(&'static [&'static str]),
    /// The same where the function agrees with the group called `k` (empty where there is none) and
    /// the value.
    PatternsIf(&'static [&'static str], fn(&str, &str) -> bool),
    /// What the function gives.
    Code(for<'p> fn(&Place<'p>, &Within, &mut Vec<Range<usize>>)),
}

/// The groups of a pattern that hold what is to go: one for each way to quote it.
pub(crate) const SECRET_GROUPS: [&str; 4] = ["s", "s2", "s3", "s4"];

/// A found span.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) at: Range<usize>,
    pub(crate) rule: &'static str,
}

/// Whether a value is a placeholder of SQL, a reference to a variable or a mask, and no secret.
pub(crate) fn says_nothing(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'', '`', '\\']);
    if value.is_empty() || value.bytes().all(|b| matches!(b, b'*' | b'?' | b'+' | b'x' | b'.')) {
        return true;
    }
    const WORDS: &[&str] = &[
        "null",
        "true",
        "false",
        "none",
        "nil",
        "<secret>",
        "undefined",
        "array",
        "object",
        "string",
        "[filtered]",
        "[hidden]",
        "[masked]",
    ];
    if WORDS.iter().any(|word| value.eq_ignore_ascii_case(word)) {
        return true;
    }
    // `$NAME`, `${NAME}`, `$1`; a name without `_` may be the beginning of a password
    value.strip_prefix('$').is_some_and(|name| {
        let braced = name.strip_prefix('{').map(|inner| inner.strip_suffix('}').unwrap_or(inner));
        let plain = braced.is_none() && name.len() > 2 && !name.contains('_');
        let name = braced.unwrap_or(name);
        !(name.is_empty() || plain && kind(name).is_none())
            && name.len() <= 40
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() && !b.is_ascii_lowercase() || b == b'_')
    })
}
