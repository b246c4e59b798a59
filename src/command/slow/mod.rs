//! `backtrail slow`: which kinds of statements took the time.

mod digest;
mod filter;
mod histogram;
mod names;
mod page;
mod scan;
#[cfg(test)]
mod tests;

use std::io::{self, Read, Write};

use clap::ValueEnum;
use rayon::prelude::*;

use self::{
    digest::{Class, Digest, Sample},
    filter::Filter,
    names::Name,
    page::Page,
    scan::Log,
};
use super::{ExitStatus, notice, progress::Progress, say, strict_status, write_error};
use crate::{
    command::cli::EvidenceArgs,
    error::{Error, Result},
    event::{
        kind::EventKind,
        placed::Event,
        query::{Query, Witness},
    },
    format::{
        self,
        contract::{HEAD_BYTES, Head},
        grammar::mysql::banner_in,
    },
    ingest::{
        self, Flow, IngestOptions, SourceRead,
        clock::{self, Placing, SourceClock},
        gather::{self, Gathered, Tally, Wanted},
    },
    source::{self, discovery::SourceOptions, evidence::Source, hash::Hashing, note::Note, stream},
    sql::fingerprint::{Fingerprinter, Key, walk::Digits},
    time::zone::Zone,
};

/// Digest of slow queries by fingerprint
///
/// Reads slow logs, Laravel's entries about slow queries, general logs (whose statements count, without
/// a run time) and log tables. Fingerprints are those of pt-query-digest. Quantiles are within 1 %. The
/// first 10,000 kinds are told apart, what comes later is summed up as `(other)`; of each kind 32 users,
/// hosts and databases are kept. The longest statement of each is shown with its literals taken out.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  backtrail slow mariadb-slow.log
  backtrail slow --sort p95 --limit 10 /var/log/mysql/
  backtrail slow --since '2025-10-27 06:00' --until '2025-10-27 07:10' --db shop slow.log
  backtrail slow --limit 95% --format json slow.log | jq '.classes[].fingerprint'")]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub evidence: EvidenceArgs,
    /// What comes first
    #[arg(long, value_enum, default_value = "total", value_name = "KEY")]
    pub sort: Sort,
    /// How many kinds of statements are shown: a number, a share of the run time, or both; 0 for all
    #[arg(long, default_value = "20", value_name = "N|P%|P%:N")]
    pub limit: Limit,
    /// Only statements of this account; may be repeated
    #[arg(long, value_name = "NAME")]
    pub user: Vec<String>,
    /// Only statements from this host or address; may be repeated
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Only statements in this database; may be repeated
    #[arg(long, visible_alias = "database", value_name = "NAME")]
    pub db: Vec<String>,
    /// Only kinds of statements whose fingerprint matches this regular expression
    #[arg(long = "match", value_name = "REGEX")]
    pub matching: Option<String>,
    /// Keep digits in names, so that `orders_1` and `orders_2` are two kinds
    #[arg(long)]
    pub preserve_embedded_numbers: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value = "table", value_name = "FORM")]
    pub format: Form,
}

/// By what classes are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Run time of all
    Total,
    /// Number of statements
    Count,
    /// Mean run time
    Mean,
    /// Shortest run time
    Min,
    /// Longest run time
    Max,
    /// Run time that half do not exceed
    P50,
    /// Run time that 95 of 100 do not exceed
    P95,
    /// Run time that 99 of 100 do not exceed
    P99,
    /// Time waiting for locks
    Lock,
    /// Rows read
    Rows,
    /// Rows sent
    Sent,
    /// Rows changed
    Affected,
    /// Seen last
    Last,
}

impl Sort {
    fn key(self, class: &Class) -> u64 {
        match self {
            Sort::Total => class.total_us,
            Sort::Count => class.count,
            Sort::Mean => class.mean_us(),
            Sort::Min => class.min_us,
            Sort::Max => class.max_us,
            Sort::P50 => class.quantile_us(0.5),
            Sort::P95 => class.quantile_us(0.95),
            Sort::P99 => class.quantile_us(0.99),
            Sort::Lock => class.lock_us,
            Sort::Rows => class.rows_examined,
            Sort::Sent => class.rows_sent,
            Sort::Affected => class.rows_affected,
            Sort::Last => class.last.map_or(0, |last| u64::try_from(last.at).unwrap_or(0)),
        }
    }
}

/// How many classes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Until so much of the run time is told, in percent.
    percent: Option<u8>,
    /// At most so many.
    most: Option<usize>,
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Limit, String> {
        let wrong = || format!("`{text}` is neither a number nor a share such as 95% or 95%:20");
        let (percent, most) = match text.split_once('%') {
            Some((percent, most)) => (
                Some(percent),
                most.strip_prefix(':').or(most.is_empty().then_some("0")).ok_or_else(wrong)?,
            ),
            None => (None, text),
        };
        let percent = percent
            .map(|percent| {
                percent.parse().ok().filter(|percent| (1..=100).contains(percent)).ok_or_else(wrong)
            })
            .transpose()?;
        let most: usize = most.parse().map_err(|_| wrong())?;
        Ok(Limit { percent, most: (most > 0).then_some(most) })
    }
}

impl Limit {
    /// How many of the classes, which are sorted, are shown.
    fn of(self, classes: &[Class], total_us: u64) -> usize {
        let most = self.most.unwrap_or(usize::MAX).min(classes.len());
        let Some(percent) = self.percent else { return most };
        let wanted = u128::from(total_us) * u128::from(percent);
        let mut told = 0_u128;
        let enough = classes.iter().position(|class| {
            let before = told;
            told += u128::from(class.total_us) * 100;
            before >= wanted
        });
        most.min(enough.unwrap_or(classes.len()))
    }
}

/// A form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For the terminal
    Table,
    /// One JSON object
    Json,
    /// Markdown
    Md,
}

/// Columns where the output is no terminal.
const COLUMNS: usize = 100;
/// As much of a slow log as is read to know its clock.
const SAMPLE_BYTES: u64 = 512 * 1024;
/// The format whose files are read without an event for each entry.
const SLOW_LOG: &str = "mysql_slow";
/// The format whose files have an event in every line: large ones are not held.
const GENERAL_LOG: &str = "mysql_general";

/// Writes the digest.
pub fn run(
    args: &Args,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let reading = &args.evidence.reading;
    let wanted = args.evidence.wanted(&[])?;
    notice(reading, err);
    let (since, until) = reading.bounds()?;
    let filter = Filter {
        since,
        until,
        timed: reading.since.is_some() || reading.until.is_some(),
        users: args.user.clone(),
        hosts: args.host.clone(),
        databases: args.db.clone(),
    };
    let matching = args
        .matching
        .as_deref()
        .map(regex::bytes::Regex::new)
        .transpose()
        .map_err(|error| Error::Usage(format!("--match: {error}")))?;
    let digits = if args.preserve_embedded_numbers { Digits::Kept } else { Digits::Replaced };
    let threads = reading.threads();
    let mut stdin = io::stdin();
    let progress = (!reading.quiet).then(|| Progress::over(&wanted.paths));
    let (gathered, mut digest) = gather::on_threads(threads, || {
        read(&wanted, &filter, digits, threads, Some(&mut stdin as &mut (dyn Read + Send)))
    })??;
    drop(progress);
    if !gathered.usable() {
        return Err(Error::NothingUsable(gathered.nothing_usable()));
    }
    say(&gathered, reading, err);
    if let Some(matching) = &matching {
        digest.classes.retain(|class| matching.is_match(&class.form));
        digest.count = digest.classes.iter().map(|class| class.count).sum();
        digest.total_us =
            digest.classes.iter().fold(0, |sum, class| sum.saturating_add(class.total_us));
    }
    if digest.count == 0 {
        return Err(Error::NothingUsable("no statement of a slow log, query log or log table is in the evidence, or none is as asked for".to_owned()));
    }
    let mut classes = std::mem::take(&mut digest.classes);
    classes
        .sort_by_cached_key(|class| (std::cmp::Reverse(args.sort.key(class)), class.form.clone()));
    let shown = args.limit.of(&classes, digest.total_us);
    let page = Page {
        sources: &gathered.sources,
        clocks: &gathered.placed.clocks,
        redactor: reading.redactor(),
        count: digest.count,
        total_us: digest.total_us,
        kinds: classes.len(),
        classes: classes.get(..shown).unwrap_or(&classes),
        numbers: &digest.numbers,
        width: comfy_table::Table::new().width().map_or(COLUMNS, usize::from),
    };
    let text = match args.format {
        Form::Table => page.table(),
        Form::Json => page.json(),
        Form::Md => page.markdown(),
    };
    out.write_all(text.as_bytes()).map_err(write_error)?;
    Ok(strict_status(&gathered, reading))
}

/// Reads everything: large logs at first only so far as their clock needs it, and then all of them
/// into the digest, entry by entry.
fn read(
    wanted: &Wanted,
    filter: &Filter,
    digits: Digits,
    threads: Option<usize>,
    stdin: Option<&mut dyn Read>,
) -> Result<(Gathered, Digest)> {
    let found = source::discovery::discover(&wanted.paths, &SourceOptions { hash: false }, stdin)?;
    let mut sources = found.sources;
    source::hash::mark_copies(&mut sources);
    let mut ways: Vec<Way> =
        sources.par_iter().map(|source| Way::of(source, &wanted.ingest)).collect();
    let mut read: Vec<SourceRead> = sources
        .par_iter()
        .zip(&ways)
        .map(|(source, way)| match way {
            Way::Blocks | Way::Flow => sampled(source, &wanted.ingest),
            Way::Whole => ingest::read_or_look_over(source, &wanted.ingest),
        })
        .collect();
    for (way, read) in ways.iter_mut().zip(&read) {
        if read.survey.is_some() {
            *way = Way::Flow;
        }
    }
    let tallies =
        read.iter_mut().zip(&sources).map(|(read, source)| Tally::of(read, source)).collect();
    let placed = clock::place(&sources, read, &wanted.clock);
    let mut gathered =
        Gathered { sources, hashes: Hashing::default(), tallies, skipped: found.skipped, placed };
    let mut digest = Digest::default();
    let key = Key::default();
    let are = |index: usize, way: Way| ways.get(index) == Some(&way);
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
    mut each: impl FnMut(&Event),
) -> io::Result<()> {
    let Some(mut flow) = Flow::of_statements(source, options)? else { return Ok(()) };
    let mut placing = Placing::new(clock);
    while let Some(draft) = flow.next_draft()? {
        each(&placing.place(draft));
    }
    Ok(())
}

fn head(source: &Source) -> Option<Vec<u8>> {
    let head = source.open().ok()?.text(0, HEAD_BYTES as u64).ok()?.into_owned();
    Some(head)
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
        let Some(bytes) = head(source) else { return Way::Whole };
        let head =
            Head { name: &source.path, bytes: &bytes, whole: source.size() <= bytes.len() as u64 };
        match format::recognise(&head).map(format::contract::Format::id) {
            Some(SLOW_LOG) => Way::Blocks,
            // a format that the user states may need the whole
            Some(GENERAL_LOG)
                if source.size() > ingest::SCREENED_BYTES && options.formats.is_empty() =>
            {
                Way::Flow
            }
            _ => Way::Whole,
        }
    }
}

/// The server that the banner at the head of a slow log names.
fn dialect(source: &Source) -> crate::sql::dialect::Dialect {
    let bytes = head(source).unwrap_or_default();
    banner_in(&Head { name: &source.path, bytes: &bytes, whole: false })
}

/// The first entries of a log, as those of the whole.
fn sampled(source: &Source, options: &IngestOptions) -> SourceRead {
    let sample = source
        .open()
        .and_then(|handle| Ok(handle.text(0, SAMPLE_BYTES)?.into_owned()))
        .unwrap_or_default();
    let mut read = ingest::read_source(&Source::from_bytes(&source.path, sample), options);
    read.source = source.id;
    read
}

/// Whether a statement has a run time or stands in a log of all statements.
fn is_counted(query: &Query) -> bool {
    query.query_time_us.is_some() || query.witness == Witness::AtArrival && query.admin.is_none()
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
    let form = match &query.admin {
        Some(command) => maker.command(command.as_bytes()),
        None => maker.of(sql),
    };
    digest.count(key, form, &sample, || event.place.span.line.saturating_sub(1));
}
