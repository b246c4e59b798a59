//! supervisord's own log: `2023-03-25 08:07:56,931 INFO spawned: 'worker' with pid 9`.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Log},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::lines::{clip, text, without_bom},
    },
    time::{Written, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "supervisor_log",
    about: "supervisord log",
    example: "2026-01-02 03:04:05,678 INFO spawned: 'laravel-worker_00' with pid 9",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut fits, mut telling) = (0usize, false);
    for line in head.lines().take(500) {
        if let Some((_, _, message)) = entry(line) {
            fits += 1;
            telling |= [
                "spawned: '",
                "success: ",
                "exited: ",
                "supervisord started",
                "RPC interface",
                "waiting for ",
                "stopped: ",
            ]
            .iter()
            .any(|mark| message.contains(mark));
        }
    }
    Likeness(match (fits, telling) {
        (0, _) => 0,
        (_, true) => 92,
        (_, false) => 30,
    })
}

fn entry(line: &[u8]) -> Option<(Written, Level, String)> {
    let line = without_bom(line);
    let (stamp, took) = read::read_space_local(line)?;
    if !stamp.text.contains(',') {
        return None;
    }
    let rest = text(line.get(took..)?.strip_prefix(b" ")?);
    let (word, message) = rest.split_once(' ')?;
    let level = match word {
        "CRIT" => Level::Critical,
        "ERRO" => Level::Error,
        "WARN" => Level::Warning,
        "INFO" => Level::Info,
        "DEBG" | "TRAC" | "BLAT" => Level::Debug,
        _ => return None,
    };
    Some((stamp, level, message.trim_end().to_owned()))
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        entry(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        match entry(record) {
            Some((stamp, level, message)) => {
                let log = Log {
                    level: Some(level),
                    channel: Some("supervisord".to_owned()),
                    message: clip(&message, 20_000),
                    ..Log::default()
                };
                out.draft(
                    Draft::new(record.len(), EventKind::Log(Box::new(log))).stamped(Some(stamp)),
                );
            }
            None if record.trim_ascii().is_empty() => out.gap(0..record.len(), GapReason::Blank),
            None => out.gap(0..record.len(), GapReason::Torn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_four_letters() {
        let (_, level, message) =
            entry(b"2026-01-02 03:04:05,678 WARN exited: w (exit status 1; not expected)")
                .expect("an entry");
        assert_eq!(
            (level.id(), message.as_str()),
            ("warning", "exited: w (exit status 1; not expected)")
        );
        assert!(entry(b"2026-01-02 03:04:05 INFO x").is_none());
    }
}
