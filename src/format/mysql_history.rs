//! What was typed into the mysql or mariadb client: one line an entry; builds with libedit begin
//! with `_HiStOrY_V2_` and write blanks and the like as `\040`. No times. Statements of several
//! lines are joined up to their `;` or `\G`.

use std::ops::Range;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Query, Witness},
        remark::Remark,
        session::Command,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            history::owner,
            lines::{lines, readable},
        },
    },
};

const HEADER: &[u8] = b"_HiStOrY_V2_";

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "mysql_history",
    about: "history of the mysql or mariadb client",
    example: "_HiStOrY_V2_\\nSHOW\\040TABLES;",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { owner: owner(head.name) })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let edited = head.bytes.starts_with(HEADER);
    let name = head.file_name().to_ascii_lowercase();
    let named = name.contains("mysql_history") || name.contains("mariadb_history");
    if !edited && !named {
        return Likeness::NONE;
    }
    let (mut all, mut sql) = (0usize, 0usize);
    for line in
        head.lines().filter(|line| !line.trim_ascii().is_empty() && *line != HEADER).take(300)
    {
        all += 1;
        let text = decode(line, edited);
        sql += usize::from(begins_sql(&text) || client_command(text.trim()).is_some());
    }
    match (edited, named) {
        (true, true) => Likeness(96),
        (true, false) if sql * 3 >= all && sql > 0 => Likeness(90),
        (false, true) if sql * 2 >= all && sql > 0 => Likeness(80),
        _ => Likeness::NONE,
    }
}

struct Document {
    owner: Option<String>,
}

fn begins_sql(text: &str) -> bool {
    const VERBS: &[&str] = &[
        "select", "insert", "update", "delete", "replace", "drop", "truncate", "alter", "create",
        "show", "set", "use", "describe", "desc", "explain", "grant", "revoke", "rename", "load",
        "call", "begin", "start", "commit", "rollback", "lock", "unlock", "with", "flush",
        "optimize", "analyze", "check", "repair", "kill", "purge", "handler",
    ];
    let first: String = text
        .trim_start_matches(['(', ' ', '\t'])
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    VERBS.contains(&first.to_ascii_lowercase().as_str())
}

/// The line with libedit's octal escapes undone.
fn decode(line: &[u8], edited: bool) -> String {
    if !edited {
        return readable(line).into_owned();
    }
    let mut out = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let octal = |bytes: &[u8]| {
            let digits = bytes.get(..3)?;
            if !digits.iter().all(|b| (b'0'..=b'7').contains(b)) {
                return None;
            }
            u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
        };
        match (first, after.first()) {
            (b'\\', Some(b'\\')) => {
                out.push(b'\\');
                rest = after.get(1..).unwrap_or_default();
            }
            (b'\\', Some(_)) if octal(after).is_some() => {
                out.push(octal(after).unwrap_or(b'?'));
                rest = after.get(3..).unwrap_or_default();
            }
            _ => out.push(*first),
        }
    }
    readable(&out).into_owned()
}

/// What the client does itself, on one line and without a terminator.
enum Own<'a> {
    Use(&'a str),
    Quit,
    /// `source f`, `system c`.
    Run,
    Other,
}

fn client_command(line: &str) -> Option<Own<'_>> {
    let bare = line.trim_end_matches([';', ' ']);
    let (word, rest) = bare.split_once(char::is_whitespace).unwrap_or((bare, ""));
    Some(match word.to_ascii_lowercase().as_str() {
        "use" | "\\u" => Own::Use(rest.trim().trim_matches('`')),
        "exit" | "quit" | "\\q" => Own::Quit,
        "source" | "\\." | "system" | "\\!" => Own::Run,
        "help" | "\\h" | "?" | "\\?" | "status" | "\\s" | "clear" | "\\c" | "tee" | "notee"
        | "pager" | "nopager" | "\\p" | "\\t" | "\\n" | "rehash" | "\\#" | "warnings"
        | "nowarning" | "\\w" | "connect" | "\\r" | "edit" | "\\e" | "prompt"
        | "resetconnection" | "charset" => Own::Other,
        _ => return None,
    })
}

/// The statement being put together.
#[derive(Default)]
struct Pending {
    text: String,
    at: Option<Range<usize>>,
    quote: Option<char>,
    comment: bool,
}

impl Pending {
    /// Whether a quote was left open and the statement given up (Ctrl-C leaves no mark): a
    /// statement that is whole by itself follows what looked like an end.
    fn is_given_up_before(&self, line: &str, delimiter: &str) -> bool {
        let Some(quote) = self.quote else { return false };
        self.text.trim_end().ends_with(delimiter)
            && (begins_sql(line) && line.trim_end().ends_with(delimiter)
                || client_command(line.trim()).is_some())
            && line.matches(quote).count() % 2 == 0
    }
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let edited = document.starts_with(HEADER);
        let mut database: Option<String> = None;
        let mut delimiter = ";".to_owned();
        let mut pending = Pending::default();
        for (at, line) in lines(document) {
            if edited && at.start == 0 {
                out.gap(at, GapReason::Furniture);
                continue;
            }
            let text = decode(line, edited);
            if text.trim().is_empty() {
                out.gap(at, GapReason::Blank);
                continue;
            }
            if pending.is_given_up_before(&text, &delimiter)
                && let Some(at) = std::mem::take(&mut pending).at
            {
                out.gap(at, GapReason::Unparsed);
            }
            if pending.at.is_none() {
                let lower = text.trim().to_ascii_lowercase();
                if let Some(new) = lower.strip_prefix("delimiter ") {
                    let new = new.trim();
                    if !new.is_empty() {
                        new.clone_into(&mut delimiter);
                    }
                    out.gap(at, GapReason::Furniture);
                    continue;
                }
                match client_command(text.trim()) {
                    Some(Own::Use(name)) => {
                        database = Some(name.to_owned()).filter(|name| !name.is_empty());
                        self.query(text.trim().trim_end_matches(';'), at, database.as_deref(), out);
                        continue;
                    }
                    Some(Own::Quit) => {
                        // the next session may be on any database
                        database = None;
                        out.gap(at, GapReason::Furniture);
                        continue;
                    }
                    Some(Own::Run) => {
                        let command = Command {
                            user: self.owner.clone(),
                            command: text.trim().to_owned(),
                            ..Command::default()
                        };
                        let mut draft = Draft::new(0, EventKind::Command(Box::new(command)));
                        draft.at = at;
                        out.draft(draft);
                        continue;
                    }
                    Some(Own::Other) => {
                        out.gap(at, GapReason::Furniture);
                        continue;
                    }
                    None => {}
                }
            }
            self.line(&text, at, &mut pending, &delimiter, database.as_deref(), out);
        }
        if let Some(at) = pending.at.take() {
            let text = pending.text.trim().to_owned();
            if !text.is_empty() {
                self.query(&text, at, database.as_deref(), out);
                if let Some(draft) = out.drafts.last_mut() {
                    draft.remarks.push(Remark::NotEnded);
                }
            }
        }
    }
}

impl Document {
    /// Adds a line to the statement; each terminator outside quotes ends one.
    fn line(
        &self,
        text: &str,
        at: Range<usize>,
        pending: &mut Pending,
        delimiter: &str,
        database: Option<&str>,
        out: &mut Parsed,
    ) {
        match &mut pending.at {
            Some(all) => {
                all.end = at.end;
                pending.text.push('\n');
            }
            None => pending.at = Some(at.clone()),
        }
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or("");
            if pending.comment {
                pending.text.push(c);
                if c == '*' && after.starts_with('/') {
                    pending.text.push('/');
                    pending.comment = false;
                    rest = after.get(1..).unwrap_or("");
                    continue;
                }
            } else if let Some(quote) = pending.quote {
                pending.text.push(c);
                if c == quote {
                    pending.quote = None;
                } else if c == '\\' && quote != '`' {
                    pending.text.extend(after.chars().next());
                    rest =
                        after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
                    continue;
                }
            } else if rest.starts_with(delimiter)
                || rest.starts_with("\\G")
                || rest.starts_with("\\g")
                || rest.starts_with("\\c")
            {
                let sent = !rest.starts_with("\\c");
                let took = if rest.starts_with(delimiter) { delimiter.len() } else { 2 };
                let statement = std::mem::take(&mut pending.text);
                let statement = statement.trim();
                let span = pending.at.take().unwrap_or_else(|| at.clone());
                if !statement.is_empty() && sent {
                    self.query(statement, span, database, out);
                } else {
                    out.gap(span, GapReason::Furniture);
                }
                rest = rest.get(took..).unwrap_or("");
                if !rest.trim().is_empty() {
                    pending.at = Some(at.clone());
                }
                continue;
            } else if c == '#' || rest.starts_with("-- ") {
                pending.text.push_str(rest);
                break;
            } else {
                match c {
                    '\'' | '"' | '`' => pending.quote = Some(c),
                    '/' if after.starts_with('*') => pending.comment = true,
                    _ => {}
                }
                pending.text.push(c);
            }
            rest = after;
        }
        if pending.at.is_some() && pending.text.trim().is_empty() {
            *pending = Pending::default();
        }
    }

    fn query(&self, sql: &str, at: Range<usize>, database: Option<&str>, out: &mut Parsed) {
        let kind = EventKind::Query(Box::new(Query {
            sql: sql.to_owned(),
            database: database.map(str::to_owned),
            origin: self.owner.clone().map(Origin::History),
            witness: Witness::Typed,
            ..Query::default()
        }));
        let mut draft = Draft::new(0, kind);
        draft.at = at;
        out.draft(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let mut out = Parsed::default();
        Document { owner: Some("ada".to_owned()) }.read(text.as_bytes(), &mut out);
        out.drafts
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Query(query) => Some((query.sql, query.database)),
                _ => None,
            })
            .collect()
    }

    fn sqls(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(sql, _)| sql).collect()
    }

    #[test]
    fn a_quote_left_open_swallows_no_later_statement() {
        let sent = |text: &str| {
            let drafts = crate::format::testing::read(&FORMAT, text.as_bytes()).0;
            let sql = drafts.into_iter().filter_map(|draft| match draft.kind {
                EventKind::Query(query) => Some(query.sql),
                _ => None,
            });
            sql.collect::<Vec<_>>()
        };
        let text = "select 1';\ndrop table a;\n\\q\ninsert into b values ('x');\n";
        assert_eq!(sent(text), ["drop table a", "insert into b values ('x')"]);
        // a text of several lines goes on
        let text = "insert into b values ('first;\nselect last');\n";
        assert_eq!(sent(text), ["insert into b values ('first;\nselect last')"]);
    }

    #[test]
    fn blanks_are_undone_and_the_database_is_carried() {
        let text =
            "_HiStOrY_V2_\nuse\\040shop;\nDELETE\\040FROM\\040orders;\nexit\nSELECT\\0401;\n";
        assert_eq!(
            read(text),
            [
                ("use shop".to_owned(), Some("shop".to_owned())),
                ("DELETE FROM orders".to_owned(), Some("shop".to_owned())),
                ("SELECT 1".to_owned(), None),
            ]
        );
        assert!(
            (FORMAT.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }) > Likeness(80)
        );
    }

    #[test]
    fn a_statement_ends_with_its_terminator() {
        assert_eq!(
            sqls("DELETE FROM orders\n;\nSELECT 1\\G\n"),
            ["DELETE FROM orders", "SELECT 1"]
        );
        assert_eq!(sqls("DROP TABLE a; DROP TABLE b;\n"), ["DROP TABLE a", "DROP TABLE b"]);
        assert_eq!(sqls("SELECT 'a;b' FROM t;\n"), ["SELECT 'a;b' FROM t"]);
        assert_eq!(sqls("DROP TABLE x\\c\nSELECT 1;\n"), ["SELECT 1"]);
        assert_eq!(
            sqls(
                "delimiter //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\ndelimiter ;\nSELECT 2;\n"
            )
            .len(),
            2
        );
    }

    #[test]
    fn odd_text_ends() {
        for text in ["_HiStOrY_V2_", "'", "\\", "/*", ";;;;\n;", "delimiter \n", "\\040", "a\\9"] {
            let _ = read(text);
        }
    }
}
