//! crontab files of accounts and of the system, and anacrontab: settings, five fields or a
//! nickname, in system files the account, then the command; after crontab(5) of Debian cron,
//! cronie and busybox and anacrontab(5).

use std::ops::Range;

use crate::{
    event::{
        draft::{Draft, GapReason},
        job::{CronJob, Scheduler},
        kind::EventKind,
        remark::Remark,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{lines, readable},
    },
    time::schedule::Schedule,
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "crontab",
    about: "crontabs of accounts and of the system, anacrontab: what is scheduled when",
    example: "15 3 * * * cd /srv/app && php artisan report:build",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.name.to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut jobs, mut wild, mut anacron, mut bad, mut numeric) =
        (0usize, 0usize, 0usize, 0usize, 0usize);
    for line in head.lines() {
        match read_line(&readable(line)) {
            Line::Nothing | Line::Setting(..) => {}
            Line::Job { schedule, command, .. } => {
                jobs += 1;
                wild += usize::from(schedule.contains(['*', '@']));
                numeric += usize::from(!command.chars().any(char::is_alphabetic));
            }
            Line::Period { .. } => anacron += 1,
            Line::Bad => bad += 1,
        }
    }
    let named = head.name.to_ascii_lowercase().contains("cron");
    let likeness = match (jobs, anacron) {
        (0, 0) => 0,
        (0, _) if named && bad == 0 => 80,
        (0, _) => 0,
        _ if numeric * 2 > jobs => 0,
        _ if named && bad <= jobs => 85,
        _ if bad == 0 && wild > 0 => 70,
        _ if bad == 0 => 30,
        _ if bad * 4 <= jobs && wild > 0 => 30,
        _ => 0,
    };
    Likeness(likeness)
}

struct Document {
    name: String,
}

/// What one line is.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    Nothing,
    Setting(&'a str, String),
    /// What follows the five fields, account or not.
    Job {
        schedule: String,
        command: &'a str,
    },
    /// A line of anacrontab.
    Period {
        period: &'a str,
        delay: &'a str,
        job: &'a str,
        command: &'a str,
    },
    Bad,
}

fn read_line(line: &str) -> Line<'_> {
    let line = line.trim_start_matches([' ', '\t']).trim_end_matches(['\r', '\n']);
    if line.trim().is_empty() || line.starts_with('#') {
        return Line::Nothing;
    }
    if let Some(job) = job(line) {
        return job;
    }
    if let Some((name, value)) = setting(line) {
        return Line::Setting(name, value);
    }
    period(line).unwrap_or(Line::Bad)
}

/// The first blank-separated word and what follows the blanks after it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '\t']);
    let (word, rest) = text.split_once([' ', '\t'])?;
    Some((word, rest.trim_start_matches([' ', '\t'])))
}

fn job(line: &str) -> Option<Line<'_>> {
    // cronie: a dash before the fields keeps the run out of the log
    let line = line.strip_prefix('-').unwrap_or(line);
    if line.starts_with('@') {
        let (nickname, command) = word(line)?;
        Schedule::parse(nickname)?;
        // `@monthly 0 cron.monthly command` is anacron's
        if command.starts_with(|c: char| c.is_ascii_digit()) && period(line).is_some() {
            return None;
        }
        return (!command.is_empty()).then(|| Line::Job { schedule: nickname.to_owned(), command });
    }
    let mut fields = Vec::with_capacity(5);
    let mut rest = line;
    for _ in 0..5 {
        let (field, after) = word(rest)?;
        if field.len() > 512 {
            return None;
        }
        fields.push(field);
        rest = after;
    }
    let schedule = fields.join(" ");
    Schedule::cron(&schedule)?;
    (!rest.trim().is_empty()).then_some(Line::Job { schedule, command: rest })
}

fn setting(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim().trim_matches(['"', '\'']);
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let value = value.trim();
    let bare = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value);
    fits.then(|| (name, bare.to_owned()))
}

fn period(line: &str) -> Option<Line<'_>> {
    let (period, rest) = word(line)?;
    let (delay, rest) = word(rest)?;
    let (job, command) = word(rest)?;
    let whole = |text: &str| {
        !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit())
    };
    let fits = (whole(period)
        || ["@daily", "@weekly", "@monthly", "@yearly", "@annually"].contains(&period))
        && whole(delay)
        && job.starts_with(|c: char| c.is_ascii_alphabetic())
        && job.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && command.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '.' | '['));
    fits.then_some(Line::Period { period, delay, job, command })
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let text = readable(document);
        let system = is_system(&self.name, &text);
        let account = if system { None } else { account(&self.name) };
        let mut settings: Vec<(String, String)> = Vec::new();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut broken: Option<(usize, Range<usize>)> = None;
        for (number, (at, line)) in (1usize..).zip(lines(document)) {
            let line = readable(line);
            match read_line(&line) {
                Line::Nothing => out.gap(
                    at,
                    if line.trim().is_empty() { GapReason::Blank } else { GapReason::Furniture },
                ),
                Line::Setting(name, value) => {
                    settings.retain(|(known, _)| known != name);
                    if settings.len() < 1000 {
                        settings.push((name.to_owned(), value));
                    }
                    out.gap(at, GapReason::Furniture);
                }
                Line::Job { schedule, command } => {
                    let (user, command) = if system {
                        match word(command) {
                            Some((user, command)) => (Some(user.to_owned()), command),
                            None => (None, command),
                        }
                    } else {
                        (account.clone(), command)
                    };
                    drafts.push(draft(at, schedule, user, command, &settings));
                }
                Line::Period { period, delay, job, command } => {
                    let kind = EventKind::CronJob(Box::new(CronJob {
                        command: command.trim_end().to_owned(),
                        scheduler: Scheduler::Anacron,
                        ..CronJob::default()
                    }));
                    let mut draft = Draft::new(0, kind);
                    draft.at = at;
                    let every = if period.starts_with('@') {
                        period.to_owned()
                    } else {
                        format!("every {period} days")
                    };
                    let (job, delay) = (job.to_owned(), delay.to_owned());
                    draft.remarks.push(Remark::Period { job, every, delay });
                    drafts.push(draft);
                }
                Line::Bad => {
                    broken.get_or_insert((number, at));
                }
            }
        }
        if let Some((number, at)) = broken {
            let jobs = drafts.len();
            let mut draft = Draft::new(
                0,
                EventKind::Text(
                    readable(document.get(at.clone()).unwrap_or_default()).into_owned(),
                ),
            );
            draft.at = at;
            draft.remarks.push(Remark::BadLine { line: number, jobs });
            for job in drafts.drain(..) {
                out.gap(job.at, GapReason::Furniture);
            }
            out.gaps.sort_by_key(|gap| gap.at.start);
            out.draft(draft);
            return;
        }
        out.drafts.extend(drafts);
    }
}

fn draft(
    at: Range<usize>,
    schedule: String,
    user: Option<String>,
    command: &str,
    settings: &[(String, String)],
) -> Draft {
    let (command, input) = split_input(command.trim_end());
    let zone = settings.iter().find(|(name, _)| name == "CRON_TZ").map(|(_, zone)| zone.clone());
    let mut draft = Draft::new(
        0,
        EventKind::CronJob(Box::new(CronJob {
            schedule,
            user,
            command,
            zone: zone.clone(),
            scheduler: Scheduler::Cron,
        })),
    );
    draft.at = at;
    draft.remarks.extend(input.map(Remark::Input));
    draft.remarks.extend(zone.map(|_| Remark::CronZone));
    draft
}

/// The command up to the first plain `%`; what follows is its standard input. `\%` is a `%`.
fn split_input(command: &str) -> (String, Option<String>) {
    let (mut parts, mut escaped) = (vec![String::new()], false);
    for c in command.chars() {
        if c == '%' && !escaped {
            if parts.len() == 1 {
                parts.push(String::new());
            } else if let Some(part) = parts.last_mut() {
                part.push('\n');
            }
            continue;
        }
        if let Some(part) = parts.last_mut() {
            if c == '%' {
                part.pop();
            }
            part.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    let mut parts = parts.into_iter();
    (parts.next().unwrap_or_default().trim_end().to_owned(), parts.next())
}

/// Whether the entries name an account: by the header, by where the file lies, else by whether
/// every entry's sixth word can be one and no command.
fn is_system(name: &str, text: &str) -> bool {
    let header =
        |line: &str| line.starts_with('#') && line.contains("dow") && line.contains("command");
    if let Some(line) = text.lines().take(60).find(|line| header(line)) {
        return line.contains("user");
    }
    let name = name.to_ascii_lowercase();
    if text.starts_with("# DO NOT EDIT THIS FILE")
        || name.contains("crontabs")
        || name.contains("spool")
    {
        return false;
    }
    let commands: Vec<&str> = text
        .lines()
        .filter_map(|line| match read_line(line) {
            Line::Job { command, .. } => Some(command),
            _ => None,
        })
        .collect();
    let fits = |command: &&str| {
        word(command).is_some_and(|(user, rest)| can_be_account(user) && !rest.is_empty())
    };
    let all = !commands.is_empty() && commands.iter().all(fits);
    if name.contains("cron.d") || name.ends_with("etc/crontab") || name.ends_with("etc_crontab") {
        return all || commands.iter().filter(|command| fits(command)).count() * 2 > commands.len();
    }
    all && !commands.iter().all(|command| word(command).is_some_and(|(user, _)| is_program(user)))
        && commands.iter().all(|command| word(command).is_some_and(|(user, _)| !is_program(user)))
}

fn can_be_account(word: &str) -> bool {
    (1..=32).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'$'))
}

/// Words that begin a command line far more often than they name an account.
fn is_program(word: &str) -> bool {
    const PROGRAMS: &[&str] = &[
        "apt",
        "awk",
        "bash",
        "borg",
        "bundle",
        "cat",
        "cd",
        "certbot",
        "chmod",
        "chown",
        "composer",
        "cp",
        "curl",
        "cut",
        "dash",
        "date",
        "df",
        "docker",
        "du",
        "echo",
        "env",
        "exec",
        "export",
        "false",
        "find",
        "flock",
        "git",
        "gzip",
        "gunzip",
        "ionice",
        "java",
        "kill",
        "ln",
        "logger",
        "ls",
        "mariadb",
        "mariadb-dump",
        "mkdir",
        "mv",
        "mysql",
        "mysqldump",
        "nice",
        "node",
        "npm",
        "perl",
        "php",
        "pip",
        "pkill",
        "printf",
        "psql",
        "python",
        "python3",
        "reboot",
        "restic",
        "rm",
        "root.sh",
        "rsync",
        "ruby",
        "run-parts",
        "sed",
        "service",
        "sh",
        "sleep",
        "source",
        "ssh",
        "sudo",
        "systemctl",
        "tar",
        "tee",
        "test",
        "timeout",
        "touch",
        "true",
        "wget",
        "zcat",
        "zsh",
    ];
    PROGRAMS.contains(&word)
        || word.starts_with("php")
        || word.starts_with("python")
        || word.ends_with(".sh")
}

/// The account that a spool file or a copy of one is named after.
fn account(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let file = name.rsplit('/').next()?;
    let folder = name.rsplit('/').nth(1).unwrap_or("");
    let mut stem = file.strip_suffix(".txt").unwrap_or(file);
    for mark in ["crontabs_", "crontab_", "crontab-", "crontab.", "spool_cron_", "crontabs-"] {
        if let Some((_, rest)) = stem.rsplit_once(mark) {
            stem = rest;
        }
    }
    let named = stem != file.strip_suffix(".txt").unwrap_or(file)
        || matches!(folder, "crontabs" | "tabs")
        || lower.contains("spool/cron/");
    (named && can_be_account(stem)).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> (u8, Vec<CronJob>, Vec<String>) {
        let head = Head { name, bytes: text.as_bytes(), whole: true };
        let mut out = Parsed::default();
        Document { name: name.to_owned() }.read(text.as_bytes(), &mut out);
        let notes = out
            .drafts
            .iter()
            .flat_map(|draft| draft.remarks.iter().map(Remark::to_string))
            .collect();
        let jobs = out.drafts.into_iter().filter_map(|draft| match draft.kind {
            EventKind::CronJob(job) => Some(*job),
            _ => None,
        });
        ((FORMAT.sniff)(&head).0, jobs.collect(), notes)
    }

    fn shown(jobs: &[CronJob]) -> Vec<String> {
        jobs.iter()
            .map(|job| {
                format!("{}|{}|{}", job.schedule, job.user.as_deref().unwrap_or("-"), job.command)
            })
            .collect()
    }

    #[test]
    fn an_accounts_crontab_has_no_account_column() {
        let (sure, jobs, _) = read(
            "crontab-app.txt",
            "# m h  dom mon dow   command\nMAILTO=\"\"\n*/5 *\t* * * cd /srv && php x\n@daily true\n",
        );
        assert!(sure >= 80);
        assert_eq!(shown(&jobs), ["*/5 * * * *|app|cd /srv && php x", "@daily|app|true"]);
    }

    #[test]
    fn a_system_crontab_names_the_account() {
        let (_, jobs, _) = read(
            "etc/cron.d/x",
            "SHELL=/bin/sh\n30 2 * * *  root  /usr/local/bin/x.sh\n-*/2 * * * * app true\n",
        );
        assert_eq!(shown(&jobs), ["30 2 * * *|root|/usr/local/bin/x.sh", "*/2 * * * *|app|true"]);
        let (_, jobs, _) = read("x", "* * * * * cd /srv && x\n");
        assert_eq!(shown(&jobs), ["* * * * *|-|cd /srv && x"]);
    }

    #[test]
    fn a_percent_sign_begins_the_input() {
        let (_, jobs, notes) =
            read("crontab", "1 2 * * * cat > x%one%two \\% three\n3 4 * * * date +\\%F\n");
        assert_eq!(shown(&jobs), ["1 2 * * *|-|cat > x", "3 4 * * *|-|date +%F"]);
        assert_eq!(notes, ["reads from the crontab: one\ntwo % three"]);
    }

    #[test]
    fn a_bad_line_disables_the_file() {
        let (sure, jobs, notes) = read("etc/cron.d/x", "* * * * nobody x\n* * * * * nobody x\n");
        assert!(sure > 60);
        assert!(jobs.is_empty());
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn cron_tz_holds_for_what_follows() {
        let (_, jobs, _) = read("cron.d/x", "1 1 * * * root a\nCRON_TZ=UTC\n2 2 * * * root b\n");
        assert_eq!(
            jobs.iter().map(|job| job.zone.as_deref()).collect::<Vec<_>>(),
            [None, Some("UTC")]
        );
    }

    #[test]
    fn anacron_jobs_have_a_period() {
        let (sure, jobs, notes) = read(
            "anacrontab",
            "SHELL=/bin/sh\n1\t5\tcron.daily\trun-parts /etc/cron.daily\n@monthly 45 cron.monthly true\n",
        );
        assert!(sure > 60);
        assert_eq!(shown(&jobs), ["|-|run-parts /etc/cron.daily", "|-|true"]);
        assert_eq!(notes.len(), 2);
    }

    #[test]
    fn other_texts_are_no_crontab() {
        for (name, text) in [
            ("numbers.txt", "1 2 3 4 5 6\n2 3 4 5 6 7\n"),
            ("notes.md", "* one\n* two * three * four x y\n"),
            ("x.env", "A=1\nB=2\n"),
            ("x.sh", "#!/bin/sh\necho hello\n"),
            ("cron.log", "Nov  3 06:34:55 box CRON[42]: (app) CMD (x)\n"),
            ("table.tsv", "a\tb\n1\t2\n"),
        ] {
            assert_eq!(read(name, text).0, 0, "{name}");
        }
    }
}
