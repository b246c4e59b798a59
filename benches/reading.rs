//! The inner pieces, each over text made from a counter: cutting into records, reading records,
//! classifying, fingerprinting and redacting statements. `cargo bench --bench reading -- NAME`;
//! `-- --test` runs each once. Compare two builds on one quiet machine.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a benchmark may stop; its groups are named by what they measure"
)]

use std::{fmt::Write, hint::black_box, ops::ControlFlow};

use backtrail::{
    format::grammar::slow_log::{self, Mode, Piece},
    ingest::{self, options::IngestOptions},
    redact::{redactor::Redactor, rule::Level},
    source::{
        evidence::Source,
        stream::{
            self,
            run::{Content, StreamOptions},
        },
    },
    sql::{
        self,
        dialect::Dialect,
        fingerprint::{Fingerprinter, walk::Digits},
    },
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Entries of each made log.
const ENTRIES: usize = 10_000;

fn laravel() -> String {
    let mut text = String::new();
    for n in 0..ENTRIES {
        let (minute, second) = (n / 60 % 60, n % 60);
        writeln!(text, "[2025-03-04 10:{minute:02}:{second:02}] production.INFO: order {n} stored {{\"order_id\":{n},\"total\":1990}} ").unwrap();
        if n % 7 == 0 {
            writeln!(text, "[2025-03-04 10:{minute:02}:{second:02}] production.ERROR: no such voucher {{\"exception\":\"[object] (RuntimeException(code: 0): no such voucher at /srv/app/Voucher.php:{n})").unwrap();
            writeln!(
                text,
                "[stacktrace]\n#0 /srv/app/Checkout.php(12): Voucher->redeem()\n#1 {{main}}\n\"}} "
            )
            .unwrap();
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

fn statements() -> Vec<String> {
    (0..ENTRIES)
        .map(|n| {
            format!(
                "delete from `orders` where `note` = 'drop table x; {n}' and `id` in ({n}, 2, 3)"
            )
        })
        .collect()
}

fn reading(c: &mut Criterion) {
    let options = IngestOptions { block: 4 << 20, ..IngestOptions::default() };
    let (laravel, slow) = (laravel(), slow());
    let mut group = c.benchmark_group("reading");
    group.sample_size(10);

    group.throughput(Throughput::Bytes(laravel.len() as u64));
    let source = Source::from_bytes("laravel.log", laravel.clone().into_bytes());
    group.bench_function("laravel_events", |b| {
        b.iter(|| ingest::read::read_source(&source, &options).drafts.len());
    });
    group.bench_function("records_cut", |b| {
        let handle = source.open().unwrap();
        let options = StreamOptions { threads: 1, ..StreamOptions::default() };
        b.iter(|| {
            let mut chunks = 0;
            let count = |(): &mut ()| {
                chunks += 1;
                ControlFlow::Continue(())
            };
            stream::run::run(
                Content::At(&handle),
                &|line| line.starts_with(b"[2"),
                &options,
                |chunk, (): &mut ()| {
                    black_box(chunk.bytes.len());
                },
                count,
            )
            .unwrap();
            chunks
        });
    });

    group.throughput(Throughput::Bytes(slow.len() as u64));
    let source = Source::from_bytes("mariadb-slow.log", slow.clone().into_bytes());
    group.bench_function("slow_events", |b| {
        b.iter(|| ingest::read::read_source(&source, &options).drafts.len());
    });
    group.bench_function("slow_entries", |b| {
        b.iter(|| {
            let mut entries = 0;
            slow_log::read(slow.as_bytes(), Mode::LastPart, &mut |piece: Piece<'_, '_>| {
                entries += usize::from(matches!(piece, Piece::Entry(_)));
            });
            entries
        });
    });
    group.finish();
}

fn sql(c: &mut Criterion) {
    let statements = statements();
    let mut group = c.benchmark_group("sql");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(statements.iter().map(|text| text.len() as u64).sum()));
    let deeds = |text: &String| {
        sql::classify::statement::statements(text, Dialect::default())
            .iter()
            .map(|statement| sql::effects::effects(statement).len() + 1)
            .sum::<usize>()
    };
    group.bench_function("classify", |b| b.iter(|| statements.iter().map(deeds).sum::<usize>()));
    group.bench_function("fingerprint", |b| {
        let mut maker = Fingerprinter::new(Digits::Replaced);
        b.iter(|| statements.iter().map(|text| maker.of(text.as_bytes()).len()).sum::<usize>());
    });
    group.bench_function("redact", |b| {
        let redactor = Redactor::new(Level::Pii);
        b.iter(|| statements.iter().map(|text| redactor.sql(text).len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, reading, sql);
criterion_main!(benches);
