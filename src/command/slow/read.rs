//! Logs on their way into the digest: large ones block by block, never held as a whole.

use std::io::{self, Read};

use rayon::prelude::*;

use super::{
    digest::{Digest, Sample},
    filter::Filter,
    names::Name,
    scan::{self, Log},
};
use crate::{
    command::{args::Options, gathering},
    error::Result,
    event::{
        kind::EventKind,
        placed::Event,
        query::{Query, Witness},
    },
    format::{
        self,
        contract::{Format, HEAD_BYTES, Head, Reader},
        grammar::mysql::banner_in,
    },
    ingest::{
        self,
        clock::{self, placing::Placing, source_clock::SourceClock},
        drafts::Drafts,
        gathered::{Answers, Gathered, Tally},
        options::IngestOptions,
        source_read::SourceRead,
    },
    source::{
        self, discovery::SourceOptions, evidence::Source, handle::Beginning, hash::Hashing,
        note::Note, stream,
    },
    sql::{
        dialect::Dialect,
        fingerprint::{Fingerprinter, Key, walk::Digits},
    },
    time::zone::Zone,
};

/// As much of a slow log as is read to know its clock.
const SAMPLE_BYTES: u64 = 512 * 1024;
/// The format whose files are read without an event for each entry.
const SLOW_LOG: &str = "mysql_slow";
/// The formats whose files have an event in every line: large ones are not held.
const EVERY_LINE: [&str; 4] = ["mysql_general", "postgres_log", "postgres_csv", "postgres_json"];

/// Reads everything: large logs at first only so far as their clock needs it, and then all of them
/// into the digest, entry by entry. The window of `filter` is settled on the way.
pub(super) fn read(
    options: &Options,
    filter: &mut Filter,
    digits: Digits,
    stdin: Option<&mut dyn Read>,
) -> Result<(Gathered, Digest)> {
    let (wanted, threads) = (&options.gather, options.threads);
    let found = source::discovery::discover(&wanted.paths, &SourceOptions { hash: false }, stdin)?;
    let mut sources = found.sources;
    source::hash::mark_copies(&mut sources);
    sources = ingest::services::split(sources, &wanted.ingest);
    let mut ways: Vec<Way> =
        sources.par_iter().map(|source| Way::of(source, &wanted.ingest)).collect();
    let mut read: Vec<SourceRead> = sources
        .par_iter()
        .zip(&ways)
        .map(|(source, way)| match way {
            Way::Blocks | Way::Flow => sampled(source, &wanted.ingest),
            Way::Whole => ingest::read::read_or_survey(source, &wanted.ingest),
        })
        .collect();
    for (way, read) in ways.iter_mut().zip(&read) {
        if read.survey.is_some() {
            *way = Way::Flow;
        }
    }
    let tallies =
        read.iter_mut().zip(&sources).map(|(read, source)| Tally::of(read, source)).collect();
    let placed = clock::place::place(&sources, read, &wanted.clock);
    let mut gathered = Gathered {
        sources,
        hashes: Hashing::default(),
        tallies,
        skipped: found.skipped,
        placed,
        answers: Answers::default(),
    };
    filter.window = gathering::window(options.limits, &gathered)?;
    let mut digest = Digest::default();
    let key = Key::default();
    let wanted_formats: Vec<bool> =
        gathered.tallies.iter().map(|tally| filter.admits_format(tally.format)).collect();
    let are = |index: usize, way: Way| {
        ways.get(index) == Some(&way) && wanted_formats.get(index) == Some(&true)
    };
    for (index, source) in
        gathered.sources.iter().enumerate().filter(|(index, _)| are(*index, Way::Blocks))
    {
        let log = Log {
            source,
            zone: gathered.placed.clocks.get(index).map_or(Zone::UTC, |clock| clock.zone),
            dialect: dialect(source),
            filter,
            digits,
            key,
            block: wanted.ingest.block.min(scan::BLOCK_BYTES),
            threads: threads.unwrap_or_else(stream::run::available_threads),
        };
        let broken = scan::read(&log, &mut digest).err();
        if let Some(tally) = gathered.tallies.get_mut(index) {
            tally.notes.extend(broken.as_ref().map(Note::broke_off));
            tally.notes.extend(source.changed_size());
        }
    }
    let mut maker = Fingerprinter::new(digits);
    let events = std::mem::take(&mut gathered.placed.events);
    for event in &events {
        if are(event.place.source.index(), Way::Whole) {
            count(event, filter, key, &mut maker, &mut digest);
        }
    }
    drop(events);
    for ((index, source), clock) in gathered
        .sources
        .iter()
        .enumerate()
        .zip(&gathered.placed.clocks)
        .filter(|((index, _), _)| are(*index, Way::Flow))
    {
        let broken = flow(source, clock, &wanted.ingest, |event| {
            count(event, filter, key, &mut maker, &mut digest);
        })
        .err();
        if let Some(tally) = gathered.tallies.get_mut(index) {
            tally.notes.extend(broken.as_ref().map(Note::broke_off));
        }
    }
    Ok((gathered, digest))
}

/// Hands on, in the order of the bytes, the events of a source that may tell of statements.
fn flow(
    source: &Source,
    clock: &SourceClock,
    options: &IngestOptions,
    mut each: impl FnMut(&Event) + Send,
) -> io::Result<()> {
    let Some(mut flow) = Drafts::of_statements(source, options)? else { return Ok(()) };
    let mut placing = Placing::new(clock);
    flow.each_draft(|draft| each(&placing.place(draft)))
}

fn beginning(source: &Source) -> Option<Beginning<'_>> {
    source.open().ok()?.beginning(HEAD_BYTES).ok()
}

/// How a source is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// In the end without an event for each entry, block by block.
    Blocks,
    /// In the end event by event, without holding them.
    Flow,
    /// At once.
    Whole,
}

impl Way {
    fn of(source: &Source, options: &IngestOptions) -> Way {
        if source.same_as.is_some() {
            return Way::Whole;
        }
        let Some(first) = beginning(source) else { return Way::Whole };
        let head = Head::of(&first);
        // behind a collector's prefix it is read line by line
        let is_plain = |format: &Format| matches!((format.reader)(&head), Reader::Records(reader) if reader.prefilter().is_some());
        let format = format::recognise(&head);
        match format.map(|format| format.id) {
            Some(SLOW_LOG) if format.is_some_and(is_plain) => Way::Blocks,
            // a format that the user states may need the whole
            Some(id)
                if EVERY_LINE.contains(&id)
                    && source.size() > ingest::options::SURVEYED_BYTES
                    && options.formats.is_empty() =>
            {
                Way::Flow
            }
            _ => Way::Whole,
        }
    }
}

/// The server that the banner at the head of a slow log names.
fn dialect(source: &Source) -> Dialect {
    let first = beginning(source);
    let bytes = first.as_ref().map_or(&[][..], |first| &first.bytes);
    banner_in(&Head { name: &source.path, bytes, whole: false })
}

/// The first entries of a log, as those of the whole.
fn sampled(source: &Source, options: &IngestOptions) -> SourceRead {
    let sample = source
        .open()
        .and_then(|handle| Ok(handle.text(0, SAMPLE_BYTES)?.into_owned()))
        .unwrap_or_default();
    let mut read = ingest::read::read_source(&Source::from_bytes(&source.path, sample), options);
    read.source = source.id;
    read
}

/// Whether a statement has a run time or stands in a log of all statements. PostgreSQL's parse and
/// bind are steps of a statement that is counted where it is executed.
fn is_counted(query: &Query) -> bool {
    if query.admin.is_some() {
        return query.query_time_us.is_some() && !query.dialect.is_postgres();
    }
    query.query_time_us.is_some() || query.witness == Witness::AtArrival
}

/// Adds a statement of another log.
fn count(event: &Event, filter: &Filter, key: Key, maker: &mut Fingerprinter, digest: &mut Digest) {
    let EventKind::Query(query) = &event.kind else { return };
    let [user, host, database] =
        [&query.user, &query.host, &query.database].map(|name| name.as_deref().map(str::as_bytes));
    if !is_counted(query)
        || !filter.admits_time(event.when)
        || !filter.admits_client(user, host)
        || !filter.admits_database(database)
    {
        return;
    }
    let sql = query.sql.as_bytes();
    let sample = Sample {
        sql,
        us: query.query_time_us,
        lock_us: query.lock_time_us,
        rows_examined: query.rows_examined,
        rows_sent: query.rows_sent,
        rows_affected: query.rows_affected,
        user: user.map(Name::Text),
        host: host.map(Name::Text),
        database: database.map(Name::Text),
        at: event.when.map(|when| when.best),
        source: event.place.source.index(),
        ..Sample::default()
    };
    if !filter.conditions.admit(&sample) {
        return;
    }
    let form = match &query.admin {
        Some(command) => maker.command(command.as_bytes()),
        None => maker.of(sql),
    };
    digest.count(key, form, &sample, || event.place.span.line.saturating_sub(1));
}

#[cfg(test)]
mod tests;
