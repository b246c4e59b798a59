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
    ingest::units::record::{Identity, Key, Piece, Record, Trailer},
    source::{
        discovery::{Discovery, Skipped},
        evidence::Source,
        hash::hex,
        note::Note,
        parts::{GRID, Parts, unpack},
    },
};

/// The longest line.
const LINE_BYTES: u64 = 16 << 20;

/// What scans carried of one source.
struct Entry {
    identity: Identity,
    /// Bytes by their offsets: their length, hash, and as they are packed.
    parts: BTreeMap<u64, (u64, String, Box<[u8]>)>,
    sha256: Option<String>,
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
            Record::Unit(trailer) => {
                reading.close(&trailer)?;
                self.unit(trailer)
            }
        }
    }

    fn source(&mut self, identity: Identity) -> std::result::Result<(), String> {
        let Some(entry) = self.entries.get_mut(&identity.key) else {
            let key = identity.key.clone();
            self.entries.insert(key, Entry { identity, parts: BTreeMap::new(), sha256: None });
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

    fn unit(&mut self, trailer: Trailer) -> std::result::Result<(), String> {
        let source = trailer.key.source.clone();
        let entry = self.entry(&trailer.key)?;
        match (&entry.sha256, trailer.sha256) {
            (Some(known), Some(told)) if *known != told => Err(format!(
                "{source} has another SHA-256 than in a scan before: it changed meanwhile; scan it again"
            )),
            (_, Some(told)) if !is_sha256(&told) => Err("its sha256 is none".to_owned()),
            (_, told) => {
                entry.sha256 = told.or(entry.sha256.take());
                Ok(())
            }
        }
    }

    /// The evidence that it is: sources in their order. What is not carried whole is passed over,
    /// and told as not read.
    pub(crate) fn into_discovery(self) -> Discovery {
        let mut found =
            Discovery { sources: Vec::new(), skipped: self.skipped.into_iter().collect() };
        for (key, entry) in self.entries {
            let Entry { identity, parts, sha256 } = entry;
            let end = || parts.last_key_value().map_or(0, |(at, (length, ..))| at + length);
            let len = identity.content_bytes.unwrap_or_else(end);
            let kept = parts.into_iter().map(|(at, (length, _, packed))| (at, (length, packed)));
            let parts = Parts::new(len, kept.collect());
            if let Some(Range { start, end }) = parts.hole(0..len) {
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
        if pieces == trailer.pieces {
            return Ok(());
        }
        Err(format!(
            "{} records of bytes of {} stand before its end, which says {}: the scan is damaged",
            pieces, trailer.key.source, trailer.pieces
        ))
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
