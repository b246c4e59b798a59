//! From paths to placed events: the way that all commands share.

mod stream;

use std::{collections::HashMap, io::Read, thread};

use globset::{Glob, GlobMatcher};

pub use stream::Events;

use crate::{
    error::{Error, Result},
    event::{kind::EventKind, place::Span, placed::Event},
    format::{self, contract::Format},
    ingest::{
        self, Activity, IngestOptions, Range, Sited, SourceRead, Survey,
        clock::{self, ClockOptions, Placed},
    },
    source::{
        self,
        discovery::{Skipped, SourceOptions},
        evidence::Source,
        hash::Hashing,
        note::Note,
    },
    time::{named::NamedZone, zone::Zone},
};

pub use crate::text::nearest::nearest;

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
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The format that read it.
    pub format: Option<&'static str>,
    /// Entries.
    pub entries: u64,
    /// Bytes that were not understood, torn or cut off.
    pub unparsed_bytes: u64,
    /// Bytes that are no event, and why.
    pub gaps: Vec<(crate::event::place::Span, crate::event::draft::GapReason)>,
    /// What happened on the way.
    pub notes: Vec<Note>,
    /// Entries and errors over time, in microseconds since 1970, where the source was only looked
    /// over; else its events tell.
    pub activity: Activity,
    /// The longest time between two entries in a row, where the source was only looked over.
    pub silence: Option<(i64, i64)>,
    /// What looking over it gave, where it was not read in full.
    survey: Option<Box<Survey>>,
}

/// All that was read.
pub struct Gathered {
    /// In path order.
    pub sources: Vec<Source>,
    /// Of the sources, where wanted.
    pub hashes: Hashing,
    /// One for each source.
    pub tallies: Vec<Tally>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
    /// Events and clocks.
    pub placed: Placed,
}

impl Tally {
    /// Of a source that was read; takes its gaps.
    pub fn of(read: &mut SourceRead, source: &Source) -> Tally {
        Tally {
            format: read.format,
            entries: read.entries,
            unparsed_bytes: read.unparsed_bytes,
            gaps: std::mem::take(&mut read.gaps),
            notes: source.notes.iter().chain(&read.notes).cloned().collect(),
            activity: Activity::default(),
            silence: None,
            survey: read.survey.take(),
        }
    }

    /// Of a source of which nothing is known but its format.
    pub fn of_format(format: &'static str) -> Tally {
        Tally { format: Some(format), ..Tally::default() }
    }

    /// Whether the source was only looked over and read in full where it may matter.
    pub fn looked_over(&self) -> bool {
        self.survey.is_some()
    }
}

impl Gathered {
    /// The format that read an event; empty where none is told of.
    pub fn format_of(&self, event: &Event) -> &'static str {
        self.tallies
            .get(event.place.source.index())
            .and_then(|tally| tally.format)
            .unwrap_or_default()
    }

    /// Whether any source was only looked over.
    pub fn looked_over(&self) -> bool {
        self.tallies.iter().any(Tally::looked_over)
    }

    /// Whether any source was of a known format.
    pub fn usable(&self) -> bool {
        self.tallies.iter().any(|tally| tally.format.is_some())
    }

    /// What of the evidence was not read: its name, and why.
    pub fn losses(&self) -> impl Iterator<Item = (&str, &Note)> {
        let skipped = self.skipped.iter().map(|skipped| (skipped.path.as_str(), &skipped.reason));
        let read = self.sources.iter().zip(&self.tallies).flat_map(|(source, tally)| {
            tally.notes.iter().map(|note| (source.path.as_str(), note))
        });
        skipped.chain(read).filter(|(_, note)| note.is_loss())
    }

    /// What was there instead, in one line a thing; for a run that found nothing.
    pub fn nothing_usable(&self) -> String {
        let mut lines: Vec<String> = self
            .skipped
            .iter()
            .map(|skipped| format!("{}: {}", skipped.path, skipped.reason))
            .collect();
        for (source, tally) in self.sources.iter().zip(&self.tallies) {
            let why = tally.notes.first().map(Note::to_string);
            lines.push(format!("{}: {}", source.path, why.as_deref().unwrap_or("no format fits")));
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
    let found =
        source::discovery::discover(&wanted.paths, &SourceOptions { hash: wanted.hash }, stdin)?;
    let mut sources = found.sources;
    source::hash::mark_copies(&mut sources);
    source::rotated::mark_rotated(&mut sources);
    // beside the threads that read, not among them: else one that waits for a piece of reading would
    // take up a whole file to hash
    let threads = rayon::current_num_threads();
    let hashes = if wanted.hash {
        Hashing::start(&sources, if threads > 1 { threads } else { 0 })
    } else {
        Hashing::default()
    };
    let mut read = ingest::read_all(&sources, &wanted.ingest);
    let mut tallies: Vec<Tally> =
        read.iter_mut().zip(&sources).map(|(read, source)| Tally::of(read, source)).collect();
    let placed = clock::place(&sources, read, &wanted.clock);
    for (tally, clock) in tallies.iter_mut().zip(&placed.clocks) {
        if let Some(survey) = &tally.survey {
            let begun = survey.begun();
            let place = |at: i64| clock.instant_of(survey.scale, at, begun);
            tally.activity = survey.activity.placed(place);
            tally.silence = survey.silence.map(|(from, to)| (place(from), place(to)));
        }
    }
    Ok(Gathered { sources, hashes, tallies, skipped: found.skipped, placed })
}

/// As much of one source is read again around one moment, in cells of 64 KiB.
const CELLS_OF_A_MOMENT: usize = 24;
/// As much of all sources around all moments.
const CELLS_IN_ALL: usize = 64;

impl Gathered {
    /// Every event in order of time (those of a single source as it has them), also of sources that
    /// were only looked over: these are read on the way. `events` are those that were gathered.
    pub fn stream(&self, mut events: Vec<Event>, options: &IngestOptions) -> Events<'_> {
        let tallies = &self.tallies;
        events.retain(|event| {
            !tallies.get(event.place.source.index()).is_some_and(Tally::looked_over)
        });
        Events::new(self, events, options)
    }

    /// Reads in full what sources that were only looked over tell of `moments` (each from and to,
    /// in microseconds since 1970; the most important first), as far as memory allows.
    pub fn deepen(&mut self, moments: &[(i64, i64)]) {
        let mut left = CELLS_IN_ALL;
        let mut wanted: Vec<Vec<Range>> = vec![Vec::new(); self.tallies.len()];
        for (from, to) in moments {
            for ((tally, clock), ranges) in
                self.tallies.iter().zip(&self.placed.clocks).zip(&mut wanted)
            {
                let Some(survey) = &tally.survey else { continue };
                let (from, to) =
                    (clock.number_of(survey.scale, *from), clock.number_of(survey.scale, *to));
                for range in survey.ranges(from, to, CELLS_OF_A_MOMENT) {
                    if left > 0 && !ranges.contains(&range) {
                        ranges.push(range);
                        left -= 1;
                    }
                }
            }
        }
        let near: Vec<i64> = moments.iter().map(|(from, to)| from.midpoint(*to)).collect();
        for (index, mut ranges) in
            wanted.into_iter().enumerate().filter(|(_, ranges)| !ranges.is_empty())
        {
            let (Some(source), Some(clock)) =
                (self.sources.get(index), self.placed.clocks.get(index))
            else {
                continue;
            };
            let Some(format) =
                self.tallies.get(index).and_then(|tally| tally.format).and_then(format::by_id)
            else {
                continue;
            };
            ranges.sort_unstable();
            let mut joined: Vec<Range> = Vec::new();
            for range in ranges {
                match joined.last_mut() {
                    Some(last) if last.to == range.from => last.to = range.to,
                    _ => joined.push(range),
                }
            }
            let Ok(mut drafts) = ingest::read_again(source, format, &joined) else { continue };
            let id = source.id;
            if self
                .tallies
                .get(index)
                .and_then(|tally| tally.survey.as_ref())
                .is_some_and(|survey| survey.sifted)
            {
                lay_beside(
                    &mut drafts,
                    self.placed.events.iter().filter(|event| event.place.source == id),
                );
            } else {
                let raw: Vec<(u64, u64)> = joined
                    .iter()
                    .map(|range| (source.origin(range.from), source.origin(range.to)))
                    .collect();
                let is_there =
                    |span: Span| raw.iter().any(|(from, to)| span.end > *from && span.start < *to);
                self.placed
                    .events
                    .retain(|event| event.place.source != id || !is_there(event.place.span));
            }
            let more = clock::place_more(clock, drafts, &near);
            clock::merge(&mut self.placed.events, more);
        }
        for survey in self.tallies.iter_mut().filter_map(|tally| tally.survey.as_mut()) {
            // they say where to read again, which is done
            survey.cells = ingest::Cells::default();
        }
    }
}

/// Leaves of what was read again what is not known yet. The events that are know what the records
/// before them told, such as whose connection it is, which is handed on to those beside them.
fn lay_beside<'e>(drafts: &mut Vec<Sited>, known: impl Iterator<Item = &'e Event>) {
    let (mut spans, mut accounts) = (Vec::new(), HashMap::new());
    for event in known {
        spans.push((event.place.span.start, event.place.span.end));
        if let EventKind::Query(query) = &event.kind
            && let (Some(connection), Some(user)) = (query.connection_id, &query.user)
        {
            accounts.insert(connection, (user, &query.host));
        }
    }
    spans.sort_unstable();
    drafts.retain_mut(|sited| {
        let before = spans.partition_point(|(start, _)| *start < sited.span.end);
        let overlaps = before
            .checked_sub(1)
            .and_then(|last| spans.get(last))
            .is_some_and(|(_, end)| *end > sited.span.start);
        if let EventKind::Query(query) = &mut sited.draft.kind
            && query.user.is_none()
            && let Some((user, host)) =
                query.connection_id.and_then(|connection| accounts.get(&connection))
        {
            query.user = Some((*user).clone());
            query.host.clone_from(host);
        }
        !overlaps
    });
}

/// Runs `work` on `threads` threads (all processors where `None`).
pub fn on_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let count = threads
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(count)
        .build()
        .map_err(|error| Error::Usage(format!("cannot start {count} threads: {error}")))?;
    Ok(pool.install(work))
}

/// A pattern for source names: with `/` it holds for the whole name, without for its last part.
pub fn name_glob(text: &str) -> Result<GlobMatcher> {
    Glob::new(text)
        .map(|glob| glob.compile_matcher())
        .map_err(|error| Error::Usage(format!("{text}: not a valid pattern: {error}")))
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
    let near = nearest(name, NamedZone::names());
    match near {
        Some(near) => format!("--tz: no zone named `{name}`; did you mean `{near}`?"),
        None => format!(
            "--tz: no zone named `{name}`; give an IANA name such as Europe/Berlin, or an offset such as +02:00"
        ),
    }
}

/// `GLOB=ID` of `--format`.
pub fn format_override(text: &str) -> Result<(GlobMatcher, &'static dyn Format)> {
    let (glob, id) = text
        .rsplit_once('=')
        .ok_or_else(|| Error::Usage(format!("--format {text}: expected GLOB=ID")))?;
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
    for form in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
    {
        if let Ok(local) = chrono::NaiveDateTime::parse_from_str(text, form) {
            return Ok(zone.readings(local).0);
        }
    }
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .map(|local| zone.readings(local).0)
        .ok_or_else(|| {
            Error::Usage(format!(
                "`{text}` is no time; write 2025-10-27T06:28:23+01:00 or `2025-10-27 06:28`"
            ))
        })
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
        assert_eq!(
            instant("2025-10-27 06:28", berlin).unwrap(),
            instant("2025-10-27T06:28:00+01:00", Zone::UTC).unwrap()
        );
        assert!(instant("yesterday", berlin).is_err());
    }
}
