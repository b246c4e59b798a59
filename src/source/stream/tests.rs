//! The same records whatever the size of blocks and the number of threads.

use std::{
    io::{self, Read},
    ops::ControlFlow,
    sync::atomic::{AtomicU64, Ordering},
};

use proptest::prelude::*;

use super::chunk::Chunk;
use crate::source::evidence::Source;
use crate::source::stream::run::{Content, StreamOptions, run};

/// Records begin with a digit.
fn starts(line: &[u8]) -> bool {
    line.first().is_some_and(u8::is_ascii_digit)
}

/// A reader that gives a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = into.len().min(self.1).min(self.0.len());
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// The records of a chunk, each with its offset and whether it is cut.
fn split(chunk: &Chunk<'_>, out: &mut Vec<(u64, Vec<u8>, bool)>) {
    let mut at = 0;
    let mut record = 0;
    let bytes = chunk.bytes;
    while let Some(end) = memchr::memchr(b'\n', &bytes[at..]) {
        at += end + 1;
        if starts(&bytes[at..]) {
            out.push((chunk.start + record as u64, bytes[record..at].to_vec(), false));
            record = at;
        }
    }
    out.push((chunk.start + record as u64, bytes[record..].to_vec(), chunk.cut));
}

type Records = Vec<(u64, Vec<u8>, bool)>;

fn collect(content: Content<'_>, block: u64, record: u64, threads: usize) -> Records {
    let mut all = Vec::new();
    let options = StreamOptions { block, record, threads, ..StreamOptions::default() };
    run(
        content,
        &starts,
        &options,
        |chunk, out: &mut Records| {
            out.clear();
            split(chunk, out);
        },
        |out| {
            all.append(out);
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    all
}

fn in_both_ways(text: &[u8], block: u64, record: u64, threads: usize) -> (Records, Records) {
    let source = Source::from_bytes("x", text);
    let handle = source.open().unwrap();
    let at = collect(Content::At(&handle), block, record, threads);
    (at, collect(Content::Stream(&mut Drip(text, 7)), block, record, threads))
}

/// The records by the definition.
fn expected(text: &[u8], most: usize) -> Records {
    let mut out: Records = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        if out.is_empty() || starts(line) {
            out.push((at as u64, Vec::new(), false));
        }
        out.last_mut().unwrap().1.extend_from_slice(line);
        at += line.len();
    }
    for (_, bytes, cut) in &mut out {
        *cut = bytes.len() > most;
        bytes.truncate(most);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn records_do_not_depend_on_blocks_and_threads(lines in prop::collection::vec("[0-9a-c]?[a-f]{0,40}", 0..60), ends in any::<bool>(), record in 64u64..400) {
        let mut text = lines.join("\n").into_bytes();
        if ends {
            text.push(b'\n');
        }
        let wanted = expected(&text, record as usize);
        for block in [16, 64, 100, 4096] {
            for threads in [1, 2, 7] {
                let (at, stream) = in_both_ways(&text, block, record, threads);
                prop_assert_eq!(&at, &wanted, "at, block {} threads {}", block, threads);
                prop_assert_eq!(&stream, &wanted, "stream, block {} threads {}", block, threads);
            }
        }
    }
}

#[test]
fn a_window_is_read_from_its_record_on() {
    let text = b"1 a\n2 b\n b\n3 c\n4 d\n";
    let source = Source::from_bytes("x", &text[..]);
    let handle = source.open().unwrap();
    let options =
        StreamOptions { block: 16, from: 4, to: 15, threads: 2, ..StreamOptions::default() };
    let mut all = Vec::new();
    run(
        Content::At(&handle),
        &starts,
        &options,
        |chunk, out: &mut Vec<u8>| {
            out.clear();
            out.extend_from_slice(chunk.bytes);
        },
        |out| {
            all.append(out);
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    assert_eq!(all, b"2 b\n b\n3 c\n");
}

#[test]
fn a_sink_that_has_enough_ends_the_run() {
    let text: String = (0..100_000).map(|n| format!("{n}\n")).collect();
    let source = Source::from_bytes("x", text.as_bytes());
    let handle = source.open().unwrap();
    let worked = AtomicU64::new(0);
    let options = StreamOptions {
        block: 64,
        threads: 2,
        progress: Some(&worked),
        ..StreamOptions::default()
    };
    let mut calls = 0;
    run(
        Content::At(&handle),
        &starts,
        &options,
        |_, (): &mut ()| {},
        |()| {
            calls += 1;
            if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    )
    .unwrap();
    assert_eq!(calls, 3);
    assert!(worked.load(Ordering::Relaxed) < 4096);
}

#[test]
fn a_reader_that_fails_gives_what_it_had_first() {
    struct Broken<'a>(&'a [u8]);
    impl Read for Broken<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = into.len().min(self.0.len());
            if n == 0 {
                return Err(io::Error::other("torn cable"));
            }
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }
    let mut all: Records = Vec::new();
    let options = StreamOptions { block: 16, threads: 2, ..StreamOptions::default() };
    let result = run(
        Content::Stream(&mut Broken(b"1 one\n2 two\n3 three\n4")),
        &starts,
        &options,
        |chunk, out: &mut Records| {
            out.clear();
            split(chunk, out);
        },
        |out| {
            all.append(out);
            ControlFlow::Continue(())
        },
    );
    assert_eq!(result.unwrap_err().to_string(), "torn cable");
    assert_eq!(all.len(), 4);
}

#[test]
fn a_file_cut_short_under_us_ends_there() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.log");
    std::fs::write(&path, "1 line\n".repeat(10_000)).unwrap();
    let found = crate::source::discovery::discover(
        &[path.display().to_string()],
        &crate::source::discovery::SourceOptions { hash: false },
        None,
    )
    .unwrap();
    let handle = found.sources[0].open().unwrap();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(700).unwrap();
    assert_eq!(collect(Content::At(&handle), 4096, 1 << 20, 2).len(), 100);
}
