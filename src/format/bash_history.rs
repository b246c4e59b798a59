//! Histories of bash (and of other shells that write one command a line): a line `#epoch` before
//! each command where HISTTIMEFORMAT is set; after the history library of readline.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::Command,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            history::{Directory, is_powershell, owner},
            lines::{lines, readable},
            shell,
        },
    },
    time::{Written, read::read_epoch},
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "bash_history",
    about: "history of bash, sh or PowerShell, with times or without",
    example: "#1795415944\\nphp artisan migrate:status",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { owner: owner(head.name) })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut all, mut stamps, mut followed, mut commands, mut after) =
        (0usize, 0usize, 0usize, 0usize, false);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(400) {
        all += 1;
        if stamp(line).is_some() {
            stamps += 1;
            after = true;
        } else {
            followed += usize::from(after);
            after = false;
            commands += usize::from(like_command(line));
        }
    }
    let named = head.file_name().to_ascii_lowercase().contains("history");
    if stamps > 0 && followed * 2 >= stamps && (stamps * 8 >= all || named) {
        Likeness(90)
    } else if is_powershell(head.file_name()) && all > 0 {
        Likeness(60)
    } else if named && all > 0 && commands * 3 >= all * 2 {
        Likeness(45)
    } else {
        Likeness::NONE
    }
}

fn stamp(line: &[u8]) -> Option<Written> {
    let digits = line.strip_prefix(b"#")?;
    let (written, took) = read_epoch(digits)?;
    (took == digits.len() && matches!(took, 9 | 10)).then_some(written)
}

/// The first word can be a program: no sentence, no number, no markup.
fn like_command(line: &[u8]) -> bool {
    let first =
        line.split(u8::is_ascii_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
    let start = first.first().copied().unwrap_or(0);
    (start.is_ascii_lowercase()
        || matches!(start, b'.' | b'/' | b'~' | b'#' | b'[' | b'(' | b'!')
        || first.contains(&b'='))
        && !first.ends_with(b":")
        && !first.ends_with(b",")
        && std::str::from_utf8(line).is_ok()
}

struct Document {
    owner: Option<String>,
}

/// Up to this many lines it is looked whether a command is whole already; a longer one goes on to
/// the next stamp.
const LINES_MAX: usize = 100;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut directory = Directory::default();
        let mut last = i64::MIN;
        let mut written: Option<Written> = None;
        let mut stamp_at: Option<usize> = None;
        let mut command = String::new();
        let (mut count, mut from, mut to) = (0usize, 0usize, 0usize);
        let mut end = |command: &mut String,
                       at: std::ops::Range<usize>,
                       written: Option<Written>,
                       out: &mut Parsed| {
            if command.trim().is_empty() {
                command.clear();
                return;
            }
            let text = std::mem::take(command);
            let text = text.trim_end_matches(['\n', '\r']).to_owned();
            if let Some(Written { stamp: crate::time::Stamp::Instant(now), .. }) = &written {
                // sessions are appended when they end: a step back begins another one
                if *now < last {
                    directory.forget();
                }
                last = *now;
            }
            let here = directory.now();
            directory.after(&text);
            let kind = EventKind::Command(Box::new(Command {
                user: self.owner.clone(),
                command: text,
                directory: here,
                ..Command::default()
            }));
            let mut draft = Draft::new(0, kind).stamped(written);
            draft.at = at;
            out.draft(draft);
        };
        for (at, line) in lines(document) {
            if let Some(next) = stamp(line) {
                end(&mut command, from..to, written.take(), out);
                count = 0;
                if let Some(alone) = stamp_at.replace(at.start) {
                    out.gap(alone..at.start, GapReason::Furniture);
                }
                written = Some(next);
                continue;
            }
            if line.trim_ascii().is_empty() && command.is_empty() {
                out.gap(at, GapReason::Blank);
                continue;
            }
            // bash itself takes every line up to the next stamp as one command; lines that are
            // whole commands by themselves came from a session without stamps, where each line
            // is a command
            // PowerShell's history marks a line that goes on
            if !command.is_empty()
                && !command.ends_with('`')
                && (written.is_none() || (count < LINES_MAX && !shell::is_open(&command)))
            {
                end(&mut command, from..to, written.take(), out);
                count = 0;
            }
            if command.is_empty() {
                from = stamp_at.take().unwrap_or(at.start);
            } else {
                command.push('\n');
            }
            command.push_str(&readable(line));
            count += 1;
            to = at.end;
        }
        end(&mut command, from..to, written.take(), out);
        if let Some(alone) = stamp_at {
            out.gap(alone..document.len(), GapReason::Furniture);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(bool, String, Option<String>)> {
        let mut out = Parsed::default();
        Document { owner: Some("ada".to_owned()) }.read(text.as_bytes(), &mut out);
        out.drafts
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Command(command) => {
                    Some((draft.written.is_some(), command.command, command.directory))
                }
                _ => None,
            })
            .collect()
    }

    fn sure(name: &str, text: &str) -> u8 {
        (FORMAT.sniff)(&Head { name, bytes: text.as_bytes(), whole: true }).0
    }

    #[test]
    fn a_stamp_belongs_to_the_command_after_it() {
        let text =
            "#1761541190\ncd /srv/app\n#1761541195\nphp artisan x\n#1761541196\n#a note of mine\n";
        assert_eq!(
            read(text),
            [
                (true, "cd /srv/app".to_owned(), None),
                (true, "php artisan x".to_owned(), Some("/srv/app".to_owned())),
                (true, "#a note of mine".to_owned(), Some("/srv/app".to_owned())),
            ]
        );
        assert!(sure("x", text) > 80);
    }

    #[test]
    fn a_command_of_several_lines_stays_whole() {
        let text = "#1761541190\nmysql db <<EOF\nDROP TABLE a;\nEOF\n#1761541195\nfor t in a b; do\n  echo $t\ndone\nls\n";
        let commands: Vec<(bool, String)> =
            read(text).into_iter().map(|(stamped, text, _)| (stamped, text)).collect();
        assert_eq!(
            commands,
            [
                (true, "mysql db <<EOF\nDROP TABLE a;\nEOF".to_owned()),
                (true, "for t in a b; do\n  echo $t\ndone".to_owned()),
                (false, "ls".to_owned()),
            ]
        );
    }

    #[test]
    fn without_stamps_the_name_must_say_history() {
        let text = "cd /srv\nls -l\nexit\n";
        assert!(sure(".bash_history", text) > 30);
        assert_eq!(sure("notes.txt", text), 0);
        let shell = "Get-ChildItem logs\nmysql shop -e `\n\"DROP TABLE orders\"\nexit\n";
        assert_eq!(sure("PSReadLine/ConsoleHost_history.txt", shell), 60);
        assert_eq!(read(shell)[1].1, "mysql shop -e `\n\"DROP TABLE orders\"");
        assert_eq!(
            sure("history.md", "# The history\n\nThis is a text.\nAnd more of it, too.\n"),
            0
        );
        assert_eq!(read(text).len(), 3);
    }

    #[test]
    fn another_session_does_not_inherit_the_directory() {
        let text = "#1761541190\ncd /srv/app\n#1761541100\nphp artisan x\n";
        assert_eq!(read(text).last().and_then(|(_, _, directory)| directory.clone()), None);
    }

    #[test]
    fn every_byte_of_a_hostile_file_is_survived() {
        for text in
            ["#", "#1761541190", "#1761541190\n#1761541191\n", "\n\n", "'\n'\n\"", "\u{0}\n"]
        {
            let _ = read(text);
        }
    }
}
