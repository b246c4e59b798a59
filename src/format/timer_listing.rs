//! What systemctl and systemd-analyze print about timers: `systemctl list-timers` (NEXT, LEFT,
//! LAST,
//! PASSED, UNIT, ACTIVATES; a dash or `n/a` for none) and `systemd-analyze calendar` (`Normalized
//! form:`, `Next elapse:`, `(in UTC):`, `From now:`, `Iter. #2:`). Grammar from systemd's
//! src/systemctl/systemctl-list-units.c and src/analyze/analyze-calendar.c.

use std::ops::Range;

use crate::{
    event::{
        draft::{Draft, GapReason},
        job::{CronRun, Scheduler},
        kind::EventKind,
        remark::Remark,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{lines, readable, without_escapes},
    },
    time::{Written, read::read_iso},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "timer_listing",
    about: "timers as systemctl list-timers or systemd-analyze calendar print them",
    example: "Tue 2026-01-06 06:00:00 CET 21h left      Mon 2026-01-05 06:00:04 CET 2h 11min ago shop-purge.timer shop-purge.service",
    sniff,
    reader: |_| Reader::Document(Box::new(TimerListing)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let heading = |line: &[u8]| {
        let text = readable(line);
        let words: Vec<&str> = text.split_whitespace().collect();
        words == ["NEXT", "LEFT", "LAST", "PASSED", "UNIT", "ACTIVATES"]
    };
    if head.lines().take(40).any(heading) {
        return Likeness(97);
    }
    let labels: Vec<bool> = head
        .lines()
        .filter(|line| !line.trim_ascii().is_empty())
        .take(40)
        .filter_map(|line| Some(label(&readable(line))?.0 == NORMALIZED))
        .collect();
    Likeness(if labels.len() > 1 && labels.contains(&true) { 95 } else { 0 })
}

/// Its reader.
struct TimerListing;

const NORMALIZED: &str = "Normalized form";

/// `Next elapse: Tue …` and its like, with the label's name.
fn label(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once(": ")?;
    (matches!(name, "Original form" | NORMALIZED | "Next elapse" | "(in UTC)" | "From now")
        || name.starts_with("Iter. #"))
    .then_some((name, value.trim()))
}

/// The stamp after a weekday, `Mon 2026-01-05 06:00:04 CET`, and the words that follow it.
fn stamp<'w>(words: &'w [&'w str]) -> Option<(Written, &'w [&'w str])> {
    let [weekday, date, clock, zone, rest @ ..] = words else { return None };
    if weekday.len() != 3 || !date.contains('-') || !clock.contains(':') {
        return None;
    }
    let text = format!("{date} {clock} {zone}");
    let (mut written, took) = read_iso(text.as_bytes())?;
    // a zone that no table knows leaves the time local
    let rest = if took == text.len()
        || zone
            .chars()
            .all(|c| c.is_ascii_uppercase() || matches!(c, '+' | '-') || c.is_ascii_digit())
    {
        rest
    } else {
        words.get(3..)?
    };
    written.text = format!("{weekday} {text}").into();
    Some((written, rest))
}

/// When the timer ran last, the timer, and what it starts.
fn row(line: &str) -> Option<(Option<Written>, String, String)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (activates, before) = words.split_last()?;
    let (unit, before) = before.split_last()?;
    if !unit.ends_with(".timer") {
        return None;
    }
    // the first of the two times is the next run, or the mark that there is none
    let mut rest = match stamp(before) {
        Some((_, rest)) => rest,
        None => before.get(1..)?,
    };
    while !rest.is_empty() {
        if let Some((last, _)) = stamp(rest) {
            return Some((Some(last), (*unit).to_owned(), (*activates).to_owned()));
        }
        rest = rest.get(1..)?;
    }
    Some((None, (*unit).to_owned(), (*activates).to_owned()))
}

impl DocumentReader for TimerListing {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut expression: Option<(Range<usize>, Vec<String>)> = None;
        for (at, line) in lines(document) {
            let clean = without_escapes(line);
            let text = readable(&clean);
            if let Some((name, value)) = label(&text) {
                if matches!(name, "Original form" | NORMALIZED)
                    && expression
                        .as_ref()
                        .is_some_and(|(_, told)| told.len() > 1 || name != NORMALIZED)
                {
                    told(expression.take(), out);
                }
                let (range, lines) = expression.get_or_insert_with(|| (at.clone(), Vec::new()));
                range.end = at.end;
                lines.push(format!("{name}: {value}"));
                continue;
            }
            told(expression.take(), out);
            match row(&text) {
                Some((Some(last), unit, activates)) => {
                    let mut draft = Draft::new(
                        0,
                        EventKind::CronRun(Box::new(CronRun {
                            command: activates,
                            scheduler: Scheduler::Systemd,
                            ..CronRun::default()
                        })),
                    )
                    .stamped(Some(last));
                    draft.at = at;
                    draft.remarks.push(Remark::LastRun(unit));
                    out.draft(draft);
                }
                Some((None, ..)) => out.gap(at, GapReason::Furniture),
                None if text.trim().is_empty() => out.gap(at, GapReason::Blank),
                None if is_frame(&text) => out.gap(at, GapReason::Furniture),
                None => out.gap(at, GapReason::Unparsed),
            }
        }
        told(expression, out);
    }
}

/// Headings and footers.
fn is_frame(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("NEXT ")
        || text.ends_with("timers listed.")
        || text.starts_with("Pass --all")
        || text.starts_with("lines ")
        || text.starts_with(['$', '#'])
}

fn told(expression: Option<(Range<usize>, Vec<String>)>, out: &mut Parsed) {
    let Some((at, lines)) = expression else { return };
    let mut draft =
        Draft::new(0, EventKind::Text(format!("systemd-analyze calendar: {}", lines.join("; "))));
    draft.at = at;
    out.draft(draft);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Parsed {
        let mut out = Parsed::default();
        TimerListing.read(text.as_bytes(), &mut out);
        out
    }

    #[test]
    fn the_last_run_of_a_timer_is_a_run_and_the_next_is_none() {
        for text in [
            "NEXT                        LEFT     LAST                        PASSED UNIT    ACTIVATES\nTue 2026-01-06 06:00:00 CET 21h left Mon 2026-01-05 06:00:04 CET 2h ago a.timer a.service\n\n1 timers listed.\n",
            "NEXT LEFT LAST                              PASSED UNIT    ACTIVATES\n-       - Mon 2026-01-05 06:00:04 CET 2h 3min ago a.timer a.service\n",
        ] {
            let out = read(text);
            let [draft] = out.drafts.as_slice() else { panic!("{out:?}") };
            assert!(matches!(&draft.kind, EventKind::CronRun(run) if run.command == "a.service"));
            assert_eq!(draft.written.as_ref().and_then(|w| w.offset_s), Some(3600), "{text}");
            assert!(out.gaps.iter().all(|gap| gap.reason != GapReason::Unparsed));
            assert_eq!(
                (FORMAT.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }),
                Likeness(97)
            );
        }
        assert_eq!(read("n/a n/a n/a n/a b.timer b.service\n").drafts.len(), 0);
    }

    #[test]
    fn each_calendar_expression_is_told_with_its_runs() {
        let text = "  Original form: daily\nNormalized form: *-*-* 00:00:00\n    Next elapse: Sat 2026-01-10 00:00:00 CET\n       (in UTC): Fri 2026-01-09 23:00:00 UTC\n       From now: 6h left\nNormalized form: Mon *-*-* 06:00:00\n    Next elapse: Mon 2026-01-12 06:00:00 CET\n";
        assert_eq!(read(text).drafts.len(), 2);
        assert_eq!(
            (FORMAT.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }),
            Likeness(95)
        );
    }
}
