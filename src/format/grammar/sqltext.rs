//! Statements of a script's text, cut at their delimiters outside quotes and comments.

/// The statements in order, trimmed, without delimiters and without comments before them;
/// `DELIMITER` lines of the mysql client are obeyed.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let mut delimiter = ";".to_owned();
    let mut current = String::new();
    let mut blank = true;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if blank && starts_word(rest, "delimiter") {
            let line = rest.lines().next().unwrap_or_default();
            if let Some(given) = line.split_whitespace().nth(1) {
                given.clone_into(&mut delimiter);
            }
            rest = rest.get(line.len()..).unwrap_or_default();
            current.clear();
            continue;
        }
        if rest.starts_with(delimiter.as_str()) {
            keep(&mut statements, &current);
            current.clear();
            blank = true;
            rest = rest.get(delimiter.len()..).unwrap_or_default();
            continue;
        }
        let length = match c {
            '\'' | '"' | '`' => quoted(rest, c),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '-' if rest.starts_with("--") && rest.get(2..3).is_none_or(|n| n.trim().is_empty()) => {
                rest.find('\n').unwrap_or(rest.len())
            }
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => c.len_utf8(),
        };
        let piece = rest.get(..length).unwrap_or(rest);
        let comment = c == '#'
            || (c == '-' && length > 1)
            || (c == '/' && length > 1 && !piece.starts_with("/*!") && !piece.starts_with("/*M!"));
        if !comment {
            current.push_str(piece);
            blank &= c.is_whitespace();
        } else if !current.is_empty() {
            current.push(' ');
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    keep(&mut statements, &current);
    statements
}

fn keep(statements: &mut Vec<String>, current: &str) {
    let statement = current.trim();
    if !statement.is_empty() {
        statements.push(statement.to_owned());
    }
}

fn starts_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
        && text.get(word.len()..).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Length of the quoted text that `text` begins with, both quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != '`' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_in_quotes_and_comments_do_not_cut() {
        let found = split(
            "-- a; b\nDROP TABLE a; insert into t values ('x;y', \"it''s; \\\" ok\") ;\n/* c; */ # d;\nselect 1",
        );
        assert_eq!(
            found,
            vec!["DROP TABLE a", "insert into t values ('x;y', \"it''s; \\\" ok\")", "select 1"]
        );
    }

    #[test]
    fn the_clients_delimiter_lines_are_obeyed() {
        let found = split(
            "DELIMITER //\ncreate trigger x begin delete from a; end//\nDELIMITER ;\ndrop table b;",
        );
        assert_eq!(found, vec!["create trigger x begin delete from a; end", "drop table b"]);
    }
}
