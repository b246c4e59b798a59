//! How much a report without incidents may claim: what would have shown a loss, and what of the
//! evidence was not read, was not understood, or bears no time.

use crate::{
    case::{
        facts::{Act, Case, Status},
        severity::Severity,
    },
    event::{
        kind::EventKind,
        query::{Query, Witness},
    },
    report::{
        parts::{Subject, VerdictLine},
        server::Server,
        terms::Claim,
        threshold::SHORT_US,
    },
    verdict::incident::Found,
};

/// Files named in a line.
const NAMED: usize = 4;

/// The claim of a report without incidents, with the lines that say why it is no greater.
pub(crate) fn claim(
    case: &Case<'_>,
    found: &Found,
    unread: &[String],
) -> (Claim, Vec<VerdictLine>) {
    let mut lines = Vec::new();
    let open: Vec<&Act> = found
        .acts
        .iter()
        .filter(|(id, act)| is_open(act) && *found.severities.get(*id) >= Severity::Medium)
        .map(|(_, act)| act)
        .collect();
    if !open.is_empty() {
        let text = format!(
            "{}; whether and when they took effect is not in this evidence.",
            match open.len() {
                1 => "1 destructive operation".to_owned(),
                n => format!("{n} destructive operations"),
            }
        );
        lines.push(VerdictLine::new(Subject::Open, text));
    }
    if !unread.is_empty() {
        let more = unread.len().saturating_sub(NAMED);
        let and = if more > 0 { format!("; and {more} more") } else { String::new() };
        let shown: Vec<&str> = unread.iter().take(NAMED).map(String::as_str).collect();
        lines.push(VerdictLine::new(Subject::Unread, format!("{}{and}.", shown.join("; "))));
    }
    if !has_statements(case) && !has_both_sides(case) {
        let server = Server::of_all(case);
        let logs = server.pick(
            "the general, audit or binary log",
            "the server's log with log_statement = mod, pgaudit's",
        );
        let slow = "the statements in this evidence are those that took long";
        let ddl = "the server's log in this evidence has statements that define tables, none that \
                   change rows";
        let text = if has_queries(case) {
            format!(
                "{}; {logs}, or schema dumps from before and after, would show the others.",
                server.pick(slow, if is_ddl_alone(case) { ddl } else { slow })
            )
        } else {
            format!("{logs}, or schema dumps from before and after.")
        };
        lines.push(VerdictLine::new(Subject::WouldShow, text));
    }
    (if lines.is_empty() { Claim::NoLoss } else { Claim::NotShown }, lines)
}

/// Whether it may have destroyed something, for all that is known.
fn is_open(act: &Act) -> bool {
    matches!(act.status, Status::Executed | Status::Inferred) && act.housekeeping.is_none()
}

/// The statements that logs of the server or the application hold.
fn queries<'a>(case: &'a Case<'_>) -> impl Iterator<Item = &'a Query> {
    case.events.rows().iter().filter_map(|event| match &event.kind {
        EventKind::Query(query) if !matches!(query.witness, Witness::Typed | Witness::InError) => {
            Some(&**query)
        }
        _ => None,
    })
}

fn has_queries(case: &Case<'_>) -> bool {
    queries(case).next().is_some()
}

/// Whether a log is there that has statements of every kind, however short they ran.
pub(crate) fn has_statements(case: &Case<'_>) -> bool {
    queries(case).any(|query| {
        (query.witness != Witness::AtEnd || query.query_time_us.is_none_or(|time| time < SHORT_US))
            && !(query.dialect.is_postgres() && defines(query))
    })
}

/// Whether PostgreSQL's log has no statement but those of `log_statement = ddl`.
fn is_ddl_alone(case: &Case<'_>) -> bool {
    queries(case).all(|query| query.dialect.is_postgres() && defines(query))
}

/// Whether a statement is one that `log_statement = ddl` lets through, or none at all.
fn defines(query: &Query) -> bool {
    const VERBS: [&str; 8] =
        ["create", "alter", "drop", "comment", "grant", "revoke", "refresh", "reindex"];
    let word = query.sql.split_whitespace().next().unwrap_or_default();
    !query.is_run() || VERBS.iter().any(|verb| word.eq_ignore_ascii_case(verb))
}

/// Whether two schema dumps show the same database, so that they can be compared.
fn has_both_sides(case: &Case<'_>) -> bool {
    case.snapshots.iter().enumerate().any(|(index, one)| {
        case.snapshots
            .iter()
            .skip(index.saturating_add(1))
            .any(|other| one.databases.keys().any(|name| other.databases.contains_key(name)))
    })
}

#[cfg(test)]
mod tests {
    use crate::report::{
        engine::{Options, analyze},
        terms::Claim::{self, NoLoss, NotShown},
        v1::{Report, Verdict},
    };

    /// The report on one file.
    fn report(name: &str, text: &str) -> Report {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(name), text).unwrap();
        let path = dir.path().to_str().unwrap().to_owned();
        analyze([path], &Options::default()).unwrap()
    }

    fn verdict(name: &str, text: &str) -> Verdict {
        report(name, text).verdict
    }

    #[test]
    fn a_command_alone_is_a_finding_and_an_incident_where_it_printed_that_it_was_done() {
        let deploy = |command: &str, printed: &str| {
            format!(
                "[2026-03-06 09:10:30] git pull\n[2026-03-06 09:10:35] {command}\n{printed}\n\
                 [2026-03-06 09:10:45] php artisan config:cache\n"
            )
        };
        let fresh = "php artisan migrate:fresh --force";
        let done = "  Dropping all tables ............ 36ms DONE";
        let failed = "  Dropping all tables ............ 36ms FAIL";
        let cases: [(&str, String, usize, usize); 6] = [
            ("deploy.log", deploy(fresh, done), 1, 1),
            ("deploy.log", deploy(fresh, failed), 0, 0),
            ("deploy.log", deploy("php artisan migrate --force", "Nothing to migrate."), 0, 0),
            (".bash_history", format!("#1772788230\n{fresh}\n"), 1, 0),
            (".bash_history", "mysql -e 'drop database shop'\n".into(), 1, 0),
            (".bash_history", "mysql -e 'select 1'\nls /var/lib/mysql\n".into(), 0, 0),
        ];
        for (name, text, findings, incidents) in cases {
            let report = report(name, &text);
            assert_eq!(report.findings.len(), findings, "{text}");
            assert_eq!(report.incidents.len(), incidents, "{text}");
            let timed = report.findings.iter().all(|found| found.started_at.is_some());
            assert_eq!(timed, !text.starts_with("mysql -e 'drop"), "{text}");
        }
    }

    #[test]
    fn nothing_is_claimed_that_the_evidence_could_not_show() {
        let general = "/usr/sbin/mysqld, Version: 8.0.28 (MySQL Community Server - GPL). started \
                       with:\nTcp port: 3306  Unix socket: /tmp/mysql.sock\nTime                 \
                       Id Command    Argument\n2026-03-06T09:02:16.231284Z\t   84 Query\tSELECT 1\n";
        let slow = |seconds: &str| {
            format!(
                "# Time: 2026-03-06T09:02:16.231284Z\n# User@Host: app[app] @ localhost []  Id: 8\n\
                 # Query_time: {seconds}  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 9\n\
                 SET timestamp=1772787736;\nSELECT 1;\n"
            )
        };
        let history = "_HiStOrY_V2_\nDROP\\040TABLE\\040orders;\n";
        let cases: [(&str, &str, &str, Claim); 5] = [
            ("a log of all statements", "general.log", general, NoLoss),
            ("a slow log without a threshold", "slow.log", &slow("0.000210"), NoLoss),
            ("a slow log with one", "slow.log", &slow("2.100000"), NotShown),
            ("no statements", ".bash_history", "#1772788230\nls\n", NotShown),
            ("a statement without a time", ".mysql_history", history, NotShown),
        ];
        for (what, name, text, claim) in cases {
            let verdict = verdict(name, text);
            assert_eq!(verdict.claim, claim, "{what}: {verdict:?}");
            assert_eq!(verdict.lines.is_empty(), claim == NoLoss, "{what}: {verdict:?}");
        }
        let torn = format!("\u{1}\u{2} torn\n{general}");
        assert_eq!(verdict("general.log", &torn).claim, NotShown);
    }
}
