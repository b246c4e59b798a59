//! Program texts: which commands and statements they can send.

use crate::event::job::CronJob;

/// What a program text is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// A shell's commands.
    #[default]
    Shell,
    /// PHP.
    Php,
    /// SQL.
    Sql,
    /// Settings of the environment, a name and a value a line.
    Env,
    /// A unit of systemd.
    Unit,
    /// logrotate's configuration.
    Logrotate,
}

impl Language {
    /// Its name in output.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Language::Shell => "shell",
            Language::Php => "php",
            Language::Sql => "sql",
            Language::Env => "env",
            Language::Unit => "unit",
            Language::Logrotate => "logrotate",
        }
    }
}

/// A program text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Script {
    /// What it is written in.
    pub language: Language,
    /// The file's own name (last part of the path).
    pub name: String,
    /// Command lines that it can run, in order, continuation lines joined.
    pub commands: Vec<String>,
    /// Statements that it can send, or calls that amount to one (`Call::truncate()`).
    pub statements: Vec<String>,
    /// Jobs that it schedules (Laravel's kernel).
    pub jobs: Vec<CronJob>,
    /// Addresses that it answers, each with the program behind it: commands, statements, and the
    /// classes that handle it as commands.
    pub routes: Vec<(String, Script)>,
    /// Settings that it makes or reads, `NAME` and value.
    pub settings: Vec<(String, String)>,
    /// The text of a shell script of moderate size: what stands in which `if` is only there.
    pub text: Option<String>,
}

/// What a task that a project names for its runner is called: `db:reset of package.json`.
pub(crate) fn task_name(file: &str, task: &str) -> String {
    format!("{task} of {file}")
}
