//! Histories of fish: `- cmd: …`, `  when: epoch` and a list of paths, a subset of YAML with `\n`
//! and `\\` escaped; after fish's history file format 2.0.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::Command,
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{history::owner, lines::readable},
    },
    time::{Written, read::read_epoch},
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "fish_history",
    about: "history of fish",
    example: "- cmd: php artisan migrate:status\\n  when: 1795415944",
    sniff,
    reader: |head| Reader::Records(Box::new(Entries { owner: owner(head.name) })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().filter(|line| !line.is_empty());
    let begins = lines.next().is_some_and(|line| line.starts_with(b"- cmd: "));
    let when = lines.take(20).any(|line| line.starts_with(b"  when: "));
    if begins && when { Likeness(94) } else { Likeness::NONE }
}

struct Entries {
    owner: Option<String>,
}

impl RecordReader for Entries {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.starts_with(b"- cmd: ")
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let text = readable(record);
        let mut lines = text.lines();
        let Some(command) = lines.next().and_then(|line| line.strip_prefix("- cmd: ")) else {
            out.gap(0..record.len(), GapReason::Torn);
            return;
        };
        let written: Option<Written> = lines
            .find_map(|line| line.strip_prefix("  when: "))
            .and_then(|when| read_epoch(when.trim().as_bytes()))
            .map(|(written, _)| written);
        let kind = EventKind::Command(Box::new(Command {
            user: self.owner.clone(),
            command: unescape(command),
            ..Command::default()
        }));
        out.draft(Draft::new(record.len(), kind).stamped(written));
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('\\') | None => out.push('\\'),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
            },
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_time_and_its_line_breaks() {
        let text =
            b"- cmd: for t in a\\n  echo $t\\nend\n  when: 1761541200\n  paths:\n    - /srv\n";
        assert!((FORMAT.sniff)(&Head { name: "x", bytes: text, whole: true }) > Likeness(90));
        let mut out = Parsed::default();
        Entries { owner: None }.read(text, &mut out);
        let draft = out.drafts.first().expect("one");
        assert!(draft.written.is_some());
        assert!(
            matches!(&draft.kind, EventKind::Command(command) if command.command == "for t in a\n  echo $t\nend")
        );
    }
}
