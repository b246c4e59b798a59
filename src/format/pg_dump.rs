//! Dumps of PostgreSQL as text, by pg_dump and pg_dumpall: rows as COPY or INSERT, `\connect`, keys
//! behind the tables, and stamps with `--verbose` only. Rows are counted, nothing is executed.

use std::{collections::HashMap, ops::Range};

use crate::{
    event::{
        backup::{Backup, BackupTable, Cascade},
        draft::Draft,
        kind::EventKind,
        remark::{DumpPart, Remark},
        schema::Migration,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader, Rows},
        grammar::{
            create_table,
            lines::readable,
            postgres::stamp,
            sql_count,
            table::{cell::Cell, inserts, shapes::is_migration},
        },
    },
    time::Written,
};

const MARKS: [&[u8]; 2] = [b"-- PostgreSQL database dump", b"-- PostgreSQL database cluster dump"];

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "pg_dump",
    about: "dump of PostgreSQL as text (pg_dump, pg_dumpall, pg_restore -f)",
    example: "-- PostgreSQL database dump",
    sniff,
    reader: |_| Reader::Records(Box::new(Records)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().take_while(|line| !line.starts_with(b"COPY ")).take(400);
    let is_blank = |line: &&[u8]| !line.trim_ascii().is_empty();
    let Some(first) = lines.by_ref().find(is_blank) else { return Likeness(bare(head)) };
    let marked = |line: &[u8]| MARKS.iter().any(|mark| line.starts_with(mark));
    // what pg_dump says to the terminal may stand in one file with what it writes
    let fits = Records.starts_record(first) || first.starts_with(b"pg_dump");
    Likeness(if fits && (marked(first) || lines.any(marked)) { 96 } else { bare(head) })
}

/// How likely `head` begins a dump whose comments were left out: nothing but a dump copies rows
/// from its own text.
fn bare(head: &Head<'_>) -> u8 {
    let mut lines = head.lines().filter(|line| !line.trim_ascii().is_empty());
    let begins = lines.next().is_some_and(|line| Records.starts_record(line));
    let copies = |line: &[u8]| line.starts_with(b"COPY ") && copied(line).is_some();
    if begins && head.lines().any(copies) { 70 } else { 0 }
}

/// Words that begin a statement of a dump at the start of a line.
const STARTS: [&[u8]; 10] = [
    b"--",
    b"COPY ",
    b"INSERT ",
    b"CREATE ",
    b"ALTER ",
    b"SELECT ",
    b"SET ",
    b"DROP ",
    b"GRANT ",
    b"\\connect ",
];

struct Records;

impl RecordReader for Records {
    fn starts_record(&self, line: &[u8]) -> bool {
        STARTS.iter().any(|word| line.starts_with(word))
    }

    fn is_open(&self, record: &[u8]) -> bool {
        match copied(record) {
            Some(copied) => copied.is_open(),
            None => record.starts_with(b"INSERT ") && sql_count::scan(record.trim_ascii_end()).open,
        }
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let mut fragment = |part: DumpPart, backup: Backup, written: Option<Written>| {
            let kind = EventKind::Backup(Box::new(backup));
            let mut draft = Draft::new(record.len(), kind).stamped(written);
            draft.remarks.push(Remark::Part(part));
            out.draft(draft);
        };
        let of = |table: BackupTable| Backup { tables: vec![table], ..Backup::default() };
        let text = readable(record.get(..1 << 20).unwrap_or(record));
        if let Some(comment) = text.strip_prefix("--") {
            match told(comment.lines().next().unwrap_or_default().trim()) {
                Some(Told::Tool(tool)) => {
                    fragment(
                        DumpPart::Tool,
                        Backup { tool: Some(tool), ..Backup::default() },
                        None,
                    );
                }
                Some(Told::Started(written)) => {
                    fragment(DumpPart::Taken, Backup::default(), written);
                }
                Some(Told::Completed) => fragment(DumpPart::Completed, Backup::default(), None),
                None => fragment(DumpPart::Saved, Backup::default(), None),
            }
        } else if let Some(database) = text.lines().next().and_then(connected) {
            fragment(
                DumpPart::Database,
                Backup { database: Some(database), ..Backup::default() },
                None,
            );
        } else if let Some(copied) = copied(record) {
            let rows = copied.rows();
            let table = BackupTable { table: copied.table.clone(), rows, ..BackupTable::default() };
            fragment(DumpPart::Rows, of(table), None);
            if copied.is_open() {
                fragment(DumpPart::Cut, Backup::default(), None);
            }
            if copied.table.ends_with("migrations") {
                for migration in copied.migrations() {
                    let kind = EventKind::Migration(Box::new(migration));
                    out.draft(Draft::new(record.len(), kind));
                }
            }
        } else if let Some((table, rest)) = text.strip_prefix("INSERT INTO ").and_then(qualified) {
            let body = record.len().saturating_sub(rest.len().min(record.len()));
            let values = memchr::memmem::find(record, b"VALUES").unwrap_or(body);
            let rows = sql_count::scan(record.get(values..).unwrap_or_default()).groups;
            fragment(
                DumpPart::Rows,
                of(BackupTable { table, rows, ..BackupTable::default() }),
                None,
            );
        } else if let Some(table) = key(&text).or_else(|| owned(&text)) {
            fragment(DumpPart::Rows, of(table), None);
        } else if let Some(found) = create_table::read(&text).filter(|found| !found.temporary) {
            let table = table_name(found.table.database, found.table.table);
            fragment(
                DumpPart::Rows,
                of(BackupTable { table, database: None, ..found.table }),
                None,
            );
        }
    }

    fn rows(&self, record: &[u8], into: &mut dyn Rows) {
        if let Some(copied) = copied(record) {
            if into.table(None, &copied.table, copied.columns.clone()) {
                for line in copied.lines() {
                    let cells: Vec<Cell> = line.split(|b| *b == b'\t').map(copied_cell).collect();
                    into.row(&cells);
                }
            }
        } else if let Some(head) = sql_count::head(record)
            && let Some(body) = head.body
        {
            let table = table_name(head.database, head.table);
            if into.table(None, &table, head.columns) {
                inserts::each_tuple(record, body, |cells, _| into.row(cells));
            }
        } else if let Some(name) = readable(record).lines().next().and_then(connected) {
            into.database(&name);
        }
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::<Sum>::default()
    }
}

/// Sums the fragments up to one backup.
#[derive(Default)]
struct Sum {
    backup: Backup,
    tables: HashMap<(Option<String>, String), usize>,
    database: Option<String>,
    several: bool,
    begin: Option<Range<usize>>,
    started: Option<Written>,
    ended: Option<Range<usize>>,
    /// It has comments, and so a last one.
    commented: bool,
    /// The rows of the last table have no end.
    cut: bool,
}

impl Sum {
    fn take(&mut self, draft: Draft) {
        let EventKind::Backup(part) = draft.kind else { return };
        self.begin.get_or_insert(draft.at.clone());
        let Some(Remark::Part(which)) = draft.remarks.first() else { return };
        self.cut = *which == DumpPart::Cut;
        match which {
            DumpPart::Saved => self.commented = true,
            DumpPart::Tool => self.backup.tool = part.tool,
            DumpPart::Taken => self.started = self.started.take().or(draft.written),
            DumpPart::Completed => self.ended = Some(draft.at),
            DumpPart::Database => {
                self.several |= self.database.is_some() && self.database != part.database;
                self.database = part.database;
                // of pg_dumpall: another whole dump follows
                self.ended = None;
            }
            _ => {
                for found in part.tables {
                    self.add(found);
                }
            }
        }
    }

    fn add(&mut self, found: BackupTable) {
        self.backup.rows = self.backup.rows.saturating_add(found.rows);
        let key = (self.database.clone(), found.table.clone());
        // older versions say it of sequences and views in the words for a table
        if found.owner.is_some() && !self.tables.contains_key(&key) {
            return;
        }
        let at = *self.tables.entry(key).or_insert_with(|| {
            self.backup.tables.push(BackupTable {
                table: found.table.clone(),
                database: self.database.clone(),
                ..BackupTable::default()
            });
            self.backup.tables.len() - 1
        });
        if let Some(table) = self.backup.tables.get_mut(at) {
            table.rows = table.rows.saturating_add(found.rows);
            table.columns.extend(found.columns);
            table.cascades.extend(found.cascades);
            table.refers_to.extend(found.refers_to);
            table.owner = table.owner.take().or(found.owner);
        }
    }
}

impl Carry for Sum {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for mut draft in std::mem::take(drafts) {
            match &mut draft.kind {
                EventKind::Migration(migration) => {
                    migration.database.clone_from(&self.database);
                    drafts.push(draft);
                }
                _ => self.take(draft),
            }
        }
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        let mut backup = std::mem::take(&mut self.backup);
        if !self.several {
            backup.database.clone_from(&self.database);
        }
        backup.schema_only = backup.rows == 0;
        backup.complete = self.ended.is_some() || !self.commented && !self.cut;
        let at = self.ended.take().or(self.begin.take()).unwrap_or(0..0);
        let mut draft = Draft::new(0, EventKind::Backup(Box::new(backup)));
        draft.at = at;
        draft.written = self.started.take();
        if draft.written.is_none() {
            draft.remarks.push(Remark::Undated);
        }
        out.push(draft);
    }
}

/// What a comment tells.
enum Told {
    /// The tool and its version.
    Tool(String),
    /// When it began; the state that a dump holds is that of its beginning.
    Started(Option<Written>),
    /// It ended as a whole dump does.
    Completed,
}

/// Reads a comment without its dashes.
fn told(inner: &str) -> Option<Told> {
    if let Some(version) = inner.strip_prefix("Dumped by pg_dump version ") {
        return Some(Told::Tool(format!("pg_dump {version}")));
    }
    if let Some(text) = inner.strip_prefix("Started on ") {
        return Some(Told::Started(stamp(text.as_bytes()).map(|(written, _)| written)));
    }
    let ends = ["PostgreSQL database dump complete", "PostgreSQL database cluster dump complete"];
    ends.contains(&inner).then_some(Told::Completed)
}

/// A table's name as events hold it: with its schema, unless that is `public`.
pub(crate) fn table_name(schema: Option<String>, table: String) -> String {
    match schema.filter(|schema| schema != "public") {
        Some(schema) => format!("{schema}.{table}"),
        None => table,
    }
}

/// `ALTER TABLE public.forecasts OWNER TO mara;`.
fn owned(text: &str) -> Option<BackupTable> {
    let (table, rest) = qualified(text.strip_prefix("ALTER TABLE ")?)?;
    let (owner, _) = create_table::name(rest.strip_prefix(" OWNER TO ")?)?;
    Some(BackupTable { table, owner: Some(owner), ..BackupTable::default() })
}

fn qualified(text: &str) -> Option<(String, &str)> {
    let (first, rest) = create_table::name(text)?;
    match rest.strip_prefix('.') {
        Some(rest) => {
            let (table, rest) = create_table::name(rest)?;
            Some((table_name(Some(first), table), rest))
        }
        None => Some((first, rest)),
    }
}

/// `COPY t (…) FROM stdin;` and the rows behind it, up to `\.`.
struct Copied<'r> {
    table: String,
    columns: Vec<String>,
    body: &'r [u8],
}

/// Reads the block that a record is.
fn copied(record: &[u8]) -> Option<Copied<'_>> {
    let end = memchr::memchr(b'\n', record).unwrap_or(record.len());
    let head = readable(record.get(..end)?);
    let (table, rest) = qualified(head.strip_prefix("COPY ")?)?;
    let (columns, rest) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
    rest.trim().starts_with("FROM stdin").then(|| Copied {
        table,
        columns: columns.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect(),
        body: record.get(end + 1..).unwrap_or_default(),
    })
}

/// A value of COPY: `\N` is NULL, a backslash begins an escape.
fn copied_cell(raw: &[u8]) -> Cell {
    let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
    if raw == b"\\N" {
        return Cell::Null;
    }
    let mut text = Vec::new();
    // no quote stands around it
    inserts::unescape(raw, b'\n', &mut text);
    Cell::Text(readable(&text).into_owned())
}

impl Copied<'_> {
    /// Its rows.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.body
            .split(|b| *b == b'\n')
            .take_while(|line| line.strip_suffix(b"\r").unwrap_or(line) != b"\\.")
            .filter(|line| !line.is_empty())
    }

    /// How many there are.
    fn rows(&self) -> u64 {
        self.lines().count() as u64
    }

    /// Whether the end of the rows is not there yet.
    fn is_open(&self) -> bool {
        !self.body.starts_with(b"\\.") && memchr::memmem::find(self.body, b"\n\\.").is_none()
    }

    /// The rows of the migrations table, each with its offset in the record.
    fn migrations(&self) -> impl Iterator<Item = Migration> {
        let at = |name: &str| self.columns.iter().position(|column| column == name);
        let (migration, batch, id) = (at("migration"), at("batch"), at("id"));
        self.lines().filter_map(move |line| {
            let text = readable(line);
            let cells: Vec<&str> = text.split('\t').collect();
            let cell = |at: Option<usize>| cells.get(at?).copied();
            let name = cell(migration).filter(|name| is_migration(name))?;
            Some(Migration {
                migration: name.to_owned(),
                batch: cell(batch).and_then(|text| text.parse().ok()),
                id: cell(id).and_then(|text| text.parse().ok()),
                ran: true,
                ..Migration::default()
            })
        })
    }
}

/// The database of `\connect shop` or `\connect -reuse-previous=on "dbname='shop'"`.
fn connected(line: &str) -> Option<String> {
    let rest = line.strip_prefix("\\connect ")?.trim();
    let name = match rest.split_once("dbname=") {
        Some((_, name)) => name.trim_matches(['"', '\'']),
        None => rest.trim_matches('"'),
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// The table of `ALTER TABLE ONLY t ADD CONSTRAINT c FOREIGN KEY (…) REFERENCES p(…) …`, with the
/// table that it refers to.
pub(crate) fn key(text: &str) -> Option<BackupTable> {
    let rest = create_table::after_word(create_table::after_word(text, "ALTER")?, "TABLE")?;
    let rest = create_table::after_word(rest, "ONLY").unwrap_or(rest);
    let (table, rest) = qualified(rest)?;
    let (_, rest) = rest.split_once("FOREIGN KEY")?;
    let (own, rest) = rest.split_once("REFERENCES ")?;
    let (parent, rest) = qualified(rest)?;
    let columns = create_table::key_columns(own, rest);
    let cascades = rest.contains("ON DELETE CASCADE");
    Some(BackupTable {
        table,
        // whether its columns are NOT NULL stands elsewhere in the dump
        cascades: cascades
            .then(|| Cascade { parent: parent.clone(), columns, always: false })
            .into_iter()
            .collect(),
        refers_to: vec![parent],
        ..BackupTable::default()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read, torment};

    const DUMP: &str = "-- PostgreSQL database dump\n-- Dumped by pg_dump version 15.6\n\
        CREATE TABLE public.a (\n    id bigint\n);\nCOPY public.a (id) FROM stdin;\n1\n-- 2\n\\.\n\
        INSERT INTO reporting.d VALUES (1), (2);\nALTER TABLE ONLY public.a\n    ADD CONSTRAINT f \
        FOREIGN KEY (id) REFERENCES public.p(id) ON DELETE CASCADE;\n";

    fn backup(text: &str) -> Backup {
        let (drafts, _) = read(&FORMAT, text.as_bytes());
        match drafts.into_iter().next_back().unwrap().kind {
            EventKind::Backup(backup) => *backup,
            _ => panic!(),
        }
    }

    #[test]
    fn a_dump_is_summed_up_and_whole_only_with_its_last_line() {
        let found = backup(DUMP);
        assert!(!found.complete);
        let rows: Vec<_> = found.tables.iter().map(|t| (t.table.as_str(), t.rows)).collect();
        assert_eq!(rows, [("a", 2), ("reporting.d", 2)]);
        assert_eq!(found.tables[0].refers_to, ["p"]);
        assert!(backup(&format!("{DUMP}-- PostgreSQL database dump complete\n")).complete);
    }

    #[test]
    fn a_dump_without_comments_is_whole_where_its_rows_have_an_end() {
        let text = "SET client_encoding = 'UTF8';\nCREATE TABLE public.a (\n    id bigint\n);\n\
            COPY public.a (id) FROM stdin;\n1\n";
        assert_eq!(likeness(&FORMAT, text), 70);
        assert!(!backup(text).complete);
        let whole = backup(&format!("{text}\\.\n"));
        assert_eq!((whole.complete, whole.rows), (true, 1));
        assert_eq!(likeness(&FORMAT, "COPY the files from stdin\n"), 0);
    }

    #[test]
    fn another_dump_is_not_taken_for_it() {
        assert_eq!(likeness(&FORMAT, DUMP), 96);
        assert_eq!(likeness(&FORMAT, "-- MySQL dump 10.13\nCREATE TABLE a (id int);\n"), 0);
        let quoted =
            "10.0.0.5 GET / \"-- PostgreSQL database dump\"\n-- PostgreSQL database dump\n";
        assert_eq!(likeness(&FORMAT, quoted), 0);
        torment(&FORMAT, "-- PostgreSQL database dump\nCOPY a (b) FROM stdin;\n1\n\\.\n");
    }
}
