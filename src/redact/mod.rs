//! Takes secrets and personal data out of all that is rendered: rules find spans in the original
//! text, the spans are merged, and each is replaced once by a numbered placeholder.
//!
//! Whatever goes wrong on the way, the whole text is withheld rather than let through.

mod commands;
mod credentials;
mod laravel;
mod own;
mod personal;
mod places;
mod screen;
mod statements;
mod tokens;
mod urls;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use regex::{Regex, bytes};
use sha2::{Digest, Sha256};

pub use own::Own;

use crate::sql::redact::redact_counting;

/// How much is taken out; each level includes the one before it. Literals of SQL go at any level
/// but `Off`, since they may be both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing.
    Off,
    /// Passwords, keys, tokens.
    Secrets,
    /// Also personal data.
    #[default]
    Pii,
    /// Also addresses, host names and home directories.
    Strict,
}

impl Level {
    /// The level's name on the command line and in the report.
    pub fn id(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Secrets => "secrets",
            Level::Pii => "pii",
            Level::Strict => "strict",
        }
    }

    /// The level of this name.
    pub fn by_id(id: &str) -> Option<Level> {
        [Level::Off, Level::Secrets, Level::Pii, Level::Strict]
            .into_iter()
            .find(|level| level.id() == id)
    }
}

/// A rule: what it finds and from which level on.
pub(crate) struct Rule {
    /// Its name in placeholders and counts.
    id: &'static str,
    /// The least level at which it applies.
    level: Level,
    /// What a text holds that it finds anything in: a sign of each of these groups.
    signs: &'static [&'static [screen::Sign]],
    /// How it finds it.
    find: Find,
}

/// How a rule finds what it looks for.
enum Find {
    /// Groups called `s` of these patterns.
    Patterns(&'static [&'static str]),
    /// The same where the function agrees with the group called `k` (empty where there is none) and the value.
    PatternsIf(&'static [&'static str], fn(&str, &str) -> bool),
    /// What the function gives.
    Code(fn(&str, &mut Vec<Range<usize>>)),
}

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

/// A rule with its patterns, compiled when a text first bears signs of it: all of them together
/// take longer than many a run.
struct Ready {
    rule: &'static Rule,
    patterns: OnceLock<Option<Vec<bytes::Regex>>>,
}

impl Ready {
    /// `None` if one does not compile, and then nothing is let through.
    fn patterns(&self) -> Option<&[bytes::Regex]> {
        let compile = || {
            let sources = match self.rule.find {
                Find::Patterns(sources) | Find::PatternsIf(sources, _) => sources,
                Find::Code(_) => &[],
            };
            sources.iter().map(|source| compile(source).ok()).collect()
        };
        self.patterns.get_or_init(compile).as_deref()
    }
}

/// All rules.
fn book() -> &'static [Ready] {
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
fn placeholders(text: &str) -> Vec<Range<usize>> {
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

/// The groups of a pattern that hold what is to go: one for each way to quote it.
const SECRET_GROUPS: [&str; 4] = ["s", "s2", "s3", "s4"];

/// The secret of a match.
fn secret(captures: &bytes::Captures<'_>) -> Option<Range<usize>> {
    SECRET_GROUPS.iter().find_map(|name| captures.name(name)).map(|found| found.range())
}

/// The range widened to whole characters.
fn whole_characters(text: &str, range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start.min(text.len()), range.end.min(text.len()));
    while !text.is_char_boundary(start) {
        start = start.saturating_sub(1);
    }
    while !text.is_char_boundary(end) {
        end = end.saturating_add(1);
    }
    start..end
}

/// A found span.
#[derive(Clone, Debug)]
struct Found {
    at: Range<usize>,
    rule: &'static str,
}

/// Values that were numbered so far; beyond it placeholders bear no number.
const MOST_NUMBERS: usize = 500_000;

#[derive(Default)]
struct Ledger {
    /// By rule and digest of the value: the secret itself is not kept.
    numbers: HashMap<(&'static str, [u8; 16]), u64>,
    next: BTreeMap<&'static str, u64>,
    counts: BTreeMap<&'static str, u64>,
}

/// Redacts texts at one level, and numbers what it takes out: the same value bears the same
/// number. Numbers follow the order of use, so use one redactor from one thread, in the order of
/// the output.
pub struct Redactor {
    level: Level,
    own: Arc<[Own]>,
    ledger: Mutex<Ledger>,
}

impl Redactor {
    /// With no numbers given yet.
    pub fn new(level: Level) -> Redactor {
        Redactor::with_own(level, Arc::default())
    }

    /// The same with rules of the user's, which apply at every level but `Off`.
    pub fn with_own(level: Level, own: Arc<[Own]>) -> Redactor {
        Redactor { level, own, ledger: Mutex::default() }
    }

    /// The level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whether it has rules of the user's.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// Any text: a message, a line of a log, a command. The literals of statements that it quotes go too.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off || text.is_empty() {
            return Cow::Borrowed(text);
        }
        self.filled(text, self.mark_text(text))
    }

    /// What any text becomes; `None` where it stays.
    fn mark_text(&self, text: &str) -> Option<Marked> {
        let seen = screen::look(text.as_bytes(), self.level);
        let quoted = statements::quoted(text, &seen);
        self.mark_quoted(text, quoted, &seen)
    }

    /// The same of a text that quotes these statements.
    fn mark_quoted(
        &self,
        text: &str,
        quoted: Vec<statements::Quoted>,
        seen: &screen::Seen,
    ) -> Option<Marked> {
        if quoted.is_empty() {
            return self.mark_rules(text, seen);
        }
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        // an exception repeats the statement of its message
        let mut last: Option<((&str, Option<char>), Range<usize>, u64)> = None;
        for statement in quoted {
            out.push_str(text.get(copied..statement.at.start).unwrap_or_default());
            copied = statement.at.end;
            let this = (text.get(statement.at).unwrap_or_default(), statement.escaped);
            let begin = out.len();
            let literals = match &last {
                Some((known, bare, literals)) if *known == this => {
                    out.extend_from_within(bare.clone());
                    *literals
                }
                _ => push_bare(this.0, this.1, &mut out),
            };
            if literals > 0 {
                self.count("sql-literal", literals);
            }
            last = Some((this, begin..out.len(), literals));
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        if out == text {
            return self.mark_rules(text, seen);
        }
        Some(self.mark_found(out))
    }

    /// What a text becomes that was changed already.
    fn mark_found(&self, text: String) -> Marked {
        let seen = screen::look_for_rules(text.as_bytes(), self.level);
        self.mark_rules(&text, &seen).unwrap_or(Marked { text, holes: Vec::new() })
    }

    /// What the rules find goes.
    fn mark_rules(&self, text: &str, seen: &screen::Seen) -> Option<Marked> {
        let found = find(self.level, &self.own, text, seen);
        if found.is_empty() {
            return None;
        }
        let mut out = Marked {
            text: String::with_capacity(text.len()),
            holes: Vec::with_capacity(found.len()),
        };
        let mut copied = 0;
        for span in found {
            out.text.push_str(text.get(copied..span.at.start).unwrap_or_default());
            out.holes.push(Hole::of(
                out.text.len(),
                span.rule,
                text.get(span.at.clone()).unwrap_or_default(),
            ));
            copied = span.at.end;
        }
        out.text.push_str(text.get(copied..).unwrap_or_default());
        Some(out)
    }

    /// The text with its placeholders.
    fn filled<'t>(&self, text: &'t str, marked: Option<Marked>) -> Cow<'t, str> {
        let Some(marked) = marked else { return Cow::Borrowed(text) };
        if marked.holes.is_empty() {
            return Cow::Owned(marked.text);
        }
        let mut out = Vec::with_capacity(marked.text.len());
        self.fill(marked.text.as_bytes(), &marked.holes, &mut out);
        // holes lie between characters
        Cow::Owned(String::from_utf8(out).unwrap_or_default())
    }

    /// Adds a marked text to `out`, with its placeholders; numbers are given here.
    pub fn fill(&self, text: &[u8], holes: &[Hole], out: &mut Vec<u8>) {
        let mut copied = 0;
        for hole in holes {
            out.extend_from_slice(text.get(copied..hole.at).unwrap_or_default());
            out.extend_from_slice(self.placeholder(hole).as_bytes());
            copied = hole.at;
        }
        out.extend_from_slice(text.get(copied..).unwrap_or_default());
    }

    /// SQL: literals go, then what the rules find in the rest.
    pub fn sql<'t>(&self, sql: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off {
            return Cow::Borrowed(sql);
        }
        self.filled(sql, self.mark_sql(sql))
    }

    fn mark_sql(&self, sql: &str) -> Option<Marked> {
        let (bare, literals) = redact_counting(sql);
        if literals > 0 {
            self.count("sql-literal", literals);
        }
        let marked = self.mark_found(bare);
        (!marked.holes.is_empty() || marked.text != sql).then_some(marked)
    }

    /// The value of a key in structured data: what the key says of it counts as well.
    pub fn value<'t>(&self, key: &str, value: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off || value.is_empty() {
            return Cow::Borrowed(value);
        }
        let plain = value.replace(['"', '\\'], "_");
        let keyed = format!("\"{key}\":\"{plain}\"");
        let start = key.len().saturating_add(4);
        let whole = start..start.saturating_add(plain.len());
        let seen = screen::look_for_rules(keyed.as_bytes(), self.level);
        match find(self.level, &self.own, &keyed, &seen).into_iter().find(|found| found.at == whole)
        {
            Some(found) if !says_nothing(value) && placeholders(value).is_empty() => {
                Cow::Owned(self.placeholder(&Hole::of(0, found.rule, value)))
            }
            _ => self.text(value),
        }
    }

    /// The bytes of a record of any log: the literals of the SQL that is its body go too.
    pub fn excerpt<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off {
            return Cow::Borrowed(text);
        }
        self.filled(text, self.mark(text))
    }

    /// What [`Redactor::excerpt`] makes of a text, with holes where placeholders will stand: they
    /// are numbered when it is shown, so this may be done on any thread. `None` where it stays.
    pub fn mark(&self, text: &str) -> Option<Marked> {
        if self.level == Level::Off {
            return None;
        }
        let seen = screen::look(text.as_bytes(), self.level);
        let quoted = statements::quoted(text, &seen);
        let start = statements::body_start(text, &seen)
            .filter(|start| !quoted.iter().any(|quoted| quoted.at.contains(start)));
        let Some(start) = start else { return self.mark_quoted(text, quoted, &seen) };
        let (head, sql) =
            (text.get(..start).unwrap_or_default(), text.get(start..).unwrap_or_default());
        let (marked, tail) = match (self.mark_text(head), self.mark_sql(sql)) {
            (None, None) => return None,
            (head, tail) => {
                (head, tail.unwrap_or_else(|| Marked { text: sql.to_owned(), holes: Vec::new() }))
            }
        };
        let mut out = marked.unwrap_or_else(|| Marked { text: head.to_owned(), holes: Vec::new() });
        out.holes.extend(tail.holes.iter().map(|hole| hole.shifted(out.text.len())));
        out.text.push_str(&tail.text);
        Some(out)
    }

    /// How often each rule took something out, by name.
    pub fn counts(&self) -> Vec<(String, u64)> {
        let ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        ledger.counts.iter().map(|(rule, count)| ((*rule).to_owned(), *count)).collect()
    }

    fn count(&self, rule: &'static str, by: u64) {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let count = ledger.counts.entry(rule).or_default();
        *count = count.saturating_add(by);
    }

    fn placeholder(&self, hole: &Hole) -> String {
        let (rule, key) = (hole.rule, hole.key);
        self.count(rule, 1);
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let full = ledger.numbers.len() >= MOST_NUMBERS;
        let known = ledger.numbers.get(&(rule, key)).copied();
        let number = match known {
            Some(number) => number,
            None if full => return format!("[REDACTED:{rule}]"),
            None => {
                let next = ledger.next.entry(rule).or_default();
                *next = next.saturating_add(1);
                let number = *next;
                ledger.numbers.insert((rule, key), number);
                number
            }
        };
        format!("[REDACTED:{rule}#{number}]")
    }
}

/// Adds a statement without its literals, written as it was quoted; gives their number.
fn push_bare(sql: &str, escaped: Option<char>, out: &mut String) -> u64 {
    let quote =
        escaped.map(|quote| quote.to_string()).filter(|quote| sql.contains(&format!("\\{quote}")));
    let plain = quote
        .as_deref()
        .map_or_else(|| Cow::Borrowed(sql), |quote| Cow::Owned(statements::unescape(sql, quote)));
    let (bare, literals) = redact_counting(&statements::without_bare_values(&plain));
    if bare == *plain {
        out.push_str(sql);
        return 0;
    }
    match quote {
        Some(quote) => out.push_str(&bare.replace(&quote, &format!("\\{quote}"))),
        None => out.push_str(&bare),
    }
    literals.max(1)
}

/// A text from which something was taken out.
#[derive(Clone, Debug)]
pub struct Marked {
    /// What is left, with other literals replaced.
    pub text: String,
    /// Where something is missing, in order.
    pub holes: Vec<Hole>,
}

/// A place of a text where something was taken out.
#[derive(Clone, Copy, Debug)]
pub struct Hole {
    /// Its offset in what is left.
    pub at: usize,
    rule: &'static str,
    /// Of the digest of the value: it bears the same number each time, and is not kept itself.
    key: [u8; 16],
}

impl Hole {
    /// The same behind so many more bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Hole {
        Hole { at: self.at.saturating_add(by), ..self }
    }

    fn of(at: usize, rule: &'static str, value: &str) -> Hole {
        let digest: [u8; 32] = Sha256::digest(value.as_bytes()).into();
        let mut key = [0_u8; 16];
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Hole { at, rule, key }
    }
}

/// Whether SQL begins somewhere in a text.
pub fn begins_sql(text: &str) -> bool {
    let seen = screen::look(text.as_bytes(), Level::Secrets);
    statements::body_start(text, &seen).is_some() || !statements::quoted(text, &seen).is_empty()
}

/// What a check of a text found: the rule and where. Values are not given out.
pub fn check(text: &str, level: Level) -> Vec<(&'static str, Range<usize>)> {
    check_with(text, level, &[])
}

/// The same with rules of the user's.
pub fn check_with(text: &str, level: Level, own: &[Own]) -> Vec<(&'static str, Range<usize>)> {
    let seen = screen::look_for_rules(text.as_bytes(), level);
    find(level, own, text, &seen).into_iter().map(|found| (found.rule, found.at)).collect()
}

/// Every span that must go, merged and in order; where spans overlap the longest names them.
fn find(level: Level, own: &[Own], text: &str, seen: &screen::Seen) -> Vec<Found> {
    let mut found: Vec<Found> = own.iter().flat_map(|rule| rule.find(text)).collect();
    if seen.no_rule() && found.is_empty() {
        return found;
    }
    for ready in book()
        .iter()
        .enumerate()
        .filter(|(index, ready)| seen.rule(*index) && ready.rule.level <= level)
        .map(|(_, ready)| ready)
    {
        let mut add = |at: Range<usize>| {
            if !at.is_empty() {
                found.push(Found { at, rule: ready.rule.id });
            }
        };
        let check: Option<fn(&str, &str) -> bool> = match ready.rule.find {
            Find::PatternsIf(_, check) => Some(check),
            Find::Patterns(_) => None,
            Find::Code(code) => {
                let mut ranges = Vec::new();
                code(text, &mut ranges);
                ranges.into_iter().for_each(&mut add);
                None
            }
        };
        let Some(patterns) = ready.patterns() else {
            return vec![Found { at: 0..text.len(), rule: "all" }];
        };
        for pattern in patterns {
            for captures in pattern.captures_iter(text.as_bytes()) {
                let Some(span) = secret(&captures) else { continue };
                let span = whole_characters(text, span);
                let value = text.get(span.clone()).unwrap_or_default();
                let key =
                    captures.name("k").and_then(|key| text.get(key.range())).unwrap_or_default();
                if check.is_none_or(|check| check(key, value)) && !says_nothing(value) {
                    add(span);
                }
            }
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

/// Whether a value is a placeholder of SQL, a reference to a variable or a mask, and no secret.
fn says_nothing(value: &str) -> bool {
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
    ];
    if WORDS.iter().any(|word| value.eq_ignore_ascii_case(word)) {
        return true;
    }
    // `$NAME`, `${NAME}`, `$1`
    value.strip_prefix('$').is_some_and(|name| {
        let name =
            name.strip_prefix('{').map_or(name, |inner| inner.strip_suffix('}').unwrap_or(inner));
        !name.is_empty()
            && name.len() <= 40
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() && !b.is_ascii_lowercase() || b == b'_')
    })
}

#[cfg(test)]
pub mod tests;
