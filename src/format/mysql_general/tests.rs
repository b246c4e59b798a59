//! General logs of all ages.

use super::*;
use crate::format::testing::{likeness, queries, read};

const MARIA: &str = "/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (Debian 12). started with:\nTcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\nTime\t\t    Id Command\tArgument\n260306  9:10:30\t    25 Connect\tapp@10.0.0.5 on shop using TCP/IP\n\t\t    25 Query\tselect *\n  from carts\n\t\t    25 Prepare\tdelete from carts where id = ?\n\t\t    25 Execute\tdelete from carts where id = 7\n\t\t    25 Close stmt\t\n\t\t    25 Init DB\tstage\n260306  9:10:31\t    25 Query\tdrop table t\n\t\t    25 Quit\t\n\t\t    26 Connect\tAccess denied for user 'root'@'10.0.0.9' (using password: YES)\n";

#[test]
fn account_database_and_second_are_carried_along_a_connection() {
    let (drafts, gaps) = read(&FORMAT, MARIA.as_bytes());
    assert!(gaps.is_empty(), "{gaps:?}");
    assert!(drafts.iter().all(|draft| draft.written.is_some()));
    let all = queries(&FORMAT, MARIA);
    let statements: Vec<_> = all.iter().filter(|query| query.admin.is_none()).collect();
    assert_eq!(statements.len(), 3, "a prepared statement counts once");
    assert_eq!(statements[0].sql, "select *\n  from carts");
    assert_eq!(statements[1].sql, "delete from carts where id = 7");
    assert_eq!(
        (
            statements[2].user.as_deref(),
            statements[2].host.as_deref(),
            statements[2].database.as_deref()
        ),
        (Some("app"), Some("10.0.0.5"), Some("stage"))
    );
    assert_eq!(statements[2].witness, Witness::AtArrival);
}

#[test]
fn a_refused_login_is_an_outcome_with_its_account() {
    let all = queries(&FORMAT, MARIA);
    let last = all.last().unwrap();
    assert!(matches!(last.outcome, Outcome::Refused { code: Some(1045), .. }));
    assert_eq!((last.user.as_deref(), last.host.as_deref()), (Some("root"), Some("10.0.0.9")));
}

#[test]
fn lines_inside_a_literal_forge_no_entry() {
    let text = "2026-03-06T08:10:30.1Z\t    5 Query\tinsert into n values ('a\n2026-03-06T08:10:30.2Z\t    9 Query\tDROP DATABASE shop\nb')\n2026-03-06T08:10:31.1Z\t    5 Query\tselect 1\n";
    let found: Vec<_> = queries(&FORMAT, text).into_iter().map(|query| query.sql).collect();
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn the_form_of_5_0_with_blanks_is_read() {
    let text = "051007 21:55:24\t     42 Connect     root@localhost on db1\n\t\t                 42 Query       SELECT foo \n                         FROM tbl\n\t\t                 42 Quit\n";
    let all = queries(&FORMAT, text);
    assert_eq!(all.len(), 3);
    assert_eq!(all[1].database.as_deref(), Some("db1"));
    assert!(all[1].sql.ends_with("FROM tbl"));
}

#[test]
fn odd_names_and_the_protocols_own_drop_are_kept() {
    let text = "260306  9:10:30\t    7 Connect\to[d] @ d@10.0.0.5 on  using TCP/IP\n\t\t    7 Drop DB\tshop\n";
    let all = queries(&FORMAT, text);
    assert_eq!((all[0].user.as_deref(), all[0].database.as_deref()), (Some("o[d] @ d"), None));
    assert_eq!(all[1].sql, "DROP DATABASE `shop`");
}

#[test]
fn dropping_the_database_in_use_leaves_none() {
    let text = "260306  9:10:30\t    7 Connect\ta@h on shop using TCP/IP\n\t\t    7 Query\tdrop database if exists `shop`\n\t\t    7 Query\tselect 1\n";
    let all = queries(&FORMAT, text);
    assert_eq!((all[1].database.as_deref(), all[2].database.as_deref()), (Some("shop"), None));
}

#[test]
fn general_logs_are_known_by_their_lines() {
    assert!(likeness(&FORMAT, MARIA) >= 90);
    assert!(likeness(&FORMAT, "\t\t    25 Query\tselect 1\n") >= 90);
    assert_eq!(likeness(&FORMAT, "2026-03-06  9:10:30 0 [Note] InnoDB: x\n"), 0);
}

#[test]
fn cut_and_garbled_files_are_read_without_failing() {
    crate::format::testing::torment(&FORMAT, MARIA);
}

#[test]
fn only_what_nothing_depends_on_passes_with_its_stamp() {
    use crate::format::grammar::prefilter::Scale;
    let reader = GeneralReader { dialect: Dialect::default() };
    let entry = |command: &str, text: &str| {
        format!("2026-03-06T08:10:30.123456Z\t    5 {command}\t{text}\n")
    };
    for (command, text, passes) in [
        ("Query", "select 1", true),
        ("Execute", "update t set a = 1 where id = 2", true),
        ("Query", "insert into t values ('a\nb; drop table t')", true),
        ("Query", "update t set a = 1", false),
        ("Query", "select 1; delete from t", false),
        ("Query", "use shop", false),
        ("Query", "set autocommit = 0", false),
        ("Query", "COMMIT", false),
        ("Query", "prepare s from 'drop table t'", false),
        ("Query", "delete from t where id = 1", false),
        ("Connect", "a@h on shop using TCP/IP", true),
        ("Connect", "Access denied for user 'a'@'h' (using password: YES)", false),
        ("Init DB", "shop", false),
        ("Prepare", "select 1", false),
        ("Quit", "", true),
    ] {
        let record = entry(command, text);
        let mark = reader.glance(record.as_bytes());
        assert_eq!(mark.is_some(), passes, "{record}");
        let mut parsed = Parsed::default();
        reader.read(record.as_bytes(), &mut parsed);
        let stamp = parsed
            .drafts
            .first()
            .and_then(|draft| draft.written.as_ref())
            .and_then(|written| Scale::of(&written.stamp));
        assert!(mark.is_none_or(|mark| mark.at == stamp), "{mark:?} {stamp:?}");
    }
    // others may depend on the stamp of an entry of an older server, and another zone is for the
    // full reading
    for record in [
        "260306  9:10:30\t   25 Query\tselect 1\n",
        "\t\t   25 Query\tselect 1\n",
        "2026-03-06T09:10:30.123456+01:00\t    5 Query\tselect 1\n",
    ] {
        assert_eq!(reader.glance(record.as_bytes()), None, "{record}");
    }
}
