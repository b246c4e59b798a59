//! Entries of Monolog's, and what the exceptions that they hold tell.

use serde_json::Value;

use crate::{
    event::log::{Level, Log},
    format::grammar::lines::clip,
};

/// The frames kept of one trace.
const FRAMES: usize = 64;

/// A log entry in any of Monolog's forms, before it is told apart.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Lower case.
    pub level: Level,
    /// Channel.
    pub channel: String,
    /// Message.
    pub message: String,
    /// Context.
    pub context: Option<Value>,
}

/// What an exception in a log tells.
#[derive(Clone, Debug, Default)]
struct Thrown {
    class: Option<String>,
    message: Option<String>,
    trace_lines: u32,
    frames: Vec<String>,
}

impl Entry {
    /// The entry as an event.
    pub(crate) fn into_log(mut self) -> Log {
        let mut thrown = Thrown::default();
        if let Some(Value::Object(context)) = &mut self.context {
            for key in ["exception", "error", "e", "throwable"] {
                match context.get_mut(key) {
                    Some(Value::String(told))
                        if told.contains("[object] (") || told.contains("\n#0 ") =>
                    {
                        thrown = from_text(told);
                        // the trace is counted and its telling frames kept: the text need not be
                        let first = told.lines().next().unwrap_or_default();
                        *told = clip(first, 4000);
                    }
                    Some(value @ Value::Object(_)) if value.get("class").is_some() => {
                        thrown = from_object(value, 0);
                        if let Some(object) = value.as_object_mut() {
                            object.remove("trace");
                            object.remove("previous");
                        }
                    }
                    _ => continue,
                }
                break;
            }
        }
        let mut message = self.message;
        if thrown.class.is_none()
            && let Some((head, trace)) = split_trace(&message)
        {
            thrown = from_text(trace);
            thrown.class = class_of(&head);
            message = head;
        }
        let quoted =
            quoted_sql(&message).or_else(|| thrown.message.as_deref().and_then(quoted_sql));
        let told = [Some(message.as_str()), thrown.message.as_deref()]
            .into_iter()
            .flatten()
            .find(|m| m.contains("SQLSTATE["));
        let (sqlstate, error_code) = told.map(sqlstate).unwrap_or_default();
        Log {
            level: Some(self.level),
            channel: Some(self.channel),
            message: clip(&message, 20_000),
            context: self.context,
            exception: thrown.class,
            trace_lines: thrown.trace_lines,
            sql: quoted,
            sqlstate,
            error_code,
            frames: thrown.frames,
        }
    }
}

/// A message that goes on with a trace, as frameworks before Laravel 5.5 wrote it.
fn split_trace(message: &str) -> Option<(String, &str)> {
    let at = message.find("\nStack trace:").or_else(|| message.find("\n[stacktrace]"))?;
    let (head, trace) = message.split_at_checked(at)?;
    Some((head.to_owned(), trace))
}

/// `exception 'X' with message …`, `X: message in file:1`.
fn class_of(head: &str) -> Option<String> {
    let name = match head.strip_prefix("exception '") {
        Some(rest) => rest.split_once('\'')?.0,
        None => head.split_once(": ")?.0,
    };
    let named = !name.is_empty()
        && name.len() < 200
        && name.chars().all(|c| c.is_alphanumeric() || c == '\\' || c == '_');
    named.then(|| name.to_owned())
}

/// `[object] (Class(code: 1): message at /file:8)` and the trace after it.
fn from_text(told: &str) -> Thrown {
    let mut thrown = Thrown::default();
    if let Some((_, rest)) = told.split_once("[object] (")
        && let Some((class, rest)) = rest.split_once("(code: ")
    {
        thrown.class = Some(clip(class, 200));
        let message = rest.split_once("): ").map_or(rest, |(_, m)| m);
        let end = message.find("\n[stacktrace]").unwrap_or(message.len());
        let message = message.get(..end).unwrap_or(message);
        let message = message
            .rfind(" at /")
            .or_else(|| message.rfind(" at "))
            .and_then(|at| message.get(..at))
            .unwrap_or(message);
        thrown.message = Some(message.to_owned());
    }
    for line in told.lines() {
        if let Some(frame) = frame(line) {
            thrown.trace_lines = thrown.trace_lines.saturating_add(1);
            keep_frame(&mut thrown.frames, frame);
        }
    }
    thrown
}

fn from_object(value: &Value, depth: u32) -> Thrown {
    let field = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut thrown =
        Thrown { class: field("class"), message: field("message"), ..Thrown::default() };
    if let Some(file) = field("file") {
        keep_frame(&mut thrown.frames, &file);
    }
    for step in value.get("trace").and_then(Value::as_array).into_iter().flatten() {
        thrown.trace_lines = thrown.trace_lines.saturating_add(1);
        match step {
            Value::String(step) => keep_frame(&mut thrown.frames, step),
            Value::Object(step) => {
                let part = |key: &str| step.get(key).and_then(Value::as_str).unwrap_or_default();
                keep_frame(
                    &mut thrown.frames,
                    &format!("{}: {}->{}()", part("file"), part("class"), part("function")),
                );
            }
            _ => {}
        }
    }
    if let Some(previous) = value.get("previous")
        && depth < 10
    {
        let inner = from_object(previous, depth + 1);
        thrown.trace_lines = thrown.trace_lines.saturating_add(inner.trace_lines);
        for frame in inner.frames {
            if thrown.frames.len() < FRAMES && !thrown.frames.contains(&frame) {
                thrown.frames.push(frame);
            }
        }
    }
    thrown
}

/// The text after `#12 `.
fn frame(line: &str) -> Option<&str> {
    let (number, rest) = line.trim_start().strip_prefix('#')?.split_once(' ')?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(rest)
}

/// Whether a line belongs to a stack trace or to the frame around one.
pub(crate) fn is_trace_line(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"[stacktrace]")
        || line.starts_with(b"[previous exception]")
        || line.starts_with(b"Stack trace:")
        || line == b"\"}"
        || (line.first() == Some(&b'#') && line.get(1).is_some_and(u8::is_ascii_digit))
}

/// Keeps a frame that names a command, a job, a seeder, a migration or the door it came in by.
fn keep_frame(frames: &mut Vec<String>, frame: &str) {
    let (place, call) = frame.split_once(": ").unwrap_or((frame, ""));
    let class = call.split(['-', ':', '(']).next().unwrap_or_default();
    let last = class.rsplit('\\').next().unwrap_or_default();
    let telling_class = (last.len() > 7 && last.ends_with("Command"))
        || last.ends_with("Seeder")
        || (class.contains("\\Jobs\\")
            || class.contains("\\Console\\Commands\\")
            || class.contains("\\Listeners\\"))
        || (last.ends_with("Job") && last.len() > 3 && !class.starts_with("Illuminate\\"));
    let file = place.split(['(', ':']).next().unwrap_or_default();
    let telling_place = file.ends_with("/artisan")
        || file.ends_with("public/index.php")
        || file.contains("/database/migrations/")
        || file.contains("/database/seed")
        || (call.is_empty()
            && !file.contains("/Symfony/")
            && (file.ends_with("Command.php") && !file.ends_with("/Command.php")))
        || (call.is_empty() && (file.contains("/Jobs/") || file.contains("/Console/Commands/")));
    let kept = if telling_class {
        call
    } else if telling_place {
        place
    } else {
        return;
    };
    let kept = clip(kept, 300);
    if frames.len() < FRAMES && !frames.contains(&kept) {
        frames.push(kept);
    }
}

/// The statement that a QueryException quotes: `(SQL: …)`, `(Connection: mysql, …, SQL: …)`.
pub(crate) fn quoted_sql(message: &str) -> Option<String> {
    let sql = match message.split_once(" (SQL: ") {
        Some((_, sql)) => sql,
        None => message.split_once(" (Connection: ")?.1.split_once("SQL: ")?.1,
    };
    let sql = sql.trim_end();
    Some(sql.strip_suffix(')').unwrap_or(sql).to_owned())
}

/// SQLSTATE and the server's error number of a PDO message.
pub(crate) fn sqlstate(message: &str) -> (Option<String>, Option<u32>) {
    let Some((_, rest)) = message.split_once("SQLSTATE[") else { return (None, None) };
    let Some((state, rest)) = rest.split_once(']') else { return (None, None) };
    if state.len() > 8 {
        return (None, None);
    }
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        (3..=5).contains(&digits.len()).then(|| digits.parse().ok()).flatten()
    };
    let code = if let Some(bracketed) = rest.trim_start().strip_prefix('[') {
        number(bracketed)
    } else {
        // `: Base table or view not found: 1146 Table …`
        rest.strip_prefix(": ").and_then(|told| told.split(": ").take(3).find_map(number))
    };
    // pdo's own code of a refused connection stands in the state's place
    let code = code.or_else(|| if state.len() == 4 { number(state) } else { None });
    (Some(state.to_owned()), code)
}
