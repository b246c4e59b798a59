//! Mechanisms: which command or procedure leaves the footprint that is seen. One file each.
//!
//! [`Mechanism`] and its list are made from one list of members at the end of this file. What a
//! member's file says stands in [`contract`]; [`console`], [`framework`] and [`advice`] hold what
//! several share.

pub(crate) mod account_change;
pub(crate) mod advice;
pub(crate) mod cascade_delete;
pub(crate) mod console;
pub(crate) mod contract;
pub(crate) mod db_seed;
pub(crate) mod db_wipe;
pub(crate) mod drop_database;
pub(crate) mod dump_restore;
pub(crate) mod etl_job;
pub(crate) mod extortion;
pub(crate) mod files_removed;
pub(crate) mod framework;
pub(crate) mod framework_command;
pub(crate) mod manual_sql;
pub(crate) mod migrate;
pub(crate) mod migrate_fresh;
pub(crate) mod migrate_refresh;
pub(crate) mod migrate_reset;
pub(crate) mod migrate_rollback;
pub(crate) mod model_truncate;
pub(crate) mod online_schema_change;
pub(crate) mod retention_job;
pub(crate) mod script_sql;
pub(crate) mod server_crash;
pub(crate) mod sql_injection;
pub(crate) mod stored_event;
pub(crate) mod stored_routine;
pub(crate) mod test_database_reset;
pub(crate) mod unknown;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use contract::{Definition, Profile};

use crate::case::capability::procedure::Procedure;

macro_rules! mechanisms {
    ($($file:ident::$Member:ident,)+) => {
        /// A mechanism: which command or procedure did it. Written by its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each has a page in its file")]
        pub enum Mechanism {
            $($Member,)+
        }

        impl Mechanism {
            /// Every mechanism. A tie goes to the earlier one.
            pub const ALL: &[Mechanism] = &[$(Mechanism::$Member),+];

            /// What its file says.
            pub(crate) fn definition(self) -> &'static dyn Definition {
                match self {
                    $(Mechanism::$Member => &$file::$Member,)+
                }
            }
        }
    };
}

mechanisms! {
    online_schema_change::OnlineSchemaChange,
    files_removed::FilesRemoved,
    cascade_delete::CascadeDelete,
    test_database_reset::TestDatabaseReset,
    migrate_fresh::MigrateFresh,
    db_wipe::DbWipe,
    migrate_refresh::MigrateRefresh,
    migrate_rollback::MigrateRollback,
    migrate_reset::MigrateReset,
    framework_command::FrameworkCommand,
    dump_restore::DumpRestore,
    extortion::Extortion,
    sql_injection::SqlInjection,
    drop_database::DropDatabase,
    stored_event::StoredEvent,
    stored_routine::StoredRoutine,
    migrate::Migrate,
    db_seed::DbSeed,
    model_truncate::ModelTruncate,
    retention_job::RetentionJob,
    etl_job::EtlJob,
    account_change::AccountChange,
    script_sql::ScriptSql,
    manual_sql::ManualSql,
    server_crash::ServerCrash,
    unknown::Unknown,
}

impl Mechanism {
    /// Its names, words and what it is judged by.
    pub(crate) fn profile(self) -> Profile {
        self.definition().profile()
    }

    /// The contract's id.
    pub fn id(self) -> &'static str {
        self.profile().id
    }

    /// The mechanism of an id.
    pub fn from_id(id: &str) -> Option<Mechanism> {
        Mechanism::ALL.iter().copied().find(|mechanism| mechanism.id() == id)
    }

    /// The mechanism that is just what a procedure does.
    pub(crate) fn of(procedure: Procedure) -> Option<Mechanism> {
        let is_its = |mechanism: &Mechanism| mechanism.profile().procedure == Some(procedure);
        Mechanism::ALL.iter().copied().find(is_its)
    }

    /// Whether anything shows how it was done.
    pub fn is_known(self) -> bool {
        self != Mechanism::Unknown
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl Serialize for Mechanism {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Mechanism {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Mechanism, D::Error> {
        let id = String::deserialize(deserializer)?;
        Mechanism::from_id(&id)
            .ok_or_else(|| D::Error::custom(format_args!("no mechanism is named `{id}`")))
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Mechanism {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MechanismId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let ids: Vec<&str> = Mechanism::ALL.iter().map(|mechanism| mechanism.id()).collect();
        schemars::json_schema!({ "type": "string", "enum": ids })
    }
}
