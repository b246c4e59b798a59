//! Logs of continuous integration and deployment tools: GitHub Actions (`…Z ##[group]Run x`),
//! GitLab (`section_start:<epoch>:x`, `$ x`), Jenkins (`[Pipeline] sh`, `+ x`), Deployer (`[host]
//! run x`), Envoy (`[user@host]: output`).

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        remark::Remark,
        session::{Command, CommandVia},
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            artisan,
            lines::{clip, lines, text, without_bom, without_escapes},
        },
    },
    time::{Written, read},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "ci_log",
    about: "log of GitHub Actions, GitLab CI, Azure Pipelines, Jenkins, Deployer or Envoy",
    example: "2026-01-02T03:04:05.1234567Z ##[group]Run php artisan migrate --force",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..head.bytes.len().min(64 * 1024)).unwrap_or(head.bytes);
    let has = |mark: &[u8]| memchr::memmem::find(begin, mark).is_some();
    // what a runner says stands at the start of lines, and among the first of them
    let first = unstamped(head.lines().next().unwrap_or_default()).1;
    let is_build = [
        "Started by user ",
        "Started by timer",
        "Started by an SCM change",
        "Started by upstream project ",
        "Started by remote host ",
    ]
    .iter()
    .any(|words| first.starts_with(words));
    if is_build
        || head.lines().filter(|line| !line.trim_ascii().is_empty()).take(60).any(is_of_a_runner)
    {
        return Likeness(91);
    }
    let (envoy, all) = head.lines().take(500).filter(|line| !line.trim_ascii().is_empty()).fold(
        (0_usize, 0_usize),
        |(envoy, all), line| {
            (envoy + usize::from(after_host(&text(&without_escapes(line))).is_some()), all + 1)
        },
    );
    if envoy > 0 && envoy * 2 >= all {
        let known =
            head.lines().take(500).any(|line| matches!(mark(line), Some(Mark::Command(..))))
                || has(b"[32m")
                || has(b"@");
        return Likeness(if known { 72 } else { 20 });
    }
    let deployer = head
        .lines()
        .take(500)
        .filter(|line| matches!(mark(line), Some(Mark::Command(_, _, CommandVia::Deploy))))
        .count();
    Likeness(match deployer {
        0 => 0,
        _ if has(b"task deploy") || has(b"task artisan:") || has(b"# task ") => 90,
        _ => 30,
    })
}

/// Whether a line is one that only a runner writes.
fn is_of_a_runner(line: &[u8]) -> bool {
    let (stamp, rest) = unstamped(line);
    section(&rest).is_some()
        || rest.starts_with("Running with gitlab-runner ")
        || ["[Pipeline] ", "Building in workspace ", "Building remotely on "]
            .iter()
            .any(|words| rest.starts_with(words))
        || stamp.is_some() && (rest.starts_with("##[group]") || rest.starts_with("##[section]"))
}

/// Epoch and name of a section that GitLab begins.
fn section(rest: &str) -> Option<(&str, &str)> {
    let (epoch, name) = rest.strip_prefix("section_start:")?.split_once(':')?;
    (epoch.len() > 8 && epoch.bytes().all(|b| b.is_ascii_digit())).then_some((epoch, name))
}

/// What Envoy's `[user@host]: ` stands before; also `[127.0.0.1]: ` for a local task.
fn after_host(line: &str) -> Option<&str> {
    let (host, told) = line.strip_prefix('[')?.split_once("]: ")?;
    let named = host.contains('@') || host.contains('.') || host == "localhost";
    (named
        && host.len() < 120
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.' | b'-' | b'_')))
    .then_some(told)
}

/// Whether a line is the head of a step of GitHub Actions.
fn is_step(line: &[u8]) -> bool {
    unstamped(line).1.starts_with("##[group]Run ")
}

/// What Azure Pipelines writes before the lines of a script.
const SCRIPT: &str = "Script contents:";

/// A line that begins a record.
enum Mark {
    /// A command, where it was found.
    Command(Option<Written>, String, CommandVia),
    /// A section or task begins.
    Section(Option<Written>, String),
}

/// The stamp before a line, and the line without it.
fn unstamped(line: &[u8]) -> (Option<Written>, String) {
    let clean = without_escapes(without_bom(line));
    if let Some((stamp, took)) = read::read_iso(&clean)
        && stamp.offset_s.is_some()
    {
        let rest = text(clean.get(took..).unwrap_or_default());
        let rest = rest.strip_prefix(' ').unwrap_or(&rest);
        // GitLab numbers the stream: `00O text`, `01E+text`
        let bytes = rest.as_bytes();
        let stream = bytes.len() > 3
            && bytes.iter().take(2).all(u8::is_ascii_hexdigit)
            && matches!(bytes.get(2), Some(b'O' | b'E'))
            && matches!(bytes.get(3), Some(b' ' | b'+'));
        let rest = if stream { rest.get(4..).unwrap_or_default() } else { rest };
        return (Some(stamp), rest.to_owned());
    }
    // Jenkins' timestamps stand in brackets
    if let Some(inner) = clean.strip_prefix(b"[")
        && let Some((stamp, took)) = read::read_iso(inner)
        && let Some(rest) = inner.get(took..).and_then(|rest| rest.strip_prefix(b"] "))
    {
        return (Some(stamp), text(rest));
    }
    (None, text(&clean))
}

/// What a line says: neither stamp nor host, nor GitLab's mark of a section's end.
fn said(line: &[u8]) -> String {
    let (_, rest) = unstamped(line);
    let rest = if rest.starts_with("section_end:") {
        rest.split_once('\r').map_or_else(String::new, |(_, after)| after.to_owned())
    } else {
        rest
    };
    after_host(&rest).map_or_else(|| rest.clone(), str::to_owned)
}

/// The whole of a step of GitHub Actions: its head has the first line of a script or the name of an
/// action; behind it, up to the end of the group, stand the script's lines, or the action's inputs,
/// of which one may be a script.
fn step(head: &str, lines: &[String]) -> Option<String> {
    let end = lines.iter().position(|line| line.starts_with("##[endgroup]"))?;
    let lines = lines.get(..end)?;
    let after = |line: &String| {
        ["shell: ", "with:", "env:"].iter().any(|key| line.trim_end().starts_with(key.trim_end()))
    };
    let part = lines.iter().position(after).unwrap_or(end);
    let script = lines.get(..part)?;
    if script.first().is_some_and(|line| line == head) {
        return Some(script.join("; "));
    }
    let inputs = lines.get(part..)?;
    let value = |line: &String| {
        let (key, value) = line.trim_start().split_once(": ")?;
        matches!(key, "script" | "run" | "command" | "commands" | "cmd").then(|| value.to_owned())
    };
    let (at, first) = inputs.iter().enumerate().find_map(|(at, line)| Some((at, value(line)?)))?;
    // the inputs are indented alike; other lines go on with the value
    let more = inputs.get(at + 1..)?.iter().take_while(|line| !line.starts_with("  "));
    let script: Vec<String> =
        std::iter::once(first).chain(more.filter(|line| !after(line)).cloned()).collect();
    Some(script.join("; "))
}

fn mark(line: &[u8]) -> Option<Mark> {
    let (stamp, rest) = unstamped(line);
    if let Some((epoch, name)) = section(&rest) {
        let stamp = read::read_epoch(epoch.as_bytes()).map(|(written, _)| written).or(stamp);
        let name = name.split(['\r', '\u{1b}', '[']).next().unwrap_or(name);
        return Some(Mark::Section(stamp, name.to_owned()));
    }
    // a section's mark and what follows it stand on one line, parted by a carriage return
    let rest =
        rest.rsplit('\r').next().filter(|r| !r.is_empty()).map_or(rest.clone(), str::to_owned);
    let rest = rest.trim_end();
    if let Some(run) = rest
        .strip_prefix("##[group]Run ")
        .or_else(|| rest.strip_prefix("##[command]"))
        .or_else(|| rest.strip_prefix("[command]"))
    {
        return Some(Mark::Command(stamp, run.to_owned(), CommandVia::Ci));
    }
    // of Azure Pipelines: the script stands on the lines below, up to a ruler
    if stamp.is_some() && rest == SCRIPT {
        return Some(Mark::Command(stamp, String::new(), CommandVia::Ci));
    }
    let titles = ["##[group]", "##[section]", "##[error]"];
    if let Some(section) = titles.iter().find_map(|title| rest.strip_prefix(title)) {
        return Some(Mark::Section(stamp, section.to_owned()));
    }
    // what runs on another host or in a script that shows what it runs
    let told = rest.strip_prefix("out: ").or_else(|| rest.strip_prefix("err: ")).unwrap_or(rest);
    let shown = told.strip_prefix("+ ");
    if shown.is_some_and(artisan::looks_like_shown_command)
        || stamp.is_some() && told.starts_with("php artisan ") && artisan::looks_like_command(told)
    {
        let command = shown.unwrap_or(told).to_owned();
        return Some(Mark::Command(stamp, command, CommandVia::Ci));
    }
    if let Some(command) = rest.strip_prefix("$ ") {
        return Some(Mark::Command(stamp, command.to_owned(), CommandVia::Ci));
    }
    if let Some(task) = rest
        .strip_prefix("task ")
        .or_else(|| rest.strip_prefix("# task "))
        .or_else(|| rest.strip_prefix("➤ Executing task "))
    {
        return (task.len() < 120 && !task.contains(' '))
            .then(|| Mark::Section(stamp, task.to_owned()));
    }
    if let Some(told) = after_host(rest) {
        let told = told.trim().trim_start_matches("$ ").trim_start_matches("+ ");
        return artisan::looks_like_command(told)
            .then(|| Mark::Command(stamp, told.to_owned(), CommandVia::Deploy));
    }
    let (host, told) = rest.strip_prefix('[')?.split_once("] ")?;
    // Jenkins: `[workspace] $ /bin/sh -xe /tmp/jenkins12.sh`
    if let Some(command) = told.strip_prefix("$ ").filter(|_| !host.contains(' ')) {
        return Some(Mark::Command(stamp, command.to_owned(), CommandVia::Ci));
    }
    let command = told.strip_prefix("run: ").or_else(|| told.strip_prefix("run "))?;
    (!host.contains(' ') && artisan::looks_like_command(command))
        .then(|| Mark::Command(stamp, command.to_owned(), CommandVia::Deploy))
}

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        mark(line).is_some()
    }

    fn reads_head(&self) -> bool {
        true
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        if record.trim_ascii().is_empty() {
            out.gap(0..record.len(), GapReason::Blank);
            return;
        }
        let mut seen = lines(record);
        let first = seen.next().map(|(_, line)| line).unwrap_or_default();
        let printed: Vec<String> = seen
            .take(2000)
            .map(|(_, line)| said(line))
            .filter(|line| !line.trim().is_empty())
            .collect();
        let output = (!printed.is_empty()).then(|| clip(&printed.join("\n"), 32_000));
        let draft = match mark(first) {
            Some(Mark::Command(stamp, command, via)) => {
                let whole = if command.is_empty() {
                    let script = printed.iter().take_while(|line| !line.starts_with("====="));
                    Some(script.cloned().collect::<Vec<_>>().join("; "))
                } else {
                    is_step(first).then(|| step(&command, &printed)).flatten()
                };
                let command = whole.unwrap_or(command);
                let proved = artisan::proved_by_output(printed.iter().map(String::as_str))
                    .filter(|_| !command.contains("artisan "));
                let kind = EventKind::Command(Box::new(Command {
                    command,
                    via,
                    output: output.clone(),
                    ..Command::default()
                }));
                if let Some(proved) = proved {
                    let told = Command {
                        command: proved,
                        via: CommandVia::ToolOutput,
                        output,
                        ..Command::default()
                    };
                    out.draft(
                        Draft::new(record.len(), EventKind::Command(Box::new(told)))
                            .stamped(stamp.clone()),
                    );
                }
                Draft::new(record.len(), kind).stamped(stamp)
            }
            Some(Mark::Section(stamp, name)) => {
                let told = output.map_or(name.clone(), |output| format!("{name}\n{output}"));
                Draft::new(record.len(), EventKind::Text(told)).stamped(stamp)
            }
            None => {
                // what was printed before the first command or section
                let (stamp, line) = (unstamped(first).0, said(first));
                let told = output.map_or(line.clone(), |output| format!("{line}\n{output}"));
                let kind = match artisan::proved_by_output(told.lines()) {
                    Some(command) => EventKind::Command(Box::new(Command {
                        command,
                        via: CommandVia::ToolOutput,
                        output: Some(told),
                        ..Command::default()
                    })),
                    None => EventKind::Text(told),
                };
                Draft::new(record.len(), kind).stamped(stamp)
            }
        };
        out.draft(draft);
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(Section(None))
    }
}

/// The stamp of the section that unstamped lines stand in.
struct Section(Option<Written>);

impl Carry for Section {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for draft in drafts {
            match (&draft.written, &self.0) {
                (Some(stamp), _) => self.0 = Some(stamp.clone()),
                (None, Some(stamp)) => {
                    draft.written = Some(stamp.clone());
                    draft.remarks.push(Remark::SectionStamp);
                }
                (None, None) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(record: &str) -> (String, bool) {
        let mut out = Parsed::default();
        Records.read(record.as_bytes(), &mut out);
        let draft = out.drafts.last().expect("a draft");
        match &draft.kind {
            EventKind::Command(c) => (c.command.clone(), draft.written.is_some()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn commands_of_all_four_tools_are_found() {
        assert_eq!(
            command(
                "2026-01-02T03:04:05.1234567Z ##[group]Run php artisan migrate --force\n2026-01-02T03:04:06.1234567Z Nothing to migrate.\n"
            ),
            ("php artisan migrate --force".into(), true)
        );
        assert_eq!(
            command("\u{1b}[32;1m$ php artisan migrate:fresh\u{1b}[0;m\n"),
            ("php artisan migrate:fresh".into(), false)
        );
        assert_eq!(
            command("2026-01-02T03:04:05.123456Z 00O $ make reset\n"),
            ("make reset".into(), true)
        );
        assert_eq!(
            command("[deployer@10.0.0.5]: php artisan migrate:fresh --force\n"),
            ("php artisan migrate:fresh --force".into(), false)
        );
        assert_eq!(
            command("[127.0.0.1]: Dropped all tables successfully.\n[127.0.0.1]: Migration table created successfully.\n").0,
            "php artisan migrate:fresh"
        );
        assert_eq!(
            command("[web1] run cd /srv && php artisan migrate --force\n"),
            ("cd /srv && php artisan migrate --force".into(), false)
        );
    }

    #[test]
    fn the_whole_script_of_a_step_is_its_command() {
        let stamped = |lines: &[&str]| {
            lines
                .iter()
                .map(|line| format!("2026-01-02T03:04:05.1234567Z {line}\n"))
                .collect::<String>()
        };
        let run = stamped(&[
            "##[group]Run cd app",
            "\u{1b}[36;1mcd app\u{1b}[0m",
            "\u{1b}[36;1mphp artisan migrate:fresh --force\u{1b}[0m",
            "shell: /usr/bin/bash -e {0}",
            "env:",
            "  APP_ENV: production",
            "##[endgroup]",
        ]);
        assert_eq!(command(&run).0, "cd app; php artisan migrate:fresh --force");
        let action = stamped(&[
            "##[group]Run appleboy/ssh-action@v1",
            "with:",
            "  host: ***",
            "  script: cd /srv/shop",
            "php artisan db:seed --force",
            "  port: 22",
            "##[endgroup]",
        ]);
        assert_eq!(command(&action).0, "cd /srv/shop; php artisan db:seed --force");
        let checkout =
            stamped(&["##[group]Run actions/checkout@v4", "with:", "  ref: main", "##[endgroup]"]);
        assert_eq!(command(&checkout).0, "actions/checkout@v4");
    }

    #[test]
    fn a_script_of_azure_pipelines_is_its_command() {
        let lines = ["Script contents:", "cd app", "rails db:drop", "===== Starting =====", "ok"];
        let log: String = lines.map(|line| format!("2026-01-02T03:04:05.1Z {line}\n")).concat();
        assert_eq!(command(&log), ("cd app; rails db:drop".into(), true));
    }

    #[test]
    fn what_a_script_shows_of_what_it_runs_is_a_command() {
        for (line, is_command) in [
            ("2026-01-02T03:04:05Z out: php artisan db:seed --force", true),
            ("2026-01-02T03:04:05Z + php artisan migrate:fresh", true),
            ("2026-01-02T03:04:05Z + 12 files changed", false),
            ("2026-01-02T03:04:05Z out: run php artisan migrate to go on", false),
            ("php artisan migrate", false),
        ] {
            let found = matches!(mark(line.as_bytes()), Some(Mark::Command(..)));
            assert_eq!(found, is_command, "{line}");
        }
    }

    #[test]
    fn a_build_of_jenkins_shows_its_commands_as_the_shell_does() {
        use crate::format::testing::{likeness, read};
        let build = "Started by user ops\nBuilding in workspace /var/lib/jenkins/shop\n[shop] $ /bin/sh -xe /tmp/jenkins12.sh\n+ php artisan migrate:fresh --force\nDropped all tables successfully.\n[2026-03-06T09:10:11.123Z] + mysql shop -e 'drop table a'\n+ mvn -B flyway:clean\n+ 12 files changed\nFinished: SUCCESS\n";
        assert_eq!(likeness(&FORMAT, build), 91);
        let commands: Vec<_> = read(&FORMAT, build.as_bytes())
            .0
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Command(c) if c.via == CommandVia::Ci => Some(c.command),
                _ => None,
            })
            .collect();
        assert_eq!(
            commands,
            [
                "/bin/sh -xe /tmp/jenkins12.sh",
                "php artisan migrate:fresh --force",
                "mysql shop -e 'drop table a'",
                "mvn -B flyway:clean"
            ]
        );
        assert_eq!(likeness(&FORMAT, "2026-03-06 09:10:11 Started by user ops\n"), 0);
    }

    #[test]
    fn the_words_of_a_runner_in_what_others_write_make_no_log_of_one() {
        use crate::format::testing::likeness;
        let runner = "Running with gitlab-runner 16.0 (x)\nsection_start:1700000000:prepare\r\u{1b}[0KPreparing\n$ php artisan migrate\n";
        assert_eq!(likeness(&FORMAT, runner), 91);
        for other in [
            "10.0.0.5 - - [23/Nov/2026:06:20:09 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"section_start:1700000000:x\"\n",
            "# Time: 261123  06:20:02\nselect 'Running with gitlab-runner 16.0';\n",
            "section_start:1 is a word of ours\n",
            "2026-01-02T03:04:05Z said: ##[group]Run x\n",
        ] {
            assert_eq!(likeness(&FORMAT, other), 0, "{other}");
        }
    }
}
