//! Statements of many shapes and what they must be taken for.

use proptest::prelude::*;

use super::{
    narrow::narrows,
    statement::{statements, statements_cut},
};
use crate::sql::{
    dialect::{Dialect, Flavour},
    effects::effects,
    operation::{Name, Operation},
    statement::{Condition, Statement, Verb},
};

fn all(text: &str) -> Vec<String> {
    let name = |n: &Name| match &n.database {
        Some(database) => format!("{database}.{}", n.name),
        None => n.name.clone(),
    };
    statements(text, Dialect::default())
        .iter()
        .flat_map(effects)
        .map(|effect| {
            let objects: Vec<_> = effect.objects.iter().map(name).collect();
            let mut out = format!("{} {}", effect.operation.id(), objects.join(","));
            if !effect.columns.is_empty() {
                out.push_str(&format!(" [{}]", effect.columns.join(",")));
            }
            out
        })
        .collect()
}

fn only(text: &str) -> Statement {
    let all = statements(text, Dialect::default());
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all[0].clone()
}

#[test]
fn what_destroys_is_seen_with_its_objects() {
    for (text, effect) in [
        ("DROP TABLE a", "drop_table a"),
        ("drop tables if exists `db`.`a`, `b`,c restrict", "drop_table db.a,b,c"),
        ("dRoP/**/TaBlE\n\t`a``b`", "drop_table a`b"),
        ("drop /* gh-ost */ table if exists `db`.`_t_gho`", "drop_table db._t_gho"),
        ("DROP TABLE \"users\" CASCADE", "drop_table users"),
        ("DROP TABLE IF EXISTS 2024_orders", "drop_table 2024_orders"),
        ("/*!50000 DROP TABLE */ x", "drop_table x"),
        ("/*M!100100 TRUNCATE TABLE users */", "truncate_table users"),
        ("DROP SCHEMA IF EXISTS shop", "drop_database shop"),
        ("DROP SCHEMA IF EXISTS shop CASCADE", "drop_table shop.*"),
        ("CREATE OR REPLACE DATABASE shop", "drop_database shop"),
        ("DROP VIEW v, w", "drop_view v,w"),
        ("DROP PROCEDURE IF EXISTS db.p", "drop_routine db.p"),
        ("DROP EVENT e", "drop_routine e"),
        ("DROP USER 'a'@'%', b", "drop_user a,b"),
        ("REVOKE ALL ON shop.* FROM a", "revoke shop"),
        ("TRUNCATE orders", "truncate_table orders"),
        ("truncate table `o` WAIT 5", "truncate_table o"),
        ("DELETE FROM orders", "delete_all orders"),
        ("DELETE LOW_PRIORITY QUICK IGNORE FROM orders;", "delete_all orders"),
        ("delete from t where 1=1", "delete_all t"),
        ("DELETE FROM t WHERE a = 5 OR 1", "delete_all t"),
        ("DELETE FROM t WHERE NOT 0", "delete_all t"),
        ("DELETE FROM t WHERE id > 0", "delete_all t"),
        ("DELETE FROM \"t\" WHERE \"id\" > 0", "delete_all t"),
        ("DELETE FROM t WHERE \"expires\" < 1790190002", "delete_all t"),
        ("DELETE FROM t WHERE `t`.`id` IS NOT NULL", "delete_all t"),
        ("DELETE FROM t WHERE name LIKE '%'", "delete_all t"),
        ("DELETE FROM t WHERE EXISTS (SELECT 1)", "delete_all t"),
        ("DELETE FROM t WHERE (('a'='a') AND (id=id)) ORDER BY id", "delete_all t"),
        ("DELETE o FROM orders o", "delete_all orders"),
        ("DELETE FROM a, b USING db.a, b WHERE true", "delete_all db.a,b"),
        ("WITH x AS (SELECT 1) DELETE FROM t", "delete_all t"),
        ("UPDATE LOW_PRIORITY IGNORE users SET a=1, b=(SELECT 1 WHERE 2)", "update_all users"),
        ("update `users` set `deleted_at` = now() where true", "update_all users"),
        ("update a left join b on b.id = a.id set a.x = b.x", "update_all a"),
        ("update a p, b i set p.x = i.x where i.batch = 7 and i.y is not null", "update_all a"),
        ("UPDATE a p JOIN b i ON i.n = 4 AND i.left_on IS NULL SET p.x = i.id", "update_all a"),
        ("delete t from t join a on (a.n = 4) where a.x > 1", "delete_all t"),
        ("delete a from a left outer join b on b.id = a.id", "delete_all a"),
        (
            "DELETE FROM items USING orders WHERE orders.state = 'cart' \
             AND orders.at < now() - interval '30 days' RETURNING items.id",
            "delete_all items",
        ),
        (
            "delete from items as i using orders o where o.at < '2026-01-01'::date",
            "delete_all items",
        ),
        (
            "delete i from items i, orders o where o.at < now() - interval 30 day",
            "delete_all items",
        ),
        ("SET STATEMENT max_statement_time=1 FOR DELETE FROM t", "delete_all t"),
        ("ANALYZE FORMAT=JSON DELETE FROM t", "delete_all t"),
        ("EXECUTE IMMEDIATE 'drop table `a`'", "drop_table a"),
        ("BEGIN NOT ATOMIC IF 1 THEN DROP TABLE a; END IF; END", "drop_table a"),
        ("CREATE OR REPLACE TABLE t (a int)", "replace_table t"),
        ("RENAME TABLE a TO b, x.c TO d", "rename_table a,b,x.c,d"),
        ("alter table `t` drop `a`, drop `b`", "drop_column t [a,b]"),
        (
            "ALTER IGNORE TABLE t DROP COLUMN IF EXISTS a, ADD c int, DROP INDEX i",
            "drop_column t [a]",
        ),
        ("ALTER TABLE t DROP PARTITION p0, p1", "drop_partition t"),
        ("ALTER TABLE t TRUNCATE PARTITION ALL", "drop_partition t"),
        ("ALTER TABLE t RENAME TO u", "rename_table t,u"),
        ("ALTER TABLE t RENAME u", "rename_table t,u"),
        ("ALTER TABLE t ENGINE=BLACKHOLE", "alter_lossy t"),
        ("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", "alter_lossy t"),
        (
            "alter table t modify c varchar(6) not null, change d e int unsigned",
            "alter_lossy t [c,d]",
        ),
    ] {
        assert_eq!(all(text), vec![effect.to_owned()], "{text}");
    }
}

#[test]
fn what_is_harmless_stays_harmless() {
    for text in [
        "INSERT INTO audit(msg) VALUES ('DROP TABLE users; --')",
        "SELECT \"DROP TABLE users\"",
        "-- drop table a\n# drop table b\n/* DROP TABLE c */",
        "/*!99999 DROP TABLE users */",
        "DROP TEMPORARY TABLE IF EXISTS `a` /* generated by server */",
        "DROP /*!40005 TEMPORARY */ TABLE IF EXISTS `a`",
        "DROP INDEX i ON t",
        "ALTER TABLE t DROP INDEX a, DROP FOREIGN KEY f, DROP PRIMARY KEY, DROP CONSTRAINT c, DROP CHECK d",
        "ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX c TO d",
        "/*!40000 ALTER TABLE `t` DISABLE KEYS */",
        "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
        "ALTER TABLE t ENGINE=InnoDB, CONVERT TO CHARACTER SET utf8mb4",
        "DELETE FROM t WHERE id = 5",
        "DELETE FROM \"t\" WHERE \"expires\" < 1790190002",
        "DELETE FROM t WHERE 0",
        "DELETE FROM t WHERE NULL",
        "DELETE FROM t WHERE 1=0",
        "DELETE FROM t WHERE a = NULL",
        "DELETE FROM t WHERE a IN (1,2) AND 1=1",
        "DELETE FROM t WHERE created_at < NOW() - INTERVAL 30 DAY",
        "DELETE FROM t WHERE a BETWEEN 1 AND 2",
        "DELETE FROM t WHERE id > 100",
        "DELETE FROM t LIMIT 1000",
        "DELETE a FROM a JOIN b ON a.x = b.x",
        "delete from items i using orders o where i.order_id = o.id and o.state = 'cart'",
        "delete from items using orders where items.order_id = orders.id or orders.a = 1",
        "delete from s.items using s.orders where s.orders.id = s.items.order_id",
        "delete from items using orders where orders.state = 'cart' and seen < now()",
        "delete from items using orders where exists (select 1 from a where a.x = orders.x)",
        "delete i from items i join orders o on o.id = i.order_id where o.state = 'cart'",
        "DELETE HISTORY FROM t",
        "MERGE INTO t USING s ON s.a = t.a WHEN NOT MATCHED BY SOURCE THEN DELETE",
        "DROP OWNED",
        "UPDATE a JOIN b ON a.x=b.x SET a.y=b.y",
        "UPDATE t JOIN a ON a.team = 4 AND team = 5 SET t.x = a.id",
        "UPDATE t JOIN a ON a.team = 4 AND if(t.x, 1, 0) SET t.x = a.id",
        "UPDATE t JOIN a ON a.team = 4 SET t.x = a.id WHERE t.x = 1",
        "UPDATE t JOIN a USING (team) SET t.x = a.id WHERE a.x = 1",
        "DELETE t FROM t JOIN a ON a.team = 4 JOIN b ON b.id = t.b",
        "UPDATE t SET a = 'where' WHERE b = 2",
        "EXPLAIN DELETE FROM t",
        "DESCRIBE t",
        "PREPARE s FROM 'DELETE FROM orders'",
        "CREATE TRIGGER a AFTER DELETE ON b FOR EACH ROW DELETE FROM c",
        "CREATE TABLE IF NOT EXISTS t (a int)",
        "SELECT TRUNCATE(1.5, 1)",
        "REPLACE INTO t VALUES (1)",
        "RENAME USER a TO b",
        "DELETE FROM orders WHERE na",
        "DELETE FROM orders WHERE name = 'abc",
        "",
        ";;;",
    ] {
        assert_eq!(all(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn several_statements_in_one_text_are_told_apart() {
    let text = "SET FOREIGN_KEY_CHECKS=0; drop table `a`,`b`;\nTRUNCATE c;; delete from d";
    assert_eq!(all(text), vec!["drop_table a,b", "truncate_table c", "delete_all d"]);
    let verbs: Vec<_> = statements(text, Dialect::default())
        .iter()
        .map(|s| (s.verb, text.get(s.at.0..s.at.1).unwrap()))
        .collect();
    assert_eq!(verbs[1], (Verb::DropTable, "drop table `a`,`b`"));
    assert_eq!(verbs.len(), 4);
}

#[test]
fn a_condition_on_times_is_told_from_others() {
    for (condition, by_time) in [
        ("created_at < now() - interval 30 day", true),
        ("`orderDate` < 5", true),
        ("CREATED_AT < 5", true),
        ("seen < '2026-01-02'", true),
        ("id in (select id from old where logged_on < date_sub(curdate(), interval 1 day))", true),
        ("attempts > 3 and state = 'at'", false),
        ("updated = 1 and format = 'x' and last_attempt = 2", false),
        ("code = '2026-01'", false),
    ] {
        assert_eq!(
            only(&format!("delete from t where {condition}")).by_time,
            by_time,
            "{condition}"
        );
    }
}

#[test]
fn an_alternative_that_compares_no_time_widens_a_condition_on_times() {
    for (condition, widened) in [
        ("closed_at < now() or assignee_id is null", true),
        ("((seen_at < ?) or seen_at is null and plan = 'free')", true),
        ("(seen_at < ? or seen_at is null) and plan = 'free'", false),
        ("(a_at < ? or b = 1) or (b_at < ? and c = 2)", false),
        ("created_at < ? and state = 'old'", false),
        ("a = 1 or b = 2", false),
        ("deleted_at is not null", false),
    ] {
        let delete = only(&format!("delete from t where {condition} limit 1000"));
        assert_eq!(delete.widened, widened, "{condition}");
    }
}

#[test]
fn a_cut_statement_claims_no_more_than_it_shows() {
    let cut = only("drop table `a`, `b`, `c");
    assert!(cut.truncated);
    assert_eq!(cut.objects.len(), 2);
    assert_eq!(only("DROP TABLE a, b, cust...").objects.len(), 2);
    let delete = statements_cut("DELETE FROM orders", Dialect::default(), true).remove(0);
    assert_eq!(delete.condition, Condition::Unknown);
    assert!(effects(&delete).is_empty());
    assert_eq!(only("UPDATE a SET b = 'x").condition, Condition::Unknown);
}

#[test]
fn a_body_is_destructive_only_once_it_runs() {
    for (text, operation) in [
        (
            "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01' DO TRUNCATE TABLE logs",
            Operation::TruncateTable,
        ),
        (
            "CREATE DEFINER=`a`@`%` EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SET @a=1; DELETE FROM logs; END",
            Operation::DeleteAll,
        ),
        (
            "CREATE PROCEDURE p(IN a INT) SQL SECURITY DEFINER BEGIN DROP TABLE x; END",
            Operation::DropTable,
        ),
        ("CREATE PROCEDURE p() DELETE FROM x", Operation::DeleteAll),
        (
            "CREATE DEFINER=root@localhost TRIGGER t AFTER DELETE ON a FOR EACH ROW DELETE FROM b",
            Operation::DeleteAll,
        ),
    ] {
        let statement = only(text);
        assert_eq!(
            statement.deferred.iter().map(|d| d.operation).collect::<Vec<_>>(),
            vec![operation],
            "{text}"
        );
        assert!(effects(&statement).is_empty());
    }
    assert!(
        only("CREATE TRIGGER t AFTER DELETE ON a FOR EACH ROW INSERT INTO b VALUES (1)")
            .deferred
            .is_empty()
    );
}

#[test]
fn the_sender_and_the_hand_are_seen() {
    let statement = only("/* ApplicationName=DBeaver 23.0 - Main */ DROP TABLE a");
    assert_eq!(statement.comment.as_deref(), Some("ApplicationName=DBeaver 23.0 - Main"));
    assert!(!statement.lower_case);
    assert_eq!(
        only("select 1 /*controller='users',route='%2Fx'*/").comment.as_deref(),
        Some("controller='users',route='%2Fx'")
    );
    assert!(only("drop table `a`").lower_case);
}

#[test]
fn objects_of_other_statements_are_read() {
    let names = |text: &str| only(text).objects.iter().map(|n| n.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names("SELECT * FROM a x, b LEFT JOIN c ON x.i = c.i WHERE d = 1"),
        vec!["a", "b", "c"]
    );
    assert_eq!(names("insert ignore into `a` values (1)"), vec!["a"]);
    assert_eq!(names("USE `shop`"), vec!["shop"]);
    assert_eq!(names("UPDATE a JOIN b ON a.x=b.x SET b.y=1"), vec!["b"]);
    assert_eq!(names("LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE t"), vec!["t"]);
    assert_eq!(only("rollback to savepoint a").verb, Verb::Savepoint);
}

#[test]
fn types_that_lose_values_are_known() {
    for (old, new) in [
        ("varchar(255)", "varchar(6)"),
        ("bigint(20) unsigned", "int(10) unsigned"),
        ("int", "int unsigned"),
        ("text", "varchar(255)"),
        ("longtext", "text"),
        ("enum('a','b')", "enum('a')"),
        ("decimal(12,4)", "decimal(10,2)"),
        ("datetime", "date"),
        ("datetime(6)", "datetime"),
        ("varchar(20)", "int"),
        ("varchar(20) character set utf8mb4", "varchar(20) character set latin1"),
    ] {
        assert_eq!(narrows(old, new), Some(true), "{old} to {new}");
        if !old.contains("unsigned") && !new.contains("unsigned") && !old.contains("varchar(20)") {
            assert_eq!(narrows(new, old), Some(false), "{new} to {old}");
        }
    }
    assert_eq!(narrows("varchar(10)", "varchar(10)"), Some(false));
    assert_eq!(narrows("int(11)", "int(10)"), Some(false));
    assert_eq!(narrows("int null", "int not null"), Some(true));
    assert_eq!(narrows("int", "int not null"), Some(false));
    assert_eq!(narrows("geometry", "int"), None);
    assert_eq!(narrows("enum('a')", "enum('a','b')"), Some(false));
}

#[test]
fn the_flavour_decides_on_what_runs() {
    let mysql = Dialect { flavour: Flavour::MySql, version: Some(80_036) };
    assert!(statements("/*M!100100 DROP TABLE a */", mysql).is_empty());
    assert_eq!(statements("/*M!100100 DROP TABLE a */", Dialect::default()).len(), 1);
}

fn some_sql() -> impl Strategy<Value = String> {
    let words = [
        "DROP",
        "TABLE",
        "DELETE",
        "FROM",
        "WHERE",
        "a",
        "`b`",
        ",",
        "(",
        ")",
        "'x'",
        "\"y\"",
        "1",
        "=",
        ";",
        "/*",
        "*/",
        "/*!50000",
        "--",
        "#",
        "\n",
        "UPDATE",
        "SET",
        "JOIN",
        "ON",
        "USING",
        "ALTER",
        "BEGIN",
        "END",
        "IF",
        "CASE",
        "CREATE",
        "EVENT",
        "DO",
        "TRIGGER",
        "EACH ROW",
        "PROCEDURE",
        "NOT",
        "OR",
        "AND",
        "IN",
        "LIKE",
        "BETWEEN",
        "EXISTS",
        "SELECT",
        "RENAME",
        "TO",
        ".",
        "DELIMITER //",
        "//",
        "\\G",
        "'",
        "`",
        "é",
        "MODIFY",
        "enum('a','b')",
        "EXECUTE IMMEDIATE",
        "WITH",
        "LIMIT",
        "@",
        "0x1F",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..40)
        .prop_map(|words| words.join(" "))
}

#[test]
fn a_merge_is_what_it_does_to_rows_that_are_there() {
    for (text, verb) in [
        ("merge into a using b on a.x = b.x when not matched by source then delete", Verb::Delete),
        (
            "merge into a using (select 1 x) b on a.x = b.x when matched then update set y = case when b.x = 1 then 2 end when not matched then insert values (1)",
            Verb::Update,
        ),
        (
            "with b as (select 1 x) merge into only a using b on a.x = b.x when not matched then insert values (b.x)",
            Verb::Insert,
        ),
    ] {
        let found = statements(text, Dialect::POSTGRES).remove(0);
        assert_eq!((found.verb, found.objects.len()), (verb, 1), "{text}");
    }
}

#[test]
fn postgresql_says_it_in_its_own_way() {
    let found = |text: &str| -> Vec<String> {
        statements(text, Dialect::POSTGRES)
            .iter()
            .flat_map(effects)
            .map(|effect| {
                let names: Vec<_> = effect.objects.iter().map(|name| name.name.as_str()).collect();
                format!("{} {}", effect.operation.id(), names.join(","))
            })
            .collect()
    };
    for (text, effects) in [
        (r#"drop table "public"."a","Quo""ted" cascade"#, &["drop_table a,Quo\"ted"][..]),
        (
            "DROP TABLE IF EXISTS Public.Orders, reporting.daily",
            &["drop_table orders,reporting.daily"],
        ),
        ("drop schema reporting cascade", &["drop_table reporting.*"]),
        ("drop owned by mara, \"O K\" cascade", &["drop_table owned by mara.*,owned by O K.*"]),
        ("reassign owned by mara to app", &[]),
        ("drop database shop with (force)", &["drop_database shop"]),
        ("truncate only a, b* restart identity cascade", &["truncate_table a,b"]),
        ("delete from only a", &["delete_all a"]),
        ("delete from a using b where a.id = b.a_id", &[]),
        ("with gone as (delete from a returning *) select count(*) from gone", &["delete_all a"]),
        ("with old as (select id from b) delete from a where id in (select id from old)", &[]),
        (
            "do $$ begin delete from a; execute 'drop table b'; end $$",
            &["delete_all a", "drop_table b"],
        ),
        ("do $$ begin execute 'delete from ' || t; end $$", &[]),
        ("explain analyze delete from a", &["delete_all a"]),
        ("explain delete from a", &[]),
        (
            "create function f() returns void as $$ begin delete from a; end $$ language plpgsql",
            &[],
        ),
        ("drop materialized view v", &["drop_view v"]),
        ("drop foreign table f", &["drop_table f"]),
        ("create temp table t (a int)", &[]),
        ("insert into a values ('it''s \\', $$drop table b$$)", &[]),
        ("/* a /* b */ drop table c */ select 1", &[]),
        ("alter table only a drop constraint x", &[]),
        ("alter table a drop column b", &["drop_column a"]),
        ("alter table a detach partition b", &[]),
    ] {
        assert_eq!(found(text), effects, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,120}", sql in some_sql(), cut in 0_usize..200) {
        for text in [text.as_str(), sql.as_str(), sql.get(..cut).unwrap_or(&sql)] {
            for statement in statements(text, Dialect::default()) {
                prop_assert!(statement.at.0 <= statement.at.1 && statement.at.1 <= text.len());
                effects(&statement);
            }
        }
        narrows(&text, &sql);
    }

    #[test]
    fn words_in_quotes_and_comments_never_become_deeds(inner in "(drop table x|; delete from y|truncate z|\\\\'|''|[a-z ;]){0,6}") {
        for text in [
            format!("INSERT INTO a VALUES ('{inner}')"),
            format!("SELECT 1 /* {inner} */"),
            format!("SELECT `{}` FROM a", inner.replace(['\\', '\''], "")),
            format!("SELECT 1 -- {inner}"),
            format!("SELECT \"{}\"", inner.replace(['\\', '\''], "")),
        ] {
            let found = all(&text);
            // two backslash-quotes and doubled quotes may close the string early only if uneven
            if crate::sql::lexer::ends_open(text.as_bytes()) { continue; }
            if statements(&text, Dialect::default()).len() == 1 {
                prop_assert!(found.is_empty(), "{} gave {:?}", text, found);
            }
        }
    }
}

#[test]
fn a_join_that_lets_rows_out_is_no_change_of_all() {
    for text in [
        "update a join b on b.id = a.id set a.x = b.x",
        "update a left join b on b.id = a.id join c on c.id = a.id set a.x = b.x",
        "update a right join b on b.id = a.id set a.x = b.x",
        "update a left join b on b.id = a.id set b.x = a.x",
        "update a left join b on b.id = a.id set a.x = b.x where b.id is null",
        "update a p, b i set p.x = i.x where i.id = p.id",
        "update a p, b i set p.x = i.x where i.batch = number",
        "update a set x = 1 where b = 2",
        "delete a from a left join b on b.id = a.id where b.id is null",
        "delete b from a left join b on b.id = a.id",
    ] {
        assert!(all(text).is_empty(), "{text}: {:?}", all(text));
    }
    let postgres = Dialect { flavour: Flavour::Postgres, ..Dialect::default() };
    let of = |text| statements(text, postgres).iter().flat_map(effects).count();
    assert_eq!(of("update a set x = i.x from b i where i.batch = 7"), 1);
    assert_eq!(of("update a set x = i.x from b i where i.id = a.id"), 0);
}

#[test]
fn what_gives_rows_that_are_there_new_values_is_told() {
    for (text, overwrites) in [
        ("replace into a values (1, 2)", true),
        ("insert into a (id, x) values (1, 2) on duplicate key update x = values(x)", true),
        ("insert into a values (1) as new on duplicate key update x = new.x", true),
        ("insert into a values (1) on conflict (id) do update set x = excluded.x", true),
        ("load data local infile 'f' replace into table a fields terminated by ';'", true),
        ("insert into a values (1) on conflict (id) do nothing", false),
        ("insert into a values ('on duplicate key update x')", false),
        ("insert into a select * from b for update", false),
        ("insert ignore into a values (1)", false),
        ("load data infile 'f' into table a (x) set y = replace(x, 'a', 'b')", false),
    ] {
        assert_eq!(only(text).overwrites, overwrites, "{text}");
    }
}
