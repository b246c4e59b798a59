//! The union of scans is the evidence, however it was cut, in any order, however often.

use std::{fs, ops::Range};

use proptest::prelude::*;

use super::{
    scan::{ScanOptions, scan},
    union::Union,
};
use crate::{
    ingest::{
        gather::{GatherOptions, gather_sources},
        gathered::Gathered,
        options::{IngestOptions, SurveyPolicy},
    },
    report::{engine, options::ReportOptions},
    source::{
        discovery::{Discovery, SourceOptions, discover},
        note::Note,
        parts::GRID,
    },
};

fn options(path: &str) -> ScanOptions {
    ScanOptions {
        paths: vec![path.to_owned()],
        source_id: None,
        range: None,
        base_offset: None,
        ingest: IngestOptions::default(),
        windows: None,
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

/// A day of three logs that are told by a glance; in the middle of each something is destroyed.
fn logs() -> [(&'static str, String); 3] {
    let at = |n: u32| format!("{:02}:{:02}:{:02}", n / 3600, n / 60 % 60, n % 60);
    let mut out = [const { String::new() }; 3];
    out[1].push_str("/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306  Unix socket: /x\nTime                 Id Command    Argument\n");
    for n in (0..86_400).step_by(12) {
        let (time, grave) = (at(n), n == 43_200);
        let (said, sql, job) = if grave {
            (
                "slow {\"sql\":\"drop table `orders`\",\"time\":7}",
                "drop table `orders`",
                "php artisan migrate:fresh --force",
            )
        } else {
            ("order paid {\"id\":7}", "select 1", "php artisan schedule:run")
        };
        out[0].push_str(&format!("[2026-01-02 {time}] local.INFO: {said} number {n} \n"));
        let delete = format!("delete from carts where id = {n}");
        let sql = if n % 600 == 0 && !grave { &delete } else { sql };
        out[1].push_str(&format!("# Time: 2026-01-02T{time}.5Z\n# User@Host: a[a] @ h [] Id: {n}\n# Query_time: 1.5  Lock_time: 0 Rows_sent: 0  Rows_examined: 5\n{}SET timestamp={};\n{sql};\n", if n % 900 == 0 { "use shop;\n" } else { "" }, 1_767_312_000 + n));
        out[2].push_str(&format!("Jan  2 {time} web CRON[{n}]: (www-data) CMD ({job})\n"));
    }
    let [a, b, c] = out;
    [("laravel.log", a), ("slow.log", b), ("syslog", c)]
}

/// The report on sources of which all that can be is only surveyed, and what it wants besides.
fn reported(found: Discovery) -> (String, Vec<super::record::Wanted>) {
    let ingest = IngestOptions { survey: SurveyPolicy::Always, ..IngestOptions::default() };
    let wanted = GatherOptions { ingest, hash: true, ..GatherOptions::default() };
    let mut gathered =
        Gathered { skipped: found.skipped, ..gather_sources(found.sources, &wanted) };
    let report = engine::report(&mut gathered, &ReportOptions::default());
    (serde_json::to_string_pretty(&report).unwrap(), super::window::wanted(&gathered))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn a_source_that_is_surveyed_in_any_cuts_is_reported_in_two_rounds_as_in_one(
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        twice in any::<prop::sample::Index>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (mut units, mut all) = (Vec::new(), 0);
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let surveying = |path: &str| {
            let ingest = IngestOptions { survey: SurveyPolicy::Always, ..IngestOptions::default() };
            ScanOptions { ingest, ..options(path) }
        };
        for (name, text) in logs() {
            fs::write(path(name), &text).unwrap();
            let mut bounds: Vec<u64> =
                cuts.iter().map(|cut| cut.index(text.len()) as u64).collect();
            bounds.extend([0, text.len() as u64]);
            bounds.sort_unstable();
            units.extend(bounds.windows(2).map(|pair| {
                let range = Some(pair[0]..pair[1]);
                scanned(&ScanOptions { range, ..surveying(&path(name)) }, &[])
            }));
            all += text.len();
        }
        let folder = dir.path().to_str().unwrap().to_owned();
        let whole = discover(std::slice::from_ref(&folder), &SourceOptions { hash: true }, None).unwrap();
        let (whole, none) = reported(whole);
        prop_assert!(none.is_empty());
        units.push(units[twice.index(units.len())].clone());
        units.reverse();
        // much of it stays where it lies
        prop_assert!(units.iter().map(Vec::len).sum::<usize>() < all / 2);
        let (first, wanted) = reported(united(&units));
        // a cut beside what was found may bring all that is read around it
        prop_assert_eq!(wanted.is_empty(), first == whole);
        let is_named = first.contains("are in no scan that was given");
        prop_assert!(wanted.is_empty() || is_named, "{}", first);
        units.push(scanned(&ScanOptions { windows: Some(wanted), ..surveying(&folder) }, &[]));
        let (second, wanted) = reported(united(&units));
        prop_assert_eq!(wanted, []);
        prop_assert!(second == whole, "{}\n{}", second, whole);
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
        (format!("{head}{source}{}", line(3)), "f, line 3: 0 records of a.log"),
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
