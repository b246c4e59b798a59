//! Reading by blocks, whatever their size.

use super::*;
use crate::{event::EventKind, format::Parsed};

/// Records begin with a digit; a record is open while it holds an odd number of quotes.
struct Digits;

impl RecordReader for Digits {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.first().is_some_and(u8::is_ascii_digit)
    }
    fn read(&self, record: &[u8], out: &mut Parsed) {
        out.draft(Draft::new(record.len(), EventKind::Text(String::from_utf8_lossy(record).into_owned())));
    }
    fn is_open(&self, record: &[u8]) -> bool {
        memchr::memchr_iter(b'"', record).count() % 2 == 1
    }
}

fn read_as(text: &str, block: u64) -> Vec<(u64, u64, String)> {
    let source = Source::from_bytes("x", text.as_bytes());
    let handle = source.open().unwrap();
    let options = IngestOptions { block, ..IngestOptions::default() };
    let mut read = read_source(&Source::from_bytes("y", &b""[..]), &options);
    let (drafts, gaps, lines) = read_records(&handle, source.size(), &Digits, &options, &mut read).unwrap();
    let mut out: Vec<_> = drafts
        .into_iter()
        .map(|draft| {
            let EventKind::Text(text) = draft.kind else { panic!() };
            (draft.at.start as u64, lines.line(draft.at.start as u64), text)
        })
        .collect();
    out.extend(gaps.into_iter().map(|gap| (gap.at.start as u64, 0, format!("{:?} {}", gap.reason, gap.at.len()))));
    out
}

#[test]
fn the_size_of_blocks_changes_nothing() {
    let text = "torn\ntail\n1 one\n more\n\n2 two \"\n3 quoted\n\" 4\n5 five\r\n6 open \"\n7 end";
    let whole = read_as(text, 1 << 20);
    assert_eq!(
        whole,
        [
            (10, 3, "1 one\n more\n".to_owned()),
            (23, 6, "2 two \"\n3 quoted\n\" 4".to_owned()),
            (44, 9, "5 five".to_owned()),
            (52, 10, "6 open \"".to_owned()),
            (61, 11, "7 end".to_owned()),
            (0, 0, "Torn 10".to_owned()),
        ]
    );
    for block in 16..80 {
        assert_eq!(read_as(text, block), whole, "block of {block}");
    }
}

#[test]
fn a_file_without_any_record_is_one_gap() {
    assert_eq!(read_as("a\nb\nc", 16), [(0, 0, "Unparsed 5".to_owned())]);
}

#[test]
fn open_quotes_all_along_take_bounded_effort() {
    let text: String = (0..20_000).map(|n| format!("{} \"x\"\"\n", n % 10)).collect();
    assert!(read_as(&text, 1 << 16).len() > 1000);
}

#[test]
fn what_was_not_understood_is_counted_in_the_files_own_bytes() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend("漢字漢字 and no log\n".encode_utf16().flat_map(u16::to_le_bytes));
    let read = read_source(&Source::from_bytes("x", bytes.clone()), &IngestOptions::default());
    assert_eq!(read.unparsed_bytes, bytes.len() as u64 - 2);
}
