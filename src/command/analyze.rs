//! `backtrail analyze`: evidence in, a report out, in as many forms as are asked for.

use crate::{
    command::{
        args::EvidenceArgs,
        contract::{Command, Console},
        gathering,
        reporting::ReportArgs,
        status::ExitStatus,
    },
    error::Result,
    ingest::options::SurveyPolicy,
};

/// Evidence in, root-cause analysis out
///
/// Reads everything in the paths, puts it in one timeline, finds what was destroyed and what
/// started it, and writes a report in which every sentence of evidence cites its bytes. Without -o
/// a summary is shown; -o writes Markdown, HTML, JSON, SARIF or JUnit by the file's extension.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Analyze {
    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

impl Command for Analyze {
    const NAME: &'static str = "analyze";
    const ABOUT: &'static str = "Evidence in, root-cause analysis out";

    /// Does it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let forms = self.report.forms(&self.evidence.paths)?;
        let options = self.evidence.options(&forms.stated, SurveyPolicy::Large)?;
        let mut gathered = gathering::gather(&options, console.err)?;
        self.report.tell(&forms, &mut gathered, options, console)
    }
}
