//! What kinds, sources and instants are called in the output.

use crate::{
    event::{kind::EventKind, placed::Event},
    ingest::gathered::Gathered,
    time::{self, zone::Zone},
};

/// The contract's name of a kind.
pub(super) fn kind_name(kind: &EventKind) -> &'static str {
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
pub(super) fn source_name<'a>(event: &Event, gathered: &'a Gathered) -> &'a str {
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
        clock.map_or(Zone::UTC, |clock| clock.zone).fixed_at(us)
    });
    time::rfc3339(us, offset)
}
