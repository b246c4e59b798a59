//! Rows written as INSERT statements of tables that tell of a schema: information_schema, the
//! migrations, the log tables; from mysqldump, Adminer, phpMyAdmin, DBeaver, DataGrip, HeidiSQL.

use std::{collections::HashMap, ops::Range};

use crate::{
    event::draft::GapReason,
    format::grammar::{
        create_table,
        lines::decode,
        sql_count,
        table::{cell::Cell, events::stamp, sheet::Sheet},
    },
    time::loose::read_loose,
};

/// Reads the rows of every INSERT of `document` whose columns are understood.
pub(crate) fn read(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut columns: HashMap<String, Vec<String>> = HashMap::new();
    let mut at = 0;
    while let Some(&byte) = document.get(at) {
        if byte.is_ascii_whitespace() || byte == b';' {
            at += 1;
            continue;
        }
        let rest = document.get(at..).unwrap_or_default();
        if rest.starts_with(b"--") || byte == b'#' {
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            comment(rest.get(..end).unwrap_or_default(), sheet);
            sheet.gap(at..at + end, GapReason::Furniture);
            at += end;
            continue;
        }
        if rest.starts_with(b"/*") {
            let end = memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2);
            let text = rest.get(..end).unwrap_or_default();
            if memchr::memmem::find(text, b"TIME_ZONE='+00:00'").is_some() {
                sheet.context.utc = true;
            }
            sheet.gap(at..at + end, GapReason::Furniture);
            at += end;
            continue;
        }
        if let Some(head) = sql_count::head(rest)
            && let Some(body) = head.body
        {
            sheet.context.object = Some(head.table.clone()).filter(|name| !name.is_empty());
            let names = if head.columns.is_empty() {
                columns.get(&head.table).cloned()
            } else {
                Some(head.columns)
            };
            sheet.start(names.as_deref());
            at += each_tuple(rest, body, |cells, place| {
                sheet.row(at + place.start..at + place.end, cells);
            });
            continue;
        }
        let scanned = sql_count::scan(rest);
        let end = scanned.end.max(1);
        let text = rest.get(..end).unwrap_or_default();
        if matches!(byte, b'C' | b'c')
            && columns.len() < 1000
            && let Some(found) = create_table::read(&decode(text))
        {
            columns.insert(
                found.table.table,
                found.table.columns.into_iter().map(|(name, _)| name).collect(),
            );
        }
        sheet.gap(at..at + end, GapReason::Furniture);
        at += end;
    }
    sheet.stamp_all();
}

fn comment(line: &[u8], sheet: &mut Sheet<'_>) {
    let text = decode(line);
    let text = text.trim();
    if let Some((_, database)) = text.split_once("Database: ") {
        let database = database.trim().trim_matches('`').to_owned();
        let system = matches!(
            database.as_str(),
            "" | "information_schema" | "mysql" | "performance_schema" | "sys"
        );
        sheet.context.database = (!system).then_some(database);
    }
    if let Some((_, taken)) = text.split_once("Dump completed on ") {
        sheet.context.taken = stamp(taken, false);
    } else if sheet.context.taken.is_none()
        && let Some((_, said)) = text.split_once([':', '：'])
    {
        // `-- Generation Time: …` in the head of other tools
        sheet.context.taken = read_loose(said);
    }
}

/// Reads `(…),(…);` from `body` on; gives where the statement ends, relative to `text`.
pub(crate) fn each_tuple(
    text: &[u8],
    body: usize,
    mut each: impl FnMut(&[Cell], Range<usize>),
) -> usize {
    let mut at = body;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'(' => {
                let (cells, next) = tuple(text, at + 1);
                each(&cells, at..next);
                at = next;
            }
            b';' => return at + 1,
            b',' => at += 1,
            b if b.is_ascii_whitespace() => at += 1,
            // ON DUPLICATE KEY UPDATE, RETURNING, or no SQL at all
            _ => return at + sql_count::scan(text.get(at..).unwrap_or_default()).end.max(1),
        }
    }
    text.len()
}

/// The values up to the parenthesis that closes the row, and where that ends.
pub(crate) fn tuple(text: &[u8], mut at: usize) -> (Vec<Cell>, usize) {
    let mut cells = Vec::new();
    let (mut value, mut quoted, mut depth) = (Vec::new(), false, 0_u32);
    let mut push = |value: &mut Vec<u8>, quoted: &mut bool| {
        let cell = if *quoted { Cell::Text(decode(value).into_owned()) } else { bare(value) };
        cells.push(cell);
        value.clear();
        *quoted = false;
    };
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'\'' | b'"' => {
                // what stood before is an introducer such as _binary
                if !quoted {
                    value.clear();
                }
                quoted = true;
                let end = sql_count::close(text, at, byte, true).unwrap_or(text.len() + 1);
                unescape(text.get(at..end.saturating_sub(1)).unwrap_or_default(), byte, &mut value);
                at = end.min(text.len());
            }
            b'(' => {
                depth += 1;
                value.push(byte);
            }
            b')' if depth > 0 => {
                depth -= 1;
                value.push(byte);
            }
            b')' => {
                push(&mut value, &mut quoted);
                return (cells, at);
            }
            b',' if depth == 0 => push(&mut value, &mut quoted),
            _ if quoted => {}
            _ => value.push(byte),
        }
    }
    push(&mut value, &mut quoted);
    (cells, text.len())
}

fn bare(raw: &[u8]) -> Cell {
    let text = decode(raw.trim_ascii()).into_owned();
    if text.eq_ignore_ascii_case("null") {
        return Cell::Null;
    }
    // --hex-blob
    if let Some(digits) =
        text.strip_prefix("0x").filter(|digits| digits.len() % 2 == 0 && !digits.is_empty())
    {
        let bytes: Option<Vec<u8>> = digits
            .as_bytes()
            .chunks(2)
            .map(|pair| {
                std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect();
        if let Some(bytes) = bytes {
            return Cell::Text(decode(&bytes).into_owned());
        }
    }
    Cell::Text(text)
}

pub(crate) fn unescape(raw: &[u8], quote: u8, into: &mut Vec<u8>) {
    let mut rest = raw.iter().copied();
    while let Some(byte) = rest.next() {
        if byte == quote {
            rest.next();
            into.push(byte);
        } else if byte == b'\\' {
            match rest.next() {
                Some(b'n') => into.push(b'\n'),
                Some(b't') => into.push(b'\t'),
                Some(b'r') => into.push(b'\r'),
                Some(b'0') => into.push(0),
                Some(b'Z') => into.push(26),
                Some(other) => into.push(other),
                None => {}
            }
        } else {
            into.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_writing_are_read() {
        let (cells, _) = tuple(br"1,'it''s\n',NULL,_binary 'x',0x41,json_array(1,2))", 0);
        let texts: Vec<&str> = cells.iter().map(Cell::text).collect();
        assert_eq!(texts, ["1", "it's\n", "", "x", "A", "json_array(1,2)"]);
        assert_eq!(cells[2], Cell::Null);
    }
}
