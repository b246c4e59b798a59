//! Evidence gathered for a command, and what it has to say of that on standard error.

use std::{
    fs,
    io::{self, Read, Write},
    path::Path,
};

use crate::{
    command::{
        args::{Options, Voice},
        progress::Progress,
        status::ExitStatus,
    },
    error::{Error, Result},
    ingest::{gather, gathered::Gathered},
    text::{escape, nearest::nearest},
    time::window::{Limits, Window},
};

/// Gathers evidence on the threads that the arguments ask for, and says on `err` what could not be
/// read. An error where nothing at all was usable.
pub(crate) fn gather(options: &Options, err: &mut (dyn Write + Send)) -> Result<Gathered> {
    notice(options, err);
    let mut stdin = io::stdin();
    let progress = progress(options);
    let gathered = gather::on_threads(options.threads, || {
        gather::gather(&options.gather, Some(&mut stdin as &mut (dyn Read + Send)))
    })??;
    drop(progress);
    check(gathered, options, err)
}

/// Shows how far reading has come, while the result lives.
pub(crate) fn progress(options: &Options) -> Option<Progress> {
    (options.voice != Voice::Quiet).then(|| Progress::over(&options.gather.paths))
}

/// Says on `err` what is to be known of the settings file.
pub(crate) fn notice(options: &Options, err: &mut (dyn Write + Send)) {
    if let Some(notice) = options.notice.as_deref().filter(|_| options.voice != Voice::Quiet) {
        let _ = writeln!(err, "backtrail: {}", escape::terminal(notice));
    }
}

/// Says on `err` what could not be read, and where asked for what happened on the way. An error
/// where nothing at all was usable.
pub(crate) fn check(
    gathered: Gathered,
    options: &Options,
    err: &mut (dyn Write + Send),
) -> Result<Gathered> {
    if !gathered.usable() {
        let meant = options.gather.paths.iter().filter_map(|path| meant(Path::new(path)));
        let meant: String = meant.map(|near| format!("\n  did you mean `{near}`?")).collect();
        return Err(Error::NothingUsable(gathered.nothing_usable() + &meant));
    }
    if options.voice == Voice::Quiet {
        return Ok(gathered);
    }
    let verbose = options.voice == Voice::Verbose;
    // paths and notes are the evidence's: nothing of them may act on the terminal
    let mut line = |path: &str, what: &str| {
        let _ = writeln!(err, "backtrail: {}: {}", escape::terminal(path), escape::terminal(what));
    };
    for skipped in gathered.skipped.iter().filter(|it| it.reason.is_loss() || verbose) {
        line(&skipped.path, &skipped.reason.to_string());
    }
    for (source, tally) in gathered.sources.iter().zip(&gathered.tallies) {
        let unread = tally.format.is_none() && source.same_as.is_none();
        for note in tally.notes.iter().filter(|note| note.is_loss() || unread || verbose) {
            line(&source.path, &note.to_string());
        }
    }
    if verbose {
        for clock in &gathered.placed.clocks {
            let path = gathered
                .sources
                .get(clock.source.index())
                .map_or("", |source| source.path.as_str());
            line(path, &format!("{} ({}): {}", clock.name, clock.basis.id(), clock.reason));
        }
    }
    Ok(gathered)
}

/// The window that the arguments ask for, in the zone of the evidence where they name none.
pub(crate) fn window(limits: Limits, gathered: &Gathered) -> Result<Window> {
    let last = if limits.are_relative() { gathered.last_stamp() } else { None };
    limits.window(gathered.zone(), last)
}

/// Says on `err` how the window was understood, where that hangs on the evidence.
pub(crate) fn echo(limits: Limits, window: Window, err: &mut (dyn Write + Send)) {
    if limits.hang_on_evidence() {
        let _ = writeln!(err, "backtrail: shown is what happened {}", window.words());
    }
}

/// The name that a path to nothing is nearest to, of those that lie beside it.
fn meant(path: &Path) -> Option<String> {
    if path.exists() {
        return None;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names: Vec<String> =
        beside.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let near = nearest(&path.file_name()?.to_string_lossy(), names.iter().map(String::as_str))?;
    Some(folder.map_or_else(|| near.to_owned(), |it| it.join(near).display().to_string()))
}

/// The status of a run that did its work, under `--strict`.
pub(crate) fn status(gathered: &Gathered, options: &Options) -> ExitStatus {
    if options.strict && gathered.losses().next().is_some() {
        ExitStatus::PARTLY
    } else {
        ExitStatus::DONE
    }
}
