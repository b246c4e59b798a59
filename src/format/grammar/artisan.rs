//! Laravel's console: command lines as the scheduler quotes them, lines of queue workers, and the
//! commands that printed output proves.

use crate::{
    event::{
        job::{CronRun, Scheduler},
        session::{Command, CommandVia},
    },
    format::grammar::{lines::text, monolog::bracketed_stamp},
    time::{Written, read},
};

/// The command that the scheduler ran, as one would type it: `'/usr/bin/php8.2' 'artisan' x >
/// '/dev/null' 2>&1` becomes `php artisan x`.
pub(crate) fn command_line(raw: &str) -> String {
    let mut raw = raw.trim();
    raw = raw.strip_prefix('(').unwrap_or(raw);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut quote: Option<char> = None;
    let mut quoted = false;
    for c in raw.chars() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            (c, Some(_)) => word.push(c),
            ('\'' | '"', None) => {
                quote = Some(c);
                quoted = true;
            }
            (';' | '>' | '|' | '&', None) => {
                // a file descriptor before the redirection is no argument
                if word == "2" || word == "1" {
                    word.clear();
                }
                break;
            }
            (c, None) if c.is_whitespace() => {
                if !word.is_empty() || quoted {
                    words.push(shown(&word, quoted, words.len()));
                }
                word.clear();
                quoted = false;
            }
            (c, None) => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(shown(&word, quoted, words.len()));
    }
    if words.first().is_some_and(|w| w == "artisan") {
        words.insert(0, "php".to_owned());
    }
    words.join(" ")
}

/// An argument, in quotes again where it needs them; an interpreter by its plain name.
fn shown(word: &str, quoted: bool, place: usize) -> String {
    if place == 0 {
        let name = word.rsplit('/').next().unwrap_or(word);
        if name.starts_with("php")
            && name.trim_start_matches("php").chars().all(|c| c.is_ascii_digit() || c == '.')
        {
            return "php".to_owned();
        }
    }
    if place == 1 && word.ends_with("artisan") {
        return "artisan".to_owned();
    }
    if quoted && word.contains(char::is_whitespace) { format!("'{word}'") } else { word.to_owned() }
}

/// A line of a queue worker: when, and the job's class as command with its status as output.
pub(crate) fn worker_line(line: &[u8]) -> Option<(Written, Command)> {
    if let Some((stamp, took)) = bracketed_stamp(line) {
        let mut rest = line.get(took..)?;
        if rest.first() == Some(&b'[') {
            let close = memchr::memchr(b']', rest.get(..rest.len().min(100))?)?;
            rest = rest.get(close + 1..)?;
        }
        let rest = text(rest);
        let (status, job) = rest.trim().split_once(':')?;
        if !matches!(status, "Processing" | "Processed" | "Failed" | "Released")
            || job.starts_with(':')
        {
            return None;
        }
        return Some((stamp, job_command(job.trim(), status, None)));
    }
    let indented = line.strip_prefix(b"  ")?;
    let (stamp, took) = read::read_space_local(indented)?;
    let rest = text(indented.get(took..)?.strip_prefix(b" ")?);
    let (job, tail) =
        rest.split_once(" .").or_else(|| rest.split_once("..")).unwrap_or((&rest, ""));
    let tail = tail.trim_matches(['.', ' ']);
    let (took, status) = tail.rsplit_once(' ').unwrap_or(("", tail));
    if job.starts_with("Running [")
        || !matches!(status, "RUNNING" | "DONE" | "FAIL" | "")
        || !class_like(job)
    {
        return None;
    }
    let output = if status.is_empty() { "RUNNING" } else { status };
    Some((stamp, job_command(job.trim(), output, seconds(took))))
}

fn job_command(job: &str, status: &str, elapsed_s: Option<u64>) -> Command {
    Command {
        command: job.to_owned(),
        via: CommandVia::Worker,
        output: Some(status.to_owned()),
        elapsed_s,
        ..Command::default()
    }
}

fn class_like(job: &str) -> bool {
    let class = job.split(' ').next().unwrap_or_default();
    !class.is_empty()
        && class.len() < 250
        && class.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '\\' | '_' | '@' | '(' | ')' | ':' | '.' | '-')
        })
        && class.starts_with(|c: char| c.is_alphabetic())
}

/// `5.47ms`, `2s`, `1m 3s`: whole seconds.
fn seconds(took: &str) -> Option<u64> {
    let mut total = 0.0f64;
    let mut any = false;
    for part in took.split(' ').filter(|p| !p.is_empty()) {
        let split = part.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
        let (number, unit) = part.split_at_checked(split)?;
        let number: f64 = number.replace(',', "").parse().ok()?;
        total += number
            * match unit {
                "ms" => 0.001,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                _ => return None,
            };
        any = true;
    }
    (any && total.is_finite() && total < 1e9).then_some(total as u64)
}

/// A worker's line of `queue:work --json`.
pub(crate) fn worker_json(value: &serde_json::Value) -> Option<(Option<Written>, Command)> {
    let field = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
    let job = field("job")?;
    let status = field("status")?;
    let stamp = field("timestamp").and_then(|t| read::read_iso(t.as_bytes())).map(|(w, _)| w);
    let elapsed = value
        .get("duration")
        .and_then(serde_json::Value::as_f64)
        .filter(|d| (0.0..1e9).contains(d))
        .map(|d| d as u64);
    Some((stamp, job_command(job, status, elapsed)))
}

/// A line of the scheduler that starts a task.
pub(crate) fn schedule_line(line: &[u8]) -> Option<(Option<Written>, CronRun)> {
    let run =
        |command: String| CronRun { command, scheduler: Scheduler::Laravel, ..CronRun::default() };
    let (stamp, rest) = match bracketed_stamp(line) {
        Some((stamp, took)) => (Some(stamp), line.get(took..)?.trim_ascii_start()),
        None => (None, line),
    };
    if let Some(raw) = rest.strip_prefix(b"Running scheduled command: ") {
        return Some((stamp, run(command_line(&text(raw)))));
    }
    let (stamp, took) = read::read_space_local(line.trim_ascii_start())?;
    let rest = text(line.trim_ascii_start().get(took..)?);
    let rest = rest.trim_start().strip_prefix("Running [")?;
    let (raw, tail) = rest.rsplit_once(']')?;
    (tail.contains("..") || tail.trim().is_empty() || tail.contains(" in background"))
        .then(|| (Some(stamp), run(command_line(raw))))
}

/// `⇂ '/usr/bin/php8.2' 'artisan' x > '/dev/null' 2>&1`: the whole command of the task before.
pub(crate) fn schedule_detail(line: &[u8]) -> Option<String> {
    let line = text(line);
    let raw = line.trim().strip_prefix('⇂')?.trim();
    raw.contains("artisan").then(|| command_line(raw))
}

/// Lines that a scheduler prints when there is nothing to tell.
pub(crate) fn is_idle_line(line: &[u8]) -> bool {
    let line = text(line);
    let line = line.trim();
    let line = line.strip_prefix("INFO").map_or(line, str::trim);
    line == "No scheduled commands are ready to run."
        || (line.starts_with("Skipping [") && line.contains("already r"))
}

/// What a line that artisan prints says was done, in the order in which one run says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Wiped,
    Fresh,
    Back,
    NothingBack,
    Table,
    Forward,
    Seeded,
}

/// How lines begin, what they say, and whether a run says it once.
const TOLD: [(&str, Told, bool); 15] = [
    ("Dropping all tables", Told::Fresh, true),
    ("Dropped all tables successfully", Told::Wiped, true),
    ("Rolling back migrations", Told::Back, true),
    ("Rolling back", Told::Back, false),
    ("Rolled back:", Told::Back, false),
    ("Nothing to rollback", Told::NothingBack, true),
    ("Preparing database", Told::Table, true),
    ("Migration table created successfully", Told::Table, true),
    ("Running migrations", Told::Forward, true),
    ("Migrating: ", Told::Forward, false),
    ("Nothing to migrate", Told::Forward, true),
    ("Seeding database", Told::Seeded, true),
    ("Database seeding completed", Told::Seeded, true),
    ("Seeding: ", Told::Seeded, false),
    ("Seeded: ", Told::Seeded, false),
];

fn told(line: &str) -> Option<(Told, bool)> {
    let line = line.trim();
    let line = line.strip_prefix("INFO").map_or(line, str::trim);
    let (_, told, once) = TOLD.iter().find(|(start, _, _)| line.starts_with(start))?;
    Some((*told, *once))
}

/// Tells where in the output of several runs the next one begins.
#[derive(Default)]
pub(crate) struct Runs {
    last: Option<Told>,
    once: Vec<Told>,
}

impl Runs {
    /// Whether a line is the first of a run: it says what comes before what was said already, or
    /// again what a run says once.
    pub(crate) fn begins(&mut self, line: &str) -> bool {
        let Some((said, once)) = told(line) else { return false };
        let again = self.last.is_some_and(|last| said < last) || once && self.once.contains(&said);
        if again {
            self.once.clear();
        }
        self.last = Some(said);
        self.once.extend(once.then_some(said));
        again
    }
}

/// The artisan command that printed these lines, as far as they prove one.
pub(crate) fn proved_by_output<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut all = Vec::new();
    let mut other = None;
    for line in lines {
        if let Some((said, _)) = told(line) {
            all.push(said);
            continue;
        }
        let line = line.trim();
        let line = line.strip_prefix("INFO").map_or(line, str::trim);
        if line.starts_with("All failed jobs deleted") {
            other = Some("queue:flush");
        } else if line.starts_with("Cleared ") && line.contains(" jobs from the [") {
            other = Some("queue:clear");
        } else if line.starts_with("Application cache cleared") {
            other = Some("cache:clear");
        }
    }
    let has = |said: Told| all.contains(&said);
    let (wiped, forward, table) = (has(Told::Wiped), has(Told::Forward), has(Told::Table));
    let name = if has(Told::Fresh) || (wiped && (table || forward)) {
        "migrate:fresh"
    } else if wiped {
        "db:wipe"
    } else if has(Told::Back) && forward {
        "migrate:refresh"
    } else if has(Told::Back) || has(Told::NothingBack) {
        "migrate:rollback"
    } else if forward {
        "migrate"
    } else if has(Told::Seeded) {
        return Some("php artisan db:seed".to_owned());
    } else if table {
        "migrate:install"
    } else {
        other?
    };
    let seed = if has(Told::Seeded) && name.starts_with("migrate") { " --seed" } else { "" };
    Some(format!("php artisan {name}{seed}"))
}

/// Whether a line is one that `artisan migrate` and its kin print.
pub(crate) fn is_migrate_line(line: &str) -> bool {
    let line = line.trim();
    let told = line.strip_prefix("INFO").map_or(line, str::trim);
    [
        "Migrating: ",
        "Migrated: ",
        "Rolling back: ",
        "Rolled back: ",
        "Dropping all tables",
        "Dropped all tables successfully",
        "Dropped all views successfully",
        "Migration table created successfully",
        "Running migrations.",
        "Rolling back migrations.",
        "Preparing database.",
        "Nothing to migrate.",
        "Nothing to rollback.",
        "Migration table not found.",
        "Creating migration table ..",
        "Seeding database.",
        "Database seeding completed successfully.",
        "Loading stored database schema",
        "Loaded stored database schema",
    ]
    .iter()
    .any(|start| told.starts_with(start))
        || (line.ends_with(" DONE") || line.ends_with(" FAIL"))
            && is_migration_name(line.split(' ').next().unwrap_or_default())
}

/// `2014_10_12_000000_create_users_table`.
pub(crate) fn is_migration_name(word: &str) -> bool {
    let mut parts = word.split('_');
    [4usize, 2, 2, 6].iter().all(|n| {
        parts.next().is_some_and(|p| p.len() == *n && p.bytes().all(|b| b.is_ascii_digit()))
    }) && parts.next().is_some_and(|p| !p.is_empty())
}

const PROGRAMS: [&str; 52] = [
    "php",
    "artisan",
    "composer",
    "npm",
    "npx",
    "yarn",
    "pnpm",
    "node",
    "git",
    "mysql",
    "mariadb",
    "mysqldump",
    "mariadb-dump",
    "mysqladmin",
    "cd",
    "ln",
    "rm",
    "cp",
    "mv",
    "mkdir",
    "touch",
    "cat",
    "find",
    "sudo",
    "docker",
    "docker-compose",
    "kubectl",
    "helm",
    "systemctl",
    "supervisorctl",
    "rsync",
    "scp",
    "ssh",
    "bash",
    "sh",
    "gunzip",
    "gzip",
    "zcat",
    "tar",
    "unzip",
    "chmod",
    "chown",
    "export",
    "source",
    "curl",
    "wget",
    "psql",
    "redis-cli",
    "crontab",
    "pt-online-schema-change",
    "gh-ost",
    "echo",
];

/// Whether `text` reads as a command line rather than as a sentence.
pub(crate) fn looks_like_command(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|w| {
        w.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
        })
    });
    let Some(first) = words.next() else { return false };
    // a request as `artisan serve` tells of it: `/login .... ~ 0s`
    if text.rsplit_once("~ ").is_some_and(|(_, took)| seconds(took).is_some()) {
        return false;
    }
    if text.contains("artisan ")
        && (first.contains("php")
            || first.contains("artisan")
            || first.ends_with("sail")
            || first == "docker")
    {
        return true;
    }
    let path = (first.starts_with('/')
        || first.starts_with("./")
        || first.starts_with("vendor/bin/")
        || first.starts_with("bin/"))
        && first.len() > 2
        && !first.ends_with(':');
    let name = first.rsplit('/').next().unwrap_or(first);
    let versioned = name.starts_with("php")
        && name.len() > 3
        && name.get(3..).is_some_and(|v| v.chars().all(|c| c.is_ascii_digit() || c == '.'));
    path || versioned || PROGRAMS.contains(&first)
}

/// Whether a line that a shell shows before it runs it (`+ mvn -B flyway:clean`) is a command: it
/// begins as a program's name, which need not be a known one, and has an argument that no sentence
/// has.
pub(crate) fn looks_like_shown_command(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let is_name = words.next().is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    });
    let is_argument = |word: &str| {
        let inner = |mark: char| {
            let mut parts = word.split(mark);
            let first = parts.next().unwrap_or_default();
            parts.next().is_some_and(|next| !first.is_empty() && !next.is_empty())
        };
        word.len() > 1 && word.starts_with('-') && !word.starts_with("---")
            || inner(':')
            || inner('.')
            || inner('=')
    };
    looks_like_command(text) || is_name && words.any(is_argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_command_needs_no_known_program() {
        for told in ["mvn -B flyway:clean", "mix ecto.drop", "atlas schema clean --url=x"] {
            assert!(looks_like_shown_command(told), "{told}");
        }
        for told in ["12 files changed", "added packages: 12", "Resource created", "create", "a b."]
        {
            assert!(!looks_like_shown_command(told), "{told}");
        }
    }

    #[test]
    fn a_request_that_was_served_is_no_command() {
        assert!(!looks_like_command("/login .... ~ 0s"));
        assert!(!looks_like_command("/favicon.ico  ~ 500.12ms"));
        assert!(looks_like_command("/srv/app/purge.sh ~ all"));
    }

    #[test]
    fn scheduler_quoting_and_redirections_are_taken_off() {
        assert_eq!(
            command_line("'/usr/bin/php8.2' 'artisan' calls:sync --x=1 > '/dev/null' 2>&1"),
            "php artisan calls:sync --x=1"
        );
        assert_eq!(command_line("'artisan' cache:clear"), "php artisan cache:clear");
        let background = "('/usr/bin/php8.2' 'artisan' x >> '/var/log/x.log' 2>&1 ; '/usr/bin/php8.2' 'artisan' schedule:finish \"f\" \"$?\") > '/dev/null' 2>&1 &";
        assert_eq!(command_line(background), "php artisan x");
    }

    #[test]
    fn worker_lines_of_three_generations_are_read() {
        let (_, old) =
            worker_line(b"[2018-12-24 07:34:32] Processed:  App\\Jobs\\X").expect("a job");
        assert_eq!(
            (old.command.as_str(), old.output.as_deref()),
            ("App\\Jobs\\X", Some("Processed"))
        );
        let (_, id) = worker_line(
            b"[2026-11-23 06:24:07][5c208bf66e63b3.56379160] Processing: App\\Jobs\\Foo",
        )
        .expect("a job");
        assert_eq!(id.command, "App\\Jobs\\Foo");
        let (_, new) = worker_line(
            b"  2026-11-23 06:24:01 App\\Jobs\\Foo ............................... 5.47ms DONE",
        )
        .expect("a job");
        assert_eq!(
            (new.command.as_str(), new.output.as_deref(), new.elapsed_s),
            ("App\\Jobs\\Foo", Some("DONE"), Some(0))
        );
        let (_, run) =
            worker_line(b"  2026-11-23 06:24:01 App\\Jobs\\Foo 7 database default ....... RUNNING")
                .expect("a job");
        assert_eq!(run.output.as_deref(), Some("RUNNING"));
        assert!(worker_line(b"[2026-11-23 06:24:07] local.INFO: Processing: x").is_none());
    }

    #[test]
    fn scheduler_lines_of_three_generations_are_read() {
        let (stamp, run) =
            schedule_line(b"[2026-11-23T06:24:01+00:00] Running scheduled command: '/usr/bin/php8.2' 'artisan' a:b > '/dev/null' 2>&1").expect("a run");
        assert_eq!((stamp.is_some(), run.command.as_str()), (true, "php artisan a:b"));
        let (stamp, _) = schedule_line(
            b"Running scheduled command: '/usr/bin/php7.4' 'artisan' inspire > '/dev/null' 2>&1",
        )
        .expect("a run");
        assert!(stamp.is_none());
        let (_, run) = schedule_line(
            b"  2026-11-23 06:24:00 Running ['artisan' cache:clear] ........... 30.25ms DONE",
        )
        .expect("a run");
        assert_eq!(run.command, "php artisan cache:clear");
        assert_eq!(
            schedule_detail("  ⇂ '/usr/bin/php8.2' 'artisan' x > '/dev/null' 2>&1".as_bytes())
                .as_deref(),
            Some("php artisan x")
        );
        assert!(is_idle_line(b"   INFO  No scheduled commands are ready to run.  "));
    }

    #[test]
    fn output_proves_the_command_that_printed_it() {
        let proved = |text: &str| proved_by_output(text.lines());
        assert_eq!(
            proved("Dropped all tables successfully.").as_deref(),
            Some("php artisan db:wipe")
        );
        assert_eq!(
            proved("Dropped all tables successfully.\nMigration table created successfully.\nMigrating: x").as_deref(),
            Some("php artisan migrate:fresh")
        );
        assert_eq!(
            proved("  Dropping all tables .... 5.95ms DONE\n\n   INFO  Seeding database.  ")
                .as_deref(),
            Some("php artisan migrate:fresh --seed")
        );
        assert_eq!(
            proved("Rolling back: a\nRolled back:  a (1ms)\nMigrating: a").as_deref(),
            Some("php artisan migrate:refresh")
        );
        assert_eq!(proved("Rolling back: a").as_deref(), Some("php artisan migrate:rollback"));
        assert_eq!(proved("hello"), None);
    }

    #[test]
    fn commands_are_told_from_sentences() {
        assert!(looks_like_command("php artisan migrate:fresh --seed --force"));
        assert!(looks_like_command("APP_ENV=x /usr/bin/php8.2 artisan migrate"));
        assert!(looks_like_command("./deploy.sh --fresh"));
        assert!(!looks_like_command("fresh database requested"));
        assert!(!looks_like_command("=== deploy started by x ==="));
    }
}
