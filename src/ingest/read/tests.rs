//! Reading by blocks, whatever their size.

use super::*;
use crate::{
    event::{draft::Draft, kind::EventKind},
    format::contract::{Head, Parsed, RecordReader},
    ingest::drafts::Drafts,
};

/// Records begin with a digit; a record is open while it holds an odd number of quotes.
struct Digits;

impl RecordReader for Digits {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.first().is_some_and(u8::is_ascii_digit)
    }
    fn read(&self, record: &[u8], out: &mut Parsed) {
        out.draft(Draft::new(
            record.len(),
            EventKind::Text(String::from_utf8_lossy(record).into_owned()),
        ));
    }
    fn is_open(&self, record: &[u8]) -> bool {
        memchr::memchr_iter(b'"', record).count() % 2 == 1
    }
}

type Read = Vec<(u64, u64, String)>;

/// Records by the definition: place, line and text; then what stands before the first.
fn by_definition(text: &str) -> Read {
    let mut records: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            records.push((at, at + line.len()));
        } else if let Some((_, end)) = records.last_mut() {
            *end += line.len();
        }
        at += line.len();
    }
    let bare = |from: usize, to: usize| {
        let record = text.get(from..to).unwrap();
        let record = record.strip_suffix('\n').unwrap_or(record);
        record.strip_suffix('\r').unwrap_or(record)
    };
    let begun = records.first().map_or(text.len(), |(start, _)| *start);
    let reason = if records.is_empty() { "Unparsed" } else { "Torn" };
    let mut out = Vec::new();
    let mut next = 0;
    while let Some((from, end)) = records.get(next).copied() {
        let open = |to: usize| bare(from, to).matches('"').count() % 2 == 1;
        let whole = records[next..].iter().take(65).position(|(_, to)| !open(*to));
        let taken = if open(end) { whole.unwrap_or(0) } else { 0 };
        let line = 1 + text.get(..from).unwrap().matches('\n').count();
        out.push((from as u64, line as u64, bare(from, records[next + taken].1).to_owned()));
        next += taken + 1;
    }
    out.extend((begun > 0).then(|| (0, 0, format!("{reason} {begun}"))));
    out
}

/// The same through the reader of records.
fn read_as(text: &str, block: u64, threads: usize) -> Read {
    let source = Source::from_bytes("x", text.as_bytes());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let mut drafts = Drafts::new(&source, Box::new(Digits), block).unwrap();
        let (mut out, mut gaps) = (Vec::new(), Vec::new());
        while let Some(batch) = drafts.next_batch().unwrap() {
            out.extend(batch.drafts.into_iter().map(|sited| {
                let EventKind::Text(text) = sited.draft.kind else { panic!() };
                (sited.span.start, sited.span.line, text)
            }));
            gaps.extend(batch.gaps.into_iter().map(|(span, reason)| {
                (span.start, 0, format!("{reason:?} {}", span.end - span.start))
            }));
        }
        out.append(&mut gaps);
        out
    })
}

#[test]
fn the_size_of_blocks_changes_nothing() {
    let text = "torn\ntail\n1 one\n more\n\n2 two \"\n3 quoted\n\" 4\n5 five\r\n6 open \"\n7 end";
    let whole = read_as(text, 1 << 20, 2);
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
    assert_eq!(by_definition(text), whole);
    for block in 16..80 {
        assert_eq!(read_as(text, block, 2), whole, "block of {block}");
    }
}

#[test]
fn a_file_without_any_record_is_one_gap() {
    assert_eq!(read_as("a\nb\nc", 16, 2), [(0, 0, "Unparsed 5".to_owned())]);
}

#[test]
fn open_quotes_all_along_take_bounded_effort() {
    let text: String = (0..20_000).map(|n| format!("{} \"x\"\"\n", n % 10)).collect();
    assert!(read_as(&text, 1 << 16, 2).len() > 1000);
}

#[test]
fn a_line_forged_in_a_literal_is_none_wherever_blocks_end() {
    for before in 0..120 {
        let text = format!(
            "{}2 open \"\n3 forged \"\" \n4 \"\n{}",
            "1 x\n".repeat(before),
            "5 y\n".repeat(200)
        );
        for block in [16, 50, 333] {
            assert_eq!(
                read_as(&text, block, 1),
                by_definition(&text),
                "{before} lines before, blocks of {block}"
            );
        }
    }
}

#[test]
fn what_was_not_understood_is_counted_in_the_files_own_bytes() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend("漢字漢字 and no log\n".encode_utf16().flat_map(u16::to_le_bytes));
    let read = read_source(&Source::from_bytes("x", bytes.clone()), &IngestOptions::default());
    assert_eq!(read.unparsed_bytes, bytes.len() as u64 - 2);
}

/// Rows as the reader of a whole document gives them: place, line, text; then gaps.
fn rows_in_one(text: &[u8]) -> Vec<String> {
    let format = crate::format::by_id("schema_tsv").unwrap();
    let Reader::Document(reader) =
        (format.reader)(&Head { name: "t.tsv", bytes: text, whole: true })
    else {
        panic!()
    };
    let mut out = Parsed::default();
    reader.read(text, &mut out);
    let line = |at: usize| 1 + memchr::memchr_iter(b'\n', &text[..at]).count();
    out.gaps.sort_by_key(|gap| (gap.at.start, gap.at.end));
    let rows = out.drafts.iter().map(|draft| {
        format!("{:?} {} {:?} {:?}", draft.at, line(draft.at.start), draft.kind, draft.remarks)
    });
    rows.chain(
        out.gaps.iter().map(|gap| format!("{:?} {} {:?}", gap.at, line(gap.at.start), gap.reason)),
    )
    .collect()
}

fn rows_in_pieces(text: &[u8], block: u64) -> Vec<String> {
    let formats = vec![(
        crate::source::pattern::NamePattern::new("*").unwrap(),
        crate::format::by_id("schema_tsv").unwrap(),
    )];
    let read = read_source(
        &Source::from_bytes("t.tsv", text.to_vec()),
        &IngestOptions { block, formats, ..IngestOptions::default() },
    );
    let rows = read.drafts.iter().map(|sited| {
        assert_eq!(
            (sited.span.start, sited.span.end),
            (sited.draft.at.start as u64, sited.draft.at.end as u64)
        );
        format!(
            "{:?} {} {:?} {:?}",
            sited.draft.at, sited.span.line, sited.draft.kind, sited.draft.remarks
        )
    });
    rows.chain(
        read.gaps
            .iter()
            .map(|(span, reason)| format!("{}..{} {} {reason:?}", span.start, span.end, span.line)),
    )
    .collect()
}

proptest::proptest! {
    #[test]
    fn records_are_those_of_the_definition_whatever_the_blocks_and_threads(
        parts in proptest::collection::vec(proptest::sample::select(&["1 a\n", "2 \"\n", "\n", " more\n", "3 \" \"\n", "x\r\n", "4", "\"", "5 b\n5 b\n5 b\n5 b\n5 b\n5 b\n5 b\n5 b\n"][..]), 0..60),
        block in 16u64..200,
        threads in 1usize..4,
    ) {
        let text = parts.concat();
        proptest::prop_assume!(!text.is_empty());
        proptest::prop_assert_eq!(read_as(&text, block, threads), by_definition(&text));
    }

    #[test]
    fn rows_read_in_pieces_are_those_of_the_document_in_one(
        parts in proptest::collection::vec(proptest::sample::select(&[
            "TABLE_SCHEMA\tTABLE_NAME\tENGINE\tTABLE_ROWS\n", "tenant_1\torders\tInnoDB\t5\n", "tenant_1\tusers\tInnoDB\t\\N\n", "tenant_2\tposts\tMyISAM\t7\r\n", "\n",
            "tenant_2\tnew\\nline\tInnoDB\t1\n", "tenant_2\tbroken\\\nline\tInnoDB\t1\n", "short\n", "tenant_3\tshort\n", "tenant_3\tlong\tInnoDB\t1\t2\t3\n", "\t", "\\", "a", "é", "NULL\t",
            "def\ttenant_3\torders\tBASE TABLE\tInnoDB\t10\tDynamic\t5\t1\t1\t0\t0\t0\t6\t2025-09-15 18:36:23\tNULL\tNULL\tutf8mb4_unicode_ci\tNULL\t\t\n", "\"quoted\"\t",
            "2026-01-02 03:04:05\troot[root] @ localhost []\t7\t1\tInit DB\tshop\n", "2026-01-02 03:04:06\troot[root] @ localhost []\t7\t1\tQuery\tdrop table a\n",
        ][..]), 0..40),
        block in 16u64..400,
    ) {
        let text = parts.concat();
        proptest::prop_assume!(!text.is_empty());
        proptest::prop_assert_eq!(rows_in_pieces(text.as_bytes(), block), rows_in_one(text.as_bytes()));
    }
}
