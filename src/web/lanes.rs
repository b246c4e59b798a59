//! A chart as SVG: one lane for each source, marks that differ in form and colour, scales in the
//! evidence's zone and in UTC. Places are percentages, so it fits any width and text keeps its size.

use chrono::{FixedOffset, Offset as _, Utc};

use super::{Markup, fragment};
use crate::{
    page::{Chart, Lane},
    time,
};

/// Height of a lane with its label.
const LANE: i64 = 40;
/// Height of a scale.
const SCALE: i64 = 22;

/// The chart.
pub fn svg(chart: &Chart) -> Markup {
    let mut out = Markup::default();
    let lanes = chart.lanes.len() as i64;
    let foot = if chart.offset_s == 0 { 0 } else { SCALE };
    let bottom = SCALE.saturating_add(lanes.saturating_mul(LANE));
    let height = bottom.saturating_add(foot);
    let px = |n: i64| n.to_string();
    out.raw("<svg class=\"lanes\" role=\"img\" width=\"100%\"").attr("height", &px(height)).attr("aria-label", &chart.title).raw(">");
    let local = FixedOffset::east_opt(chart.offset_s).unwrap_or_else(|| Utc.fix());
    for tick in ticks(chart) {
        let x = place(chart, tick);
        out.raw("<line class=\"grid\"").attr("x1", &x).attr("x2", &x).attr("y1", &px(SCALE)).attr("y2", &px(bottom)).raw("/>");
        out.raw("<text class=\"tick\"").attr("x", &x).attr("y", "14").raw(">").text(&label(chart, tick, local)).raw("</text>");
        if foot > 0 {
            let utc = label(chart, tick, Utc.fix());
            out.raw("<text class=\"tick utc\"").attr("x", &x).attr("y", &px(bottom.saturating_add(15))).raw(">").text(&utc).raw("</text>");
        }
    }
    for (from, to, id) in &chart.incidents {
        out.raw("<rect class=\"incident\"")
            .attr("x", &place(chart, *from))
            .attr("y", &px(SCALE))
            .attr("height", &px(bottom.saturating_sub(SCALE)))
            .attr("width", &extent(chart, *from, *to))
            .attr("style", &format!("width:max(3px,{})", extent(chart, *from, *to)))
            .raw("><title>incident ")
            .text(id)
            .raw("</title></rect>");
    }
    for (index, lane) in chart.lanes.iter().enumerate() {
        one(&mut out, chart, lane, SCALE.saturating_add((index as i64).saturating_mul(LANE)));
    }
    out.raw("</svg>");
    out
}

fn one(out: &mut Markup, chart: &Chart, lane: &Lane, top: i64) {
    let px = |n: i64| n.to_string();
    let middle = top.saturating_add(28);
    out.raw("<text class=\"lane\" x=\"0\"").attr("y", &px(top.saturating_add(14))).raw(">").line(&crate::page::words::clip(&lane.label, 60)).raw("</text>");
    out.raw("<line class=\"axis\" x1=\"0\" x2=\"100%\"").attr("y1", &px(middle)).attr("y2", &px(middle)).raw("/>");
    for track in lane.tracks.iter().filter(|track| track.to >= chart.from && track.from <= chart.to) {
        out.raw(if track.gap.is_some() { "<rect class=\"gap\"" } else { "<rect class=\"seen\"" })
            .attr("x", &place(chart, track.from))
            .attr("y", &px(middle.saturating_sub(5)))
            .attr("width", &extent(chart, track.from, track.to))
            .attr("style", &format!("width:max(2px,{})", extent(chart, track.from, track.to)))
            .raw(" height=\"10\"><title>")
            .line(track.gap.as_deref().unwrap_or("covered"))
            .raw("</title></rect>");
    }
    // what matters most is drawn last, so that nothing hides it
    let mut marks: Vec<&crate::page::Mark> = lane.marks.iter().filter(|mark| (chart.from..=chart.to).contains(&mark.at)).collect();
    marks.sort_by_key(|mark| (["context", "precursor", "recovery", "effect", "trigger", "destruction"].iter().position(|r| *r == mark.role), mark.at));
    let mut placed: Vec<f64> = Vec::new();
    for mark in marks {
        let at = share(chart, mark.at.saturating_sub(chart.from));
        // marks that would lie upon each other are set off, above and below the line in turn
        let crowd = placed.iter().filter(|other| (**other - at).abs() < 1.5).count();
        placed.push(at);
        let middle = middle.saturating_add(match crowd % 3 {
            0 => 0,
            1 => -7,
            _ => 7,
        });
        // an inner picture gives shapes made of paths a place in percent
        out.raw("<svg overflow=\"visible\"").attr("x", &place(chart, mark.at)).attr("y", &px(middle)).raw(">");
        if let Some(cite) = &mark.cite {
            out.raw("<a").attr("href", &format!("#{}", fragment(cite))).raw(">");
        }
        out.raw(match mark.role.as_str() {
            "destruction" => "<path class=\"m destruction\" d=\"M0-9 9 0 0 9-9 0z\">",
            "trigger" => "<path class=\"m trigger\" d=\"M-7-8 9 0-7 8z\">",
            "effect" => "<circle class=\"m effect\" r=\"6\">",
            "recovery" => "<path class=\"m recovery\" d=\"M-6-6h12v12h-12z\">",
            "precursor" => "<circle class=\"m precursor\" r=\"5\">",
            _ => "<path class=\"m context\" d=\"M-1.500-7h3v14h-3z\">",
        });
        out.raw("<title>").text(&clock(mark.at, chart.offset_s)).raw(" ").line(&mark.role).raw(": ").line(&mark.text.replace('`', "")).raw("</title>");
        out.raw(if matches!(mark.role.as_str(), "effect" | "precursor") { "</circle>" } else { "</path>" });
        if mark.cite.is_some() {
            out.raw("</a>");
        }
        out.raw("</svg>");
    }
}

fn share(chart: &Chart, seconds: i64) -> f64 {
    let whole = chart.to.saturating_sub(chart.from).max(1) as f64;
    (seconds as f64 / whole * 100.0).clamp(0.0, 100.0)
}

fn place(chart: &Chart, at: i64) -> String {
    format!("{:.3}%", share(chart, at.saturating_sub(chart.from)))
}

fn extent(chart: &Chart, from: i64, to: i64) -> String {
    let (from, to) = (from.max(chart.from), to.min(chart.to));
    format!("{:.3}%", share(chart, to.saturating_sub(from)))
}

fn clock(at: i64, offset_s: i32) -> String {
    time::rfc3339(at.saturating_mul(time::SECOND), FixedOffset::east_opt(offset_s).unwrap_or_else(|| Utc.fix()))
}

/// Three to six round times within the chart, away from its edges.
fn ticks(chart: &Chart) -> Vec<i64> {
    const STEPS: [i64; 24] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000,
        31_536_000,
    ];
    let span = chart.to.saturating_sub(chart.from).max(1);
    let step = STEPS.into_iter().find(|step| span / step <= 5).unwrap_or_else(|| (span / 5).max(1));
    let shift = i64::from(chart.offset_s);
    let first = chart.from.saturating_add(shift).div_euclid(step).saturating_add(1).saturating_mul(step).saturating_sub(shift);
    (0..7_i64)
        .map(|n| first.saturating_add(n.saturating_mul(step)))
        .filter(|at| (6.0..=94.0).contains(&share(chart, at.saturating_sub(chart.from))) && *at < chart.to)
        .collect()
}

fn label(chart: &Chart, at: i64, offset: FixedOffset) -> String {
    let span = chart.to.saturating_sub(chart.from);
    let form = match span {
        ..=600 => "%H:%M:%S",
        601..=172_800 => "%H:%M",
        172_801..=31_536_000 => "%b %d",
        _ => "%Y-%m",
    };
    time::utc(at.saturating_mul(time::SECOND)).with_timezone(&offset).format(form).to_string()
}
