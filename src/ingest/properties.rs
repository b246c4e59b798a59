//! Whatever the bytes, threads, blocks and order of paths: no panic, and the same events.

use proptest::prelude::*;

use crate::{
    format::{FORMATS, contract::Format},
    ingest::{options::IngestOptions, read::read_source, source_read::SourceRead},
    source::{evidence::Source, pattern::NamePattern},
};

fn read(text: &[u8], block: u64, format: Option<&'static Format>) -> SourceRead {
    let any = NamePattern::new("*").unwrap();
    let options = IngestOptions {
        block,
        formats: format.into_iter().map(|format| (any.clone(), format)).collect(),
        ..IngestOptions::default()
    };
    read_source(&Source::from_bytes("evidence.log", text), &options)
}

fn holds(text: &[u8], read: &SourceRead) {
    for sited in &read.drafts {
        assert!(sited.span.start <= sited.span.end && sited.span.end <= text.len() as u64);
        let before = text[..sited.span.start as usize].split(|b| *b == b'\n').count() as u64 - 1;
        assert_eq!(sited.span.line, before + 1, "line of the event at {}", sited.span.start);
    }
    for (span, _) in &read.gaps {
        assert!(span.end <= text.len() as u64);
    }
}

/// Samples of every format, so that the properties meet real grammar.
fn samples() -> Vec<Vec<u8>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/formats");
    let mut out: Vec<Vec<u8>> =
        FORMATS.iter().map(|format| format.example.as_bytes().to_vec()).collect();
    let mut folders: Vec<_> =
        std::fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    for folder in folders {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().extension().is_none_or(|extension| extension != "ndjson") {
                out.push(std::fs::read(entry.path()).unwrap());
            }
        }
    }
    out
}

#[test]
fn the_size_of_blocks_changes_no_event_of_any_sample() {
    for text in samples() {
        let whole = format!("{:?}", read(&text, 1 << 22, None));
        for block in [64, 100, 4096] {
            assert_eq!(format!("{:?}", read(&text, block, None)), whole);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_by_any_format_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 1..400)) {
        for format in FORMATS {
            holds(&bytes, &read(&bytes, 64, Some(*format)));
        }
    }

    #[test]
    fn damaged_samples_are_read_and_blocks_change_nothing(pick in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), bytes in proptest::collection::vec(any::<u8>(), 0..6)) {
        let all = samples();
        let mut text = all[pick.index(all.len())].clone();
        let at = from.index(text.len().max(1)).min(text.len());
        let end = (at + bytes.len()).min(text.len());
        text.splice(at..end, bytes);
        let whole = read(&text, 1 << 22, None);
        holds(&text, &whole);
        prop_assert_eq!(format!("{:?}", read(&text, 64, None)), format!("{:?}", whole));
    }
}
