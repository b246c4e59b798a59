//! What to do afterwards: what would have stopped it or shown it, and what to check.

use crate::{
    case::{facts::Case, severity::Severity, trigger::TriggerKind},
    event::{ids::EventId, kind::EventKind},
    report::{cite::Citer, claim::has_statements, frame::cite, server::Server, v1::Advice},
    sql::operation::Operation,
    text::number::number,
    time::SECOND,
    verdict::{
        incident::{Found, Incident},
        mechanism::contract,
    },
};

fn has(case: &Case<'_>, test: impl Fn(&str) -> bool) -> bool {
    case.sources.rows().iter().any(|s| s.format.is_some_and(&test))
}

/// Advice of a mechanism, with nothing to show for it yet.
fn told(advice: contract::Advice) -> Advice {
    Advice { text: advice.text.into(), why: advice.why.into(), citations: Vec::new() }
}

/// What would have stopped it or shown it sooner, from this evidence.
pub(crate) fn prevention(case: &Case<'_>, found: &Found, citer: &mut Citer<'_>) -> Vec<Advice> {
    let mut out = Vec::new();
    let grave: Vec<&Incident> =
        found.incidents.iter().filter(|i| i.severity >= Severity::Medium).collect();
    for incident in &grave {
        let first = incident.suspects.first().map(|first| &first.suspect);
        let events: Vec<EventId> =
            first.into_iter().flat_map(|suspect| &suspect.events).copied().take(1).collect();
        let definition = incident.cause.mechanism.definition();
        for advice in definition.advice(first.map(|suspect| suspect.kind)) {
            out.push(Advice { citations: cite(case, citer, &events), ..told(advice) });
        }
    }
    out.extend(by_operation(found, &grave));
    let server = Server::of_all(case);
    let mut told = std::collections::BTreeSet::new();
    out.retain(|advice: &Advice| told.insert(advice.text.clone()));
    let of_accounts = [Operation::DropUser, Operation::Revoke];
    let is_of_data = !grave.iter().all(|incident| incident.is_only(found, &of_accounts));
    if !grave.is_empty() {
        if is_of_data && !case.events.rows().iter().any(|e| matches!(&e.kind, EventKind::Query(q) if q.witness == crate::event::query::Witness::Committed)) {
            let (text, why) = server.pick(
                (
                    "Keep the binary log (row format) for longer than the interval between backups, and collect it with the other logs.",
                    "this evidence has no binary log, so what was written after the last backup cannot be restored from it",
                ),
                (
                    "Archive the WAL continuously, take base backups (pg_basebackup, pgBackRest, Barman, or the service's point-in-time recovery), and try a recovery to a given moment.",
                    "this evidence has no base backup and no archived WAL, and a dump alone brings back nothing that was written after it",
                ),
            );
            out.push(Advice { text: text.into(), why: why.into(), citations: Vec::new() });
        }
        if is_of_data
            && grave.iter().any(|i| {
                i.backup.as_ref().is_none_or(|b| {
                    i.started.best.saturating_sub(b.taken.best) > 24 * 3600 * SECOND
                })
            })
        {
            out.push(Advice {
                text: "Take a complete backup at least daily, and alert when one fails.".into(),
                why: "no good backup was less than a day old".into(),
                citations: grave
                    .iter()
                    .filter_map(|i| i.backup.as_ref())
                    .flat_map(|b| cite(case, citer, &[b.event]))
                    .collect(),
            });
        }
        if grave.iter().any(|i| i.cause.mechanism.profile().by_statements)
            && server.pick(!has(case, |f| f.contains("audit")), !has_statements(case))
        {
            let (text, why) = server.pick(
                (
                    "Log destructive statements with their account, host and return code (server_audit or audit log with DDL and DELETE).",
                    "an audit log names the account and says whether each statement succeeded; this evidence has none",
                ),
                (
                    "Log what changes data (log_statement = mod, or pgaudit with ddl and write), with %u, %d, %a, %h and %v in log_line_prefix and log_connections on.",
                    "no log in this evidence has statements of every kind; a log of DDL alone has no DELETE and no TRUNCATE",
                ),
            );
            out.push(Advice { text: text.into(), why: why.into(), citations: Vec::new() });
        }
    }
    out
}

/// What follows from what was done, whatever did it.
fn by_operation<'a>(found: &'a Found, grave: &'a [&Incident]) -> impl Iterator<Item = Advice> + 'a {
    use Operation::{AlterLossy, DeleteAll, DeleteMost, DropColumn, RowsVanished};
    let is_job = |kind: TriggerKind| {
        matches!(
            kind,
            TriggerKind::Cron
                | TriggerKind::SystemdTimer
                | TriggerKind::Scheduler
                | TriggerKind::DbEvent
        )
    };
    grave.iter().filter_map(move |incident| {
        let by_job = incident.suspects.first().is_some_and(|first| is_job(first.suspect.kind));
        let (text, why) = if incident.is_only(found, &[DropColumn, AlterLossy]) {
            (
                "Drop or narrow a column one release after the last code that uses it is gone, with its values saved before, and read in review the statements that a migration will send.",
                "the values of a column were kept nowhere else on the server",
            )
        } else if by_job && incident.is_only(found, &[DeleteAll, DeleteMost, RowsVanished]) {
            (
                "Let the job count the rows that its condition takes before it deletes them, and stop above a ceiling.",
                "nothing limited how many rows the job took",
            )
        } else {
            return None;
        };
        Some(Advice { text: text.into(), why: why.into(), citations: Vec::new() })
    })
}

/// What to check when the data are back.
pub(crate) fn checks(case: &Case<'_>, found: &Found) -> Vec<Advice> {
    let Some(incident) = found
        .incidents
        .iter()
        .filter(|i| i.severity >= Severity::Medium)
        .max_by_key(|i| i.severity)
    else {
        return Vec::new();
    };
    let own = incident.cause.mechanism.profile().checks;
    if !own.is_empty() {
        return own.iter().copied().map(told).collect();
    }
    let server = Server::of(case, found, incident);
    if incident.is_only(found, &[Operation::DropUser, Operation::Revoke]) {
        return vec![Advice {
            text: "Log in with each recreated account and run what its program runs first.".into(),
            why: "an account may exist and still lack a right".into(),
            citations: Vec::new(),
        }];
    }
    let mut out = vec![Advice {
        text: format!(
            "Dump {} of the restored database and analyze it together with the last good backup: no table may be reported missing or empty.",
            server.pick("`information_schema.TABLES`", "`pg_stat_user_tables` (after ANALYZE)")
        ),
        why: "a restore without errors may still lack tables".into(),
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
            why: "these are the counts before the incident".into(),
            citations: Vec::new(),
        });
    }
    if incident.impact.migrations.as_ref().is_some_and(|m| !m.pending.is_empty()) {
        out.push(Advice {
            text: "Run `php artisan migrate:status`: after the incident some known migrations were not recorded as run.".into(),
            why: "they are listed under Impact".into(),
            citations: Vec::new(),
        });
    }
    out.push(Advice {
        text: format!(
            "Read the application's log for {} over the first hour.",
            server.pick("42S02 and 42S22", "42P01 and 42703")
        ),
        why: "missing tables and columns cause these errors".into(),
        citations: Vec::new(),
    });
    out
}

#[cfg(test)]
mod tests {
    use crate::report::engine::of_files;

    #[test]
    fn advice_follows_from_what_was_done() {
        let told = |statement: &str, job: &str| {
            let log = format!(
                "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
                 2026-03-06T09:02:17.231284Z\t   84 Query\t{statement}\n"
            );
            let cron = format!("2026-03-06T09:02:16.000000+00:00 web CRON[8]: (app) CMD ({job})\n");
            let report = of_files(&[("general.log", &log), ("cron.log", &cron)]);
            let has = |words: &str| report.prevention.iter().any(|one| one.text.contains(words));
            (has("one release after"), has("stop above a ceiling"))
        };
        let (column, rows) = ("ALTER TABLE orders DROP COLUMN email", "DELETE FROM orders");
        assert_eq!(told(column, "/opt/tidy.sh"), (true, false));
        assert_eq!(told(rows, "mysql shop -e 'DELETE FROM orders'"), (false, true));
        assert_eq!(told("DROP TABLE orders", "mysql shop -e 'DROP TABLE orders'"), (false, false));
    }
}
