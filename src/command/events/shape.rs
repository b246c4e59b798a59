//! The keys of one event as it is written: the types behind `docs/event-v1.schema.json`.

#![allow(clippy::struct_field_names, reason = "the names are the published keys")]

use serde::Serialize;
use serde_json::Value;

/// One line of NDJSON: what every event has, then what its kind has.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    #[serde(flatten)]
    pub(super) head: Head<'a>,
    #[serde(flatten)]
    pub(super) body: Body<'a>,
    #[serde(flatten)]
    pub(super) tail: Tail,
}

/// What every event has.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Head<'a> {
    /// Path of the source, as the report names it.
    pub(super) source: &'a str,
    /// From 1.
    pub(super) line: u64,
    /// Of the decompressed content.
    pub(super) byte_start: u64,
    pub(super) byte_end: u64,
    /// Id of the format (`backtrail formats`).
    pub(super) format: &'a str,
    /// Decides which further keys there are.
    pub(super) kind: &'a str,
    /// The stamp as written.
    pub(super) stamp: Option<&'a str>,
    /// RFC 3339, the likeliest reading.
    pub(super) time: Option<String>,
    pub(super) time_earliest: Option<String>,
    pub(super) time_latest: Option<String>,
}

/// What some events have besides.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Tail {
    /// What was odd about the record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

/// What a kind has.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Body<'a> {
    Query(Box<Query<'a>>),
    Log(Box<Log<'a>>),
    CronRun(CronRun<'a>),
    CronJob(CronJob<'a>),
    Table(Box<Table<'a>>),
    Column(Box<Column<'a>>),
    SchemaObject(SchemaObject<'a>),
    Migration(Migration<'a>),
    Session(Session<'a>),
    Command(Box<Command<'a>>),
    Backup(Backup<'a>),
    Server(Server<'a>),
    Request(Request<'a>),
    Script(Script<'a>),
    Text(Text),
}

/// A statement.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Query<'a> {
    pub(super) sql: String,
    pub(super) database: Option<&'a str>,
    pub(super) user: Option<&'a str>,
    pub(super) host: Option<&'a str>,
    pub(super) connection_id: Option<u64>,
    pub(super) query_time_us: Option<u64>,
    pub(super) lock_time_us: Option<u64>,
    pub(super) rows_sent: Option<u64>,
    pub(super) rows_examined: Option<u64>,
    pub(super) rows_affected: Option<u64>,
    /// What it destroys; null if harmless.
    pub(super) operation: Option<&'a str>,
    /// `done` or `refused`, where the log says so.
    pub(super) outcome: Option<&'a str>,
    pub(super) error_code: Option<u32>,
    /// The server's word for what is no query, such as `Connect`.
    pub(super) admin: Option<&'a str>,
    pub(super) origin: Option<String>,
    /// The log cut it off.
    pub(super) truncated: bool,
}

/// An entry of an application's log.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Log<'a> {
    pub(super) level: Option<&'a str>,
    pub(super) channel: Option<&'a str>,
    pub(super) message: String,
    /// Any JSON.
    pub(super) context: Option<Value>,
    pub(super) exception: Option<&'a str>,
    pub(super) trace_lines: u32,
    pub(super) sql: Option<String>,
    pub(super) sqlstate: Option<&'a str>,
    pub(super) error_code: Option<u32>,
}

/// A job that ran.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CronRun<'a> {
    pub(super) user: Option<&'a str>,
    pub(super) command: String,
    pub(super) pid: Option<u64>,
    pub(super) host: Option<&'a str>,
    pub(super) scheduler: &'a str,
    /// The end of a run, not its start.
    pub(super) ended: bool,
}

/// A job that is planned.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CronJob<'a> {
    pub(super) schedule: &'a str,
    pub(super) user: Option<&'a str>,
    pub(super) command: String,
    pub(super) zone: Option<&'a str>,
    pub(super) scheduler: &'a str,
}

/// A row of TABLES.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Table<'a> {
    pub(super) database: Option<&'a str>,
    pub(super) table: &'a str,
    pub(super) engine: Option<&'a str>,
    pub(super) table_rows: Option<u64>,
    /// As written in the dump.
    pub(super) created_at: Option<String>,
    pub(super) updated_at: Option<String>,
    pub(super) auto_increment: Option<u64>,
    pub(super) data_length: Option<u64>,
    pub(super) comment: Option<String>,
    pub(super) table_type: Option<&'a str>,
}

/// A row of COLUMNS.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Column<'a> {
    pub(super) database: Option<&'a str>,
    pub(super) table: &'a str,
    pub(super) column: &'a str,
    pub(super) position: Option<u64>,
    #[serde(rename = "type")]
    pub(super) column_type: Option<&'a str>,
    pub(super) nullable: Option<bool>,
    pub(super) default: Option<String>,
    pub(super) key: Option<&'a str>,
}

/// An index, constraint, trigger, routine or the like.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SchemaObject<'a> {
    pub(super) what: &'a str,
    pub(super) database: Option<&'a str>,
    pub(super) table: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) detail: Option<String>,
    pub(super) refers_to: Option<&'a str>,
}

/// A row of the table of migrations.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Migration<'a> {
    pub(super) migration: &'a str,
    pub(super) batch: Option<u64>,
    pub(super) id: Option<u64>,
    pub(super) database: Option<&'a str>,
    pub(super) ran: bool,
}

/// Somebody came or went.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Session<'a> {
    pub(super) user: Option<&'a str>,
    pub(super) from: Option<&'a str>,
    /// `login` `logout` `failed`.
    pub(super) action: &'a str,
    pub(super) service: Option<&'a str>,
    pub(super) pid: Option<u64>,
    pub(super) tty: Option<&'a str>,
    pub(super) host: Option<&'a str>,
}

/// A command that was given.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Command<'a> {
    pub(super) user: Option<&'a str>,
    pub(super) command: String,
    /// What shows it: `history` `sudo` `deploy` and others.
    pub(super) via: &'a str,
    pub(super) directory: Option<&'a str>,
    pub(super) tty: Option<&'a str>,
    pub(super) run_as: Option<&'a str>,
    pub(super) host: Option<&'a str>,
    pub(super) refused: bool,
    pub(super) output: Option<String>,
    pub(super) elapsed_s: Option<u64>,
}

/// A backup.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Backup<'a> {
    pub(super) database: Option<&'a str>,
    pub(super) tables: Vec<BackupTable<'a>>,
    pub(super) rows: u64,
    pub(super) complete: bool,
    pub(super) schema_only: bool,
    pub(super) tool: Option<&'a str>,
    pub(super) binlog: Option<&'a str>,
}

/// A table of a backup.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct BackupTable<'a> {
    pub(super) database: Option<&'a str>,
    pub(super) table: &'a str,
    pub(super) rows: u64,
    pub(super) auto_increment: Option<u64>,
}

/// What the database server says of itself.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Server<'a> {
    pub(super) message: String,
    pub(super) level: Option<&'a str>,
    pub(super) thread: Option<u64>,
}

/// A request of a web server's log.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Request<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) user: Option<&'a str>,
    pub(super) method: &'a str,
    pub(super) target: String,
    pub(super) status: Option<u16>,
    pub(super) agent: Option<&'a str>,
}

/// A program's text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Script<'a> {
    pub(super) language: &'a str,
    pub(super) name: &'a str,
    pub(super) commands: Vec<String>,
    pub(super) statements: Vec<String>,
    pub(super) jobs: Vec<ScriptJob<'a>>,
    /// Name and value.
    pub(super) settings: Vec<(&'a str, String)>,
}

/// A job that a script plans.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ScriptJob<'a> {
    pub(super) schedule: &'a str,
    pub(super) user: Option<&'a str>,
    pub(super) command: String,
}

/// A line that no format knows more of.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Text {
    pub(super) message: String,
}
