//! Capistrano's own log (`log/capistrano.log`, SSHKit's pretty formatter): `INFO START 2026-04-09
//! 16:46:31 -0500 cap production deploy`, then each command with an id, what it printed, how long
//! it took. Only START and END bear a time; what runs between them is dated by the durations.

use std::collections::HashMap;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::lines::{clip, lines, text, without_escapes},
    },
    time::{Written, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "capistrano_log",
    about: "Capistrano's log: deployments with the commands that they ran",
    example: "INFO START 2026-01-02 03:04:05 +0100 cap production deploy",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

/// What of a command's output is kept.
const OUTPUT: usize = 32_000;

/// The most commands of one deployment that are told of.
const MOST_COMMANDS: usize = 5000;

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut starts, mut steps, mut all) = (0_usize, 0_usize, 0_usize);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200) {
        let line = clean(line);
        all += 1;
        starts += usize::from(start(&line).is_some());
        steps += usize::from(step(&line).is_some() || is_ruler(&line));
    }
    let most = (starts + steps) * 2 > all;
    Likeness(match (starts, steps) {
        (1.., _) if most => 92,
        (0, 2..) if most => 80,
        _ => 0,
    })
}

/// A line without colours, and its level.
fn clean(line: &[u8]) -> String {
    text(&without_escapes(line))
}

/// What follows the level of a line.
fn told(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["INFO ", "DEBUG ", "WARN ", "ERROR ", "FATAL "]
        .iter()
        .find_map(|level| line.strip_prefix(level))
}

fn is_ruler(line: &str) -> bool {
    told(line).is_some_and(|told| told.len() > 20 && told.bytes().all(|b| b == b'-'))
}

/// The time and the command of a deployment that starts.
fn start(line: &str) -> Option<(Written, &str)> {
    let rest = told(line)?.strip_prefix("START ")?;
    let (written, took) = read::read_iso(rest.as_bytes())?;
    let command = rest.get(took..)?.trim();
    (command == "cap" || command.starts_with("cap ")).then_some((written, command))
}

/// A line of a command.
enum Step<'a> {
    /// It is about to run; the account and host.
    Running(&'a str, Option<(&'a str, &'a str)>),
    /// The whole of it, as the shell gets it.
    Whole(&'a str),
    /// It ended after so many microseconds.
    Finished(i64),
    /// It printed this.
    Printed(&'a str),
}

/// The id of a command and what a line says of it.
fn step(line: &str) -> Option<(&str, Step<'_>)> {
    let (id, said) = told(line)?.strip_prefix('[')?.split_once("] ")?;
    if id.len() != 8 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let step = if let Some(run) = said.strip_prefix("Running ") {
        let (command, to) = match run.rsplit_once(" as ") {
            Some((command, to)) if !to.contains(' ') => (command, to.split_once('@')),
            _ => (run, None),
        };
        Step::Running(command, to)
    } else if let Some(whole) = said.strip_prefix("Command: ") {
        Step::Whole(whole)
    } else if let Some(end) = said.strip_prefix("Finished in ") {
        let seconds: f64 = end.split(' ').next()?.parse().ok()?;
        if !(0.0..1e6).contains(&seconds) {
            return None;
        }
        Step::Finished((seconds * 1e6) as i64)
    } else {
        Step::Printed(said)
    };
    Some((id, step))
}

/// A command of a deployment while its lines are read.
struct Run {
    at: std::ops::Range<usize>,
    /// How long after the start it began, as far as durations tell.
    shift_us: i64,
    command: String,
    to: Option<(String, String)>,
    output: String,
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        start(&clean(line)).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut stamp = None;
        let mut runs: Vec<Run> = Vec::new();
        let mut by_id: HashMap<String, usize> = HashMap::new();
        let mut spent_us = 0_i64;
        for (at, line) in lines(record) {
            let line = clean(line);
            if let Some((written, command)) = start(&line) {
                let kind = EventKind::Command(Box::new(Command {
                    command: command.to_owned(),
                    via: CommandVia::Deploy,
                    ..Command::default()
                }));
                let mut draft = Draft::new(0, kind).stamped(Some(written.clone()));
                draft.at = at;
                out.draft(draft);
                stamp = Some(written);
                continue;
            }
            let Some((id, step)) = step(&line) else { continue };
            let own = by_id.get(id).copied();
            match step {
                Step::Finished(took) => {
                    spent_us = spent_us.saturating_add(took);
                    by_id.remove(id);
                }
                Step::Running(command, to) if own.is_none() && runs.len() < MOST_COMMANDS => {
                    by_id.insert(id.to_owned(), runs.len());
                    let to = to.map(|(user, host)| (user.to_owned(), host.to_owned()));
                    let (command, output) = (command.to_owned(), String::new());
                    runs.push(Run { at, shift_us: spent_us, command, to, output });
                }
                Step::Whole(whole) if own.is_none() && runs.len() < MOST_COMMANDS => {
                    by_id.insert(id.to_owned(), runs.len());
                    let (command, output) = (whole.to_owned(), String::new());
                    runs.push(Run { at, shift_us: spent_us, command, to: None, output });
                }
                Step::Whole(whole) => {
                    if let Some(run) = own.and_then(|own| runs.get_mut(own)) {
                        whole.clone_into(&mut run.command);
                        run.at.end = at.end;
                    }
                }
                Step::Printed(said) => {
                    if let Some(run) = own.and_then(|own| runs.get_mut(own))
                        && run.output.len() < OUTPUT
                    {
                        run.output.push_str(said.trim_start_matches('\t'));
                        run.output.push('\n');
                    }
                }
                Step::Running(..) => {}
            }
        }
        if stamp.is_none() && runs.is_empty() {
            out.gap(0..record.len(), GapReason::Furniture);
            return;
        }
        for run in runs {
            let (user, host) = run.to.unzip();
            let kind = EventKind::Command(Box::new(Command {
                command: run.command,
                via: CommandVia::Deploy,
                user,
                host,
                output: (!run.output.is_empty()).then(|| clip(&run.output, OUTPUT)),
                ..Command::default()
            }));
            let mut draft = Draft::new(0, kind).stamped(stamp.clone());
            (draft.at, draft.shift_us) = (run.at, run.shift_us);
            out.draft(draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read};

    const LOG: &str = "  INFO ---------------------------------------------------------------------------\n  INFO START 2026-04-09 16:46:31 -0500 cap production deploy\n  INFO ---------------------------------------------------------------------------\n  INFO [9a2e11c0] Running /usr/bin/env mkdir -p /srv/shop as deploy@10.0.0.7\n  INFO [9a2e11c0] Finished in 2.500 seconds with exit status 0 (successful).\n  INFO [1d77c3be] Running /usr/local/bin/bundle exec rake db:migrate as deploy@10.0.0.7\n DEBUG [1d77c3be] Command: cd /srv/shop && ( export RAILS_ENV=\"production\" ; /usr/local/bin/bundle exec rake db:migrate )\n DEBUG [1d77c3be] \t== CreateUsers: migrated\n  INFO [1d77c3be] Finished in 7.448 seconds with exit status 0 (successful).\n  INFO END 2026-04-09 16:47:31 -0500 cap production deploy\n";

    #[test]
    fn commands_are_dated_by_the_start_and_what_was_spent_since() {
        assert_eq!(likeness(&FORMAT, LOG), 92);
        let commands: Vec<_> = read(&FORMAT, LOG.as_bytes())
            .0
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Command(c) => Some((c.command, c.host, draft.shift_us, c.output)),
                _ => None,
            })
            .collect();
        let host = Some("10.0.0.7".to_owned());
        assert_eq!(
            commands,
            [
                ("cap production deploy".to_owned(), None, 0, None),
                ("/usr/bin/env mkdir -p /srv/shop".to_owned(), host.clone(), 0, None),
                (
                    "cd /srv/shop && ( export RAILS_ENV=\"production\" ; /usr/local/bin/bundle exec rake db:migrate )".to_owned(),
                    host,
                    2_500_000,
                    Some("== CreateUsers: migrated\n".to_owned())
                ),
            ]
        );
    }

    #[test]
    fn other_logs_with_levels_and_ids_are_none() {
        let other = "INFO [9a2e11c0] Started GET \"/\" for 10.0.0.1\nINFO START 2026-04-09 16:46:31 -0500 job\n";
        assert_eq!(likeness(&FORMAT, &other.repeat(3)), 0);
    }
}
