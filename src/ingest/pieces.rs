//! Documents that need not be in memory in one: read piece by piece, each into drafts before the
//! next.

use std::io;

use crate::ingest::{
    sited::{Lines, Sited, span, starts},
    source_read::SourceRead,
};
use crate::{
    event::{self, draft::GapReason},
    format::{
        contract::{DOCUMENT_BYTES, Parsed, PieceReader},
        grammar::lines::newlines,
    },
    source::{
        buffer::Buffer,
        evidence::Source,
        handle::Handle,
        note::{Limit, Note},
    },
};

/// Bytes of a piece: rows are far shorter, and more is no faster.
const PIECE_BYTES: u64 = 128 * 1024;

/// Reads a source into `read`, in pieces of at most `block` bytes where its rows are shorter.
pub(super) fn read(
    source: &Source,
    handle: &Handle<'_>,
    reader: &mut dyn PieceReader,
    block: u64,
    read: &mut SourceRead,
) -> io::Result<()> {
    let end = source.size().min(DOCUMENT_BYTES);
    // so much of it is in the buffer at a time
    let mut size = block.clamp(16, PIECE_BYTES) as usize;
    let mut buffer = Buffer::default();
    // where the buffer's text stands, and line feeds before it
    let (mut at, mut feeds) = (0u64, 0u64);
    let mut out = Parsed::default();
    loop {
        let held = buffer.len() as u64;
        let more = (size as u64).min(end.saturating_sub(at)).saturating_sub(held);
        let got = handle.append(at.saturating_add(held), more as usize, &mut buffer)?;
        let last = at.saturating_add(buffer.len() as u64) >= end || (got == 0 && more > 0);
        let text: &[u8] = &buffer;
        let taken = reader.read(text, at as usize, last, &mut out).min(text.len());
        event::table::share(out.drafts.iter_mut().filter_map(|draft| draft.kind.table_mut()));
        let lines = Lines::of(text, at as usize, feeds, starts(&out));
        read.gaps.extend(
            out.gaps
                .drain(..)
                .map(|gap| (span(source, &gap.at, lines.line(gap.at.start as u64)), gap.reason)),
        );
        read.drafts.extend(out.drafts.drain(..).map(|draft| Sited::among(source, &lines, draft)));
        feeds = feeds.saturating_add(newlines(text.get(..taken).unwrap_or_default()));
        at = at.saturating_add(taken as u64);
        if last {
            break;
        }
        buffer.skip(taken);
        // a row that takes more than half of it would be read again and again
        if buffer.len() * 2 > size {
            size *= 2;
        }
    }
    if source.size() > DOCUMENT_BYTES {
        let rest = at as usize..source.size() as usize;
        read.gaps.push((span(source, &rest, feeds.saturating_add(1)), GapReason::Truncated));
        read.notes.push(Note::LeftOut(Limit::Document(DOCUMENT_BYTES)));
    }
    Ok(())
}
