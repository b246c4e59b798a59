//! From the text of a command line to the simple commands in it, through scripts, jobs and
//! schedules.

use crate::{
    case::capability::{
        ability::Ability,
        guard,
        input::Input,
        library::{Library, Settings},
        procedure::Procedure,
        scope::Scope,
        walk::{DEPTH, STEPS_MAX, Walk},
    },
    event::script::{Language, Script},
    format::grammar::shell::{self, Simple},
};

/// What `command` can do; empty where it can do nothing to tables.
pub(crate) fn abilities(command: &str, library: &Library) -> Vec<Ability> {
    abilities_in(command, &mut None, library)
}

/// What `command` can do where it is given in a folder; `directory` is that folder, where known,
/// before it and after it.
pub(crate) fn abilities_in(
    command: &str,
    directory: &mut Option<String>,
    library: &Library,
) -> Vec<Ability> {
    let mut walk = Walk { library, out: Vec::new(), steps: 0, started: Vec::new() };
    let mut scope = Scope { directory: directory.take(), ..Scope::default() };
    walk.line(command, &mut scope);
    *directory = scope.directory;
    walk.out
}

/// What the application does when `target` is asked of it, by its routes.
pub(crate) fn answers(target: &str, library: &Library) -> Vec<Ability> {
    let mut walk = Walk { library, out: Vec::new(), steps: 0, started: Vec::new() };
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let answering = library.routes.iter().filter(|(route, _)| is_answered_by(path, route));
    for (_, handler) in answering {
        walk.php(std::slice::from_ref(handler), &handler.name, &Scope::default());
    }
    walk.out
}

/// Whether a route answers a path: part by part from the end, since groups put prefixes before it;
/// `{id}` is any part.
fn is_answered_by(path: &str, route: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split('/').filter(|part| !part.is_empty()).rev().map(str::to_owned).collect()
    };
    let (path, route) = (parts(path), parts(route));
    !route.is_empty()
        && route.len() <= path.len()
        && path.iter().zip(&route).all(|(part, wanted)| wanted.starts_with('{') || part == wanted)
        && route.iter().any(|part| !part.starts_with('{'))
}

impl Walk<'_> {
    /// Follows the commands of `text`.
    pub(super) fn line(&mut self, text: &str, scope: &mut Scope) {
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

    pub(super) fn simple(&mut self, simple: &Simple, upstream: &[Vec<String>], scope: &mut Scope) {
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
        let input = Input {
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
    pub(super) fn script(&mut self, name: &str, arguments: &[String], scope: &Scope) {
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
    pub(super) fn source(&mut self, name: &str, scope: &mut Scope) {
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
        // what is sourced runs in the shell that sources it: its variables stay, `$1` is the
        // caller's
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
    pub(super) fn class(&mut self, class: &str, scope: &Scope) {
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

    pub(super) fn php(&mut self, scripts: &[Script], name: &str, scope: &Scope) {
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
    pub(super) fn schedule(&mut self, scope: &Scope) {
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
    pub(super) fn application_database(
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
