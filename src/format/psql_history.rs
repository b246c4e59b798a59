//! What was typed into psql: one line an entry, a line break inside a statement as byte 0x01 (by
//! readline). No times. Backslash commands stand there too.

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
    sql::{dialect::Dialect, lexer::Lexer, split::pieces},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "psql_history",
    about: "history of the psql client",
    example: "\\\\c shop\\nselect count(*) from carts;",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { owner: owner(head.name) })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let named = head.file_name().to_ascii_lowercase().contains("psql_history");
    let lines = head.lines().filter(|line| !line.trim_ascii().is_empty()).take(300);
    let (mut all, mut own) = (0u32, 0u32);
    for line in lines {
        all += 1;
        own += u32::from(line.starts_with(b"\\") || line.trim_ascii_end().ends_with(b";"));
    }
    Likeness(if named && own * 3 >= all && own > 0 { 97 } else { 0 })
}

struct Document {
    owner: Option<String>,
}

/// Whether a text ends with the semicolon that sends it.
fn is_sent(text: &str) -> bool {
    let last =
        Lexer::new(text, Dialect::POSTGRES).filter(super::super::sql::lexer::Token::counts).last();
    last.is_some_and(|token| token.is(";")) || text.trim_end().ends_with("\\g")
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut database: Option<String> = None;
        let mut pending: Option<(Range<usize>, String)> = None;
        for (at, line) in lines(document) {
            let text = readable(line).replace('\u{1}', "\n");
            let trimmed = text.trim();
            if trimmed.is_empty() || trimmed == "_HiStOrY_V2_" {
                out.gap(at, GapReason::Blank);
                continue;
            }
            if let Some(command) = trimmed.strip_prefix('\\') {
                let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
                match word {
                    "c" | "connect" if !rest.trim().is_empty() => {
                        database = rest.split_whitespace().next().map(str::to_owned);
                        out.gap(at, GapReason::Furniture);
                    }
                    "i" | "ir" | "include" | "!" => self.command(trimmed, at, out),
                    _ => {
                        if word == "q" {
                            database = None;
                        }
                        out.gap(at, GapReason::Furniture);
                    }
                }
                continue;
            }
            let (at, text) = match pending.take() {
                Some((from, before)) => (from.start..at.end, format!("{before}\n{text}")),
                None => (at, text),
            };
            if is_sent(&text) || matches!(text.trim(), "exit" | "quit") {
                self.queries(&text, &at, database.as_deref(), out);
            } else {
                pending = Some((at, text));
            }
        }
        if let Some((at, text)) = pending {
            self.queries(&text, &at, database.as_deref(), out);
            if let Some(draft) = out.drafts.last_mut() {
                draft.remarks.push(Remark::NotEnded);
            }
        }
    }
}

impl Document {
    fn command(&self, text: &str, at: Range<usize>, out: &mut Parsed) {
        let command =
            Command { user: self.owner.clone(), command: text.to_owned(), ..Command::default() };
        let mut draft = Draft::new(0, EventKind::Command(Box::new(command)));
        draft.at = at;
        out.draft(draft);
    }

    fn queries(&self, text: &str, at: &Range<usize>, database: Option<&str>, out: &mut Parsed) {
        for piece in pieces(text, Dialect::POSTGRES) {
            let query = Query {
                sql: text.get(piece.start..piece.end).unwrap_or_default().to_owned(),
                database: database.map(str::to_owned),
                origin: self.owner.clone().map(Origin::History),
                witness: Witness::Typed,
                dialect: Dialect::POSTGRES,
                ..Query::default()
            };
            let mut draft = Draft::new(0, EventKind::Query(Box::new(query)));
            draft.at = at.clone();
            out.draft(draft);
        }
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

    #[test]
    fn a_line_break_is_a_byte_and_the_database_is_carried() {
        let text = "\\c shop\nselect 1\u{1} from a;\nbegin; drop table a;\n\\q\ndrop table\nb;\n";
        let shop = Some("shop".to_owned());
        assert_eq!(
            read(text),
            [
                ("select 1\n from a".to_owned(), shop.clone()),
                ("begin".to_owned(), shop.clone()),
                ("drop table a".to_owned(), shop),
                ("drop table\nb".to_owned(), None),
            ]
        );
    }

    #[test]
    fn another_clients_history_is_none() {
        let head = |name| Head { name, bytes: b"drop table a;\n\\q\n", whole: true };
        assert_eq!(sniff(&head("root/.psql_history")), Likeness(97));
        assert_eq!(sniff(&head("root/.mysql_history")), Likeness::NONE);
    }
}
