//! All that may be said of a run, in the shape of `report.json` (schema 1.0), with nothing about
//! looks. Every text in it is already redacted; none is escaped.

use serde::{Deserialize, Serialize};

use crate::{
    case::{facts::Status, severity::Severity, trigger::TriggerKind},
    ingest::clock::source_clock::Basis,
    redact::rule::Level,
    report::{
        id::{CitationId, EvidenceId, FindingId, IncidentId},
        parts::{Explanation, VerdictLine},
        terms::{Claim, Course, Role, Silence},
    },
    verdict::{
        confidence::Confidence,
        impact::loss::{RowsBasis, TableState},
        likelihood::Likelihood,
        mechanism,
    },
};

/// The version of this shape.
pub const SCHEMA_VERSION: &str = "1.0";

/// The whole report. Times are RFC 3339 with offset; unknown is `null`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(
    missing_docs,
    reason = "the names are the published schema, described in docs/report-v1.md"
)]
pub struct Report {
    pub schema_version: String,
    pub tool: Tool,
    pub verdict: Verdict,
    /// When what is judged was done, where the run was limited to that.
    #[serde(default)]
    pub window: Option<Window>,
    pub evidence: Vec<Evidence>,
    pub findings: Vec<Finding>,
    pub incidents: Vec<Incident>,
    pub timeline: Vec<Moment>,
    pub coverage: Vec<Question>,
    /// What would have stopped it or shown it, from what this evidence lacked.
    pub prevention: Vec<Advice>,
    /// Checks to run after recovery.
    pub checks: Vec<Advice>,
    /// What helped (`for`) and what made it worse, as facts of this evidence.
    #[serde(default)]
    pub lessons: Vec<Reason>,
    /// How much was written over time: of all evidence first, then around each incident.
    #[serde(default)]
    pub activity: Vec<Activity>,
    pub redaction: Redaction,
    /// What the run took for granted: zones, years, thresholds.
    pub assumptions: Vec<String>,
    /// What the user stated; with the settings and `redaction.level` all that a run depends on
    /// beside its evidence.
    #[serde(default)]
    pub options: Stated,
    /// The settings file that the run obeyed, and what it changes.
    pub settings: Option<Settings>,
    pub citations: Vec<Citation>,
}

impl Report {
    /// The incident that the verdict is of.
    pub(crate) fn gravest(&self) -> Option<&Incident> {
        self.incidents.iter().max_by_key(|incident| incident.severity)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Tool {
    pub name: String,
    pub version: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Verdict {
    /// What it claims: a loss, none, or that this evidence does not show it.
    #[serde(default = "Claim::unsaid")]
    pub claim: Claim,
    pub severity: Severity,
    pub headline: String,
    pub incidents: usize,
    /// The lines of the gravest incident's decision, or what the claim rests on; other incidents,
    /// and the time that is judged.
    pub lines: Vec<VerdictLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Window {
    /// `null` where it is open.
    pub from: Option<String>,
    pub to: Option<String>,
    /// The zone in which times without an offset were read.
    pub timezone: String,
    /// Destructive operations that were done outside of it; they are not judged.
    pub outside: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Evidence {
    pub id: EvidenceId,
    pub path: String,
    /// The program whose lines of the file these are, where it holds those of several.
    #[serde(default)]
    pub service: Option<String>,
    pub format: Option<String>,
    pub bytes: u64,
    pub sha256: Option<String>,
    pub entries: u64,
    pub unparsed_bytes: u64,
    pub first: Option<String>,
    pub last: Option<String>,
    pub timezone: Option<Timezone>,
    pub gaps: Vec<EvidenceGap>,
    /// What happened while it was read, what was not recognised, what was ambiguous.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Timezone {
    pub name: String,
    pub basis: Basis,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct EvidenceGap {
    pub from: Option<String>,
    pub to: Option<String>,
    pub reason: Silence,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Finding {
    pub id: FindingId,
    pub rule: String,
    pub operation: String,
    pub status: Status,
    pub severity: Severity,
    pub confidence: Confidence,
    pub database: Option<String>,
    pub tables: Vec<String>,
    pub table_count: u64,
    pub columns: Vec<String>,
    pub rows_affected: Option<u64>,
    pub statement: Option<String>,
    pub statement_count: u64,
    pub started_at: Option<String>,
    pub ended_at: Option<String>,
    pub incident: Option<IncidentId>,
    /// Why it is of this severity and status.
    pub explanation: Explanation,
    /// Names of the settings' own rules that it falls under.
    #[serde(default)]
    pub labels: Vec<String>,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Incident {
    pub id: IncidentId,
    pub title: String,
    pub severity: Severity,
    pub started_at: String,
    pub ended_at: String,
    pub findings: Vec<FindingId>,
    pub mechanism: Mechanism,
    pub triggers: Vec<Trigger>,
    pub excluded_triggers: Vec<ExcludedTrigger>,
    /// Further suspects of the time that were not weighed, because others of their kind were
    /// nearer.
    #[serde(default)]
    pub triggers_not_weighed: usize,
    /// What would decide between triggers, or show one.
    pub would_decide: Vec<String>,
    /// What led up to it, apart from the trigger.
    pub precursors: Vec<Reason>,
    pub impact: Impact,
    /// The facts in few lines, what can be done, and at what price.
    #[serde(default)]
    pub decision: Option<Decision>,
    pub backup: Option<BackupRef>,
    /// Backups that were looked at and passed over, and why.
    pub other_backups: Vec<OtherBackup>,
    pub loss_window: Option<LossWindow>,
    /// Ordered steps; nothing of it was run.
    pub recovery: Vec<Step>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Decision {
    /// When, statement, started by, lost, survives, broken, certain, not certain, backup.
    pub lines: Vec<VerdictLine>,
    pub options: Vec<Choice>,
    pub recommended: Course,
    /// The recommendation in a sentence.
    pub advice: String,
    /// What gets worse by the hour.
    pub waiting: String,
    /// The first shell commands of the recovery plan, up to the first on a server for trials; a
    /// step in words is a comment.
    pub next: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Choice {
    pub course: Course,
    pub text: String,
    /// How much time's data is missing afterwards; `null` where that is not known.
    pub missing_seconds: Option<u64>,
    pub effort: String,
    pub risk: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Mechanism {
    pub id: mechanism::Mechanism,
    pub command: Option<String>,
    pub likelihood: Likelihood,
    /// The framework or tool versions that leave this footprint, where the statements show it.
    pub version: Option<String>,
    pub reasons: Vec<Reason>,
    pub excluded: Vec<ExcludedMechanism>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Reason {
    #[serde(rename = "for")]
    pub in_favour: bool,
    pub text: String,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct ExcludedMechanism {
    pub id: mechanism::Mechanism,
    pub text: String,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Trigger {
    pub rank: usize,
    pub kind: TriggerKind,
    pub actor: Option<String>,
    pub host: Option<String>,
    pub command: Option<String>,
    pub started_at: Option<String>,
    pub likelihood: Likelihood,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct ExcludedTrigger {
    pub kind: TriggerKind,
    pub command: Option<String>,
    /// Whether it could have destroyed anything: its text can, or is not known.
    #[serde(default)]
    pub able: bool,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Impact {
    pub tables_lost: Option<u64>,
    pub rows_lost: Option<u64>,
    pub rows_basis: RowsBasis,
    pub tables: Vec<ImpactTable>,
    pub migrations: Option<Migrations>,
    /// Errors of the application that followed.
    pub errors: Vec<Reason>,
    /// What is known not to be touched.
    pub intact: Vec<String>,
    /// Accounts that were dropped or lost rights, where nothing else was touched.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// The dump that was loaded over the tables, where it put them back to an earlier state.
    #[serde(default)]
    pub set_back: Option<SetBack>,
    /// What of this an earlier incident had taken already.
    #[serde(default)]
    pub taken_before: Option<TakenBefore>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct TakenBefore {
    pub incident: IncidentId,
    pub tables: u64,
    pub rows: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct SetBack {
    pub path: String,
    pub taken_at: String,
    /// Statements in the evidence that gave rows of the tables other values in between.
    pub changed: u64,
    /// Changes of the tables' shape in between, which are gone as well.
    pub reshaped: Vec<Reason>,
    pub citations: Vec<CitationId>,
}

impl ImpactTable {
    /// What became of it, in a word or two.
    pub(crate) fn fate(&self) -> &'static str {
        if self.rows_loaded.is_some() { "set back" } else { self.state.id() }
    }
}

impl Impact {
    /// How many tables were set back to an earlier state.
    pub(crate) fn set_back_tables(&self) -> u64 {
        self.tables.iter().filter(|t| t.rows_loaded.is_some()).count() as u64
    }

    /// The columns that are gone from tables that remain: `users.email`.
    pub(crate) fn lost_columns(&self) -> Vec<String> {
        let of = |t: &ImpactTable| {
            let name = t.name.clone();
            t.columns_lost.iter().map(move |c| format!("{name}.{c}")).collect::<Vec<_>>()
        };
        self.tables.iter().flat_map(of).collect()
    }

    /// Rows that stand in the tables that lost all of theirs, or had none and were created again,
    /// and those beyond what a dump put there: written since.
    pub(crate) fn new_rows(&self) -> u64 {
        let of = |t: &ImpactTable| match t.rows_loaded {
            Some(loaded) => t.rows_after?.checked_sub(loaded),
            None => t.rows_after.filter(|_| {
                t.rows_lost == t.rows_before
                    && (t.rows_lost > Some(0) || t.state == TableState::Recreated)
            }),
        };
        self.tables.iter().filter_map(of).sum()
    }

    /// Whether only values were lost: the tables that were changed and their rows remain.
    pub(crate) fn keeps_rows(&self) -> bool {
        self.set_back.is_none()
            && self.tables_lost.unwrap_or(0) == 0
            && self.rows_lost.unwrap_or(0) == 0
            && self
                .tables
                .iter()
                .any(|t| t.state == TableState::Intact || !t.columns_lost.is_empty())
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct ImpactTable {
    pub database: Option<String>,
    pub name: String,
    pub rows_before: Option<u64>,
    pub rows_after: Option<u64>,
    /// Of those before: more than the difference where rows were written since. The incident's
    /// `rows_lost` is their sum, or null.
    #[serde(default)]
    pub rows_lost: Option<u64>,
    /// Rows of the dump that was loaded in its place, where the incident was a load of an older
    /// dump in the evidence: it was set back to that state.
    #[serde(default)]
    pub rows_loaded: Option<u64>,
    pub state: TableState,
    pub columns_lost: Vec<String>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Migrations {
    pub batch_before: Option<u64>,
    pub batch_after: Option<u64>,
    pub pending: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct BackupRef {
    pub path: String,
    pub taken_at: Option<String>,
    pub complete: bool,
    pub tables: u64,
    pub rows: u64,
    pub why: String,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct OtherBackup {
    pub path: String,
    pub why: String,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct LossWindow {
    pub from: Option<String>,
    pub to: Option<String>,
    /// The log that has the statements of the whole window.
    #[serde(default)]
    pub statements: Option<Reason>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Step {
    pub text: String,
    /// A shell command; what the reader fills in are variables that it names first. `None` where
    /// words suffice.
    pub command: Option<String>,
    pub risk: Option<String>,
    pub check: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Moment {
    pub at: String,
    pub role: Role,
    pub text: String,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Question {
    pub question: String,
    pub answered: bool,
    pub by: Vec<EvidenceId>,
    pub missing: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Advice {
    pub text: String,
    pub why: String,
    pub citations: Vec<CitationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Redaction {
    pub level: Level,
    /// Rule and count.
    pub counts: Vec<(String, u64)>,
}

/// Options of the command line, as they were written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Stated {
    /// `ZONE` or `GLOB=ZONE`.
    pub tz: Vec<String>,
    pub year: Option<i32>,
    pub since: Option<String>,
    pub until: Option<String>,
    /// `GLOB=ID`.
    pub format: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Settings {
    /// The file's name, without its folder.
    pub file: String,
    /// Of its bytes.
    pub sha256: String,
    /// What it says, a sentence each.
    pub effects: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Citation {
    pub id: CitationId,
    pub evidence: EvidenceId,
    pub line: u64,
    pub byte_start: u64,
    pub byte_end: u64,
    /// Of those raw bytes.
    pub sha256: String,
    pub excerpt: String,
    /// The end of the record before it in the same file, redacted; `null` where there is none.
    #[serde(default)]
    pub before: Option<String>,
    /// Where that record begins and ends.
    #[serde(default)]
    pub before_bytes: Option<(u64, u64)>,
    /// The beginning of the record after it.
    #[serde(default)]
    pub after: Option<String>,
    #[serde(default)]
    pub after_bytes: Option<(u64, u64)>,
}

/// Entries counted over time, with long silences of all sources left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Activity {
    /// The incident around which it lies; `null` for all evidence.
    pub incident: Option<IncidentId>,
    pub step_seconds: u64,
    pub stretches: Vec<Stretch>,
    pub sources: Vec<SourceActivity>,
}

/// A time without long silence.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct Stretch {
    pub from: String,
    /// The end of its last step.
    pub to: String,
    /// One number a step.
    pub entries: Vec<u64>,
    /// Those of them that tell of an error.
    pub errors: Vec<u64>,
}

/// The entries of one source.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "published schema")]
pub struct SourceActivity {
    pub evidence: EvidenceId,
    /// One list for each stretch, one number a step.
    pub entries: Vec<Vec<u64>>,
}
