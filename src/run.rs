//! From paths to placed events: the way that all commands share.

use std::{io::Read, thread};

use globset::{Glob, GlobMatcher};

use crate::{
    clock::{self, ClockOptions, Placed, zone::Zone},
    error::{Error, Result},
    format::{self, Format},
    ingest::{self, IngestOptions},
    source::{self, Skipped, Source, SourceOptions},
};

pub use crate::nearest::nearest;

/// What is asked for.
pub struct Wanted {
    /// Files, folders, patterns, `-`.
    pub paths: Vec<String>,
    /// Zones and years that the user states.
    pub clock: ClockOptions,
    /// Blocks and stated formats.
    pub ingest: IngestOptions,
    /// Whether files are hashed.
    pub hash: bool,
}

/// What of one source was read, apart from its events.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The format that read it.
    pub format: Option<&'static str>,
    /// Entries.
    pub entries: u64,
    /// Bytes that were not understood, torn or cut off.
    pub unparsed_bytes: u64,
    /// Bytes that are no event, and why.
    pub gaps: Vec<(crate::evidence::Span, crate::event::GapReason)>,
    /// What happened on the way.
    pub notes: Vec<String>,
}

/// All that was read.
pub struct Gathered {
    /// In path order.
    pub sources: Vec<Source>,
    /// One for each source.
    pub tallies: Vec<Tally>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
    /// Events and clocks.
    pub placed: Placed,
}

impl Gathered {
    /// Whether any source was of a known format.
    pub fn usable(&self) -> bool {
        self.tallies.iter().any(|tally| tally.format.is_some())
    }

    /// What was there instead, in one line a thing; for a run that found nothing.
    pub fn nothing_usable(&self) -> String {
        let mut lines: Vec<String> = self.skipped.iter().map(|skipped| format!("{}: {}", skipped.path, skipped.reason)).collect();
        for (source, tally) in self.sources.iter().zip(&self.tallies) {
            lines.push(format!("{}: {}", source.path, tally.notes.first().map_or("no format fits", String::as_str)));
        }
        let more = lines.len().saturating_sub(10);
        lines.truncate(10);
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        if lines.is_empty() { "the folder is empty".to_owned() } else { lines.join("\n  ") }
    }
}

/// Finds, reads and places everything.
pub fn gather(wanted: &Wanted, stdin: Option<&mut dyn Read>) -> Result<Gathered> {
    let found = source::discover(&wanted.paths, &SourceOptions { hash: wanted.hash }, stdin)?;
    let mut sources = found.sources;
    source::mark_copies(&mut sources);
    let (read, hashes) =
        rayon::join(|| ingest::read_all(&sources, &wanted.ingest), || if wanted.hash { source::hash_rest(&sources) } else { vec![None; sources.len()] });
    for (source, hash) in sources.iter_mut().zip(hashes) {
        source.sha256 = hash;
    }
    let tallies = read
        .iter()
        .zip(&sources)
        .map(|(read, source)| Tally {
            format: read.format,
            entries: read.entries,
            unparsed_bytes: read.unparsed_bytes,
            gaps: read.gaps.clone(),
            notes: source.notes.iter().chain(&read.notes).cloned().collect(),
        })
        .collect();
    let placed = clock::place(&sources, read, &wanted.clock);
    Ok(Gathered { sources, tallies, skipped: found.skipped, placed })
}

/// Runs `work` on `threads` threads (all processors where `None`).
pub fn on_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let count = threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().map_err(|error| Error::Usage(format!("cannot start {count} threads: {error}")))?;
    Ok(pool.install(work))
}

/// A pattern for source names: with `/` it holds for the whole name, without for its last part.
pub fn name_glob(text: &str) -> Result<GlobMatcher> {
    Glob::new(text).map(|glob| glob.compile_matcher()).map_err(|error| Error::Usage(format!("{text}: not a valid pattern: {error}")))
}

/// `--tz ZONE` and `--tz GLOB=ZONE`.
pub fn clock_options(zones: &[String], year: Option<i32>) -> Result<ClockOptions> {
    let mut options = ClockOptions { year, ..ClockOptions::default() };
    for text in zones {
        let (glob, name) = match text.rsplit_once('=') {
            Some((glob, name)) => (Some(glob), name),
            None => (None, text.as_str()),
        };
        let zone = Zone::parse(name).ok_or_else(|| Error::Usage(unknown_zone(name)))?;
        match glob {
            Some(glob) => options.stated.push((name_glob(glob)?, zone)),
            None => options.rest = Some(zone),
        }
    }
    Ok(options)
}

fn unknown_zone(name: &str) -> String {
    let near = nearest(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
    match near {
        Some(near) => format!("--tz: no zone named `{name}`; did you mean `{near}`?"),
        None => format!("--tz: no zone named `{name}`; give an IANA name such as Europe/Berlin, or an offset such as +02:00"),
    }
}

/// `GLOB=ID` of `--format`.
pub fn format_override(text: &str) -> Result<(GlobMatcher, &'static dyn Format)> {
    let (glob, id) = text.rsplit_once('=').ok_or_else(|| Error::Usage(format!("--format {text}: expected GLOB=ID")))?;
    let format = format::by_id(id).ok_or_else(|| {
        let near = nearest(id, format::FORMATS.iter().map(|format| format.id()));
        Error::Usage(match near {
            Some(near) => format!("--format: no format named `{id}`; did you mean `{near}`?"),
            None => format!("--format: no format named `{id}`; `backtrail formats` lists them"),
        })
    })?;
    Ok((name_glob(glob)?, format))
}

/// `--since`, `--until`: RFC 3339, or `YYYY-MM-DD[ HH:MM[:SS]]` in `zone`.
pub fn instant(text: &str, zone: Zone) -> Result<i64> {
    let text = text.trim();
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(at.timestamp_micros());
    }
    for form in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(local) = chrono::NaiveDateTime::parse_from_str(text, form) {
            return Ok(zone.readings(local).0);
        }
    }
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .map(|local| zone.readings(local).0)
        .ok_or_else(|| Error::Usage(format!("`{text}` is no time; write 2025-10-27T06:28:23+01:00 or `2025-10-27 06:28`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_zone_is_answered_with_the_right_one() {
        let Err(error) = clock_options(&["Europe/Berln".to_owned()], None) else { panic!() };
        assert!(error.to_string().contains("Europe/Berlin"));
    }

    #[test]
    fn a_zone_may_be_stated_for_some_files() {
        let options = clock_options(&["*.log=+02:00".to_owned(), "UTC".to_owned()], None).unwrap();
        assert_eq!(options.stated.len(), 1);
        assert_eq!(options.rest, Some(Zone::UTC));
    }

    #[test]
    fn times_are_read_with_and_without_an_offset() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(instant("2025-10-27 06:28", berlin).unwrap(), instant("2025-10-27T06:28:00+01:00", Zone::UTC).unwrap());
        assert!(instant("yesterday", berlin).is_err());
    }
}
