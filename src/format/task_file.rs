//! Tasks that a project names for its runner: the `scripts` of npm's package.json and of
//! composer.json, and the rules of a Makefile. Each is a program text of its own.

use std::ops::Range;

use serde_json::Value;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        script::{Language, Script, task_name},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{lines, readable},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "task_file",
    about: "tasks of package.json, composer.json and Makefile",
    example: "reset-db: migrate\\n\\tmysql shop < reset.sql",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { file: file(head.file_name()) })),
};

/// A file with more is none that people wrote.
const TASKS_MAX: usize = 200;
/// The longest file that is read as JSON.
const JSON_MAX: usize = 256 * 1024;

/// The name under which runners look for a file.
fn file(name: &str) -> &'static str {
    match name {
        "package.json" => "package.json",
        "composer.json" => "composer.json",
        _ => "Makefile",
    }
}

fn sniff(head: &Head<'_>) -> Likeness {
    let name = head.file_name();
    let text = readable(head.bytes);
    let fits = match name {
        "package.json" | "composer.json" => {
            text.trim_start().starts_with('{') && text.contains("\"scripts\"")
        }
        "Makefile" | "makefile" | "GNUmakefile" => {
            let mut rules = text.lines().zip(text.lines().skip(1));
            rules.any(|(rule, recipe)| targets(rule).is_some() && recipe.starts_with('\t'))
        }
        _ => false,
    };
    Likeness(if fits { 94 } else { 0 })
}

struct Document {
    file: &'static str,
}

/// A task, and where it stands.
struct Task {
    at: Range<usize>,
    name: String,
    commands: Vec<String>,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let (tasks, settings) = match self.file {
            "Makefile" => rules(document),
            _ => (scripts(document), Vec::new()),
        };
        let mut end = 0;
        for task in tasks.into_iter().take(TASKS_MAX) {
            out.gap(end..task.at.start, GapReason::Furniture);
            end = task.at.end;
            let script = Script {
                language: Language::Shell,
                name: task_name(self.file, &task.name),
                commands: task.commands,
                settings: settings.clone(),
                ..Script::default()
            };
            let kind = EventKind::Script(Box::new(script));
            out.draft(Draft { at: task.at, ..Draft::new(0, kind) });
        }
        out.gap(end..document.len(), GapReason::Furniture);
    }
}

/// The `scripts` of a JSON file, in its order.
fn scripts(document: &[u8]) -> Vec<Task> {
    let whole = document.get(..document.len().min(JSON_MAX)).unwrap_or_default();
    let Ok(json) = serde_json::from_slice::<Value>(whole) else { return Vec::new() };
    let Some(scripts) = json.get("scripts").and_then(Value::as_object) else { return Vec::new() };
    let begin = memchr::memmem::find(whole, b"\"scripts\"").unwrap_or(0);
    let mut tasks: Vec<Task> = Vec::new();
    for (name, value) in scripts.iter().take(TASKS_MAX) {
        let key = Value::from(name.as_str()).to_string();
        let behind = whole.get(begin..).unwrap_or_default();
        let Some(at) = memchr::memmem::find(behind, key.as_bytes()) else { continue };
        let own: Vec<&str> = match value {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            value => value.as_str().into_iter().collect(),
        };
        // npm runs `preNAME` before and `postNAME` after
        let beside = |when: &str| scripts.get(&format!("{when}{name}")).and_then(Value::as_str);
        let commands = beside("pre").into_iter().chain(own).chain(beside("post"));
        let commands = commands.map(composed).collect();
        tasks.push(Task { at: begin + at..begin + at, name: name.clone(), commands });
    }
    tasks.sort_by_key(|task| task.at.start);
    tasks.dedup_by_key(|task| task.at.start);
    let ends: Vec<usize> = tasks.iter().skip(1).map(|task| task.at.start).collect();
    for (number, task) in tasks.iter_mut().enumerate() {
        let last = whole.get(task.at.start..).and_then(|rest| memchr::memchr(b'}', rest));
        task.at.end = match ends.get(number) {
            Some(end) => *end,
            None => task.at.start + last.unwrap_or(0),
        };
    }
    tasks
}

/// A command of composer.json as one for a shell: `@php artisan x`, `@other`.
fn composed(command: &str) -> String {
    match command.strip_prefix('@') {
        Some(rest) if rest.starts_with("php ") || rest.starts_with("composer ") => rest.to_owned(),
        Some(rest) if !rest.starts_with("putenv ") => format!("composer run {rest}"),
        _ => command.to_owned(),
    }
}

/// The rules of a Makefile, and its variables. The rules that one needs come first in it.
fn rules(document: &[u8]) -> (Vec<Task>, Vec<(String, String)>) {
    let (mut tasks, mut settings) = (Vec::<Task>::new(), Vec::new());
    let mut pending = String::new();
    for (at, line) in lines(document) {
        let line = readable(line);
        let line = line.trim_end();
        if let Some(recipe) = line.strip_prefix('\t') {
            pending.push_str(recipe.trim_start().trim_start_matches(['@', '-', '+']));
            if let Some(begun) = pending.strip_suffix('\\') {
                pending.truncate(begun.len());
                continue;
            }
            let command = std::mem::take(&mut pending);
            let command = in_shell(&command);
            if let Some(task) = tasks.last_mut() {
                task.commands.push(command);
                task.at.end = at.end;
            }
        } else if let Some((names, needs)) = targets(line) {
            let commands = needs
                .split_whitespace()
                .filter(|need| *need != "|")
                .map(|need| format!("make {need}"))
                .collect();
            let name = names.split_whitespace().next().unwrap_or_default().to_owned();
            tasks.push(Task { at, name, commands });
        } else if let Some((name, value)) = line.split_once('=') {
            let name = name.trim_end_matches([':', '?', '+']).trim();
            settings.push((name.to_owned(), value.trim().to_owned()));
        }
        if tasks.len() >= TASKS_MAX || settings.len() >= 1000 {
            break;
        }
    }
    tasks.retain(|task| !task.commands.is_empty());
    (tasks, settings)
}

/// A recipe as the shell gets it: `$(NAME)` is a variable as `${NAME}` is, `$$` a dollar sign.
fn in_shell(recipe: &str) -> String {
    let (mut out, mut rest) = (String::new(), recipe);
    while let Some((front, behind)) = rest.split_once('$') {
        out.push_str(front);
        rest = if let Some(after) = behind.strip_prefix('$') {
            out.push('$');
            after
        } else if let Some((name, after)) =
            behind.strip_prefix('(').and_then(|behind| behind.split_once(')'))
        {
            out.push_str(&format!("${{{name}}}"));
            after
        } else {
            out.push('$');
            behind
        };
    }
    out.push_str(rest);
    out
}

/// What a line makes, and what it needs for that.
fn targets(line: &str) -> Option<(&str, &str)> {
    let (names, needs) = line.split_once(':')?;
    let is_rule = !names.is_empty()
        && !names.starts_with([' ', '\t', '#', '.'])
        && !names.contains(['=', '$', '"', '{'])
        && !needs.starts_with('=');
    is_rule.then(|| (names, needs.split(['#', ';']).next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &'static str, text: &str) -> Vec<(String, Vec<String>)> {
        let mut out = Parsed::default();
        Document { file }.read(text.as_bytes(), &mut out);
        let covered: usize = out.drafts.iter().map(|draft| draft.at.len()).sum();
        let gaps: usize = out.gaps.iter().map(|gap| gap.at.len()).sum();
        assert_eq!(covered + gaps, text.len());
        let script = |draft: Draft| match draft.kind {
            EventKind::Script(script) => (script.name, script.commands),
            other => panic!("{other:?}"),
        };
        out.drafts.into_iter().map(script).collect()
    }

    #[test]
    fn tasks_are_read_with_what_runs_before_and_behind_them() {
        let npm = r#"{"name": "x", "scripts": {
            "preseed": "echo a", "seed": "knex seed:run", "postseed": "echo b"}, "x": {}}"#;
        let tasks = read("package.json", npm);
        assert_eq!(tasks[1].0, "seed of package.json");
        assert_eq!(tasks[1].1, ["echo a", "knex seed:run", "echo b"]);
        let composer = r#"{"scripts": {"reset": ["@php artisan migrate:fresh", "@seed"]}}"#;
        assert_eq!(
            read("composer.json", composer)[0].1,
            ["php artisan migrate:fresh", "composer run seed"]
        );
        let make = "DB := shop\n.PHONY: reset\nreset: stop # all\n\t@mysql \\\n\t  $(DB) < r.sql\n";
        assert_eq!(read("Makefile", make)[0].1, ["make stop", "mysql ${DB} < r.sql"]);
    }

    #[test]
    fn other_files_of_these_forms_are_no_tasks() {
        const MAKE: &str = "reset: stop\n\tphp artisan migrate:fresh\n";
        let likeness = |name: &str, text: &str| {
            (FORMAT.sniff)(&Head { name, bytes: text.as_bytes(), whole: true }).0
        };
        assert!(likeness("app/package.json", "{\"scripts\": {\"a\": \"b\"}}") > 0);
        assert_eq!(likeness("app/package.json", "{\"dependencies\": {}}"), 0);
        assert_eq!(likeness("app/other.json", "{\"scripts\": {\"a\": \"b\"}}"), 0);
        assert!(likeness("Makefile", MAKE) > 0);
        assert_eq!(likeness("notes.txt", MAKE), 0);
    }

    #[test]
    fn only_names_in_brackets_behind_a_dollar_are_variables() {
        assert_eq!(
            in_shell("mysql $(DB) -e \"DELETE FROM t WHERE id IN (1,2)\" $$(cat a) $@"),
            "mysql ${DB} -e \"DELETE FROM t WHERE id IN (1,2)\" $(cat a) $@"
        );
    }
}
