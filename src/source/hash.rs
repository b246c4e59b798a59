//! SHA-256 of evidence as found, and copies told by it.

use std::{
    collections::HashMap,
    fs::File,
    io::Read,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{Content, Source};

/// Hex digits of `bytes`.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

pub(super) fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The hash of the first `limit` bytes of a file.
fn of_file(path: &Path, limit: u64) -> Option<String> {
    let mut file = File::open(path).ok()?.take(limit);
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; 256 * 1024];
    loop {
        let got = file.read(&mut buffer).ok()?;
        if got == 0 {
            return Some(hex(&hash.finalize()));
        }
        hash.update(buffer.get(..got)?);
    }
}

fn content_hash(source: &Source) -> Option<String> {
    match &source.content {
        Content::File(path) => of_file(path, source.content_len),
        Content::Memory(bytes) => Some(of_bytes(bytes)),
    }
}

/// Marks sources whose content is that of an earlier one. Only content of equal length is
/// compared, so most files are not read for it.
pub fn mark_copies(sources: &mut [Source]) {
    let mut by_len: HashMap<u64, u32> = HashMap::new();
    for source in sources.iter() {
        *by_len.entry(source.content_len).or_default() += 1;
    }
    let hashes: Vec<Option<String>> = sources
        .par_iter()
        .map(|source| {
            let twins = by_len.get(&source.content_len).copied().unwrap_or(0) > 1;
            (twins && source.content_len > 0).then(|| content_hash(source)).flatten()
        })
        .collect();
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut copies = Vec::new();
    for (index, hash) in hashes.into_iter().enumerate() {
        let Some(hash) = hash else { continue };
        if let Some(source) = sources.get_mut(index)
            && source.sha256.is_none()
            && source.file().is_some()
            && source.bytes == source.content_len
        {
            source.sha256 = Some(hash.clone());
        }
        match first.get(&hash) {
            Some(original) => copies.push((index, *original)),
            None => {
                first.insert(hash, index);
            }
        }
    }
    for (copy, original) in copies {
        let Some((id, path)) = sources.get(original).map(|source| (source.id, source.path.clone())) else { continue };
        if let Some(source) = sources.get_mut(copy) {
            source.same_as = Some(id);
            source.notes.push(format!("same bytes as {path}; counted once"));
        }
    }
}

/// Hashes of the files that have none yet, in the order of `sources`. Takes `threads` threads of its
/// own, the caller's among them, so that it can run beside reading without getting in its way: large
/// files first, one on each thread.
pub fn hash_rest(sources: &[Source], threads: usize) -> Vec<Option<String>> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|index| sources.get(*index).map(|source| std::cmp::Reverse(source.bytes)));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((*index, sources.get(*index).and_then(found_hash)));
        }
        done
    };
    let mut out = vec![None; sources.len()];
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(sources.len())).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.append(&mut other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        for (index, hash) in done {
            if let Some(slot) = out.get_mut(index) {
                *slot = hash;
            }
        }
    });
    out
}

/// The hash of a file as found.
fn found_hash(source: &Source) -> Option<String> {
    match (&source.sha256, &source.found, &source.content) {
        (Some(hash), _, _) => Some(hash.clone()),
        (None, Some(path), _) => of_file(path, source.bytes),
        (None, None, Content::Memory(bytes)) if bytes.len() as u64 == source.bytes => Some(of_bytes(bytes)),
        (None, None, _) => None,
    }
}
