//! Writes the records of a scan: pure, so that a task that runs twice writes the same twice.

use std::{
    io::{self, Read, Write},
    ops::Range,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    ingest::{
        options::IngestOptions,
        read::read_or_survey,
        services,
        survey::sheet::Sheet,
        units::{
            record::{Header, Identity, Key, Piece, Record, Surveyed, Trailer, Wanted},
            sparse::{self, Sparse},
        },
    },
    source::{
        discovery::{Discovery, Skipped, SourceOptions, discover},
        evidence::Source,
        handle::Handle,
        hash::{self, hex},
        parts::{self, GRID, cells},
    },
};

/// Cells of the grid that are packed side by side.
const AT_ONCE: u64 = 64;

/// What is scanned, and how.
pub(crate) struct ScanOptions {
    /// Files, folders, patterns, `-`.
    pub(crate) paths: Vec<String>,
    /// What a single file or standard input is called, or what stands before the names in a folder.
    pub(crate) source_id: Option<String>,
    /// Of a single plain file, its bytes in this range.
    pub(crate) range: Option<Range<u64>>,
    /// Standard input is a stretch of something longer that begins here.
    pub(crate) base_offset: Option<u64>,
    /// Stated formats, and which sources are only surveyed.
    pub(crate) ingest: IngestOptions,
    /// Only this, for a second round.
    pub(crate) windows: Option<Vec<Wanted>>,
    /// Whether files are hashed.
    pub(crate) hash: bool,
    /// The options as they were stated.
    pub(crate) stated: Vec<String>,
}

/// Writes the records of all that is found; gives how many sources there are, and what was not
/// read.
pub(crate) fn scan(
    wanted: &ScanOptions,
    stdin: &mut dyn Read,
    out: &mut dyn Write,
) -> Result<(usize, Vec<Skipped>)> {
    let mut scan = Scan { wanted, out };
    if let Some(base) = wanted.base_offset {
        let name = wanted.source_id.clone().filter(|_| wanted.paths == ["-"]);
        let name = name.ok_or_else(|| {
            Error::Usage(
                "--base-offset is of standard input (`-`) and wants --source-id".to_owned(),
            )
        })?;
        return scan.stretch(Key { source: name, nth: 0 }, base, stdin).map(|()| (1, Vec::new()));
    }
    let options = SourceOptions { hash: wanted.hash };
    let Discovery { mut sources, mut skipped } = discover(&wanted.paths, &options, Some(stdin))?;
    if let Some(id) = &wanted.source_id {
        rename(&wanted.paths, id, &mut sources, &mut skipped);
    }
    let single = sources.first().filter(|source| sources.len() == 1 && source.is_file_as_found());
    if wanted.range.is_some() && single.is_none() {
        return Err(Error::Usage("--range is of one file that is not packed".to_owned()));
    }
    scan.sources(&sources, &skipped)?;
    Ok((sources.len(), skipped))
}

/// Names all by the id that the user gives: what is one file bears it, what lies in folders has it
/// before its name.
fn rename(paths: &[String], id: &str, sources: &mut [Source], skipped: &mut [Skipped]) {
    let one = match paths {
        [path] => path == "-" || std::fs::metadata(path).is_ok_and(|meta| meta.is_file()),
        _ => false,
    };
    let name = |path: &str| match path.split_once('!') {
        _ if !one => format!("{id}/{path}"),
        Some((_, member)) => format!("{id}!{member}"),
        None => id.to_owned(),
    };
    sources.iter_mut().for_each(|source| source.path = name(&source.path));
    skipped.iter_mut().for_each(|skipped| skipped.path = name(&skipped.path));
}

/// The keys of sources in their order.
fn keys(sources: &[Source]) -> Vec<Key> {
    let mut out: Vec<Key> = Vec::with_capacity(sources.len());
    for source in sources {
        let nth = match out.last() {
            Some(last) if last.source == source.path => last.nth.saturating_add(1),
            _ => 0,
        };
        out.push(Key { source: source.path.clone(), nth });
    }
    out
}

struct Scan<'a> {
    wanted: &'a ScanOptions,
    out: &'a mut dyn Write,
}

impl Scan<'_> {
    fn line(&mut self, record: &Record<'_>) -> Result<()> {
        serde_json::to_writer(&mut *self.out, record)
            .map_err(io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(unwritten)
    }

    fn sources(&mut self, sources: &[Source], skipped: &[Skipped]) -> Result<()> {
        self.line(&Record::Scan(Header::own()))?;
        let wanted = |key: &Key| match &self.wanted.windows {
            Some(windows) => windows.iter().find(|wanted| wanted.key == *key).map(Some),
            None => Some(None),
        };
        let units: Vec<_> = sources
            .iter()
            .zip(keys(sources))
            .filter_map(|(source, key)| Some((source, wanted(&key)?, key)))
            .map(|(source, window, key)| {
                let surveyed = sparse::format(source, &self.wanted.ingest).map(str::to_owned);
                let (bytes, content_bytes) = (Some(source.bytes), Some(source.content_len()));
                let (modified_s, notes) = (source.modified_s, source.notes.clone());
                (
                    source,
                    window,
                    Identity { key, bytes, content_bytes, modified_s, notes, surveyed },
                )
            })
            .collect();
        for (.., identity) in &units {
            self.line(&Record::Source(identity.clone()))?;
        }
        for Skipped { path, reason } in skipped {
            self.line(&Record::Skipped { path: path.clone(), reason: reason.clone() })?;
        }
        for (source, window, identity) in units {
            match window {
                Some(window) => self.window(source, identity, window)?,
                None => self.unit(source, identity)?,
            }
        }
        Ok(())
    }

    /// What a report wants of a source besides.
    fn window(&mut self, source: &Source, identity: Identity, wanted: &Wanted) -> Result<()> {
        let key = identity.key;
        if wanted.content_bytes != source.content_len() {
            return Err(Error::Usage(format!(
                "{} has another size than when it was scanned first; scan all of it again",
                key.source
            )));
        }
        let ranges = sparse::wanted(source, &self.wanted.ingest, wanted).unwrap_or_default();
        let mut records = 0u64;
        for range in ranges {
            let Ok(bytes) = source.raw(range.start, range.end) else { break };
            records = records.saturating_add(self.bytes(&key, range.start, &bytes)?);
        }
        self.line(&Record::Unit(Trailer { records, ..self.trailer(key, &(0..0)) }))
    }

    fn trailer(&self, key: Key, range: &Range<u64>) -> Trailer {
        Trailer {
            key,
            range: (range.start, range.end),
            records: 0,
            format: None,
            entries: None,
            unparsed_bytes: None,
            first: None,
            last: None,
            content_sha256: None,
            sha256: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.wanted.stated.clone(),
        }
    }

    /// All of a source, or the range of it that is wanted.
    fn unit(&mut self, source: &Source, identity: Identity) -> Result<()> {
        let key = identity.key;
        let len = source.content_len();
        let range = self.wanted.range.clone().unwrap_or(0..len);
        let range = range.start.min(len)..range.end.min(len);
        let whole = range == (0..len);
        let mut trailer = self.trailer(key.clone(), &range);
        // of a file in ranges, whoever has its beginning hashes it
        let hashed = self.wanted.hash && range.start == 0;
        if let Some(format) = identity.surveyed {
            trailer.format = Some(format);
            if range.start == 0 {
                trailer.content_sha256 = hash::content_hash(source);
            }
            trailer.sha256 = match &trailer.content_sha256 {
                Some(hash) if hashed && source.is_file_as_found() => Some(hash.clone()),
                _ if hashed => hash::of_found(source),
                _ => None,
            };
            // a unit that has no end is told by the report as not read
            let carried = sparse::carried(source, &self.wanted.ingest, &range);
            let Ok(carried) = carried else { return Ok(()) };
            self.sparse(source, &key, carried, &mut trailer)?;
            return self.line(&Record::Unit(trailer));
        }
        let mut hash = (hashed && whole && source.is_file_as_found()).then(Sha256::new);
        // what cannot be opened any more, the report misses
        if let Ok(handle) = source.open() {
            trailer.records = self.pieces(&handle, &key, range, hash.as_mut())?;
        }
        trailer.sha256 = match hash {
            Some(hash) => Some(hex(&hash.finalize())),
            None if hashed => hash::of_found(source),
            None => None,
        };
        if whole {
            count(source, &self.wanted.ingest, &mut trailer);
        }
        self.line(&Record::Unit(trailer))
    }

    /// What is carried of a source that is surveyed, in the order of its bytes.
    fn sparse(
        &mut self,
        source: &Source,
        key: &Key,
        carried: Sparse,
        trailer: &mut Trailer,
    ) -> Result<()> {
        let Sparse { sheets, bytes, stamps } = carried;
        trailer.entries = Some(sheets.iter().map(Sheet::entries).sum());
        (trailer.first, trailer.last) = stamps.unzip();
        let mut bytes = bytes.into_iter().peekable();
        let mut records = sheets.len() as u64;
        let (skip, range) = (source.origin(0), trailer.range);
        let mut until = |scan: &mut Scan<'_>, offset: u64| -> Result<u64> {
            let mut records = 0u64;
            while let Some(range) = bytes.next_if(|range| range.start <= offset) {
                let Ok(read) = source.raw(range.start, range.end) else { continue };
                records = records.saturating_add(scan.bytes(key, range.start, &read)?);
            }
            Ok(records)
        };
        for sheet in sheets {
            let offset = sheet.start();
            records = records.saturating_add(until(self, offset.saturating_add(skip))?);
            let key = key.clone();
            self.line(&Record::Sheet(Surveyed { key, offset, range, sheet }))?;
        }
        trailer.records = records.saturating_add(until(self, u64::MAX)?);
        Ok(())
    }

    /// Writes the bytes in `range`; gives in how many records.
    fn pieces(
        &mut self,
        handle: &Handle<'_>,
        key: &Key,
        range: Range<u64>,
        mut hash: Option<&mut Sha256>,
    ) -> Result<u64> {
        let mut pieces = 0u64;
        let mut at = range.start;
        while at < range.end {
            let end = (at / GRID).saturating_add(AT_ONCE).saturating_mul(GRID).min(range.end);
            // what cannot be read any more is told by the report, which misses it
            let Ok(bytes) = handle.raw(at, end) else { break };
            if let Some(hash) = hash.as_deref_mut() {
                hash.update(&*bytes);
            }
            pieces = pieces.saturating_add(self.bytes(key, at, &bytes)?);
            if (bytes.len() as u64) < end.saturating_sub(at) {
                break;
            }
            at = end;
        }
        Ok(pieces)
    }

    /// Writes bytes that stand at an offset; gives in how many records.
    fn bytes(&mut self, key: &Key, at: u64, bytes: &[u8]) -> Result<u64> {
        let pieces: Vec<Range<u64>> = cells(at..at.saturating_add(bytes.len() as u64)).collect();
        let lines: Vec<Vec<u8>> = pieces
            .par_iter()
            .map(|range| {
                let within = range.start.saturating_sub(at) as usize;
                let length = range.end.saturating_sub(range.start);
                let part = bytes.get(within..within.saturating_add(length as usize));
                let part = part.unwrap_or_default();
                let piece = Piece {
                    key: key.clone(),
                    offset: range.start,
                    length,
                    sha256: hex(&Sha256::digest(part)).into(),
                    zstd: STANDARD.encode(parts::pack(part)?).into(),
                };
                let mut line = serde_json::to_vec(&Record::Bytes(piece))?;
                line.push(b'\n');
                Ok(line)
            })
            .collect::<io::Result<_>>()
            .map_err(unwritten)?;
        lines.iter().try_for_each(|line| self.out.write_all(line)).map_err(unwritten)?;
        Ok(lines.len() as u64)
    }

    /// A stretch of a stream, as it comes.
    fn stretch(&mut self, key: Key, base: u64, from: &mut dyn Read) -> Result<()> {
        self.line(&Record::Scan(Header::own()))?;
        self.line(&Record::Source(Identity {
            key: key.clone(),
            bytes: None,
            content_bytes: None,
            modified_s: None,
            notes: Vec::new(),
            surveyed: None,
        }))?;
        let (mut at, mut pieces) = (base, 0u64);
        loop {
            let more = GRID.saturating_sub(at % GRID).saturating_add(AT_ONCE * GRID);
            let mut bytes = Vec::new();
            from.take(more).read_to_end(&mut bytes).map_err(|source| Error::Io {
                doing: "read",
                path: "standard input".into(),
                source,
            })?;
            pieces = pieces.saturating_add(self.bytes(&key, at, &bytes)?);
            at = at.checked_add(bytes.len() as u64).ok_or_else(|| {
                Error::Usage("--base-offset: there is no offset beyond 2^64".to_owned())
            })?;
            if (bytes.len() as u64) < more {
                break;
            }
        }
        self.line(&Record::Unit(Trailer { records: pieces, ..self.trailer(key, &(base..at)) }))
    }
}

/// What reading the source tells, for whoever looks at a scan.
fn count(source: &Source, options: &IngestOptions, trailer: &mut Trailer) {
    let split = services::parts(source, options);
    let parts = split.as_deref().unwrap_or_else(|| std::slice::from_ref(source));
    for part in parts {
        let read = read_or_survey(part, options);
        let stamps = || read.drafts.iter().filter_map(|sited| sited.draft.written.as_ref());
        let text = |written: &crate::time::Written| written.text.to_string();
        trailer.format = trailer.format.take().or(read.format.map(str::to_owned));
        trailer.first = trailer.first.take().or_else(|| stamps().next().map(text));
        trailer.last = stamps().next_back().map(text).or(trailer.last.take());
        let add = |to: &mut Option<u64>, more: u64| {
            *to = Some(to.unwrap_or(0).saturating_add(more));
        };
        add(&mut trailer.entries, read.entries);
        add(&mut trailer.unparsed_bytes, read.unparsed_bytes);
    }
}

fn unwritten(source: io::Error) -> Error {
    Error::Io { doing: "write", path: "the scan".into(), source }
}
