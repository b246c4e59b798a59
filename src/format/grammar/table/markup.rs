//! Rows between tags: `mysql -X`, `mysqldump --xml`, phpMyAdmin's XML, and the HTML of `mysql -H`.

use std::ops::Range;

use crate::{
    event::draft::GapReason,
    format::grammar::{
        lines::decode,
        table::{cell::Cell, sheet::Sheet},
        xml_dump::XmlDump,
    },
};

/// A tag as it stands.
struct Tag<'d> {
    at: Range<usize>,
    name: &'d [u8],
    attributes: &'d [u8],
    closing: bool,
    empty: bool,
}

/// The next tag at or after `from`; comments and declarations are passed over.
fn tag(document: &[u8], mut from: usize) -> Option<Tag<'_>> {
    loop {
        let start = from + memchr::memchr(b'<', document.get(from..)?)?;
        let rest = document.get(start..)?;
        if rest.starts_with(b"<!--") {
            from = start + memchr::memmem::find(rest, b"-->")? + 3;
            continue;
        }
        // a quoted attribute may hold a `>`
        let mut quote = None;
        let mut length = None;
        for (at, &byte) in rest.iter().enumerate() {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if byte == b'"'
                    || (byte == b'\'' && at > 0 && rest.get(at - 1) == Some(&b'=')) =>
                {
                    quote = Some(byte);
                }
                None if byte == b'>' => {
                    length = Some(at);
                    break;
                }
                None => {}
            }
        }
        let inner = rest.get(1..length?)?;
        let at = start..start + length? + 1;
        if matches!(inner.first(), Some(b'?' | b'!')) {
            from = at.end;
            continue;
        }
        let closing = inner.first() == Some(&b'/');
        let inner = inner.strip_prefix(b"/").unwrap_or(inner);
        let empty = inner.last() == Some(&b'/');
        let inner = inner.strip_suffix(b"/").unwrap_or(inner);
        let cut = inner.iter().position(u8::is_ascii_whitespace).unwrap_or(inner.len());
        return Some(Tag {
            at,
            name: inner.get(..cut)?,
            attributes: inner.get(cut..)?,
            closing,
            empty,
        });
    }
}

/// The attributes of a tag, entities undone.
fn attributes(text: &[u8]) -> Vec<(String, String)> {
    let text = decode(text);
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, next)) = after.get(1..).and_then(|after| after.split_once(quote)) else {
            break;
        };
        found.push((name.trim().to_owned(), entities(value)));
        rest = next.trim_start();
    }
    found
}

fn attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    attributes(tag.attributes)
        .into_iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Text with its entities undone.
pub fn entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let known =
            after.split_once(';').filter(|(name, _)| name.len() <= 8).and_then(|(name, next)| {
                let letter = match name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    "nbsp" => ' ',
                    _ => {
                        let number = name.strip_prefix('#')?;
                        let code = match number.strip_prefix(['x', 'X']) {
                            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                            None => number.parse().ok()?,
                        };
                        char::from_u32(code)?
                    }
                };
                Some((letter, next))
            });
        match known {
            Some((letter, next)) => {
                plain.push(letter);
                rest = next;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What a record says of itself: the attributes of its first tag, then the elements in it by name.
pub fn fields(record: &[u8]) -> Vec<(String, String)> {
    let mut at = 0;
    let mut found = Vec::new();
    let mut first = true;
    while let Some(tag) = tag(record, at) {
        at = tag.at.end;
        if first {
            found = attributes(tag.attributes);
            first = false;
        } else if !tag.closing && !tag.empty {
            let end = memchr::memchr(b'<', record.get(at..).unwrap_or_default())
                .map_or(record.len(), |end| at + end);
            found.push((
                decode(tag.name).into_owned(),
                entities(&decode(record.get(at..end).unwrap_or_default())),
            ));
            at = end;
        }
    }
    found
}

/// Where an element's row began, its names and cells.
#[derive(Default)]
struct Row {
    start: usize,
    names: Vec<String>,
    cells: Vec<Cell>,
}

/// Reads the XML of `mysql -X`, `mysqldump --xml` and phpMyAdmin, and elements named as columns.
pub fn read_xml(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut at = 0;
    let mut row: Option<Row> = None;
    let mut last: Vec<String> = Vec::new();
    let mut structure: Option<String> = None;
    let mut inside = String::new();
    let mut dump: Option<XmlDump> = None;
    // a row of a user's own table; the framework's list of migrations is read beside
    let mut content = false;
    while let Some(tag) = tag(document, at) {
        at = tag.at.end;
        let name = decode(tag.name).to_ascii_lowercase();
        if tag.closing {
            match name.as_str() {
                "row" | "table" | "data_record" | "record" | "table_row" => {
                    if let Some(row) = row.take().filter(|row| !row.names.is_empty()) {
                        if let Some(dump) =
                            dump.as_mut().filter(|_| name == "row" && !is_system(&inside))
                        {
                            dump.row();
                        }
                        if content {
                            continue;
                        }
                        if row.names != last {
                            sheet.start(Some(&row.names));
                            last.clone_from(&row.names);
                        }
                        sheet.row(row.start..at, &row.cells);
                    }
                }
                "table_structure" => structure = None,
                "table_data" => content = false,
                "mysqldump" => {
                    if let Some(dump) = &mut dump {
                        dump.close();
                    }
                }
                _ => {}
            }
            continue;
        }
        match name.as_str() {
            "resultset" => {
                sheet.context.database = attribute(&tag, "statement")
                    .as_deref()
                    .and_then(database_of)
                    .or_else(|| sheet.context.database.clone());
                sheet.gap(tag.at.clone(), GapReason::Furniture);
            }
            "mysqldump" => dump = Some(XmlDump::default()),
            "database" => {
                sheet.context.database = attribute(&tag, "name");
                inside = sheet.context.database.clone().unwrap_or_default();
                if let Some(dump) = dump.as_mut().filter(|_| !is_system(&inside)) {
                    dump.database(sheet.context.database.clone());
                }
            }
            "table_data" => {
                sheet.context.object = attribute(&tag, "name");
                last.clear();
                if is_system(&inside) {
                    sheet.context.database = None;
                } else if let (Some(dump), Some(table)) = (&mut dump, sheet.context.object.clone())
                {
                    content = !table.ends_with("migrations");
                    dump.table(table);
                }
            }
            "table_structure" => {
                structure = attribute(&tag, "name").filter(|_| !is_system(&inside));
                if let (Some(dump), Some(table)) = (&mut dump, structure.clone()) {
                    dump.table(table);
                }
            }
            "row" | "data_record" | "record" | "table_row" => {
                row = Some(Row { start: tag.at.start, ..Row::default() });
            }
            "table" if !tag.attributes.is_empty() => {
                sheet.context.object = attribute(&tag, "name");
                if is_system(&inside) {
                    sheet.context.database = None;
                }
                row = Some(Row { start: tag.at.start, ..Row::default() });
            }
            "options" if structure.is_some() => {
                if let Some(dump) = &mut dump {
                    dump.auto_increment(
                        attribute(&tag, "Auto_increment").and_then(|next| next.parse().ok()),
                    );
                }
                attribute_row(&tag, None, sheet, &mut last);
            }
            "field" if structure.is_some() => {
                if let (Some(dump), Some(name), Some(kind)) =
                    (&mut dump, attribute(&tag, "Field"), attribute(&tag, "Type"))
                {
                    dump.column(name, kind);
                }
                sheet.context.object.clone_from(&structure);
                attribute_row(&tag, structure.as_deref(), sheet, &mut last);
            }
            _ => {
                let Some(row) = &mut row else { continue };
                let column =
                    attribute(&tag, "name").unwrap_or_else(|| decode(tag.name).into_owned());
                let null = tag.empty || attribute(&tag, "xsi:nil").as_deref() == Some("true");
                let value = if null {
                    if attribute(&tag, "xsi:nil").is_some() {
                        Cell::Null
                    } else {
                        Cell::Perhaps(String::new())
                    }
                } else {
                    let end = memchr::memchr(b'<', document.get(at..).unwrap_or_default())
                        .map_or(document.len(), |end| at + end);
                    let text = entities(&decode(document.get(at..end).unwrap_or_default()));
                    at = end;
                    if attribute(&tag, "name").is_some() && name == "column" {
                        Cell::bare(text)
                    } else {
                        Cell::Text(text)
                    }
                };
                row.names.push(column);
                row.cells.push(value);
            }
        }
    }
    if let Some(draft) = dump.and_then(|dump| dump.finish(document)) {
        sheet.draft(draft);
    }
}

fn is_system(database: &str) -> bool {
    matches!(
        database.to_ascii_lowercase().as_str(),
        "information_schema" | "mysql" | "performance_schema" | "sys"
    )
}

/// A row that stands in the attributes of one tag.
fn attribute_row(
    tag: &Tag<'_>,
    table: Option<&str>,
    sheet: &mut Sheet<'_>,
    last: &mut Vec<String>,
) {
    let mut pairs = attributes(tag.attributes);
    if let Some(table) = table {
        pairs.push(("table_name".to_owned(), table.to_owned()));
    }
    let (names, cells): (Vec<String>, Vec<Cell>) =
        pairs.into_iter().map(|(name, value)| (name, Cell::Text(value))).unzip();
    sheet.start(Some(&names));
    last.clear();
    if sheet.is_known() {
        sheet.row(tag.at.clone(), &cells);
    }
}

/// The database that a query of information_schema or SHOW TABLE STATUS asked for.
fn database_of(statement: &str) -> Option<String> {
    let upper = statement.to_ascii_uppercase();
    let quoted = |word: &str| {
        let place = upper.find(word)?;
        let rest =
            statement.get(place + word.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        rest.get(1..)?.split(quote).next().map(str::to_owned)
    };
    quoted("TABLE_SCHEMA").or_else(|| quoted("CONSTRAINT_SCHEMA")).or_else(|| {
        let place = upper.find("TABLE STATUS FROM ")?;
        let word = statement.get(place + 18..)?.split_whitespace().next()?;
        Some(word.trim_matches(['`', ';']).to_owned())
    })
}

/// Reads the table of `mysql -H`, and any like it.
pub fn read_html(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut at = 0;
    let (mut names, mut cells, mut start) = (Vec::new(), Vec::new(), 0);
    while let Some(tag) = tag(document, at) {
        at = tag.at.end;
        let name = decode(tag.name).to_ascii_lowercase();
        match (name.as_str(), tag.closing) {
            ("tr", false) => {
                start = tag.at.start;
                names.clear();
                cells.clear();
            }
            ("th" | "td", false) => {
                let close = loop {
                    let Some(next) = self::tag(document, at) else { break document.len() };
                    at = next.at.end;
                    let inner = decode(next.name).to_ascii_lowercase();
                    if matches!(inner.as_str(), "th" | "td" | "tr" | "table") {
                        if !next.closing {
                            at = next.at.start;
                        }
                        break next.at.start;
                    }
                };
                let text = entities(&decode(document.get(tag.at.end..close).unwrap_or_default()));
                if name == "th" {
                    names.push(text);
                } else {
                    cells.push(Cell::bare(text));
                }
                if close == document.len() {
                    at = close;
                }
            }
            ("tr", true) => {
                if !names.is_empty() {
                    sheet.start(Some(&names));
                    sheet.gap(start..at, GapReason::Furniture);
                } else if !cells.is_empty() {
                    sheet.row(start..at, &cells);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::{kind::EventKind, table::Table},
        format::contract::Parsed,
    };

    #[test]
    fn xml_tells_null_from_its_word() {
        let text = "<resultset statement=\"SELECT 1 WHERE TABLE_SCHEMA='shop' AND a > 1\"><row><field name=\"TABLE_NAME\">a&amp;b</field>\
                    <field name=\"ENGINE\" xsi:nil=\"true\" /><field name=\"TABLE_ROWS\">7</field></row></resultset>";
        let mut parsed = Parsed::default();
        read_xml(text.as_bytes(), &mut Sheet::new(&mut parsed));
        assert!(matches!(&parsed.drafts[0].kind, EventKind::Table(row)
            if row.unpack() == Table { database: Some("shop"), table: "a&b", table_rows: Some(7), ..Table::default() }));
    }

    #[test]
    fn html_is_read_without_line_breaks() {
        let text = "<TABLE BORDER=1><TR><TH>Name</TH><TH>Engine</TH><TH>Rows</TH></TR><TR><TD>a&lt;b</TD><TD>InnoDB</TD><TD>2</TD></TR></TABLE>";
        let mut parsed = Parsed::default();
        read_html(text.as_bytes(), &mut Sheet::new(&mut parsed));
        assert!(
            matches!(&parsed.drafts[0].kind, EventKind::Table(row) if row.unpack().table == "a<b")
        );
    }
}
