//! Dumps of databases by mysqldump and its kin (mariadb-dump, phpMyAdmin, Adminer, HeidiSQL):
//! a record is a statement or a comment; rows are counted, nothing is executed.

use std::collections::HashMap;

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::Draft,
        kind::EventKind,
        schema::Migration,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            create_table,
            lines::decode,
            sql_count,
            table::{cell::Cell, events::stamp, inserts, shapes::is_migration},
        },
    },
    time::Written,
};

/// See the module.
pub(crate) struct SqlDump;

/// What only dumps bear, most of them in their first lines.
const MARKS: &[&[u8]] = &[
    b"-- MySQL dump ",
    b"-- MariaDB dump ",
    b"\\- enable the sandbox mode",
    b"-- phpMyAdmin SQL Dump",
    b"-- Adminer ",
    b"-- HeidiSQL Version",
    b"Navicat Premium Data Transfer",
    b"Navicat MySQL Data Transfer",
    b"SET @OLD_CHARACTER_SET_CLIENT=",
    b"/*!40000 ALTER TABLE",
];

impl Format for SqlDump {
    fn id(&self) -> &'static str {
        "sql_dump"
    }

    fn about(&self) -> &'static str {
        "dump of a database (mysqldump, mariadb-dump, phpMyAdmin, Adminer)"
    }

    fn example(&self) -> &'static str {
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)"
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        let begin = head.bytes.get(..16 * 1024).unwrap_or(head.bytes);
        let marked = MARKS.iter().any(|mark| memchr::memmem::find(begin, mark).is_some());
        let replays = memchr::memmem::find(begin, b"PSEUDO_SLAVE_MODE").is_some();
        Likeness(if marked && !replays { 90 } else { 0 })
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Records(Box::new(SqlDump))
    }
}

/// What a fragment of a dump tells; handed to the carry pass as the note of a draft.
const TOOL: &str = "tool";
const DATABASE: &str = "database";
const TABLE: &str = "table";
const ROWS: &str = "rows";
const BINLOG: &str = "binlog";
const DELIMITER: &str = "delimiter";
const RESTORED: &str = "restored";
const COMPLETED: &str = "completed";

/// Words that begin a statement of a dump at the start of a line.
const STARTS: &[&str] = &[
    "--",
    "/*!",
    "/*M!",
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
        let mut fragment = |note: &str, backup: Backup, written: Option<Written>| {
            let mut draft =
                Draft::new(record.len(), EventKind::Backup(Box::new(backup))).stamped(written);
            draft.notes.push(note.to_owned());
            out.draft(draft);
        };
        if record.starts_with(b"--") {
            let line = record.split(|b| *b == b'\n').next().unwrap_or_default();
            let text = decode(line);
            comment(text.trim_end(), &mut fragment);
        } else if record.starts_with(b"/*") {
            if memchr::memmem::find(record, b"SQL_NOTES=@OLD_SQL_NOTES").is_some()
                || memchr::memmem::find(record, b"IFNULL(@OLD_SQL_NOTES").is_some()
            {
                fragment(RESTORED, Backup::default(), None);
            }
        } else if let Some(head) = sql_count::head(record) {
            let body = record.get(head.body..).unwrap_or_default();
            let rows = sql_count::scan(body).groups;
            if head.table.ends_with("migrations") {
                migrations(record, head.body, head.database.as_ref(), out);
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
            draft.notes.push(ROWS.to_owned());
            out.draft(draft);
        } else {
            let text = decode(record.get(..1024 * 1024).unwrap_or(record));
            statement(text.trim(), &mut fragment);
        }
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Sum>::default()
    }
}

fn comment(text: &str, fragment: &mut impl FnMut(&str, Backup, Option<Written>)) {
    let inner = text.trim_start_matches('-').trim();
    let named = |text: &str| Backup {
        database: Some(text.trim().trim_matches('`').to_owned()).filter(|name| !name.is_empty()),
        ..Backup::default()
    };
    if let Some(stamp_text) = inner.strip_prefix("Dump completed") {
        let written =
            stamp_text.trim().strip_prefix("on ").and_then(|text| stamp(text.trim(), false));
        fragment(COMPLETED, Backup::default(), written);
    } else if inner.contains(" dump ") && inner.contains("Distrib")
        || inner.starts_with("Adminer ")
        || inner.starts_with("phpMyAdmin SQL Dump")
    {
        let tool = inner.split(", for ").next().unwrap_or(inner).to_owned();
        fragment(TOOL, Backup { tool: Some(tool), ..Backup::default() }, None);
    } else if let Some((_, database)) = inner.split_once("Database: ") {
        fragment(DATABASE, named(database), None);
    } else if inner.starts_with("CHANGE ") {
        position(inner, fragment);
    } else if inner.len() == 19
        && let Some(written) = stamp(inner, false)
    {
        // Adminer's last line
        fragment(COMPLETED, Backup::default(), Some(written));
    }
}

fn statement(text: &str, fragment: &mut impl FnMut(&str, Backup, Option<Written>)) {
    if let Some(rest) = create_table::after_word(text, "USE") {
        let name = create_table::name(rest).map(|(name, _)| name);
        fragment(DATABASE, Backup { database: name, ..Backup::default() }, None);
    } else if let Some(rest) = create_table::after_word(text, "DELIMITER") {
        fragment(
            DELIMITER,
            Backup { tool: Some(rest.trim().to_owned()), ..Backup::default() },
            None,
        );
    } else if text.starts_with("CHANGE ") {
        position(text, fragment);
    } else if let Some(found) = create_table::read(text).filter(|found| !found.temporary) {
        fragment(TABLE, Backup { tables: vec![found.table], ..Backup::default() }, None);
    }
}

/// `CHANGE MASTER TO MASTER_LOG_FILE='binlog.000003', MASTER_LOG_POS=157`
fn position(text: &str, fragment: &mut impl FnMut(&str, Backup, Option<Written>)) {
    let value = |name: &str| {
        let rest = text.split_once(name)?.1.trim_start_matches('=').trim_start_matches('\'');
        rest.split(['\'', ',', ';', ' ']).next().map(str::to_owned)
    };
    if let (Some(file), Some(place)) = (value("_LOG_FILE"), value("_LOG_POS")) {
        fragment(
            BINLOG,
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
struct Sum {
    backup: Backup,
    tables: HashMap<(Option<String>, String), usize>,
    database: Option<String>,
    several: bool,
    delimited: bool,
    commented: bool,
    begin: Option<std::ops::Range<usize>>,
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
        let database = found.database.clone().or_else(|| self.database.clone());
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
        let note = draft.notes.first().map_or("", String::as_str);
        if note == DELIMITER {
            self.delimited = part.tool.as_deref() != Some(";");
        }
        if self.delimited {
            return;
        }
        match note {
            TOOL => {
                self.commented = true;
                self.begin = Some(draft.at);
                self.backup.tool = part.tool;
            }
            DATABASE => {
                if let Some(database) = part.database {
                    self.several |=
                        self.database.as_ref().is_some_and(|before| *before != database);
                    self.database = Some(database);
                }
            }
            TABLE => {
                for found in part.tables {
                    if let Some(table) = self.table(&found) {
                        table.auto_increment = found.auto_increment;
                        table.columns = found.columns;
                        table.cascades_from = found.cascades_from;
                    }
                }
            }
            ROWS => {
                for found in part.tables {
                    self.backup.rows = self.backup.rows.saturating_add(found.rows);
                    if let Some(table) = self.table(&found) {
                        table.rows = table.rows.saturating_add(found.rows);
                    }
                }
            }
            BINLOG => self.backup.binlog = part.binlog,
            RESTORED if matches!(self.ending, Ending::Open) => self.ending = Ending::Restored,
            COMPLETED => self.ending = Ending::Completed(draft.at, draft.written),
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
                _ => {}
            }
        }
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        let mut backup = std::mem::take(&mut self.backup);
        if !self.several {
            backup.database.clone_from(&self.database);
        }
        backup.schema_only = backup.rows == 0;
        let mut notes = Vec::new();
        let begin = self.begin.clone().unwrap_or(0..0);
        let (at, written) = match std::mem::take(&mut self.ending) {
            Ending::Completed(at, written) => {
                backup.complete = true;
                if written.is_none() {
                    notes.push("its last line bears no date (--skip-dump-date)".to_owned());
                }
                (at, written)
            }
            Ending::Restored => {
                backup.complete = !self.commented;
                notes.push(
                    "no closing line, yet the closing settings are there (--skip-comments)"
                        .to_owned(),
                );
                (begin, None)
            }
            Ending::Open => {
                notes.push(
                    "no closing line: the dump broke off, or was made without comments".to_owned(),
                );
                (begin, None)
            }
        };
        out.push(Draft {
            at,
            written,
            twin: None,
            shift_us: 0,
            kind: EventKind::Backup(Box::new(backup)),
            notes,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(records: &[&str]) -> Vec<Draft> {
        let mut carry = SqlDump.carry();
        let mut all = Vec::new();
        for record in records {
            let mut parsed = Parsed::default();
            SqlDump.read(record.as_bytes(), &mut parsed);
            carry.pass(&mut parsed.drafts);
            all.append(&mut parsed.drafts);
        }
        carry.finish(&mut all);
        all
    }

    #[test]
    fn a_dump_is_summed_up() {
        let drafts = run(&[
            "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n",
            "-- Host: localhost    Database: shop\n",
            "CREATE TABLE `orders` (\n  `id` int NOT NULL AUTO_INCREMENT\n) ENGINE=InnoDB AUTO_INCREMENT=9;\n",
            "INSERT INTO `orders` VALUES (1),(2);\n",
            "INSERT INTO `orders` VALUES\n(3),\n(4);\n",
            "INSERT INTO `migrations` VALUES (1,'2014_10_12_000000_create_users_table',1);\n",
            "DELIMITER ;;\n",
            "INSERT INTO `audit` VALUES (NEW.id);\n",
            "DELIMITER ;\n",
            "-- Dump completed on 2026-11-23  6:16:13\n",
        ]);
        assert_eq!(drafts.len(), 2);
        assert!(
            matches!(&drafts[0].kind, EventKind::Migration(m) if m.batch == Some(1) && m.id == Some(1) && m.database.as_deref() == Some("shop"))
        );
        let EventKind::Backup(backup) = &drafts[1].kind else { panic!() };
        assert_eq!(
            (backup.rows, backup.complete, backup.database.as_deref()),
            (5, true, Some("shop"))
        );
        assert_eq!(
            (backup.tables[0].rows, backup.tables[0].auto_increment, backup.tables.len()),
            (4, Some(9), 2)
        );
        assert_eq!(
            drafts[1].written.as_ref().map(|w| w.text.as_str()),
            Some("2026-11-23  6:16:13")
        );
    }

    #[test]
    fn a_dump_without_its_last_line_is_not_whole() {
        let drafts = run(&[
            "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n",
            "CREATE TABLE `a` (`id` int);\n",
        ]);
        assert!(
            matches!(&drafts[0].kind, EventKind::Backup(backup) if !backup.complete && backup.schema_only)
        );
    }
}
