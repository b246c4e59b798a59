//! `git log` as text: who changed what, and when; file lists and patches below each commit.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::lines::{clip, lines, text, without_bom},
    },
    time::{Written, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "git_log",
    about: "history of a repository as `git log` prints it",
    example: "commit 4cb6ceae0944208e552b9a33cd4aa2677dcdd5bf",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().skip_while(|line| line.is_empty());
    let first = lines.next().unwrap_or_default();
    let told = lines.take(5).any(|line| line.starts_with(b"Author: "));
    Likeness(if is_commit(without_bom(first)) && told { 96 } else { 0 })
}

fn is_commit(line: &[u8]) -> bool {
    line.strip_prefix(b"commit ").is_some_and(|hash| {
        let length = hash.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        (7..=64).contains(&length) && hash.get(length).is_none_or(|b| *b == b' ')
    })
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        is_commit(without_bom(line))
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut stamp: Option<Written> = None;
        let (mut author, mut subject, mut hash) = (String::new(), String::new(), String::new());
        let mut files = Vec::new();
        for (_, line) in lines(record) {
            let line = text(without_bom(line));
            if hash.is_empty()
                && let Some(rest) = line.strip_prefix("commit ")
            {
                hash = clip(rest, 10);
            } else if let Some(rest) = line.strip_prefix("Author:") {
                author = rest.trim().to_owned();
            } else if let Some(rest) = ["Date:", "CommitDate:", "AuthorDate:"]
                .iter()
                .find_map(|key| line.strip_prefix(key))
            {
                let rest = rest.trim().as_bytes();
                stamp = read::read_iso(rest)
                    .or_else(|| read::read_ctime(rest))
                    .or_else(|| read::read_rfc2822(rest))
                    .map(|(w, _)| w)
                    .or(stamp);
            } else if subject.is_empty() && line.starts_with("    ") {
                subject = line.trim().to_owned();
            } else if line.contains(" | ") && files.len() < 100 {
                files.push(line.trim().to_owned());
            }
        }
        if hash.is_empty() {
            let reason =
                if record.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Torn };
            out.gap(0..record.len(), reason);
            return;
        }
        let mut told = format!("commit {hash} by {author}: {subject}");
        for file in files {
            told.push('\n');
            told.push_str(&file);
        }
        out.draft(Draft::new(record.len(), EventKind::Text(clip(&told, 8000))).stamped(stamp));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_one_event_at_its_date() {
        let record = b"commit 4cb6ceae0944208e\nAuthor: A <a@b.test>\nDate:   2026-01-02 03:04:05 +0100\n\n    Subject\n\n a.php | 2 ++\n";
        let mut out = Parsed::default();
        Records.read(record, &mut out);
        assert!(
            matches!(&out.drafts[0].kind, EventKind::Text(t) if t.starts_with("commit 4cb6ceae09 by A <a@b.test>: Subject\n"))
        );
        assert_eq!(out.drafts[0].written.as_ref().and_then(|w| w.offset_s), Some(3600));
        assert!(Records.starts_record(b"commit 4cb6ceae0944208e (HEAD -> main)"));
        assert!(!Records.starts_record(b"commit to it"));
    }
}
