//! The binary log itself: its events (`sql/log_event.h` of MySQL and MariaDB, version 4 of the
//! format) as they are written to the file, each a header of 19 bytes and a body. What is
//! compressed or encrypted is not read, and is told as a gap.

use std::{collections::HashMap, ops::Range};

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Outcome, Query, Witness},
    },
    format::{
        contract::{Carry, DocumentReader, Parsed},
        grammar::lines::text,
        mysql_binlog::carry::{BinlogCarry, part},
    },
    time::{SECOND, Stamp, Written},
};

/// The bytes with which such a file begins.
pub(super) const MAGIC: &[u8] = b"\xfebin";

/// Bytes of an event's header.
const HEADER: usize = 19;

/// Table maps that are remembered at once.
const MOST_MAPS: usize = 10_000;

/// Types of events that hold statements or rows, or hide them: partial updates and compressed
/// transactions of MySQL (39, 40), what MariaDB compressed or encrypted (164 to 171).
const TELLING: [u8; 21] =
    [2, 15, 19, 23, 24, 25, 29, 30, 31, 32, 39, 40, 160, 164, 165, 166, 167, 168, 169, 170, 171];

/// Bytes that are taken from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    /// A number of so many bytes, the lowest first.
    fn number(&mut self, bytes: usize) -> Option<u64> {
        let front = self.take(bytes.min(8))?;
        Some(front.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    }

    fn size(&mut self, bytes: usize) -> Option<usize> {
        usize::try_from(self.number(bytes)?).ok()
    }

    /// A number that tells its own length by its first byte.
    fn packed(&mut self) -> Option<usize> {
        match self.size(1)? {
            252 => self.size(2),
            253 => self.size(3),
            254 => self.size(8),
            own => Some(own),
        }
    }

    /// A text of so many bytes and a NUL behind it.
    fn name(&mut self, bytes: usize) -> Option<String> {
        let name = text(self.take(bytes)?);
        self.take(1)?;
        Some(name)
    }
}

/// A column of a table map: its type and what the map says of its size.
type Column = (u8, [u8; 2]);

/// What the events before one have told.
#[derive(Default)]
struct State {
    /// Bytes of the checksum at the end of each event.
    checksum: usize,
    columns: HashMap<u64, Vec<Column>>,
}

/// Reads a file of events.
pub(super) struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut state = State::default();
        let mut at = MAGIC.len();
        out.gap(0..at.min(document.len()), GapReason::Furniture);
        let mut drafts = Vec::new();
        while at < document.len() {
            let rest = document.get(at..).unwrap_or_default();
            let Some(event) = event(rest) else {
                out.gap(at..document.len(), GapReason::Truncated);
                break;
            };
            let place = at..at.saturating_add(event.len());
            at = place.end;
            if let Some(draft) = draft(event, &mut state, place.clone()) {
                drafts.push(draft);
            } else {
                let tells = event.get(4).is_some_and(|kind| TELLING.contains(kind));
                out.gap(place, if tells { GapReason::Unparsed } else { GapReason::Furniture });
            }
        }
        let mut carry = BinlogCarry::default();
        carry.pass(&mut drafts);
        carry.finish(&mut drafts);
        drafts.into_iter().for_each(|draft| out.draft(draft));
    }
}

/// The first event of some bytes.
fn event(bytes: &[u8]) -> Option<&[u8]> {
    let mut header = Bytes(bytes.get(9..HEADER)?);
    let length = header.size(4)?;
    (length >= HEADER).then(|| bytes.get(..length))?
}

fn draft(event: &[u8], state: &mut State, at: Range<usize>) -> Option<Draft> {
    let mut header = Bytes(event);
    let seconds = header.number(4)?;
    let kind = header.number(1)?;
    let body = event.get(HEADER..)?;
    let (query, admin) = match kind {
        15 => start(body, state)?,
        _ => {
            let end = body.len().checked_sub(state.checksum)?;
            told(kind, body.get(..end)?, state)?
        }
    };
    let written = Written {
        stamp: Stamp::Instant(i64::try_from(seconds).ok()?.saturating_mul(SECOND)),
        text: seconds.to_string().into(),
        unit_us: SECOND,
        offset_s: None,
    };
    let query = Query { admin: admin.map(str::to_owned), ..query };
    let draft = Draft::new(0, EventKind::Query(Box::new(query))).stamped(Some(written));
    Some(Draft { at, ..draft })
}

/// What an event tells, and which part of a statement's record it is, where it is not the whole.
type Told = (Query, Option<&'static str>);

/// The description of the format with which a file begins.
fn start(body: &[u8], state: &mut State) -> Option<Told> {
    let mut bytes = Bytes(body);
    bytes.take(2)?;
    let version = text(bytes.take(50)?.split(|b| *b == 0).next()?);
    // its last five bytes: whether events have checksums, and its own
    let algorithm = body.iter().rev().nth(4).copied();
    state.checksum = if algorithm == Some(1) { 4 } else { 0 };
    state.columns.clear();
    Some((Query { sql: version, ..Query::default() }, Some(part::START)))
}

fn told(kind: u64, body: &[u8], state: &mut State) -> Option<Told> {
    let mut bytes = Bytes(body);
    match kind {
        2 => statement(&mut bytes),
        16 => Some((Query::default(), Some(part::END))),
        19 => table_map(&mut bytes, state),
        // the text of rows: Rows_query of MySQL, behind a byte, and Annotate_rows of MariaDB
        29 | 160 => {
            let sql = if kind == 29 { body.get(1..)? } else { body };
            let sql = text(sql.trim_ascii()).trim_end_matches(';').to_owned();
            Some((Query { sql, ..Query::default() }, Some(part::TEXT)))
        }
        33 | 34 | 162 => Some((Query::default(), Some(part::BEGIN))),
        23 | 30 => rows("INSERT INTO", kind, &mut bytes, state),
        24 | 31 => rows("UPDATE", kind, &mut bytes, state),
        25 | 32 => rows("DELETE FROM", kind, &mut bytes, state),
        _ => None,
    }
}

fn statement(bytes: &mut Bytes<'_>) -> Option<Told> {
    let thread = bytes.number(4)?;
    let seconds = bytes.number(4)?;
    let database = bytes.size(1)?;
    let error = bytes.number(2)?;
    let variables = bytes.size(2)?;
    bytes.take(variables)?;
    let database = bytes.name(database)?;
    let sql = text(bytes.0.trim_ascii());
    let part = match sql.to_ascii_uppercase().as_str() {
        "BEGIN" | "START TRANSACTION" => Some(part::BEGIN),
        "COMMIT" => Some(part::END),
        _ => None,
    };
    let query = Query {
        sql,
        database: Some(database).filter(|name| !name.is_empty()),
        connection_id: Some(thread),
        query_time_us: Some(seconds.saturating_mul(SECOND.unsigned_abs())).filter(|us| *us > 0),
        outcome: if error == 0 { Outcome::Done } else { Outcome::Unsaid },
        witness: Witness::Committed,
        ..Query::default()
    };
    Some((query, part))
}

/// Which table the rows that follow are of, and how their values are written.
fn table_map(bytes: &mut Bytes<'_>, state: &mut State) -> Option<Told> {
    let id = bytes.number(6)?;
    bytes.take(2)?;
    let length = bytes.size(1)?;
    let database = bytes.name(length)?;
    let length = bytes.size(1)?;
    let table = bytes.name(length)?;
    let count = bytes.packed()?;
    let types = bytes.take(count)?;
    let length = bytes.packed()?;
    let mut sizes = Bytes(bytes.take(length)?);
    let column = |kind: &u8| {
        let mut size = [0; 2];
        let own = sizes.take(size_bytes(*kind))?;
        size.iter_mut().zip(own).for_each(|(to, from)| *to = *from);
        Some((*kind, size))
    };
    let columns: Option<Vec<Column>> = types.iter().map(column).collect();
    if state.columns.len() >= MOST_MAPS {
        state.columns.clear();
    }
    state.columns.insert(id, columns.unwrap_or_default());
    let tables = vec![format!("{database}.{table}")];
    Some((Query { connection_id: Some(id), tables, ..Query::default() }, Some(part::MAP)))
}

fn rows(verb: &str, kind: u64, bytes: &mut Bytes<'_>, state: &State) -> Option<Told> {
    let id = bytes.number(6)?;
    let ends = bytes.number(2)? & 1 == 1;
    if kind >= 30 {
        let extra = bytes.size(2)?;
        bytes.take(extra.checked_sub(2)?)?;
    }
    let images = if verb == "UPDATE" { 2 } else { 1 };
    let query = Query {
        sql: verb.to_owned(),
        connection_id: Some(id),
        rows_affected: state.columns.get(&id).and_then(|columns| count(bytes, columns, images)),
        origin: ends.then_some(Origin::RowEvent),
        ..Query::default()
    };
    Some((query, Some(part::ROWS)))
}

/// How many rows an event holds, of each so many images; `None` where one is not understood.
fn count(bytes: &mut Bytes<'_>, columns: &[Column], images: usize) -> Option<u64> {
    let width = bytes.packed().filter(|width| *width == columns.len() && *width > 0)?;
    let mut present: Vec<Vec<Column>> = Vec::new();
    for _ in 0..images {
        let set = bits(bytes.take(width.div_ceil(8))?);
        present
            .push(columns.iter().zip(set).filter(|(_, set)| *set).map(|(own, _)| *own).collect());
    }
    // a row of no columns takes no bytes
    if present.iter().any(Vec::is_empty) {
        return None;
    }
    let mut count = 0u64;
    while !bytes.0.is_empty() {
        for own in &present {
            let nulls = bits(bytes.take(own.len().div_ceil(8))?);
            for (column, _) in own.iter().zip(nulls).filter(|(_, null)| !null) {
                skip(bytes, *column)?;
            }
        }
        count = count.saturating_add(1);
    }
    Some(count)
}

fn bits(bytes: &[u8]) -> impl Iterator<Item = bool> {
    bytes.iter().flat_map(|byte| (0..8).map(move |bit| (byte >> bit) & 1 == 1))
}

/// Bytes that a table map has of the size of a type.
fn size_bytes(kind: u8) -> usize {
    match kind {
        15 | 16 | 141 | 246..=248 | 253 | 254 => 2,
        4 | 5 | 17..=19 | 140 | 245 | 249..=252 | 255 => 1,
        _ => 0,
    }
}

/// Goes past a value.
fn skip(bytes: &mut Bytes<'_>, (kind, [low, high]): Column) -> Option<()> {
    let (low_size, high_size) = (usize::from(low), usize::from(high));
    let length = match kind {
        1 | 13 => 1,
        2 => 2,
        9..=11 | 14 => 3,
        3 | 4 | 7 => 4,
        5 | 8 | 12 => 8,
        6 => 0,
        16 => high_size + usize::from(low > 0),
        17 => 4 + low_size.div_ceil(2),
        18 => 5 + low_size.div_ceil(2),
        19 => 3 + low_size.div_ceil(2),
        246 => decimal(low_size.checked_sub(high_size)?) + decimal(high_size),
        15 | 141 => bytes.size(if high == 0 { 1 } else { 2 })?,
        140 | 245 | 249..=252 | 255 => bytes.size(low_size)?,
        247 | 248 => high_size,
        254 if matches!(low, 247 | 248) => high_size,
        253 | 254 => {
            let most = high_size | (usize::from((low & 0x30) ^ 0x30) << 4);
            bytes.size(if most < 256 { 1 } else { 2 })?
        }
        _ => return None,
    };
    bytes.take(length).map(|_| ())
}

/// Bytes of so many digits of a decimal.
fn decimal(digits: usize) -> usize {
    const REST: [usize; 9] = [0, 1, 1, 2, 2, 3, 3, 4, 4];
    digits / 9 * 4 + REST.get(digits % 9).copied().unwrap_or(4)
}
