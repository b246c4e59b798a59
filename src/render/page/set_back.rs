//! Tables that were set back to an earlier state.

use crate::{
    render::page::{block::Line, words},
    report::{set_back::values, v1::Impact},
    text::number::counted,
};

/// To which state, by which file, and what that undid.
pub(super) fn facts(impact: &Impact) -> Vec<Line> {
    let Some(state) = &impact.set_back else { return Vec::new() };
    let mut items = vec![
        Line::default()
            .strong(&counted(impact.set_back_tables(), "table", "tables"))
            .text(&format!(" set back to {} by loading ", words::when(&state.taken_at)))
            .code(&state.path)
            .text(&format!("; {}", values(state)))
            .cites(&state.citations),
    ];
    let columns = impact.lost_columns();
    if !columns.is_empty() {
        let all = counted(columns.len() as u64, "column", "columns");
        let names = format!(" lost: {}", words::names(&columns, 0, 8));
        items.push(Line::default().strong(&all).text(&names));
    }
    let undone = |change: &crate::report::v1::Reason| {
        Line::of(&format!("Undone: {}", change.text)).cites(&change.citations)
    };
    items.extend(state.reshaped.iter().map(undone));
    items
}
