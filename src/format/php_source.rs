//! PHP programs: Laravel's schedule, and the calls by which jobs, commands, seeders and deployment
//! recipes destroy data or run commands.

use crate::{
    event::{
        draft::Draft,
        job::{CronJob, Scheduler},
        kind::EventKind,
        script::{Language, Script},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            lines::{clip, readable, without_bom},
            php::{self, Call, Chain, Token},
            querylog::is_statement,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "php_source",
    about: "PHP source: Laravel schedule, jobs, commands, migrations, deployment recipes",
    example: "<?php $schedule->command('backup:run')->dailyAt('03:15');",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.file_name().to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let bytes = without_bom(head.bytes);
    let begin = bytes.get(..bytes.len().min(2048)).unwrap_or(bytes);
    Likeness(match memchr::memmem::find(begin, b"<?php") {
        Some(0) => 96,
        Some(_) if begin.starts_with(b"#!") => 96,
        Some(_) if head.file_name().to_ascii_lowercase().ends_with(".php") => 90,
        Some(_) => 40,
        None => 0,
    })
}

struct Document {
    name: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut script = script(&readable(document));
        script.name.clone_from(&self.name);
        out.draft(Draft::new(document.len(), EventKind::Script(Box::new(script))));
    }
}

fn script(source: &str) -> Script {
    let tokens = php::tokens(source);
    let mut script = program(&tokens);
    declarations(&tokens, &mut script);
    script.routes = php::chains(&tokens).iter().filter_map(route).take(10_000).collect();
    script
}

/// An address of the application, with what its handler does: the commands and statements of a
/// closure, or the class that handles it.
fn route(chain: &Chain) -> Option<(String, Script)> {
    let root = chain.root.rsplit('\\').next().unwrap_or_default();
    let is_verb = |call: &&Call| {
        matches!(call.name.as_str(), "get" | "post" | "put" | "patch" | "delete" | "any" | "match")
    };
    let call = chain.calls.iter().find(is_verb).filter(|_| matches!(root, "Route" | "$router"))?;
    let path = call.arguments.iter().find_map(|token| match token {
        Token::Text(text) if call.name != "match" || text.contains('/') => Some(text),
        _ => None,
    })?;
    let mut handler = program(&call.arguments);
    for window in call.arguments.windows(3) {
        if let [Token::Word(class), Token::Sign("::"), Token::Word(word)] = window
            && word == "class"
        {
            push(&mut handler.commands, format!("Controllers\\{}", class.trim_start_matches('\\')));
        }
    }
    (path.len() <= 300).then(|| (path.clone(), handler))
}

/// The jobs, commands, destructive calls and statements in tokens.
fn program(tokens: &[Token]) -> Script {
    let mut script = Script { language: Language::Php, ..Script::default() };
    for chain in php::chains(tokens) {
        if let Some(job) = job(&chain) {
            script.jobs.push(job);
        } else if let Some(command) = command(&chain) {
            push(&mut script.commands, command);
        } else if destroys(&chain) {
            push(&mut script.statements, clip(&chain.text(), 300));
        }
    }
    for token in tokens {
        if let Token::Text(text) = token
            && is_sql(text)
        {
            push(&mut script.statements, clip(text.trim().trim_end_matches(';'), 20_000));
        }
    }
    script
}

fn push(list: &mut Vec<String>, member: String) {
    if list.len() < 10_000 {
        list.push(member);
    }
}

/// Namespace, class and console signature.
fn declarations(tokens: &[Token], script: &mut Script) {
    let mut namespace = String::new();
    for window in tokens.windows(3) {
        match window {
            [Token::Word(word), Token::Word(name), _] if word == "namespace" => {
                namespace.clone_from(name);
            }
            [Token::Word(word), Token::Word(name), _] if word == "class" => {
                let class = if namespace.is_empty() {
                    name.clone()
                } else {
                    format!("{namespace}\\{name}")
                };
                script.settings.push(("class".to_owned(), class));
            }
            [Token::Variable(name), Token::Sign("="), Token::Text(text)] if name == "signature" => {
                script.settings.push(("signature".to_owned(), text.clone()));
            }
            _ => {}
        }
        if script.settings.len() > 1000 {
            return;
        }
    }
}

/// The names by which Laravel says how often.
const FREQUENCIES: [&str; 20] = [
    "cron",
    "at",
    "between",
    "unlessBetween",
    "weekdays",
    "weekends",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
    "days",
    "environments",
    "when",
    "skip",
    "lastDayOfMonth",
    "onOneServer",
    "withoutOverlapping",
];

fn is_frequency(name: &str) -> bool {
    FREQUENCIES.contains(&name)
        || name.starts_with("every")
        || ["hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "twice"]
            .iter()
            .any(|start| name.starts_with(start))
}

fn job(chain: &Chain) -> Option<CronJob> {
    let scheduled = chain.root == "$schedule"
        || chain.root.rsplit('\\').next() == Some("Schedule")
        || chain.calls.iter().skip(1).any(|c| is_frequency(&c.name));
    let first = chain.calls.first()?;
    let frequency: Vec<String> = chain
        .calls
        .iter()
        .skip(1)
        .filter(|call| is_frequency(&call.name))
        .map(|call| format!("{}({})", call.name, php::shown(&call.arguments)))
        .collect();
    if !scheduled
        || !(chain.root.starts_with('$')
            || chain.root.ends_with("Schedule")
            || chain.root.ends_with("Artisan"))
    {
        return None;
    }
    let command = match first.name.as_str() {
        "command" => artisan(first)?,
        "exec" => first.literal()?,
        "job" => first.literal().unwrap_or_else(|| php::shown(&first.arguments)),
        "call" => first.literal().unwrap_or_else(|| "closure".to_owned()),
        _ => return None,
    };
    if chain.root != "$schedule" && frequency.is_empty() {
        return None;
    }
    let zone = chain.call("timezone").and_then(Call::literal);
    let user = chain.call("user").and_then(Call::literal);
    Some(CronJob {
        schedule: clip(&frequency.join("->"), 300),
        user,
        command,
        zone,
        scheduler: Scheduler::Laravel,
    })
}

/// `php artisan x --options` of a call whose first argument names the command.
fn artisan(call: &Call) -> Option<String> {
    let name = call.literal()?;
    let mut line = format!("php artisan {name}");
    let mut rest = call.arguments.iter().skip(1).peekable();
    while let Some(token) = rest.next() {
        let Token::Text(option) = token else { continue };
        let assigned = matches!(rest.peek(), Some(Token::Sign("=>")));
        if assigned {
            rest.next();
        }
        if !option.starts_with('-') && !assigned {
            continue;
        }
        let value = if assigned { rest.next() } else { None };
        match value {
            None => line.push_str(&format!(" {option}")),
            Some(Token::Word(word))
                if word.eq_ignore_ascii_case("false") || word.eq_ignore_ascii_case("null") => {}
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("true") => {
                line.push_str(&format!(" {option}"));
            }
            Some(Token::Text(value) | Token::Number(value)) if option.starts_with('-') => {
                line.push_str(&format!(" {option}={value}"));
            }
            Some(Token::Text(value) | Token::Number(value)) => line.push_str(&format!(" {value}")),
            Some(_) => line.push_str(&format!(" {option}")),
        }
    }
    Some(clip(&line, 1000))
}

/// A command that the chain runs.
fn command(chain: &Chain) -> Option<String> {
    let first = chain.calls.first()?;
    let root = chain.root.rsplit('\\').next().unwrap_or_default();
    match (root, first.name.as_str()) {
        ("Artisan", "call" | "queue") | ("$this", "call" | "callSilent" | "callSilently") => {
            artisan(first)
        }
        (
            "",
            "exec" | "shell_exec" | "system" | "passthru" | "proc_open" | "popen" | "run"
            | "runLocally" | "artisan",
        ) => {
            let text = first.literal()?;
            Some(if first.name == "artisan" { format!("php artisan {text}") } else { text })
        }
        ("Process", "run" | "start" | "fromShellCommandline" | "pipe") => first.literal(),
        _ => None,
    }
}

/// Whether the chain ends in a call that destroys, and nothing but the query builder stands before.
fn destroys(chain: &Chain) -> bool {
    let root = chain.root.rsplit('\\').next().unwrap_or_default();
    let Some(last) = chain.calls.iter().rev().find(|c| {
        matches!(
            c.name.as_str(),
            "truncate"
                | "delete"
                | "forceDelete"
                | "drop"
                | "dropIfExists"
                | "dropAllTables"
                | "dropAllViews"
                | "dropColumn"
                | "dropColumns"
                | "dropDatabaseIfExists"
                | "rename"
                | "destroy"
                | "flush"
        )
    }) else {
        return false;
    };
    match last.name.as_str() {
        "truncate" | "forceDelete" | "dropAllTables" | "dropAllViews" | "dropDatabaseIfExists" => {
            true
        }
        "delete" => {
            root == "DB"
                || (root.starts_with(|c: char| c.is_ascii_uppercase())
                    && !matches!(
                        root,
                        "Storage"
                            | "File"
                            | "Route"
                            | "Http"
                            | "Cache"
                            | "Session"
                            | "Cookie"
                            | "Redis"
                    ))
        }
        "drop" | "dropIfExists" | "rename" | "dropColumns" => root == "Schema",
        "dropColumn" => root == "Schema" || root == "$table",
        _ => false,
    }
}

/// Whether a literal is a statement that changes something, not a sentence that begins like one.
fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, second) = (
        words.next().unwrap_or_default().to_ascii_lowercase(),
        words.next().unwrap_or_default().to_ascii_lowercase(),
    );
    let pair = match first.as_str() {
        "drop" | "alter" | "rename" => {
            matches!(
                second.as_str(),
                "table"
                    | "tables"
                    | "database"
                    | "schema"
                    | "view"
                    | "index"
                    | "trigger"
                    | "user"
                    | "temporary"
                    | "procedure"
                    | "event"
            )
        }
        "truncate" => words.next().is_none() || second == "table",
        "delete" => second == "from" || text.to_ascii_lowercase().contains(" from "),
        "insert" | "replace" => second == "into" || second == "ignore",
        "update" => text.to_ascii_lowercase().contains(" set "),
        "set" => text.to_ascii_lowercase().contains("foreign_key_checks"),
        "create" => matches!(
            second.as_str(),
            "table" | "database" | "or" | "trigger" | "event" | "procedure"
        ),
        _ => false,
    };
    pair && is_statement(text) && !second.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_gives_jobs() {
        let script = script(
            "<?php\nnamespace App\\Console;\nclass Kernel extends K {\n function schedule(Schedule $schedule) {\n $schedule->command('reset:demo --force')->dailyAt('03:15')->timezone('Europe/Berlin'); // x\n $schedule->exec('/bin/x')->weekly(); $schedule->job(new Sync)->everyFiveMinutes(); } }",
        );
        let jobs: Vec<_> = script
            .jobs
            .iter()
            .map(|j| (j.command.as_str(), j.schedule.as_str(), j.zone.as_deref()))
            .collect();
        assert_eq!(
            jobs,
            vec![
                ("php artisan reset:demo --force", "dailyAt('03:15')", Some("Europe/Berlin")),
                ("/bin/x", "weekly()", None),
                ("Sync", "everyFiveMinutes()", None)
            ]
        );
        assert_eq!(script.settings, vec![("class".into(), "App\\Console\\Kernel".into())]);
    }

    #[test]
    fn destructive_calls_commands_and_sql_are_found() {
        let script = script(
            "<?php class J { function handle() { \\App\\Models\\Log::truncate(); DB::table('calls')->delete(); Artisan::call('migrate:fresh', ['--force' => true, '--step' => 2]); DB::statement(\"DROP TABLE old\"); Storage::delete('x'); $s = 'update your profile'; } }",
        );
        assert_eq!(
            script.statements,
            vec!["App\\Models\\Log::truncate()", "DB::table('calls')->delete()", "DROP TABLE old"]
        );
        assert_eq!(script.commands, vec!["php artisan migrate:fresh --force --step=2"]);
    }

    #[test]
    fn routes_have_the_program_of_their_handler() {
        let script = script(
            "<?php Route::get('/p/{id}', [App\\Http\\ShowController::class, 'show']); Route::prefix('t')->group(function () { Route::post('rebuild', fn () => Artisan::call('migrate:fresh', ['--force' => true])); }); $list->get('/x');",
        );
        let told: Vec<_> = script
            .routes
            .iter()
            .map(|(path, handler)| (path.as_str(), handler.commands.join("; ")))
            .collect();
        assert_eq!(
            told,
            vec![
                ("/p/{id}", "Controllers\\App\\Http\\ShowController".to_owned()),
                ("rebuild", "php artisan migrate:fresh --force".to_owned())
            ]
        );
    }

    #[test]
    fn facades_schedule_too() {
        let script = script(
            "<?php Schedule::command('telescope:prune')->daily(); Route::get('/x', fn () => 1)->name('x');",
        );
        assert_eq!(script.jobs.len(), 1);
    }
}
