//! Histories of zsh with EXTENDED_HISTORY: `: start:elapsed;command`, a line that a backslash ends
//! goes on, bytes of special meaning are written as 0x83 and the byte xor 32 ("metafied"); after
//! zsh's Src/hist.c.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::Command,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            history::{Directory, owner},
            lines::{lines, readable},
        },
    },
    time::{Written, read::read_epoch},
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "zsh_history",
    about: "history of zsh",
    example: ": 1795415944:0;php artisan migrate:status",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { owner: owner(head.name) })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut all, mut stamped) = (0usize, 0usize);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(400) {
        all += 1;
        stamped += usize::from(prefix(line).is_some());
    }
    if stamped > 0 && stamped * 5 >= all { Likeness(94) } else { Likeness::NONE }
}

/// The start, the seconds and the command's first line.
fn prefix(line: &[u8]) -> Option<(Written, u64, &[u8])> {
    let rest = line.strip_prefix(b": ")?;
    let (written, took) = read_epoch(rest)?;
    let rest = rest.get(took..)?.strip_prefix(b":")?;
    let digits = rest.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
    let seconds = std::str::from_utf8(rest.get(..digits)?).ok()?.parse().ok()?;
    Some((written, seconds, rest.get(digits..)?.strip_prefix(b";")?))
}

struct Document {
    owner: Option<String>,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut directory = Directory::default();
        let mut entries = lines(document).peekable();
        while let Some((at, line)) = entries.next() {
            if line.trim_ascii().is_empty() {
                out.gap(at, GapReason::Blank);
                continue;
            }
            let (written, elapsed, first) = prefix(line)
                .map_or((None, None, line), |(written, seconds, first)| {
                    (Some(written), Some(seconds), first)
                });
            let mut text = plain(first);
            let mut end = at.end;
            while text.last() == Some(&b'\\') {
                let Some((next, more)) = entries.next() else { break };
                text.pop();
                text.push(b'\n');
                text.extend(plain(more));
                end = next.end;
            }
            let text = readable(&text).into_owned();
            let here = directory.now();
            directory.after(&text);
            let mut draft = Draft::new(
                0,
                EventKind::Command(Box::new(Command {
                    user: self.owner.clone(),
                    command: text,
                    directory: here,
                    // 0 is what shells write that note the command before it has run
                    elapsed_s: elapsed.filter(|seconds| *seconds > 0),
                    ..Command::default()
                })),
            )
            .stamped(written);
            draft.at = at.start..end;
            out.draft(draft);
        }
    }
}

/// The bytes as they were typed.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut meta = false;
    for byte in bytes {
        match (meta, byte) {
            (false, 0x83) => meta = true,
            (true, _) => {
                out.push(byte ^ 32);
                meta = false;
            }
            _ => out.push(*byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_start_length_and_lines() {
        let text = b": 1761541200:12;echo \"\x83\xe3\"\n: 1761541230:0;echo one\\\ntwo\nplain\n";
        assert!((FORMAT.sniff)(&Head { name: "x", bytes: text, whole: true }) > Likeness(90));
        let mut out = Parsed::default();
        Document { owner: None }.read(text, &mut out);
        let read: Vec<(bool, Option<u64>, String)> = out
            .drafts
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Command(command) => {
                    Some((draft.written.is_some(), command.elapsed_s, command.command))
                }
                _ => None,
            })
            .collect();
        assert_eq!(read.len(), 3);
        assert_eq!(read.get(1), Some(&(true, None, "echo one\ntwo".to_owned())));
        assert_eq!(read.first().and_then(|(_, elapsed, _)| *elapsed), Some(12));
        assert_eq!(read.last(), Some(&(false, None, "plain".to_owned())));
        assert_eq!(plain(b"\x83\xe3"), [0xc3]);
    }
}
