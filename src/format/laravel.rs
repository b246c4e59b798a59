//! Laravel's log: Monolog's line format `[stamp] channel.LEVEL: message {context} {extra}`, as
//! `Illuminate\Log\LogManager` sets it up, plain or behind a collector's prefix.

mod prefilter;

use std::borrow::Cow;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        remark::Remark,
    },
    format::{
        contract::{Format, Head, Label, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            artisan,
            collector_prefix::Prefix,
            lines::{lines, text, trim_end_of_line, without_bom},
            loose_json,
            monolog::{self, entry::Entry},
            prefilter::Prefilter,
            querylog,
        },
    },
    time::Written,
};

/// The most of a context that is read as JSON: a statement that drops ten thousands of tables fits.
const CONTEXT_BYTES: usize = 8 << 20;

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "laravel",
    about: "Laravel and Lumen application log (Monolog lines), plain or through docker, kubectl, journald, syslog, php-fpm",
    example: r#"[2026-01-02 03:04:05] production.ERROR: Payment failed {"userId":7} "#,
    sniff,
    reader: |head| Reader::Records(Box::new(Records { style: style(head).0 })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (style, count) = style(head);
    if count == 0 {
        let traces =
            head.lines().take(2000).filter(|line| monolog::entry::is_trace_line(line)).count();
        let whole = head.lines().take(2000).filter(|line| !line.is_empty()).count();
        return if traces > 3 && traces * 2 > whole { Likeness(40) } else { Likeness::NONE };
    }
    let first = head.lines().find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let at_once = style.strip(first).is_some_and(|bare| monolog::header(&bare.line).is_some());
    Likeness(if at_once {
        95
    } else if count > 1 {
        85
    } else {
        60
    })
}

fn style(head: &Head<'_>) -> (Prefix, usize) {
    let lines: Vec<&[u8]> = head.lines().take(4000).collect();
    Prefix::best(&lines, |line| monolog::header(line).is_some())
}

struct Records {
    style: Prefix,
}

impl Records {
    /// The record as the application wrote it, and the collector's stamp of its first line.
    fn bare(&self, record: &[u8]) -> (Vec<u8>, Option<Written>) {
        let mut whole = Vec::with_capacity(record.len());
        let mut stamp = None;
        for (range, line) in lines(record) {
            match self.style.strip(line) {
                Some(bare) => {
                    if range.start == 0 {
                        stamp = bare.stamp;
                    }
                    whole.extend_from_slice(&bare.line);
                    // docker splits long lines: a part without a line break goes on in the next
                    let whole_line =
                        self.style == Prefix::DockerJson || self.style.goes_on(line, &bare.line);
                    if !whole_line {
                        whole.push(b'\n');
                    }
                }
                None => {
                    whole.extend_from_slice(line);
                    whole.push(b'\n');
                }
            }
        }
        (whole, stamp)
    }
}

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        match self.style {
            Prefix::None => prefilter::starts(without_bom(line)),
            style => style.strip(line).is_some_and(|bare| prefilter::starts(&bare.line)),
        }
    }

    fn opening(&self) -> Option<&'static [u8]> {
        // the last begins a byte order mark
        (self.style == Prefix::None).then_some(b"[ \xEF")
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
            return;
        }
        if self.style == Prefix::None {
            read_plain(record, None, out);
        } else {
            let (bare, stamp) = self.bare(record);
            let mut inner = Parsed::default();
            read_plain(&bare, stamp, &mut inner);
            for mut draft in inner.drafts {
                draft.at = 0..record.len();
                out.draft(draft);
            }
            for gap in inner.gaps {
                out.gap(0..record.len(), gap.reason);
            }
        }
    }

    fn may_tell_statement(&self, record: &[u8]) -> bool {
        self.style != Prefix::None || may_log_query(record)
    }

    fn written(&self, record: &[u8]) -> Option<Written> {
        if self.style == Prefix::None
            && let Some((stamp, _)) = monolog::bracketed_stamp(first_line(without_bom(record)))
        {
            return Some(stamp);
        }
        let mut parsed = Parsed::default();
        self.read(record, &mut parsed);
        parsed.drafts.into_iter().find_map(|draft| draft.written)
    }

    fn label<'a>(&self, record: &'a [u8]) -> Label<'a> {
        let label = |text: &[u8]| {
            monolog::gravest(text)
                .map(|name| (name.level, String::from_utf8_lossy(name.channel).into_owned()))
        };
        if self.style == Prefix::None {
            return match monolog::gravest(without_bom(record)) {
                Some(name) => Label {
                    level: Some(name.level),
                    channel: Some(String::from_utf8_lossy(name.channel)),
                },
                None => Label::default(),
            };
        }
        match label(without_bom(&self.bare(record).0)) {
            Some((level, channel)) => {
                Label { level: Some(level), channel: Some(Cow::Owned(channel)) }
            }
            None => Label::default(),
        }
    }

    fn is_open(&self, record: &[u8]) -> bool {
        let open = |text: &[u8]| {
            let text = without_bom(text);
            monolog::header(first_line(text)).is_some_and(|header| {
                let parts = monolog::split(text.get(header.body..).unwrap_or_default());
                parts.open && parts.next.is_none()
            })
        };
        if self.style == Prefix::None { open(record) } else { open(&self.bare(record).0) }
    }

    fn prefilter(&self) -> Option<&dyn Prefilter> {
        (self.style == Prefix::None).then_some(&prefilter::Heads as &dyn Prefilter)
    }
}

fn first_line(record: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', record).unwrap_or(record.len());
    trim_end_of_line(record.get(..end).unwrap_or(record))
}

/// Whether a record may hold an entry that logs a query.
fn may_log_query(record: &[u8]) -> bool {
    let bytes = without_bom(record);
    // a record may hold several entries on one line
    let begins =
        |at: usize| bytes.get(at..).is_some_and(|rest| monolog::name(first_line(rest)).is_some());
    let another = || memchr::memchr_iter(b'[', bytes).any(|at| at > 0 && begins(at));
    let message = monolog::name(first_line(bytes)).and_then(|name| bytes.get(name.body..));
    message.is_none_or(querylog::may_begin) || querylog::may_hold(bytes) || another()
}

/// Reads a record without prefix; `outer` is the stamp that a collector put before it.
pub(super) fn read_plain(record: &[u8], outer: Option<Written>, out: &mut Parsed) {
    let outer = outer.filter(|stamp| !matches!(stamp.stamp, crate::time::Stamp::Yearless { .. }));
    let mut base = record.len() - without_bom(record).len();
    for _ in 0..10_000 {
        let rest = record.get(base..).unwrap_or_default();
        let line = first_line(rest);
        let Some(header) = monolog::header(line) else {
            read_other(rest, base, out);
            return;
        };
        let body = rest.get(header.body..).unwrap_or_default();
        let parts = monolog::split(body);
        let next = parts.next.or(parts.foreign);
        let end = next.map_or(record.len(), |next| base + header.body + next);
        let mut remarks = Vec::new();
        if parts.open {
            remarks.push(Remark::ContextOpen);
        }
        let context = parts
            .context
            .filter(|json| json.len() <= CONTEXT_BYTES || json.starts_with(b"{\"exception\""));
        if let (Some(json), None) = (parts.context, context) {
            remarks.push(Remark::LargeContext(json.len()));
        }
        let entry = Entry {
            level: header.level,
            channel: header.channel,
            message: text(parts.message),
            context: context.and_then(loose_json::parse_json),
        };
        let mut draft = querylog::draft(entry, 0).stamped(Some(header.stamp));
        draft.at = base..end;
        draft.twin = outer.clone().map(Box::new);
        draft.remarks.append(&mut remarks);
        out.draft(draft);
        if parts.next.is_none() {
            if parts.foreign.is_some() {
                out.gap(end..record.len(), GapReason::Torn);
            }
            return;
        }
        base = end;
    }
}

/// A record in a Laravel log that is no log entry: a worker's or scheduler's line, or torn text.
fn read_other(rest: &[u8], base: usize, out: &mut Parsed) {
    let line = first_line(rest);
    let whole = base..base + rest.len();
    let draft = if let Some((stamp, command)) = artisan::worker_line(line) {
        Draft::new(0, EventKind::Command(Box::new(command))).stamped(Some(stamp))
    } else if let Some((stamp, run)) = artisan::schedule_line(line) {
        Draft::new(0, EventKind::CronRun(Box::new(run))).stamped(stamp)
    } else {
        out.gap(whole, GapReason::Torn);
        return;
    };
    out.draft(Draft { at: whole, ..draft });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::log::Level;

    fn read(log: &str) -> Parsed {
        let head = Head { name: "x.log", bytes: log.as_bytes(), whole: true };
        let Reader::Records(reader) = (FORMAT.reader)(&head) else { panic!("records") };
        let mut out = Parsed::default();
        reader.read(log.as_bytes(), &mut out);
        out
    }

    proptest::proptest! {
        #[test]
        fn what_tells_of_a_statement_is_never_left_out(parts in proptest::collection::vec(proptest::sample::select(&[
            "[2026-01-02 03:04:05] local.INFO: ", "[2026-01-02 03:04:05] local.ERROR:", "select * from a", "SELECT 1;", " update b set c = 1 ", "Slow query: ", "query took 5 ms: ", "SQL ", "SQLSTATE[1]: ",
            "[5ms] ", "(12 ms)", " | GET: /x", "{\"sql\":\"select 1\",\"time\":5} ", "{\"query\":{\"sql\":\"drop table a\"},\"duration_ms\":7}", "{\"bindings\":[1],\"ms\":2}", "{\"\\u0073ql\":\"select 1\",\"took\":1}",
            "{\"exception\":\"x\"}", "/* Origin (console): a\n   Query 2 - 2026-01-02 03:04:05 [12.1ms] */\ndelete from b;", "\n", " ", "\u{a0}", "ä", "a long text without any of these words ", ": ", "order stored",
        ][..]), 0..9)) {
            let log = format!("[2026-01-02 03:04:05] local.INFO: {}\n", parts.concat());
            let reader = Records { style: Prefix::None };
            let mut out = Parsed::default();
            reader.read(log.as_bytes(), &mut out);
            let tells = out.drafts.iter().any(|draft| matches!(draft.kind, EventKind::Query(_)));
            proptest::prop_assert!(!tells || reader.may_tell_statement(log.as_bytes()), "{}", log);
        }
    }

    #[test]
    fn entries_without_a_statement_are_passed_over() {
        let reader = Records { style: Prefix::None };
        for log in [
            "[2026-01-02 03:04:05] local.INFO: order 5 stored {\"order_id\":5,\"duration_ms\":12} \n",
            "[2026-01-02 03:04:05] local.ERROR: SQLSTATE[40001]: deadlock (SQL: update a set b = 1) {\"exception\":\"[object] (Illuminate\\\\Database\\\\QueryException(code: 0))\n[stacktrace]\n#0 {main}\n\"} \n",
        ] {
            assert!(!reader.may_tell_statement(log.as_bytes()), "{log}");
        }
    }

    #[test]
    fn an_entry_with_a_trace_becomes_one_log_event() {
        let out = read(
            "[2026-01-02 03:04:05] local.CRITICAL: outer {\"exception\":\"[object] (RuntimeException(code: 5): outer at /a/t.php:8)\n[stacktrace]\n#0 /a/artisan(38): require()\n#1 {main}\n\"} \n",
        );
        let EventKind::Log(log) = &out.drafts[0].kind else { panic!("a log") };
        assert_eq!(
            (log.message.as_str(), log.exception.as_deref(), log.trace_lines),
            ("outer", Some("RuntimeException"), 2)
        );
        assert_eq!(log.level, Some(Level::Critical));
    }

    #[test]
    fn a_slow_entry_becomes_a_query_that_began_before_its_stamp() {
        let out = read(
            "[2026-01-02 03:04:05] staging.WARNING: SLOW {\"sql\":\"drop table `a`,`b`\",\"time_ms\":2000} \n",
        );
        let EventKind::Query(query) = &out.drafts[0].kind else { panic!("a query") };
        assert_eq!(
            (query.sql.as_str(), query.environment.as_deref()),
            ("drop table `a`,`b`", Some("staging"))
        );
        assert_eq!(out.drafts[0].shift_us, -2_000_000);
    }

    #[test]
    fn docker_objects_are_put_together() {
        let log = "{\"log\":\"[2026-01-02 03:04:05] local.ERROR: x {\\\"exception\\\":\\\"[object] (E(code: 0): x at /a:1)\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-02T02:04:05.5Z\"}\n{\"log\":\"#0 {main}\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-02T02:04:05.5Z\"}\n{\"log\":\"\\\"} \\n\",\"stream\":\"stderr\",\"time\":\"2026-01-02T02:04:05.5Z\"}\n";
        let out = read(log);
        let EventKind::Log(found) = &out.drafts[0].kind else { panic!("a log") };
        assert_eq!(found.exception.as_deref(), Some("E"));
        assert!(out.drafts[0].twin.is_some());
    }

    #[test]
    fn a_second_header_on_the_same_line_is_a_second_event() {
        let out = read(
            "[2026-01-02 03:04:05] local.INFO: a {\"k\":1} [2026-01-02 03:04:06] local.INFO: b {\"k\":2} \n",
        );
        assert_eq!(out.drafts.len(), 2);
        assert_eq!(out.drafts[0].at.end, out.drafts[1].at.start);
    }

    #[test]
    fn text_before_the_first_header_is_torn() {
        let out = read("#12 /a/b.php(3): c()\n#13 {main}\n\"} \n");
        assert_eq!(out.gaps[0].reason, GapReason::Torn);
    }
}
