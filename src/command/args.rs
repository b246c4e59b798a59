//! Arguments that several commands share, and what they and the settings file say together.

use std::path::PathBuf;

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, Resettable, TypedValueParser},
};

use crate::{
    command::config::file::Settings,
    error::Result,
    ingest::{
        gather::GatherOptions,
        options::{IngestOptions, SurveyPolicy},
        stated,
    },
    redact::{redactor::Redactor, rule::Level},
    report::{options::ReportOptions, v1},
    time::window::{Limits, Window},
};

/// Where evidence lies and how it is read; the same for all commands that read it.
#[derive(Clone, Debug, Args)]
pub(crate) struct EvidenceArgs {
    /// Files, folders, archives, patterns; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How evidence is read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ReadingArgs {
    /// Zone of stamps that name none, where the evidence does not show it; GLOB=ZONE states it for
    /// the files that fit
    #[arg(long, value_name = "[GLOB=]ZONE")]
    pub(crate) tz: Vec<String>,
    /// Year of the first stamp of files whose stamps bear none
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i32).range(1995..=2099))]
    pub(crate) year: Option<i32>,
    /// Leave out what was surely before this time: RFC 3339, `2025-10-27 06:28`, 06:28, today,
    /// yesterday, -2h, `3 days ago`. Without an offset it is in --tz, else in the zone that the
    /// evidence shows; what is told from now is told from the last stamp of the evidence
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,
    /// Leave out what was surely after this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,
    /// What is taken out of texts: passwords and literals, personal data as well, addresses and
    /// hosts as well, or nothing
    #[arg(long, value_enum, default_value = "pii", value_name = "LEVEL")]
    pub(crate) redact: RedactLevel,
    /// Threads; 0 for all processors, as without it
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(crate) threads: Option<u16>,
    /// Do not compute the SHA-256 of files
    #[arg(long)]
    pub(crate) no_hash: bool,
    /// Exit with 4 where some evidence could not be read
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) voice: VoiceArgs,
    /// Bytes that one thread reads at a time
    #[arg(long, value_name = "BYTES", hide = true, default_value_t = 4 << 20)]
    pub(crate) block: u64,
    /// Whether large sources are only surveyed and read in full where it matters
    #[arg(long, value_name = "WHEN", hide = true, value_parser = by_name::<Survey>())]
    pub(crate) screen: Option<Survey>,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

/// How much is said on standard error.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct VoiceArgs {
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more on standard error
    #[arg(short, long)]
    verbose: bool,
}

impl VoiceArgs {
    /// Whether nothing is said but errors.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}

/// For programs that read the answer.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct JsonArg {
    /// As JSON, on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which settings file is obeyed.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SettingsArgs {
    /// Settings file; else backtrail.toml of the working folder or the nearest folder above it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Obey no settings file
    #[arg(long)]
    pub(crate) no_config: bool,
}

impl SettingsArgs {
    /// Reads the settings that are obeyed for `evidence`.
    pub(crate) fn load(&self, evidence: &[String]) -> Result<Settings> {
        match &self.config {
            _ if self.no_config => Ok(Settings::default()),
            Some(file) => Settings::of(file),
            None => Settings::nearest(evidence),
        }
    }
}

/// Which sources are surveyed instead of read in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Survey {
    Never,
    Large,
    Always,
}

impl From<Survey> for SurveyPolicy {
    fn from(survey: Survey) -> SurveyPolicy {
        match survey {
            Survey::Never => SurveyPolicy::Never,
            Survey::Large => SurveyPolicy::Large,
            Survey::Always => SurveyPolicy::Always,
        }
    }
}

/// The values of `T` by their names alone, for help that needs no line on each.
pub(crate) fn by_name<T: ValueEnum + Send + Sync + 'static>() -> impl TypedValueParser<Value = T> {
    let names = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    PossibleValuesParser::new(names.map(|value| value.help(Resettable::Reset)))
        .try_map(|name| T::from_str(&name, false))
}

/// How much is taken out of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RedactLevel {
    /// Passwords, tokens, keys and SQL literals
    Secrets,
    /// E-mail addresses, telephone, card and account numbers as well
    #[default]
    Pii,
    /// Network addresses, hosts and home folders as well
    Strict,
    /// Nothing
    Off,
}

impl RedactLevel {
    /// The redactor's level.
    pub(crate) fn level(self) -> Level {
        match self {
            RedactLevel::Secrets => Level::Secrets,
            RedactLevel::Pii => Level::Pii,
            RedactLevel::Strict => Level::Strict,
            RedactLevel::Off => Level::Off,
        }
    }
}

impl EvidenceArgs {
    /// How the evidence is read, with the formats that `--format GLOB=ID` states. `survey` holds
    /// where the arguments say nothing of it.
    pub(crate) fn options(&self, formats: &[String], survey: SurveyPolicy) -> Result<Options> {
        self.reading.options(&self.paths, formats, survey)
    }
}

impl ReadingArgs {
    /// How `paths` are read; see [`EvidenceArgs::options`].
    pub(crate) fn options(
        &self,
        paths: &[String],
        stated_formats: &[String],
        survey: SurveyPolicy,
    ) -> Result<Options> {
        let clock = stated::clock_options(&self.tz, self.year)?;
        let Settings { config, notice } = self.settings.load(paths)?;
        let formats = stated_formats
            .iter()
            .map(|text| stated::format_override(text))
            .collect::<Result<_>>()?;
        let gather = GatherOptions {
            paths: paths.to_vec(),
            clock: config.clock(clock),
            ingest: IngestOptions {
                block: self.block.max(64),
                formats,
                survey: self.screen.map_or(survey, SurveyPolicy::from),
            },
            hash: !self.no_hash,
        };
        let limits = Limits::new(self.since.as_deref(), self.until.as_deref(), gather.clock.rest)?;
        Ok(Options {
            limits,
            gather,
            report: ReportOptions {
                level: self.redact.level(),
                own: config.own,
                policy: config.policy,
                settings: config.stated,
                stated: v1::Stated {
                    tz: self.tz.clone(),
                    year: self.year,
                    since: self.since.clone(),
                    until: self.until.clone(),
                    format: stated_formats.to_vec(),
                },
                window: Window::default(),
            },
            threads: self.threads.filter(|number| *number > 0).map(usize::from),
            strict: self.strict,
            voice: match (self.voice.quiet, self.voice.verbose) {
                (true, _) => Voice::Quiet,
                (_, true) => Voice::Verbose,
                _ => Voice::Normal,
            },
            notice,
        })
    }
}

/// What the arguments and the settings file say together of how evidence is read.
pub(crate) struct Options {
    /// What is gathered, and how.
    pub(crate) gather: GatherOptions,
    /// What of it counts.
    pub(crate) limits: Limits,
    /// How the report is made.
    pub(crate) report: ReportOptions,
    /// Threads; all processors where none are named.
    pub(crate) threads: Option<usize>,
    /// Whether evidence that could not be read is told by the exit status.
    pub(crate) strict: bool,
    /// What is said on standard error.
    pub(crate) voice: Voice,
    /// What is to be known of the settings file.
    pub(crate) notice: Option<String>,
}

impl Options {
    /// What takes out of texts what is not to be shown.
    pub(crate) fn redactor(&self) -> Redactor {
        Redactor::with_own(self.report.level, self.report.own.clone())
    }
}

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Errors only.
    Quiet,
    /// What could not be read.
    Normal,
    /// What happened on the way as well.
    Verbose,
}
