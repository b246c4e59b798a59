//! Rows written as JSON objects: an array, an object a line, `JSON_OBJECT()` selected through a
//! client, mysqlsh, DBeaver's and phpMyAdmin's wrappings. Every object of plain values is a row.

use serde_json::Value;

use crate::format::grammar::{
    lines::{decode, document_lines, readable_json},
    table::{cell::Cell, sheet::Sheet},
};

/// Reads every object that holds plain values only.
pub(crate) fn read(document: &[u8], sheet: &mut Sheet<'_>) {
    let first = document.iter().find(|b| !b.is_ascii_whitespace());
    if matches!(first, Some(b'{' | b'[')) {
        objects(document, 0, sheet, &mut Vec::new());
        return;
    }
    // a client's column heading above: the client has then escaped each line once more
    let mut last = Vec::new();
    for (at, line, next) in document_lines(document) {
        if line.first().is_some_and(|b| matches!(b, b'{' | b'[')) {
            if memchr::memmem::find(line, b"\\\\").is_some() {
                let plain = unescaped(line);
                objects_at(&plain, at..next, sheet, &mut last);
            } else {
                objects(line, at, sheet, &mut last);
            }
        } else {
            sheet.gap(at..next, crate::event::draft::GapReason::Furniture);
        }
    }
}

/// A line of `mysql -B` as it was before its escaping.
fn unescaped(line: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(line.len());
    let mut rest = line.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match (byte, rest.peek().copied()) {
            (b'\\', Some(b'\\')) => {
                rest.next();
                plain.push(b'\\');
            }
            (b'\\', Some(b't')) => {
                rest.next();
                plain.push(b'\t');
            }
            _ => plain.push(byte),
        }
    }
    plain
}

fn objects_at(
    text: &[u8],
    place: std::ops::Range<usize>,
    sheet: &mut Sheet<'_>,
    last: &mut Vec<String>,
) {
    if let Ok(Value::Object(object)) = serde_json::from_str::<Value>(&readable_json(text)) {
        row(&object, place, sheet, last);
    }
}

fn objects(text: &[u8], base: usize, sheet: &mut Sheet<'_>, last: &mut Vec<String>) {
    // where each open object began, and whether it holds another
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while let Some(&inner) = text.get(at) {
                    match inner {
                        b'\\' => at += 1,
                        b'"' => break,
                        _ => {}
                    }
                    at += 1;
                }
            }
            b'{' => {
                if let Some((_, holds)) = open.last_mut() {
                    *holds = true;
                }
                // deeper than any export goes: not ours
                if open.len() > 64 {
                    return;
                }
                open.push((at, false));
            }
            b'[' => {
                if let Some((_, holds)) = open.last_mut() {
                    *holds = true;
                }
            }
            b'}' => {
                if let Some((start, false)) = open.pop()
                    && let Some(slice) = text.get(start..=at)
                    && let Ok(Value::Object(object)) = serde_json::from_str::<Value>(&decode(slice))
                        .or_else(|_| serde_json::from_str(&readable_json(slice)))
                {
                    row(&object, base + start..base + at + 1, sheet, last);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn row(
    object: &serde_json::Map<String, Value>,
    at: std::ops::Range<usize>,
    sheet: &mut Sheet<'_>,
    last: &mut Vec<String>,
) {
    let names: Vec<String> = object.keys().cloned().collect();
    if names != *last {
        sheet.start(Some(&names));
        last.clone_from(&names);
    }
    let cells: Vec<Cell> = object
        .values()
        .map(|value| match value {
            Value::Null => Cell::Null,
            Value::String(text) => Cell::Text(text.clone()),
            other => Cell::Text(other.to_string()),
        })
        .collect();
    if sheet.is_known() {
        sheet.row(at, &cells);
    } else {
        sheet.unmapped += 1;
    }
}
