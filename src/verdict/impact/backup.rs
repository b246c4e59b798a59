//! Where one can go back to: the last good backup, and why others are passed over.

use std::collections::HashSet;

use crate::{case::facts::Case, event::ids::EventId, time::When};

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
        if taken.best >= at {
            passed.push((event, "it was taken after the loss".to_owned()));
            continue;
        }
        if !backup.complete {
            passed.push((event, "it breaks off before its end".to_owned()));
            continue;
        }
        if backup.uncounted {
            let why = "it is a copy of a whole server or instance: which tables and rows it holds is not in this evidence";
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
