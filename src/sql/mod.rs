//! What a statement does and to what, from a forward scan that knows quotes, comments and
//! executable comments and survives truncation. Says less rather than guess.

pub mod classify;
pub mod fingerprint;
pub mod lexer;
pub mod prepared;
pub mod redact;
pub mod split;

use serde::Serialize;

/// The server whose SQL it is; decides whether an executable comment runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Who made it.
    pub flavour: Flavour,
    /// Version as `major * 10000 + minor * 100 + patch`; `None` where not known.
    pub version: Option<u32>,
}

/// A server family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// Not known: executable comments of plausible versions are taken to run.
    #[default]
    Unknown,
    /// MySQL, Percona Server, Aurora.
    MySql,
    /// MariaDB.
    MariaDb,
}

/// A destructive deed, in the words of the report's JSON.
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
}

/// The name of a table or other object, without quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The database, where written.
    pub database: Option<String>,
    /// The object.
    pub name: String,
}

/// What kind of statement it is: the first significant words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "SQL's own words")]
pub enum Verb {
    #[default]
    Other,
    Select,
    Insert,
    Replace,
    Update,
    Delete,
    LoadData,
    CreateTable,
    CreateDatabase,
    CreateOther,
    AlterTable,
    AlterOther,
    DropTable,
    DropView,
    DropDatabase,
    DropIndex,
    DropTrigger,
    DropRoutine,
    DropEvent,
    DropUser,
    DropOther,
    Truncate,
    Rename,
    Grant,
    Revoke,
    Set,
    Use,
    Begin,
    Commit,
    Rollback,
    Savepoint,
    Lock,
    Unlock,
    Call,
    Prepare,
    Execute,
    Show,
    Explain,
    Flush,
    Purge,
}

/// A condition on rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// There is none.
    #[default]
    None,
    /// There is one, and it is true of every row by itself (`1=1`).
    AlwaysTrue,
    /// There is one, and it is true of no row (`1=0`, `NULL`).
    NeverTrue,
    /// There is one that depends on the rows.
    Some,
    /// The statement was cut before it could be seen.
    Unknown,
}

/// One change of an ALTER TABLE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alteration {
    /// `DROP [COLUMN] c`.
    DropColumn(String),
    /// `MODIFY c type…` / `CHANGE old new type…`: the column's old name and the new type, such as
    /// `varchar(6)`, lower case.
    Retype {
        /// The old name.
        column: String,
        /// The new type.
        column_type: String,
    },
    /// `DROP PARTITION p, …` (or `TRUNCATE PARTITION`).
    DropPartition(Vec<String>),
    /// `RENAME [TO] t`.
    RenameTo(Name),
    /// `EXCHANGE PARTITION`, `DISCARD TABLESPACE`, `ENGINE=BLACKHOLE`: loses rows in other ways.
    Lossy(String),
    /// Anything else.
    Harmless,
}

/// A statement as scanned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// What kind.
    pub verb: Verb,
    /// The objects it acts on: all tables of a DROP, the target of a DELETE, the pairs of a
    /// RENAME in order (from, to, from, to, …), the table of an INSERT, the database of a USE.
    /// For a SELECT the tables of its FROM that could be read off.
    pub objects: Vec<Name>,
    /// `IF EXISTS`.
    pub if_exists: bool,
    /// `TEMPORARY`.
    pub temporary: bool,
    /// `OR REPLACE` of a CREATE TABLE.
    pub or_replace: bool,
    /// Of a DELETE or UPDATE.
    pub condition: Condition,
    /// LIMIT of a DELETE or UPDATE.
    pub limit: Option<u64>,
    /// Of an ALTER TABLE.
    pub alterations: Vec<Alteration>,
    /// The text ended inside a quote, a comment or a list.
    pub truncated: bool,
    /// Its first keyword stands in lower case, as Laravel's grammar writes it.
    pub lower_case: bool,
    /// A comment that names who sent it: `gh-ost`, `ApplicationName=…`, sqlcommenter's keys.
    pub comment: Option<String>,
    /// The body of a routine, trigger or event is destructive once it runs.
    pub deferred: Vec<Deed>,
    /// Half-open byte range in the text that was scanned.
    pub at: (usize, usize),
}

/// A destructive deed of one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// Which.
    pub operation: Operation,
    /// To what.
    pub objects: Vec<Name>,
    /// For `drop_column` and `alter_lossy` the columns.
    pub columns: Vec<String>,
}

pub use classify::{deeds, statements};
