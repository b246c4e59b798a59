//! Output of Laravel's queue workers (`queue:work`, Horizon): one line when a job starts, one when
//! it ends, as `Illuminate\Queue\Console\WorkCommand` prints them.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::{Level, Log},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            artisan,
            lines::{clip, lines, text, without_escapes},
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "laravel_worker",
    about: "Laravel queue worker and Horizon output",
    example: r"[2026-01-02 03:04:05][17] Processing: App\Jobs\RebuildIndex",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let found = head
        .lines()
        .take(2000)
        .filter(|line| artisan::worker_line(&without_escapes(line)).is_some())
        .count();
    Likeness(match found {
        0 => 0,
        1 => 80,
        _ => 93,
    })
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        artisan::worker_line(&without_escapes(line)).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut seen = lines(record);
        let Some((range, first)) = seen.next() else { return };
        let Some((stamp, command)) = artisan::worker_line(&without_escapes(first)) else {
            unstamped(record, out);
            return;
        };
        let failed = command.output.as_deref().is_some_and(|status| status.starts_with('F'));
        let rest = record.get(range.end..).unwrap_or_default();
        let at = if rest.trim_ascii().is_empty() { 0..record.len() } else { 0..range.end };
        out.draft(Draft {
            at,
            ..Draft::new(0, EventKind::Command(Box::new(command))).stamped(Some(stamp.clone()))
        });
        if !rest.trim_ascii().is_empty() {
            // what stands between two jobs was printed by the first, or by the worker itself
            let message = text(rest.trim_ascii());
            let (sqlstate, error_code) = crate::format::grammar::monolog::entry::sqlstate(&message);
            let log = Log {
                level: failed.then_some(Level::Error),
                sql: crate::format::grammar::monolog::entry::quoted_sql(&message),
                message: clip(&message, 20_000),
                sqlstate,
                error_code,
                ..Log::default()
            };
            out.draft(Draft {
                at: range.end..record.len(),
                ..Draft::new(0, EventKind::Log(Box::new(log))).stamped(Some(stamp))
            });
        }
    }
}

/// Text before the first job: the worker's greeting, or the end of a torn box.
fn unstamped(record: &[u8], out: &mut Parsed) {
    let reason =
        if record.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Furniture };
    out.gap(0..record.len(), reason);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_and_what_it_printed_are_two_events() {
        let mut out = Parsed::default();
        Records.read(b"[2026-01-02 03:04:05][17] Failed:     App\\Jobs\\X\nSQLSTATE[42S02]: Base table: 1146 Table gone\n", &mut out);
        assert!(
            matches!(&out.drafts[0].kind, EventKind::Command(c) if c.command == "App\\Jobs\\X")
        );
        assert!(matches!(&out.drafts[1].kind, EventKind::Log(l) if l.error_code == Some(1146)));
    }

    #[test]
    fn what_a_worker_says_before_its_first_job_is_no_torn_entry() {
        let text = "PHP Fatal error:  Uncaught E: x in /a.php:1\n[2026-01-02 03:04:05][17] Processing: App\\Jobs\\X\n";
        let gaps = crate::format::testing::read(&FORMAT, text.as_bytes()).1;
        assert!(gaps.iter().all(|gap| gap.reason != GapReason::Torn), "{gaps:?}");
        assert!(Records.reads_head());
    }
}
