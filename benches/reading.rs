//! How fast bytes become events and statements become deeds: whole passes over text made from a
//! counter, printed as MB/s. Compare two builds on one quiet machine; the numbers mean nothing alone.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may stop")]

use std::{fmt::Write, hint::black_box, time::Instant};

use backtrail::{
    ingest::{self, IngestOptions},
    source::Source,
    sql::{self, Dialect},
};

/// Entries of each made log.
const ENTRIES: usize = 50_000;
/// Passes; the fastest counts, as the others were disturbed.
const PASSES: usize = 5;

fn laravel() -> String {
    let mut text = String::new();
    for n in 0..ENTRIES {
        let (minute, second) = (n / 60 % 60, n % 60);
        writeln!(text, "[2025-03-04 10:{minute:02}:{second:02}] production.INFO: order {n} stored {{\"order_id\":{n},\"total\":1990}} ").unwrap();
        if n % 7 == 0 {
            writeln!(text, "[2025-03-04 10:{minute:02}:{second:02}] production.ERROR: no such voucher {{\"exception\":\"[object] (RuntimeException(code: 0): no such voucher at /srv/app/Voucher.php:{n})").unwrap();
            writeln!(text, "[stacktrace]\n#0 /srv/app/Checkout.php(12): Voucher->redeem()\n#1 {{main}}\n\"}} ").unwrap();
        }
    }
    text
}

fn slow() -> String {
    let mut text = String::new();
    for n in 0..ENTRIES {
        let at = 1_741_082_400 + n;
        writeln!(text, "# User@Host: shop[shop] @  [10.0.0.5]\n# Thread_id: {n}  Schema: shop  QC_hit: No\n# Query_time: 0.00{n}  Lock_time: 0.000010  Rows_sent: 1  Rows_examined: {n}\nSET timestamp={at};\nupdate `orders` set `state` = 'it''s paid' where `id` = {n};").unwrap();
    }
    text
}

fn time(what: &str, bytes: usize, mut work: impl FnMut() -> usize) {
    let mut best = f64::MAX;
    let mut units = 0;
    for _ in 0..PASSES {
        let start = Instant::now();
        units = black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{what:24} {units:8} units {:8.1} MB/s", bytes as f64 / 1e6 / best);
}

fn main() {
    let options = IngestOptions { block: 4 << 20, formats: Vec::new() };
    for (name, text) in [("laravel.log", laravel()), ("mariadb-slow.log", slow())] {
        let source = Source::from_bytes(name, text.clone().into_bytes());
        time(name, text.len(), || ingest::read_source(&source, &options).drafts.len());
    }
    let statements: Vec<String> = (0..ENTRIES).map(|n| format!("delete from `orders` where `note` = 'drop table x; {n}' and `id` in ({n}, 2, 3)")).collect();
    let bytes = statements.iter().map(String::len).sum();
    let deeds = |text: &String| sql::statements(text, Dialect::default()).iter().map(|statement| sql::deeds(statement).len() + 1).sum::<usize>();
    time("statements classified", bytes, || statements.iter().map(deeds).sum());
    time("statements fingerprinted", bytes, || statements.iter().map(|s| sql::fingerprint::fingerprint(s).len()).sum());
}
