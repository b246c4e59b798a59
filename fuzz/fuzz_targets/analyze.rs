//! The whole way from bytes to every form of report, one or several sources of evidence at a time
//! (divided by lines of `==>`), and back: each citation of the report holds.
#![no_main]

use backtrail::{ingest::{clock::{self, options::ClockOptions}, gathered::{Gathered, Tally}, options::IngestOptions, read::read_all}, redact::rule::Level, render::{RENDERERS, contract::RenderOptions}, report::examine::examine, source::{evidence::Source, hash::Hashing}};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut sources: Vec<Source> = Vec::new();
    let mut rest = data;
    while !rest.is_empty() && sources.len() < 8 {
        let end = rest.windows(5).position(|window| window == b"\n==>\n");
        let (part, next) = end.map_or((rest, &b""[..]), |end| (&rest[..end + 1], &rest[end + 5..]));
        let mut source = Source::from_bytes(&format!("evidence-{}.log", sources.len()), part);
        source.id = backtrail::event::place::SourceId(sources.len() as u32);
        sources.push(source);
        rest = next;
    }
    let mut read = read_all(&sources, &IngestOptions::default());
    let tallies =
        read.iter_mut().zip(&sources).map(|(read, source)| Tally::of(read, source)).collect();
    let placed = clock::place::place(&sources, read, &ClockOptions::default());
    let gathered =
        Gathered { sources, hashes: Hashing::default(), tallies, skipped: Vec::new(), placed };
    let report = examine(&gathered, Level::default());
    for renderer in RENDERERS {
        renderer.render(&report, &RenderOptions::default());
    }
});
