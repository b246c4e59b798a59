//! Shell scripts as far as evidence needs them: simple commands, settings, and the SQL given to
//! database clients. Nothing is run; what depends on the run stays as written.

use std::collections::HashMap;

use crate::format::grammar::{querylog::is_statement, sqltext};

/// How deep substitutions may nest before their inside is left alone.
const DEPTH: usize = 8;
/// The longest value that is put in place of a variable.
const VALUE: usize = 4096;

/// What a script says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shell {
    /// Command lines in order; those of substitutions before the line that holds them.
    pub commands: Vec<String>,
    /// Statements given to database clients.
    pub statements: Vec<String>,
    /// `NAME`, value.
    pub settings: Vec<(String, String)>,
}

/// Reads a script.
pub(crate) fn read(script: &str) -> Shell {
    let mut reader = Reader::default();
    reader.scan(script, 0);
    reader.shell
}

#[derive(Default)]
struct Reader {
    shell: Shell,
    variables: HashMap<String, String>,
}

impl Reader {
    fn scan(&mut self, script: &str, depth: usize) {
        let mut line = String::new();
        let mut heredocs: Vec<(String, bool)> = Vec::new();
        let mut waiting: Option<String> = None;
        let mut rest = script;
        while let Some(c) = rest.chars().next() {
            let mut length = c.len_utf8();
            match c {
                '\\' => {
                    let escaped = rest.chars().nth(1);
                    if rest.starts_with("\\\r\n") {
                        length = 3;
                    } else {
                        length += escaped.map_or(0, char::len_utf8);
                    }
                    if !matches!(escaped, Some('\n' | '\r')) {
                        line.push_str(rest.get(..length).unwrap_or_default());
                    }
                }
                '\'' => {
                    length =
                        rest.get(1..).and_then(|r| r.find('\'')).map_or(rest.len(), |end| end + 2);
                    line.push_str(rest.get(..length).unwrap_or(rest));
                }
                '"' => {
                    length = double_quoted(rest);
                    let piece = rest.get(..length).unwrap_or(rest);
                    self.substitutions(piece, depth);
                    line.push_str(piece);
                }
                '`' => {
                    length =
                        rest.get(1..).and_then(|r| r.find('`')).map_or(rest.len(), |end| end + 2);
                    let piece = rest.get(..length).unwrap_or(rest);
                    self.inner(piece.trim_matches('`'), depth);
                    line.push_str(piece);
                }
                '$' if rest.starts_with("$(") => {
                    length = parenthesised(rest, 1);
                    let piece = rest.get(..length).unwrap_or(rest);
                    if !piece.starts_with("$((") {
                        self.inner(
                            piece.get(2..piece.len().saturating_sub(1)).unwrap_or_default(),
                            depth,
                        );
                    }
                    line.push_str(piece);
                }
                '$' if rest.starts_with("${") => {
                    length = rest.find('}').map_or(rest.len(), |end| end + 1);
                    line.push_str(rest.get(..length).unwrap_or(rest));
                }
                '#' if line.is_empty() || line.ends_with([' ', '\t']) => {
                    length = rest.find('\n').unwrap_or(rest.len());
                }
                '<' if rest.starts_with("<<") && !rest.starts_with("<<<") => {
                    let (word, strip, took) = heredoc_word(rest);
                    length = took;
                    line.push_str(rest.get(..took).unwrap_or_default());
                    if !word.is_empty() {
                        heredocs.push((word, strip));
                    }
                }
                '\n' => {
                    let mut body = None;
                    for (word, strip) in heredocs.drain(..) {
                        let (text, took) =
                            heredoc_body(rest.get(length..).unwrap_or_default(), &word, strip);
                        length += took;
                        body = Some(text);
                    }
                    self.end(&mut line, body.or(waiting.take()).as_deref());
                }
                ';' => self.end(&mut line, None),
                '&' if rest.starts_with("&&") => {
                    length = 2;
                    self.end_before_heredoc(&mut line, &heredocs, &mut waiting);
                }
                '|' if rest.starts_with("||") => {
                    length = 2;
                    self.end_before_heredoc(&mut line, &heredocs, &mut waiting);
                }
                '&' if !line.ends_with('>') && !rest.starts_with("&>") => self.end(&mut line, None),
                '(' if rest.starts_with("()") => {
                    // a function's name
                    length = 2;
                    line.clear();
                }
                '(' | ')' if depth <= DEPTH => self.end(&mut line, None),
                _ => line.push(c),
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        self.end(&mut line, waiting.as_deref());
    }

    /// Ends a command that more follow on the line whose here-document comes after it.
    fn end_before_heredoc(
        &mut self,
        line: &mut String,
        heredocs: &[(String, bool)],
        _waiting: &mut Option<String>,
    ) {
        if heredocs.is_empty() {
            self.end(line, None);
        } else {
            line.push_str(" && ");
        }
    }

    fn inner(&mut self, script: &str, depth: usize) {
        if depth < DEPTH {
            self.scan(script, depth + 1);
        }
    }

    fn substitutions(&mut self, quoted: &str, depth: usize) {
        let mut rest = quoted;
        while let Some(at) = rest.find("$(") {
            rest = rest.get(at..).unwrap_or_default();
            let length = parenthesised(rest, 1);
            let piece = rest.get(..length).unwrap_or(rest);
            if !piece.starts_with("$((") {
                self.inner(piece.get(2..piece.len().saturating_sub(1)).unwrap_or_default(), depth);
            }
            rest = rest.get(length.max(2)..).unwrap_or_default();
        }
    }

    /// A command has ended.
    fn end(&mut self, line: &mut String, heredoc: Option<&str>) {
        let taken = std::mem::take(line);
        let mut command = taken.trim();
        loop {
            let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
            if matches!(
                word,
                "if" | "then"
                    | "else"
                    | "elif"
                    | "do"
                    | "while"
                    | "until"
                    | "!"
                    | "{"
                    | "}"
                    | "fi"
                    | "done"
                    | "esac"
                    | "time"
                    | "function"
            ) {
                command = rest.trim_start();
                if word == "function" || command.is_empty() {
                    return;
                }
            } else {
                break;
            }
        }
        if let Some(bare) = command.strip_suffix('}')
            && !command.contains('{')
        {
            command = bare.trim_end();
        }
        if command.is_empty()
            || command.starts_with("for ")
            || command.starts_with("case ")
            || command.starts_with("local ") && !command.contains('=')
        {
            return;
        }
        let exported = ["export ", "readonly ", "declare -x ", "local "]
            .iter()
            .find_map(|lead| command.strip_prefix(lead))
            .unwrap_or(command);
        let (settings, after) = self.assignments(exported.trim_start());
        if !settings.is_empty() && after.is_empty() {
            for (name, value) in settings {
                self.variables.insert(name.clone(), value.clone());
                self.shell.settings.push((name, value));
            }
            return;
        }
        let expanded = self.expand(command, true);
        self.statements(&expanded, heredoc);
        self.shell.commands.push(expanded);
    }

    /// The assignments that a command begins with, and what follows them.
    fn assignments<'a>(&self, command: &'a str) -> (Vec<(String, String)>, &'a str) {
        let mut found = Vec::new();
        let mut rest = command;
        loop {
            let name: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let Some(after) = rest.get(name.len()..).and_then(|r| r.strip_prefix('=')) else {
                break;
            };
            if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            let length = word_length(after);
            let value = after.get(..length).unwrap_or(after);
            let literal = value.starts_with('\'');
            let value = unquoted(value);
            let value = if literal { value } else { self.expand(&value, false) };
            found.push((name, value));
            rest = after.get(length..).unwrap_or_default().trim_start();
        }
        (found, rest)
    }

    /// Puts literal values in place of variables; within single quotes only where `quotes` is off.
    fn expand(&self, text: &str, quotes: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut in_double = false;
        while let Some(c) = rest.chars().next() {
            let mut length = c.len_utf8();
            match c {
                '"' => {
                    in_double = !in_double;
                    out.push(c);
                }
                '\'' if quotes && !in_double => {
                    length =
                        rest.get(1..).and_then(|r| r.find('\'')).map_or(rest.len(), |end| end + 2);
                    out.push_str(rest.get(..length).unwrap_or(rest));
                }
                '\\' => {
                    length += rest.chars().nth(1).map_or(0, char::len_utf8);
                    out.push_str(rest.get(..length).unwrap_or(rest));
                }
                '$' => {
                    let (name, fallback, took) = variable(rest);
                    let value = name
                        .and_then(|name| self.variables.get(name))
                        .map(String::as_str)
                        .filter(|v| !v.contains("$("));
                    if took > 0 && out.len() < 1_000_000 {
                        length = took;
                        let written = rest.get(..took).unwrap_or(rest);
                        let shown = value.or(fallback).unwrap_or(written);
                        out.push_str(shown.get(..VALUE.min(shown.len())).unwrap_or(written));
                    } else {
                        out.push(c);
                    }
                }
                _ => out.push(c),
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        out
    }

    fn statements(&mut self, command: &str, heredoc: Option<&str>) {
        if !is_client(command) {
            return;
        }
        if let Some(body) = heredoc {
            let body = self.expand(body, false);
            self.shell
                .statements
                .extend(sqltext::split(&body).into_iter().filter(|s| is_statement(s)));
        }
        self.shell.statements.extend(client_statements(command));
    }
}

/// Whether a command line calls a database client.
pub(crate) fn is_client(command: &str) -> bool {
    command.split(|c: char| c.is_whitespace() || matches!(c, '|' | '(' | ';' | '&')).any(|word| {
        matches!(
            word.rsplit('/').next().unwrap_or(word),
            "mysql" | "mariadb" | "psql" | "mycli" | "sqlite3" | "clickhouse-client"
        )
    })
}

/// The statements on a database client's command line: `-e "…"`, `--execute='…'`, `<<< "…"`,
/// `echo "…" | mysql`.
pub(crate) fn client_statements(command: &str) -> Vec<String> {
    if !is_client(command) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut words = shell_words(command).into_iter().peekable();
    while let Some(word) = words.next() {
        let text = if matches!(
            word.as_str(),
            "-e" | "-c" | "--execute" | "--command" | "<<<" | "echo" | "printf"
        ) {
            words.peek().cloned()
        } else if let Some(text) =
            word.strip_prefix("--execute=").or_else(|| word.strip_prefix("--command="))
        {
            Some(text.to_owned())
        } else {
            // options of one letter may stand together: `-BNe "select …"`
            let clustered = word.starts_with('-')
                && !word.starts_with("--")
                && word.ends_with('e')
                && word.len() <= 6;
            if clustered {
                words.peek().cloned()
            } else {
                word.strip_prefix("-e").filter(|t| t.contains(' ')).map(str::to_owned)
            }
        };
        if let Some(text) = text {
            found.extend(sqltext::split(&text).into_iter().filter(|s| is_statement(s)));
        }
    }
    found
}

/// The words of a command line without their quotes.
pub(crate) fn shell_words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = command.trim_start();
    while !rest.is_empty() {
        let length = word_length(rest).max(1);
        words.push(unquoted(rest.get(..length).unwrap_or(rest)));
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    words
}

/// Length of the word that `text` begins with.
fn word_length(text: &str) -> usize {
    let mut at = 0usize;
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        at += match c {
            c if c.is_whitespace() => break,
            '\'' => rest.get(1..).and_then(|r| r.find('\'')).map_or(rest.len(), |end| end + 2),
            '"' => double_quoted(rest),
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '$' if rest.starts_with("$(") => parenthesised(rest, 1),
            c => c.len_utf8(),
        };
    }
    at
}

fn unquoted(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\'' => {
                let length =
                    rest.get(1..).and_then(|r| r.find('\'')).map_or(rest.len(), |end| end + 2);
                out.push_str(rest.get(1..length.saturating_sub(1)).unwrap_or_default());
                length
            }
            '"' => {
                let length = double_quoted(rest);
                let inner = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
                out.push_str(&inner.replace("\\\"", "\"").replace("\\`", "`").replace("\\$", "$"));
                length
            }
            '\\' => {
                out.extend(rest.chars().nth(1));
                rest.chars().take(2).map(char::len_utf8).sum()
            }
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    out
}

/// Length of the double-quoted text at the start, both quotes included.
fn double_quoted(text: &str) -> usize {
    let mut escaped = false;
    let mut nest = 0u32;
    let mut before = '"';
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else {
            match c {
                '\\' => escaped = true,
                '(' if before == '$' || nest > 0 => nest = nest.saturating_add(1),
                ')' if nest > 0 => nest -= 1,
                '"' if nest == 0 => return at + 1,
                _ => {}
            }
        }
        before = c;
    }
    text.len()
}

/// Length of the parenthesised text whose opening parenthesis is at `open`, with what is before it.
fn parenthesised(text: &str, open: usize) -> usize {
    let mut nest = 0u32;
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in text.char_indices().skip(open) {
        if escaped {
            escaped = false;
            continue;
        }
        match (c, quote) {
            ('\\', None | Some('"')) => escaped = true,
            (c, Some(q)) if c == q => quote = None,
            (_, Some(_)) => {}
            ('\'' | '"', None) => quote = Some(c),
            ('(', None) => nest = nest.saturating_add(1),
            (')', None) => {
                nest = nest.saturating_sub(1);
                if nest == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The name of the variable at the start, its fallback, and the length of it all.
fn variable(text: &str) -> (Option<&str>, Option<&str>, usize) {
    let Some(after) = text.strip_prefix('$') else { return (None, None, 0) };
    if let Some(inner) = after.strip_prefix('{') {
        let Some(end) = inner.find('}') else { return (None, None, 0) };
        let body = inner.get(..end).unwrap_or_default();
        let length =
            body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(body.len());
        let (name, rest) = body.split_at_checked(length).unwrap_or((body, ""));
        let fallback = rest
            .strip_prefix(":-")
            .or_else(|| rest.strip_prefix('-'))
            .filter(|f| !f.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()));
        return (Some(name), fallback, end + 3);
    }
    let length =
        after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
    if length == 0 {
        return (None, None, 0);
    }
    (after.get(..length), None, length + 1)
}

/// The word after `<<`, whether tabs are stripped, and the length of both.
fn heredoc_word(text: &str) -> (String, bool, usize) {
    let after = text.get(2..).unwrap_or_default();
    let strip = after.starts_with('-');
    let body = after.strip_prefix('-').unwrap_or(after);
    let blanks = body.len() - body.trim_start_matches(' ').len();
    let word: &str = body.trim_start_matches(' ');
    let length = word
        .find(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&' | ')' | '>'))
        .unwrap_or(word.len());
    let raw = word.get(..length).unwrap_or(word);
    (unquoted(raw), strip, 2 + usize::from(strip) + blanks + length)
}

/// The lines up to the one that is `word`, and their length with it.
fn heredoc_body(text: &str, word: &str, strip: bool) -> (String, usize) {
    let mut body = String::new();
    let mut took = 0usize;
    for line in text.split_inclusive('\n') {
        took += line.len();
        let bare = line.trim_end_matches(['\n', '\r']);
        let bare = if strip { bare.trim_start_matches('\t') } else { bare };
        if bare == word {
            return (body, took);
        }
        body.push_str(bare);
        body.push('\n');
    }
    (body, took)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_settings_and_statements_are_read() {
        let shell = read(concat!(
            "#!/bin/bash\nset -eu\nDB=shop # the database\nexport DIR=/srv/$DB\n",
            "log() { echo \"[$(date -Is)] $*\"; }\n",
            "if [ \"${1:-}\" = \"--fresh\" ]; then\n  mariadb -u x -e \"DROP DATABASE IF EXISTS $DB\"\nfi\n",
            "gunzip -c $DIR/a.gz | \\\n  mysql \"$DB\"\nmysql $DB < $DIR/schema.sql || echo bad\n",
        ));
        assert_eq!(
            shell.settings,
            vec![("DB".into(), "shop".into()), ("DIR".into(), "/srv/shop".into())]
        );
        assert_eq!(shell.statements, vec!["DROP DATABASE IF EXISTS shop"]);
        assert!(
            shell.commands.contains(&"gunzip -c /srv/shop/a.gz |   mysql \"shop\"".into()),
            "{:?}",
            shell.commands
        );
        assert!(shell.commands.contains(&"mysql shop < /srv/shop/schema.sql".into()));
        assert!(shell.commands.contains(&"date -Is".into()));
        assert!(
            shell.commands.contains(&"mariadb -u x -e \"DROP DATABASE IF EXISTS shop\"".into())
        );
    }

    #[test]
    fn here_documents_feed_the_client() {
        let shell = read(
            "mysql shop <<'SQL'\n-- clean\nTRUNCATE TABLE a;\nDELETE FROM b;\nSQL\necho done\n",
        );
        assert_eq!(shell.statements, vec!["TRUNCATE TABLE a", "DELETE FROM b"]);
        assert_eq!(shell.commands.last().map(String::as_str), Some("echo done"));
    }

    #[test]
    fn clients_take_statements_in_several_ways() {
        assert_eq!(
            client_statements("mysql -BNe 'drop table a; drop table b'"),
            vec!["drop table a", "drop table b"]
        );
        assert_eq!(client_statements("echo \"truncate t\" | mysql shop"), vec!["truncate t"]);
        assert_eq!(client_statements("mysql --execute=\"delete from t\""), vec!["delete from t"]);
        assert!(client_statements("grep -e 'drop table x' file").is_empty());
    }

    #[test]
    fn hostile_scripts_end() {
        for text in
            ["$(", "\"$(", "<<", "`", "${", "a <<X\n", &"$(".repeat(10_000), &"\"".repeat(10_001)]
        {
            let _ = read(text);
        }
        let mut growing = String::from("A=xx\n");
        for _ in 0..60 {
            growing.push_str("A=$A$A\n");
        }
        let shell = read(&growing);
        assert!(shell.settings.iter().all(|(_, value)| value.len() <= 2 * VALUE));
    }
}
