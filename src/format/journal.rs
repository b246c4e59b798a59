//! The systemd journal in the output forms of journalctl that syslog does not have: short-full,
//! with-unit, short-unix, short-monotonic, verbose, cat, json, json-pretty, json-sse; after
//! journalctl(1) and the Journal Export Formats page of systemd.

use serde_json::{Map, Value};

use crate::{
    event::draft::{Draft, GapReason},
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::{readable, readable_json},
            prefilter::{Glance, Scale},
            syslog_glance,
            syslog_header::Origin,
            syslog_header::{self, Shape},
            syslog_message,
        },
    },
    time::{Written, read::read_iso},
};

/// Which output form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Lines,
    Verbose,
    Cat,
    Json,
    Pretty,
}

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "journal",
    about: "output of journalctl: short-full, short-unix, short-monotonic, with-unit, verbose, cat, json",
    example: "Mon 2026-11-23 06:34:55 CET web1 sudo[90]: ops : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls",
    sniff,
    reader: |head| {
        Reader::Records(Box::new(Entries(form(head).map_or(Form::Lines, |(form, _)| form))))
    },
};

fn sniff(head: &Head<'_>) -> Likeness {
    form(head).map_or(Likeness::NONE, |(_, likeness)| likeness)
}

fn form(head: &Head<'_>) -> Option<(Form, Likeness)> {
    let first =
        head.lines().find(|line| !line.trim_ascii().is_empty() && !line.starts_with(b"-- "))?;
    if first == b"{" {
        let named = head
            .lines()
            .take(60)
            .any(|line| line.trim_ascii_start().starts_with(b"\"__REALTIME_TIMESTAMP\""));
        return named.then_some((Form::Pretty, Likeness(95)));
    }
    if json(first).is_some_and(|object| object.contains_key("__REALTIME_TIMESTAMP")) {
        return Some((Form::Json, Likeness(95)));
    }
    if verbose_start(first).is_some() {
        return Some((Form::Verbose, Likeness(95)));
    }
    let lines = Likeness(syslog_header::share(head.lines(), |shape| match shape {
        Shape::Weekday => 92,
        Shape::Unix | Shape::Monotonic => 85,
        _ => 0,
    }));
    if lines > Likeness::NONE {
        return Some((Form::Lines, lines));
    }
    let (mut all, mut known) = (0usize, 0usize);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200) {
        all += 1;
        known += usize::from(typical(line));
    }
    (known >= 2 && known * 2 >= all).then_some((Form::Cat, Likeness(45)))
}

/// A message that only PAM, cron or sudo writes.
fn typical(line: &[u8]) -> bool {
    let has = |part: &[u8]| memchr::memmem::find(line, part).is_some();
    line.starts_with(b"pam_unix(")
        || (line.starts_with(b"(")
            && line.ends_with(b")")
            && [&b") CMD ("[..], b") END (", b") CMDEND (", b") INFO ("]
                .iter()
                .any(|part| has(part)))
        || (has(b" ; USER=") && has(b" ; COMMAND="))
}

fn json(line: &[u8]) -> Option<Map<String, Value>> {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"data: ").unwrap_or(line);
    if line.first() != Some(&b'{') {
        return None;
    }
    match serde_json::from_str(&readable_json(line)).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// `Fri 2025-10-24 22:00:02.506072 CEST [s=…;i=1;…]`.
fn verbose_start(line: &[u8]) -> Option<Written> {
    let rest = line.get(4..)?;
    let (written, took) = read_iso(rest)?;
    let rest = rest.get(took..)?;
    (memchr::memmem::find(rest.get(..rest.len().min(16))?, b" [s=").is_some()).then_some(written)
}

struct Entries(Form);

impl RecordReader for Entries {
    fn carry(&self) -> Box<dyn Carry> {
        Box::<syslog_message::OneFailure>::default()
    }

    fn starts_record(&self, line: &[u8]) -> bool {
        match self.0 {
            Form::Pretty => line == b"{",
            Form::Verbose => verbose_start(line).is_some() || line.starts_with(b"-- "),
            Form::Json => line.starts_with(b"{") || line.starts_with(b"data: "),
            Form::Lines => syslog_glance::stamp(line).is_some() || syslog_header::starts(line),
            Form::Cat => true,
        }
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        if self.0 == Form::Lines { syslog_glance::line(record) } else { None }
    }

    fn moment(&self, record: &[u8], _at: usize) -> Option<(Scale, i64)> {
        syslog_glance::stamp(record).map(|(at, _)| at)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if self.0 == Form::Lines {
            match syslog_message::line(record) {
                Ok(draft) => out.draft(draft),
                Err(reason) => out.gap(0..record.len(), reason),
            }
            return;
        }
        if record.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
            return;
        }
        let draft = match self.0 {
            Form::Pretty | Form::Json => {
                json(record).map(|object| from_json(&object, record.len()))
            }
            Form::Verbose => from_verbose(record),
            Form::Cat | Form::Lines => {
                let text = readable(record);
                let text = text.trim_end_matches(['\r', '\n']);
                Some(Draft::new(record.len(), syslog_message::kind(&Origin::default(), text)))
            }
        };
        match draft {
            Some(draft) => out.draft(draft),
            None if record.starts_with(b"-- ") => out.gap(0..record.len(), GapReason::Furniture),
            None if !record
                .split(|b| *b == b'\n')
                .next()
                .is_some_and(|line| self.starts_record(line)) =>
            {
                out.gap(0..record.len(), GapReason::Torn);
            }
            None => out.gap(0..record.len(), GapReason::Unparsed),
        }
    }
}

fn from_json(object: &Map<String, Value>, len: usize) -> Draft {
    syslog_message::entry(
        &|name| match object.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            // journalctl writes what is no UTF-8 as an array of bytes, and a field that an entry
            // has twice as an array of texts
            Value::Array(items) => match items.first()? {
                Value::String(text) => Some(text.clone()),
                _ => {
                    let bytes: Vec<u8> =
                        items.iter().filter_map(|item| u8::try_from(item.as_u64()?).ok()).collect();
                    Some(readable(&bytes).into_owned())
                }
            },
            _ => None,
        },
        None,
        len,
    )
}

/// A stamp line and indented `NAME=value` lines; further lines of a value are indented deeper.
fn from_verbose(record: &[u8]) -> Option<Draft> {
    let mut lines = record.split(|b| *b == b'\n');
    let written = verbose_start(lines.next()?)?;
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        let text = readable(line);
        let text = text.trim_end_matches('\r');
        let Some(inner) = text.strip_prefix("    ") else { continue };
        match inner.split_once('=') {
            Some((name, value))
                if !name.is_empty()
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') =>
            {
                fields.push((name.to_owned(), value.to_owned()));
            }
            _ => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push('\n');
                    value.push_str(inner.trim_start());
                }
            }
        }
    }
    let field =
        |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    Some(syslog_message::entry(&field, Some(written), record.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind::EventKind;

    fn read(text: &str) -> Vec<Draft> {
        let head = Head { name: "x", bytes: text.as_bytes(), whole: true };
        assert!((FORMAT.sniff)(&head) >= Likeness::LEAST, "{text}");
        let Reader::Records(reader) = (FORMAT.reader)(&head) else { panic!() };
        let mut records: Vec<String> = Vec::new();
        for line in text.split_inclusive('\n') {
            if records.is_empty() || reader.starts_record(line.trim_end().as_bytes()) {
                records.push(line.to_owned());
            } else if let Some(record) = records.last_mut() {
                record.push_str(line);
            }
        }
        let mut out = Parsed::default();
        for record in &records {
            reader.read(record.as_bytes(), &mut out);
        }
        out.drafts
    }

    fn is_job(draft: &Draft) -> bool {
        matches!(&draft.kind, EventKind::CronRun(run) if run.command == "job" && run.user.as_deref() == Some("app"))
    }

    #[test]
    fn every_form_of_journalctl_tells_the_same_job() {
        for text in [
            "{\"__REALTIME_TIMESTAMP\":\"1793687695000000\",\"SYSLOG_IDENTIFIER\":\"CRON\",\"MESSAGE\":\"(app) CMD (job)\"}\n",
            "data: {\"__REALTIME_TIMESTAMP\":\"1793687695000000\",\"SYSLOG_IDENTIFIER\":\"CRON\",\"MESSAGE\":[40,97,112,112,41,32,67,77,68,32,40,106,111,98,41]}\n\n",
            "{\n\t\"__REALTIME_TIMESTAMP\" : \"1793687695000000\",\n\t\"SYSLOG_IDENTIFIER\" : \"CRON\",\n\t\"MESSAGE\" : \"(app) CMD (job)\"\n}\n",
            "Tue 2026-11-03 06:34:55.000000 CET [s=6;i=1]\n    SYSLOG_IDENTIFIER=CRON\n    MESSAGE=(app) CMD (job)\n",
            "Tue 2026-11-03 06:34:55 CET box cron.service[3]: (app) CMD (job)\n",
            "1793687695.500000 box CRON[4]: (app) CMD (job)\n",
        ] {
            let drafts = read(text);
            assert_eq!(drafts.iter().filter(|draft| is_job(draft)).count(), 1, "{text}");
            assert!(drafts.iter().all(|draft| draft.written.is_some()), "{text}");
        }
    }

    #[test]
    fn messages_alone_are_read_without_a_time() {
        let drafts = read("(app) CMD (job)\npam_unix(cron:session): session closed for user app\n");
        assert!(drafts.first().is_some_and(is_job));
    }
}
