//! Rows with a separator: `mysql -B`, `INTO OUTFILE`, and CSV as phpMyAdmin, Adminer, Workbench,
//! DBeaver, DataGrip, HeidiSQL and the CSV engine write it.

use std::ops::Range;

use crate::{
    event::{draft::GapReason, remark::Remark},
    format::{
        contract::Parsed,
        grammar::{
            lines::{decode, document_lines},
            table::{cell::Cell, sheet::Sheet},
        },
    },
};

/// How one document separates, quotes and escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    separator: u8,
    quote: u8,
    backslash: bool,
}

/// How many bytes are tried before a dialect is chosen.
const TRIAL: usize = 64 * 1024;
/// How many lines a row of unescaped values may be broken over.
const MOST_LINES: usize = 64;

/// The tab-separated rows of `mysql -B`, with or without names, escaped or raw.
pub(crate) fn read_tsv(document: &[u8], sheet: &mut Sheet<'_>) {
    if is_quoted_tsv(document) {
        read_quoted(document, Dialect { separator: b'\t', quote: b'"', backslash: false }, sheet);
    } else {
        TsvRows::default().read(document, 0, true, sheet);
    }
}

/// Whether values with a tab or line break are put between quotes, by the beginning of a document.
pub(crate) fn is_quoted_tsv(document: &[u8]) -> bool {
    let head = document.get(..TRIAL).unwrap_or(document);
    let quoted = document_lines(head)
        .take(50)
        .flat_map(|(_, line, _)| line.split(|b| *b == b'\t'))
        .filter(|cell| is_quoted(cell))
        .count();
    // a quoted value with a line break in it leaves its quote open at the end of the line
    let broken = document_lines(head).take(200).any(|(_, line, _)| {
        line.split(|b| *b == b'\t')
            .next_back()
            .is_some_and(|cell| cell.first() == Some(&b'"') && !is_quoted(cell))
            && memchr::memchr_iter(b'"', line).count() % 2 == 1
    });
    quoted > 2 || broken
}

/// Rows without quotes, read a piece of the document at a time.
#[derive(Debug, Default)]
pub(crate) struct TsvRows {
    begun: bool,
    width: Option<usize>,
    plain: Vec<Cell>,
}

impl TsvRows {
    /// Reads the rows that are whole in `text`, which stands at `base` in the document and ends
    /// with
    /// it where it is the `last` piece; gives how many bytes they take.
    pub(crate) fn read(
        &mut self,
        text: &[u8],
        base: usize,
        last: bool,
        sheet: &mut Sheet<'_>,
    ) -> usize {
        let mut pending: Option<(usize, Vec<Vec<u8>>, usize, bool)> = None;
        let mut taken = 0;
        for (at, line, next) in document_lines(text) {
            if !last && text.get(next - 1) != Some(&b'\n') {
                break;
            }
            taken = next;
            if self.begun
                && pending.is_none()
                && self.plain_row(base + at..base + next, line, sheet)
            {
                continue;
            }
            let (at, next) = (base + at, base + next);
            if line.is_empty() && pending.is_none() {
                sheet.gap(at..next, GapReason::Blank);
                continue;
            }
            let (mut cells, open) = split_tabs(line);
            if !self.begun {
                self.begun = true;
                let names: Vec<String> =
                    cells.iter().map(|cell| decode(cell).into_owned()).collect();
                sheet.start(Some(&names));
                if sheet.is_known() {
                    self.width = Some(names.len());
                    sheet.gap(at..next, GapReason::Furniture);
                    continue;
                }
                sheet.start(None);
            }
            let width = self.width;
            // a row may go on here: its last value ended in an escaped line break, or it is short
            if let Some((start, mut before, count, was_open)) = pending.take() {
                // joined, the last value before and the first value here are one
                let joined = before.len().saturating_add(cells.len()).saturating_sub(1);
                let whole = width.is_some_and(|width| cells.len() >= width && joined != width);
                if (was_open || !whole) && count < MOST_LINES {
                    let mut parts = cells.into_iter();
                    if let (Some(last), Some(part)) = (before.last_mut(), parts.next()) {
                        last.push(b'\n');
                        last.extend_from_slice(&part);
                    }
                    before.extend(parts);
                    if open || width.is_some_and(|width| before.len() < width) {
                        pending = Some((start, before, count + 1, open));
                    } else {
                        emit(sheet, start..next, &before);
                    }
                    continue;
                }
                sheet.gap(start..at, GapReason::Unparsed);
            }
            if open || width.is_some_and(|width| cells.len() < width) {
                pending = Some((at, std::mem::take(&mut cells), 1, open));
            } else {
                emit(sheet, at..next, &cells);
                if width.is_none() {
                    self.width = sheet.is_known().then_some(cells.len());
                }
            }
        }
        match pending {
            // read once more together with what follows
            Some((start, ..)) if !last => return start - base,
            Some((start, cells, ..)) if self.width.is_none() => {
                emit(sheet, start..base + text.len(), &cells);
            }
            Some((start, ..)) => sheet.gap(start..base + text.len(), GapReason::Truncated),
            None => {}
        }
        taken
    }

    /// Takes a row that is whole and holds no escapes, as most do: its cells are filled into the
    /// same
    /// ones again and again. `false` where it is no such row.
    fn plain_row(&mut self, at: Range<usize>, line: &[u8], sheet: &mut Sheet<'_>) -> bool {
        if line.is_empty() || memchr::memchr(b'\\', line).is_some() {
            return false;
        }
        let mut count = 0;
        let mut fill = |value: &str| {
            if count == self.plain.len() {
                self.plain.push(Cell::Null);
            }
            if let Some(cell) = self.plain.get_mut(count) {
                fill_plain(cell, value);
            }
            count += 1;
        };
        match std::str::from_utf8(line) {
            Ok(line) => line.split('\t').for_each(&mut fill),
            // values may be of several encodings
            Err(_) => line.split(|b| *b == b'\t').for_each(|raw| fill(&decode(raw))),
        }
        if self.width.is_some_and(|width| count < width) {
            return false;
        }
        self.plain.truncate(count);
        sheet.row(at, &self.plain);
        if self.width.is_none() {
            self.width = sheet.is_known().then_some(count);
        }
        true
    }
}

fn emit(sheet: &mut Sheet<'_>, at: Range<usize>, raw: &[Vec<u8>]) {
    let cells: Vec<Cell> = raw.iter().map(|cell| unescape_tsv(cell)).collect();
    sheet.row(at, &cells);
}

/// The cells of a line as they stand, and whether the line ends in a lone backslash.
fn split_tabs(line: &[u8]) -> (Vec<Vec<u8>>, bool) {
    let mut cells = vec![Vec::new()];
    let mut escaped = false;
    for &byte in line {
        if byte == b'\t' && !escaped {
            cells.push(Vec::new());
            continue;
        }
        escaped = byte == b'\\' && !escaped;
        if let Some(cell) = cells.last_mut() {
            cell.push(byte);
        }
    }
    (cells, escaped)
}

/// Makes `cell` what [`unescape_tsv`] makes of a value without escapes, decoded.
fn fill_plain(cell: &mut Cell, value: &str) {
    let mut text = match std::mem::replace(cell, Cell::Null) {
        Cell::Text(text) | Cell::Perhaps(text) => text,
        Cell::Null => String::new(),
    };
    text.clear();
    text.push_str(value);
    *cell = if text == "NULL" { Cell::Perhaps(text) } else { Cell::Text(text) };
}

fn unescape_tsv(raw: &[u8]) -> Cell {
    if raw == b"\\N" {
        return Cell::Null;
    }
    let mut text = Vec::with_capacity(raw.len());
    let mut rest = raw.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            text.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'n') => text.push(b'\n'),
            Some(b't') => text.push(b'\t'),
            Some(b'r') => text.push(b'\r'),
            Some(b'0') => text.push(0),
            Some(other @ (b'\\' | b'\t' | b'\n')) => text.push(other),
            Some(other) => text.extend([b'\\', other]),
            None => text.push(b'\\'),
        }
    }
    let text = decode(&text).into_owned();
    if text == "NULL" { Cell::Perhaps(text) } else { Cell::Text(text) }
}

fn is_quoted(cell: &[u8]) -> bool {
    cell.len() >= 2 && cell.first() == Some(&b'"') && cell.last() == Some(&b'"')
}

/// CSV of the dialect that makes most sense of its beginning.
pub(crate) fn read_csv(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut best: Option<(usize, Dialect)> = None;
    let head = document.get(..TRIAL).unwrap_or(document);
    for separator in [b',', b';', b'|'] {
        for quote in [b'"', b'\''] {
            for backslash in [false, true] {
                let dialect = Dialect { separator, quote, backslash };
                let mut parsed = Parsed::default();
                let mut trial = Sheet::new(&mut parsed);
                read_quoted(head, dialect, &mut trial);
                let misfits = trial.unmapped;
                let mapped = trial.mapped;
                let is_uneven = |remark: &Remark| matches!(remark, Remark::Uneven { .. });
                let uneven = parsed.drafts.iter().filter(|d| d.remarks.iter().any(is_uneven));
                let uneven = uneven.count();
                let score = (mapped * 4 + 1).saturating_sub(misfits * 4 + uneven * 4);
                // of two that fit alike, the one that the text itself bears out
                let score = score * 4
                    + 2 * usize::from(opens(head, separator, quote) > 0)
                    + usize::from(
                        backslash && (escapes_quotes(head, dialect) || holds_statements(&parsed)),
                    );
                if mapped + misfits > 0 && best.is_none_or(|(most, _)| score > most) {
                    best = Some((score, dialect));
                }
            }
        }
    }
    let dialect = best
        .map_or(Dialect { separator: b',', quote: b'"', backslash: false }, |(_, dialect)| dialect);
    read_quoted(document, dialect, sheet);
}

/// How many more fields begin with this quote than with the other.
fn opens(head: &[u8], separator: u8, quote: u8) -> usize {
    let begins = |quote: u8| {
        let fields = head.split(|b| *b == separator || *b == b'\n').map(<[u8]>::trim_ascii);
        fields.filter(|field| field.first() == Some(&quote)).count()
    };
    begins(quote).saturating_sub(begins(if quote == b'"' { b'\'' } else { b'"' }))
}

/// Whether a quote stands behind a backslash where it can end no field.
fn escapes_quotes(head: &[u8], dialect: Dialect) -> bool {
    memchr::memchr_iter(b'\\', head).any(|at| {
        head.get(at + 1) == Some(&dialect.quote)
            && head.get(at + 2).is_some_and(|next| {
                *next != dialect.quote
                    && *next != dialect.separator
                    && !matches!(next, b'\r' | b'\n')
            })
    })
}

/// Whether the rows are of a log table: the CSV engine escapes with backslashes always.
fn holds_statements(parsed: &Parsed) -> bool {
    parsed.drafts.iter().any(|draft| matches!(draft.kind, crate::event::kind::EventKind::Query(_)))
}

fn read_quoted(document: &[u8], dialect: Dialect, sheet: &mut Sheet<'_>) {
    let mut at = 0;
    let mut first = true;
    let mut width = None;
    while at < document.len() {
        let (cells, next) = record(document, at, dialect, width);
        if next <= at {
            return;
        }
        let blank = matches!(cells.as_slice(), [only] if only.text().is_empty());
        if blank {
            sheet.gap(at..next, GapReason::Blank);
            at = next;
            continue;
        }
        if first {
            first = false;
            let names: Vec<String> = cells.iter().map(|cell| cell.text().to_owned()).collect();
            sheet.start(Some(&names));
            if sheet.is_known() {
                width = Some(cells.len());
                sheet.gap(at..next, GapReason::Furniture);
                at = next;
                continue;
            }
            sheet.start(None);
        }
        sheet.row(at..next, &cells);
        if width.is_none() {
            width = sheet.is_known().then_some(cells.len());
        }
        at = next;
    }
}

/// One record from `at`; its cells and where the next begins.
fn record(
    document: &[u8],
    mut at: usize,
    dialect: Dialect,
    width: Option<usize>,
) -> (Vec<Cell>, usize) {
    let mut cells = Vec::new();
    loop {
        if dialect.separator != b'\t' {
            while document.get(at) == Some(&b' ') {
                at += 1;
            }
        }
        let (cell, next) =
            field(document, at, dialect, width.is_some_and(|width| cells.len() + 1 < width));
        cells.push(cell);
        match document.get(next) {
            Some(byte) if *byte == dialect.separator => at = next + 1,
            Some(b'\r') if document.get(next + 1) == Some(&b'\n') => return (cells, next + 2),
            Some(_) => return (cells, next + 1),
            None => return (cells, document.len()),
        }
    }
}

fn ends(document: &[u8], at: usize, dialect: Dialect) -> bool {
    match document.get(at) {
        None | Some(b'\n') => true,
        Some(b'\r') => document.get(at + 1) == Some(&b'\n'),
        Some(byte) => *byte == dialect.separator,
    }
}

/// One field from `at`, and where it ends. `more`: the row has further fields.
fn field(document: &[u8], start: usize, dialect: Dialect, more: bool) -> (Cell, usize) {
    let mut text = Vec::new();
    let mut at = start;
    if document.get(at) != Some(&dialect.quote) {
        while !ends(document, at, dialect) {
            if let Some(&byte) = document.get(at) {
                text.push(byte);
            }
            at += 1;
        }
        if text == b"\\N" {
            return (Cell::Null, at);
        }
        let text = decode(&text).into_owned();
        let cell = match text.as_str() {
            "" | "NULL" | "null" | "[NULL]" | "(NULL)" | "<null>" => Cell::Perhaps(text),
            _ => Cell::Text(text),
        };
        return (cell, at);
    }
    at += 1;
    // ESCAPED BY '"' writes NULL as an opening quote and N
    if document.get(at) == Some(&b'N') && ends(document, at + 1, dialect) {
        return (Cell::Null, at + 1);
    }
    while let Some(&byte) = document.get(at) {
        at += 1;
        if byte == b'\\' && dialect.backslash {
            let next = document.get(at).copied();
            at += 1;
            match next {
                Some(b'n') => text.push(b'\n'),
                Some(b't') => text.push(b'\t'),
                Some(b'r') => text.push(b'\r'),
                Some(b'0') => text.push(0),
                Some(other) => text.push(other),
                None => {}
            }
        } else if byte != dialect.quote {
            // a file whose line ends were made CRLF has them inside its values as well
            if byte == b'\n' && text.last() == Some(&b'\r') {
                text.pop();
            }
            text.push(byte);
        } else if document.get(at) == Some(&dialect.quote) {
            at += 1;
            text.push(dialect.quote);
        } else if more
            && document.get(at) == Some(&b'\n')
            && document.get(at + 1).is_some_and(|b| *b != dialect.quote)
        {
            // the row is not at its end: an escaped line break
        } else if ends(document, at, dialect) {
            break;
        } else {
            // a quote that the writer did not escape
            text.push(byte);
        }
    }
    (Cell::Text(decode(&text).into_owned()), at.min(document.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind::EventKind;

    fn names(read: fn(&[u8], &mut Sheet<'_>), text: &str) -> Vec<String> {
        let mut parsed = Parsed::default();
        read(text.as_bytes(), &mut Sheet::new(&mut parsed));
        let name = |kind: &EventKind| {
            if let EventKind::Table(table) = kind {
                table.unpack().table.to_owned()
            } else {
                String::new()
            }
        };
        parsed.drafts.iter().map(|draft| name(&draft.kind)).collect()
    }

    #[test]
    fn raw_values_broken_over_lines_are_put_together() {
        assert_eq!(
            names(read_tsv, "TABLE_NAME\tENGINE\tTABLE_ROWS\nnew\nline\tInnoDB\t1\nb\tInnoDB\t2\n"),
            ["new\nline", "b"]
        );
        assert_eq!(
            names(read_tsv, "TABLE_NAME\tENGINE\tTABLE_ROWS\nnew\\nline\tInnoDB\t1\n"),
            ["new\nline"]
        );
    }

    #[test]
    fn every_dialect_of_csv_is_found_out() {
        let wanted = ["a", "b,\"c"];
        assert_eq!(names(read_csv, "TABLE_NAME,ENGINE\na,InnoDB\n\"b,\"\"c\",InnoDB\n"), wanted);
        assert_eq!(
            names(read_csv, "\"TABLE_NAME\";\"ENGINE\"\r\n\"a\";\"InnoDB\"\r\n\"b,\\\"c\";\\N\r\n"),
            wanted
        );
        assert_eq!(names(read_csv, "# TABLE_NAME, ENGINE\n'a', 'InnoDB'\n'b,\"c', NULL\n"), wanted);
    }
}
