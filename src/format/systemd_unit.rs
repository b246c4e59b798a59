//! Unit files of systemd: timers (when) and services (what they run); after systemd.timer(5),
//! systemd.service(5) and systemd.syntax(7).

use crate::{
    event::{
        draft::Draft,
        job::{CronJob, Scheduler},
        kind::EventKind,
        remark::Remark,
        script::{Language, Script},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{lines::readable, shell},
    },
    time::schedule::Schedule,
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "systemd_unit",
    about: "timers and services of systemd: what is scheduled and what it runs",
    example: "[Timer]\\nOnCalendar=*-*-* 03:15:00",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.file_name().to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let text = readable(head.bytes.get(..head.bytes.len().min(64 * 1024)).unwrap_or_default());
    if !is_all_unit(&text) {
        return Likeness::NONE;
    }
    let unit = entries(&text);
    let has = |section: &str, keys: &[&str]| {
        unit.iter().any(|(s, key, _)| s == section && keys.contains(&key.as_str()))
    };
    if has(
        "Timer",
        &[
            "OnCalendar",
            "OnBootSec",
            "OnUnitActiveSec",
            "OnActiveSec",
            "OnStartupSec",
            "OnUnitInactiveSec",
        ],
    ) || has("Service", &["ExecStart", "ExecStartPre", "ExecStartPost"])
    {
        Likeness(93)
    } else {
        Likeness::NONE
    }
}

/// Whether nearly every line is a section, a key with its value, or goes on a value: a unit that
/// another file quotes does not make that file one. `systemctl cat` puts the path in a comment.
fn is_all_unit(text: &str) -> bool {
    let (mut all, mut fits, mut goes_on) = (0usize, 0usize, false);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let key = line.split_once('=').map(|(key, _)| key.trim_end());
        let is_key = key.is_some_and(|key| key.bytes().all(|b| b.is_ascii_alphanumeric()));
        let section = line.starts_with('[') && line.ends_with(']');
        if !line.starts_with(['#', ';']) || goes_on {
            all += 1;
            fits += usize::from(goes_on || is_key || section);
        }
        goes_on = line.ends_with('\\');
    }
    fits * 10 >= all * 9
}

/// Section, key and value, continuation lines joined.
fn entries(text: &str) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    let mut section = String::new();
    let mut pending = String::new();
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        if line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        if let Some(begun) = line.strip_suffix('\\') {
            pending.push_str(begun.trim_start());
            pending.push(' ');
            continue;
        }
        pending.push_str(line.trim_start());
        let whole = std::mem::take(&mut pending);
        let whole = whole.trim();
        if let Some(name) = whole.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((key, value)) = whole.split_once('=')
            && !section.is_empty()
        {
            out.push((section.clone(), key.trim().to_owned(), value.trim().to_owned()));
        }
        if out.len() > 10_000 {
            break;
        }
    }
    out
}

struct Document {
    name: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let text = readable(document);
        let unit = entries(&text);
        let value = |section: &str, key: &str| {
            unit.iter()
                .rfind(|(s, k, _)| s == section && k == key)
                .map(|(_, _, value)| value.clone())
        };
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
        let service = value("Timer", "Unit").unwrap_or_else(|| format!("{stem}.service"));
        for (section, key, when) in &unit {
            if section != "Timer" || !key.starts_with("On") || when.is_empty() {
                continue;
            }
            let schedule = format!("{key}={when}");
            let zone =
                Schedule::parse(&schedule).and_then(|schedule| schedule.zone().map(str::to_owned));
            let mut draft = Draft::new(
                document.len(),
                EventKind::CronJob(Box::new(CronJob {
                    schedule,
                    user: None,
                    command: service.clone(),
                    zone,
                    scheduler: Scheduler::Systemd,
                })),
            );
            for key in ["RandomizedDelaySec", "AccuracySec"] {
                draft.remarks.extend(
                    value("Timer", key).map(|value| Remark::Late { key, value: value.clone() }),
                );
            }
            out.draft(draft);
        }
        let commands: Vec<String> = unit
            .iter()
            .filter(|(section, key, value)| {
                section == "Service" && key.starts_with("ExecStart") && !value.is_empty()
            })
            // `-`, `@`, `+` and the like before the path tell systemd how to treat it
            .map(|(_, _, value)| value.trim_start_matches(['-', '@', ':', '+', '!']).to_owned())
            .collect();
        if commands.is_empty() {
            return;
        }
        let mut settings: Vec<(String, String)> = Vec::new();
        for (_, key, value) in unit.iter().filter(|(section, _, _)| section == "Service") {
            match key.as_str() {
                "Environment" => {
                    // several assignments on a line, each in quotes or not
                    for word in shell::parse(&format!("x {value}"))
                        .commands
                        .iter()
                        .flat_map(|command| command.words.iter().skip(1))
                    {
                        settings.extend(
                            word.split_once('=')
                                .map(|(name, value)| (name.to_owned(), value.to_owned())),
                        );
                    }
                }
                "User" | "WorkingDirectory" | "EnvironmentFile" => {
                    settings.push((key.clone(), value.clone()));
                }
                _ => {}
            }
        }
        let script = Script {
            language: Language::Unit,
            name: self.name.clone(),
            commands,
            settings,
            ..Script::default()
        };
        out.draft(Draft::new(document.len(), EventKind::Script(Box::new(script))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Vec<EventKind> {
        assert!((FORMAT.sniff)(&Head { name, bytes: text.as_bytes(), whole: true }) > Likeness(90));
        let mut out = Parsed::default();
        Document { name: name.to_owned() }.read(text.as_bytes(), &mut out);
        out.drafts.into_iter().map(|draft| draft.kind).collect()
    }

    #[test]
    fn a_timer_schedules_the_service_of_its_name() {
        let kinds = read(
            "report.timer",
            "[Unit]\nDescription=x\n[Timer]\nOnCalendar=Mon..Fri *-*-* 06:00:00 Europe/Berlin\n",
        );
        let Some(EventKind::CronJob(job)) = kinds.first() else { panic!() };
        assert_eq!(
            (job.command.as_str(), job.zone.as_deref()),
            ("report.service", Some("Europe/Berlin"))
        );
        assert_eq!(job.schedule, "OnCalendar=Mon..Fri *-*-* 06:00:00 Europe/Berlin");
    }

    #[test]
    fn a_service_says_what_it_runs_with_which_settings() {
        let text = "[Service]\nUser=etl\nEnvironment=A=1 \"B=x y\"\nExecStartPre=-/bin/true\nExecStart=/bin/bash -c 'a | \\\n  b'\n";
        let kinds = read("report.service", text);
        let Some(EventKind::Script(script)) = kinds.first() else { panic!() };
        assert_eq!(script.commands, ["/bin/true", "/bin/bash -c 'a |  b'"]);
        let expected =
            [("User", "etl"), ("A", "1"), ("B", "x y")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(script.settings, expected);
    }

    #[test]
    fn a_unit_that_another_file_quotes_does_not_make_it_one() {
        use crate::format::testing::likeness;
        let unit = "# /etc/systemd/system/x.service\n[Unit]\nDescription=x\n[Service]\nExecStart=/usr/bin/x \\\n  --all\n";
        assert_eq!(likeness(&FORMAT, unit), 93);
        let history = format!(
            "#1795414800\nls -la\ncat > /etc/systemd/system/x.service <<EOF\n{unit}EOF\nphp artisan migrate:fresh\n"
        );
        assert_eq!(likeness(&FORMAT, &history), 0);
    }
}
