//! The staged incidents under `samples/cases`: the report tells what really happened, and the same
//! bytes whatever the number of threads.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backtrail::{
    clock::ClockOptions,
    examine::examine,
    ingest::IngestOptions,
    redact::Level,
    report::Report,
    run::{self, Wanted},
};
use serde_json::Value;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.join("truth.json").is_file()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "samples/cases holds no case");
    cases
}

fn truth(case: &Path) -> Value {
    serde_json::from_slice(&fs::read(case.join("truth.json")).unwrap()).unwrap()
}

fn report(case: &Path, threads: usize, block: u64) -> Report {
    let wanted = Wanted {
        paths: vec![case.join("evidence").to_string_lossy().into_owned()],
        clock: ClockOptions::default(),
        ingest: IngestOptions { block, formats: Vec::new() },
        hash: true,
    };
    run::on_threads(Some(threads), || {
        let gathered = run::gather(&wanted, None).unwrap();
        examine(&gathered, Level::default())
    })
    .unwrap()
}

fn micros(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn fits(pattern: &Value, text: Option<&str>) -> bool {
    pattern.as_str().is_none_or(|pattern| regex::Regex::new(pattern).unwrap().is_match(text.unwrap_or_default()))
}

#[test]
fn each_case_is_told_as_it_happened() {
    for case in cases() {
        let (truth, report) = (truth(&case), report(&case, 2, 4 << 20));
        let name = truth["id"].as_str().unwrap();
        let expected = truth["incidents"].as_array().unwrap();
        let loud: Vec<_> = report.incidents.iter().filter(|incident| matches!(incident.severity.as_str(), "critical" | "high")).collect();
        assert_eq!(loud.len(), expected.len(), "{name}: {:?}", loud.iter().map(|incident| &incident.title).collect::<Vec<_>>());
        for (want, got) in expected.iter().zip(loud) {
            let slack = want["time_slack_s"].as_i64().unwrap_or(5) * 1_000_000;
            let far = (micros(&got.started_at) - micros(want["start"].as_str().unwrap())).abs();
            assert!(far <= slack, "{name}: started at {}", got.started_at);
            assert!(strings(&want["mechanism"]).contains(&got.mechanism.id.as_str()), "{name}: {}", got.mechanism.id);
            let first = got.triggers.first().unwrap_or_else(|| panic!("{name}: no trigger"));
            let named = want["trigger"].as_array().unwrap().iter().any(|trigger| {
                trigger["kind"].as_str() == Some(first.kind.as_str())
                    && fits(&trigger["command"], first.command.as_deref())
                    && fits(&trigger["actor"], first.actor.as_deref())
            });
            assert!(named, "{name}: {} {:?} {:?}", first.kind, first.actor, first.command);
            for innocent in strings(&want["innocent"]) {
                let first = first.command.as_deref().unwrap_or_default();
                assert!(!regex::Regex::new(innocent).unwrap().is_match(first), "{name}: {first}");
            }
            for operation in want["operations"].as_array().unwrap() {
                let ids = strings(&operation["operation"]);
                let finding = report
                    .findings
                    .iter()
                    .find(|finding| got.findings.contains(&finding.id) && ids.contains(&finding.operation.as_str()))
                    .unwrap_or_else(|| panic!("{name}: no finding {ids:?}"));
                let mut tables: Vec<&str> = finding.tables.iter().map(|table| table.rsplit('.').next().unwrap()).collect();
                tables.sort_unstable();
                assert_eq!(tables, strings(&operation["tables"]), "{name}");
                assert_eq!(Some(finding.table_count), operation["table_count"].as_u64(), "{name}");
                assert_eq!(finding.status, "executed", "{name}");
            }
            let backup = got.backup.as_ref().unwrap_or_else(|| panic!("{name}: no backup"));
            assert!(strings(&want["backup"]).contains(&backup.path.as_str()), "{name}: {}", backup.path);
        }
    }
}

#[test]
fn no_secret_of_a_case_reaches_its_report() {
    for case in cases() {
        let text = serde_json::to_string(&report(&case, 1, 4 << 20)).unwrap();
        for secret in strings(&truth(&case)["secrets"]) {
            assert!(!text.contains(secret), "{}: {secret}", case.display());
        }
    }
}

#[test]
fn threads_and_blocks_change_no_byte_of_a_report() {
    for case in cases() {
        let first = serde_json::to_string(&report(&case, 1, 4 << 20)).unwrap();
        for (threads, block) in [(1, 4 << 20), (2, 4 << 20), (3, 4096), (8, 777)] {
            assert!(first == serde_json::to_string(&report(&case, threads, block)).unwrap(), "{}: {threads} threads, blocks of {block}", case.display());
        }
    }
}
