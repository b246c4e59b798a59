//! The way back, in order: what to run, what can go wrong, how to see that it worked. Nothing of it
//! is run here; names and paths are those of the evidence, the rest are variables to be filled in.

use crate::{
    case::{facts::Case, severity::Severity, trigger::TriggerKind},
    report::{id::IncidentId, v1::Step},
    sql::operation::Operation,
    text::{
        number::number,
        shell_word::{name_word, reader, shell_word, statement_word, with_blanks},
    },
    time::SECOND,
    verdict::{
        incident::{Found, Incident},
        mechanism::contract::{self, Unrecovered},
    },
};

/// The client on the server for trials.
const SCRATCH: &str = "mysql -h \"${SCRATCH_HOST:?}\" -u \"${DB_USER:?}\" -p";

fn step(
    text: impl Into<String>,
    command: Option<String>,
    risk: Option<&str>,
    check: Option<String>,
) -> Step {
    let command = command.map(|command| with_blanks(&command));
    Step { text: text.into(), command, risk: risk.map(Into::into), check }
}

fn told(step: contract::Step) -> Step {
    Step {
        text: step.text,
        command: step.command.map(|command| with_blanks(&command)),
        risk: step.risk.map(str::to_owned),
        check: step.check,
    }
}

/// The plan for one incident.
pub(crate) fn recovery(
    case: &Case<'_>,
    found: &Found,
    id: IncidentId,
    incident: &Incident,
) -> Vec<Step> {
    if incident.severity < Severity::Medium {
        return Vec::new();
    }
    if let Some(later) = covered_by(found, id, incident) {
        return vec![step(
            format!(
                "Follow the plan of {later}: it came later, hit the same tables and starts from the same backup. Its replay skips the statements of this incident."
            ),
            None,
            None,
            None,
        )];
    }
    let operations: Vec<Operation> =
        incident.acts.iter().map(|&act| found.acts.get(act).operation).collect();
    let only =
        |some: &[Operation]| !operations.is_empty() && operations.iter().all(|o| some.contains(o));
    let mechanism = incident.cause.mechanism;
    let loss = Unrecovered {
        case,
        database: incident.database.as_deref(),
        started: incident.started,
        backup: incident.backup.as_ref(),
        server: &incident.server,
    };
    if let Some(steps) = mechanism.definition().recovery(&loss) {
        return steps.into_iter().map(told).collect();
    }
    if only(&[Operation::DropUser, Operation::Revoke]) {
        return accounts();
    }
    let named = incident.database.as_deref();
    let database = named.map_or_else(|| name_word(""), name_word);
    let artisan = case
        .sources
        .rows()
        .iter()
        .any(|s| s.format.is_some_and(|f| f.contains("laravel") || f.contains("artisan")));
    let first = mechanism.profile().first.map(|step| told(step.into()));
    let mut out: Vec<Step> = first.into_iter().collect();
    out.extend([stop(incident, artisan), keep(&database)]);
    out.extend(load(case, incident, &database));
    out.extend(replay(case, found, id, incident, &database));
    if incident.backup.is_some() {
        out.push(if only(&[Operation::DropColumn, Operation::AlterLossy, Operation::UpdateAll]) {
            step(
                "Copy the affected columns back from the scratch server, row by row by primary key; leave all other columns alone.",
                None,
                Some("rows written since the loss hold newer values than the backup"),
                Some("a sample of rows shows the old values".into()),
            )
        } else {
            bring_back(incident, &database)
        });
    }
    out.extend(mechanism.profile().step.map(|step| told(step.into())));
    out.push(open(artisan));
    out
}

fn numbered(found: &Found) -> impl Iterator<Item = (IncidentId, &Incident)> {
    (0..).map(IncidentId::of).zip(&found.incidents)
}

/// A later incident in the same database that took all that this one took.
fn covered_by(found: &Found, id: IncidentId, incident: &Incident) -> Option<IncidentId> {
    let backup = incident.backup.as_ref()?.event;
    let lost = |i: &Incident| {
        i.impact.tables.iter().map(|t| t.name.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let own = lost(incident);
    numbered(found).skip_while(|(at, _)| *at <= id).find_map(|(at, later)| {
        let same = later.database == incident.database
            && later.backup.as_ref().is_some_and(|b| b.event == backup);
        (same && !own.is_empty() && own.is_subset(&lost(later))).then_some(at)
    })
}

fn stop(incident: &Incident, artisan: bool) -> Step {
    let again = match incident.suspects.first().map(|s| s.suspect.kind) {
        Some(TriggerKind::Cron) => " Disable the suspected cron job first, or it will run again.",
        Some(TriggerKind::Scheduler) => {
            " Disable the suspected scheduled task first, or it will run again."
        }
        Some(TriggerKind::SystemdTimer) => {
            " Stop the suspected timer first, or it will fire again."
        }
        Some(TriggerKind::Deploy) => " Stop releases as well, or the next one will do it again.",
        Some(TriggerKind::QueueWorker) => {
            " Stop the workers first, or a failed job may be retried."
        }
        Some(TriggerKind::DbEvent) => " Disable the server's event first, or it will run again.",
        _ => "",
    };
    step(
        format!("Stop everything that writes: the site, queue workers, scheduled jobs.{again}"),
        artisan.then(|| "php artisan down".into()),
        Some("visitors see a maintenance page"),
        Some("no new entries in the application's log, and no connections of its account (`SHOW PROCESSLIST`)".into()),
    )
}

fn keep(database: &str) -> Step {
    step(
        "Preserve the current state before anything is loaded: dump what is there now and copy the binary logs.",
        Some(format!(
            "mysqldump --single-transaction --routines --triggers --events {database} > \"${{SAFE_PLACE:?}}\"/as-found.sql\ncp -a \"${{BINLOG_DIR:?}}\"/*-bin.* \"${{SAFE_PLACE:?}}\"/"
        )),
        Some("it needs disk space; until it is done, the server may purge binary logs by age"),
        Some("the dump ends with `-- Dump completed`".into()),
    )
}

fn load(case: &Case<'_>, incident: &Incident, database: &str) -> Option<Step> {
    let Some(choice) = &incident.backup else {
        return Some(step(
            "Look for a backup: none in this evidence is complete, older than the loss and holds the lost tables. Ask about volume snapshots, delayed replicas, and dumps on other hosts.",
            None,
            None,
            None,
        ));
    };
    let path = case.path(choice.event);
    let holds = case.backup(choice.event).map(|b| (b.tables.len(), b.rows));
    Some(step(
        "Load the last good backup on a scratch server, never on the live one.",
        Some(format!(
            "{SCRATCH} -e {}\n{} {} | {SCRATCH} {database}",
            statement_word("CREATE DATABASE", incident.database.as_deref()),
            reader(path),
            shell_word(path)
        )),
        Some(
            "a dump made with --databases names its own database: check its first lines for USE; the path is the one in this evidence",
        ),
        holds.map(|(tables, rows)| {
            format!(
                "{tables} table{} and {} rows, as in the dump",
                if tables == 1 { "" } else { "s" },
                number(rows)
            )
        }),
    ))
}

/// The times are in UTC, and the command is told so: the program reads them in its own zone.
fn replay(
    case: &Case<'_>,
    found: &Found,
    id: IncidentId,
    incident: &Incident,
    database: &str,
) -> Option<Step> {
    let utc = |us: i64| crate::time::utc(us).format("%Y-%m-%d %H:%M:%S").to_string();
    let until = utc(incident.started.best.saturating_sub(SECOND));
    let Some(choice) = &incident.backup else {
        return Some(step(
            "If binary logs reach back to the creation of the tables, replay them on a scratch server from the start.",
            Some(format!(
                "TZ=UTC mysqlbinlog --stop-datetime='{until}' --database={database} ${{BINLOG_FILES:?}} | {SCRATCH}"
            )),
            Some("row events need the table structure of that time"),
            None,
        ));
    };
    let mut text = format!(
        "Where binary logs reach from {} to {}, replay them on the scratch server up to just before the first destructive statement.",
        case.show(choice.taken.best),
        case.show(incident.started.best)
    );
    for (other, earlier) in numbered(found).filter(|(at, _)| *at != id) {
        if earlier.database == incident.database
            && earlier.started.best > choice.taken.best
            && earlier.ended < incident.started.best
        {
            text.push_str(&format!(
                " The statements of {other} ({} to {}) lie in between: stop before them and resume after them.",
                case.clock(earlier.started.best),
                case.clock(earlier.ended)
            ));
        }
    }
    if let Some(place) = case.backup(choice.event).and_then(|b| b.binlog.as_deref()) {
        text.push_str(&format!(
            " The dump records its position: `{}`; start there.",
            place.replace('`', "'")
        ));
    }
    Some(step(
        text,
        Some(format!(
            "TZ=UTC mysqlbinlog --start-datetime='{}' --stop-datetime='{until}' --database={database} ${{BINLOG_FILES:?}} | {SCRATCH}",
            utc(choice.taken.best)
        )),
        Some(
            "a stop one second too late replays the loss: inspect the last events first, with --base64-output=decode-rows -v; --database filters by the session's database, not by names in statements",
        ),
        Some("the newest rows are from just before the incident".into()),
    ))
}

fn bring_back(incident: &Incident, database: &str) -> Step {
    const NAMED: usize = 8;
    let names: Vec<&str> = incident.impact.tables.iter().map(|t| t.name.as_str()).collect();
    let safe = |name: &&str| !name.starts_with('-') && !name.contains(char::is_control);
    let tables = if names.len() <= NAMED && names.iter().all(safe) {
        names.iter().map(|name| format!(" {}", name_word(name))).collect()
    } else {
        String::new()
    };
    step(
        if tables.is_empty() {
            "Copy the tables back from the scratch server, and keep AUTO_INCREMENT above the highest id ever assigned."
        } else {
            "Copy only the lost tables back from the scratch server, and keep AUTO_INCREMENT above the highest id ever assigned."
        },
        Some(format!(
            "mysqldump --single-transaction -h \"${{SCRATCH_HOST:?}}\" -u \"${{DB_USER:?}}\" -p {database}{tables} > \"${{SAFE_PLACE:?}}\"/back.sql\nmysql -h \"${{HOST:?}}\" -u \"${{DB_USER:?}}\" -p {database} < \"${{SAFE_PLACE:?}}\"/back.sql"
        )),
        Some(
            "the dump drops tables of the same names before it creates them: rows written since the loss are then only in the dump of step 2 and must be merged by hand",
        ),
        Some("each table has as many rows on the live server as on the scratch server".into()),
    )
}

fn open(artisan: bool) -> Step {
    step(
        "Reopen the site and watch the application's log for errors about missing tables or columns.",
        artisan.then(|| "php artisan up".into()),
        None,
        Some("no SQLSTATE 42S02 or 42S22 for an hour".into()),
    )
}

fn accounts() -> Vec<Step> {
    vec![
        step(
            "Restore the accounts and their privileges from a dump of the `mysql` database, from saved `SHOW GRANTS` output, or from the set-up scripts.",
            None,
            Some("a privilege granted too widely is harder to notice than a missing one"),
            Some("`SHOW GRANTS FOR` each account shows what it showed before".into()),
        ),
        open(false),
    ]
}
