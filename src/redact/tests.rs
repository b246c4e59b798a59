//! What redaction takes out and what it leaves.

use super::{find::book, redactor::Redactor, rule::Level};
use proptest::prelude::*;

/// Every secret must vanish under a rule of this name, and nothing else of the text.
pub(crate) fn hides(rule: &str, cases: &[(&str, &str)]) {
    for (text, secret) in cases {
        let redactor = Redactor::new(Level::Strict);
        let out = redactor.text(text);
        assert!(!out.contains(secret), "{rule}: {text} -> {out}");
        assert!(out.contains("[REDACTED:"), "{text} -> {out}");
        assert!(
            redactor.counts().iter().any(|(id, _)| id == rule),
            "{rule} not in {:?} for {text} -> {out}",
            redactor.counts()
        );
        assert_eq!(redactor.text(&out), out, "twice: {text}");
    }
}

/// Nothing of these may be touched at the default level.
pub(crate) fn keeps(texts: &[&str]) {
    for text in texts {
        assert_eq!(Redactor::new(Level::Pii).text(text), *text);
    }
}

#[test]
fn every_rule_compiles_and_names_itself_once() {
    let book = book();
    assert!(book.iter().all(|ready| ready.patterns().is_some()), "all patterns compile");
    let mut ids: Vec<_> = book.iter().map(|ready| ready.rule.id).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(all, ids.len());
}

#[test]
fn what_the_case_rests_on_is_never_touched() {
    keeps(&[
        "2025-10-27 06:28:23.123456+01:00 [1761546503] 20251027062823",
        "php artisan migrate:fresh --seed --force",
        "drop table `users`, `password_resets`, `personal_access_tokens`",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  backup.sql",
        "password reset mail queued",
        "alter table users add password varchar(255) not null",
        "COMMAND=/usr/bin/php artisan db:wipe ; PWD=/var/www ; USER=root",
        "thread 12345 of 140213456789012 rows 20977",
        "# User@Host: shop[shop] @ app1.example.com [10.0.0.3]  Id: 1234567",
        "mysql -h db -P3306 -u root -p shop < dump.sql",
        "getty@tty1.service: started",
        "select * from users where password = ? and token = :token",
        "2024_01_01_000000_create_users_table",
        "uuid 550e8400-e29b-41d4-a716-446655440000",
    ]);
}

#[test]
fn the_same_value_bears_the_same_number() {
    let redactor = Redactor::new(Level::Pii);
    assert_eq!(
        redactor.text("a@b.de x@y.de a@b.de"),
        "[REDACTED:email#1] [REDACTED:email#2] [REDACTED:email#1]"
    );
    assert_eq!(redactor.text("x@y.de"), "[REDACTED:email#2]");
    assert_eq!(redactor.counts(), vec![("email".to_owned(), 4)]);
}

#[test]
fn sql_loses_its_literals_and_commands_their_passwords() {
    let redactor = Redactor::new(Level::Pii);
    assert_eq!(redactor.sql("delete from u where name = 'Bob'"), "delete from u where name = ?");
    assert_eq!(
        redactor.text("mysql -uroot -pgeheim shop -e \"delete from u where name='Bob'\""),
        "mysql -uroot -p[REDACTED:mysql-argv-p#1] shop -e \"delete from u where name=?\""
    );
    assert_eq!(
        redactor.excerpt(
            "# Query_time: 1.5\nSET timestamp=1761546503;\nDELETE FROM u WHERE name = 'Bob';"
        ),
        "# Query_time: 1.5\nSET timestamp=1761546503;\nDELETE FROM u WHERE name = ?;"
    );
    assert_eq!(Redactor::new(Level::Off).sql("select 'x'"), "select 'x'");
    assert_eq!(Redactor::new(Level::Secrets).sql("select 'x'"), "select ?");
}

#[test]
fn a_statement_that_a_message_quotes_loses_its_literals() {
    let redactor = Redactor::new(Level::Secrets);
    assert_eq!(
        redactor.text("SQLSTATE[23000]: x (Connection: mysql, SQL: update `u` set `n` = 'Bob' where `id` = 5) {\"a\":\"b\"}"),
        "SQLSTATE[23000]: x (Connection: mysql, SQL: update `u` set `n` = ? where `id` = ?) {\"a\":\"b\"}"
    );
    assert_eq!(
        redactor.text("x (SQL: insert into `u` (`n`) values (Bob Jones, 5))"),
        "x (SQL: insert into `u` (`n`) values (?+))"
    );
}

#[test]
fn overlapping_rules_leave_one_placeholder() {
    let redactor = Redactor::new(Level::Pii);
    let out = redactor
        .text("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk rest");
    assert_eq!(out.matches("[REDACTED").count(), 1, "{out}");
    assert!(out.ends_with(" rest"));
}

#[test]
fn four_times_the_line_takes_about_four_times_as_long() {
    let took = |times: usize| {
        let line = "mysql -uroot password token=abcdefgh user@example.com http://a:b@c 4111 "
            .repeat(times);
        let start = std::time::Instant::now();
        Redactor::new(Level::Strict).text(&line);
        start.elapsed()
    };
    // another program may have the processor meanwhile
    assert!((0..5).any(|_| took(4_000) < took(1_000) * 8));
}

proptest! {
    #[test]
    fn a_planted_secret_never_survives(before in "[a-zA-Z0-9 .,:=(){}]{0,40}", after in "[a-zA-Z0-9 .,:=(){}]{0,40}") {
        for text in [
            format!("{before} DB_PASSWORD=PLANTED123 {after}"),
            format!("{before} \"password\":\"PLANTED123\" {after}"),
            format!("{before} mysql://root:PLANTED123@db/shop {after}"),
            format!("{before} PLANTED123@example.com {after}"),
            format!("{before} ; mysql -u root -pPLANTED123 shop ; {after}"),
        ] {
            let redactor = Redactor::new(Level::Pii);
            let out = redactor.text(&text).into_owned();
            prop_assert!(!out.contains("PLANTED123"), "{} -> {}", text, out);
            prop_assert_eq!(redactor.text(&out).into_owned(), out);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        let redactor = Redactor::new(Level::Strict);
        redactor.text(&text);
        redactor.text(&text);
        redactor.excerpt(&text);
    }
}
