//! Small files, which many a search has by the thousand: read and searched on all threads, shown
//! in order.

use std::sync::{Mutex, PoisonError};

use super::{
    known::{Formats, HEAD_BYTES, Known},
    search::{Out, Plan, Search},
};
use crate::{
    format::{self, contract::Head},
    source::{
        buffer::Buffer,
        discovery::Listed,
        evidence::Source,
        pipe::{Opened, open_file},
        stream::chunk::Chunk,
    },
};

/// What was seen of a file ahead of its turn.
pub(super) enum Seen {
    /// It has to be read in its turn: it is large, packed, or there was trouble.
    Later,
    /// So many bytes without a hit.
    Nothing(u64),
    /// All of it was searched.
    Searched(Box<Searched>),
}

/// A file that was searched as a whole.
pub(super) struct Searched {
    pub(super) source: Source,
    pub(super) known: Known,
    pub(super) out: Out,
}

/// Looks at files ahead of their turn.
pub(super) struct Scout<'a> {
    pub(super) plan: &'a Plan,
    pub(super) formats: &'a Formats,
    /// Larger files are left to their turn.
    pub(super) most: u64,
    /// Buffers and outputs that were used and may be again.
    pub(super) spare: Mutex<Vec<(Buffer, Out)>>,
}

impl Scout<'_> {
    /// Takes back what a search was shown from.
    pub(super) fn give_back(&self, out: Out) {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push((Buffer::default(), out));
    }

    /// Looks at one file.
    pub(super) fn look(&self, file: &Listed) -> Seen {
        let (mut buffer, out) =
            self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let (seen, out) = self.read(file, &mut buffer, out);
        if let Some(out) = out {
            self.spare.lock().unwrap_or_else(PoisonError::into_inner).push((buffer, out));
        }
        seen
    }

    /// The same, with `out` where it was not used.
    fn read(&self, file: &Listed, buffer: &mut Buffer, mut out: Out) -> (Seen, Option<Out>) {
        let small = file
            .file
            .metadata()
            .is_ok_and(|meta| meta.is_file() && (1..=self.most).contains(&meta.len()));
        let source =
            if small { open_file(&file.file, &file.path, HEAD_BYTES, None).ok() } else { None };
        let Some(Opened::Plain(source)) = source else { return (Seen::Later, Some(out)) };
        let size = source.size();
        buffer.begin(0);
        let read = source.open().and_then(|handle| handle.append(0, size as usize, buffer));
        let whole = read.is_ok_and(|got| got as u64 == size);
        if !whole || size == 0 || size > self.most {
            return (Seen::Later, Some(out));
        }
        if !self.plan.may_be_in(buffer) {
            return (Seen::Nothing(size), Some(out));
        }
        let head = |most: usize| {
            let bytes = buffer.get(..most).unwrap_or(buffer);
            Head { name: &source.path, bytes, whole: bytes.len() == buffer.len() }
        };
        let known = Known::of(self.formats, &head(HEAD_BYTES), false)
            .or_else(|| Known::of(self.formats, &head(format::contract::HEAD_BYTES), true));
        let Some(known) = known else { return (Seen::Later, Some(out)) };
        Search { plan: self.plan, entries: &known.entries, timing: &known.timing }
            .work(&Chunk { start: 0, bytes: buffer, cut: false }, &mut out);
        (Seen::Searched(Box::new(Searched { source: *source, known, out })), None)
    }
}
