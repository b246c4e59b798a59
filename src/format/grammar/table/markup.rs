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
pub(crate) fn entities(text: &str) -> String {
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
pub(crate) fn fields(record: &[u8]) -> Vec<(String, String)> {
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
pub(crate) fn read_xml(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut at = 0;
    let mut reader = XmlReader::default();
    while let Some(tag) = tag(document, at) {
        at = tag.at.end;
        let name = decode(tag.name).to_ascii_lowercase();
        if tag.closing {
            reader.close(&name, at, sheet);
        } else if !reader.open(&name, &tag, sheet) && reader.row.is_some() {
            at = reader.cell(&name, &tag, document);
        }
    }
    if let Some(draft) = reader.dump.and_then(|dump| dump.finish(document)) {
        sheet.draft(draft);
    }
}

/// Where a reading of XML stands.
#[derive(Default)]
struct XmlReader {
    row: Option<Row>,
    /// The columns of the last row.
    last: Vec<String>,
    /// The table whose definition is read.
    structure: Option<String>,
    database: String,
    dump: Option<XmlDump>,
    /// The rows are of a user's own table; the framework's list of migrations is read beside.
    content: bool,
}

impl XmlReader {
    /// The dump, where it stands in a database that is a user's.
    fn own_dump(&mut self) -> Option<&mut XmlDump> {
        if is_system(&self.database) { None } else { self.dump.as_mut() }
    }

    /// An element has ended, at `at`.
    fn close(&mut self, name: &str, at: usize, sheet: &mut Sheet<'_>) {
        match name {
            "row" | "table" | "data_record" | "record" | "table_row" => {
                let Some(row) = self.row.take().filter(|row| !row.names.is_empty()) else { return };
                if name == "row"
                    && let Some(dump) = self.own_dump()
                {
                    dump.row();
                }
                if self.content {
                    return;
                }
                if row.names != self.last {
                    sheet.start(Some(&row.names));
                    self.last = row.names;
                }
                sheet.row(row.start..at, &row.cells);
            }
            "table_structure" => self.structure = None,
            "table_data" => self.content = false,
            "mysqldump" => {
                if let Some(dump) = &mut self.dump {
                    dump.close();
                }
            }
            _ => {}
        }
    }

    /// An element has begun; whether it is one that holds others.
    fn open(&mut self, name: &str, tag: &Tag<'_>, sheet: &mut Sheet<'_>) -> bool {
        match name {
            "resultset" => {
                sheet.context.database = attribute(tag, "statement")
                    .as_deref()
                    .and_then(database_of)
                    .or_else(|| sheet.context.database.clone());
                sheet.gap(tag.at.clone(), GapReason::Furniture);
            }
            "mysqldump" => self.dump = Some(XmlDump::default()),
            "database" => {
                sheet.context.database = attribute(tag, "name");
                self.database = sheet.context.database.clone().unwrap_or_default();
                if let Some(dump) = self.own_dump() {
                    dump.database(sheet.context.database.clone());
                }
            }
            "table_data" => {
                sheet.context.object = attribute(tag, "name");
                self.last.clear();
                if is_system(&self.database) {
                    sheet.context.database = None;
                } else if let (Some(dump), Some(table)) =
                    (&mut self.dump, sheet.context.object.clone())
                {
                    self.content = !table.ends_with("migrations");
                    dump.table(table);
                }
            }
            "table_structure" => {
                self.structure = attribute(tag, "name").filter(|_| !is_system(&self.database));
                if let (Some(dump), Some(table)) = (&mut self.dump, self.structure.clone()) {
                    dump.table(table);
                }
            }
            "row" | "data_record" | "record" | "table_row" => {
                self.row = Some(Row { start: tag.at.start, ..Row::default() });
            }
            "table" if !tag.attributes.is_empty() => {
                sheet.context.object = attribute(tag, "name");
                if is_system(&self.database) {
                    sheet.context.database = None;
                }
                self.row = Some(Row { start: tag.at.start, ..Row::default() });
            }
            "options" if self.structure.is_some() => {
                if let Some(dump) = &mut self.dump {
                    dump.auto_increment(
                        attribute(tag, "Auto_increment").and_then(|next| next.parse().ok()),
                    );
                }
                attribute_row(tag, None, sheet, &mut self.last);
            }
            "field" if self.structure.is_some() => {
                if let (Some(dump), Some(name), Some(kind)) =
                    (&mut self.dump, attribute(tag, "Field"), attribute(tag, "Type"))
                {
                    dump.column(name, kind);
                }
                sheet.context.object.clone_from(&self.structure);
                attribute_row(tag, self.structure.as_deref(), sheet, &mut self.last);
            }
            _ => return false,
        }
        true
    }

    /// A cell of the row that is read; gives where its text ends.
    fn cell(&mut self, name: &str, tag: &Tag<'_>, document: &[u8]) -> usize {
        let mut at = tag.at.end;
        let named = attribute(tag, "name");
        let nil = attribute(tag, "xsi:nil");
        let value = if nil.is_some() && (tag.empty || nil.as_deref() == Some("true")) {
            Cell::Null
        } else if tag.empty {
            Cell::Perhaps(String::new())
        } else {
            let end = memchr::memchr(b'<', document.get(at..).unwrap_or_default())
                .map_or(document.len(), |end| at + end);
            let text = entities(&decode(document.get(at..end).unwrap_or_default()));
            at = end;
            if named.is_some() && name == "column" { Cell::bare(text) } else { Cell::Text(text) }
        };
        if let Some(row) = &mut self.row {
            row.names.push(named.unwrap_or_else(|| decode(tag.name).into_owned()));
            row.cells.push(value);
        }
        at
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
pub(crate) fn read_html(document: &[u8], sheet: &mut Sheet<'_>) {
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
