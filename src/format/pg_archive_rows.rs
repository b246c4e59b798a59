//! The rows of one table beside a `toc.dat` of pg_dump (`3436.dat` of `-Fd` and `-Ft`): lines of
//! COPY up to `\.`. Which table they are of stands in the table of contents alone.

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::Draft,
        kind::EventKind,
    },
    format::contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "pg_archive_rows",
    about: "rows of one table in a directory or tar that pg_dump wrote",
    example: "17\\tada\\t2026-03-06 09:10:30+01",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { part: part(head.name).to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let name = part(head.name);
    let numbered = name
        .strip_suffix(".dat")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let mut lines = head.lines().filter(|line| !line.is_empty());
    let fits = lines.next().is_some_and(|first| first == b"\\." || !first.contains(&0));
    let ends = !head.whole || head.bytes.trim_ascii_end().ends_with(b"\\.");
    Likeness(if numbered && fits && ends { 80 } else { 0 })
}

/// The name by which a table of contents calls a file.
pub(crate) fn part(path: &str) -> &str {
    let name = path.rsplit(['/', '!']).next().unwrap_or(path);
    let packed = [".gz", ".lz4", ".zst"].iter().find_map(|ending| name.strip_suffix(ending));
    packed.unwrap_or(name)
}

struct Document {
    part: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let lines = document.split(|b| *b == b'\n');
        let rows = lines.take_while(|line| *line != b"\\.").count() as u64;
        let table = BackupTable { table: self.part.clone(), rows, ..BackupTable::default() };
        let backup = Backup { tables: vec![table], rows, complete: true, ..Backup::default() };
        out.draft(Draft::new(document.len(), EventKind::Backup(Box::new(backup))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_at_the_mark() {
        let mut out = Parsed::default();
        let text = b"1\ta\n2\tb\\.\n\\.\n\n\n";
        Document { part: "7.dat".to_owned() }.read(text, &mut out);
        let rows = out.drafts.iter().map(|draft| match &draft.kind {
            EventKind::Backup(backup) => backup.rows,
            _ => 0,
        });
        assert_eq!(rows.collect::<Vec<_>>(), [2]);
        let head = |name, bytes| Head { name, bytes, whole: true };
        assert_eq!(sniff(&head("shop/3436.dat.gz", text)), Likeness(80));
        assert_eq!(sniff(&head("shop/3436.dat", b"1\ta\n")), Likeness::NONE);
        assert_eq!(sniff(&head("shop/data.dat", text)), Likeness::NONE);
    }
}
