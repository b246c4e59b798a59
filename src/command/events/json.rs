//! One event as the contract's JSON object.

use std::io::Write;

use serde_json::Value;

use super::{
    clean::Clean,
    naming::{kind_name, rfc3339, source_name},
    shape::{
        Backup, BackupTable, Body, Column, Command, CronJob, CronRun, Head, Line, Log, Migration,
        Query, Request, SchemaObject, Script, ScriptJob, Server, Session, Table, Tail, Text,
    },
};
use crate::{
    command::status::write_error,
    error::Result,
    event::{
        self,
        kind::EventKind,
        log::Level,
        placed::Event,
        query::{Origin, Outcome},
        remark::Remark,
        session::{CommandVia, Service, SessionAction},
    },
    ingest::gathered::Gathered,
    sql,
    text::escape,
};

/// The object; keys in the contract's order.
pub(crate) fn to_json(event: &Event, gathered: &Gathered, clean: &Clean) -> Value {
    serde_json::to_value(line(event, gathered, clean)).unwrap_or_default()
}

/// The object as it is written.
pub(super) fn line<'a>(event: &'a Event, gathered: &'a Gathered, clean: &Clean) -> Line<'a> {
    let at = |us: Option<i64>| us.map(|us| rfc3339(us, event, gathered));
    let span = event.place.span;
    Line {
        head: Head {
            source: source_name(event, gathered),
            line: span.line,
            byte_start: span.start,
            byte_end: span.end,
            format: gathered.format_of(event),
            kind: kind_name(&event.kind),
            stamp: event.written.as_ref().map(|written| written.text.as_str()),
            time: at(event.when.map(|when| when.best)),
            time_earliest: at(event.when.map(|when| when.earliest)),
            time_latest: at(event.when.map(|when| when.latest)),
        },
        body: body(&event.kind, clean),
        tail: Tail { notes: event.remarks().iter().map(Remark::to_string).collect() },
    }
}

/// One JSON object on a line of its own.
pub(super) fn write_line(object: &impl serde::Serialize, out: &mut dyn Write) -> Result<()> {
    let mut line =
        escape::json(serde_json::to_vec(object).map_err(|error| write_error(error.into()))?);
    line.push(b'\n');
    out.write_all(&line).map_err(write_error)
}

fn body<'a>(kind: &'a EventKind, clean: &Clean) -> Body<'a> {
    match kind {
        EventKind::Query(query) => Body::Query(Box::new(query_body(query, clean))),
        EventKind::Log(log) => Body::Log(Box::new(log_body(log, clean))),
        EventKind::CronRun(run) => Body::CronRun(CronRun {
            user: run.user.as_deref(),
            command: clean.text(&run.command),
            pid: run.pid,
            host: run.host.as_deref(),
            scheduler: run.scheduler.id(),
            ended: run.ended,
        }),
        EventKind::CronJob(job) => Body::CronJob(CronJob {
            schedule: &job.schedule,
            user: job.user.as_deref(),
            command: clean.text(&job.command),
            zone: job.zone.as_deref(),
            scheduler: job.scheduler.id(),
        }),
        EventKind::Table(row) => {
            let table = row.unpack();
            Body::Table(Box::new(Table {
                database: table.database,
                table: table.table,
                engine: table.engine,
                table_rows: table.table_rows,
                created_at: table.created_at.map(String::from),
                updated_at: table.updated_at.map(String::from),
                auto_increment: table.auto_increment,
                data_length: table.data_length,
                comment: table.comment.map(|text| clean.text(text)),
                table_type: table.table_type,
            }))
        }
        EventKind::Column(column) => Body::Column(Box::new(Column {
            database: column.database.as_deref(),
            table: &column.table,
            column: &column.column,
            position: column.position,
            column_type: column.column_type.as_deref(),
            nullable: column.nullable,
            default: column.default.as_deref().map(|text| clean.text(text)),
            key: column.key.as_deref(),
        })),
        EventKind::SchemaObject(object) => Body::SchemaObject(SchemaObject {
            what: object.kind.id(),
            database: object.database.as_deref(),
            table: object.table.as_deref(),
            name: &object.name,
            detail: object.detail.as_deref().map(|sql| clean.sql(sql)),
            refers_to: object.refers_to.as_deref(),
        }),
        EventKind::Migration(migration) => Body::Migration(Migration {
            migration: &migration.migration,
            batch: migration.batch,
            id: migration.id,
            database: migration.database.as_deref(),
            ran: migration.ran,
        }),
        EventKind::Session(session) => Body::Session(Session {
            user: session.user.as_deref(),
            from: session.from.as_deref(),
            action: match session.action {
                SessionAction::Login => "login",
                SessionAction::Logout => "logout",
                SessionAction::Failed => "failed",
            },
            service: session.service.as_ref().map(Service::id),
            pid: session.pid,
            tty: session.tty.as_deref(),
            host: session.host.as_deref(),
        }),
        EventKind::Command(command) => Body::Command(Box::new(command_body(command, clean))),
        EventKind::Backup(backup) => Body::Backup(backup_body(backup)),
        EventKind::Server(server) => Body::Server(Server {
            message: clean.text(&server.message),
            level: server.level.as_ref().map(Level::id),
            thread: server.thread,
        }),
        EventKind::Request(request) => Body::Request(Request {
            from: request.from.as_deref(),
            user: request.user.as_deref(),
            method: &request.method,
            target: clean.text(&request.target),
            status: request.status,
            agent: request.agent.as_deref(),
        }),
        EventKind::Script(script) => Body::Script(script_body(script, clean)),
        EventKind::Text(line) => Body::Text(Text { message: clean.text(line) }),
    }
}

fn log_body<'a>(log: &'a event::log::Log, clean: &Clean) -> Log<'a> {
    Log {
        level: log.level.as_ref().map(Level::id),
        channel: log.channel.as_deref(),
        message: clean.text(&log.message),
        context: log.context.as_ref().map(|value| clean_json(value, clean)),
        exception: log.exception.as_deref(),
        trace_lines: log.trace_lines,
        sql: log.sql.as_deref().map(|sql| clean.sql(sql)),
        sqlstate: log.sqlstate.as_deref(),
        error_code: log.error_code,
    }
}

fn command_body<'a>(command: &'a event::session::Command, clean: &Clean) -> Command<'a> {
    Command {
        user: command.user.as_deref(),
        command: clean.text(&command.command),
        via: via(command.via),
        directory: command.directory.as_deref(),
        tty: command.tty.as_deref(),
        run_as: command.run_as.as_deref(),
        host: command.host.as_deref(),
        refused: command.refused,
        output: command.output.as_deref().map(|text| clean.text(text)),
        elapsed_s: command.elapsed_s,
    }
}

fn backup_body(backup: &event::backup::Backup) -> Backup<'_> {
    Backup {
        database: backup.database.as_deref(),
        tables: backup
            .tables
            .iter()
            .map(|table| BackupTable {
                database: table.database.as_deref(),
                table: &table.table,
                rows: table.rows,
                auto_increment: table.auto_increment,
            })
            .collect(),
        rows: backup.rows,
        complete: backup.complete,
        schema_only: backup.schema_only,
        tool: backup.tool.as_deref(),
        binlog: backup.binlog.as_deref(),
    }
}

fn script_body<'a>(script: &'a event::script::Script, clean: &Clean) -> Script<'a> {
    Script {
        language: script.language.id(),
        name: &script.name,
        commands: script.commands.iter().map(|command| clean.text(command)).collect(),
        statements: script.statements.iter().map(|sql| clean.sql(sql)).collect(),
        jobs: script
            .jobs
            .iter()
            .map(|job| ScriptJob {
                schedule: &job.schedule,
                user: job.user.as_deref(),
                command: clean.text(&job.command),
            })
            .collect(),
        settings: script
            .settings
            .iter()
            .map(|(name, value)| (name.as_str(), clean.value(name, value)))
            .collect(),
    }
}

fn query_body<'a>(query: &'a event::query::Query, clean: &Clean) -> Query<'a> {
    let operation = query.is_run().then(|| {
        sql::classify::statement::statements(&query.sql, query.dialect)
            .iter()
            .flat_map(sql::effects::effects)
            .map(|effect| effect.operation.id())
            .next()
    });
    let (outcome, code) = match &query.outcome {
        Outcome::Unsaid => (None, None),
        Outcome::Done => (Some("done"), None),
        Outcome::Refused { code, .. } => (Some("refused"), *code),
    };
    Query {
        sql: clean.query(query),
        database: query.database.as_deref(),
        user: query.user.as_deref(),
        host: query.host.as_deref(),
        connection_id: query.connection_id,
        query_time_us: query.query_time_us,
        lock_time_us: query.lock_time_us,
        rows_sent: query.rows_sent,
        rows_examined: query.rows_examined,
        rows_affected: query.rows_affected,
        operation: operation.flatten(),
        outcome,
        error_code: code,
        admin: query.admin.as_deref(),
        origin: query.origin.as_ref().map(Origin::to_string),
        truncated: query.truncated,
    }
}

fn via(via: CommandVia) -> &'static str {
    match via {
        CommandVia::History => "history",
        CommandVia::Sudo => "sudo",
        CommandVia::Agent => "agent",
        CommandVia::Deploy => "deploy",
        CommandVia::Ci => "ci",
        CommandVia::Worker => "worker",
        CommandVia::Tests => "tests",
        CommandVia::Audit => "audit",
        CommandVia::ToolOutput => "tool_output",
        CommandVia::ScriptLog => "script_log",
    }
}

/// Every text of a JSON value cleaned; a text below the key `sql` as SQL.
fn clean_json(value: &Value, clean: &Clean) -> Value {
    keyed_json("", value, clean)
}

fn keyed_json(key: &str, value: &Value, clean: &Clean) -> Value {
    match value {
        Value::String(text) if matches!(key, "sql" | "query" | "statement") => {
            Value::String(clean.sql(text))
        }
        Value::String(text) => Value::String(clean.value(key, text)),
        Value::Number(number) => {
            let text = number.to_string();
            let shown = clean.value(key, &text);
            if shown == text { value.clone() } else { Value::String(shown) }
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| keyed_json(key, item, clean)).collect())
        }
        Value::Object(map) => Value::Object(
            map.iter().map(|(key, value)| (key.clone(), keyed_json(key, value, clean))).collect(),
        ),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
