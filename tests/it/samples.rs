//! The samples of each format are recognised and read to the events that are recorded beside them.
//! `UPDATE_DOCS=1 cargo test --test it samples` writes what is read now; look at the difference.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backtrail::{Options, analyze};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/formats")
}

/// The samples of one format, without what is recorded about them.
fn samples(format: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(format))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "ndjson"))
        .collect();
    files.sort();
    files
}

/// One line about the reading as a whole, then one an event, as `backtrail events` prints them.
fn reading(sample: &Path, format: &str) -> String {
    let options = Options::default().hash(false);
    let report = analyze([sample.to_string_lossy()], &options).unwrap();
    let [read] = report.evidence.as_slice() else { panic!("{} is one file", sample.display()) };
    assert_eq!(
        read.format.as_deref(),
        Some(format),
        "{} is taken for another format",
        sample.display()
    );
    let mut text = format!(
        "{}\n",
        serde_json::json!({"entries": read.entries, "unparsed_bytes": read.unparsed_bytes})
    );
    let done = crate::program::program()
        .args([
            "events",
            sample.to_str().unwrap(),
            "--format",
            "ndjson",
            "--redact",
            "off",
            "--tz",
            "Europe/Berlin",
            "--year",
            "2026",
        ])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}: {}",
        sample.display(),
        String::from_utf8_lossy(&done.stderr)
    );
    text.push_str(&String::from_utf8(done.stdout).unwrap());
    text
}

#[test]
fn every_format_reads_its_samples_to_the_recorded_events() {
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    for folder in fs::read_dir(root()).unwrap() {
        let format = folder.unwrap().file_name().into_string().unwrap();
        let samples = samples(&format);
        assert!(!samples.is_empty(), "samples/formats/{format} holds no sample");
        for sample in samples {
            let read = reading(&sample, &format);
            let record = sample.with_file_name(format!(
                "{}.ndjson",
                sample.file_name().unwrap().to_str().unwrap()
            ));
            if update {
                fs::write(&record, read).unwrap();
                continue;
            }
            let recorded = fs::read_to_string(&record).unwrap_or_default();
            assert!(
                read == recorded,
                "{} is read differently; if rightly, UPDATE_DOCS=1 records it\n--- now\n{read}",
                sample.display()
            );
        }
    }
}
