//! The inner pieces, each over text made from a counter: cutting into records, reading records,
//! classifying, fingerprinting and redacting statements. `cargo bench --features harness --bench
//! reading -- NAME`;
//! `-- --test` runs each once. Compare two builds on one quiet machine.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may stop; its groups are named by what they measure"
)]

use std::{fmt::Write, os::unix::fs::FileExt};

use backtrail::harness::{self, Evidence};
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
    let (laravel, slow) = (laravel(), slow());
    let mut group = c.benchmark_group("reading");
    group.sample_size(10);

    group.throughput(Throughput::Bytes(laravel.len() as u64));
    let source = Evidence::new("laravel.log", &laravel);
    group.bench_function("laravel_events", |b| b.iter(|| source.events()));
    group.bench_function("records_cut", |b| {
        b.iter(|| source.chunks(|line| line.starts_with(b"[2")));
    });

    group.throughput(Throughput::Bytes(slow.len() as u64));
    let source = Evidence::new("mariadb-slow.log", &slow);
    group.bench_function("slow_events", |b| b.iter(|| source.events()));
    group.bench_function("slow_entries", |b| b.iter(|| harness::slow_entries(slow.as_bytes())));
    group.finish();
}

fn sql(c: &mut Criterion) {
    let statements = statements();
    let mut group = c.benchmark_group("sql");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(statements.iter().map(|text| text.len() as u64).sum()));
    let mut each = |name: &str, work: &mut dyn FnMut(&str) -> usize| {
        group.bench_function(name, |b| {
            b.iter(|| statements.iter().map(|text| work(text)).sum::<usize>());
        });
    };
    each("classify", &mut harness::classify);
    each("fingerprint", &mut harness::fingerprinter());
    each("redact", &mut harness::redactor());
    group.finish();
}

/// The kernel's copy out of its page cache, by how far buffers lie from the offset in the file,
/// modulo
/// a page; the engine reads at 0. On some processors 1 to 31 take several times as long.
fn pread(c: &mut Criterion) {
    const BLOCK: usize = 512 * 1024;
    const BLOCKS: usize = 128;
    let path = std::env::temp_dir().join(format!("backtrail-bench-{}", std::process::id()));
    std::fs::write(&path, vec![b'x'; BLOCK * BLOCKS]).unwrap();
    let file = std::fs::File::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let mut map = memmap2::MmapMut::map_anon(BLOCK + 4096).unwrap();
    let mut group = c.benchmark_group("pread");
    group.sample_size(10);
    group.throughput(Throughput::Bytes((BLOCK * BLOCKS) as u64));
    for difference in [0usize, 1, 16, 31, 32, 64, 2048] {
        group.bench_function(format!("{difference}_bytes_apart"), |b| {
            b.iter(|| {
                for block in 0..BLOCKS {
                    let into = &mut map[difference..difference + BLOCK];
                    file.read_exact_at(into, (block * BLOCK) as u64).unwrap();
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading, sql, pread);
criterion_main!(benches);
