//! Reports made by hand, for the tests of pages and renderers.

use serde_json::{Value, json};

use crate::{
    case::severity::Severity,
    report::{id::IncidentId, terms::Claim, v1::Report},
};

/// The JSON of a report with one incident: all tables dropped by a command at a shell.
pub(crate) fn wiped_json() -> Value {
    let tables: Vec<Value> = (1..=20_u64)
        .map(|n| {
            json!({"database": "shop", "name": format!("table_{n:02}"), "rows_before": n * 137, "rows_after": 0, "rows_lost": n * 137,
                        "state": if n % 5 == 0 { "missing" } else { "recreated" }, "columns_lost": [], "note": null})
        })
        .collect();
    json!({
        "schema_version": "1.0",
        "tool": {"name": "backtrail", "version": "0.1.0"},
        "verdict": {
            "claim": "loss", "severity": "critical", "headline": "20 tables of `shop` dropped by php artisan migrate:fresh", "incidents": 1,
            "lines": ["When: 2025-10-27 06:28:23 +01:00 (05:28:23 UTC), 2 s",
                      "Started by: account `ops1`, at a shell on `web-1`; very likely",
                      "Lost: 28,770 rows, counted in a backup",
                      "Backup: `backups/shop.sql.gz` of 2025-10-26 03:15:01, complete",
                      "Certain: the statement (`logs/general.log:20`); a later schema dump shows its effect"]
        },
        "evidence": [
            {"id": "E1", "path": "logs/laravel.log", "format": "laravel", "bytes": 1_072_327, "sha256": "1f".repeat(32), "entries": 4120, "unparsed_bytes": 0,
             "first": "2025-10-26T14:01:04+01:00", "last": "2025-10-27T09:00:00+01:00",
             "timezone": {"name": "Europe/Berlin", "basis": "inferred", "reason": "the same 41 errors stand in the web server's log, one hour earlier"},
             "gaps": [{"from": "2025-10-27T02:00:00+01:00", "to": "2025-10-27T05:00:00+01:00", "reason": "silent"}], "notes": []},
            {"id": "E2", "path": "logs/general.log", "format": "mysql_general", "bytes": 88_120, "sha256": "2e".repeat(32), "entries": 900, "unparsed_bytes": 212,
             "first": "2025-10-27T05:00:00+01:00", "last": "2025-10-27T07:00:00+01:00",
             "timezone": {"name": "UTC", "basis": "stated", "reason": "stamps bear a Z"}, "gaps": [], "notes": ["1 record could not be read: its end is missing"]},
            {"id": "E3", "path": "home/ops1/.bash_history", "format": "bash_history", "bytes": 312, "sha256": "3d".repeat(32), "entries": 12, "unparsed_bytes": 0,
             "first": "2025-10-27T06:20:00+01:00", "last": "2025-10-27T06:29:10+01:00",
             "timezone": {"name": "UTC", "basis": "stated", "reason": "epoch stamps"}, "gaps": [], "notes": []},
            {"id": "E4", "path": "notes.bin", "format": null, "bytes": 17, "sha256": "4c".repeat(32), "entries": 0, "unparsed_bytes": 17,
             "first": null, "last": null, "timezone": null, "gaps": [], "notes": ["no format knows it: binary content"]}
        ],
        "findings": [
            {"id": "F1", "rule": "drop-table", "operation": "drop_table", "status": "executed", "severity": "critical", "confidence": "high",
             "database": "shop", "tables": ["table_01", "table_02", "table_03", "table_04"], "table_count": 20, "columns": [], "rows_affected": null,
             "statement": "drop table `table_01`, `table_02`, …", "statement_count": 1,
             "started_at": "2025-10-27T06:28:23+01:00", "ended_at": "2025-10-27T06:28:24+01:00", "incident": "I1",
             "explanation": "all tables of a production database in one statement", "citations": ["C1"]},
            {"id": "F2", "rule": "delete-all", "operation": "delete_all", "status": "executed", "severity": "info", "confidence": "high",
             "database": "shop", "tables": ["cache_locks"], "table_count": 1, "columns": [], "rows_affected": 4,
             "statement": "delete from `cache_locks`", "statement_count": 1,
             "started_at": "2025-10-27T05:00:01+01:00", "ended_at": "2025-10-27T05:00:01+01:00", "incident": null,
             "explanation": "a cache table, cleaned every night at this time", "citations": ["C5"]}
        ],
        "incidents": [{
            "id": "I1", "title": "20 tables of `shop` dropped by php artisan migrate:fresh", "severity": "critical",
            "started_at": "2025-10-27T06:28:23+01:00", "ended_at": "2025-10-27T06:28:25+01:00", "findings": ["F1"],
            "mechanism": {"id": "migrate_fresh", "command": "php artisan migrate:fresh", "likelihood": "almost_certain", "version": "Laravel 9 or later",
                "reasons": [{"for": true, "text": "one statement drops every table, with foreign_key_checks off", "citations": ["C1"]},
                            {"for": true, "text": "`create table migrations` follows within 1 s", "citations": ["C2"]}],
                "excluded": [{"id": "migrate_refresh", "text": "it drops table by table, in the order of the batches", "citations": ["C1"]}]},
            "triggers": [
                {"rank": 1, "kind": "shell", "actor": "ops1", "host": "web-1", "command": "php artisan migrate:fresh --force", "started_at": "2025-10-27T06:28:22+01:00",
                 "likelihood": "very_likely", "reasons": [{"for": true, "text": "typed 1 s before the first drop", "citations": ["C3"]},
                                                       {"for": false, "text": "the history does not say on which host", "citations": []}]}
            ],
            "excluded_triggers": [{"kind": "cron", "command": "php artisan optimize:clear", "reasons": [{"for": false, "text": "it runs at 06:28 every day, and sends no SQL", "citations": ["C4"]}]}],
            "would_decide": ["the audit log of the host, which names the terminal"],
            "precursors": [{"for": true, "text": "a failed migration at 06:21", "citations": ["C4"]}],
            "impact": {"tables_lost": 20, "rows_lost": 28_770, "rows_basis": "backup", "tables": tables,
                "migrations": {"batch_before": 9, "batch_after": 1, "pending": ["2025_09_01_000000_add_phone_to_users"]},
                "errors": [{"for": true, "text": "31 × SQLSTATE[42S02] from 06:28:24 on", "citations": ["C4"]}],
                "intact": ["database `crm`: no statement against it"]},
            "decision": {
                "lines": ["When: 2025-10-27 06:28:23 +01:00", "Statement: `drop table table_01, …`", "Lost: 28,770 rows, counted in a backup"],
                "options": [
                    {"course": "restore", "text": "restore from the backup", "missing_seconds": 97_942, "effort": "load 28,770 rows", "risk": "new rows must be merged"},
                    {"course": "accept", "text": "accept the loss", "missing_seconds": null, "effort": "none", "risk": "it stays lost"}],
                "recommended": "restore", "advice": "restore from the backup.", "waiting": "binary logs expire.",
                "next": ["php artisan down", "mysql -h \"${HOST:?}\" -p -e 'CREATE DATABASE shop_restore'"]},
            "backup": {"path": "backups/shop.sql.gz", "taken_at": "2025-10-26T03:15:01+01:00", "complete": true, "tables": 20, "rows": 28_770,
                "why": "the newest that ends as mysqldump ends a whole dump", "citations": ["C6"]},
            "other_backups": [{"path": "backups/shop-1027.sql", "why": "taken after the drop: it holds empty tables", "citations": []}],
            "loss_window": {"from": "2025-10-26T03:15:01+01:00", "to": "2025-10-27T06:28:23+01:00"},
            "recovery": [
                {"text": "Stop what writes to `shop`", "command": "php artisan down", "risk": "the site is offline", "check": "no new rows in `sessions`"},
                {"text": "Restore into a new database and compare", "command": "mysql -h \"${HOST:?}\" -u \"${DB_USER:?}\" -p -e 'CREATE DATABASE shop_restore'\nzcat backups/shop.sql.gz | mysql -h \"${HOST:?}\" -u \"${DB_USER:?}\" -p shop_restore",
                 "risk": null, "check": "20 tables and 28,770 rows are there"}
            ]
        }],
        "timeline": [
            {"at": "2025-10-27T06:21:00+01:00", "role": "precursor", "text": "migration failed", "citations": ["C4"]},
            {"at": "2025-10-27T06:28:22+01:00", "role": "trigger", "text": "`php artisan migrate:fresh --force` typed by `ops1`", "citations": ["C3"]},
            {"at": "2025-10-27T06:28:23+01:00", "role": "destruction", "text": "20 tables dropped in one statement", "citations": ["C1"]},
            {"at": "2025-10-27T06:28:24+01:00", "role": "effect", "text": "first error: table `shop.table_01` not found", "citations": ["C4"]}
        ],
        "coverage": [
            {"question": "Which statements reached the server at 06:28?", "answered": true, "by": ["E2"], "missing": null},
            {"question": "Who was logged in at 06:28?", "answered": false, "by": [], "missing": "auth.log of web-1"}
        ],
        "prevention": [{"text": "Refuse destructive commands in production: `DB::prohibitDestructiveCommands()`", "why": "the command ran with --force and nothing refused it", "citations": ["C3"]}],
        "checks": [{"text": "Count the rows of the five largest tables", "why": "the backup holds 28,770 rows", "citations": []}],
        "redaction": {"level": "pii", "counts": [["sql-literals", 12], ["email", 2]]},
        "assumptions": ["stamps without a zone are of UTC where nothing says otherwise"],
        "citations": (1..=6).map(|n| json!({"id": format!("C{n}"), "evidence": format!("E{}", n % 3 + 1), "line": n * 10, "byte_start": n * 100, "byte_end": n * 100 + 80,
            "sha256": "ab".repeat(32), "excerpt": format!("[2025-10-27 06:28:2{n}] production.ERROR: something happened\n#0 frame {n}")})).collect::<Vec<_>>()
    })
}

/// A report with one incident.
pub(crate) fn wiped() -> Report {
    serde_json::from_value(wiped_json()).expect("the fixture fits the schema")
}

/// The same evidence and no incident.
pub(crate) fn quiet() -> Report {
    let mut report = wiped();
    report.incidents.clear();
    report.timeline.clear();
    report.prevention.clear();
    report.checks.clear();
    report.findings.retain(|f| f.incident.is_none());
    report.verdict.claim = Claim::NoLoss;
    report.verdict.severity = Severity::Info;
    report.verdict.incidents = 0;
    report.verdict.headline = "no loss of tables or rows in 4 files".into();
    report.verdict.lines.clear();
    report
}

/// Two incidents.
pub(crate) fn two() -> Report {
    let mut report = wiped();
    let mut second = report.incidents.first().cloned().expect("one incident");
    second.id = IncidentId::of(1);
    second.title = "`orders` emptied by a queue worker".into();
    second.findings.clear();
    second.triggers.clear();
    second.backup = None;
    second.loss_window = None;
    report.incidents.push(second);
    report
}

/// The report with every text that evidence can reach replaced by `text`.
pub(crate) fn hostile(text: &str) -> Report {
    fn walk(value: &mut Value, key: &str, text: &str) {
        match value {
            Value::String(s) => {
                let ours = matches!(
                    key,
                    "id" | "evidence"
                        | "sha256"
                        | "incident"
                        | "at"
                        | "first"
                        | "last"
                        | "from"
                        | "to"
                        | "started_at"
                        | "ended_at"
                        | "taken_at"
                        | "claim"
                        | "course"
                        | "recommended"
                        | "severity"
                        | "role"
                        | "kind"
                        | "likelihood"
                        | "status"
                        | "schema_version"
                        | "version"
                        | "level"
                        | "by"
                        | "citations"
                        | "findings"
                        | "basis"
                        | "rows_basis"
                        | "state"
                        | "confidence"
                );
                // a gap's reason is a term, a zone's is text
                if !(ours || key == "reason" && s == "silent") {
                    text.clone_into(s);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, key, text)),
            Value::Object(map) => map.iter_mut().for_each(|(key, value)| walk(value, key, text)),
            _ => {}
        }
    }
    let mut value = wiped_json();
    walk(&mut value, "", text);
    serde_json::from_value(value).expect("strings stay strings")
}

/// Text that some reader of some output would act on.
pub(crate) const NASTY: &[&str] = &[
    "<script>alert(1)</script>",
    "</details></summary><h1>x</h1>",
    "[x](javascript:alert(1))",
    "![i](http://x/y.png)",
    "```\n# head\n```",
    "~~~\nx",
    "a|b|c\\|d",
    "@all #1 !1 /close",
    "/close",
    "::error file=x::y",
    "\u{1b}[31mred\u{1b}]8;;http://x\u{7}",
    "\u{202e}evil\u{200b}",
    "=cmd()",
    "- item\n\n# b\n\n1. x",
    "> quote",
    "---\n===",
    "**b** __c__ `d` ``e`` *",
    "\u{0}\u{7f}\u{85}\u{2028}",
    "end\nsection x :crit, 2000-01-01, 1d",
    "-->",
    "&lt;b&gt;",
    "\"'><img src=x onerror=alert(1)>",
    "`",
    "!",
    "\\",
    " ",
    "",
];
