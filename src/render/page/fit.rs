//! A report within a limit: the fewest cuts that do.

use crate::{
    render::page::{block::Page, depth::Depth, outline},
    report::v1::Report,
};

/// The report as `write` writes it, in at most `budget` bytes where there is a limit.
pub(crate) fn fitted(
    report: &Report,
    budget: Option<usize>,
    write: impl Fn(&Page) -> String,
) -> String {
    let Some(budget) = budget else { return write(&outline::page(report, Depth::default())) };
    let of = |cuts: usize| outline::page(report, Depth::after(cuts));
    let with = |cuts: usize| Page { left_out: Depth::after(cuts).left_out(), ..of(cuts) };
    // the fewest cuts that do, by halves: each cut makes a report shorter
    let (mut few, mut many) = (0, Depth::MOST_CUTS);
    while few < many {
        let middle = few.midpoint(many);
        if write(&with(middle)).len() <= budget {
            many = middle;
        } else {
            few = middle.saturating_add(1);
        }
    }
    let mut page = with(many);
    // only what took something away is named
    let mut before = write(&of(0));
    let mut took = (1..=many).map(|cuts| {
        let after = write(&of(cuts));
        std::mem::replace(&mut before, after) != before
    });
    page.left_out.retain(|_| took.next().unwrap_or(true));
    let mut text = write(&page);
    if text.len() > budget {
        // what no cut takes away is too long: sections go from the end, the verdict stays
        page.left_out.push("the closing sections");
        while text.len() > budget && page.sections.len() > 1 {
            page.sections.pop();
            text = write(&page);
        }
    }
    text
}
