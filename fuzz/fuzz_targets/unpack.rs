//! Bytes of an unknown kind on standard input: compressed, archived, in UTF-16 or none of them. They
//! are unpacked in process within their limits, and whatever comes out is recognised and read.
#![no_main]

use backtrail::{ingest::{options::IngestOptions, read::read_source}, source::{self, discovery::SourceOptions}};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut stdin = data;
    let Ok(found) =
        source::discovery::discover(&["-".to_owned()], &SourceOptions { hash: true }, Some(&mut stdin))
    else {
        return;
    };
    for source in &found.sources {
        assert!(
            !source.path.split('/').any(|part| part == ".."),
            "{} leaves its archive",
            source.path
        );
        let read = read_source(source, &IngestOptions::default());
        for sited in &read.drafts {
            assert!(
                sited.span.end <= source.content_len(),
                "{:?} of {}",
                sited.span,
                source.content_len()
            );
        }
    }
});
