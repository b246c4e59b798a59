//! Rows written as literals of a language: PHP arrays (phpMyAdmin's "PHP array" export) and YAML
//! lists of mappings (its YAML export).

use crate::{
    event::draft::GapReason,
    format::grammar::{
        lines::{decode, document_lines},
        table::{cell::Cell, sheet::Sheet},
    },
};

/// Reads `array('NAME' => 'value', 'OTHER' => NULL)`, wherever one holds plain values only.
pub(crate) fn read_php(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut last: Vec<String> = Vec::new();
    let (mut names, mut cells, mut start): (Vec<String>, Vec<Cell>, Option<usize>) =
        (Vec::new(), Vec::new(), None);
    let mut key: Option<String> = None;
    let mut arrow = false;
    let mut at = 0;
    while let Some(&byte) = document.get(at) {
        let from = at;
        at += 1;
        let value = match byte {
            b'\'' | b'"' => {
                let (text, next) = quoted(document, at, byte);
                at = next;
                Some(Cell::Text(text))
            }
            b'/' if document.get(at) == Some(&b'*') => {
                at = memchr::memmem::find(document.get(at..).unwrap_or_default(), b"*/")
                    .map_or(document.len(), |end| at + end + 2);
                None
            }
            b'(' | b'[' => {
                (start, key, arrow) = (Some(from), None, false);
                names.clear();
                cells.clear();
                None
            }
            b')' | b']' => {
                if let Some(begin) = start.take()
                    && !names.is_empty()
                    && names.len() == cells.len()
                {
                    if names != last {
                        sheet.start(Some(&names));
                        last.clone_from(&names);
                    }
                    sheet.row(begin..at, &cells);
                }
                names.clear();
                cells.clear();
                None
            }
            b'=' if document.get(at) == Some(&b'>') => {
                at += 1;
                arrow = true;
                None
            }
            b if b.is_ascii_alphanumeric() || b == b'-' => {
                while document
                    .get(at)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
                {
                    at += 1;
                }
                let word = decode(document.get(from..at).unwrap_or_default());
                Some(if word.eq_ignore_ascii_case("null") {
                    Cell::Null
                } else {
                    Cell::Text(word.into_owned())
                })
            }
            _ => None,
        };
        if let Some(value) = value {
            match key.take() {
                Some(name) if arrow && start.is_some() => {
                    names.push(name);
                    cells.push(value);
                }
                _ => key = Some(value.text().to_owned()),
            }
            arrow = false;
        }
    }
}

/// A quoted text from `at`, to past its closing quote; `\\` and `\'` are undone.
fn quoted(document: &[u8], mut at: usize, quote: u8) -> (String, usize) {
    let mut text = Vec::new();
    while let Some(&byte) = document.get(at) {
        at += 1;
        if byte == quote {
            break;
        }
        if byte == b'\\'
            && let Some(&next) = document.get(at)
            && (next == b'\\' || next == quote || quote == b'"')
        {
            at += 1;
            text.push(match next {
                b'n' if quote == b'"' => b'\n',
                b't' if quote == b'"' => b'\t',
                b'r' if quote == b'"' => b'\r',
                b'0' if quote == b'"' => 0,
                other => other,
            });
            continue;
        }
        text.push(byte);
    }
    (decode(&text).into_owned(), at)
}

/// Reads a YAML list of flat mappings: `-` and then `  NAME: value` lines.
pub(crate) fn read_yaml(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut last: Vec<String> = Vec::new();
    let (mut names, mut cells): (Vec<String>, Vec<Cell>) = (Vec::new(), Vec::new());
    let (mut start, mut end) = (0, 0);
    let mut flush = |names: &mut Vec<String>,
                     cells: &mut Vec<Cell>,
                     at: std::ops::Range<usize>,
                     sheet: &mut Sheet<'_>| {
        if !names.is_empty() {
            if *names != last {
                sheet.start(Some(names));
                last.clone_from(names);
            }
            sheet.row(at, cells);
        }
        names.clear();
        cells.clear();
    };
    for (from, line, next) in document_lines(document) {
        let text = decode(line);
        if text.trim().is_empty() || text.starts_with(['#', '%']) || text.starts_with("---") {
            sheet.gap(
                from..next,
                if text.trim().is_empty() { GapReason::Blank } else { GapReason::Furniture },
            );
            continue;
        }
        let mut body = text.as_ref();
        if let Some(rest) = body.strip_prefix('-') {
            flush(&mut names, &mut cells, start..end, sheet);
            start = from;
            body = rest;
        }
        end = next;
        if let Some((name, value)) = body.split_once(':') {
            let value = value.trim();
            names.push(name.trim().trim_matches('"').to_owned());
            cells.push(match value {
                "null" | "~" | "" => Cell::Null,
                _ if value.starts_with('"') => Cell::Text(quoted(value.as_bytes(), 1, b'"').0),
                _ => Cell::Text(value.trim_matches('\'').to_owned()),
            });
        }
    }
    flush(&mut names, &mut cells, start..end, sheet);
}
