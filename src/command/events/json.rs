//! One event as the contract's JSON object.

use serde_json::{Map, Value, json};

use super::{Clean, kind_name, rfc3339, source_name};
use crate::{
    event::{CommandVia, Event, EventKind, Outcome, Query, SessionAction},
    run::Gathered,
    sql,
};

/// The object; keys in the contract's order.
pub fn to_json(event: &Event, gathered: &Gathered, clean: &Clean) -> Value {
    let mut map = Map::new();
    let at = |us: Option<i64>| us.map(|us| rfc3339(us, event, gathered));
    let span = event.place.span;
    let head = [
        ("source", json!(source_name(event, gathered))),
        ("line", json!(span.line)),
        ("byte_start", json!(span.start)),
        ("byte_end", json!(span.end)),
        ("format", json!(event.format)),
        ("kind", json!(kind_name(&event.kind))),
        ("stamp", json!(event.written.as_ref().map(|written| &written.text))),
        ("time", json!(at(event.when.map(|when| when.best)))),
        ("time_earliest", json!(at(event.when.map(|when| when.earliest)))),
        ("time_latest", json!(at(event.when.map(|when| when.latest)))),
    ];
    map.extend(head.map(|(key, value)| (key.to_owned(), value)));
    if let Value::Object(more) = body(&event.kind, clean) {
        map.extend(more);
    }
    if !event.notes.is_empty() {
        map.insert("notes".to_owned(), json!(event.notes));
    }
    Value::Object(map)
}

fn body(kind: &EventKind, clean: &Clean) -> Value {
    let text = |text: &Option<String>| text.as_deref().map(|text| clean.text(text));
    match kind {
        EventKind::Query(query) => query_body(query, clean),
        EventKind::Log(log) => json!({
            "level": log.level, "channel": log.channel, "message": clean.text(&log.message),
            "context": log.context.as_ref().map(|value| clean_json(value, clean)), "exception": log.exception,
            "trace_lines": log.trace_lines, "sql": log.sql.as_deref().map(|sql| clean.sql(sql)),
            "sqlstate": log.sqlstate, "error_code": log.error_code,
        }),
        EventKind::CronRun(run) => json!({
            "user": run.user, "command": clean.text(&run.command), "pid": run.pid, "host": run.host,
            "scheduler": run.scheduler, "ended": run.ended,
        }),
        EventKind::CronJob(job) => json!({
            "schedule": job.schedule, "user": job.user, "command": clean.text(&job.command), "zone": job.zone,
            "scheduler": job.scheduler,
        }),
        EventKind::Table(table) => json!({
            "database": table.database, "table": table.table, "engine": table.engine, "table_rows": table.table_rows,
            "created_at": table.created_at, "updated_at": table.updated_at, "auto_increment": table.auto_increment,
            "data_length": table.data_length, "comment": text(&table.comment), "table_type": table.table_type,
        }),
        EventKind::Column(column) => json!({
            "database": column.database, "table": column.table, "column": column.column, "position": column.position,
            "type": column.column_type, "nullable": column.nullable, "default": text(&column.default), "key": column.key,
        }),
        EventKind::SchemaObject(object) => json!({
            "what": object.what, "database": object.database, "table": object.table, "name": object.name,
            "detail": object.detail.as_deref().map(|sql| clean.sql(sql)), "refers_to": object.refers_to,
        }),
        EventKind::Migration(migration) => json!({
            "migration": migration.migration, "batch": migration.batch, "id": migration.id,
            "database": migration.database, "ran": migration.ran,
        }),
        EventKind::Session(session) => json!({
            "user": session.user, "from": session.from,
            "action": match session.action {
                SessionAction::Login => "login",
                SessionAction::Logout => "logout",
                SessionAction::Failed => "failed",
            },
            "service": session.service, "pid": session.pid, "tty": session.tty, "host": session.host,
        }),
        EventKind::Command(command) => json!({
            "user": command.user, "command": clean.text(&command.command), "via": via(command.via),
            "directory": command.directory, "tty": command.tty, "run_as": command.run_as, "host": command.host,
            "refused": command.refused, "output": text(&command.output), "elapsed_s": command.elapsed_s,
        }),
        EventKind::Backup(backup) => json!({
            "database": backup.database,
            "tables": backup.tables.iter().map(|table| json!({
                "database": table.database, "table": table.table, "rows": table.rows, "auto_increment": table.auto_increment,
            })).collect::<Vec<_>>(),
            "rows": backup.rows, "complete": backup.complete, "schema_only": backup.schema_only, "tool": backup.tool,
            "binlog": backup.binlog,
        }),
        EventKind::Server(server) => json!({
            "message": clean.text(&server.message), "level": server.level, "thread": server.thread,
        }),
        EventKind::Request(request) => json!({
            "from": request.from, "user": request.user, "method": request.method, "target": clean.text(&request.target),
            "status": request.status, "agent": request.agent,
        }),
        EventKind::Script(script) => json!({
            "language": script.language, "name": script.name,
            "commands": script.commands.iter().map(|command| clean.text(command)).collect::<Vec<_>>(),
            "statements": script.statements.iter().map(|sql| clean.sql(sql)).collect::<Vec<_>>(),
            "jobs": script.jobs.iter().map(|job| json!({
                "schedule": job.schedule, "user": job.user, "command": clean.text(&job.command),
            })).collect::<Vec<_>>(),
            "settings": script.settings.iter().map(|(name, value)| {
                json!([name, clean.value(name, value)])
            }).collect::<Vec<_>>(),
        }),
        EventKind::Text(line) => json!({"message": clean.text(line)}),
    }
}

fn query_body(query: &Query, clean: &Clean) -> Value {
    let operation = sql::statements(&query.sql, query.dialect).iter().flat_map(sql::deeds).map(|deed| deed.operation.id()).next();
    let (outcome, code) = match &query.outcome {
        Outcome::Unsaid => (None, None),
        Outcome::Done => (Some("done"), None),
        Outcome::Refused { code, .. } => (Some("refused"), *code),
    };
    json!({
        "sql": clean.sql(&query.sql), "database": query.database, "user": query.user, "host": query.host,
        "connection_id": query.connection_id, "query_time_us": query.query_time_us, "lock_time_us": query.lock_time_us,
        "rows_sent": query.rows_sent, "rows_examined": query.rows_examined, "rows_affected": query.rows_affected,
        "operation": operation, "outcome": outcome, "error_code": code, "admin": query.admin, "origin": query.origin,
        "truncated": query.truncated,
    })
}

fn via(via: CommandVia) -> &'static str {
    match via {
        CommandVia::History => "history",
        CommandVia::Sudo => "sudo",
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
        Value::String(text) if matches!(key, "sql" | "query" | "statement") => Value::String(clean.sql(text)),
        Value::String(text) => Value::String(clean.value(key, text)),
        Value::Number(number) => {
            let text = number.to_string();
            let shown = clean.value(key, &text);
            if shown == text { value.clone() } else { Value::String(shown) }
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| keyed_json(key, item, clean)).collect()),
        Value::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), keyed_json(key, value, clean))).collect()),
        other => other.clone(),
    }
}
