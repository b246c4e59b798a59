//! Where SQL lies in other text: handed to a client, quoted by a message or by a program, or as
//! the body of a log's record.

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use memchr::{memchr, memmem, memrchr};
use regex::Regex;

use crate::redact::sign::{Seen, Sign, before, blank, byte, classes, goes_on, skip, word, word_if};
use crate::sql::lexer::ends_open;

/// Words with which a statement begins that may bear literals.
macro_rules! verbs {
    () => {
        r"(?:/\*[^\n]{0,400}?\*/\s*)?(?:select\s|insert\s|update\s+\S+\s|delete\s|replace\s|call\s|create\s|alter\s|drop\s|grant\s|load\s+data|set\s+@|set\s+password|change\s+(?:master|replication)|with\s+\S+\s+as|execute\s+immediate|values\s|truncate\s)"
    };
}

/// The same words by their signs.
pub(super) const VERBS: &[Sign] = &[
    // by fours whose first letters let little else through together
    word_if("select", blank_behind),
    word_if("delete", blank_behind),
    word_if("replace", blank_behind),
    word_if("truncate", blank_behind),
    word_if("change", |text, _, end| {
        let name = skip(text, end, blank);
        name > end && (goes_on(text, name, "master") || goes_on(text, name, "replication"))
    }),
    word_if("create", blank_behind),
    word_if("values", blank_behind),
    word_if("with", |text, _, end| {
        let name = skip(text, end, blank);
        let behind = skip(text, name, |b| !blank(b));
        let next = skip(text, behind, blank);
        name > end && behind > name && next > behind && goes_on(text, next, "as")
    }),
    word_if("update", |text, _, end| {
        let name = skip(text, end, blank);
        let behind = skip(text, name, |b| !blank(b));
        name > end && behind > name && blank(byte(text, behind))
    }),
    word_if("drop", blank_behind),
    word_if("grant", blank_behind),
    word_if("alter", blank_behind),
    word_if("insert", blank_behind),
    word_if("load", |text, _, end| {
        blank(byte(text, end)) && goes_on(text, skip(text, end, blank), "data")
    }),
    word_if("execute", |text, _, end| {
        blank(byte(text, end)) && goes_on(text, skip(text, end, blank), "immediate")
    }),
    word_if("call", blank_behind),
    word_if("set", |text, _, end| {
        let name = skip(text, end, blank);
        name > end && (byte(text, name) == b'@' || goes_on(text, name, "password"))
    }),
];

/// What stands in front of a statement in messages of Laravel.
pub(super) const LABELS: &[Sign] = &[word(LABEL)];
const LABEL: &str = "SQL: ";

/// Options with which clients are handed a statement in quotes.
pub(super) const OPTIONS: &[Sign] =
    &[classes([" \t\n\r\x0B\x0C", "-", "A-Za-z-"], |text, at, _| {
        let name = at.saturating_add(2);
        let letters = skip(text, name, |b| b.is_ascii_alphabetic());
        let end = if goes_on(text, name, "-execute") || goes_on(text, name, "-command") {
            name.saturating_add(8)
        } else if matches!(before(text, letters), b'e' | b'E')
            || letters == name.saturating_add(1) && matches!(byte(text, name), b'c' | b'C')
        {
            letters
        } else {
            return false;
        };
        let value =
            if byte(text, end) == b'=' { end.saturating_add(1) } else { skip(text, end, blank) };
        matches!(byte(text, skip(text, value, |b| b == b'\\')), b'"' | b'\'')
    })];

/// Those clients.
pub(super) const CLIENTS: &[Sign] = &[word("mysql"), word("mariadb"), word("psql")];

fn blank_behind(text: &[u8], _: usize, end: usize) -> bool {
    blank(byte(text, end))
}

/// Whether a text holds letters or blanks that only patterns over all of Unicode take for those
/// that are looked for.
fn is_odd(text: &str) -> bool {
    !text.is_ascii()
        && text
            .chars()
            .any(|c| !c.is_ascii() && (c.is_whitespace() || matches!(c, '\u{17F}' | '\u{212A}')))
}

/// Whether a comment stands in front of a place.
fn behind_comment(text: &[u8], at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let end = head.len().saturating_sub(head.iter().rev().take_while(|b| blank(**b)).count());
    head.get(..end).is_some_and(|head| head.ends_with(b"*/"))
}

/// Whether a character that is part of a word stands in front of a place.
fn within_word(text: &str, at: usize) -> bool {
    text.get(..at)
        .and_then(|head| head.chars().next_back())
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Quotes that may end a quoted statement, of which this many are tried: a hostile line may bear
/// any number.
const ENDS_TRIED: usize = 24;

/// A statement in a text, and how it is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Its bytes.
    pub(super) at: Range<usize>,
    /// The quote around it where the same quote inside stands behind a backslash.
    pub(super) escaped: Option<char>,
}

/// Every statement in a text that stands in quotes or behind Laravel's `SQL: `, in order.
pub(super) fn quoted(text: &str, seen: &Seen) -> Vec<Quoted> {
    let mut found = Vec::new();
    let simple = !seen.client
        && !seen.verbs.iter().any(|verb| behind_comment(text.as_bytes(), *verb))
        && !is_odd(text);
    if simple {
        behind_quotes(text, &seen.verbs, &mut found);
    } else {
        in_quotes(text, &mut found);
    }
    if seen.labelled {
        behind_word(text, &mut found);
    }
    if seen.client || !seen.verbs.is_empty() {
        behind_colon(text, &mut found);
    }
    if found.len() < 2 {
        return found;
    }
    found.sort_by_key(|quoted| (quoted.at.start, quoted.at.end));
    let mut end = 0;
    found.retain(|quoted| {
        let apart = quoted.at.start >= end;
        if apart {
            end = quoted.at.end;
        }
        apart
    });
    found
}

/// `mysql -e "UPDATE …"`, `DB::statement('DELETE …')`, `QUERY,shop,'drop …',0`.
fn in_quotes(text: &str, found: &mut Vec<Quoted>) {
    static OPENING: OnceLock<Option<Regex>> = OnceLock::new();
    let opening = OPENING.get_or_init(|| {
        Regex::new(concat!(
            r#"(?i)(?:(?P<a>\\*["'])\s*"#,
            verbs!(),
            r#"|\b(?:mysql|mariadb|psql|mysqlsh)\b[^\n]*?\s(?:-[A-Za-z]*e|--execute|-c|--command)(?:\s*|=)(?P<b>\\*["']))"#
        ))
        .ok()
    });
    let Some(opening) = opening else {
        found.push(Quoted { at: 0..text.len(), escaped: None });
        return;
    };
    let mut from = 0;
    while let Some(captures) = opening.captures_at(text, from) {
        let Some(quote) = captures.name("a").or_else(|| captures.name("b")) else { break };
        let end = closing(text, quote.end(), quote.as_str());
        let escaped = quote.as_str().chars().next().filter(|first| *first != '\\');
        found.push(Quoted { at: quote.end()..end, escaped });
        from = end.max(quote.end());
    }
}

/// The same for texts that no client is handed, by the places of the words with which statements
/// begin.
fn behind_quotes(text: &str, verbs: &[usize], found: &mut Vec<Quoted>) {
    let bytes = text.as_bytes();
    let mut from = 0_usize;
    for verb in verbs {
        let head = bytes.get(from..*verb).unwrap_or_default();
        let opened =
            head.len().saturating_sub(head.iter().rev().take_while(|b| blank(**b)).count());
        let Some((b'"' | b'\'', slashes)) = head.get(..opened).and_then(<[u8]>::split_last) else {
            continue;
        };
        let slashes = slashes.iter().rev().take_while(|b| **b == b'\\').count();
        let opened = from.saturating_add(opened);
        let quote =
            text.get(opened.saturating_sub(slashes).saturating_sub(1)..opened).unwrap_or_default();
        let end = closing(text, opened, quote);
        found.push(Quoted {
            at: opened..end,
            escaped: quote.chars().next().filter(|first| *first != '\\'),
        });
        from = end.max(opened);
    }
}

/// Where a text that was opened by `quote` at `start` ends. A quote of the same kind may be the
/// statement's own; the first behind which a word ends and before which the SQL is whole closes it.
fn closing(text: &str, start: usize, quote: &str) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let escaped = quote.starts_with('\\');
    let mut last = None;
    let alike = |at: usize| {
        let before = backslashes(rest, at);
        if escaped { before == 0 } else { before.is_multiple_of(2) }
    };
    for at in memmem::find_iter(rest.as_bytes(), quote).filter(|at| alike(*at)).take(ENDS_TRIED) {
        let inner = rest.get(..at).unwrap_or_default();
        let after = rest.get(at.saturating_add(quote.len())..).and_then(|tail| tail.chars().next());
        if after.is_none_or(|after| after.is_whitespace() || ";,|&)]}\"'\\<>".contains(after)) {
            let whole = if escaped {
                !ends_open(inner.as_bytes())
            } else {
                !ends_open(unescape(inner, quote).as_bytes())
            };
            if whole {
                return start.saturating_add(at);
            }
        }
        last = Some(at);
    }
    let line = rest.find('\n').unwrap_or(rest.len());
    start.saturating_add(last.filter(|at| *at <= line).unwrap_or(line))
}

fn backslashes(text: &str, before: usize) -> usize {
    text.as_bytes()
        .get(..before)
        .map_or(0, |head| head.iter().rev().take(64).take_while(|b| **b == b'\\').count())
}

/// `\'` as `'`.
pub(super) fn unescape(text: &str, quote: &str) -> String {
    text.replace(&format!("\\{quote}"), quote)
}

/// Where a message of Laravel's quotes a statement: `(Connection: mysql, SQL: …)`.
fn behind_word(text: &str, found: &mut Vec<Quoted>) {
    let ends = [") {\"", ")\n", ")\r", ") at ", ")\\n", ")\""];
    let mut from = 0;
    while let Some(at) =
        text.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), LABEL.as_bytes()))
    {
        let word = from.saturating_add(at);
        let start = word.saturating_add(LABEL.len());
        from = start;
        if !text.get(..word).is_some_and(|head| head.ends_with(['(', ' '])) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let marks = memchr::memchr_iter(b')', rest.as_bytes())
            .filter(|at| {
                ends.iter().any(|mark| {
                    rest.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(mark.as_bytes()))
                })
            })
            .take(ENDS_TRIED);
        // a bracket of the statement's own may end a line; values that were put in without quotes
        // may hold any
        let (mut first, mut counted, mut open) = (None, 0, 0_i64);
        let even = marks.into_iter().find(|at| {
            first.get_or_insert(*at);
            let more = rest.as_bytes().get(counted..*at).unwrap_or_default();
            for bracket in memchr::memchr2_iter(b'(', b')', more) {
                open = open.saturating_add(if more.get(bracket) == Some(&b'(') { 1 } else { -1 });
            }
            counted = *at;
            open == 0
        });
        let end = even.or(first).or_else(|| rest.rfind(')')).unwrap_or(rest.len());
        from = start.saturating_add(end);
        found.push(Quoted { at: start..from, escaped: None });
    }
}

/// Where a statement is all of a message: `production.ERROR: UPDATE …`.
fn behind_colon(text: &str, found: &mut Vec<Quoted>) {
    let mut from = 0_usize;
    while let Some(at) = text.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), b": ")) {
        let start = from.saturating_add(at).saturating_add(2);
        from = start;
        let rest = text.get(start..).unwrap_or_default();
        if !is_statement(rest) {
            continue;
        }
        // up to the context of the message or to the next record
        let ends = [" {\"", " [] ", "\n[", "\n#", "\n{"];
        let end = ends
            .iter()
            .filter_map(|end| memmem::find(rest.as_bytes(), end.as_bytes()))
            .min()
            .unwrap_or(rest.trim_end().len());
        from = start.saturating_add(end);
        found.push(Quoted { at: start..from, escaped: None });
    }
}

/// Whether a text begins with two words of a statement, not with one that prose has as well.
fn is_statement(text: &str) -> bool {
    const HEAD_BYTES: usize = 300;
    const WORDS: usize = 12;
    let head = text.as_bytes().get(..HEAD_BYTES).unwrap_or(text.as_bytes());
    if !head.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let words: Vec<String> = head
        .split(|b| blank(*b))
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| String::from_utf8_lossy(word).to_ascii_lowercase())
        .collect();
    let word = |nth: usize| words.get(nth).map_or("", String::as_str);
    let has = |wanted: &str| words.iter().skip(2).any(|word| word == wanted);
    match word(0) {
        "insert" | "replace" => matches!(word(1), "into" | "ignore"),
        "delete" => word(1) == "from",
        "update" => has("set"),
        "select" => has("from") && (has("where") || head.contains(&b'\'')),
        "create" | "alter" | "drop" => {
            matches!(word(1), "user" | "role" | "login" | "server" | "table" | "or" | "database")
        }
        "grant" => has("to"),
        "set" => word(1) == "password",
        "change" => matches!(word(1), "master" | "replication"),
        _ => false,
    }
}

/// Where SQL begins in a record of a log: at a line's start or behind a log's own words.
pub(super) fn body_start(text: &str, seen: &Seen) -> Option<usize> {
    let bytes = text.as_bytes();
    if is_odd(text) {
        return body_found(text);
    }
    // the leftmost place from which it fits
    let mut best: Option<(usize, usize)> = None;
    for verb in &seen.verbs {
        if behind_comment(bytes, *verb) {
            return body_found(text);
        }
        let head = bytes.get(..*verb).unwrap_or_default();
        let from = match head.last() {
            None | Some(b'\n') => Some(*verb),
            Some(b' ' | b'\t') => {
                let bare = |head: &[u8]| {
                    head.len().saturating_sub(
                        head.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count(),
                    )
                };
                let end = bare(head);
                let named = ["query", "execute", "prepare"].iter().find_map(|name| {
                    let from = end.checked_sub(name.len())?;
                    (goes_on(bytes, from, name) && !within_word(text, from)).then_some(from)
                });
                let colon = end.saturating_sub(1);
                let marked =
                    byte(head, colon) == b':' && matches!(before(head, colon), b' ' | b'\t');
                if marked && error_before(head.get(..colon).unwrap_or_default()) {
                    return body_found(text);
                }
                let tick = bare(head.get(..colon).unwrap_or_default()).saturating_sub(1);
                named.or_else(|| (marked && byte(head, tick) == b'`').then_some(tick))
            }
            _ => None,
        };
        if let Some(from) = from
            && best.is_none_or(|(least, _)| from < least)
        {
            best = Some((from, *verb));
        }
    }
    best.map(|(_, verb)| verb)
}

/// Whether the last line of a text may name an error. A very long one may.
fn error_before(text: &[u8]) -> bool {
    const LINE_BYTES: usize = 4096;
    let near = text.get(text.len().saturating_sub(LINE_BYTES)..).unwrap_or(text);
    match memrchr(b'\n', near) {
        None if near.len() < text.len() => true,
        end => near
            .get(end.unwrap_or_default()..)
            .is_some_and(|line| line.windows(6).any(|some| some.eq_ignore_ascii_case(b"error "))),
    }
}

/// The same for any text.
pub(super) fn body_found(text: &str) -> Option<usize> {
    static START: OnceLock<Option<Regex>> = OnceLock::new();
    let start = START
        .get_or_init(|| {
            Regex::new(concat!(r"(?im)(?:^|\b(?:Query|Execute|Prepare)[ \t]+|`[ \t]+:[ \t]+|\bERROR [0-9]+: [^\n]{0,400}? : )(?P<s>", verbs!(), ")")).ok()
        })
        .as_ref();
    let Some(start) = start else { return Some(0) };
    Some(start.captures(text)?.name("s")?.start())
}

/// A statement into which an application wrote its values without quotes: those of VALUES go.
pub(super) fn without_bare_values(sql: &str) -> Cow<'_, str> {
    let insert =
        sql.get(..7).is_some_and(|verb| verb.trim_start().starts_with(['i', 'I', 'r', 'R']));
    if !insert {
        return Cow::Borrowed(sql);
    }
    if is_odd(sql) {
        return without_values_found(sql);
    }
    let bytes = sql.as_bytes();
    let Some(last) = memrchr(b')', bytes) else { return Cow::Borrowed(sql) };
    let mut from = 0_usize;
    while let Some(found) = bytes.get(from..last).and_then(|rest| memchr(b'(', rest)) {
        let open = from.saturating_add(found);
        let head = bytes.get(..open).unwrap_or_default();
        let end = head.len().saturating_sub(head.iter().rev().take_while(|b| blank(**b)).count());
        if let Some(start) = end
            .checked_sub(6)
            .filter(|start| goes_on(bytes, *start, "values") && !within_word(sql, *start))
        {
            let (head, tail) = (
                sql.get(..start).unwrap_or_default(),
                sql.get(last.saturating_add(1)..).unwrap_or_default(),
            );
            return Cow::Owned(format!("{head}values (?+){tail}"));
        }
        from = open.saturating_add(1);
    }
    Cow::Borrowed(sql)
}

/// The same for any statement.
pub(super) fn without_values_found(sql: &str) -> Cow<'_, str> {
    static VALUES: OnceLock<Option<Regex>> = OnceLock::new();
    let values = VALUES.get_or_init(|| Regex::new(r"(?is)\bvalues\s*\(.*\)").ok()).as_ref();
    values.map_or(Cow::Borrowed(""), |values| values.replace(sql, "values (?+)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<Quoted> {
        super::quoted(
            text,
            &crate::redact::prefilter::look(text.as_bytes(), crate::redact::rule::Level::Secrets),
        )
    }

    fn found(text: &str) -> Vec<&str> {
        quoted(text).into_iter().filter_map(|quoted| text.get(quoted.at)).collect()
    }

    #[test]
    fn statements_in_quotes_are_found_whole() {
        assert_eq!(
            found("(app) CMD (mysql shop -e \"UPDATE u SET n='Bob' WHERE m='x'\")"),
            ["UPDATE u SET n='Bob' WHERE m='x'"]
        );
        assert_eq!(
            found("mysql -e 'delete from u where n = \"x\"' shop && mysql -Ne \"flush tables\" x"),
            ["delete from u where n = \"x\"", "flush tables"]
        );
        assert_eq!(
            found(r"7,36,QUERY,shop,'UPDATE u SET n = \'x\' WHERE m = \'y\'',0"),
            [r"UPDATE u SET n = \'x\' WHERE m = \'y\'"]
        );
        assert_eq!(
            found(r#"{"log":"mysql -e \"DELETE FROM u WHERE n='x'\" shop"}"#),
            ["DELETE FROM u WHERE n='x'"]
        );
        assert_eq!(found("DB::statement(\"UPDATE u SET t='x'\");"), ["UPDATE u SET t='x'"]);
    }

    #[test]
    fn every_statement_that_a_record_of_laravel_quotes_is_found() {
        let text = "x (Connection: mysql, SQL: insert into a values (1)) {\"exception\":\"y (SQL: delete from b where c = 'd')\"";
        assert_eq!(found(text), ["insert into a values (1)", "delete from b where c = 'd'"]);
    }

    #[test]
    fn a_bracket_at_the_end_of_a_line_ends_no_statement() {
        assert_eq!(
            found("x (SQL: insert into a (b)\nvalues ('c')) {\"d\":1}"),
            ["insert into a (b)\nvalues ('c')"]
        );
    }

    #[test]
    fn a_statement_that_is_the_message_is_found() {
        assert_eq!(
            found("production.ERROR: UPDATE u SET p = N'x' -- y {\"a\":1}"),
            ["UPDATE u SET p = N'x' -- y"]
        );
        assert_eq!(
            found("x.INFO: create user a identified by 'b'\n"),
            ["create user a identified by 'b'"]
        );
        for prose in [
            "x.INFO: Update 5 of 12 done",
            "x.ERROR: Select a valid option from 3",
            "x.ERROR: Call to undefined method a()",
            "x.INFO: Create 12 orders for shop 5",
            "x.INFO: Grant 5 minutes",
        ] {
            assert!(found(prose).is_empty(), "{prose}");
        }
    }

    #[test]
    fn a_line_of_quotes_takes_linear_time() {
        let start = std::time::Instant::now();
        quoted(&"'select ' \"update x ".repeat(50_000));
        quoted(&format!("'select {}", "' ".repeat(500_000)));
        assert!(start.elapsed().as_secs() < 20);
    }
}
