//! What was destroyed, what was written since the backup, and how to bring it back.

use std::collections::BTreeSet;

use crate::{
    render::page::{
        block::{Block, Fate, Line, Share, Table},
        depth::{Depth, Part},
        set_back,
        words::{self, sentence},
    },
    report::{
        overlap,
        v1::{Finding, ImpactTable, Incident, Report},
    },
    text::number::{counted, number},
    verdict::{
        confidence::Confidence,
        impact::loss::{RowsBasis, TableState},
    },
};

/// Tables shown before the rest is folded.
const LARGEST: usize = 12;
/// Tables shown at all.
const MOST: usize = 500;

/// The impact of one incident.
pub(super) fn blocks(report: &Report, incident: &Incident, depth: Depth) -> Vec<Block> {
    let impact = &incident.impact;
    let mut blocks = vec![Block::List { ordered: false, items: facts(incident) }];
    blocks.extend(done(report, incident));
    blocks.extend(tables(&impact.tables, depth));
    if let Some(migrations) = impact.migrations.as_ref().filter(|m| !m.pending.is_empty()) {
        let names: Vec<Line> =
            migrations.pending.iter().take(MOST).map(|name| Line::of_code(name)).collect();
        let summary = format!(
            "{} no longer recorded as run",
            counted(names.len() as u64, "migration", "migrations")
        );
        if depth.shows(Part::SmallTables) || names.len() <= LARGEST {
            blocks.push(Block::Details {
                summary,
                blocks: vec![Block::List { ordered: false, items: names }],
            });
        }
    }
    if !impact.errors.is_empty() {
        blocks.push(Block::Subheading(Line::of(
            if incident.mechanism.id.profile().by_statements {
                "Errors that followed"
            } else {
                "What the server and the application say"
            },
        )));
        blocks.push(Block::List {
            ordered: false,
            items: impact
                .errors
                .iter()
                .take(20)
                .map(|e| Line::of(&sentence(&words::clip(&e.text, 400))).cites(&e.citations))
                .collect(),
        });
    }
    if !impact.intact.is_empty() {
        blocks.push(Block::Subheading(Line::of("Not touched")));
        // names of tables read best in one line; sentences need a line each
        if impact.intact.iter().all(|text| !text.contains(' ')) {
            let line =
                Line::of(&counted(impact.intact.len() as u64, "other table", "other tables"))
                    .text(" of the same database, in both schema dumps: ");
            blocks.push(Block::List {
                ordered: false,
                items: vec![line.text(&words::names(&impact.intact, 0, 24))],
            });
        } else {
            blocks.push(Block::List {
                ordered: false,
                items: impact.intact.iter().take(30).map(|text| Line::of(text)).collect(),
            });
        }
    }
    blocks
}

/// What was done: the findings, and where it is open whether they took effect.
fn done(report: &Report, incident: &Incident) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut table = Table::new(&["When", "Operation", "On", "#Rows", "Status", "Confidence"]);
    let findings: Vec<&Finding> = incident
        .findings
        .iter()
        .filter_map(|id| report.findings.iter().find(|f| f.id == *id))
        .take(30)
        .collect();
    for finding in &findings {
        let when = match (&finding.started_at, &finding.ended_at) {
            (Some(from), Some(to)) => words::range(from, to),
            (Some(at), None) | (None, Some(at)) => words::when(at),
            (None, None) => "unknown".to_owned(),
        };
        let operation = if finding.statement_count > 1 {
            format!(
                "{} ({} statements)",
                words::plain(&finding.operation),
                number(finding.statement_count)
            )
        } else {
            words::plain(&finding.operation)
        };
        table.row([
            Line::of(&when),
            Line::of(&operation),
            Line::of(&crate::render::page::words::on(finding)).cites(&finding.citations),
            Line::of(&words::number_or_dash(finding.rows_affected)),
            Line::of(finding.status.words()),
            Line::of(finding.confidence.id()),
        ]);
    }
    if !table.rows.is_empty() {
        blocks.push(Block::Subheading(Line::of("What was done")));
        blocks.push(Block::Table(table));
        let doubts: BTreeSet<&str> = findings
            .iter()
            .filter(|f| f.confidence != Confidence::High)
            .map(|f| f.explanation.effect.as_str())
            .collect();
        if !doubts.is_empty() {
            let doubts: Vec<&str> = doubts.into_iter().collect();
            blocks.push(Block::Paragraph(
                Line::of("Whether it took effect: ").text(&doubts.join("; ")).text("."),
            ));
        }
        let rest = incident.findings.len().saturating_sub(30);
        if rest > 0 {
            blocks.push(Block::Paragraph(
                Line::default().faint(&format!("{rest} more findings are in the JSON report.")),
            ));
        }
    }
    blocks
}

fn facts(incident: &Incident) -> Vec<Line> {
    let impact = &incident.impact;
    let mut items = Vec::new();
    let of_state = |state| impact.tables.iter().filter(|t| t.state == state).count() as u64;
    let states: Vec<String> = [
        (TableState::Missing, "missing"),
        (TableState::Empty, "empty"),
        (TableState::Fewer, "with fewer rows"),
        (TableState::Recreated, "recreated"),
    ]
    .into_iter()
    .map(|(state, what)| (of_state(state), what))
    .filter(|(tables, _)| *tables > 0)
    .map(|(tables, what)| format!("{} {what}", number(tables)))
    .collect();
    let columns = impact.lost_columns();
    if !impact.accounts.is_empty() {
        return accounts(&impact.accounts);
    }
    items.extend(set_back::facts(impact));
    match impact.tables_lost {
        Some(0) if impact.set_back.is_some() => {}
        _ if impact.keeps_rows() && !columns.is_empty() => items.push(
            Line::default()
                .strong(&counted(columns.len() as u64, "column", "columns"))
                .text(&format!(" lost: {}; the rows remain.", words::names(&columns, 0, 8))),
        ),
        _ if impact.keeps_rows() => {
            items.push(Line::of("Values were overwritten; no table and no row is gone."));
        }
        Some(lost) => {
            let mut line = match lost {
                0 => Line::of("No table is lost as a whole"),
                lost => Line::default().strong(&counted(lost, "table", "tables")).text(" lost"),
            };
            if !states.is_empty() {
                // tables that still hold rows are told beside those that are lost
                let adds_up = impact.tables.iter().filter(|t| t.state.is_lost()).count() as u64
                    == lost
                    && of_state(TableState::Fewer) == 0;
                let lead = if adds_up { ": " } else { "; afterwards: " };
                line = line.text(&format!("{lead}{}", states.join(", ")));
            }
            items.push(line);
        }
        None if !states.is_empty() => {
            items.push(Line::of(&format!("Tables afterwards: {}", states.join(", "))));
        }
        None if !incident.mechanism.id.profile().by_statements => items.push(Line::of(
            "No statement removed a table; the damage that the server reports is listed below.",
        )),
        None => items.push(Line::of("How many tables were lost is not in this evidence.")),
    }
    match impact.rows_lost {
        Some(rows) => {
            let new = impact.new_rows();
            let since = match new {
                0 => String::new(),
                new => format!("; not subtracted: {} written since", counted(new, "row", "rows")),
            };
            items.push(
                Line::default()
                    .strong(&counted(rows, "row", "rows"))
                    .text(&format!(" lost, {}{since}", impact.rows_basis.words())),
            );
        }
        None if impact.keeps_rows() => {}
        None => items.push(Line::of("How many rows were lost is not in this evidence.")),
    }
    if let Some(taken) = &impact.taken_before {
        items.push(Line::of(&format!("{}: do not add the two numbers", overlap::words(taken))));
    }
    if let Some(migrations) = impact.migrations.as_ref().filter(|m| {
        !m.pending.is_empty() || m.batch_before.is_some() && m.batch_before != m.batch_after
    }) {
        let batch = |n: Option<u64>| n.map_or_else(|| "unknown".to_owned(), |n| n.to_string());
        let mut text = format!(
            "Migrations table: newest batch {} before, {} after",
            batch(migrations.batch_before),
            batch(migrations.batch_after)
        );
        if !migrations.pending.is_empty() {
            text.push_str(&format!(
                "; {} known from before {} no longer recorded as run",
                counted(migrations.pending.len() as u64, "migration", "migrations"),
                if migrations.pending.len() == 1 { "is" } else { "are" }
            ));
        }
        items.push(Line::of(&text));
    }
    items.push(users());
    items
}

/// What is said where accounts alone are gone.
fn accounts(names: &[String]) -> Vec<Line> {
    let what = "account dropped or without some of its rights";
    let whats = "accounts dropped or without some of their rights";
    let all = counted(names.len() as u64, what, whats);
    let named = format!(": {}", words::names(names, 0, 12));
    let first = Line::default().strong(&all).text(&named);
    vec![first, Line::of("No table and no row was touched."), users()]
}

fn users() -> Line {
    Line::of("Users and business: ").human("impact.users", "affected users, money, agreements")
}

/// The tables, largest first; beyond the largest they are folded.
fn tables(all: &[ImpactTable], depth: Depth) -> Vec<Block> {
    let mut touched: Vec<&ImpactTable> =
        all.iter().filter(|t| t.state != TableState::Intact).collect();
    if touched.is_empty() {
        return Vec::new();
    }
    touched.sort_by_key(|t| {
        let lost = t.rows_lost.unwrap_or_default();
        (std::cmp::Reverse(lost), std::cmp::Reverse(t.columns_lost.len()), &t.database, &t.name)
    });
    let several = touched
        .iter()
        .any(|t| t.database != touched.first().and_then(|first| first.database.clone()));
    let by_difference = touched.iter().all(|t| {
        t.rows_lost.is_none()
            || t.rows_lost
                == t.rows_before.zip(t.rows_after).and_then(|(was, now)| was.checked_sub(now))
    });
    let Some(state) = touched.first().map(|t| t.state) else { return Vec::new() };
    let bare = touched.iter().all(|t| {
        t.rows_before.is_none()
            && t.rows_after.is_none()
            && t.note.is_none()
            && t.columns_lost.is_empty()
            && t.state == state
    });
    if bare {
        // a table of dashes would say no more than the names
        let names: Vec<String> = touched.iter().map(|t| t.name.clone()).collect();
        let line = Line::of(&words::names(
            &names,
            0,
            if depth.shows(Part::SmallTables) { MOST } else { LARGEST },
        ));
        let summary = format!(
            "{} {state}; how many rows they held is not in this evidence",
            counted(names.len() as u64, "table", "tables")
        );
        if names.len() <= LARGEST {
            return vec![Block::Paragraph(Line::of(&format!("Tables {state}: ")).then(line))];
        }
        return vec![Block::Details { summary, blocks: vec![Block::Paragraph(line)] }];
    }
    let mut blocks = shares(&touched);
    blocks.push(Block::Subheading(Line::of(if touched.len() > LARGEST {
        "Tables, largest loss first"
    } else {
        "Tables"
    })));
    let largest: Vec<&ImpactTable> = touched.iter().copied().take(LARGEST).collect();
    blocks.push(table_of(&largest, several, by_difference));
    let rest: Vec<&ImpactTable> = touched.iter().copied().skip(LARGEST).collect();
    if !rest.is_empty() {
        let rows: u64 =
            rest.iter().fold(0, |sum, t| sum.saturating_add(t.rows_before.unwrap_or_default()));
        let mut summary = counted(rest.len() as u64, "further table", "further tables");
        if rows > 0 {
            summary.push_str(&format!(" with {} before", counted(rows, "row", "rows")));
        }
        if depth.shows(Part::SmallTables) {
            let shown: Vec<&ImpactTable> = rest.iter().copied().take(MOST).collect();
            let mut inner = vec![table_of(&shown, several, by_difference)];
            let beyond = rest.len().saturating_sub(shown.len());
            if beyond > 0 {
                inner.push(Block::Paragraph(
                    Line::default().faint(&format!("{beyond} more are in the JSON report.")),
                ));
            }
            blocks.push(Block::Details { summary, blocks: inner });
        } else {
            blocks.push(Block::Paragraph(
                Line::default().faint(&format!("{summary}: see the full report.")),
            ));
        }
    }
    blocks
}

/// Tables with their rows before and after, families of them in one row. Names carry the database
/// where there are `several`; the rows lost have a column unless all follow `by_difference`.
fn table_of(rows: &[&ImpactTable], several: bool, by_difference: bool) -> Block {
    let remarks = rows.iter().any(|t| t.note.is_some() || !t.columns_lost.is_empty());
    let mut titles = vec!["Table", "#Rows before", "#Rows after"];
    if !by_difference {
        titles.push("#Rows lost");
    }
    titles.push("State");
    if remarks {
        titles.push("Remark");
    }
    let mut table = Table::new(&titles);
    let mut before = Vec::new();
    for family in families(rows) {
        let (Some(t), Some(last)) = (family.first(), family.last()) else { continue };
        let name = |t: &ImpactTable| match &t.database {
            Some(database) if several => format!("{database}.{}", t.name),
            _ => t.name.clone(),
        };
        let sum = |of: fn(&ImpactTable) -> Option<u64>| {
            family.iter().map(|t| of(t)).try_fold(0_u64, |sum, n| Some(sum.saturating_add(n?)))
        };
        let mut first = Line::of_code(&name(t));
        if family.len() > 1 {
            first = first
                .text(" to ")
                .code(&last.name)
                .text(&format!(", {} tables", number(family.len() as u64)));
        }
        before.push(sum(|t| t.rows_before).unwrap_or_default());
        let mut row = vec![
            first,
            Line::of(&words::number_or_dash(sum(|t| t.rows_before))),
            Line::of(&words::number_or_dash(sum(|t| t.rows_after))),
        ];
        if !by_difference {
            row.push(Line::of(&words::number_or_dash(sum(|t| t.rows_lost))));
        }
        row.push(Line::of(t.fate()));
        if remarks {
            let mut remark = Line::default();
            if !t.columns_lost.is_empty() {
                remark = remark.text("lost columns ").text(&words::names(&t.columns_lost, 0, 8));
            }
            if let Some(note) = &t.note {
                remark = if remark.is_empty() { remark } else { remark.text("; ") }.text(note);
            }
            row.push(remark);
        }
        table.rows.push(row);
    }
    table.bars = Some((1, before));
    Block::Table(table)
}

/// From the backup to the act: what no backup holds.
pub(super) fn window(incident: &Incident, depth: Depth) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !incident.impact.accounts.is_empty() {
        return blocks;
    }
    let ends =
        incident.loss_window.as_ref().map(|window| (window.from.as_deref(), window.to.as_deref()));
    match ends {
        Some((Some(from), to)) => {
            let end = to.map_or_else(|| "an unknown time".to_owned(), words::when_both);
            let mut line =
                Line::of("From ").strong(&words::when_both(from)).text(" to ").strong(&end);
            if let Some(length) = to.and_then(|to| words::length(from, to)) {
                line = line.text(&format!(", {length}"));
            }
            line =
                line.text(". No backup in this evidence holds what was written in that time; the binary log or WAL, replicas or exports elsewhere may.");
            blocks.push(Block::Paragraph(line));
            let log = incident.loss_window.as_ref().and_then(|window| window.statements.as_ref());
            blocks.extend(
                log.map(|log| {
                    Block::Paragraph(Line::of(&sentence(&log.text)).cites(&log.citations))
                }),
            );
        }
        _ if incident.backup.is_none() => {
            blocks.push(Block::Paragraph(Line::of("This evidence has no usable backup from before the incident, so the window is open-ended: everything counts as lost until a backup is found.")));
        }
        _ => blocks.push(Block::Paragraph(Line::of(
            "When the backup was taken is not in this evidence, so the window cannot be stated.",
        ))),
    }
    if let Some(backup) = &incident.backup {
        let mut line = Line::of("Backup chosen: ").code(&backup.path);
        if let Some(taken) = &backup.taken_at {
            line = line.text(&format!(", taken {}", words::when_both(taken)));
        }
        line = line.text(&format!(
            "; {}, {}; {}.",
            counted(backup.tables, "table", "tables"),
            counted(backup.rows, "row", "rows"),
            if backup.complete { "complete" } else { "not complete" }
        ));
        if !backup.why.is_empty() {
            line = line.text(" ").text(&sentence(&backup.why));
        }
        if let Some(rows) = incident.impact.rows_lost.filter(|rows| {
            incident.impact.rows_basis == RowsBasis::Snapshot
                && backup.rows > 0
                && *rows != backup.rows
                && incident.impact.tables_lost == Some(backup.tables)
        }) {
            line = line.text(&format!(
                " The schema dump gives {} for what was lost, the backup holds {}: they were taken at different times, and the dump's counts are estimates.",
                counted(rows, "row", "rows"),
                number(backup.rows)
            ));
        }
        blocks.push(Block::Paragraph(line.cites(&backup.citations)));
    }
    if depth.shows(Part::Excluded) && !incident.other_backups.is_empty() {
        blocks.push(Block::Paragraph(Line::of("Backups not chosen:")));
        blocks.push(Block::List {
            ordered: false,
            items: incident
                .other_backups
                .iter()
                .take(20)
                .map(|other| {
                    Line::of_code(&other.path).text(": ").text(&other.why).cites(&other.citations)
                })
                .collect(),
        });
    }
    blocks
}

/// The schema before and after as a whole: what became of the tables and of their rows.
fn shares(touched: &[&ImpactTable]) -> Vec<Block> {
    let part = |fate, words, number| Share { fate, words, number };
    let of = |state, fate, words| {
        part(fate, words, touched.iter().filter(|t| t.state == state).count() as u64)
    };
    let tables = vec![
        of(TableState::Missing, Fate::Gone, "missing"),
        of(TableState::Recreated, Fate::Renewed, "recreated"),
        of(TableState::Empty, Fate::Emptied, "empty"),
        of(TableState::Fewer, Fate::Kept, "with fewer rows"),
        of(TableState::Intact, Fate::Kept, "with their rows"),
    ];
    let mut rows = vec![(counted(touched.len() as u64, "table", "tables"), tables)];
    let before =
        touched.iter().fold(0_u64, |sum, t| sum.saturating_add(t.rows_before.unwrap_or_default()));
    let gone =
        touched.iter().fold(0_u64, |sum, t| sum.saturating_add(t.rows_lost.unwrap_or_default()));
    if before > 0 && touched.iter().all(|t| t.rows_lost.is_some()) {
        rows.push((
            counted(before, "row", "rows"),
            vec![
                part(Fate::Gone, "gone", gone),
                part(Fate::Kept, "still there", before.saturating_sub(gone)),
            ],
        ));
    }
    vec![Block::Shares { title: "The tables concerned, before and after".to_owned(), rows }]
}

/// Tables whose names differ in digits only (`stats_202401`, `stats_202402`) and that fared alike
/// make one row, where there are at least this many of them.
const FAMILY: usize = 4;

/// Rows that are told as one: the tables of a family, or one table alone, in the order of the
/// first.
fn families<'a>(rows: &[&'a ImpactTable]) -> Vec<Vec<&'a ImpactTable>> {
    let mask = |t: &ImpactTable| {
        t.name.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>()
    };
    let plain = |t: &ImpactTable| {
        t.note.is_none() && t.columns_lost.is_empty() && t.name.chars().any(|c| c.is_ascii_digit())
    };
    let key = |t: &ImpactTable| (t.database.clone(), mask(t), t.state);
    let mut members: std::collections::BTreeMap<_, Vec<&ImpactTable>> =
        std::collections::BTreeMap::new();
    for &row in rows.iter().filter(|t| plain(t)) {
        members.entry(key(row)).or_default().push(row);
    }
    members.retain(|_, list| {
        list.iter().map(|t| t.name.as_str()).collect::<std::collections::BTreeSet<_>>().len()
            >= FAMILY
    });
    let mut out = Vec::new();
    for &row in rows {
        if plain(row) && members.contains_key(&key(row)) {
            // the whole family at the place of its first
            if let Some(list) =
                members.get_mut(&key(row)).map(std::mem::take).filter(|list| !list.is_empty())
            {
                out.push(list);
            }
        } else {
            out.push(vec![row]);
        }
    }
    out
}

/// The plan, step by step.
pub(super) fn recovery(incident: &Incident) -> Vec<Block> {
    if incident.recovery.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Note(Line::of(
        "This plan is derived from the evidence; none of it has been run. Set the variables named in each step's first line; an empty one stops the command. Work on a copy until the last step.",
    ))];
    for (index, step) in incident.recovery.iter().enumerate() {
        let mut notes = Vec::new();
        if let Some(risk) = &step.risk {
            notes.push(("Risk", Line::of(&sentence(risk))));
        }
        if let Some(check) = &step.check {
            notes.push(("Check", Line::of(&sentence(check))));
        }
        blocks.push(Block::Step {
            number: index.saturating_add(1),
            text: Line::of(&sentence(&step.text)),
            command: step.command.clone(),
            notes,
        });
    }
    blocks
}
