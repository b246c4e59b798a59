//! What a database client shows on a terminal: boxes (`mysql -t`, mycli, mysqlshow, Markdown,
//! psql), vertical rows (`\G`, `mysql -E`), and the session around them with prompts and answers.

use std::borrow::Cow;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Outcome, Query, Witness},
    },
    format::grammar::{
        lines::{decode, document_lines, without_escapes},
        table::{cell::Cell, sheet::Sheet},
    },
};

/// How many lines one row of a box may be broken over.
const MOST_LINES: usize = 200;

/// What stands open while the lines are read.
#[derive(Default)]
struct Reading {
    boxed: Option<usize>,
    names: Vec<String>,
    /// The rows have no outer bars, as psql prints them: they are cut at each bar.
    bare: bool,
    /// Which cells of the last row go on in the next line (psql's `+` at their end).
    wraps: Vec<bool>,
    row: Option<(usize, String, usize)>,
    vertical: Option<Vertical>,
    typed: Option<(usize, String)>,
    /// Index of the last typed statement's draft: an answer may still come.
    answered: bool,
    header_line: Option<(String, usize, usize)>,
    /// The last row of the box: mycli goes on with its values on lines of their own.
    held: Option<(std::ops::Range<usize>, Vec<Cell>)>,
}

impl Reading {
    fn release(&mut self, sheet: &mut Sheet<'_>) {
        if let Some((at, cells)) = self.held.take() {
            sheet.row(at, &cells);
        }
    }
}

#[derive(Default)]
struct Vertical {
    start: usize,
    end: usize,
    names: Vec<String>,
    cells: Vec<String>,
    separator: Option<(usize, u8)>,
}

/// Reads a document of boxes, vertical rows and sessions.
pub(crate) fn read(document: &[u8], sheet: &mut Sheet<'_>) {
    let mut state = Reading::default();
    for (at, raw, next) in document_lines(document) {
        let clean = without_escapes(raw);
        let text = drawn(&decode(&clean)).into_owned();
        line(&mut state, &text, at, next, sheet);
    }
    state.release(sheet);
    end_vertical(&mut state, sheet);
    if let Some((start, _, _)) = state.row.take() {
        sheet.gap(start..document.len(), GapReason::Truncated);
    }
    end_typed(&mut state, document.len(), sheet);
}

/// A line with the borders that psql draws with `linestyle=unicode` as bars and dashes.
fn drawn(text: &str) -> Cow<'_, str> {
    if !text.contains(['│', '─', '║', '═']) {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        '│' | '║' => '|',
        '─' | '═' => '-',
        '\u{250c}'..='\u{254b}' | '\u{2552}'..='\u{256c}' => '+',
        other => other,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

fn line(state: &mut Reading, text: &str, at: usize, next: usize, sheet: &mut Sheet<'_>) {
    if state.boxed != Some(2) || is_border(text) {
        state.release(sheet);
    }
    if let Some(separator) = vertical_head(text) {
        end_vertical(state, sheet);
        end_typed(state, at, sheet);
        state.release(sheet);
        state.boxed = None;
        state.vertical = Some(Vertical {
            start: at,
            end: next,
            separator: separator.map(|byte| (0, byte)),
            ..Vertical::default()
        });
        return;
    }
    if state.vertical.is_some() && !is_prompt(text) && !is_answer(text) {
        vertical_line(state, text, next);
        return;
    }
    end_vertical(state, sheet);
    if let Some((start, mut row, count)) = state.row.take() {
        // a value with a line break in it
        row.push('\n');
        row.push_str(text);
        if try_row(state, &row, start..next, sheet) {
            return;
        }
        if count < MOST_LINES && !is_border(text) {
            state.row = Some((start, row, count + 1));
            return;
        }
        sheet.gap(start..at, GapReason::Unparsed);
    }
    if is_border(text) {
        end_typed(state, at, sheet);
        if let Some((header, from, to)) = state.header_line.take()
            && state.boxed.is_none()
        {
            // psql and Markdown: the names stand above the first ruler
            heading(state, &header, sheet);
            state.bare = !header.trim_start().starts_with('|') && text.contains("-+-");
            sheet.gap(from..to, GapReason::Furniture);
            state.boxed = Some(2);
        } else {
            let rulers = state.boxed.unwrap_or(0) + 1;
            state.boxed = (rulers < 3).then_some(rulers);
        }
        sheet.gap(at..next, GapReason::Furniture);
        return;
    }
    // a psql table of one column, whose heading has no bar
    if state.boxed == Some(1) && (text.trim().is_empty() || is_answer(text)) {
        state.boxed = None;
    }
    if state.boxed == Some(1) && text.trim_start().starts_with('|') {
        heading(state, text, sheet);
        state.bare = false;
        sheet.gap(at..next, GapReason::Furniture);
        return;
    }
    if state.boxed == Some(2) {
        if text.trim().is_empty() || is_prompt(text) || is_answer(text) {
            state.release(sheet);
            state.boxed = None;
        } else if !try_row(state, text, at..next, sheet) {
            state.row = Some((at, text.to_owned(), 1));
            return;
        } else {
            return;
        }
    }
    session_line(state, text, at, next, sheet);
}

/// A line outside of tables: a prompt with what was typed, an answer, or talk.
fn session_line(state: &mut Reading, text: &str, at: usize, next: usize, sheet: &mut Sheet<'_>) {
    if let Some((database, typed)) = prompt(text) {
        end_typed(state, at, sheet);
        if let Some(database) = database {
            sheet.context.database = Some(database);
        }
        if typed.trim().is_empty() {
            sheet.gap(at..next, GapReason::Furniture);
        } else {
            state.typed = Some((at, typed.to_owned()));
        }
        state.header_line = None;
        return;
    }
    if let Some((_, sql)) = &mut state.typed {
        let trimmed = text.trim_start();
        if let Some(more) =
            ["-> ", "'> ", "\"> ", "`> "].iter().find_map(|mark| trimmed.strip_prefix(mark))
        {
            sql.push('\n');
            sql.push_str(more);
            return;
        }
        if text.starts_with("ERROR ") || text.starts_with("Query OK") {
            let answer = text.to_owned();
            finish_typed(state, at, Some(&answer), sheet);
            return;
        }
    }
    end_typed(state, at, sheet);
    if let Some(database) = text.strip_prefix("Database: ") {
        sheet.context.database =
            Some(database.split("  ").next().unwrap_or(database).trim().to_owned());
    }
    let reason = if text.trim().is_empty() { GapReason::Blank } else { GapReason::Furniture };
    sheet.gap(at..next, reason);
    state.header_line = text.contains('|').then(|| (text.to_owned(), at, next));
}

fn end_typed(state: &mut Reading, end: usize, sheet: &mut Sheet<'_>) {
    finish_typed(state, end, None, sheet);
}

fn finish_typed(state: &mut Reading, end: usize, answer: Option<&str>, sheet: &mut Sheet<'_>) {
    let Some((start, sql)) = state.typed.take() else { return };
    let sql = sql
        .trim()
        .trim_end_matches("\\G")
        .trim_end_matches("\\g")
        .trim_end()
        .trim_end_matches(';')
        .trim_end()
        .to_owned();
    if sql.is_empty() || matches!(sql.as_str(), "exit" | "quit") || sql.starts_with('\\') {
        sheet.gap(start..end, GapReason::Furniture);
        return;
    }
    let outcome = match answer {
        Some(error) if error.starts_with("ERROR ") => Outcome::Refused {
            code: error
                .split_whitespace()
                .nth(1)
                .and_then(|code| code.trim_end_matches(':').parse().ok()),
            message: error.split_once(": ").map(|(_, message)| message.to_owned()),
        },
        Some(_) => Outcome::Done,
        None => Outcome::Unsaid,
    };
    let rows_affected = answer
        .and_then(|text| text.strip_prefix("Query OK, "))
        .and_then(|text| text.split_whitespace().next())
        .and_then(|count| count.parse().ok());
    let query = Query {
        sql,
        database: sheet.context.database.clone(),
        outcome,
        rows_affected,
        witness: Witness::Typed,
        ..Query::default()
    };
    let kind = EventKind::Query(Box::new(query));
    sheet.draft(Draft {
        at: start..end,
        written: None,
        twin: None,
        shift_us: 0,
        kind,
        remarks: Vec::new(),
    });
    state.answered = answer.is_some();
}

/// `+---+---+`, `|---|:--|`, `----+----` or `|------`.
fn is_border(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 3
        && text.contains("--")
        && text.starts_with(['+', '|', '-'])
        && text.chars().all(|c| matches!(c, '+' | '-' | '|' | ':' | ' ' | '='))
        && (text.contains(['+', '|']) || text.len() > 4)
        && !text.starts_with("-- ")
        && text != "---"
}

fn split(text: &str) -> Vec<&str> {
    let inner = text.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').collect()
}

fn heading(state: &mut Reading, text: &str, sheet: &mut Sheet<'_>) {
    state.names = split(text).iter().map(|name| name.trim().to_owned()).collect();
    let names = state.names.clone();
    sheet.start(Some(&names));
}

/// Takes `text` for a row of the box if it has all its cells.
fn try_row(
    state: &mut Reading,
    text: &str,
    at: std::ops::Range<usize>,
    sheet: &mut Sheet<'_>,
) -> bool {
    if state.bare {
        return bare_row(state, text, at, sheet);
    }
    let framed = text.trim_start().starts_with('|');
    let closed = text.trim_end().len() > 1 && text.trim_end().ends_with('|');
    let tight = !text.starts_with("| ");
    let open_row = framed && !closed && !tight;
    if open_row {
        return false;
    }
    let cells: Vec<&str> = if tight {
        split(text)
    } else {
        // a bar inside a value has no blank on both its sides, as a rule
        let inner = text.trim_end();
        let inner = inner.strip_prefix("| ").unwrap_or(inner);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner.split(" | ").collect()
    };
    let wanted = state.names.len();
    if cells.len() < wanted {
        return false;
    }
    let mut values: Vec<Cell> = cells
        .iter()
        .take(wanted.saturating_sub(1))
        .map(|cell| Cell::bare(cell.trim().to_owned()))
        .collect();
    let rest = cells.get(wanted.saturating_sub(1)..).unwrap_or_default().join(if tight {
        "|"
    } else {
        " | "
    });
    values.push(Cell::bare(rest.trim().to_owned()));
    let filled = values.iter().filter(|cell| !cell.text().is_empty()).count();
    if framed
        && values.len() >= 3
        && filled == 1
        && let Some((place, before)) = &mut state.held
    {
        place.end = at.end;
        for (cell, more) in
            before.iter_mut().zip(&values).filter(|(_, more)| !more.text().is_empty())
        {
            *cell = Cell::Text(format!("{}\n{}", cell.text(), more.text()));
        }
        return true;
    }
    state.release(sheet);
    state.held = Some((at, values));
    true
}

/// A row without outer bars. Every cell stands there, be it blank; a cell of several lines ends
/// with `+` in all but its last.
fn bare_row(
    state: &mut Reading,
    text: &str,
    at: std::ops::Range<usize>,
    sheet: &mut Sheet<'_>,
) -> bool {
    let wanted = state.names.len();
    let cells: Vec<&str> = text.splitn(wanted.max(1), '|').collect();
    if cells.len() < wanted {
        return false;
    }
    let goes_on: Vec<bool> = cells.iter().map(|cell| cell.ends_with('+')).collect();
    let value = |cell: &str| cell.strip_suffix('+').unwrap_or(cell).trim().to_owned();
    if state.wraps.contains(&true)
        && let Some((place, before)) = &mut state.held
    {
        place.end = at.end;
        for ((cell, more), wraps) in before.iter_mut().zip(&cells).zip(&state.wraps) {
            if *wraps {
                *cell = Cell::Text(format!("{}\n{}", cell.text(), value(more)));
            }
        }
    } else {
        state.release(sheet);
        let null =
            |text: String| if text.is_empty() { Cell::Perhaps(text) } else { Cell::bare(text) };
        state.held = Some((at, cells.iter().map(|cell| null(value(cell))).collect()));
    }
    state.wraps = goes_on;
    true
}

/// The head of a vertical row; with the separator where the head tells it.
fn vertical_head(text: &str) -> Option<Option<u8>> {
    if let Some(rest) = text.strip_prefix("-[ RECORD ") {
        return rest.contains(']').then_some(Some(b'|'));
    }
    let inner = text.trim_end();
    if !inner.starts_with("*****") || !inner.ends_with("*****") {
        return None;
    }
    let inner = inner.trim_matches('*').trim();
    let boxed = inner.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let number = boxed.unwrap_or(inner).trim().strip_suffix(". row")?;
    number.bytes().all(|b| b.is_ascii_digit()).then(|| boxed.map(|_| b'|'))
}

fn vertical_line(state: &mut Reading, text: &str, next: usize) {
    let Some(row) = &mut state.vertical else { return };
    row.end = next;
    let mark = match row.separator {
        Some((place, byte)) if place > 0 => Some((place, byte)),
        Some((_, byte)) => text.find(byte as char).map(|place| (place, byte)),
        None => text.find(':').map(|place| (place, b':')),
    };
    if let Some((place, byte)) = mark
        && text.as_bytes().get(place) == Some(&byte)
        && let Some((name, value)) = text.split_at_checked(place)
        && !name.trim().is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || " _-().*`'\",?".contains(c))
    {
        row.separator = Some((place, byte));
        row.names.push(name.trim().to_owned());
        let value = value.get(1..).unwrap_or("");
        row.cells.push(value.strip_prefix(' ').unwrap_or(value).to_owned());
        return;
    }
    match row.cells.last_mut() {
        Some(value) => {
            value.push('\n');
            value.push_str(text);
        }
        None => row.separator = row.separator.filter(|(place, _)| *place > 0),
    }
}

fn end_vertical(state: &mut Reading, sheet: &mut Sheet<'_>) {
    let Some(row) = state.vertical.take() else { return };
    if state.names != row.names || !sheet.is_known() {
        sheet.start(Some(&row.names));
        state.names.clone_from(&row.names);
    }
    let last = row.cells.len().saturating_sub(1);
    let cells: Vec<Cell> = row
        .cells
        .into_iter()
        .enumerate()
        .map(|(at, text)| {
            Cell::bare(if at == last { text.trim_end_matches('\n').to_owned() } else { text })
        })
        .collect();
    sheet.row(row.start..row.end, &cells);
}

/// `10 rows in set (0.001 sec)`, `Empty set`, `(3 rows)`.
fn is_answer(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("Empty set")
        || text.starts_with("Query OK")
        || ((text.contains(" rows in set") || text.contains(" row in set"))
            && text.starts_with(|c: char| c.is_ascii_digit()))
        || (text.starts_with('(') && (text.ends_with(" rows)") || text.ends_with(" row)")))
}

fn is_prompt(text: &str) -> bool {
    prompt(text).is_some()
}

/// The database that a prompt names, and what was typed behind it.
fn prompt(text: &str) -> Option<(Option<String>, &str)> {
    if let Some(rest) = text.strip_prefix("MariaDB [").or_else(|| text.strip_prefix("MySQL [")) {
        let (database, typed) = rest.split_once("]>")?;
        return Some((
            Some(database.to_owned()).filter(|name| name != "(none)"),
            typed.trim_start(),
        ));
    }
    if let Some(typed) = text.strip_prefix("mysql>").or_else(|| text.strip_prefix("mariadb>")) {
        return Some((None, typed.trim_start()));
    }
    // mycli: `MySQL root@localhost:shop> `
    let (head, typed) = text.split_once("> ")?;
    let rest = head.strip_prefix("MySQL ").or_else(|| head.strip_prefix("MariaDB "))?;
    let database = rest.rsplit_once(':').map(|(_, name)| name).filter(|name| *name != "(none)");
    (rest.contains('@') && !rest.contains(' ')).then_some((database.map(str::to_owned), typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::contract::Parsed;

    fn kinds(text: &str) -> Vec<EventKind> {
        let mut parsed = Parsed::default();
        read(text.as_bytes(), &mut Sheet::new(&mut parsed));
        parsed.drafts.into_iter().map(|draft| draft.kind).collect()
    }

    #[test]
    fn a_session_gives_rows_and_what_was_typed() {
        let text = "MariaDB [shop]> select table_name, engine from information_schema.tables\n    -> where 1;\n+------------+--------+\n\
                    | TABLE_NAME | ENGINE |\n+------------+--------+\n| a          | InnoDB |\n| new\nline        | NULL   |\n\
                    +------------+--------+\n2 rows in set (0.001 sec)\n\nMariaDB [shop]> drop table nope;\nERROR 1051 (42S02): Unknown\n";
        let kinds = kinds(text);
        assert_eq!(kinds.len(), 4, "{kinds:#?}");
        assert!(
            matches!(&kinds[2], EventKind::Table(table) if table.unpack().table == "new\nline" && table.unpack().engine.is_none())
        );
        assert!(matches!(&kinds[3], EventKind::Query(query)
            if query.sql == "drop table nope" && matches!(query.outcome, Outcome::Refused { code: Some(1051), .. })));
    }

    #[test]
    fn psql_leaves_the_last_cell_blank_and_wraps_with_a_plus() {
        let text = " schemaname | relname | n_live_tup | last_analyze \n------------+---------+------------+--------------\n \
                    public     | a       |          3 | \n public     | b       |          4 | \n \
                    reporting  | c       |            | x            +\n            |         |            | y\n(3 rows)\n";
        let rows = kinds(text);
        let names: Vec<_> = rows
            .iter()
            .filter_map(|kind| match kind {
                EventKind::Table(row) => {
                    let row = row.unpack();
                    Some((row.database.map(str::to_owned), row.table.to_owned(), row.table_rows))
                }
                _ => None,
            })
            .collect();
        let row = |name: &str, rows| (None, name.to_owned(), rows);
        assert_eq!(names, [row("a", Some(3)), row("b", Some(4)), row("reporting.c", None)]);
        let boxed = text.replace('|', "│").replace("-+-", "─┼─").replace("---", "───");
        assert_eq!(kinds(&boxed).len(), 3);
    }

    #[test]
    fn counts_behind_a_table_of_one_column_are_read() {
        let text = "              now              \n-------------------------------\n 2026-07-09 13:01:00.115905+00\n(1 row)\n\n     t     | count \n-----------+-------\n customers |   120\n orders    |   330\n(2 rows)\n\n";
        let rows = kinds(text);
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(matches!(&rows[1], EventKind::Table(table)
            if table.unpack().table == "orders" && table.unpack().table_rows == Some(330)));
    }

    #[test]
    fn vertical_rows_keep_values_that_look_like_heads() {
        let kinds = kinds(
            "*************************** 1. row ***************************\n   Name: a\n Engine: InnoDB\n   Rows: 3\nComment: x: *** 1. row\ny\n",
        );
        assert!(
            matches!(&kinds[0], EventKind::Table(table) if table.unpack().table_rows == Some(3) && table.unpack().comment == Some("x: *** 1. row\ny"))
        );
    }

    #[test]
    fn markdown_and_psql_headings_stand_above_the_ruler() {
        assert_eq!(kinds("| TABLE_NAME | ENGINE |\n| :--- | :--- |\n| a | InnoDB |\n").len(), 1);
        assert_eq!(kinds(" table_name | table_type \n------------+------------\n a          | BASE TABLE\n(1 row)\n").len(), 1);
    }
}
