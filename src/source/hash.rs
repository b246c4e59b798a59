//! SHA-256 of evidence as found, and copies told by it.

use std::{
    cmp::Reverse,
    collections::HashMap,
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    buffer::Buffer,
    evidence::{Content, Source},
    held::Held,
    note::Note,
};

/// Hex digits of `bytes`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

/// Bytes that are hashed at a time.
const STEP: u64 = 256 * 1024;

/// The hash of content in memory.
pub(super) fn of_held(held: &Held) -> Option<String> {
    if let Some(bytes) = held.whole() {
        return Some(hex(&Sha256::digest(bytes)));
    }
    if let Held::Parts(parts) = held
        && let Some(known) = &parts.told().sha256
    {
        return Some(known.clone());
    }
    let mut reader = held.reader();
    hash(held.len(), |buffer, _, more| buffer.read_from(&mut reader, more))
}

/// The hash of the first `limit` bytes of a file.
fn of_file(path: &Path, limit: u64) -> Option<String> {
    let file = File::open(path).ok()?;
    hash(limit, |buffer, at, more| buffer.read_at(&file, at, more))
}

/// The hash of up to `len` bytes; `read` reads so many from a place on.
fn hash(
    len: u64,
    mut read: impl FnMut(&mut Buffer, u64, usize) -> io::Result<usize>,
) -> Option<String> {
    let mut hash = Sha256::new();
    let mut buffer = Buffer::default();
    let mut at = 0u64;
    loop {
        buffer.begin(at);
        let more = STEP.min(len.saturating_sub(at)) as usize;
        if more == 0 || read(&mut buffer, at, more).ok()? == 0 {
            return Some(hex(&hash.finalize()));
        }
        hash.update(&*buffer);
        at = at.saturating_add(buffer.len() as u64);
    }
}

/// The hash of what a source holds, unpacked.
pub(crate) fn content_hash(source: &Source) -> Option<String> {
    match &source.content {
        Content::File(path) => of_file(path, source.content_len),
        Content::Held(held) => of_held(held),
    }
}

/// Marks sources whose content is that of an earlier one. Only content of equal length is
/// compared, so most files are not read for it.
pub(crate) fn mark_copies(sources: &mut [Source]) {
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
        let Some((id, path)) = sources.get(original).map(|source| (source.id, source.path.clone()))
        else {
            continue;
        };
        if let Some(source) = sources.get_mut(copy) {
            source.same_as = Some(id);
            source.notes.push(Note::SameAs(path));
        }
    }
}

/// What is to be hashed of a source.
enum Job {
    /// It is known, or cannot be told.
    Known(Option<String>),
    /// The first bytes of a file, as many as it had when it was found.
    File(PathBuf, u64),
    Held(Held),
}

impl Job {
    /// Of the file as found.
    fn of(source: &Source) -> Job {
        match (&source.sha256, &source.found, &source.content) {
            (Some(hash), _, _) => Job::Known(Some(hash.clone())),
            (None, Some(path), _) => Job::File(path.clone(), source.bytes),
            (None, None, Content::Held(held)) if held.len() == source.bytes => {
                Job::Held(held.clone())
            }
            (None, None, _) => Job::Known(None),
        }
    }

    fn hash(&self) -> Option<String> {
        match self {
            Job::Known(hash) => hash.clone(),
            Job::File(path, bytes) => of_file(path, *bytes),
            Job::Held(held) => of_held(held),
        }
    }
}

/// The hash of a source as found.
pub(crate) fn of_found(source: &Source) -> Option<String> {
    Job::of(source).hash()
}

/// Sources and their hashes, in no order.
type Hashes = Vec<(usize, Option<String>)>;

/// Who takes up which source next.
#[derive(Default)]
struct Jobs {
    /// With the places of their sources: large ones first, so that threads end at about the same
    /// time.
    jobs: Vec<(usize, Job)>,
    next: AtomicUsize,
}

impl Jobs {
    /// Hashes what nobody else has taken up, until nothing is left.
    fn work(&self) -> Hashes {
        std::iter::from_fn(|| self.jobs.get(self.next.fetch_add(1, Ordering::Relaxed)))
            .map(|(index, job)| (*index, job.hash()))
            .collect()
    }
}

/// SHA-256 of sources as found, made on threads of its own: reading and judging the evidence goes
/// on
/// meanwhile, and who asks for a hash waits for all. By default of no source.
#[derive(Default)]
pub(crate) struct Hashing {
    jobs: Arc<Jobs>,
    threads: Mutex<Vec<JoinHandle<Hashes>>>,
    done: OnceLock<Vec<Option<String>>>,
}

impl Hashing {
    /// Begins to hash the sources that have no hash yet, on this many threads; where they are none,
    /// or
    /// cannot be had, whoever asks first hashes.
    pub(crate) fn start(sources: &[Source], threads: usize) -> Hashing {
        let mut order: Vec<(usize, &Source)> = sources.iter().enumerate().collect();
        order.sort_by_key(|(_, source)| Reverse(source.bytes));
        let jobs = Arc::new(Jobs {
            jobs: order.into_iter().map(|(index, source)| (index, Job::of(source))).collect(),
            next: AtomicUsize::new(0),
        });
        let begin = |_| {
            let jobs = Arc::clone(&jobs);
            thread::Builder::new().spawn(move || jobs.work()).ok()
        };
        let threads = (0..threads.min(sources.len())).filter_map(begin).collect();
        Hashing { jobs, threads: Mutex::new(threads), done: OnceLock::new() }
    }

    /// The hash of the source at this place in hex; `None` where it cannot be read.
    pub(crate) fn of(&self, index: usize) -> Option<&str> {
        self.all().get(index)?.as_deref()
    }

    fn all(&self) -> &[Option<String>] {
        self.done.get_or_init(|| {
            let mut hashes = self.jobs.work();
            let threads =
                std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
            for thread in threads {
                hashes.append(
                    &mut thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                );
            }
            hashes.sort_unstable();
            hashes.into_iter().map(|(_, hash)| hash).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_has_its_own_hash_whatever_the_threads() {
        let sources: Vec<Source> = (0..9u8)
            .map(|n| Source::from_bytes(&n.to_string(), vec![n; usize::from(n) % 4 * 1000]))
            .collect();
        for threads in [0, 1, 2, 20] {
            let hashing = Hashing::start(&sources, threads);
            for n in (0..9u8).rev() {
                assert_eq!(
                    hashing.of(usize::from(n)),
                    Some(hex(&Sha256::digest(vec![n; usize::from(n) % 4 * 1000])).as_str())
                );
            }
            assert_eq!(hashing.of(9), None);
        }
        assert_eq!(Hashing::default().of(0), None);
    }
}
