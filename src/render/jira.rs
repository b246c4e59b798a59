//! A comment in Jira's wiki markup.

use crate::{
    render::{
        contract::{Profile, RenderOptions, Renderer, Whole},
        markdown::LEFT_OUT,
        page::{
            block::{Block, Line, Page, Span, Table},
            fit::fitted,
            outline::word,
        },
    },
    report::v1::Report,
    text::escape::trackers::{jira, jira_block, jira_code},
};

/// The form.
pub(crate) struct Jira;

impl Renderer for Jira {
    fn id(&self) -> &'static str {
        Profile::Jira.id()
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn render(&self, report: &Report, options: &RenderOptions) -> Vec<u8> {
        let write = |page: &Page| write(page, options.whole.as_ref());
        fitted(report, Profile::Jira.budget(), write).into_bytes()
    }
}

fn write(page: &Page, whole: Option<&Whole>) -> String {
    let mut out = format!("h1. {}\n\n", line(&page.title));
    for section in &page.sections {
        if let Some(title) = &section.title {
            out.push_str(&format!("h{}. {}\n\n", section.level, line(title)));
        }
        section.blocks.iter().for_each(|one| block(&mut out, one, section.level));
    }
    if !page.left_out.is_empty() {
        out.push_str(&format!("{LEFT_OUT}{}. ", page.left_out.join(", ")));
    }
    out.push_str(&match whole {
        Some(Whole::Url(url)) => format!("The whole report: [{url}]\n"),
        Some(Whole::File(name)) => format!("The whole report: {}\n", jira_code(name)),
        None => "The whole report has more.\n".to_owned(),
    });
    out
}

fn line(line: &Line) -> String {
    let spans = line.0.iter().map(|span| match span {
        Span::Text(text) | Span::Faint(text) | Span::Link { text, .. } => jira(text),
        Span::Strong(text) => bold(text),
        Span::Code(text) => jira_code(text),
        Span::Cite(id) => format!("({id})"),
        Span::Human { what, .. } => format!("_to be filled by a human: {}_", jira(what)),
    });
    spans.collect::<String>().trim().to_owned()
}

/// Words that matter, with their outer blanks outside, where the markup wants them.
fn bold(text: &str) -> String {
    let core = text.trim();
    let after = if text.ends_with(' ') { " " } else { "" };
    if core.is_empty() { after.to_owned() } else { format!("*{}*{after}", jira(core)) }
}

fn block(out: &mut String, block_: &Block, level: u8) {
    match block_ {
        Block::Verdict { severity, claim, headline, lines, .. } => {
            out.push_str(&format!("*{}:* {}\n", word(*severity, *claim), line(headline)));
            for (label, text) in lines {
                let label = label.map(|l| format!("*{l}:* ")).unwrap_or_default();
                out.push_str(&format!("* {label}{}\n", line(text)));
            }
        }
        Block::Paragraph(text) | Block::Note(text) => out.push_str(&format!("{}\n", line(text))),
        Block::Subheading(text) => {
            out.push_str(&format!("h{}. {}\n", level.saturating_add(1), line(text)));
        }
        Block::List { ordered, items } => {
            let mark = if *ordered { "#" } else { "*" };
            items.iter().for_each(|item| out.push_str(&format!("{mark} {}\n", line(item))));
        }
        Block::Table(rows) => table(out, rows),
        Block::Code { text, .. } => out.push_str(&jira_block(text)),
        Block::Details { summary, blocks } => {
            out.push_str(&format!("{}\n\n", bold(summary)));
            blocks.iter().for_each(|inner| block(out, inner, level));
        }
        Block::Step { number, text, command, notes } => {
            out.push_str(&format!("*Step {number}.* {}\n", line(text)));
            out.push_str(&command.as_deref().map(jira_block).unwrap_or_default());
            for (label, note) in notes {
                out.push_str(&format!("* _{label}:_ {}\n", line(note)));
            }
        }
        Block::Citation { id, place, excerpt, .. } => {
            out.push_str(&format!("*{id}* {}\n", line(place)));
            out.push_str(&excerpt.as_deref().map(jira_block).unwrap_or_default());
        }
        Block::Shares { .. } | Block::Chart(_) => return,
    }
    out.push('\n');
}

fn table(out: &mut String, table: &Table) {
    let titles: Vec<String> = table.columns.iter().map(|c| jira(&c.title)).collect();
    out.push_str(&format!("||{}||\n", titles.join("||")));
    for row in &table.rows {
        // a cell without anything in it would be a heading's bar
        let cells: Vec<String> = row.iter().map(|cell| format!(" {} ", line(cell))).collect();
        out.push_str(&format!("|{}|\n", cells.join("|")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    fn text(report: &Report) -> String {
        String::from_utf8(Jira.render(report, &RenderOptions::default())).expect("UTF-8")
    }

    /// What of a text Jira would act on, outside of blocks.
    fn acts(text: &str) -> String {
        let mut open = false;
        let kept = text.lines().filter(|line| {
            let is_mark = *line == "{noformat}";
            open ^= is_mark;
            !open && !is_mark
        });
        kept.collect::<Vec<_>>().join("\n").replace("{{", "").replace("}}", "")
    }

    #[test]
    fn hostile_text_is_no_markup_of_jira() {
        for nasty in fixture::NASTY.iter().chain(&[
            "{code}",
            "{noformat}\n[~admin]",
            "{NOFORMAT}{panel}",
            "[~admin]",
            "[x|https://evil.example]",
            "!x.png!",
            "h1. x",
            "OPS-12",
        ]) {
            let said = acts(&text(&fixture::hostile(nasty)));
            for sign in ["{", "}", "[", "]", "!", "://", "OPS-1", "@", "\nh1. x"] {
                assert!(!said.contains(sign), "{nasty:?} {sign:?}: {said}");
            }
        }
    }

    #[test]
    fn a_comment_is_short_and_says_where_the_whole_is() {
        for report in [fixture::wiped(), fixture::quiet(), fixture::two()] {
            let url = Whole::url("https://ci.example/1").expect("an address");
            let options = RenderOptions { whole: Some(url), ..RenderOptions::default() };
            let said = String::from_utf8(Jira.render(&report, &options)).expect("UTF-8");
            assert!(said.len() <= 6_000 && said.ends_with("report: [https://ci.example/1]\n"));
        }
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("jira-wiped", text(&fixture::wiped()));
        });
    }
}
