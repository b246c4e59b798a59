//! Transcripts of coding agents, an object a line: those that Claude Code keeps under
//! `.claude/projects` (`tool_use` with `input.command`, `tool_result` with its output) and Codex
//! under `.codex/sessions` (`function_call` whose `arguments` are JSON once more,
//! `local_shell_call` with `action.command`, `function_call_output`). Whatever else a line holds is
//! not read: what was said is nobody's command.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{clip, lines},
    },
    time::read::read_iso,
};

/// See the module.
pub(crate) static FORMAT: Format = Format {
    id: "agent_transcript",
    about: "transcript of a coding agent (Claude Code, Codex): the commands that it ran",
    example: r#"{"type":"assistant","sessionId":"1","message":{"content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls"}}]},"timestamp":"2026-03-22T09:12:33.250Z"}"#,
    sniff,
    reader: |head| Reader::Document(Box::new(Document { owner: owner(head.name) })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let is_entry = |line: &[u8]| {
        line.starts_with(b"{")
            && serde_json::from_slice(line).is_ok_and(|entry: Value| {
                entry.get("type").is_some()
                    && (entry.get("sessionId").is_some()
                        || entry.get("payload").is_some_and(Value::is_object)
                            && entry.get("timestamp").is_some())
            })
    };
    let mut seen = head.lines().filter(|line| !line.trim_ascii().is_empty()).take(20);
    Likeness(if seen.any(is_entry) { 93 } else { 0 })
}

/// The account whose folder holds the agent's: `home/NAME/.claude/…`.
fn owner(path: &str) -> Option<String> {
    let before = ["/.claude/", "/.codex/"].iter().find_map(|folder| path.split_once(folder))?.0;
    let name = before.rsplit('/').next()?;
    (!matches!(name, "" | "home" | "evidence")).then(|| name.to_owned())
}

struct Document {
    /// The account whose folder the transcript lies in.
    owner: Option<String>,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        // where the draft of a call stands, by the call's id
        let mut calls: HashMap<String, usize> = HashMap::new();
        for (at, line) in lines(document) {
            if line.trim_ascii().is_empty() {
                out.gap(at, GapReason::Blank);
                continue;
            }
            let Ok(entry) = serde_json::from_slice::<Value>(line) else {
                out.gap(at, GapReason::Unparsed);
                continue;
            };
            let stamp = entry.get("timestamp").and_then(Value::as_str).unwrap_or_default();
            let written = read_iso(stamp.as_bytes()).map(|(written, _)| written);
            let mut told = false;
            for part in parts(&entry) {
                if let Some((id, output)) = result(part) {
                    if let Some(Draft { kind: EventKind::Command(command), .. }) =
                        calls.get(id).and_then(|&call| out.drafts.get_mut(call))
                    {
                        command.output = Some(clip(&output, 20_000));
                    }
                    continue;
                }
                let Some((id, command, folder)) = call(part) else { continue };
                calls.insert(id, out.drafts.len());
                told = true;
                let directory =
                    folder.or_else(|| entry.get("cwd").and_then(Value::as_str).map(str::to_owned));
                let kind = EventKind::Command(Box::new(Command {
                    user: self.owner.clone(),
                    command: clip(&command, 20_000),
                    via: CommandVia::Agent,
                    directory,
                    ..Command::default()
                }));
                out.draft(Draft {
                    at: at.clone(),
                    ..Draft::new(line.len(), kind).stamped(written.clone())
                });
            }
            if !told {
                out.gap(at, GapReason::Furniture);
            }
        }
    }
}

/// The parts of an entry that may call a tool or give its result.
fn parts(entry: &Value) -> Vec<&Value> {
    match entry.pointer("/message/content").and_then(Value::as_array) {
        Some(parts) => parts.iter().collect(),
        None => entry.get("payload").into_iter().collect(),
    }
}

/// The id, the command line and the folder of a call of a shell.
fn call(part: &Value) -> Option<(String, String, Option<String>)> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let id = text(part, "id").filter(|_| part.get("call_id").is_none());
    let id = id.or_else(|| text(part, "call_id"))?;
    let input = match part.get("type")?.as_str()? {
        "tool_use" => part.get("input")?.clone(),
        "function_call" => serde_json::from_str(part.get("arguments")?.as_str()?).ok()?,
        "local_shell_call" => part.get("action")?.clone(),
        _ => return None,
    };
    let command = input.get("command").or_else(|| input.get("cmd"))?;
    let command = match command {
        Value::String(command) => command.clone(),
        // `["bash", "-lc", "…"]`
        Value::Array(words) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            match words.as_slice() {
                [_, "-c" | "-lc", command] => (*command).to_owned(),
                words => words.join(" "),
            }
        }
        _ => return None,
    };
    let folder = text(&input, "workdir").or_else(|| text(&input, "working_directory"));
    Some((id, command, folder))
}

/// The id of the call and the text of a result.
fn result(part: &Value) -> Option<(&str, String)> {
    let key = match part.get("type")?.as_str()? {
        "tool_result" => "tool_use_id",
        "function_call_output" | "local_shell_call_output" => "call_id",
        _ => return None,
    };
    let said = part.get("content").or_else(|| part.get("output"))?;
    let text = match said {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part.get("text")?.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    };
    Some((part.get(key)?.as_str()?, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::likeness;

    fn read(text: &str) -> Vec<Command> {
        let mut out = Parsed::default();
        Document { owner: None }.read(text.as_bytes(), &mut out);
        let command = |draft: Draft| match draft.kind {
            EventKind::Command(command) => Some(*command),
            _ => None,
        };
        out.drafts.into_iter().filter_map(command).collect()
    }

    #[test]
    fn only_calls_of_a_shell_are_commands() {
        let found = read(concat!(
            r#"{"type":"user","sessionId":"1","message":{"content":"run php artisan migrate:fresh"}}"#,
            "\n",
            r#"{"type":"assistant","sessionId":"1","cwd":"/srv","message":{"content":[{"type":"text","text":"rm -rf /"},{"type":"tool_use","id":"a","name":"Bash","input":{"command":"ls"}}]}}"#,
            "\n",
            r#"{"type":"user","sessionId":"1","message":{"content":[{"type":"tool_result","tool_use_id":"a","content":"x.php"}]}}"#,
            "\n",
            r#"{"timestamp":"2026-03-22T09:12:33.250Z","type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{\"command\":[\"bash\",\"-lc\",\"npx prisma migrate reset\"],\"workdir\":\"/app\"}","call_id":"b"}}"#,
        ));
        let told: Vec<_> = found
            .iter()
            .map(|c| (c.command.as_str(), c.output.as_deref(), c.directory.as_deref()))
            .collect();
        assert_eq!(
            told,
            [("ls", Some("x.php"), Some("/srv")), ("npx prisma migrate reset", None, Some("/app"))]
        );
    }

    #[test]
    fn a_log_of_objects_is_no_transcript() {
        assert_eq!(likeness(&FORMAT, FORMAT.example), 93);
        let log = r#"{"type":"request","timestamp":"2026-03-22T09:12:33Z","message":"x"}"#;
        assert_eq!(likeness(&FORMAT, log), 0);
    }
}
