//! Logs that scripts write about their own run: `[stamp] refresh start: a -> b`, `[stamp] done`.

use crate::{
    event::session::CommandVia,
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::steps,
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "script_log",
    about: "log that a script writes about its own run",
    example: "[2026-01-02T03:04:05+00:00] refresh start: /dumps/shop.sql.gz -> shop_staging",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut found, mut telling, mut system) = (0usize, 0usize, 0usize);
    for step in head.lines().take(1000).filter_map(steps::step) {
        found += 1;
        let foreign = steps::is_system_line(&step) || steps::is_logger_line(&step);
        system += usize::from(foreign || !step.plain);
        telling +=
            usize::from(steps::is_beginning(&step.text) || steps::command_in(&step.text).is_some());
    }
    Likeness(if found > 0 && telling * 10 >= found && system * 2 < found { 45 } else { 0 })
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        steps::step(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if let Some(reason) = steps::drafts(record, Some(CommandVia::ScriptLog), &mut out.drafts) {
            out.gap(0..record.len(), reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind::EventKind;

    #[test]
    fn a_start_is_a_command_that_the_script_says_it_runs() {
        let mut out = Parsed::default();
        Records.read(b"[2026-01-02T03:04:05+00:00] refresh start: a -> b\n", &mut out);
        assert!(
            matches!(&out.drafts[0].kind, EventKind::Command(c) if c.via == CommandVia::ScriptLog && c.command == "refresh start: a -> b")
        );
    }
}
