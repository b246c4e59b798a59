//! What to do: the way back, what would have stopped it, what to check.

use crate::{
    analysis::cite,
    case::Case,
    cite::Citer,
    event::EventKind,
    incident::{Found, Incident},
    report::{Advice, Step},
    severity::Severity,
    time::SECOND,
};

/// The way back, in order.
pub fn recovery(case: &Case<'_>, incident: &Incident) -> Vec<Step> {
    if incident.severity < Severity::Medium {
        return Vec::new();
    }
    let step = |text: &str, command: Option<String>, risk: Option<&str>, check: Option<&str>| Step {
        text: text.into(),
        command,
        risk: risk.map(Into::into),
        check: check.map(Into::into),
    };
    let database = incident.database.clone().unwrap_or_else(|| "<DATABASE>".into());
    let quoted = narrow(&database);
    let mut out = vec![
        step(
            "Stop what writes: put the application in maintenance mode, stop queue workers and scheduled jobs, above all the one that is thought to have started this.",
            Some("php artisan down && php artisan queue:restart".into()),
            Some("visitors see a maintenance page"),
            Some("no new entries in the application log and no new connections of its account"),
        ),
        step(
            "Keep the present state before anything is loaded: a dump of what is there now, and copies of the binary logs.",
            Some(format!(
                "mysqldump --single-transaction --routines --triggers --events {quoted} > <SAFE_PLACE>/{quoted}-as-found.sql && cp -a <BINLOG_DIR>/*-bin.* <SAFE_PLACE>/"
            )),
            Some("needs disk space; binary logs are purged by age"),
            Some("the dump ends with `-- Dump completed`"),
        ),
    ];
    if let Some(choice) = &incident.backup {
        let path = case.path(choice.event);
        let shown = shell_word(path);
        let reader = if path.ends_with(".gz") {
            "gunzip -c"
        } else if path.ends_with(".zst") {
            "zstd -dc"
        } else if path.ends_with(".bz2") {
            "bzip2 -dc"
        } else if path.ends_with(".xz") {
            "xz -dc"
        } else {
            "cat"
        };
        out.push(step(
            "Load the last good backup into a new database beside the live one, never over it.",
            Some(format!("mysql -e 'CREATE DATABASE `{quoted}_restored`' && {reader} {shown} | mysql {quoted}_restored")),
            Some("a dump made with --databases names its own database; look at its head for USE first"),
            Some("table and row counts equal those in the evidence section"),
        ));
        let binlog = case.backup(choice.event).and_then(|b| b.binlog.clone());
        out.push(step(
            &format!("Where binary logs reach from {} to {}, replay them up to just before the first destructive statement.", case.day_and_clock(choice.taken.best), case.day_and_clock(incident.started.best)),
            Some(format!("mysqlbinlog --start-datetime='{}' --stop-datetime='{}' --database={quoted} --rewrite-db='{quoted}->{quoted}_restored' <BINLOG_FILES> | mysql{}", case.day_and_clock(choice.taken.best), case.day_and_clock(incident.started.best.saturating_sub(SECOND)), binlog.map(|b| format!("  # the backup names {b}")).unwrap_or_default())),
            Some("a stop one second late replays the loss; check the last events by eye first"),
            Some("the newest rows are from just before the incident"),
        ));
        out.push(step(
            "Copy the lost tables back, or swap the databases, and set AUTO_INCREMENT above the highest id ever given.",
            None,
            Some("rows written since the loss must be merged by hand"),
            Some("row counts of the restored tables equal those of the backup"),
        ));
    } else {
        out.push(step("Look for a backup: none in this evidence is complete, older than the loss and holds the lost tables. Ask for snapshots of the volume, replicas with a delay, and dumps on other hosts.", None, None, None));
        out.push(step(
            "If binary logs reach back to the creation of the tables, they can be replayed from the start.",
            Some(format!(
                "mysqlbinlog --stop-datetime='{}' --database={quoted} <BINLOG_FILES> | mysql <SCRATCH_SERVER>",
                case.day_and_clock(incident.started.best.saturating_sub(SECOND))
            )),
            Some("row events of a table need its structure of that time"),
            None,
        ));
    }
    if matches!(incident.mechanism.id, "migrate_fresh" | "migrate_refresh" | "migrate_reset" | "migrate_rollback" | "db_wipe" | "test_database_reset") {
        out.push(step(
            "Compare the migrations table with the files before anything runs again, then run only what is pending.",
            Some("php artisan migrate:status".into()),
            Some("a migration that ran once and is not recorded fails or runs twice"),
            Some("no migration is pending, and every table of the backup is there"),
        ));
    }
    out.push(step(
        "Open again, and watch the application's log for errors about missing tables.",
        Some("php artisan up".into()),
        None,
        Some("no 42S02 for an hour"),
    ));
    out
}

/// A name that is safe unquoted in a shell and between backticks; else a placeholder.
fn narrow(name: &str) -> String {
    let safe = !name.is_empty() && name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-' || b == b'<' || b == b'>');
    if safe { name.to_owned() } else { "<DATABASE>".into() }
}

/// A path as one word of a shell.
fn shell_word(path: &str) -> String {
    if path.chars().any(char::is_control) {
        return "<BACKUP>".into();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

fn has(case: &Case<'_>, test: impl Fn(&str) -> bool) -> bool {
    case.sources.iter().any(|s| s.format.is_some_and(&test))
}

/// What would have stopped it or shown it sooner, from this evidence.
pub fn prevention(case: &Case<'_>, found: &Found, citer: &mut Citer<'_>) -> Vec<Advice> {
    let mut out = Vec::new();
    let grave: Vec<&Incident> = found.incidents.iter().filter(|i| i.severity >= Severity::Medium).collect();
    let events = |i: &Incident| i.suspects.first().map(|s| s.candidate.events.iter().copied().take(1).collect::<Vec<_>>()).unwrap_or_default();
    for incident in &grave {
        match incident.mechanism.id {
            "migrate_fresh" | "migrate_refresh" | "migrate_reset" | "migrate_rollback" | "db_wipe" => out.push(Advice {
                text: "Forbid destructive commands where the environment is production: `DB::prohibitDestructiveCommands(app()->isProduction())` in a service provider (Laravel 11.9 and later; rollback from 11.39).".into(),
                why: "the framework's guard refuses fresh, refresh, reset and wipe before any SQL is sent, even with --force".into(),
                citations: cite(case, citer, &events(incident)),
            }),
            "test_database_reset" => out.push(Advice { text: "Give tests a database of their own in phpunit.xml (`DB_CONNECTION`, `DB_DATABASE`), and no cached configuration on the machine that runs them.".into(), why: "a cached configuration makes the test run use the configured database".into(), citations: cite(case, citer, &events(incident)) }),
            "manual_sql" | "drop_database" | "script_sql" => out.push(Advice { text: "Take DROP, TRUNCATE (DROP) and unconditional DELETE from everyday accounts; for clients set `sql_safe_updates=1` (`--safe-updates`).".into(), why: "the account that was used had the right to do this at any time".into(), citations: cite(case, citer, &events(incident)) }),
            "dump_restore" => out.push(Advice { text: "Let a restore script refuse any target but the ones it is made for, by name, and use an account without rights elsewhere.".into(), why: "the script took its target from a setting".into(), citations: cite(case, citer, &events(incident)) }),
            "model_truncate" | "db_seed" => out.push(Advice { text: "Let jobs delete in bounded slices with a condition, and review code that calls truncate().".into(), why: "one call emptied whole tables".into(), citations: cite(case, citer, &events(incident)) }),
            "server_crash" => out.push(Advice { text: "Check storage and memory of the host, keep page checksums on, and test backups by restoring them.".into(), why: "damage was found only when the page was read".into(), citations: Vec::new() }),
            _ => {}
        }
    }
    out.dedup_by(|a, b| a.text == b.text);
    if !grave.is_empty() {
        if !case.events.iter().any(|e| matches!(&e.kind, EventKind::Query(q) if q.witness == crate::event::Witness::Committed)) {
            out.push(Advice {
                text: "Keep the binary log (row format, at least as long as the interval between backups) and collect it with the other logs.".into(),
                why: "no binary log is in this evidence, so nothing after the last backup can be brought back from it".into(),
                citations: Vec::new(),
            });
        }
        if grave.iter().any(|i| i.backup.as_ref().is_none_or(|b| i.started.best.saturating_sub(b.taken.best) > 24 * 3600 * SECOND)) {
            out.push(Advice {
                text: "Take a complete backup at least daily, and alert when none was completed.".into(),
                why: "the last good backup was older than a day, or there was none".into(),
                citations: grave.iter().filter_map(|i| i.backup.as_ref()).flat_map(|b| cite(case, citer, &[b.event])).collect(),
            });
        }
        if !has(case, |f| f.contains("audit")) {
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
    let Some(incident) = found.incidents.iter().filter(|i| i.severity >= Severity::Medium).max_by_key(|i| i.severity) else { return Vec::new() };
    let mut out = vec![Advice {
        text: "Dump information_schema.TABLES of the restored database and analyze it together with the last good backup: nothing may be told as missing."
            .into(),
        why: "a restore that ended without error may still lack tables".into(),
        citations: Vec::new(),
    }];
    let biggest: Vec<String> = {
        let mut tables: Vec<_> = incident.impact.tables.iter().filter(|t| t.table.rows_before.is_some_and(|r| r > 0)).collect();
        tables.sort_by_key(|t| std::cmp::Reverse(t.table.rows_before));
        tables.iter().take(5).map(|t| format!("{} ({})", t.table.name, t.table.rows_before.unwrap_or(0))).collect()
    };
    if !biggest.is_empty() {
        out.push(Advice {
            text: format!("Count the rows of the largest tables; before they had about: {}.", biggest.join(", ")),
            why: "the counts are from the state before".into(),
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
