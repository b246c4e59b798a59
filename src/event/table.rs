//! Rows about tables, in few bytes: one listing may hold hundreds of thousands of them, and all are
//! kept.

use std::{fmt, sync::Arc};

use compact_str::CompactString;

/// A row of information_schema.TABLES or of SHOW TABLE STATUS. `None` is NULL or not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table<'a> {
    /// Schema.
    pub database: Option<&'a str>,
    /// Name.
    pub table: &'a str,
    /// `BASE TABLE`, `VIEW`, ….
    pub table_type: Option<&'a str>,
    /// Storage engine.
    pub engine: Option<&'a str>,
    /// The server's estimate of rows.
    pub table_rows: Option<u64>,
    /// As written: `YYYY-MM-DD HH:MM:SS` in the zone of the dumping session.
    pub created_at: Option<CompactString>,
    /// As written.
    pub updated_at: Option<CompactString>,
    /// Next value.
    pub auto_increment: Option<u64>,
    /// Bytes.
    pub data_length: Option<u64>,
    /// Rows deleted since the server began to count (PostgreSQL's `n_tup_del`).
    pub deleted: Option<u64>,
    /// Comment.
    pub comment: Option<&'a str>,
}

/// The same, packed: its values one after the other, a text as a byte that says how it is written
/// and
/// what that takes, a number as its length and its bytes, the least first. Rows of one listing
/// share
/// the memory that they are in.
#[derive(Clone)]
pub(crate) struct PackedTable {
    shared: Arc<Shared>,
    at: u32,
}

/// Behind one pointer, as there is one in each row.
struct Shared(Vec<u8>);

/// Texts that most rows bear; a row only says which.
const KNOWN: [&str; 12] = [
    "",
    "BASE TABLE",
    "VIEW",
    "SYSTEM VIEW",
    "SEQUENCE",
    "InnoDB",
    "MyISAM",
    "Aria",
    "MEMORY",
    "CSV",
    "ARCHIVE",
    "PERFORMANCE_SCHEMA",
];
/// No text.
const NONE: u8 = 0;
/// The text that stands elsewhere in the shared bytes; where, as a number.
const ELSEWHERE: u8 = 0x3d;
/// A date and time, two digits a byte.
const STAMP: u8 = 0x3e;
/// A text with its length as a number.
const LONG: u8 = 0x3f;
/// A text of as many bytes as this is more.
const SHORT: u8 = 0x40;

const STAMP_BYTES: usize = 7;

impl Table<'_> {
    /// Packs it.
    pub(crate) fn pack(&self) -> PackedTable {
        let mut out = Vec::with_capacity(128);
        write_name(&mut out, self.database);
        write_name(&mut out, Some(self.table));
        for text in [self.table_type, self.engine, self.comment] {
            write_text(&mut out, text);
        }
        for stamp in [self.created_at.as_deref(), self.updated_at.as_deref()] {
            write_stamp(&mut out, stamp);
        }
        for number in [self.table_rows, self.auto_increment, self.data_length, self.deleted] {
            write_number(&mut out, number);
        }
        PackedTable { shared: Arc::new(Shared(out)), at: 0 }
    }
}

/// Moves rows, each of which has memory of its own, into memory that they share; the name of a
/// database that several in a row are of is there once.
pub(crate) fn share<'t>(rows: impl Iterator<Item = &'t mut PackedTable>) {
    let mut rows: Vec<&mut PackedTable> = rows.collect();
    if rows.len() < 2 {
        return;
    }
    let mut out: Vec<u8> = Vec::new();
    let mut begins = Vec::with_capacity(rows.len());
    let mut database = 0..0;
    for row in &rows {
        begins.push(out.len() as u32);
        let bytes = row.bytes();
        let mut rest = Rest { bytes, shared: bytes };
        rest.plain();
        let (name, rest) = bytes.split_at(bytes.len() - rest.bytes.len());
        if name.len() > 6 && out.get(database.clone()) == Some(name) {
            out.push(ELSEWHERE);
            write_number(&mut out, Some(database.start as u64));
        } else {
            database = out.len()..out.len() + name.len();
            out.extend_from_slice(name);
        }
        out.extend_from_slice(rest);
    }
    out.shrink_to_fit();
    let shared = Arc::new(Shared(out));
    for (row, at) in rows.iter_mut().zip(begins) {
        **row = PackedTable { shared: Arc::clone(&shared), at };
    }
}

impl PackedTable {
    /// What was packed.
    pub(crate) fn unpack(&self) -> Table<'_> {
        let mut rest = Rest { bytes: self.bytes(), shared: &self.shared.0 };
        Table {
            database: rest.plain(),
            table: rest.plain().unwrap_or_default(),
            table_type: rest.plain(),
            engine: rest.plain(),
            comment: rest.plain(),
            created_at: rest.stamp(),
            updated_at: rest.stamp(),
            table_rows: rest.number(),
            auto_increment: rest.number(),
            data_length: rest.number(),
            deleted: rest.number(),
        }
    }

    /// From its first byte on.
    fn bytes(&self) -> &[u8] {
        self.shared.0.get(self.at as usize..).unwrap_or_default()
    }
}

impl PartialEq for PackedTable {
    fn eq(&self, other: &PackedTable) -> bool {
        self.unpack() == other.unpack()
    }
}

impl fmt::Debug for PackedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.unpack().fmt(f)
    }
}

fn write_text(out: &mut Vec<u8>, text: Option<&str>) {
    let Some(text) = text else {
        out.push(NONE);
        return;
    };
    match KNOWN.iter().position(|known| *known == text) {
        Some(at) => out.push(at as u8 + 1),
        None => write_name(out, Some(text)),
    }
}

/// A text that is none of those that are known.
fn write_name(out: &mut Vec<u8>, text: Option<&str>) {
    let Some(text) = text else {
        out.push(NONE);
        return;
    };
    match u8::try_from(text.len()).ok().and_then(|len| SHORT.checked_add(len)) {
        Some(code) => out.push(code),
        None => {
            out.push(LONG);
            write_number(out, Some(text.len() as u64));
        }
    }
    out.extend_from_slice(text.as_bytes());
}

fn write_stamp(out: &mut Vec<u8>, text: Option<&str>) {
    match text.and_then(digits) {
        Some(digits) => {
            out.push(STAMP);
            out.extend_from_slice(&digits);
        }
        None => write_text(out, text),
    }
}

fn write_number(out: &mut Vec<u8>, number: Option<u64>) {
    let Some(number) = number else {
        out.push(0);
        return;
    };
    let used = 8 - number.leading_zeros() as usize / 8;
    out.push(used as u8 + 1);
    out.extend(number.to_le_bytes().into_iter().take(used));
}

/// The digits of `YYYY-MM-DD HH:MM:SS`; `None` for every other text.
fn digits(text: &str) -> Option<[u8; STAMP_BYTES]> {
    let [a, b, c, d, b'-', e, f, b'-', g, h, b' ', i, j, b':', k, l, b':', m, n] = text.as_bytes()
    else {
        return None;
    };
    let pairs = [[a, b], [c, d], [e, f], [g, h], [i, j], [k, l], [m, n]];
    let all = pairs.as_flattened().iter().all(|digit| digit.is_ascii_digit());
    all.then(|| pairs.map(|[tens, ones]| (tens & 0xf) << 4 | ones & 0xf))
}

/// The text of such digits.
fn stamp(digits: &[u8]) -> Option<CompactString> {
    let digits: [u8; STAMP_BYTES] = digits.try_into().ok()?;
    let [[a, b], [c, d], [e, f], [g, h], [i, j], [k, l], [m, n]] =
        digits.map(|pair| [b'0' + (pair >> 4), b'0' + (pair & 0xf)]);
    CompactString::from_utf8([
        a, b, c, d, b'-', e, f, b'-', g, h, b' ', i, j, b':', k, l, b':', m, n,
    ])
    .ok()
}

/// What is left of a packed row.
struct Rest<'a> {
    bytes: &'a [u8],
    shared: &'a [u8],
}

impl<'a> Rest<'a> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return NONE };
        self.bytes = rest;
        *first
    }

    fn take(&mut self, len: usize) -> &'a [u8] {
        let Some((taken, rest)) = self.bytes.split_at_checked(len) else { return &[] };
        self.bytes = rest;
        taken
    }

    fn number(&mut self) -> Option<u64> {
        let len = self.byte().checked_sub(1)?;
        Some(
            self.take(len.into())
                .iter()
                .rev()
                .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        )
    }

    fn coded(&mut self, code: u8) -> Option<&'a str> {
        let len = match code {
            NONE | STAMP => return None,
            LONG => self.number().unwrap_or_default() as usize,
            ELSEWHERE => {
                let at = self.number().unwrap_or_default() as usize;
                return Rest { bytes: self.shared.get(at..).unwrap_or_default(), shared: &[] }
                    .plain();
            }
            code if code >= SHORT => usize::from(code - SHORT),
            code => return KNOWN.get(usize::from(code) - 1).copied(),
        };
        std::str::from_utf8(self.take(len)).ok()
    }

    fn plain(&mut self) -> Option<&'a str> {
        let code = self.byte();
        self.coded(code)
    }

    fn stamp(&mut self) -> Option<CompactString> {
        match self.byte() {
            STAMP => stamp(self.take(STAMP_BYTES)),
            code => self.coded(code).map(CompactString::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts() -> impl Strategy<Value = Option<String>> {
        let stamps = [
            "2025-10-27 06:28:23",
            "2025-10-27T06:28:23",
            "2025-10-27 06:28:2x",
            "0000-00-00 00:00:00",
            "2025-10-27 06:28:23.5",
        ];
        let long =
            [190, 191, 192, 255, 256, 70_000].map(|len| "é".repeat(len / 2) + &"x".repeat(len % 2));
        let known =
            KNOWN.into_iter().chain(stamps).map(str::to_owned).chain(long).collect::<Vec<_>>();
        prop::option::of(prop_oneof![prop::sample::select(known), ".{0,30}"])
    }

    fn numbers() -> impl Strategy<Value = Option<u64>> {
        prop::option::of(prop_oneof![0u64..300, any::<u64>(), Just(u64::MAX)])
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(
            (database, table, table_type, engine, comment) in (texts(), texts(), texts(), texts(), texts()),
            (created, updated) in (texts(), texts()),
            (table_rows, auto_increment, data_length, deleted) in (numbers(), numbers(), numbers(), numbers()),
        ) {
            let table = Table {
                database: database.as_deref(),
                table: table.as_deref().unwrap_or_default(),
                table_type: table_type.as_deref(),
                engine: engine.as_deref(),
                table_rows,
                created_at: created.map(CompactString::from),
                updated_at: updated.map(CompactString::from),
                auto_increment,
                data_length,
                deleted,
                comment: comment.as_deref(),
            };
            let packed = table.pack();
            prop_assert_eq!(packed.unpack(), table.clone());
            let other = Table { database: None, comment: table.database, ..table.clone() };
            let tables = [&table, &table, &other, &table, &table];
            let mut rows = tables.map(Table::pack);
            share(rows.iter_mut());
            for (row, table) in rows.iter().zip(tables) {
                prop_assert_eq!(&row.unpack(), table);
            }
        }
    }

    #[test]
    fn a_usual_row_takes_few_bytes() {
        let stamp = || Some(CompactString::from("2025-09-15 18:36:23"));
        let table = Table {
            database: Some("tenant_00000"),
            table: "notification_settings",
            table_type: Some("BASE TABLE"),
            engine: Some("InnoDB"),
            table_rows: Some(4_146_658),
            created_at: stamp(),
            updated_at: stamp(),
            auto_increment: Some(4_146_659),
            data_length: Some(3_537_099_274),
            deleted: None,
            comment: Some(""),
        };
        let mut rows = vec![table.pack(); 100];
        share(rows.iter_mut());
        assert!(rows.iter().all(|row| row.unpack() == table));
        let taken = rows.first().unwrap().shared.0.len() / rows.len();
        assert!(taken <= 64, "{taken}");
    }
}
