//! What a source says, typed: drafts as formats yield them, events once they are placed in time.

pub mod place;

mod table;

use std::ops::Range;

pub use table::{PackedTable, Table, share};

use crate::{
    event::place::{Place, Span},
    time::{When, Written},
};

/// What a format makes of (part of) a record, before any clock has been applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its bytes. A reader gives them relative to the record; ingest makes them absolute.
    pub at: Range<usize>,
    /// The stamp, `None` where the record bears none (a carry pass may supply one).
    pub written: Option<Written>,
    /// A second stamp of the same moment by another clock of the same writer: the local
    /// `# Time:` beside the epoch of `SET timestamp=`. Tells the zone of the first for free.
    pub twin: Option<Box<Written>>,
    /// Microseconds to add to the stamp to get the start of what it tells of (negative where a
    /// log stamps the end of a statement).
    pub shift_us: i64,
    /// What it tells.
    pub kind: EventKind,
    /// Bytes that the reader noticed but could not make sense of, or ambiguities kept as such.
    pub notes: Vec<String>,
}

impl Draft {
    /// A draft of a whole record with no stamp.
    pub fn new(len: usize, kind: EventKind) -> Draft {
        Draft { at: 0..len, written: None, twin: None, shift_us: 0, kind, notes: Vec::new() }
    }

    /// The same with a stamp.
    #[must_use]
    pub fn stamped(mut self, written: Option<Written>) -> Draft {
        self.written = written;
        self
    }
}

/// Bytes that are no event, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where, relative to the record (as `Draft::at`).
    pub at: Range<usize>,
    /// Why: "torn record at the start of the file", "blank line", ….
    pub reason: GapReason,
}

/// Why bytes are no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapReason {
    /// White space, rulers and other furniture that says nothing.
    Blank,
    /// Start-up banners, column headers, comments: understood, and no event.
    Furniture,
    /// The tail of a record whose head is not in the file.
    Torn,
    /// Not understood.
    Unparsed,
    /// The record was cut off by the end of the file, or by a limit of the writer.
    Truncated,
}

/// An event in its place and time.
#[derive(Clone, Debug)]
pub struct Event {
    /// The bytes.
    pub place: Place,
    /// The stamp as it stands.
    pub written: Option<Box<Written>>,
    /// When it was; `None` where nothing says.
    pub when: Option<When>,
    /// What it tells.
    pub kind: EventKind,
    /// As in [`Draft::notes`]; few events have any.
    pub notes: Option<Box<Notes>>,
}

/// What a reader could not make sense of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes(Vec<String>);

impl Notes {
    /// `None` where there are none.
    pub fn of(notes: Vec<String>) -> Option<Box<Notes>> {
        (!notes.is_empty()).then(|| Box::new(Notes(notes)))
    }
}

impl Event {
    /// As [`EventKind::is_error`].
    pub fn is_error(&self) -> bool {
        self.kind.is_error()
    }

    /// Its notes.
    pub fn notes(&self) -> &[String] {
        self.notes.as_ref().map_or(&[], |notes| notes.0.as_slice())
    }

    /// Its span.
    pub fn span(&self) -> Span {
        self.place.span
    }
}

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// A statement sent to a database server.
    Query(Box<Query>),
    /// A log entry of an application.
    Log(Box<Log>),
    /// A cron daemon started (or ended) a job.
    CronRun(Box<CronRun>),
    /// A job as a crontab, timer or framework schedule defines it.
    CronJob(Box<CronJob>),
    /// A row about a table.
    Table(PackedTable),
    /// A row about a column.
    Column(Box<Column>),
    /// Any other row about a schema object: index, constraint, view, routine, database event.
    SchemaObject(Box<SchemaObject>),
    /// A row of the migrations table.
    Migration(Box<Migration>),
    /// A person or program came or went.
    Session(Box<Session>),
    /// A command that was typed, or that a program says it runs.
    Command(Box<Command>),
    /// A backup: one file that restores tables.
    Backup(Box<Backup>),
    /// A database server about itself.
    Server(Box<Server>),
    /// A web request.
    Request(Box<Request>),
    /// A script or program text: which commands and statements it can send.
    Script(Box<Script>),
    /// A line with a stamp of a log that is of no known format, or one that tells nothing typed.
    Text(String),
}

impl EventKind {
    /// The row about a table that it is.
    pub fn table_mut(&mut self) -> Option<&mut PackedTable> {
        match self {
            EventKind::Table(row) => Some(row),
            _ => None,
        }
    }

    /// Whether it is a row, a definition or a text, and no entry of a log: its times are contents.
    pub fn is_content(&self) -> bool {
        matches!(
            self,
            EventKind::Table(_)
                | EventKind::Column(_)
                | EventKind::SchemaObject(_)
                | EventKind::Migration(_)
                | EventKind::Script(_)
                | EventKind::CronJob(_)
        )
    }

    /// Whether it tells of an error: an entry of that level or worse, or a statement that was refused.
    pub fn is_error(&self) -> bool {
        let bad = |level: Option<&str>| {
            matches!(level, Some("error" | "critical" | "alert" | "emergency"))
        };
        match self {
            EventKind::Log(log) => bad(log.level.as_deref()),
            EventKind::Server(server) => bad(server.level.as_deref()),
            EventKind::Query(query) => matches!(query.outcome, Outcome::Refused { .. }),
            _ => false,
        }
    }

    /// Lets go of what only those want who show events.
    pub fn leave_out_context(&mut self) {
        if let EventKind::Log(log) = self {
            log.context = None;
        }
    }
}

/// A statement, and what is known of its run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The statement's text as it stands, without the final semicolon that the log adds.
    pub sql: String,
    /// The session's database, without quotes.
    pub database: Option<String>,
    /// The account.
    pub user: Option<String>,
    /// The client's host or address.
    pub host: Option<String>,
    /// The server's number for the connection; unique within one uptime only.
    pub connection_id: Option<u64>,
    /// Run time in microseconds.
    pub query_time_us: Option<u64>,
    /// Time waiting for locks in microseconds.
    pub lock_time_us: Option<u64>,
    /// Rows sent to the client.
    pub rows_sent: Option<u64>,
    /// Rows read.
    pub rows_examined: Option<u64>,
    /// Rows changed.
    pub rows_affected: Option<u64>,
    /// Whether it worked, as far as the record itself tells.
    pub outcome: Outcome,
    /// The protocol command where it is no plain statement: `Quit`, `Ping`, `Prepare`, `Connect`.
    pub admin: Option<String>,
    /// What the record says of who sent it beyond the account: a stored routine
    /// (`routine shop.purge`), an artisan command, a request (`GET /x`), a program name.
    pub origin: Option<String>,
    /// The environment that the application's record names (`production`, `staging`, `testing`):
    /// that of the process which sent the statement, whatever file it is logged in.
    pub environment: Option<String>,
    /// Tables that the record itself names as touched (audit DROP events, table maps), `db.table`.
    pub tables: Vec<String>,
    /// The text was cut by the writer.
    pub truncated: bool,
    /// How the witness knows of it.
    pub witness: Witness,
    /// The server and version that wrote it, where known: decides on executable comments.
    pub dialect: crate::sql::Dialect,
}

/// Whether a statement worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// The record does not say.
    #[default]
    Unsaid,
    /// It worked.
    Done,
    /// The server refused it.
    Refused {
        /// The server's error number.
        code: Option<u32>,
        /// The server's words.
        message: Option<String>,
    },
}

/// How a record knows of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Witness {
    /// Written when the statement ended (slow log, listener in the application).
    #[default]
    AtEnd,
    /// Written when it arrived, before it ran (general log).
    AtArrival,
    /// Written because it changed data (binary log).
    Committed,
    /// Typed into a client; whether it was sent is not known (client history).
    Typed,
    /// Quoted by an error about it.
    InError,
}

/// An application's log entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Lower case: `debug` `info` `notice` `warning` `error` `critical` `alert` `emergency`.
    pub level: Option<String>,
    /// The channel, in Laravel most often the environment's name.
    pub channel: Option<String>,
    /// The message without context and trace.
    pub message: String,
    /// The context as JSON text, where there is one that parses.
    pub context: Option<serde_json::Value>,
    /// Class of the outermost exception.
    pub exception: Option<String>,
    /// Lines of stack trace.
    pub trace_lines: u32,
    /// Statement that the entry quotes (a QueryException).
    pub sql: Option<String>,
    /// SQLSTATE or server error number that it quotes, such as `42S02` and `1146`.
    pub sqlstate: Option<String>,
    /// Server error number.
    pub error_code: Option<u32>,
    /// Frames of the trace that name a console command or job class, outermost last.
    pub frames: Vec<String>,
}

/// A job started by a scheduler.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronRun {
    /// The account it runs as.
    pub user: Option<String>,
    /// The command line as logged.
    pub command: String,
    /// Process id.
    pub pid: Option<u64>,
    /// Host that wrote the line.
    pub host: Option<String>,
    /// Which scheduler: `cron`, `anacron`, `systemd`, `laravel`, `supercronic`, `busybox`.
    pub scheduler: &'static str,
    /// The line tells of the job's end, not its start.
    pub ended: bool,
}

/// A job's definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronJob {
    /// The schedule as written: five fields, `@daily`, `OnCalendar=…`, `dailyAt('03:15')`.
    pub schedule: String,
    /// The account, where the file names one.
    pub user: Option<String>,
    /// The command line as written.
    pub command: String,
    /// A zone that the file sets for it (`CRON_TZ`, `->timezone()`).
    pub zone: Option<String>,
    /// Which scheduler, as in [`CronRun::scheduler`].
    pub scheduler: &'static str,
}

/// A row of information_schema.COLUMNS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
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

/// A row about an index, constraint, view, routine or event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaObject {
    /// `index` `foreign_key` `view` `routine` `event` `trigger` `partition`.
    pub what: &'static str,
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
pub struct Migration {
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

/// A login, logout or failed login.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The account.
    pub user: Option<String>,
    /// The address it came from.
    pub from: Option<String>,
    /// What happened.
    pub action: SessionAction,
    /// The service: `sshd` `sudo` `su` `cron` `logind` `mysql`.
    pub service: Option<String>,
    /// Process id: joins opened and closed.
    pub pid: Option<u64>,
    /// Terminal, where said.
    pub tty: Option<String>,
    /// Fingerprint of the key, which tells people apart who share an account.
    pub key: Option<String>,
    /// Host that wrote the line.
    pub host: Option<String>,
    /// The account that took on `user` (sudo, su), where the line names it.
    pub by: Option<String>,
}

/// What a session line tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SessionAction {
    /// It began.
    #[default]
    Login,
    /// It ended.
    Logout,
    /// It was refused.
    Failed,
}

/// A command line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// The account that gave it, where known.
    pub user: Option<String>,
    /// The text as typed or logged.
    pub command: String,
    /// How it is known.
    pub via: CommandVia,
    /// Working directory.
    pub directory: Option<String>,
    /// Terminal.
    pub tty: Option<String>,
    /// The account it ran as, where another.
    pub run_as: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// It was refused (sudo) or cancelled.
    pub refused: bool,
    /// What it printed, joined by line breaks, as far as the record shows it.
    pub output: Option<String>,
    /// Seconds it ran, where said.
    pub elapsed_s: Option<u64>,
}

/// How a command is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandVia {
    /// A shell's history.
    #[default]
    History,
    /// sudo or su.
    Sudo,
    /// A deployment's log.
    Deploy,
    /// A continuous-integration job's log.
    Ci,
    /// A queue worker: the job's class is the command.
    Worker,
    /// A test runner.
    Tests,
    /// The kernel's audit.
    Audit,
    /// Output of a tool that names itself, with no command line (migrate, pt-online-schema-change).
    ToolOutput,
    /// A log that a script writes about itself.
    ScriptLog,
}

/// A file that restores tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backup {
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
    /// The tool and its version.
    pub tool: Option<String>,
    /// Position in the binary log that it was taken at (`file:position`).
    pub binlog: Option<String>,
}

/// A table in a backup.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BackupTable {
    /// Name.
    pub table: String,
    /// Database, where the dump holds several.
    pub database: Option<String>,
    /// Rows counted.
    pub rows: u64,
    /// AUTO_INCREMENT of the CREATE.
    pub auto_increment: Option<u64>,
    /// Columns with their types, in order.
    pub columns: Vec<(String, String)>,
    /// Tables whose rows take rows of this one along when they are deleted (`ON DELETE CASCADE`).
    pub cascades_from: Vec<String>,
}

/// A database server's line about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// Text.
    pub message: String,
    /// Lower case: `note` `warning` `error` `system`.
    pub level: Option<String>,
    /// Thread or connection id, where given.
    pub thread: Option<u64>,
    /// What it marks, where it marks something.
    pub mark: ServerMark,
}

/// What a server line marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServerMark {
    /// Nothing of note.
    #[default]
    None,
    /// Ready for connections: volatile facts restart here.
    Ready,
    /// An orderly stop.
    Shutdown,
    /// A crash: signal, assertion.
    Crash,
    /// Recovery after a crash.
    Recovery,
    /// A table or page is damaged.
    Corruption,
}

/// A web request of an access log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Client address.
    pub from: Option<String>,
    /// Account.
    pub user: Option<String>,
    /// Method.
    pub method: String,
    /// Path with query.
    pub target: String,
    /// Status.
    pub status: Option<u16>,
    /// User agent.
    pub agent: Option<String>,
}

/// A program text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// `shell` `php` `sql` `env` `yaml` `unit`.
    pub language: &'static str,
    /// The file's own name (last part of the path).
    pub name: String,
    /// Command lines that it can run, in order, continuation lines joined.
    pub commands: Vec<String>,
    /// Statements that it can send, or calls that amount to one (`Call::truncate()`).
    pub statements: Vec<String>,
    /// Jobs that it schedules (Laravel's kernel).
    pub jobs: Vec<CronJob>,
    /// Settings that it makes or reads, `NAME` and value.
    pub settings: Vec<(String, String)>,
    /// The text of a shell script of moderate size: what stands in which `if` is only there.
    pub text: Option<String>,
}
