//! The window of a search, and the clocks of its sources, told from their beginnings and ends.

use std::{collections::HashMap, io};

use super::known::HEAD_BYTES;
use crate::{
    error::Result,
    ingest::{
        clock::{options::ClockOptions, source_clock::SourceClock},
        options::IngestOptions,
        shown,
    },
    source::{
        discovery::{Listed, Listing},
        evidence::Source,
        pipe::{self, Opened},
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
    let open = |file: &Listed| pipe::open_file(&file.file, &file.path, HEAD_BYTES, None);
    let files = listing.files.iter().take(GLANCED).filter_map(|file| open(file).ok());
    let mut sources: Vec<Source> = Vec::new();
    for opened in files {
        match opened {
            Opened::Plain(source) => sources.push(*source),
            Opened::Flow(flow) => sources.push(Source::from_bytes(&flow.path, flow.head)),
            Opened::Members(members) => sources.extend(members),
        }
    }
    match piped {
        Some(Ok(Opened::Flow(flow))) => {
            sources.push(Source::from_bytes(&flow.path, flow.head.clone()));
        }
        Some(Ok(Opened::Plain(source))) => {
            let text = source.open().and_then(|it| Ok(it.text(0, it.size())?.into_owned()));
            sources.push(Source::from_bytes(&source.path, text.unwrap_or_default()));
        }
        _ => {}
    }
    let (clocks, last) = shown::at_a_glance(&sources, ingest, clock, limits.are_relative());
    let window = limits.window(shown::zone(clocks.iter()), last)?;
    let paths = sources.into_iter().map(|source| source.path);
    Ok((paths.zip(clocks).collect(), window))
}
