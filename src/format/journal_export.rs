//! The systemd journal as `journalctl -o export` writes it: `NAME=value` lines, an empty line
//! after each entry, and values that are no plain text as `NAME`, a line break, eight bytes of
//! little-endian length and the bytes; after the Journal Export Formats page of systemd.

use crate::{
    event::draft::GapReason,
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{lines::readable, syslog_message},
    },
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "journal_export",
    about: "output of journalctl -o export",
    example: "__CURSOR=s=60;i=1\\n__REALTIME_TIMESTAMP=1795415695000000\\nMESSAGE=(root) CMD (job)",
    sniff,
    reader: |_| Reader::Document(Box::new(Entries)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let first = head.lines().find(|line| !line.is_empty()).unwrap_or_default();
    let stamped = || head.lines().take(200).any(|line| line.starts_with(b"__REALTIME_TIMESTAMP="));
    let field = first
        .iter()
        .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_')
        .count();
    if field > 0 && first.get(field) == Some(&b'=') && stamped() {
        Likeness(96)
    } else {
        Likeness::NONE
    }
}

struct Entries;

/// Fields that one entry may bear; more are passed over.
const FIELDS_MAX: usize = 1024;

impl DocumentReader for Entries {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let (mut at, mut start) = (0usize, 0usize);
        let mut fields: Vec<(&[u8], &[u8])> = Vec::new();
        while let Some(rest) = document.get(at..).filter(|rest| !rest.is_empty()) {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..end).unwrap_or_default();
            at = at.saturating_add(end + 1).min(document.len());
            if line.is_empty() {
                entry(&fields, start..at, out);
                fields.clear();
                start = at;
            } else if let Some(equals) = memchr::memchr(b'=', line) {
                if fields.len() < FIELDS_MAX {
                    fields.push((
                        line.get(..equals).unwrap_or_default(),
                        line.get(equals + 1..).unwrap_or_default(),
                    ));
                }
            } else {
                let length = document
                    .get(at..)
                    .and_then(|rest| rest.first_chunk::<8>())
                    .map(|bytes| u64::from_le_bytes(*bytes));
                let value = length.and_then(|length| {
                    let from = at.checked_add(8)?;
                    let to = from.checked_add(usize::try_from(length).ok()?)?;
                    Some((document.get(from..to)?, to))
                });
                match value {
                    Some((value, to)) => {
                        if fields.len() < FIELDS_MAX {
                            fields.push((line, value));
                        }
                        at = to.saturating_add(1).min(document.len());
                    }
                    None => {
                        out.gap(start..document.len(), GapReason::Truncated);
                        return;
                    }
                }
            }
        }
        entry(&fields, start..document.len(), out);
    }
}

fn entry(fields: &[(&[u8], &[u8])], at: std::ops::Range<usize>, out: &mut Parsed) {
    if fields.is_empty() {
        out.gap(at, GapReason::Blank);
        return;
    }
    let field = |name: &str| {
        fields
            .iter()
            .find(|(known, _)| *known == name.as_bytes())
            .map(|(_, value)| readable(value).into_owned())
    };
    let mut draft = syslog_message::entry(&field, None, 0);
    draft.at = at;
    out.draft(draft);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind::EventKind;

    #[test]
    fn a_binary_message_cannot_forge_an_entry() {
        let mut text =
            b"__CURSOR=a\n__REALTIME_TIMESTAMP=1793687695000000\nSYSLOG_IDENTIFIER=app\nMESSAGE\n"
                .to_vec();
        let message = b"one\n\n__CURSOR=b\nMESSAGE=(root) CMD (forged)";
        text.extend_from_slice(&u64::try_from(message.len()).expect("small").to_le_bytes());
        text.extend_from_slice(message);
        text.extend_from_slice(b"\n\n__CURSOR=c\n__REALTIME_TIMESTAMP=1793687696000000\nSYSLOG_IDENTIFIER=CRON\nMESSAGE=(root) CMD (real)\n\n");
        let head = Head { name: "x", bytes: &text, whole: true };
        assert!((FORMAT.sniff)(&head) > Likeness(90));
        let mut out = Parsed::default();
        Entries.read(&text, &mut out);
        assert_eq!(out.drafts.len(), 2);
        let last = out.drafts.last().expect("two");
        assert!(matches!(&last.kind, EventKind::CronRun(run) if run.command == "real"));
        assert_eq!(last.at.end, text.len());
    }

    #[test]
    fn a_length_beyond_the_end_is_a_gap() {
        let mut out = Parsed::default();
        Entries.read(b"MESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xffx", &mut out);
        assert_eq!((out.drafts.len(), out.gaps.len()), (0, 1));
    }
}
