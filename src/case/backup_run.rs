//! Which run made a backup whose file's name gives the day alone, or none.

use std::collections::BTreeSet;

use crate::{
    case::{due, facts::Case, suspects},
    event::{backup::Backup, ids::EventId, job::CronJob, kind::EventKind, query::Origin},
    time::{SECOND, When, zone::Zone},
};

/// How far apart the records of one run may be: cron's line, the server's of the connection.
const ONE_RUN_US: i64 = 600 * SECOND;

/// The shortest span that counts as a day.
const DAY_US: i64 = 23 * 3600 * SECOND;

/// A job that writes a file again runs at least as often.
const LAST_RUN_US: i64 = 48 * 3600 * SECOND;

/// Programs that dump databases.
const DUMPERS: [&str; 7] = [
    "pg_dump",
    "pg_dumpall",
    "mysqldump",
    "mariadb-dump",
    "mysqlpump",
    "mydumper",
    "pg_basebackup",
];

/// Words of file names that say nothing of whose backup it is.
const GENERAL: [&str; 22] = [
    "all", "backup", "backups", "bz2", "current", "daily", "database", "db", "dump", "full", "gz",
    "latest", "mariadb", "mysql", "nightly", "pg", "postgres", "sql", "tar", "xz", "zip", "zst",
];

/// The run that made a backup and when it began, where its file's name gives the day alone and the
/// evidence shows just one such run on that day: the run itself, else the job of a crontab that
/// names the backup. Where the name gives no day but says that each run writes the file again, the
/// last run of that job. `jobs` are all of them.
pub(crate) fn run(case: &Case<'_>, event: EventId, jobs: &[EventId]) -> Option<(EventId, When)> {
    if case.when(event).is_some() {
        return None;
    }
    let subjects = subjects(case.path(event), case.backup(event)?);
    let file = case.path(event).rsplit('/').next().unwrap_or_default();
    let maker = || {
        let mut makers =
            jobs.iter().filter(|job| makes(case, &case.events.get(**job).kind, &subjects));
        let id = *makers.next().filter(|_| makers.next().is_none())?;
        let EventKind::CronJob(job) = &case.events.get(id).kind else { return None };
        Some((id, job))
    };
    let Some(day) = case.backup_named.get(&event) else {
        let (id, job) = maker().filter(|_| is_replaced(file))?;
        let end = case.events.rows().iter().rev().find_map(|event| event.when)?;
        return Some((id, last_run(job, end.best, case.zone)?));
    };
    if day.latest.saturating_sub(day.earliest) < DAY_US {
        return None;
    }
    recorded(case, *day, file, &subjects).or_else(|| {
        let (id, job) = maker()?;
        Some((id, only_run(job, *day, case.zone)?))
    })
}

/// Whether a file's name says that each run of a job writes it again.
fn is_replaced(file: &str) -> bool {
    words(file)
        .iter()
        .any(|word| ["current", "daily", "latest", "nightly"].contains(&word.as_str()))
}

/// The last time before the end of the evidence at which a job was due.
fn last_run(job: &CronJob, end: i64, zone: Zone) -> Option<When> {
    let last = due::times(job, (end.saturating_sub(LAST_RUN_US), end), zone)?.last()?;
    Some(When { earliest: last, latest: last.saturating_add(ONE_RUN_US), best: last })
}

/// The one time on a day at which a job was due.
fn only_run(job: &CronJob, day: When, zone: Zone) -> Option<When> {
    let mut times = due::times(job, (day.earliest, day.latest.saturating_sub(1)), zone)?;
    let only = times.next().filter(|_| times.next().is_none())?;
    Some(When { earliest: only, latest: only.saturating_add(ONE_RUN_US), best: only })
}

/// The one run on a day that the evidence records: what dumps the subjects, or a log's line that
/// names the file.
fn recorded(
    case: &Case<'_>,
    day: When,
    file: &str,
    subjects: &[BTreeSet<String>],
) -> Option<(EventId, When)> {
    let mut runs = case
        .between(day.earliest, day.latest.saturating_sub(1))
        .filter(|(_, other)| makes(case, &other.kind, subjects) || tells_of(&other.kind, file))
        .filter_map(|(id, other)| Some((id, other.when?)));
    let (first, at) = runs.next()?;
    let is_one = runs.all(|(_, other)| other.best.saturating_sub(at.best) <= ONE_RUN_US);
    is_one.then_some((first, at))
}

/// Whether a line of a log names a file: a run's own log says what it wrote.
fn tells_of(kind: &EventKind, file: &str) -> bool {
    let EventKind::Text(text) = kind else { return false };
    text.match_indices(file).any(|(at, _)| {
        let behind = text.get(at.saturating_add(file.len())..).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default();
        let part = |c: char| c.is_alphanumeric() || "._-".contains(c);
        !file.is_empty() && !before.ends_with(part) && !behind.starts_with(|c| part(c) && c != '.')
    })
}

/// What a run has to name: all words of one of these, those of the database or of the file's name.
fn subjects(path: &str, backup: &Backup) -> Vec<BTreeSet<String>> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let mut names = words(stem);
    names.retain(|word| !GENERAL.contains(&word.as_str()));
    let database = backup.database.as_deref().map(words).unwrap_or_default();
    [database, names].into_iter().filter(|names| !names.is_empty()).collect()
}

/// The words of a text, in lower case.
fn words(text: &str) -> BTreeSet<String> {
    text.to_ascii_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether an event is the start of a program that dumps what `subjects` names.
fn makes(case: &Case<'_>, kind: &EventKind, subjects: &[BTreeSet<String>]) -> bool {
    let text = match kind {
        EventKind::Query(query) => match (&query.origin, &query.database) {
            (Some(Origin::Program(program)), Some(database)) => format!("{program} {database}"),
            _ => return false,
        },
        EventKind::CronRun(run) if !run.ended => run.command.clone(),
        EventKind::CronJob(job) => job.command.clone(),
        EventKind::Command(command) if !command.refused => command.command.clone(),
        _ => return false,
    };
    dumps(&text, subjects)
        || program(&text).and_then(|word| suspects::script_of(case, word)).is_some_and(|script| {
            let EventKind::Script(script) = &case.events.get(script).kind else { return false };
            let settings = script.settings.iter().map(|(_, value)| value.as_str());
            let lines = script.commands.iter().map(String::as_str).chain(settings);
            dumps(&lines.collect::<Vec<_>>().join(" ; "), subjects)
        })
}

/// The program that a command line starts, with its folder.
fn program(command: &str) -> Option<&str> {
    command.split_whitespace().find(|word| !["sudo", "bash", "sh", "nice"].contains(word))
}

/// Whether command lines start a program that dumps with its rows what `subjects` names.
fn dumps(text: &str, subjects: &[BTreeSet<String>]) -> bool {
    let mut programs = text
        .split(|c: char| c.is_whitespace() || "|;&()'\"`".contains(c))
        .filter_map(|word| word.rsplit('/').next());
    let names_itself = program(text).is_some_and(|word| {
        let parts = words(word.rsplit('/').next().unwrap_or(word));
        parts.iter().any(|part| part.ends_with("dump") || part.ends_with("backup"))
            && !parts.contains("restore")
    });
    if !names_itself && !programs.any(|program| DUMPERS.contains(&program)) {
        return false;
    }
    let said = words(text);
    !text.contains("--schema-only")
        && !text.contains("--no-data")
        && subjects.iter().any(|names| names.is_subset(&said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_dates_a_backup_where_it_is_due_once_on_that_day() {
        // Sunday, 11 January 2026
        let sunday = 1_768_089_600 * SECOND;
        let day =
            |from: i64| When { earliest: from, latest: from + 24 * 3600 * SECOND, best: from };
        let of = |schedule: &str| CronJob { schedule: schedule.to_owned(), ..CronJob::default() };
        let at = |schedule: &str, from: i64| {
            only_run(&of(schedule), day(from), Zone::UTC).map(|when| (when.best - from) / SECOND)
        };
        assert_eq!(at("0 4 * * 0", sunday), Some(4 * 3600));
        assert_eq!(at("0 4 * * 1", sunday), None);
        assert_eq!(at("0 */6 * * *", sunday), None);
    }

    #[test]
    fn a_file_that_each_run_writes_again_is_of_the_last_run() {
        assert!(is_replaced("crm-nightly.sql.gz") && is_replaced("latest.sql"));
        assert!(!is_replaced("crm.sql.gz") && !is_replaced("nightlife.sql"));
        let sunday = 1_768_089_600 * SECOND;
        let job = |schedule: &str| CronJob { schedule: schedule.to_owned(), ..CronJob::default() };
        let at = |schedule: &str| {
            let end = sunday + 9 * 3600 * SECOND;
            last_run(&job(schedule), end, Zone::UTC)
                .map(|when| (when.best - sunday) / 3600 / SECOND)
        };
        assert_eq!(at("0 4 * * *"), Some(4));
        assert_eq!(at("0 10 * * *"), Some(-14));
        assert_eq!(at("0 4 * * 1"), None);
    }

    #[test]
    fn a_log_tells_of_the_file_itself() {
        let tells = |text: &str| tells_of(&EventKind::Text(text.to_owned()), "crm-0902.sql");
        assert!(tells("pg_dump crm -> /backup/crm-0902.sql"));
        assert!(tells("/backup/crm-0902.sql.gz written"));
        assert!(!tells("/backup/old-crm-0902.sql written"));
        assert!(!tells("/backup/crm-0902.sql2 written"));
        assert!(!tells("/backup/crm-0903.sql written"));
    }

    #[test]
    fn a_run_names_what_it_dumps() {
        let of = |path: &str, database: Option<&str>| {
            let database = database.map(str::to_owned);
            subjects(path, &Backup { database, ..Backup::default() })
        };
        let named = of("b/crm-20260312.sql", None);
        for (text, makes) in [
            ("/usr/local/bin/dump-crm", true),
            ("sudo /opt/backup_crm.sh > /dev/null", true),
            ("cd /srv && pg_dump -U postgres crm | gzip > /b/x.gz", true),
            ("pg_dump crm", true),
            ("/usr/local/bin/dump-wiki", false),
            ("pg_dump --schema-only crm", false),
            ("psql crm -f /b/crm-20260312.sql", false),
            ("/opt/restore-backup-crm", false),
            ("cat /b/dump-crm.log", false),
        ] {
            assert_eq!(dumps(text, &named), makes, "{text}");
        }
        assert!(dumps("pg_dump crm", &of("b/crm-nightly.sql.gz", None)));
        assert!(dumps("pg_dump crm", &of("b/nightly-20260312.sql", Some("crm"))));
        assert!(!dumps("nightly-dump", &of("b/nightly-dump-20260312.sql", None)));
    }
}
