//! Lists of migrations: `ls database/migrations` (names alone or `ls -l`), and what
//! `php artisan migrate:status` prints from Laravel 9 on. They say which exist, not all that ran.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        schema::Migration,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            lines::{decode, document_lines, without_escapes},
            table::shapes::is_migration,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "migration_listing",
    about: "list of migration files, or migrate:status",
    example: "2014_10_12_000000_create_users_table.php",
    sniff,
    reader: |_| Reader::Document(Box::new(MigrationListing)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let (mut fits, mut others) = (0_u32, 0_u32);
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(200) {
        if read_line(&decode(&without_escapes(line))).is_some() {
            fits += 1;
        } else {
            others += 1;
        }
    }
    Likeness(if fits > 0 && others <= 2 + fits / 4 { 89 } else { 0 })
}

/// Its reader.
struct MigrationListing;

impl DocumentReader for MigrationListing {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        for (at, raw, next) in document_lines(document) {
            match read_line(&decode(&without_escapes(raw))) {
                Some(migration) => {
                    let mut draft = Draft::new(0, EventKind::Migration(Box::new(migration)));
                    draft.at = at..next;
                    out.draft(draft);
                }
                None if raw.trim_ascii().is_empty() => out.gap(at..next, GapReason::Blank),
                None => out.gap(at..next, GapReason::Furniture),
            }
        }
    }
}

/// A name alone, the last word of `ls -l`, or `name ..... [3] Ran`.
fn read_line(text: &str) -> Option<Migration> {
    let text = text.trim();
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let name = |word: &str| {
        let file = word.rsplit('/').next().unwrap_or(word);
        let bare = file.strip_suffix(".php").unwrap_or(file);
        (is_migration(file) && !bare.contains('.')).then(|| bare.to_owned())
    };
    if let Some(migration) = name(first) {
        let rest = words.collect::<Vec<_>>();
        if rest.is_empty() {
            return Some(Migration { migration, ..Migration::default() });
        }
        let status = *rest.last()?;
        let ran = status == "Ran";
        if !ran && status != "Pending" {
            return None;
        }
        let batch =
            rest.iter().find_map(|word| word.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
        return Some(Migration { migration, batch, ran, ..Migration::default() });
    }
    let long = matches!(first.as_bytes().first(), Some(b'-' | b'd' | b'l')) && first.len() >= 10;
    let last = text.split_whitespace().last()?;
    (long && text.split_whitespace().count() >= 7)
        .then(|| name(last))
        .flatten()
        .map(|migration| Migration { migration, ..Migration::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_long_listings_and_status_are_read() {
        assert!(read_line("2014_10_12_000000_create_users_table.php").is_some_and(|m| !m.ran));
        assert!(
            read_line("-rw-r--r-- 1 a a 713 Oct 1 10:00 2014_10_12_000000_create_users_table.php")
                .is_some()
        );
        assert_eq!(
            read_line("  2014_10_12_000000_create_users_table ........ [3] Ran")
                .and_then(|m| m.batch),
            Some(3)
        );
        assert!(read_line("2014_10_12_000000_create_users_table ....... 12ms DONE").is_none());
    }
}
