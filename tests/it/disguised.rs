//! The staged incidents in other clothes: with all days moved by whole weeks and users, tables,
//! databases, hosts and addresses renamed throughout, the verdicts are the same ones.
//!
//! Weeks, because crontabs name weekdays; a month of the same offsets is chosen, because epochs
//! stand beside local stamps. The seeds are fixed, and each failure names its own.

use std::{fs, path::Path};

use backtrail::{ingest::clock::ClockOptions, report::v1::Report};
use serde_json::Value;

#[path = "../disguise/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with the example of that name, which uses other parts of it"
)]
mod disguise;

use disguise::{Days, Disguise};

/// What of a report is a verdict, in words that are compared.
fn verdicts(report: &Report, disguise: Option<&Disguise>) -> Vec<String> {
    let other = |text: &str| disguise.map_or_else(|| text.to_owned(), |d| d.string(text));
    let account = |text: &str| disguise.map_or_else(|| text.to_owned(), |d| d.names.user(text));
    let list = |items: &[String]| {
        let mut items: Vec<String> = items.iter().map(|item| other(item)).collect();
        items.sort();
        items.join(",")
    };
    let mut out = vec![format!("{} {}", report.verdict.severity, report.verdict.incidents)];
    for incident in &report.incidents {
        let impact = &incident.impact;
        out.push(format!(
            "incident {} {} {} {} tables lost {:?} rows lost {:?} {} backup {:?} from {:?}",
            other(&incident.started_at),
            incident.severity,
            incident.mechanism.id,
            incident.mechanism.likelihood,
            impact.tables_lost,
            impact.rows_lost,
            impact.rows_basis,
            incident.backup.as_ref().map(|backup| other(&backup.path)),
            incident.loss_window.as_ref().and_then(|window| window.from.as_deref()).map(other),
        ));
        for trigger in &incident.triggers {
            out.push(format!(
                "  trigger {} {} {:?} {} {:?}",
                trigger.rank,
                trigger.kind,
                trigger.actor.as_deref().map(account),
                trigger.likelihood,
                trigger.started_at.as_deref().map(other),
            ));
        }
        out.push(format!("  intact {}", list(&impact.intact)));
    }
    let mut findings: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            format!(
                "finding {} {} {} {} {:?} {} {:?} {}",
                finding.operation,
                finding.status,
                finding.severity,
                finding.confidence,
                finding.database.as_deref().map(other),
                finding.table_count,
                finding.started_at.as_deref().map(other),
                list(&finding.tables),
            )
        })
        .collect();
    findings.sort();
    out.extend(findings);
    out
}

/// What changes in the verdicts of a case in a disguise; empty where nothing does.
fn changes(case: &Path, seed: u64, days: Days) -> String {
    let truth: Value = serde_json::from_slice(&fs::read(case.join("truth.json")).unwrap()).unwrap();
    let (gathered, plain) = disguise::read(&case.join("evidence"), ClockOptions::default());
    let other = disguise::disguise(
        &gathered,
        disguise::day_of(&truth, &plain),
        &disguise::zones(&plain),
        seed,
        days,
    );
    let target = tempfile::tempdir().unwrap();
    let evidence = target.path().join("evidence");
    disguise::files::folder(&case.join("evidence"), &evidence, &other);
    let (_, dressed) = disguise::read(&evidence, ClockOptions::default());
    let (want, got) = (verdicts(&plain, Some(&other)), verdicts(&dressed, None));
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

#[test]
fn other_days_and_names_change_no_verdict() {
    let mut told = String::new();
    for (number, case) in crate::cases::cases().into_iter().enumerate() {
        told.push_str(&changes(&case, 20_261_123 + number as u64, Days::Weeks));
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
    let (case, gathered, report, database) = crate::cases::cases()
        .into_iter()
        .find_map(|case| {
            let (gathered, report) =
                disguise::read(&case.join("evidence"), ClockOptions::default());
            let database = report
                .incidents
                .iter()
                .flat_map(|incident| &incident.impact.tables)
                .find_map(|table| table.database.clone())?;
            Some((case, gathered, report, database))
        })
        .unwrap();
    let truth: Value = serde_json::from_slice(&fs::read(case.join("truth.json")).unwrap()).unwrap();
    let other =
        disguise::disguise(&gathered, disguise::day_of(&truth, &report), &[], 1, Days::None);
    assert_eq!(other.string("root www-data migrations"), "root www-data migrations");
    assert_ne!(other.string(&database), database);
    assert_eq!(
        other.string(&format!("{database}-2026.sql")),
        format!("{}-2026.sql", other.string(&database))
    );
}
