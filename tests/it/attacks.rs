//! What an attacker, or carelessness, leaves in evidence and in reports, and what must hold.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::program::{list, report, text, texts};

fn run(folder: &Path, args: &[&str]) -> Output {
    crate::program::program().args(args).current_dir(folder).output().unwrap()
}

fn both(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A slow log of these statements, a second apart.
fn slow_log(statements: &[&str]) -> String {
    let head = "/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n";
    let entries = statements.iter().enumerate().map(|(n, sql)| {
        format!(
            "# Time: 2025-10-27T05:10:{n:02}.000000Z\n# User@Host: app[app] @ web [10.0.0.2]  Id: 12\n# Query_time: 1.5  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 0\nuse shop;\nSET timestamp={};\n{sql};\n",
            1_761_541_800 + n
        )
    });
    std::iter::once(head.to_owned()).chain(entries).collect()
}

/// A folder whose `evidence` holds these files.
fn case(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("evidence")).unwrap();
    for (name, bytes) in files {
        let path = dir.path().join("evidence").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// The format of each file of the evidence.
fn formats(report: &Value) -> Vec<(&str, &str)> {
    list(&report["evidence"]).iter().map(|e| (text(&e["path"]), text(&e["format"]))).collect()
}

/// What no output may hold, whatever shows it: what runners of pipelines obey, and characters that
/// move a cursor, turn text or break lines.
const COMMANDS: &[&str] = &[
    "##[error]",
    "##[set-env",
    "##vso[",
    "##teamcity[",
    "::set-output name=",
    "::stop-commands::",
    "section_start:1:",
    "travis_fold:",
];
const UNSEEN: &[char] = &[
    '\u{1b}', '\u{7}', '\u{8}', '\u{7f}', '\u{85}', '\u{9b}', '\u{9d}', '\u{200b}', '\u{202e}',
    '\u{2028}', '\u{2029}', '\u{2066}', '\u{feff}',
];

#[test]
fn no_command_of_a_pipeline_and_no_unseen_character_comes_out_of_any_command() {
    let nasty = "\u{1b}[31m\u{9b}2J\u{1b}]52;c;eA==\u{7}\u{8}\u{7f}\u{85}\u{9d}\u{200b}\u{202e}x\u{2028}\u{2029}\u{2066}\u{feff} ##[error]x ##[set-env name=P]x ##vso[task.setvariable variable=P]x ##teamcity[buildStatus status='SUCCESS'] ::set-output name=a::b ::stop-commands::t section_start:1:a travis_fold:start:a";
    let name = nasty.replace(['\'', '\u{2028}'], "");
    let slow = slow_log(&[
        "SELECT 1",
        &format!("DROP TABLE `{name}`, `users`"),
        &format!("DELETE FROM orders /* {nasty} */"),
    ]);
    let message = format!(
        "[2025-10-27 05:10:02] production.ERROR: {nasty} \n[2025-10-27 05:10:03] production.ERROR: SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.users' doesn't exist (SQL: select * from `users`) \n"
    );
    let history = format!(
        "#1761541799\nmysql shop -e 'drop table users' # {nasty}\n#1761541800\n::set-output name=a::b\n"
    );
    let tables = format!(
        "TABLE_SCHEMA\tTABLE_NAME\tENGINE\tTABLE_ROWS\tCREATE_TIME\tTABLE_COMMENT\nshop\tusers\tInnoDB\t12\t2025-01-05 06:00:00\t{nasty}\nshop\t{name}\tInnoDB\t3\t2025-01-05 06:00:00\t\n"
    );
    let file = format!("{}.log", nasty.replace('/', ""));
    let dir = case(&[
        ("slow.log", slow.as_bytes()),
        ("laravel.log", message.as_bytes()),
        (".bash_history", history.as_bytes()),
        ("tables.tsv", tables.as_bytes()),
        (&file, b"of no format at all\nDB_PASSWORD=Xk29fPq7w\n"),
    ]);
    let named = format!("evidence/{file}");
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for form in ["text", "md", "md:github-comment", "html", "json", "sarif", "junit", "github"] {
        runs.push(vec!["analyze", "evidence", "-v", "--format", form, "-o", "-"]);
    }
    for form in ["ndjson", "csv", "timesketch", "table"] {
        runs.push(vec!["events", "evidence", "-v", "--format", form]);
    }
    for form in ["table", "json", "md"] {
        runs.push(vec!["slow", "evidence", "--format", form]);
    }
    runs.push(vec!["analyze", "evidence", "-v"]);
    runs.push(vec!["grep", "e", "evidence", "--json"]);
    runs.push(vec!["schema", "show", "evidence"]);
    runs.push(vec!["schema", "show", "evidence", "--format", "json"]);
    runs.push(vec!["verify", "rca.json", "--evidence", "evidence", "-v"]);
    runs.push(vec!["analyze", &file]);
    runs.push(vec!["redact", &named, "--check"]);
    runs.push(vec!["redact", &named, "--check", "--json"]);
    runs.push(vec!["cite", "laravel.log:1", "--evidence", "evidence"]);
    runs.push(vec!["cite", "laravel.log:1", "--evidence", "evidence", "--json"]);
    runs.push(vec!["verify", "--claims", "claims.md", "--evidence", "evidence", "-v"]);
    runs.push(vec!["verify", "--claims", "claims.md", "--evidence", "evidence", "--json"]);
    let written = run(dir.path(), &["analyze", "evidence", "-q", "-o", "rca.json"]);
    assert!(written.status.success(), "{}", both(&written));
    fs::write(dir.path().join("claims.md"), format!("It says \"{nasty}\" (laravel.log:2)."))
        .unwrap();
    runs.push(vec!["grep", "", "evidence"]);
    for args in runs {
        let said = crate::program::program()
            .args(&args)
            .current_dir(dir.path())
            .env("CI", "true")
            .output();
        let said = both(&said.unwrap());
        assert!(said.len() > 40, "{args:?} says nothing: {said}");
        let found = said.find(|c| UNSEEN.contains(&c));
        assert_eq!(
            found,
            None,
            "{args:?}: {:?}",
            found.map(|at| said.get(at..).unwrap_or("").chars().take(40).collect::<String>())
        );
        for line in said.lines() {
            // two colons begin a command only where nothing stands before them
            let at = |command: &str| match command.strip_prefix("::") {
                Some(_) => line.trim_start().starts_with(command),
                None => line.contains(command),
            };
            let found = COMMANDS.iter().find(|command| at(command));
            assert_eq!(found, None, "{args:?}: {line}");
        }
    }
}

#[test]
fn a_bomb_is_a_note_and_what_lies_beside_it_is_read() {
    let mut bomb = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    let zeros = vec![0u8; 1 << 20];
    for _ in 0..2500 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let slow = slow_log(&["select 1", "drop table users"]);
    let dir = case(&[("old.log.zst", &bomb), ("slow.log", slow.as_bytes())]);
    // what would hold it whole is refused by the system
    let limited = format!(
        "ulimit -v 1500000; exec {} analyze evidence --no-config -q -j 2 -o - --format json",
        env!("CARGO_BIN_EXE_backtrail")
    );
    let done = Command::new("sh").args(["-c", &limited]).current_dir(dir.path()).output().unwrap();
    assert!(done.status.success(), "{}", both(&done));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(list(&report["incidents"]).len(), 1);
    let notes = texts(&report["evidence"][0]["notes"]).join("; ");
    assert!(notes.contains("the rest was left out"), "{notes}");
}

#[test]
fn words_of_other_formats_in_a_log_do_not_decide_its_format() {
    let words = [
        "Running with gitlab-runner 16.1.0",
        "section_start:1:prepare",
        "##[group]Run tests",
        "# -*- mode: crontab -*-",
        "Started by user admin",
        "[Unit]\nDescription=x",
    ];
    let mut statements: Vec<String> = words
        .iter()
        .map(|word| format!("select * from notes where body = '{word}' -- {word}"))
        .collect();
    statements.push("drop table users".to_owned());
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    let access: String = words
        .iter()
        .map(|word| format!("203.0.113.7 - - [27/Oct/2025:05:10:01 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"{}\"\n", word.replace('\n', " ")))
        .collect();
    let history = "ls\ncat > /etc/systemd/system/x.service <<EOF\n[Unit]\nDescription=x\n[Service]\nExecStart=/usr/bin/php artisan queue:work\n[Install]\nWantedBy=multi-user.target\nEOF\ncd /srv/app\nphp artisan migrate:fresh --force\nls -la\n";
    let slow = slow_log(&statements);
    let dir = case(&[
        (".bash_history", history.as_bytes()),
        ("access.log", access.as_bytes()),
        ("slow.log", slow.as_bytes()),
    ]);
    let said = report(dir.path(), &["--year", "2025"]);
    let wanted = [
        (".bash_history", "bash_history"),
        ("access.log", "access_log"),
        ("slow.log", "mysql_slow"),
    ];
    assert_eq!(formats(&said), wanted);
    assert_eq!(list(&said["incidents"]).len(), 1, "{}", said["verdict"]);
}

#[test]
fn what_was_not_read_is_in_the_report_with_its_reason() {
    let slow = slow_log(&["select 1", "drop table users"]);
    let good =
        "[2025-10-27 05:00:00] production.INFO: up \n[2025-10-27 05:00:01] production.INFO: up \n";
    let dir = case(&[
        ("laravel.log", good.as_bytes()),
        ("copy.log", good.as_bytes()),
        ("closed.log", slow.as_bytes()),
        ("closed/slow.log", slow.as_bytes()),
    ]);
    let evidence = dir.path().join("evidence");
    fs::write(dir.path().join("slow.log"), &slow).unwrap();
    symlink("../slow.log", evidence.join("linked.log")).unwrap();
    for name in ["closed.log", "closed"] {
        fs::set_permissions(evidence.join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // whoever may read everything is made somebody who may not
    let all = fs::read(evidence.join("closed.log")).is_ok();
    let mut command = if all { Command::new("setpriv") } else { Command::new("env") };
    if all {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    }
    let output = command
        .arg(env!("CARGO_BIN_EXE_backtrail"))
        .args([
            "analyze",
            "evidence",
            "--no-config",
            "-q",
            "--strict",
            "--format",
            "json",
            "-o",
            "-",
        ])
        .current_dir(dir.path())
        .output();
    fs::set_permissions(evidence.join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    let output = output.unwrap();
    if all && output.status.code() == Some(126) {
        // the folder of this build is closed to others, so nothing can be tried
        return;
    }
    assert_eq!(output.status.code(), Some(4), "{}", both(&output));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let told = texts(&said["assumptions"]).join("\n");
    for (name, why) in [
        ("`closed.log`", "cannot be read"),
        ("`closed`", "cannot be listed"),
        ("`linked.log`", "symbolic link out of the folder"),
    ] {
        assert!(
            told.lines().any(|line| line.contains(name) && line.contains(why)),
            "{name}: {told}"
        );
    }
    assert_eq!(said["verdict"]["claim"], "not_shown");
    let notes: Vec<&str> =
        list(&said["evidence"]).iter().flat_map(|e| texts(&e["notes"])).collect();
    assert!(notes.contains(&"same bytes as copy.log; counted once"), "{notes:?}");
}

#[test]
fn evidence_is_never_written() {
    let slow = slow_log(&["select 1", "drop table users"]);
    let mut packed = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    packed.write_all(slow.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let dir = case(&[("slow.log", slow.as_bytes()), ("old/slow.log.zst", &packed)]);
    let at = dir.path();
    let evidence = at.join("evidence");
    symlink("evidence/slow.log", at.join("file.md")).unwrap();
    symlink("evidence/old", at.join("folder")).unwrap();
    fs::hard_link(evidence.join("slow.log"), at.join("hard.md")).unwrap();
    fs::create_dir(at.join("out")).unwrap();
    let scan = ["scan", "evidence/slow.log", "-o", "one.ndjson"];
    assert!(run(at, &scan).status.success());
    let kept = |folder: &Path| -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        let read = |path: &std::path::PathBuf| {
            (path.display().to_string(), fs::read(path).unwrap_or_default())
        };
        files.iter().map(read).collect()
    };
    let all = || [kept(&evidence), kept(&evidence.join("old")), kept(at)];
    let before = all();
    let outputs = [
        "evidence/slow.log",
        "evidence/new.md",
        "evidence/old/slow.log.zst",
        "evidence/../evidence/new.md",
        "./out/../evidence/new.md",
        "file.md",
        "hard.md",
        "folder/new.md",
        "folder/../slow.log",
    ];
    for output in outputs {
        let form = ["--format", "md", "--no-config", "-q", "-o", output];
        let runs = [
            [&["analyze", "evidence"][..], &form].concat(),
            [&["evidence/../evidence", "-o", "out/fine.md"][..], &form].concat(),
            vec!["scan", "evidence", "-o", output],
        ];
        for args in runs {
            let done = run(at, &args);
            assert_eq!(done.status.code(), Some(2), "{args:?}: {}", both(&done));
            assert!(both(&done).contains("evidence and is never written"), "{args:?}");
        }
    }
    // an archive that is named alone, and what a scan is made of
    for (args, output) in [
        (["analyze", "evidence/old/slow.log.zst"], "folder/slow.log.zst"),
        (["report", "one.ndjson"], "one.ndjson"),
    ] {
        let form = ["--format", "md", "--no-config", "-q", "-o", output];
        let done = run(at, &[&args[..], &form].concat());
        assert_eq!(done.status.code(), Some(2), "{args:?}: {}", both(&done));
    }
    assert!(all() == before, "something was written");
    let fine = ["analyze", "evidence", "--no-config", "-q", "-o", "out/fine.md"];
    assert!(run(at, &fine).status.success());
}

#[test]
fn duplicates_of_no_known_format_are_named_as_duplicates() {
    let slow = slow_log(&["select 1", "drop table users"]);
    let dir = case(&[
        ("a.log", b"of no format at all\n"),
        ("b/a.log", b"of no format at all\n"),
        ("slow.log", slow.as_bytes()),
    ]);
    let said = report(dir.path(), &[]);
    let notes: Vec<(&str, Vec<&str>)> = list(&said["evidence"])
        .iter()
        .map(|file| (text(&file["path"]), texts(&file["notes"])))
        .filter(|(_, notes)| !notes.is_empty())
        .collect();
    let same = "same bytes as a.log; counted once";
    assert!(
        notes.iter().any(|(path, notes)| *path == "b/a.log" && notes.contains(&same)),
        "{notes:?}"
    );
    assert_eq!(list(&said["incidents"]).len(), 1);
}

#[test]
fn names_of_the_evidence_are_single_words_of_a_command() {
    let database = ">artisan;`id`$(id)'\"\n|x&";
    let quoted = database.replace('`', "``");
    let entries = slow_log(&[&format!("drop table `{quoted}`.`users`, `{quoted}`.`-rf`")]);
    let dir = case(&[("slow.log", entries.as_bytes())]);
    let said = report(dir.path(), &[]);
    let steps = list(&said["incidents"][0]["recovery"]);
    let commands: Vec<&str> =
        steps.iter().map(|step| text(&step["command"])).filter(|c| !c.is_empty()).collect();
    assert!(!commands.is_empty(), "{said}");
    for command in commands {
        // the shell itself says what it would run: with every program away, no file comes of it
        let tried = Command::new("sh")
            .args(["-c", "PATH=; exec 2>/dev/null; cd \"$1\" && eval \"$2\"", "sh"])
            .arg(dir.path())
            .arg(command)
            .output()
            .unwrap();
        assert!(!both(&tried).contains("uid="), "{command}");
        let names: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["evidence"], "{command}");
    }
}

/// A report changed by `change`, under a checksum that fits it.
fn forged(report: &Value, change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut report = report.clone();
    change(&mut report);
    report.as_object_mut().unwrap().shift_remove("report_sha256");
    let sum = Sha256::digest(serde_json::to_vec(&report).unwrap());
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    report["report_sha256"] = json!(sum);
    let mut bytes = serde_json::to_vec_pretty(&report).unwrap();
    bytes.push(b'\n');
    bytes
}

fn every(value: &mut Value, key: &str, set: &Value) {
    for one in value.as_array_mut().unwrap() {
        one[key] = set.clone();
    }
}

#[test]
fn a_forged_report_fails_though_its_checksum_fits() {
    let slow = slow_log(&["select 1", "drop table users", "select 2"]);
    let history = "#1761541799\nmysql shop -e 'drop table users'\n#1761541900\nls\n";
    let dir =
        case(&[("slow.log", slow.as_bytes()), ("home/eve/.bash_history", history.as_bytes())]);
    let truth = report(dir.path(), &[]);
    let verify = |bytes: &[u8], more: &[&str]| {
        fs::write(dir.path().join("rca.json"), bytes).unwrap();
        let args = [&["verify", "rca.json", "evidence", "--no-config"][..], more].concat();
        let done = run(dir.path(), &args);
        (done.status.code(), both(&done))
    };
    let (status, said) = verify(&forged(&truth, |_| {}), &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("no key") && said.contains("--rerun"), "{said}");
    let (status, said) = verify(&forged(&truth, |_| {}), &["--rerun"]);
    assert_eq!(status, Some(0), "{said}");

    type Change = fn(&mut Value);
    let lies: &[(Change, &str)] = &[
        (|r| r["incidents"] = json!([]), "I1"),
        (|r| r["citations"] = json!([]), "does not list"),
        (|r| drop(r["evidence"].as_array_mut().unwrap().remove(0)), "does not list"),
        (|r| every(&mut r["findings"], "citations", &json!(["C999"])), "C999"),
        (|r| every(&mut r["citations"], "before", &json!("rm -rf /")), "before it"),
        (|r| every(&mut r["citations"], "after", &json!("and laughed")), "after it"),
        (|r| every(&mut r["citations"], "excerpt", &json!("drop table x")), "excerpt"),
        (|r| every(&mut r["evidence"], "sha256", &Value::Null), "no hash"),
        (|r| every(&mut r["evidence"], "format", &json!("syslog")), "is read as"),
        (|r| every(&mut r["evidence"], "entries", &json!(77)), "entries"),
        (|r| r["verdict"]["incidents"] = json!(0), "counts 0 incidents"),
    ];
    for (change, words) in lies {
        let (status, said) = verify(&forged(&truth, change), &[]);
        assert_eq!(status, Some(1), "{words}: {said}");
        assert!(said.contains(words), "{words}: {said}");
    }
    // no year that a report states breaks the reading; what it changes is found
    let year = forged(&truth, |r| r["options"]["year"] = json!(i32::MAX));
    let (status, said) = verify(&year, &["--rerun"]);
    assert!(status == Some(1) && said.contains("$.options.year"), "{said}");
    // what is concluded: another analysis shows it
    let lies: &[(Change, &str)] = &[
        (|r| r["verdict"]["headline"] = json!("nothing happened"), "$.verdict.headline"),
        (
            |r| r["incidents"][0]["triggers"][0]["actor"] = json!("mallory"),
            "$.incidents[0].triggers[0].actor",
        ),
        (
            |r| r["incidents"][0]["started_at"] = json!("2020-01-01T00:00:00+00:00"),
            "$.incidents[0].started_at",
        ),
    ];
    for (change, path) in lies {
        let (status, said) = verify(&forged(&truth, change), &["--rerun"]);
        assert!(status == Some(1) && said.contains(&format!("rerun: {path}")), "{path}: {said}");
    }
}

#[test]
fn what_this_program_wrote_is_named_and_not_read() {
    let slow = slow_log(&["select 1", "drop table users"]);
    let dir = case(&[("slow.log", slow.as_bytes())]);
    let alone = report(dir.path(), &[]);
    let written = ["md", "html", "json", "sarif", "junit"]
        .map(|form| (form, crate::program::rendered(dir.path(), form, &[])));
    let events = ["ndjson", "csv", "timesketch"].map(|form| {
        (
            form,
            crate::program::said(
                dir.path(),
                &["events", "evidence", "--format", form, "--no-config", "-q"],
            ),
        )
    });
    for (form, bytes) in written.into_iter().chain(events) {
        fs::write(dir.path().join("evidence").join(format!("old-{form}.log")), bytes).unwrap();
    }
    let said = report(dir.path(), &[]);
    assert_eq!(said["verdict"], alone["verdict"]);
    for file in list(&said["evidence"]).iter().filter(|e| text(&e["path"]).starts_with("old-")) {
        assert_eq!(file["format"], Value::Null, "{file}");
        assert_eq!(texts(&file["notes"]), ["output of backtrail: not read as evidence"]);
    }
    // a log below the head of a report is a log
    let posing = format!("# Root-cause analysis: `shop`\n\n> **INFO:** nothing was lost\n\n{slow}");
    let dir = case(&[("slow.log", posing.as_bytes())]);
    assert_eq!(list(&report(dir.path(), &[])["incidents"]).len(), 1);
}
