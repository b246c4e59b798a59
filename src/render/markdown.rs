//! Markdown for forges, tickets and editors (CommonMark with GitHub's tables and `<details>`).

use std::collections::BTreeSet;

use chrono::Offset as _;

use crate::{
    case::severity::Severity,
    render::{
        contract::{Profile, RenderOptions, Renderer, Whole},
        page::{
            block::{Block, Line, Page, Span, Table},
            charts::{Chart, Mark},
            fit::fitted,
            outline::word,
        },
    },
    report::{
        terms::{Claim, Role},
        v1::Report,
    },
    text::escape,
};

/// The form.
pub(crate) struct Markdown;

/// What the last line of a shorter form begins with.
pub(crate) const LEFT_OUT: &str = "Left out to keep within the limit of this place: ";

impl Renderer for Markdown {
    fn id(&self) -> &'static str {
        "md"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn render(&self, report: &Report, options: &RenderOptions) -> Vec<u8> {
        let profile = options.profile;
        let budget = profile.budget();
        fitted(report, budget, |page| write(page, profile, options.whole.as_ref())).into_bytes()
    }
}

fn write(page: &Page, profile: Profile, whole: Option<&Whole>) -> String {
    let alerts = matches!(profile, Profile::GithubComment | Profile::StepSummary);
    let mut out = Writer { out: String::new(), alerts, level: 1, anchors: page.anchors() };
    let title = out.said(&page.title, false);
    out.push(&format!("# {title}"));
    for section in &page.sections {
        out.level = section.level;
        if let Some(title) = &section.title {
            out.out.push_str(&format!("<a id=\"{}\"></a>\n\n", escape::html(&section.anchor)));
            let title = out.said(title, false);
            out.push(&format!("{} {title}", "#".repeat(section.level.into())));
        }
        for block in &section.blocks {
            out.block(block);
        }
    }
    let there = whole.filter(|_| profile != Profile::Full).map(|whole| match whole {
        Whole::Url(url) => format!("[The whole report](<{url}>)."),
        Whole::File(name) => format!("The whole report is {}.", escape::md_code_span(name)),
    });
    if !page.left_out.is_empty() || there.is_some() {
        out.out.push_str("---\n\n");
    }
    if !page.left_out.is_empty() {
        out.out.push_str(&format!("{LEFT_OUT}{}. ", page.left_out.join(", ")));
        out.out.push_str(if there.is_some() { "" } else { "The full report has it." });
    }
    out.out.push_str(&there.unwrap_or_default());
    let end = out.out.trim_end().len();
    out.out.truncate(end);
    out.out.push('\n');
    out.out
}

struct Writer {
    out: String,
    /// Alerts such as `> [!CAUTION]`.
    alerts: bool,
    /// The level of the heading above.
    level: u8,
    /// What can be linked to.
    anchors: BTreeSet<String>,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Verdict { severity, claim, headline, lines, .. } => {
                self.verdict(*severity, *claim, headline, lines);
            }
            Block::Paragraph(line) => self.push(&self.said(line, false)),
            Block::Subheading(line) => self.push(&format!(
                "{} {}",
                "#".repeat(usize::from(self.level).saturating_add(1)),
                self.said(line, false)
            )),
            Block::List { ordered, items } => {
                for (index, item) in items.iter().enumerate() {
                    let marker = if *ordered {
                        format!("{}.", index.saturating_add(1))
                    } else {
                        "-".to_owned()
                    };
                    self.out.push_str(&format!("{marker} {}\n", self.said(item, false)));
                }
                self.out.push('\n');
            }
            Block::Table(table) => self.table(table),
            Block::Code { language, text } => {
                self.out.push_str(&escape::md_block(text, language));
                self.out.push('\n');
            }
            Block::Note(line) => {
                let mark = if self.alerts { "> [!IMPORTANT]\n" } else { "" };
                self.push(&format!("{mark}> {}", self.said(line, false)));
            }
            Block::Details { summary, blocks } => {
                self.push(&format!(
                    "<details>\n<summary>{}</summary>",
                    escape::html_in_md(summary)
                ));
                for inner in blocks {
                    self.block(inner);
                }
                self.push("</details>");
            }
            Block::Step { number, text, command, notes } => {
                self.push(&format!("**Step {number}.** {}", self.said(text, false)));
                if let Some(command) = command {
                    self.out.push_str(&escape::md_block(command, "sh"));
                    self.out.push('\n');
                }
                for (label, line) in notes {
                    self.out.push_str(&format!("- *{label}:* {}\n", self.said(line, false)));
                }
                if !notes.is_empty() {
                    self.out.push('\n');
                }
            }
            Block::Shares { .. } => {}
            Block::Citation { id, place, excerpt, .. } => {
                let anchor = format!("<a id=\"{}\"></a>", id.to_string().to_lowercase());
                self.push(&format!("{anchor}**{}** {}", id, self.said(place, false)));
                if let Some(excerpt) = excerpt {
                    self.out.push_str(&escape::md_block(excerpt, "text"));
                    self.out.push('\n');
                }
            }
            Block::Chart(chart) => {
                if chart.close_up {
                    let text = gantt(chart);
                    self.out.push_str(&text);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    fn verdict(
        &mut self,
        severity: Option<Severity>,
        claim: Claim,
        headline: &Line,
        lines: &[(Option<&'static str>, Line)],
    ) {
        if self.alerts {
            let alert = match severity {
                Some(Severity::Critical | Severity::High) => "CAUTION",
                Some(Severity::Medium) => "WARNING",
                Some(Severity::Low | Severity::Info) | None => "NOTE",
            };
            self.out.push_str(&format!("> [!{alert}]\n"));
        }
        let word = word(severity, claim);
        self.out.push_str(&format!("> **{word}:** {}\n", self.said(headline, false)));
        if !lines.is_empty() {
            self.out.push_str(">\n");
        }
        for (label, line) in lines {
            let label = label
                .map(|label| format!("{} ", around("**", &format!("{}:", plain(label)))))
                .unwrap_or_default();
            self.out.push_str(&format!("> - {label}{}\n", self.said(line, false)));
        }
        self.out.push('\n');
    }

    fn table(&mut self, table: &Table) {
        let titles: Vec<String> = table.columns.iter().map(|c| escape::md_cell(&c.title)).collect();
        let rule: Vec<&str> =
            table.columns.iter().map(|c| if c.number { "---:" } else { "---" }).collect();
        self.out.push_str(&format!("| {} |\n| {} |\n", titles.join(" | "), rule.join(" | ")));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|line| self.said(line, true)).collect();
            self.out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        self.out.push('\n');
    }

    /// A line, or a cell of a table.
    fn said(&self, line: &Line, cell: bool) -> String {
        let mut out = String::new();
        for span in &line.0 {
            let piece = self.written(span, cell, out.is_empty());
            // two code spans that touch would be read as one
            if out.ends_with('`') && piece.starts_with('`') {
                out.push(' ');
            }
            out.push_str(&piece);
        }
        let out = out.trim();
        if out.is_empty() && cell { String::new() } else { out.to_owned() }
    }

    fn written(&self, span: &Span, cell: bool, first: bool) -> String {
        let inline = |text: &str| match (cell, first) {
            (true, true) => escape::md_cell(text),
            (true, false) => escape::md_cell_within(text),
            (false, true) => escape::md_inline(text),
            (false, false) => escape::md_inline_within(text),
        };
        match span {
            Span::Text(text) => inline(text),
            Span::Strong(text) => around("**", &inline(text)),
            Span::Faint(text) => around("*", &inline(text)),
            Span::Code(text) if cell => escape::md_cell_code(text),
            Span::Code(text) => escape::md_code_span(text),
            Span::Cite(id) => self.linked(&id.to_string(), &id.to_string().to_lowercase()),
            Span::Link { to, text } => self.linked(&inline(text), &plain(to)),
            Span::Human { id, what } => {
                format!("<!-- backtrail:human id={id} --> _[to be filled by a human: {what}]_")
            }
        }
    }

    /// A link to what the page has; else its words alone.
    fn linked(&self, text: &str, to: &str) -> String {
        if self.anchors.contains(to) { format!("[{text}](#{to})") } else { text.to_owned() }
    }
}

/// Ids, anchors and labels: letters, digits and little else.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')).collect()
}

/// Emphasis around text, with its outer spaces outside, where Markdown wants them.
fn around(mark: &str, text: &str) -> String {
    let core = text.trim();
    if core.is_empty() {
        return text.to_owned();
    }
    let before = if text.starts_with(' ') { " " } else { "" };
    let after = if text.ends_with(' ') { " " } else { "" };
    format!("{before}{mark}{core}{mark}{after}")
}

/// Most characters of a diagram: some forges draw none that is longer.
const MOST_MERMAID: usize = 1900;

/// The chart as a Mermaid gantt of milestones, the most telling first where not all fit.
fn gantt(chart: &Chart) -> String {
    let mut marks: Vec<(&str, &Mark)> = chart
        .lanes
        .iter()
        .flat_map(|lane| lane.marks.iter().map(move |mark| (lane.label.as_str(), mark)))
        .collect();
    let rank = |role| match role {
        Role::Trigger => 0,
        Role::Destruction => 1,
        Role::Effect => 2,
        Role::Recovery => 3,
        Role::Precursor => 4,
        Role::Context => 5,
    };
    marks.sort_by_key(|(_, mark)| (rank(mark.role), mark.at));
    let offset = chrono::FixedOffset::east_opt(chart.offset_s).unwrap_or_else(|| chrono::Utc.fix());
    let head = format!(
        "gantt\n    title {}\n    dateFormat YYYY-MM-DDTHH:mm:ss\n    axisFormat %H:%M:%S\n",
        escape::mermaid(&format!(
            "{} at UTC{offset}",
            chart.title.split(':').next().unwrap_or_default()
        ))
    );
    // wall-clock times: a diagram would show instants in the zone of whoever looks at it
    let wall = |at: i64| {
        crate::time::utc(at.saturating_mul(crate::time::SECOND))
            .with_timezone(&offset)
            .format("%Y-%m-%dT%H:%M:%S")
            .to_string()
    };
    let mut kept: Vec<(&str, &Mark, String)> = Vec::new();
    let mut length = head.len();
    for (label, mark) in marks {
        let tag = match mark.role {
            Role::Destruction => "crit, milestone",
            Role::Trigger => "active, milestone",
            _ => "milestone",
        };
        let text: String = crate::render::page::words::clip_words(&mark.text.replace('`', ""), 56);
        let line = format!("    {} :{tag}, {}, 0s\n", escape::mermaid(&text), wall(mark.at));
        let section = format!("    section {}\n", escape::mermaid(label));
        if length.saturating_add(line.len()).saturating_add(section.len()) > MOST_MERMAID
            || kept.len() >= 16
        {
            break;
        }
        length = length.saturating_add(line.len()).saturating_add(section.len());
        kept.push((label, mark, line));
    }
    if kept.len() < 2 {
        return String::new();
    }
    kept.sort_by_key(|(label, mark, _)| (*label, mark.at));
    let mut out = format!("```mermaid\n{head}");
    let mut before = None;
    for (label, _, line) in &kept {
        if before != Some(*label) {
            out.push_str(&format!("    section {}\n", escape::mermaid(label)));
            before = Some(*label);
        }
        out.push_str(line);
    }
    out.push_str("```\n\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        render::{by_id, page::fixture},
        report::id::CitationId,
    };
    use pulldown_cmark::{Event, Options, Parser, Tag};

    fn text(report: &Report, profile: Profile) -> String {
        String::from_utf8(
            Markdown.render(report, &RenderOptions { profile, ..RenderOptions::default() }),
        )
        .expect("UTF-8")
    }

    fn snapshot(name: &str, text: &str) {
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, text);
        });
    }

    #[test]
    fn a_wipe_reads_as_a_root_cause_analysis() {
        snapshot("markdown-wiped", &text(&fixture::wiped(), Profile::Full));
    }

    #[test]
    fn a_quiet_report_says_that_it_found_no_incident() {
        snapshot("markdown-quiet", &text(&fixture::quiet(), Profile::Full));
    }

    #[test]
    fn two_incidents_have_a_section_each() {
        let text = text(&fixture::two(), Profile::Full);
        assert!(text.contains("## I1: ") && text.contains("## I2: "), "{text}");
    }

    #[test]
    fn a_link_goes_to_what_is_shown_and_what_is_left_out_was_there() {
        for (report, incidents) in [(fixture::wiped(), 1), (fixture::two(), 2)] {
            for profile in [Profile::Full, Profile::GithubComment, Profile::StepSummary] {
                let text = text(&report, profile);
                let links = text.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
                for to in links {
                    assert!(text.contains(&format!("id=\"{to}\"")), "{profile:?}: {to}");
                }
                let cut = text.rsplit(LEFT_OUT).next().filter(|_| text.contains(LEFT_OUT));
                let names_incidents = cut.is_some_and(|cut| cut.contains("incidents beyond"));
                assert!(!names_incidents || incidents > 5, "{profile:?}: {cut:?}");
            }
        }
        let full = text(&fixture::wiped(), Profile::Full);
        assert!(full.contains("](#c1)") && full.contains("](#recovery)"), "{full}");
    }

    /// The kinds of nodes, in order, without what they say.
    fn shape(text: &str) -> Vec<String> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM;
        Parser::new_ext(text, options)
            .filter_map(|event| match event {
                Event::Text(_) | Event::Code(_) => None,
                Event::Start(Tag::Heading { level, .. }) => Some(format!("heading {level}")),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    Some(format!("link {}", dest_url.starts_with('#')))
                }
                Event::Start(tag) => {
                    Some(format!("{tag:?}").chars().take_while(|c| c.is_alphanumeric()).collect())
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    Some(format!("html {}", html.trim()))
                }
                Event::End(_) => None,
                other => Some(format!("{other:?}")),
            })
            .filter(|node| !node.starts_with("html </") && node != "Emphasis" && node != "Strong")
            .collect()
    }

    #[test]
    fn hostile_text_adds_no_node_of_its_own() {
        let harmless = shape(&text(&fixture::hostile("word"), Profile::Full));
        for nasty in fixture::NASTY.iter().filter(|nasty| !nasty.trim().is_empty()) {
            let said = text(&fixture::hostile(nasty), Profile::Full);
            let got = shape(&said);
            // the chart's number of lines depends on their length, its node does not
            assert_eq!(got, harmless, "{nasty:?}\n{said}");
        }
    }

    #[test]
    fn every_profile_keeps_its_limit_and_says_what_it_left_out() {
        let mut report = fixture::hostile(&"word `code` ".repeat(40));
        for n in 0..3000 {
            let mut citation = report.citations.first().cloned().expect("a citation");
            citation.id = CitationId::of(n);
            report.citations.push(citation);
        }
        for profile in Profile::ALL.iter().filter(|place| by_id(place.id()).is_none()) {
            let said = text(&report, *profile);
            let Some(budget) = profile.budget() else { continue };
            assert!(said.len() <= budget, "{profile:?} {}", said.len());
            assert_eq!(said.matches("<details>").count(), said.matches("</details>").count());
            assert_eq!(said.lines().filter(|l| l.starts_with("```")).count() % 2, 0);
            assert!(said.contains("Left out"), "{profile:?}");
        }
    }

    #[test]
    fn each_claim_links_to_a_citation_that_is_there() {
        let said = text(&fixture::wiped(), Profile::Full);
        for n in 1..=6 {
            assert!(
                said.contains(&format!("<a id=\"c{n}\"></a>"))
                    && said.contains(&format!("](#c{n})")),
                "C{n}"
            );
        }
    }
}
