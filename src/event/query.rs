//! Statements sent to a database server, and what their records know of them.

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
    pub dialect: crate::sql::dialect::Dialect,
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
