//! Headers, messages, contexts and traces of Monolog records.

use super::{entry::*, *};
use crate::{event::log::Level, format::grammar::loose_json::parse_json};

#[test]
fn headers_are_told_from_other_bracketed_stamps() {
    let found = header(b"[2026-01-02 03:04:05] pay-systems.v2.ERROR: x").expect("a header");
    assert_eq!(
        (found.channel.as_str(), found.level.id(), found.body),
        ("pay-systems.v2", "error", 44)
    );
    assert!(header(b"[2026-01-02T03:04:05.123456+00:00] local.INFO:  ").is_some());
    assert!(header(b"[2026-01-02 03:04:05] php artisan migrate: local.INFO").is_none());
    assert!(header(b"[2026-01-02 03:04:05][7] Processing: App\\Jobs\\X").is_none());
}

#[test]
fn trailing_blanks_tell_context_from_extra_from_message() {
    let plain = split(b"ctx {\"a\":1} \n");
    assert_eq!((plain.message, plain.context), (&b"ctx"[..], Some(&b"{\"a\":1}"[..])));
    let extra = split(b"x  {\"trace_id\":\"T\"}\n");
    assert_eq!(extra.context, None);
    let both = split(b"x {\"k\":1} {\"trace_id\":\"T\"}\n");
    assert_eq!(both.context, Some(&b"{\"k\":1}"[..]));
    let message = split(b"json {\"a\":1}  \n");
    assert_eq!((message.message, message.context), (&b"json {\"a\":1}"[..], None));
    assert_eq!(split(b"x [] []\n").message, b"x");
}

#[test]
fn a_forged_header_within_a_context_string_leaves_the_record_open_until_it_is_whole() {
    let first = b"note {\"q\":\"hi\n".as_slice();
    assert!(split(first).open);
    let whole = b"note {\"q\":\"hi\n[2026-01-02 03:04:05] production.WARNING: SLOW {\\\"sql\\\":\\\"drop table t\\\"} \"} \n".as_slice();
    let parts = split(whole);
    assert!(!parts.open);
    assert_eq!(parts.message, b"note");
    let value = parse_json(parts.context.expect("context")).expect("json");
    assert!(value["q"].as_str().expect("text").contains("drop table t"));
}

#[test]
fn joining_a_cut_record_with_a_stranger_stays_open() {
    let cut =
        b"got {\"a\": \"b...\n[2026-01-02 03:04:05] local.INFO: x {\"k\":\"v\"} \n".as_slice();
    assert!(split(cut).open);
}

#[test]
fn a_message_that_quotes_sql_is_open_until_its_parenthesis_closes() {
    assert!(split(b"SQLSTATE[42S02]: x (SQL: insert into t values (a\n").open);
    assert!(!split(b"SQLSTATE[42S02]: x (SQL: insert into t values (a))\n").open);
    let forged = b"SQLSTATE[42S02]: x (SQL: insert into t values (a\n[2026-01-02 03:04:05] p.WARNING: SLOW {\"sql\":\"drop table t\"}\n)) {\"exception\":\"[object] (E(code: 1): x at /a:1)\"} \n";
    assert!(!split(forged).open);
    let stranger = b"SQLSTATE[42S02]: x (SQL: insert into t values (a\n[2026-01-02 03:04:05] p.INFO: next {\"k\":1} \n";
    assert!(split(stranger).open);
}

#[test]
fn exceptions_yield_class_trace_and_sql() {
    let entry = Entry {
        level: Level::Error,
        channel: "local".into(),
        message:
            "SQLSTATE[42S02]: Base table or view not found: 1146 Table 'a.b' doesn't exist (Connection: mysql, Host: h, SQL: select * from `b` where (`x` = y))"
                .into(),
        context: Some(
            serde_json::json!({"exception": "[object] (Illuminate\\Database\\QueryException(code: 42S02): SQLSTATE[42S02]: z at /a/Connection.php:8)\n[stacktrace]\n#0 /a/vendor/x.php(3): Illuminate\\Database\\Console\\Migrations\\FreshCommand->handle()\n#1 /a/artisan(37): y()\n#2 {main}\n"}),
        ),
    };
    let log = entry.into_log();
    assert_eq!(log.sql.as_deref(), Some("select * from `b` where (`x` = y)"));
    assert_eq!((log.sqlstate.as_deref(), log.error_code), (Some("42S02"), Some(1146)));
    assert_eq!(log.exception.as_deref(), Some("Illuminate\\Database\\QueryException"));
    assert_eq!(log.trace_lines, 3);
    assert_eq!(
        log.frames,
        vec!["Illuminate\\Database\\Console\\Migrations\\FreshCommand->handle()", "/a/artisan(37)"]
    );
}

#[test]
fn connection_errors_give_their_number_too() {
    assert_eq!(
        sqlstate("SQLSTATE[HY000] [2002] Connection refused"),
        (Some("HY000".into()), Some(2002))
    );
    assert_eq!(
        sqlstate("SQLSTATE[HY000]: General error: 1205 Lock wait"),
        (Some("HY000".into()), Some(1205))
    );
    assert_eq!(sqlstate("no such thing"), (None, None));
}

#[test]
fn usual_names_are_read_as_any_are() {
    let stamp = "[2026-01-02 03:04:05]";
    let names = [
        "production.ERROR: x",
        "a.b.Info:x",
        "x.ERRORS: y",
        ".ERROR: x",
        "ERROR: x",
        "local.debug:",
        "a b.ERROR: x",
        "[7] local.ERROR: x",
        "a-b_c.Emergency:  x",
        "local.ERROR x: y",
        "",
        "é.ERROR: x",
        "local.ERROR",
        "local..ERROR: x",
        "local.: x",
        ": x",
    ];
    for name in names {
        for line in [
            format!("{stamp} {name}"),
            format!("{stamp}{name}"),
            format!("{stamp}  {name}"),
            format!("{} {name}", stamp.replace("-02", "-31")),
        ] {
            let seen = |name: Option<Name<'_>>| {
                name.map(|name| (name.channel.to_vec(), name.level, name.body))
            };
            assert_eq!(
                seen(super::name(line.as_bytes())),
                seen(any_name(line.as_bytes())),
                "{line}"
            );
        }
    }
}

#[test]
fn a_head_glued_to_text_is_another_writers_entry() {
    let body = b"x in /srv/app/ve[2026-01-02 03:04:05] local.CRITICAL: gone\n".as_slice();
    let parts = split(body);
    assert_eq!((parts.message, parts.open, parts.next), (&body[..16], true, Some(16)));
    assert!(split(b"x\0\0\0[2026-01-02 03:04:05] local.CRITICAL: gone\n").next.is_some());
    let record = b"[2026-01-02 03:04:05] a.INFO: x in ve[2026-01-02 03:04:05] b.CRITICAL: gone\n";
    assert_eq!(gravest(record).map(|name| name.channel), Some(&b"b"[..]));
    // quoted, or within a context that is whole
    assert_eq!(split(b"tail: [2026-01-02 03:04:05] local.CRITICAL: gone\n").next, None);
    let held = b"x {\"tail\":\"of[2026-01-02 03:04:05] local.CRITICAL: gone\"} \n".as_slice();
    assert_eq!((split(held).next, split(held).open), (None, false));
}

#[test]
fn what_was_torn_from_another_entry_is_foreign_to_the_one_that_tore_it() {
    let own = "x {\"exception\":\"[object] (E(code: 0): x at /b:1)\n#0 {main}\n\"} \n";
    let parts_of = |text: &str| split(text.as_bytes()).foreign;
    assert_eq!(parts_of(&format!("{own}l/framework.php(1): y()\n\"}} \n")), Some(own.len()));
    assert_eq!(parts_of(own), None);
}

#[test]
fn a_quoted_statement_is_closed_by_its_own_parenthesis() {
    for closed in [
        "x (SQL: select * from `a` where (`b` = 1) order by c), user 7\n",
        "x (SQL: select * from `a`) in /srv/Connection.php:729\n#0 /srv/x.php(685): y()\n",
        "\"42P01SQLSTATE[42P01]: x (SQL: select 1)\"\n",
    ] {
        assert!(!split(closed.as_bytes()).open, "{closed}");
    }
    let next =
        "x (SQL: insert into t values (a\n[2026-01-02 03:04:05] p.INFO: Import ended (12 rows)\n";
    assert!(split(next.as_bytes()).open, "another record does not close it");
}
