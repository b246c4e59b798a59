//! A statement as scanned: its verb, its objects and what qualifies them.

use super::operation::{Effect, Name};

/// What kind of statement it is: the first significant words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "SQL's own words")]
pub(crate) enum Verb {
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
    /// PostgreSQL: a schema is a part of a database.
    DropSchema,
    /// PostgreSQL: the objects are roles.
    DropOwned,
    /// PostgreSQL: a type or domain, or an extension with its types.
    DropType,
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
pub(crate) enum Condition {
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
pub(crate) enum Alteration {
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

/// What qualifies the verb of a CREATE or DROP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a clause of the grammar, independent of the others"
)]
pub(crate) struct Clauses {
    /// `IF EXISTS`; of the making of a table or database, `IF NOT EXISTS`.
    pub if_exists: bool,
    /// `TEMPORARY`.
    pub temporary: bool,
    /// `OR REPLACE`.
    pub or_replace: bool,
    /// `CASCADE`, where it takes more along than the statement names (PostgreSQL).
    pub cascade: bool,
}

/// A statement as scanned.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "marks that a statement may have in any combination"
)]
pub(crate) struct Statement {
    /// What kind.
    pub verb: Verb,
    /// The objects it acts on: all tables of a DROP, the target of a DELETE, the pairs of a
    /// RENAME in order (from, to, from, to, …), the table of an INSERT, the database of a USE.
    /// For a SELECT the tables of its FROM that could be read off.
    pub objects: Vec<Name>,
    /// What stands between its verb and its objects.
    pub clauses: Clauses,
    /// Of a DELETE or UPDATE.
    pub condition: Condition,
    /// The condition of a DELETE or UPDATE compares times.
    pub by_time: bool,
    /// It takes rows of any age as well, by an alternative that compares no time.
    pub widened: bool,
    /// Gives rows that are there already new values: REPLACE, ON DUPLICATE KEY UPDATE, ON CONFLICT
    /// DO UPDATE, an UPDATE.
    pub overwrites: bool,
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
    pub deferred: Vec<Effect>,
    /// Half-open byte range in the text that was scanned.
    pub at: (usize, usize),
}

impl Statement {
    /// The old and the new name of each table or view that it renames, in order.
    pub(crate) fn renames(&self) -> impl Iterator<Item = (&Name, &Name)> {
        let is_rename = self.verb == Verb::Rename;
        let pairs = if is_rename { self.objects.as_slice() } else { &[] };
        let from = self.objects.first();
        let altered = self.alterations.iter().filter_map(move |change| match change {
            Alteration::RenameTo(to) => Some((from?, to)),
            _ => None,
        });
        pairs.chunks_exact(2).filter_map(|pair| pair.first().zip(pair.get(1))).chain(altered)
    }
}
