//! Statements sent to a database server, and what their records know of them.

use std::fmt;

/// A statement, and what is known of its run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Query {
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
    /// What the record says of who sent it beyond the account.
    pub origin: Option<Origin>,
    /// The environment that the application's record names (`production`, `staging`, `testing`):
    /// that of the process which sent the statement, whatever file it is logged in.
    pub environment: Option<String>,
    /// Tables that the record itself names as touched (audit DROP events, table maps), `db.table`.
    pub tables: Vec<String>,
    /// Columns that went along by a server's notice: table and column.
    pub columns: Vec<(String, String)>,
    /// The text was cut by the writer.
    pub truncated: bool,
    /// How the witness knows of it.
    pub witness: Witness,
    /// The server and version that wrote it, where known: decides on executable comments.
    pub dialect: crate::sql::dialect::Dialect,
}

impl Query {
    /// Whether its statement was sent to run, rather than only prepared, or a step of the protocol.
    pub(crate) fn is_run(&self) -> bool {
        self.admin.as_deref().is_none_or(|command| command == "Execute" || command == "Query")
    }

    /// The stored routine or event that sent it, where the log names one.
    pub(crate) fn routine(&self) -> Option<&str> {
        match &self.origin {
            Some(Origin::Routine(name)) => Some(name),
            _ => None,
        }
    }
}

/// Who sent a statement, or what stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A stored routine or event, as the log names it: `shop.purge`.
    Routine(String),
    /// A stored routine or event that the record does not name.
    Inside,
    /// A job of the server's own scheduler, by its number (pg_cron).
    Job(String),
    /// A command line or request, as the application wrote it: `php artisan x`, `GET /x`.
    Caller(String),
    /// The program that the client named when it connected.
    Program(String),
    /// The account whose client history holds it.
    History(String),
    /// A command of the protocol that is no statement.
    Protocol(String),
    /// Nobody: images of rows that a statement changed stand for it (binary log).
    RowEvent,
    /// Nobody: the record names a table that a statement touched (audit plugins).
    TableEvent,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Routine(name) => write!(f, "routine {name}"),
            Origin::Inside => f.write_str("a stored routine"),
            Origin::Job(number) => write!(f, "pg_cron job {number}"),
            Origin::Caller(text) => f.write_str(text),
            Origin::Program(name) => write!(f, "program {name}"),
            Origin::History(owner) => write!(f, "history of {owner}"),
            Origin::Protocol(command) => write!(f, "protocol command {command}"),
            Origin::RowEvent => f.write_str("row event"),
            Origin::TableEvent => f.write_str("table event"),
        }
    }
}

/// Whether a statement worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Outcome {
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
pub(crate) enum Witness {
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
    /// Written while it ran, by an extension of the server that audits or explains (pgaudit,
    /// auto_explain).
    AsRan,
}
