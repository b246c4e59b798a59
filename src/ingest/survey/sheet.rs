//! What one chunk of a source shows when it is surveyed.

use serde::{Deserialize, Serialize};

use crate::{
    format::grammar::{
        lines,
        prefilter::{self, Mark, Prefilter, Scale},
        relevance::Relevance,
    },
    ingest::survey::{
        cells::{CELL_BYTES, Cell},
        result::{Survey, lead},
    },
    source::stream::chunk::Chunk,
    time::SECOND,
};

/// A record that may matter.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Hit {
    pub(super) start: u64,
    pub(super) len: u32,
    /// Where the record before begins, where that is in the same chunk.
    pub(super) lead: Option<u64>,
    pub(super) weight: Relevance,
    pub(super) likeness: u64,
}

/// One chunk's results; filled anew for each chunk. Those of all chunks of a source, in their
/// order, are all that surveying it gives.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// Where the chunk begins and ends.
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) newlines: u64,
    pub(super) entries: u64,
    pub(super) torn: u64,
    pub(super) scale: Scale,
    pub(super) cells: Vec<Cell>,
    /// Minute, entries and errors, as the stamps change.
    pub(super) minutes: Vec<(i64, u64, u64)>,
    /// First and last stamp in the order of the bytes.
    pub(super) ends: Option<(i64, i64)>,
    pub(super) silence: Option<(i64, i64)>,
    pub(super) hits: Vec<Hit>,
    /// Records that later ones depend on: beginning and length.
    pub(super) contexts: Vec<(u64, u32)>,
    pub(super) last_record: Option<u64>,
    #[serde(skip)]
    records: Vec<(usize, Mark)>,
    #[serde(skip)]
    known: Known,
}

/// Likenesses of texts that were seen lately: the same jobs run again and again.
#[derive(Debug, Default)]
struct Known {
    /// A text's sameness and its likeness, at the place that its sameness says.
    texts: Vec<(u64, u64)>,
}

/// Microseconds: no log bears a stamp that is further from 1970.
const FARTHEST_STAMP: i64 = 1_000_000_000_000 * SECOND;

/// Texts that are remembered.
const KNOWN: usize = 1024;

impl Known {
    fn likeness(&mut self, texts: [&[u8]; 2]) -> u64 {
        let same = prefilter::text_hash(texts);
        self.texts.resize(KNOWN, (0, 0));
        let Some(slot) = self.texts.get_mut(same as usize % KNOWN) else { return same };
        if slot.0 != same {
            *slot = (same, prefilter::shape_hash(texts));
        }
        slot.1
    }
}

impl Sheet {
    /// Where its chunk begins.
    pub(in crate::ingest) fn start(&self) -> u64 {
        self.start
    }

    /// Where its chunk ends.
    pub(in crate::ingest) fn end(&self) -> u64 {
        self.end
    }

    /// The records of the chunk.
    pub(in crate::ingest) fn entries(&self) -> u64 {
        self.entries
    }

    /// Where its last record begins and ends, where it is short enough to lead to another.
    pub(in crate::ingest) fn last_record(&self) -> Option<(u64, u64)> {
        let start = self.last_record?;
        (lead(start, self.end) > 0).then_some((start, self.end))
    }

    /// Where the last record in it begins and ends that later ones depend on.
    pub(in crate::ingest) fn last_context(&self) -> Option<(u64, u64)> {
        let (at, len) = self.contexts.last()?;
        Some((*at, at.saturating_add(u64::from(*len))))
    }

    /// Whether a chunk of a source of `size` bytes can show this: places that lie in it, times that
    /// logs may bear.
    pub(in crate::ingest) fn is_sound(&self, size: u64) -> bool {
        let Sheet { start, end, .. } = *self;
        let within = |at: u64| start <= at && at < end;
        let stamp = |at: i64| at.unsigned_abs() <= FARTHEST_STAMP.unsigned_abs();
        let pair = |(from, to): (i64, i64)| stamp(from) && stamp(to);
        let bytes = end.saturating_sub(start);
        let cell = |cell: &Cell| {
            within(cell.start)
                && cell.number == cell.start / CELL_BYTES
                && cell.line <= bytes
                && (pair((cell.first, cell.last)) || cell.first > cell.last)
        };
        start < end
            && end <= size
            && [self.newlines, self.entries, self.torn].iter().all(|count| *count <= bytes)
            && self.cells.iter().all(cell)
            && self.cells.is_sorted_by(|a, b| a.number < b.number)
            && self.hits.iter().all(|hit| {
                within(hit.start) && u64::from(hit.len) <= bytes && hit.lead.is_none_or(within)
            })
            && self.hits.is_sorted_by_key(|hit| hit.start)
            && self.contexts.iter().all(|(at, len)| within(*at) && u64::from(*len) <= bytes)
            && self.last_record.is_none_or(within)
            && self.minutes.iter().all(|(at, entries, errors)| {
                stamp(*at) && *entries <= self.entries && *errors <= self.entries
            })
            && self.ends.is_none_or(pair)
            && self.silence.is_none_or(pair)
    }

    /// A copy of what it tells.
    pub(in crate::ingest) fn copied(&self) -> Sheet {
        Sheet {
            cells: self.cells.clone(),
            minutes: self.minutes.clone(),
            hits: self.hits.clone(),
            contexts: self.contexts.clone(),
            records: Vec::new(),
            known: Known::default(),
            ..*self
        }
    }

    /// What it tells, but for its hits.
    pub(super) fn without_hits(&mut self) -> Sheet {
        let sheet = std::mem::take(self);
        self.known = sheet.known;
        Sheet { known: Known::default(), records: Vec::new(), hits: Vec::new(), ..sheet }
    }

    fn clear(&mut self) {
        let Sheet { cells, minutes, hits, contexts, records, known, .. } = std::mem::take(self);
        *self = Sheet { cells, minutes, hits, contexts, records, known, ..Sheet::default() };
        self.cells.clear();
        self.minutes.clear();
        self.hits.clear();
        self.contexts.clear();
        self.records.clear();
    }

    pub(super) fn fill(&mut self, prefilter: &dyn Prefilter, chunk: &Chunk<'_>) {
        self.clear();
        let bytes = chunk.bytes;
        (self.start, self.end) = (chunk.start, chunk.start.saturating_add(bytes.len() as u64));
        let mut from = 0;
        while let Some((at, mark)) = prefilter.next(bytes, from) {
            self.records.push((at, mark));
            // what follows its headers may be the beginning of another record
            let body = at + (mark.body as usize).saturating_sub(1);
            match memchr::memchr(b'\n', bytes.get(body..).unwrap_or_default()) {
                Some(feed) => from = body + feed + 1,
                None => break,
            }
        }
        self.entries = self.records.len() as u64;
        self.torn = self.records.first().map_or(bytes.len(), |(at, _)| *at) as u64;
        self.last_record =
            self.records.last().map(|(at, _)| chunk.start.saturating_add(*at as u64));
        self.tally(chunk, prefilter.leads());
        self.pick(prefilter, chunk);
        let counted = self
            .cells
            .last()
            .map_or((0, 0), |cell| (cell.start.saturating_sub(chunk.start) as usize, cell.line));
        self.newlines = counted.1 + newlines(bytes, counted.0, bytes.len());
    }

    /// Cells, times and silences.
    fn tally(&mut self, chunk: &Chunk<'_>, leads: bool) {
        let (mut seen, mut lines) = (0usize, 0u64);
        let mut before: Option<u64> = None;
        for (at, mark) in &self.records {
            let start = chunk.start.saturating_add(*at as u64);
            let number = start / CELL_BYTES;
            if self.cells.last().is_none_or(|cell| cell.number != number) {
                lines += newlines(chunk.bytes, seen, *at);
                seen = *at;
                let lead = before.filter(|_| leads).map_or(0, |before| lead(before, start));
                self.cells.push(Cell {
                    number,
                    start,
                    line: lines,
                    lead,
                    first: i64::MAX,
                    last: i64::MIN,
                });
            }
            before = Some(start);
            let Some((scale, us)) = mark.at else { continue };
            self.scale = scale;
            if let Some(cell) = self.cells.last_mut() {
                cell.first = cell.first.min(us);
                cell.last = cell.last.max(us);
            }
            let minute = us.div_euclid(60 * SECOND).saturating_mul(60 * SECOND);
            match self.minutes.last_mut() {
                Some((at, entries, errors)) if *at == minute => {
                    *entries += 1;
                    *errors += u64::from(mark.error);
                }
                _ => self.minutes.push((minute, 1, u64::from(mark.error))),
            }
            self.ends = Some(match self.ends {
                None => (us, us),
                Some((first, last)) => {
                    if us.saturating_sub(last)
                        > self.silence.map_or(0, |(a, b)| b.saturating_sub(a))
                    {
                        self.silence = Some((last, us));
                    }
                    (first, us)
                }
            });
        }
    }

    /// The records that may matter.
    fn pick(&mut self, prefilter: &dyn Prefilter, chunk: &Chunk<'_>) {
        let bytes = chunk.bytes;
        let end_of = |records: &[(usize, Mark)], index: usize| {
            records.get(index + 1).map_or(bytes.len(), |(at, _)| *at)
        };
        let mut hits = std::mem::take(&mut self.hits);
        let mut known = std::mem::take(&mut self.known);
        let mut keep = |index: usize, records: &[(usize, Mark)], weight: Relevance| {
            let Some((at, mark)) = records.get(index) else { return };
            let record = bytes.get(*at..end_of(records, index)).unwrap_or_default();
            let essence = prefilter.essence(record, mark);
            hits.push(Hit {
                start: chunk.start.saturating_add(*at as u64),
                len: u32::try_from(record.len()).unwrap_or(u32::MAX),
                lead: index
                    .checked_sub(1)
                    .and_then(|before| records.get(before))
                    .map(|(at, _)| chunk.start.saturating_add(*at as u64)),
                weight,
                // of grave ones only the very same stand for each other
                likeness: if weight == Relevance::Grave {
                    prefilter::text_hash(essence)
                } else {
                    known.likeness(essence)
                },
            });
        };
        match prefilter.needles() {
            None => {
                for (index, (at, mark)) in self.records.iter().enumerate() {
                    let weight = prefilter.relevance(
                        bytes.get(*at..end_of(&self.records, index)).unwrap_or_default(),
                        mark,
                        0,
                    );
                    if weight > Relevance::None {
                        keep(index, &self.records, weight);
                    }
                }
            }
            Some(needles) => {
                let mut index = 0usize;
                let mut from = self.torn as usize;
                let mut best = Relevance::None;
                while let Some(found) = needles.start(bytes, from) {
                    while end_of(&self.records, index) <= found && index + 1 < self.records.len() {
                        if best > Relevance::None {
                            keep(index, &self.records, best);
                        }
                        best = Relevance::None;
                        index += 1;
                    }
                    let Some((at, mark)) = self.records.get(index) else { break };
                    let end = end_of(&self.records, index);
                    let hit = found.saturating_sub(*at);
                    best = best.max(prefilter.relevance(
                        bytes.get(*at..end).unwrap_or_default(),
                        mark,
                        hit,
                    ));
                    // nothing more can be learnt of a grave one
                    from = if best == Relevance::Grave { end } else { found + 1 };
                }
                if best > Relevance::None {
                    keep(index, &self.records, best);
                }
            }
        }
        self.hits = hits;
        self.known = known;
        if let Some(context) = prefilter.context() {
            let mut index = 0usize;
            for found in context.find_iter(bytes) {
                while end_of(&self.records, index) <= found.start()
                    && index + 1 < self.records.len()
                {
                    index += 1;
                }
                let Some((at, _)) = self.records.get(index) else { break };
                let start = chunk.start.saturating_add(*at as u64);
                if found.start() >= *at
                    && self.contexts.last().is_none_or(|(last, _)| *last != start)
                {
                    self.contexts.push((
                        start,
                        u32::try_from(end_of(&self.records, index) - at).unwrap_or(u32::MAX),
                    ));
                }
            }
        }
    }
}

impl Survey {
    /// Adds what a chunk shows, before which there are `lines` line feeds and the record that
    /// begins
    /// at `before`.
    pub(super) fn take(&mut self, sheet: &Sheet, lines: u64, before: Option<u64>) {
        if self.entries == 0 {
            self.torn = self.torn.saturating_add(sheet.torn);
            self.scale = sheet.scale;
        }
        self.entries = self.entries.saturating_add(sheet.entries);
        for cell in &sheet.cells {
            match self.cells.last_mut() {
                Some(last) if last.number == cell.number => {
                    last.first = last.first.min(cell.first);
                    last.last = last.last.max(cell.last);
                }
                _ => {
                    // of the first record in a chunk the one before lies in the chunk before
                    let lead = if cell.lead == 0 {
                        before.map_or(0, |before| lead(before, cell.start))
                    } else {
                        cell.lead
                    };
                    self.cells.push(Cell { line: cell.line.saturating_add(lines), lead, ..*cell });
                }
            }
        }
        for (at, entries, errors) in &sheet.minutes {
            self.activity.add(*at, *entries, *errors);
        }
        if let Some((first, last)) = sheet.ends {
            let seam = self.last.map(|before| (before, first));
            for (from, to) in seam.into_iter().chain(sheet.silence) {
                let longest = self.silence.map_or(0, |(a, b)| b.saturating_sub(a));
                if to.saturating_sub(from) > longest {
                    self.silence = Some((from, to));
                }
            }
            self.last = Some(last);
        }
    }
}

fn newlines(bytes: &[u8], from: usize, to: usize) -> u64 {
    bytes.get(from..to).map_or(0, lines::newlines)
}
