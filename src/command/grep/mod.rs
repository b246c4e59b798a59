//! `backtrail grep`: whole log entries by pattern, time, level and kind of statement.

mod ahead;
mod filter;
mod mask;
mod pattern;
mod print;
mod search;
mod source;

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use clap::{ArgAction, ValueEnum};
use serde_json::json;

use self::{
    filter::Filter,
    pattern::{Pattern, Reading},
    print::{Printer, Style},
    search::{By, Plan, Tally},
    source::Run,
};
use super::{ExitStatus, events::Clean, progress::Progress, write_error};
use crate::{
    command::cli::{RedactLevel, SettingsArgs},
    error::{Error, Result},
    ingest::gather,
    redact::Redactor,
    source::{discovery::list, note::Note, pipe, stream},
    time::zone::Zone,
};

/// Whole log entries (an error with its stack trace is one) that hold a pattern
///
/// Options are those of grep and ripgrep where they mean the same; lines are entries. Packed files
/// and archives are searched as they are, folders with all that is in them. Secrets and personal
/// data are taken out of what is shown unless --redact off is given; then the bytes are the log's
/// own.
#[derive(Clone, Debug, clap::Args)]
#[command(disable_help_flag = true, after_help = EXAMPLES)]
pub struct Args {
    /// What to search for, then files, folders, archives and patterns of names; `-` is standard
    /// input. Without a path: standard input, or this folder where that is a terminal. With -e, -f
    /// all are paths; with a filter the pattern may be left out where all name what exists
    #[arg(value_name = "PATTERN] [PATH")]
    pub operands: Vec<String>,
    /// Print help
    #[arg(long, action = ArgAction::Help)]
    pub help: Option<bool>,

    /// A pattern; may be given several times, any of them will do
    #[arg(
        short = 'e',
        long = "regexp",
        value_name = "PATTERN",
        allow_hyphen_values = true,
        help_heading = "Pattern"
    )]
    pub regexp: Vec<String>,
    /// Patterns from a file, one a line
    #[arg(short = 'f', long = "file", value_name = "FILE", help_heading = "Pattern")]
    pub file: Vec<String>,
    /// Patterns are words, not regular expressions
    #[arg(short = 'F', long, help_heading = "Pattern")]
    pub fixed_strings: bool,
    /// Upper and lower case are the same
    #[arg(short = 'i', long, help_heading = "Pattern")]
    pub ignore_case: bool,
    /// Only whole words
    #[arg(short = 'w', long, help_heading = "Pattern")]
    pub word_regexp: bool,
    /// Only whole lines
    #[arg(short = 'x', long, help_heading = "Pattern")]
    pub line_regexp: bool,
    /// Entries that do not hold the pattern
    #[arg(short = 'v', long, help_heading = "Pattern")]
    pub invert_match: bool,
    /// Patterns are extended regular expressions; they always are
    #[arg(short = 'E', long, hide = true)]
    pub extended_regexp: bool,

    /// Entries at or after this time (RFC 3339 or `YYYY-MM-DD HH:MM[:SS]` in --tz); in files in the
    /// order of time only the part that it may lie in is read
    #[arg(long, value_name = "TIME", help_heading = "Filters")]
    pub since: Option<String>,
    /// Entries at or before this time
    #[arg(long, value_name = "TIME", help_heading = "Filters")]
    pub until: Option<String>,
    /// Entries of these levels; `error+` is error and all that is graver
    #[arg(long, value_name = "LEVEL[+],…", help_heading = "Filters")]
    pub level: Vec<String>,
    /// Entries of these channels (in Laravel most often the environment)
    #[arg(long, value_name = "NAME,…", help_heading = "Filters")]
    pub channel: Vec<String>,
    /// Entries with a statement of these kinds, told by what it does, not by its words: drop,
    /// truncate, delete-all, update-all, alter-lossy, rename, revoke, destructive, delete, insert,
    /// select, any, … or an operation of the report
    #[arg(long, value_name = "KIND,…", help_heading = "Filters")]
    pub sql: Vec<String>,
    /// Entries with a statement on these tables, `table` or `database.table`
    #[arg(long, value_name = "NAME,…", help_heading = "Filters")]
    pub table: Vec<String>,
    /// Entries that name these accounts
    #[arg(long, value_name = "NAME,…", help_heading = "Filters")]
    pub user: Vec<String>,

    /// Only the number of entries of each file
    #[arg(short = 'c', long, help_heading = "Output")]
    pub count: bool,
    /// Only the number of entries by level, channel, day, hour or minute, over all files
    #[arg(long, value_enum, value_name = "KEY", help_heading = "Output")]
    pub count_by: Option<By>,
    /// Only the names of files with such entries
    #[arg(short = 'l', long, help_heading = "Output")]
    pub files_with_matches: bool,
    /// Only the names of files without any
    #[arg(short = 'L', long, help_heading = "Output")]
    pub files_without_match: bool,
    /// Nothing; the exit status tells
    #[arg(short = 'q', long, help_heading = "Output")]
    pub quiet: bool,
    /// At most this many entries of each file
    #[arg(short = 'm', long, value_name = "N", help_heading = "Output")]
    pub max_count: Option<u64>,
    /// So many entries behind each as well
    #[arg(short = 'A', long, value_name = "N", help_heading = "Output")]
    pub after_context: Option<usize>,
    /// So many entries in front of each as well
    #[arg(short = 'B', long, value_name = "N", help_heading = "Output")]
    pub before_context: Option<usize>,
    /// So many entries on both sides as well
    #[arg(short = 'C', long, value_name = "N", help_heading = "Output")]
    pub context: Option<usize>,
    /// Line numbers
    #[arg(short = 'n', long, help_heading = "Output")]
    pub line_number: bool,
    /// File names
    #[arg(short = 'H', long, help_heading = "Output")]
    pub with_filename: bool,
    /// No file names
    #[arg(short = 'h', long, help_heading = "Output", overrides_with = "with_filename")]
    pub no_filename: bool,
    /// Only the first line of each entry
    #[arg(long, help_heading = "Output")]
    pub head: bool,
    /// Only what fits the pattern
    #[arg(short = 'o', long, help_heading = "Output")]
    pub only_matching: bool,
    /// Typed events instead of text, as `backtrail events` writes them
    #[arg(long, help_heading = "Output", conflicts_with_all = ["head", "only_matching", "count", "files_with_matches", "files_without_match"])]
    pub json: bool,
    /// Hits in colour
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = "Output")]
    pub color: When,
    /// What is taken out of what is shown: passwords and literals, personal data as well, addresses
    /// and hosts as well, or nothing
    #[arg(long, value_enum, default_value = "pii", value_name = "LEVEL", help_heading = "Output")]
    pub redact: RedactLevel,

    /// Search folders with all that is in them; always done
    #[arg(short = 'r', long, hide = true)]
    pub recursive: bool,
    /// Zone of stamps that name none; GLOB=ZONE states it for the files that fit
    #[arg(long, value_name = "[GLOB=]ZONE", help_heading = "Reading")]
    pub tz: Vec<String>,
    /// Year of the first stamp of files whose stamps bear none; else the year that --since or
    /// --until names
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i32).range(1995..=2099), help_heading = "Reading")]
    pub year: Option<i32>,
    /// The format of the files that fit, where it is not recognised
    #[arg(long, value_name = "GLOB=ID", help_heading = "Reading")]
    pub format: Vec<String>,
    /// Threads; all processors unless told
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Reading")]
    pub threads: Option<u16>,
    /// Say nothing of files that cannot be read
    #[arg(short = 's', long, help_heading = "Reading")]
    pub no_messages: bool,
    /// Say on standard error how files were read
    #[arg(long, help_heading = "Reading")]
    pub verbose: bool,
    /// Bytes that one thread reads at a time
    #[arg(long, value_name = "BYTES", hide = true, default_value_t = stream::chunk::BLOCK_BYTES)]
    pub block: u64,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub settings: SettingsArgs,
}

const EXAMPLES: &str = "Examples:
  backtrail grep Deadlock storage/logs                       errors with their stack traces
  backtrail grep -i 'sqlstate\\[23000\\]' --level error+ laravel.log
  backtrail grep --sql drop,truncate,delete-all /var/log/mysql   by what statements do
  backtrail grep --table shop.orders --sql delete slow.log.1.gz
  backtrail grep --since '2025-10-27 06:00' --until '2025-10-27 07:10' --tz Europe/Berlin logs
  backtrail grep --count-by level laravel.log                how many entries of each level
  backtrail grep -C2 -n 'migrate:fresh' .                    with two entries on each side
  journalctl -o short-iso | backtrail grep sshd --user root --json

Exit status: 0 something was found, 1 nothing was, 2 something went wrong.";

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What only tells files apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// Files with hits.
    With,
    /// Files without.
    Without,
}

/// Searches.
pub fn run(
    args: &Args,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    // a missing path is an error here (2), where other commands say that nothing was usable (3)
    search(args, out, err).map_err(|error| match error {
        Error::NothingUsable(text) => Error::Usage(text),
        other => other,
    })
}

fn search(
    args: &Args,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let formats =
        args.format.iter().map(|text| gather::format_override(text)).collect::<Result<Vec<_>>>()?;
    let filter = Filter::new(&args.level, &args.channel, &args.sql, &args.table, &args.user)?;
    let filtered = !filter.is_open()
        || args.since.is_some()
        || args.until.is_some()
        || args.count_by.is_some();
    let (patterns, mut paths) = operands(args, filtered)?;
    let clock = args.settings.load(&paths)?.clock(gather::clock_options(&args.tz, args.year)?);
    let window = window(args, clock.rest.unwrap_or(Zone::UTC))?;
    let reading = Reading {
        fixed: args.fixed_strings,
        ignore_case: args.ignore_case,
        word: args.word_regexp,
        line: args.line_regexp,
    };
    let pattern = if patterns.is_empty() { None } else { Pattern::new(&patterns, reading)? };
    if args.invert_match && pattern.is_none() && !patterns.is_empty() {
        // every entry holds the empty pattern
        return Ok(ExitStatus::FOUND);
    }
    if paths.is_empty() {
        paths.push(if io::stdin().is_terminal() { "." } else { "-" }.to_owned());
    }

    let names = if args.files_with_matches {
        Some(Names::With)
    } else {
        args.files_without_match.then_some(Names::Without)
    };
    let silent = args.quiet || names.is_some() || args.count;
    let terminal = io::stdout().is_terminal();
    let (before, after) = (
        args.before_context.or(args.context).unwrap_or(0),
        args.after_context.or(args.context).unwrap_or(0),
    );
    let context = !silent && !args.json && args.count_by.is_none();
    let screen = filter.screen()?;
    let plan = Plan {
        pattern,
        invert: args.invert_match,
        filter,
        screen,
        window,
        before: if context { before } else { 0 },
        after: if context { after } else { 0 },
        count_only: silent,
        first_only: args.quiet || names.is_some(),
        by: args.count_by,
        lines: (args.line_number || args.json) && !silent && args.count_by.is_none(),
        redact: if args.json { crate::redact::Level::Off } else { args.redact.level() },
        own: args.settings.own(),
    };

    // what is told from the beginning of a file is told on this thread: starting others for it takes
    // longer. An error means that there is a pool already.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    let listing = list(&paths)?;
    let mut failed = false;
    for skipped in &listing.skipped {
        // as with other programs of its kind, links are no error
        let lost = skipped.reason.is_loss()
            && !matches!(skipped.reason, Note::LeadsOut | Note::LeadsNowhere(_));
        failed |= lost;
        if lost && !args.no_messages || args.verbose {
            let _ = writeln!(err, "backtrail: {}: {}", skipped.path, skipped.reason);
        }
    }
    let several = listing.files.len() + usize::from(listing.piped) > 1
        || paths.iter().any(|path| Path::new(path).is_dir());
    let style = Style {
        names: args.with_filename || several && !args.no_filename,
        lines: args.line_number,
        head: args.head,
        only: args.only_matching,
        color: args.color == When::Always
            || args.color == When::Auto && terminal && std::env::var_os("NO_COLOR").is_none(),
        visible: terminal,
        json: args.json,
        silent,
        context: plan.before > 0 || plan.after > 0,
    };

    let redactor = Redactor::with_own(args.redact.level(), args.settings.own());
    let clean = Clean::new(Redactor::with_own(args.redact.level(), args.settings.own()));
    let progress = Progress::start(
        listing
            .files
            .iter()
            .filter_map(|file| file.file.metadata().ok())
            .map(|meta| meta.len())
            .sum(),
    );
    let printer = Printer {
        out,
        style,
        pattern: plan.pattern.as_ref().filter(|_| !plan.invert),
        redactor: &redactor,
        clean: &clean,
        any_shown: false,
    };
    let mut run = Run {
        plan: &plan,
        printer,
        clock: &clock,
        formats: &formats,
        threads: args.threads.map_or_else(stream::run::available_threads, usize::from),
        block: args.block,
        most: args.max_count.unwrap_or(u64::MAX),
        names,
        count: args.count,
        quiet: args.quiet,
        progress: &progress,
        err,
        verbose: args.verbose,
        no_messages: args.no_messages,
        found: false,
        failed,
        tally: Tally::default(),
    };
    if listing.piped {
        match pipe::open_pipe(Box::new(io::stdin()), "-", source::HEAD_BYTES) {
            Ok(opened) => run.opened(opened, "(standard input)")?,
            Err(error) => run.trouble("(standard input)", &error.to_string()),
        }
    }
    run.files(&listing.files, &|file| {
        let name = file.file.display().to_string();
        if paths == ["."] { name.strip_prefix("./").unwrap_or(&name).to_owned() } else { name }
    })?;
    progress.finish();
    let (found, failed, tally) = (run.found, run.failed, run.tally);
    if let Some(by) = args.count_by
        && !silent
    {
        counts(by, tally, args.json, out).map_err(write_error)?;
    }
    Ok(if failed && !(args.quiet && found) {
        ExitStatus::USAGE
    } else if found {
        ExitStatus::DONE
    } else {
        ExitStatus::FOUND
    })
}

/// Patterns and paths among the operands.
fn operands(args: &Args, filtered: bool) -> Result<(Vec<String>, Vec<String>)> {
    let mut patterns = args.regexp.clone();
    for file in &args.file {
        let text = std::fs::read_to_string(file).map_err(|source| Error::Io {
            doing: "read",
            path: file.into(),
            source,
        })?;
        patterns.extend(text.lines().map(str::to_owned));
    }
    let mut paths = args.operands.clone();
    let given = !args.regexp.is_empty() || !args.file.is_empty();
    // with a filter nothing need be searched for
    let all_exist = paths.iter().all(|path| path == "-" || Path::new(path).exists());
    if !given && !(filtered && all_exist) {
        if paths.is_empty() {
            return Err(Error::Usage(
                "grep needs a PATTERN, or a filter such as --since, --level, --sql or --table"
                    .to_owned(),
            ));
        }
        patterns.push(paths.remove(0));
    }
    Ok((patterns, paths))
}

/// `--since` and `--until`, both inclusive.
fn window(args: &Args, zone: Zone) -> Result<Option<(i64, i64)>> {
    if args.since.is_none() && args.until.is_none() {
        return Ok(None);
    }
    let since = args.since.as_deref().map_or(Ok(i64::MIN), |text| gather::instant(text, zone))?;
    let until = args.until.as_deref().map_or(Ok(i64::MAX), |text| gather::instant(text, zone))?;
    if since > until {
        return Err(Error::Usage("--since lies after --until".to_owned()));
    }
    Ok(Some((since, until)))
}

/// Writes how often each value was seen.
fn counts(by: By, tally: Tally, json: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(String, u64)> =
        tally.times.iter().map(|(time, count)| (search::step_name(*time, by), *count)).collect();
    let mut names: Vec<(String, u64)> = tally.into_names().into_iter().collect();
    names.sort_by(|(a, most), (b, count)| count.cmp(most).then_with(|| a.cmp(b)));
    rows.append(&mut names);
    let key = by.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    for (name, count) in rows {
        if json {
            let name = if name.is_empty() { serde_json::Value::Null } else { name.into() };
            writeln!(out, "{}", json!({ key.as_str(): name, "count": count }))?;
        } else {
            let name = if name.is_empty() {
                "(none)".to_owned()
            } else {
                crate::text::escape::terminal(&name)
            };
            writeln!(out, "{count:>9} {name}")?;
        }
    }
    Ok(())
}
