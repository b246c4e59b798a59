//! `backtrail cite`: the bytes behind a citation, and what surrounds them.

use serde_json::json;

use crate::{
    command::{
        args::{JsonArg, RedactLevel, SettingsArgs},
        claims::must_exist,
        contract::{Command, Console},
        status::{ExitStatus, print_json, write_error},
    },
    error::{Error, Result},
    ingest::gather::on_threads,
    redact::redactor::Redactor,
    report::{
        pointer::{Finder, MOST, Pointer, line_of},
        shown::{Shown, shown},
    },
    source::{
        discovery::{SourceOptions, discover},
        evidence::Source,
    },
    text::escape,
};

/// What stands at a place of the evidence, with the lines around it
///
/// Places are those that reports, events and errors name: `path:LINE`, `path:FIRST-LAST`,
/// `path@OFFSET+LENGTH`. Offsets count in the unpacked content.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Cite {
    /// Where, such as laravel.log:43 or mysql/slow.log@125771+398
    #[arg(value_name = "PLACE", required = true)]
    pub(crate) places: Vec<String>,
    /// The folder or file of evidence
    #[arg(long, value_name = "DIR", required = true)]
    pub(crate) evidence: Vec<String>,
    /// So many lines on both sides as well
    #[arg(short = 'C', long, value_name = "N", default_value_t = 2)]
    pub(crate) context: u64,
    /// What is taken out of what is shown
    #[arg(long, value_enum, default_value = "pii", value_name = "LEVEL")]
    pub(crate) redact: RedactLevel,
    #[command(flatten)]
    pub(crate) json: JsonArg,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

impl Command for Cite {
    const NAME: &'static str = "cite";
    const ABOUT: &'static str = "What stands at a place of the evidence, with the lines around it";

    /// Shows the places, each under its name.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        must_exist(&self.evidence)?;
        let own = self.settings.load(&self.evidence)?.config.own;
        let redactor = Redactor::with_own(self.redact.level(), own);
        let sources =
            on_threads(None, || discover(&self.evidence, &SourceOptions { hash: false }, None))??
                .sources;
        let finder = Finder::new()?;
        let mut told = Vec::new();
        for text in &self.places {
            let wrong = |why: String| Error::Usage(format!("{text}: {why}"));
            let pointer = finder.one(text).ok_or_else(|| {
                wrong("no place such as laravel.log:43 or laravel.log@3654+1714".to_owned())
            })?;
            let source = pointer.source(&sources).map_err(wrong)?;
            let (line, shown) = self.shown(&pointer, source, &redactor).map_err(wrong)?;
            if self.json.json {
                told.push(json!({
                    "place": pointer.to_string(),
                    "source": source.path,
                    "first_line": line,
                    "text": shown.text,
                    "cut": shown.cut,
                }));
                continue;
            }
            let rows = (line..).zip(shown.text.lines());
            let mut rows: String =
                rows.map(|(row, text)| format!("{row:>7}  {}\n", escape::terminal(text))).collect();
            if shown.cut {
                rows.push_str(&format!("         … cut at {} KiB\n", MOST >> 10));
            }
            let name = escape::terminal(&pointer.to_string());
            write!(console.out, "{name}\n{rows}").map_err(write_error)?;
        }
        if self.json.json {
            print_json(&told.into(), console.out)?;
        }
        Ok(ExitStatus::DONE)
    }
}

impl Cite {
    /// The first line that is shown, and all of them.
    fn shown(
        &self,
        pointer: &Pointer,
        source: &Source,
        redactor: &Redactor,
    ) -> std::result::Result<(u64, Shown), String> {
        let around = self.context.min(1_000);
        let (start, end) = pointer.bytes(source, around, around)?;
        let line = line_of(source, start).map_err(|error| error.to_string())?;
        Ok((line, shown(source, (start, end), redactor)?))
    }
}
