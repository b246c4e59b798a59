//! Every event of the evidence, one after the other in order of time, without holding them all.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, binary_heap::PeekMut},
    vec,
};

use crate::ingest::gathered::{Gathered, Tally};
use crate::{
    event::placed::Event,
    ingest::{clock::placing::Placing, drafts::Drafts, options::IngestOptions},
};

/// Entries of one log are in order but for this many: several writers, late lines.
const DISORDER: usize = 8192;

/// Where an event stands among those of all sources: time, source, first byte; then the order of
/// its source.
type Key = (i64, u32, u64, u64);

struct Waiting(Key, Event);

impl PartialEq for Waiting {
    fn eq(&self, other: &Waiting) -> bool {
        self.0 == other.0
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Waiting) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Waiting) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

/// One source that is read on the way.
struct Lane<'a> {
    drafts: Drafts<'a>,
    placing: Placing<'a>,
    waiting: BinaryHeap<Reverse<Waiting>>,
    number: u64,
    last: i64,
    ended: bool,
}

impl Lane<'_> {
    /// The next event as the source has it.
    fn read(&mut self) -> Option<Event> {
        match self.drafts.next_draft() {
            Ok(Some(sited)) => Some(self.placing.place(sited)),
            // what cannot be read was told of when it was surveyed
            Ok(None) | Err(_) => None,
        }
    }

    fn fill(&mut self) {
        while !self.ended && self.waiting.len() < DISORDER {
            let Some(event) = self.read() else {
                self.ended = true;
                return;
            };
            // an event without a time stays where it stands
            let at = event.when.map_or(self.last, |when| when.best);
            self.last = at;
            self.number += 1;
            let place = event.place;
            self.waiting
                .push(Reverse(Waiting((at, place.source.0, place.span.start, self.number), event)));
        }
    }
}

impl Gathered {
    /// Every event in order of time (those of a single source as it has them), also of sources that
    /// were only surveyed: these are read on the way. `events` are those that were gathered.
    pub(crate) fn stream(&self, mut events: Vec<Event>, options: &IngestOptions) -> Events<'_> {
        let tallies = &self.tallies;
        events
            .retain(|event| !tallies.get(event.place.source.index()).is_some_and(Tally::surveyed));
        Events::new(self, events, options)
    }
}

/// See the module.
pub(crate) struct Events<'a> {
    lanes: Vec<Lane<'a>>,
    rest: std::iter::Peekable<vec::IntoIter<Event>>,
    /// One source is shown as it was written.
    single: bool,
}

impl<'a> Events<'a> {
    /// Of all evidence. `events` are those that `gathered` held of sources that it read in full.
    fn new(gathered: &'a Gathered, events: Vec<Event>, options: &IngestOptions) -> Events<'a> {
        let mut lanes = Vec::new();
        for ((source, tally), clock) in
            gathered.sources.iter().zip(&gathered.tallies).zip(&gathered.placed.clocks)
        {
            if tally.surveyed()
                && let Ok(Some(drafts)) = Drafts::open(source, options)
            {
                let placing = Placing::new(clock);
                lanes.push(Lane {
                    drafts,
                    placing,
                    waiting: BinaryHeap::new(),
                    number: 0,
                    last: i64::MIN,
                    ended: false,
                });
            }
        }
        let single = lanes.len() == 1 && events.is_empty();
        Events { lanes, rest: events.into_iter().peekable(), single }
    }
}

impl Iterator for Events<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        if self.single {
            return self.lanes.first_mut().and_then(Lane::read);
        }
        let mut best: Option<(Key, usize)> = None;
        for (index, lane) in self.lanes.iter_mut().enumerate() {
            lane.fill();
            if let Some(Reverse(Waiting(key, _))) = lane.waiting.peek()
                && best.is_none_or(|(least, _)| *key < least)
            {
                best = Some((*key, index));
            }
        }
        if let Some(event) = self.rest.peek() {
            let key = (
                event.when.map_or(i64::MAX, |when| when.best),
                event.place.source.0,
                event.place.span.start,
                0,
            );
            if best.is_none_or(|(least, _)| key < least) {
                return self.rest.next();
            }
        }
        let lane = self.lanes.get_mut(best?.1)?;
        lane.waiting.peek_mut().map(PeekMut::pop).map(|Reverse(Waiting(_, event))| event)
    }
}
