//! Deployment logs: scripts that log each step with a stamp, what a step printed below it.

use crate::{
    event::{draft::Draft, kind::EventKind, session::CommandVia},
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::steps,
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "deploy_log",
    about: "log of a deployment script: stamped steps with their output",
    example: "[2026-01-02 03:04:05] php artisan migrate --force",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut found, mut telling, mut system) = (0usize, 0usize, 0usize);
    for step in head.lines().take(1000).filter_map(steps::step) {
        found += 1;
        system += usize::from(steps::is_system_line(&step));
        let tagged = step.tag.as_deref().is_some_and(steps::is_deployment);
        if step.plain
            && (tagged
                || steps::is_deployment(&step.text)
                || steps::command_in(&step.text).is_some())
        {
            telling += 1;
        }
    }
    let named = head.file_name().to_ascii_lowercase().contains("deploy");
    Likeness(if found == 0 || system * 2 >= found {
        0
    } else if telling > 0 && (named || telling * 10 >= found) {
        78
    } else if named {
        60
    } else {
        0
    })
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        steps::step(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if let Some(reason) = steps::drafts(record, Some(CommandVia::Deploy), &mut out.drafts) {
            out.gap(0..record.len(), reason);
        }
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(Person::default())
    }
}

/// Who set off the deployment that the steps belong to.
#[derive(Default)]
struct Person(Option<String>);

impl Carry for Person {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for draft in drafts {
            match &mut draft.kind {
                EventKind::Command(command) => {
                    if steps::is_beginning(&command.command) {
                        self.0.clone_from(&command.user);
                    } else if command.user.is_none() {
                        command.user.clone_from(&self.0);
                    }
                }
                EventKind::Text(told) if steps::is_end(told) && steps::is_deployment(told) => {
                    self.0 = None;
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_credited_to_the_one_who_started_the_deployment() {
        let mut carry = Records.carry();
        let mut users = Vec::new();
        for line in [
            "[2026-01-02 03:04:05] == deploy started by alice ==",
            "[2026-01-02 03:04:06] php artisan migrate",
            "[2026-01-02 03:04:07] deploy finished",
            "[2026-01-02 03:09:07] php artisan up",
        ] {
            let mut out = Parsed::default();
            Records.read(line.as_bytes(), &mut out);
            carry.pass(&mut out.drafts);
            users.extend(out.drafts.iter().filter_map(|d| match &d.kind {
                EventKind::Command(c) => Some(c.user.clone()),
                _ => None,
            }));
        }
        assert_eq!(users, vec![Some("alice".into()), Some("alice".into()), None]);
    }
}
