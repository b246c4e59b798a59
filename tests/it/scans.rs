//! What `report` makes of scans is what `analyze` makes of the evidence, byte for byte.

use std::{fs, path::Path, process::Command};

use rayon::prelude::*;

use crate::{
    cases::{Told, cases, told},
    program::{report, said},
};

/// The report, in this form, on scans.
fn of_scans(folder: &Path, form: &str, scans: &[&str]) -> String {
    let fixed = ["--no-config", "-q", "--format", form, "-o", "-"];
    said(folder, &[&["report"], scans, &fixed[..]].concat())
}

#[test]
fn the_report_of_a_scan_is_that_of_the_evidence() {
    told().par_iter().for_each(|Told { case, truth, json, .. }| {
        let dir = tempfile::tempdir().unwrap();
        let scan = dir.path().join("all.ndjson");
        let scan = scan.to_str().unwrap();
        said(case, &["scan", "evidence", "-o", scan]);
        let args = [&[scan], &*truth.args()].concat();
        assert!(of_scans(case, "json", &args) == *json, "{}", case.display());
    });
}

#[test]
fn hosts_that_were_scanned_one_by_one_make_one_report() {
    let all = cases();
    let dir = tempfile::tempdir().unwrap();
    let hosts = [("web1", &all[0]), ("db1", &all[1])];
    let mut scans = Vec::new();
    for (host, case) in hosts {
        let to = dir.path().join(host);
        copy(&case.join("evidence"), &to);
        let scan = dir.path().join(format!("{host}.ndjson")).to_string_lossy().into_owned();
        said(dir.path(), &["scan", host, "--source-id", host, "-o", &scan]);
        scans.push(scan);
    }
    for form in ["json", "md", "html", "sarif"] {
        let fixed = ["analyze", "web1", "db1", "--no-config", "-q", "--format", form, "-o", "-"];
        let whole = said(dir.path(), &fixed);
        // in either order, one of them twice
        for scans in [[&scans[0], &scans[1], &scans[0]], [&scans[1], &scans[0], &scans[1]]] {
            let scans = scans.map(String::as_str);
            assert!(of_scans(dir.path(), form, &scans) == whole, "{form}");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_range_that_is_missing_is_named_and_strict_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let line = "[2026-01-02 03:04:05] local.INFO: nothing to see here {\"n\":1} []\n";
    fs::write(dir.path().join("laravel.log"), line.repeat(4000)).unwrap();
    fs::write(dir.path().join("other.log"), line.repeat(4)).unwrap();
    let scan = |args: &[&str]| said(dir.path(), &[&["scan"], args].concat());
    scan(&["laravel.log", "--range", "0..100000", "-o", "a"]);
    scan(&["laravel.log", "--range", "200000..", "-o", "c"]);
    scan(&["other.log", "-o", "d"]);
    let run = |scans: &[&str]| {
        let output = crate::program::program()
            .args(["report", "--no-config", "--strict", "--format", "md", "-o", "-"])
            .args(scans)
            .current_dir(dir.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, told) = run(&["d", "c", "a"]);
    assert_eq!(status, Some(4));
    assert!(told.contains("bytes 100000 to 200000 are in no scan that was given"), "{told}");
    scan(&["laravel.log", "--range", "100000..200000", "-o", "b"]);
    assert_eq!(run(&["d", "c", "b", "a"]).0, Some(0));
    assert_eq!(run(&["laravel.log"]).0, Some(2));
}

#[test]
fn a_large_log_is_reported_from_ranges_whatever_became_of_some() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = String::new();
    for n in 0..300_000 {
        let time = format!("{:02}:{:02}:{:02}", n / 12_500, n / 209 % 60, n / 4 % 60);
        let said = if n == 150_000 {
            "local.WARNING: slow {\"sql\":\"drop table `orders`\",\"time\":7}".to_owned()
        } else {
            format!("local.INFO: order {n} was paid {{\"id\":{n}}}")
        };
        log.push_str(&format!("[2026-01-02 {time}] {said} \n"));
    }
    fs::write(dir.path().join("laravel.log"), &log).unwrap();
    assert!(log.len() > 17 << 20, "{}", log.len());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/distributed/ranges.sh");
    let run = || {
        let status = Command::new("sh")
            .arg(&script)
            .args(["laravel.log", "5000000", "scans"])
            .env("BACKTRAIL", env!("CARGO_BIN_EXE_backtrail"))
            .current_dir(dir.path())
            .status();
        assert!(status.unwrap().success());
        fs::read_to_string(dir.path().join("scans/rca.json")).unwrap()
    };
    let fixed = ["--no-config", "-q", "--format", "json", "-o", "-"];
    let whole = said(dir.path(), &[&["analyze", "laravel.log"], &fixed[..]].concat());
    assert!(run() == whole);
    let carried: u64 = fs::read_dir(dir.path().join("scans"))
        .unwrap()
        .map(|it| it.unwrap().metadata().unwrap().len())
        .sum();
    assert!(carried < log.len() as u64 / 5, "{carried} bytes travel");
    // one task was lost with its machine, another was killed while it wrote
    let scans = dir.path().join("scans");
    fs::remove_file(scans.join("5000000-10000000.ndjson")).unwrap();
    let some = fs::read(scans.join("0-5000000.ndjson")).unwrap();
    fs::write(scans.join(".0-5000000.ndjson.7.part"), &some[..some.len() / 2]).unwrap();
    fs::remove_file(scans.join("0-5000000.ndjson")).unwrap();
    let output = crate::program::program()
        .args(["report", "scans", "--no-config"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("bytes 0 to 10000000 are in no scan"), "{told}");
    assert!(scans.join("second.ndjson").is_file());
    assert!(run() == whole);
}

#[test]
fn the_scripts_for_many_machines_are_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/distributed");
    for script in ["hosts.sh", "ranges.sh"] {
        if let Ok(checked) =
            Command::new("shellcheck").args(["-s", "sh"]).arg(folder.join(script)).output()
        {
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        }
    }
}

#[test]
fn a_fleet_is_told_host_by_host() {
    let all = cases();
    let dir = tempfile::tempdir().unwrap();
    let mut scans = Vec::new();
    for (host, case) in [("web1", &all[0]), ("web2", &all[1]), ("web3", &all[0])] {
        let scan = dir.path().join(format!("{host}.ndjson")).to_string_lossy().into_owned();
        said(case, &["scan", "evidence", "--source-id", host, "-o", &scan]);
        scans.push(scan);
    }
    let args = [
        &["report", "--each", "--no-config", "-q"],
        &*scans.iter().map(String::as_str).collect::<Vec<_>>(),
    ]
    .concat();
    let text = said(dir.path(), &args);
    let json: serde_json::Value =
        serde_json::from_str(&said(dir.path(), &[&args[..], &["--json"]].concat())).unwrap();
    let mut lines = text.lines();
    for (host, case) in [(0, &all[0]), (1, &all[1]), (2, &all[0])] {
        let alone = report(case, &[]);
        let told = &json["hosts"][host];
        for key in ["headline", "severity", "claim", "incidents"] {
            assert_eq!(told[key], alone["verdict"][key], "{host} {key}");
        }
        let line = lines.next().unwrap();
        let headline = alone["verdict"]["headline"].as_str().unwrap();
        assert!(
            line.starts_with(&format!("web{} ", host + 1)) && line.contains(headline),
            "{line}"
        );
    }
    let both = serde_json::json!(["web1", "web3"]);
    let same = json["same"].as_array().unwrap();
    let incidents = report(&all[0], &[])["incidents"].as_array().map_or(0, Vec::len);
    assert_eq!(same.iter().any(|it| it["hosts"] == both), incidents > 0);
}
