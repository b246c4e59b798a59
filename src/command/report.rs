//! `backtrail report`: scans in, the report out that `analyze` makes of the same evidence.

use std::{
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use crate::{
    command::{
        args::{Options, ReadingArgs, Voice},
        contract::{Command, Console},
        fleet::Fleet,
        gathering,
        reporting::ReportArgs,
        status::{ExitStatus, print_json, write_error},
    },
    error::{Error, Result},
    ingest::{
        gather::{gather_sources, on_threads},
        gathered::Gathered,
        options::SurveyPolicy,
        units::{union::Union, window},
    },
    render::output,
    source::discovery::refuse_evidence,
    text::escape,
};

/// Make the report from scans alone, without the evidence at hand
///
/// The same bytes as `analyze` of the same evidence with the same options, from what `scan` wrote
/// on any machines: in any order, and it changes nothing if some of it comes twice. What the scans
/// lack of a source is named in the report as evidence that was not read.
///
/// Large logs are not carried whole. What a report should read of them besides, around what was
/// found, --windows writes to a file for a second round: `scan --windows` reads it, and the report
/// of both scans has it. The file is empty where there is nothing.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  ssh web1 backtrail scan /var/log/app --source-id web1 > web1.ndjson
  ssh db1 backtrail scan /var/log/mysql --source-id db1 > db1.ndjson
  backtrail report web1.ndjson db1.ndjson --windows more -o rca.html
  ssh db1 backtrail scan /var/log/mysql --source-id db1 --windows /dev/stdin < more > db1b.ndjson
  backtrail report web1.ndjson db1.ndjson db1b.ndjson -o rca.html")]
pub(crate) struct ReportCommand {
    /// What `backtrail scan` wrote: files, folders of `.ndjson` files; `-` is standard input
    #[arg(value_name = "SCAN", required = true)]
    scans: Vec<String>,
    /// Judge each host for itself, which the beginning of its sources' names up to the first `/`
    /// tells: one line each, and what hit several of them; --json as JSON
    #[arg(long, conflicts_with_all = ["windows", "output", "profile", "report_url", "sign"])]
    each: bool,
    /// Write here what a second scan should read
    #[arg(long, value_name = "FILE")]
    windows: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    report: ReportArgs,
}

impl Command for ReportCommand {
    const NAME: &'static str = "report";
    const ABOUT: &'static str = "The report from scans alone, the same as of the evidence";

    /// Makes it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        // a report may lie in the folder of scans, but take the place of none
        let scans = files(&self.scans)?;
        let forms = self.report.forms(&scans)?;
        refuse_evidence(&scans, self.windows.as_deref())?;
        let options = self.reading.options(&scans, &forms.stated, SurveyPolicy::Large)?;
        gathering::notice(&options, console.err);
        let union = union(&scans)?;
        if self.each {
            return self.each(union, options, console);
        }
        let found = union.into_discovery();
        let gathered = on_threads(options.threads, || {
            let skipped = found.skipped;
            Gathered { skipped, ..gather_sources(found.sources, &options.gather) }
        })?;
        let mut gathered = gathering::check(gathered, &options, console.err)?;
        let quiet = options.voice == Voice::Quiet;
        let status = self.report.tell(&forms, &mut gathered, options, console)?;
        let wanted = window::wanted(&gathered);
        if let Some(file) = &self.windows {
            output::stream(file, |out| window::write(&wanted, out))?;
        }
        if !wanted.is_empty() && !quiet {
            let file = self.windows.as_deref().unwrap_or(Path::new("FILE")).display();
            let _ = writeln!(
                console.err,
                "backtrail: of {} sources more should be read; scan them again with `--windows {file}`, which `report --windows {file}` writes, and report both scans",
                wanted.len()
            );
        }
        Ok(status)
    }
}

impl ReportCommand {
    /// A line a host.
    fn each(
        &self,
        union: Union,
        mut options: Options,
        console: &mut Console<'_>,
    ) -> Result<ExitStatus> {
        let (mut failed, mut lost) = (false, false);
        let (threads, strict) = (options.threads, options.strict);
        let fleet = on_threads(threads, || {
            Fleet::of(union, &mut options, &mut |report, gathered| {
                failed |= self.report.fails(report);
                lost |= gathered.losses().next().is_some();
            })
        })??;
        if !fleet.usable() {
            return Err(Error::NothingUsable(format!("\n{}", fleet.text())));
        }
        if self.report.json.json {
            let value =
                serde_json::to_value(&fleet).map_err(|error| Error::Usage(error.to_string()))?;
            print_json(&value, console.out)?;
        } else {
            console.out.write_all(fleet.text().as_bytes()).map_err(write_error)?;
        }
        Ok(match (failed, lost && strict) {
            (true, _) => ExitStatus::FOUND,
            (_, true) => ExitStatus::PARTLY,
            _ => ExitStatus::DONE,
        })
    }
}

/// The files that are meant: of a folder those that end in `.ndjson`.
fn files(scans: &[String]) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for scan in scans {
        if !Path::new(scan).is_dir() {
            files.push(scan.clone());
            continue;
        }
        let failed = |source| Error::Io { doing: "list", path: scan.into(), source };
        let mut inside = Vec::new();
        for entry in fs::read_dir(scan).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "ndjson") {
                inside.push(path.to_string_lossy().into_owned());
            }
        }
        inside.sort();
        files.append(&mut inside);
    }
    Ok(files)
}

/// All that the scans carry.
fn union(scans: &[String]) -> Result<Union> {
    let mut union = Union::default();
    for scan in scans {
        if scan == "-" {
            union.read("standard input", &mut io::stdin().lock())?;
            continue;
        }
        let failed = |source| Error::Io { doing: "read", path: scan.into(), source };
        let opened = File::open(scan).map_err(failed)?;
        let name = escape::terminal(scan);
        union.read(&name, &mut BufReader::with_capacity(1 << 20, opened))?;
    }
    Ok(union)
}
