//! How sure a source is such rows; they are read by `grammar/table/delimited.rs`.

use crate::format::{
    contract::{DocumentReader, Format, Head, Likeness, Parsed, PieceReader, Reader},
    grammar::table::{
        delimited::{self, TsvRows},
        sheet::{Paused, Sheet},
        sniff,
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_tsv",
    about: "schema rows, tab-separated (mysql -B, INTO OUTFILE)",
    example: "TABLE_NAME\tENGINE\tTABLE_ROWS\tCREATE_TIME",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaTsv)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    sniff::likeness(head, sniff::first_line_has(head, b"\t"), 88, delimited::read_tsv)
}

/// Its reader.
struct SchemaTsv;

impl DocumentReader for SchemaTsv {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        delimited::read_tsv(document, &mut Sheet::new(out));
    }

    fn pieces(&self, head: &[u8]) -> Option<Box<dyn PieceReader>> {
        (!delimited::is_quoted_tsv(head))
            .then(|| Box::new(Pieces::default()) as Box<dyn PieceReader>)
    }
}

/// What is kept in mind between two pieces.
#[derive(Default)]
struct Pieces {
    rows: TsvRows,
    sheet: Paused,
}

impl PieceReader for Pieces {
    fn read(&mut self, text: &[u8], at: usize, last: bool, out: &mut Parsed) -> usize {
        let mut sheet = Sheet::resume(std::mem::take(&mut self.sheet), out);
        let taken = self.rows.read(text, at, last, &mut sheet);
        self.sheet = sheet.pause();
        taken
    }
}
