//! The library in a few lines: evidence in, a report as a value, Markdown out.
//!
//! `cargo run --example library -- samples/cases/migrate-fresh-on-the-new-host/evidence`

#![allow(clippy::print_stdout, reason = "an example shows what it made")]

use backtrail::{Options, RenderOptions, analyze, render};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let report = analyze(std::env::args().skip(1), &Options::default())?;
    for incident in &report.incidents {
        println!("{}: {}, by {}", incident.id, incident.title, incident.mechanism.id);
    }
    if let Some(markdown) = render(&report, "md", &RenderOptions::default()) {
        println!("{}", String::from_utf8_lossy(&markdown));
    }
    Ok(())
}
