//! What requests carry: the values in their addresses and bodies, decoded, to compare with SQL.

use crate::sql::fold::folded;

/// How often a value may be encoded in itself.
const LAYERS: usize = 3;

/// The most values of one request that are looked at.
const VALUES: usize = 64;

/// The values of an address with its query, or of a body of a form: the parts of the path and the
/// values of the fields, decoded.
pub(crate) fn values(target: &str) -> Vec<String> {
    let (path, query) = match target.split_once('?') {
        Some(parts) => parts,
        None if target.starts_with('/') => (target, ""),
        None => ("", target),
    };
    let fields = query.split('&').map(|field| field.split_once('=').map_or(field, |(_, v)| v));
    path.split('/').chain(fields).filter(|v| !v.is_empty()).take(VALUES).map(decoded).collect()
}

/// Whether a value holds words of SQL behind a sign that may end the value that it stands in.
pub(crate) fn holds_sql(value: &str) -> bool {
    let lower = without_comments(value).to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    value.contains(['\'', '"', ';', ' ', '#', '('])
        && words.any(|word| {
            matches!(
                word,
                "drop"
                    | "delete"
                    | "truncate"
                    | "update"
                    | "insert"
                    | "alter"
                    | "union"
                    | "select"
                    | "or"
                    | "and"
                    | "sleep"
                    | "benchmark"
                    | "waitfor"
            )
        })
}

/// Whether a statement came in by a value: the value has the whole statement in it, or it is a part
/// of the statement that reaches beyond a literal.
pub(crate) fn carries(value: &str, statement: &str) -> bool {
    if !holds_sql(value) {
        return false;
    }
    let (value, statement) = (compared(value), compared(statement));
    if value.len() < 5 || statement.is_empty() {
        return false;
    }
    if value.contains(&statement) {
        return true;
    }
    statement.find(&value).is_some_and(|at| {
        let quotes = |text: &str| text.matches('\'').count();
        let within_literal = statement.get(..at).is_some_and(|before| quotes(before) % 2 == 1);
        !within_literal || value.contains('\'')
    })
}

/// A text as it compares: comments are white space, case and white space do not count.
fn compared(text: &str) -> String {
    folded(&without_comments(text)).replace('`', "")
}

/// `/* … */` as a blank, as injected values use it in place of one.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// A value without its encodings: `%27`, `+`, `%2527`, `\x27`.
fn decoded(value: &str) -> String {
    let mut text = value.replace('+', " ");
    for _ in 0..LAYERS {
        let next = once(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// One layer of `%HH` and `\xHH` taken off.
fn once(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let mark: usize = match rest {
            [b'%', ..] => 1,
            [b'\\', b'x', ..] => 2,
            _ => 0,
        };
        let byte = rest
            .get(mark..mark.saturating_add(2))
            .filter(|digits| mark > 0 && digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        let (byte, took) = match byte {
            Some(byte) => (byte, mark.saturating_add(2)),
            None => (rest.first().copied().unwrap_or_default(), 1),
        };
        out.push(byte);
        at = at.saturating_add(took);
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came_in(target: &str, statement: &str) -> bool {
        values(target).iter().any(|value| carries(value, statement))
    }

    #[test]
    fn a_value_is_found_in_the_statement_whatever_it_was_wrapped_in() {
        for target in [
            "/search?q=x%27%3B+DROP+TABLE+users%3B+--+",
            "/search?q=x%2527%253B%2520DROP%2520TABLE%2520users%253B--",
            "/search?page=2&q=x';drop/**/table/**/`users`;%23",
            "/items/4;%20DROP%20TABLE%20users",
            r"q=x\x27; DROP TABLE users; -- ",
        ] {
            assert!(came_in(target, "DROP TABLE users"), "{target}");
        }
        assert!(came_in("/del?id=5+OR+1%3D1", "DELETE FROM notes WHERE id = 5 OR 1=1"));
        assert!(came_in("/del?n=x'+or+'1'%3D'1", "DELETE FROM notes WHERE n = 'x' or '1'='1'"));
    }

    #[test]
    fn a_value_that_stayed_one_is_none() {
        assert!(!came_in("/search?q=lamp", "DROP TABLE users"));
        assert!(!came_in("/help?q=how+to+drop+table+users", "DROP TABLE orders"));
        assert!(!came_in("/note?t=this+or+that", "UPDATE notes SET t = 'this or that'"));
        assert!(!came_in("/tables/users", "DROP TABLE users"));
    }
}
