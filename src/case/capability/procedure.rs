//! What a command line can do, as kinds of doing it.

/// A way of doing something to tables that a command line, script or job can take.
///
/// A procedure is known by its text, a mechanism by the footprint that it leaves; each mechanism
/// says which procedures may leave its footprint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Procedure {
    /// `artisan migrate:fresh`.
    MigrateFresh,
    /// `artisan migrate:refresh`.
    MigrateRefresh,
    /// `artisan migrate:reset`.
    MigrateReset,
    /// `artisan migrate:rollback`.
    MigrateRollback,
    /// `artisan migrate`.
    Migrate,
    /// `artisan db:wipe`.
    DbWipe,
    /// `artisan db:seed`.
    DbSeed,
    /// A test runner, which prepares its database.
    TestRun,
    /// Calls of a model or query builder in application code.
    ModelTruncate,
    /// A dump read by a client.
    DumpRestore,
    /// `DROP DATABASE`, or a tool that sends it.
    DropDatabase,
    /// `DROP USER`, `GRANT`, `REVOKE`.
    AccountChange,
    /// A command that removes what is old or can be made anew.
    RetentionJob,
    /// A command of another framework's console or of a migration tool.
    FrameworkCommand,
    /// pt-online-schema-change, gh-ost and their kin.
    OnlineSchemaChange,
    /// A command that takes the server's files, volume, disk or machine away.
    FilesRemoved,
    /// SQL in a script or file.
    ScriptSql,
    /// SQL on the command line, or whatever is typed into the client that it starts.
    #[default]
    ManualSql,
    /// Whatever a program does whose text is not in the evidence.
    Unseen,
}

impl Procedure {
    /// Whether it drops every table of a database, whatever they are called.
    pub(crate) fn drops_all_tables(self) -> bool {
        matches!(self, Procedure::MigrateFresh | Procedure::DbWipe)
    }

    /// Whether it may leave a database without the tables that it had.
    pub(crate) fn may_drop_many(self) -> bool {
        self.drops_all_tables()
            || matches!(
                self,
                Procedure::MigrateRefresh
                    | Procedure::MigrateReset
                    | Procedure::TestRun
                    | Procedure::DropDatabase
                    | Procedure::DumpRestore
                    | Procedure::FilesRemoved
            )
    }

    /// Whether the framework asks before it where the environment is named production.
    pub(crate) fn asks_in_production(self) -> bool {
        matches!(
            self,
            Procedure::MigrateFresh
                | Procedure::MigrateRefresh
                | Procedure::MigrateReset
                | Procedure::MigrateRollback
                | Procedure::Migrate
                | Procedure::DbWipe
        )
    }
}
