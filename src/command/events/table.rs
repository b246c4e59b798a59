//! Events as a table for eyes, as CSV, and as Timesketch's JSON lines.

use std::{borrow::Borrow, io::Write};

use serde_json::json;

use super::{
    clean::Clean,
    json::{to_json, write_line},
    naming::{kind_name, rfc3339, source_name},
};
use crate::{
    command::status::write_error,
    error::Result,
    event::{kind::EventKind, log::Level, placed::Event},
    ingest::gathered::Gathered,
    text::escape,
};

/// Letters of a summary in a table.
const SHOWN: usize = 120;

/// What an event tells, in one line.
fn summary(event: &Event, clean: &Clean) -> String {
    let text = match &event.kind {
        EventKind::Query(query) => clean.query(query),
        EventKind::Log(log) => {
            format!("{} {}", log.level.as_ref().map_or("-", Level::id), clean.text(&log.message))
        }
        EventKind::CronRun(run) => {
            format!("({}) {}", run.user.as_deref().unwrap_or("-"), clean.text(&run.command))
        }
        EventKind::CronJob(job) => format!("{} {}", job.schedule, clean.text(&job.command)),
        EventKind::Table(row) => {
            let table = row.unpack();
            format!(
                "{} {} rows, created {}",
                table.table,
                or_dash(table.table_rows),
                or_dash(table.created_at)
            )
        }
        EventKind::Column(column) => {
            format!("{}.{} {}", column.table, column.column, or_dash(column.column_type.as_ref()))
        }
        EventKind::SchemaObject(object) => format!("{} {}", object.kind.id(), object.name),
        EventKind::Migration(migration) => {
            format!("{} batch {}", migration.migration, or_dash(migration.batch))
        }
        EventKind::Session(session) => {
            format!(
                "{:?} {} from {}",
                session.action,
                or_dash(session.user.as_ref()),
                or_dash(session.from.as_ref())
            )
        }
        EventKind::Command(command) => {
            format!("{}: {}", or_dash(command.user.as_ref()), clean.text(&command.command))
        }
        EventKind::Backup(backup) => {
            let whole = if backup.complete { "complete" } else { "incomplete" };
            format!("{} tables, {} rows, {whole}", backup.tables.len(), backup.rows)
        }
        EventKind::Server(server) => clean.text(&server.message),
        EventKind::Request(request) => format!(
            "{} {} {}",
            request.method,
            clean.text(&request.target),
            or_dash(request.status)
        ),
        EventKind::Script(script) => format!(
            "{}: {} commands, {} statements",
            script.name,
            script.commands.len(),
            script.statements.len()
        ),
        EventKind::Text(text) => clean.text(text),
    };
    escape::one_line(&text)
}

fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// One line an event: time, place, kind, summary.
pub(super) fn write<E: Borrow<Event>>(
    events: impl Iterator<Item = E>,
    gathered: &Gathered,
    clean: &Clean,
    out: &mut dyn Write,
) -> Result<()> {
    for event in events {
        let event = event.borrow();
        let time =
            event.when.map_or_else(|| "-".to_owned(), |when| rfc3339(when.best, event, gathered));
        let mut text = summary(event, clean);
        if text.chars().count() > SHOWN {
            text = text.chars().take(SHOWN - 1).chain(['…']).collect();
        }
        let place =
            format!("{}:{}", escape::terminal(source_name(event, gathered)), event.place.span.line);
        writeln!(out, "{time:<25}  {:<13} {place}  {text}", kind_name(&event.kind))
            .map_err(write_error)?;
    }
    Ok(())
}

/// Comma-separated values with a header.
pub(super) fn csv<E: Borrow<Event>>(
    events: impl Iterator<Item = E>,
    gathered: &Gathered,
    clean: &Clean,
    out: &mut dyn Write,
) -> Result<()> {
    writeln!(
        out,
        "time,time_earliest,time_latest,stamp,source,line,byte_start,byte_end,format,kind,summary"
    )
    .map_err(write_error)?;
    for event in events {
        let event = event.borrow();
        let at = |us: Option<i64>| us.map_or_else(String::new, |us| rfc3339(us, event, gathered));
        let span = event.place.span;
        let cells = [
            at(event.when.map(|when| when.best)),
            at(event.when.map(|when| when.earliest)),
            at(event.when.map(|when| when.latest)),
            event.written.as_ref().map_or_else(String::new, |written| written.text.to_string()),
            source_name(event, gathered).to_owned(),
            span.line.to_string(),
            span.start.to_string(),
            span.end.to_string(),
            gathered.format_of(event).to_owned(),
            kind_name(&event.kind).to_owned(),
            summary(event, clean),
        ];
        let line: Vec<String> = cells.iter().map(|cell| escape::csv(cell)).collect();
        writeln!(out, "{}", line.join(",")).map_err(write_error)?;
    }
    Ok(())
}

/// Timesketch takes only events with a time: `message`, `datetime` and `timestamp_desc`, and any
/// further keys.
pub(super) fn timesketch<E: Borrow<Event>>(
    events: impl Iterator<Item = E>,
    gathered: &Gathered,
    clean: &Clean,
    out: &mut dyn Write,
) -> Result<()> {
    for event in events {
        let event = event.borrow();
        let Some(when) = event.when else { continue };
        let mut value = to_json(event, gathered, clean);
        if let Some(map) = value.as_object_mut() {
            let message = map.remove("message");
            map.insert("message".to_owned(), json!(summary(event, clean)));
            map.insert("datetime".to_owned(), json!(rfc3339(when.best, event, gathered)));
            map.insert("timestamp".to_owned(), json!(when.best));
            map.insert(
                "timestamp_desc".to_owned(),
                json!(format!("{} {}", gathered.format_of(event), kind_name(&event.kind))),
            );
            if let Some(message) = message {
                map.insert("full_message".to_owned(), message);
            }
        }
        write_line(&value, out)?;
    }
    Ok(())
}
