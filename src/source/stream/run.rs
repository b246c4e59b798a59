//! Blocks of content, read and worked on by several threads, their results in order.

use std::{
    io::{self, Read},
    ops::ControlFlow,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use super::{
    block,
    chunk::{BLOCK_BYTES, Chunk, RECORD_BYTES, Starts, Supplied},
    feed,
    order::{Done, run_in_order},
};
use crate::source::{buffer::Buffer, handle::Handle};

/// How content is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamOptions<'a> {
    /// Bytes of one block; records that begin in it are one chunk.
    pub(crate) block: u64,
    /// The most bytes of a record that the work is shown.
    pub(crate) record: u64,
    /// Threads, the caller's among them.
    pub(crate) threads: usize,
    /// First byte that is read. It is taken for the beginning of a record.
    pub(crate) from: u64,
    /// One past the last byte that is read.
    pub(crate) to: u64,
    /// Records that begin in front of this byte are passed over, wherever they end.
    pub(crate) first: u64,
    /// Records that begin here or behind are left out; the last one before is read to its end.
    pub(crate) last: u64,
    /// Grows by the bytes that were worked on.
    pub(crate) progress: Option<&'a AtomicU64>,
    /// Ends the run early once it is set.
    pub(crate) stop: Option<&'a AtomicBool>,
}

impl Default for StreamOptions<'_> {
    fn default() -> Self {
        StreamOptions {
            block: BLOCK_BYTES,
            record: RECORD_BYTES,
            threads: available_threads(),
            from: 0,
            to: u64::MAX,
            first: 0,
            last: u64::MAX,
            progress: None,
            stop: None,
        }
    }
}

/// As many threads as there are processors for this process.
pub(crate) fn available_threads() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Bytes that all runs of this process were given so far: for those who show how far it has come.
pub(crate) fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

static READ: AtomicU64 = AtomicU64::new(0);

/// Content, by the way it can be read.
pub(crate) enum Content<'a> {
    /// At any offset, by several threads at once: files and memory. Offsets are those that formats
    /// see. Where the file was cut short meanwhile, it ends there.
    At(&'a Handle<'a>),
    /// From front to back only: what is unpacked on the way, and pipes. One thread unpacks while
    /// others work.
    Stream(&'a mut (dyn Read + Send)),
}

/// Reads `content` and calls `work` on its chunks, on several threads, and `sink` with what each
/// call of `work` left behind, one after the other in the order of the content. What `sink` is done
/// with comes back to `work` to be filled anew, so `work` empties it first. `sink` may end the
/// run. Chunks are whole records; `starts` says which lines begin one.
///
/// # Errors
/// Where the content cannot be read; what stood before that place was handed to `sink`.
pub(crate) fn run<O: Default + Send>(
    content: Content<'_>,
    starts: Starts<'_>,
    options: &StreamOptions<'_>,
    work: impl Fn(&Chunk<'_>, &mut O) + Sync,
    sink: impl FnMut(&mut O) -> ControlFlow<()> + Send,
) -> io::Result<()> {
    // a block that could hold a whole record of the greatest length would make cutting depend on it
    let block = options.block.clamp(16, (options.record / 2).max(16));
    let (supply, blocks) = match content {
        Content::At(handle) => {
            let to = options.to.min(handle.size());
            let first = options.first.max(options.from);
            let last = options.last.min(to);
            let blocks = last.saturating_sub(first).div_ceil(block);
            (
                Supply::At {
                    handle,
                    starts,
                    block,
                    record: options.record,
                    from: options.from,
                    to,
                    first,
                    last,
                    next: AtomicU64::new(0),
                },
                blocks,
            )
        }
        Content::Stream(reader) => {
            (Supply::Stream(feed::Feed::new(reader, starts, block, options.record)), u64::MAX)
        }
    };
    let threads = usize::try_from(blocks).unwrap_or(usize::MAX).clamp(1, options.threads.max(1));
    let step = |buffer: &mut Buffer, mut output: O| {
        if options.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return None;
        }
        let (number, filled) = supply.next(buffer)?;
        let done = match filled {
            Err(error) => Done::Failed(error),
            Ok(None) => Done::Empty(output),
            Ok(Some(filled)) => {
                let bytes = buffer.get(filled.range.clone()).unwrap_or_default();
                work(&Chunk { start: filled.start, bytes, cut: filled.cut }, &mut output);
                READ.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                if let Some(progress) = options.progress {
                    progress.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                }
                Done::Output(output)
            }
        };
        Some((number, done))
    };
    run_in_order(threads, step, sink)
}

/// Where chunks come from.
enum Supply<'a> {
    At {
        handle: &'a Handle<'a>,
        starts: Starts<'a>,
        block: u64,
        record: u64,
        from: u64,
        to: u64,
        first: u64,
        last: u64,
        next: AtomicU64,
    },
    Stream(feed::Feed<'a>),
}

impl Supply<'_> {
    fn next(&self, buffer: &mut Buffer) -> Option<Supplied> {
        match self {
            Supply::At { handle, starts, block, record, from, to, first, last, next } => {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let start = first.saturating_add(number.checked_mul(*block)?);
                if start >= *last {
                    return None;
                }
                let end = start.saturating_add(*block).min(*last);
                let place = block::Place { begin: *from, start, end, to: *to, record: *record };
                Some((number, block::fill(handle, *starts, &place, buffer)))
            }
            Supply::Stream(feed) => feed.next(buffer),
        }
    }
}
