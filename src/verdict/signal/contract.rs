//! What a signal answers: how much it speaks for or against a suspect, and why.

use crate::{
    case::{facts::Act, suspects::Candidate},
    verdict::{
        footprint::{Footprint, Why},
        scene::Scene,
    },
};

/// What a signal says.
#[derive(Debug)]
pub struct Weighed {
    /// Log odds.
    pub points: f64,
    /// Why.
    pub why: Why,
    /// The suspect cannot have done it, under every reading.
    pub excludes: bool,
}

/// What was done, as far as a suspect must be able to do it.
pub struct Deed<'a> {
    /// The scene.
    pub scene: &'a Scene<'a>,
    /// Its marks.
    pub print: &'a Footprint,
    /// The mechanism thought most likely.
    pub mechanism: &'a str,
    /// All suspects, for comparison.
    pub all: &'a [Candidate],
    /// All executed acts of the case: a suspect that ran before with no act is less suspect.
    pub acts: &'a [Act],
}

/// A signal.
pub trait Signal: Sync {
    /// Its id.
    fn id(&self) -> &'static str;
    /// Its page.
    fn about(&self) -> &'static str;
    /// What it says of a suspect; `None` where it has nothing to say.
    fn weigh(&self, suspect: &Candidate, deed: &Deed<'_>) -> Option<Weighed>;
}

/// A reason for.
pub(crate) fn pro(points: f64, text: impl Into<String>, events: Vec<usize>) -> Option<Weighed> {
    Some(Weighed { points, why: Why::pro(text, events), excludes: false })
}

/// A reason against.
pub(crate) fn con(points: f64, text: impl Into<String>, events: Vec<usize>) -> Option<Weighed> {
    Some(Weighed { points: -points.abs(), why: Why::con(text, events), excludes: false })
}

/// A reason that settles it.
pub(crate) fn never(text: impl Into<String>, events: Vec<usize>) -> Option<Weighed> {
    Some(Weighed { points: -100.0, why: Why::con(text, events), excludes: true })
}

/// Mechanisms that a suspect able to do `ability` may leave, given that `mechanism` is seen: a
/// client may type anything, a script of SQL is SQL by hand to the server, a restore is a script.
pub(crate) fn covers(ability: &str, mechanism: &str) -> bool {
    ability == mechanism
        || matches!(
            (ability, mechanism),
            (
                "manual_sql",
                "script_sql"
                    | "drop_database"
                    | "account_change"
                    | "etl_job"
                    | "retention_job"
                    | "dump_restore"
                    | "stored_routine"
                    | "unknown"
            ) | (
                "script_sql",
                "manual_sql"
                    | "drop_database"
                    | "account_change"
                    | "etl_job"
                    | "retention_job"
                    | "dump_restore"
                    | "migrate"
                    | "stored_routine"
                    | "unknown"
            ) | ("dump_restore", "script_sql" | "drop_database" | "manual_sql")
                | ("drop_database", "script_sql" | "manual_sql")
                | ("migrate_fresh", "db_wipe" | "test_database_reset")
                | ("migrate_refresh", "migrate_reset" | "migrate_rollback")
                | (
                    "etl_job" | "retention_job",
                    "script_sql" | "model_truncate" | "manual_sql" | "etl_job" | "retention_job"
                )
                | ("db_seed", "model_truncate")
                | ("model_truncate", "db_seed" | "retention_job" | "etl_job")
                | ("migrate", "migrate_fresh" | "script_sql")
        ) && !(ability == "migrate" && mechanism == "migrate_fresh")
}
