//! The file `metadata` of a dump by mydumper: when it began and ended, where in the binary log, and
//! since 0.12 the rows of each table, whose contents lie in the files beside it.

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::Draft,
        kind::EventKind,
        remark::Remark,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::text,
    },
    time::{Written, read::read_any},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "mydumper_metadata",
    about: "metadata file of a dump folder by mydumper: tables, rows, whether it was finished",
    example: "# Started dump at: 2026-03-06 02:15:00\n[`shop`.`orders`]\nrows = 3\n# Finished dump at: 2026-03-06 02:15:09",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

const STARTED: &str = "Started dump at: ";
const FINISHED: &str = "Finished dump at: ";

fn sniff(head: &Head<'_>) -> Likeness {
    let first = head.lines().find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    Likeness(if said(&text(first), STARTED).is_some() { 97 } else { 0 })
}

fn said(line: &str, words: &str) -> Option<Written> {
    let rest = line.trim_start_matches(['#', ' ']).strip_prefix(words)?;
    read_any(rest.as_bytes()).map(|(written, _)| written)
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let shown = text(document);
        let mut backup = Backup { tool: Some("mydumper".to_owned()), ..Backup::default() };
        let (mut began, mut ended, mut file, mut position) = (None, None, None, None);
        for line in shown.lines().map(str::trim) {
            began = began.or_else(|| said(line, STARTED));
            ended = ended.or_else(|| said(line, FINISHED));
            if let Some((database, table)) = line
                .strip_prefix("[`")
                .and_then(|line| line.strip_suffix("`]"))
                .and_then(|line| line.split_once("`.`"))
            {
                backup.tables.push(BackupTable {
                    table: table.to_owned(),
                    database: Some(database.to_owned()),
                    ..BackupTable::default()
                });
                continue;
            }
            let Some((key, value)) = line.split_once(['=', ':']) else { continue };
            let value = value.trim().trim_matches('"');
            match key.trim() {
                "rows" => {
                    if let Some(table) = backup.tables.last_mut() {
                        table.rows = value.parse().unwrap_or(0);
                    }
                }
                // its own position comes before that of the server which it follows
                "SOURCE_LOG_FILE" | "File" | "Log" => {
                    file.get_or_insert_with(|| value.to_owned());
                }
                "SOURCE_LOG_POS" | "Position" | "Pos" => {
                    position.get_or_insert_with(|| value.to_owned());
                }
                _ => {}
            }
        }
        backup.rows = backup.tables.iter().fold(0_u64, |sum, table| sum.saturating_add(table.rows));
        backup.complete = ended.is_some();
        backup.binlog = file.zip(position).map(|(file, position)| format!("{file}:{position}"));
        let first = backup.tables.first().and_then(|table| table.database.clone());
        let is_one = backup.tables.iter().all(|table| table.database == first);
        backup.database = first.filter(|_| is_one);
        let mut draft = if backup.tables.is_empty() {
            let end = if backup.complete { "finished" } else { "not finished" };
            Draft::new(document.len(), EventKind::Text(format!("mydumper: {end}")))
        } else {
            Draft::new(document.len(), EventKind::Backup(Box::new(backup)))
        };
        if ended.is_none() {
            draft.remarks.push(Remark::EndMissing);
        }
        // what it holds is of the moment at which it began
        out.draft(draft.stamped(began.or(ended)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read};

    #[test]
    fn a_dump_folder_tells_its_tables_rows_and_end() {
        let text = FORMAT.example.replace("rows", "real_table_name=orders\nrows");
        assert!(likeness(&FORMAT, &text) > 90);
        let backup = |text: &str| match read(&FORMAT, text.as_bytes()).0.remove(0).kind {
            EventKind::Backup(backup) => *backup,
            other => panic!("{other:?}"),
        };
        let whole = backup(&text);
        assert_eq!((whole.rows, whole.complete, whole.tables.len()), (3, true, 1));
        assert_eq!(whole.database.as_deref(), Some("shop"));
        assert!(!backup(text.split("# Finished").next().unwrap()).complete);
        // a log that quotes the words
        assert_eq!(likeness(&FORMAT, "2026-03-06 02:15:00 Started dump at: 02:15\n"), 0);
    }
}
