//! Recovery on MySQL and MariaDB: a dump on a server for trials, and the binary log up to just
//! before the loss.

use crate::{
    report::way::{Way, bring_back_columns, no_backup, numbered},
    text::shell_word::{SCRATCH, name_word, reader, shell_word, statement_word},
    time::SECOND,
    verdict::mechanism::contract::Step,
};

/// What is done to the data.
pub(crate) fn steps(way: &Way<'_>) -> Vec<Step> {
    let mut out = vec![keep(way), load(way), replay(way)];
    if way.incident.backup.is_some() {
        out.push(if way.changes_columns() { bring_back_columns(way) } else { bring_back(way) });
    }
    out
}

/// Accounts and rights that are gone.
pub(crate) fn accounts() -> Step {
    Step::new("Restore the accounts and their privileges from a dump of the `mysql` database, from saved `SHOW GRANTS` output, or from the set-up scripts.")
        .risk("a privilege granted too widely is harder to notice than a missing one")
        .check("`SHOW GRANTS FOR` each account shows what it showed before")
}

fn keep(way: &Way<'_>) -> Step {
    const COPY: &str = "BINLOG_BASE=$(mysql -N -e 'SELECT @@log_bin_basename')\ncp -a \"${BINLOG_BASE:?}\".* \"${SAFE_PLACE:?}\"/";
    const RISK: &str = "it needs disk space; until it is done, the server may purge binary logs by age (where the base is NULL, it writes none)";
    if way.drops_database() {
        return Step::new("Preserve the binary logs before anything is loaded: the database is gone, and they are what is left of its statements.")
            .command(COPY)
            .risk(RISK)
            .check("the copies are as long as the files");
    }
    let database = &way.database;
    Step::new("Preserve the current state before anything is loaded: dump what is there now and copy the binary logs.")
        .command(format!(
            "mysqldump --single-transaction --routines --triggers --events {database} > \"${{SAFE_PLACE:?}}\"/as-found.sql\n{COPY}"
        ))
        .risk(RISK)
        .check("the dump ends with `-- Dump completed`")
}

fn load(way: &Way<'_>) -> Step {
    let Some(choice) = &way.incident.backup else {
        return no_backup();
    };
    let path = way.case.path(choice.event);
    let load = Step::new("Load the last good backup on a scratch server, never on the live one.")
        .command(format!(
            "{SCRATCH} -e {}\n{} {} | {SCRATCH} {}",
            statement_word("CREATE DATABASE", way.incident.database.as_deref()),
            reader(path),
            shell_word(path),
            way.database
        ))
        .risk("a dump made with --databases names its own database: check its first lines for USE; the path is the one in this evidence");
    match way.holds() {
        Some(holds) => load.check(holds),
        None => load,
    }
}

/// The times are in UTC, and the command is told so: the program reads them in its own zone.
fn replay(way: &Way<'_>) -> Step {
    const LATE: &str = "a stop one second too late replays the loss: inspect the last events first, with --base64-output=decode-rows -v; --database filters by the session's database, not by names in statements";
    const ASSUMED: &str = "the log with the statement does not prove its zone, and in another zone these times replay the loss: find the statement in the binary log by its text (--base64-output=decode-rows -v) and stop by --stop-position; --database filters by the session's database, not by names in statements";
    let Way { case, incident, database, .. } = way;
    let utc = |us: i64| crate::time::utc(us).format("%Y-%m-%d %H:%M:%S").to_string();
    let Some(choice) = &incident.backup else {
        let until = utc(incident.started.best.saturating_sub(SECOND));
        return Step::new("If binary logs reach back to the creation of the tables, replay them on a scratch server from the start.")
            .command(format!(
                "TZ=UTC mysqlbinlog --stop-datetime='{until}' --database={database} ${{BINLOG_FILES:?}} | {SCRATCH}"
            ))
            .risk("row events need the table structure of that time");
    };
    let mut text = format!(
        "Where binary logs reach from {} to {}, replay them on the scratch server up to just before the first destructive statement.",
        case.show(choice.taken.best),
        case.show(incident.started.best)
    );
    let mut spans = vec![choice.taken.best];
    for (other, earlier) in numbered(way.found).filter(|(at, _)| *at != way.id) {
        if earlier.database == incident.database
            && earlier.started.best > choice.taken.best
            && earlier.ended < incident.started.best
        {
            text.push_str(&format!(
                " The statements of {other} ({} to {}) lie in between and are left out.",
                case.clock(earlier.started.best),
                case.clock(earlier.ended)
            ));
            let resumed = earlier.ended.saturating_add(2 * SECOND);
            match spans.last_mut() {
                Some(from) if *from >= earlier.started.best => *from = resumed.max(*from),
                _ => spans.extend([earlier.started.best, resumed]),
            }
        }
    }
    if let Some(place) = case.backup(choice.event).and_then(|b| b.binlog.as_deref()) {
        text.push_str(&format!(
            " The dump records its position: `{}`; start there.",
            place.replace('`', "'")
        ));
    } else {
        text.push_str(" The dump records no position, only when it ended: one made with `--single-transaction` holds the state of its start, so begin earlier by as long as it took, with `--force` past the duplicate keys.");
    }
    spans.push(incident.started.best);
    let replay = |span: &[i64]| {
        let (from, until) = (span.first()?, span.last()?.saturating_sub(SECOND));
        Some(format!(
            "TZ=UTC mysqlbinlog --start-datetime='{}' --stop-datetime='{}' --database={database} ${{BINLOG_FILES:?}} | {SCRATCH}",
            utc(*from),
            utc(until)
        ))
    };
    let commands: Vec<String> = spans.chunks(2).filter_map(replay).collect();
    Step::new(text)
        .command(commands.join("\n"))
        .risk(if way.is_zone_assumed() { ASSUMED } else { LATE })
        .check("the newest rows are from just before the incident")
}

fn bring_back(way: &Way<'_>) -> Step {
    let (database, is_gone) = (&way.database, way.drops_database());
    let tables = if is_gone { &[] } else { way.tables() };
    let named: String = tables.iter().map(|t| format!(" {}", name_word(&t.name))).collect();
    let (more, create, risk) = if is_gone {
        let statement = statement_word("CREATE DATABASE", way.incident.database.as_deref());
        (
            " --routines --events",
            format!("mysql -h \"${{HOST:?}}\" -u \"${{DB_USER:?}}\" -p -e {statement}\n"),
            "CREATE DATABASE takes the server's character set where it names none: tables created later may then differ from those that are loaded",
        )
    } else {
        (
            "",
            String::new(),
            "the dump drops tables of the same names before it creates them: rows written since the loss are then only in the dump of the current state and must be merged by hand",
        )
    };
    Step::new(if is_gone {
        "Create the database again and copy it back from the scratch server.".to_owned()
    } else if tables.is_empty() {
        "Copy the tables back from the scratch server, and keep AUTO_INCREMENT above the highest id ever assigned.".to_owned()
    } else {
        format!("Copy only the tables concerned back from the scratch server, and keep AUTO_INCREMENT above the highest id ever assigned{}.", way.next_ids(tables))
    })
    .command(format!(
        "mysqldump --single-transaction{more} -h \"${{SCRATCH_HOST:?}}\" -u \"${{DB_USER:?}}\" -p {database}{named} > \"${{SAFE_PLACE:?}}\"/back.sql\n{create}mysql -h \"${{HOST:?}}\" -u \"${{DB_USER:?}}\" -p {database} < \"${{SAFE_PLACE:?}}\"/back.sql"
    ))
    .risk(risk)
    .check("each table has as many rows on the live server as on the scratch server")
}

#[cfg(test)]
mod tests {
    use crate::report::{engine::of_files, v1::Step};

    const DUMP: &str = "-- MySQL dump 10.13  Distrib 8.0.28\n\
         -- Host: localhost    Database: shop\n\
         CREATE TABLE `orders` (\n  `id` int NOT NULL,\n  `email` varchar(90) DEFAULT NULL\n);\n\
         INSERT INTO `orders` VALUES (1,'a'),(2,'b'),(3,'c');\n\
         -- Dump completed on 2026-03-06  3:00:00\n";

    /// The steps of the last incident's plan that have these words.
    fn steps(log: &str, words: &str) -> Vec<Step> {
        let report = of_files(&[("general.log", log), ("shop.sql", DUMP)]);
        let last = report.incidents.last().expect("an incident");
        last.recovery.iter().filter(|step| step.text.contains(words)).cloned().collect()
    }

    fn at(clock: &str, statement: &str) -> String {
        format!(
            "2026-03-06T{clock}.000000Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T{clock}.100000Z\t   84 Query\t{statement}\n"
        )
    }

    #[test]
    fn a_replay_stops_by_position_where_the_zone_is_only_assumed() {
        let bare = "Time                 Id Command    Argument\n\
             260306  9:02:16\t   84 Connect\tapp@web on shop\n\
             260306  9:02:17\t   84 Query\tDROP TABLE orders\n";
        let shown = at("09:02:17", "DROP TABLE orders");
        for (log, is_assumed) in [(bare, true), (shown.as_str(), false)] {
            let steps = steps(log, "replay them");
            let risk = steps.first().and_then(|step| step.risk.as_deref()).unwrap_or_default();
            assert_eq!(risk.contains("--stop-position"), is_assumed, "{log}: {risk}");
        }
    }

    #[test]
    fn a_replay_leaves_out_what_an_earlier_incident_did() {
        let later = at("18:02:17", "DROP TABLE orders");
        let both = at("09:02:17", "TRUNCATE TABLE orders") + &later;
        for (log, spans) in [(both.as_str(), 2), (later.as_str(), 1)] {
            let steps = steps(log, "replay them");
            let command =
                steps.first().and_then(|step| step.command.as_deref()).unwrap_or_default();
            assert_eq!(command.matches("--start-datetime").count(), spans, "{command}");
        }
    }

    #[test]
    fn a_column_that_is_gone_is_added_before_its_values_are_copied() {
        let gone = steps(&at("09:02:17", "ALTER TABLE orders DROP COLUMN email"), "row by row");
        let text = gone.first().map(|step| step.text.as_str()).unwrap_or_default();
        assert!(
            text.contains("Add the dropped columns") && text.contains("`varchar(90)`"),
            "{text}"
        );
        let blank = steps(&at("09:02:17", "UPDATE orders SET email = NULL"), "row by row");
        let text = blank.first().map(|step| step.text.as_str()).unwrap_or_default();
        assert!(text.starts_with("Copy the affected columns"), "{text}");
    }
}
