//! syslog files in the forms that rsyslog and syslog-ng write: classic (RFC 3164), ISO stamps,
//! with `<PRI>`, RFC 5424, local SQL-like stamps, JSON lines; after RFC 3164, RFC 5424 and
//! rsyslog's built-in templates.

mod prefilter;

use crate::format::{
    contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
    grammar::{
        prefilter::Prefilter,
        syslog_header::{self, Shape},
        syslog_message,
    },
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "syslog",
    about: "syslog, auth.log, cron.log, messages: cron, ssh, sudo and all that a host reports",
    example: "Nov 23 06:34:55 web1 CRON[4242]: (www-data) CMD (php artisan schedule:run)",
    sniff,
    reader: |_| Reader::Records(Box::new(Lines)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    Likeness(syslog_header::share(head.lines(), |shape| match shape {
        Shape::Rfc5424 => 90,
        Shape::Json | Shape::Classic => 85,
        Shape::Iso => 80,
        Shape::SpaceLocal => 65,
        Shape::Weekday | Shape::Unix | Shape::Monotonic => 0,
    }))
}

/// Reads line by line.
struct Lines;

impl RecordReader for Lines {
    fn starts_record(&self, line: &[u8]) -> bool {
        syslog_header::starts(line)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        match syslog_message::line(record) {
            Ok(draft) => out.draft(draft),
            Err(reason) => out.gap(0..record.len(), reason),
        }
    }

    fn prefilter(&self) -> Option<&dyn Prefilter> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind::EventKind;

    fn head(text: &str) -> Head<'_> {
        Head { name: "x", bytes: text.as_bytes(), whole: true }
    }

    #[test]
    fn a_file_of_syslog_lines_is_known_and_other_logs_are_not() {
        assert!(
            (FORMAT.sniff)(&head(
                "Nov  3 06:34:55 box CRON[4]: (a) CMD (b)\nNov  3 06:34:56 box sudo: x\n"
            )) > Likeness(60)
        );
        assert_eq!((FORMAT.sniff)(&head("[2025-01-01 00:00:00] local.ERROR: x\n")), Likeness::NONE);
        assert_eq!((FORMAT.sniff)(&head("2025-01-01  0:00:00 0 [Note] x\n")), Likeness::NONE);
    }

    #[test]
    fn a_message_of_several_lines_is_one_event() {
        let mut out = Parsed::default();
        Lines.read(b"Nov  3 06:34:55 box app[4]: one\n  two\n", &mut out);
        assert_eq!(out.drafts.len(), 1);
        assert!(
            matches!(out.drafts.first().map(|d| &d.kind), Some(EventKind::Text(text)) if text == "app: one\n  two")
        );
    }
}
