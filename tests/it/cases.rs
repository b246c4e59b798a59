//! The staged incidents under `samples/cases`: the report tells what really happened, and the same
//! bytes whatever the number of threads.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backtrail::{
    ingest::{
        IngestOptions, Screening,
        clock::ClockOptions,
        gather::{self, Wanted},
    },
    redact::rule::Level,
    report::{
        examine::{Wishes, deepen, examine},
        v1::{Incident, Report},
    },
};
use serde_json::Value;

pub(crate) fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("truth.json").is_file())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "samples/cases holds no case");
    cases
}

fn truth(case: &Path) -> Value {
    serde_json::from_slice(&fs::read(case.join("truth.json")).unwrap()).unwrap()
}

fn report(case: &Path, threads: usize, block: u64) -> Report {
    read(case, threads, block, Screening::Never)
}

fn read(case: &Path, threads: usize, block: u64, screening: Screening) -> Report {
    let wanted = Wanted {
        paths: vec![case.join("evidence").to_string_lossy().into_owned()],
        clock: ClockOptions::default(),
        ingest: IngestOptions { block, screening, ..IngestOptions::default() },
        hash: true,
    };
    gather::on_threads(Some(threads), || {
        let mut gathered = gather::gather(&wanted, None).unwrap();
        deepen(&mut gathered, &Wishes::default());
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

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn fits(pattern: &Value, text: Option<&str>) -> bool {
    pattern.as_str().is_none_or(|pattern| {
        regex::Regex::new(pattern).unwrap().is_match(text.unwrap_or_default())
    })
}

/// What of a truth does not hold of a report, in words.
struct Check<'a> {
    report: &'a Report,
    wrong: Vec<String>,
}

impl Check<'_> {
    fn that(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(what());
        }
    }

    fn near(&mut self, what: &str, said: Option<&str>, wanted: &Value, slack_s: i64) {
        let Some(wanted) = wanted.as_str() else { return };
        let holds =
            said.is_some_and(|said| (micros(said) - micros(wanted)).abs() <= slack_s * 1_000_000);
        self.that(holds, || format!("{what}: {said:?}, not {wanted}"));
    }

    fn incident(&mut self, want: &Value, got: &Incident) {
        let rank = |word: &str| {
            ["info", "low", "medium", "high", "critical"].iter().position(|w| *w == word)
        };
        self.that(
            rank(&got.severity) >= rank(want["min_severity"].as_str().unwrap_or("high")),
            || format!("only {}", got.severity),
        );
        self.near(
            "start",
            Some(&got.started_at),
            &want["start"],
            want["time_slack_s"].as_i64().unwrap_or(5),
        );
        self.that(strings(&want["mechanism"]).contains(&got.mechanism.id.as_str()), || {
            format!("mechanism {}", got.mechanism.id)
        });
        let Some(first) = got.triggers.first() else { return self.wrong.push("no trigger".into()) };
        let named = list(&want["trigger"]).iter().any(|trigger| {
            trigger["kind"].as_str() == Some(first.kind.as_str())
                && fits(&trigger["command"], first.command.as_deref())
                && fits(&trigger["actor"], first.actor.as_deref())
        });
        self.that(named, || {
            format!("trigger {} {:?} {:?}", first.kind, first.actor, first.command)
        });
        if let Some(most) = want["trigger_at_most"].as_str() {
            let words = [
                "almost_no_chance",
                "very_unlikely",
                "unlikely",
                "roughly_even",
                "likely",
                "very_likely",
                "almost_certain",
            ];
            let place = |word: &str| words.iter().position(|w| *w == word);
            self.that(place(&first.likelihood) <= place(most), || {
                format!("the trigger is called {}", first.likelihood)
            });
        }
        for innocent in strings(&want["innocent"]) {
            let command = first.command.as_deref().unwrap_or_default();
            self.that(!regex::Regex::new(innocent).unwrap().is_match(command), || {
                format!("blames {command}")
            });
        }
        list(&want["operations"]).iter().for_each(|operation| self.operation(operation, got));
        if let Some(rows) = want["rows_lost"].as_f64() {
            let slack = want["rows_slack"].as_f64().unwrap_or(0.1) * rows;
            let said = got.impact.rows_lost;
            self.that(said.is_some_and(|said| (said as f64 - rows).abs() <= slack), || {
                format!("rows lost {said:?}, not {rows}")
            });
        }
        if want["tables_lost"].is_u64() {
            self.that(want["tables_lost"].as_u64() == got.impact.tables_lost, || {
                format!("tables lost {:?}", got.impact.tables_lost)
            });
        }
        if !list(&want["backup"]).is_empty() {
            let said = got.backup.as_ref().map(|b| b.path.as_str());
            self.that(said.is_some_and(|said| strings(&want["backup"]).contains(&said)), || {
                format!("backup {said:?}")
            });
        }
        let window = got.loss_window.as_ref();
        let slack = want["loss_window"]["slack_s"].as_i64().unwrap_or(120);
        self.near(
            "loss from",
            window.and_then(|w| w.from.as_deref()),
            &want["loss_window"]["from"],
            slack,
        );
        self.near(
            "loss to",
            window.and_then(|w| w.to.as_deref()),
            &want["loss_window"]["to"],
            slack,
        );
    }

    fn operation(&mut self, want: &Value, got: &Incident) {
        let (ids, statuses) = (strings(&want["operation"]), strings(&want["status"]));
        let mine: Vec<_> = self
            .report
            .findings
            .iter()
            .filter(|f| got.findings.contains(&f.id) && ids.contains(&f.operation.as_str()))
            .filter(|f| {
                statuses.contains(&f.status.as_str())
                    || statuses.is_empty() && f.status == "executed"
            })
            .filter(|f| {
                want["database"].is_null()
                    || f.database.as_deref().is_none_or(|d| want["database"] == d)
            })
            .collect();
        self.that(!mine.is_empty(), || format!("no finding {ids:?} {statuses:?}"));
        let mut tables: Vec<&str> = mine
            .iter()
            .flat_map(|f| &f.tables)
            .map(|table| table.rsplit('.').next().unwrap())
            .collect();
        tables.sort_unstable();
        tables.dedup();
        if !list(&want["tables"]).is_empty() {
            self.that(tables == strings(&want["tables"]), || format!("{ids:?} of {tables:?}"));
        }
        if let Some(count) = want["table_count"].as_u64() {
            let said =
                mine.iter().map(|f| f.table_count).max().unwrap_or(0).max(tables.len() as u64);
            self.that(said == count, || format!("{ids:?} counts {said} tables, not {count}"));
        }
    }
}

#[test]
fn each_case_is_told_as_it_happened() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (truth, report) = (truth(&case), report(&case, 2, 4 << 20));
        let name = truth["id"].as_str().unwrap();
        let mut check = Check { report: &report, wrong: Vec::new() };
        let expected = list(&truth["incidents"]);
        let loud: Vec<_> = report
            .incidents
            .iter()
            .filter(|incident| matches!(incident.severity.as_str(), "critical" | "high"))
            .collect();
        check.that(loud.len() == expected.len(), || {
            format!(
                "{} loud incidents: {:?}",
                loud.len(),
                loud.iter().map(|i| &i.title).collect::<Vec<_>>()
            )
        });
        for (want, got) in expected.iter().zip(&loud) {
            check.incident(want, got);
        }
        let inside = |id: &String| loud.iter().any(|incident| incident.findings.contains(id));
        for finding in report
            .findings
            .iter()
            .filter(|f| matches!(f.severity.as_str(), "critical" | "high") && !inside(&f.id))
        {
            check.wrong.push(format!(
                "a loud finding of no incident: {} {:?}",
                finding.operation, finding.tables
            ));
        }
        for (key, status) in [("failed", "failed"), ("rolled_back", "rolled_back")] {
            for want in list(&truth[key]) {
                let ids = strings(&want["operation"]);
                let held = report
                    .findings
                    .iter()
                    .any(|f| ids.contains(&f.operation.as_str()) && f.status == status);
                check.that(held, || format!("{ids:?} is not told as {status}"));
            }
        }
        wrong.extend(check.wrong.into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
        for (threads, block) in [(3, 4096), (8, 777)] {
            assert!(
                first == serde_json::to_string(&report(&case, threads, block)).unwrap(),
                "{}: {threads} threads, blocks of {block}",
                case.display()
            );
        }
    }
}

#[test]
fn looking_over_sources_leads_to_the_same_verdicts_as_reading_them() {
    let verdicts = |report: &Report| {
        let of = |incident: &backtrail::report::v1::Incident| {
            let first = incident.triggers.first().map(|trigger| {
                (trigger.kind.clone(), trigger.actor.clone(), trigger.command.clone())
            });
            let impact = serde_json::to_value(&incident.impact).unwrap();
            (
                incident.severity.clone(),
                incident.started_at.clone(),
                incident.mechanism.id.clone(),
                first,
                impact,
                incident.backup.as_ref().map(|b| b.path.clone()),
            )
        };
        (report.incidents.iter().map(of).collect::<Vec<_>>(), report.findings.len())
    };
    for case in cases() {
        let whole = report(&case, 2, 4 << 20);
        let first = read(&case, 1, 4 << 20, Screening::Always);
        assert_eq!(verdicts(&first), verdicts(&whole), "{}", case.display());
        let first = serde_json::to_string(&first).unwrap();
        for (threads, block) in [(2, 4096), (7, 64)] {
            let again =
                serde_json::to_string(&read(&case, threads, block, Screening::Always)).unwrap();
            assert!(first == again, "{}: {threads} threads, blocks of {block}", case.display());
        }
    }
}
