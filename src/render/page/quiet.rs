//! What a report without incidents says first.

use crate::{
    render::page::block::{Block, Line},
    report::{terms::Claim, v1::Report},
    text::number::counted,
};

/// That nothing was found, in how much, and what that rests on.
pub(crate) fn blocks(report: &Report) -> Vec<Block> {
    let entries: u64 = report.evidence.iter().fold(0, |sum, e| sum.saturating_add(e.entries));
    let read = format!(
        "{} ({})",
        counted(report.evidence.len() as u64, "file", "files"),
        counted(entries, "entry", "entries")
    );
    let is_told = report.verdict.claim == Claim::NoLoss;
    let mut line = Line::of(&if is_told {
        format!("In {read} nothing shows an unwanted loss of tables or rows.")
    } else {
        format!(
            "Whether tables or rows were lost is not shown by {read}: the lines above say what is \
             missing."
        )
    });
    if !report.findings.is_empty() {
        line = line.text(&format!(
            " {} found{}",
            if report.findings.len() == 1 {
                "1 destructive operation was".to_owned()
            } else {
                format!("{} destructive operations were", report.findings.len())
            },
            if is_told {
                " and judged to be housekeeping, refused or rolled back; the table says why for each."
            } else {
                "; the table says what is known of each."
            }
        ));
    }
    let mut blocks = vec![Block::Paragraph(line)];
    if report.coverage.iter().any(|q| !q.answered) {
        blocks.push(Block::Note(
            Line::of("The evidence does not cover everything: see ")
                .link("coverage", "Coverage and gaps")
                .text("."),
        ));
    }
    blocks
}
