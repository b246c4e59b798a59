//! An older dump loaded over tables: they are told as set back to its state.

use crate::{
    case::facts::Case,
    event::ids::EventId,
    report::{
        cite::Citer,
        frame::{Frame, cite},
        v1::{Impact, Reason, SetBack},
    },
    text::{
        code::{coded, quoted},
        number::counted,
    },
    verdict::impact::loss::Rewind,
};

/// The dump that was loaded, and what was undone.
pub(crate) fn set_back(
    case: &Case<'_>,
    rewind: &Rewind,
    frame: &Frame<'_>,
    citer: &mut Citer<'_>,
) -> SetBack {
    let mut change = |&event: &EventId| {
        let query = case.query(event)?;
        let text = frame.redact.sql(&query.sql, query.dialect);
        let at = case.when(event).map(|when| case.day_and_clock(when.best)).unwrap_or_default();
        let text = format!("{} ({at})", coded(&text, 200));
        Some(Reason { in_favour: true, text, citations: cite(case, citer, &[event]) })
    };
    let reshaped = rewind.reshaped.iter().filter_map(&mut change).collect();
    SetBack {
        path: case.path(rewind.event).to_owned(),
        taken_at: case.show(rewind.taken.best),
        changed: rewind.changed,
        reshaped,
        citations: cite(case, citer, &[rewind.event]),
    }
}

/// What is lost, where an older dump was loaded; `rows` says how many rows.
pub(crate) fn lost(impact: &Impact, rows: Option<String>) -> Option<String> {
    let state = impact.set_back.as_ref()?;
    let gone = match (impact.rows_lost, rows) {
        (Some(0), _) => "no row fewer than before".to_owned(),
        (_, Some(rows)) => rows,
        (_, None) => "how many rows is not in this evidence".to_owned(),
    };
    let columns = impact.lost_columns();
    let columns = match columns.as_slice() {
        [] => String::new(),
        [one] => format!(", column {}", quoted(std::slice::from_ref(one))),
        many => format!(", columns {}", quoted(many)),
    };
    Some(format!(
        "{} set back to {} by loading {}: {gone}{columns}; {}.",
        counted(impact.set_back_tables(), "table", "tables"),
        state.taken_at,
        coded(&state.path, 200),
        values(state)
    ))
}

/// What is lost besides rows.
pub(crate) fn values(state: &SetBack) -> String {
    let seen = match state.changed {
        0 => "how many is not in this evidence".to_owned(),
        n => format!("{} in this evidence changed some", counted(n, "statement", "statements")),
    };
    format!("every value changed in them since then is lost too; {seen}")
}

#[cfg(test)]
mod tests {
    use crate::report::{
        engine::of_files,
        parts::Subject,
        v1::{Impact, Incident, Report},
    };

    /// A dump with so many rows of orders, and with these columns.
    fn dump(database: &str, taken: &str, columns: &str, rows: usize) -> String {
        let rows: Vec<String> = (0..rows).map(|n| format!("({n})")).collect();
        format!(
            "-- MySQL dump 10.13  Distrib 8.0.28\n-- Host: localhost    Database: {database}\n\
             DROP TABLE IF EXISTS `orders`;\nCREATE TABLE `orders` (\n{columns}\n);\n\
             INSERT INTO `orders` VALUES {};\n-- Dump completed on {taken}\n",
            rows.join(",")
        )
    }

    /// What is told where a command loads a dump of 1 March over a table that has one column and
    /// six rows more since.
    fn loaded(command: &str, database: &str) -> Report {
        let log = "2026-03-05T09:00:00.000000Z\t   80 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-05T09:00:01.000000Z\t   80 Query\tALTER TABLE orders ADD INDEX w (weight)\n\
             2026-03-05T09:00:02.000000Z\t   80 Query\tUPDATE orders SET weight = 2 WHERE id = 1\n\
             2026-03-06T09:02:17.000000Z\t   84 Connect\troot@localhost on shop using Socket\n\
             2026-03-06T09:02:17.100000Z\t   84 Query\t/*!40000 ALTER TABLE `orders` DISABLE KEYS */\n\
             2026-03-06T09:02:17.200000Z\t   84 Query\tDROP TABLE IF EXISTS `orders`\n\
             2026-03-06T09:02:17.300000Z\t   84 Query\tCREATE TABLE `orders` (`id` int NOT NULL)\n\
             2026-03-06T09:02:17.400000Z\t   84 Query\tLOCK TABLES `orders` WRITE\n\
             2026-03-06T09:02:17.500000Z\t   84 Query\tINSERT INTO `orders` VALUES (1),(2),(3),(4)\n";
        let error = |column: &str| {
            format!(
                "[2026-03-06 09:03:01] production.ERROR: SQLSTATE[42S22]: Column not found: 1054 \
                 Unknown column '{column}' in 'SELECT'\n"
            )
        };
        of_files(&[
            ("general.log", log),
            ("laravel.log", &(error("weight") + &error("colour"))),
            ("old.sql", &dump(database, "2026-03-01  9:00:00", "  `id` int NOT NULL", 4)),
            (
                "new.sql",
                &dump(
                    "shop",
                    "2026-03-06  8:00:00",
                    "  `id` int NOT NULL,\n  `weight` int DEFAULT NULL",
                    10,
                ),
            ),
            ("home/ada/.bash_history", &format!("#1772787737\n{command}\n")),
        ])
    }

    fn lost(incident: &Incident) -> &str {
        let lines = &incident.decision.as_ref().expect("a decision").lines;
        let own = lines.iter().find(|line| line.subject == Some(Subject::Lost));
        own.map_or("", |line| line.text.as_str())
    }

    #[test]
    fn an_older_dump_sets_tables_back_however_it_is_loaded() {
        for command in [
            "mysql -u root shop < /srv/old.sql",
            "zcat /srv/old.sql.gz | mysql -u root shop",
            "mysql -u root shop -e 'source /srv/old.sql'",
        ] {
            let report = loaded(command, "shop");
            let incident = report.gravest().expect("an incident");
            assert_eq!(
                incident.title,
                "table orders set back to 2026-03-01 in shop by loading a dump"
            );
            let lost = lost(incident);
            assert!(lost.contains("`old.sql`: about 6 rows"), "{command}: {lost}");
            assert!(lost.contains("column `orders.weight`"), "{lost}");
            assert!(lost.ends_with("1 statement in this evidence changed some."), "{lost}");
            let state = incident.impact.set_back.as_ref().expect("a state");
            assert_eq!(state.reshaped.len(), 1, "{state:?}");
            assert_eq!(
                (incident.impact.rows_lost, incident.impact.tables_lost),
                (Some(6), Some(0))
            );
            let errors = &incident.impact.errors;
            assert!(errors.iter().any(|e| e.text.starts_with("1 error within")), "{errors:?}");
        }
    }

    #[test]
    fn a_dump_of_another_database_or_one_that_is_not_at_hand_sets_nothing_back() {
        for (command, database) in [
            ("mysql -u root shop < /srv/old.sql", "wiki"),
            ("mysql -u root shop < /srv/older-dump.sql", "shop"),
        ] {
            let report = loaded(command, database);
            let incident = report.gravest().expect("an incident");
            assert!(incident.impact.set_back.is_none(), "{command}");
            assert!(incident.title.contains("dropped"), "{}", incident.title);
        }
    }

    #[test]
    fn rows_written_since_stand_where_all_were_lost_none_were_or_a_dump_put_fewer() {
        let written = |before: u64, after: u64, lost: u64, loaded: Option<u64>, state: &str| {
            let impact = serde_json::json!({
                "tables_lost": 1, "rows_lost": lost, "rows_basis": "backup", "migrations": null,
                "errors": [], "intact": [],
                "tables": [{
                    "database": "shop", "name": "orders", "rows_before": before,
                    "rows_after": after, "rows_lost": lost, "rows_loaded": loaded,
                    "state": state, "columns_lost": [], "note": null,
                }],
            });
            serde_json::from_value::<Impact>(impact).expect("an impact").new_rows()
        };
        assert_eq!(written(9, 4, 9, None, "recreated"), 4);
        assert_eq!(written(0, 4, 0, None, "recreated"), 4);
        assert_eq!(written(9, 4, 5, None, "fewer"), 0);
        assert_eq!(written(9, 4, 6, Some(3), "recreated"), 1);
    }
}
