//! The commands, one file each: arguments in, bytes and an exit status out.

pub mod cli;
pub mod config;

pub mod analyze;
pub mod completions;
pub mod events;
pub mod explain;
pub mod formats;
pub mod grep;
pub mod look;
pub mod man;
pub mod progress;
pub mod redact;
pub mod schema;
pub mod slow;
pub mod verify;

use std::{
    io::{self, Read, Write},
    path::PathBuf,
};

use crate::{
    command::cli::ReadingArgs,
    error::{Error, Result},
    ingest::gather::{self, Gathered, Wanted},
};

/// What the program exits with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitStatus(pub u8);

impl ExitStatus {
    /// Done.
    pub const DONE: ExitStatus = ExitStatus(0);
    /// Done, and the answer is one that callers want to know of (found above `--fail-on`, differs).
    pub const FOUND: ExitStatus = ExitStatus(1);
    /// Bad usage.
    pub const USAGE: ExitStatus = ExitStatus(2);
    /// Nothing usable in the paths.
    pub const NOTHING: ExitStatus = ExitStatus(3);
    /// Some evidence could not be read, and `--strict` was given.
    pub const PARTLY: ExitStatus = ExitStatus(4);
}

/// An output that failed.
pub fn write_error(source: io::Error) -> Error {
    Error::Io { doing: "write", path: PathBuf::from("the output"), source }
}

/// Whether the reader of the output went away, which is no fault.
pub fn is_broken_pipe(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

/// Gathers evidence on the threads that the arguments ask for, and says on `err` what could not be
/// read. An error where nothing at all was usable.
pub fn gather(
    wanted: &Wanted,
    reading: &ReadingArgs,
    err: &mut (dyn Write + Send),
) -> Result<Gathered> {
    notice(reading, err);
    let threads = reading.threads();
    let mut stdin = io::stdin();
    let progress = (!reading.quiet).then(|| progress::Progress::over(&wanted.paths));
    let gathered = gather::on_threads(threads, || {
        gather::gather(wanted, Some(&mut stdin as &mut (dyn Read + Send)))
    })??;
    drop(progress);
    if !gathered.usable() {
        return Err(Error::NothingUsable(gathered.nothing_usable()));
    }
    say(&gathered, reading, err);
    Ok(gathered)
}

/// Says on `err` what is to be known of the settings file.
pub fn notice(reading: &ReadingArgs, err: &mut (dyn Write + Send)) {
    if let Some(notice) = reading.settings.notice().filter(|_| !reading.quiet) {
        let _ = writeln!(err, "backtrail: {}", crate::text::escape::terminal(notice));
    }
}

/// Says on `err` what could not be read, and under `--verbose` what happened on the way.
pub fn say(gathered: &Gathered, reading: &ReadingArgs, err: &mut (dyn Write + Send)) {
    if !reading.quiet {
        // paths and notes are the evidence's: nothing of them may act on the terminal
        let mut line = |path: &str, what: &str| {
            let _ = writeln!(
                err,
                "backtrail: {}: {}",
                crate::text::escape::terminal(path),
                crate::text::escape::terminal(what)
            );
        };
        for skipped in &gathered.skipped {
            if skipped.reason.is_loss() || reading.verbose {
                line(&skipped.path, &skipped.reason.to_string());
            }
        }
        for (source, tally) in gathered.sources.iter().zip(&gathered.tallies) {
            let unread = tally.format.is_none() && source.same_as.is_none();
            for note in &tally.notes {
                if note.is_loss() || unread || reading.verbose {
                    line(&source.path, &note.to_string());
                }
            }
        }
        if reading.verbose {
            for clock in &gathered.placed.clocks {
                let path = gathered
                    .sources
                    .get(clock.source.index())
                    .map_or("", |source| source.path.as_str());
                line(path, &format!("{} ({}): {}", clock.name, clock.basis.id(), clock.reason));
            }
        }
    }
}

/// The status of a run that did its work, under `--strict`.
pub fn strict_status(gathered: &Gathered, reading: &ReadingArgs) -> ExitStatus {
    if reading.strict && gathered.losses().next().is_some() {
        ExitStatus::PARTLY
    } else {
        ExitStatus::DONE
    }
}
