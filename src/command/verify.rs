//! `backtrail verify`: reads the evidence of a report again.

use std::{fs, path::PathBuf};

use crate::{
    command::{
        args::{ReadingArgs, SettingsArgs},
        contract::{Command, Console},
        gathering,
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    ingest::{
        gather::{gather, on_threads},
        options::{IngestOptions, SurveyPolicy},
    },
    report::{
        engine,
        v1::Report,
        verify::{self, Check},
    },
    text::escape,
};

/// Check a report against the evidence: each citation, or with --rerun all of it
///
/// For whoever must not take the report's word for it: the hash, format and counts of each file,
/// and the bytes behind each sentence. --rerun analyzes again with the options that the report
/// records and compares all that it says.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Verify {
    /// The report, as JSON
    #[arg(value_name = "REPORT.json")]
    pub(crate) report: PathBuf,
    /// The folder (or file) that was analyzed; may be several, as it was then
    #[arg(value_name = "PATH", required_unless_present = "evidence")]
    pub(crate) paths: Vec<String>,
    /// The same
    #[arg(long, value_name = "DIR")]
    pub(crate) evidence: Vec<String>,
    /// Analyze again and compare the whole report; the first difference is named by its JSON path
    #[arg(long)]
    pub(crate) rerun: bool,
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
        "Check a report against the evidence: each citation, or with --rerun all of it";

    /// Does it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let bytes = fs::read(&self.report).map_err(|source| Error::Io {
            doing: "read",
            path: self.report.clone(),
            source,
        })?;
        let sealed = verify::open(&bytes)
            .map_err(|what| Error::Usage(format!("{} {what}", self.report.display())))?;
        let report = &sealed.report;
        let paths: Vec<String> = self.evidence.iter().chain(&self.paths).cloned().collect();
        for path in &paths {
            fs::metadata(path).map_err(|source| Error::Io {
                doing: "read",
                path: path.into(),
                source,
            })?;
        }
        let mut options =
            self.reading(report).options(&paths, &report.options.format, SurveyPolicy::Large)?;
        options.report.level = report.redaction.level;
        gathering::notice(&options, console.err);
        let checks = on_threads(None, || {
            let mut gathered = gather(&options.gather, None)?;
            let mut checks = verify::checks(&bytes, &sealed, &gathered, &options.redactor());
            if self.rerun {
                options.report.window = gathering::window(options.limits, &gathered)?;
                let now = engine::report(&mut gathered, &options.report);
                let outcome = verify::again(report, &now);
                checks.push(Check { id: "rerun".to_owned(), place: String::new(), outcome });
            }
            Ok(checks)
        })??;
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
        let (files, citations) = (report.evidence.len(), report.citations.len());
        text.push_str(&if failed > 0 {
            format!("{failed} of {} checks do not hold ({files} files, {citations} citations, the report itself)\n", checks.len())
        } else if self.rerun {
            format!("{citations} citations in {files} files hold, and another analysis says the same in every word. That shows what the program makes of this evidence, not who made the evidence.\n")
        } else {
            format!("{citations} citations in {files} files hold, and the report's checksum fits. The checksum has no key: it shows damage, not who wrote the report, since whoever changes a report can make its checksum anew. Whether its conclusions follow was not checked; --rerun does that.\n")
        });
        console.out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(if failed == 0 { ExitStatus::DONE } else { ExitStatus::FOUND })
    }
}

impl Verify {
    /// How the report says that its evidence was read. Its excerpts hold the user's own redactions
    /// only where it was made under settings.
    fn reading(&self, report: &Report) -> ReadingArgs {
        let said = &report.options;
        let mut settings = self.settings.clone();
        if report.settings.is_none() {
            settings = SettingsArgs { config: None, no_config: true };
        }
        ReadingArgs {
            tz: said.tz.clone(),
            year: said.year,
            since: said.since.clone(),
            until: said.until.clone(),
            block: IngestOptions::default().block,
            settings,
            ..ReadingArgs::default()
        }
    }
}
