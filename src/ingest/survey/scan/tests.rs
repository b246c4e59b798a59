//! Surveying sources, whatever the blocks and threads.

use crate::{
    event::{kind::EventKind, log::Level},
    ingest::{
        options::{IngestOptions, SurveyPolicy},
        read::read_one,
        source_read::SourceRead,
    },
    source::evidence::Source,
};

/// A day of entries with one statement among them.
fn laravel() -> String {
    let mut log = String::from("torn\n#1 {main}\n");
    for n in 0..3000 {
        let (hour, minute, second) = (n / 240, n / 4 % 60, n % 4 * 15);
        log.push_str(&format!("[2026-01-02 {hour:02}:{minute:02}:{second:02}] local.INFO: order {n} paid {{\"id\":{n}}} \n"));
        match n {
            1500 => log.push_str("[2026-01-02 06:15:07] local.WARNING: slow {\"sql\":\"drop table `orders`\",\"time\":7} \n"),
            n if n % 7 == 0 => log.push_str(&format!("[2026-01-02 {hour:02}:{minute:02}:{second:02}] local.ERROR: boom {{\"exception\":\"[object] (E(code: 0): x at /a:1)\n[stacktrace]\n#0 {{main}}\n\"}} \n")),
            _ => {}
        }
    }
    log
}

fn slow() -> String {
    let mut log = String::from(
        "/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306  Unix socket: /x\nTime                 Id Command    Argument\n",
    );
    for n in 0..2000u64 {
        let sql = match n {
            900 => "use shop;\nSET timestamp=1767330900;\ntruncate orders;".to_owned(),
            n => format!(
                "SET timestamp={};\n{};",
                1_767_330_000 + n,
                if n % 9 == 0 {
                    format!("delete from carts where id = {n}")
                } else {
                    format!("select {n}")
                }
            ),
        };
        log.push_str(&format!(
            "# Time: 2026-01-02T05:{:02}:{:02}.5Z\n# User@Host: a[a] @ h [] Id: {n}\n# Query_time: 1.5  Lock_time: 0 Rows_sent: 0  Rows_examined: 5\n{sql}\n",
            n / 60,
            n % 60
        ));
    }
    log
}

/// Connections one after the other; one of them drops a table, one takes back what it deleted, and
/// one
/// writes lines into a literal that look like a statement.
fn general() -> String {
    let mut log = String::from(
        "/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306  Unix socket: /x\nTime                 Id Command    Argument\n",
    );
    for n in 0..1500u64 {
        let mut say = |command: &str, text: &str| {
            log.push_str(&format!(
                "2026-01-02T05:{:02}:{:02}.{:06}Z\t{n:5} {command}\t{text}\n",
                n / 60,
                n % 60,
                n
            ));
        };
        say("Connect", &format!("shop{}@10.0.0.5 on shop using TCP/IP", n % 3));
        match n {
            700 => say("Query", "drop table `orders`"),
            800 => {
                say("Query", "START TRANSACTION");
                (0..300).for_each(|_| say("Query", "select 1"));
                say("Query", "delete from carts");
                (0..300).for_each(|_| say("Query", "select 2"));
                say("Query", "ROLLBACK");
            }
            900 => say(
                "Query",
                "insert into notes values ('a\n2026-01-02T05:15:01.000000Z\t    9 Query\tdrop table `forged`\nb')",
            ),
            n => say("Query", &format!("select * from t where id = {n}")),
        }
        say("Query", "COMMIT");
        say("Quit", "");
    }
    log
}

fn read(text: &str, block: u64, threads: usize, survey: bool) -> SourceRead {
    let options = IngestOptions { block, survey: SurveyPolicy::Always, ..IngestOptions::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| read_one(&Source::from_bytes("x.log", text.as_bytes()), &options, survey))
}

#[test]
fn neither_blocks_nor_threads_change_what_is_kept() {
    for text in [laravel(), slow(), general()] {
        let first = read(&text, 1 << 20, 1, true);
        let show = |read: &SourceRead| {
            format!("{:?} {:?} {} {:?}", read.drafts, read.gaps, read.entries, read.survey)
        };
        for (block, threads) in [(64, 1), (100, 2), (4096, 7), (1 << 16, 2)] {
            assert!(
                show(&read(&text, block, threads, true)) == show(&first),
                "blocks of {block} on {threads} threads"
            );
        }
    }
}

#[test]
fn a_statement_cut_in_its_middle_by_the_beginning_is_one_gap_whatever_the_blocks() {
    let tail = format!("{}')\n", "('x'),\n".repeat(150));
    let log = format!("{tail}{}", general());
    let whole = read(&log, 1 << 20, 2, false);
    assert_eq!(whole.unparsed_bytes, tail.trim_end().len() as u64);
    for (block, threads) in [(64, 1), (300, 2), (1 << 16, 3)] {
        let some = read(&log, block, threads, true);
        assert_eq!(
            (&some.gaps, some.unparsed_bytes, some.entries),
            (&whole.gaps, whole.unparsed_bytes, whole.entries),
            "blocks of {block}"
        );
    }
}

#[test]
fn what_is_kept_is_as_it_is_when_all_is_read() {
    for text in [laravel(), slow(), general()] {
        let (whole, some) = (read(&text, 1 << 20, 2, false), read(&text, 1 << 20, 2, true));
        assert_eq!(some.entries, whole.entries);
        assert_eq!(some.gaps, whole.gaps);
        assert!(
            some.drafts.len() < whole.drafts.len() * 2 / 3,
            "{} of {}",
            some.drafts.len(),
            whole.drafts.len()
        );
        // contexts are for those who show events, and they read all
        let mut whole = whole;
        whole.drafts.iter_mut().for_each(|sited| sited.draft.kind.leave_out_context());
        let statement = |read: &SourceRead| {
            read.drafts
                .iter()
                .find(|sited| matches!(&sited.draft.kind, EventKind::Query(query) if query.sql.starts_with("drop") || query.sql.starts_with("trunc")))
                .map(|sited| (sited.span, sited.draft.clone()))
        };
        assert!(statement(&whole).is_some());
        assert_eq!(statement(&some), statement(&whole));
        for sited in &some.drafts {
            assert!(
                whole
                    .drafts
                    .iter()
                    .any(|other| other.span == sited.span && other.draft == sited.draft),
                "{sited:?}"
            );
        }
        let survey = some.survey.unwrap();
        let errors: u64 = survey.activity.bars.values().map(|(_, errors)| errors).sum();
        assert_eq!(
            survey.activity.bars.values().map(|(entries, _)| entries).sum::<u64>(),
            whole.entries
        );
        assert_eq!(
            errors,
            whole.drafts.iter().filter(|sited| matches!(&sited.draft.kind, EventKind::Log(log) if log.level == Some(Level::Error))).count() as u64
        );
    }
}

#[test]
fn what_a_deed_hangs_on_is_kept_with_it() {
    let read = read(&general(), 4096, 2, true);
    let told: Vec<(&str, Option<&str>)> = read
        .drafts
        .iter()
        .filter_map(|sited| match &sited.draft.kind {
            EventKind::Query(query) if query.connection_id == Some(800) => {
                Some((query.sql.as_str(), query.user.as_deref()))
            }
            _ => None,
        })
        .collect();
    let place = |sql: &str| {
        told.iter()
            .position(|(text, _)| *text == sql)
            .unwrap_or_else(|| panic!("{sql} in {told:?}"))
    };
    assert!(
        place("START TRANSACTION") < place("delete from carts")
            && place("delete from carts") < place("ROLLBACK")
    );
    assert!(told.iter().all(|(_, user)| *user == Some("shop2")), "{told:?}");
    let says = |sited: &&crate::ingest::sited::Sited, text: &str| matches!(&sited.draft.kind, EventKind::Query(query) if query.sql.starts_with(text));
    assert!(!read.drafts.iter().any(|sited| says(&sited, "drop table `forged`")));
    assert!(read.drafts.len() < 2500, "{} of {}", read.drafts.len(), read.entries);
}

#[test]
fn the_end_of_a_transaction_is_kept_also_where_it_began_with_the_log() {
    let mut log = String::new();
    let mut say =
        |text: &str| log.push_str(&format!("2026-01-02T05:00:00.000000Z\t    7 Query\t{text}\n"));
    say("START TRANSACTION");
    say("delete from carts");
    (0..600).for_each(|n| say(&format!("call p({n})")));
    say("ROLLBACK");
    (0..600).for_each(|n| say(&format!("call p({n})")));
    let read = read(&log, 4096, 2, true);
    let says = |text: &str| {
        read.drafts
            .iter()
            .any(|sited| matches!(&sited.draft.kind, EventKind::Query(query) if query.sql == text))
    };
    assert!(["START TRANSACTION", "delete from carts", "ROLLBACK"].into_iter().all(says));
}
