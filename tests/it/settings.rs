//! `backtrail.toml` as a user meets it: found, checked, obeyed, and stated in the report.

use std::{
    fs,
    path::Path,
    process::{Output, Stdio},
};

use serde_json::Value;

const LOG: &str = "/usr/sbin/mysqld, Version: 8.0.36 (MySQL Community Server - GPL). started with:\nTcp port: 3306  Unix socket: /var/run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n\
2025-10-27T05:28:20.000000Z\t   12 Connect\tops@localhost on shop using Socket\n\
2025-10-27T05:28:21.000000Z\t   12 Query\tdrop table `buffer_a`\n\
2025-10-27T05:28:22.000000Z\t   12 Query\tcall purge_customers(7)\n\
2025-10-27T05:28:23.000000Z\t   12 Query\tupdate users set note = 'KD-123456' where id = 7\n\
2025-10-27T05:28:24.000000Z\t   12 Quit\t\n";

fn backtrail(folder: &Path, args: &[&str]) -> Output {
    crate::program::program().args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A house with evidence below it, and settings in it.
fn house(settings: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("work/evidence")).unwrap();
    fs::write(dir.path().join("work/evidence/general.log"), LOG).unwrap();
    fs::write(dir.path().join("backtrail.toml"), settings).unwrap();
    dir
}

fn report(dir: &Path, more: &[&str]) -> (Value, String) {
    let mut args = vec!["analyze", "evidence", "--format", "json"];
    args.extend(more);
    let output = backtrail(&dir.join("work"), &args);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    (serde_json::from_slice(&output.stdout).unwrap(), said(&output))
}

fn finding<'r>(report: &'r Value, rule: &str) -> Option<&'r Value> {
    report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == rule)
}

#[test]
fn settings_are_found_above_obeyed_and_stated() {
    let bare = house("");
    let (report, said) = self::report(bare.path(), &[]);
    assert!(said.contains("settings of ../backtrail.toml are obeyed"), "{said}");
    let before = finding(&report, "drop-table").expect("a dropped table");
    assert_ne!(before["severity"], "info");
    assert_eq!(report["incidents"].as_array().unwrap().len(), 1);
    assert!(finding(&report, "purge").is_none());

    let house = house(
        "ignored_tables = [\"shop.buffer_*\"]\n[[rules]]\nid = \"purge\"\nlabel = \"for good\"\nseverity = \"high\"\nstatement = '(?i)^call purge_'\n",
    );
    let (report, _) = self::report(house.path(), &[]);
    let dropped = finding(&report, "drop-table").expect("still a finding");
    assert_eq!(dropped["severity"], "info");
    assert!(dropped["explanation"].as_str().unwrap().contains("shop.buffer_*"), "{dropped}");
    assert_eq!(report["incidents"].as_array().unwrap().len(), 0);
    let purge = finding(&report, "purge").expect("a finding of the own rule");
    assert_eq!(
        (&purge["severity"], &purge["operation"], &purge["labels"][0]),
        (&"high".into(), &"own_rule".into(), &"purge".into())
    );
    assert!(
        purge["explanation"].as_str().unwrap().contains("for good")
            && !purge["citations"].as_array().unwrap().is_empty()
    );
    assert_eq!(report["settings"]["file"], "backtrail.toml");
    assert_eq!(report["settings"]["effects"].as_array().unwrap().len(), 2);
    let status =
        backtrail(&house.path().join("work"), &["analyze", "evidence", "--fail-on", "high", "-q"])
            .status
            .code();
    assert_eq!(status, Some(1), "an own rule counts for --fail-on");

    let (report, said) = self::report(house.path(), &["--no-config"]);
    assert_eq!(report["settings"], Value::Null);
    assert_eq!(report["incidents"].as_array().unwrap().len(), 1);
    assert!(!said.contains("obeyed"), "{said}");
}

#[test]
fn an_own_rule_may_make_a_deed_graver_and_staging_lighter() {
    let graver =
        house("[[rules]]\nid = \"buffers\"\nseverity = \"critical\"\ntables = [\"buffer_*\"]\n");
    let (report, _) = self::report(graver.path(), &[]);
    assert_eq!(report["verdict"]["severity"], "critical");
    assert_eq!(finding(&report, "drop-table").unwrap()["labels"][0], "buffers");
    let staging = house("staging_databases = [\"shop\"]\n");
    let (report, _) = self::report(staging.path(), &[]);
    assert_eq!(report["incidents"].as_array().unwrap().len(), 0);
}

#[test]
fn evidence_gives_no_orders() {
    let dir = house("");
    fs::write(dir.path().join("work/evidence/backtrail.toml"), "ignored_tables = [\"buffer_*\"]\n")
        .unwrap();
    let evidence = dir.path().join("work/evidence");
    for (folder, args) in [
        (evidence.clone(), vec!["analyze", ".", "--format", "json"]),
        (dir.path().join("work"), vec!["analyze", "evidence", "--format", "json"]),
    ] {
        let output = backtrail(&folder, &args);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["incidents"].as_array().unwrap().len(), 1, "{}", said(&output));
    }
    let output = backtrail(&evidence, &["analyze", ".", "-q", "--format", "json"]);
    assert!(said(&output).is_empty());
    let output = backtrail(&evidence, &["analyze", ".", "--format", "json"]);
    assert!(said(&output).contains("lies within the evidence"), "{}", said(&output));
    let output =
        backtrail(&evidence, &["analyze", ".", "--format", "json", "--config", "backtrail.toml"]);
    assert_eq!(
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["incidents"]
            .as_array()
            .unwrap()
            .len(),
        0,
        "named, it is obeyed"
    );
}

#[test]
fn own_redactions_hold_in_every_command() {
    let dir = house(
        "[[redactions]]\nid = \"customer\"\npattern = 'KD-(?P<s>[0-9]{6})|purge_(?P<s2>[a-z]+)'\n",
    );
    let work = dir.path().join("work");
    let (report, _) = self::report(dir.path(), &["-o", "rca.json", "-o", "-"]);
    assert!(
        !report.to_string().contains("purge_customers")
            && !report.to_string().contains("KD-123456")
    );
    let events = backtrail(&work, &["events", "evidence", "--format", "ndjson"]);
    let events = String::from_utf8(events.stdout).unwrap();
    assert!(
        events.contains("purge_[REDACTED:own-customer#1]") && !events.contains("purge_customers"),
        "{events}"
    );
    let csv =
        String::from_utf8(backtrail(&work, &["events", "evidence", "--format", "csv"]).stdout)
            .unwrap();
    assert!(!csv.contains("purge_customers"), "{csv}");
    let redacted =
        String::from_utf8(backtrail(&work, &["redact", "evidence/general.log"]).stdout).unwrap();
    assert!(!redacted.contains("purge_customers"), "{redacted}");
    assert_eq!(
        backtrail(&work, &["redact", "--check", "evidence/general.log"]).status.code(),
        Some(1)
    );
    let found =
        String::from_utf8(backtrail(&work, &["grep", "purge_customers", "evidence"]).stdout)
            .unwrap();
    assert!(found.contains("own-customer") && !found.contains("purge_customers"), "{found}");
    assert_eq!(
        backtrail(&work, &["verify", "rca.json", "--evidence", "evidence"]).status.code(),
        Some(0)
    );
}

#[test]
fn a_mistake_in_settings_is_2_with_its_line() {
    let dir = house("\nignore_tables = []\n");
    let work = dir.path().join("work");
    let output = backtrail(&work, &["analyze", "evidence"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains(
            "../backtrail.toml:2: no key is named `ignore_tables`; did you mean `ignored_tables`?"
        ),
        "{}",
        said(&output)
    );
    assert_eq!(
        backtrail(&work, &["analyze", "evidence", "--no-config", "-q"]).status.code(),
        Some(0)
    );
    let output = backtrail(&work, &["analyze", "evidence", "--config", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("nowhere.toml"), "{}", said(&output));
}

#[test]
fn zones_and_years_are_those_of_the_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("evidence")).unwrap();
    for name in ["old.log", "new.log"] {
        fs::write(
            dir.path().join("evidence").join(name),
            format!("Oct 26 12:10:01 {name} CRON[11]: (root) CMD (/bin/true)\n"),
        )
        .unwrap();
    }
    fs::write(dir.path().join("backtrail.toml"), "tz = \"+05:00\"\nyear = 2024\n[zones]\n\"old.log\" = \"+02:00\"\n[years]\n\"old*\" = 2021\n").unwrap();
    let times = |more: &[&str]| -> Vec<String> {
        let mut args = vec!["events", "evidence", "--format", "ndjson"];
        args.extend(more);
        let output = String::from_utf8(backtrail(dir.path(), &args).stdout).unwrap();
        output
            .lines()
            .map(|line| {
                serde_json::from_str::<Value>(line).unwrap()["time"]
                    .as_str()
                    .unwrap_or("none")
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(times(&[]), ["2021-10-26T12:10:01+02:00", "2024-10-26T12:10:01+05:00"]);
    let said = times(&["--tz", "+01:00", "--year", "2023"]);
    assert!(
        said.contains(&"2023-10-26T12:10:01+02:00".to_owned())
            && said.contains(&"2023-10-26T12:10:01+01:00".to_owned()),
        "{said:?}"
    );
    assert_eq!(
        times(&["--since", "2024-10-26 12:00"]),
        ["2024-10-26T12:10:01+05:00"],
        "bounds are read in the file's zone"
    );
}
