//! Tests of what a condition says of a row.

use super::*;
use crate::{
    sql::dialect::Flavour,
    time::{SECOND, zone::Zone},
};

/// Whether a DELETE takes a row of columns with their types and cells; `None` where that is
/// not understood.
fn takes(sql: &str, postgres: bool, row: &[(&str, &str, Option<&str>)]) -> Option<bool> {
    // 2026-05-19 02:30:02 in Lisbon
    let zone = Zone::parse("+01:00")?;
    let session = Session { now: 1_779_154_202 * SECOND, zone, postgres };
    let flavour = if postgres { Flavour::Postgres } else { Flavour::MySql };
    let found = Selection::of_any(&[sql], Dialect { flavour, version: None }, session)?;
    let values = found.columns.iter().map(|name| {
        let (_, kind, cell) = row.iter().find(|(own, ..)| own == name)?;
        Kind::of(kind).value(*cell, session, true)
    });
    found.condition.holds(&values.collect::<Vec<_>>(), session)
}

const ROW: &[(&str, &str, Option<&str>)] = &[
    ("id", "bigint(20)", Some("7")),
    ("state", "varchar(9)", Some("Open")),
    ("made", "datetime", Some("2026-04-20 00:00:00")),
    ("at", "timestamp", Some("2026-05-19 01:00:00")),
    ("ended", "date", None),
    ("raw", "blob", Some("x")),
];

#[test]
fn conditions_hold_as_the_server_says() {
    for (condition, takes_it) in [
        ("id = 7 AND state = 'Open'", Some(true)),
        ("id <> 7 OR `state` IN ('closed', 'Open')", Some(true)),
        // case and blanks count by the collation
        ("state = 'open'", None),
        ("state = 'Open '", None),
        ("state = 'shut'", Some(false)),
        ("state LIKE 'Open '", Some(false)),
        ("id IS NOT TRUE", Some(false)),
        ("!id = 7", Some(false)),
        ("id = 9007199254740993", None),
        ("CAST(id AS CHAR) = '07'", None),
        ("id BETWEEN 8 AND 10", Some(false)),
        ("NOT (id > 7) AND t.id % 2 = 1", Some(true)),
        ("state LIKE 'O_e%' AND state NOT LIKE '%x'", Some(true)),
        ("made < NOW() - INTERVAL 1 MONTH", Some(false)),
        ("made < DATE_SUB(CURDATE(), INTERVAL '4' WEEK)", Some(true)),
        ("made < '2026-04-21' AND DATE(made) = '2026-04-20'", Some(true)),
        // 02:00 on the wall
        ("at > '2026-05-19 01:59:00' AND at < NOW()", Some(true)),
        ("UNIX_TIMESTAMP(made) < UNIX_TIMESTAMP() - 86400", Some(true)),
        ("DATEDIFF(NOW(), made) > 28", Some(true)),
        // NULL is neither
        ("ended < NOW()", Some(false)),
        ("NOT (ended < NOW())", Some(false)),
        ("ended IS NULL AND raw IS NOT NULL", Some(true)),
        ("COALESCE(ended, made) < NOW()", Some(true)),
        ("id NOT IN (1, NULL)", Some(false)),
        // one side decides, whatever the other is
        ("raw = 'x' OR id = 7", Some(true)),
        ("raw = 'x'", None),
        ("id IN (SELECT id FROM u)", None),
        ("id = (SELECT 7)", None),
        ("state REGEXP 'o'", None),
        ("u.id = 7", None),
        ("made < NOW() - 86400", None),
        ("id = @last", None),
        ("nobody = 1", None),
    ] {
        let sql = format!("DELETE FROM shop.t WHERE {condition}");
        assert_eq!(takes(&sql, false, ROW), takes_it, "{condition}");
    }
}

#[test]
fn intervals_of_postgresql_are_read_as_it_reads_them() {
    let row = &[
        ("id", "bigint", Some("7")),
        ("state", "text", Some("Open")),
        ("on", "boolean", Some("f")),
        ("at", "timestamp with time zone", Some("2026-05-17 20:30:00.5-05")),
    ];
    for (condition, takes_it) in [
        ("at < now() - interval '90'", Some(true)),
        ("at < now() - '90 days'::interval", Some(false)),
        ("at < now() - interval '1 day' * 2", Some(false)),
        ("at < CURRENT_DATE - 1 + interval '02:30'", Some(false)),
        ("at::date = date '2026-05-18' AND NOT \"on\"", Some(true)),
        ("state = 'open'", Some(false)),
        ("state ILIKE 'OP%' AND id IN (6, 7)", Some(true)),
        ("id = ANY(ARRAY[7])", None),
    ] {
        let sql = format!("DELETE FROM ONLY t WHERE {condition} RETURNING id");
        assert_eq!(takes(&sql, true, row), takes_it, "{condition}");
    }
}

#[test]
fn slices_are_read_with_their_limit_and_joins_not_at_all() {
    let session = Session { now: 0, zone: Zone::UTC, postgres: true };
    let limit = |sql: &str| Some(Selection::of_any(&[sql], Dialect::POSTGRES, session)?.limit);
    for (sql, found) in [
        ("DELETE FROM t WHERE id > 3 ORDER BY id DESC LIMIT 500", Some(Some(500))),
        ("DELETE FROM t WHERE ctid IN (SELECT ctid FROM t WHERE id > 3 LIMIT 9)", Some(Some(9))),
        ("DELETE FROM t WHERE ctid IN (SELECT ctid FROM u WHERE id > 3 LIMIT 9)", None),
        ("DELETE FROM t a WHERE a.id > 3;", Some(None)),
        ("DELETE FROM t USING u WHERE t.id = u.id", None),
        ("DELETE a FROM t a JOIN u ON u.id = a.id WHERE u.x = 1", None),
        ("DELETE FROM t", None),
        ("DELETE FROM t WHERE id > 3 LIMIT 5, 7", None),
        ("DELETE FROM t WHERE note = 'cut", None),
        ("DELETE FROM t WHERE o IN (SELECT o FROM t WHERE id > 3 LIMIT 9)", None),
    ] {
        assert_eq!(limit(sql), found, "{sql}");
    }
}

#[test]
fn what_nests_without_end_is_not_read() {
    let session = Session { now: 0, zone: Zone::UTC, postgres: true };
    for deep in ["- ", "(", "not (", "interval ", "1+", "id::text::"] {
        let sql = format!("DELETE FROM t WHERE id > {}1", deep.repeat(20_000));
        assert_eq!(Selection::of_any(&[&sql], Dialect::POSTGRES, session), None, "{deep}");
    }
}

#[test]
fn long_lists_are_looked_up() {
    let of = |list: &str| {
        let list = vec![list; 40].join(", ");
        takes(&format!("DELETE FROM t WHERE id IN ({list})"), false, ROW)
    };
    assert_eq!(of("7"), Some(true));
    assert_eq!(of("-7, NULL"), Some(false));
    assert_eq!(of("id + 1"), None);
}
