//! Digests of logs as a user asks for them.

use super::{
    super::{condition::Conditions, digest::Class},
    *,
};
use crate::time::window::Window;
use crate::{event::query::Query, sql::dialect::Dialect};

fn digest_of(text: &str, filter: &Filter, block: u64, threads: usize) -> Digest {
    let source = Source::from_bytes("slow.log", text.as_bytes().to_vec());
    let mut digest = Digest::default();
    let log = Log {
        source: &source,
        zone: Zone::UTC,
        dialect: dialect(&source),
        filter,
        digits: Digits::Replaced,
        key: Key::default(),
        block,
        threads,
    };
    scan::read(&log, &mut digest).unwrap();
    digest
}

fn everything() -> Filter {
    Filter {
        window: Window::default(),
        users: Vec::new(),
        hosts: Vec::new(),
        databases: Vec::new(),
        conditions: Conditions::default(),
        formats: Vec::new(),
    }
}

/// A MariaDB log: times and databases left out where they stay, banners, literals that hold
/// entries, commands, and quotes that are left open.
fn log(with_open_quotes: bool) -> String {
    let banner = "/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime\t\t    Id Command\tArgument\n";
    let mut text = banner.to_owned();
    for n in 0..400_u64 {
        if n == 200 {
            text.push_str(banner);
        }
        if n % 3 == 0 {
            text.push_str(&format!("# Time: 260306  8:{:02}:{:02}\n", n / 60, n % 60));
        }
        let host = n % 40;
        text.push_str(&format!("# User@Host: app{}[app{}] @ web{host} [10.0.0.5]\n", n % 2, n % 2));
        text.push_str(&format!(
            "# Query_time: {}.{:06}  Lock_time: 0.000001  Rows_sent: {n}  Rows_examined: {}\n",
            n % 5,
            n * 7 % 1_000,
            n * 3
        ));
        if n % 50 == 10 {
            text.push_str(&format!("use shop{};\n", n / 100));
        }
        if n % 7 != 0 {
            text.push_str(&format!("SET timestamp={};\n", 1_772_784_000 + n));
        }
        match n % 10 {
            0 => text.push_str("# administrator command: Quit;\n"),
            1 => text.push_str(&format!("select * from `orders`\n where id = {n} and note = 'it''s';\n")),
            2 => text.push_str(&format!(
                "insert into notes values ({n}, 'x;\n# Time: 260306  9:11:11\n# User@Host: evil[evil] @ x []\n# Query_time: 99.0  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1772784699;\nDROP TABLE users;\n');\n"
            )),
            3 if with_open_quotes && n % 100 == 3 => text.push_str("select 'left open;\n"),
            _ => text.push_str(&format!("update t{} set a = {n} where b in (1, 2, {n});\n", n % 3)),
        }
    }
    text
}

fn told(digest: &Digest) -> Vec<String> {
    let of = |class: &Class| {
        format!(
            "{} {} {} {} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?}",
            text_of(&class.form),
            class.count,
            class.timed,
            class.total_us,
            (class.min_us, class.max_us, class.quantile_us(0.5)),
            (class.rows_examined, class.rows_sent),
            class.users.sorted(&digest.numbers),
            class.hosts.more,
            class.hosts.sorted(&digest.numbers),
            class.databases.sorted(&digest.numbers),
            class.first,
            class.last,
            class.worst.as_ref().map(|worst| (text_of(&worst.sql), worst.line))
        )
    };
    digest.classes.iter().map(of).collect()
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn neither_blocks_nor_threads_change_a_digest() {
    let text = log(true);
    let filters = [
        everything(),
        Filter { databases: vec!["shop1".to_owned()], ..everything() },
        Filter {
            window: Window {
                since: 1_772_784_100_000_000,
                until: 1_772_784_300_000_000,
                bounded: true,
                ..Window::default()
            },
            ..everything()
        },
        Filter {
            users: vec!["app1".to_owned()],
            hosts: vec!["web1".to_owned(), "web3".to_owned()],
            ..everything()
        },
    ];
    for filter in &filters {
        let whole = told(&digest_of(&text, filter, 1 << 30, 1));
        assert!(!whole.is_empty());
        for block in [64, 500, 4_096, 20_000] {
            for threads in [1, 2, 7] {
                let parts = told(&digest_of(&text, filter, block, threads));
                assert_eq!(parts, whole, "blocks of {block}, {threads} threads, {filter:?}");
            }
        }
    }
}

#[test]
fn entries_of_a_digest_are_those_of_the_events() {
    let text = log(false);
    let source = Source::from_bytes("slow.log", text.as_bytes().to_vec());
    let read = ingest::read::read_source(&source, &IngestOptions::default());
    let placed = clock::place::place(
        std::slice::from_ref(&source),
        vec![read],
        &clock::options::ClockOptions { rest: Some(Zone::UTC), ..Default::default() },
    );
    let mut events = Digest::default();
    let (mut maker, key) = (Fingerprinter::default(), Key::default());
    for event in &placed.events {
        count(event, &everything(), key, &mut maker, &mut events);
    }
    let digest = digest_of(&text, &everything(), 4_096, 2);
    let sums = |digest: &Digest| {
        let mut sums: Vec<_> = digest
            .classes
            .iter()
            .map(|class| {
                (
                    text_of(&class.form),
                    class.count,
                    class.total_us,
                    class.rows_examined,
                    class.databases.sorted(&digest.numbers),
                    class.users.sorted(&digest.numbers),
                )
            })
            .collect();
        sums.sort();
        sums
    };
    assert_eq!(sums(&digest), sums(&events));
    assert!(
        !digest.classes.iter().any(|class| class.form.starts_with(b"drop")),
        "a forged entry was counted"
    );
    let span = |digest: &Digest| {
        (
            digest.classes.iter().filter_map(|class| class.first.map(|at| at.at)).min(),
            digest.classes.iter().filter_map(|class| class.last.map(|at| at.at)).max(),
        )
    };
    assert_eq!(span(&digest), span(&events));
}

#[test]
fn large_logs_that_flow_give_what_they_give_as_a_whole() {
    let laravel: String = (0..300)
        .map(|n| {
            let (minute, second) = (n / 60, n % 60);
            let at = format!("[2026-03-06 10:{minute:02}:{second:02}] production");
            match n % 5 {
                0 => format!("{at}.WARNING: slow query {{\"sql\":\"select * from `t{}` where id = {n}\",\"time\":{n}.5}} \n", n % 3),
                1 => format!("{at}.INFO: Query took {n} ms: delete from `a` where b = {n} \n"),
                2 => format!("{at}.ERROR: SQLSTATE[40001]: deadlock (SQL: update `a` set b = {n}) {{\"exception\":\"[object] (X(code: 0): x at /a.php:1)\n[stacktrace]\n#0 {{main}}\n\"}} \n"),
                3 => format!("{at}.DEBUG: [{n}ms] select {n} from `b` \n"),
                _ => format!("{at}.INFO: order {n} stored {{\"order_id\":{n},\"duration_ms\":12}} \n"),
            }
        })
        .collect();
    let general: String = (0..300)
        .map(|n| {
            format!(
                "2026-03-06T10:{:02}:{:02}.000000Z\t    7 Query\tselect * from `a` where b = {n}\n",
                n / 60,
                n % 60
            )
        })
        .collect();
    for (name, text) in [
        ("laravel.log", laravel),
        (
            "general.log",
            format!(
                "/usr/sbin/mysqld, Version: 8.0.36 (MySQL). started with:\nTcp port: 3306  Unix socket: /s\nTime                 Id Command    Argument\n{general}"
            ),
        ),
    ] {
        let source = Source::from_bytes(name, text.into_bytes());
        let options = IngestOptions { block: 700, ..IngestOptions::default() };
        let read = ingest::read::read_source(&source, &options);
        let placed = clock::place::place(
            std::slice::from_ref(&source),
            vec![read],
            &clock::options::ClockOptions { rest: Some(Zone::UTC), ..Default::default() },
        );
        let (mut whole, mut flowing) = (Digest::default(), Digest::default());
        let (mut maker, key) = (Fingerprinter::default(), Key::default());
        for event in &placed.events {
            count(event, &everything(), key, &mut maker, &mut whole);
        }
        flow(&source, &placed.clocks[0], &options, |event| {
            count(event, &everything(), key, &mut maker, &mut flowing);
        })
        .unwrap();
        assert!(whole.count >= 180, "{name}: {}", whole.count);
        assert_eq!(told(&flowing), told(&whole), "{name}");
    }
}

#[test]
fn the_worst_statement_is_found_on_its_line() {
    let text = log(false);
    let digest = digest_of(&text, &everything(), 700, 2);
    for class in &digest.classes {
        let worst = class.worst.as_ref().unwrap();
        let line = text.lines().nth(usize::try_from(worst.line).unwrap()).unwrap();
        assert!(line.starts_with("# Time: ") || line.starts_with("# User@Host: "), "{line}");
    }
}

#[test]
fn parse_and_bind_are_steps_of_a_statement_that_is_counted_once() {
    let step = |admin: Option<&str>, dialect| Query {
        admin: admin.map(str::to_owned),
        query_time_us: Some(1),
        dialect,
        ..Query::default()
    };
    assert!(super::is_counted(&step(None, Dialect::POSTGRES)));
    assert!(!super::is_counted(&step(Some("bind"), Dialect::POSTGRES)));
    // a command of MySQL's slow log took its time
    assert!(super::is_counted(&step(Some("Quit"), Dialect::default())));
}
