//! Where one can go back to: the last good backup, and why others are passed over.

use std::collections::{BTreeSet, HashSet};

use crate::{
    case::facts::Case,
    event::{backup::Backup, ids::EventId},
    time::When,
};

/// The last good backup, and what was passed over.
pub(crate) struct Choice {
    /// Event index of the backup.
    pub event: EventId,
    /// When it was taken.
    pub taken: When,
    /// The run that gives the time, where the file gives the day alone.
    pub run: Option<EventId>,
    /// Tables in it that were lost.
    pub holds: usize,
}

/// Whether a dump that names no database is named, by its file, after another one that the evidence
/// knows: `crm-2026-02-05.sql.gz` is none of `crm_stage`.
fn names_another(case: &Case<'_>, event: EventId, backup: &Backup, own: &str) -> bool {
    if backup.database.is_some() || backup.tables.iter().any(|table| table.database.is_some()) {
        return false;
    }
    let path = case.path(event).to_lowercase();
    // a dump in a folder is named by the folder
    let path = path.strip_suffix("/toc.dat").unwrap_or(&path);
    let file = path.rsplit('/').next().unwrap_or(path);
    let words: Vec<&str> = file
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .flat_map(|word| [word, word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')])
        .collect();
    let known = case.once.database_names.get_or_init(|| database_names(case));
    !words.contains(&own.to_lowercase().as_str()) && words.iter().any(|word| known.contains(*word))
}

fn database_names(case: &Case<'_>) -> BTreeSet<String> {
    let queries = case.events.iter().filter_map(|(event, _)| case.query(event));
    let sent = queries.filter_map(|query| query.database.as_deref());
    let listed = case.snapshots.iter().flat_map(|dump| dump.databases.keys().copied());
    // those of every server: no dump of an application is named after them
    let is_system = |name: &&str| {
        matches!(*name, "" | "mysql" | "sys" | "postgres" | "template1")
            || name.ends_with("_schema")
    };
    let names = sent.chain(listed).filter(|name| !is_system(name));
    names.map(str::to_lowercase).collect()
}

/// The newest complete backup from before `at` that holds the lost tables (all of them, else the
/// most of them), of this database.
pub(crate) fn last_good(
    case: &Case<'_>,
    at: i64,
    database: Option<&str>,
    tables: &[String],
) -> (Option<Choice>, Vec<(EventId, String)>) {
    let mut best: Option<(usize, Choice)> = None;
    let mut passed = Vec::new();
    for &event in &case.backups {
        let Some(backup) = case.backup(event) else { continue };
        let Some(taken) = case.taken(event) else {
            let why = "it has no date, so whether it is older than the loss is unknown";
            passed.push((event, why.to_owned()));
            continue;
        };
        if database.is_some_and(|d| {
            backup.database.as_deref().is_some_and(|b| !b.eq_ignore_ascii_case(d))
                && !backup
                    .tables
                    .iter()
                    .any(|t| t.database.as_deref().is_some_and(|x| x.eq_ignore_ascii_case(d)))
        }) {
            passed.push((event, "it is of another database".to_owned()));
            continue;
        }
        if database.is_some_and(|own| names_another(case, event, backup, own)) {
            passed.push((event, "by its name it is of another database".to_owned()));
            continue;
        }
        if taken.best >= at {
            passed.push((event, "it was taken after the loss".to_owned()));
            continue;
        }
        if !backup.complete {
            passed.push((event, "it breaks off before its end".to_owned()));
            continue;
        }
        if backup.uncounted {
            let why = if backup.tables.is_empty() {
                "it is a copy of a whole server or instance: which tables and rows it holds is not in this evidence"
            } else {
                "it lists the tables of an archive: which rows that holds is not in this evidence"
            };
            passed.push((event, why.to_owned()));
            continue;
        }
        if backup.rows == 0 {
            passed.push((event, "it holds no rows".to_owned()));
            continue;
        }
        let holds = if tables.is_empty() {
            backup.tables.len()
        } else {
            let held: HashSet<String> =
                backup.tables.iter().map(|b| b.table.to_ascii_lowercase()).collect();
            tables.iter().filter(|t| held.contains(&t.to_ascii_lowercase())).count()
        };
        if holds == 0 {
            passed.push((event, "it does not hold the lost tables".to_owned()));
            continue;
        }
        // A backup of nearly all the tables is as good as one of all: tables made since cannot be
        // in it.
        let enough = usize::from(
            tables.is_empty() || holds.saturating_mul(10) >= tables.len().saturating_mul(8),
        );
        let run = case.backup_runs.get(&event).copied();
        let better = best
            .as_ref()
            .is_none_or(|(known, choice)| (enough, taken.best) > (*known, choice.taken.best));
        if better {
            if let Some((_, old)) = best.take() {
                passed.push((old.event, "a newer good one exists".to_owned()));
            }
            best = Some((enough, Choice { event, taken, run, holds }));
        } else {
            passed.push((event, "a newer good one exists".to_owned()));
        }
    }
    (best.map(|(_, choice)| choice), passed)
}
