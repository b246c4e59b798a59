//! Statements that stand bare in a line of a log, in the dress of whatever framework wrote it:
//! `drop table carts`, `select … [7] 3ms`, `(0.002) DELETE FROM carts; args=()` (Django),
//! `Cart Delete (1.2ms)  DELETE …` (Rails), `duration=0 rows=1 DELETE …` (CakePHP),
//! `[2.5ms] [rows:3] DELETE …` (GORM), `Executing (default): DELETE …` (Sequelize),
//! `query: DELETE … -- PARAMETERS: [1]` (TypeORM), `prisma:query DELETE …`, `Hibernate: delete …`.
//!
//! No word beside it tells a statement from a sentence, so all of it has to be one.

use std::sync::LazyLock;

use regex::bytes::Regex;

/// A statement as it was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bare<'t> {
    /// Its text, without bindings, run time and semicolon.
    pub(crate) sql: &'t str,
    /// What stands before it.
    pub(crate) lead: &'t str,
    /// What stands behind it, or in brackets around it: bindings, a run time.
    pub(crate) tail: &'t str,
}

/// So far into a line a statement may begin.
const LEAD: usize = 300;

/// The verbs of statements that are worth being told from sentences.
const VERBS: [&str; 11] = [
    "select", "insert", "update", "delete", "drop", "truncate", "alter", "create", "replace",
    "rename", "with",
];

const LONGEST_VERB: usize = 8;

/// Most lines hold none.
static ANY_VERB: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?i-u){}", VERBS.join("|"))).ok());

/// The statement that `line` ends with, behind words that introduce it.
pub(crate) fn find(line: &str) -> Option<Bare<'_>> {
    let mut end = LEAD.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let front = line.get(..end)?;
    let looked_at = line.as_bytes().get(..(end + LONGEST_VERB).min(line.len()))?;
    if ANY_VERB.as_ref().is_some_and(|verb| !verb.is_match(looked_at)) {
        return None;
    }
    let begins = front.char_indices().filter(|(at, c)| {
        c.is_ascii_alphabetic() && introduces(front.get(..*at).unwrap_or_default())
    });
    begins.take(40).find_map(|(at, _)| {
        let (lead, rest) = line.split_at_checked(at)?;
        let (sql, tail) = undressed(rest, lead.ends_with('('))?;
        (!tells_of_failure(lead) && is_statement(sql)).then_some(Bare { sql, lead, tail })
    })
}

/// Whether a statement may begin behind `lead`.
fn introduces(lead: &str) -> bool {
    let words = lead.trim_end();
    let last = words.rsplit([' ', '\t', '\n']).next().unwrap_or_default();
    words.is_empty()
        || words.ends_with([']', ')', ':', '|', '>', '(', '}'])
        || lead.ends_with("  ")
        || lead.ends_with('\t')
        || lead.len() != words.len()
            && (last.contains('=') || last.contains(":query") || last == "-" || is_thread(words))
}

/// Whether `words` end with the numbers of a process and a thread.
fn is_thread(words: &str) -> bool {
    let number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let mut last = words.rsplit(' ');
    last.next().is_some_and(number) && last.next().is_some_and(number)
}

fn tells_of_failure(lead: &str) -> bool {
    let lead = lead.to_ascii_lowercase();
    ["sqlstate", "error", "exception", "failed", "denied", "syntax", "refused"]
        .iter()
        .any(|word| lead.contains(word))
}

/// The statement at the front of `text`, and what was put behind it.
fn undressed(text: &str, bracketed: bool) -> Option<(&str, &str)> {
    let mut sql = text.trim_end();
    if bracketed {
        sql = sql.strip_suffix(')')?;
    }
    while let Some((front, last)) = sql.rsplit_once('\n')
        && last.len() > 2
        && last.bytes().all(|b| b"-=*#~".contains(&b))
    {
        sql = front.trim_end();
    }
    for mark in ["; args=", "; (params ", " -- PARAMETERS:", ";  [", "; [", " | "] {
        let front = sql.split_once(mark).map(|(front, _)| front);
        sql = front.filter(|front| !front.ends_with('[')).unwrap_or(sql);
    }
    sql = unlabelled(sql);
    loop {
        let before = sql;
        sql = sql.trim_end().trim_end_matches(';').trim_end();
        sql = sql.strip_suffix(" -").unwrap_or(sql).trim_end();
        // a run time: `3.51ms`, `(12 ms)`
        if let Some((front, last)) = sql.rsplit_once([' ', '(']) {
            let word = last.trim_end_matches(')');
            let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let timed = matches!(unit, "ms" | "s" | "us" | "µs" | "μs");
            if timed && (unit.len() < word.len() || front.ends_with(|c: char| c.is_ascii_digit())) {
                sql = front.trim_end_matches(|c: char| c.is_ascii_digit() || " .(".contains(c));
            }
        }
        // bindings: `[7,"a"]`
        if sql.ends_with(']')
            && let Some(open) = sql.rfind(" [")
        {
            sql = sql.get(..open)?;
        }
        if sql == before {
            return Some((sql, text.get(sql.len()..)?));
        }
    }
}

/// What stands before labels such as `; Bindings: []`, `Time: 3.51 ms` on a line of its own.
fn unlabelled(text: &str) -> &str {
    const LABELS: [&str; 6] = ["bindings", "params", "parameters", "time", "duration", "took"];
    let is_label = |&at: &usize| {
        let (front, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        let letters = front.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let word = front.get(letters.len()..).unwrap_or_default();
        let parted = letters.trim_end_matches(' ').ends_with([';', '\n', ',', '|', '-']);
        parted && rest.starts_with(':') && LABELS.iter().any(|l| word.eq_ignore_ascii_case(l))
    };
    let Some(at) = memchr::memchr_iter(b':', text.as_bytes()).find(is_label) else { return text };
    let front = text.get(..at).unwrap_or(text).trim_end_matches(|c: char| c.is_ascii_alphabetic());
    front.trim_end().trim_end_matches([';', ',', '|', '-']).trim_end()
}

/// Whether all of `sql` is one statement of those that change or read tables, with its keywords in
/// one case: `Delete from cart completed` is a sentence.
pub(crate) fn is_statement(sql: &str) -> bool {
    let words: Vec<&str> = sql.split_whitespace().take(400).collect();
    let Some(first) = words.first() else { return false };
    let one_case = |word: &str| {
        word.bytes().all(|b| !b.is_ascii_uppercase())
            || word.bytes().all(|b| !b.is_ascii_lowercase())
    };
    let verb = first.to_ascii_lowercase();
    if !VERBS.contains(&verb.as_str()) || !one_case(first) {
        return false;
    }
    let has = |word: &str| words.iter().skip(1).any(|w| w.eq_ignore_ascii_case(word));
    let second = |known: &[&str]| {
        words.get(1).is_some_and(|w| one_case(w) && known.iter().any(|k| w.eq_ignore_ascii_case(k)))
    };
    let names = |from: usize| is_list_of_names(words.get(from..).unwrap_or_default());
    // behind words such as IF EXISTS
    let behind = |mut at: usize, fillers: &[&str]| {
        while words.get(at).is_some_and(|w| fillers.iter().any(|f| w.eq_ignore_ascii_case(f))) {
            at += 1;
        }
        at
    };
    match verb.as_str() {
        "select" => has("from") && words.len() > 3,
        "with" => {
            has("as") && has("select") || has("as") && sql.to_ascii_lowercase().contains("(select")
        }
        "insert" => {
            second(&["into", "ignore", "low_priority"])
                && (has("values")
                    || has("select")
                    || has("set")
                    || sql.to_ascii_lowercase().contains("values"))
        }
        "replace" => second(&["into"]),
        "update" => has("set") && sql.contains('='),
        "delete" => {
            let at = behind(1, &["low_priority", "quick", "ignore"]);
            match words.get(at) {
                Some(from) if from.eq_ignore_ascii_case("from") => one_case(from) && names(at + 1),
                _ => has("from") && has("join"),
            }
        }
        "drop" => {
            let at = behind(1, &["temporary"]);
            let what = words.get(at).is_some_and(|w| one_case(w) && is_object(w));
            what && names(behind(at + 1, &["if", "exists"]))
        }
        "truncate" => {
            let table = behind(1, &["table"]);
            let quoted = words.get(1).is_some_and(|w| w.starts_with(['`', '"']));
            (table == 2 && words.get(1).is_some_and(|w| one_case(w)) || quoted) && names(table)
        }
        "alter" => {
            second(&["table", "database", "schema", "user", "view", "ignore", "event"])
                && words.len() > 3
        }
        "create" => {
            words.len() > 2
                && words.get(1).is_some_and(|w| {
                    one_case(w)
                        && (is_object(w)
                            || matches!(
                                w.to_ascii_lowercase().as_str(),
                                "unique" | "or" | "temporary"
                            ))
                })
        }
        "rename" => second(&["table", "user"]) && has("to"),
        _ => false,
    }
}

fn is_object(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "table"
            | "tables"
            | "database"
            | "schema"
            | "view"
            | "index"
            | "procedure"
            | "function"
            | "trigger"
            | "event"
            | "user"
            | "role"
            | "sequence"
    )
}

/// Whether `words` are names with commas between, and perhaps a clause behind them.
fn is_list_of_names(words: &[&str]) -> bool {
    const CLAUSES: [&str; 14] = [
        "where",
        "restart",
        "continue",
        "using",
        "limit",
        "order",
        "as",
        "cascade",
        "restrict",
        "on",
        "partition",
        "returning",
        "join",
        "inner",
    ];
    let mut expects_name = true;
    for word in words {
        if !expects_name {
            if CLAUSES.iter().any(|clause| word.eq_ignore_ascii_case(clause)) {
                return true;
            }
            if *word != "," {
                return false;
            }
            expects_name = true;
            continue;
        }
        let name = word.trim_end_matches(',');
        let plain = |c: char| c.is_alphanumeric() || "_$-.,@%?".contains(c);
        let quoted = name.starts_with(['`', '"', '[', '\'']) || name.contains(['`', '"']);
        if name.is_empty() || !quoted && !name.chars().all(plain) {
            return false;
        }
        expects_name = word.ends_with(',');
    }
    !expects_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_in_every_dress() {
        for (line, sql) in [
            ("drop table `orders`,`carts`  ", "drop table `orders`,`carts`"),
            ("delete from `invoices` []", "delete from `invoices`"),
            (
                "select * from `carts` where `id` = ? limit 1 [7] 0.51ms",
                "select * from `carts` where `id` = ? limit 1",
            ),
            ("(DELETE FROM users)", "DELETE FROM users"),
            (
                "DEBUG django.db.backends (0.002) DELETE FROM `carts`; args=()",
                "DELETE FROM `carts`",
            ),
            ("DEBUG 2026-01-02 03:04:05,1 schema 812 140211 DROP TABLE \"a\"", "DROP TABLE \"a\""),
            ("Query: delete from `a`\nBindings: []\nTime: 3.51 ms", "delete from `a`"),
            ("SQL: drop table `a`; Bindings: []; Time: 3.51", "drop table `a`"),
            ("delete from `a` - [] - 3.51ms", "delete from `a`"),
            ("delete from `a` [ | 3.51 ms ]", "delete from `a`"),
            ("delete from `a`;\n---------------", "delete from `a`"),
            (
                "update `a` set `b` = 1, time = 5 where c = ?; bindings: [1]",
                "update `a` set `b` = 1, time = 5 where c = ?",
            ),
            (
                "DEBUG schema DROP: DROP TABLE \"a\" CASCADE; (params ())",
                "DROP TABLE \"a\" CASCADE",
            ),
            ("DEBUG -- :   Cart Delete All (1.2ms)  DELETE FROM `carts`", "DELETE FROM `carts`"),
            (
                "Debug: connection=default duration=0 rows=1 TRUNCATE TABLE carts",
                "TRUNCATE TABLE carts",
            ),
            ("/srv/app/main.go:23\n[2.517ms] [rows:3] DELETE FROM `carts`", "DELETE FROM `carts`"),
            ("Executing (default): DROP TABLE IF EXISTS `carts`;", "DROP TABLE IF EXISTS `carts`"),
            (
                "query: DELETE FROM `carts` WHERE id > ? -- PARAMETERS: [1]",
                "DELETE FROM `carts` WHERE id > ?",
            ),
            (
                "prisma:query DELETE FROM `shop`.`carts` WHERE 1=1",
                "DELETE FROM `shop`.`carts` WHERE 1=1",
            ),
            ("Hibernate: delete from carts", "delete from carts"),
            (
                "[127.0.0.1][-][info][yii\\db\\Command::execute] DROP TABLE `carts`",
                "DROP TABLE `carts`",
            ),
        ] {
            assert_eq!(find(line).map(|found| found.sql), Some(sql), "{line}");
        }
    }

    #[test]
    fn sentences_and_refused_statements_are_none() {
        for line in [
            "Delete from cart completed",
            "delete from cart completed for user 7",
            "update failed: set it later",
            "Drop table orders before the import",
            "truncate the log",
            "create order 5",
            "replace the battery",
            "SQLSTATE[42S02]: Base table not found (SQL: delete from `carts`)",
            "ERROR: drop table carts",
            "user asked: drop by tomorrow",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
