//! Files that restore tables.

/// A file that restores tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Backup {
    /// The database it was taken of.
    pub database: Option<String>,
    /// Per table: name and rows. Rows are counted from the INSERTs, nothing is executed.
    pub tables: Vec<BackupTable>,
    /// Rows in all.
    pub rows: u64,
    /// It ends as the dumping tool ends a whole dump.
    pub complete: bool,
    /// It bears no rows by intention or by lack.
    pub schema_only: bool,
    /// Which rows it holds is not told, and perhaps not which tables: a copy of a whole server or
    /// instance, the listing of an archive.
    pub uncounted: bool,
    /// The tool and its version.
    pub tool: Option<String>,
    /// Position in the binary log that it was taken at (`file:position`).
    pub binlog: Option<String>,
}

impl Backup {
    /// Whether the rows that it gives for a table are those that it holds.
    pub(crate) fn tells_rows(&self) -> bool {
        !self.schema_only && !self.uncounted
    }
}

/// A table in a backup.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BackupTable {
    /// Name.
    pub table: String,
    /// Database, where the dump holds several.
    pub database: Option<String>,
    /// Rows counted.
    pub rows: u64,
    /// Who owns it (PostgreSQL).
    pub owner: Option<String>,
    /// AUTO_INCREMENT of the CREATE.
    pub auto_increment: Option<u64>,
    /// Columns with their types, in order.
    pub columns: Vec<(String, String)>,
    /// Keys by which it loses rows along with another table (`ON DELETE CASCADE`).
    pub cascades: Vec<Cascade>,
    /// Tables that its foreign keys refer to, where the dump shows them (PostgreSQL).
    pub refers_to: Vec<String>,
    /// The file beside the dump that holds its rows, where it holds none itself.
    pub part: Option<String>,
}

/// A foreign key with `ON DELETE CASCADE`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cascade {
    /// The table whose deleted rows take rows of this one along.
    pub parent: String,
    /// The key's columns, and those of the parent that they refer to.
    pub columns: Vec<(String, String)>,
    /// The key's columns are NOT NULL: no row of this table stands without a row of the parent.
    pub always: bool,
}
