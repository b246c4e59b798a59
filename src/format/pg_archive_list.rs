//! The contents of an archive of pg_dump as `pg_restore -l` lists them (`PrintTOCSummary` in
//! PostgreSQL's pg_backup_archiver.c): a head of lines with `;`, then an entry a line with its
//! number, two numbers of the catalog, kind, schema, name and owner. It tells which tables an
//! archive holds and when that was made; rows it does not count.

use std::collections::BTreeMap;

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::{Draft, GapReason},
        kind::EventKind,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::text,
        pg_dump::table_name,
    },
    time::{
        Written,
        read::{read_ctime, read_iso, read_space_local},
    },
};

/// How the head says when the archive was made.
const CREATED: &[u8] = b"; Archive created at ";
/// The catalog of tables (`pg_class`), which an entry of a table gives as its first number; that of
/// a table's rows gives 0.
const CATALOG_OF_TABLES: &str = "1259";

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "pg_archive_list",
    about: "what an archive of pg_dump holds, as pg_restore -l lists it",
    example: ";\n; Archive created at 2026-03-06 02:30:01 CET\n;     dbname: shop\n;     TOC Entries: 9\n216; 1259 16386 TABLE public carts app\n3403; 0 16386 TABLE DATA public carts app",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut lines = head.lines().skip_while(|line| line.is_empty() || *line == b";").take(3);
    let is_head = lines.next().is_some_and(|line| line.starts_with(CREATED))
        && lines.any(|line| line.starts_with(b";     TOC Entries: "));
    Likeness(if is_head { 97 } else { 0 })
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let said = text(document);
        let head = |key: &str| {
            let mut remarks = said.lines().filter_map(|line| line.strip_prefix(';'));
            let value = remarks.find_map(|remark| remark.trim_start().strip_prefix(key))?;
            Some(value.trim().to_owned())
        };
        let written = document.split(|b| *b == b'\n').find_map(|line| line.strip_prefix(CREATED));
        // each table with its owner, and whether its rows are there
        let mut tables: BTreeMap<String, (Option<String>, bool)> = BTreeMap::new();
        for entry in said.lines().filter_map(entry) {
            let (owner, has_rows) = tables.entry(entry.table).or_default();
            *owner = Some(entry.owner.to_owned()).filter(|owner| !owner.is_empty());
            *has_rows |= entry.is_rows;
        }
        let schema_only = !tables.values().any(|(_, has_rows)| *has_rows);
        let tables = tables
            .into_iter()
            .filter(|(_, (_, has_rows))| schema_only || *has_rows)
            .map(|(table, (owner, _))| BackupTable { table, owner, ..BackupTable::default() });
        let backup = Backup {
            database: head("dbname: ").filter(|name| !name.is_empty()),
            tables: tables.collect(),
            complete: true,
            schema_only,
            uncounted: true,
            tool: head("Dumped by pg_dump version: ").map(|version| format!("pg_dump {version}")),
            ..Backup::default()
        };
        if backup.tables.is_empty() {
            return out.gap(0..document.len(), GapReason::Furniture);
        }
        let draft = Draft::new(document.len(), EventKind::Backup(Box::new(backup)));
        out.draft(draft.stamped(written.and_then(made)));
    }
}

/// `2026-03-06 02:30:01 CET`; without a zone that is known, as Windows writes it; up to version 9.3
/// as `asctime` does.
fn made(stamp: &[u8]) -> Option<Written> {
    let read = read_iso(stamp).or_else(|| read_space_local(stamp)).or_else(|| read_ctime(stamp))?;
    Some(read.0)
}

/// An entry of a table or of its rows.
struct Entry<'a> {
    table: String,
    owner: &'a str,
    is_rows: bool,
}

/// `216; 1259 16386 TABLE public carts app`, `3403; 0 16386 TABLE DATA public carts app`; a name
/// may hold blanks. Behind `;` stands what was taken out of the list for `pg_restore -L`.
fn entry(line: &str) -> Option<Entry<'_>> {
    let (number, rest) = line.split_once("; ")?;
    number.parse::<u64>().ok()?;
    let mut parts = rest.splitn(3, ' ');
    let (catalog, object, said) = (parts.next()?, parts.next()?, parts.next()?);
    object.parse::<u64>().ok()?;
    let is_rows = catalog == "0";
    let named = match is_rows {
        true => said.strip_prefix("TABLE DATA ")?,
        false if catalog == CATALOG_OF_TABLES => said.strip_prefix("TABLE ")?,
        false => return None,
    };
    let (schema, rest) = named.split_once(' ')?;
    let (name, owner) = rest.rsplit_once(' ')?;
    let schema = Some(schema.to_owned()).filter(|schema| schema != "-");
    (!name.is_empty()).then(|| Entry { table: table_name(schema, name.to_owned()), owner, is_rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read};

    fn of(listing: &str) -> (Backup, Option<Written>) {
        let draft = read(&FORMAT, listing.as_bytes()).0.remove(0);
        match draft.kind {
            EventKind::Backup(backup) => (*backup, draft.written),
            other => panic!("{other:?}"),
        }
    }

    const HEAD: &str = ";\n; Archive created at 2026-03-06 02:30:01 CET\n;     dbname: shop\n;     TOC Entries: 9\n;     Dumped by pg_dump version: 15.18\n;\n";

    #[test]
    fn tables_with_rows_are_told_and_none_is_counted() {
        let listing = format!(
            "{HEAD}216; 1259 16386 TABLE public carts app\n\
             217; 1259 16390 TABLE stock old orders app\n\
             218; 1259 16394 TABLE public left_out app\n\
             219; 1259 16398 SEQUENCE public carts_id_seq app\n\
             3403; 0 16386 TABLE DATA public carts app\n\
             3404; 0 16390 TABLE DATA stock old orders app\n\
             ;3405; 0 16394 TABLE DATA public left_out app\n"
        );
        let (backup, written) = of(&listing);
        let names: Vec<&str> = backup.tables.iter().map(|t| t.table.as_str()).collect();
        assert_eq!(names, ["carts", "stock.old orders"]);
        assert!(backup.uncounted && backup.complete && !backup.schema_only && backup.rows == 0);
        assert_eq!(backup.database.as_deref(), Some("shop"));
        assert_eq!(backup.tool.as_deref(), Some("pg_dump 15.18"));
        assert_eq!(written.unwrap().text, "2026-03-06 02:30:01 CET");
    }

    #[test]
    fn one_without_rows_is_of_the_schema_alone() {
        let (backup, _) = of(&format!("{HEAD}216; 1259 16386 TABLE public carts app\n"));
        assert!(backup.schema_only && backup.tables.len() == 1);
        let old = "; Archive created at Fri Mar  6 02:30:01 2015";
        assert!(made(old.as_bytes().strip_prefix(CREATED).unwrap()).is_some());
    }

    #[test]
    fn an_ini_file_with_remarks_is_none() {
        assert_eq!(likeness(&FORMAT, FORMAT.example), 97);
        let ini = ";\n; Archive created at 2026-03-06 02:30:01\n; by hand\n[php]\nmemory = 1\n";
        assert_eq!(likeness(&FORMAT, ini), 0);
        // a sentence of a log about one
        let log = "2026-03-06 02:30:01 ; Archive created at 2026-03-06\n;     TOC Entries: 9\n";
        assert_eq!(likeness(&FORMAT, log), 0);
    }
}
