//! A case in other clothes: every day moved, and users, tables, databases, hosts and addresses
//! renamed throughout, so that a verdict which hangs on a name or a date changes.

pub mod dates;
pub mod files;
pub mod names;

use std::{env, path::Path, process::Command};

use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde_json::Value;

use dates::Shift;
use names::Names;

/// What a case is dressed in.
pub struct Disguise {
    /// Other names.
    pub names: Names,
    /// Other days.
    pub shift: Shift,
}

impl Disguise {
    /// A text in the disguise.
    pub fn text(&self, text: &[u8]) -> Vec<u8> {
        self.names.apply(&self.shift.apply(text))
    }

    /// The same of what is UTF-8.
    pub fn string(&self, text: &str) -> String {
        String::from_utf8(self.text(text.as_bytes())).expect("a disguise keeps UTF-8")
    }
}

/// How the days are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Whole weeks, to days whose offsets are those of the days before: weekdays in crontabs and
    /// every epoch beside a local stamp stay true.
    Weeks,
    /// Not at all: only the names change.
    None,
}

/// A case as the program reads it.
pub struct Reading {
    /// Its events, as `backtrail events` writes them.
    pub events: Vec<Value>,
    /// Its `report.json`.
    pub report: Value,
}

/// Reads `folder/evidence` with further arguments.
pub fn read(folder: &Path, args: &[&str]) -> Reading {
    let fixed = ["evidence", "--no-config", "-q", "-j2"];
    let events = program(
        folder,
        &[&["events"][..], &fixed[..], &["--no-hash", "--redact", "off"], args].concat(),
    );
    let events = events.lines().map(|line| serde_json::from_str(line).expect("an event"));
    let form = ["--format", "json", "-o", "-"];
    let report = program(folder, &[&["analyze"][..], &fixed[..], &form, args].concat());
    Reading { events: events.collect(), report: serde_json::from_str(&report).expect("a report") }
}

/// What the program writes to standard output. It lies beside the folder of this one.
fn program(folder: &Path, args: &[&str]) -> String {
    let program = option_env!("CARGO_BIN_EXE_backtrail").map_or_else(
        || {
            let own = env::current_exe().expect("a program");
            own.ancestors().nth(2).expect("a folder").join("backtrail")
        },
        Into::into,
    );
    let output = Command::new(&program).args(args).current_dir(folder).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The disguise of a case by a seed, with its days moved as asked; `truth` names a day of it.
pub fn disguise(reading: &Reading, truth: &Value, seed: u64, days: Days) -> Disguise {
    let names = Names::of(&reading.events, seed);
    let around = day_of(truth, &reading.report);
    let days = match days {
        Days::Weeks => weeks(around, &zones(&reading.report), seed),
        Days::None => 0,
    };
    Disguise { names, shift: Shift { days, around } }
}

/// Days, a multiple of seven, that bring the month around a day to a month of the same offsets in
/// each of the zones, day by day.
fn weeks(around: NaiveDate, zones: &[Tz], seed: u64) -> i64 {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");
    let same = |by: i64| {
        zones.iter().all(|zone| {
            (-40..=12).all(|day| {
                let offset = |date: NaiveDate| {
                    use chrono::Offset;
                    zone.offset_from_local_datetime(&date.and_time(noon))
                        .earliest()
                        .map(|offset| offset.fix().local_minus_utc())
                };
                let from = around + TimeDelta::days(day);
                offset(from) == offset(from + TimeDelta::days(by))
            })
        })
    };
    let mut dice = names::Dice(seed);
    for _ in 0..100_000 {
        let by = (dice.next() % 640) as i64 * 7 - 320 * 7;
        let to = around.checked_add_signed(TimeDelta::days(by));
        // years that the software existed in
        let sane = to.is_some_and(|day| {
            day > NaiveDate::from_ymd_opt(2018, 3, 1).expect("a day")
                && day < NaiveDate::from_ymd_opt(2034, 1, 1).expect("a day")
        });
        if by.abs() >= 7 && sane && same(by) {
            return by;
        }
    }
    364
}

/// The zones that a report found, other than UTC.
fn zones(report: &Value) -> Vec<Tz> {
    let evidence = report["evidence"].as_array().into_iter().flatten();
    let mut zones: Vec<Tz> = evidence
        .filter_map(|evidence| evidence["timezone"]["name"].as_str()?.parse().ok())
        .filter(|zone| *zone != Tz::UTC)
        .collect();
    zones.sort_by_key(|zone| zone.name());
    zones.dedup();
    zones
}

/// The truth about a case in the case's disguise: names, files and times.
pub fn truth(truth: &Value, disguise: &Disguise) -> Value {
    fn all(value: &Value, change: &dyn Fn(&str) -> String) -> Value {
        match value {
            Value::String(text) => Value::String(change(text)),
            Value::Array(list) => list.iter().map(|item| all(item, change)).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, item)| {
                    (if key.contains('.') { change(key) } else { key.clone() }, all(item, change))
                })
                .collect(),
            other => other.clone(),
        }
    }
    let text = |text: &str| disguise.string(text);
    let account = |pattern: &str| {
        pattern.split('|').map(|name| disguise.names.user(name)).collect::<Vec<_>>().join("|")
    };
    match truth {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| {
                let value = match key.as_str() {
                    "id" | "title" | "story" | "mechanism" | "kind" | "operation" | "status"
                    | "min_severity" | "args" => value.clone(),
                    "actor" => all(value, &account),
                    "incidents" | "trigger" | "operations" | "failed" | "rolled_back" => {
                        match value {
                            Value::Array(list) => {
                                list.iter().map(|item| self::truth(item, disguise)).collect()
                            }
                            other => other.clone(),
                        }
                    }
                    "loss_window" => self::truth(value, disguise),
                    _ => all(value, &text),
                };
                (key.clone(), value)
            })
            .collect(),
        other => other.clone(),
    }
}

/// A day of the incident: from the truth where there is one, else the last of which evidence tells.
fn day_of(truth: &Value, report: &Value) -> NaiveDate {
    let evidence = report["evidence"].as_array().into_iter().flatten();
    let last = evidence.filter_map(|evidence| evidence["last"].as_str()).max();
    truth["incidents"][0]["start"]
        .as_str()
        .or(last)
        .and_then(|text| text.get(..10))
        .and_then(|day| day.parse().ok())
        .expect("a dated case")
}
