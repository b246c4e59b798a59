//! The log file of busybox crond (`-L FILE`) and the output of supercronic: no stamps in the
//! first, logfmt or JSON in the second; after busybox's miscutils/crond.c and supercronic's README.

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::{readable, readable_json, trim_end_of_line},
            syslog_header::Origin,
            syslog_message,
        },
    },
    time::read::read_iso,
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "busybox_crond",
    about: "the log file of busybox crond, the output of supercronic",
    example: "crond: USER root pid 15324 cmd php artisan schedule:run",
    sniff,
    reader: |_| Reader::Records(Box::new(Lines)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200).peekable();
    let crond = lines.peek().is_some_and(|line| line.starts_with(b"crond: "));
    let (mut all, mut own, mut runs) = (0usize, 0usize, 0usize);
    for line in lines {
        all += 1;
        own += usize::from(line.starts_with(b"crond: ") || bits(line));
        runs += usize::from(
            supercronic(line).is_some_and(|(kind, _)| matches!(kind, EventKind::CronRun(_))),
        );
    }
    if crond && own * 2 >= all {
        Likeness(92)
    } else if runs > 0 {
        Likeness(88)
    } else {
        Likeness::NONE
    }
}

/// The bit maps of minutes, hours, … that level 0 prints.
fn bits(line: &[u8]) -> bool {
    !line.is_empty() && line.iter().all(|b| matches!(b, b'0' | b'1'))
}

/// A line of supercronic and the stamp that it bears.
fn supercronic(line: &[u8]) -> Option<(EventKind, Option<String>)> {
    let origin = Origin { tag: "supercronic", ..Origin::default() };
    if line.first() == Some(&b'{') {
        let value: Value = serde_json::from_str(&readable_json(line)).ok()?;
        let field = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let command = field("job.command")?;
        let quoted = command.replace('\\', "\\\\").replace('"', "\\\"");
        let message = format!("msg=\"{}\" job.command=\"{quoted}\"", field("msg")?);
        let kind = syslog_message::supercronic(&origin, &message)
            .unwrap_or_else(|| EventKind::Text(readable(line).into_owned()));
        return Some((kind, field("time")));
    }
    let text = readable(line);
    if !text.contains("level=") || !text.contains("job.command=") {
        return None;
    }
    let stamp = syslog_message::logfmt(&text, "time");
    Some((
        syslog_message::supercronic(&origin, &text)
            .unwrap_or_else(|| EventKind::Text(text.into_owned())),
        stamp,
    ))
}

struct Lines;

impl RecordReader for Lines {
    fn starts_record(&self, _line: &[u8]) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let line = trim_end_of_line(record);
        if line.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
        } else if bits(line) {
            out.gap(0..record.len(), GapReason::Furniture);
        } else if let Some((kind, stamp)) = supercronic(line) {
            let written =
                stamp.and_then(|stamp| read_iso(stamp.as_bytes())).map(|(written, _)| written);
            out.draft(Draft::new(record.len(), kind).stamped(written));
        } else {
            let text = readable(line);
            let message = text.strip_prefix("crond: ");
            let run = message.and_then(|message| {
                syslog_message::busybox(&Origin { tag: "crond", ..Origin::default() }, message)
            });
            out.draft(Draft::new(
                record.len(),
                run.unwrap_or_else(|| EventKind::Text(text.into_owned())),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<(String, bool)> {
        let head = Head { name: "x", bytes: text.as_bytes(), whole: true };
        assert!((FORMAT.sniff)(&head) > Likeness(80), "{text}");
        let mut out = Parsed::default();
        for line in text.split_inclusive('\n') {
            Lines.read(line.as_bytes(), &mut out);
        }
        out.drafts
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::CronRun(run) => Some((run.command, draft.written.is_some())),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn busybox_names_what_it_starts_and_no_time() {
        let text = "crond: crond (busybox 1.36.1) started, log level 0\n1010\ncrond: USER root pid   7 cmd php x\n";
        assert_eq!(runs(text), [("php x".to_owned(), false)]);
    }

    #[test]
    fn supercronic_names_what_it_starts_and_when() {
        let text = "time=\"2026-11-23T06:34:00Z\" level=info msg=starting iteration=0 job.command=\"php \\\"x\\\"\" job.position=0 job.schedule=\"* * * * *\"\n";
        assert_eq!(runs(text), [("php \"x\"".to_owned(), true)]);
        let text = "{\"job.command\":\"php \\\"x\\\"\",\"level\":\"info\",\"msg\":\"starting\",\"time\":\"2026-11-23T06:34:00Z\"}\n";
        assert_eq!(runs(text), [("php \"x\"".to_owned(), true)]);
    }
}
