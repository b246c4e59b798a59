//! What dumps of many tools come to.

use super::*;
use crate::format::testing;

fn run(records: &[&str]) -> Vec<Draft> {
    let mut carry = SqlDump.carry();
    let mut all = Vec::new();
    for record in records {
        let mut parsed = Parsed::default();
        SqlDump.read(record.as_bytes(), &mut parsed);
        carry.pass(&mut parsed.drafts);
        all.append(&mut parsed.drafts);
    }
    carry.finish(&mut all);
    all
}

#[test]
fn rows_of_telescope_are_what_the_application_did() {
    let dump = "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\nINSERT INTO `telescope_entries` VALUES (1,'93d9','93d8',NULL,1,'query','{\\\"sql\\\":\\\"delete from `carts`\\\",\\\"time\\\":\\\"1,007.98\\\"}','2026-03-06 09:10:11'),(2,'93da','93d8',NULL,1,'cache','{}','2026-03-06 09:10:11');\n";
    let drafts = crate::format::testing::read(&FORMAT, dump.as_bytes()).0;
    assert!(
        matches!(&drafts[0].kind, EventKind::Query(q) if q.sql == "delete from `carts`" && q.query_time_us == Some(1_007_980))
    );
    assert!(matches!(&drafts[1].kind, EventKind::Backup(b) if b.rows == 2 && drafts.len() == 2));
}

#[test]
fn the_database_stands_before_the_time_in_any_language() {
    let head = ["# Sequel Ace SQL dump\n", "# 主机: 127.0.0.1 (MySQL 8.0.42)\n"];
    let told = ["# 数据库: shop\n", "# 生成时间: 2026-03-06 08:10:17 +0000\n"];
    let database = |lines: &[&str]| match run(lines).pop().unwrap().kind {
        EventKind::Backup(backup) => backup.database,
        _ => panic!(),
    };
    assert_eq!(database(&[head, told].concat()).as_deref(), Some("shop"));
    let other = ["-- phpMyAdmin SQL Dump\n", "-- Host: localhost\n", told[1]];
    assert_eq!(database(&other), None);
    let adminer = ["\\connect \"shop\";\n", "CREATE TABLE \"public\".\"a\" (id int);\n"];
    assert_eq!(database(&adminer).as_deref(), Some("shop"));
}

#[test]
fn a_dump_is_summed_up() {
    let drafts = run(&[
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n",
        "-- Host: localhost    Database: shop\n",
        "CREATE TABLE `orders` (\n  `id` int NOT NULL AUTO_INCREMENT\n) ENGINE=InnoDB AUTO_INCREMENT=9;\n",
        "INSERT INTO `orders` VALUES (1),(2);\n",
        "INSERT INTO `orders` VALUES\n(3),\n(4);\n",
        "INSERT INTO `migrations` VALUES (1,'2014_10_12_000000_create_users_table',1);\n",
        "DELIMITER ;;\n",
        "INSERT INTO `audit` VALUES (NEW.id);\n",
        "DELIMITER ;\n",
        "-- Dump completed on 2026-11-23  6:16:13\n",
    ]);
    assert_eq!(drafts.len(), 2);
    assert!(
        matches!(&drafts[0].kind, EventKind::Migration(m) if m.batch == Some(1) && m.id == Some(1) && m.database.as_deref() == Some("shop"))
    );
    let EventKind::Backup(backup) = &drafts[1].kind else { panic!() };
    assert_eq!((backup.rows, backup.complete, backup.database.as_deref()), (5, true, Some("shop")));
    assert_eq!(
        (backup.tables[0].rows, backup.tables[0].auto_increment, backup.tables.len()),
        (4, Some(9), 2)
    );
    assert_eq!(drafts[1].written.as_ref().map(|w| w.text.as_str()), Some("2026-11-23  6:16:13"));
}

/// Rows, whether it is whole, and its stamp, of a dump read as a file.
fn read(text: &str) -> (u64, bool, String) {
    assert!(testing::likeness(&FORMAT, text) >= 70, "{text}");
    let drafts = testing::read(&FORMAT, text.as_bytes()).0;
    let Some(draft) = drafts.last() else { panic!("a backup") };
    let EventKind::Backup(backup) = &draft.kind else { panic!("a backup") };
    assert_eq!(backup.database.as_deref().unwrap_or("shop"), "shop");
    let stamp = draft.written.as_ref().map(|written| written.text.to_string());
    (backup.rows, backup.complete, stamp.unwrap_or_default())
}

const TABLE: &str = "CREATE TABLE `a` (\n  `id` int\n);\nINSERT INTO `a` VALUES (1),\n(2);\n";

#[test]
fn each_tool_says_in_its_own_way_when_it_dumped_and_that_it_came_to_its_end() {
    let saves = "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n";
    let restores = "/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n";
    let settings = |head: &str, end: &str| read(&format!("{head}{saves}{TABLE}{end}"));
    for (head, stamp) in [
        (
            "-- phpMyAdmin SQL Dump\n-- Erstellungszeit: 06. Mrz 2026 um 08:10\n-- Datenbank: `shop`\n",
            "06. Mrz 2026 um 08:10",
        ),
        (
            "# Sequel Ace SQL dump\n# Database: shop\n# Generation Time: 2026-03-06 08:10:17 +0000\n",
            "2026-03-06 08:10:17 +0000",
        ),
        (
            "-- TablePlus 4.8.0(432)\n-- Database: shop\n-- Generation Time: 2026-03-06 08:10:17.8210\n",
            "2026-03-06 08:10:17.8210",
        ),
        ("/*\nSQLyog Ultimate v12.09 (64 bit)\nMySQL - 5.7.26 : Database - shop\n*/\n", ""),
        ("-- HeidiSQL Version:             11.0.0.5919\n", ""),
    ] {
        assert_eq!(settings(head, restores), (2, true, stamp.to_owned()), "{head}");
        assert_eq!(settings(head, ""), (2, false, stamp.to_owned()), "{head}");
    }
    let navicat = "/*\n Navicat Premium Data Transfer\n\n Source Schema         : shop\n\n Date: 06/03/2026 08:10:17\n*/\n\nSET NAMES utf8mb4;\nSET FOREIGN_KEY_CHECKS = 0;\n";
    let end = "SET FOREIGN_KEY_CHECKS = 1;\n";
    let stamp = "06/03/2026 08:10:17".to_owned();
    assert_eq!(read(&format!("{navicat}{TABLE}{end}")), (2, true, stamp.clone()));
    assert_eq!(read(&format!("{navicat}{TABLE}")), (2, false, stamp));
    let pump = "-- Dump created by MySQL pump utility, version: 5.7.22, linux (x86_64)\n-- Dump start time: Fri Mar  6 08:10:13 2026\n";
    let end = "-- Dump end time: Fri Mar  6 08:10:17 2026\n";
    assert_eq!(read(&format!("{pump}{TABLE}{end}")).2, "Fri Mar  6 08:10:17 2026");
    assert!(!read(&format!("{pump}{TABLE}")).1);
}

#[test]
fn tables_with_their_rows_are_a_dump_without_a_head_and_other_statements_are_none() {
    assert_eq!(read(TABLE), (2, true, String::new()));
    assert!(!read(&format!("{TABLE}INSERT INTO `a` VALUES (3,'x")).1);
    for script in [
        "CREATE TABLE a (id int);\nINSERT INTO b VALUES (1);\n",
        "ALTER TABLE a DROP COLUMN b;\n",
        "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nDELETE FROM c;\n",
        "CREATE TABLE a (id int);\n",
        // the words of a tool in what others write
        "UPDATE a SET note = '\n-- MySQL dump 10.13';\nDELETE FROM c;\n",
        "2026-03-06 08:10:17 backup: -- MySQL dump 10.13 begun\n-- MySQL dump 10.13\n",
    ] {
        let found = testing::likeness(&FORMAT, script);
        assert_eq!(found, 0, "{script}");
    }
}

#[test]
fn a_dump_without_its_last_line_is_not_whole() {
    let drafts = run(&[
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n",
        "CREATE TABLE `a` (`id` int);\n",
    ]);
    assert!(
        matches!(&drafts[0].kind, EventKind::Backup(backup) if !backup.complete && backup.schema_only)
    );
}
