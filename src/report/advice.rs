//! What to do afterwards: what would have stopped it or shown it, and what to check.

use crate::{
    case::{facts::Case, severity::Severity, trigger::TriggerKind},
    event::kind::EventKind,
    report::{cite::Citer, frame::cite, v1::Advice},
    text::number::number,
    time::SECOND,
    verdict::incident::{Found, Incident},
};

fn has(case: &Case<'_>, test: impl Fn(&str) -> bool) -> bool {
    case.sources.iter().any(|s| s.format.is_some_and(&test))
}

/// What would have stopped an incident, with the reason.
fn stops(incident: &Incident) -> Vec<(String, String)> {
    let mut out: Vec<(&str, &str)> = Vec::new();
    let framework = matches!(
        incident.mechanism.id,
        "migrate_fresh" | "migrate_refresh" | "migrate_reset" | "migrate_rollback" | "db_wipe"
    );
    match incident.mechanism.id {
        "migrate_fresh" | "migrate_refresh" | "migrate_reset" | "migrate_rollback" | "db_wipe" => out.push((
            "Forbid destructive commands where the environment is production: `DB::prohibitDestructiveCommands(app()->isProduction())` in a service provider (Laravel 11.9 and later; rollback from 11.39).",
            "the framework's guard refuses fresh, refresh, reset and wipe before any SQL is sent, even with --force; earlier versions have no such guard",
        )),
        "test_database_reset" => out.push((
            "Give tests a database of their own in phpunit.xml (`DB_CONNECTION`, `DB_DATABASE`), and no cached configuration on the machine that runs them.",
            "a cached configuration makes the test run use the configured database",
        )),
        "manual_sql" | "drop_database" | "script_sql" => out.push((
            "Take DROP, TRUNCATE (which needs DROP) and unconditional DELETE from everyday accounts; for clients set `sql_safe_updates=1` (`--safe-updates`).",
            "the account that was used had the right to do this at any time",
        )),
        "dump_restore" => out.push((
            "Let a restore script refuse any target but the ones it is made for, by name, and use an account without rights elsewhere.",
            "the script took its target from a setting",
        )),
        "model_truncate" | "db_seed" => {
            out.push(("Let jobs delete in bounded slices with a condition, and review code that calls truncate().", "one call emptied whole tables"));
        }
        "server_crash" => out.push((
            "Watch storage and memory of the host, keep page checksums on, check tables on a replica or a restored backup at fixed times.",
            "the damage became known only when the pages were read",
        )),
        _ => {}
    }
    if framework {
        out.push((
            "Let the application use an account without DROP, and migrations another one that is named only where releases run.",
            "the account of the application had the right to drop every table",
        ));
    }
    if let Some(words) =
        incident.suspects.first().and_then(|s| by_itself(s.candidate.kind)).filter(|_| framework)
    {
        out.push((words, "it ran without a person looking on, and will run again as it stands"));
    }
    out.into_iter().map(|(text, why)| (text.to_owned(), why.to_owned())).collect()
}

/// Advice on what started it without a person.
fn by_itself(kind: TriggerKind) -> Option<&'static str> {
    match kind {
        TriggerKind::Deploy => Some(
            "Take the command out of the release steps: a release needs `php artisan migrate`, and nothing that drops or resets.",
        ),
        TriggerKind::Cron | TriggerKind::SystemdTimer | TriggerKind::Scheduler => Some(
            "Take the command out of the schedule, or bind it to the environment that it is meant for.",
        ),
        TriggerKind::TestSuite => {
            Some("Keep test runs off machines that hold the settings of production.")
        }
        _ => None,
    }
}

/// What would have stopped it or shown it sooner, from this evidence.
pub fn prevention(case: &Case<'_>, found: &Found, citer: &mut Citer<'_>) -> Vec<Advice> {
    let mut out = Vec::new();
    let grave: Vec<&Incident> =
        found.incidents.iter().filter(|i| i.severity >= Severity::Medium).collect();
    let events = |i: &Incident| {
        i.suspects
            .first()
            .map(|s| s.candidate.events.iter().copied().take(1).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    for incident in &grave {
        out.extend(stops(incident).into_iter().map(|(text, why)| Advice {
            text,
            why,
            citations: cite(case, citer, &events(incident)),
        }));
    }
    let mut told = std::collections::BTreeSet::new();
    out.retain(|advice: &Advice| told.insert(advice.text.clone()));
    if !grave.is_empty() {
        if !case.events.iter().any(|e| matches!(&e.kind, EventKind::Query(q) if q.witness == crate::event::query::Witness::Committed)) {
            out.push(Advice {
                text: "Keep the binary log (row format, at least as long as the interval between backups) and collect it with the other logs.".into(),
                why: "no binary log is in this evidence, so nothing after the last backup can be brought back from it".into(),
                citations: Vec::new(),
            });
        }
        if grave.iter().any(|i| {
            i.backup
                .as_ref()
                .is_none_or(|b| i.started.best.saturating_sub(b.taken.best) > 24 * 3600 * SECOND)
        }) {
            out.push(Advice {
                text: "Take a complete backup at least daily, and alert when none was completed."
                    .into(),
                why: "the last good backup was older than a day, or there was none".into(),
                citations: grave
                    .iter()
                    .filter_map(|i| i.backup.as_ref())
                    .flat_map(|b| cite(case, citer, &[b.event]))
                    .collect(),
            });
        }
        if grave.iter().any(|i| i.mechanism.id != "server_crash")
            && !has(case, |f| f.contains("audit"))
        {
            out.push(Advice {
                text: "Log destructive statements with their account, host and return code (server_audit or audit log with DDL and DELETE).".into(),
                why: "no audit log is in this evidence; whether statements succeeded had to be inferred".into(),
                citations: Vec::new(),
            });
        }
    }
    out
}

/// What to check when the data are back.
pub fn checks(found: &Found) -> Vec<Advice> {
    let Some(incident) = found
        .incidents
        .iter()
        .filter(|i| i.severity >= Severity::Medium)
        .max_by_key(|i| i.severity)
    else {
        return Vec::new();
    };
    if incident.mechanism.id == "server_crash" {
        return vec![
            Advice {
                text: "Run `mysqlcheck --check --all-databases` on the new server, and again a day later.".into(),
                why: "damage shows only when a page is read".into(),
                citations: Vec::new(),
            },
            Advice {
                text: "Read the server's error log for corruption and crash recovery over the first day.".into(),
                why: "a fault of disk or memory that is still there shows again".into(),
                citations: Vec::new(),
            },
        ];
    }
    let mut out = vec![Advice {
        text: "Dump information_schema.TABLES of the restored database and analyze it together with the last good backup: no table may be told as missing or empty."
            .into(),
        why: "a restore that ended without error may still lack tables".into(),
        citations: Vec::new(),
    }];
    let biggest: Vec<String> = {
        let mut tables: Vec<_> = incident
            .impact
            .tables
            .iter()
            .filter(|t| t.rows_before.is_some_and(|r| r > 0))
            .collect();
        tables.sort_by_key(|t| std::cmp::Reverse(t.rows_before));
        tables
            .iter()
            .take(5)
            .map(|t| {
                format!("`{}` ({})", t.name.replace('`', "'"), number(t.rows_before.unwrap_or(0)))
            })
            .collect()
    };
    if !biggest.is_empty() {
        out.push(Advice {
            text: format!(
                "Count the rows of the largest tables; before, they had about: {}.",
                biggest.join(", ")
            ),
            why: "these are the counts of before".into(),
            citations: Vec::new(),
        });
    }
    if incident.impact.migrations.as_ref().is_some_and(|m| !m.pending.is_empty()) {
        out.push(Advice {
            text: "Run `php artisan migrate:status`: after the incident some known migrations were not recorded as run.".into(),
            why: "they are listed in the impact section".into(),
            citations: Vec::new(),
        });
    }
    out.push(Advice {
        text: "Read the application's log for 42S02 and 42S22 over the first hour.".into(),
        why: "these are the errors that missing tables and columns cause".into(),
        citations: Vec::new(),
    });
    out
}
