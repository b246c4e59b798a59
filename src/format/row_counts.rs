//! Tables with their rows as a client prints them without a header: `orders|4105` of `psql -At`,
//! `orders<TAB>4105` of `mysql -N`.

use std::collections::BTreeSet;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        remark::Remark,
        table::Table,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{decode, document_lines},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "row_counts",
    about: "tables and how many rows they have, one a line, without a header (psql -At, mysql -N)",
    example: "orders|4105",
    sniff,
    reader: |_| Reader::Document(Box::new(RowCounts)),
};

/// Words of a file's name that say what its numbers are: anything has names and numbers.
const TELLING: &[&str] = &["row", "count", "table", "stat", "tuple", "zeilen"];

/// Tables in which frameworks record their migrations: a list with one of them is of tables.
const BOOKS: &[&str] = &[
    "migrations",
    "schema_migrations",
    "ar_internal_metadata",
    "django_migrations",
    "alembic_version",
    "flyway_schema_history",
    "_prisma_migrations",
    "doctrine_migration_versions",
];

/// The fewest lines that make a list.
const LEAST: usize = 2;

fn sniff(head: &Head<'_>) -> Likeness {
    let mut seen = BTreeSet::new();
    let mut parted = None;
    let mut books = false;
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(2000) {
        let Some((name, mark, _)) = row(line) else { return Likeness::NONE };
        if *parted.get_or_insert(mark) != mark || !seen.insert(name) {
            return Likeness::NONE;
        }
        let bare = name.rsplit(|b| *b == b'.').next().unwrap_or(name);
        books |= BOOKS.iter().any(|book| book.as_bytes() == bare);
    }
    let file = head.file_name().to_ascii_lowercase();
    let says = TELLING.iter().any(|word| file.contains(word));
    Likeness(match (seen.len() >= LEAST, books, says) {
        (true, true, _) => 84,
        (true, false, true) => 76,
        _ => 0,
    })
}

/// The table of a line, what parts it from the number, and the number.
fn row(line: &[u8]) -> Option<(&[u8], u8, u64)> {
    let at = line.iter().position(|b| matches!(b, b'|' | b'\t'))?;
    let (name, rest) = line.split_at_checked(at)?;
    let (mark, number) = rest.split_first()?;
    let is_name = name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
        && name.len() < 200
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$' | b'-'));
    let number = std::str::from_utf8(number.trim_ascii_end()).ok()?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    Some((name, *mark, number.parse().ok()?)).filter(|_| is_name && is_number)
}

/// Its reader.
struct RowCounts;

impl DocumentReader for RowCounts {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        for (at, line, next) in document_lines(document) {
            let Some((name, _, rows)) = row(line) else {
                let blank = line.trim_ascii().is_empty();
                out.gap(at..next, if blank { GapReason::Blank } else { GapReason::Furniture });
                continue;
            };
            let name = decode(name);
            let table = name.strip_prefix("public.").unwrap_or(&name);
            let row = Table { table, table_rows: Some(rows), ..Table::default() };
            let mut draft = Draft::new(0, EventKind::Table(row.pack()));
            draft.at = at..next;
            // whoever counts may leave tables out
            draft.remarks.push(Remark::Chosen);
            out.draft(draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read};

    #[test]
    fn tables_with_a_frameworks_own_are_counted() {
        let list = "orders|4105\npublic.users|231\nschema_migrations|118\n";
        assert_eq!(likeness(&FORMAT, list), 84);
        let rows: Vec<_> = read(&FORMAT, list.as_bytes())
            .0
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Table(table) => {
                    let table = table.unpack();
                    Some((table.table.to_owned(), table.table_rows))
                }
                _ => None,
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("orders".to_owned(), Some(4105)),
                ("users".to_owned(), Some(231)),
                ("schema_migrations".to_owned(), Some(118))
            ]
        );
    }

    #[test]
    fn names_with_numbers_of_something_else_are_none() {
        for other in [
            "paid|4105\nopen|231\n",
            "migrations|5\nmigrations|6\n",
            "migrations|5\na|b\n",
            "users|1.5\nmigrations|2\n",
        ] {
            assert_eq!(likeness(&FORMAT, other), 0, "{other}");
        }
    }
}
