//! `--strict` gives 4 for each kind of evidence that was not read in full, and says which.

use std::{fs, io::Write, os::unix::fs::symlink, path::Path};

use crate::program::{list, report, text};

/// Entries of a slow log, which all three commands read.
fn slow_log(entries: u32) -> String {
    let head = "/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime                 Id Command    Argument\n";
    let entries: String = (0..entries)
        .map(|n| {
            format!(
                "# Time: 2025-10-27T05:{:02}:{:02}.000000Z\n# User@Host: app[app] @ web [10.0.0.2]  Id: 12\n# Query_time: 1.5  Lock_time: 0.0  Rows_sent: 1  Rows_examined: {}\nSET timestamp={};\nselect * from t where id = {};\n",
                n / 60 % 60,
                n % 60,
                n * 7919 % 1000,
                1_761_541_200 + n,
                n * 104_729 % 9973
            )
        })
        .collect();
    format!("{head}{entries}")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn tar(members: u32) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for n in 0..members {
        let mut header = tar::Header::new_gnu();
        let text = slow_log(20);
        header.set_size(text.len() as u64);
        tar.append_data(&mut header, format!("{n}.log"), text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

fn zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["a.log", "b.log"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(slow_log(20).as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A kind of loss: what is laid beside a good log, and words of what is said of it.
type Loss = (&'static str, fn(&Path), &'static str);

const LOSSES: &[Loss] = &[
    (
        "packed data cut off",
        |folder| {
            let whole = gz(slow_log(3000).as_bytes());
            fs::write(folder.join("x.gz"), &whole[..whole.len() / 2]).unwrap();
        },
        "gzip data is damaged or cut off",
    ),
    (
        "packed data that is none",
        |folder| fs::write(folder.join("x.zst"), b"\x28\xb5\x2f\xfdnothing").unwrap(),
        "zstd data is damaged or cut off",
    ),
    (
        "left out by a limit",
        |folder| {
            let deep = (0..5).fold(slow_log(3).into_bytes(), |bytes, _| gz(&bytes));
            fs::write(folder.join("x.gz"), deep).unwrap();
        },
        "packed more than 3 times over",
    ),
    (
        "a link that leads out",
        |folder| symlink("/", folder.join("x")).unwrap(),
        "symbolic link out of the folder",
    ),
    (
        "a link that leads nowhere",
        |folder| symlink("not-there", folder.join("x")).unwrap(),
        "symbolic link that leads nowhere",
    ),
    (
        "a tar whose headers are damaged",
        |folder| {
            let mut bytes = tar(3);
            let second = 512 + slow_log(20).len().next_multiple_of(512);
            bytes[second..second + 100].fill(b'?');
            fs::write(folder.join("x.tar"), bytes).unwrap();
        },
        "tar archive is damaged or cut off",
    ),
    (
        "a tar that ends within a member",
        |folder| fs::write(folder.join("x.tar"), &tar(1)[..900]).unwrap(),
        "cut off",
    ),
    (
        "a zip that ends early",
        |folder| {
            let whole = zip();
            fs::write(folder.join("x.zip"), &whole[..whole.len() / 2]).unwrap();
        },
        "zip archive is damaged or cut off",
    ),
    (
        "a member that cannot be unpacked",
        |folder| {
            let mut bytes = zip();
            // a packing that nobody knows, as the directory at the end tells it
            let entry = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
            bytes[entry + 10] = 77;
            fs::write(folder.join("x.zip"), bytes).unwrap();
        },
        "cannot be read",
    ),
    (
        "content of no known format",
        |folder| fs::write(folder.join("x.png"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap(),
        "not recognised: PNG image",
    ),
    (
        "a log below the beginning of a report",
        |folder| {
            let head = "# Root-cause analysis: `shop`\n\n> **HIGH:** x\n>\n> - **When:** y\n\n";
            fs::write(folder.join("x.log"), format!("{head}{}", slow_log(3))).unwrap();
        },
        "begins like output of backtrail and ends otherwise",
    ),
];

/// The exit status and what was said, with and without `--strict`.
fn run(folder: &Path, command: &str, args: &[&str]) -> (Option<i32>, String) {
    let mut all = vec![command, "--no-config"];
    all.extend(args);
    let output = crate::program::program().args(all).current_dir(folder).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn folder(lay: impl Fn(&Path)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let evidence = dir.path().join("evidence");
    fs::create_dir(&evidence).unwrap();
    fs::write(evidence.join("slow.log"), slow_log(5)).unwrap();
    lay(&evidence);
    dir
}

#[test]
fn each_kind_of_loss_is_said_and_gives_4() {
    for (kind, lay, words) in LOSSES {
        let dir = folder(lay);
        for command in ["analyze", "events", "slow"] {
            let (status, said) = run(dir.path(), command, &["evidence", "--strict"]);
            assert_eq!(status, Some(4), "{kind}, {command}: {said}");
            assert!(said.contains(words), "{kind}, {command}: {said}");
            let (status, _) = run(dir.path(), command, &["evidence"]);
            assert_eq!(status, Some(0), "{kind}, {command}");
        }
        let report = report(dir.path(), &[]);
        let notes = list(&report["evidence"]).iter().flat_map(|source| list(&source["notes"]));
        let told = list(&report["assumptions"]).iter().chain(notes);
        assert!(told.map(text).any(|note| note.contains(words)), "{kind}: {report}");
    }
}

#[test]
fn a_path_that_names_nothing_gives_4() {
    let dir = folder(|_| {});
    for command in ["analyze", "events", "slow"] {
        for missing in ["missing.log", "missing-*.log"] {
            let (status, said) = run(dir.path(), command, &["evidence", missing, "--strict"]);
            assert_eq!(status, Some(4), "{command}: {said}");
            assert!(said.contains(missing), "{said}");
        }
    }
}

#[test]
fn what_was_read_in_full_is_no_loss() {
    let dir = folder(|folder| {
        fs::write(folder.join("slow.log.1.gz"), gz(slow_log(3).as_bytes())).unwrap();
        fs::write(folder.join("copy.log"), slow_log(5)).unwrap();
        fs::write(folder.join("empty.log"), "").unwrap();
        fs::write(folder.join("x.tar"), tar(2)).unwrap();
        fs::write(folder.join("x.zip"), zip()).unwrap();
        let wide: Vec<u8> = slow_log(2).encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(folder.join("wide.log"), [b"\xff\xfe", &wide[..]].concat()).unwrap();
        symlink("slow.log", folder.join("current.log")).unwrap();
    });
    for command in ["analyze", "events", "slow"] {
        let (status, said) = run(dir.path(), command, &["evidence", "--strict"]);
        assert_eq!(status, Some(0), "{command}: {said}");
    }
}

#[test]
fn an_earlier_report_in_the_folder_is_no_loss_unless_something_was_added_to_it() {
    for drop in ["select 1", "drop table orders"] {
        let dir = folder(|folder| {
            let slow = slow_log(1).replace("select * from t where id = 0", drop);
            fs::write(folder.join("b.log"), slow).unwrap();
        });
        let forms = [
            "rca.md",
            "rca.html",
            "rca.json",
            "rca.sarif",
            "rca.junit.xml",
            "md:github-comment=comment.md",
            "md:gitlab-note=note.md",
            "slack=slack.txt",
            "jira=jira.txt",
        ];
        for form in forms {
            let name = form.split('=').next_back().unwrap();
            let (status, said) = run(dir.path(), "analyze", &["evidence", "-q", "-o", form]);
            assert_eq!(status, Some(0), "{form}: {said}");
            let file = dir.path().join("evidence").join(name);
            fs::rename(dir.path().join(name), &file).unwrap();
            let (status, said) = run(dir.path(), "analyze", &["evidence", "--strict"]);
            assert_eq!(status, Some(0), "{form}, {drop}: {said}");
            assert!(said.contains("output of backtrail: not read"), "{form}: {said}");
            let mut text = fs::read_to_string(&file).unwrap();
            text.push_str(&slow_log(2));
            fs::write(&file, text).unwrap();
            // it is read, or said to be neither
            let (status, said) = run(dir.path(), "analyze", &["evidence", "--strict"]);
            assert!(!said.contains("output of backtrail: not read"), "{form}: {said}");
            assert!(
                status == Some(4) || form == "rca.json" || form == "rca.sarif",
                "{form}: {said}"
            );
            fs::remove_file(file).unwrap();
        }
    }
}

/// An archive of so many members was read only in part, and nothing was said of it.
#[test]
fn the_last_of_many_members_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut tar = tar::Builder::new(fs::File::create(dir.path().join("logs.tar")).unwrap());
    let mut add = |name: &str, text: &str| {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    };
    for n in 0..20_006 {
        add(&format!("{n:05}.txt"), "");
    }
    let drop = slow_log(1).replace("select * from t where id = 0;", "drop table orders;");
    add("slow.log", &drop);
    tar.into_inner().unwrap();
    let (status, said) =
        run(dir.path(), "analyze", &["logs.tar", "-q", "--strict", "--fail-on", "high"]);
    assert_eq!(status, Some(1), "{said}");
}
