//! Logs that scripts write about themselves: a stamp, a step, and below it what the step printed.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        log::Level,
        query::Query,
        session::{Command, CommandVia},
    },
    format::grammar::{
        artisan, bare_sql,
        lines::{clip, lines, text, without_bom, without_escapes},
        querylog::run_time,
        syslog_message, worker,
    },
    time::{Written, read},
};

/// The most of a step's output that is kept.
const OUTPUT: usize = 32_000;

/// A line with a stamp.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The stamp.
    pub stamp: Written,
    /// What stands in brackets before or after the stamp: `deploy 251`.
    pub tag: Option<String>,
    /// The rest, without rulers around it.
    pub text: String,
    /// The stamp stood in brackets, or in ISO form at the very start: what scripts write.
    pub plain: bool,
}

/// Reads `[stamp] text`, `stamp [tag] text`, `[tag] stamp text`, `=== stamp text ===`.
pub(crate) fn step(line: &[u8]) -> Option<Step> {
    let clean = without_escapes(without_bom(line));
    let mut rest = clean.as_ref();
    let ruled = rest.trim_ascii_start();
    let unruled = ruled.trim_ascii_start();
    let after_ruler = unruled
        .iter()
        .position(|b| !b"=-#*+> ".contains(b))
        .and_then(|at| unruled.get(at..))
        .unwrap_or(unruled);
    if after_ruler.len() != rest.len() {
        rest = after_ruler;
    }
    let levelled = after_level(rest);
    rest = levelled.unwrap_or(rest);
    // `D, [2026-01-02T03:04:05.123456 #12] DEBUG -- : …`
    if let [b'A'..=b'Z', b',', b' ', ruby @ ..] = rest
        && ruby.first() == Some(&b'[')
    {
        rest = ruby;
    }
    let mut tag = None;
    let (stamp, mut after, plain) = if let Some(inner) = rest.strip_prefix(b"[") {
        if let Some((stamp, took)) = read::read_any(inner) {
            let after = inner.get(took..)?;
            // Ruby's logger puts the process behind the stamp
            let digits = |number: &[u8]| number.iter().take_while(|b| b.is_ascii_digit()).count();
            let process = after.strip_prefix(b" #").map_or(0, |number| digits(number) + 2);
            let after = after.get(process..)?;
            // Celery the level and the process: `: INFO/MainProcess]`
            let head = after.strip_prefix(b": ").and_then(|rest| rest.get(..rest.len().min(40)));
            let close = head.and_then(|head| memchr::memchr(b']', head)).map_or(0, |at| at + 2);
            (stamp, after.get(close..)?.strip_prefix(b"]")?, true)
        } else {
            let head = inner.get(..inner.len().min(60))?;
            let close = memchr::memchr(b']', head)?;
            let name = text(head.get(..close)?);
            let after = inner.get(close + 1..)?.trim_ascii_start();
            let bracketed = after.strip_prefix(b"[").unwrap_or(after);
            let (stamp, took) = read::read_any(bracketed)?;
            tag = Some(name);
            let after = bracketed.get(took..)?;
            (stamp, after.strip_prefix(b"]").unwrap_or(after), true)
        }
    } else if let Some(inner) = rest.strip_prefix(b"(") {
        let (stamp, took) = read::read_any(inner)?;
        (stamp, inner.get(took..)?.strip_prefix(b")")?, true)
    } else {
        let (stamp, took) = read::read_any(rest)?;
        let iso = levelled.is_none() && rest.first().is_some_and(u8::is_ascii_digit);
        (stamp, rest.get(took..)?, iso)
    };
    if after.first().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    after = after.trim_ascii_start();
    for separator in [&b"--> "[..], b": ", b"- ", b"| ", b"-- ", b"> "] {
        after = after.strip_prefix(separator).unwrap_or(after);
    }
    after = after.trim_ascii();
    if tag.is_none()
        && let Some(inner) = after.strip_prefix(b"[")
        && let Some(close) = memchr::memchr(b']', inner.get(..inner.len().min(60)).unwrap_or(inner))
    {
        tag = Some(text(inner.get(..close).unwrap_or_default()));
        after = inner.get(close + 1..)?.trim_ascii_start();
    }
    let words = text(after);
    let words = words.trim_matches(['=', '*', '#', ' ']).to_owned();
    Some(Step { stamp, tag, text: words, plain })
}

/// What follows a level that stands before the stamp: Django's `DEBUG 2026-…`, CodeIgniter's
/// `ERROR - 2026-… --> …`.
fn after_level(line: &[u8]) -> Option<&[u8]> {
    let end = line.iter().take(12).position(|b| !b.is_ascii_uppercase())?;
    let (level, rest) = line.split_at_checked(end)?;
    let rest = rest.strip_prefix(b" - ").or_else(|| rest.strip_prefix(b" "))?;
    let known = !matches!(Level::of(&text(level)), Level::Other(_));
    (known && rest.first().is_some_and(u8::is_ascii_digit)).then_some(rest)
}

/// Whether the text after the stamp is a system log's `host program[12]: …` or a server's own line,
/// which other formats know.
pub(crate) fn is_system_line(step: &Step) -> bool {
    let mut words = step.text.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let number = !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit());
    (second.ends_with(':')
        && second.len() > 1
        && !first.contains([':', '.'])
        && (second.contains('[') || second.contains('(')))
        || (number && (second.starts_with('[') || second == "Query" || second == "Connect"))
}

/// Whether the text after the stamp is an entry of a program's logger, which names a class, a
/// thread or a file behind or before the level: `INFO  com.shop.Job - …`, `INFO 1 --- [main] …`,
/// `INFO -- : …` (Ruby), `{job.py:84} INFO - …` (Airflow), columns between tabs (zap).
pub(crate) fn is_logger_line(step: &Step) -> bool {
    let text = match step.text.strip_prefix('{').and_then(|file| file.split_once("} ")) {
        Some((_, rest)) => rest,
        None => &step.text,
    };
    let end = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len());
    let (level, rest) = text.split_at(end);
    if matches!(Level::of(level), Level::Other(_)) {
        return false;
    }
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_class = first.matches('.').count() > 1 && !first.contains(['/', '='])
        || first
            .split_once(':')
            .is_some_and(|(_, line)| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()));
    rest.starts_with('\t')
        || matches!(first, "--" | "---")
        || first == "-" && text.len() < step.text.len()
        || second == "---"
        || is_class
}

/// The command that an entry of a logger says was run: Airflow gives its words as a list.
fn ran(step: &Step) -> Option<&str> {
    let (_, told) = step.text.split_once("Running command: ").filter(|_| is_logger_line(step))?;
    let inner = told.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    let last = inner.and_then(|list| list.rsplit_once("'-c', "));
    let told = last.map_or(told, |(_, last)| last.trim_matches(['\'', '"']));
    (!told.starts_with('[')).then_some(told)
}

/// The command that a step says it runs: `php artisan x`, `Running: php artisan x`, `$ php …`.
pub(crate) fn command_in(step: &str) -> Option<&str> {
    let mut told = step.trim();
    for lead in [
        "$ ",
        "+ ",
        "> ",
        "# ",
        "run ",
        "run: ",
        "Run: ",
        "exec: ",
        "cmd: ",
        "CMD: ",
        "command: ",
        "Command: ",
    ] {
        told = told.strip_prefix(lead).unwrap_or(told);
    }
    for lead in ["running", "executing", "run", "exec", "starting", "step"] {
        if let Some((word, rest)) = told.split_once([' ', ':'])
            && word.eq_ignore_ascii_case(lead)
        {
            let rest = rest
                .trim_start_matches([' ', ':', '\'', '"', '`'])
                .trim_end_matches(['\'', '"', '`']);
            let rest =
                rest.strip_suffix(" ...").or_else(|| rest.strip_suffix("...")).unwrap_or(rest);
            if artisan::looks_like_command(rest) {
                return Some(rest);
            }
        }
    }
    artisan::looks_like_command(told).then_some(told)
}

/// The command that a shell shows before it runs it (`set -x`): `+ rm -f x`, in a subshell `++
/// date`.
pub(crate) fn traced(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('+');
    let command = rest.strip_prefix(' ').filter(|_| rest.len() < line.len())?;
    let first = command.chars().next()?;
    (first.is_alphabetic() || "./_'\"[($".contains(first)).then_some(command)
}

/// Whether a step says that something begins: `deploy started by x`, `refresh start: …`.
pub(crate) fn is_beginning(step: &str) -> bool {
    words(step).any(|w| {
        matches!(
            w.as_str(),
            "start"
                | "started"
                | "starting"
                | "starts"
                | "begin"
                | "begins"
                | "beginning"
                | "began"
        )
    })
}

/// Whether a step says that something is over.
pub(crate) fn is_end(step: &str) -> bool {
    words(step).any(|w| {
        matches!(
            w.as_str(),
            "done"
                | "finished"
                | "finish"
                | "complete"
                | "completed"
                | "ended"
                | "end"
                | "succeeded"
                | "failed"
        )
    })
}

/// Whether a step speaks of a deployment.
pub(crate) fn is_deployment(step: &str) -> bool {
    words(step).any(|w| {
        matches!(
            w.as_str(),
            "deploy"
                | "deploying"
                | "deployed"
                | "deployment"
                | "release"
                | "releasing"
                | "rollback"
                | "artisan"
                | "composer"
                | "envoy"
                | "forge"
                | "checkout"
                | "symlink"
        )
    })
}

fn words(step: &str) -> impl Iterator<Item = String> + '_ {
    step.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(40)
        .map(str::to_lowercase)
}

/// Who is named as the one who set it off: `… by alice, release 3`, `user=alice`.
pub(crate) fn person(step: &str) -> Option<String> {
    for mark in [
        " by user ",
        " by ",
        "user=",
        "user: ",
        "deployer: ",
        "deployer=",
        "triggered_by=",
        "actor=",
        "actor: ",
        "(as ",
    ] {
        if let Some((_, rest)) = step.split_once(mark) {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | '+'))
                .collect();
            let name = name.trim_end_matches(['.', '-']);
            if !name.is_empty() && name.len() < 100 && !matches!(name, "the" | "a" | "an" | "user")
            {
                return Some(name.to_owned());
            }
        }
    }
    None
}

/// The drafts of one record: the step, and commands that its output echoes or proves.
pub(crate) fn drafts(
    record: &[u8],
    via: Option<CommandVia>,
    out: &mut Vec<Draft>,
) -> Option<GapReason> {
    let clean = without_escapes(record);
    let mut seen = lines(&clean);
    let first = seen.next().map(|(_, line)| line).unwrap_or_default();
    let Some(step) = step(first) else {
        return Some(if record.trim_ascii().is_empty() {
            GapReason::Blank
        } else {
            GapReason::Furniture
        });
    };
    let printed: Vec<String> =
        seen.map(|(_, line)| text(line)).filter(|line| !line.trim().is_empty()).collect();
    let output = (!printed.is_empty()).then(|| clip(&printed.join("\n"), OUTPUT));
    if step.text.is_empty() && output.is_none() {
        return Some(GapReason::Furniture);
    }
    let mut told = step.text.clone();
    if let Some(query) = logged_query(&step, &printed) {
        let took = query.query_time_us.and_then(|us| i64::try_from(us).ok()).unwrap_or(0);
        let draft = Draft::new(record.len(), EventKind::Query(Box::new(query)));
        out.push(Draft { shift_us: took.saturating_neg(), ..draft.stamped(Some(step.stamp)) });
        return None;
    }
    let make = |command: &str, via: CommandVia, output: Option<String>| {
        EventKind::Command(Box::new(Command {
            command: command.to_owned(),
            via,
            output,
            ..Command::default()
        }))
    };
    // only a shell that runs commands shows them so, whatever log it writes to
    let shown = || Some((via.unwrap_or(CommandVia::ScriptLog), traced(&step.text)?));
    let given = via
        .and_then(|via| command_in(&step.text).map(|command| (via, command)))
        .or_else(shown)
        .or_else(|| Some((CommandVia::ScriptLog, ran(&step)?)));
    // a server that began to listen names where
    let listens = step.text.contains("://") && words(&step.text).any(|word| word == "server");
    let says = is_beginning(&step.text) && !is_end(&step.text) && !is_logger_line(&step);
    let begins = via.filter(|_| says && !listens);
    let kind = if let Some(job) = worker::job(step.tag.as_deref(), &step.text) {
        EventKind::Command(Box::new(job))
    } else if let Some((via, command)) = given {
        make(command, via, output.clone())
    } else if let Some(via) = begins {
        let mut command = Command {
            command: told.clone(),
            via,
            user: person(&told),
            output: output.clone(),
            ..Command::default()
        };
        command.host = None;
        EventKind::Command(Box::new(command))
    } else if let Some(killed) = syslog_message::kernel(&step.text) {
        killed
    } else {
        if let Some(tag) = &step.tag {
            told = format!("[{tag}] {told}");
        }
        if let Some(output) = &output {
            told = format!("{told}\n{output}");
        }
        EventKind::Text(clip(&told, OUTPUT))
    };
    out.push(Draft::new(record.len(), kind).stamped(Some(step.stamp.clone())));
    if let Some(via) = via {
        // commands that a shell with `set -x`, or the script itself, echoes without a stamp
        for line in &printed {
            let echoed = line
                .strip_prefix("+ ")
                .or_else(|| line.strip_prefix("++ "))
                .or_else(|| line.strip_prefix("$ "));
            if let Some(command) = echoed.filter(|told| artisan::looks_like_shown_command(told)) {
                out.push(
                    Draft::new(record.len(), make(command, via, None))
                        .stamped(Some(step.stamp.clone())),
                );
            }
        }
        if let Some(proved) = artisan::proved_by_output(printed.iter().map(String::as_str)) {
            let name = proved.split(' ').nth(2).unwrap_or(&proved);
            let said = out.iter().any(|draft| matches!(&draft.kind, EventKind::Command(c) if c.command.contains("artisan ")));
            if !said && name != "cache:clear" {
                out.push(
                    Draft::new(record.len(), make(&proved, CommandVia::ToolOutput, output))
                        .stamped(Some(step.stamp)),
                );
            }
        }
    }
    None
}

/// The statement that an entry logs, on its line or below it.
fn logged_query(step: &Step, printed: &[String]) -> Option<Query> {
    let whole = std::iter::once(step.text.as_str()).chain(printed.iter().map(String::as_str));
    let whole = whole.collect::<Vec<_>>().join("\n");
    // below it may stand where in the program it was sent
    let places = printed.iter().all(|line| line.trim_start().starts_with("in /"));
    let first = || bare_sql::find(step.text.trim()).filter(|_| places);
    let found = bare_sql::find(whole.trim()).or_else(first)?;
    Some(Query {
        sql: found.sql.to_owned(),
        query_time_us: run_time(found.lead).or_else(|| run_time(found.tail)),
        ..Query::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(record: &str) -> Vec<Draft> {
        let mut out = Vec::new();
        drafts(record.as_bytes(), Some(CommandVia::Deploy), &mut out);
        out
    }

    #[test]
    fn stamps_of_all_common_shapes_begin_a_step() {
        for (line, text, tag) in [
            ("[2026-01-02 03:04:05] php artisan down", "php artisan down", None),
            (
                "2026-01-02T03:04:05Z [deploy 251] fresh database requested",
                "fresh database requested",
                Some("deploy 251"),
            ),
            ("[2026-01-02T03:04:05+01:00] refresh start: a -> b", "refresh start: a -> b", None),
            ("=== 2026-01-02 03:04:05 deploy ===", "deploy", None),
            ("[deploy] 2026-01-02 03:04:05 - step one", "step one", Some("deploy")),
            ("Fri Jan  2 03:04:05 UTC 2026: backup", "backup", None),
            ("ERROR - 2026-01-02 03:04:05 --> it broke", "it broke", None),
            ("DEBUG 2026-01-02 03:04:05,123 utils 7 it ran", "utils 7 it ran", None),
        ] {
            let step = step(line.as_bytes()).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((step.text.as_str(), step.tag.as_deref()), (text, tag), "{line}");
        }
        assert!(step(b"Migrating: 2014_10_12_000000_create_users_table").is_none());
        assert!(step(b"SHIPPED 2026-01-02 03:04:05 a parcel").is_none());
    }

    #[test]
    fn a_command_keeps_its_output_and_a_header_its_person() {
        let drafts = read(
            "[2026-01-02 03:04:05] php artisan migrate:fresh --force\nDropped all tables successfully.\n",
        );
        assert_eq!(drafts.len(), 1);
        let EventKind::Command(command) = &drafts[0].kind else { panic!("a command") };
        assert_eq!(
            (command.command.as_str(), command.output.as_deref()),
            ("php artisan migrate:fresh --force", Some("Dropped all tables successfully."))
        );
        let drafts = read("[2026-01-02 03:04:05] === deploy started by alice, release 1 ===\n");
        assert!(
            matches!(&drafts[0].kind, EventKind::Command(c) if c.user.as_deref() == Some("alice"))
        );
    }

    #[test]
    fn a_command_that_a_shell_shows_is_one_in_any_log() {
        let of = |line: &str| {
            let mut out = Vec::new();
            drafts(line.as_bytes(), None, &mut out);
            match out.pop().map(|draft| draft.kind) {
                Some(EventKind::Command(command)) => Some((command.command, command.via)),
                _ => None,
            }
        };
        let shown = of("2026-01-02T03:04:05.070000000Z + alembic downgrade base");
        assert_eq!(shown, Some(("alembic downgrade base".to_owned(), CommandVia::ScriptLog)));
        assert_eq!(of("2026-01-02T03:04:05Z INFO alembic downgrade base"), None);
        assert_eq!(of("2026-01-02T03:04:05Z + 12 rows"), None);
    }

    #[test]
    fn output_that_proves_more_than_the_step_says_is_told_too() {
        let drafts = read(
            "[2026-01-02 03:04:05] preparing database\nDropped all tables successfully.\nMigration table created successfully.\n",
        );
        assert!(
            matches!(&drafts[1].kind, EventKind::Command(c) if c.command == "php artisan migrate:fresh" && c.via == CommandVia::ToolOutput)
        );
    }

    #[test]
    fn an_entry_of_a_logger_begins_no_run_of_its_own() {
        for line in [
            "2026-01-02 03:04:05,123 [main] INFO  com.example.shop.Job - Starting cleanup",
            "2026-01-02T03:04:05.1Z  INFO 1 --- [main] c.e.ShopApplication : Starting Shop",
            "2026-01-02 03:04:05 INFO  Job:42 - Starting cleanup",
            "I, [2026-01-02T03:04:05.123456 #4242]  INFO -- : Started GET \"/\" for 10.0.0.5",
            "2026-01-02T03:04:05+0000\tINFO\tserver      \tRoadRunner server started",
        ] {
            assert!(is_logger_line(&step(line.as_bytes()).unwrap()), "{line}");
            let EventKind::Text(_) = &read(line)[0].kind else { panic!("{line}") };
        }
        // a script that writes levels
        let own = step(b"[2026-01-02 03:04:05] INFO Starting backup of a.b").unwrap();
        assert!(!is_logger_line(&own));
        let task = "[2026-01-02 03:04:05,123] {bash.py:129} INFO - Running command: mysql shop < /srv/reset.sql";
        let list = task.replace(
            "mysql shop < /srv/reset.sql",
            "['/usr/bin/bash', '-c', 'mysql shop < /srv/reset.sql']",
        );
        for line in [task, &list] {
            let EventKind::Command(run) = &read(line)[0].kind else { panic!("{line}") };
            assert_eq!(run.command, "mysql shop < /srv/reset.sql");
        }
    }

    #[test]
    fn system_lines_are_told_from_steps() {
        let line = step(b"2026-01-02T03:04:05+00:00 web01 CRON[5]: (x) CMD (y)").expect("a step");
        assert!(is_system_line(&line));
        let line = step(b"2026-01-02  3:04:05 0 [Note] x").expect("a step");
        assert!(is_system_line(&line));
        let line = step(b"2026-01-02T03:04:05Z [deploy 251] schema").expect("a step");
        assert!(!is_system_line(&line));
    }
}
