//! `backtrail verify`: reads the evidence of a report, or of anybody's analysis, again.

use std::{fs, path::PathBuf};

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
        engine, signature,
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
    #[arg(value_name = "PATH", required_unless_present_any = ["evidence", "claims", "signature"])]
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
    /// Check that the report, in any form, is signed: this file, of `--sign` or `ssh-keygen -Y
    /// sign -n file`, holds a signature of its bytes by a key of --public-key. Without PATH
    /// nothing else is checked
    #[arg(long, value_name = "FILE", requires = "public_key", conflicts_with = "claims")]
    pub(crate) signature: Option<PathBuf>,
    /// Public keys of whoever may have signed, one a line, as in `id_ed25519.pub`; from a source
    /// that you trust, not from where the report came from
    #[arg(long, value_name = "FILE", requires = "signature")]
    pub(crate) public_key: Option<PathBuf>,
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
        let mut checks: Vec<Check> = self.signed(&bytes)?.into_iter().collect();
        let by = checks.first().and_then(|check| check.outcome.clone().ok());
        if paths.is_empty() {
            let by = by.unwrap_or_default();
            let end = format!("The report is signed by {by}. The evidence was not read.\n");
            return self.tell(&checks, "", &end, console);
        }
        let sealed = verify::open(&bytes)
            .map_err(|what| Error::Usage(format!("{} {what}", file.display())))?;
        let report = &sealed.report;
        claims::must_exist(&paths)?;
        let mut options =
            self.reading(report).options(&paths, &report.options.format, SurveyPolicy::Large)?;
        options.report.level = report.redaction.level;
        gathering::notice(&options, console.err);
        checks.extend(on_threads(None, || {
            let mut gathered = gather(&options.gather, None)?;
            let mut checks = verify::checks(&bytes, &sealed, &gathered, &options.redactor());
            if self.rerun {
                options.report.window = gathering::window(options.limits, &gathered)?;
                let now = engine::report(&mut gathered, &options.report);
                let outcome = verify::again(report, &now);
                checks.push(Check { id: "rerun".to_owned(), place: String::new(), outcome });
            }
            Ok(checks)
        })??);
        let (files, citations) = (report.evidence.len(), report.citations.len());
        let failed = format!(" ({files} files, {citations} citations, the report itself)");
        let signed = by.map(|by| format!(" The report is signed by {by}.")).unwrap_or_default();
        let end = if self.rerun {
            format!(
                "{citations} citations in {files} files hold, and another analysis says the same in every word. That shows what the program makes of this evidence, not who made the evidence.{signed}\n"
            )
        } else if signed.is_empty() {
            format!(
                "{citations} citations in {files} files hold, and the report's checksum fits. The checksum has no key: it shows damage, not who wrote the report, since whoever changes a report can make a new checksum. Whether its conclusions follow was not checked; --rerun does that.\n"
            )
        } else {
            format!(
                "{citations} citations in {files} files hold.{signed} Whether its conclusions follow was not checked; --rerun does that.\n"
            )
        };
        self.tell(&checks, &failed, &end, console)
    }
}

impl Verify {
    /// What became of the signature, if one is to be checked.
    fn signed(&self, bytes: &[u8]) -> Result<Option<Check>> {
        let Some((file, keys)) = self.signature.as_ref().zip(self.public_key.as_ref()) else {
            return Ok(None);
        };
        let text = |path: &PathBuf| {
            let read = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            read.map_err(|source| Error::Io { doing: "read", path: path.clone(), source })
        };
        let known = signature::public_keys(&text(keys)?);
        if known.is_empty() {
            let what = "holds no Ed25519 public key of OpenSSH";
            return Err(Error::Usage(format!("{} {what}", keys.display())));
        }
        let outcome = signature::check(&text(file)?, &known, bytes);
        let place = file.to_string_lossy().into_owned();
        Ok(Some(Check { id: "signature".to_owned(), place, outcome }))
    }

    /// Writes what was found; `end` where all of it holds.
    fn tell(
        &self,
        checks: &[Check],
        of: &str,
        end: &str,
        console: &mut Console<'_>,
    ) -> Result<ExitStatus> {
        let failed = checks.iter().filter(|check| check.outcome.is_err()).count();
        let status = if failed == 0 { ExitStatus::DONE } else { ExitStatus::FOUND };
        if self.quiet {
            return Ok(status);
        }
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
        for check in checks {
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
        if failed > 0 {
            text.push_str(&format!("{failed} of {} checks do not hold{of}\n", checks.len()));
        } else {
            text.push_str(end);
        }
        console.out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(status)
    }

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
