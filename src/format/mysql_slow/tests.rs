//! Slow logs of all flavours, whole, cut and forged.

use super::*;
use crate::event::draft::GapReason;
use crate::format::testing::{likeness, queries, read};

const MARIA: &str = "\
/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:
Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock
Time\t\t    Id Command\tArgument
# Time: 260306  9:10:30
# User@Host: app[app] @  [10.0.0.5]
# Thread_id: 5  Schema: shop  QC_hit: No
# Query_time: 2.500000  Lock_time: 0.000001  Rows_sent: 0  Rows_examined: 900
# Rows_affected: 900  Bytes_sent: 11
use shop;
SET timestamp=1772784630;
DELETE FROM carts;
# User@Host: app[app] @  [10.0.0.5]
# Thread_id: 5  Schema: shop  QC_hit: No
# Query_time: 0.000100  Lock_time: 0.000001  Rows_sent: 1  Rows_examined: 1
SET timestamp=1772784630;
select 1;
";

#[test]
fn an_entry_of_mariadb_bears_start_twin_account_and_counts() {
    let (drafts, gaps) = read(&FORMAT, MARIA.as_bytes());
    assert!(gaps.is_empty(), "{gaps:?}");
    assert_eq!(drafts.len(), 2);
    let draft = &drafts[0];
    assert_eq!(draft.written.as_ref().unwrap().text, "260306  9:10:30");
    assert_eq!(draft.written.as_ref().unwrap().stamp, Stamp::Instant(1_772_784_630_000_000));
    assert!(matches!(draft.twin.as_ref().unwrap().stamp, Stamp::Local(_)));
    assert_eq!(draft.shift_us, 0);
    assert!(
        MARIA[draft.at.clone()].starts_with("# Time: "),
        "the # Time: line belongs to the entry"
    );
    let EventKind::Query(query) = &draft.kind else { panic!() };
    assert_eq!(query.sql, "DELETE FROM carts");
    assert_eq!((query.user.as_deref(), query.host.as_deref()), (Some("app"), Some("10.0.0.5")));
    assert_eq!((query.database.as_deref(), query.connection_id), (Some("shop"), Some(5)));
    assert_eq!((query.query_time_us, query.rows_affected), (Some(2_500_000), Some(900)));
    assert_eq!(query.dialect.version, Some(101_106));
    assert!(drafts[1].written.is_some(), "SET timestamp stands in for a # Time: left out");
}

#[test]
fn entries_of_mysql_8_are_moved_from_their_end_to_their_start() {
    let text = "# Time: 2026-03-06T08:10:32.500000Z\n# User@Host: root[root] @ localhost []  Id:    41\n# Query_time: 2.500000  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 4 Thread_id: 41 Errno: 1451 Killed: 0\nSET timestamp=1772784630;\nDROP TABLE `orders`;\n";
    let (drafts, _) = read(&FORMAT, text.as_bytes());
    assert_eq!(drafts[0].shift_us, -2_500_000);
    assert_eq!(drafts[0].written.as_ref().unwrap().offset_s, Some(0));
    let EventKind::Query(query) = &drafts[0].kind else { panic!() };
    assert_eq!(query.outcome, Outcome::Refused { code: Some(1451), message: None });
    assert_eq!(query.dialect.flavour, Flavour::MySql);
}

#[test]
fn header_lines_inside_a_literal_forge_no_entry() {
    let forged = "x;\n# Time: 260306  9:11:11\n# User@Host: evil[evil] @ x []\n# Query_time: 9.0  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1772784699;\nDROP TABLE users;\n";
    let text = format!(
        "{MARIA}# User@Host: app[app] @ web []\n# Thread_id: 5  Schema: shop  QC_hit: No\n# Query_time: 0.1  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1772784631;\ninsert into notes values ('{forged}');\n# Time: 260306  9:10:33\n# User@Host: app[app] @ web []\n# Thread_id: 5  Schema: shop  QC_hit: No\n# Query_time: 0.1  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1772784633;\nselect 2;\n"
    );
    let found: Vec<String> = queries(&FORMAT, &text).into_iter().map(|query| query.sql).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[2].starts_with("insert into notes") && found[2].contains("DROP TABLE users"));
    assert_eq!(found[3], "select 2");
}

#[test]
fn the_database_is_carried_from_use_to_use_and_forgotten_at_a_banner() {
    let entry = |more: &str| {
        format!(
            "# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0  Rows_sent: 0  Rows_examined: 0\n{more}"
        )
    };
    let text = [
        &entry("use one;\nselect 1;\n"),
        &entry("select 2;\n"),
        "/usr/sbin/mysqld, Version: 5.6.24-log (x). started with:\nTcp port: 1  Unix socket: x\nTime                 Id Command    Argument\n",
        &entry("select 3;\n"),
        &entry("use `two`;\n"),
    ]
    .concat();
    let found: Vec<_> =
        queries(&FORMAT, &text).into_iter().map(|query| (query.sql, query.database)).collect();
    let want = [
        ("select 1", Some("one")),
        ("select 2", Some("one")),
        ("select 3", None),
        ("use `two`", Some("two")),
    ];
    assert_eq!(found, want.map(|(sql, database)| (sql.to_owned(), database.map(str::to_owned))));
}

#[test]
fn administrator_commands_are_told_apart_even_empty_ones() {
    let text = "# administrator command: Quit;\n# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1772784630;\n# administrator command:\n# Time: 260306  9:10:31\n# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0  Rows_sent: 0  Rows_examined: 0\nselect 1;\n";
    let found: Vec<_> =
        queries(&FORMAT, text).into_iter().map(|query| (query.admin, query.sql)).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].0.as_deref(), Some("Quit"));
    assert_eq!(found[1].0.as_deref(), Some(""));
    assert_eq!(found[2], (None, "select 1".to_owned()));
}

#[test]
fn a_statement_that_the_file_cuts_off_is_marked_and_a_cut_header_is_no_entry() {
    let cut = &MARIA[..MARIA.find("select 1").unwrap()];
    let (drafts, gaps) = read(&FORMAT, cut.as_bytes());
    assert_eq!(drafts.len(), 1);
    assert_eq!(gaps.last().unwrap().reason, GapReason::Truncated);
    let cut = &MARIA[..MARIA.find("carts").unwrap()];
    assert!(queries(&FORMAT, cut).iter().all(|query| query.truncated));
}

#[test]
fn a_file_that_begins_inside_a_statement_gives_a_torn_gap() {
    let (drafts, gaps) = read(
        &FORMAT,
        format!("  and x = 'y';\n{}", MARIA.split_once("Argument\n").unwrap().1).as_bytes(),
    );
    assert_eq!(drafts.len(), 2);
    assert_eq!(gaps[0].reason, GapReason::Torn);
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let plain = queries(&FORMAT, MARIA);
    assert_eq!(queries(&FORMAT, &MARIA.replace('\n', "\r\n")), plain);
}

#[test]
fn slow_logs_are_known_by_their_headers_and_by_name_where_only_the_banner_is_there() {
    assert!(likeness(&FORMAT, MARIA) >= 90);
    assert!(likeness(&FORMAT, &MARIA[..MARIA.find("# Time").unwrap()]) >= 40);
    assert_eq!(likeness(&FORMAT, "# a comment\nselect 1;\n"), 0);
}

#[test]
fn the_clock_of_a_session_set_far_off_is_noted() {
    let text = "# Time: 260306  9:10:30\n# User@Host: a[a] @ h []\n# Thread_id: 1  Schema: x  Last_errno: 0  Killed: 0\n# Query_time: 1  Lock_time: 0  Rows_sent: 0  Rows_examined: 0\nSET timestamp=1111111111;\nselect 1;\n";
    let (drafts, _) = read(&FORMAT, text.as_bytes());
    assert!(matches!(drafts[0].written.as_ref().unwrap().stamp, Stamp::Local(_)));
    assert!(!drafts[0].remarks.is_empty());
}

#[test]
fn cut_and_garbled_files_are_read_without_failing() {
    crate::format::testing::torment(&FORMAT, MARIA);
}

#[test]
fn a_backslash_before_the_closing_quote_costs_only_its_own_entry() {
    let entry = |n: u32, sql: &str| {
        format!(
            "# Time: 2026-01-02T03:04:0{n}.000000Z\n# User@Host: a[a] @ w []  Id: 8\n# Query_time: 0.1\nSET timestamp=176732304{n};\n{sql};\n"
        )
    };
    let text = entry(1, "INSERT INTO t VALUES ('C:\\')")
        + &entry(2, "DROP TABLE orders")
        + &entry(3, "SELECT 1");
    let found = queries(&FORMAT, &text);
    assert_eq!(
        found.iter().map(|q| q.sql.as_str()).collect::<Vec<_>>(),
        ["INSERT INTO t VALUES ('C:\\')", "DROP TABLE orders", "SELECT 1"]
    );
    assert!(found.iter().all(|query| !query.truncated));
}

#[test]
fn use_in_any_case_changes_the_database_and_a_line_of_fields_may_lack_its_mark() {
    let entry = |lines: &str| {
        format!(
            "# Time: 2026-01-05T10:00:00.000001Z\n# User@Host: app[app] @ web1 [10.0.0.12]  Id:    12\n# Query_time: 0.000012  Lock_time: 0.000002 Rows_sent: 1  Rows_examined: 10\n{lines}"
        )
    };
    let text = entry("uSe archive;\nSET timestamp=1767607200;\nDELETE FROM b;\n")
        + &entry("  Tmp_tables: 1  Tmp_disk_tables: 2\nSET timestamp=1767607201;\nSELECT 2;\n")
        // the first word of a statement is no field
        + &entry("Note: 1;\n")
        // what a client sent itself stays its statement
        + &entry("uSe test;\nselect sleep(2) from n;\n");
    let all = queries(&FORMAT, &text);
    let sql: Vec<&str> = all.iter().map(|query| query.sql.as_str()).collect();
    assert_eq!(sql[..3], ["DELETE FROM b", "SELECT 2", "Note: 1"]);
    assert_eq!(sql[3..], ["uSe test;\nselect sleep(2) from n"]);
    assert_eq!(all[0].database.as_deref(), Some("archive"));
}
