//! `backtrail grep`: whole log entries by pattern, time, level and kind of statement.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
    sync::Arc,
};

use clap::ValueEnum;
use serde_json::json;

use super::{
    args::Grep,
    filter::Filter,
    glance::glance,
    known,
    pattern::{Bounds, Pattern, Reading},
    print::{Form, Prefix, Printer, Style},
    search::{self, By, Plan, Tally, Wanted},
    source::{Answer, Counted, Messages, Run},
};
use crate::{
    command::{
        color::Color,
        contract::{Command, Console},
        events::clean::Clean,
        formats::found_any,
        gathering,
        progress::Progress,
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    ingest::{options::IngestOptions, stated},
    redact::{own::Own, redactor::Redactor, rule::Level},
    source::{
        discovery::{Listed, list},
        pattern::{NamePattern, stated_for},
        pipe,
        stream::run::available_threads,
    },
    text::escape,
    time::{
        window::{Limits, Window},
        zone::Zone,
    },
};

impl Command for Grep {
    const NAME: &'static str = "grep";
    const ABOUT: &'static str = "Whole log entries by pattern, time, level and kind of statement";

    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        // a missing path is an error here (2), where other commands say that nothing was usable (3)
        search(self, console.out, console.err).map_err(|error| match error {
            Error::NothingUsable(text) => Error::Usage(text),
            other => other,
        })
    }
}

fn search(
    args: &Grep,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let formats =
        args.format.iter().map(|text| stated::format_override(text)).collect::<Result<Vec<_>>>()?;
    let filter = Filter::new(&args.level, &args.channel, &args.sql, &args.table, &args.user)?;
    let filtered = !filter.is_open()
        || args.since.is_some()
        || args.until.is_some()
        || args.count_by.is_some();
    let (patterns, mut paths) = operands(args, filtered)?;
    let settings = args.settings.load(&paths)?.config;
    let clock = settings.clock(stated::clock_options(&args.tz, args.year)?);
    let limits = Limits::new(args.since.as_deref(), args.until.as_deref(), clock.rest)?;
    let pattern =
        if patterns.is_empty() { None } else { Pattern::new(&patterns, reading(args, &patterns))? };
    if args.invert_match && pattern.is_none() && !patterns.is_empty() {
        // every entry holds the empty pattern
        return Ok(ExitStatus::FOUND);
    }
    if paths.is_empty() {
        paths.push(if io::stdin().is_terminal() { "." } else { "-" }.to_owned());
    }
    // what is told from the beginning of a file is told on this thread: starting others for it
    // takes longer. An error means that there is a pool already.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    let mut listing = list(&paths)?;
    let names = Names::new(args)?;
    listing.files.retain(|file| names.admit(&file.path));
    let piped =
        listing.piped.then(|| pipe::open_pipe(Box::new(io::stdin()), "-", known::HEAD_BYTES));
    let ingest = IngestOptions { formats, ..IngestOptions::default() };
    let (clocks, window) = glance(limits, &listing, piped.as_ref(), &ingest, &clock)?;
    // a plain time in UTC is what it looks like
    if !args.no_messages && (limits.are_relative() || window.zone != Zone::UTC) {
        gathering::echo(limits, window, err);
    }
    let plan = plan(args, pattern, filter, window, settings.own.clone())?;
    let mut messages =
        Messages { err, verbose: args.verbose, mute: args.no_messages, failed: false };
    messages.skipped(&listing.skipped);
    let several = listing.files.len() + usize::from(listing.piped) > 1
        || paths.iter().any(|path| Path::new(path).is_dir());
    let redactor = Redactor::with_own(args.redact.level(), settings.own.clone());
    let clean = Clean::new(Redactor::with_own(args.redact.level(), settings.own));
    let sizes = listing.files.iter().filter_map(|file| file.file.metadata().ok());
    let progress = Progress::start(sizes.map(|meta| meta.len()).sum());
    let printer = Printer {
        out,
        style: style(args, &plan, several),
        pattern: plan.pattern.as_ref().filter(|_| !plan.invert),
        redactor: &redactor,
        clean: &clean,
        any_shown: false,
        any_headed: false,
    };
    let mut run = Run {
        plan: &plan,
        printer,
        clock: &clock,
        formats: &ingest.formats,
        clocks,
        threads: args
            .threads
            .filter(|number| *number > 0)
            .map_or_else(available_threads, usize::from),
        block: args.block,
        most: args.max_count.unwrap_or(u64::MAX),
        answer: answer(args),
        quiet: args.quiet,
        progress: &progress,
        messages,
        found: false,
        tally: Tally::default(),
        counted: Counted::default(),
    };
    let named = |file: &Listed| {
        let name = file.file.display().to_string();
        if paths == ["."] { name.strip_prefix("./").unwrap_or(&name).to_owned() } else { name }
    };
    if args.files {
        for file in &listing.files {
            writeln!(run.printer.out, "{}", run.shown(&named(file))).map_err(write_error)?;
        }
        return Ok(if listing.files.is_empty() { ExitStatus::FOUND } else { ExitStatus::DONE });
    }
    match piped {
        Some(Ok(opened)) => run.opened(opened, "(standard input)")?,
        Some(Err(error)) => run.messages.trouble("(standard input)", &error.to_string()),
        None => {}
    }
    run.files(&listing.files, &named)?;
    progress.finish();
    if args.stats {
        run.stats().map_err(write_error)?;
    }
    let (found, failed, tally) = (run.found, run.messages.failed, run.tally);
    if let Some(by) = args.count_by
        && plan.wanted == Wanted::Entries
    {
        counts(by, tally, args.json, out).map_err(write_error)?;
    }
    Ok(status(found, failed, args.quiet))
}

/// What came of it: a failure outweighs hits, but where `quiet` asks for no more than whether there
/// are any.
fn status(found: bool, failed: bool, quiet: bool) -> ExitStatus {
    match (found, failed) {
        (true, true) if quiet => ExitStatus::DONE,
        (_, true) => ExitStatus::USAGE,
        (true, false) => ExitStatus::DONE,
        (false, false) => ExitStatus::FOUND,
    }
}

/// Whether no letter that the patterns search for is of upper case; `\\W` searches for none.
fn is_lower(patterns: &[String]) -> bool {
    patterns.iter().all(|pattern| {
        let mut escaped = false;
        !pattern.chars().any(|c| {
            let counts = !escaped && c.is_uppercase();
            escaped = c == '\\' && !escaped;
            counts
        })
    })
}

/// How the patterns are read.
fn reading(args: &Grep, patterns: &[String]) -> Reading {
    Reading {
        fixed: args.fixed_strings,
        ignore_case: args.ignore_case || args.smart_case && is_lower(patterns),
        bounds: match (args.word_regexp, args.line_regexp) {
            (_, true) => Bounds::Line,
            (true, false) => Bounds::Words,
            (false, false) => Bounds::None,
        },
    }
}

/// What is told of each source.
fn answer(args: &Grep) -> Answer {
    if args.files_with_matches {
        Answer::NameWith
    } else if args.files_without_match {
        Answer::NameWithout
    } else if args.count {
        Answer::Count
    } else {
        Answer::Entries
    }
}

/// What is searched for.
fn plan(
    args: &Grep,
    pattern: Option<Pattern>,
    filter: Filter,
    window: Window,
    own: Arc<[Own]>,
) -> Result<Plan> {
    let wanted = match answer(args) {
        _ if args.quiet => Wanted::First,
        Answer::NameWith | Answer::NameWithout => Wanted::First,
        Answer::Count => Wanted::Count,
        Answer::Entries => Wanted::Entries,
    };
    let shown = wanted == Wanted::Entries && args.count_by.is_none();
    let context =
        |own: Option<usize>| own.or(args.context).filter(|_| shown && !args.json).unwrap_or(0);
    Ok(Plan {
        pattern,
        invert: args.invert_match,
        screen: filter.screen()?,
        filter,
        window: window.bounded.then_some(window),
        before: context(args.before_context),
        after: context(args.after_context),
        wanted,
        types: found_any(&args.types)?,
        text: args.text,
        by: args.count_by,
        lines: (numbered(args) || args.json) && shown,
        redact: if args.json { Level::Off } else { args.redact.level() },
        own,
    })
}

/// How hits are shown.
fn style(args: &Grep, plan: &Plan, several: bool) -> Style {
    let terminal = io::stdout().is_terminal();
    Style {
        prefix: Prefix {
            name: args.with_filename || several && !args.no_filename,
            line: numbered(args),
        },
        heading: several && !args.no_filename && (args.heading || terminal && !args.no_heading),
        form: if args.json {
            Form::Json
        } else {
            Form::Text { head: args.head, only: args.only_matching }
        },
        color: match args.color {
            Color::Always => true,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
            Color::Never => false,
        },
        visible: terminal || in_pipeline() && args.redact.level() != Level::Off,
        silent: plan.wanted != Wanted::Entries,
    }
}

/// Whether a CI runs this, which obeys commands in what it prints: GitHub, GitLab, Buildkite and
/// Travis say `CI`, Azure, TeamCity and Jenkins say it by names of their own.
fn in_pipeline() -> bool {
    ["CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether lines are numbered: where that is asked for, and on a terminal unless it is not.
fn numbered(args: &Grep) -> bool {
    args.line_number || io::stdout().is_terminal() && !args.no_line_number
}

/// Which names `--glob` and `--exclude` let through.
struct Names {
    /// The last that fits counts, so the last comes first.
    stated: Vec<(NamePattern, bool)>,
    /// What holds where none fits.
    rest: bool,
}

impl Names {
    fn new(args: &Grep) -> Result<Names> {
        let globs = args.glob.iter().map(|text| match text.strip_prefix('!') {
            Some(text) => (text, false),
            None => (text.as_str(), true),
        });
        let excluded = args.exclude.iter().map(|text| (text.as_str(), false));
        let mut names = Names { stated: Vec::new(), rest: true };
        for (text, wanted) in globs.chain(excluded) {
            let text = text.trim_matches('/');
            // what fits a folder fits all that is in it
            for text in [text.to_owned(), format!("**/{text}/**")] {
                names.stated.insert(0, (NamePattern::new(&text)?, wanted));
            }
            names.rest &= !wanted;
        }
        Ok(names)
    }

    fn admit(&self, path: &str) -> bool {
        stated_for(&self.stated, path).map_or(self.rest, |(_, wanted)| *wanted)
    }
}

/// Patterns and paths among the operands.
fn operands(args: &Grep, filtered: bool) -> Result<(Vec<String>, Vec<String>)> {
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
    let given = !args.regexp.is_empty() || !args.file.is_empty() || args.files;
    // with a filter nothing need be searched for
    let all_exist = paths.iter().all(|path| path == "-" || Path::new(path).exists());
    if !(given || filtered && all_exist) {
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
            let name = if name.is_empty() { "(none)".to_owned() } else { escape::terminal(&name) };
            writeln!(out, "{count:>9} {name}")?;
        }
    }
    Ok(())
}
