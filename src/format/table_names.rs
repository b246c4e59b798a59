//! A list of plain table names, one a line, as `mysql -N -e 'SHOW TABLES'` prints it.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        table::Table,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{decode, document_lines},
    },
};

/// Tables that nearly every application of the framework has: a list with two of them is of tables.
const USUAL: &[&str] = &[
    "migrations",
    "users",
    "failed_jobs",
    "jobs",
    "sessions",
    "password_resets",
    "password_reset_tokens",
    "cache",
];

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "table_names",
    about: "list of table names (SHOW TABLES)",
    example: "Tables_in_shop",
    sniff,
    reader: |_| Reader::Document(Box::new(TableNames)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut usual, mut count, mut headed) = (0, 0, false);
    for line in head.lines().filter(|line| !line.is_empty()) {
        if count == 0 && !headed && heading(line) {
            headed = true;
            continue;
        }
        if !headed
            && !line.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_')
            || line.contains(&b'\t')
        {
            return Likeness::NONE;
        }
        count += 1;
        usual += usize::from(USUAL.iter().any(|name| name.as_bytes() == line));
    }
    Likeness(if headed {
        90
    } else if usual >= 2 && count >= 3 {
        60
    } else {
        0
    })
}

/// Its reader.
struct TableNames;

fn heading(line: &[u8]) -> bool {
    line.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"Tables_in_"))
        && !line.contains(&b'\t')
}

impl DocumentReader for TableNames {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut database = None;
        for (at, line, next) in document_lines(document) {
            if line.is_empty() {
                out.gap(at..next, GapReason::Blank);
            } else if heading(line) {
                let name = decode(line.get(10..).unwrap_or_default()).into_owned();
                database = Some(name.split(" (").next().unwrap_or(&name))
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned);
                out.gap(at..next, GapReason::Furniture);
            } else {
                let table = decode(line).replace("\\n", "\n").replace("\\\\", "\\");
                let row =
                    Table { database: database.as_deref(), table: &table, ..Table::default() };
                let mut draft = Draft::new(0, EventKind::Table(row.pack()));
                draft.at = at..next;
                out.draft(draft);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_under_its_heading_names_the_database() {
        let mut parsed = Parsed::default();
        TableNames.read(b"Tables_in_shop\na\nb\n", &mut parsed);
        assert!(
            matches!(&parsed.drafts[1].kind, EventKind::Table(table) if table.unpack().table == "b" && table.unpack().database == Some("shop"))
        );
    }
}
