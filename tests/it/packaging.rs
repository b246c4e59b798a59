//! What brings the program to other machines, and evidence from them: scripts, run as users run
//! them.
#![cfg(target_os = "linux")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::program::said;

const CASE: &str = "samples/cases/migrate-fresh-on-the-new-host/evidence";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(output: &Output) -> String {
    let streams = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    streams.concat()
}

/// Shells that are here.
fn shells() -> Vec<&'static [&'static str]> {
    let all: [&[&str]; 4] = [&["sh"], &["dash"], &["busybox", "sh"], &["bash", "--posix"]];
    let runs = |shell: &&&[&str]| {
        Command::new(shell[0])
            .args(&shell[1..])
            .args(["-c", ":"])
            .status()
            .is_ok_and(|it| it.success())
    };
    all.iter().filter(runs).copied().collect()
}

#[test]
fn every_script_is_one_for_every_shell() {
    let dir = tempfile::tempdir().unwrap();
    for script in ["mysql", "postgres", "laravel"] {
        let path = dir.path().join(script);
        fs::write(&path, said(dir.path(), &["collect", "--script", script])).unwrap();
        for shell in shells() {
            let parsed = Command::new(shell[0]).args(&shell[1..]).arg("-n").arg(&path).output();
            let parsed = parsed.unwrap();
            assert!(parsed.status.success(), "{script} {shell:?}: {}", text(&parsed));
        }
        if let Ok(checked) = Command::new("shellcheck").args(["-s", "sh"]).arg(&path).output() {
            assert!(checked.status.success(), "{script}: {}", text(&checked));
        }
    }
}

#[test]
fn what_a_script_collects_can_be_analyzed() {
    let dir = tempfile::tempdir().unwrap();
    let script = dir.path().join("collect.sh");
    fs::write(&script, said(dir.path(), &["collect", "--script", "laravel"])).unwrap();
    let app = dir.path().join("app");
    fs::create_dir_all(app.join("routes")).unwrap();
    fs::write(app.join("routes/web.php"), "<?php\n").unwrap();
    fs::create_dir_all(app.join("storage/logs")).unwrap();
    let env = "APP_TIMEZONE=Europe/Berlin\nDB_PASSWORD=geheim\nexport APP_ENV=production\n#DB_PASSWORD=geheim\nDB_PWD='geheim'\nSMTP_AUTH=geheim\nLOG_SLACK_WEBHOOK_URL=https://geheim\nDB_HOST=me:geheim@db\nDB_PORT=3306 # geheim\nSIGNING=\"-----BEGIN PRIVATE KEY-----\ngeheim\nZ2VoZWlt==\n-----END PRIVATE KEY-----\"\nLOG_LEVEL=debug\n";
    fs::write(app.join(".env"), env).unwrap();
    let run = |args: &[&str]| {
        let ran = Command::new("sh").arg(&script).args(args).current_dir(dir.path()).output();
        ran.unwrap()
    };
    for wrong in [["-o", "nowhere"], ["-a", "nowhere"]] {
        let refused = run(&wrong);
        assert!(!refused.status.success(), "{}", text(&refused));
    }
    assert!(fs::read_dir(dir.path()).unwrap().count() == 2, "nothing was collected");
    for shell in shells() {
        let out = dir.path().join(format!("out-{}", shell[0]));
        fs::create_dir(&out).unwrap();
        // no log of this machine is new enough; the evidence is named
        let ran = Command::new(shell[0])
            .args(&shell[1..])
            .arg(&script)
            .args(["-d", "0", "-a", "app", "-k", "nowhere.sql", "-k"])
            .arg(root().join(CASE))
            .arg("-o")
            .arg(&out)
            .current_dir(dir.path())
            .env("HOME", dir.path())
            .output()
            .unwrap();
        assert!(ran.status.success(), "{shell:?}: {}", text(&ran));
        let folder = fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
        let of = |name: &str| folder.join("evidence").join(name.trim_start_matches('/'));
        let env = fs::read_to_string(of(&format!("{}/.env", app.display()))).unwrap();
        assert_eq!(
            env.replace("=(left out)", "=-"),
            "APP_TIMEZONE=Europe/Berlin\nDB_PASSWORD=-\nAPP_ENV=production\nDB_PWD=-\nSMTP_AUTH=-\nLOG_SLACK_WEBHOOK_URL=-\nDB_HOST=-\nDB_PORT=-\nSIGNING=-\nLOG_LEVEL=debug\n"
        );
        assert!(text(&ran).contains("not there (-k): nowhere.sql"), "{}", text(&ran));
        let log = format!("{}/{CASE}/laravel.log", root().display());
        let times =
            [Path::new(&log), &of(&log)].map(|it| fs::metadata(it).unwrap().modified().unwrap());
        assert_eq!(times[0], times[1], "copies bear the times of what they copy");
        let sums = Command::new("sha256sum")
            .args(["--quiet", "-c", "SHA256SUMS"])
            .current_dir(folder.join("evidence"))
            .output()
            .unwrap();
        assert!(sums.status.success(), "{}", text(&sums));
        let told = said(&folder, &["analyze", "evidence.tar.gz", "--no-config", "--json", "-q"]);
        assert!(told.contains("\"migrate_fresh\""), "{shell:?}");
    }
}

/// A release in a folder: the program that was built, in an archive as releases have it.
fn release(folder: &Path) -> String {
    let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    let name = format!("backtrail-9.9.9-{target}");
    fs::create_dir(folder.join(&name)).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_backtrail"), folder.join(&name).join("backtrail")).unwrap();
    let packed = Command::new("tar")
        .args(["czf", &format!("{name}.tar.gz"), &name])
        .current_dir(folder)
        .status();
    assert!(packed.unwrap().success());
    let sums = Command::new("sha256sum").arg(format!("{name}.tar.gz")).current_dir(folder).output();
    let sums = String::from_utf8(sums.unwrap().stdout).unwrap();
    fs::write(folder.join("SHA256SUMS"), &sums).unwrap();
    sums.split(' ').next().unwrap().to_owned()
}

#[test]
fn a_release_is_installed_only_by_its_hash() {
    let dir = tempfile::tempdir().unwrap();
    let hash = release(dir.path());
    let from = format!("file://{}", dir.path().display());
    let to = dir.path().join("bin");
    let install = |more: &[&str]| {
        Command::new("sh")
            .arg(root().join("packaging/install.sh"))
            .args(["--version", "9.9.9", "--from", &from, "--to", "bin"])
            .args(more)
            .current_dir(dir.path())
            .output()
            .unwrap()
    };
    let wrong = install(&["--sha256", &"0".repeat(64)]);
    assert!(!wrong.status.success() && !to.join("backtrail").exists(), "{}", text(&wrong));
    for more in [&["--sha256", &*hash][..], &[]] {
        let done = install(more);
        assert!(
            done.status.success() && text(&done).contains("installed backtrail"),
            "{}",
            text(&done)
        );
    }
    fs::remove_file(to.join("backtrail")).unwrap();
    fs::write(dir.path().join("SHA256SUMS"), "0  other.tar.gz\n").unwrap();
    assert!(!install(&[]).status.success() && !to.join("backtrail").exists());
    assert!(!install(&["--to"]).status.success());
}

#[test]
fn the_action_installs_and_analyzes_once() {
    let dir = tempfile::tempdir().unwrap();
    let hash = release(dir.path());
    let file = |name: &str| dir.path().join(name);
    let run = |hash: &str, fail_on: &str| {
        Command::new("bash")
            .arg(root().join("packaging/action.sh"))
            .env("EVIDENCE", root().join(CASE))
            .env("OUTPUT", file("out"))
            .envs([("FAIL_ON", fail_on), ("REDACT", "pii"), ("ZONE", ""), ("SETTINGS", "")])
            .envs([("BINARY", "/nowhere"), ("VERSION", "9.9.9"), ("SHA256", hash)])
            .env("FROM", format!("file://{}", dir.path().display()))
            .env("RUNNER_TEMP", file("temp"))
            .env("GITHUB_STEP_SUMMARY", file("summary"))
            .env("GITHUB_OUTPUT", file("outputs"))
            .output()
            .unwrap()
    };
    for hash in ["", &*"0".repeat(64)] {
        let refused = run(hash, "never");
        assert!(!refused.status.success() && !file("out").exists(), "{}", text(&refused));
    }
    let done = run(&hash, "high");
    assert_eq!(done.status.code(), Some(1), "{}", text(&done));
    assert!(text(&done).contains("::error title="), "{}", text(&done));
    let outputs = fs::read_to_string(file("outputs")).unwrap();
    assert!(outputs.starts_with("severity=critical\nincidents=1\ncomment="), "{outputs}");
    assert!(fs::read_to_string(file("summary")).unwrap().contains("migrate:fresh"));
    for name in ["rca.json", "rca.html", "rca.md", "rca.sarif", "rca.junit.xml", "comment.md"] {
        assert!(file("out").join(name).exists(), "{name}");
    }
}

#[test]
fn a_template_is_filled_in_whole_or_not() {
    let fill = |more: &[&str]| {
        let script = root().join("packaging/fill");
        let template = root().join("packaging/backtrail.rb.in");
        Command::new("sh").arg(script).arg(template).args(more).output().unwrap()
    };
    let whole = fill(&["SOURCE=https://example.org/a|b&c.tar.gz", "SHA256=12"]);
    assert!(whole.status.success());
    assert!(text(&whole).contains("url \"https://example.org/a|b&c.tar.gz\"\n  sha256 \"12\""));
    assert!(!fill(&["SHA256=12"]).status.success());
}
