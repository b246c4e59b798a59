//! Rows written as JSON objects: an array, an object a line, `JSON_OBJECT()` selected through a
//! client, mysqlsh, DBeaver's and phpMyAdmin's wrappings. Every object of plain values is a row.

use serde_json::Value;

use crate::format::grammar::{
    json_objects::each_object,
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
    each_object(text, |at, holds| {
        let slice = text.get(at.clone()).filter(|_| !holds).unwrap_or_default();
        if !slice.is_empty()
            && let Ok(Value::Object(object)) = serde_json::from_str::<Value>(&decode(slice))
                .or_else(|_| serde_json::from_str(&readable_json(slice)))
        {
            row(&object, base + at.start..base + at.end, sheet, last);
        }
    });
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
