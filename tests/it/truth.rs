//! What really happened in a staged incident: `truth.json`, in which no key is unknown.

use std::{collections::BTreeMap, fs, path::Path};

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

/// One case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Truth {
    /// The name of its folder.
    pub(crate) id: String,
    /// For people.
    pub(crate) title: String,
    pub(crate) story: String,
    #[serde(default)]
    pub(crate) staged: Option<String>,
    /// What an analyst would know and say on the command line.
    #[serde(default)]
    pub(crate) args: Vec<String>,
    /// The incidents to be found, in time order.
    pub(crate) incidents: Vec<Incident>,
    /// The loudest that anything else may be called.
    #[serde(default)]
    pub(crate) max_severity_elsewhere: Severity,
    /// Louder incidents and findings that are arguable.
    #[serde(default)]
    pub(crate) also_allowed: Vec<Pattern>,
    /// Operations that came to nothing, and must be told as that.
    #[serde(default)]
    pub(crate) failed: Vec<Undone>,
    #[serde(default)]
    pub(crate) rolled_back: Vec<Undone>,
    /// The end of a path, and the zones that may be inferred for it.
    #[serde(default)]
    pub(crate) zones: BTreeMap<String, Vec<String>>,
    /// What no report may hold.
    #[serde(default)]
    pub(crate) secrets: Vec<String>,
}

impl Truth {
    /// The truth of a case's folder.
    pub(crate) fn of(case: &Path) -> Truth {
        let text = fs::read_to_string(case.join("truth.json")).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", case.display()))
    }

    /// Its arguments of the command line.
    pub(crate) fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}

/// An incident.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Incident {
    pub(crate) id: String,
    /// First and last destructive statement.
    pub(crate) start: String,
    pub(crate) end: String,
    /// How far off the reported start may be.
    #[serde(default = "five")]
    pub(crate) time_slack_s: i64,
    /// How far off it may be to count as found at all.
    #[serde(default = "thirty")]
    pub(crate) find_slack_s: i64,
    #[serde(default = "high")]
    pub(crate) min_severity: Severity,
    /// Accepted mechanisms.
    pub(crate) mechanism: Vec<String>,
    /// Accepted first suspects.
    pub(crate) trigger: Vec<Trigger>,
    /// The greatest likelihood that the first suspect may be given.
    #[serde(default)]
    pub(crate) trigger_at_most: Option<Likelihood>,
    /// Commands not to be blamed.
    #[serde(default)]
    pub(crate) innocent: Vec<Pattern>,
    pub(crate) operations: Vec<Operation>,
    #[serde(default)]
    pub(crate) tables_lost: Option<u64>,
    #[serde(default)]
    pub(crate) rows_lost: Option<f64>,
    /// A share of the rows.
    #[serde(default)]
    pub(crate) rows_slack: Option<f64>,
    /// Accepted ends of the last good backup's path.
    #[serde(default)]
    pub(crate) backup: Vec<String>,
    #[serde(default)]
    pub(crate) loss_window: Option<LossWindow>,
}

/// A suspect.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trigger {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) command: Option<Pattern>,
    #[serde(default)]
    pub(crate) actor: Option<Pattern>,
}

/// What was done.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the keys of truth.json")]
pub(crate) struct Operation {
    /// Accepted names.
    pub(crate) operation: Vec<String>,
    /// Accepted statuses.
    #[serde(default = "executed")]
    pub(crate) status: Vec<String>,
    #[serde(default)]
    pub(crate) database: Option<String>,
    #[serde(default)]
    pub(crate) tables: Vec<String>,
    #[serde(default)]
    pub(crate) table_count: Option<u64>,
}

/// What was tried and came to nothing, by its accepted names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undone {
    pub(crate) operation: Vec<String>,
    #[serde(default)]
    pub(crate) tables: Vec<String>,
}

/// From the last good backup to the loss.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LossWindow {
    #[serde(default)]
    pub(crate) from: Option<String>,
    #[serde(default)]
    pub(crate) to: Option<String>,
    #[serde(default = "two_minutes")]
    pub(crate) slack_s: i64,
}

/// The contract's severities, least first.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    Info,
    Low,
    #[default]
    Medium,
    High,
    Critical,
}

/// The contract's likelihoods, least first.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Likelihood {
    AlmostNoChance,
    VeryUnlikely,
    Unlikely,
    RoughlyEven,
    Likely,
    VeryLikely,
    AlmostCertain,
}

/// The member of a closed set that a report names.
pub(crate) fn word<T: for<'de> Deserialize<'de>>(value: &serde_json::Value) -> T {
    T::deserialize(value).unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// A regular expression; capitals do not matter.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Pattern(Regex);

impl TryFrom<String> for Pattern {
    type Error = regex::Error;

    fn try_from(text: String) -> Result<Pattern, regex::Error> {
        RegexBuilder::new(&text).case_insensitive(true).build().map(Pattern)
    }
}

impl Pattern {
    /// Whether it is in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

fn five() -> i64 {
    5
}

fn thirty() -> i64 {
    30
}

fn two_minutes() -> i64 {
    120
}

fn high() -> Severity {
    Severity::High
}

fn executed() -> Vec<String> {
    vec!["executed".to_owned()]
}
