//! What the evidence covers, what follows for the future, and where each claim stands.

use std::collections::HashMap;

use crate::{
    ingest::clock::source_clock::Basis,
    redact::rule::Level,
    render::page::{
        block::{Block, Line, Table},
        depth::{Depth, Part},
        words::{self, sentence},
    },
    report::{
        id::EvidenceId,
        v1::{Advice, Evidence, Reason, Report},
    },
    text::number::{counted, number},
};

/// Questions with their answers, gaps, and what was not understood.
pub(super) fn coverage(report: &Report, depth: Depth) -> Vec<Block> {
    let mut blocks = Vec::new();
    let paths: HashMap<EvidenceId, &str> =
        report.evidence.iter().map(|e| (e.id, e.path.as_str())).collect();
    if !report.coverage.is_empty() {
        let mut table = Table::new(&["Question", "Answered", "By, or what is missing"]);
        for question in report.coverage.iter().take(60) {
            let mut line = Line::default();
            for (index, id) in question.by.iter().take(6).enumerate() {
                line = if index > 0 { line.text(", ") } else { line };
                line = match paths.get(id) {
                    Some(path) => line.code(path),
                    None => line.text(&id.to_string()),
                };
            }
            if let Some(missing) = &question.missing {
                line = if line.is_empty() { line } else { line.text("; ") }.text(missing);
            }
            let answered =
                if question.answered { Line::of("yes") } else { Line::default().strong("no") };
            table.row([Line::of(&question.question), answered, line]);
        }
        blocks.push(Block::Table(table));
    }
    let mut gaps = Vec::new();
    for source in &report.evidence {
        // of a file that no format knows, the remark below says all there is to say
        for gap in source
            .gaps
            .iter()
            .filter(|gap| source.format.is_some() || gap.from.is_some() || gap.to.is_some())
        {
            let mut line = Line::of_code(&source.path).text(&format!(": {}", gap.reason));
            line = match (&gap.from, &gap.to) {
                (Some(from), Some(to)) => {
                    let length =
                        words::length(from, to).map(|l| format!(" ({l})")).unwrap_or_default();
                    line.text(&format!(" {}{length}", words::range(from, to)))
                }
                (Some(from), None) => line.text(&format!(" from {}", words::when(from))),
                (None, Some(to)) => line.text(&format!(" before {}", words::when(to))),
                (None, None) => line,
            };
            gaps.push(line);
        }
    }
    fold("Gaps in the evidence", gaps, 8, depth, &mut blocks);
    let notes: Vec<Line> =
        report
            .evidence
            .iter()
            .flat_map(|source| {
                source.notes.iter().take(10).map(|note| {
                    Line::of_code(&source.path).text(": ").text(&words::clip(note, 300))
                })
            })
            .collect();
    fold("Remarks on reading it", notes, 8, depth, &mut blocks);
    blocks
}

/// A list under its own heading, folded beyond a number of items.
fn fold(title: &str, mut items: Vec<Line>, open: usize, depth: Depth, blocks: &mut Vec<Block>) {
    if items.is_empty() {
        return;
    }
    blocks.push(Block::Subheading(Line::of(title)));
    let rest = items.split_off(open.min(items.len()));
    blocks.push(Block::List { ordered: false, items });
    if rest.is_empty() {
        return;
    }
    let summary = format!("{} more", number(rest.len() as u64));
    if depth.shows(Part::SmallTables) {
        let rest = rest.into_iter().take(200).collect();
        blocks.push(Block::Details {
            summary,
            blocks: vec![Block::List { ordered: false, items: rest }],
        });
    } else {
        blocks.push(Block::Paragraph(
            Line::default().faint(&format!("{summary}: see the full report.")),
        ));
    }
}

/// Advice with its reason.
pub(super) fn advice(all: &[Advice], ordered: bool) -> Vec<Block> {
    if all.is_empty() {
        return Vec::new();
    }
    let items = all
        .iter()
        .take(30)
        .map(|advice| {
            let mut line = Line::of(&sentence(&advice.text));
            if !advice.why.is_empty() {
                line = line.text(" ").faint("Why: ").text(&sentence(&advice.why));
            }
            line.cites(&advice.citations)
        })
        .collect();
    vec![Block::List { ordered, items }]
}

/// What helped and what made it worse.
pub(super) fn lessons(all: &[Reason]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (title, side) in [("What helped", true), ("What made it worse", false)] {
        let items: Vec<Line> = all
            .iter()
            .filter(|r| r.in_favour == side)
            .take(20)
            .map(|r| Line::of(&sentence(&words::clip(&r.text, 500))).cites(&r.citations))
            .collect();
        if !items.is_empty() {
            blocks.push(Block::Subheading(Line::of(title)));
            blocks.push(Block::List { ordered: false, items });
        }
    }
    blocks
}

/// What only people know. The token is the same everywhere, so that a check can list what is
/// still open.
pub(super) fn blanks() -> Vec<Block> {
    let items = vec![
        Line::of("How it was noticed, and by whom: ")
            .human("detection", "alert, customer, colleague; when"),
        Line::of("What made it possible: ")
            .human("root-cause", "conditions in the system, not persons"),
        Line::of("What went well, what did not, where we were lucky: ")
            .human("lessons", "as facts"),
        Line::of("Actions with owner and date: ").human("actions", "one line each"),
    ];
    vec![Block::List { ordered: false, items }]
}

/// The files.
pub(super) fn evidence(report: &Report, depth: Depth) -> Vec<Block> {
    if report.evidence.is_empty() {
        return Vec::new();
    }
    let bytes = report.evidence.iter().fold(0_u64, |sum, e| sum.saturating_add(e.bytes));
    let entries = report.evidence.iter().fold(0_u64, |sum, e| sum.saturating_add(e.entries));
    let unknown = report.evidence.iter().filter(|e| e.format.is_none()).count();
    let mut line = Line::of(&format!(
        "{}, {}, {}.",
        counted(report.evidence.len() as u64, "file", "files"),
        words::size(bytes),
        counted(entries, "entry", "entries")
    ));
    if unknown > 0 {
        line = line.text(&format!(
            " {} of no known format.",
            if unknown == 1 { "1 is".to_owned() } else { format!("{unknown} are") }
        ));
    }
    let mut blocks = vec![Block::Paragraph(line)];
    if depth.shows(Part::Files) {
        let mut table =
            Table::new(&["Id", "File", "Format", "#Size", "#Entries", "From \u{2013} to", "Zone"]);
        for source in report.evidence.iter().take(200) {
            table.row([
                Line::of(&source.id.to_string()),
                match &source.service {
                    Some(service) => {
                        Line::of_code(&source.path).text(", of ").code(&words::clip(service, 60))
                    }
                    None => Line::of_code(&source.path),
                },
                Line::of(source.format.as_deref().unwrap_or("not recognised")),
                Line::of(&words::size(source.bytes)),
                Line::of(&entries_of(source)),
                Line::of(&match (&source.first, &source.last) {
                    (Some(first), Some(last)) => words::range(first, last),
                    _ => "\u{2013}".to_owned(),
                }),
                zone(source),
            ]);
        }
        blocks.push(Block::Table(table));
        let sums: String = report
            .evidence
            .iter()
            .filter_map(|e| {
                e.sha256.as_ref().map(|sum| format!("{sum}  {}\n", words::clip(&e.path, 1000)))
            })
            .collect();
        if !sums.is_empty() {
            blocks.push(Block::Details {
                summary: "SHA-256 of each file".to_owned(),
                blocks: vec![Block::Code { language: "text", text: sums }],
            });
        }
    }
    blocks
}

fn entries_of(source: &Evidence) -> String {
    let entries = number(source.entries);
    if source.unparsed_bytes == 0 {
        entries
    } else {
        format!("{entries} ({} not understood)", words::size(source.unparsed_bytes))
    }
}

fn zone(source: &Evidence) -> Line {
    match &source.timezone {
        Some(zone) => Line::of(&format!("{} ({})", zone.name, zone.basis)),
        None => Line::of("\u{2013}"),
    }
}

/// Every citation in full.
pub(super) fn citations(report: &Report, depth: Depth) -> Vec<Block> {
    let paths: HashMap<EvidenceId, &str> =
        report.evidence.iter().map(|e| (e.id, e.path.as_str())).collect();
    let all: Vec<Block> = report
        .citations
        .iter()
        .map(|c| Block::Citation {
            id: c.id,
            place: Line::of_code(
                paths.get(&c.evidence).copied().unwrap_or(&c.evidence.to_string()),
            )
            .text(&format!(
                ", line {}, bytes {}\u{2013}{}, SHA-256 ",
                number(c.line),
                c.byte_start,
                c.byte_end
            ))
            .code(&c.sha256),
            excerpt: depth.shows(Part::Excerpts).then(|| c.excerpt.clone()),
            beside: (c.before.clone(), c.after.clone()),
        })
        .collect();
    if all.is_empty() {
        return all;
    }
    let summary = format!(
        "{} with {}",
        counted(all.len() as u64, "citation", "citations"),
        if depth.shows(Part::Excerpts) { "place, hash and excerpt" } else { "place and hash" }
    );
    vec![Block::Details { summary, blocks: all }]
}

/// What was assumed, what was redacted, how to check.
pub(super) fn method(report: &Report) -> Vec<Block> {
    let mut blocks = Vec::new();
    if report.redaction.level == Level::Off {
        blocks.push(Block::Note(
            Line::default().strong("UNREDACTED: do not attach this to anything."),
        ));
    }
    let mut items: Vec<Line> =
        report.assumptions.iter().take(60).map(|text| Line::of(&sentence(text))).collect();
    // files whose zone is known for one and the same reason are told in one line
    let mut zones: Vec<((&str, Basis, &str), Vec<String>)> = Vec::new();
    for source in &report.evidence {
        let Some(zone) = source
            .timezone
            .as_ref()
            .filter(|zone| zone.basis != Basis::Stated && !zone.reason.is_empty())
        else {
            continue;
        };
        let key = (zone.name.as_str(), zone.basis, zone.reason.as_str());
        match zones.iter_mut().find(|(known, _)| *known == key) {
            Some((_, paths)) => paths.push(source.path.clone()),
            None => zones.push((key, vec![source.path.clone()])),
        }
    }
    for ((name, basis, reason), paths) in zones.iter().take(40) {
        let line = Line::of("Zone of ")
            .text(&words::names(paths, 0, 6))
            .text(&format!(": {name} ({basis}). "));
        items.push(line.text(&sentence(reason)));
    }
    if let Some(settings) = &report.settings {
        let effects =
            settings.effects.iter().take(60).map(|effect| format!(" {effect}")).collect::<String>();
        items.push(
            Line::of("Settings of ")
                .code(&settings.file)
                .text(" (SHA-256 ")
                .code(&settings.sha256)
                .text(&format!(") were obeyed.{effects}")),
        );
    }
    if report.redaction.level != Level::Off {
        let counts: Vec<String> = report
            .redaction
            .counts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(rule, n)| format!("{} {rule}", number(*n)))
            .collect();
        let done = if counts.is_empty() {
            "nothing had to be replaced".to_owned()
        } else {
            format!("replaced: {}", counts.join(", "))
        };
        items.push(Line::of(&format!(
            "Redaction level {}; {done}. The hashes are of the bytes as found.",
            report.redaction.level
        )));
    }
    items.push(
        Line::of("Every citation can be read again: ")
            .code("backtrail verify REPORT.json --evidence DIR")
            .text(", with DIR as the folder that was analyzed."),
    );
    items.push(Line::of(&format!(
        "Made by {} {}, report schema {}.",
        report.tool.name, report.tool.version, report.schema_version
    )));
    blocks.push(Block::List { ordered: false, items });
    blocks
}
