//! HTML in one file: no script, nothing loaded from anywhere, and a policy that forbids both.

use super::{RenderOptions, Renderer};
use crate::{
    page::{self, Block, Chart, Depth, Line, Page, Section, Span, Table},
    report::Report,
    web::{Markup, fragment, lanes},
};

/// The form.
pub struct Html;

impl Renderer for Html {
    fn id(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "one HTML file with a timeline, for reading and printing"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        let page = page::page(report, &Depth::default());
        write(&page).finish().into_bytes()
    }
}

fn write(page: &Page) -> Markup {
    let mut out = Markup::default();
    out.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    let title: String = page.title.0.iter().map(plain).collect();
    out.line(&title).raw("</title>\n<style>\n").raw(include_str!("../web/style.css")).raw("</style>\n</head>\n<body>\n");
    out.raw("<a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n<div class=\"page\">\n<header>\n<h1>");
    line(&mut out, &page.title);
    out.raw("</h1>\n");
    for section in page.sections.iter().filter(|section| section.title.is_none()) {
        blocks(&mut out, &section.blocks);
    }
    out.raw("</header>\n<nav aria-label=\"Sections\">\n<ol>\n");
    for section in &page.sections {
        if let Some(title) = &section.title {
            out.raw(if section.level > 2 { "<li class=\"l3\"><a" } else { "<li><a" }).attr("href", &format!("#{}", fragment(&section.anchor))).raw(">");
            let words: String = title.0.iter().map(plain).collect();
            out.line(&page::words::clip(&words, 60)).raw("</a></li>\n");
        }
    }
    out.raw("</ol>\n</nav>\n<main>\n");
    for section in &page.sections {
        write_section(&mut out, section);
    }
    out.raw("</main>\n</div>\n</body>\n</html>\n");
    out
}

fn write_section(out: &mut Markup, section: &Section) {
    let Some(title) = &section.title else { return };
    out.raw("<section").attr("id", &fragment(&section.anchor)).raw(if section.level > 2 { ">\n<h3>" } else { ">\n<h2>" });
    line(out, title);
    out.raw(if section.level > 2 { "</h3>\n" } else { "</h2>\n" });
    blocks(out, &section.blocks);
    out.raw("</section>\n");
}

fn plain(span: &Span) -> String {
    match span {
        Span::Text(t) | Span::Strong(t) | Span::Faint(t) | Span::Code(t) | Span::Link { text: t, .. } => t.clone(),
        Span::Cite(_) | Span::Human { .. } => String::new(),
    }
}

fn line(out: &mut Markup, line: &Line) {
    for span in &line.0 {
        match span {
            Span::Text(text) => out.line(text),
            Span::Strong(text) => out.raw("<strong>").line(text).raw("</strong>"),
            Span::Faint(text) => out.raw("<span class=\"faint\">").line(text).raw("</span>"),
            Span::Code(text) => out.raw("<code>").line(text).raw("</code>"),
            Span::Cite(id) => out.raw("<a class=\"cite\"").attr("href", &format!("#{}", fragment(id))).raw(">").line(id).raw("</a>"),
            Span::Link { to, text } => out.raw("<a").attr("href", &format!("#{}", fragment(to))).raw(">").line(text).raw("</a>"),
            Span::Human { id, what } => {
                out.raw("<span class=\"human\"").attr("data-backtrail-human", id).raw(">[to be filled by a human: ").line(what).raw("]</span>")
            }
        };
    }
}

fn blocks(out: &mut Markup, all: &[Block]) {
    for block in all {
        one(out, block);
    }
}

fn one(out: &mut Markup, block: &Block) {
    match block {
        Block::Verdict { severity, headline, lines } => verdict(out, severity, headline, lines),
        Block::Paragraph(text) => {
            out.raw("<p>");
            line(out, text);
            out.raw("</p>\n");
        }
        Block::Subheading(text) => {
            out.raw("<h4>");
            line(out, text);
            out.raw("</h4>\n");
        }
        Block::List { ordered, items } => {
            out.raw(if *ordered { "<ol>\n" } else { "<ul>\n" });
            for item in items {
                out.raw("<li>");
                line(out, item);
                out.raw("</li>\n");
            }
            out.raw(if *ordered { "</ol>\n" } else { "</ul>\n" });
        }
        Block::Table(rows) => table(out, rows),
        Block::Code { text, .. } => {
            out.raw("<pre><code>").text(text).raw("</code></pre>\n");
        }
        Block::Note(text) => {
            out.raw("<p class=\"note\" role=\"note\">");
            line(out, text);
            out.raw("</p>\n");
        }
        // the citations are the targets of all links, so they are never folded away
        Block::Details { blocks: inner, .. } if inner.iter().any(|b| matches!(b, Block::Citation { .. })) => blocks(out, inner),
        Block::Details { summary, blocks: inner } => {
            out.raw("<details><summary>").line(summary).raw("</summary>\n");
            blocks(out, inner);
            out.raw("</details>\n");
        }
        Block::Step { number, text, command, notes } => {
            out.raw("<div class=\"step\"><p><b>Step ").text(&number.to_string()).raw(".</b> ");
            line(out, text);
            out.raw("</p>\n");
            if let Some(command) = command {
                out.raw("<pre><code>").text(command).raw("</code></pre>\n");
            }
            if !notes.is_empty() {
                out.raw("<dl>");
                for (label, note) in notes {
                    out.raw("<dt>").text(label).raw("</dt><dd>");
                    line(out, note);
                    out.raw("</dd>\n");
                }
                out.raw("</dl>");
            }
            out.raw("</div>\n");
        }
        Block::Citation { id, place, excerpt } => {
            out.raw("<div class=\"citation\"").attr("id", &fragment(id)).raw("><p><strong>").line(id).raw("</strong> ");
            line(out, place);
            out.raw("</p>");
            if let Some(excerpt) = excerpt {
                out.raw("<pre>").text(excerpt).raw("</pre>");
            }
            out.raw("</div>\n");
        }
        Block::Chart(chart) => figure(out, chart),
    }
}

fn verdict(out: &mut Markup, severity: &str, headline: &Line, lines: &[(Option<String>, Line)]) {
    let word = if severity == "none" { "no incident" } else { severity };
    out.raw("<div").attr("class", &format!("verdict t-{}", fragment(severity))).raw("><p><span class=\"badge\">").line(word).raw("</span>");
    line(out, headline);
    out.raw("</p>\n");
    if !lines.is_empty() {
        out.raw("<dl>");
        for (label, text) in lines {
            out.raw("<dt>").line(label.as_deref().unwrap_or_default()).raw("</dt><dd>");
            line(out, text);
            out.raw("</dd>\n");
        }
        out.raw("</dl>");
    }
    out.raw("</div>\n");
}

fn table(out: &mut Markup, table: &Table) {
    // what can be scrolled must be reachable by keyboard
    out.raw("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    for column in &table.columns {
        out.raw(if column.number { "<th scope=\"col\" class=\"n\">" } else { "<th scope=\"col\">" }).line(&column.title).raw("</th>");
    }
    out.raw("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.raw("<tr>");
        for (index, cell) in row.iter().enumerate() {
            out.raw(if table.columns.get(index).is_some_and(|c| c.number) { "<td class=\"n\">" } else { "<td>" });
            line(out, cell);
            out.raw("</td>");
        }
        out.raw("</tr>\n");
    }
    out.raw("</tbody></table></div>\n");
}

fn figure(out: &mut Markup, chart: &Chart) {
    let offset = chrono::FixedOffset::east_opt(chart.offset_s).map(|o| o.to_string()).unwrap_or_default();
    out.raw("<figure><figcaption>").line(&chart.title).raw("</figcaption>\n<p class=\"faint\">");
    if chart.offset_s == 0 {
        out.raw("Times in UTC.");
    } else {
        out.raw("Upper scale UTC").text(&offset).raw(", lower scale UTC.");
    }
    out.raw("</p>\n").markup(lanes::svg(chart));
    out.raw("<div class=\"legend\">");
    let has = |role: &str| chart.lanes.iter().flat_map(|lane| &lane.marks).any(|mark| mark.role == role);
    let legend: [(&str, &'static str); 6] = [
        ("precursor", "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><circle class=\"m precursor\" r=\"5\"/></svg> precursor</span>"),
        ("trigger", "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><path class=\"m trigger\" d=\"M-7-8 9 0-7 8z\"/></svg> trigger</span>"),
        (
            "destruction",
            "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><path class=\"m destruction\" d=\"M0-9 9 0 0 9-9 0z\"/></svg> destruction</span>",
        ),
        ("effect", "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><circle class=\"m effect\" r=\"6\"/></svg> effect</span>"),
        ("recovery", "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><path class=\"m recovery\" d=\"M-6-6h12v12h-12z\"/></svg> recovery</span>"),
        ("context", "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><path class=\"m context\" d=\"M-1.5-7h3v14h-3z\"/></svg> context</span>"),
    ];
    for (role, markup) in legend {
        if has(role) {
            out.raw(markup);
        }
    }
    if chart.lanes.iter().any(|lane| lane.tracks.iter().any(|t| t.gap.is_none())) {
        out.raw(
            "<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><rect class=\"seen\" x=\"-9\" y=\"-5\" width=\"18\" height=\"10\"/></svg> covered</span>",
        );
    }
    if chart.lanes.iter().any(|lane| lane.tracks.iter().any(|t| t.gap.is_some())) {
        out.raw("<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><rect class=\"gap\" x=\"-9\" y=\"-5\" width=\"18\" height=\"10\"/></svg> gap</span>");
    }
    if !chart.incidents.is_empty() {
        out.raw("<span><svg viewBox=\"-9 -9 18 18\" aria-hidden=\"true\"><rect class=\"incident\" x=\"-9\" y=\"-8\" width=\"18\" height=\"16\"/></svg> incident</span>");
    }
    out.raw("</div></figure>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::fixture;

    fn text(report: &Report) -> String {
        String::from_utf8(Html.render(report, &RenderOptions::default())).expect("UTF-8")
    }

    /// Every tag with its attributes' names, in order; panics where quotes or brackets do not fit.
    fn tags(html: &str) -> Vec<String> {
        let (before, rest) = html.split_once("<style>").expect("a style");
        let (_, after) = rest.split_once("</style>").expect("its end");
        let mut out = Vec::new();
        let whole = format!("{before}{after}");
        let mut rest = whole.as_str();
        while let Some((text, tail)) = rest.split_once('<') {
            assert!(!text.contains('>'), "stray > in {text:?}");
            let mut tag = String::new();
            let (mut quoted, mut end) = (false, tail.len());
            for (at, c) in tail.char_indices() {
                match c {
                    '"' => quoted = !quoted,
                    '>' if !quoted => {
                        end = at;
                        break;
                    }
                    _ if !quoted => tag.push(c),
                    _ => {}
                }
            }
            out.push(tag);
            rest = tail.get(end + 1..).unwrap_or("");
        }
        out
    }

    #[test]
    fn hostile_text_adds_no_tag_and_no_attribute() {
        let harmless = tags(&text(&fixture::hostile("word")));
        for nasty in fixture::NASTY.iter().filter(|nasty| !nasty.trim().is_empty()) {
            let strip = |tags: &[String]| tags.iter().filter(|t| !t.contains("code")).cloned().collect::<Vec<_>>();
            assert_eq!(strip(&tags(&text(&fixture::hostile(nasty)))), strip(&harmless), "{nasty:?}");
        }
    }

    #[test]
    fn nothing_is_loaded_and_every_link_has_its_target() {
        for report in [fixture::wiped(), fixture::quiet(), fixture::two()] {
            let said = text(&report);
            assert!(!said.contains("src=") && !said.contains("<script") && !said.contains("url(") && !said.contains("@import"));
            for link in said.split("href=\"#").skip(1) {
                let to = link.split('"').next().expect("an end");
                assert!(said.contains(&format!("id=\"{to}\"")), "#{to}");
            }
        }
    }

    #[test]
    fn the_timeline_shows_lanes_marks_and_both_zones() {
        let said = text(&fixture::wiped());
        assert!(said.contains("class=\"m destruction\"") && said.contains("class=\"m trigger\"") && said.contains("class=\"tick utc\""));
        assert!(said.contains("class=\"gap\"") && said.contains("class=\"incident\""));
    }
}
