//! Runs the rules over a text: every span that must go, merged and in order.

use std::{ops::Range, sync::OnceLock};

use regex::{Regex, bytes};

use super::{
    RULES,
    own::Own,
    place::{Place, places},
    prefilter::{look, look_for_rules},
    rule::{Find, Found, Level, Rule, SECRET_GROUPS, Within, says_nothing},
    sign::Seen,
    statements,
};

/// A rule with its patterns, compiled when a text first bears signs of it: all of them together
/// take longer than many a run.
pub(super) struct Ready {
    pub(super) rule: &'static Rule,
    patterns: OnceLock<Option<Vec<bytes::Regex>>>,
}

impl Ready {
    /// `None` if one does not compile, and then nothing is let through.
    pub(super) fn patterns(&self) -> Option<&[bytes::Regex]> {
        let compile = || {
            let sources = match self.rule.find {
                Find::Patterns(sources) | Find::PatternsIf(sources, _) => sources,
                Find::Code(_) => &[],
            };
            sources.iter().map(|source| compile(source).ok()).collect()
        };
        self.patterns.get_or_init(compile).as_deref()
    }

    /// What it finds in a place; `None` if it cannot tell.
    fn spans(&self, place: &Place<'_>) -> Option<Vec<Range<usize>>> {
        let mut found = Vec::new();
        let check: Option<fn(&str, &str) -> bool> = match self.rule.find {
            Find::PatternsIf(_, check) => Some(check),
            Find::Patterns(_) => None,
            Find::Code(code) => {
                code(place, &WITHIN, &mut found);
                return Some(found);
            }
        };
        // what bears no escapes was searched as a part of the text around it
        if place.inner && !place.decoded {
            return Some(found);
        }
        let text = place.text.as_ref();
        for pattern in self.patterns()? {
            for captures in pattern.captures_iter(text.as_bytes()) {
                let Some(span) = secret(&captures) else { continue };
                let span = whole_characters(text, span);
                let value = text.get(span.clone()).unwrap_or_default();
                let key =
                    captures.name("k").and_then(|key| text.get(key.range())).unwrap_or_default();
                if check.is_none_or(|check| check(key, value)) && !says_nothing(value) {
                    found.push(span);
                }
            }
        }
        Some(found)
    }
}

/// All rules.
pub(super) fn book() -> &'static [Ready] {
    static BOOK: OnceLock<Vec<Ready>> = OnceLock::new();
    BOOK.get_or_init(|| {
        RULES
            .iter()
            .copied()
            .flatten()
            .map(|rule| Ready { rule, patterns: OnceLock::new() })
            .collect()
    })
}

/// Where placeholders stand in a text.
pub(super) fn placeholders(text: &str) -> Vec<Range<usize>> {
    static PLACEHOLDER: OnceLock<Option<Regex>> = OnceLock::new();
    if memchr::memmem::find(text.as_bytes(), b"[REDACTED").is_none() {
        return Vec::new();
    }
    // without the pattern none is known, and what stands in them is taken out once more
    let placeholder = PLACEHOLDER
        .get_or_init(|| Regex::new(r"\[REDACTED(?::[a-z-]+(?:#[0-9]+)?)?\]?").ok())
        .as_ref();
    placeholder
        .map(|pattern| pattern.find_iter(text).map(|found| found.range()).collect())
        .unwrap_or_default()
}

/// A pattern over bytes whose classes are ASCII's: it is ready many times sooner than one over all
/// of Unicode, and as fast on any text.
fn compile(source: &str) -> Result<bytes::Regex, regex::Error> {
    let source = source.replace("«", r#"(?:\\*"|'|`)?"#).replace(
        "¤",
        r#"(?:\\+"(?P<s>[^"\\]*)|"(?P<s2>(?:[^"\\]|\\.)*)"|'(?P<s3>(?:[^'\\]|\\.)*)'|"#,
    );
    bytes::RegexBuilder::new(&source).unicode(false).build()
}

/// The secret of a match.
fn secret(captures: &bytes::Captures<'_>) -> Option<Range<usize>> {
    SECRET_GROUPS.iter().find_map(|name| captures.name(name)).map(|found| found.range())
}

/// The range widened to whole characters.
pub(crate) fn whole_characters(text: &str, range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start.min(text.len()), range.end.min(text.len()));
    while !text.is_char_boundary(start) {
        start = start.saturating_sub(1);
    }
    while !text.is_char_boundary(end) {
        end = end.saturating_add(1);
    }
    start..end
}

/// Whether SQL begins somewhere in a text.
pub(crate) fn begins_sql(text: &str) -> bool {
    let seen = look(text.as_bytes(), Level::Secrets);
    statements::body_start(text, &seen).is_some() || !statements::quoted(text, &seen).is_empty()
}

/// What a check of a text found: the rule and where. Values are not given out.
pub(crate) fn check(text: &str, level: Level) -> Vec<(&'static str, Range<usize>)> {
    check_with(text, level, &[])
}

/// The same with rules of the user's.
pub(crate) fn check_with(
    text: &str,
    level: Level,
    own: &[Own],
) -> Vec<(&'static str, Range<usize>)> {
    let seen = look_for_rules(text.as_bytes(), level);
    find(level, own, text, &seen).into_iter().map(|found| (found.rule, found.at)).collect()
}

/// Every span that must go, merged and in order; where spans overlap the longest names them.
pub(super) fn find(level: Level, own: &[Own], text: &str, seen: &Seen) -> Vec<Found> {
    let mut found: Vec<Found> = own.iter().flat_map(|rule| rule.find(text)).collect();
    if seen.no_rule() && found.is_empty() {
        return found;
    }
    for place in places(text) {
        let inside = place.inner.then(|| look_for_rules(place.text.as_bytes(), level));
        let seen = inside.as_ref().unwrap_or(seen);
        let ready = book().iter().enumerate();
        for (_, ready) in
            ready.filter(|(index, ready)| seen.rule(*index) && ready.rule.level <= level)
        {
            let Some(spans) = ready.spans(&place) else {
                return vec![Found { at: 0..text.len(), rule: "all" }];
            };
            let spans = spans.into_iter().map(|span| place.outer(&span));
            found.extend(
                spans
                    .filter(|span| !span.is_empty())
                    .map(|span| Found { at: whole_characters(text, span), rule: ready.rule.id }),
            );
        }
    }
    if found.is_empty() {
        return found;
    }
    // `user:secret@host` is no mail address: its host is evidence
    let userinfo: Vec<Range<usize>> = found
        .iter()
        .filter(|span| span.rule == "url-userinfo")
        .map(|span| span.at.clone())
        .collect();
    if !userinfo.is_empty() {
        found.retain(|span| {
            let after = userinfo.partition_point(|place| place.end <= span.at.start);
            span.rule != "email"
                || userinfo.get(after).is_none_or(|place| place.start >= span.at.end)
        });
    }
    // what was redacted before is not redacted again
    let placed = placeholders(text);
    if !placed.is_empty() {
        found.retain(|found| {
            let after = placed.partition_point(|place| place.end < found.at.end);
            !placed
                .get(after)
                .is_some_and(|place| place.start <= found.at.start && found.at.end <= place.end)
        });
    }
    found.sort_by_key(|found| (found.at.start, std::cmp::Reverse(found.at.end)));
    let mut merged: Vec<Found> = Vec::new();
    for span in found {
        match merged.last_mut() {
            Some(last) if span.at.start < last.at.end => {
                // secrets before addresses, the longer before the shorter, then the more specific
                let weight = |found: &Found| {
                    let general = match found.rule {
                        "kv-secret" => 0,
                        "env-assign" => 1,
                        _ => 2,
                    };
                    (!matches!(found.rule, "email" | "host" | "ip"), found.at.len(), general)
                };
                if weight(&span) > weight(last) {
                    last.rule = span.rule;
                }
                last.at.end = last.at.end.max(span.at.end);
            }
            _ => merged.push(span),
        }
    }
    merged
}

/// All the rules, for those that find text within text.
static WITHIN: Within =
    Within { look, find: |text, level| check(text, level).into_iter().map(|(_, at)| at).collect() };
