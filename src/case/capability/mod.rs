//! What a command line can do to tables: wrappers peeled, scripts, schedules, jobs and settings
//! files followed as far as the evidence holds them. Nothing is run.

mod artisan;
mod client;
mod guard;
pub mod procedure;
mod program;

use std::collections::{BTreeMap, BTreeSet};

use procedure::Procedure;

use crate::{
    event::{
        job::CronJob,
        kind::EventKind,
        placed::Event,
        script::{Language, Script},
    },
    format::grammar::shell::{self, Simple},
};

/// How sure it is that a command can do this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It is open what the command does: an interactive client, input that is not at hand.
    #[default]
    Open,
    /// A script, schedule or job that the command starts holds it.
    Through,
    /// The command line itself says it.
    Said,
}

/// One thing that a command line can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ability {
    /// What it is.
    pub procedure: Procedure,
    /// How sure.
    pub certainty: Certainty,
    /// The command that does it, innermost, wrappers taken off.
    pub command: String,
    /// Scripts, jobs and schedules on the way to it, outermost first.
    pub through: Vec<String>,
    /// The statement or call that is sent, where known; `None` where the tool makes its own or
    /// where any may follow.
    pub statement: Option<String>,
    /// The database, where the command line or its settings name it.
    pub database: Option<String>,
    /// The working directory, where the line changes to one.
    pub directory: Option<String>,
    /// The account at the database server.
    pub database_user: Option<String>,
    /// The only tables that it touches (a trailing `*` for any ending); empty for any.
    pub tables: Vec<&'static str>,
    /// The schedule that starts it, as written, and its zone.
    pub schedule: Option<(String, Option<String>)>,
    /// `--force`.
    pub force: bool,
    /// `--pretend`, `--dry-run`: it changes nothing.
    pub pretend: bool,
    /// `--seed`.
    pub seed: bool,
    /// `--env=`.
    pub environment: Option<String>,
    /// `--path=`.
    pub path: Option<String>,
    /// `--step=`, `--batch=`.
    pub step: Option<u64>,
    /// It stands in an `if` whose condition could not be decided.
    pub conditional: bool,
    /// It asks questions at a terminal and does nothing without one.
    pub interactive: bool,
}

/// What the evidence holds of scripts, settings and schedules.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Shell scripts and unit files by file name.
    shell: BTreeMap<String, Vec<Script>>,
    sql: BTreeMap<String, Vec<Script>>,
    settings: BTreeMap<String, Vec<Settings>>,
    /// PHP classes by their short name in lower case.
    classes: BTreeMap<String, Vec<Script>>,
    /// PHP console commands by their name.
    console: BTreeMap<String, Vec<Script>>,
    /// Jobs of Laravel's scheduler, with the file that defines them.
    schedule: Vec<(String, CronJob)>,
    /// File names of backups, which a client that reads one restores.
    backups: BTreeSet<String>,
}

/// A file of settings, and the folder that it lies in (empty where that is not known).
#[derive(Clone, Debug)]
struct Settings {
    folder: String,
    script: Script,
}

impl Library {
    /// What `events` hold of programs and backups; `paths` are those of their sources, by number.
    pub fn new(events: &[Event], paths: &[String]) -> Library {
        let mut library = Library::default();
        for event in events {
            match &event.kind {
                EventKind::Script(script) if script.language == Language::Env => {
                    let folder = paths
                        .get(event.place.source.index())
                        .and_then(|path| path.rsplit_once('/'))
                        .map_or("", |(folder, _)| folder);
                    library.add_settings(script, folder);
                }
                EventKind::Script(script) => library.add(script),
                EventKind::Backup(_) => {
                    if let Some(path) = paths.get(event.place.source.index()) {
                        library.add_backup(path);
                    }
                }
                _ => {}
            }
        }
        library
    }

    /// Takes in a program's text.
    pub fn add(&mut self, script: &Script) {
        let name = script.name.clone();
        match script.language {
            Language::Shell | Language::Unit => {
                self.shell.entry(name.clone()).or_default().push(script.clone())
            }
            Language::Sql => self.sql.entry(name.clone()).or_default().push(script.clone()),
            Language::Env => self.add_settings(script, ""),
            Language::Php => {
                for (key, value) in &script.settings {
                    if key == "class" {
                        let short = value.rsplit('\\').next().unwrap_or(value).to_ascii_lowercase();
                        self.classes.entry(short).or_default().push(script.clone());
                    } else if key == "signature"
                        && let Some(command) = value.split_whitespace().next()
                    {
                        self.console.entry(command.to_owned()).or_default().push(script.clone());
                    }
                }
            }
            _ => {}
        }
        self.schedule.extend(script.jobs.iter().map(|job| (name.clone(), job.clone())));
    }

    /// Takes in a file of settings from a folder of the evidence.
    fn add_settings(&mut self, script: &Script, folder: &str) {
        self.settings
            .entry(script.name.clone())
            .or_default()
            .push(Settings { folder: folder.to_owned(), script: script.clone() });
    }

    /// Takes in the path of a backup.
    pub fn add_backup(&mut self, path: &str) {
        self.backups.insert(plain_name(path).to_owned());
    }

    /// Jobs of Laravel's scheduler.
    pub fn scheduled(&self) -> impl Iterator<Item = &CronJob> {
        self.schedule.iter().map(|(_, job)| job)
    }
}

/// How deep scripts may start scripts.
const DEPTH: usize = 8;
/// The most abilities that one command line is given.
const ABILITIES_MAX: usize = 500;
/// The most simple commands that are looked at for one command line, scripts included.
const STEPS_MAX: usize = 5000;

/// What `command` can do; empty where it can do nothing to tables.
pub fn abilities(command: &str, library: &Library) -> Vec<Ability> {
    let mut walk = Walk { library, out: Vec::new(), steps: 0, started: Vec::new() };
    walk.line(command, &mut Scope::default());
    walk.out
}

/// What holds where a command stands.
#[derive(Clone, Debug, Default)]
struct Scope {
    /// Settings known so far.
    variables: BTreeMap<String, String>,
    /// The arguments of the script, `None` outside of one.
    arguments: Option<Vec<String>>,
    directory: Option<String>,
    through: Vec<String>,
    schedule: Option<(String, Option<String>)>,
    depth: usize,
    conditional: bool,
}

impl Scope {
    /// The scope inside `name`.
    fn inside(&self, name: &str) -> Scope {
        let mut scope = self.clone();
        scope.through.push(name.to_owned());
        scope.depth += 1;
        scope
    }

    /// An ability of this place.
    fn ability(&self, procedure: Procedure, command: String) -> Ability {
        Ability {
            procedure,
            certainty: if self.through.is_empty() { Certainty::Said } else { Certainty::Through },
            command,
            through: self.through.clone(),
            directory: self.directory.clone(),
            schedule: self.schedule.clone(),
            conditional: self.conditional,
            ..Ability::default()
        }
    }

    /// Whether the commands come out of a script and not from a person.
    fn scripted(&self) -> bool {
        !self.through.is_empty()
    }
}

/// One command line being followed.
struct Walk<'a> {
    library: &'a Library,
    out: Vec<Ability>,
    steps: usize,
    /// Scripts and jobs on the way, so that none is followed in a circle.
    started: Vec<String>,
}

impl Walk<'_> {
    fn push(&mut self, ability: Ability) {
        if self.out.len() < ABILITIES_MAX && !self.out.contains(&ability) {
            self.out.push(ability);
        }
    }

    /// Follows the commands of `text`.
    fn line(&mut self, text: &str, scope: &mut Scope) {
        if scope.depth > DEPTH {
            return;
        }
        if class_name(text) {
            self.class(text.trim(), scope);
            return;
        }
        let mut upstream: Vec<Vec<String>> = Vec::new();
        let outside = scope.conditional;
        for simple in shell::parse(text).commands {
            self.steps += 1;
            if self.steps > STEPS_MAX {
                return;
            }
            if !simple.piped {
                upstream.clear();
            }
            let decided = guard::decide(&simple.guards, scope);
            if decided == Some(false) {
                continue;
            }
            scope.conditional = outside || decided.is_none();
            self.simple(&simple, &upstream, scope);
            scope.conditional = outside;
            upstream.push(simple.words.iter().map(|word| guard::expand(word, scope)).collect());
        }
    }

    fn simple(&mut self, simple: &Simple, upstream: &[Vec<String>], scope: &mut Scope) {
        let expand = |word: &String, scope: &Scope| guard::expand(word, scope);
        if simple.words.is_empty() {
            for (name, value) in &simple.assignments {
                let value = guard::expand(value, scope);
                scope.variables.insert(name.clone(), value);
            }
            return;
        }
        let words: Vec<String> = simple
            .words
            .iter()
            .flat_map(|word| {
                // "$@" stands for as many words as there are
                if matches!(word.as_str(), "$@" | "$*")
                    && let Some(arguments) = &scope.arguments
                {
                    return arguments.clone();
                }
                vec![expand(word, scope)]
            })
            .collect();
        let mut own = scope.clone();
        for (name, value) in &simple.assignments {
            own.variables.insert(name.clone(), guard::expand(value, scope));
        }
        let input = program::Input {
            file: simple.input.as_ref().map(|file| expand(file, scope)),
            text: simple.here.clone(),
            upstream: upstream.to_vec(),
        };
        self.program(&words, &input, &mut own);
        scope.directory = own.directory;
        scope.variables.extend(
            own.variables
                .into_iter()
                .filter(|(name, _)| !simple.assignments.iter().any(|(known, _)| known == name)),
        );
    }

    /// Follows a shell script or unit of the library.
    fn script(&mut self, name: &str, arguments: &[String], scope: &Scope) {
        let library = self.library;
        let Some(scripts) = library.shell.get(name) else { return };
        if self.started.iter().any(|started| started == name) {
            return;
        }
        self.started.push(name.to_owned());
        for script in scripts {
            let mut inside = scope.inside(name);
            inside.arguments = Some(arguments.to_vec());
            if script.language == Language::Unit {
                inside.variables.extend(script.settings.iter().cloned());
                inside.arguments = None;
            }
            match &script.text {
                Some(text) => self.line(text, &mut inside),
                None => {
                    inside.variables.extend(script.settings.iter().cloned());
                    for command in &script.commands {
                        self.line(command, &mut inside);
                    }
                }
            }
        }
        self.started.pop();
    }

    /// Reads settings from a file that is sourced; a shell script is also followed.
    fn source(&mut self, name: &str, scope: &mut Scope) {
        let library = self.library;
        if let Some(files) = library.settings.get(name) {
            for (key, value) in files.iter().flat_map(|file| &file.script.settings) {
                let value = guard::expand(value, scope);
                scope.variables.insert(key.clone(), value);
            }
        }
        let Some(scripts) =
            library.shell.get(name).filter(|_| !self.started.iter().any(|started| started == name))
        else {
            return;
        };
        // what is sourced runs in the shell that sources it: its variables stay, `$1` is the caller's
        self.started.push(name.to_owned());
        scope.through.push(name.to_owned());
        scope.depth += 1;
        for script in scripts {
            match &script.text {
                Some(text) => self.line(text, scope),
                None => {
                    for (key, value) in &script.settings {
                        let value = guard::expand(value, scope);
                        scope.variables.insert(key.clone(), value);
                    }
                    for command in &script.commands {
                        self.line(command, scope);
                    }
                }
            }
        }
        scope.depth -= 1;
        scope.through.pop();
        self.started.pop();
    }

    /// What a job, command or seeder of the application does.
    fn class(&mut self, class: &str, scope: &Scope) {
        let short = class
            .rsplit(['\\', '/'])
            .next()
            .unwrap_or(class)
            .trim_end_matches("::class")
            .to_ascii_lowercase();
        let library = self.library;
        if let Some(scripts) = library.classes.get(&short) {
            self.php(scripts, class, scope);
        }
    }

    fn php(&mut self, scripts: &[Script], name: &str, scope: &Scope) {
        if self.started.iter().any(|started| started == name) {
            return;
        }
        self.started.push(name.to_owned());
        for script in scripts {
            let mut inside = scope.inside(name);
            for statement in &script.statements {
                let mut ability = inside.ability(Procedure::ModelTruncate, name.to_owned());
                ability.statement = Some(statement.clone());
                self.push(ability);
            }
            for command in &script.commands {
                self.line(command, &mut inside);
            }
        }
        self.started.pop();
    }

    /// What Laravel's scheduler starts.
    fn schedule(&mut self, scope: &Scope) {
        let library = self.library;
        if self.started.iter().any(|started| started == "schedule:run") {
            return;
        }
        self.started.push("schedule:run".to_owned());
        for (file, job) in &library.schedule {
            let mut inside = scope.inside(file);
            inside.schedule = Some((job.schedule.clone(), job.zone.clone()));
            self.line(&job.command, &mut inside);
        }
        self.started.pop();
    }

    /// The database that the application's settings name: those of the folder that the command
    /// runs in, where the evidence has several; otherwise only what all of them say.
    fn application_database(
        &self,
        environment: Option<&str>,
        directory: Option<&str>,
    ) -> Option<String> {
        let file = environment
            .map_or_else(|| ".env".to_owned(), |environment| format!(".env.{environment}"));
        let files = self.library.settings.get(&file)?;
        let last = directory
            .map(|directory| directory.trim_end_matches('/'))
            .and_then(|directory| directory.rsplit('/').next())
            .filter(|last| !last.is_empty());
        let of_folder = |settings: &&Settings| {
            last.is_some_and(|last| settings.folder.rsplit('/').next() == Some(last))
        };
        let near: Vec<&Settings> = files.iter().filter(of_folder).collect();
        let listed: Vec<&Settings> = if near.is_empty() { files.iter().collect() } else { near };
        let mut names = listed
            .iter()
            .flat_map(|file| &file.script.settings)
            .filter(|(key, _)| key == "DB_DATABASE")
            .map(|(_, value)| value);
        let first = names.next()?;
        names.all(|other| other == first).then(|| first.clone())
    }
}

/// `App\Jobs\Rebuild`: what queue workers log in place of a command.
fn class_name(text: &str) -> bool {
    let text = text.trim();
    text.contains('\\')
        && !text.starts_with('\\')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '\\' | '_' | ':'))
}

/// A path's last part, without the ends of compression.
fn plain_name(path: &str) -> &str {
    let mut name = path.rsplit('/').next().unwrap_or(path);
    for end in [".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip"] {
        name = name.strip_suffix(end).unwrap_or(name);
    }
    name
}

#[cfg(test)]
mod tests;
