//! Output of `artisan migrate` and its kin, kept in a file: it has no stamps, and names the command
//! by what it says it did.

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            artisan,
            lines::{clip, text, without_escapes},
        },
    },
    time::read::read_any,
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
        let printed = text(&without_escapes(document));
        let kind = match artisan::proved_by_output(printed.lines()) {
            Some(command) => EventKind::Command(Box::new(Command {
                command,
                via: CommandVia::ToolOutput,
                output: Some(clip(printed.trim(), 32_000)),
                ..Command::default()
            })),
            None => EventKind::Text(clip(printed.trim(), 32_000)),
        };
        // Forge and many scripts print the date before all else
        let first =
            printed.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let stamp = read_any(first.as_bytes())
            .filter(|(_, took)| *took == first.len())
            .map(|(written, _)| written);
        out.draft(Draft::new(document.len(), kind).stamped(stamp));
    }
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
    }
}
