//! Program texts: which commands and statements they can send.

use crate::event::job::CronJob;

/// A program text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// `shell` `php` `sql` `env` `yaml` `unit`.
    pub language: &'static str,
    /// The file's own name (last part of the path).
    pub name: String,
    /// Command lines that it can run, in order, continuation lines joined.
    pub commands: Vec<String>,
    /// Statements that it can send, or calls that amount to one (`Call::truncate()`).
    pub statements: Vec<String>,
    /// Jobs that it schedules (Laravel's kernel).
    pub jobs: Vec<CronJob>,
    /// Settings that it makes or reads, `NAME` and value.
    pub settings: Vec<(String, String)>,
    /// The text of a shell script of moderate size: what stands in which `if` is only there.
    pub text: Option<String>,
}
