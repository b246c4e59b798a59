//! Output of `artisan migrate` and its kin, kept in a file: it has no stamps, and names the command
//! by what it says it did.

use std::ops::Range;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            artisan::{self, Runs},
            lines::{clip, lines, text, without_escapes},
        },
    },
    time::{Written, read::read_any},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "artisan_output",
    about: "output of artisan migrate, migrate:fresh, db:wipe, db:seed",
    example: "Dropped all tables successfully.",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut fits, mut whole) = (0usize, 0usize);
    for line in head.lines().take(1000).filter(|line| !line.trim_ascii().is_empty()) {
        whole += 1;
        fits += usize::from(artisan::is_migrate_line(&text(&without_escapes(line))));
    }
    Likeness(match fits {
        0 => 0,
        n if n * 3 >= whole => 68,
        1 => 0,
        _ => 40,
    })
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let (mut runs, mut start) = (Runs::default(), 0);
        for (at, line) in lines(document) {
            let said = text(&without_escapes(line));
            if dated(said.trim()).is_some() {
                runs = Runs::default();
            } else if !runs.begins(&said) {
                continue;
            }
            run(document, start..at.start, out);
            start = at.start;
        }
        run(document, start..document.len(), out);
    }
}

/// The output of one run.
fn run(document: &[u8], at: Range<usize>, out: &mut Parsed) {
    let printed = text(&without_escapes(document.get(at.clone()).unwrap_or_default()));
    let kind = match artisan::proved_by_output(printed.lines()) {
        Some(command) => EventKind::Command(Box::new(Command {
            command,
            via: CommandVia::ToolOutput,
            output: Some(clip(printed.trim(), 32_000)),
            ..Command::default()
        })),
        None if printed.trim().is_empty() => return out.gap(at, GapReason::Blank),
        None => EventKind::Text(clip(printed.trim(), 32_000)),
    };
    let first = printed.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut draft = Draft::new(at.len(), kind).stamped(dated(first));
    draft.at = at;
    out.draft(draft);
}

/// The stamp that is a whole line: Forge and many scripts print it before all else.
fn dated(line: &str) -> Option<Written> {
    read_any(line.as_bytes()).filter(|(_, took)| *took == line.len()).map(|(written, _)| written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_names_its_command() {
        let bytes =
            b"\n  Dropping all tables ........ 5.95ms DONE\n\n   INFO  Running migrations.  \n\n  0001_01_01_000000_create_users_table ....... 11.67ms DONE\n";
        let head = Head { name: "out.txt", bytes, whole: true };
        assert_eq!((FORMAT.sniff)(&head), Likeness(68));
        let mut out = Parsed::default();
        Document.read(bytes, &mut out);
        assert!(
            matches!(&out.drafts[0].kind, EventKind::Command(c) if c.command == "php artisan migrate:fresh")
        );
        assert!(out.drafts[0].written.is_none());
        let mut dated = Parsed::default();
        Document.read(&[b"Fri Jan  2 03:04:05 UTC 2026\n", &bytes[..]].concat(), &mut dated);
        assert!(dated.drafts[0].written.is_some());
        assert_eq!(dated.drafts.len(), 1);
    }

    #[test]
    fn each_run_of_a_file_is_a_command_of_its_own() {
        let ran = |text: &str| {
            let mut out = Parsed::default();
            Document.read(text.as_bytes(), &mut out);
            out.drafts.len()
        };
        let fresh = "Dropped all tables successfully.\nMigration table created successfully.\nMigrating: x\nSeeding: A\nSeeded:  A (1ms)\nSeeding: B\n";
        assert_eq!(ran(fresh), 1);
        assert_eq!(ran(&fresh.repeat(3)), 3);
        assert_eq!(ran(&"   INFO  Nothing to migrate.  \n\n".repeat(2)), 2);
        assert_eq!(ran("Rolling back: a\nRolled back:  a\nRolling back: b\nMigrating: b\n"), 1);
        let dated = format!("Fri Jan  2 03:04:05 UTC 2026\n{fresh}");
        assert_eq!(ran(&dated.repeat(2)), 2);
    }
}
