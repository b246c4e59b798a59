//! Documents that need not be in memory in one: read piece by piece, each into drafts before the next.

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
    let mut buffer = vec![0u8; block.clamp(16, PIECE_BYTES).min(end) as usize];
    // where the buffer's text stands, how much there is of it, and line feeds before it
    let (mut at, mut held, mut feeds) = (0u64, 0usize, 0u64);
    let mut out = Parsed::default();
    loop {
        let room = buffer.len().min(end.saturating_sub(at) as usize);
        let got = handle.text_into(
            at.saturating_add(held as u64),
            buffer.get_mut(held..room).unwrap_or_default(),
        )?;
        held += got;
        let last = at.saturating_add(held as u64) >= end || (got == 0 && held < room);
        let text = buffer.get(..held).unwrap_or_default();
        let taken = reader.read(text, at as usize, last, &mut out).min(held);
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
        buffer.copy_within(taken..held, 0);
        held -= taken;
        // a row that takes more than half of it would be read again and again
        if held * 2 > buffer.len() {
            buffer.resize(buffer.len() * 2, 0);
        }
    }
    if source.size() > DOCUMENT_BYTES {
        let rest = at as usize..source.size() as usize;
        read.gaps.push((span(source, &rest, feeds.saturating_add(1)), GapReason::Truncated));
        read.notes.push(Note::LeftOut(Limit::Document(DOCUMENT_BYTES)));
    }
    Ok(())
}
