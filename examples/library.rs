//! The library in a few lines: evidence in, a report as a value, Markdown out.
//!
//! `cargo run --example library -- samples/cases/migrate-fresh-on-the-new-host/evidence`

#![allow(clippy::print_stdout, reason = "an example shows what it made")]

use backtrail::{
    ingest::{
        clock::options::ClockOptions,
        gather::{self, GatherOptions},
        options::IngestOptions,
    },
    redact::rule::Level,
    render::{self, contract::RenderOptions},
    report::examine::examine,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted = GatherOptions {
        paths: std::env::args().skip(1).collect(),
        clock: ClockOptions::default(),
        ingest: IngestOptions::default(),
        hash: true,
    };
    let gathered = gather::gather(&wanted, None)?;
    let report = examine(&gathered, Level::Pii);
    for incident in &report.incidents {
        println!("{}: {}, by {}", incident.id, incident.title, incident.mechanism.id);
    }
    if let Some(markdown) = render::by_id("md") {
        println!(
            "{}",
            String::from_utf8_lossy(&markdown.render(&report, &RenderOptions::default()))
        );
    }
    Ok(())
}
