//! What a destructive statement does, and to what.

use serde::Serialize;

/// What a destructive statement does, in the words of the report's JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the vocabulary of the contract and say it all")]
pub enum Operation {
    DropTable,
    DropView,
    DropDatabase,
    DropColumn,
    DropPartition,
    DropRoutine,
    TruncateTable,
    /// No condition, or one that is always true.
    DeleteAll,
    /// A condition that took most of the table.
    DeleteMost,
    UpdateAll,
    /// Narrowed type, shortened length, lost values.
    AlterLossy,
    RenameTable,
    ReplaceTable,
    DropUser,
    Revoke,
    /// Shown by the schema alone, no statement seen.
    RowsVanished,
    /// Shown by the schema alone.
    TablesRecreated,
}

impl Operation {
    /// The contract's word for it.
    pub fn id(self) -> &'static str {
        match self {
            Operation::DropTable => "drop_table",
            Operation::DropView => "drop_view",
            Operation::DropDatabase => "drop_database",
            Operation::DropColumn => "drop_column",
            Operation::DropPartition => "drop_partition",
            Operation::DropRoutine => "drop_routine",
            Operation::TruncateTable => "truncate_table",
            Operation::DeleteAll => "delete_all",
            Operation::DeleteMost => "delete_most",
            Operation::UpdateAll => "update_all",
            Operation::AlterLossy => "alter_lossy",
            Operation::RenameTable => "rename_table",
            Operation::ReplaceTable => "replace_table",
            Operation::DropUser => "drop_user",
            Operation::Revoke => "revoke",
            Operation::RowsVanished => "rows_vanished",
            Operation::TablesRecreated => "tables_recreated",
        }
    }

    /// Whether what it names holds rows: accounts, routines and views do not, and those of a
    /// materialized view are computed again.
    pub(crate) fn is_of_rows(self) -> bool {
        !matches!(
            self,
            Operation::DropView | Operation::DropRoutine | Operation::DropUser | Operation::Revoke
        )
    }
}

/// The name of a table or other object, without quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    /// The database, where written.
    pub database: Option<String>,
    /// The object.
    pub name: String,
}

/// What one statement destroys if it succeeds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Effect {
    /// Which.
    pub operation: Operation,
    /// To what.
    pub objects: Vec<Name>,
    /// For `drop_column` and `alter_lossy` the columns.
    pub columns: Vec<String>,
}
