//! Archives of pg_dump (`-Fc`, and the `toc.dat` of `-Fd` and `-Ft`): a table of contents, and in
//! the custom format the rows behind it (layout from PostgreSQL's pg_backup_archiver.c and
//! pg_backup_custom.c, versions 1.12 to 1.16). Nothing is restored; rows are counted.

use std::{
    collections::{BTreeMap, HashMap},
    io::{BufRead, BufReader, Read},
};

use chrono::NaiveDate;
use flate2::read::ZlibDecoder;

use crate::{
    event::{
        backup::{Backup, BackupTable},
        draft::{Draft, GapReason},
        kind::EventKind,
        remark::Remark,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::create_table,
        pg_dump::{key, table_name},
    },
    time::{SECOND, Stamp, Written, plausible},
};

const MAGIC: &[u8] = b"PGDMP";
/// More entries than this would be an attack.
const MOST_ENTRIES: u64 = 2_000_000;
/// As much of an archive's rows is unpacked to count them: a few bytes may unpack to a thousand
/// times as many.
const MOST_BYTES: u64 = 1 << 34;

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "pg_archive",
    about: "archive of pg_dump: custom format, or the table of contents of a directory or tar",
    example: "PGDMP",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    Likeness(if head.bytes.starts_with(MAGIC) { 97 } else { 0 })
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut input = Input { rest: document, integer: 4, offset: 8 };
        let Some(mut archive) = input.head() else {
            return out.gap(0..document.len(), GapReason::Truncated);
        };
        let contents = input.contents(&mut archive);
        let at = document.len() - input.rest.len();
        let mut backup = archive.backup;
        let rows = match archive.form {
            Form::Custom => input.rows(archive.compression),
            // beside it, or not to be counted
            Form::Other => BTreeMap::new(),
        };
        backup.complete = contents.is_some();
        for (table, data) in &mut archive.tables {
            if let Some(id) = data {
                match rows.get(id) {
                    Some(rows) => table.rows = *rows,
                    None if archive.form == Form::Custom => backup.complete = false,
                    None => {}
                }
            }
        }
        backup.tables = archive.tables.into_iter().map(|(table, _)| table).collect();
        backup.rows = backup.tables.iter().map(|table| table.rows).sum();
        backup.schema_only =
            backup.rows == 0 && backup.tables.iter().all(|table| table.part.is_none());
        let kind = EventKind::Backup(Box::new(backup));
        let mut draft = Draft::new(at, kind).stamped(archive.written);
        if archive.compression == Compression::Unread {
            draft.remarks.push(Remark::Uncounted);
        }
        out.draft(draft);
        out.gap(at..document.len(), GapReason::Furniture);
    }
}

/// Where the rows are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Custom,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Compression {
    None,
    Zlib,
    Zstd,
    Unread,
}

struct Archive {
    backup: Backup,
    written: Option<Written>,
    form: Form,
    compression: Compression,
    version: u8,
    entries: u64,
    /// Tables, each with the number of its rows' block.
    tables: Vec<(BackupTable, Option<i64>)>,
    /// Where each stands among them.
    by_name: HashMap<String, usize>,
}

impl Archive {
    fn table(&mut self, name: String) -> Option<&mut (BackupTable, Option<i64>)> {
        let next = self.tables.len();
        let at = *self.by_name.entry(name).or_insert_with_key(|name| {
            let table = BackupTable { table: name.clone(), ..BackupTable::default() };
            self.tables.push((table, None));
            next
        });
        self.tables.get_mut(at)
    }
}

/// What is left of the archive, and how it writes numbers.
struct Input<'a> {
    rest: &'a [u8],
    integer: usize,
    offset: usize,
}

impl<'a> Input<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A sign, then the least byte first.
    fn int(&mut self) -> Option<i64> {
        let negative = self.byte()? != 0;
        let bytes = self.take(self.integer)?;
        let number = bytes.iter().rev().fold(0i64, |sum, byte| sum << 8 | i64::from(*byte));
        if negative { number.checked_neg() } else { Some(number) }
    }

    /// A text; empty for none.
    fn text(&mut self) -> Option<String> {
        Some(self.some_text()?.unwrap_or_default())
    }

    fn some_text(&mut self) -> Option<Option<String>> {
        let Ok(len) = usize::try_from(self.int()?) else { return Some(None) };
        Some(Some(String::from_utf8_lossy(self.take(len)?).into_owned()))
    }

    fn head(&mut self) -> Option<Archive> {
        self.take(MAGIC.len())?;
        let (major, version, _) = (self.byte()?, self.byte()?, self.byte()?);
        self.integer = usize::from(self.byte()?);
        self.offset = usize::from(self.byte()?);
        let form = if self.byte()? == 1 { Form::Custom } else { Form::Other };
        if major != 1 || version < 12 || !(2..=8).contains(&self.integer) || self.offset > 8 {
            return None;
        }
        let compression = if version >= 15 {
            match self.byte()? {
                0 => Compression::None,
                1 => Compression::Zlib,
                3 => Compression::Zstd,
                _ => Compression::Unread,
            }
        } else if self.int()? == 0 {
            Compression::None
        } else {
            Compression::Zlib
        };
        let mut parts = [0i64; 7];
        for part in &mut parts {
            *part = self.int()?;
        }
        let database = Some(self.text()?).filter(|name| !name.is_empty());
        let _server = self.text()?;
        let tool = format!("pg_dump {}", self.text()?);
        let entries = u64::try_from(self.int()?).ok().filter(|count| *count <= MOST_ENTRIES)?;
        Some(Archive {
            backup: Backup { database, tool: Some(tool), ..Backup::default() },
            written: made(parts),
            form,
            compression,
            version,
            entries,
            tables: Vec::new(),
            by_name: HashMap::new(),
        })
    }

    /// The table of contents; `None` where it breaks off.
    fn contents(&mut self, archive: &mut Archive) -> Option<()> {
        for _ in 0..archive.entries {
            let id = self.int()?;
            let _had_rows = self.int()?;
            let (_, _) = (self.text()?, self.text()?);
            let (tag, kind) = (self.text()?, self.text()?);
            let _section = self.int()?;
            let (definition, _, _) = (self.text()?, self.text()?, self.text()?);
            let (schema, _, _) = (self.text()?, self.text()?, self.text()?);
            if archive.version >= 16 {
                self.int()?;
            }
            let (owner, _) = (self.text()?, self.text()?);
            // what it depends on
            while self.some_text()?.is_some() {}
            let part = match archive.form {
                Form::Custom => {
                    self.take(self.offset.checked_add(1)?)?;
                    None
                }
                Form::Other => self.some_text()?.filter(|name| !name.is_empty()),
            };
            let schema = Some(schema).filter(|schema| !schema.is_empty());
            match kind.as_str() {
                "TABLE" => {
                    let columns = create_table::read(&definition).map(|found| found.table.columns);
                    if let Some((table, _)) = archive.table(table_name(schema, tag)) {
                        table.columns = columns.unwrap_or_default();
                        table.owner = Some(owner).filter(|owner| !owner.is_empty());
                    }
                }
                "TABLE DATA" => {
                    if let Some((table, data)) = archive.table(table_name(schema, tag)) {
                        table.part = part;
                        *data = Some(id);
                    }
                }
                "FK CONSTRAINT" => {
                    if let Some(found) = key(&definition)
                        && let Some((table, _)) = archive.table(found.table)
                    {
                        table.cascades.extend(found.cascades);
                        table.refers_to.extend(found.refers_to);
                    }
                }
                _ => {}
            }
        }
        Some(())
    }

    /// The rows of each block of the custom format, by its number.
    fn rows(&mut self, compression: Compression) -> BTreeMap<i64, u64> {
        let mut out = BTreeMap::new();
        let mut left = MOST_BYTES;
        while self.byte() == Some(1) {
            let Some(id) = self.int() else { break };
            let mut chunks = Chunks { input: self, left: 0, whole: false };
            let rows = match compression {
                Compression::None => lines(&mut chunks, &mut left),
                Compression::Zlib => lines(&mut ZlibDecoder::new(&mut chunks), &mut left),
                Compression::Zstd => zstd::Decoder::new(&mut chunks)
                    .ok()
                    .and_then(|mut decoder| lines(&mut decoder, &mut left)),
                Compression::Unread => None,
            };
            // what the unpacking left
            if std::io::copy(&mut chunks, &mut std::io::sink()).is_err() || !chunks.whole {
                break;
            }
            out.extend(rows.map(|rows| (id, rows)));
        }
        out
    }
}

/// The rows of COPY in `from`, of which `left` bytes are read at the most; `None` where it is
/// damaged or longer.
fn lines(from: &mut dyn Read, left: &mut u64) -> Option<u64> {
    let mut reader = BufReader::with_capacity(64 * 1024, from);
    let (mut count, mut end) = (0u64, Vec::new());
    loop {
        let piece = reader.fill_buf().ok()?;
        if piece.is_empty() {
            // the mark behind the rows and two blank lines
            let marked = end.ends_with(b"\\.\n\n\n");
            return Some(count.saturating_sub(if marked { 3 } else { 0 }));
        }
        end.extend_from_slice(piece.get(piece.len().saturating_sub(8)..).unwrap_or_default());
        end.drain(..end.len().saturating_sub(8));
        count += memchr::memchr_iter(b'\n', piece).count() as u64;
        let len = piece.len();
        *left = left.checked_sub(len as u64)?;
        reader.consume(len);
    }
}

/// The bytes of a block, which stands in pieces with their lengths before them, 0 at its end.
struct Chunks<'i, 'a> {
    input: &'i mut Input<'a>,
    left: usize,
    whole: bool,
}

impl Read for Chunks<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 && !self.whole {
            let len = self.input.int().and_then(|len| usize::try_from(len).ok());
            let Some(len) = len else { return Ok(0) };
            self.left = len;
            self.whole = len == 0;
        }
        let len = self.left.min(buffer.len());
        let (Some(to), Some(from)) = (buffer.get_mut(..len), self.input.take(len)) else {
            self.left = 0;
            return Ok(0);
        };
        to.copy_from_slice(from);
        self.left -= len;
        Ok(len)
    }
}

/// The moment that `struct tm` says, in the zone of the dumping host.
fn made([second, minute, hour, day, month, year, _]: [i64; 7]) -> Option<Written> {
    let small = |number: i64| u32::try_from(number).ok();
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(year.checked_add(1900)?).ok()?,
        small(month.checked_add(1)?)?,
        small(day)?,
    )
    .filter(|date| plausible(*date))?;
    let at = date.and_hms_opt(small(hour)?, small(minute)?, small(second.min(59))?)?;
    Some(Written {
        stamp: Stamp::Local(at),
        text: at.format("%Y-%m-%d %H:%M:%S").to_string().into(),
        unit_us: SECOND,
        offset_s: None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// An archive of one table of two rows.
    fn archive(packed: bool) -> Vec<u8> {
        let int = |number: i64| {
            let mut out = vec![u8::from(number < 0)];
            out.extend(number.unsigned_abs().to_le_bytes().into_iter().take(4));
            out
        };
        let text = |text: &str| [int(text.len() as i64), text.as_bytes().to_vec()].concat();
        let mut out = b"PGDMP\x01\x0e\x00\x04\x08\x01".to_vec();
        out.extend(int(i64::from(packed)));
        out.extend([30, 10, 2, 7, 4, 126, 0].into_iter().flat_map(int));
        out.extend(["shop", "15.6", "15.6"].into_iter().flat_map(text));
        out.extend(int(2));
        for (id, kind, definition) in
            [(7, "TABLE", "CREATE TABLE public.carts (\n id bigint\n);\n"), (8, "TABLE DATA", "")]
        {
            out.extend([int(id), int(1)].concat());
            out.extend(["1259", "16386", "carts", kind].into_iter().flat_map(text));
            out.extend(int(2));
            out.extend([definition, "", "", "public", "", "heap"].into_iter().flat_map(text));
            out.extend(["app", "false"].into_iter().flat_map(text));
            out.extend(int(-1));
            out.extend([2, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
        let rows = b"1\n2\n\\.\n\n\n";
        let rows = if packed {
            let mut packer = flate2::read::ZlibEncoder::new(&rows[..], flate2::Compression::fast());
            let mut packed = Vec::new();
            packer.read_to_end(&mut packed).unwrap();
            packed
        } else {
            rows.to_vec()
        };
        out.extend([vec![1], int(8), int(rows.len() as i64), rows, int(0)].concat());
        out
    }

    fn read(bytes: &[u8]) -> Option<(Backup, Option<Written>)> {
        let mut parsed = Parsed::default();
        Document.read(bytes, &mut parsed);
        parsed.drafts.into_iter().find_map(|draft| match draft.kind {
            EventKind::Backup(backup) => Some((*backup, draft.written)),
            _ => None,
        })
    }

    #[test]
    fn a_number_that_has_no_opposite_is_none() {
        let rest = &[1, 0, 0, 0, 0, 0, 0, 0, 0x80];
        assert_eq!(Input { rest, integer: 8, offset: 8 }.int(), None);
    }

    #[test]
    fn more_rows_than_may_be_unpacked_are_not_counted() {
        assert_eq!(lines(&mut &b"1\n2\n\\.\n\n\n"[..], &mut 9), Some(2));
        assert_eq!(lines(&mut &b"1\n2\n\\.\n\n\n"[..], &mut 8), None);
    }

    #[test]
    fn tables_and_rows_are_read_packed_or_not() {
        for packed in [true, false] {
            let (backup, written) = read(&archive(packed)).unwrap();
            assert_eq!((backup.rows, backup.complete), (2, true));
            assert_eq!(backup.database.as_deref(), Some("shop"));
            let found = backup.tables.first().map(|table| (table.table.as_str(), &table.owner));
            assert_eq!(found, Some(("carts", &Some("app".to_owned()))));
            assert_eq!(written.unwrap().text, "2026-05-07 02:10:30");
        }
    }

    #[test]
    fn one_that_breaks_off_is_not_whole() {
        let whole = archive(true);
        for cut in 0..whole.len() {
            let found = read(whole.get(..cut).unwrap());
            assert!(found.is_none_or(|(backup, _)| !backup.complete), "{cut}");
        }
    }
}
