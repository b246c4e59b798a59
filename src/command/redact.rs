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
        contract::{HEAD_BYTES, Head, Reader, RecordReader},
    },
    redact::{
        self,
        named::{Below, below},
        redactor::Redactor,
    },
    sql::lexer::ends_open,
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

/// The most of one line that is held; a longer one is redacted in parts.
const LINE_BYTES: u64 = 8 << 20;
/// Lines that one statement or key may span.
const JOINED_LINES: usize = 200;
/// Bytes that one statement or key may span.
const JOINED_BYTES: usize = 64 << 10;

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
            let mut lines = Lines { input, path, number: 0, ahead: Vec::new(), reader };
            while let Some((number, record)) = lines.record(self.sql)? {
                let text = String::from_utf8_lossy(&record);
                if self.check {
                    for (rule, at) in redact::find::check_with(&text, self.level.level(), &own) {
                        found = true;
                        let before = text.get(..at.start).unwrap_or_default();
                        let line = number.saturating_add(before.matches('\n').count() as u64);
                        if self.json.json {
                            let found = json!({"source": name, "line": line, "rule": rule});
                            writeln!(out, "{found}").map_err(write_error)?;
                        } else {
                            writeln!(out, "{name}:{line}: {rule}").map_err(write_error)?;
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

/// Lines, those joined that one statement or key spans.
struct Lines<'a, R> {
    input: BufReader<R>,
    path: &'a PathBuf,
    number: u64,
    ahead: Vec<Vec<u8>>,
    /// Says where a record of the log begins, where its format is known.
    reader: Option<Box<dyn RecordReader>>,
}

impl<R: Read> Lines<'_, R> {
    fn line(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(line) = self.ahead.pop() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let read = (&mut self.input).take(LINE_BYTES).read_until(b'\n', &mut line);
        match read {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(line)),
            Err(source) => Err(Error::Io { doing: "read", path: self.path.clone(), source }),
        }
    }

    /// The next record with the number of its first line.
    fn record(&mut self, sql: bool) -> Result<Option<(u64, Vec<u8>)>> {
        let Some(mut record) = self.line()? else { return Ok(None) };
        let first = self.number.saturating_add(1);
        let text = String::from_utf8_lossy(&record);
        let key = is_key(&text);
        let below = if key { None } else { below(&text) };
        let mut joined = Vec::new();
        if below.is_some() {
            let indent = record.iter().take_while(|b| **b == b' ').count();
            for _ in 0..JOINED_LINES {
                let Some(line) = self.line()? else { break };
                let deeper = line.iter().take_while(|b| **b == b' ').count() > indent;
                if below == Some(Below::Block) && !deeper && !line.trim_ascii().is_empty() {
                    self.ahead.push(line);
                    break;
                }
                let last = record.len();
                record.extend_from_slice(&line);
                let more =
                    record.get(last..).is_some_and(|line| line.trim_ascii_end().ends_with(b"\\"));
                if record.len() > JOINED_BYTES || below == Some(Below::Next) && !more {
                    break;
                }
            }
        } else if key || sql || redact::find::begins_sql(&text) {
            let closed = |record: &[u8]| {
                if key {
                    memchr::memmem::find(record, b"-----END").is_some()
                } else {
                    !ends_open(record)
                }
            };
            let mut whole = record.clone();
            let mut done = closed(&whole);
            while !done && joined.len() < JOINED_LINES && whole.len() < JOINED_BYTES {
                let Some(line) = self.line()? else { break };
                // a quote that is open at the end of a record is none of the next one's
                if self
                    .reader
                    .as_ref()
                    .is_some_and(|reader| reader.starts_record(without_end(&line)))
                {
                    self.ahead.push(line);
                    done = true;
                    break;
                }
                whole.extend_from_slice(&line);
                joined.push(line);
                done = closed(&whole);
            }
            if done || key || sql {
                record = whole;
                joined.clear();
            }
        }
        // an apostrophe in prose closes nowhere: then each line is on its own
        joined.reverse();
        self.ahead.append(&mut joined);
        let lines = memchr::memchr_iter(b'\n', &record).count().max(1);
        self.number = self.number.saturating_add(lines as u64);
        Ok(Some((first, record)))
    }
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Whether a private key begins in the line and does not end in it.
fn is_key(line: &str) -> bool {
    line.contains("-----BEGIN") && line.contains("PRIVATE KEY") && !line.contains("-----END")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::contract;

    fn records(text: &str) -> Vec<(u64, String)> {
        let path = PathBuf::from("x");
        let mut lines = Lines {
            input: BufReader::new(text.as_bytes()),
            path: &path,
            number: 0,
            ahead: Vec::new(),
            reader: None,
        };
        let mut out = Vec::new();
        while let Some((number, record)) = lines.record(false).unwrap() {
            out.push((number, String::from_utf8(record).unwrap()));
        }
        out
    }

    #[test]
    fn a_statement_over_several_lines_is_one_record() {
        let found = records(
            "one\nINSERT INTO a VALUES ('x\ny');\ntwo\n-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nthree",
        );
        let expected = [
            (1, "one\n"),
            (2, "INSERT INTO a VALUES ('x\ny');\n"),
            (4, "two\n"),
            (5, "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n"),
            (8, "three"),
        ];
        assert_eq!(found, expected.map(|(n, t)| (n, t.to_owned())));
    }

    #[test]
    fn a_secret_below_its_name_is_of_its_record() {
        let found =
            records("password: |\n  a\n  b\nuser: x\n- name: DB_PASSWORD\n  value: y\nlast\n");
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(records("mysql \\\n  -px\nnext\n").len(), 2);
        assert_eq!(records("name: shop\nvalue: 1\nlevel: 5\n").len(), 3);
    }

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
    fn an_apostrophe_in_prose_joins_nothing() {
        assert_eq!(records("Update bob's password\nnext\nlast\n").len(), 3);
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
