//! `backtrail scan`: evidence in, records out that travel to where the report is made.

use std::{
    fs,
    io::{self, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use crate::{
    command::{
        args::{Survey, VoiceArgs, by_name},
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    ingest::{
        gather::on_threads,
        options::{IngestOptions, SurveyPolicy},
        stated,
        units::{
            record::Wanted,
            scan::{self, ScanOptions},
            window,
        },
    },
    render::output,
    source::discovery::refuse_evidence,
    text::escape,
};

/// Evidence to records that `report` makes its report from, for many machines
///
/// Runs where the evidence lies: reads it, changes nothing, and writes one JSON record a line.
/// Scans of any hosts, files and ranges are put together by `backtrail report`; it does not matter
/// in which order, or whether a task ran twice. The same evidence gives the same bytes: no clock,
/// no network, no state.
///
/// A scan holds evidence as it stands, unredacted: keep it as you keep the evidence.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  backtrail scan /var/log --source-id web1 -o web1.ndjson
  backtrail scan general.log --range 0..1073741824 -o part1.ndjson
  hadoop fs -cat /logs/app.log | backtrail scan - --source-id app.log > app.ndjson")]
pub(crate) struct Scan {
    /// Files, folders, archives, patterns; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// Only these bytes of a single file that is not packed, from A up to B; `A..` up to its end
    #[arg(long, value_name = "A..B", value_parser = range)]
    range: Option<Range<u64>>,
    /// What the report calls the file or standard input, or puts before the names of what lies in
    /// folders: hosts are told apart by it
    #[arg(long, value_name = "ID")]
    source_id: Option<String>,
    /// Standard input is a stretch of something longer that begins at this byte
    #[arg(long, value_name = "N", requires = "source_id", conflicts_with = "range")]
    base_offset: Option<u64>,
    /// States the format of evidence; the report wants the same
    #[arg(long, value_name = "GLOB=ID")]
    format: Vec<String>,
    /// Only what `report --windows` wrote to this file, of the sources that it names: the second
    /// round
    #[arg(long, value_name = "FILE", conflicts_with_all = ["range", "base_offset"])]
    windows: Option<PathBuf>,
    /// Which sources are surveyed and not carried whole; the report wants the same
    #[arg(long, value_name = "WHEN", hide = true, value_parser = by_name::<Survey>())]
    screen: Option<Survey>,
    /// Write the records here; else to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Do not compute the SHA-256 of files
    #[arg(long)]
    no_hash: bool,
    /// Threads; 0 for all processors, as without it
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: Option<u16>,
    #[command(flatten)]
    voice: VoiceArgs,
}

/// What a report wants in a second round.
fn windows(file: &Path) -> Result<Vec<Wanted>> {
    let read = fs::read_to_string(file);
    let text =
        read.map_err(|source| Error::Io { doing: "read", path: file.to_path_buf(), source })?;
    window::read(&escape::terminal(&file.to_string_lossy()), &text)
}

/// `A..B`, `A..`.
fn range(text: &str) -> std::result::Result<Range<u64>, String> {
    let (from, to) = text.split_once("..").ok_or("two numbers of bytes, as in 0..1048576")?;
    let number = |text: &str| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
    let to = if to.is_empty() { Ok(u64::MAX) } else { number(to) };
    let range = number(from)?..to?;
    if range.start <= range.end { Ok(range) } else { Err("it ends before it begins".to_owned()) }
}

impl Command for Scan {
    const NAME: &'static str = "scan";
    const ABOUT: &'static str = "Evidence to records for `report`, for many machines";

    /// Writes them.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        refuse_evidence(&self.paths, self.output.as_deref().filter(|it| it.as_os_str() != "-"))?;
        let formats = self.format.iter().map(|text| stated::format_override(text));
        let wanted = ScanOptions {
            paths: self.paths.clone(),
            source_id: self.source_id.clone(),
            range: self.range.clone(),
            base_offset: self.base_offset,
            ingest: IngestOptions {
                formats: formats.collect::<Result<_>>()?,
                survey: self.screen.map_or(SurveyPolicy::Large, SurveyPolicy::from),
                ..IngestOptions::default()
            },
            windows: self.windows.as_deref().map(windows).transpose()?,
            hash: !self.no_hash,
            stated: self.format.iter().map(|text| format!("--format {text}")).collect(),
        };
        let threads = self.threads.filter(|number| *number > 0).map(usize::from);
        let run = |out: &mut (dyn Write + Send)| {
            on_threads(threads, || scan::scan(&wanted, &mut io::stdin(), out))?
        };
        let (sources, skipped) = match &self.output {
            Some(file) if file.as_os_str() != "-" => output::stream(file, run)?,
            _ => {
                let done = run(console.out)?;
                console.out.flush().map_err(write_error)?;
                done
            }
        };
        for skipped in skipped.iter().filter(|it| it.reason.is_loss() && !self.voice.is_quiet()) {
            let (path, what) = (&skipped.path, skipped.reason.to_string());
            let _ = writeln!(
                console.err,
                "backtrail: {}: {}",
                escape::terminal(path),
                escape::terminal(&what)
            );
        }
        if sources == 0 {
            let what = "no file could be read in the paths".to_owned();
            return Err(Error::NothingUsable(what));
        }
        Ok(ExitStatus::DONE)
    }
}
