//! A reader of evidence: the format that `BACKTRAIL_FUZZ_FORMAT` names, or the one that the first
//! byte picks from the list, so that a new format is fuzzed without being named here.
//!
//! Whatever the bytes: no panic; every event and gap lies within them; what is not understood is
//! no more than there is; the size of blocks changes nothing.
#![no_main]

use backtrail::{format::{self, FORMATS, contract::{Format, HEAD_BYTES, Head}}, ingest::{options::IngestOptions, read::read_source, source_read::SourceRead}, source::evidence::Source};
use libfuzzer_sys::fuzz_target;

fn read(text: &[u8], block: u64, format: &'static dyn Format) -> SourceRead {
    let any = globset::Glob::new("*").unwrap().compile_matcher();
    read_source(
        &Source::from_bytes("evidence.log", text),
        &IngestOptions { block, formats: vec![(any, format)], ..IngestOptions::default() },
    )
}

fuzz_target!(|data: &[u8]| {
    let named = std::env::var("BACKTRAIL_FUZZ_FORMAT").ok();
    let (format, text) = match named.as_deref() {
        Some(id) => (format::by_id(id).expect("a format of this name"), data),
        None => {
            let Some((pick, rest)) = data.split_first() else { return };
            (FORMATS[usize::from(*pick) % FORMATS.len()], rest)
        }
    };
    format.sniff(&Head {
        name: "evidence.log",
        bytes: &text[..text.len().min(HEAD_BYTES)],
        whole: text.len() <= HEAD_BYTES,
    });
    let whole = read(text, 4 << 20, format);
    let length = text.len() as u64;
    let mut before = (0, 0);
    for sited in &whole.drafts {
        assert!(
            sited.span.start <= sited.span.end && sited.span.end <= length,
            "{:?} of {length}",
            sited.span
        );
        assert!(
            before <= (sited.draft.at.start, sited.draft.at.end),
            "{:?} after {before:?}",
            sited.draft.at
        );
        before = (sited.draft.at.start, sited.draft.at.end);
    }
    for (span, reason) in &whole.gaps {
        assert!(span.start <= span.end && span.end <= length, "{span:?} {reason:?} of {length}");
    }
    assert!(
        whole.unparsed_bytes <= length,
        "{} of {length} bytes are not understood: gaps overlap",
        whole.unparsed_bytes
    );
    let small = read(text, 64, format);
    assert_eq!(
        format!("{:?}", whole.drafts),
        format!("{:?}", small.drafts),
        "blocks of 64 bytes change the events"
    );
    assert_eq!(whole.gaps, small.gaps, "blocks of 64 bytes change the gaps");
});
