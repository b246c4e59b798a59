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
mod statements;
mod tokens;
mod urls;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use regex::{
    Regex, bytes,
    bytes::{RegexSet, RegexSetBuilder},
};
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
        [Level::Off, Level::Secrets, Level::Pii, Level::Strict].into_iter().find(|level| level.id() == id)
    }
}

/// A rule: what it finds and from which level on.
pub(crate) struct Rule {
    /// Its name in placeholders and counts.
    id: &'static str,
    /// The least level at which it applies.
    level: Level,
    /// Only texts that match this (in any case) can hold what it looks for; empty for any text.
    hint: &'static str,
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
static RULES: &[&[Rule]] = &[commands::RULES, credentials::RULES, laravel::RULES, personal::RULES, places::RULES, tokens::RULES, urls::RULES];

/// A rule with its patterns, compiled when a text first hints at them: all of them together take
/// longer than many a run.
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
struct Book {
    rules: Vec<Ready>,
    hints: RegexSet,
    placeholder: Regex,
}

/// The rules, made ready once; `None` if their hints do not compile, and then nothing is let through.
fn book() -> Option<&'static Book> {
    static BOOK: OnceLock<Option<Book>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let rules: Vec<Ready> = RULES.iter().copied().flatten().map(|rule| Ready { rule, patterns: OnceLock::new() }).collect();
        let hints = RegexSetBuilder::new(rules.iter().map(|ready| ready.rule.hint)).case_insensitive(true).unicode(false).build().ok()?;
        Some(Book { rules, hints, placeholder: Regex::new(r"\[REDACTED(?::[a-z-]+(?:#[0-9]+)?)?\]?").ok()? })
    })
    .as_ref()
}

/// A pattern over bytes whose classes are ASCII's: it is ready many times sooner than one over all
/// of Unicode, and as fast on any text.
fn compile(source: &str) -> Result<bytes::Regex, regex::Error> {
    let source = source.replace("«", r#"(?:\\*"|'|`)?"#).replace("¤", r#"(?:\\+"(?P<s>[^"\\]*)|"(?P<s2>(?:[^"\\]|\\.)*)"|'(?P<s3>(?:[^'\\]|\\.)*)'|"#);
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

    /// Any text: a message, a line of a log, a command. The literals of statements that it quotes go too.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let quoted = statements::quoted(text);
        if quoted.is_empty() {
            return self.rules(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for statement in quoted {
            out.push_str(text.get(copied..statement.at.start).unwrap_or_default());
            copied = statement.at.end;
            self.push_bare(text.get(statement.at).unwrap_or_default(), statement.escaped, &mut out);
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        if out == text {
            return self.rules(text);
        }
        Cow::Owned(self.rules(&out).into_owned())
    }

    /// A statement without its literals, written as it was quoted.
    fn push_bare(&self, sql: &str, escaped: Option<char>, out: &mut String) {
        let quote = escaped.map(|quote| quote.to_string()).filter(|quote| sql.contains(&format!("\\{quote}")));
        let plain = quote.as_deref().map_or_else(|| Cow::Borrowed(sql), |quote| Cow::Owned(statements::unescape(sql, quote)));
        let (bare, literals) = redact_counting(&statements::without_bare_values(&plain).unwrap_or_else(|| plain.clone().into_owned()));
        if bare == *plain {
            out.push_str(sql);
            return;
        }
        self.count("sql-literal", literals.max(1));
        match quote {
            Some(quote) => out.push_str(&bare.replace(&quote, &format!("\\{quote}"))),
            None => out.push_str(&bare),
        }
    }

    /// What the rules find goes.
    fn rules<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(book) = book() else { return Cow::Borrowed("[REDACTED:all]") };
        let found = find(book, self.level, &self.own, text);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for span in found {
            out.push_str(text.get(copied..span.at.start).unwrap_or_default());
            out.push_str(&self.placeholder(span.rule, text.get(span.at.clone()).unwrap_or_default()));
            copied = span.at.end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// SQL: literals go, then what the rules find in the rest.
    pub fn sql<'t>(&self, sql: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off {
            return Cow::Borrowed(sql);
        }
        let (bare, literals) = redact_counting(sql);
        if literals > 0 {
            self.count("sql-literal", literals);
        }
        let rest = self.rules(&bare).into_owned();
        if rest == sql { Cow::Borrowed(sql) } else { Cow::Owned(rest) }
    }

    /// The value of a key in structured data: what the key says of it counts as well.
    pub fn value<'t>(&self, key: &str, value: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off || value.is_empty() {
            return Cow::Borrowed(value);
        }
        let Some(book) = book() else { return Cow::Borrowed("[REDACTED:all]") };
        let plain = value.replace(['"', '\\'], "_");
        let keyed = format!("\"{key}\":\"{plain}\"");
        let start = key.len().saturating_add(4);
        let whole = start..start.saturating_add(plain.len());
        match find(book, self.level, &self.own, &keyed).into_iter().find(|found| found.at == whole) {
            Some(found) if !says_nothing(value) && !book.placeholder.is_match(value) => Cow::Owned(self.placeholder(found.rule, value)),
            _ => self.text(value),
        }
    }

    /// The bytes of a record of any log: the literals of the SQL that is its body go too.
    pub fn excerpt<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off {
            return Cow::Borrowed(text);
        }
        let start = statements::body_start(text).filter(|start| !statements::quoted(text).iter().any(|quoted| quoted.at.contains(start)));
        let Some(start) = start else { return self.text(text) };
        let head = self.text(text.get(..start).unwrap_or_default());
        let sql = self.sql(text.get(start..).unwrap_or_default());
        match (head, sql) {
            (Cow::Borrowed(_), Cow::Borrowed(_)) => Cow::Borrowed(text),
            (head, sql) => Cow::Owned(format!("{head}{sql}")),
        }
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

    fn placeholder(&self, rule: &'static str, value: &str) -> String {
        self.count(rule, 1);
        let digest: [u8; 32] = Sha256::digest(value.as_bytes()).into();
        let mut key = [0_u8; 16];
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
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

/// Whether SQL begins somewhere in a text.
pub fn begins_sql(text: &str) -> bool {
    statements::body_start(text).is_some() || !statements::quoted(text).is_empty()
}

/// What a check of a text found: the rule and where. Values are not given out.
pub fn check(text: &str, level: Level) -> Vec<(&'static str, Range<usize>)> {
    check_with(text, level, &[])
}

/// The same with rules of the user's.
pub fn check_with(text: &str, level: Level, own: &[Own]) -> Vec<(&'static str, Range<usize>)> {
    match book() {
        Some(book) => find(book, level, own, text).into_iter().map(|found| (found.rule, found.at)).collect(),
        None => vec![("all", 0..text.len())],
    }
}

/// Every span that must go, merged and in order; where spans overlap the longest names them.
fn find(book: &Book, level: Level, own: &[Own], text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = own.iter().flat_map(|rule| rule.find(text)).collect();
    for index in &book.hints.matches(text.as_bytes()) {
        let Some(ready) = book.rules.get(index).filter(|ready| ready.rule.level <= level) else { continue };
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
        let Some(patterns) = ready.patterns() else { return vec![Found { at: 0..text.len(), rule: "all" }] };
        for pattern in patterns {
            for captures in pattern.captures_iter(text.as_bytes()) {
                let Some(span) = secret(&captures) else { continue };
                let span = whole_characters(text, span);
                let value = text.get(span.clone()).unwrap_or_default();
                let key = captures.name("k").and_then(|key| text.get(key.range())).unwrap_or_default();
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
    let userinfo: Vec<Range<usize>> = found.iter().filter(|span| span.rule == "url-userinfo").map(|span| span.at.clone()).collect();
    if !userinfo.is_empty() {
        found.retain(|span| {
            let after = userinfo.partition_point(|place| place.end <= span.at.start);
            span.rule != "email" || userinfo.get(after).is_none_or(|place| place.start >= span.at.end)
        });
    }
    // what was redacted before is not redacted again
    let placed: Vec<Range<usize>> = book.placeholder.find_iter(text).map(|found| found.range()).collect();
    if !placed.is_empty() {
        found.retain(|found| {
            let after = placed.partition_point(|place| place.end < found.at.end);
            !placed.get(after).is_some_and(|place| place.start <= found.at.start && found.at.end <= place.end)
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
    const WORDS: &[&str] = &["null", "true", "false", "none", "nil", "<secret>", "undefined", "array", "object", "string"];
    if WORDS.iter().any(|word| value.eq_ignore_ascii_case(word)) {
        return true;
    }
    // `$NAME`, `${NAME}`, `$1`
    value.strip_prefix('$').is_some_and(|name| {
        let name = name.strip_prefix('{').map_or(name, |inner| inner.strip_suffix('}').unwrap_or(inner));
        !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() && !b.is_ascii_lowercase() || b == b'_')
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every secret must vanish under a rule of this name, and nothing else of the text.
    pub(crate) fn hides(rule: &str, cases: &[(&str, &str)]) {
        for (text, secret) in cases {
            let redactor = Redactor::new(Level::Strict);
            let out = redactor.text(text);
            assert!(!out.contains(secret), "{rule}: {text} -> {out}");
            assert!(out.contains("[REDACTED:"), "{text} -> {out}");
            assert!(redactor.counts().iter().any(|(id, _)| id == rule), "{rule} not in {:?} for {text} -> {out}", redactor.counts());
            assert_eq!(redactor.text(&out), out, "twice: {text}");
        }
    }

    /// Nothing of these may be touched at the default level.
    pub(crate) fn keeps(texts: &[&str]) {
        for text in texts {
            assert_eq!(Redactor::new(Level::Pii).text(text), *text);
        }
    }

    #[test]
    fn every_rule_compiles_and_names_itself_once() {
        let book = book().expect("all hints compile");
        assert!(book.rules.iter().all(|ready| ready.patterns().is_some()), "all patterns compile");
        let mut ids: Vec<_> = book.rules.iter().map(|ready| ready.rule.id).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(all, ids.len());
    }

    #[test]
    fn what_the_case_rests_on_is_never_touched() {
        keeps(&[
            "2025-10-27 06:28:23.123456+01:00 [1761546503] 20251027062823",
            "php artisan migrate:fresh --seed --force",
            "drop table `users`, `password_resets`, `personal_access_tokens`",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  backup.sql",
            "password reset mail queued",
            "alter table users add password varchar(255) not null",
            "COMMAND=/usr/bin/php artisan db:wipe ; PWD=/var/www ; USER=root",
            "thread 12345 of 140213456789012 rows 20977",
            "# User@Host: shop[shop] @ app1.example.com [10.0.0.3]  Id: 1234567",
            "mysql -h db -P3306 -u root -p shop < dump.sql",
            "getty@tty1.service: started",
            "select * from users where password = ? and token = :token",
            "2024_01_01_000000_create_users_table",
            "uuid 550e8400-e29b-41d4-a716-446655440000",
        ]);
    }

    #[test]
    fn the_same_value_bears_the_same_number() {
        let redactor = Redactor::new(Level::Pii);
        assert_eq!(redactor.text("a@b.de x@y.de a@b.de"), "[REDACTED:email#1] [REDACTED:email#2] [REDACTED:email#1]");
        assert_eq!(redactor.text("x@y.de"), "[REDACTED:email#2]");
        assert_eq!(redactor.counts(), vec![("email".to_owned(), 4)]);
    }

    #[test]
    fn sql_loses_its_literals_and_commands_their_passwords() {
        let redactor = Redactor::new(Level::Pii);
        assert_eq!(redactor.sql("delete from u where name = 'Bob'"), "delete from u where name = ?");
        assert_eq!(
            redactor.text("mysql -uroot -pgeheim shop -e \"delete from u where name='Bob'\""),
            "mysql -uroot -p[REDACTED:mysql-argv-p#1] shop -e \"delete from u where name=?\""
        );
        assert_eq!(
            redactor.excerpt("# Query_time: 1.5\nSET timestamp=1761546503;\nDELETE FROM u WHERE name = 'Bob';"),
            "# Query_time: 1.5\nSET timestamp=1761546503;\nDELETE FROM u WHERE name = ?;"
        );
        assert_eq!(Redactor::new(Level::Off).sql("select 'x'"), "select 'x'");
        assert_eq!(Redactor::new(Level::Secrets).sql("select 'x'"), "select ?");
    }

    #[test]
    fn a_statement_that_a_message_quotes_loses_its_literals() {
        let redactor = Redactor::new(Level::Secrets);
        assert_eq!(
            redactor.text("SQLSTATE[23000]: x (Connection: mysql, SQL: update `u` set `n` = 'Bob' where `id` = 5) {\"a\":\"b\"}"),
            "SQLSTATE[23000]: x (Connection: mysql, SQL: update `u` set `n` = ? where `id` = ?) {\"a\":\"b\"}"
        );
        assert_eq!(redactor.text("x (SQL: insert into `u` (`n`) values (Bob Jones, 5))"), "x (SQL: insert into `u` (`n`) values (?+))");
    }

    #[test]
    fn overlapping_rules_leave_one_placeholder() {
        let redactor = Redactor::new(Level::Pii);
        let out = redactor.text("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk rest");
        assert_eq!(out.matches("[REDACTED").count(), 1, "{out}");
        assert!(out.ends_with(" rest"));
    }

    #[test]
    fn a_long_line_is_done_in_reasonable_time() {
        let line = "mysql -uroot password token=abcdefgh user@example.com http://a:b@c 4111 ".repeat(14_000);
        let start = std::time::Instant::now();
        Redactor::new(Level::Strict).text(&line);
        assert!(start.elapsed().as_secs() < 20);
    }

    proptest! {
        #[test]
        fn a_planted_secret_never_survives(before in "[a-zA-Z0-9 .,:=(){}]{0,40}", after in "[a-zA-Z0-9 .,:=(){}]{0,40}") {
            for text in [
                format!("{before} DB_PASSWORD=PLANTED123 {after}"),
                format!("{before} \"password\":\"PLANTED123\" {after}"),
                format!("{before} mysql://root:PLANTED123@db/shop {after}"),
                format!("{before} PLANTED123@example.com {after}"),
                format!("{before} ; mysql -u root -pPLANTED123 shop ; {after}"),
            ] {
                let redactor = Redactor::new(Level::Pii);
                let out = redactor.text(&text).into_owned();
                prop_assert!(!out.contains("PLANTED123"), "{} -> {}", text, out);
                prop_assert_eq!(redactor.text(&out).into_owned(), out);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,200}") {
            let redactor = Redactor::new(Level::Strict);
            redactor.text(&text);
            redactor.text(&text);
            redactor.excerpt(&text);
        }
    }
}
