//! `backtrail grep` as a user calls it.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const TRACE: &str = "[2026-03-02 09:00:05] production.ERROR: Deadlock found {\"userId\":7,\"exception\":\"[object] (Illuminate\\\\Database\\\\QueryException(code: 40001): Deadlock at /a/b.php:8)\n[stacktrace]\n#0 /a/artisan(38): require()\n#1 {main}\n\"} \n";

fn laravel() -> String {
    format!(
        "[2026-03-02 09:00:00] production.INFO: started {{\"port\":80}} \n{TRACE}[2026-03-02 09:30:00] staging.WARNING: slow require() \n[2026-03-02 10:00:00] production.CRITICAL: disk full \n"
    )
}

fn grep(args: &[&str], folder: &Path, input: &str) -> Output {
    let mut child = crate::program::program()
        .arg("grep")
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a search that needs no more of it closes its end
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Output and status; nothing may be said on standard error.
fn found(args: &[&str], folder: &Path) -> (String, i32) {
    let output = grep(args, folder, "");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn shown(args: &[&str], folder: &Path) -> String {
    found(args, folder).0
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("laravel.log"), laravel()).unwrap();
    dir
}

#[test]
fn an_entry_is_shown_with_its_trace_wherever_the_hit_is() {
    let dir = folder();
    for pattern in ["Deadlock found", "artisan\\(38\\)", "main}$", "^#0"] {
        assert_eq!(
            found(&[pattern, "laravel.log"], dir.path()),
            (TRACE.to_owned(), 0),
            "{pattern}"
        );
    }
    assert_eq!(found(&["nowhere", "laravel.log"], dir.path()), (String::new(), 1));
    assert_eq!(shown(&["-c", "require", "laravel.log"], dir.path()), "2\n");
    assert_eq!(shown(&["-c", "", "laravel.log"], dir.path()), "4\n");
    assert_eq!(shown(&["-ci", "DEADLOCK", "laravel.log"], dir.path()), "1\n");
    assert_eq!(shown(&["-cF", "require()", "laravel.log"], dir.path()), "2\n");
    assert_eq!(shown(&["-cw", "stack", "laravel.log"], dir.path()), "0\n");
    assert_eq!(shown(&["-c", "-e", "disk", "-e", "started", "laravel.log"], dir.path()), "2\n");
    assert_eq!(shown(&["-vc", "require", "laravel.log"], dir.path()), "2\n");
    // a pattern that would fit over the border of two entries fits in none
    assert_eq!(shown(&["-c", "80}\\s+\\[2026", "laravel.log"], dir.path()), "0\n");
    assert_eq!(shown(&["-c", r"\A\[2026-03-02 09", "laravel.log"], dir.path()), "3\n");
}

#[test]
fn output_is_prefixed_and_cut_as_grep_does() {
    let dir = folder();
    assert_eq!(
        shown(&["-n", "--head", "require", "laravel.log"], dir.path())
            .lines()
            .map(|l| l.split(':').next().unwrap())
            .collect::<Vec<_>>(),
        ["2", "7"]
    );
    let lines = shown(&["-Hn", "Deadlock", "laravel.log"], dir.path());
    assert!(
        lines.starts_with("laravel.log:2:[2026") && lines.contains("\nlaravel.log-4-#0 /a/"),
        "{lines}"
    );
    assert_eq!(shown(&["-m1", "-c", "require", "laravel.log"], dir.path()), "1\n");
    assert_eq!(
        shown(&["-on", "re[a-z]+e\\(\\)", "laravel.log"], dir.path()),
        "4:require()\n7:require()\n"
    );
    assert_eq!(shown(&["-l", "disk", "."], dir.path()), "laravel.log\n");
    assert_eq!(found(&["-L", "disk", "."], dir.path()), (String::new(), 1));
    assert_eq!(found(&["-q", "disk", "."], dir.path()), (String::new(), 0));
    assert!(shown(&["disk", "."], dir.path()).starts_with("laravel.log:["));
    assert!(shown(&["-h", "disk", "."], dir.path()).starts_with('['));
    let color = shown(&["--color", "always", "disk", "laravel.log"], dir.path());
    assert!(color.contains("\u{1b}[1;31mdisk\u{1b}[0m full"), "{color}");
}

#[test]
fn context_is_counted_in_entries() {
    let dir = folder();
    let all = laravel();
    assert_eq!(
        shown(&["-A1", "Deadlock", "laravel.log"], dir.path()),
        format!("{TRACE}[2026-03-02 09:30:00] staging.WARNING: slow require() \n")
    );
    assert_eq!(shown(&["-C9", "Deadlock", "laravel.log"], dir.path()), all);
    let apart = shown(&["-B1", "-e", "disk", "-e", "started", "laravel.log"], dir.path());
    assert!(apart.contains("} \n--\n[2026-03-02 09:30"), "{apart}");
    for block in ["64", "200"] {
        for args in [&["-B2", "disk"][..], &["-A2", "started"], &["-C1", "slow"]] {
            let whole = shown(&[args, &["laravel.log"]].concat(), dir.path());
            assert_eq!(
                shown(&[args, &["laravel.log", "--block", block]].concat(), dir.path()),
                whole,
                "{args:?} {block}"
            );
        }
    }
}

#[test]
fn neither_threads_nor_blocks_change_a_byte() {
    let dir = tempfile::tempdir().unwrap();
    let log: String = (0..500)
        .map(|n| {
            let entry = laravel().replace("[2026-03-02 10:", &format!("[2026-03-02 1{}:", n % 5));
            if n % 7 == 0 { entry.replace("disk", "tape\ntorn line") } else { entry }
        })
        .collect();
    fs::write(dir.path().join("laravel.log"), log).unwrap();
    let words = ["-Fi", "-e", "DEADLOCK found", "-e", "Tape", "-e", "Slow Require()"];
    for args in [
        &["require"][..],
        &["-vn", "require"],
        &["-C2", "tape"],
        &["--count-by", "level"],
        &["--json", "disk"],
        &["-m", "100", "-n", "disk"],
        &words,
        &[&words[..], &["-c"]].concat(),
        &[&words[..], &["-w", "-n"]].concat(),
    ] {
        let one = shown(&[args, &["laravel.log", "-j", "1"]].concat(), dir.path());
        assert!(!one.is_empty());
        for threads in ["2", "7"] {
            for block in ["64", "1000", "65536"] {
                assert!(
                    shown(
                        &[args, &["laravel.log", "-j", threads, "--block", block]].concat(),
                        dir.path()
                    ) == one,
                    "{args:?} {threads} {block}"
                );
            }
        }
    }
}

#[test]
fn filters_ask_for_what_an_entry_says() {
    let dir = folder();
    let count = |args: &[&str]| {
        shown(&[&["-c"], args, &["laravel.log"]].concat(), dir.path()).trim().to_owned()
    };
    assert_eq!(count(&["--level", "error"]), "1");
    assert_eq!(count(&["--level", "error+"]), "2");
    assert_eq!(count(&["--level", "info,warning"]), "2");
    assert_eq!(count(&["--channel", "staging"]), "1");
    assert_eq!(count(&["require", "--level", "warning"]), "1");
    assert_eq!(count(&["--since", "2026-03-02 09:00:05", "--until", "2026-03-02 09:30"]), "2");
    assert_eq!(count(&["--since", "2026-03-02T10:00:00+01:00", "--tz", "Europe/Berlin"]), "1");
    assert_eq!(
        shown(&["--count-by", "level", "."], dir.path()).lines().map(str::trim).collect::<Vec<_>>(),
        ["1 critical", "1 error", "1 info", "1 warning"]
    );
    assert_eq!(
        shown(&["--count-by", "hour", "."], dir.path()).lines().map(str::trim).collect::<Vec<_>>(),
        ["3 2026-03-02 09:00", "1 2026-03-02 10:00"]
    );
}

const SLOW: &str = "# Time: 2026-03-02T09:00:01.000000Z
# User@Host: app[app] @ web-1 [10.0.3.1]  Id: 1
# Query_time: 1.0  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 1
SET timestamp=1772442001;
DELETE FROM carts;
# Time: 2026-03-02T09:00:02.000000Z
# User@Host: ops[ops] @ web-1 [10.0.3.1]  Id: 2
# Query_time: 1.0  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 1
SET timestamp=1772442002;
delete from orders where id = 4711;
# Time: 2026-03-02T09:00:03.000000Z
# User@Host: app[app] @ web-1 [10.0.3.1]  Id: 3
# Query_time: 1.0  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 1
SET timestamp=1772442003;
select 'drop table x' from orders;
";

#[test]
fn statements_are_told_by_what_they_do() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("slow.log"), SLOW).unwrap();
    let heads = |args: &[&str]| -> Vec<String> {
        let text = shown(&[args, &["slow.log", "--redact", "off"]].concat(), dir.path());
        text.lines()
            .filter(|line| line.starts_with("# Time"))
            .map(|line| line[25..27].to_owned())
            .collect()
    };
    assert_eq!(heads(&["--sql", "delete-all"]), ["01"]);
    assert_eq!(heads(&["--sql", "delete"]), ["01", "02"]);
    assert_eq!(heads(&["--sql", "drop"]), Vec::<String>::new());
    assert_eq!(heads(&["--sql", "destructive,select"]), ["01", "03"]);
    assert_eq!(heads(&["--table", "orders"]), ["02", "03"]);
    assert_eq!(heads(&["--table", "orders", "--sql", "delete"]), ["02"]);
    assert_eq!(heads(&["--user", "ops"]), ["02"]);
    assert_eq!(
        heads(&["--since", "2026-03-02 09:00:02", "--until", "2026-03-02 09:00:02"]),
        ["02"]
    );
    let output = grep(&["--sql", "drp", "slow.log"], dir.path(), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`drop`"));
}

#[test]
fn secrets_are_taken_out_unless_the_bytes_are_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let log = "[2026-03-02 09:00:00] local.INFO: login {\"password\":\"geheim1\",\"mail\":\"bob@example.org\"} \n";
    fs::write(dir.path().join("laravel.log"), log).unwrap();
    let text = shown(&["login", "laravel.log"], dir.path());
    assert!(
        !text.contains("geheim1") && !text.contains("bob@") && text.contains("[REDACTED"),
        "{text}"
    );
    assert_eq!(shown(&["login", "laravel.log", "--redact", "off"], dir.path()), log);
    let json = shown(&["login", "laravel.log", "--json"], dir.path());
    assert!(!json.contains("geheim1") && !json.contains("bob@"), "{json}");
}

#[test]
fn events_are_those_of_the_events_command() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("laravel.log"), laravel()).unwrap();
    fs::write(dir.path().join("slow.log"), SLOW).unwrap();
    for name in ["laravel.log", "slow.log"] {
        let events = crate::program::program()
            .args(["events", "--format", "ndjson", name])
            .current_dir(dir.path())
            .output()
            .unwrap();
        let wanted: Vec<serde_json::Value> = String::from_utf8(events.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let given: Vec<serde_json::Value> = shown(&["", name, "--json"], dir.path())
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(given.len(), wanted.len());
        for (given, wanted) in given.iter().zip(&wanted) {
            for key in [
                "source",
                "format",
                "kind",
                "time",
                "message",
                "level",
                "sql",
                "operation",
                "user",
                "context",
            ] {
                assert_eq!(given.get(key), wanted.get(key), "{name} {key}");
            }
        }
    }
}

#[test]
fn packed_files_pipes_and_folders_are_searched() {
    let dir = folder();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(laravel().as_bytes()).unwrap();
    fs::write(dir.path().join("laravel.log.1.gz"), gz.finish().unwrap()).unwrap();
    fs::write(
        dir.path().join("laravel.log.2.zst"),
        zstd::encode_all(laravel().as_bytes(), 1).unwrap(),
    )
    .unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(laravel().len() as u64);
    tar.append_data(&mut header, "var/log/app.log", laravel().as_bytes()).unwrap();
    fs::write(dir.path().join("logs.tar"), tar.into_inner().unwrap()).unwrap();
    assert_eq!(
        shown(&["-c", "require", "."], dir.path()),
        "laravel.log:2\nlaravel.log.1.gz:2\nlaravel.log.2.zst:2\nlogs.tar!/var/log/app.log:2\n"
    );
    let output = grep(&["Deadlock"], dir.path(), &laravel());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), TRACE);
    let output = grep(&["-Hc", "Deadlock", "-"], dir.path(), &laravel());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "(standard input):1\n");
}

#[test]
fn trouble_is_2_and_costs_nothing_else() {
    let dir = folder();
    let output = grep(&["disk", "laravel.log", "missing.log"], dir.path(), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("disk full"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing.log"));
    assert_eq!(
        grep(&["-q", "disk", "laravel.log", "missing.log"], dir.path(), "").status.code(),
        Some(0)
    );
    for (args, word) in [
        (&["(", "laravel.log"][..], "`(`"),
        (&[], "PATTERN"),
        (&["--level", "eror", "laravel.log"], "error"),
        (&["x", "--since", "soon"], "soon"),
    ] {
        let output = grep(args, dir.path(), "");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains(word),
            "{args:?} {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(laravel().repeat(2000).as_bytes()).unwrap();
    let mut bytes = gz.finish().unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(dir.path().join("cut.gz"), bytes).unwrap();
    let output = grep(&["-c", "disk", "cut.gz"], dir.path(), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cut off"));
    assert_ne!(String::from_utf8_lossy(&output.stdout), "0\n");
}

/// A log over some hours, larger than what is read without looking for the window.
fn long(unsorted: bool) -> String {
    let mut lines: Vec<String> = (0..20_000)
        .map(|n| {
            format!("[2026-03-02 {:02}:{:02}:{:02}] production.INFO: request {n} of many, with some words to fill the line \n", n / 3600, n / 60 % 60, n % 60)
        })
        .collect();
    if unsorted {
        lines.rotate_left(9_000);
    }
    lines.concat()
}

#[test]
fn a_window_is_found_in_order_and_out_of_it() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("laravel.log"), long(false)).unwrap();
    fs::write(dir.path().join("rotated.log"), long(true)).unwrap();
    let args =
        ["--since", "2026-03-02 02:00:00", "--until", "2026-03-02 02:59:59", "--verbose", "-c"];
    let sorted = grep(&[&args[..], &["laravel.log"]].concat(), dir.path(), "");
    assert_eq!(String::from_utf8_lossy(&sorted.stdout), "3600\n");
    assert!(String::from_utf8_lossy(&sorted.stderr).contains("in the order of time"));
    let rotated = grep(&[&args[..], &["rotated.log"]].concat(), dir.path(), "");
    assert_eq!(String::from_utf8_lossy(&rotated.stdout), "3600\n");
    assert!(String::from_utf8_lossy(&rotated.stderr).contains("not in the order of time"));
    let numbered = shown(
        &["-n", "--since", "2026-03-02 02:00:00", "--until", "2026-03-02 02:00:01", "laravel.log"],
        dir.path(),
    );
    assert!(
        numbered.starts_with("7201:[2026-03-02 02:00:00]") && numbered.lines().count() == 2,
        "{numbered}"
    );
}

#[test]
fn the_end_of_the_evidence_is_that_of_all_its_files_packed_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let text = long(false);
    fs::write(dir.path().join("laravel.log"), &text).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    fs::write(dir.path().join("packed.gz"), gz.finish().unwrap()).unwrap();
    let counted = |args: &[&str], input: &str| {
        let output = grep(&[&["-c", "--since", "-10min"][..], args].concat(), dir.path(), input);
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    let plain = counted(&["laravel.log"], "");
    assert!(plain.0.trim().parse::<u64>().unwrap() < 2_000, "{plain:?}");
    assert_eq!(counted(&["packed.gz"], ""), plain);
    assert_eq!(counted(&["-"], &text), (String::new(), Some(2)));
    assert_eq!(counted(&["-"], &laravel()), ("1\n".to_owned(), Some(0)));
    // the last of more files than are looked at for their zone
    for number in 0..300 {
        fs::write(dir.path().join(format!("many-{number:03}.log")), laravel()).unwrap();
    }
    let last = "[2026-03-03 09:00:00] production.INFO: the last \n";
    fs::write(dir.path().join("many-299.log"), last).unwrap();
    let found = counted(&["-h", "--glob", "many-*", "."], "").0;
    assert_eq!(found.lines().filter(|line| *line != "0").collect::<Vec<_>>(), ["1"], "{found}");
}

#[test]
fn entries_without_a_stamp_of_their_own_and_stamps_without_a_year_lie_in_windows() {
    let dir = tempfile::tempdir().unwrap();
    let mut general = String::from(
        "/usr/sbin/mariadbd, Version: 10.6.1-MariaDB (x). started with:\nTcp port: 3306  Unix socket: /run/x.sock\nTime\t\t    Id Command\tArgument\n",
    );
    for n in 0..9_000 {
        general.push_str(&format!(
            "260302 {:2}:{:02}:{:02}\t    25 Query\tselect {n} from some_table\n",
            n / 3600,
            n / 60 % 60,
            n % 60
        ));
        general.push_str(&format!("\t\t    25 Query\tselect {n} from another_table\n"));
    }
    fs::write(dir.path().join("general.log"), general).unwrap();
    let window = ["--since", "2026-03-02 01:00:00", "--until", "2026-03-02 01:00:59"];
    assert_eq!(shown(&[&window[..], &["-c", "general.log"]].concat(), dir.path()), "120\n");
    assert_eq!(
        shown(
            &[&window[..], &["-c", "another", "general.log", "--block", "64"]].concat(),
            dir.path()
        ),
        "60\n"
    );
    let syslog: String = (0..9_000)
        .map(|n| {
            format!(
                "Mar  2 {:02}:{:02}:{:02} web1 CRON[{n}]: (root) CMD (/bin/true)\n",
                n / 3600,
                n / 60 % 60,
                n % 60
            )
        })
        .collect();
    fs::write(dir.path().join("syslog"), syslog).unwrap();
    assert_eq!(shown(&[&window[..], &["-c", "syslog"]].concat(), dir.path()), "60\n");
    assert_eq!(
        shown(&[&window[..], &["-c", "syslog", "--year", "2025"]].concat(), dir.path()),
        "0\n"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn ctrl_c_ends_with_130() {
    let mut child = crate::program::program()
        .args(["grep", "x"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // until the signal (bit 1 of the mask) is caught
    let caught = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let mask =
            status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim().to_owned();
        u64::from_str_radix(&mask, 16).unwrap() & 2 != 0
    };
    for _ in 0..3_000 {
        if caught() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // to wait closes the input, and its end must not come before the signal
    let input = child.stdin.take();
    assert!(
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(input);
}

#[test]
fn many_files_are_shown_in_order_however_they_are_read() {
    let dir = tempfile::tempdir().unwrap();
    for number in 0..60 {
        let text = match number % 5 {
            0 => laravel()
                .replace("disk full", &format!("disk {number} of bob{number}@example.org full")),
            1 => "2026-03-02T09:00:00 web1 sshd[1]: nothing here\n".repeat(number),
            2 => format!("\u{feff}plain text {number}\nrequire() without an end"),
            3 => format!("require\0 {number}"),
            _ => String::new(),
        };
        fs::write(dir.path().join(format!("f{number:02}.log")), text).unwrap();
    }
    fs::write(dir.path().join("f07.log"), laravel().repeat(3_000)).unwrap();
    for args in [
        &["require"][..],
        &["-n", "disk"],
        &["-c", "require"],
        &["-l", "require"],
        &["-L", "require"],
        &["-v", "require"],
        &["-m1", "-C1", "o"],
        &["-m2", "--count-by", "level"],
        &["--level", "critical"],
        &["-q", "require"],
        &["--redact", "off", "full"],
        &["-ho", "disk [0-9]*"],
    ] {
        let with = |more: &[&str]| found(&[args, more, &["."]].concat(), dir.path());
        // blocks smaller than the files: none is read ahead of its turn
        let plain = with(&["-j1", "--block", "64"]);
        for more in [&["-j1"][..], &["-j2"], &["-j7"], &["-j2", "--block", "4096"]] {
            assert_eq!(with(more), plain, "{args:?} {more:?}");
        }
    }
}

#[test]
fn files_are_chosen_by_name_and_by_format() {
    let dir = folder();
    fs::create_dir(dir.path().join("vendor")).unwrap();
    fs::write(dir.path().join("vendor/laravel.log"), laravel()).unwrap();
    fs::write(dir.path().join("notes.txt"), "require this\n").unwrap();
    let names = |args: &[&str]| shown(&[&["-l", "require"][..], args].concat(), dir.path());
    for (args, expected) in [
        (&["."][..], "laravel.log\nnotes.txt\nvendor/laravel.log\n"),
        (&["-g", "*.log", "."], "laravel.log\nvendor/laravel.log\n"),
        (&["-g", "!vendor", "."], "laravel.log\nnotes.txt\n"),
        (&["--include", "*.log", "--exclude-dir", "vendor/", "."], "laravel.log\n"),
        (&["-g", "!*.log", "-g", "vendor/*.log", "."], "vendor/laravel.log\n"),
        (&["-t", "laravel", "-g", "!vendor", "."], "laravel.log\n"),
    ] {
        assert_eq!(names(args), expected, "{args:?}");
    }
    assert_eq!(
        shown(&["-L", "nowhere", "-t", "monolog", "-g", "!vendor", "."], dir.path()),
        "laravel.log\n"
    );
    assert_eq!(shown(&["--files", "-g", "*.txt", "."], dir.path()), "notes.txt\n");
    let wrong = grep(&["-t", "laravle", "x", "."], dir.path(), "");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean `Laravel`"));
}

#[test]
fn options_of_ripgrep_mean_what_they_mean_there() {
    let dir = folder();
    let count = |args: &[&str]| shown(&[args, &["-c", "laravel.log"]].concat(), dir.path());
    assert_eq!(count(&["-S", "deadlock"]), "1\n");
    assert_eq!(count(&["-S", "dEadlock"]), "0\n");
    assert_eq!(count(&["-S", r"deadlock\Sfound"]), "0\n", "what is escaped is no letter");
    assert_eq!(count(&["-RPuuz", "Deadlock"]), "1\n");
    let refused = grep(&["-P", "a(?=b)", "laravel.log"], dir.path(), "");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("look-around"));
    fs::write(dir.path().join("b.log"), laravel()).unwrap();
    assert_eq!(
        shown(&["--heading", "-n", "--head", "disk", "b.log", "laravel.log"], dir.path()),
        "b.log\n8:[2026-03-02 10:00:00] production.CRITICAL: disk full \n\nlaravel.log\n8:[2026-03-02 10:00:00] production.CRITICAL: disk full \n"
    );
    let told = shown(&["--stats", "-c", "require", "."], dir.path());
    assert_eq!(
        told,
        "b.log:2\nlaravel.log:2\n\n4 entries\n2 files with entries\n2 files searched\n"
    );
    fs::write(dir.path().join("core"), b"xx Deadlock\0\n").unwrap();
    assert_eq!(shown(&["Deadlock", "core"], dir.path()), "Binary file core matches\n");
    assert_eq!(shown(&["-a", "Deadlock", "core"], dir.path()), "xx Deadlock\0\n");
}
