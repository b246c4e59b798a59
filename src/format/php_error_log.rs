//! PHP's error log: `[23-Nov-2026 06:21:10 UTC] PHP Fatal error:  …`, which Laravel's `errorlog`
//! channel fills with its own lines, and php-fpm's master log.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Log},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            lines::{clip, lines, text, without_bom},
            monolog,
        },
        laravel,
    },
    time::{Written, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "php_error_log",
    about: "PHP error log and php-fpm log",
    example: "[02-Jan-2026 03:04:05 UTC] PHP Fatal error:  Uncaught PDOException: gone in /app/x.php:3",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let starts = head.lines().take(500).filter(|line| stamp(line).is_some()).count();
    let first = head.lines().find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    Likeness(match (starts, stamp(without_bom(first))) {
        (0, _) => 0,
        (_, Some(_)) => 94,
        (1, None) => 30,
        (_, None) => 70,
    })
}

fn stamp(line: &[u8]) -> Option<(Written, usize)> {
    let (written, took) = read::read_php(without_bom(line).strip_prefix(b"[")?)?;
    let skipped = line.len() - without_bom(line).len();
    (line.get(skipped + took + 1) == Some(&b']')).then_some((written, skipped + took + 2))
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        stamp(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
            return;
        }
        let Some((written, took)) = stamp(record) else {
            out.gap(0..record.len(), GapReason::Torn);
            return;
        };
        let rest = record.get(took..).unwrap_or_default();
        let body = rest.trim_ascii_start();
        if monolog::header(body).is_some() {
            let mut inner = Parsed::default();
            laravel::read_plain(body, Some(written), &mut inner);
            for mut draft in inner.drafts {
                draft.at = 0..record.len();
                out.draft(draft);
            }
            return;
        }
        let log = log(body);
        out.draft(Draft::new(record.len(), EventKind::Log(Box::new(log))).stamped(Some(written)));
    }

    fn is_open(&self, record: &[u8]) -> bool {
        let Some((_, took)) = stamp(record) else { return false };
        let body = record.get(took..).unwrap_or_default().trim_ascii_start();
        monolog::header(body)
            .is_some_and(|h| monolog::split(body.get(h.body..).unwrap_or_default()).open)
    }
}

fn log(body: &[u8]) -> Log {
    let first = lines(body).next().map(|(_, line)| text(line)).unwrap_or_default();
    let (level, message) = match first.strip_prefix("PHP ").and_then(|told| told.split_once(":  "))
    {
        Some((kind, message)) => (php_level(kind), message.to_owned()),
        None => match first.split_once(": ") {
            Some((word, message))
                if word.chars().all(|c| c.is_ascii_uppercase()) && !word.is_empty() =>
            {
                (Some(Level::of(word)), message.to_owned())
            }
            _ => (None, first.clone()),
        },
    };
    let exception = message
        .strip_prefix("Uncaught ")
        .and_then(|told| told.split_once(": "))
        .map(|(class, _)| clip(class, 200))
        .filter(|class| !class.contains(' '));
    let (sqlstate, error_code) = monolog::entry::sqlstate(&message);
    let trace_lines = lines(body).filter(|(_, line)| line.first() == Some(&b'#')).count();
    Log {
        level,
        sql: monolog::entry::quoted_sql(&message),
        message: clip(&message, 20_000),
        exception,
        sqlstate,
        error_code,
        trace_lines: u32::try_from(trace_lines).unwrap_or(u32::MAX),
        ..Log::default()
    }
}

fn php_level(kind: &str) -> Option<Level> {
    let level = match kind {
        "Fatal error" | "Parse error" | "Recoverable fatal error" | "Compile Error" => Level::Error,
        "Warning" | "Core Warning" | "Compile Warning" => Level::Warning,
        "Notice" | "Deprecated" | "Strict Standards" => Level::Notice,
        _ => return None,
    };
    Some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(record: &str) -> Draft {
        let mut out = Parsed::default();
        Records.read(record.as_bytes(), &mut out);
        out.drafts.remove(0)
    }

    #[test]
    fn a_fatal_error_names_its_class() {
        let draft = read(
            "[02-Jan-2026 03:04:05 UTC] PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] gone in /a.php:3\nStack trace:\n#0 {main}\n",
        );
        let EventKind::Log(log) = draft.kind else { panic!("a log") };
        assert_eq!(
            (log.exception.as_deref(), log.error_code, log.trace_lines),
            (Some("PDOException"), Some(2002), 1)
        );
    }

    #[test]
    fn an_application_line_bears_both_stamps() {
        let draft =
            read("[02-Jan-2026 03:04:05 UTC] [2026-01-02 04:04:05] local.ERROR: x {\"a\":1} \n\n");
        assert!(draft.twin.is_some());
        assert_eq!(draft.written.expect("a stamp").text, "2026-01-02 04:04:05");
    }
}
