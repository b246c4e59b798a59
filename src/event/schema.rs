//! Rows about columns, other schema objects and migrations.

/// A row of information_schema.COLUMNS.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Column {
    /// Schema.
    pub database: Option<String>,
    /// Table.
    pub table: String,
    /// Name.
    pub column: String,
    /// ORDINAL_POSITION, from 1.
    pub position: Option<u64>,
    /// COLUMN_TYPE, such as `varchar(255)`.
    pub column_type: Option<String>,
    /// Whether it takes NULL.
    pub nullable: Option<bool>,
    /// COLUMN_DEFAULT.
    pub default: Option<String>,
    /// COLUMN_KEY: `PRI`, `UNI`, `MUL`.
    pub key: Option<String>,
}

/// What an object of a schema is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    /// An index or a key.
    #[default]
    Index,
    /// A foreign key.
    ForeignKey,
    /// A view.
    View,
    /// A stored procedure or function.
    Routine,
    /// An event of the server's own scheduler.
    Event,
    /// A trigger.
    Trigger,
    /// A partition.
    Partition,
    /// A database in a list of those that a server holds.
    Database,
    /// No object: how many tables there are, which `detail` says.
    TableCount,
}

impl ObjectKind {
    /// Its name in output.
    pub(crate) fn id(self) -> &'static str {
        match self {
            ObjectKind::Index => "index",
            ObjectKind::ForeignKey => "foreign_key",
            ObjectKind::View => "view",
            ObjectKind::Routine => "routine",
            ObjectKind::Event => "event",
            ObjectKind::Trigger => "trigger",
            ObjectKind::Partition => "partition",
            ObjectKind::Database => "database",
            ObjectKind::TableCount => "table_count",
        }
    }
}

/// A row about an index, constraint, view, routine or event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SchemaObject {
    /// What it is.
    pub kind: ObjectKind,
    /// Schema.
    pub database: Option<String>,
    /// The table it belongs to.
    pub table: Option<String>,
    /// Name.
    pub name: String,
    /// Its text, rule or columns.
    pub detail: Option<String>,
    /// The table that a foreign key points to.
    pub refers_to: Option<String>,
}

/// A row of Laravel's migrations table, or a migration file in a listing (`batch` is `None`).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Migration {
    /// The file's name without `.php`.
    pub migration: String,
    /// The batch.
    pub batch: Option<u64>,
    /// The row's id.
    pub id: Option<u64>,
    /// Database of the table where the dump names it.
    pub database: Option<String>,
    /// `false` for a file in a listing: it exists, which does not say that it ran.
    pub ran: bool,
}
