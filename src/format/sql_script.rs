//! SQL scripts that people or tools wrote to be run: migrations, patches. No dumps, no binary logs.

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        script::{Language, Script},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            dump_tool::is_marked,
            lines::{readable, without_bom},
            querylog::is_statement,
            sqltext,
        },
    },
};

/// What other kinds of SQL text bear in their first lines.
const OTHERS: [&[u8]; 4] =
    [b"mydumper", b"PostgreSQL database dump", b"PSEUDO_SLAVE_MODE", b"server id "];

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "sql_script",
    about: "SQL script (no dump)",
    example: "ALTER TABLE customers DROP COLUMN phone;",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.file_name().to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let bytes = without_bom(head.bytes);
    let begin = bytes.get(..bytes.len().min(16 * 1024)).unwrap_or(bytes);
    let other = OTHERS.iter().any(|mark| memchr::memmem::find(begin, mark).is_some());
    if other || is_marked(head) {
        return Likeness::NONE;
    }
    let text = readable(begin);
    let statements = sqltext::split(&text);
    let first = statements.first().is_some_and(|s| is_statement(s));
    let share = statements.iter().filter(|s| is_statement(s)).count() * 2 >= statements.len();
    let name = head.file_name().to_ascii_lowercase();
    Likeness(match (first && share && text.contains(';'), name.ends_with(".sql")) {
        (true, true) => 60,
        (true, false) => 25,
        (false, true) if !statements.is_empty() => 15,
        _ => 0,
    })
}

struct Document {
    name: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let text = readable(without_bom(document));
        // what a client notes of its session was sent by a person, and is no script
        let statements = if is_session(&text) { Vec::new() } else { sqltext::split(&text) };
        let script = Script {
            language: Language::Sql,
            name: self.name.clone(),
            statements,
            ..Script::default()
        };
        out.draft(Draft::new(document.len(), EventKind::Script(Box::new(script))));
    }
}

/// Whether most lines stand behind a comment that is a time and, in brackets, a session's name, as
/// HeidiSQL keeps them.
fn is_session(text: &str) -> bool {
    let is_noted = |line: &str| {
        let comment = line.strip_prefix("/* ").and_then(|rest| rest.split_once(" */"));
        let named = comment.and_then(|(note, _)| note.strip_suffix(']')?.split_once(" ["));
        named.is_some_and(|(stamp, _)| {
            stamp.len() >= 19 && stamp.bytes().all(|b| b.is_ascii_digit() || b"-: .".contains(&b))
        })
    };
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(100);
    let noted = lines().filter(|line| is_noted(line)).count();
    noted > 0 && noted * 2 >= lines().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_is_left_to_others() {
        let sniff = |bytes: &[u8], name: &str| (FORMAT.sniff)(&Head { name, bytes, whole: true }).0;
        assert_eq!(sniff(b"-- patch\nALTER TABLE a DROP COLUMN b;\n", "V2__slim.sql"), 60);
        assert_eq!(sniff(b"-- MySQL dump 10.13\nDROP TABLE IF EXISTS a;\n", "a.sql"), 0);
        assert_eq!(sniff(b"hello; world\n", "notes.txt"), 0);
    }

    #[test]
    fn what_a_client_notes_of_a_session_is_no_script() {
        assert!(is_session(
            "/* 2026-05-08 09:12:44 [shop] */ /* Connecting */\n\
             /* 2026-05-08 09:13:01 [shop] */ UPDATE a SET b = 1\nWHERE c;\n"
        ));
        assert!(!is_session("/* 2026-05-08 [fix] */\nUPDATE a SET b = 1;\nDELETE FROM c;\n"));
        assert!(!is_session("DELETE FROM a;\n"));
    }
}
