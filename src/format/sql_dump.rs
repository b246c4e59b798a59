//! Dumps of databases as SQL, by mysqldump, its kin and the clients that offer one, with comments
//! or without: a record is a statement or a comment; rows are counted, nothing is executed.

use std::collections::HashMap;

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::Draft,
        kind::EventKind,
        remark::{DumpPart, Remark},
        schema::Migration,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader, Rows},
        grammar::{
            create_table,
            dump_tool::{inner, is_bare, is_marked, tool_of},
            lines::decode,
            sql_count,
            table::{cell::Cell, inserts, shapes::is_migration},
            telescope,
        },
    },
    time::{Written, loose::read_loose},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "sql_dump",
    about: "dump of a database as SQL (mysqldump, mariadb-dump, phpMyAdmin, Adminer, HeidiSQL, Sequel Pro, Navicat, SQLyog, mydumper and others)",
    example: "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)",
    sniff,
    reader: |_| Reader::Records(Box::new(SqlDump)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..16 * 1024).unwrap_or(head.bytes);
    let first = head.lines().map(<[u8]>::trim_ascii).find(|line| !line.is_empty());
    let begins = first.is_some_and(|line| line.starts_with(b"#") || SqlDump.starts_record(line));
    let replays = memchr::memmem::find(begin, b"PSEUDO_SLAVE_MODE").is_some();
    if !begins || replays {
        return Likeness::NONE;
    }
    if is_marked(head) {
        return Likeness(90);
    }
    let whole = head.whole && begin.len() == head.bytes.len();
    let end = memchr::memrchr(b';', begin).map_or(0, |end| end + 1);
    let begin = if whole { begin } else { begin.get(..end).unwrap_or_default() };
    Likeness(if is_bare(&decode(begin)) { 70 } else { 0 })
}

/// Its reader.
struct SqlDump;

/// Words that begin a statement of a dump at the start of a line.
const STARTS: &[&str] = &[
    "--",
    "# ",
    "/*",
    "INSERT",
    "REPLACE",
    "CREATE ",
    "DROP ",
    "LOCK ",
    "UNLOCK ",
    "ALTER ",
    "USE ",
    "SET ",
    "DELIMITER",
    "COMMIT",
    "START ",
    "BEGIN",
    "CHANGE ",
    "TRUNCATE ",
    "\\connect ",
];

impl RecordReader for SqlDump {
    fn starts_record(&self, line: &[u8]) -> bool {
        STARTS.iter().any(|word| {
            line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        })
    }

    fn is_open(&self, record: &[u8]) -> bool {
        let statement = matches!(record.first(), Some(b'I' | b'i' | b'R' | b'r' | b'C' | b'c'));
        statement && {
            let text = record.trim_ascii_end();
            let found = sql_count::scan(text);
            found.open
        }
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut fragment = |part: DumpPart, backup: Backup, written: Option<Written>| {
            let mut draft =
                Draft::new(record.len(), EventKind::Backup(Box::new(backup))).stamped(written);
            draft.remarks.push(Remark::Part(part));
            out.draft(draft);
        };
        let has = |mark: &[u8]| memchr::memmem::find(record, mark).is_some();
        if record.starts_with(b"--") || record.starts_with(b"#") {
            let line = record.split(|b| *b == b'\n').next().unwrap_or_default();
            comment(inner(decode(line).trim_end()), &mut fragment);
        } else if record.starts_with(b"/*!") || record.starts_with(b"/*M!") {
            if has(b"SET @OLD_") {
                fragment(DumpPart::Saved, Backup::default(), None);
            } else if has(b"=@OLD_") || has(b"(@OLD_") {
                fragment(DumpPart::Restored, Backup::default(), None);
            }
        } else if record.starts_with(b"/*") {
            let block = decode(record.get(..4096).unwrap_or(record));
            for line in block.lines() {
                comment(inner(line.trim()), &mut fragment);
            }
        } else if let Some(head) = sql_count::head(record) {
            let rows = head
                .body
                .map_or(1, |body| sql_count::scan(record.get(body..).unwrap_or_default()).groups);
            let cut = !record.trim_ascii_end().ends_with(b";");
            if let (true, Some(body)) = (head.table.ends_with("migrations"), head.body) {
                migrations(record, body, head.database.as_ref(), out);
            }
            if let (true, Some(body)) = (head.table.ends_with("telescope_entries"), head.body) {
                inserts::each_tuple(record, body, |cells, at| {
                    let draft = telescope::row(cells);
                    out.drafts.extend(draft.map(|draft| Draft { at, ..draft }));
                });
            }
            let table = BackupTable {
                table: head.table,
                database: head.database,
                rows,
                ..BackupTable::default()
            };
            let mut draft = Draft::new(
                record.len(),
                EventKind::Backup(Box::new(Backup {
                    tables: vec![table],
                    rows,
                    ..Backup::default()
                })),
            );
            draft.remarks.push(Remark::Part(DumpPart::Rows));
            out.draft(draft);
            if cut {
                let mut draft = Draft::new(record.len(), EventKind::Backup(Box::default()));
                draft.remarks.push(Remark::Part(DumpPart::Cut));
                out.draft(draft);
            }
        } else {
            let text = decode(record.get(..1024 * 1024).unwrap_or(record));
            statement(text.trim(), &mut fragment);
            if !record.trim_ascii_end().ends_with(b";") && !record.starts_with(b"\\") {
                fragment(DumpPart::Cut, Backup::default(), None);
            }
        }
    }

    fn rows(&self, record: &[u8], into: &mut dyn Rows) {
        if let Some(head) = sql_count::head(record) {
            if let Some(body) = head.body
                && into.table(head.database.as_deref(), &head.table, head.columns)
            {
                inserts::each_tuple(record, body, |cells, _| into.row(cells));
            }
        } else if sets_utc(record) {
            into.utc();
        } else if let Some((name, _)) =
            create_table::after_word(&decode(record), "USE").and_then(create_table::name)
        {
            into.database(&name);
        }
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Sum>::default()
    }
}

/// Whether a statement makes the times behind it those of UTC: `/*!40103 SET TIME_ZONE='+00:00' */`
/// of mysqldump, `SET time_zone = "+00:00";` of phpMyAdmin and Adminer.
fn sets_utc(record: &[u8]) -> bool {
    let start = record.get(..record.len().min(80)).unwrap_or_default();
    let text = decode(start).to_ascii_lowercase();
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = bare.strip_prefix("/*!").unwrap_or(&bare);
    let inner = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    inner
        .strip_prefix("settime_zone=")
        .is_some_and(|zone| zone.trim_start_matches(['\'', '"']).starts_with("+00:00"))
}

/// What a line of a comment says, given without its marks.
fn comment(inner: &str, fragment: &mut impl FnMut(DumpPart, Backup, Option<Written>)) {
    let named = |text: &str| Backup {
        database: Some(text.trim().trim_matches('`').to_owned()).filter(|name| !name.is_empty()),
        ..Backup::default()
    };
    if let Some(rest) = inner.strip_prefix("Dump completed") {
        let rest = rest.trim().strip_prefix("on ").unwrap_or(rest);
        fragment(DumpPart::Completed, Backup::default(), read_loose(rest));
    } else if let Some(rest) = inner.strip_prefix("Dump end time:") {
        fragment(DumpPart::Completed, Backup::default(), read_loose(rest));
    } else if tool_of(inner).is_some() {
        let tool = inner.split(", for ").next().unwrap_or(inner).to_owned();
        fragment(DumpPart::Tool, Backup { tool: Some(tool), ..Backup::default() }, None);
    } else if inner.starts_with("CHANGE ") {
        position(inner, fragment);
    } else if inner.starts_with(|c: char| c.is_ascii_digit()) {
        // Adminer's last line
        if let Some(written) = read_loose(inner) {
            fragment(DumpPart::Completed, Backup::default(), Some(written));
        }
    } else if let Some((_, database)) =
        inner.split_once("Database: ").or_else(|| inner.split_once("Database - "))
    {
        fragment(DumpPart::Database, named(database), None);
    } else if let Some((key, value)) = inner.split_once([':', '：']) {
        // the words are in the language of whoever took the dump
        let value = value.trim();
        let quoted = value.len() > 2 && value.starts_with('`') && value.ends_with('`');
        if quoted || matches!(key.trim(), "Source Schema" | "Source Database") {
            fragment(DumpPart::Database, named(value), None);
        } else if let Some(written) = read_loose(value) {
            fragment(DumpPart::Taken, Backup::default(), Some(written));
        } else {
            fragment(DumpPart::Told, named(value), None);
        }
    } else if let Some(written) = inner.strip_prefix("Script date ").and_then(read_loose) {
        fragment(DumpPart::Taken, Backup::default(), Some(written));
    }
}

fn statement(text: &str, fragment: &mut impl FnMut(DumpPart, Backup, Option<Written>)) {
    let connects = text.strip_prefix("\\connect ");
    if let Some(rest) = create_table::after_word(text, "USE").or(connects) {
        let name = create_table::name(rest).map(|(name, _)| name);
        fragment(DumpPart::Database, Backup { database: name, ..Backup::default() }, None);
    } else if let Some(rest) = create_table::after_word(text, "DELIMITER") {
        fragment(
            DumpPart::Delimiter,
            Backup { tool: Some(rest.trim().to_owned()), ..Backup::default() },
            None,
        );
    } else if text.starts_with("CHANGE ") {
        position(text, fragment);
    } else if let Some(value) = text.strip_prefix("SET FOREIGN_KEY_CHECKS = ") {
        // Navicat's settings
        let part = if value.starts_with('0') { DumpPart::Saved } else { DumpPart::Restored };
        fragment(part, Backup::default(), None);
    } else if let Some(found) = create_table::read(text).filter(|found| !found.temporary) {
        fragment(DumpPart::Table, Backup { tables: vec![found.table], ..Backup::default() }, None);
    }
}

/// `CHANGE MASTER TO MASTER_LOG_FILE='binlog.000003', MASTER_LOG_POS=157`
fn position(text: &str, fragment: &mut impl FnMut(DumpPart, Backup, Option<Written>)) {
    let value = |name: &str| {
        let rest = text.split_once(name)?.1.trim_start_matches('=').trim_start_matches('\'');
        rest.split(['\'', ',', ';', ' ']).next().map(str::to_owned)
    };
    if let (Some(file), Some(place)) = (value("_LOG_FILE"), value("_LOG_POS")) {
        fragment(
            DumpPart::Binlog,
            Backup { binlog: Some(format!("{file}:{place}")), ..Backup::default() },
            None,
        );
    }
}

/// Rows of the migrations table as events of their own.
fn migrations(record: &[u8], body: usize, database: Option<&String>, out: &mut Parsed) {
    let mut at = body;
    while let Some(place) = record.get(at..).and_then(|rest| memchr::memchr(b'(', rest)) {
        let start = at + place;
        let (cells, next) = inserts::tuple(record, start + 1);
        at = next.max(start + 1);
        let Some(which) = cells.iter().position(|cell| is_migration(cell.text())) else { continue };
        let number =
            |cell: Option<&Cell>| cell.and_then(Cell::value).and_then(|text| text.parse().ok());
        let migration = Migration {
            migration: cells.get(which).map(|cell| cell.text().to_owned()).unwrap_or_default(),
            batch: number(cells.get(which + 1)),
            id: which.checked_sub(1).and_then(|at| number(cells.get(at))),
            database: database.cloned(),
            ran: true,
        };
        let mut draft = Draft::new(0, EventKind::Migration(Box::new(migration)));
        draft.at = start..next;
        out.draft(draft);
    }
}

/// Sums the fragments up to one backup.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "marks that a dump may have in any combination")]
struct Sum {
    backup: Backup,
    tables: HashMap<(Option<String>, String), usize>,
    database: Option<String>,
    several: bool,
    delimited: bool,
    /// Its last line says that it is whole, where it is.
    closes: bool,
    /// The head saves settings of the session.
    saved: bool,
    /// The last statement has no end.
    cut: bool,
    begin: Option<std::ops::Range<usize>>,
    /// When it was begun, as the head says.
    taken: Option<Written>,
    /// What the line before says.
    told: Option<String>,
    ending: Ending,
}

/// How a dump ends.
#[derive(Default)]
enum Ending {
    /// Without any of what follows the last table.
    #[default]
    Open,
    /// With the settings that it restores, without a closing line.
    Restored,
    /// With a closing line, which may bear a stamp.
    Completed(std::ops::Range<usize>, Option<Written>),
}

impl Sum {
    /// The entry of a table, made if there is none.
    fn table(&mut self, found: &BackupTable) -> Option<&mut BackupTable> {
        // where PostgreSQL's tables stand by default
        let qualified = found.database.clone().filter(|name| name != "public");
        let database = qualified.or_else(|| self.database.clone());
        let key = (database.clone(), found.table.clone());
        let at = *self.tables.entry(key).or_insert_with(|| {
            self.backup.tables.push(BackupTable {
                table: found.table.clone(),
                database,
                ..BackupTable::default()
            });
            self.backup.tables.len() - 1
        });
        self.backup.tables.get_mut(at)
    }

    fn take(&mut self, draft: Draft) {
        let EventKind::Backup(part) = draft.kind else { return };
        self.begin.get_or_insert(draft.at.clone());
        let Some(Remark::Part(which)) = draft.remarks.first() else { return };
        if *which == DumpPart::Delimiter {
            self.delimited = part.tool.as_deref() != Some(";");
        }
        if self.delimited {
            return;
        }
        self.cut = *which == DumpPart::Cut;
        match which {
            DumpPart::Tool if self.backup.tool.is_none() => {
                self.closes =
                    part.tool.as_deref().and_then(tool_of).is_some_and(|tool| tool.closes);
                self.begin = Some(draft.at);
                self.backup.tool = part.tool;
            }
            DumpPart::Told => self.told = part.database,
            DumpPart::Taken if self.taken.is_none() && self.backup.tables.is_empty() => {
                self.taken = draft.written;
                // the database stands before the time, in the language of whoever took the dump
                let sequel = self.backup.tool.as_ref().is_some_and(|t| t.starts_with("Sequel "));
                if sequel && self.database.is_none() {
                    self.database = self.told.take();
                }
            }
            DumpPart::Saved => self.saved = true,
            DumpPart::Database => {
                if let Some(database) = part.database {
                    self.several |=
                        self.database.as_ref().is_some_and(|before| *before != database);
                    self.database = Some(database);
                }
            }
            DumpPart::Table => {
                for found in part.tables {
                    if let Some(table) = self.table(&found) {
                        table.auto_increment = found.auto_increment;
                        table.columns = found.columns;
                        table.cascades = found.cascades;
                    }
                }
            }
            DumpPart::Rows => {
                // settings that are restored before the last row are not those of the end
                if matches!(self.ending, Ending::Restored) {
                    self.ending = Ending::Open;
                }
                for found in part.tables {
                    self.backup.rows = self.backup.rows.saturating_add(found.rows);
                    if let Some(table) = self.table(&found) {
                        table.rows = table.rows.saturating_add(found.rows);
                    }
                }
            }
            DumpPart::Binlog => self.backup.binlog = part.binlog,
            DumpPart::Restored if matches!(self.ending, Ending::Open) => {
                self.ending = Ending::Restored;
            }
            DumpPart::Completed => self.ending = Ending::Completed(draft.at, draft.written),
            _ => {}
        }
    }
}

impl Carry for Sum {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for mut draft in std::mem::take(drafts) {
            match &mut draft.kind {
                EventKind::Backup(_) => self.take(draft),
                EventKind::Migration(migration) if !self.delimited => {
                    migration.database =
                        migration.database.take().or_else(|| self.database.clone());
                    drafts.push(draft);
                }
                EventKind::Migration(_) => {}
                _ => drafts.push(draft),
            }
        }
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        let mut backup = std::mem::take(&mut self.backup);
        if !self.several {
            backup.database.clone_from(&self.database);
        }
        backup.schema_only = backup.rows == 0;
        let mut remarks = Vec::new();
        let begin = self.begin.clone().unwrap_or(0..0);
        let ending = std::mem::take(&mut self.ending);
        backup.complete = match &ending {
            Ending::Completed(..) => true,
            Ending::Restored => !self.closes,
            Ending::Open => !self.closes && !self.saved && !self.cut,
        };
        let (at, written) = match ending {
            Ending::Completed(at, written) => (at, written.or_else(|| self.taken.take())),
            Ending::Restored | Ending::Open => {
                remarks.push(if backup.complete {
                    Remark::EndsWhole
                } else if self.cut {
                    Remark::EndsWithin
                } else {
                    Remark::EndMissing
                });
                (begin, self.taken.take())
            }
        };
        if written.is_none() {
            remarks.push(Remark::Undated);
        }
        out.push(Draft {
            at,
            written,
            twin: None,
            shift_us: 0,
            kind: EventKind::Backup(Box::new(backup)),
            remarks,
        });
    }
}

#[cfg(test)]
mod tests;
