//! `backtrail redact`: a copy of text with its secrets and literals taken out, or a check whether
//! there are any left.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::PathBuf,
};

use serde_json::json;

use crate::{
    command::{
        args::{JsonArg, RedactLevel, SettingsArgs},
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    format::{
        self,
        contract::{HEAD_BYTES, Head, Reader},
    },
    redact::{self, redactor::Redactor},
    report::joined::Lines,
    text::escape,
};

/// Copy text with its secrets and literals taken out
///
/// By the same rules that a report is written by, for logs that are to be handed on.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Redact {
    /// Files; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Write nothing but where something would be taken out, and exit with 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// What is taken out
    #[arg(long, value_enum, default_value = "pii", value_name = "LEVEL")]
    pub(crate) level: RedactLevel,
    /// Take the whole text for SQL
    #[arg(long)]
    pub(crate) sql: bool,
    /// What --check finds as JSON, one object a line
    #[command(flatten)]
    pub(crate) json: JsonArg,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

impl Command for Redact {
    const NAME: &'static str = "redact";
    const ABOUT: &'static str = "Copy text with its secrets and literals taken out";

    /// Writes the copy, or what the check found.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        // the text may have come with settings of its own, which are not obeyed
        let names: Vec<String> =
            self.files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
        let own = self.settings.load(&names)?.config.own;
        let redactor = Redactor::with_own(self.level.level(), own.clone());
        let mut found = false;
        for path in &self.files {
            let name = path.display().to_string();
            let input: Box<dyn Read> = if name == "-" {
                Box::new(io::stdin())
            } else {
                Box::new(File::open(path).map_err(|source| Error::Io {
                    doing: "read",
                    path: path.clone(),
                    source,
                })?)
            };
            let mut input = BufReader::with_capacity(HEAD_BYTES, input);
            let head = input.fill_buf().map_err(|source| Error::Io {
                doing: "read",
                path: path.clone(),
                source,
            })?;
            let head = Head { name: &name, bytes: head, whole: head.len() < HEAD_BYTES };
            let reader = format::recognise(&head).and_then(|format| match (format.reader)(&head) {
                Reader::Records(reader) => Some(reader),
                Reader::Document(_) => None,
            });
            let mut lines = Lines::new(input, path, reader);
            while let Some((number, record)) = lines.record(self.sql)? {
                let text = String::from_utf8_lossy(&record);
                if self.check {
                    for (rule, at) in redact::find::check_with(&text, self.level.level(), &own) {
                        found = true;
                        let before = text.get(..at.start).unwrap_or_default();
                        let line = number.saturating_add(before.matches('\n').count() as u64);
                        if self.json.json {
                            let found = json!({"source": name, "line": line, "rule": rule});
                            let found = escape::json(format!("{found}\n").into_bytes());
                            out.write_all(&found).map_err(write_error)?;
                        } else {
                            writeln!(out, "{}:{line}: {rule}", escape::terminal(&name))
                                .map_err(write_error)?;
                        }
                    }
                } else {
                    let clean =
                        if self.sql { redactor.sql(&text) } else { redactor.excerpt(&text) };
                    out.write_all(clean.as_bytes()).map_err(write_error)?;
                }
            }
        }
        Ok(if found { ExitStatus::FOUND } else { ExitStatus::DONE })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::contract;

    #[test]
    fn an_open_quote_ends_with_its_record() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("laravel.log");
        let line = |s: u32, sql: &str| {
            format!(
                "[2026-01-02 03:04:0{s}] production.ERROR: it's (SQL: {sql}) {{\"exception\":\"[object] (X(code: 1): y at /a.php:1)\n[stacktrace]\n#0 /a(3): b()\n\"}} \n"
            )
        };
        std::fs::write(
            &file,
            line(1, "update a set b = 'one' where c = \"")
                + &line(2, "create user a identified by 'geheim2'"),
        )
        .unwrap();
        let args = Redact {
            files: vec![file],
            check: false,
            level: RedactLevel::Pii,
            sql: false,
            json: JsonArg::default(),
            settings: SettingsArgs::default(),
        };
        let (_, said) = contract::run(&args).unwrap();
        assert!(
            !said.contains("geheim2") && !said.contains("'one'") && said.contains("create user a"),
            "{said}"
        );
    }

    #[test]
    fn a_check_finds_and_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.log");
        std::fs::write(&file, "fine\nDB_PASSWORD=geheim1\nbob@example.com\n").unwrap();
        let mut args = Redact {
            files: vec![file.clone()],
            check: true,
            level: RedactLevel::Pii,
            sql: false,
            json: JsonArg::default(),
            settings: SettingsArgs::default(),
        };
        let (status, said) = contract::run(&args).unwrap();
        assert_eq!(status, ExitStatus::FOUND);
        assert!(
            said.contains(":2: ") && said.contains(":3: email") && !said.contains("geheim1"),
            "{said}"
        );
        args.check = false;
        let (_, clean) = contract::run(&args).unwrap();
        std::fs::write(&file, &clean).unwrap();
        args.check = true;
        assert_eq!(contract::run(&args).unwrap().0, ExitStatus::DONE);
    }
}
