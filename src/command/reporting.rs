//! Where a report goes and in which form: what the commands that make one share.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::{
    case::severity::Severity,
    command::{
        args::{JsonArg, Options, Voice, by_name},
        color::{self, Color},
        contract::Console,
        gathering,
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    ingest::{gather::on_threads, gathered::Gathered},
    render::{
        self,
        contract::{Profile, RenderOptions, Whole},
        output::{self, Target},
    },
    report::{engine, signature::Key, v1::Report},
    source::discovery::refuse_evidence,
    text::escape,
};

/// Where a report goes and in which form.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// Write the report here, in the form of the extension (.md, .json, .html, …) or the one that
    /// is named, as in `md:github-comment=comment.md`; may be repeated; `-` is standard output
    #[arg(short, long, value_name = "[FORM=]FILE")]
    pub(crate) output: Vec<String>,
    /// Form of `-o -`, such as md or md:github-comment; GLOB=ID states the format of evidence
    /// instead
    #[arg(long, value_name = "FORM")]
    pub(crate) format: Vec<String>,
    #[command(flatten)]
    pub(crate) json: JsonArg,
    /// Where the report goes, which limits its length
    #[arg(long, value_name = "PLACE", default_value = "full", value_parser = profile())]
    pub(crate) profile: Profile,
    /// Where the whole report will be read; comments, notes and messages link to it
    #[arg(long, value_name = "URL", value_parser = Whole::url)]
    pub(crate) report_url: Option<Whole>,
    /// Exit with 1 where a finding is at or above this severity
    #[arg(long, value_name = "SEVERITY", default_value = "never", value_parser = threshold())]
    pub(crate) fail_on: Threshold,
    /// Sign each file that is written with this Ed25519 key of OpenSSH, which has no password: the
    /// signature is FILE.sig, as `ssh-keygen -Y sign -n file` makes it; `verify` checks it
    #[arg(long, value_name = "KEY")]
    pub(crate) sign: Option<PathBuf>,
    /// Colour of the summary
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = by_name::<Color>())]
    pub(crate) color: Color,
}

/// The profiles by their names.
fn profile() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.iter().map(|profile| profile.id()))
        .map(|id| Profile::by_id(&id).unwrap_or_default())
}

/// From which severity on a run fails; none where it never does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Threshold(Option<Severity>);

/// The severities by their names, and `never`.
fn threshold() -> impl TypedValueParser<Value = Threshold> {
    let ids = Severity::ALL.iter().rev().map(|severity| severity.id());
    PossibleValuesParser::new(ids.chain(["never"])).map(|id| Threshold(Severity::from_id(&id)))
}

/// What the arguments say of formats.
pub(crate) struct Forms {
    /// `GLOB=ID`: formats of evidence.
    pub(crate) stated: Vec<String>,
    targets: Vec<Target>,
    key: Option<Key>,
}

impl ReportArgs {
    /// What is to be written; refused where it would touch what `paths` name.
    pub(crate) fn forms(&self, paths: &[String]) -> Result<Forms> {
        let (stated, forms): (Vec<String>, Vec<String>) =
            self.format.iter().cloned().partition(|text| text.contains('='));
        if forms.len() > 1 {
            return Err(Error::Usage(
                "--format names one form; repeat -o for several files".to_owned(),
            ));
        }
        let form = forms.first().map(String::as_str).or(self.json.json.then_some("json"));
        let is_message = self.profile != Profile::Full && self.output.is_empty();
        let form = form.or(is_message.then_some("md"));
        // `--format md` or `--profile slack` alone means standard output
        let to_stdout = [String::from("-")];
        let outputs =
            if self.output.is_empty() && form.is_some() { &to_stdout[..] } else { &self.output };
        let targets = output::targets(outputs, form, self.profile)?;
        let key = self.sign.as_ref().map(|file| {
            let text = fs::read_to_string(file).map_err(|source| Error::Io {
                doing: "read",
                path: file.clone(),
                source,
            })?;
            Key::read(&text).map_err(|why| Error::Usage(format!("{} {why}", file.display())))
        });
        let key = key.transpose()?;
        let written = || targets.iter().filter_map(|target| target.path.as_deref());
        if key.is_some() && written().next().is_none() {
            return Err(Error::Usage("--sign signs files: name one with -o".to_owned()));
        }
        let signatures: Vec<PathBuf> = match key {
            Some(_) => written().map(output::signature_of).collect(),
            None => Vec::new(),
        };
        refuse_evidence(paths, written().chain(signatures.iter().map(PathBuf::as_path)))?;
        Ok(Forms { stated, targets, key })
    }

    /// Judges what was gathered from `paths`, and writes the report.
    pub(crate) fn tell(
        &self,
        forms: &Forms,
        gathered: &mut Gathered,
        mut options: Options,
        console: &mut Console<'_>,
    ) -> Result<ExitStatus> {
        let targets = &forms.targets;
        options.report.window = gathering::window(options.limits, gathered)?;
        let report = on_threads(options.threads, || engine::report(gathered, &options.report))?;
        let looks = RenderOptions { whole: self.report_url.clone(), ..RenderOptions::default() };
        output::write(targets, &report, &looks, forms.key.as_ref(), console.out)?;
        if options.voice != Voice::Quiet && targets.iter().all(|target| target.path.is_some()) {
            self.summary(&report, targets, &options.gather.paths, console.out)
                .map_err(write_error)?;
        }
        let strict = gathering::status(gathered, &options);
        Ok(if self.fails(&report) { ExitStatus::FOUND } else { strict })
    }

    /// Whether something is at or above the severity that fails a run.
    pub(crate) fn fails(&self, report: &Report) -> bool {
        self.fail_on.0.is_some_and(|severity| output::fails(report, severity))
    }

    /// The summary for the terminal, and which files were written.
    fn summary(
        &self,
        report: &Report,
        targets: &[Target],
        paths: &[String],
        out: &mut (dyn Write + Send),
    ) -> io::Result<()> {
        let options = color::of_stdout(self.color, paths);
        let summary =
            render::by_id("text").map(|form| form.render(report, &options)).unwrap_or_default();
        out.write_all(&summary)?;
        if targets.is_empty() {
            writeln!(out, "\nThe whole report: add -o rca.md, -o rca.html or -o rca.json")?;
        }
        for path in targets.iter().filter_map(|target| target.path.as_deref()) {
            let shown = escape::terminal(&path.to_string_lossy());
            let linked = options
                .links
                .as_ref()
                .and_then(|_| std::fs::canonicalize(path).ok())
                .map(|full| escape::terminal_link(&full, &shown));
            writeln!(out, "written: {}", linked.unwrap_or(shown))?;
        }
        Ok(())
    }
}
