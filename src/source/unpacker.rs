//! Cells of packed content, unpacked one by one where they are read.

use std::{
    cell::RefCell,
    io,
    sync::atomic::{AtomicU64, Ordering},
};

/// A number that no other content of this process has.
pub(super) fn content_id() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// What a thread unpacks with, and the cell that it unpacked last: who reads on reads it again.
#[derive(Default)]
pub(super) struct Unpacker {
    decoder: Option<zstd::bulk::Decompressor<'static>>,
    id: u64,
    number: usize,
    last: Vec<u8>,
}

thread_local! {
    static UNPACKER: RefCell<Unpacker> = RefCell::default();
}

impl Unpacker {
    /// That of this thread.
    pub(super) fn with<T>(work: impl FnOnce(&mut Unpacker) -> T) -> T {
        UNPACKER.with_borrow_mut(work)
    }

    /// A cell, unpacked, of `most` bytes at most; `id` says of which content, `number` which.
    pub(super) fn cell(
        &mut self,
        (id, number): (u64, usize),
        packed: Option<&[u8]>,
        most: usize,
    ) -> io::Result<&[u8]> {
        if (self.id, self.number) != (id, number) {
            self.id = 0;
            let mut cell = std::mem::take(&mut self.last);
            cell.resize(most, 0);
            let got = self.unpack(packed, &mut cell)?;
            cell.truncate(got);
            self.last = cell;
            (self.id, self.number) = (id, number);
        }
        Ok(&self.last)
    }

    /// Unpacks a whole cell into `into`.
    pub(super) fn unpack(&mut self, cell: Option<&[u8]>, into: &mut [u8]) -> io::Result<usize> {
        let cell = cell.ok_or(io::ErrorKind::UnexpectedEof)?;
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            none => none.insert(zstd::bulk::Decompressor::new()?),
        };
        match decoder.decompress_to_buffer(cell, into)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            got => Ok(got),
        }
    }
}
