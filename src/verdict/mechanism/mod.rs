//! Mechanisms: which command or procedure leaves the footprint that is seen. One file each,
//! named in [`SIGNATURES`].

pub mod account_change;
pub mod db_seed;
pub mod db_wipe;
pub mod drop_database;
pub mod dump_restore;
pub mod etl_job;
pub mod manual_sql;
pub mod migrate;
pub mod migrate_fresh;
pub mod migrate_refresh;
pub mod migrate_reset;
pub mod migrate_rollback;
pub mod model_truncate;
pub mod online_schema_change;
pub mod retention_job;
pub mod script_sql;
pub mod stored_event;
pub mod stored_routine;
pub mod test_database_reset;

use crate::verdict::{
    footprint::{Footprint, Why},
    scene::Scene,
};

/// Every signature. A tie goes to the earlier one.
pub static SIGNATURES: &[&dyn Signature] = &[
    &online_schema_change::OnlineSchemaChange,
    &test_database_reset::TestDatabaseReset,
    &migrate_fresh::MigrateFresh,
    &db_wipe::DbWipe,
    &migrate_refresh::MigrateRefresh,
    &migrate_rollback::MigrateRollback,
    &migrate_reset::MigrateReset,
    &dump_restore::DumpRestore,
    &drop_database::DropDatabase,
    &stored_event::StoredEvent,
    &stored_routine::StoredRoutine,
    &migrate::Migrate,
    &db_seed::DbSeed,
    &model_truncate::ModelTruncate,
    &retention_job::RetentionJob,
    &etl_job::EtlJob,
    &account_change::AccountChange,
    &script_sql::ScriptSql,
    &manual_sql::ManualSql,
];

/// How well a scene bears a signature.
#[derive(Debug, Default)]
pub struct Judgement {
    /// 0 or less: excluded, and the first reason against says why. Points add up as in
    /// [`crate::verdict::signal`]: about 3 for a mark that few others leave, 1 for one that many leave.
    pub points: f64,
    /// Why, for and against.
    pub reasons: Vec<Why>,
    /// The command line, where a witness names it; else the command in general.
    pub command: Option<String>,
    /// Versions of the tool that leave this footprint.
    pub version: Option<String>,
}

impl Judgement {
    /// Not this, and why.
    pub fn no(text: impl Into<String>, events: Vec<usize>) -> Judgement {
        Judgement { points: 0.0, reasons: vec![Why::con(text, events)], ..Judgement::default() }
    }

    /// Adds a reason for, worth so many points.
    pub fn add(&mut self, points: f64, text: impl Into<String>, events: Vec<usize>) {
        self.points += points;
        self.reasons.push(if points >= 0.0 {
            Why::pro(text, events)
        } else {
            Why::con(text, events)
        });
    }
}

/// A mechanism's signature.
pub trait Signature: Sync {
    /// The contract's id.
    fn id(&self) -> &'static str;
    /// Its page: what footprint it leaves, what looks alike and how they are told apart.
    fn about(&self) -> &'static str;
    /// How well a scene bears it.
    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement;
}

/// Adds what commands near the acts say of a mechanism.
pub(crate) fn add_named(judgement: &mut Judgement, print: &Footprint, id: &str) {
    if let Some(named) = print.nearest(id, 120.0) {
        judgement.add(
            3.0,
            "a command that does just this was given right before",
            vec![named.event],
        );
        judgement.command = Some(named.command.clone());
    } else if let Some(named) = print.nearest(id, 900.0) {
        judgement.add(
            1.0,
            "a command that does this was given within a quarter of an hour before",
            vec![named.event],
        );
        judgement.command = Some(named.command.clone());
    }
}
