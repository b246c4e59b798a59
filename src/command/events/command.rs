//! `backtrail events`: every event, one a line.

use std::{
    borrow::Borrow,
    io::{IsTerminal, Write},
};

use super::{clean::Clean, json, table};
use crate::{
    command::{
        args::{EvidenceArgs, JsonArg, Voice},
        contract::{Command, Console},
        gathering,
        status::ExitStatus,
    },
    error::{Error, Result},
    event::placed::Event,
    ingest::{gather::on_threads, gathered::Gathered, options::SurveyPolicy},
    text::nearest::nearest,
};

/// Every event of the evidence, one a line
///
/// What the report rests on: each entry of each file as a typed event with its time and place, for
/// jq, a database or a SIEM.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Events {
    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
    /// Form of the output (ndjson, table, csv, timesketch; table on a terminal, else ndjson); or
    /// GLOB=ID, the format of the files that fit
    #[arg(long, value_name = "FORM|GLOB=ID")]
    pub(crate) format: Vec<String>,
    /// At most so many events, the first
    #[arg(long, short = 'n', value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    pub(crate) limit: usize,
    /// The same as --format ndjson
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

/// A form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Ndjson,
    Table,
    Csv,
    Timesketch,
}

const FORMS: &[(&str, Form)] = &[
    ("ndjson", Form::Ndjson),
    ("table", Form::Table),
    ("csv", Form::Csv),
    ("timesketch", Form::Timesketch),
];

fn form(text: &str) -> Result<Form> {
    FORMS.iter().find(|(name, _)| *name == text).map(|(_, form)| *form).ok_or_else(|| {
        let near = nearest(text, FORMS.iter().map(|(name, _)| *name));
        let hint = near.map_or_else(
            || "it takes ndjson, table, csv or timesketch".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Error::Usage(format!("--format: `{text}` is no form of output; {hint}"))
    })
}

impl Command for Events {
    const NAME: &'static str = "events";
    const ABOUT: &'static str = "Every event of the evidence, one a line";

    /// Writes them.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let Console { out, err, .. } = console;
        let (overrides, forms): (Vec<String>, Vec<String>) =
            self.format.iter().cloned().partition(|text| text.contains('='));
        let form = match forms.last() {
            Some(text) => form(text)?,
            None if self.json.json => Form::Ndjson,
            None if std::io::stdout().is_terminal() => Form::Table,
            None => Form::Ndjson,
        };
        let options = self.evidence.options(&overrides, SurveyPolicy::Large)?;
        let mut gathered = gathering::gather(&options, err)?;
        let window = gathering::window(options.limits, &gathered)?;
        if options.voice != Voice::Quiet {
            gathering::echo(options.limits, window, err);
        }
        let shown = |event: &Event| window.admits(event.when);
        let clean = Clean::new(options.redactor());
        if gathered.surveyed() {
            let events = std::mem::take(&mut gathered.placed.events);
            let gathered = &gathered;
            on_threads(options.threads, || {
                let events = gathered.stream(events, &options.gather.ingest);
                write(form, events.filter(shown).take(self.limit), gathered, &clean, out)
            })??;
            return Ok(gathering::status(gathered, &options));
        }
        let mut events: Vec<&Event> =
            gathered.placed.events.iter().filter(|event| shown(event)).collect();
        // one source is shown as it was written; several only time can put in order
        if events.windows(2).all(|pair| matches!(pair, [a, b] if a.place.source == b.place.source))
        {
            events.sort_by_key(|event| (event.place.span.start, event.place.span.end));
        }
        write(form, events.into_iter().take(self.limit), &gathered, &clean, out)?;
        Ok(gathering::status(&gathered, &options))
    }
}

fn write<E: Borrow<Event>>(
    form: Form,
    events: impl Iterator<Item = E>,
    gathered: &Gathered,
    clean: &Clean,
    out: &mut dyn Write,
) -> Result<()> {
    match form {
        Form::Ndjson => {
            for event in events {
                json::write_line(&json::line(event.borrow(), gathered, clean), out)?;
            }
            Ok(())
        }
        Form::Table => table::write(events, gathered, clean, out),
        Form::Csv => table::csv(events, gathered, clean, out),
        Form::Timesketch => table::timesketch(events, gathered, clean, out),
    }
}
