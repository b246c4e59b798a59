//! What did it, what set it off, what else was considered, and what led up to it.

use crate::{
    case::trigger::TriggerKind,
    render::page::{
        block::{Block, Line, Table},
        depth::{Depth, Part},
        words,
    },
    report::{
        id::CitationId,
        v1::{ExcludedTrigger, Incident, Reason, Trigger},
    },
    text::number::counted,
    verdict::mechanism::Mechanism,
};

/// Mechanism, trigger and alternatives.
pub(super) fn blocks(incident: &Incident, depth: Depth) -> Vec<Block> {
    let mut blocks = mechanism(incident, depth);
    blocks.extend(triggers(incident));
    if depth.shows(Part::Excluded) && !incident.excluded_triggers.is_empty() {
        blocks.push(Block::Subheading(Line::of("Considered and ruled out")));
        blocks.extend(excluded(incident));
    }
    if !incident.would_decide.is_empty() {
        blocks.push(Block::Subheading(Line::of("What would decide")));
        blocks.push(Block::List {
            ordered: false,
            items: incident.would_decide.iter().take(12).map(|text| Line::of(text)).collect(),
        });
    }
    blocks
}

/// What could have done it, one row for each reason; what could not is counted.
fn excluded(incident: &Incident) -> Vec<Block> {
    const MOST: usize = 60;
    let words_of = |other: &ExcludedTrigger| {
        other.reasons.iter().map(|r| r.text.as_str()).collect::<Vec<_>>().join("; ")
    };
    let mut groups: Vec<(String, Vec<&ExcludedTrigger>)> = Vec::new();
    let (able, unable): (Vec<&ExcludedTrigger>, Vec<_>) =
        incident.excluded_triggers.iter().partition(|other| other.able);
    for &other in able.iter().take(MOST) {
        let why = words_of(other);
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, group)) => group.push(other),
            None => groups.push((why, vec![other])),
        }
    }
    let mut table = Table::new(&["What else ran or was open", "Kind", "Why it is ruled out"]);
    for (why, group) in groups.iter().take(20) {
        for other in group.iter().take(10) {
            let mut cites: Vec<CitationId> = Vec::new();
            for id in other.reasons.iter().flat_map(|r| &r.citations) {
                if !cites.contains(id) && cites.len() < 4 {
                    cites.push(*id);
                }
            }
            let what = other.command.as_deref().map_or_else(
                || Line::of("\u{2013}"),
                |command| Line::of_code(&words::clip(command, 160)),
            );
            table.row([
                what.cites(&cites),
                Line::of(other.kind.words()),
                Line::of(&words::clip(why, 400)),
            ]);
        }
        let rest = group.len().saturating_sub(10);
        if rest > 0 {
            table.row([
                Line::default().faint(&format!("{rest} more")),
                Line::default(),
                Line::of(&words::clip(why, 400)),
            ]);
        }
    }
    let mut blocks = Vec::new();
    if !able.is_empty() {
        blocks.push(Block::Table(table));
    }
    if !unable.is_empty() {
        let all = counted(unable.len() as u64, "command or job", "commands or jobs");
        let also = if able.is_empty() { "" } else { " more" };
        blocks.push(Block::Paragraph(Line::of(&format!(
            "{all}{also} near that time cannot destroy data (navigation, status, logs); the JSON report lists them."
        ))));
    }
    let rest = able.len().saturating_sub(MOST);
    if rest > 0 {
        blocks.push(Block::Paragraph(
            Line::default().faint(&format!("{rest} more are in the JSON report.")),
        ));
    }
    if incident.triggers_not_weighed > 0 {
        blocks.push(Block::Paragraph(Line::default().faint(&format!(
            "{} further commands or jobs were not examined; nearer ones of the same kind were.",
            incident.triggers_not_weighed
        ))));
    }
    blocks
}

fn mechanism(incident: &Incident, depth: Depth) -> Vec<Block> {
    let mechanism = &incident.mechanism;
    let mut blocks = vec![Block::Subheading(Line::of("Mechanism: how it was done"))];
    if mechanism.id == Mechanism::Unknown {
        blocks.push(Block::Paragraph(Line::of(
            "Which command or procedure did it is not in this evidence.",
        )));
    } else {
        let profile = mechanism.id.profile();
        let mut line = Line::of(&sentence_start(profile.phrase));
        if let Some(command) = mechanism
            .command
            .as_deref()
            .filter(|c| !profile.phrase.contains(*c) && profile.command != Some(*c))
        {
            line = line.text(", as ").code(command);
        }
        if let Some(version) = &mechanism.version {
            line = line.text(&format!(" ({version})"));
        }
        blocks.push(Block::Paragraph(
            line.text(". Likelihood: ").strong(&words::likelihood(mechanism.likelihood)).text("."),
        ));
    }
    blocks.extend(reasons(&mechanism.reasons));
    // what nothing in the evidence suggested needs no rebuttal
    let (near, far): (Vec<_>, Vec<_>) =
        mechanism.excluded.iter().partition(|other| !other.citations.is_empty());
    if depth.shows(Part::Excluded) && !near.is_empty() {
        let rest = match far.len() {
            0 => String::new(),
            n => format!(" ({n} more left no trace)"),
        };
        blocks.push(Block::Paragraph(Line::of(&format!("Other mechanisms do not fit{rest}:"))));
        blocks.push(Block::List {
            ordered: false,
            items: near
                .iter()
                .take(6)
                .map(|other| {
                    Line::of(other.id.profile().phrase)
                        .text(": ")
                        .text(&words::clip(&other.text, 400))
                        .cites(&other.citations)
                })
                .collect(),
        });
    }
    blocks
}

/// A capital first, unless the text begins with code.
fn sentence_start(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn triggers(incident: &Incident) -> Vec<Block> {
    let mut blocks = vec![Block::Subheading(Line::of("Trigger: what set it off"))];
    let known: Vec<&Trigger> =
        incident.triggers.iter().filter(|t| t.kind != TriggerKind::Unknown).collect();
    if known.is_empty() {
        blocks.push(Block::Paragraph(Line::of("Who or what started it is not in this evidence.")));
        for trigger in incident.triggers.iter().take(1) {
            blocks.extend(reasons(&trigger.reasons));
        }
        return blocks;
    }
    for (index, trigger) in known.iter().take(5).enumerate() {
        let mut line = Line::default();
        if known.len() > 1 {
            line = line.text(if index == 0 { "Most likely: " } else { "Alternative: " });
        }
        let words = trigger.kind.words();
        line = line.strong(&if known.len() > 1 { words.to_owned() } else { sentence_start(words) });
        if let Some(actor) = &trigger.actor {
            line = line.text(", account ").code(actor);
        }
        if let Some(host) = &trigger.host {
            line = line.text(&format!(" {} ", trigger.kind.before_host())).code(host);
        }
        if let Some(at) = &trigger.started_at {
            line = line.text(&format!(", {}", words::when_both(at)));
        }
        blocks.push(Block::Paragraph(
            line.text(". Likelihood: ").strong(&words::likelihood(trigger.likelihood)).text("."),
        ));
        if let Some(command) = &trigger.command {
            blocks.push(Block::Code { language: "sh", text: words::clip(command, 2000) });
        }
        blocks.extend(reasons(&trigger.reasons));
    }
    blocks
}

/// Reasons for, then reasons against.
fn reasons(all: &[Reason]) -> Vec<Block> {
    let items: Vec<Line> = all
        .iter()
        .filter(|r| r.in_favour)
        .chain(all.iter().filter(|r| !r.in_favour))
        .take(20)
        .map(|r| {
            let side = if r.in_favour { "for: " } else { "against: " };
            Line::default().faint(side).text(&words::clip(&r.text, 500)).cites(&r.citations)
        })
        .collect();
    if items.is_empty() { Vec::new() } else { vec![Block::List { ordered: false, items }] }
}
