//! What all of the evidence shows of time: its zone, and where it ends.

use std::iter;

use crate::{
    format,
    ingest::{
        clock::{
            options::ClockOptions,
            place::place,
            placing::Placing,
            source_clock::{Basis, SourceClock},
        },
        gathered::Gathered,
        options::IngestOptions,
        read::read_source,
    },
    source::{evidence::Source, pattern::NamePattern},
    time::zone::Zone,
};

/// As much of the end of a source is read to know its last stamp.
pub(crate) const TAIL_BYTES: u64 = 64 * 1024;
/// As much of the beginning of a source is read to know its zone.
const HEAD_BYTES: u64 = 64 * 1024;

/// The zone that most of the sources are in and that is known best, with UTC last.
pub(crate) fn zone<'a>(clocks: impl Iterator<Item = &'a SourceClock>) -> Zone {
    let mut votes: Vec<(Zone, u64)> = Vec::new();
    for clock in clocks {
        let weight = match (clock.basis, clock.zone) {
            (_, Zone::UTC) => 1,
            (Basis::Stated, _) => 1000,
            (Basis::Inferred, _) => 100,
            _ => 10,
        };
        match votes.iter_mut().find(|(zone, _)| *zone == clock.zone) {
            Some((_, votes)) => *votes = votes.saturating_add(weight),
            None => votes.push((clock.zone, weight)),
        }
    }
    votes.into_iter().max_by_key(|(_, votes)| *votes).map_or(Zone::UTC, |(zone, _)| zone)
}

impl Gathered {
    /// The zone of the evidence, in which reports tell times.
    pub(crate) fn zone(&self) -> Zone {
        let clocks = self.placed.clocks.iter().zip(&self.tallies);
        zone(clocks.filter(|(_, tally)| tally.entries > 0).map(|(clock, _)| clock))
    }

    /// The last stamp of the evidence.
    pub(crate) fn last_stamp(&self) -> Option<i64> {
        let stamped = self.placed.events.iter().filter(|event| event.written.is_some());
        let of_events = stamped.filter_map(|event| Some(event.when?.best)).max();
        // of a large source only some entries are events
        let sources = self.sources.iter().zip(&self.tallies).zip(&self.placed.clocks);
        let ends = sources.filter_map(|((source, tally), clock)| {
            last_of(source, tally.format?, clock).filter(|_| source.same_as.is_none())
        });
        ends.chain(of_events).max()
    }
}

/// The last stamp near the end of a source.
fn last_of(source: &Source, format: &'static str, clock: &SourceClock) -> Option<i64> {
    let size = source.size();
    let handle = source.open().ok()?;
    let tail = handle.text(size.saturating_sub(TAIL_BYTES), size).ok()?;
    let formats = vec![(NamePattern::new("**").ok()?, format::by_id(format)?)];
    let options = IngestOptions { formats, ..IngestOptions::default() };
    let read = read_source(&Source::from_bytes(&source.path, tail.into_owned()), &options);
    let mut placing = Placing::new(clock);
    let events = read.drafts.into_iter().map(|draft| placing.place(draft));
    events.filter(|e| e.written.is_some()).filter_map(|e| Some(e.when?.best)).max()
}

/// The clocks of sources, told from their beginnings, and, where `ends`, the last stamp of all.
pub(crate) fn at_a_glance(
    sources: &[Source],
    options: &IngestOptions,
    clock: &ClockOptions,
    ends: bool,
) -> (Vec<SourceClock>, Option<i64>) {
    let head = |source: &Source| {
        let handle = source.open().ok()?;
        Some(handle.text(0, source.size().min(HEAD_BYTES)).ok()?.into_owned())
    };
    let heads: Vec<Source> = sources
        .iter()
        .map(|source| Source::from_bytes(&source.path, head(source).unwrap_or_default()))
        .collect();
    let read: Vec<_> = iter::zip(0.., &heads)
        .map(|(number, source)| {
            let mut read = read_source(source, options);
            read.source.0 = number;
            read
        })
        .collect();
    let formats: Vec<_> = read.iter().map(|read| read.format).collect();
    let clocks = place(&heads, read, clock).clocks;
    let wanted = iter::zip(sources, formats).zip(&clocks).filter(|_| ends);
    let last = wanted.filter_map(|((source, format), clock)| last_of(source, format?, clock)).max();
    (clocks, last)
}
