//! Judgements on small evidence written for the purpose: each has a look-alike beside it.

use std::fs;

use serde_json::Value;

use crate::program::{self, list, text, texts};

/// The report on files of these names and texts.
fn report(files: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join("evidence").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    program::report(folder.path(), &["-j1", "--no-hash"])
}

const BANNER: &str = "/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime\t\t    Id Command\tArgument\n";

/// What the report says of a file.
fn evidence<'r>(report: &'r Value, path: &str) -> &'r Value {
    list(&report["evidence"]).iter().find(|evidence| evidence["path"] == path).unwrap()
}

/// The name, basis and reason of a file's zone.
fn zone<'r>(report: &'r Value, path: &str) -> [&'r str; 3] {
    ["name", "basis", "reason"].map(|key| text(&evidence(report, path)["timezone"][key]))
}

/// Five nights of a job of the account `batch`, and what customers do in the day.
fn nights(table: &str, refills: bool, shop: bool) -> String {
    let mut log = BANNER.to_owned();
    for day in 1..=5 {
        let id = day * 10;
        log.push_str(&format!("26030{day}  3:15:01\t    {id} Connect\tbatch@localhost on shop using Socket\n\t\t    {id} Query\tTRUNCATE TABLE {table}\n"));
        if refills {
            log.push_str(&format!("\t\t    {id} Query\tINSERT INTO {table} SELECT day, SUM(total) FROM sales GROUP BY day\n"));
        }
        log.push_str(&format!("\t\t    {id} Quit\t\n"));
        if shop {
            let other = id + 1;
            log.push_str(&format!(
                "26030{day} 14:20:11\t    {other} Connect\tweb@10.0.0.5 on shop using TCP/IP\n\t\t    {other} Query\tinsert into {table} (a) values (1)\n\t\t    {other} Quit\t\n"
            ));
        }
    }
    log
}

#[test]
fn a_job_that_fills_its_table_again_is_a_habit_and_one_that_eats_the_orders_is_not() {
    let totals = report(&[("general.log", &nights("daily_totals", true, false))]);
    assert!(list(&totals["incidents"]).is_empty(), "{}", totals["incidents"]);
    assert!(list(&totals["findings"]).iter().all(|finding| finding["severity"] == "info"));
    let orders = report(&[("general.log", &nights("orders", false, true))]);
    assert!(
        list(&orders["incidents"])
            .iter()
            .any(|incident| incident["severity"] == "high" || incident["severity"] == "critical"),
        "{}",
        orders["verdict"]
    );
    assert!(list(&orders["findings"]).iter().any(|finding| {
        text(&finding["explanation"]).contains("repeated at regular intervals")
    }));
}

#[test]
fn a_prepared_statement_is_one_deed_when_it_is_executed() {
    let prepared = |then: &str| {
        format!(
            "{BANNER}260306  9:10:30\t    25 Connect\troot@localhost on shop using Socket\n\t\t    25 Query\tPREPARE s FROM 'DROP TABLE carts'\n{then}\t\t    25 Quit\t\n"
        )
    };
    let dropped = |report: &Value| {
        list(&report["findings"])
            .iter()
            .filter(|finding| finding["operation"] == "drop_table")
            .map(|finding| finding["statement_count"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(dropped(&report(&[("general.log", &prepared(""))])), 0, "prepared and never run");
    let run = report(&[("general.log", &prepared("260306  9:10:31\t    25 Query\tEXECUTE s\n"))]);
    assert_eq!(dropped(&run), 1);
    assert_eq!(texts(&run["findings"][0]["tables"]), ["carts"]);
    let twice_told = report(&[(
        "general.log",
        &prepared(
            "260306  9:10:31\t    25 Query\tEXECUTE s\n\t\t    25 Execute\tDROP TABLE carts\n",
        ),
    )]);
    assert_eq!(dropped(&twice_told), 1, "the log writes the executed text once more");
    let variable = format!(
        "{BANNER}260306  9:10:30\t    25 Connect\troot@localhost on shop using Socket\n\t\t    25 Query\tSET @q = 'TRUNCATE carts'\n\t\t    25 Query\tPREPARE s FROM @q\n260306  9:10:31\t    25 Query\tEXECUTE s\n"
    );
    assert!(
        list(&report(&[("general.log", &variable)])["findings"])
            .iter()
            .any(|finding| finding["operation"] == "truncate_table")
    );
}

/// A slow log whose epochs prove the host to be in Berlin, with statements at these seconds of
/// 2026-03-06 10:00 there.
fn slow(statements: &[(u32, &str)]) -> String {
    let mut log = "/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime\t\t    Id Command\tArgument\n".to_owned();
    for (at, sql) in statements {
        let epoch = 1_772_787_600 + at;
        let (hour, minute, second) = (10 + at / 3600, at / 60 % 60, at % 60);
        log.push_str(&format!(
            "# Time: 260306 {hour}:{minute:02}:{second:02}\n# User@Host: web[web] @  [10.0.0.5]\n# Thread_id: 7  Schema: shop  QC_hit: No\n# Query_time: 0.000100  Lock_time: 0.000010  Rows_sent: 0  Rows_examined: 0\n# Rows_affected: 0  Bytes_sent: 0\nSET timestamp={epoch};\n{sql};\n"
        ));
    }
    log
}

#[test]
fn a_setting_declares_the_zone_of_the_applications_log() {
    let log = "[2026-03-06 09:00:05] production.INFO: hello\n[2026-03-06 09:40:00] production.INFO: bye\n";
    let other = report(&[
        ("app/.env", "APP_NAME=Shop\nAPP_ENV=production\nAPP_TIMEZONE=Asia/Tokyo\n"),
        ("app/laravel.log", log),
    ]);
    let [name, basis, reason] = zone(&other, "app/laravel.log");
    assert_eq!((name, basis), ("Asia/Tokyo", "declared"));
    assert!(reason.contains("APP_TIMEZONE"));
}

#[test]
fn errors_behind_a_drop_show_the_zone_of_the_log_that_has_them() {
    let errors = |hour: u32| {
        let mut log = format!("[2026-03-06 {:02}:50:00] production.INFO: all well\n", hour - 1);
        for second in [14, 16, 21, 40] {
            log.push_str(&format!(
                "[2026-03-06 {hour:02}:10:{second}] production.ERROR: SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.carts' doesn't exist (SQL: select * from `carts` where `id` = {second})\n"
            ));
        }
        log
    };
    let drop = slow(&[
        (5, "select 1 from sales"),
        (610, "DROP TABLE carts"),
        (700, "select 2 from sales"),
    ]);
    for (hour, expected) in [(9, "UTC"), (10, "Europe/Berlin")] {
        let told = report(&[("slow.log", &drop), ("laravel.log", &errors(hour))]);
        let [name, basis, reason] = zone(&told, "laravel.log");
        assert_eq!((name, basis), (expected, "inferred"), "{reason}");
    }
}

#[test]
fn clocks_that_run_apart_are_brought_together_and_the_report_says_so() {
    let statements = [
        "select a from sales where id = 1",
        "select b from sales where id = 2",
        "select c from sales where id = 3",
        "DELETE FROM carts",
    ];
    let server: Vec<(u32, &str)> =
        statements.iter().enumerate().map(|(n, sql)| (100 + 371 * n as u32, *sql)).collect();
    let mut app = String::new();
    for (at, sql) in &server {
        let behind = at - 47;
        app.push_str(&format!(
            "[2026-03-06 10:{:02}:{:02}] production.WARNING: SLOW QUERY DETECTED {{\"sql\":\"{sql}\",\"time_ms\":0.1}} \n",
            behind / 60,
            behind % 60
        ));
    }
    let told = report(&[("db/slow.log", &slow(&server)), ("web/laravel.log", &app)]);
    let [name, _, reason] = zone(&told, "web/laravel.log");
    assert_eq!(name, "Europe/Berlin", "{reason}");
    assert!(reason.contains("behind"), "{reason}");
    assert!(
        texts(&told["assumptions"])
            .iter()
            .any(|text| text.contains("web/laravel.log") && text.contains("behind")),
        "{}",
        told["assumptions"]
    );
    let deleted: Vec<_> = list(&told["findings"])
        .iter()
        .filter(|finding| finding["operation"] == "delete_all")
        .collect();
    assert_eq!(deleted.len(), 1, "one act with two witnesses, not two acts 47 s apart");
}

fn dump(day: u32, tables: &[(&str, &str, u32)]) -> String {
    let mut text = "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)\n--\n-- Host: localhost    Database: shop\n-- ------------------------------------------------------\n".to_owned();
    for (name, more, rows) in tables {
        text.push_str(&format!("DROP TABLE IF EXISTS `{name}`;\nCREATE TABLE `{name}` (\n  `id` int(11) NOT NULL{more}\n) ENGINE=InnoDB;\n"));
        for row in 1..=*rows {
            text.push_str(&format!("INSERT INTO `{name}` VALUES ({row});\n"));
        }
    }
    text + &format!("-- Dump completed on 2026-03-0{day}  2:30:01\n")
}

#[test]
fn the_last_good_backup_holds_what_was_lost_and_the_newest_may_not() {
    let log = format!(
        "{BANNER}260304 16:12:09\t    25 Connect\troot@localhost on shop using Socket\n\t\t    25 Query\tDROP TABLE carts\n\t\t    25 Quit\t\n"
    );
    let broken = dump(4, &[("carts", "", 5)]).rsplit_once("-- Dump").unwrap().0.to_owned();
    let told = report(&[
        ("general.log", log.as_str()),
        ("backups/shop-2026-03-02.sql", &dump(2, &[("carts", "", 5), ("sales", "", 3)])),
        ("backups/shop-2026-03-03.sql", &dump(3, &[("carts", "", 6), ("sales", "", 3)])),
        ("backups/shop-2026-03-04.sql", &broken),
        ("backups/shop-2026-03-05.sql", &dump(5, &[("sales", "", 3)])),
    ]);
    let incident = &told["incidents"][0];
    assert_eq!(incident["backup"]["path"], "backups/shop-2026-03-03.sql");
    let why = |name: &str| {
        list(&incident["other_backups"])
            .iter()
            .find(|backup| text(&backup["path"]).contains(name))
            .map_or("", |backup| text(&backup["why"]))
    };
    assert!(
        why("03-04").contains("breaks off") && why("03-05").contains("after the loss"),
        "{}",
        incident["other_backups"]
    );
}

#[test]
fn a_delete_takes_along_what_its_foreign_keys_say() {
    let log = format!(
        "{BANNER}260304 16:12:09\t    25 Connect\troot@localhost on shop using Socket\n\t\t    25 Query\tDELETE FROM sales\n\t\t    25 Quit\t\n"
    );
    let key = ",\n  CONSTRAINT `f` FOREIGN KEY (`id`) REFERENCES `sales` (`id`) ON DELETE CASCADE";
    let kept = ",\n  CONSTRAINT `g` FOREIGN KEY (`id`) REFERENCES `sales` (`id`)";
    let told = report(&[
        ("general.log", log.as_str()),
        ("shop.sql", &dump(4, &[("lines", key, 5), ("notes", kept, 5), ("sales", "", 3)])),
    ]);
    let lost: Vec<&str> = list(&told["incidents"][0]["impact"]["tables"])
        .iter()
        .map(|table| text(&table["name"]))
        .collect();
    assert_eq!(lost, ["sales", "lines"], "notes has a key that refuses, not one that cascades");
}

#[test]
fn what_is_missing_is_named_with_its_hours() {
    let log = format!(
        "{BANNER}260304 16:12:09\t    25 Connect\troot@localhost on shop using Socket\n\t\t    25 Query\tDROP TABLE carts\n\t\t    25 Quit\t\n"
    );
    let auth = "2026-03-04T02:00:01.000000+00:00 web1 sshd[2]: Accepted publickey for mara from 10.0.0.9 port 4242 ssh2: ED25519 SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\n";
    let told = report(&[("general.log", log.as_str()), ("auth.log", auth)]);
    let logged_in = list(&told["coverage"])
        .iter()
        .find(|question| text(&question["question"]).starts_with("Who was logged in"))
        .unwrap();
    let missing = text(&logged_in["missing"]);
    assert!(
        logged_in["answered"] == false
            && missing.contains("auth.log ends at 2026-03-04 02:00:01")
            && missing.contains("15:42 to 16:13"),
        "{missing}"
    );
}

#[test]
fn a_numbered_migration_file_run_in_a_short_login_is_a_release() {
    let log = format!(
        "{BANNER}260304 16:12:09\t    25 Connect\tmara@localhost on shop using Socket\n\t\t    25 Query\tALTER TABLE sales DROP COLUMN phone\n\t\t    25 Quit\t\n"
    );
    let auth = |last: u32| {
        format!(
            "2026-03-04T16:12:08.000000+00:00 web1 sshd[9]: Accepted publickey for mara from 10.0.0.9 port 4242 ssh2: ED25519 SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\n2026-03-04T16:12:08.100000+00:00 web1 sshd[9]: pam_unix(sshd:session): session opened for user mara(uid=1001) by (uid=0)\n2026-03-04T16:{last}:10.000000+00:00 web1 sshd[9]: pam_unix(sshd:session): session closed for user mara\n"
        )
    };
    let script = "-- slim down\nALTER TABLE sales DROP COLUMN phone;\n";
    let kind = |last: u32| {
        let told = report(&[
            ("general.log", log.as_str()),
            ("auth.log", &auth(last)),
            ("V57__slim_down.sql", script),
        ]);
        text(&told["incidents"][0]["triggers"][0]["kind"]).to_owned()
    };
    assert_eq!(kind(12), "deploy");
    assert_ne!(kind(52), "deploy", "a login of forty minutes is a person's");
}

#[test]
fn a_zone_that_is_changed_midway_holds_for_its_stretch_only() {
    let statements: Vec<(u32, String)> =
        (0..6).map(|n| (100 + 371 * n, format!("select {n} from sales where id = {n}"))).collect();
    let server: Vec<(u32, &str)> = statements.iter().map(|(at, sql)| (*at, sql.as_str())).collect();
    let mut app = String::new();
    for (number, (at, sql)) in server.iter().enumerate() {
        let hour = if number < 3 { 9 } else { 10 };
        app.push_str(&format!(
            "[2026-03-06 {hour:02}:{:02}:{:02}] production.WARNING: SLOW QUERY DETECTED {{\"sql\":\"{sql}\",\"time_ms\":0.1}} \n",
            at / 60,
            at % 60
        ));
    }
    let told = report(&[("slow.log", &slow(&server)), ("laravel.log", &app)]);
    let [_, _, reason] = zone(&told, "laravel.log");
    assert!(reason.contains("UTC from entry 1 on, Europe/Berlin from entry 4 on"), "{reason}");
    let span = evidence(&told, "laravel.log");
    assert_eq!(
        (text(&span["first"]), text(&span["last"])),
        ("2026-03-06T10:01:39+01:00", "2026-03-06T10:32:34+01:00"),
        "a listener writes when the statement has ended"
    );
}

/// A table emptied by connection 41 of the account `app`, and six rows put in by connection `by`
/// after.
fn emptied_and_written(by: u32) -> String {
    let entry = |time: &str, id: u32, sql: &str| {
        format!(
            "# Time: 2025-10-03T{time}.000000Z\n# User@Host: app[app] @ web-1 [10.0.3.5]  Id: {id}\n# Query_time: 1.2  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 0\nuse shop;\nSET timestamp={};\n{sql};\n",
            1_759_470_000 + time.get(3..5).unwrap().parse::<u32>().unwrap() * 60
        )
    };
    let mut log = String::new();
    log.push_str(&entry("05:40:00", 41, "truncate `audit_logs`"));
    for minute in 41..47 {
        log.push_str(&entry(
            &format!("05:{minute}:00"),
            by,
            "insert into `audit_logs` (`user_id`, `created_at`) values (7, '2025-10-03 05:41:00')",
        ));
    }
    log
}

#[test]
fn rows_that_others_of_the_account_go_on_to_write_do_not_make_a_truncate_a_loading_job() {
    let mechanism = |by| {
        let told = report(&[("mysql-slow.log", &emptied_and_written(by))]);
        let id = |incident: &Value| text(&incident["mechanism"]["id"]).to_owned();
        list(&told["incidents"]).iter().map(id).collect::<Vec<_>>()
    };
    assert_eq!(mechanism(97), ["model_truncate"]);
    assert!(mechanism(41).iter().all(|id| id == "etl_job"), "{:?}", mechanism(41));
}

#[test]
fn only_rows_that_the_log_counts_are_affected_rows() {
    let backup = dump(3, &[("sales", "", 150)]);
    let general = format!(
        "{BANNER}260304 16:12:09\t    25 Connect\troot@localhost on shop using Socket\n\t\t    25 Query\tDELETE FROM sales WHERE id <= 120\n\t\t    25 Quit\t\n"
    );
    let slow = "# Time: 260304 16:12:09\n# User@Host: web[web] @  [10.0.0.5]\n# Thread_id: 7  Schema: shop  QC_hit: No\n# Query_time: 2.5  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 150\n# Rows_affected: 120  Bytes_sent: 0\nDELETE FROM sales WHERE id <= 120;\n";
    let affected = |name: &str, log: &str| {
        let told = report(&[(name, log), ("shop.sql", &backup)]);
        assert_eq!(told["incidents"][0]["impact"]["rows_lost"], 120, "{name}");
        told["findings"][0]["rows_affected"].clone()
    };
    assert_eq!(affected("slow.log", slow), 120);
    assert_eq!(affected("general.log", &general), Value::Null);
}

#[test]
fn the_name_of_a_test_database_excuses_nothing_that_production_misses() {
    let severity = |database: &str, channel: &str| {
        let general = format!(
            "{BANNER}260304 16:12:09\t    25 Connect\troot@localhost on  using Socket\n\t\t    25 Query\tDROP DATABASE {database}\n\t\t    25 Quit\t\n"
        );
        let app = format!(
            "[2026-03-04 16:12:30] {channel}.ERROR: SQLSTATE[HY000] [1049] Unknown database 'ci_shop' (Connection: mysql)\n"
        );
        let told = report(&[("general.log", &general), ("laravel.log", &app)]);
        text(&told["findings"][0]["severity"]).to_owned()
    };
    assert_eq!(severity("ci_shop", "production"), "critical");
    assert_eq!(severity("ci_shop", "staging"), "medium");
    assert_eq!(severity("ci_other", "production"), "medium");
    assert_eq!(severity("ci_production", "staging"), "critical");
}
