//! Entries of Laravel Telescope: what its watchers write of queries, commands, scheduled tasks and
//! jobs (laravel/telescope, `src/Watchers`).

use serde_json::Value;

use crate::{
    event::{
        draft::Draft,
        job::{CronRun, Scheduler},
        kind::EventKind,
        query::Query,
        session::{Command, CommandVia},
    },
    format::grammar::table::cell::Cell,
    time::read::read_space_local,
};

/// A row of the table: its type, behind it the content and when it was made.
pub(crate) fn row(cells: &[Cell]) -> Option<Draft> {
    let at = cells
        .iter()
        .position(|cell| matches!(cell.text(), "query" | "command" | "schedule" | "job"))?;
    let content = serde_json::from_str(cells.get(at + 1)?.text()).ok()?;
    entry(cells.get(at)?.text(), &content, cells.get(at + 2)?.text())
}

/// An entry of this type; `None` for what tells of no statement and no run.
pub(crate) fn entry(kind: &str, content: &Value, created: &str) -> Option<Draft> {
    let said = |key: &str| content.get(key).and_then(Value::as_str).map(str::to_owned);
    let command = |command: String, via| {
        let output = said("output").filter(|output| !output.is_empty());
        EventKind::Command(Box::new(Command {
            command,
            via,
            host: said("hostname"),
            output,
            ..Command::default()
        }))
    };
    let mut shift_us = 0;
    let kind = match kind {
        "query" => {
            // milliseconds, with commas between thousands
            let time = said("time").and_then(|time| time.replace(',', "").parse::<f64>().ok());
            let took = time.map(|ms| (ms * 1000.0).clamp(0.0, 1e15).round() as u64);
            shift_us = took.and_then(|us| i64::try_from(us).ok()).unwrap_or(0).saturating_neg();
            let query = Query { sql: said("sql")?, query_time_us: took, ..Query::default() };
            EventKind::Query(Box::new(query))
        }
        "command" => command(command_line(content)?, CommandVia::ToolOutput),
        "schedule" => EventKind::CronRun(Box::new(CronRun {
            command: said("command")?,
            host: said("hostname"),
            scheduler: Scheduler::Laravel,
            ..CronRun::default()
        })),
        "job" => command(said("name")?, CommandVia::Worker),
        _ => return None,
    };
    let written = read_space_local(created.as_bytes()).map(|(written, _)| written);
    Some(Draft { shift_us, ..Draft::new(0, kind).stamped(written) })
}

/// The command as it would be typed: options that are not set are left out.
fn command_line(content: &Value) -> Option<String> {
    let mut line = format!("php artisan {}", content.get("command")?.as_str()?);
    let none = serde_json::Map::new();
    let all = |key: &str| content.get(key).and_then(Value::as_object).unwrap_or(&none).clone();
    for (name, value) in all("arguments") {
        if let Some(value) = value.as_str().filter(|_| name != "command") {
            line.push_str(&format!(" {value}"));
        }
    }
    for (name, value) in all("options") {
        match value {
            Value::Bool(true) => line.push_str(&format!(" --{name}")),
            Value::String(value) => line.push_str(&format!(" --{name}={value}")),
            _ => {}
        }
    }
    Some(line)
}
