//! What `report` makes of scans is what `analyze` makes of the evidence, byte for byte.

use std::{fs, path::Path, process::Command};

use rayon::prelude::*;

use crate::{
    cases::cases,
    program::{rendered, said},
};

/// The report, in this form, on scans.
fn of_scans(folder: &Path, form: &str, scans: &[&str]) -> String {
    let fixed = ["--no-config", "-q", "--format", form, "-o", "-"];
    said(folder, &[&["report"], scans, &fixed[..]].concat())
}

#[test]
fn the_report_of_a_scan_is_that_of_the_evidence() {
    cases().par_iter().for_each(|case| {
        let dir = tempfile::tempdir().unwrap();
        let scan = dir.path().join("all.ndjson");
        let scan = scan.to_str().unwrap();
        said(case, &["scan", "evidence", "-o", scan]);
        let (whole, united) = (rendered(case, "json", &[]), of_scans(case, "json", &[scan]));
        assert!(whole == united, "{}", case.display());
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
        let output = Command::new(env!("CARGO_BIN_EXE_backtrail"))
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
