//! The command line: what may be asked, and who answers.

use std::{
    ffi::OsString,
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    command::{
        self, ExitStatus,
        config::{Config, FILE_NAME},
    },
    error::{Error, Result},
    ingest::{
        IngestOptions, Screening,
        gather::{self, Wanted},
    },
    redact::Redactor,
    report::examine::Wishes,
};

/// Reads what a system wrote down and tells what was destroyed, when, by what and started by whom.
#[derive(Debug, Parser)]
#[command(
    name = "backtrail",
    version,
    about,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands; only the options of the one that is called are put together.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Evidence in, root-cause analysis out
    Analyze(command::analyze::Args),
    /// Every event of the evidence, one a line
    Events(command::events::Args),
    /// Whole log entries by pattern, time, level and kind of statement
    Grep(command::grep::Args),
    /// The formats that are known, with an example of each
    Formats(command::formats::Args),
    /// What a rule, format, mechanism, signal or word of the report means
    Explain(command::explain::Args),
    /// Read, compare and check information_schema dumps and backups
    Schema(command::schema::Args),
    /// Digest of slow queries by fingerprint
    Slow(command::slow::Args),
    /// Re-read every citation of a report and check it against the evidence
    Verify(command::verify::Args),
    /// Copy text with its secrets and literals taken out
    Redact(command::redact::Args),
    /// What a shell needs to complete commands and options
    #[command(hide = true)]
    Completions(command::completions::Args),
    /// The manual pages
    #[command(hide = true)]
    Man(command::man::Args),
}

/// Where evidence lies and how it is read; the same for all commands that read it.
#[derive(Clone, Debug, Args)]
pub struct EvidenceArgs {
    /// Files, folders, archives, patterns; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: ReadingArgs,
}

/// How evidence is read.
#[derive(Clone, Debug, Default, Args)]
pub struct ReadingArgs {
    /// Zone of stamps that name none, where the evidence does not show it; GLOB=ZONE states it for
    /// the files that fit
    #[arg(long, value_name = "[GLOB=]ZONE")]
    pub tz: Vec<String>,
    /// Year of the first stamp of files whose stamps bear none
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i32).range(1995..=2099))]
    pub year: Option<i32>,
    /// Leave out what was surely before this time
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Leave out what was surely after this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// What is taken out of texts: passwords and literals, personal data as well, addresses and
    /// hosts as well, or nothing
    #[arg(long, value_enum, default_value = "pii", value_name = "LEVEL")]
    pub redact: RedactLevel,
    /// Threads; all processors unless told
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Do not compute the SHA-256 of files
    #[arg(long)]
    pub no_hash: bool,
    /// Exit with 4 where some evidence could not be read
    #[arg(long)]
    pub strict: bool,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more on standard error
    #[arg(short, long)]
    pub verbose: bool,
    /// Bytes that one thread reads at a time
    #[arg(long, value_name = "BYTES", hide = true, default_value_t = 4 << 20)]
    pub block: u64,
    /// Whether large sources are only looked over and read in full where it matters
    #[arg(long, value_name = "WHEN", hide = true, value_parser = ["never", "large", "always"])]
    pub screen: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub settings: SettingsArgs,
}

/// Which settings file is obeyed.
#[derive(Clone, Debug, Default, Args)]
pub struct SettingsArgs {
    /// Settings file; else backtrail.toml of the working folder or the nearest folder above it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Obey no settings file
    #[arg(long)]
    pub no_config: bool,
    #[arg(skip)]
    loaded: OnceLock<Loaded>,
}

/// Settings as they were found.
#[derive(Clone, Debug, Default)]
struct Loaded {
    config: Config,
    /// What is said of them on standard error.
    notice: Option<String>,
}

impl SettingsArgs {
    /// Reads the settings, once. A file that lies within the evidence is not obeyed unless it is
    /// named: evidence gives no orders.
    pub fn load(&self, evidence: &[String]) -> Result<&Config> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(&loaded.config);
        }
        let loaded = self.find(evidence)?;
        Ok(&self.loaded.get_or_init(|| loaded).config)
    }

    /// The settings as far as they are loaded.
    fn config(&self) -> Option<&Config> {
        self.loaded.get().map(|loaded| &loaded.config)
    }

    /// The rules of redaction of the user's own, as far as they are loaded.
    pub fn own(&self) -> std::sync::Arc<[crate::redact::Own]> {
        self.config().map(|config| config.own.clone()).unwrap_or_default()
    }

    /// Which settings are obeyed, or why none are, where that needs saying.
    pub fn notice(&self) -> Option<&str> {
        self.loaded.get().and_then(|loaded| loaded.notice.as_deref())
    }

    fn find(&self, evidence: &[String]) -> Result<Loaded> {
        if self.no_config {
            return Ok(Loaded::default());
        }
        if let Some(file) = &self.config {
            return Ok(Loaded { config: read(file)?, notice: None });
        }
        let Ok(here) = std::env::current_dir() else { return Ok(Loaded::default()) };
        let Some((up, file)) = here
            .ancestors()
            .map(|folder| folder.join(FILE_NAME))
            .enumerate()
            .find(|(_, file)| file.is_file())
        else {
            return Ok(Loaded::default());
        };
        let shown = format!("{}{FILE_NAME}", "../".repeat(up));
        let whole = |path: &Path| fs::canonicalize(path).ok();
        let within = whole(&file).is_some_and(|file| {
            evidence
                .iter()
                .any(|path| whole(Path::new(path)).is_some_and(|folder| file.starts_with(folder)))
        });
        if within {
            let notice = format!(
                "{shown} lies within the evidence and is not obeyed; name it with --config to obey it"
            );
            return Ok(Loaded { config: Config::default(), notice: Some(notice) });
        }
        Ok(Loaded {
            config: read(Path::new(&shown))?,
            notice: Some(format!("settings of {shown} are obeyed")),
        })
    }
}

/// The settings of a file.
fn read(file: &Path) -> Result<Config> {
    use std::io::Read;
    let failed =
        |source| Error::Io { doing: "read the settings of", path: file.to_path_buf(), source };
    let mut bytes = Vec::new();
    fs::File::open(file)
        .map_err(failed)?
        .take(crate::command::config::MOST_BYTES.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Config::parse(&file.to_string_lossy(), &bytes)
}

/// How much is taken out of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RedactLevel {
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
    pub fn level(self) -> crate::redact::Level {
        use crate::redact::Level;
        match self {
            RedactLevel::Secrets => Level::Secrets,
            RedactLevel::Pii => Level::Pii,
            RedactLevel::Strict => Level::Strict,
            RedactLevel::Off => Level::Off,
        }
    }

    /// Its name.
    pub fn id(self) -> &'static str {
        match self {
            RedactLevel::Secrets => "secrets",
            RedactLevel::Pii => "pii",
            RedactLevel::Strict => "strict",
            RedactLevel::Off => "off",
        }
    }
}

impl EvidenceArgs {
    /// What to gather, with the formats that `--format GLOB=ID` states.
    pub fn wanted(&self, formats: &[String]) -> Result<Wanted> {
        self.reading.wanted(&self.paths, formats)
    }
}

impl ReadingArgs {
    /// What to gather from `paths`, with the formats that `--format GLOB=ID` states.
    pub fn wanted(&self, paths: &[String], formats: &[String]) -> Result<Wanted> {
        let said = gather::clock_options(&self.tz, self.year)?;
        Ok(Wanted {
            paths: paths.to_vec(),
            clock: self.settings.load(paths)?.clock(said),
            ingest: IngestOptions {
                block: self.block.max(64),
                formats: formats
                    .iter()
                    .map(|text| gather::format_override(text))
                    .collect::<Result<_>>()?,
                screening: match self.screen.as_deref() {
                    Some("always") => Screening::Always,
                    Some("large") => Screening::Large,
                    _ => Screening::Never,
                },
            },
            hash: !self.no_hash,
        })
    }

    /// Bounds of time in microseconds since 1970; open where not given. Ask after
    /// [`ReadingArgs::wanted`], which reads the settings that may name the zone.
    pub fn bounds(&self) -> Result<(i64, i64)> {
        let settings = self.settings.config().and_then(|config| config.rest);
        let zone = gather::clock_options(&self.tz, None)?
            .rest
            .or(settings)
            .unwrap_or(crate::time::zone::Zone::UTC);
        let since =
            self.since.as_deref().map_or(Ok(i64::MIN), |text| gather::instant(text, zone))?;
        let until =
            self.until.as_deref().map_or(Ok(i64::MAX), |text| gather::instant(text, zone))?;
        if since > until {
            return Err(Error::Usage("--since lies after --until".to_owned()));
        }
        Ok((since, until))
    }

    /// What takes out of texts what is not to be shown; ask after [`ReadingArgs::wanted`].
    pub fn redactor(&self) -> Redactor {
        Redactor::with_own(self.redact.level(), self.settings.own())
    }

    /// What is wished of a report; ask after [`ReadingArgs::wanted`].
    pub fn wishes(&self) -> Wishes {
        let config = self.settings.config().cloned().unwrap_or_default();
        Wishes {
            level: self.redact.level(),
            own: config.own,
            policy: config.policy,
            settings: config.stated,
        }
    }

    /// Threads wanted.
    pub fn threads(&self) -> Option<usize> {
        self.threads.map(usize::from)
    }
}

/// Reads the arguments and does what they ask; all that is said goes to `out` and `err`.
pub fn main(
    args: impl Iterator<Item = OsString>,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> ExitStatus {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render();
            return if error.use_stderr() {
                let _ = write!(err, "{text}");
                ExitStatus::USAGE
            } else {
                let _ = write!(out, "{text}");
                ExitStatus::DONE
            };
        }
    };
    let result = match &cli.command {
        Command::Analyze(args) => command::analyze::run(args, out, err),
        Command::Events(args) => command::events::run(args, out, err),
        Command::Grep(args) => command::grep::run(args, out, err),
        Command::Formats(args) => command::formats::run(args, out, err),
        Command::Explain(args) => command::explain::run(args, out, err),
        Command::Schema(args) => command::schema::run(args, out, err),
        Command::Slow(args) => command::slow::run(args, out, err),
        Command::Verify(args) => command::verify::run(args, out, err),
        Command::Redact(args) => command::redact::run(args, out, err),
        Command::Completions(args) => command::completions::run(args, out, err),
        Command::Man(args) => command::man::run(args, out, err),
    };
    match result.and_then(|status| out.flush().map(|()| status).map_err(command::write_error)) {
        Ok(status) => status,
        Err(error) if command::is_broken_pipe(&error) => ExitStatus::DONE,
        Err(error) => {
            let cause = std::error::Error::source(&error)
                .map(|cause| format!(": {cause}"))
                .unwrap_or_default();
            // a message may bear paths of the evidence, on lines of their own
            let text: Vec<String> =
                format!("{error}{cause}").lines().map(crate::text::escape::terminal).collect();
            let _ = writeln!(err, "backtrail: {}", text.join("\n"));
            match error {
                Error::NothingUsable(_) => ExitStatus::NOTHING,
                _ => ExitStatus::USAGE,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
