//! From time to place on a chart: stretches of time side by side, a narrow break between them.

use chrono::{DateTime, FixedOffset};

use crate::{render::page::charts::Chart, time};

/// Percent of the width that a break takes.
const BREAK: f64 = 2.0;
/// Percent that the shortest stretch has at least.
const LEAST: f64 = 9.0;

/// Percent left free at either end, so that a mark there is seen whole.
const EDGE: f64 = 1.5;

/// One stretch and where it is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// First second.
    pub(crate) from: i64,
    /// Last second.
    pub(crate) to: i64,
    /// Left end in percent.
    pub(crate) left: f64,
    /// Right end in percent.
    pub(crate) right: f64,
}

/// The pieces of a chart.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    /// In order, never empty for a chart that has a stretch.
    pub(crate) pieces: Vec<Piece>,
}

/// A mark on the scale.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    /// Where, in percent.
    pub(crate) at: f64,
    /// In the chart's zone.
    pub(crate) local: String,
    /// In UTC.
    pub(crate) utc: String,
    /// Whether it begins a stretch or a day.
    pub(crate) key: bool,
}

impl Scale {
    /// The scale of a chart.
    pub(crate) fn new(chart: &Chart) -> Scale {
        let count = chart.stretches.len().max(1) as f64;
        let room = (100.0 - 2.0 * EDGE - BREAK * (count - 1.0)).max(10.0);
        let length = |(from, to): &(i64, i64)| to.saturating_sub(*from).max(1) as f64;
        let whole: f64 = chart.stretches.iter().map(length).sum();
        let least = LEAST.min(room / count);
        // the short ones get their least, the others share what is left
        let short: f64 =
            chart.stretches.iter().map(length).filter(|l| l / whole * room < least).count() as f64;
        let long: f64 =
            chart.stretches.iter().map(length).filter(|l| l / whole * room >= least).sum();
        let rest = room - short * least;
        let mut left = EDGE;
        let mut pieces = Vec::new();
        for stretch in &chart.stretches {
            let own = length(stretch);
            let width = if own / whole * room < least { least } else { own / long.max(1.0) * rest };
            pieces.push(Piece {
                from: stretch.0,
                to: stretch.1.max(stretch.0.saturating_add(1)),
                left,
                right: left + width,
            });
            left += width + BREAK;
        }
        Scale { pieces }
    }

    /// Where a moment is drawn, in percent; a moment in a break lies at the break, one beyond the
    /// ends at the end.
    pub(crate) fn place(&self, at: i64) -> f64 {
        let mut best = 0.0;
        for piece in &self.pieces {
            if at < piece.from {
                return if best > 0.0 { f64::midpoint(best, piece.left) } else { piece.left };
            }
            if at <= piece.to {
                let share = at.saturating_sub(piece.from) as f64
                    / piece.to.saturating_sub(piece.from).max(1) as f64;
                return piece.left + share * (piece.right - piece.left);
            }
            best = piece.right;
        }
        best
    }

    /// Whether a moment lies on the scale, breaks included.
    pub(crate) fn holds(&self, at: i64) -> bool {
        self.pieces.first().is_some_and(|p| at >= p.from)
            && self.pieces.last().is_some_and(|p| at <= p.to)
    }

    /// Round times, in the chart's zone, at a distance that leaves room for their labels.
    pub(crate) fn ticks(&self, offset: FixedOffset) -> Vec<Tick> {
        let days = match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => date(first.from, offset) != date(last.to, offset),
            _ => false,
        };
        let mut out: Vec<Tick> = Vec::new();
        for piece in &self.pieces {
            let width = piece.right - piece.left;
            let most = (width / 14.0).floor().max(1.0) as i64;
            let span = piece.to.saturating_sub(piece.from).max(1);
            let step = step(span, most);
            let shift = i64::from(offset.local_minus_utc());
            let first = piece
                .from
                .saturating_add(shift)
                .saturating_add(step)
                .saturating_sub(1)
                .div_euclid(step)
                .saturating_mul(step)
                .saturating_sub(shift);
            let mut times: Vec<i64> = (0..12)
                .map(|n: i64| first.saturating_add(n.saturating_mul(step)))
                .take_while(|at| *at <= piece.to)
                .collect();
            let alone = times.is_empty() || width < 14.0;
            if alone {
                times = vec![piece.from];
            }
            // seconds would make the label longer than its stretch
            let step = if alone { step.max(60) } else { step };
            let mut day = None;
            let mut free = f64::MIN;
            for at in times {
                let today = date(at, offset);
                let key = days && day != Some(today);
                let place = self.place(at);
                // labels with a date run to the right of their tick and need twice the room
                if place < free {
                    continue;
                }
                free = place + if key { 9.5 } else { 5.0 };
                day = Some(today);
                out.push(Tick {
                    at: place,
                    local: label(at, offset, step, key),
                    utc: label(
                        at,
                        FixedOffset::east_opt(0).unwrap_or(offset),
                        step.min(43_200),
                        key,
                    ),
                    key,
                });
            }
        }
        out
    }
}

fn clock(at: i64, offset: FixedOffset) -> DateTime<FixedOffset> {
    time::utc(at.saturating_mul(time::SECOND)).with_timezone(&offset)
}

fn date(at: i64, offset: FixedOffset) -> chrono::NaiveDate {
    clock(at, offset).date_naive()
}

/// A round number of seconds of which at most `most` fit into `span`.
fn step(span: i64, most: i64) -> i64 {
    const STEPS: [i64; 24] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
        86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
    ];
    STEPS
        .into_iter()
        .find(|step| span / step <= most)
        .unwrap_or_else(|| (span / most.max(1)).max(1))
}

fn label(at: i64, offset: FixedOffset, step: i64, key: bool) -> String {
    let form = match (step, key) {
        (2_592_000.., _) => "%Y-%m-%d",
        (86_400.., _) => "%b %d",
        (..60, true) => "%b %d %H:%M:%S",
        (..60, false) => "%H:%M:%S",
        (_, true) => "%b %d %H:%M",
        (_, false) => "%H:%M",
    };
    clock(at, offset).format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(stretches: &[(i64, i64)]) -> Chart {
        Chart {
            title: String::new(),
            stretches: stretches.to_vec(),
            offset_s: 3600,
            lanes: Vec::new(),
            more_lanes: 0,
            incidents: Vec::new(),
            close_up: false,
            bars: None,
        }
    }

    #[test]
    fn stretches_fill_the_width_in_order_and_a_moment_between_them_lies_at_the_break() {
        let scale = Scale::new(&chart(&[(0, 1), (1000, 4600), (90_000, 93_600)]));
        assert!(
            (scale.place(0) - EDGE).abs() < 1e-9
                && (scale.place(93_600) - (100.0 - EDGE)).abs() < 1e-6
        );
        let places: Vec<f64> = [0, 1, 500, 1000, 4600, 50_000, 90_000, 93_600]
            .into_iter()
            .map(|at| scale.place(at))
            .collect();
        assert!(places.windows(2).all(|pair| pair[0] <= pair[1]), "{places:?}");
        assert!(scale.pieces.iter().all(|p| p.right - p.left > LEAST - 0.1));
        assert!(scale.holds(500) && !scale.holds(-1) && !scale.holds(93_601));
    }

    #[test]
    fn ticks_are_round_in_the_zone_and_told_in_utc_as_well() {
        let hour = 3600;
        let scale = Scale::new(&chart(&[(10 * hour + 60, 14 * hour)]));
        let ticks = scale.ticks(FixedOffset::east_opt(hour as i32).expect("an offset"));
        let labels: Vec<(&str, &str)> =
            ticks.iter().map(|t| (t.local.as_str(), t.utc.as_str())).collect();
        assert_eq!(
            labels,
            [("12:00", "11:00"), ("13:00", "12:00"), ("14:00", "13:00"), ("15:00", "14:00")]
        );
    }
}
