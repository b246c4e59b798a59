//! Rules of redaction that the user's settings add: a name and a pattern each.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use regex::{Regex, RegexBuilder};

use crate::redact::rule::{Found, SECRET_GROUPS};

/// Such a rule. Its placeholders read `[REDACTED:own-NAME#1]`.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    id: &'static str,
    pattern: Regex,
}

impl Own {
    /// A rule of this name (small letters and `-`) that takes out the group `s` of each match, or
    /// the whole match of a pattern without such a group. The error says what is wrong.
    pub(crate) fn new(name: &str, pattern: &str) -> Result<Own, String> {
        let plain = !name.is_empty()
            && name.len() <= 40
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if !plain {
            return Err("a name is of 1 to 40 small letters and `-`".to_owned());
        }
        let pattern = RegexBuilder::new(pattern)
            .size_limit(1 << 20)
            .build()
            .map_err(|error| error.to_string())?;
        if pattern.is_match("") {
            return Err("the pattern fits the empty text".to_owned());
        }
        Ok(Own { id: kept(&format!("own-{name}")), pattern })
    }

    /// Its name in placeholders and counts.
    pub(crate) fn id(&self) -> &'static str {
        self.id
    }

    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let spans = self.pattern.captures_iter(text).filter_map(|captures| {
            SECRET_GROUPS.iter().find_map(|name| captures.name(name)).or_else(|| captures.get(0))
        });
        spans
            .map(|span| Found { at: span.range(), rule: self.id })
            .filter(|found| !found.at.is_empty())
            .collect()
    }
}

/// The name with the life of the process, which is what counts and placeholders know rules by.
/// Each name is kept once, however often settings are read.
fn kept(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let new: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(new);
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::{find::check_with, redactor::Redactor, rule::Level};

    #[test]
    fn own_rules_take_out_the_match_or_its_group() {
        let own = [
            Own::new("customer", r"KD-(?P<s>\d{6})").expect("valid"),
            Own::new("plate", "[A-Z]{2}-[A-Z]{2} [0-9]+").expect("valid"),
        ];
        let redactor = Redactor::with_own(Level::Secrets, own.to_vec().into());
        let out = redactor.text("KD-123456 by B-XX, MU-AB 12, KD-123456").into_owned();
        assert_eq!(
            out,
            "KD-[REDACTED:own-customer#1] by B-XX, [REDACTED:own-plate#1], KD-[REDACTED:own-customer#1]"
        );
        assert_eq!(redactor.text(&out), out, "twice");
        assert!(redactor.counts().contains(&("own-customer".to_owned(), 2)));
        assert_eq!(check_with("MU-AB 12", Level::Secrets, &own).len(), 1);
        assert_eq!(
            Redactor::with_own(Level::Off, own.to_vec().into()).text("KD-123456"),
            "KD-123456"
        );
    }

    #[test]
    fn what_cannot_be_a_rule_says_why() {
        for (name, pattern) in [
            ("", "x"),
            ("Big", "x"),
            ("a b", "x"),
            ("a", "("),
            ("a", "x*"),
            ("a", "(x{1000}){1000}"),
        ] {
            assert!(Own::new(name, pattern).is_err(), "{name} {pattern}");
        }
    }
}
