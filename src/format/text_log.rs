//! Any text whose lines begin with a stamp of a shape that is known, when no other format fits.

use crate::format::{
    contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
    grammar::steps,
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "text_log",
    about: "any text with stamps at the start of lines",
    example: "2026-01-02 03:04:05 something was said",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let found = head.lines().take(1000).filter(|line| steps::step(line).is_some()).count();
    let whole = head.lines().take(1000).filter(|line| !line.trim_ascii().is_empty()).count();
    Likeness(match found {
        0 => 0,
        n if n * 5 >= whole => 15,
        n if n * 50 >= whole => 11,
        _ => 0,
    })
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
        assert_eq!((FORMAT.sniff)(&head), Likeness::NONE);
        let head =
            Head { name: "a.txt", bytes: b"2026-01-02 03:04:05 hello\nworld\n", whole: true };
        assert_eq!((FORMAT.sniff)(&head), Likeness(15));
    }
}
