//! From paths to placed events: the way that all commands share.

use std::{io::Read, thread};

use crate::{
    error::{Error, Result},
    ingest::{
        clock::{options::ClockOptions, place::place},
        gathered::{Answers, Gathered, Tally},
        options::IngestOptions,
        parts,
        read::read_all,
        services,
    },
    source::{
        discovery::{SourceOptions, discover},
        evidence::Source,
        hash::{self, Hashing},
        rotated,
    },
};

/// What is asked for.
#[derive(Default)]
pub(crate) struct GatherOptions {
    /// Files, folders, patterns, `-`.
    pub(crate) paths: Vec<String>,
    /// Zones and years that the user states.
    pub(crate) clock: ClockOptions,
    /// Blocks and stated formats.
    pub(crate) ingest: IngestOptions,
    /// Whether files are hashed.
    pub(crate) hash: bool,
}

/// Finds, reads and places everything.
pub(crate) fn gather(wanted: &GatherOptions, stdin: Option<&mut dyn Read>) -> Result<Gathered> {
    let found = discover(&wanted.paths, &SourceOptions { hash: wanted.hash }, stdin)?;
    Ok(Gathered { skipped: found.skipped, ..gather_sources(found.sources, wanted) })
}

/// Reads and places sources that are at hand.
pub(crate) fn gather_sources(mut sources: Vec<Source>, wanted: &GatherOptions) -> Gathered {
    hash::mark_copies(&mut sources);
    sources = services::split(sources, &wanted.ingest);
    rotated::mark_rotated(&mut sources);
    // beside the threads that read, not among them: else one that waits for a piece of reading
    // would
    // take up a whole file to hash
    let threads = rayon::current_num_threads();
    let hashes = if wanted.hash {
        Hashing::start(&sources, if threads > 1 { threads } else { 0 })
    } else {
        Hashing::default()
    };
    let mut read = read_all(&sources, &wanted.ingest);
    parts::join(&sources, &mut read);
    let mut tallies: Vec<Tally> =
        read.iter_mut().zip(&sources).map(|(read, source)| Tally::of(read, source)).collect();
    let placed = place(&sources, read, &wanted.clock);
    for (tally, clock) in tallies.iter_mut().zip(&placed.clocks) {
        if let Some(survey) = &tally.survey {
            let begun = survey.begun();
            let place = |at: i64| clock.instant_of(survey.scale, at, begun);
            tally.activity = survey.activity.placed(place);
            tally.silence = survey.silence.map(|(from, to)| (place(from), place(to)));
        }
    }
    Gathered { sources, hashes, tallies, skipped: Vec::new(), placed, answers: Answers::default() }
}

/// Runs `work` on `threads` threads (all processors where `None`).
pub(crate) fn on_threads<T: Send>(
    threads: Option<usize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T> {
    let count = threads
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|error| Error::Usage(format!("cannot start {count} threads: {error}")))?;
    Ok(pool.install(work))
}
