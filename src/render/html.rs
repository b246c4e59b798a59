//! HTML in one file: no script, nothing loaded from anywhere, and a policy that forbids both.

mod lanes;
mod markup;
mod scale;

use std::collections::{BTreeMap, HashMap};

use crate::{
    render::{
        contract::{RenderOptions, Renderer},
        html::markup::{Markup, fragment},
        page::{
            self,
            block::{Block, Fate, Line, Page, Section, Share, Span, Table},
            charts::{Chart, Mark},
            depth::Depth,
            words,
        },
    },
    report::{id::CitationId, terms::Role, v1::Report},
    text::number::{counted, number},
};

/// The form.
pub(crate) struct Html;

impl Renderer for Html {
    fn id(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        let page = page::outline::page(report, Depth::default());
        write(&page).finish().into_bytes()
    }
}

/// Sections that cite a place, by its id.
type CitedIn = HashMap<CitationId, Vec<(String, String)>>;

/// Where blocks stand.
#[derive(Clone, Copy)]
struct Room<'a> {
    /// Who cites what, for citations.
    cited: Option<&'a CitedIn>,
    /// The level of the section's heading.
    level: u8,
}

fn write(page: &Page) -> Markup {
    let mut out = Markup::default();
    out.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    out.attr("content", &markup::policy());
    out.raw(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    let title: String = page.title.0.iter().map(plain).collect();
    // the hash in the policy is of exactly what stands between the tags
    out.line(&title).raw("</title>\n<style>").raw(markup::STYLE).raw("</style>\n</head>\n<body>\n");
    out.raw("<a class=\"skip\" href=\"#content\">Skip to the report</a>\n<div class=\"page\">\n<header>\n<h1>");
    line(&mut out, &page.title);
    out.raw("</h1>\n");
    for section in page.sections.iter().filter(|section| section.title.is_none()) {
        blocks(&mut out, &section.blocks, Room { cited: None, level: 2 });
    }
    glance(&mut out, page);
    out.raw("</header>\n<nav aria-label=\"Sections\">\n<ol>\n");
    for section in &page.sections {
        if let Some(title) = &section.title {
            out.raw(if section.level > 2 { "<li class=\"l3\"><a" } else { "<li><a" })
                .attr("href", &format!("#{}", fragment(&section.anchor)))
                .raw(">");
            let words: String = title.0.iter().map(plain).collect();
            out.line(&page::words::clip(&words, 60)).raw("</a></li>\n");
        }
    }
    out.raw("</ol>\n</nav>\n<main id=\"content\" tabindex=\"-1\">\n");
    let cited = cited_in(page);
    for section in &page.sections {
        write_section(&mut out, section, &cited);
    }
    out.raw("</main>\n</div>\n</body>\n</html>\n");
    out
}

/// All charts, before anything that has to be read; the first open, so that an incident is seen
/// before its surroundings.
fn glance(out: &mut Markup, page: &Page) {
    let charts: Vec<&Chart> = page
        .sections
        .iter()
        .flat_map(|s| &s.blocks)
        .filter_map(|b| if let Block::Chart(chart) = b { Some(chart) } else { None })
        .collect();
    if charts.is_empty() {
        return;
    }
    out.raw("<section id=\"glance\" aria-label=\"At a glance\">\n");
    let has_course = course(out, &charts);
    for chart in charts {
        // a chart of what the course tells is there on demand
        out.raw(if has_course { "<details><summary>" } else { "<details open><summary>" })
            .line(&chart.title)
            .raw("</summary>\n");
        figure(out, chart);
        out.raw("</details>\n");
    }
    out.raw("</section>\n");
}

/// The timeline at a glance: each mark with its words, one below the other, so that it fits any
/// width. Whether there is one.
fn course(out: &mut Markup, charts: &[&Chart]) -> bool {
    const MOST: usize = 14;
    let marks = charts.iter().flat_map(|chart| {
        chart.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| (mark.number, (mark, *chart)))
    });
    let all: BTreeMap<usize, (&Mark, &Chart)> =
        marks.filter(|(_, (mark, _))| mark.role != Role::Context).collect();
    if all.len() < 2 {
        return false;
    }
    out.raw("<ol class=\"course\">\n");
    let mut day = String::new();
    for (number, (mark, chart)) in all.iter().take(MOST) {
        let when = words::when(&lanes::clock(mark.at, chart.offset_s));
        let mut parts = when.splitn(3, ' ');
        let (date, clock) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let zone = parts.next().unwrap_or_default();
        out.raw("<li>").markup(&lanes::sign(mark.role)).raw("<span class=\"clock\">");
        if date != day {
            date.clone_into(&mut day);
            out.raw("<span class=\"faint\">").text(&format!("{date} {zone}")).raw("</span> ");
        }
        out.raw("<a").attr("href", &format!("#t{number}")).raw(">").text(clock);
        out.raw("</a></span> <span><b>").raw(mark.role.id()).raw("</b> ");
        line(out, &Line::of(&mark.text));
        out.raw("</span></li>\n");
    }
    out.raw("</ol>\n");
    let rest = all.len().saturating_sub(MOST);
    if rest > 0 {
        out.raw("<p class=\"faint\">").text(&counted(rest as u64, "more moment", "more moments"));
        out.raw(" under <a href=\"#timeline\">Timeline</a>.</p>\n");
    }
    true
}

/// For each citation, the sections that name it: anchor and title, each once.
fn cited_in(page: &Page) -> CitedIn {
    fn lines<'a>(block: &'a Block, found: &mut Vec<&'a Line>) {
        match block {
            Block::Paragraph(line) | Block::Subheading(line) | Block::Note(line) => {
                found.push(line);
            }
            Block::List { items, .. } => found.extend(items),
            Block::Table(table) => found.extend(table.rows.iter().flatten()),
            Block::Details { blocks, .. } => blocks.iter().for_each(|block| lines(block, found)),
            Block::Step { text, notes, .. } => {
                found.push(text);
                found.extend(notes.iter().map(|(_, line)| line));
            }
            Block::Verdict { lines, .. } => found.extend(lines.iter().map(|(_, line)| line)),
            Block::Code { .. }
            | Block::Citation { .. }
            | Block::Chart(_)
            | Block::Shares { .. } => {}
        }
    }
    let mut out = CitedIn::new();
    let mut parent = String::new();
    for section in &page.sections {
        let Some(title) = &section.title else { continue };
        let own: String = title.0.iter().map(plain).collect();
        let short = own.split(": ").next().unwrap_or(&own).to_owned();
        if section.level == 2 {
            parent.clone_from(&short);
        }
        let name = if section.level > 2 { format!("{parent}, {short}") } else { short };
        let mut found = Vec::new();
        section.blocks.iter().for_each(|block| lines(block, &mut found));
        for span in found.iter().flat_map(|line| &line.0) {
            if let Span::Cite(id) = span {
                let known = out.entry(*id).or_default();
                if !known.iter().any(|(anchor, _)| *anchor == section.anchor) {
                    known.push((section.anchor.clone(), name.clone()));
                }
            }
        }
    }
    out
}

fn write_section(out: &mut Markup, section: &Section, cited: &CitedIn) {
    let Some(title) = &section.title else { return };
    // a section of nothing but charts stands at the top already
    if section.blocks.iter().all(|block| matches!(block, Block::Chart(_)))
        && !section.blocks.is_empty()
    {
        out.raw("<section").attr("id", &fragment(&section.anchor)).raw(">\n<h2>");
        line(out, title);
        out.raw("</h2>\n<p>The picture <a href=\"#glance\">at the top</a> shows it; no moment stands out.</p></section>\n");
        return;
    }
    out.raw("<section").attr("id", &fragment(&section.anchor)).raw(if section.level > 2 {
        ">\n<h3><a class=\"self\""
    } else {
        ">\n<h2><a class=\"self\""
    });
    // a link to itself, to be passed on
    out.attr("href", &format!("#{}", fragment(&section.anchor))).raw(">");
    line(out, title);
    out.raw(if section.level > 2 { "</a></h3>\n" } else { "</a></h2>\n" });
    blocks(out, &section.blocks, Room { cited: Some(cited), level: section.level });
    out.raw("</section>\n");
}

fn plain(span: &Span) -> String {
    match span {
        Span::Text(t)
        | Span::Strong(t)
        | Span::Faint(t)
        | Span::Code(t)
        | Span::Link { text: t, .. } => t.clone(),
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
            Span::Cite(id) => out
                .raw("<button type=\"button\" class=\"cite\"")
                .attr("popovertarget", &format!("p-{}", fragment(&id.to_string())))
                .raw(">")
                .text(&id.to_string())
                .raw("</button>"),
            Span::Link { to, text } => out
                .raw("<a")
                .attr("href", &format!("#{}", fragment(to)))
                .raw(">")
                .line(text)
                .raw("</a>"),
            Span::Human { id, what } => out
                .raw("<span class=\"human\"")
                .attr("data-backtrail-human", id)
                .raw(">[to be filled by a human: ")
                .line(what)
                .raw("]</span>"),
        };
    }
}

fn blocks(out: &mut Markup, all: &[Block], room: Room<'_>) {
    for block in all {
        one(out, block, room);
    }
}

fn one(out: &mut Markup, block: &Block, room: Room<'_>) {
    match block {
        Block::Verdict { severity, claim, headline, lines, figures } => {
            let badge = severity.map_or(("none", claim.words()), |s| (s.id(), s.id()));
            verdict(out, badge, headline, lines, figures);
        }
        Block::Paragraph(text) => {
            out.raw("<p>");
            line(out, text);
            out.raw("</p>\n");
        }
        Block::Subheading(text) => {
            out.raw(if room.level > 2 { "<h4>" } else { "<h3 class=\"sub\">" });
            line(out, text);
            out.raw(if room.level > 2 { "</h4>\n" } else { "</h3>\n" });
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
        Block::Details { blocks: inner, .. }
            if inner.iter().any(|b| matches!(b, Block::Citation { .. })) =>
        {
            blocks(out, inner, room);
        }
        Block::Details { summary, blocks: inner } => {
            out.raw("<details><summary>").line(summary).raw("</summary>\n");
            blocks(out, inner, room);
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
        Block::Citation { id, place, excerpt, beside } => {
            citation(out, *id, place, excerpt.as_deref(), beside, room);
        }
        // all charts stand together at the top
        Block::Chart(_) => {}
        Block::Shares { title, rows } => shares(out, title, rows),
    }
}

/// A citation in its context: the records around it set back, and who cites it.
fn citation(
    out: &mut Markup,
    id: CitationId,
    place: &Line,
    excerpt: Option<&str>,
    beside: &(Option<String>, Option<String>),
    room: Room<'_>,
) {
    out.raw("<div class=\"citation\"").attr("id", &fragment(&id.to_string()));
    placed(out, id, place);
    if let Some(excerpt) = excerpt {
        out.raw("<pre>");
        if let Some(before) = &beside.0 {
            out.raw("<span class=\"beside\">").text(before).raw("</span>");
        }
        out.raw("<span class=\"cited\">").text(excerpt).raw("</span>");
        if let Some(after) = &beside.1 {
            out.raw("<span class=\"beside\">").text(after).raw("</span>");
        }
        out.raw("</pre>");
    }
    let sections =
        room.cited.and_then(|cited| cited.get(&id)).map(Vec::as_slice).unwrap_or_default();
    if !sections.is_empty() {
        out.raw("<p class=\"faint\">Cited in ");
        for (index, (anchor, name)) in sections.iter().take(8).enumerate() {
            out.raw(if index > 0 { ", <a" } else { "<a" })
                .attr("href", &format!("#{}", fragment(anchor)))
                .raw(">")
                .line(&words::clip(name, 60))
                .raw("</a>");
        }
        out.raw("</p>");
    }
    out.raw("</div>\n");
    opened(out, id, place, excerpt);
}

/// A citation's id and place, behind the attributes of what holds it.
fn placed(out: &mut Markup, id: CitationId, place: &Line) {
    out.raw("><p><strong>").text(&id.to_string()).raw("</strong> ");
    line(out, place);
    out.raw("</p>");
}

/// The citation as it opens where it is cited, without a script.
fn opened(out: &mut Markup, id: CitationId, place: &Line, excerpt: Option<&str>) {
    const MOST: usize = 1200;
    let anchor = fragment(&id.to_string());
    out.raw("<div popover").attr("id", &format!("p-{anchor}"));
    placed(out, id, place);
    if let Some(excerpt) = excerpt {
        out.raw("<pre>").text(&words::clip(excerpt, MOST)).raw("</pre>");
    }
    out.raw("<p><a").attr("href", &format!("#{anchor}")).raw(">In its place</a></p></div>\n");
}

fn verdict(
    out: &mut Markup,
    (class, word): (&'static str, &'static str),
    headline: &Line,
    lines: &[(Option<&'static str>, Line)],
    figures: &[(String, String)],
) {
    out.raw("<div")
        .attr("class", &format!("verdict t-{class}"))
        .raw("><p><span class=\"badge\">")
        .raw(word)
        .raw("</span>");
    line(out, headline);
    out.raw("</p>\n");
    if !figures.is_empty() {
        out.raw("<ul class=\"figures\">");
        for (number, what) in figures {
            out.raw("<li><b>").line(number).raw("</b> <span>").line(what).raw("</span></li>");
        }
        out.raw("</ul>\n");
    }
    if !lines.is_empty() {
        out.raw("<dl>");
        for (label, text) in lines {
            out.raw("<dt>").line(label.unwrap_or_default()).raw("</dt><dd>");
            line(out, text);
            out.raw("</dd>\n");
        }
        out.raw("</dl>");
    }
    out.raw("</div>\n");
}

/// A table of four or more columns is told row by row where there is no room for it; its roles
/// are named, since another display takes them away.
fn table(out: &mut Markup, table: &Table) {
    let wide = table.columns.len() > 3;
    // what can be scrolled must be reachable by keyboard
    out.raw(if wide {
        "<div class=\"scroll\" tabindex=\"0\"><table class=\"wide\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">"
    } else {
        "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>"
    });
    for column in &table.columns {
        out.raw(if wide { "<th scope=\"col\" role=\"columnheader\"" } else { "<th scope=\"col\"" });
        out.raw(if column.number { " class=\"n\">" } else { ">" }).line(&column.title).raw("</th>");
    }
    out.raw(if wide {
        "</tr></thead>\n<tbody role=\"rowgroup\">\n"
    } else {
        "</tr></thead>\n<tbody>\n"
    });
    let most =
        table.bars.iter().flat_map(|(_, numbers)| numbers).max().copied().unwrap_or(0).max(1);
    for (index, row) in table.rows.iter().enumerate() {
        out.raw("<tr");
        if wide {
            out.raw(" role=\"row\"");
        }
        if let Some(anchor) = table.anchors.get(index).filter(|anchor| !anchor.is_empty()) {
            out.attr("id", &fragment(anchor));
        }
        out.raw(">");
        for (at, cell) in row.iter().enumerate() {
            let column = table.columns.get(at);
            out.raw("<td");
            if wide {
                out.raw(" role=\"cell\"")
                    .attr("data-label", column.map_or("", |c| c.title.as_str()));
            }
            out.raw(if column.is_some_and(|c| c.number) { " class=\"n\">" } else { ">" });
            if wide {
                // one box for the cell's content, so that label and content stand side by side
                out.raw("<span>");
            }
            line(out, cell);
            if let Some((_, numbers)) = table.bars.as_ref().filter(|(column, _)| *column == at) {
                let number = numbers.get(index).copied().unwrap_or_default();
                let width = ((number as f64 / most as f64).sqrt() * 64.0).ceil() as u64;
                out.raw("<svg class=\"bar\" aria-hidden=\"true\" width=\"64\" height=\"8\"><rect height=\"8\"")
                    .attr("width", &width.to_string())
                    .raw("/></svg>");
            }
            if wide {
                out.raw("</span>");
            }
            out.raw("</td>");
        }
        out.raw("</tr>\n");
    }
    out.raw("</tbody></table></div>\n");
}

/// Bars cut into parts, each part told in words as well.
fn shares(out: &mut Markup, title: &str, rows: &[(String, Vec<Share>)]) {
    out.raw("<figure class=\"shares\"><figcaption>").line(title).raw("</figcaption>\n");
    for (label, parts) in rows {
        let whole: u64 =
            parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.number)).max(1);
        out.raw("<div><span class=\"before\"><b>Before</b> ")
            .line(label)
            .raw("</span><svg width=\"100%\" height=\"14\" aria-hidden=\"true\"><rect class=\"kept\" width=\"100%\" height=\"14\"/></svg>");
        out.raw("<span class=\"after\"><b>After</b> ");
        let mut first = true;
        for part in parts.iter().filter(|part| part.number > 0) {
            out.raw(if first { "" } else { ", " }).text(&number(part.number));
            out.raw(" ").raw(part.words);
            first = false;
        }
        out.raw("</span><svg width=\"100%\" height=\"14\" aria-hidden=\"true\">");
        let mut left = 0.0;
        for part in parts {
            let width = part.number as f64 / whole as f64 * 100.0;
            if part.number > 0 {
                out.raw("<rect height=\"13\" y=\"0.5\"")
                    .attr("class", class_of(part.fate))
                    .attr("x", &format!("{left:.2}%"))
                    .attr("width", &format!("{width:.2}%"))
                    .raw("/>");
            }
            left += width;
        }
        out.raw("</svg></div>\n");
    }
    out.raw("</figure>\n");
}

fn class_of(fate: Fate) -> &'static str {
    match fate {
        Fate::Gone => "missing",
        Fate::Renewed => "fewer",
        Fate::Emptied => "empty",
        Fate::Kept => "kept",
    }
}

fn figure(out: &mut Markup, chart: &Chart) {
    let offset =
        chrono::FixedOffset::east_opt(chart.offset_s).map(|o| o.to_string()).unwrap_or_default();
    out.raw("<figure><figcaption><span class=\"faint\">");
    if chart.offset_s == 0 {
        out.raw("Times in UTC.");
    } else {
        out.raw("Upper scale UTC").text(&offset).raw(", lower scale UTC.");
    }
    if chart.incidents.is_empty() {
        out.raw(" What lies far from nearly all entries is not drawn.");
    }
    if chart.stretches.len() > 1 {
        out.raw(" Grey columns leave out silence.");
    }
    if chart.bars.is_some() {
        out.raw(" The scale of the bars is compressed, so that small counts show.");
    }
    out.raw("</span></figcaption>\n").markup(&lanes::svg(chart));
    if chart.more_lanes > 0 {
        out.raw("<p class=\"faint\">")
            .text(&counted(chart.more_lanes as u64, "file that tells", "files that tell"))
            .raw(" nothing of note at that time not drawn.</p>");
    }
    out.raw("<div class=\"legend\">");
    let has =
        |role: Role| chart.lanes.iter().flat_map(|lane| &lane.marks).any(|mark| mark.role == role);
    for role in Role::ALL.iter().copied().filter(|role| has(*role)) {
        out.markup(&lanes::key(role));
    }
    if chart.lanes.iter().any(|lane| !lane.heat.is_empty()) {
        out.raw("<span><svg viewBox=\"-14 -14 28 28\" aria-hidden=\"true\"><path class=\"heat some\" d=\"M-14-7h9v14h-9z\"/><path class=\"heat many\" d=\"M-5-7h9v14h-9z\"/><path class=\"heat most\" d=\"M4-7h10v14H4z\"/></svg> entries: some, many, most</span>");
    } else if chart.lanes.iter().any(|lane| lane.tracks.iter().any(|t| t.gap.is_none())) {
        out.raw("<span><svg viewBox=\"-14 -14 28 28\" aria-hidden=\"true\"><path class=\"seen\" d=\"M-14-7h28v14h-28z\"/></svg> covered</span>");
    }
    if chart.lanes.iter().any(|lane| lane.tracks.iter().any(|t| t.gap.is_some())) {
        out.raw("<span><svg viewBox=\"-14 -14 28 28\" aria-hidden=\"true\"><path class=\"gap\" d=\"M-13-7h26v14h-26z\"/></svg> gap in the evidence</span>");
    }
    if !chart.incidents.is_empty() {
        out.raw("<span><svg viewBox=\"-14 -14 28 28\" aria-hidden=\"true\"><g class=\"incident\"><rect x=\"-6\" y=\"-14\" width=\"12\" height=\"28\"/><path d=\"M-6-14v28M6-14v28\"/></g></svg> incident</span>");
    }
    out.raw("</div></figure>\n");
}

#[cfg(test)]
mod tests;
