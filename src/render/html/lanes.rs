//! A chart as SVG: bars of entries and errors, one lane for each source, numbered marks that
//! differ in form and colour, scales in the evidence's zone and in UTC. Places are percentages, so
//! it fits any width and text keeps its size.

use chrono::{FixedOffset, Offset as _, Utc};

use crate::{
    render::{
        html::{Markup, scale::Scale},
        page::{
            charts::{Bars, Chart, Lane, Mark},
            words,
        },
    },
    report::terms::Role,
    text::number::{number, seconds},
    time,
};

/// Height of a scale.
const SCALE: i64 = 22;
/// Height of a panel of bars with its caption.
const PANEL: i64 = 58;
/// Height of the bars in it.
const BARS: i64 = 36;
/// Height of a lane's label.
const LABEL: i64 = 18;
/// Height of a row of marks.
const ROW: i64 = 24;
/// Rows of marks that a lane has at most.
const MOST_ROWS: usize = 5;
/// Percent that two marks in a row are apart at least.
const APART: f64 = 3.2;
/// Units of height in which bars are drawn.
const UNITS: u64 = 100;

fn px(n: i64) -> String {
    n.to_string()
}

fn percent(at: f64) -> String {
    format!("{at:.2}%")
}

/// The chart.
pub(crate) fn svg(chart: &Chart) -> Markup {
    let scale = Scale::new(chart);
    let local = FixedOffset::east_opt(chart.offset_s).unwrap_or_else(|| Utc.fix());
    let panels = panels(chart);
    let rows: Vec<Vec<Vec<&Mark>>> = chart.lanes.iter().map(|lane| arrange(lane, &scale)).collect();
    let mut tops = Vec::new();
    let mut bottom = SCALE.saturating_add(PANEL.saturating_mul(panels.len() as i64));
    for lane in &rows {
        tops.push(bottom);
        bottom = bottom
            .saturating_add(LABEL)
            .saturating_add(ROW.saturating_mul(lane.len().max(1) as i64));
    }
    let foot = if chart.offset_s == 0 { 0 } else { SCALE };
    let mut out = Markup::default();
    out.raw("<div class=\"scroll chart\" tabindex=\"0\" role=\"group\"")
        .attr("aria-label", &chart.title)
        .raw(">");
    out.raw("<svg class=\"lanes\" width=\"100%\"")
        .attr("height", &px(bottom.saturating_add(foot)))
        .raw(">");
    incidents(&mut out, chart, &scale, bottom);
    for tick in scale.ticks(local) {
        let x = percent(tick.at);
        let class = match (tick.at, tick.key) {
            (94.0.., _) => "tick last",
            (_, true) => "tick first key",
            (..5.0, _) => "tick first",
            _ => "tick",
        };
        out.raw("<line class=\"grid\"")
            .attr("x1", &x)
            .attr("x2", &x)
            .attr("y1", &px(SCALE))
            .attr("y2", &px(bottom))
            .raw("/>");
        out.raw("<text")
            .attr("class", class)
            .attr("x", &x)
            .raw(" y=\"14\">")
            .text(&tick.local)
            .raw("</text>");
        if foot > 0 {
            out.raw("<text")
                .attr("class", &format!("{class} utc"))
                .attr("x", &x)
                .attr("y", &px(bottom.saturating_add(15)))
                .raw(">")
                .text(&tick.utc)
                .raw("</text>");
        }
    }
    for pair in scale.pieces.windows(2) {
        if let [before, after] = pair {
            let words = format!(
                "{} without an entry in any file",
                seconds(after.from.saturating_sub(before.to))
            );
            out.raw("<rect class=\"break\"")
                .attr("x", &percent(before.right))
                .attr("y", &px(SCALE))
                .attr("width", &percent(after.left - before.right));
            out.attr("height", &px(bottom.saturating_sub(SCALE)))
                .raw("><title>")
                .text(&words)
                .raw("</title></rect>");
        }
    }
    for (index, (class, caption, runs, step)) in panels.iter().enumerate() {
        panel(
            &mut out,
            &scale,
            class,
            caption,
            runs,
            *step,
            SCALE.saturating_add(PANEL.saturating_mul(index as i64)),
        );
    }
    for ((lane, rows), top) in chart.lanes.iter().zip(&rows).zip(&tops) {
        one(&mut out, chart, &scale, lane, rows, *top);
    }
    out.raw("</svg></div>");
    out
}

/// The times of incidents, as bands down to the bottom of the lanes.
fn incidents(out: &mut Markup, chart: &Chart, scale: &Scale, bottom: i64) {
    for (from, to, id) in
        chart.incidents.iter().filter(|(from, to, _)| scale.holds(*from) || scale.holds(*to))
    {
        let (left, right) = (scale.place(*from), scale.place(*to));
        let height = px(bottom.saturating_sub(SCALE));
        out.raw("<g class=\"incident\"><title>incident ")
            .text(&id.to_string())
            .raw("</title><rect")
            .attr("x", &percent(left))
            .attr("y", &px(SCALE));
        out.attr("width", &percent(right - left)).attr("height", &height).raw("/>");
        for edge in [left, right] {
            out.raw("<line")
                .attr("x1", &percent(edge))
                .attr("x2", &percent(edge))
                .attr("y1", &px(SCALE))
                .attr("y2", &px(bottom))
                .raw("/>");
        }
        out.raw("</g>");
    }
}

/// Class, caption, first second and numbers of each run, seconds a number.
type Panel = (&'static str, String, Vec<(i64, Vec<u64>)>, i64);

fn panels(chart: &Chart) -> Vec<Panel> {
    let Some(Bars { step, runs }) = &chart.bars else { return Vec::new() };
    let mut out = Vec::new();
    for (class, name, errors) in [("entries", "Entries", false), ("errors", "Errors", true)] {
        let runs: Vec<(i64, Vec<u64>)> = runs
            .iter()
            .map(|(from, e, x)| (*from, if errors { x.clone() } else { e.clone() }))
            .collect();
        let most = shown(chart, &runs, *step).max().unwrap_or(0);
        if most > 0 {
            out.push((
                class,
                format!("{name} in {}, at most {}", seconds(*step), number(most)),
                runs,
                *step,
            ));
        }
    }
    out
}

/// The numbers that lie on the chart.
fn shown<'a>(
    chart: &'a Chart,
    runs: &'a [(i64, Vec<u64>)],
    step: i64,
) -> impl Iterator<Item = u64> + 'a {
    let within = move |at: i64| {
        chart.stretches.iter().any(|(from, to)| at.saturating_add(step) > *from && at <= *to)
    };
    runs.iter().flat_map(move |(from, numbers)| {
        numbers
            .iter()
            .enumerate()
            .filter(move |(n, _)| within(from.saturating_add(step.saturating_mul(*n as i64))))
            .map(|(_, number)| *number)
    })
}

/// Bars under their caption. Heights grow with the root, so that one burst does not press the
/// rest to the ground.
fn panel(
    out: &mut Markup,
    scale: &Scale,
    class: &'static str,
    caption: &str,
    runs: &[(i64, Vec<u64>)],
    step: i64,
    top: i64,
) {
    let most = runs.iter().flat_map(|(_, numbers)| numbers).max().copied().unwrap_or(1).max(1);
    let height = |n: u64| ((n as f64 / most as f64).sqrt() * UNITS as f64).ceil() as u64;
    out.raw("<text class=\"lane\" x=\"0\"")
        .attr("y", &px(top.saturating_add(14)))
        .raw(">")
        .text(caption)
        .raw("</text>");
    strip(out, scale, runs, step, top.saturating_add(18), BARS, class, &|n| {
        (n > 0).then(|| (UNITS.saturating_sub(height(n)), height(n)))
    });
}

/// Rectangles for the numbers of runs: `shape` gives top and height in [`UNITS`]. One path for
/// each piece of the scale.
#[allow(clippy::too_many_arguments, reason = "a drawing has that many sides")]
fn strip(
    out: &mut Markup,
    scale: &Scale,
    runs: &[(i64, Vec<u64>)],
    step: i64,
    top: i64,
    height: i64,
    class: &'static str,
    shape: &dyn Fn(u64) -> Option<(u64, u64)>,
) {
    const WIDE: f64 = 1000.0;
    for piece in &scale.pieces {
        let span = piece.to.saturating_sub(piece.from).max(1) as f64;
        let x = |at: i64| {
            (at.clamp(piece.from, piece.to).saturating_sub(piece.from) as f64 / span * WIDE).round()
                as i64
        };
        let mut path = String::new();
        for (from, numbers) in runs {
            // neighbours of one shape are one rectangle
            let mut run: Option<(i64, i64, (u64, u64))> = None;
            let mut flush = |run: &mut Option<(i64, i64, (u64, u64))>| {
                if let Some((a, b, (y, h))) = run.take() {
                    let width = x(b).saturating_sub(x(a));
                    if width > 0 {
                        path.push_str(&format!("M{} {y}h{width}v{h}h-{width}z", x(a)));
                    }
                }
            };
            for (index, number) in numbers.iter().enumerate() {
                let start = from.saturating_add(step.saturating_mul(index as i64));
                let end = start.saturating_add(step);
                match (shape(*number).filter(|_| end > piece.from && start <= piece.to), &mut run) {
                    (Some(own), Some((_, b, known))) if *known == own => *b = end,
                    (Some(own), _) => {
                        flush(&mut run);
                        run = Some((start, end, own));
                    }
                    (None, _) => flush(&mut run),
                }
            }
            flush(&mut run);
        }
        if !path.is_empty() {
            out.raw("<svg preserveAspectRatio=\"none\" viewBox=\"0 0 1000 100\"")
                .attr("x", &percent(piece.left))
                .attr("y", &px(top));
            out.attr("width", &percent(piece.right - piece.left))
                .attr("height", &px(height))
                .raw("><path")
                .attr("class", class)
                .attr("d", &path)
                .raw("/></svg>");
        }
    }
}

/// The marks of a lane in rows, so that none hides another; what matters most is placed first.
fn arrange<'a>(lane: &'a Lane, scale: &Scale) -> Vec<Vec<&'a Mark>> {
    let mut marks: Vec<&Mark> = lane.marks.iter().filter(|mark| scale.holds(mark.at)).collect();
    let rank = |role| match role {
        Role::Destruction => 0,
        Role::Trigger => 1,
        Role::Effect => 2,
        Role::Recovery => 3,
        Role::Precursor => 4,
        Role::Context => 5,
    };
    marks.sort_by_key(|mark| (rank(mark.role), mark.at));
    let mut rows: Vec<Vec<&Mark>> = Vec::new();
    for mark in marks {
        let at = scale.place(mark.at);
        let free = rows
            .iter()
            .position(|row| row.iter().all(|other| (scale.place(other.at) - at).abs() >= APART));
        let row = free.unwrap_or_else(|| rows.len().min(MOST_ROWS.saturating_sub(1)));
        match rows.get_mut(row) {
            Some(row) => row.push(mark),
            None => rows.push(vec![mark]),
        }
    }
    // in order of time, for those who go through them by keyboard
    for row in &mut rows {
        row.sort_by_key(|mark| mark.at);
    }
    rows
}

fn one(out: &mut Markup, chart: &Chart, scale: &Scale, lane: &Lane, rows: &[Vec<&Mark>], top: i64) {
    out.raw("<text class=\"lane\" x=\"0\"")
        .attr("y", &px(top.saturating_add(13)))
        .raw(">")
        .line(&words::clip(&lane.label, 70))
        .raw("</text>");
    let middle = top.saturating_add(LABEL).saturating_add(ROW / 2);
    out.raw("<line class=\"axis\" x1=\"0\" x2=\"100%\"")
        .attr("y1", &px(middle))
        .attr("y2", &px(middle))
        .raw("/>");
    for track in lane.tracks.iter().filter(|track| track.gap.is_some() || lane.heat.is_empty()) {
        let (left, right) = (scale.place(track.from), scale.place(track.to));
        let ends =
            (scale.pieces.first().map_or(0, |p| p.from), scale.pieces.last().map_or(0, |p| p.to));
        if track.to < ends.0 || track.from > ends.1 {
            continue;
        }
        out.raw(if track.gap.is_some() { "<rect class=\"gap\"" } else { "<rect class=\"seen\"" })
            .attr("x", &percent(left))
            .attr("y", &px(middle.saturating_sub(5)))
            .attr("width", &percent((right - left).max(0.3)))
            .raw(" height=\"10\"><title>");
        match &track.gap {
            Some(gap) => out.raw(gap.id()).raw(" ").text(&words::range(
                &clock(track.from, chart.offset_s),
                &clock(track.to, chart.offset_s),
            )),
            None => out.raw("covered"),
        };
        out.raw("</title></rect>");
    }
    if let Some(bars) = &chart.bars {
        let most =
            lane.heat.iter().flat_map(|(_, numbers)| numbers).max().copied().unwrap_or(1).max(1);
        // three shades: some, many, most
        for (class, low, high) in
            [("heat some", 0.0, 0.15), ("heat many", 0.15, 0.5), ("heat most", 0.5, 1.0)]
        {
            let fits =
                |n: u64| n > 0 && n as f64 / most as f64 > low && n as f64 / most as f64 <= high;
            strip(out, scale, &lane.heat, bars.step, middle.saturating_sub(6), 12, class, &|n| {
                fits(n).then_some((0, UNITS))
            });
        }
    }
    for (index, row) in rows.iter().enumerate() {
        let middle = middle.saturating_add(ROW.saturating_mul(index as i64));
        for mark in row {
            draw(out, chart, mark, &percent(scale.place(mark.at)), middle);
        }
    }
}

fn draw(out: &mut Markup, chart: &Chart, mark: &Mark, x: &str, middle: i64) {
    // an inner picture gives shapes made of paths a place in percent
    out.raw("<svg overflow=\"visible\"")
        .attr("x", x)
        .attr("y", &px(middle))
        .raw("><a")
        .attr("href", &format!("#t{}", mark.number))
        .raw(">");
    out.raw("<title>")
        .text(&mark.number.to_string())
        .raw(". ")
        .text(&words::when(&clock(mark.at, chart.offset_s)));
    out.raw(" ").raw(mark.role.id()).raw(": ").line(&mark.text.replace('`', "")).raw("</title>");
    out.raw(shape(mark.role))
        .raw("<text class=\"no\" y=\"3.5\">")
        .text(&mark.number.to_string())
        .raw("</text></a></svg>");
}

/// The shape of a role.
pub(crate) fn shape(role: Role) -> &'static str {
    match role {
        Role::Destruction => "<path class=\"m destruction\" d=\"M0-12 12 0 0 12-12 0z\"/>",
        Role::Trigger => "<path class=\"m trigger\" d=\"M-9-11H2L13 0 2 11H-9z\"/>",
        Role::Effect => "<circle class=\"m effect\" r=\"10\"/>",
        Role::Recovery => "<path class=\"m recovery\" d=\"M-9-9h18v18h-18z\"/>",
        Role::Precursor => "<circle class=\"m precursor\" r=\"9\"/>",
        Role::Context => "<path class=\"m context\" d=\"M-9-7h18v14h-18z\"/>",
    }
}

/// A shape by itself.
pub(crate) fn sign(role: Role) -> Markup {
    let mut out = Markup::default();
    out.raw("<svg viewBox=\"-14 -14 28 28\" aria-hidden=\"true\">").raw(shape(role)).raw("</svg>");
    out
}

/// A key to a shape, for legends.
pub(crate) fn key(role: Role) -> Markup {
    let mut out = Markup::default();
    out.raw("<span>").markup(&sign(role)).raw(" ").raw(role.id()).raw("</span>");
    out
}

/// A second as RFC 3339, so many seconds east of UTC.
pub(crate) fn clock(at: i64, offset_s: i32) -> String {
    time::rfc3339(
        at.saturating_mul(time::SECOND),
        FixedOffset::east_opt(offset_s).unwrap_or_else(|| Utc.fix()),
    )
}
