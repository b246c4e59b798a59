//! The closed set of what an event can tell.

use crate::event::{
    backup::Backup,
    job::{CronJob, CronRun},
    log::{Level, Log, Request, Server},
    query::{Outcome, Query},
    schema::{Column, Migration, SchemaObject},
    script::Script,
    session::{Command, Session},
    table::PackedTable,
};

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EventKind {
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
    pub(crate) fn table_mut(&mut self) -> Option<&mut PackedTable> {
        match self {
            EventKind::Table(row) => Some(row),
            _ => None,
        }
    }

    /// Whether it is a row, a definition or a text, and no entry of a log: its times are contents.
    pub(crate) fn is_content(&self) -> bool {
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

    /// Whether it tells of an error: an entry of that level or worse, or a statement that was
    /// refused.
    pub(crate) fn is_error(&self) -> bool {
        match self {
            EventKind::Log(log) => log.level.as_ref().is_some_and(Level::is_error),
            EventKind::Server(server) => server.level.as_ref().is_some_and(Level::is_error),
            EventKind::Query(query) => matches!(query.outcome, Outcome::Refused { .. }),
            _ => false,
        }
    }

    /// Lets go of what only those want who show events.
    pub(crate) fn leave_out_context(&mut self) {
        if let EventKind::Log(log) = self {
            log.context = None;
        }
    }
}
