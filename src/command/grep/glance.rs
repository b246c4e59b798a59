//! The window of a search, and the clocks of its sources, told from their beginnings and ends.

use std::{
    collections::HashMap,
    io::{self, Read},
};

use super::known::HEAD_BYTES;
use crate::{
    error::{Error, Result},
    ingest::{
        clock::{options::ClockOptions, source_clock::SourceClock},
        options::IngestOptions,
        shown,
    },
    source::{
        discovery::{Listed, Listing},
        evidence::Source,
        pipe::{self, Flow, Opened},
    },
    time::{
        window::{Limits, Window},
        zone::Zone,
    },
};

/// Files whose beginnings and ends are looked at to know their clocks.
const GLANCED: usize = 256;

/// What the window is, and the clocks of the sources by their names, where it needs them.
pub(super) fn glance(
    limits: Limits,
    listing: &Listing,
    piped: Option<&io::Result<Opened>>,
    ingest: &IngestOptions,
    clock: &ClockOptions,
) -> Result<(HashMap<String, SourceClock>, Window)> {
    // a single source is told from its own beginning when its turn comes
    if !limits.hang_on_evidence() && listing.files.len() < 2 {
        return Ok((HashMap::new(), limits.window(Zone::UTC, None)?));
    }
    let relative = limits.are_relative();
    let (mut clocks, mut known, mut last) = (Vec::new(), HashMap::new(), None);
    let mut look = |sources: Vec<Source>| {
        let (found, end) = shown::at_a_glance(&sources, ingest, clock, relative);
        last = last.max(end);
        if known.is_empty() {
            clocks.extend(found.iter().cloned());
            known = sources.into_iter().map(|source| source.path).zip(found).collect();
        }
    };
    let mut piped = of_pipe(piped, relative)?;
    for files in listing.files.chunks(GLANCED) {
        let mut sources = Vec::new();
        for file in files {
            sources.extend(of_file(file, relative)?);
        }
        sources.append(&mut piped);
        look(sources);
        // where the evidence ends, all of it shows; of what zone it is, its beginning
        if !relative {
            break;
        }
    }
    look(piped);
    let window = limits.window(shown::zone(clocks.iter()), last)?;
    Ok((known, window))
}

/// What a file shows of itself, as sources.
fn of_file(file: &Listed, end: bool) -> Result<Vec<Source>> {
    if !file.file.metadata().is_ok_and(|meta| meta.is_file()) {
        // what is read of a pipe here would be lost for the search
        return if end { Err(endless()) } else { Ok(Vec::new()) };
    }
    Ok(match pipe::open_file(&file.file, &file.path, HEAD_BYTES, None) {
        Ok(Opened::Plain(source)) => vec![*source],
        Ok(Opened::Flow(flow)) if end => vec![Source::from_bytes(&file.path, both_ends(flow))],
        Ok(Opened::Flow(flow)) => vec![Source::from_bytes(&flow.path, flow.head)],
        Ok(Opened::Members(members)) => members,
        // the search says so
        Err(_) => Vec::new(),
    })
}

/// What standard input shows of itself before it is searched.
fn of_pipe(piped: Option<&io::Result<Opened>>, end: bool) -> Result<Vec<Source>> {
    let copy = |source: &Source| {
        let text = source.open().and_then(|it| Ok(it.text(0, it.size())?.into_owned()));
        Source::from_bytes(&source.path, text.unwrap_or_default())
    };
    Ok(match piped {
        Some(Ok(Opened::Flow(flow))) if end && !flow.whole => return Err(endless()),
        Some(Ok(Opened::Flow(flow))) => vec![Source::from_bytes(&flow.path, flow.head.clone())],
        Some(Ok(Opened::Plain(source))) => vec![copy(source)],
        Some(Ok(Opened::Members(members))) => members.iter().map(copy).collect(),
        _ => Vec::new(),
    })
}

fn endless() -> Error {
    Error::Usage(
        "a time such as -1h counts from the last timestamp, which a pipe does not show before it \
         is searched; state a time, or give a file"
            .to_owned(),
    )
}

/// The beginning and the end of what can only be read from front to back.
fn both_ends(mut flow: Flow) -> Vec<u8> {
    let (mut head, mut tail, mut cut) = (Vec::new(), Vec::new(), false);
    // what is damaged ends where it breaks off
    let _ = flow.reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head);
    loop {
        let step = flow.reader.by_ref().take(shown::TAIL_BYTES).read_to_end(&mut tail);
        if let Some(over) = tail.len().checked_sub(2 * shown::TAIL_BYTES as usize) {
            tail.drain(..over);
            cut = true;
        }
        if step.map_or(true, |bytes| bytes == 0) {
            break;
        }
    }
    if cut {
        head.truncate(memchr::memrchr(b'\n', &head).map_or(0, |at| at + 1));
        tail.drain(..memchr::memchr(b'\n', &tail).map_or(0, |at| at + 1));
    }
    head.extend(tail);
    head
}
