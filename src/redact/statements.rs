//! Where SQL lies in other text: handed to a client, quoted by a message or by a program, or as
//! the body of a log's record.

use std::{ops::Range, sync::OnceLock};

use regex::Regex;

use crate::sql::lexer::ends_open;

/// Words with which a statement begins that may bear literals.
macro_rules! verbs {
    () => {
        r"(?:/\*[^\n]{0,400}?\*/\s*)?(?:select\s|insert\s|update\s+\S+\s|delete\s|replace\s|call\s|create\s|alter\s|drop\s|grant\s|load\s+data|set\s+@|set\s+password|change\s+(?:master|replication)|with\s+\S+\s+as|execute\s+immediate|values\s|truncate\s)"
    };
}

/// Quotes that may end a quoted statement, of which this many are tried: a hostile line may bear any number.
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
pub(super) fn quoted(text: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    in_quotes(text, &mut found);
    behind_word(text, &mut found);
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
    for at in rest.match_indices(quote).map(|(at, _)| at).filter(|at| alike(*at)).take(ENDS_TRIED) {
        let inner = rest.get(..at).unwrap_or_default();
        let after = rest.get(at.saturating_add(quote.len())..).and_then(|tail| tail.chars().next());
        if after.is_none_or(|after| after.is_whitespace() || ";,|&)]}\"'\\<>".contains(after)) {
            let whole = if escaped { !ends_open(inner.as_bytes()) } else { !ends_open(unescape(inner, quote).as_bytes()) };
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
    text.as_bytes().get(..before).map_or(0, |head| head.iter().rev().take(64).take_while(|b| **b == b'\\').count())
}

/// `\'` as `'`.
pub(super) fn unescape(text: &str, quote: &str) -> String {
    text.replace(&format!("\\{quote}"), quote)
}

/// Where a message of Laravel's quotes a statement: `(Connection: mysql, SQL: …)`.
fn behind_word(text: &str, found: &mut Vec<Quoted>) {
    const WORD: &str = "SQL: ";
    let ends = [") {\"", ")\n", ")\r", ") at ", ")\\n", ")\""];
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(WORD)) {
        let word = from.saturating_add(at);
        let start = word.saturating_add(WORD.len());
        from = start;
        if !text.get(..word).is_some_and(|head| head.ends_with(['(', ' '])) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let mut marks: Vec<usize> = ends.iter().flat_map(|mark| rest.match_indices(mark).take(ENDS_TRIED).map(|(at, _)| at)).collect();
        marks.sort_unstable();
        // a bracket of the statement's own may end a line; values that were put in without quotes may hold any
        let even = |at: &usize| rest.get(..*at).is_some_and(|sql| sql.matches('(').count() == sql.matches(')').count());
        let end = marks.iter().copied().take(ENDS_TRIED).find(even).or_else(|| marks.first().copied()).or_else(|| rest.rfind(')')).unwrap_or(rest.len());
        from = start.saturating_add(end);
        found.push(Quoted { at: start..from, escaped: None });
    }
}

/// Where SQL begins in a record of a log: at a line's start or behind a log's own words.
pub(super) fn body_start(text: &str) -> Option<usize> {
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
pub(super) fn without_bare_values(sql: &str) -> Option<String> {
    static VALUES: OnceLock<Option<Regex>> = OnceLock::new();
    let values = VALUES.get_or_init(|| Regex::new(r"(?is)\bvalues\s*\(.*\)").ok()).as_ref()?;
    let insert = sql.get(..7).is_some_and(|verb| verb.trim_start().to_ascii_lowercase().starts_with(['i', 'r']));
    insert.then(|| values.replace(sql, "values (?+)").into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        quoted(text).into_iter().filter_map(|quoted| text.get(quoted.at)).collect()
    }

    #[test]
    fn statements_in_quotes_are_found_whole() {
        assert_eq!(found("(app) CMD (mysql shop -e \"UPDATE u SET n='Bob' WHERE m='x'\")"), ["UPDATE u SET n='Bob' WHERE m='x'"]);
        assert_eq!(found("mysql -e 'delete from u where n = \"x\"' shop && mysql -Ne \"flush tables\" x"), ["delete from u where n = \"x\"", "flush tables"]);
        assert_eq!(found(r"7,36,QUERY,shop,'UPDATE u SET n = \'x\' WHERE m = \'y\'',0"), [r"UPDATE u SET n = \'x\' WHERE m = \'y\'"]);
        assert_eq!(found(r#"{"log":"mysql -e \"DELETE FROM u WHERE n='x'\" shop"}"#), ["DELETE FROM u WHERE n='x'"]);
        assert_eq!(found("DB::statement(\"UPDATE u SET t='x'\");"), ["UPDATE u SET t='x'"]);
    }

    #[test]
    fn every_statement_that_a_record_of_laravel_quotes_is_found() {
        let text = "x (Connection: mysql, SQL: insert into a values (1)) {\"exception\":\"y (SQL: delete from b where c = 'd')\"";
        assert_eq!(found(text), ["insert into a values (1)", "delete from b where c = 'd'"]);
    }

    #[test]
    fn a_bracket_at_the_end_of_a_line_ends_no_statement() {
        assert_eq!(found("x (SQL: insert into a (b)\nvalues ('c')) {\"d\":1}"), ["insert into a (b)\nvalues ('c')"]);
    }

    #[test]
    fn a_line_of_quotes_takes_linear_time() {
        let start = std::time::Instant::now();
        quoted(&"'select ' \"update x ".repeat(50_000));
        quoted(&format!("'select {}", "' ".repeat(500_000)));
        assert!(start.elapsed().as_secs() < 20);
    }
}
