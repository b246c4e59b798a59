//! `backtrail verify`: reads every citation of a report again.

use std::{fs, path::PathBuf, sync::Arc};

use crate::{
    command::{
        args::SettingsArgs,
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    redact::redactor::Redactor,
    report::verify,
    text::escape,
};

/// Re-read every citation of a report and check it against the evidence
///
/// For whoever must not take the report's word for it: the hash of each file, and the bytes behind
/// each sentence.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Verify {
    /// The report, as JSON
    #[arg(value_name = "REPORT.json")]
    pub(crate) report: PathBuf,
    /// The folder (or file) that was analyzed; may be given several times, as it was then
    #[arg(long, value_name = "DIR", required = true)]
    pub(crate) evidence: Vec<String>,
    /// Say nothing; the exit status tells
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// List what holds as well
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

impl Command for Verify {
    const NAME: &'static str = "verify";
    const ABOUT: &'static str =
        "Re-read every citation of a report and check it against the evidence";

    /// Does it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        let bytes = fs::read(&self.report).map_err(|source| Error::Io {
            doing: "read",
            path: self.report.clone(),
            source,
        })?;
        let sealed = verify::open(&bytes)
            .map_err(|what| Error::Usage(format!("{} {what}", self.report.display())))?;
        for path in &self.evidence {
            fs::metadata(path).map_err(|source| Error::Io {
                doing: "read",
                path: path.into(),
                source,
            })?;
        }
        // excerpts are made again as they were made then: with the user's own redactions, if any
        let settings = self.settings.load(&self.evidence)?;
        let redactor = Redactor::with_own(
            sealed.report.redaction.level,
            if sealed.report.settings.is_some() { settings.config.own } else { Arc::default() },
        );
        let checks = verify::against(&bytes, &sealed, &self.evidence, &redactor)?;
        let failed = checks.iter().filter(|check| check.outcome.is_err()).count();
        if self.quiet {
            return Ok(if failed == 0 { ExitStatus::DONE } else { ExitStatus::FOUND });
        }
        let mut text = String::new();
        for check in &checks {
            let (word, what) = match &check.outcome {
                Ok(what) if self.verbose => ("ok  ", what),
                Ok(_) => continue,
                Err(what) => ("FAIL", what),
            };
            let place = if check.place.is_empty() {
                String::new()
            } else {
                format!(" {}", escape::terminal(&check.place))
            };
            text.push_str(&format!(
                "{word} {}{place}: {}\n",
                escape::terminal(&check.id),
                escape::terminal(what)
            ));
        }
        let (files, citations) = (sealed.report.evidence.len(), sealed.report.citations.len());
        text.push_str(&if failed == 0 {
            format!("{citations} citations in {files} files hold, and the report's checksum fits. The checksum has no key: it shows damage, not who wrote the report or whether its conclusions follow.\n")
        } else {
            format!("{failed} of {} checks do not hold ({files} files, {citations} citations, the report itself)\n", checks.len())
        });
        out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(if failed == 0 { ExitStatus::DONE } else { ExitStatus::FOUND })
    }
}
