//! Schema rows as psql's `\pset format asciidoc` prints them (print_asciidoc_text in
//! src/fe_utils/print.c): `|====` around a table, `^l|name` a column, `|value` a cell.

use crate::{
    event::draft::GapReason,
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            lines::{lines, text},
            table::{cell::Cell, sheet::Sheet, sniff},
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "schema_asciidoc",
    about: "schema rows as AsciiDoc (psql)",
    example: "|====\n^l|relname ^l|n_live_tup\n|orders |12",
    sniff,
    reader: |_| Reader::Document(Box::new(SchemaAsciidoc)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let fenced = head.lines().take(20).any(|line| line.trim_ascii() == b"|====");
    sniff::likeness(head, fenced, 92, read)
}

/// Its reader.
struct SchemaAsciidoc;

impl DocumentReader for SchemaAsciidoc {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        read(document, &mut Sheet::new(out));
    }
}

fn read(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut inside = false;
    for (at, line) in lines(document) {
        let line = text(line.trim_ascii_end());
        if line == "|====" {
            inside = !inside;
        } else if inside && line.starts_with("^l|") {
            let names: Vec<String> =
                line.split("^l|").skip(1).map(|name| name.trim().to_owned()).collect();
            sheet.start(Some(&names));
        } else if let Some(row) = line.strip_prefix('|').filter(|_| inside && sheet.is_known()) {
            // a bar within a cell is written `\|`
            let row = row.replace("\\|", "\u{1}");
            let cells: Vec<Cell> =
                row.split('|').map(|cell| Cell::bare(cell.trim().replace('\u{1}', "|"))).collect();
            sheet.row(at, &cells);
            continue;
        }
        let blank = line.is_empty();
        sheet.gap(at, if blank { GapReason::Blank } else { GapReason::Furniture });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::likeness;

    #[test]
    fn a_table_of_a_manual_is_none_of_a_schema() {
        assert!(likeness(&FORMAT, FORMAT.example) > 0);
        assert_eq!(likeness(&FORMAT, "|====\n^l|Option ^l|Meaning\n|-v |verbose\n|===="), 0);
        assert_eq!(likeness(&FORMAT, "^l|relname ^l|n_live_tup\n|orders |12"), 0);
    }
}
