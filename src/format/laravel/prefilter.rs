//! Surveying large Laravel logs (plain ones): heads by their fixed layout, statements and
//! commands by their words.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::{
    format::grammar::{
        artisan,
        lines::without_bom,
        monolog,
        prefilter::{Mark, Prefilter, Scale},
        relevance::{MATTERING, Relevance, begins, word_relevance},
    },
    text::needles::Needles,
    time::quick,
};

/// See the module.
pub(super) struct Heads;

static NEEDLES: LazyLock<Needles> = LazyLock::new(|| {
    let own = [
        "SQLSTATE[42",
        "SQLSTATE[HY000] [1049",
        "Running sched",
        "Running [",
        "] Process",
        "] Failed",
        "\n  202",
    ];
    let words: Vec<&str> = MATTERING.into_iter().chain(own).collect();
    Needles::written(&words)
});

static LINE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\n["));

impl Prefilter for Heads {
    fn next(&self, bytes: &[u8], from: usize) -> Option<(usize, Mark)> {
        let mut at = from;
        loop {
            let rest = bytes.get(at..)?;
            if let Some(mark) = mark(rest) {
                return Some((at, mark));
            }
            at += LINE.find(rest)? + 1;
        }
    }

    fn needles(&self) -> Option<&'static Needles> {
        Some(&NEEDLES)
    }

    fn relevance(&self, record: &[u8], _mark: &Mark, hit: usize) -> Relevance {
        let word = record.get(hit..).unwrap_or_default();
        let begins = |text: &[u8]| begins(word, text);
        if begins(b"sqlstate") || begins(b"running") || matches!(word.first(), Some(b']' | b'\n')) {
            Relevance::Telling
        } else {
            word_relevance(record, hit)
        }
    }
}

/// Whether a bare line begins a record, by the cheapest test first.
pub(super) fn starts(line: &[u8]) -> bool {
    match line.first() {
        Some(b'[') => {
            line.get(1).is_some_and(u8::is_ascii_digit)
                && (monolog::name(line).is_some()
                    || artisan::worker_line(line).is_some()
                    || artisan::schedule_line(line).is_some())
        }
        Some(b' ') if line.get(2).is_some_and(u8::is_ascii_digit) => {
            artisan::worker_line(line).is_some() || artisan::schedule_line(line).is_some()
        }
        _ => false,
    }
}

/// What the line at the start of `bytes` shows, if it begins a record.
fn mark(bytes: &[u8]) -> Option<Mark> {
    match bytes.first() {
        Some(b'[') => {}
        Some(b' ' | 0xef) => {
            let line = first_line(bytes);
            return starts(without_bom(line)).then(|| slow(line));
        }
        _ => return None,
    }
    let at = quick::local(bytes.get(1..)?);
    if let Some(at) = at
        && bytes.get(20..22) == Some(b"] ")
        && let Some(level) = level(bytes.get(22..bytes.len().min(100))?)
    {
        return Some(Mark { at: Some((Scale::Local, at)), error: is_error(level), body: 22 });
    }
    let line = first_line(bytes);
    starts(line).then(|| slow(line))
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let line = bytes.get(..end).unwrap_or(bytes);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The level in `channel.LEVEL:`, where the channel is of plain letters.
fn level(text: &[u8]) -> Option<&[u8]> {
    let name =
        text.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')))?;
    let rest = text.get(name..)?.strip_prefix(b".")?;
    let end = rest.iter().position(|b| !b.is_ascii_uppercase())?;
    let known = matches!(
        rest.get(..end)?,
        b"DEBUG"
            | b"INFO"
            | b"NOTICE"
            | b"WARNING"
            | b"ERROR"
            | b"CRITICAL"
            | b"ALERT"
            | b"EMERGENCY"
    );
    (name > 0 && known && rest.get(end) == Some(&b':')).then(|| rest.get(..end)).flatten()
}

fn is_error(level: &[u8]) -> bool {
    [&b"error"[..], b"critical", b"alert", b"emergency"]
        .iter()
        .any(|word| level.eq_ignore_ascii_case(word))
}

/// The same of a head in any of its forms.
fn slow(line: &[u8]) -> Mark {
    let Some(header) = monolog::header(without_bom(line)) else { return Mark::default() };
    Mark { at: Scale::of(&header.stamp.stamp), error: header.level.is_error(), body: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::log::Level;

    #[test]
    fn quick_heads_are_those_of_the_grammar() {
        let lines = [
            "[2026-01-02 03:04:05] local.ERROR: x",
            "[2026-01-02T03:04:05.123456+00:00] local.INFO: x",
            "[2026-01-02 03:04:05] a.b.WARNING: x",
            "[2026-01-02 03:04:05] local.error: x",
            "[2026-01-02 03:04:05] local.TRACE: x",
            "[2026-01-02 03:04:05] php artisan migrate: local.INFO",
            "[2026-01-02 03:04:05][7] Processing: App\\Jobs\\X",
            "[stacktrace]",
            "#0 [internal function]: x",
        ];
        for line in lines {
            assert_eq!(mark(line.as_bytes()).is_some(), starts(line.as_bytes()), "{line}");
            if let (Some(mark), Some(header)) =
                (mark(line.as_bytes()), monolog::header(line.as_bytes()))
            {
                assert_eq!(Mark { body: 0, ..mark }, slow(line.as_bytes()), "{line}");
                assert_eq!(mark.error, header.level == Level::Error, "{line}");
            }
        }
    }

    #[test]
    fn records_are_found_among_their_traces() {
        let log = b"torn\n[2026-01-02 03:04:05] local.ERROR: x\n[stacktrace]\n#0 a\n[2026-01-02 03:04:06] local.INFO: drop table x\n";
        let (first, _) = Heads.next(log, 0).unwrap();
        let (second, mark) = Heads.next(log, first + 1).unwrap();
        assert_eq!((first, second, mark.error), (5, 60, false));
        assert!(NEEDLES.start(log, 0).is_some());
    }
}
