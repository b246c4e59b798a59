//! The program as a user meets it: bad input costs one line, never the rest.

use std::{
    fs,
    path::Path,
    process::{Output, Stdio},
};

const CRON: &str = "Oct 26 02:10:01 host CRON[11]: (root) CMD (/bin/true)\nOct 26 02:20:01 host CRON[12]: (root) CMD (/bin/true)\n";

fn backtrail(args: &[&str], folder: &Path) -> Output {
    crate::program::program().args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn events(args: &[&str], folder: &Path) -> (i32, Vec<serde_json::Value>, String) {
    let mut all = vec!["events", "--format", "ndjson"];
    all.extend(args);
    let output = backtrail(&all, folder);
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    (
        output.status.code().unwrap(),
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        said(&output),
    )
}

/// On Unix a file may be named by almost any bytes.
#[cfg(unix)]
#[test]
fn no_name_of_a_file_acts_on_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("evidence")).unwrap();
    fs::write(dir.path().join("evidence/a\u{1b}]0;owned\u{7}.log"), "no format\nknows this\n")
        .unwrap();
    fs::write(dir.path().join("evidence/\u{1b}[2Jcron.log"), CRON).unwrap();
    for args in [
        &["analyze", "evidence", "--verbose"][..],
        &["analyze", "evidence/a\u{1b}]0;owned\u{7}.log"],
        &["events", "evidence", "--verbose"],
    ] {
        let output = backtrail(args, dir.path());
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), said(&output));
        assert!(
            !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')),
            "{args:?}: {text:?}"
        );
    }
    let output = backtrail(&["analyze", "evidence", "--quiet"], dir.path());
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{}", said(&output));
}

/// By whatever way a report is sent into the evidence, nothing is written and nothing is read.
#[cfg(unix)]
#[test]
fn no_report_is_written_over_evidence() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("evidence/logs")).unwrap();
    fs::create_dir(dir.path().join("out")).unwrap();
    let log = dir.path().join("evidence/cron.md");
    fs::write(&log, CRON).unwrap();
    symlink(&log, dir.path().join("out/link.md")).unwrap();
    symlink(dir.path().join("evidence/logs"), dir.path().join("folder")).unwrap();
    symlink(dir.path().join("evidence"), dir.path().join("case")).unwrap();
    for (path, output) in [
        ("evidence", "evidence/cron.md"),
        ("evidence", "evidence/new.md"),
        ("evidence", "evidence/../evidence/logs/new.md"),
        ("evidence", "out/link.md"),
        ("evidence", "folder/new.md"),
        ("case", "evidence/new.md"),
        ("evidence", "case/new.md"),
        ("evidence/cron.md", "out/link.md"),
        ("evid*", "evidence/new.md"),
        ("evidence/*.md", "evidence/cron.md"),
        (".", "out/new.md"),
    ] {
        let done = backtrail(&["analyze", path, "-o", "out/first.md", "-o", output], dir.path());
        assert_eq!(done.status.code(), Some(2), "{path} {output}: {}", said(&done));
        assert!(said(&done).contains("is evidence"), "{}", said(&done));
    }
    assert_eq!(fs::read_to_string(&log).unwrap(), CRON);
    let names = |folder: &str| fs::read_dir(dir.path().join(folder)).unwrap().count();
    assert_eq!((names("evidence"), names("evidence/logs"), names("out")), (2, 0, 1));
    let beside = backtrail(&["analyze", "evidence/cron.md", "-o", "evidence/rca.md"], dir.path());
    assert_eq!(beside.status.code(), Some(0), "{}", said(&beside));
}

#[test]
fn nothing_usable_is_3_and_says_what_was_there() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("empty.log"), "").unwrap();
    fs::write(dir.path().join("picture.log"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    let (status, events, said) = events(&["."], dir.path());
    assert_eq!((status, events.len()), (3, 0));
    assert!(
        said.contains("picture.log") && said.contains("PNG image") && said.contains("empty"),
        "{said}"
    );
    let (status, _, said) = self::events(&["missing.log"], dir.path());
    assert_eq!(status, 3);
    assert!(said.contains("missing.log"), "{said}");
}

#[test]
fn bad_neighbours_cost_a_file_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cron.log"), CRON).unwrap();
    fs::write(dir.path().join("nuls.bin"), [0u8; 4096]).unwrap();
    fs::write(dir.path().join("bad-utf8.log"), b"\xff\xfe\xfd\xc3\x28\n").unwrap();
    fs::write(dir.path().join("cut.gz"), b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x01\x02").unwrap();
    let (status, events, said) = events(&[".", "missing"], dir.path());
    assert_eq!(status, 0, "{said}");
    assert_eq!(events.iter().filter(|event| event["kind"] == "cron_run").count(), 2);
    for name in ["nuls.bin", "cut.gz", "missing"] {
        assert!(said.contains(name), "{name} in {said}");
    }
}

#[test]
fn strict_says_with_4_that_something_could_not_be_read() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cron.log"), CRON).unwrap();
    assert_eq!(events(&["cron.log", "missing", "--strict"], dir.path()).0, 4);
    assert_eq!(events(&["cron.log", "--strict"], dir.path()).0, 0);
}

#[test]
fn usage_is_2_and_suggests_what_was_meant() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cron.log"), CRON).unwrap();
    for (args, hint) in [
        (&["evnts", "x"][..], "events"),
        (&["events", "cron.log", "--tz", "Europe/Berln"][..], "Europe/Berlin"),
        (&["events", "cron.log", "--format", "ndjsn"][..], "ndjson"),
        (&["events", "cron.log", "--format", "*.log=sislog"][..], "syslog"),
        (&["events", "cron.log", "--since", "soon"][..], "soon"),
    ] {
        let output = backtrail(args, dir.path());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said(&output).contains(hint), "{args:?}: {}", said(&output));
    }
}

#[test]
fn a_window_is_in_the_zone_that_the_evidence_shows_in_every_command() {
    let dir = tempfile::tempdir().unwrap();
    // local stamps beside epochs: Europe/Berlin, or any zone two hours ahead of UTC
    let entry = |clock: &str, at: u32, sql: &str| {
        format!(
            "# Time: 260601 {clock}\n# User@Host: app[app] @ localhost []\n# Query_time: 0.5  \
             Lock_time: 0.0 Rows_sent: 0  Rows_examined: 9\nSET timestamp={at};\n{sql};\n"
        )
    };
    let slow = [
        entry("11:30:00", 1_780_306_200, "use shop;\ndrop table orders"),
        entry("12:30:00", 1_780_309_800, "select 1"),
        entry("13:30:00", 1_780_313_400, "drop table items"),
    ];
    fs::write(dir.path().join("slow.log"), slow.concat()).unwrap();
    let app = "[2026-06-01 13:30:00] production.ERROR: gone\n";
    fs::write(dir.path().join("laravel.log"), app).unwrap();
    let run = |args: &[&str]| {
        let output = backtrail(args, dir.path());
        (String::from_utf8(output.stdout.clone()).unwrap(), said(&output))
    };
    for since in ["2026-06-01 13:00", "13:00", "-40min", "2026-06-01 11:00 UTC"] {
        let window = ["--since", since];
        let (events, told) =
            run(&[&["events", "slow.log", "--format", "ndjson"], &window[..]].concat());
        assert_eq!(events.lines().count(), 1, "{since}: {events}");
        assert_eq!(told.contains("T13:00:00+02:00"), since.contains("13:00"), "{since}: {told}");
        let (found, _) = run(&[&["grep", "-c"], &window[..], &["slow.log"]].concat());
        assert_eq!(found.trim(), "1", "{since}");
        let (digest, _) = run(&[&["slow", "slow.log", "--format", "json"], &window[..]].concat());
        let digest: serde_json::Value = serde_json::from_str(&digest).unwrap();
        assert_eq!(digest["statements"], 1, "{since}");
        assert!(digest["window"]["from"].is_string(), "{since}");
        let (report, _) =
            run(&[&["analyze", "slow.log", "--format", "json"], &window[..]].concat());
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{since}");
        assert_eq!(report["window"]["outside"], 1, "{since}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_fault() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cron.log"), CRON.repeat(20_000)).unwrap();
    let mut child = crate::program::program()
        .args(["events", "cron.log", "--format", "ndjson"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!said(&output).contains("panicked"));
}

#[test]
fn copies_are_counted_once_and_packed_files_are_read() {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.log"), CRON).unwrap();
    fs::write(dir.path().join("b.log"), CRON).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(CRON.replace("true", "false").as_bytes()).unwrap();
    fs::write(dir.path().join("c.gz"), gz.finish().unwrap()).unwrap();
    let (_, events, _) = events(&["."], dir.path());
    let runs: Vec<_> = events
        .iter()
        .filter(|event| event["kind"] == "cron_run")
        .map(|event| event["source"].as_str().unwrap())
        .collect();
    assert_eq!(runs.iter().filter(|source| **source == "a.log").count(), 2);
    assert_eq!(runs.iter().filter(|source| **source == "b.log").count(), 0);
    assert_eq!(runs.iter().filter(|source| **source == "c.gz").count(), 2);
}

#[test]
fn the_order_of_paths_and_the_number_of_threads_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.log"), CRON).unwrap();
    fs::write(dir.path().join("b.log"), CRON.replace("true", "false")).unwrap();
    let one = events(&["a.log", "b.log", "-j", "1", "--block", "64", "--year", "2025"], dir.path());
    let two = events(&["b.log", "a.log", "-j", "2", "--year", "2025"], dir.path());
    assert_eq!(one.1.len(), 4);
    assert_eq!(one.1, two.1);
}

#[test]
fn completions_and_pages_of_the_manual_are_those_of_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = backtrail(&["completions", shell], dir.path());
        let script = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(script.contains("fail-on") && script.contains("github-comment"), "{shell}");
    }
    assert_eq!(backtrail(&["man", "pages"], dir.path()).status.code(), Some(0));
    let page = |name: &str| fs::read_to_string(dir.path().join("pages").join(name)).unwrap();
    assert!(page("backtrail.1").starts_with(".ie") || page("backtrail.1").contains(".TH "));
    assert!(
        page("backtrail-analyze.1").contains("fail\\-on")
            && page("backtrail-schema-diff.1").contains("AFTER")
    );
    let names: Vec<String> = fs::read_dir(dir.path().join("pages"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.len() >= 10 && names.iter().all(|name| name.ends_with(".1")), "{names:?}");
    let main = backtrail(&["man"], dir.path());
    assert_eq!(String::from_utf8(main.stdout).unwrap(), page("backtrail.1"));
}

#[test]
fn a_misspelt_option_or_value_is_answered_with_the_right_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cron.log"), CRON).unwrap();
    for (args, hint) in [
        (&["analyze", "cron.log", "--fial-on", "high"][..], "--fail-on"),
        (&["analyze", "cron.log", "--fail-on", "hihg"][..], "high"),
        (&["analyze", "cron.log", "--profile", "github-coment"][..], "github-comment"),
        (&["analyze", "cron.log", "--format", "md:github-coment"][..], "github-comment"),
        (&["analyze", "cron.log", "--format", "jsn"][..], "json"),
        (&["analyze", "cron.log", "--redact", "strickt"][..], "strict"),
        (&["verfy", "x"][..], "verify"),
        (&["schema", "dif", "a", "b"][..], "diff"),
        (&["explain", "drop-tabel"][..], "drop-table"),
    ] {
        let output = backtrail(args, dir.path());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said(&output).contains(hint), "{args:?}: {}", said(&output));
    }
}

#[test]
fn fail_on_tells_a_pipeline_how_bad_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let head = "/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n";
    let query =
        |n: u32, sql: &str| format!("2025-10-27T05:28:{n:02}.000000Z\t   12 Query\t{sql}\n");
    let drops: String = (10..30).map(|n| query(n, &format!("drop table `t{n}`"))).collect();
    fs::write(dir.path().join("bad.log"), format!("{head}{drops}")).unwrap();
    fs::write(dir.path().join("fine.log"), format!("{head}{}", query(10, "select 1"))).unwrap();
    let status = |args: &[&str]| {
        backtrail(&[&["analyze", "-q"][..], args].concat(), dir.path()).status.code()
    };
    for (threshold, expected) in
        [("critical", 1), ("high", 1), ("medium", 1), ("low", 1), ("never", 0)]
    {
        assert_eq!(status(&["bad.log", "--fail-on", threshold]), Some(expected), "{threshold}");
        assert_eq!(status(&["fine.log", "--fail-on", threshold]), Some(0), "{threshold}");
    }
    assert_eq!(status(&["bad.log"]), Some(0), "never unless asked");
    assert_eq!(status(&["bad.log", "missing", "--strict"]), Some(4));
    assert_eq!(
        status(&["bad.log", "missing", "--strict", "--fail-on", "high"]),
        Some(1),
        "what was found goes before what was not read"
    );
    assert_eq!(status(&["missing"]), Some(3));
    assert_eq!(status(&["bad.log", "--fail-on", "sometimes"]), Some(2));
    let output = backtrail(&["analyze", "bad.log", "--format", "github"], dir.path());
    assert!(
        String::from_utf8(output.stdout.clone()).unwrap().starts_with("::error title="),
        "{}",
        said(&output)
    );
}

#[test]
fn what_fingers_type_is_understood() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("evidence")).unwrap();
    fs::write(dir.path().join("evidence/cron.log"), CRON).unwrap();
    let text = |args: &[&str]| {
        let output = backtrail(args, dir.path());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(text(&["evidence"]), text(&["analyze", "evidence"]));
    assert_eq!(
        text(&["evidence/", "-j0", "-q", "--json"]),
        text(&["analyze", "evidence", "-q", "--format", "json"])
    );
    assert_eq!(text(&["events", "evidence", "--json", "--limit", "1"]).lines().count(), 1);
    for args in [&["explain", "precursor", "--json"][..], &["formats", "cron", "--json"]] {
        let told: serde_json::Value = serde_json::from_str(&text(args)).unwrap();
        assert!(told[0]["id"].is_string(), "{args:?}");
    }
    assert!(text(&["-V"]).starts_with("backtrail ") && text(&["grep", "-V"]).contains(' '));
    let gone = backtrail(&["evidnce/"], dir.path());
    assert_eq!(gone.status.code(), Some(3));
    assert!(said(&gone).contains("did you mean `evidence`?"), "{}", said(&gone));
    assert!(!said(&gone).contains("backtrail formats"), "no format helps: {}", said(&gone));
}

#[test]
fn one_run_writes_a_report_in_several_forms() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cron.log"), CRON).unwrap();
    let outputs = ["-o", "a.md", "-o", "md:github-comment=b.txt", "-o", "json=c"];
    let args = [&["analyze", "-q", "cron.log"][..], &outputs].concat();
    assert_eq!(backtrail(&args, dir.path()).status.code(), Some(0));
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    assert!(
        read("a.md").starts_with('#')
            && read("b.txt").starts_with('#')
            && read("c").starts_with('{')
    );
    // a name may hold the sign
    let args = ["analyze", "-q", "cron.log", "-o", "x=y.md"];
    assert_eq!(backtrail(&args, dir.path()).status.code(), Some(0));
    assert!(read("x=y.md").starts_with('#'));
    let wrong = backtrail(&["analyze", "cron.log", "-o", "md:github-coment=d"], dir.path());
    assert!(said(&wrong).contains("github-comment"), "{}", said(&wrong));
}
