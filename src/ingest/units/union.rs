//! Lines of scans to sources: a union, keyed by source and offset, whatever the order of the lines
//! and however often each comes. Scans are hostile like any evidence: every line is bounded and
//! checked, and what is wrong with one is said with its file and number.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, Read},
    ops::Range,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    event::place::SourceId,
    ingest::units::record::{Identity, Key, Piece, Record, Surveyed, Trailer},
    source::{
        discovery::{Discovery, Skipped},
        evidence::Source,
        hash::hex,
        note::Note,
        parts::{GRID, Parts, Told, unpack},
    },
};

/// The longest line.
const LINE_BYTES: u64 = 16 << 20;

/// What scans carried of one source.
struct Entry {
    identity: Identity,
    /// Bytes by their offsets: their length, hash, and as they are packed.
    parts: BTreeMap<u64, (u64, String, Box<[u8]>)>,
    /// What surveying showed, by the ranges of units.
    units: BTreeMap<(u64, u64), Unit>,
    content_sha256: Option<String>,
    sha256: Option<String>,
}

/// What surveying a range of a source showed.
#[derive(Default)]
struct Unit {
    /// It was read to its end.
    closed: bool,
    /// Of each chunk by its offset: where it ends, and what it shows.
    sheets: BTreeMap<u64, (u64, Box<str>)>,
}

/// All that scans carried.
#[derive(Default)]
pub(crate) struct Union {
    entries: BTreeMap<Key, Entry>,
    skipped: BTreeSet<Skipped>,
}

impl Union {
    /// Adds the lines of a scan that messages call `name`.
    ///
    /// # Errors
    /// Where a line is none of a scan, contradicts another, or cannot be read.
    pub(crate) fn read(&mut self, name: &str, from: &mut dyn BufRead) -> Result<()> {
        let mut line = Vec::new();
        let mut reading = Reading::default();
        for number in 1u64.. {
            line.clear();
            from.take(LINE_BYTES).read_until(b'\n', &mut line).map_err(|source| Error::Io {
                doing: "read",
                path: name.into(),
                source,
            })?;
            if line.is_empty() {
                break;
            }
            // a scan that is cut off in a line is told by what it lacks
            if line.last() != Some(&b'\n') && (line.len() as u64) < LINE_BYTES {
                break;
            }
            self.line(&line, &mut reading)
                .map_err(|what| Error::Usage(format!("{name}, line {number}: {what}")))?;
        }
        if reading.begun {
            Ok(())
        } else {
            Err(Error::Usage(format!("{name}: no scan; `backtrail scan` writes them")))
        }
    }

    fn line(&mut self, line: &[u8], reading: &mut Reading) -> std::result::Result<(), String> {
        if line.len() as u64 >= LINE_BYTES {
            return Err(format!("longer than {LINE_BYTES} bytes"));
        }
        let record: Record<'_> = serde_json::from_slice(line)
            .map_err(|error| format!("no record of a scan: {error}"))?;
        if !matches!(record, Record::Scan(_)) && !reading.begun {
            return Err("a scan begins with a record `scan`; this one does not".to_owned());
        }
        match record {
            Record::Scan(header) => {
                reading.begun = true;
                header.refused().map_or(Ok(()), Err)
            }
            Record::Source(identity) => self.source(identity),
            Record::Skipped { path, reason } => {
                self.skipped.insert(Skipped { path, reason });
                Ok(())
            }
            Record::Bytes(piece) => {
                reading.count(&piece.key);
                self.piece(piece)
            }
            Record::Sheet(surveyed) => {
                reading.count(&surveyed.key);
                self.sheet(&surveyed)
            }
            Record::Unit(trailer) => {
                reading.close(&trailer)?;
                self.unit(trailer)
            }
        }
    }

    fn source(&mut self, identity: Identity) -> std::result::Result<(), String> {
        let Some(entry) = self.entries.get_mut(&identity.key) else {
            let key = identity.key.clone();
            let (parts, units) = (BTreeMap::new(), BTreeMap::new());
            let (content_sha256, sha256) = (None, None);
            self.entries.insert(key, Entry { identity, parts, units, content_sha256, sha256 });
            return Ok(());
        };
        let known = &mut entry.identity;
        if identity.bytes.is_none() || *known == identity {
            return Ok(());
        }
        if known.bytes.is_some() {
            return Err(format!(
                "{} is another file than the one that was scanned under this name before, or it changed meanwhile; --source-id of `scan` tells files of several hosts apart",
                identity.key.source
            ));
        }
        *known = identity;
        Ok(())
    }

    fn entry(&mut self, key: &Key) -> std::result::Result<&mut Entry, String> {
        self.entries
            .get_mut(key)
            .ok_or_else(|| format!("no record `source` before it names {}", key.source))
    }

    fn piece(&mut self, piece: Piece<'_>) -> std::result::Result<(), String> {
        let Piece { key, offset, length, sha256, zstd } = piece;
        let entry = self.entry(&key)?;
        let end = offset.checked_add(length).filter(|_| length > 0);
        let most = entry.identity.content_bytes.unwrap_or(u64::MAX);
        if end.is_none_or(|end| end > most || (end - 1) / GRID != offset / GRID) {
            return Err(format!("{length} bytes at {offset} are no part of {}", key.source));
        }
        if let Some((known, hash, _)) = entry.parts.get(&offset) {
            if *known == length && *hash != sha256 {
                return Err(format!(
                    "other bytes at {offset} of {} than in a scan before: the file changed meanwhile; scan it again",
                    key.source
                ));
            }
            if *known >= length {
                return Ok(());
            }
        }
        let damaged = || format!("the bytes at {offset} of {} are damaged", key.source);
        let packed = STANDARD.decode(zstd.as_bytes()).map_err(|_| damaged())?;
        let bytes = unpack(&packed, length as usize).map_err(|_| damaged())?;
        if hex(&Sha256::digest(&bytes)) != sha256 {
            return Err(damaged());
        }
        entry.parts.insert(offset, (length, sha256.into_owned(), packed.into()));
        Ok(())
    }

    fn sheet(&mut self, surveyed: &Surveyed) -> std::result::Result<(), String> {
        let Surveyed { key, offset, range, sheet } = surveyed;
        let entry = self.entry(key)?;
        let size = entry.identity.content_bytes.unwrap_or(0);
        let is_there = entry.identity.surveyed.is_some() && sheet.start() == *offset;
        if !is_there || range.0 > range.1 || !sheet.is_sound(size) {
            return Err(format!("nobody can have surveyed {} so", key.source));
        }
        let text = serde_json::to_string(sheet).map_err(|error| error.to_string())?;
        let unit = entry.units.entry(*range).or_default();
        unit.sheets.insert(*offset, (sheet.end(), text.into()));
        Ok(())
    }

    fn unit(&mut self, trailer: Trailer) -> std::result::Result<(), String> {
        let source = trailer.key.source.clone();
        let entry = self.entry(&trailer.key)?;
        if entry.identity.surveyed.is_some() {
            entry.units.entry(trailer.range).or_default().closed = true;
        }
        let hashes = [&trailer.sha256, &trailer.content_sha256];
        if hashes.into_iter().flatten().any(|hash| !is_sha256(hash)) {
            return Err("its sha256 is none".to_owned());
        }
        entry.content_sha256 = trailer.content_sha256.or(entry.content_sha256.take());
        match (&entry.sha256, trailer.sha256) {
            (Some(known), Some(told)) if *known != told => Err(format!(
                "{source} has another SHA-256 than in a scan before: it changed meanwhile; scan it again"
            )),
            (_, told) => {
                entry.sha256 = told.or(entry.sha256.take());
                Ok(())
            }
        }
    }

    /// The same, host by host: what stands before the first `/` of a name.
    pub(crate) fn by_host(self) -> BTreeMap<String, Union> {
        let mut hosts: BTreeMap<String, Union> = BTreeMap::new();
        let host = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        for (key, entry) in self.entries {
            hosts.entry(host(&key.source)).or_default().entries.insert(key, entry);
        }
        for skipped in self.skipped {
            hosts.entry(host(&skipped.path)).or_default().skipped.insert(skipped);
        }
        hosts
    }

    /// The evidence that it is: sources in their order. What is not carried whole is passed over,
    /// and told as not read.
    pub(crate) fn into_discovery(self) -> Discovery {
        let mut found =
            Discovery { sources: Vec::new(), skipped: self.skipped.into_iter().collect() };
        for (key, entry) in self.entries {
            let Entry { identity, parts, units, content_sha256, sha256 } = entry;
            let end = || parts.last_key_value().map_or(0, |(at, (length, ..))| at + length);
            let len = identity.content_bytes.unwrap_or_else(end);
            let kept = parts.into_iter().map(|(at, (length, _, packed))| (at, (length, packed)));
            let (sheets, gap) = match &identity.surveyed {
                Some(_) => chain(units, len),
                None => (Vec::new(), None),
            };
            let told = Told { nth: key.nth, sha256: content_sha256, sheets };
            let parts = Parts::new(len, kept.collect(), told);
            let whole = parts.hole(0..len);
            let gap = if identity.surveyed.is_some() && whole.is_some() { gap } else { whole };
            if let Some(Range { start, end }) = gap {
                let reason = Note::Unscanned(start, end);
                found.skipped.push(Skipped { path: key.source, reason });
                continue;
            }
            let mut source = Source::carried(key.source, parts);
            source.id = SourceId(found.sources.len() as u32);
            source.sha256 = sha256;
            source.modified_s = identity.modified_s;
            if let Some(bytes) = identity.bytes {
                source.bytes = bytes;
                source.notes = identity.notes;
            }
            found.sources.push(source);
        }
        found.skipped.sort();
        found
    }
}

/// What surveying showed of the units that make up all of a source of `len` bytes, or what of it
/// they lack.
fn chain(units: BTreeMap<(u64, u64), Unit>, len: u64) -> (Vec<Box<str>>, Option<Range<u64>>) {
    let closed = || units.iter().filter(|(range, unit)| unit.closed && range.0 < range.1);
    // where each unit that can be reached from the beginning ends, and where it begins
    let mut reached: BTreeMap<u64, u64> = BTreeMap::from([(0, 0)]);
    for ((from, to), _) in closed() {
        if reached.contains_key(from) {
            reached.entry(*to).or_insert(*from);
        }
    }
    let last = reached.last_key_value().map_or(0, |(to, _)| *to);
    if last < len {
        let next = closed().map(|((from, _), _)| *from).find(|from| *from > last);
        return (Vec::new(), Some(last..next.unwrap_or(len)));
    }
    let (mut ranges, mut at) = (BTreeSet::new(), last);
    while at > 0 {
        let Some(from) = reached.get(&at) else { break };
        ranges.insert((*from, at));
        at = *from;
    }
    let taken = units.into_iter().filter(|(range, _)| ranges.contains(range));
    let (mut sheets, mut at) = (Vec::new(), 0);
    for (start, (end, sheet)) in taken.flat_map(|(_, unit)| unit.sheets) {
        if start < at {
            return (Vec::new(), Some(start..at));
        }
        at = end;
        sheets.push(sheet);
    }
    (sheets, None)
}

/// Where reading a scan has come to.
#[derive(Default)]
struct Reading {
    /// Its first line was read.
    begun: bool,
    /// The unit that is open, and its records so far.
    unit: Option<(Key, u64)>,
}

impl Reading {
    fn count(&mut self, key: &Key) {
        match &mut self.unit {
            Some((open, pieces)) if open == key => *pieces += 1,
            other => *other = Some((key.clone(), 1)),
        }
    }

    /// A unit ends: all its records stood before.
    fn close(&mut self, trailer: &Trailer) -> std::result::Result<(), String> {
        let open = self.unit.take().filter(|(key, _)| *key == trailer.key);
        let pieces = open.map_or(0, |(_, pieces)| pieces);
        if pieces == trailer.records {
            return Ok(());
        }
        Err(format!(
            "{} records of {} stand before its end, which says {}: the scan is damaged",
            pieces, trailer.key.source, trailer.records
        ))
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
