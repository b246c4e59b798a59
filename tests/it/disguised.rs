//! The staged incidents in other clothes: with all days moved by whole weeks and users, tables,
//! databases, hosts and addresses renamed throughout, the verdicts are the same ones.
//!
//! Weeks, because crontabs name weekdays; a month of the same offsets is chosen, because epochs
//! stand beside local stamps. The seeds are fixed, and each failure names its own.

use std::{fs, path::Path};

use serde_json::Value;

use crate::program::{self, list, text, texts};

#[path = "../disguise/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with the example of that name, which uses other parts of it"
)]
mod disguise;

use disguise::{Days, Disguise};

/// What of a report is a verdict, in words that are compared.
fn verdicts(report: &Value, disguise: Option<&Disguise>) -> Vec<String> {
    let other = |text: &str| disguise.map_or_else(|| text.to_owned(), |d| d.string(text));
    let account = |text: &str| disguise.map_or_else(|| text.to_owned(), |d| d.names.user(text));
    let all = |items: &Value| {
        let mut items: Vec<String> = texts(items).into_iter().map(other).collect();
        items.sort();
        items.join(",")
    };
    let same = |of: &Value, keys: &[&str]| {
        keys.iter().map(|key| format!("{key} {} ", of[key])).collect::<String>()
    };
    let mut out = vec![same(&report["verdict"], &["severity", "incidents"])];
    for incident in list(&report["incidents"]) {
        out.push(format!(
            "incident {} {}{}{}backup {:?} from {:?}",
            other(text(&incident["started_at"])),
            same(incident, &["severity"]),
            same(&incident["mechanism"], &["id", "likelihood"]),
            same(&incident["impact"], &["tables_lost", "rows_lost", "rows_basis"]),
            incident["backup"]["path"].as_str().map(other),
            incident["loss_window"]["from"].as_str().map(other),
        ));
        for trigger in list(&incident["triggers"]) {
            out.push(format!(
                "  trigger {}{:?} {:?}",
                same(trigger, &["rank", "kind", "likelihood"]),
                trigger["actor"].as_str().map(account),
                trigger["started_at"].as_str().map(other),
            ));
        }
        out.push(format!("  intact {}", all(&incident["impact"]["intact"])));
    }
    let finding = |finding: &Value| {
        format!(
            "finding {}{:?} {:?} {}",
            same(finding, &["operation", "status", "severity", "confidence", "table_count"],),
            finding["database"].as_str().map(other),
            finding["started_at"].as_str().map(other),
            all(&finding["tables"]),
        )
    };
    let mut findings: Vec<String> = list(&report["findings"]).iter().map(finding).collect();
    findings.sort();
    out.extend(findings);
    out
}

/// The truth about a case, as it stands.
fn truth(case: &Path) -> Value {
    serde_json::from_slice(&fs::read(case.join("truth.json")).unwrap()).unwrap()
}

/// What changes in the verdicts of a case in a disguise; empty where nothing does.
fn changes(case: &Path, seed: u64, days: Days) -> String {
    let reading = disguise::read(case, &[]);
    // names within an archive of pg_dump, which is binary, cannot be changed
    if list(&reading.report["evidence"]).iter().any(|it| it["format"] == "pg_archive") {
        return String::new();
    }
    let other = disguise::disguise(&reading, &truth(case), seed, days);
    let target = tempfile::tempdir().unwrap();
    let evidence = target.path().join("evidence");
    disguise::files::folder(&case.join("evidence"), &evidence, &other);
    let dressed = program::report(target.path(), &[]);
    let (want, got) = (verdicts(&reading.report, Some(&other)), verdicts(&dressed, None));
    let differ: Vec<String> = want
        .iter()
        .filter(|line| !got.contains(line))
        .map(|line| format!("- {line}"))
        .chain(got.iter().filter(|line| !want.contains(line)).map(|line| format!("+ {line}")))
        .collect();
    if differ.is_empty() {
        String::new()
    } else {
        format!(
            "{} with seed {seed}, moved by {} days:\n{}\n",
            case.display(),
            other.shift.days,
            differ.join("\n")
        )
    }
}

/// Cases in which a verdict still hangs on a name or on what the disguise leaves as it was. Whoever
/// mends one takes it out: the test fails where a case of this list has come right.
const OPEN: &[&str] = &[
    "ansible-converts-the-guests-to-latin1-and-greek-names-become-question-marks",
    "benign-postcodes-reloaded-with-mysqlimport-delete-and-a-not-in-with-null-that-takes-nothing",
    "drop-extension-citext-with-cascade-takes-the-mail-addresses",
    "price-list-import-overwrites-every-price",
];

#[test]
fn other_days_and_names_change_no_verdict() {
    let mut told = String::new();
    for (number, case) in crate::cases::cases().into_iter().enumerate() {
        let changes = changes(&case, 20_261_123 + number as u64, Days::Weeks);
        if !OPEN.iter().any(|open| case.ends_with(open)) {
            told.push_str(&changes);
        } else if changes.is_empty() {
            told.push_str(&format!("{} has come right: take it off the list\n", case.display()));
        }
    }
    assert!(told.is_empty(), "{told}");
}

#[test]
fn a_disguise_moves_every_form_of_a_stamp_and_no_time_of_day() {
    let shift = disguise::dates::Shift { days: 7, around: "2025-10-27".parse().unwrap() };
    for (from, to) in [
        ("[2025-10-27 06:28:23] production.ERROR", "[2025-11-03 06:28:23] production.ERROR"),
        ("# Time: 251027  6:28:23", "# Time: 251103  6:28:23"),
        ("251027 14:20:35\t   5 Query", "251103 14:20:35\t   5 Query"),
        ("SET timestamp=1761543503;", "SET timestamp=1762148303;"),
        ("Oct 27 06:28:23 web1 CRON[1]:", "Nov  3 06:28:23 web1 CRON[1]:"),
        ("Mon Oct 27 06:28:23 CET 2025", "Mon Nov  3 06:28:23 CET 2025"),
        ("Date: Mon, 27 Oct 2025 06:28:23 +0100", "Date: Mon, 03 Nov 2025 06:28:23 +0100"),
        ("[27/Oct/2025:06:28:23 +0100]", "[03/Nov/2025:06:28:23 +0100]"),
        ("#1761543503\nls", "#1762148303\nls"),
        ("shop-20251027.sql.gz", "shop-20251103.sql.gz"),
        ("releases/20251027062823", "releases/20251103062823"),
        ("2025_10_27_062823_create_x_table", "2025_11_03_062823_create_x_table"),
        ("phone 4915112345678 port 51022", "phone 4915112345678 port 51022"),
    ] {
        assert_eq!(String::from_utf8(shift.apply(from.as_bytes())).unwrap(), to);
    }
}

#[test]
fn a_disguise_renames_accounts_where_they_are_accounts() {
    let named = |reading: &disguise::Reading| {
        let incidents = reading.report["incidents"].as_array()?;
        let tables = incidents.iter().filter_map(|it| it["impact"]["tables"].as_array()).flatten();
        tables.map(|table| text(&table["database"]).to_owned()).find(|name| !name.is_empty())
    };
    let (case, reading, database) = crate::cases::cases()
        .into_iter()
        .find_map(|case| {
            let reading = disguise::read(&case, &[]);
            let database = named(&reading)?;
            Some((case, reading, database))
        })
        .unwrap();
    let other = disguise::disguise(&reading, &truth(&case), 1, Days::None);
    assert_eq!(other.string("root www-data migrations"), "root www-data migrations");
    assert_ne!(other.string(&database), database);
    assert_eq!(
        other.string(&format!("{database}-2026.sql")),
        format!("{}-2026.sql", other.string(&database))
    );
}
