//! `backtrail analyze`: evidence in, a report out, in as many forms as are asked for.

use std::io::Write;

use super::{ExitStatus, gather, look::look, strict_status};
use crate::{
    error::{Error, Result},
    ingest::Screening,
    render::{self, Profile, RenderOptions, output},
    report::examine::{deepen, examine_with},
};

/// Evidence in, root-cause analysis out
///
/// Reads everything in the paths, puts it in one timeline, finds what was destroyed and what
/// started it, and writes a report in which every sentence of evidence cites its bytes. Without -o
/// a summary is shown; -o writes Markdown, HTML, JSON, SARIF or JUnit by the file's extension.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub evidence: crate::command::cli::EvidenceArgs,
    /// Write the report here, in the form of the extension (.md, .json, .html, …); may be repeated;
    /// `-` is standard output, with --format
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<String>,
    /// Form of `-o -`, such as md or md:github-comment; GLOB=ID states the format of evidence instead
    #[arg(long, value_name = "FORM")]
    pub format: Vec<String>,
    /// Where the report goes, which limits its length
    #[arg(long, value_name = "PLACE", default_value = "full",
          value_parser = clap::builder::PossibleValuesParser::new(Profile::ALL.iter().map(|p| p.id())))]
    pub profile: String,
    /// Exit with 1 where a finding is at or above this severity
    #[arg(long, value_name = "SEVERITY", default_value = "never",
          value_parser = clap::builder::PossibleValuesParser::new(output::SEVERITIES.into_iter().chain(["never"])))]
    pub fail_on: String,
    /// Colour of the summary
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"])]
    pub color: String,
}

/// Does it.
pub fn run(
    args: &Args,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let (stated, forms): (Vec<String>, Vec<String>) =
        args.format.iter().cloned().partition(|text| text.contains('='));
    if forms.len() > 1 {
        return Err(Error::Usage(
            "--format names one form; repeat -o for several files".to_owned(),
        ));
    }
    let profile = Profile::by_id(&args.profile).unwrap_or_default();
    let form = forms.first().map(String::as_str);
    // `--format md` alone means standard output
    let to_stdout = [String::from("-")];
    let outputs =
        if args.output.is_empty() && form.is_some() { &to_stdout[..] } else { &args.output };
    let targets = output::targets(outputs, form, profile)?;
    let reading = &args.evidence.reading;
    let mut wanted = args.evidence.wanted(&stated)?;
    let (since, until) = reading.bounds()?;
    if reading.screen.is_none() {
        wanted.ingest.screening = Screening::Large;
    }
    let mut gathered = gather(&wanted, reading, err)?;
    let wishes = reading.wishes();
    // on the same thread, whose memory the second finds as the first left it
    let report = crate::ingest::gather::on_threads(reading.threads(), || {
        deepen(&mut gathered, &wishes);
        gathered.placed.events.retain(|event| {
            event.when.is_none_or(|when| when.latest > since && when.earliest <= until)
        });
        examine_with(&gathered, &wishes)
    })?;
    output::write(&targets, &report, &RenderOptions::default(), out)?;
    if !reading.quiet && targets.iter().all(|target| target.path.is_some()) {
        let options = look(&args.color, &args.evidence.paths);
        let summary =
            render::by_id("text").map(|form| form.render(&report, &options)).unwrap_or_default();
        out.write_all(&summary).map_err(super::write_error)?;
        if targets.is_empty() {
            writeln!(out, "\nThe whole report: add -o rca.md, -o rca.html or -o rca.json")
                .map_err(super::write_error)?;
        }
        for path in targets.iter().filter_map(|target| target.path.as_deref()) {
            let shown = crate::text::escape::terminal(&path.to_string_lossy());
            let linked = options
                .links
                .as_ref()
                .and_then(|_| std::fs::canonicalize(path).ok())
                .map(|full| crate::text::escape::terminal_link(&full, &shown));
            writeln!(out, "written: {}", linked.unwrap_or(shown)).map_err(super::write_error)?;
        }
    }
    let strict = strict_status(&gathered, reading);
    Ok(if output::fails(&report, &args.fail_on) { ExitStatus::FOUND } else { strict })
}
