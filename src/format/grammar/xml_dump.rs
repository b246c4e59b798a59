//! `mysqldump --xml` as a backup: the tables that it holds and how many rows of each, counted while
//! its tags are read. Rows of a user's tables are content, not schema.

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::Draft,
        kind::EventKind,
        remark::Remark,
    },
    format::grammar::lines::{clip, readable},
    time::read::read_any,
};

/// Tables of a dump as they come by.
#[derive(Default)]
pub(crate) struct XmlDump {
    database: Option<String>,
    databases: usize,
    tables: Vec<BackupTable>,
    closed: bool,
}

/// More tables than any server has.
const TABLES: usize = 1_000_000;

impl XmlDump {
    /// A database begins.
    pub(crate) fn database(&mut self, name: Option<String>) {
        self.database = name;
        self.databases += 1;
    }

    /// The structure or the rows of a table begin.
    pub(crate) fn table(&mut self, name: String) {
        let same = self
            .tables
            .last()
            .is_some_and(|last| last.table == name && last.database == self.database);
        if !same && self.tables.len() < TABLES {
            self.tables.push(BackupTable {
                table: name,
                database: self.database.clone(),
                ..BackupTable::default()
            });
        }
    }

    /// A column of the table.
    pub(crate) fn column(&mut self, name: String, kind: String) {
        if let Some(table) = self.tables.last_mut() {
            table.columns.push((name, kind));
        }
    }

    /// The AUTO_INCREMENT of the table.
    pub(crate) fn auto_increment(&mut self, next: Option<u64>) {
        if let Some(table) = self.tables.last_mut() {
            table.auto_increment = next;
        }
    }

    /// A row of the table.
    pub(crate) fn row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows += 1;
        }
    }

    /// `</mysqldump>` was read.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// The backup that `document` is; none where it holds no table of a user.
    pub(crate) fn finish(self, document: &[u8]) -> Option<Draft> {
        if self.tables.is_empty() {
            return None;
        }
        let rows = self.tables.iter().fold(0_u64, |sum, table| sum.saturating_add(table.rows));
        let end = document.get(document.len().saturating_sub(400)..).unwrap_or(document);
        let said =
            memchr::memmem::rfind(end, b"Dump completed on ").and_then(|at| end.get(at + 18..));
        let written =
            said.and_then(|text| read_any(text.trim_ascii_start())).map(|(written, _)| written);
        let begin =
            readable(document.get(..document.len().min(1000)).unwrap_or_default()).into_owned();
        let tool = begin
            .split_once("<!-- ")
            .and_then(|(_, rest)| rest.split_once("-->"))
            .map(|(comment, _)| comment.trim().trim_start_matches("-- ").to_owned());
        let backup = Backup {
            database: if self.databases == 1 { self.database } else { None },
            rows,
            complete: self.closed,
            schema_only: rows == 0,
            tool: Some(
                tool.filter(|tool| tool.contains("ump"))
                    .map_or_else(|| "mysqldump --xml".to_owned(), |tool| clip(&tool, 120)),
            ),
            tables: self.tables,
            ..Backup::default()
        };
        let mut draft =
            Draft::new(document.len(), EventKind::Backup(Box::new(backup))).stamped(written);
        if draft.written.is_none() {
            draft.remarks.push(Remark::Undated);
        }
        Some(draft)
    }
}
