//! Any text whose lines begin with a stamp of a shape that is known, when no other format fits.

use crate::format::{
    contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
    grammar::steps,
};

/// See the module.
pub(crate) struct TextLog;

impl Format for TextLog {
    fn id(&self) -> &'static str {
        "text_log"
    }

    fn about(&self) -> &'static str {
        "any text with stamps at the start of lines"
    }

    fn example(&self) -> &'static str {
        "2026-01-02 03:04:05 something was said"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        let found = head.lines().take(1000).filter(|line| steps::step(line).is_some()).count();
        let whole = head.lines().take(1000).filter(|line| !line.trim_ascii().is_empty()).count();
        Likeness(match found {
            0 => 0,
            n if n * 5 >= whole => 15,
            n if n * 50 >= whole => 11,
            _ => 0,
        })
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Records(Box::new(Records))
    }
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        steps::step(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if let Some(reason) = steps::drafts(record, None, &mut out.drafts) {
            out.gap(0..record.len(), reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_no_log() {
        let head = Head { name: "a.txt", bytes: b"hello\nworld\n", whole: true };
        assert_eq!(TextLog.sniff(&head), Likeness::NONE);
        let head =
            Head { name: "a.txt", bytes: b"2026-01-02 03:04:05 hello\nworld\n", whole: true };
        assert_eq!(TextLog.sniff(&head), Likeness(15));
    }
}
