//! Output of Laravel's scheduler (`schedule:run`, `schedule:work`) of every generation since 5.0:
//! with no stamp, with an ISO stamp, and with the dotted task lines of 9.21.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Command, CommandVia},
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
    id: "laravel_schedule",
    about: "Laravel scheduler output (schedule:run, schedule:work)",
    example: "[2026-01-02T03:04:05+00:00] Running scheduled command: '/usr/bin/php8.2' 'artisan' backup:run > '/dev/null' 2>&1",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let fits = head.lines().take(2000).filter(|line| starts(line)).count();
    Likeness(match fits {
        0 => 0,
        1 => 80,
        _ => 94,
    })
}

fn starts(line: &[u8]) -> bool {
    let line = without_escapes(line);
    artisan::schedule_line(&line).is_some() || artisan::is_idle_line(&line)
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        starts(line)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let clean = without_escapes(record);
        let mut seen = lines(&clean);
        let first = seen.next().map(|(_, line)| line).unwrap_or_default();
        let rest: Vec<String> =
            seen.map(|(_, line)| text(line)).filter(|line| !line.trim().is_empty()).collect();
        let Some((stamp, mut run)) = artisan::schedule_line(first) else {
            let blank = record.trim_ascii().is_empty();
            let silent = artisan::is_idle_line(first) && rest.is_empty();
            if blank || silent {
                out.gap(
                    0..record.len(),
                    if blank { GapReason::Blank } else { GapReason::Furniture },
                );
            } else {
                output(&rest.join("\n"), None, record.len(), out);
            }
            return;
        };
        let mut printed = Vec::new();
        for line in rest {
            match artisan::schedule_detail(line.as_bytes()) {
                Some(whole) => run.command = whole,
                None if line.trim_start().starts_with('⇂') => {}
                None => printed.push(line),
            }
        }
        out.draft(
            Draft::new(record.len(), EventKind::CronRun(Box::new(run))).stamped(stamp.clone()),
        );
        if !printed.is_empty() {
            output(&printed.join("\n"), stamp, record.len(), out);
        }
    }
}

/// What tasks printed: the command it proves, where it proves one.
fn output(printed: &str, stamp: Option<crate::time::Written>, len: usize, out: &mut Parsed) {
    let kind = match artisan::proved_by_output(printed.lines()) {
        Some(command) => EventKind::Command(Box::new(Command {
            command,
            via: CommandVia::ToolOutput,
            output: Some(clip(printed, 20_000)),
            ..Command::default()
        })),
        None => EventKind::Text(clip(printed, 20_000)),
    };
    out.draft(Draft::new(len, kind).stamped(stamp));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_names_its_command_and_idle_minutes_are_furniture() {
        let mut out = Parsed::default();
        Records.read(
            "  2026-01-02 03:04:00 Running [Nightly] ........... 30.25ms DONE\n  ⇂ '/usr/bin/php8.2' 'artisan' migrate:refresh --force > '/dev/null' 2>&1\n"
                .as_bytes(),
            &mut out,
        );
        assert!(
            matches!(&out.drafts[0].kind, EventKind::CronRun(r) if r.command == "php artisan migrate:refresh --force")
        );
        Records.read(b"No scheduled commands are ready to run.\n", &mut out);
        assert_eq!(out.gaps[0].reason, GapReason::Furniture);
    }
}
