//! Texts without their secrets: what the rules find becomes numbered placeholders.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest, Sha256};

use super::{
    find::{find, placeholders},
    own::Own,
    prefilter::{look, look_for_rules},
    rule::{Level, says_nothing},
    sign::Seen,
    statements,
};
use crate::sql::{dialect::Dialect, redact::redact_counting};

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
pub(crate) struct Redactor {
    level: Level,
    own: Arc<[Own]>,
    ledger: Mutex<Ledger>,
}

impl Redactor {
    /// With no numbers given yet.
    pub(crate) fn new(level: Level) -> Redactor {
        Redactor::with_own(level, Arc::default())
    }

    /// The same with rules of the user's, which apply at every level but `Off`.
    pub(crate) fn with_own(level: Level, own: Arc<[Own]>) -> Redactor {
        Redactor { level, own, ledger: Mutex::default() }
    }

    /// Whether it has rules of the user's.
    pub(crate) fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether it takes nothing out.
    pub(crate) fn is_off(&self) -> bool {
        self.level == Level::Off
    }

    /// Any text: a message, a line of a log, a command. The literals of statements that it quotes
    /// go too.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off || text.is_empty() {
            return Cow::Borrowed(text);
        }
        self.filled(text, self.mark_text(text))
    }

    /// What any text becomes; `None` where it stays.
    fn mark_text(&self, text: &str) -> Option<Marked> {
        let seen = look(text.as_bytes(), self.level);
        let quoted = statements::quoted(text, &seen);
        self.mark_quoted(text, quoted, &seen)
    }

    /// The same of a text that quotes these statements.
    fn mark_quoted(
        &self,
        text: &str,
        quoted: Vec<statements::Quoted>,
        seen: &Seen,
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
        let seen = look_for_rules(text.as_bytes(), self.level);
        self.mark_rules(&text, &seen).unwrap_or(Marked { text, holes: Vec::new() })
    }

    /// What the rules find goes.
    fn mark_rules(&self, text: &str, seen: &Seen) -> Option<Marked> {
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
    pub(crate) fn fill(&self, text: &[u8], holes: &[Hole], out: &mut Vec<u8>) {
        let mut copied = 0;
        for hole in holes {
            out.extend_from_slice(text.get(copied..hole.at).unwrap_or_default());
            out.extend_from_slice(self.placeholder(hole).as_bytes());
            copied = hole.at;
        }
        out.extend_from_slice(text.get(copied..).unwrap_or_default());
    }

    /// SQL: literals go, then what the rules find in the rest.
    pub(crate) fn sql<'t>(&self, sql: &'t str) -> Cow<'t, str> {
        self.sql_of(sql, Dialect::default())
    }

    /// The same for SQL of which it is known whose it is.
    pub(crate) fn sql_of<'t>(&self, sql: &'t str, dialect: Dialect) -> Cow<'t, str> {
        if self.level == Level::Off {
            return Cow::Borrowed(sql);
        }
        self.filled(sql, self.mark_sql(sql, dialect))
    }

    fn mark_sql(&self, sql: &str, dialect: Dialect) -> Option<Marked> {
        let (bare, literals) = redact_counting(sql, dialect);
        if literals > 0 {
            self.count("sql-literal", literals);
        }
        let marked = self.mark_found(bare);
        (!marked.holes.is_empty() || marked.text != sql).then_some(marked)
    }

    /// The value of a key in structured data: what the key says of it counts as well.
    pub(crate) fn value<'t>(&self, key: &str, value: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off || value.is_empty() {
            return Cow::Borrowed(value);
        }
        let plain = value.replace(['"', '\\'], "_");
        let keyed = format!("\"{key}\":\"{plain}\"");
        let start = key.len().saturating_add(4);
        let whole = start..start.saturating_add(plain.len());
        let seen = look_for_rules(keyed.as_bytes(), self.level);
        match find(self.level, &self.own, &keyed, &seen).into_iter().find(|found| found.at == whole)
        {
            Some(found) if !says_nothing(value) && placeholders(value).is_empty() => {
                Cow::Owned(self.placeholder(&Hole::of(0, found.rule, value)))
            }
            _ => self.text(value),
        }
    }

    /// The bytes of a record of any log: the literals of the SQL that is its body go too.
    pub(crate) fn excerpt<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.level == Level::Off {
            return Cow::Borrowed(text);
        }
        self.filled(text, self.mark(text))
    }

    /// What [`Redactor::excerpt`] makes of a text, with holes where placeholders will stand: they
    /// are numbered when it is shown, so this may be done on any thread. `None` where it stays.
    pub(crate) fn mark(&self, text: &str) -> Option<Marked> {
        if self.level == Level::Off {
            return None;
        }
        let seen = look(text.as_bytes(), self.level);
        let quoted = statements::quoted(text, &seen);
        let start = statements::body_start(text, &seen)
            .filter(|start| !quoted.iter().any(|quoted| quoted.at.contains(start)));
        let Some(start) = start else { return self.mark_quoted(text, quoted, &seen) };
        let (head, sql) =
            (text.get(..start).unwrap_or_default(), text.get(start..).unwrap_or_default());
        let (marked, tail) = match (self.mark_text(head), self.mark_sql(sql, Dialect::default())) {
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
    pub(crate) fn counts(&self) -> Vec<(String, u64)> {
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
    let (bare, literals) =
        redact_counting(&statements::without_bare_values(&plain), Dialect::default());
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
pub(crate) struct Marked {
    /// What is left, with other literals replaced.
    pub text: String,
    /// Where something is missing, in order.
    pub holes: Vec<Hole>,
}

/// A place of a text where something was taken out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hole {
    /// Its offset in what is left.
    pub at: usize,
    pub(super) rule: &'static str,
    /// Of the digest of the value: it bears the same number each time, and is not kept itself.
    key: [u8; 16],
}

impl Hole {
    /// The same behind so many more bytes.
    #[must_use]
    pub(crate) fn shifted(self, by: usize) -> Hole {
        Hole { at: self.at.saturating_add(by), ..self }
    }

    fn of(at: usize, rule: &'static str, value: &str) -> Hole {
        let digest: [u8; 32] = Sha256::digest(value.as_bytes()).into();
        let mut key = [0_u8; 16];
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Hole { at, rule, key }
    }
}

/// A text without its secrets, and at higher levels without personal data and names of hosts.
pub fn redact(text: &str, level: Level) -> String {
    Redactor::new(level).text(text).into_owned()
}
