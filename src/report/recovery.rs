//! Recovery, in order: what to run, what can go wrong, how to see that it worked. Nothing of it
//! is run here; names and paths are those of the evidence, the rest are variables to be filled in.

use crate::{
    case::{facts::Case, severity::Severity, trigger::TriggerKind},
    report::{
        id::IncidentId,
        mysql_way, postgres_way,
        server::Server,
        v1,
        way::{Way, numbered},
    },
    sql::operation::Operation,
    text::shell_word::{name_word, with_blanks},
    verdict::{
        impact::backup::Choice,
        incident::{Found, Incident},
        mechanism::contract::{Step, Unrecovered},
    },
};

fn told(step: Step) -> v1::Step {
    v1::Step {
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
) -> Vec<v1::Step> {
    if incident.severity < Severity::Medium {
        return Vec::new();
    }
    plan(case, found, id, incident).into_iter().map(told).collect()
}

fn plan(case: &Case<'_>, found: &Found, id: IncidentId, incident: &Incident) -> Vec<Step> {
    if let Some(later) = covered_by(found, id, incident) {
        return vec![Step::new(format!(
            "Follow the plan of {later}: it came later, hit the same tables and starts from the same backup. Its replay skips the statements of this incident."
        ))];
    }
    let mechanism = incident.cause.mechanism;
    let named = incident.database.as_deref();
    let loss = Unrecovered {
        case,
        database: named,
        started: incident.started,
        backup: incident.backup.as_ref(),
        server: &incident.server,
    };
    if let Some(steps) = mechanism.definition().recovery(&loss) {
        return steps;
    }
    let database = name_word(named.unwrap_or_default());
    let way = Way { case, found, id, incident, database };
    let server = Server::of(case, found, incident);
    if way.only(&[Operation::DropUser, Operation::Revoke]) {
        return vec![
            match server {
                Server::MySql => mysql_way::accounts(),
                Server::Postgres => postgres_way::accounts(),
            },
            Step::new(
                "Let whatever uses the accounts log in again, and watch the logs for refusals.",
            )
            .check("no `Access denied` and no refused permission for an hour"),
        ];
    }
    let artisan = case
        .sources
        .rows()
        .iter()
        .any(|s| s.format.is_some_and(|f| f.contains("laravel") || f.contains("artisan")));
    let mut out: Vec<Step> = mechanism.profile().first.map(Step::from).into_iter().collect();
    out.push(stop(incident, artisan, server));
    out.extend(match server {
        Server::MySql => mysql_way::steps(&way),
        Server::Postgres => postgres_way::steps(&way),
    });
    out.extend(elsewhere(case, incident));
    out.extend(mechanism.profile().step.map(Step::from));
    out.push(open(artisan, server));
    out
}

/// The other databases that were hit as well.
fn elsewhere(case: &Case<'_>, incident: &Incident) -> Option<Step> {
    let of = |(name, backup): &(String, Option<Choice>)| {
        let from = backup.as_ref().map_or_else(
            || "for which this evidence has no backup".to_owned(),
            |b| format!("from `{}`", case.path(b.event).replace('`', "'")),
        );
        format!("`{}`, {from}", name.replace('`', "'"))
    };
    let all: Vec<String> = incident.elsewhere.iter().map(of).collect();
    let text = "Do all of this for each of the other databases that were hit";
    (!all.is_empty()).then(|| Step::new(format!("{text}: {}.", all.join("; "))))
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

fn stop(incident: &Incident, artisan: bool, server: Server) -> Step {
    let again = match incident.suspects.first().map(|s| s.suspect.kind) {
        Some(TriggerKind::Cron) => " Disable the suspected cron job first, or it will run again.",
        Some(TriggerKind::Scheduler) => {
            " Disable the suspected scheduled task first, or it will run again."
        }
        Some(TriggerKind::SystemdTimer) => {
            " Stop the suspected timer first, or it will fire again."
        }
        Some(TriggerKind::Deploy) => " Stop releases as well until the cause is removed.",
        Some(TriggerKind::QueueWorker) => {
            " Stop the workers first, or a failed job may be retried."
        }
        Some(TriggerKind::DbEvent) => " Disable the server's event first, or it will run again.",
        _ => "",
    };
    let list = server.pick("SHOW PROCESSLIST", "SELECT * FROM pg_stat_activity");
    let stop = Step::new(format!(
        "Stop everything that writes: the site, queue workers, scheduled jobs.{again}"
    ))
    .risk("visitors see a maintenance page")
    .check(format!(
        "no new entries in the application's log, and no connections of its account (`{list}`)"
    ));
    if artisan { stop.command("php artisan down") } else { stop }
}

fn open(artisan: bool, server: Server) -> Step {
    let (table, column) = server.pick(("42S02", "42S22"), ("42P01", "42703"));
    let open = Step::new(
        "Reopen the site and watch the application's log for errors about missing tables or columns.",
    )
    .check(format!("no SQLSTATE {table} or {column} for an hour"));
    if artisan { open.command("php artisan up") } else { open }
}

#[cfg(test)]
mod tests {
    use crate::report::engine::of_files;

    const MYSQL: &str = "-- MySQL dump 10.13  Distrib 8.0.28\n\
         -- Host: localhost    Database: shop\nCREATE TABLE `orders` (\n  `id` int NOT NULL\n);\n\
         INSERT INTO `orders` VALUES (1),(2),(3);\n-- Dump completed on 2026-03-06  9:00:00\n";

    const POSTGRES: &str = "--\n-- PostgreSQL database dump\n--\n\n\
         -- Dumped from database version 15.6\n-- Dumped by pg_dump version 15.6\n\n\
         -- Started on 2026-03-06 09:00:00 UTC\n\n\
         CREATE TABLE public.\"Orders\" (\n    id integer NOT NULL\n);\n\n\
         COPY public.\"Orders\" (id) FROM stdin;\n1\n2\n3\n\\.\n\n\
         -- Completed on 2026-03-06 09:00:01 UTC\n\n\
         --\n-- PostgreSQL database dump complete\n--\n";

    fn commands(files: &[(&str, &str)]) -> String {
        let report = of_files(files);
        let plan = report.gravest().map(|incident| incident.recovery.as_slice());
        let commands = plan.expect("an incident").iter().filter_map(|step| step.command.as_deref());
        commands.collect::<Vec<_>>().join("\n")
    }

    fn mysql(statement: &str) -> String {
        let log = format!(
            "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\t{statement}\n"
        );
        commands(&[("general.log", &log), ("shop.sql", MYSQL)])
    }

    fn postgres(statement: &str) -> String {
        let log = format!(
            "2026-03-06 09:02:16.231 UTC [84] app@shop LOG:  statement: SELECT 1\n\
             2026-03-06 09:02:17.231 UTC [84] app@shop LOG:  statement: {statement}\n"
        );
        commands(&[("postgresql.log", &log), ("shop.sql", POSTGRES)])
    }

    #[test]
    fn what_a_crash_damaged_is_dumped_before_it_is_loaded_and_nothing_talks_to_the_old_server() {
        let log = "260306  9:02:17 [ERROR] /usr/sbin/mariadbd got signal 11 ;\n\
             2026-03-06  9:02:31 0 [ERROR] InnoDB: Unable to apply log to corrupted page 3 in file \
             ./shop/orders.ibd\n";
        let plan = commands(&[("error.log", log), ("shop.sql", MYSQL)]);
        let at = |what: &str| plan.find(what).unwrap_or_else(|| panic!("{what}: {plan}"));
        assert!(at("rescue.sock --pid-file") < at("mysqldump -S"));
        assert!(at("-p -e 'CREATE DATABASE `shop`'") < at("/damaged.sql"));
        assert!(
            at("'shop' 'orders' > \"${SAFE_PLACE:?}\"/damaged.sql")
                < at("< \"${SAFE_PLACE:?}\"/damaged.sql")
        );
        let is_aimed = |line: &str| line.contains(" -S ") || line.contains(" -h ");
        for line in
            plan.lines().filter(|line| line.starts_with("mysql") && !line.starts_with("mysqld "))
        {
            assert!(is_aimed(line), "{line}");
        }
    }

    #[test]
    fn a_database_that_is_gone_is_not_dumped_and_is_created_before_it_is_loaded() {
        for (gone, stands, create) in [
            (mysql("DROP DATABASE shop"), mysql("DROP TABLE orders"), "-p -e 'CREATE DATABASE"),
            (postgres("DROP DATABASE shop"), postgres("DROP TABLE \"Orders\""), "createdb -h"),
        ] {
            let on_live = |line: &&str| line.contains(create) && line.contains("${HOST:?}");
            assert!(!gone.contains("as-found") && gone.contains("SAFE_PLACE"), "{gone}");
            let (before, load) = gone.rsplit_once('\n').unwrap();
            assert!(
                before.lines().last().is_some_and(|line| on_live(&line)
                    || before.lines().rev().nth(1).is_some_and(|line| on_live(&line))),
                "{gone}"
            );
            assert!(load.contains("/back."), "{gone}");
            assert!(
                stands.contains("as-found") && !stands.lines().any(|l| on_live(&l)),
                "{stands}"
            );
        }
    }

    #[test]
    fn rows_alone_are_loaded_into_a_table_that_still_stands() {
        let (emptied, gone) = (postgres("TRUNCATE \"Orders\""), postgres("DROP TABLE \"Orders\""));
        let named = "-t '\"Orders\"'";
        assert!(emptied.contains("--data-only") && emptied.contains(named), "{emptied}");
        assert!(!gone.contains("--data-only") && gone.contains(named), "{gone}");
        let all = postgres("DELETE FROM billing.\"Orders\"");
        assert!(all.contains("TABLE :\"s\".:\"t\" SET"), "{all}");
        assert!(all.contains("-v s='billing' -v t='Orders'"), "{all}");
    }
}
