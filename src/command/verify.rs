//! `backtrail verify`: reads the evidence of a report, or of anybody's analysis, again.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    command::{
        args::{JsonArg, ReadingArgs, SettingsArgs},
        claims::{self, Answer, read},
        contract::{Command, Console},
        gathering,
        status::{ExitStatus, print_json, write_error},
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
/// records and compares all that it says. --claims checks an analysis by somebody else, a person or
/// an assistant.
#[derive(Clone, Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Verify {
    /// The report, as JSON
    #[arg(value_name = "REPORT.json", required_unless_present = "claims")]
    pub(crate) report: Option<PathBuf>,
    /// The folder (or file) that was analyzed; may be several, as it was then
    #[arg(value_name = "PATH", required_unless_present_any = ["evidence", "claims"])]
    pub(crate) paths: Vec<String>,
    /// The same
    #[arg(long, value_name = "DIR")]
    pub(crate) evidence: Vec<String>,
    /// Instead of a report an analysis, Markdown or JSON, whose claims cite places: `path:LINE`,
    /// `path:FIRST-LAST`, `path@OFFSET+LENGTH`, or as a report does. Each place must be there and
    /// hold what the claim quotes. `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "rerun")]
    pub(crate) claims: Option<PathBuf>,
    /// Analyze again and compare the whole report; the first difference is named by its JSON path
    #[arg(long)]
    pub(crate) rerun: bool,
    /// With --claims: compare only with what redaction leaves, for whoever may not know more
    #[arg(long, requires = "claims")]
    pub(crate) redacted: bool,
    /// Say nothing; the exit status tells
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// List what holds as well
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) json: JsonArg,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

impl Command for Verify {
    const NAME: &'static str = "verify";
    const ABOUT: &'static str =
        "Check a report against the evidence: each citation, or with --rerun all of it";

    /// Does it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let named = self.evidence.iter().chain(&self.paths).cloned();
        if let Some(file) = &self.claims {
            let first = self.report.iter().map(|path| path.to_string_lossy().into_owned());
            let paths: Vec<String> = first.chain(named).collect();
            let wish = Answer {
                quiet: self.quiet,
                verbose: self.verbose,
                blind: self.redacted,
                json: self.json,
                settings: &self.settings,
            };
            return claims::check(&wish, file, &paths, console.out);
        }
        let paths: Vec<String> = named.collect();
        let Some(file) = &self.report else { return Err(Error::Usage("no report".to_owned())) };
        let bytes = read(file)?;
        let sealed = verify::open(&bytes)
            .map_err(|what| Error::Usage(format!("{} {what}", file.display())))?;
        let report = &sealed.report;
        claims::must_exist(&paths)?;
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
        let status = if failed == 0 { ExitStatus::DONE } else { ExitStatus::FOUND };
        if self.json.json {
            let list = checks.iter().map(|Check { id, place, outcome }| {
                let (Ok(what) | Err(what)) = outcome;
                json!({"id": id, "place": place, "holds": outcome.is_ok(), "what": what})
            });
            let list: Vec<_> = list.collect();
            print_json(&json!({"holds": failed == 0, "checks": list}), console.out)?;
            return Ok(status);
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
            format!("{citations} citations in {files} files hold, and the report's checksum fits. The checksum has no key: it shows damage, not who wrote the report, since whoever changes a report can make a new checksum. Whether its conclusions follow was not checked; --rerun does that.\n")
        });
        console.out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(status)
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
            // as the command line takes them
            year: said.year.filter(|year| (1995..=2099).contains(year)),
            since: said.since.clone(),
            until: said.until.clone(),
            block: IngestOptions::default().block,
            settings,
            ..ReadingArgs::default()
        }
    }
}
