//! Records that end inside a quote are tried together with those that follow.

use std::{collections::VecDeque, io};

use crate::{
    ingest::records::{Reading, Record, Said},
    source::{handle::Handle, note::Note},
};

/// More records than this are not one statement that was taken apart.
const RECORDS: usize = 64;
/// Nor is more text than this.
const BYTES: u64 = 4 << 20;
/// Trying costs reading again; past this many times the source's size it is given up, so that a
/// file made of open quotes takes no longer than a few readings.
const EFFORT: u64 = 8;
/// Effort that is always granted.
const EFFORT_BYTES: u64 = 64 << 20;

/// What may still be read again of a source.
pub(super) struct Effort {
    left: u64,
    gave_up: bool,
}

impl Effort {
    /// For a source of `size` bytes.
    pub(super) fn of(size: u64) -> Effort {
        Effort { left: size.saturating_mul(EFFORT).saturating_add(EFFORT_BYTES), gave_up: false }
    }
}

/// Joins what belongs together, in order. Where `records` are not the `last` of the source, also
/// gives those from the first on for which what follows will tell, as they are: they are tried
/// again
/// with it.
pub(super) fn rejoin(
    handle: &Handle<'_>,
    reading: Reading<'_>,
    records: Vec<Record>,
    effort: &mut Effort,
    last: bool,
    notes: &mut Vec<Note>,
) -> io::Result<(Vec<Record>, Vec<Record>)> {
    if !records.iter().any(|record| record.open) {
        return Ok((records, Vec::new()));
    }
    let mut out = Vec::with_capacity(records.len());
    let mut rest = records.into_iter();
    let mut ends: Vec<u64> = Vec::new();
    let mut queue: VecDeque<Record> = VecDeque::new();
    loop {
        let Some(record) = queue.pop_front().or_else(|| rest.next()) else { break };
        if !record.open || effort.gave_up {
            out.push(record);
            continue;
        }
        let more = |queue: &VecDeque<Record>| {
            queue.len() < RECORDS
                && queue.back().map_or(record.end, |last| last.end).saturating_sub(record.start)
                    <= BYTES
        };
        while more(&queue)
            && let Some(next) = rest.next()
        {
            match &next.said {
                // each of them may be the last that belongs to it
                Said::Counted(_) => {
                    let text = handle.text(next.start, next.end)?;
                    let apart = Reading { apart: true, ..reading };
                    queue.extend(apart.records(&text, next.start, next.line));
                }
                _ => queue.push_back(next),
            }
        }
        let waits = !last && more(&queue);
        ends.clear();
        ends.extend(queue.iter().map(|next| next.end).filter(|end| end - record.start <= BYTES));
        let Some(end) = ends.last() else {
            if waits {
                queue.push_front(record);
                return Ok((out, queue.into()));
            }
            out.push(record);
            continue;
        };
        let text = handle.text(record.start, *end)?;
        let mut joined = None;
        for (index, end) in ends.iter().enumerate() {
            let union = text.get(..(end - record.start) as usize).unwrap_or(&text);
            effort.left = effort.left.saturating_sub(union.len() as u64);
            if effort.left == 0 {
                effort.gave_up = true;
                notes.push(Note::QuotesKeptApart);
                break;
            }
            let bare = union.strip_suffix(b"\n").unwrap_or(union);
            if !reading.reader.is_open(bare.strip_suffix(b"\r").unwrap_or(bare)) {
                joined = Some((index + 1, reading.record(union, record.start, record.line)));
                break;
            }
        }
        match joined {
            Some((taken, whole)) => {
                queue.drain(..taken.min(queue.len()));
                out.push(whole);
            }
            None if waits && !effort.gave_up => {
                queue.push_front(record);
                return Ok((out, queue.into()));
            }
            None => out.push(record),
        }
    }
    Ok((out, Vec::new()))
}
