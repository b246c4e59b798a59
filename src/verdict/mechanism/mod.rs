//! Mechanisms: which command or procedure leaves the footprint that is seen. One file each,
//! named in [`SIGNATURES`].

pub mod account_change;
pub mod contract;
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

use contract::Signature;

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
