//! The union of scans is the evidence, however it was cut, in any order, however often.

use std::{fs, ops::Range};

use proptest::prelude::*;

use super::{
    scan::{ScanOptions, scan},
    union::Union,
};
use crate::{
    ingest::options::IngestOptions,
    source::{discovery::Discovery, note::Note, parts::GRID},
};

fn options(path: &str) -> ScanOptions {
    ScanOptions {
        paths: vec![path.to_owned()],
        source_id: None,
        range: None,
        base_offset: None,
        ingest: IngestOptions::default(),
        hash: true,
        stated: Vec::new(),
    }
}

fn scanned(options: &ScanOptions, mut stdin: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    scan(options, &mut stdin, &mut out).unwrap();
    out
}

fn united<'a>(scans: impl IntoIterator<Item = &'a Vec<u8>>) -> Discovery {
    let mut union = Union::default();
    for scan in scans {
        union.read("x", &mut &**scan).unwrap();
    }
    union.into_discovery()
}

/// Lines that pack, and some that do not.
fn text(len: usize) -> Vec<u8> {
    let word = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let lines = (0..).flat_map(|n| format!("{n} line {:x}\n", word(n)).into_bytes());
    lines.take(len).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_cuts_in_any_order_however_often_are_the_file(
        len in 0..5 * GRID as usize,
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        from_stream in any::<bool>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.log");
        let text = text(len);
        fs::write(&file, &text).unwrap();
        let mut bounds: Vec<u64> = cuts.iter().map(|cut| cut.index(len + 1) as u64).collect();
        bounds.extend([0, len as u64]);
        bounds.sort_unstable();
        let ranges: Vec<Range<u64>> = bounds.windows(2).map(|pair| pair[0]..pair[1]).collect();
        let units: Vec<Vec<u8>> = ranges.iter().enumerate().map(|(n, range)| {
            let whole = options(file.to_str().unwrap());
            if from_stream && n % 2 == 1 {
                let (source_id, base) = (Some("a.log".to_owned()), Some(range.start));
                let part = &text[range.start as usize..range.end as usize];
                let paths = vec!["-".to_owned()];
                scanned(&ScanOptions { paths, source_id, base_offset: base, ..whole }, part)
            } else {
                scanned(&ScanOptions { range: Some(range.clone()), ..whole }, &[])
            }
        }).collect();
        // in any order, some of them again
        let again = order.iter().map(|pick| &units[pick.index(units.len())]);
        let found = united(again.chain(&units));
        prop_assert_eq!(&found.skipped, &[]);
        prop_assert_eq!(found.sources.len(), 1);
        let source = &found.sources[0];
        prop_assert_eq!(source.raw(0, u64::MAX).unwrap(), &*text);
        prop_assert_eq!((source.bytes, source.path.as_str()), (len as u64, "a.log"));
        let whole = united([&scanned(&options(file.to_str().unwrap()), &[])]);
        prop_assert_eq!(&source.sha256, &whole.sources[0].sha256);
        // one that is missing is told, and so is every scan that ends too early
        let lost = order[0].index(units.len());
        let some = units.iter().enumerate().filter(|(n, _)| *n != lost).map(|(_, unit)| unit);
        if units.len() > 1 && !ranges[lost].is_empty() && !(from_stream && units.len() == 2) {
            let found = united(some);
            let reason = Note::Unscanned(ranges[lost].start, ranges[lost].end);
            prop_assert_eq!(found.skipped.first().map(|it| &it.reason), Some(&reason));
        }
    }
}

#[test]
fn a_scan_that_was_torn_names_all_that_it_lost() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.log", "b.log", "c.log"] {
        fs::write(dir.path().join(name), text(100_000)).unwrap();
    }
    let whole = scanned(&options(dir.path().to_str().unwrap()), &[]);
    let lines: Vec<&[u8]> = whole.split_inclusive(|b| *b == b'\n').collect();
    let is_bytes = |line: &&[u8]| line.starts_with(b"{\"record\":\"bytes\"");
    let second = lines.iter().position(is_bytes).unwrap() + 4;
    let torn = [&lines[..second].concat()[..], b"{\"record\":\"by"].concat();
    let found = united([&torn]);
    let told: Vec<_> = found.skipped.iter().map(|it| (it.path.as_str(), &it.reason)).collect();
    assert_eq!(found.sources.len(), 1);
    assert_eq!(
        told,
        [("b.log", &Note::Unscanned(GRID, 100_000)), ("c.log", &Note::Unscanned(0, 100_000))]
    );
}

#[test]
fn what_is_no_scan_or_contradicts_one_is_said_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.log");
    fs::write(&file, text(1000)).unwrap();
    let scan = || String::from_utf8(scanned(&options(file.to_str().unwrap()), &[])).unwrap();
    let whole = scan();
    let line = |n: usize| whole.split_inclusive('\n').nth(n).unwrap();
    let (head, source, bytes) = (line(0), line(1), line(2));
    fs::write(&file, text(999)).unwrap();
    let other = scan();
    let refused = |text: &str| {
        let mut union = Union::default();
        union.read("f", &mut text.as_bytes()).unwrap_err().to_string()
    };
    let huge = u64::MAX.to_string();
    for (text, why) in [
        (String::new(), "f: no scan"),
        ("[2026-01-02 03:04:05] local.INFO: a\n".to_owned(), "f, line 1: no record"),
        (source.to_owned(), "f, line 1: a scan begins with"),
        (head.replace("0.1.0", "0.0.9"), "f, line 1: it was written by backtrail 0.0.9"),
        (format!("{head}{bytes}"), "f, line 2: no record `source`"),
        (format!("{head}{source}{}", bytes.replace("1000", "999")), "f, line 3: the bytes at 0"),
        (format!("{head}{source}{}", bytes.replace("1000", &huge)), "are no part of a.log"),
        (format!("{head}{source}{}", bytes.replace("\"offset\":0", "\"offset\":9")), "no part of"),
        (format!("{head}{source}{}", bytes.replace("\"zstd\":\"", "\"zstd\":\"A")), "are damaged"),
        (format!("{head}{source}{}", line(3)), "f, line 3: 0 records of bytes"),
        (format!("{whole}{other}"), "line 6: a.log is another file"),
        (format!("{head}{}", "x".repeat(17 << 20)), "f, line 2: longer than"),
    ] {
        let told = refused(&text);
        assert!(told.contains(why), "{why}: {told}");
    }
    // a size that nobody could hold costs nothing and is told
    let vast = source.replace("\"content_bytes\":1000", &format!("\"content_bytes\":{huge}"));
    let found = united([&format!("{head}{vast}{bytes}").into_bytes()]);
    assert_eq!(found.skipped[0].reason, Note::Unscanned(1000, u64::MAX));
}
