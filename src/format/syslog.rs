//! syslog files in the forms that rsyslog and syslog-ng write: classic (RFC 3164), ISO stamps,
//! with `<PRI>`, RFC 5424, local SQL-like stamps, JSON lines; after RFC 3164, RFC 5424 and
//! rsyslog's built-in templates.

mod prefilter;

use crate::format::{
    contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
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
    fn carry(&self) -> Box<dyn Carry> {
        Box::<syslog_message::OneFailure>::default()
    }

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

    #[test]
    fn lines_without_a_tag_and_pam_of_old_are_read() {
        let session = |line: &str| {
            let mut out = Parsed::default();
            Lines.read(line.as_bytes(), &mut out);
            match &out.drafts.first().map(|draft| &draft.kind) {
                Some(EventKind::Session(session)) => Some((session.user.clone(), session.action)),
                Some(_) => None,
                None => panic!("{line}"),
            }
        };
        use crate::event::session::SessionAction::{Failed, Login, Logout};
        let stamp = "Mar  6 09:00:00 web1";
        let root = Some("root".to_owned());
        assert_eq!(session(&format!("{stamp} syslogd 1.4.1: restart.")), None);
        assert_eq!(session(&format!("{stamp} lookup for opt failed")), None);
        assert_eq!(
            session(&format!("{stamp}  -- root[7]: ROOT LOGIN ON tty2")),
            Some((root.clone(), Login))
        );
        assert_eq!(
            session(&format!("{stamp} crond(pam_unix)[7]: session closed for user root")),
            Some((root, Logout))
        );
        let failed = session(&format!(
            "{stamp} sshd(pam_unix)[7]: authentication failure; tty=ssh rhost=192.0.2.4"
        ));
        assert_eq!(failed, Some((None, Failed)));
        // sentences behind a stamp are no syslog
        let talk = "Mar  6 09:00:00 something happened\nMar  6 09:00:01 it went on\n";
        assert_eq!(sniff(&head(talk)), Likeness::NONE);
    }
}
