//! Words by which raw bytes that may hold a destructive statement are known, before anything is
//! parsed. They let through too much rather than too little.

use std::sync::LazyLock;

use aho_corasick::packed;
use regex::bytes::Regex;

use crate::parse::screen::Weight;

/// Verbs of statements that may destroy something, or that undo or prepare it.
pub const SQL_WORDS: &[&str] = &["drop", "truncate", "delete", "alter", "rename", "create", "revoke", "grant", "update", "replace"];

/// How much a record matters that holds, at `hit`, one of [`SQL_WORDS`]. A verb is followed by a
/// blank, a comment or an escaped line break.
pub fn weigh_sql(record: &[u8], hit: usize) -> Weight {
    let word = record.get(hit..).unwrap_or_default();
    if begins(word, b"truncate") {
        return Weight::Grave;
    }
    let Some(verb) = SQL_WORDS.iter().find(|verb| begins(word, verb.as_bytes())) else { return Weight::None };
    if !matches!(word.get(verb.len()), Some(b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'\\' | b'`')) {
        return Weight::None;
    }
    match *verb {
        "delete" if holds_where(word) => Weight::Telling,
        // by a condition it is daily bread
        "update" if holds_where(word) => Weight::None,
        "replace" => Weight::None,
        _ => Weight::Grave,
    }
}

/// How much a statement matters, by its first word.
pub fn weigh_statement(sql: &[u8]) -> Weight {
    let sql = sql.trim_ascii_start();
    match sql.first().map(u8::to_ascii_lowercase) {
        Some(b's' | b'i') if !begins(sql, b"set ") => Weight::None,
        // a comment or a bracket comes first, or a version comment hides what is done
        Some(b'/' | b'-' | b'#' | b'(') => match sql.get(..4096).unwrap_or(sql) {
            head if NEEDLES.find(head, 0).is_some() => Weight::Grave,
            _ => Weight::None,
        },
        Some(b'w' | b'c' | b'e' | b'l') => Weight::Telling,
        _ => weigh_sql(sql, 0),
    }
    .max(if begins(sql, b"create") { Weight::Grave } else { Weight::None })
}

static NEEDLES: LazyLock<Needles> = LazyLock::new(|| Needles::new(SQL_WORDS));

/// Words that are looked for together, in lower case, in upper case and capitalised.
pub struct Needles {
    packed: Option<packed::Searcher>,
    regex: Option<Regex>,
}

impl Needles {
    /// Of these words, in lower case.
    pub fn new(words: &[&str]) -> Needles {
        let mut builder = packed::Config::new().builder();
        for word in words {
            let mut capital = (*word).to_owned();
            if let Some(first) = capital.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            builder.extend([(*word).to_owned(), word.to_ascii_uppercase(), capital]);
        }
        let packed = builder.build();
        let regex = match packed {
            Some(_) => None,
            None => Regex::new(&format!("(?i-u){}", words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|"))).ok(),
        };
        Needles { packed, regex }
    }

    /// Where the next of them begins, at `from` or later.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        if from >= bytes.len() {
            return None;
        }
        match (&self.packed, &self.regex) {
            (Some(packed), _) => packed.find_in(bytes, aho_corasick::Span { start: from, end: bytes.len() }).map(|found| found.start()),
            (None, Some(regex)) => regex.find_at(bytes, from).map(|found| found.start()),
            (None, None) => Some(from),
        }
    }
}

/// Whether `text` begins with `word`, in any case.
pub fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Whether a condition follows, in the cases that writers use.
fn holds_where(text: &[u8]) -> bool {
    let text = text.get(..4096).unwrap_or(text);
    [&b"where"[..], b"WHERE", b"Where"].iter().any(|word| memchr::memmem::find(text, word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_makes_the_difference() {
        assert_eq!(weigh_sql(b"delete from t where id = 1", 0), Weight::Telling);
        assert_eq!(weigh_sql(b"update t set a = 1 where id = 1", 0), Weight::None);
        assert_eq!(weigh_sql(b"x: DELETE FROM t", 3), Weight::Grave);
        assert_eq!(weigh_sql(b"drop table t", 0), Weight::Grave);
        assert_eq!(weigh_sql(b"updated_at", 0), Weight::None);
    }

    #[test]
    fn the_first_word_of_a_statement_tells_its_weight() {
        for (sql, weight) in [
            ("select 1", Weight::None),
            ("\nDROP TABLE t", Weight::Grave),
            ("/* x */ drop table t", Weight::Grave),
            ("/* x */ select 1", Weight::None),
            ("create table t (a int)", Weight::Grave),
            ("delete from t where a = 1", Weight::Telling),
            ("call x()", Weight::Telling),
        ] {
            assert_eq!(weigh_statement(sql.as_bytes()), weight, "{sql}");
        }
    }

    #[test]
    fn needles_are_found_in_the_cases_that_people_write() {
        let needles = Needles::new(&["drop", "truncate"]);
        let text = b"a dropped b DROP c Truncate d";
        assert_eq!(needles.find(text, 0), Some(2));
        assert_eq!(needles.find(text, 3), Some(12));
        assert_eq!(needles.find(text, 13), Some(19));
        assert_eq!(needles.find(text, 20), None);
    }
}
