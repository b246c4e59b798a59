//! `backtrail report`: scans in, the report out that `analyze` makes of the same evidence.

use std::{
    fs::File,
    io::{self, BufReader},
};

use crate::{
    command::{
        args::ReadingArgs,
        contract::{Command, Console},
        gathering,
        reporting::ReportArgs,
        status::ExitStatus,
    },
    error::{Error, Result},
    ingest::{
        gather::{gather_sources, on_threads},
        gathered::Gathered,
        options::SurveyPolicy,
        units::union::Union,
    },
    text::escape,
};

/// Make the report from scans alone, without the evidence at hand
///
/// The same bytes as `analyze` of the same evidence with the same options, from what `scan` wrote
/// on any machines: in any order, and it changes nothing if some of it comes twice. What the scans
/// lack of a source is named in the report as evidence that was not read.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  ssh web1 backtrail scan /var/log/app --source-id web1 > web1.ndjson
  ssh db1 backtrail scan /var/log/mysql --source-id db1 > db1.ndjson
  backtrail report web1.ndjson db1.ndjson -o rca.html -o rca.json")]
pub(crate) struct ReportCommand {
    /// What `backtrail scan` wrote; `-` is standard input
    #[arg(value_name = "SCAN", required = true)]
    scans: Vec<String>,
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
        let forms = self.report.forms(&self.scans)?;
        let options = self.reading.options(&self.scans, &forms.stated, SurveyPolicy::Large)?;
        gathering::notice(&options, console.err);
        let found = union(&self.scans)?.into_discovery();
        let gathered = on_threads(options.threads, || {
            let skipped = found.skipped;
            Gathered { skipped, ..gather_sources(found.sources, &options.gather) }
        })?;
        let mut gathered = gathering::check(gathered, &options, console.err)?;
        self.report.tell(&forms, &mut gathered, options, console)
    }
}

/// All that the scans carry.
fn union(scans: &[String]) -> Result<Union> {
    let mut union = Union::default();
    for scan in scans {
        let name = escape::terminal(scan);
        if scan == "-" {
            union.read("standard input", &mut io::stdin().lock())?;
            continue;
        }
        let opened = File::open(scan).map_err(|source| Error::Io {
            doing: "read",
            path: scan.into(),
            source,
        })?;
        union.read(&name, &mut BufReader::with_capacity(1 << 20, opened))?;
    }
    Ok(union)
}
