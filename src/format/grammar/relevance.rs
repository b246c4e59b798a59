//! Words by which raw bytes that may hold a destructive statement are known, before anything is
//! parsed. They let through too much rather than too little.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use crate::{sql::open::OpenScan, text::needles::Needles};

/// How much a record may matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Relevance {
    /// It is only counted.
    None,
    /// It tells of something that a judgement looks at; of many alike, some are enough.
    Telling,
    /// It may be a destructive statement or the cause of one: kept even where there are many.
    Grave,
}

/// Verbs of statements that may destroy something, or that undo or prepare it.
pub(crate) const SQL_WORDS: &[&str] = &[
    "drop", "truncate", "delete", "alter", "rename", "create", "revoke", "grant", "update",
    "replace",
];

/// How much a record matters that holds, at `hit`, one of [`SQL_WORDS`]. A verb is followed by a
/// blank, a comment or an escaped line break.
pub(crate) fn verb_relevance(record: &[u8], hit: usize) -> Relevance {
    let word = record.get(hit..).unwrap_or_default();
    if begins(word, b"truncate") {
        return Relevance::Grave;
    }
    let Some(verb) = SQL_WORDS.iter().find(|verb| begins(word, verb.as_bytes())) else {
        return Relevance::None;
    };
    if !matches!(word.get(verb.len()), Some(b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'\\' | b'`')) {
        return Relevance::None;
    }
    match *verb {
        "delete" if holds_where(word) => Relevance::Telling,
        // by a condition it is daily bread
        "update" if holds_where(word) => Relevance::None,
        "replace" => Relevance::None,
        _ => Relevance::Grave,
    }
}

/// The same of text that may also name commands of Laravel's, at a word of these or of those.
pub(crate) fn word_relevance(record: &[u8], hit: usize) -> Relevance {
    let word = record.get(hit..).unwrap_or_default();
    if begins(word, b"migrat") || begins(word, b"db:") {
        Relevance::Grave
    } else {
        verb_relevance(record, hit)
    }
}

/// How much a statement matters, by its first word and those of statements behind it.
pub(crate) fn statement_relevance(sql: &[u8]) -> Relevance {
    let mut weight = first_relevance(sql);
    // most end with the first semicolon, and what follows it holds no verb
    if weight == Relevance::Grave
        || memchr::memchr(b';', sql).is_none_or(|end| NEEDLES.start(sql, end).is_none())
    {
        return weight;
    }
    let (mut scan, mut from) = (OpenScan::default(), 0);
    for (number, end) in memchr::memchr_iter(b';', sql).enumerate() {
        scan.feed(sql.get(from..end).unwrap_or_default());
        from = end;
        if !scan.is_open() {
            let next = sql.get(end + 1..).unwrap_or_default();
            weight = weight.max(first_relevance(next.get(..NEXT_BYTES).unwrap_or(next)));
        }
        // what lies behind so many may be anything
        if weight == Relevance::Grave || number >= STATEMENTS {
            return Relevance::Grave;
        }
    }
    weight
}

/// Semicolons, in literals or not, up to which statements sent as one are told apart.
const STATEMENTS: usize = 1000;
/// As much of each is looked at, so that none takes long, whatever it holds.
const NEXT_BYTES: usize = 8192;

fn first_relevance(sql: &[u8]) -> Relevance {
    let sql = first_word(sql);
    match sql.first().map(u8::to_ascii_lowercase) {
        Some(b's' | b'i') if !begins(sql, b"set ") => Relevance::None,
        // a version comment hides what is done
        Some(b'/' | b'-' | b'#') => match sql.get(..4096).unwrap_or(sql) {
            head if NEEDLES.start(head, 0).is_some() => Relevance::Grave,
            _ => Relevance::None,
        },
        Some(b'w' | b'c' | b'e' | b'l' | b'm') => Relevance::Telling,
        _ => verb_relevance(sql, 0),
    }
    .max(if begins(sql, b"create") { Relevance::Grave } else { Relevance::None })
}

/// Whether a statement does nothing that matters, nor anything that later ones depend on.
pub(crate) fn is_routine(sql: &[u8]) -> bool {
    let word = first_word(sql);
    let verb: &[u8] = match word {
        [b's' | b'S', b'h' | b'H', ..] => b"show",
        [b's' | b'S', ..] => b"select",
        [b'i' | b'I', ..] => b"insert",
        _ => b"update",
    };
    begins(word, verb) && statement_relevance(word) == Relevance::None
}

/// Whether a statement is routine whatever the escapes in it stand for: those of JSON, a doubled
/// quote, a backslash.
pub(crate) fn is_plainly_routine(sql: &[u8]) -> bool {
    let sql = sql.trim_ascii();
    let sql = sql.strip_suffix(b";").unwrap_or(sql);
    sql.len() <= NEXT_BYTES / 2
        && memchr::memchr2(b';', b'&', sql).is_none()
        && UNICODE.find(sql).is_none()
        && is_routine(sql)
}

/// What may stand for any letter in JSON.
static UNICODE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\\u"));

/// Words of what a program says or is told to do, one of which stands wherever something is
/// destroyed.
pub(crate) const MATTERING: [&str; 12] = [
    "drop",
    "truncate",
    "delete",
    "alter ",
    "rename ",
    "create table",
    "revoke ",
    "grant ",
    "update ",
    "migrat",
    "db:wipe",
    "db:seed",
];

static WORDS: LazyLock<Needles> = LazyLock::new(|| Needles::written(&MATTERING));

/// Whether any of [`MATTERING`] stands in it.
pub(crate) fn may_matter(text: &[u8]) -> bool {
    WORDS.start(text, 0).is_some()
}

/// How much a text matters, by the words in it.
pub(crate) fn text_relevance(text: &[u8]) -> Relevance {
    let (mut weight, mut from) = (Relevance::Telling, 0);
    while weight < Relevance::Grave
        && let Some(hit) = WORDS.start(text, from)
    {
        weight = weight.max(word_relevance(text, hit));
        from = hit + 1;
    }
    weight
}

/// Of commands also those that run statements.
static CLIENTS: LazyLock<Needles> =
    LazyLock::new(|| Needles::written(&["artisan", "mysql", "mariadb"]));

/// How much a command matters.
pub(crate) fn command_relevance(command: &[u8]) -> Relevance {
    if CLIENTS.start(command, 0).is_some() { Relevance::Grave } else { text_relevance(command) }
}

static NEEDLES: LazyLock<Needles> = LazyLock::new(|| Needles::written(SQL_WORDS));

/// Whether `text` begins with `word`, in any case.
#[inline]
pub(crate) fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

static WHERE: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| [b"where", b"WHERE", b"Where"].map(Finder::new));

/// Whether a condition follows, in the cases that writers use.
fn holds_where(text: &[u8]) -> bool {
    let text = text.get(..4096).unwrap_or(text);
    WHERE.iter().any(|word| word.find(text).is_some())
}

/// A statement without the blanks, brackets and plain comments before its first word. Comments that
/// servers run stay.
fn first_word(mut sql: &[u8]) -> &[u8] {
    loop {
        sql = sql.trim_ascii_start();
        let end = match sql {
            [b'(', ..] => Some(1),
            [b'/', b'*', b'!', ..] | [b'/', b'*', b'M', b'!', ..] => None,
            [b'/', b'*', ..] => COMMENT_END.find(sql).map(|end| end + 2),
            [b'#', ..] | [b'-', b'-', b' ' | b'\t', ..] => memchr::memchr(b'\n', sql),
            _ => None,
        };
        match end.and_then(|end| sql.get(end..)) {
            Some(rest) => sql = rest,
            None => return sql,
        }
    }
}

static COMMENT_END: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"*/"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_makes_the_difference() {
        assert_eq!(verb_relevance(b"delete from t where id = 1", 0), Relevance::Telling);
        assert_eq!(verb_relevance(b"update t set a = 1 where id = 1", 0), Relevance::None);
        assert_eq!(verb_relevance(b"x: DELETE FROM t", 3), Relevance::Grave);
        assert_eq!(verb_relevance(b"drop table t", 0), Relevance::Grave);
        assert_eq!(verb_relevance(b"updated_at", 0), Relevance::None);
    }

    #[test]
    fn the_first_word_of_a_statement_tells_its_weight() {
        for (sql, weight) in [
            ("select 1", Relevance::None),
            ("\nDROP TABLE t", Relevance::Grave),
            ("/* x */ drop table t", Relevance::Grave),
            ("/* x */ select 1", Relevance::None),
            ("/* app=shop */ -- who\n# why\n (select updated_at from t)", Relevance::None),
            ("/* app=shop */ truncate t", Relevance::Grave),
            ("/*!40000 drop table t */", Relevance::Grave),
            ("/*M!100100 drop table t */", Relevance::Grave),
            ("/*My app*/ select updated_at from t", Relevance::None),
            ("/* drop table t", Relevance::Grave),
            ("create table t (a int)", Relevance::Grave),
            ("delete from t where a = 1", Relevance::Telling),
            ("call x()", Relevance::Telling),
            ("select 1; drop table t", Relevance::Grave),
            ("select 1;\n", Relevance::None),
            (
                &format!("insert into t values ('{}'); drop table t", "; ".repeat(2000)),
                Relevance::Grave,
            ),
            ("insert into t values ('a; drop table t')", Relevance::None),
            (
                "insert into t values ('a;'); /* x */ delete from t where id = 1; select 1",
                Relevance::Telling,
            ),
            (
                "insert into t values ('it\\'s; drop table t'); select ';'; truncate t",
                Relevance::Grave,
            ),
        ] {
            assert_eq!(statement_relevance(sql.as_bytes()), weight, "{sql}");
        }
    }
}
