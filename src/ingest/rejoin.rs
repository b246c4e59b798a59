//! Records that end inside a quote are tried together with those that follow.

use std::io;

use super::blocks::{Record, read_record};
use crate::{format::RecordReader, source::Handle};

/// More records than this are not one statement that was taken apart.
const RECORDS: usize = 64;
/// Nor is more text than this.
const BYTES: u64 = 4 << 20;
/// Trying costs reading again; past this many times the source's size it is given up, so that a
/// file made of open quotes takes no longer than a few readings.
const EFFORT: u64 = 8;
/// Effort that is always granted.
const EFFORT_BYTES: u64 = 64 << 20;

/// Joins what belongs together, in order.
pub(super) fn rejoin(handle: &Handle<'_>, reader: &dyn RecordReader, records: Vec<Record>, size: u64, notes: &mut Vec<String>) -> io::Result<Vec<Record>> {
    if !records.iter().any(|record| record.open) {
        return Ok(records);
    }
    let mut left = size.saturating_mul(EFFORT).saturating_add(EFFORT_BYTES);
    let mut gave_up = false;
    let mut out = Vec::with_capacity(records.len());
    let mut rest = records.into_iter();
    let mut ends: Vec<u64> = Vec::new();
    let mut queue: std::collections::VecDeque<Record> = std::collections::VecDeque::new();
    loop {
        let Some(record) = queue.pop_front().or_else(|| rest.next()) else { break };
        if !record.open || gave_up {
            out.push(record);
            continue;
        }
        while queue.len() < RECORDS
            && queue.back().map_or(record.end, |last| last.end).saturating_sub(record.start) <= BYTES
            && let Some(next) = rest.next()
        {
            queue.push_back(next);
        }
        ends.clear();
        ends.extend(queue.iter().map(|next| next.end).filter(|end| end - record.start <= BYTES));
        let Some(last) = ends.last() else {
            out.push(record);
            continue;
        };
        let text = handle.text(record.start, *last)?;
        let mut joined = None;
        for (index, end) in ends.iter().enumerate() {
            let union = text.get(..(end - record.start) as usize).unwrap_or(&text);
            left = left.saturating_sub(union.len() as u64);
            if left == 0 {
                gave_up = true;
                notes.push("too many entries end inside a quote; from some point on they were kept apart".to_owned());
                break;
            }
            let bare = union.strip_suffix(b"\n").unwrap_or(union);
            if !reader.is_open(bare.strip_suffix(b"\r").unwrap_or(bare)) {
                joined = Some((index + 1, read_record(reader, union, record.start, record.line)));
                break;
            }
        }
        match joined {
            Some((taken, whole)) => {
                queue.drain(..taken.min(queue.len()));
                out.push(whole);
            }
            None => out.push(record),
        }
    }
    Ok(out)
}
