//! How sure a source is such rows; they are read by `grammar/table/delimited.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{delimited, sheet::Sheet, sniff},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_csv",
    about: "schema rows as CSV (phpMyAdmin, Adminer, Workbench, OUTFILE, CSV engine)",
    example: r#""TABLE_NAME","ENGINE","TABLE_ROWS""#,
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaCsv)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    // each of a dozen dialects is tried, which is too much for every text with a comma
    let possible = sniff::first_line_has(head, b",;|")
        && !sniff::starts(head, b"{[<+")
        && sniff::begins_with_rows(head, delimited::read_csv);
    sniff::likeness(head, possible, 86, delimited::read_csv)
}

/// Its reader.
struct SchemaCsv;

impl DocumentReader for SchemaCsv {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        delimited::read_csv(document, &mut Sheet::new(out));
    }
}
