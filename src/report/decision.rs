//! What a reader decides by: the facts in few lines, what can be done and at what price, what
//! waiting costs, and what to run next.

use std::cmp::Reverse;

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::StatusReason,
        severity::Severity,
    },
    event::ids::{ActId, EventId},
    report::{
        accounts, effects, overlap,
        parts::{Subject, VerdictLine},
        proof::proof,
        server::Server,
        set_back,
        terms::Course,
        v1::{Choice, Decision, Incident as Told, Question, Step, Trigger},
        waiting::{known, waiting},
    },
    sql::operation::Operation,
    text::{
        code::{coded, quoted},
        number::{counted, seconds},
        shell_word::are_trial,
    },
    time::SECOND,
    verdict::{
        damage::damaged,
        impact::loss::{RowsBasis, TableState},
        incident::{Found, Incident},
        likelihood::Likelihood,
        mechanism::Mechanism,
    },
};

/// A loss window, in seconds, that costs less than a search for something newer.
const SHORT_S: i64 = 3600;

/// Steps shown as the next ones, and their lines.
const NEXT: usize = 3;
const NEXT_LINES: usize = 6;

/// The act that a decision tells of: the gravest, of several alike the first.
pub(crate) fn gravest(found: &Found, incident: &Incident) -> Option<ActId> {
    let seen = incident.acts.iter().copied().filter(|&id| !found.acts.get(id).events.is_empty());
    seen.min_by_key(|&id| {
        let takes_code =
            matches!(found.acts.get(id).operation, Operation::DropView | Operation::DropRoutine);
        (Reverse(*found.severities.get(id)), takes_code)
    })
}

/// The decision on one incident; `statement` is that of its gravest act, `open` the questions about
/// it.
pub(crate) fn decision(
    case: &Case<'_>,
    found: &Found,
    incident: &Incident,
    told: &Told,
    statement: Option<&str>,
    open: &[Question],
) -> Decision {
    let (server, act) = (Server::of(case, found, incident), gravest(found, incident));
    let is_of_accounts = !told.impact.accounts.is_empty();
    let mut lines = vec![VerdictLine::new(Subject::When, when(case, found, incident, told))];
    if let Some(statement) = statement {
        let plain = statement.replace('`', "");
        lines.push(VerdictLine::new(
            Subject::Statement,
            coded(&plain, 240) + &more(found, incident, act),
        ));
    }
    lines.push(VerdictLine::new(Subject::StartedBy, started_by(case, incident, told)));
    lines.push(lost(case, incident, told));
    lines.push(VerdictLine::new(Subject::Survives, survives(incident, told)));
    let broken = told.impact.errors.first().map(|e| format!("{}.", e.text.trim_end_matches('.')));
    lines.extend(broken.map(|text| VerdictLine::new(Subject::Broken, text)));
    lines.push(VerdictLine::new(
        Subject::Certain,
        certain(case, incident, act.map(|id| found.acts.get(id))),
    ));
    lines.push(VerdictLine::new(Subject::NotCertain, not_certain(told, open)));
    if !is_of_accounts {
        lines.push(VerdictLine::new(Subject::Backup, backup(told)));
    }
    let missing = incident
        .backup
        .as_ref()
        .map(|choice| incident.started.best.saturating_sub(choice.taken.best).max(0) / SECOND);
    let options = if is_of_accounts {
        accounts::options()
    } else {
        options(case, incident, told, missing, server)
    };
    let recommended = match missing {
        _ if incident.severity < Severity::Medium => Course::Accept,
        _ if is_of_accounts => Course::Restore,
        Some(seconds) if seconds < SHORT_S => Course::Restore,
        _ => Course::Search,
    };
    Decision {
        lines,
        options,
        recommended,
        advice: advice(told, recommended),
        waiting: waiting(incident, told, server),
        next: next(told),
    }
}

/// From when to when, and in UTC.
fn when(case: &Case<'_>, found: &Found, incident: &Incident, told: &Told) -> String {
    let utc = crate::time::utc(incident.started.best);
    let is_same_day = told.started_at.starts_with(&utc.format("%Y-%m-%d").to_string());
    let utc = utc.format(if is_same_day { "%H:%M:%S UTC" } else { "%Y-%m-%d %H:%M:%S UTC" });
    let beside =
        if told.started_at.ends_with("+00:00") { String::new() } else { format!(" ({utc})") };
    let length = incident.ended.saturating_sub(incident.started.best).max(0) / SECOND;
    let over = if length > 0 { format!(", over {}", seconds(length)) } else { String::new() };
    let zone = if incident.is_zone_assumed(case, found) {
        "; the zone is assumed, not shown by the log"
    } else {
        ""
    };
    format!("{}{beside}{over}{zone}.", told.started_at)
}

/// How many statements there were beside that of one act; what cascades from one was not sent.
fn more(found: &Found, incident: &Incident, act: Option<ActId>) -> String {
    let is_sent = |act: &Act| {
        act.status != Status::Inferred
            && !matches!(act.status_reason, StatusReason::Cascaded { .. })
    };
    let is_stated = |&id: &ActId| is_sent(found.acts.get(id));
    let others = incident.acts.iter().filter(|&id| Some(*id) != act && is_stated(id)).count();
    match others {
        n if n > 0 && act.as_ref().is_some_and(is_stated) => format!(" and {n} more"),
        _ => String::new(),
    }
}

/// Who or what, by which words, and where these stand.
fn started_by(case: &Case<'_>, incident: &Incident, told: &Told) -> String {
    let Some(trigger) = known(told) else { return "not in this evidence.".into() };
    let place = incident
        .suspects
        .first()
        .and_then(|first| first.suspect.events.first())
        .map(|&event| format!(" ({})", place(case, event)))
        .unwrap_or_default();
    format!("{}{place}; {}.", who(trigger), trigger.likelihood.words())
}

fn who(trigger: &Trigger) -> String {
    let actor = trigger.actor.as_deref().map(|a| format!(", account {a}")).unwrap_or_default();
    let on = trigger.kind.before_host();
    let host = trigger.host.as_deref().map(|h| format!(" {on} {h}")).unwrap_or_default();
    let command =
        trigger.command.as_deref().map(|c| format!(", with {}", coded(c, 200))).unwrap_or_default();
    format!("{}{actor}{host}{command}", trigger.kind.words())
}

/// The file and line of an event, as code.
fn place(case: &Case<'_>, event: EventId) -> String {
    format!("`{}:{}`", case.path(event).replace('`', "'"), case.place(event).span.line)
}

fn lost(case: &Case<'_>, incident: &Incident, told: &Told) -> VerdictLine {
    if !told.impact.accounts.is_empty() {
        return VerdictLine::new(Subject::Lost, accounts::lost(&told.impact.accounts));
    }
    let tables = |n: u64| counted(n, "table", "tables");
    let rows = |n: u64| {
        let about = if told.impact.rows_basis.is_exact() { "" } else { "about " };
        format!("{about}{} ({})", counted(n, "row", "rows"), told.impact.rows_basis.words())
    };
    let before = told.impact.taken_before.as_ref();
    let before = before.map(|taken| format!("; {}", overlap::words(taken))).unwrap_or_default();
    if let Some(text) = set_back::lost(&told.impact, told.impact.rows_lost.map(rows)) {
        return VerdictLine::new(Subject::Lost, text);
    }
    let damaged = damaged(case, &incident.server);
    let text = match (told.impact.tables_lost, told.impact.rows_lost) {
        (Some(n), Some(gone)) if n > 0 => format!("{} with {}{before}.", tables(n), rows(gone)),
        (Some(n), None) if n > 0 => {
            format!("{}{before}; how many rows is not in this evidence.", tables(n))
        }
        (_, Some(gone)) if gone > 0 => format!("{}{before}.", rows(gone)),
        _ if !damaged.is_empty() => {
            let names = quoted(&damaged);
            let most = effects::in_backup(case, incident, &damaged);
            let text =
                format!("{names}; how many rows are lost is unknown until it is read{most}.");
            return VerdictLine::new(Subject::Damaged, text);
        }
        _ if !told.impact.lost_columns().is_empty() => {
            format!("the values in {}; the rows remain.", quoted(&told.impact.lost_columns()))
        }
        _ if told.impact.keeps_rows() => "overwritten values; the rows remain.".into(),
        _ => "how much is not in this evidence.".into(),
    };
    VerdictLine::new(Subject::Lost, text)
}

/// What is known to be left.
fn survives(incident: &Incident, told: &Told) -> String {
    let impact = &told.impact;
    if !impact.accounts.is_empty() {
        return "every table and every row: only accounts and rights were changed.".into();
    }
    if !incident.server.is_empty() {
        return "not known before every table is checked.".into();
    }
    let left = |state| impact.tables.iter().filter(|t| t.state == state).count() as u64;
    let is_list = impact.intact.iter().all(|name| !name.contains(' '));
    if impact.keeps_rows() {
        return "all rows; only values are gone.".into();
    }
    if let Some(first) = impact.intact.first() {
        return if is_list {
            let others = counted(impact.intact.len() as u64, "other table", "other tables");
            let names: Vec<String> = impact.intact.iter().take(3).cloned().collect();
            let more = if impact.intact.len() > 3 { ", …" } else { "" };
            format!("{others} of the database: {}{more}.", quoted(&names))
        } else {
            format!("{}.", first.trim_end_matches('.'))
        };
    }
    let fewer = left(TableState::Fewer);
    if fewer > 0 {
        return format!("some rows of {}.", counted(fewer, "table", "tables"));
    }
    match incident.database.as_deref() {
        Some(database) if incident.impact.seen_after => {
            format!(
                "nothing: every table of `{}` in the schema dumps is among those hit.",
                database.replace('`', "'")
            )
        }
        _ => "not shown: no schema dump from after the incident.".into(),
    }
}

/// What records show, and by which line.
fn certain(case: &Case<'_>, incident: &Incident, act: Option<&Act>) -> String {
    let Some((act, proof)) = act.and_then(|act| Some((act, proof(case, incident, act)?))) else {
        return match incident.server.first() {
            Some(&event) => format!("the server's own log reports it ({}).", place(case, event)),
            None => "the loss itself.".into(),
        };
    };
    let place = place(case, proof.sign);
    match act.status {
        Status::Inferred => format!("{} ({place}).", proof.words),
        _ => format!("the statement ({place}); {}.", proof.words),
    }
}

/// What is inferred, estimated or open.
fn not_certain(told: &Told, open: &[Question]) -> String {
    let mut parts = Vec::new();
    match told.mechanism.likelihood {
        _ if told.mechanism.id == Mechanism::Unknown => parts.push("how it was done".to_owned()),
        Likelihood::AlmostCertain => {}
        other => parts.push(format!("how it was done ({})", other.words())),
    }
    match known(told).map(|t| t.likelihood) {
        _ if told.mechanism.id == Mechanism::ServerCrash => {
            parts.push("what made the server crash".to_owned());
        }
        None => parts.push("who or what started it".to_owned()),
        Some(Likelihood::AlmostCertain) => {}
        Some(other) => parts.push(format!("who started it ({})", other.words())),
    }
    match told.impact.rows_lost {
        None if !told.impact.keeps_rows() && told.impact.accounts.is_empty() => {
            parts.push("how many rows are lost".to_owned());
        }
        Some(_) if told.impact.rows_basis == RowsBasis::Backup => {
            parts.push("the number of rows (as of the backup)".to_owned());
        }
        Some(_) if !told.impact.rows_basis.is_exact() => {
            parts.push("the number of rows (an estimate)".to_owned());
        }
        _ => {}
    }
    let open = open.iter().filter(|question| !question.answered).count() as u64;
    if open > 0 {
        parts.push(format!("{} under Coverage", counted(open, "open question", "open questions")));
    }
    if parts.is_empty() { "nothing of the above.".into() } else { format!("{}.", parts.join("; ")) }
}

fn backup(told: &Told) -> String {
    match &told.backup {
        Some(backup) => format!(
            "`{}`{}; anything written after it is missing from it.",
            backup.path.replace('`', "'"),
            backup.taken_at.as_deref().map(|at| format!(" of {at}")).unwrap_or_default()
        ),
        None => "no usable backup in this evidence.".into(),
    }
}

/// What can be done, and at what price.
fn options(
    case: &Case<'_>,
    incident: &Incident,
    told: &Told,
    missing: Option<i64>,
    server: Server,
) -> Vec<Choice> {
    let logs = server.pick("binary logs", "archived WAL");
    let mut out = Vec::new();
    let renewed = incident.impact.tables.iter().any(|t| t.state == TableState::Recreated);
    if let (Some(backup), Some(seconds)) = (&told.backup, missing) {
        out.push(Choice {
            course: Course::Restore,
            text: "restore from the backup".into(),
            missing_seconds: u64::try_from(seconds).ok(),
            effort: format!(
                "load {} on a scratch server, then {}",
                counted(backup.rows, "row", "rows"),
                if told.impact.keeps_rows() {
                    "copy the values back by primary key".to_owned()
                } else if !incident.cause.mechanism.profile().by_statements {
                    let tables = damaged(case, &incident.server).len() as u64;
                    match tables {
                        0 => "copy the damaged tables back".to_owned(),
                        n => format!("copy {} back", counted(n, "damaged table", "damaged tables")),
                    }
                } else {
                    copied_back(told, backup.tables)
                }
            ),
            risk: if renewed || told.impact.keeps_rows() {
                "rows written since the incident must be merged by hand"
            } else {
                "rows of other tables may refer to rows newer than the backup"
            }
            .into(),
        });
    }
    out.push(Choice {
        course: Course::Search,
        text: match told.backup {
            Some(_) => "look for a newer copy elsewhere",
            None => "look for a copy elsewhere",
        }
        .into(),
        missing_seconds: None,
        effort: format!("ask for {logs}, volume snapshots and delayed replicas"),
        risk: format!("{logs} and snapshots are deleted by age"),
    });
    out.push(Choice {
        course: Course::Accept,
        text: "accept the loss".into(),
        missing_seconds: None,
        effort: "none".into(),
        risk: "it stays lost".into(),
    });
    out
}

/// What of a backup with so many tables goes back into the live database.
fn copied_back(told: &Told, held: u64) -> String {
    let tables = |n| counted(n, "table", "tables");
    let concerned = told.impact.tables.iter().filter(|t| t.state != TableState::Intact).count();
    match (told.impact.tables_lost, concerned as u64) {
        (Some(lost), _) if lost > 0 => format!("copy {} back", tables(lost)),
        (_, 0) => format!("copy {} back", tables(held)),
        (_, n) if told.impact.set_back.is_some() => format!("copy {} back", tables(n)),
        (_, concerned) => format!("copy the lost rows of {} back", tables(concerned)),
    }
}

fn advice(told: &Told, course: Course) -> String {
    match (course, &told.backup) {
        (Course::Restore, _) if !told.impact.accounts.is_empty() => {
            "recreate the accounts that something still needs; no data has to be restored.".into()
        }
        (Course::Accept, _) => "accept the loss; it is small.".into(),
        (Course::Restore, _) => "restore now: the backup is less than an hour older than the loss.".into(),
        (Course::Search, None) => {
            "stop all writes, preserve the current state, and look for a copy elsewhere.".into()
        }
        (Course::Search, Some(_)) => {
            "look for a newer copy while the backup loads on a scratch server; restore from the backup if none turns up.".into()
        }
    }
}

/// The first steps of the plan, before anything is loaded on a server for trials: the commands of
/// each, or its words as a comment.
fn next(told: &Told) -> Vec<String> {
    let lines = |step: &Step| match &step.command {
        Some(command) => {
            command.lines().filter(|line| !line.starts_with(": ")).map(str::to_owned).collect()
        }
        None => {
            let text = step.text.split(['.', '\n']).next().unwrap_or_default();
            vec![format!("# {text}")]
        }
    };
    let is_trial = |step: &&Step| step.command.as_deref().is_some_and(are_trial);
    let steps = told.recovery.iter().take_while(|step| !is_trial(step)).take(NEXT);
    let mut out: Vec<String> = Vec::new();
    for step in steps {
        let own: Vec<String> = lines(step);
        if !out.is_empty() && out.len().saturating_add(own.len()) > NEXT_LINES {
            break;
        }
        out.extend(own);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::report::{engine::of_files, parts::Subject, terms::Course, v1::Decision};

    /// The decision on a statement in a general log beside these files.
    fn decision(statement: &str, beside: &[(&str, &str)]) -> Decision {
        let log = format!(
            "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\t{statement}\n"
        );
        decided(&[beside, &[("general.log", log.as_str())]].concat())
    }

    fn decided(files: &[(&str, &str)]) -> Decision {
        let report = of_files(files);
        report.gravest().and_then(|incident| incident.decision.clone()).expect("an incident")
    }

    fn dump(taken: &str) -> String {
        format!(
            "-- MySQL dump 10.13  Distrib 8.0.28\n-- Host: localhost    Database: shop\n\
             CREATE TABLE `orders` (\n  `id` int NOT NULL\n);\n\
             INSERT INTO `orders` VALUES (1),(2),(3);\n-- Dump completed on {taken}\n"
        )
    }

    fn line(decision: &Decision, subject: Subject) -> &str {
        let of = |line: &&crate::report::parts::VerdictLine| line.subject == Some(subject);
        decision.lines.iter().find(of).map_or("", |line| line.text.as_str())
    }

    #[test]
    fn the_recommendation_follows_from_the_backup_and_its_age() {
        let old = dump("2026-03-05  9:00:00");
        let fresh = dump("2026-03-06  9:00:00");
        let hour = dump("2026-03-06  8:02:17");
        for (beside, course, missing) in [
            (vec![], Course::Search, None),
            (vec![("shop.sql", old.as_str())], Course::Search, Some(86_537)),
            (vec![("shop.sql", fresh.as_str())], Course::Restore, Some(137)),
            (vec![("shop.sql", hour.as_str())], Course::Search, Some(3600)),
        ] {
            let decision = decision("DROP TABLE orders", &beside);
            assert_eq!(decision.recommended, course, "{beside:?}");
            let restore = decision.options.iter().find(|o| o.course == Course::Restore);
            assert_eq!(restore.and_then(|o| o.missing_seconds), missing, "{beside:?}");
            assert_eq!(decision.options.last().map(|o| o.course), Some(Course::Accept));
        }
    }

    #[test]
    fn the_statement_and_its_line_are_named_and_kept_rows_are_not_called_lost() {
        let dropped = decision("DROP TABLE orders", &[]);
        assert_eq!(line(&dropped, Subject::Statement), "`DROP TABLE orders`");
        assert!(line(&dropped, Subject::Certain).contains("`general.log:2`"), "{dropped:?}");
        let updated = decision("UPDATE orders SET price = 0", &[]);
        let survives = line(&updated, Subject::Survives);
        assert!(survives.starts_with("all rows"), "{survives}");
        assert!(!line(&updated, Subject::NotCertain).contains("rows"), "{updated:?}");
    }

    #[test]
    fn the_gravest_statement_is_named_with_its_own_proof() {
        let several =
            "DROP VIEW v_open\n2026-03-06T09:02:17.331284Z\t   84 Query\tDROP TABLE orders";
        let mixed = decision(several, &[("shop.sql", &dump("2026-03-06  9:00:00"))]);
        assert_eq!(line(&mixed, Subject::Statement), "`DROP TABLE orders` and 1 more");
        assert!(line(&mixed, Subject::Certain).contains("`general.log:3`"), "{mixed:?}");
        assert!(line(&mixed, Subject::Lost).starts_with("1 table with about 3 rows"), "{mixed:?}");
    }

    #[test]
    fn an_error_about_the_database_proves_that_it_is_gone() {
        let error = |name: &str| {
            format!(
                "[2026-03-06 09:02:22] production.ERROR: SQLSTATE[HY000] [1049] Unknown database \
                 '{name}' (SQL: select * from `orders`)\n"
            )
        };
        let missed = decision("DROP DATABASE shop", &[("laravel.log", &error("shop"))]);
        let certain = line(&missed, Subject::Certain);
        assert!(certain.ends_with("the application then failed on what was removed."), "{certain}");
        let broken = line(&missed, Subject::Broken);
        assert!(broken.starts_with("1 error within a day names what was lost"), "{broken}");
        let other = decision("DROP DATABASE shop", &[("laravel.log", &error("wiki"))]);
        let certain = line(&other, Subject::Certain);
        assert!(certain.ends_with("no record of its outcome."), "{certain}");
    }

    #[test]
    fn waiting_says_no_more_than_the_evidence_and_the_server() {
        let quiet = decision("DROP TABLE orders", &[]);
        assert_eq!(quiet.waiting, "binary logs and snapshots expire.");
        let error = "[2026-03-06 09:02:22] production.ERROR: SQLSTATE[42S02]: Base table or view \
                     not found: 1146 Table 'shop.orders' doesn't exist\n";
        let failing = decision("DROP TABLE orders", &[("laravel.log", error)]);
        assert!(failing.waiting.starts_with("requests on missing tables"), "{failing:?}");
        let postgres = decided(&[(
            "postgresql.log",
            "2026-03-06 01:02:16.231 +03 [84] app@shop LOG:  statement: SELECT 1\n\
             2026-03-06 01:02:17.231 +03 [84] app@shop LOG:  statement: DROP TABLE orders\n",
        )]);
        assert_eq!(postgres.waiting, "archived WAL and snapshots expire.");
        let when = line(&postgres, Subject::When);
        assert!(when.ends_with("(2026-03-05 22:02:17 UTC)."), "{when}");
    }

    #[test]
    fn a_job_runs_again_for_certain_only_where_it_is_very_likely_the_one() {
        let cron = |command: &str| {
            let line =
                format!("2026-03-06T09:02:16.000000+00:00 web CRON[811]: (app) CMD ({command})\n");
            decision("DROP TABLE orders", &[("cron.log", &line)]).waiting
        };
        let suspected = cron("/opt/app/tidy.sh");
        assert!(suspected.starts_with("the suspected job may run again"), "{suspected}");
        let named = cron("mysql shop -e 'DROP TABLE orders'");
        assert!(named.starts_with("the job runs again on its schedule"), "{named}");
    }

    #[test]
    fn the_open_questions_are_told_of_one_incident() {
        let log = "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\tDROP DATABASE shop\n\
             2026-03-08T09:02:16.231284Z\t   97 Connect\tops@web on wiki using TCP/IP\n\
             2026-03-08T09:02:17.231284Z\t   97 Query\tDROP TABLE pages\n";
        let report = of_files(&[("general.log", log)]);
        let of = |incident: &crate::report::v1::Incident| {
            let told = incident.decision.as_ref().unwrap();
            line(told, Subject::NotCertain).contains("open question")
        };
        assert_eq!(report.incidents.iter().map(of).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn a_dump_that_is_named_after_another_database_is_no_backup_of_this_one() {
        let bare = dump("2026-03-06  9:00:00").replace("    Database: shop", "");
        let other = "2026-03-06T09:00:00.000000Z\t   90 Connect\tops@web on wiki using TCP/IP\n\
             2026-03-06T09:00:01.000000Z\t   90 Query\tSELECT 1\n";
        for (file, is_one) in [
            ("wiki-2026-03-06.sql", false),
            ("wiki_20260306.sql", false),
            ("shop-2026-03-06.sql", true),
            ("nightly.sql", true),
        ] {
            let beside = [(file, bare.as_str()), ("mysql/general.log", other)];
            let told = decision("DROP TABLE orders", &beside);
            let backup = line(&told, Subject::Backup);
            assert_eq!(backup.contains(file), is_one, "{backup}");
        }
    }

    #[test]
    fn the_next_commands_preserve_all_and_load_nothing() {
        let next =
            decision("DROP TABLE orders", &[("shop.sql", &dump("2026-03-06  9:00:00"))]).next;
        assert!(next.iter().any(|line| line.starts_with("mysqldump")), "{next:?}");
        assert!(next.iter().any(|line| line.starts_with("cp -a \"${BINLOG_BASE:?}")), "{next:?}");
        assert!(!next.iter().any(|line| line.contains("SCRATCH_HOST")), "{next:?}");
    }
}
