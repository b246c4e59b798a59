//! How sure a source is such rows; they are read by `grammar/table/delimited.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
    grammar::table::{delimited, sheet::Sheet, sniff},
};

/// See the module.
pub(crate) struct SchemaCsv;

impl Format for SchemaCsv {
    fn id(&self) -> &'static str {
        "schema_csv"
    }

    fn about(&self) -> &'static str {
        "schema rows as CSV (phpMyAdmin, Adminer, Workbench, OUTFILE, CSV engine)"
    }

    fn example(&self) -> &'static str {
        r#""TABLE_NAME","ENGINE","TABLE_ROWS""#
    }

    fn sniff(&self, head: &Head<'_>) -> Likeness {
        // each of a dozen dialects is tried, which is too much for every text with a comma
        let possible = sniff::first_line_has(head, b",;|")
            && !sniff::starts(head, b"{[<+")
            && sniff::begins_with_rows(head, delimited::read_csv);
        sniff::likeness(head, possible, 86, delimited::read_csv)
    }

    fn reader(&self, _head: &Head<'_>) -> Reader {
        Reader::Document(Box::new(SchemaCsv))
    }
}

impl DocumentReader for SchemaCsv {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        delimited::read_csv(document, &mut Sheet::new(out));
    }
}
