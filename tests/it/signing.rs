//! Reports that are signed, and the check of it, with OpenSSH's own program on the other side.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// What OpenSSH's program exits with, given this on its standard input; `None` where there is none.
fn keygen(folder: &Path, args: &[&str], input: Option<&str>) -> Option<bool> {
    let stdin = match input {
        Some(file) => fs::File::open(folder.join(file)).unwrap().into(),
        None => Stdio::null(),
    };
    let done = Command::new("ssh-keygen").args(args).current_dir(folder).stdin(stdin).output();
    done.ok().map(|done| done.status.success())
}

/// Exit status and words of the program.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let done = crate::program::program().args(args).current_dir(folder).output();
    let done = done.unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn a_signed_report_is_known_for_whose_it_is_here_and_by_openssh() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    let log = "[2025-10-27 05:10:02] production.INFO: up \n";
    fs::create_dir(at.join("evidence")).unwrap();
    fs::write(at.join("evidence/laravel.log"), log.repeat(3)).unwrap();
    for key in ["key", "other"] {
        let Some(made) =
            keygen(at, &["-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", key], None)
        else {
            eprintln!("no ssh-keygen here: only the unit tests hold the form of signatures");
            return;
        };
        assert!(made);
    }
    assert_eq!(
        keygen(at, &["-q", "-t", "ed25519", "-N", "geheim1", "-f", "locked"], None),
        Some(true)
    );
    let analyze = ["analyze", "evidence", "--no-config", "-q"];
    let make = |more: &[&str]| run(at, &[&analyze[..], more].concat());
    assert_eq!(
        make(&["-o", "rca.json", "-o", "rca.html", "--sign", "key"]),
        (Some(0), String::new())
    );
    let key = fs::read_to_string(at.join("key.pub")).unwrap();
    fs::write(at.join("allowed"), format!("me {key}")).unwrap();
    let theirs = |report: &str, signature: &str| {
        let args = ["-Y", "verify", "-f", "allowed", "-I", "me", "-n", "file", "-s", signature];
        keygen(at, &args, Some(report))
    };
    let verify = |report: &str, signature: &str, more: &[&str]| {
        let args = ["verify", report, "--signature", signature, "--no-config"];
        run(at, &[&args[..], more].concat())
    };
    let ours = ["--public-key", "key.pub"];
    for report in ["rca.json", "rca.html"] {
        let signature = format!("{report}.sig");
        assert_eq!(theirs(report, &signature), Some(true), "{report}");
        let (status, said) = verify(report, &signature, &ours);
        assert!(status == Some(0) && said.contains("signed by SHA256:"), "{said}");
    }
    // beside the evidence all the rest is checked too
    let whole = verify("rca.json", "rca.json.sig", &["evidence", ours[0], ours[1]]);
    assert!(whole.0 == Some(0) && whole.1.contains("hold. The report is signed"), "{whole:?}");
    // OpenSSH's signatures hold here, of whichever hash
    fs::copy(at.join("rca.html"), at.join("theirs.html")).unwrap();
    let sign =
        ["-q", "-Y", "sign", "-n", "file", "-O", "hashalg=sha256", "-f", "key", "theirs.html"];
    assert_eq!(keygen(at, &sign, None), Some(true));
    assert_eq!(verify("theirs.html", "theirs.html.sig", &ours).0, Some(0));

    let failed = |report: &str, signature: &str, more: &[&str], words: &str| {
        let (status, said) = verify(report, signature, more);
        assert!(status == Some(1) && said.contains(words), "{report} {signature}: {said}");
    };
    failed("rca.json", "rca.html.sig", &ours, "not of these bytes");
    failed("rca.json", "rca.json.sig", &["--public-key", "other.pub"], "by another key");
    failed("rca.json", "rca.json", &ours, "no signature");
    let mut changed = fs::read(at.join("rca.json")).unwrap();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    fs::write(at.join("changed.json"), changed).unwrap();
    failed("changed.json", "rca.json.sig", &ours, "not of these bytes");
    assert_eq!(theirs("changed.json", "rca.json.sig"), Some(false));

    // what cannot sign is said before anything is read or written, and shows nothing of the key
    for (more, words) in [
        (&["-o", "x.json", "--sign", "locked"][..], "has a password"),
        (&["-o", "x.json", "--sign", "key.pub"], "no private key"),
        (&["-o", "x.json", "--sign", "nowhere"], "nowhere"),
        (&["--format", "json", "--sign", "key"], "name one with -o"),
        (&["-o", "evidence/x.json", "--sign", "key"], "never written"),
    ] {
        let (status, said) = make(more);
        assert!(status == Some(2) && said.contains(words), "{more:?}: {said}");
        assert!(!said.contains("BEGIN") && !said.contains("AAAA"), "{said}");
        assert!(!at.join("x.json").exists(), "{more:?}");
    }
}
