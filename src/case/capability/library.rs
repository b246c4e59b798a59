//! The programs, settings and schedules that the evidence holds, as commands look them up.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{
    job::CronJob,
    kind::EventKind,
    placed::Event,
    script::{Language, Script},
};

/// What the evidence holds of scripts, settings and schedules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Library {
    /// Shell scripts and unit files by file name.
    pub(super) shell: BTreeMap<String, Vec<Script>>,
    pub(super) sql: BTreeMap<String, Vec<Script>>,
    pub(super) settings: BTreeMap<String, Vec<Settings>>,
    /// PHP classes by their short name in lower case.
    pub(super) classes: BTreeMap<String, Vec<Script>>,
    /// PHP console commands by their name.
    pub(super) console: BTreeMap<String, Vec<Script>>,
    /// Addresses of the application, with the program behind each, named after the file.
    pub(super) routes: Vec<(String, Script)>,
    /// Jobs of Laravel's scheduler, with the file that defines them.
    pub(super) schedule: Vec<(String, CronJob)>,
    /// File names of backups, which a client that reads one restores.
    pub(super) backups: BTreeSet<String>,
}

impl Library {
    /// What `events` hold of programs and backups; `paths` are those of their sources, by number.
    pub(crate) fn new(events: &[Event], paths: &[String]) -> Library {
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
    pub(crate) fn add(&mut self, script: &Script) {
        let name = script.name.clone();
        match script.language {
            Language::Shell | Language::Unit => {
                self.shell.entry(name.clone()).or_default().push(script.clone());
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
            Language::Logrotate => {}
        }
        self.routes.extend(script.routes.iter().map(|(path, handler)| {
            (path.clone(), Script { name: name.clone(), ..handler.clone() })
        }));
        self.schedule.extend(script.jobs.iter().map(|job| (name.clone(), job.clone())));
    }

    /// Takes in a file of settings from a folder of the evidence.
    pub(super) fn add_settings(&mut self, script: &Script, folder: &str) {
        self.settings
            .entry(script.name.clone())
            .or_default()
            .push(Settings { folder: folder.to_owned(), script: script.clone() });
    }

    /// Takes in the path of a backup.
    pub(crate) fn add_backup(&mut self, path: &str) {
        self.backups.insert(plain_name(path).to_owned());
    }
}

/// A file of settings, and the folder that it lies in (empty where that is not known).
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) folder: String,
    pub(super) script: Script,
}

/// A path's last part, without the ends of compression.
pub(crate) fn plain_name(path: &str) -> &str {
    let mut name = path.rsplit('/').next().unwrap_or(path);
    for end in [".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip"] {
        name = name.strip_suffix(end).unwrap_or(name);
    }
    name
}
