//! `backtrail events`: every event, one a line.

mod json;
mod shape;
mod table;

use std::{
    borrow::Borrow,
    io::{IsTerminal, Write},
};

use super::{ExitStatus, gather, strict_status, write_error};
use crate::{
    command::cli::EvidenceArgs,
    error::{Error, Result},
    event::{kind::EventKind, placed::Event},
    ingest::{Screening, gather::Gathered},
    redact::Redactor,
    text::escape,
    time,
};
pub use json::to_json;

/// Every event of the evidence, one a line
///
/// What the report rests on: each entry of each file as a typed event with its time and place, for
/// jq, a database or a SIEM.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub evidence: EvidenceArgs,
    /// Form of the output (ndjson, table, csv, timesketch; table on a terminal, else ndjson); or
    /// GLOB=ID, the format of the files that fit
    #[arg(long, value_name = "FORM|GLOB=ID")]
    pub format: Vec<String>,
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
        let near = crate::text::nearest::nearest(text, FORMS.iter().map(|(name, _)| *name));
        let hint = near.map_or_else(
            || "it takes ndjson, table, csv or timesketch".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Error::Usage(format!("--format: `{text}` is no form of output; {hint}"))
    })
}

/// Writes them.
pub fn run(
    args: &Args,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let (overrides, forms): (Vec<String>, Vec<String>) =
        args.format.iter().cloned().partition(|text| text.contains('='));
    let form = match forms.last() {
        Some(text) => form(text)?,
        None if std::io::stdout().is_terminal() => Form::Table,
        None => Form::Ndjson,
    };
    let reading = &args.evidence.reading;
    let mut wanted = args.evidence.wanted(&overrides)?;
    let (since, until) = reading.bounds()?;
    if reading.screen.is_none() {
        wanted.ingest.screening = Screening::Large;
    }
    let mut gathered = gather(&wanted, reading, err)?;
    let timed = reading.since.is_some() || reading.until.is_some();
    let shown = |event: &Event| match event.when {
        Some(when) => when.latest > since && when.earliest <= until,
        None => !timed,
    };
    let clean = Clean { redactor: reading.redactor() };
    if gathered.looked_over() {
        let events = std::mem::take(&mut gathered.placed.events);
        let gathered = &gathered;
        let written = crate::ingest::gather::on_threads(reading.threads(), move || {
            write(
                form,
                gathered.stream(events, &wanted.ingest).filter(shown),
                gathered,
                &clean,
                out,
            )
        })?;
        written?;
        return Ok(strict_status(gathered, reading));
    }
    let mut events: Vec<&Event> =
        gathered.placed.events.iter().filter(|event| shown(event)).collect();
    // one source is shown as it was written; several only time can put in order
    if events.windows(2).all(|pair| matches!(pair, [a, b] if a.place.source == b.place.source)) {
        events.sort_by_key(|event| (event.place.span.start, event.place.span.end));
    }
    write(form, events.into_iter(), &gathered, &clean, out)?;
    Ok(strict_status(&gathered, reading))
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
                write_line(&json::line(event.borrow(), gathered, clean), out)?;
            }
            Ok(())
        }
        Form::Table => table::write(events, gathered, clean, out),
        Form::Csv => table::csv(events, gathered, clean, out),
        Form::Timesketch => table::timesketch(events, gathered, clean, out),
    }
}

/// One JSON object on a line of its own.
fn write_line(object: &impl serde::Serialize, out: &mut dyn Write) -> Result<()> {
    let mut line =
        escape::json(serde_json::to_vec(object).map_err(|error| write_error(error.into()))?);
    line.push(b'\n');
    out.write_all(&line).map_err(write_error)
}

/// Takes out of texts what is not to be shown.
pub struct Clean {
    redactor: Redactor,
}

impl Clean {
    /// By a redactor.
    pub fn new(redactor: Redactor) -> Clean {
        Clean { redactor }
    }

    /// SQL.
    pub fn sql(&self, text: &str) -> String {
        self.redactor.sql(text).into_owned()
    }

    /// The value of a key.
    pub fn value(&self, key: &str, text: &str) -> String {
        self.redactor.value(key, text).into_owned()
    }

    /// Any other text.
    pub fn text(&self, text: &str) -> String {
        self.redactor.text(text).into_owned()
    }
}

/// The contract's name of a kind.
pub fn kind_name(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Query(_) => "query",
        EventKind::Log(_) => "log",
        EventKind::CronRun(_) => "cron_run",
        EventKind::CronJob(_) => "cron_job",
        EventKind::Table(_) => "table",
        EventKind::Column(_) => "column",
        EventKind::SchemaObject(_) => "schema_object",
        EventKind::Migration(_) => "migration",
        EventKind::Session(_) => "session",
        EventKind::Command(_) => "command",
        EventKind::Backup(_) => "backup",
        EventKind::Server(_) => "server",
        EventKind::Request(_) => "request",
        EventKind::Script(_) => "script",
        EventKind::Text(_) => "text",
    }
}

/// The name of an event's source.
fn source_name<'a>(event: &Event, gathered: &'a Gathered) -> &'a str {
    gathered.sources.get(event.place.source.index()).map_or("", |source| source.path.as_str())
}

/// An instant as RFC 3339, with the offset written beside the stamp, or that of its source's clock.
pub(super) fn rfc3339(us: i64, event: &Event, gathered: &Gathered) -> String {
    let written = event
        .written
        .as_ref()
        .and_then(|written| written.offset_s)
        .and_then(chrono::FixedOffset::east_opt);
    let offset = written.unwrap_or_else(|| {
        let clock = gathered.placed.clocks.get(event.place.source.index());
        clock.map_or(crate::time::zone::Zone::UTC, |clock| clock.zone).fixed_at(us)
    });
    time::rfc3339(us, offset)
}
