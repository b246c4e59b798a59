//! The verdict and the decision as rows of a terminal, and how they fit on one screen.

use unicode_width::UnicodeWidthStr as _;

use crate::{
    render::page::{outline::missing, words},
    report::{
        parts::{Subject, VerdictLine},
        v1::Decision,
    },
    text::escape,
};

/// Columns of a label.
pub(crate) const COLUMN: usize = 13;

/// A label and its text.
pub(crate) struct Row {
    label: &'static str,
    text: String,
    /// A command: it stands in one line, with its own blanks, so that it can be copied.
    is_command: bool,
    /// What is cut short first, 1, to what never is, 4.
    rank: u8,
}

impl Row {
    fn of(label: &'static str, text: String, rank: u8) -> Row {
        Row { label, text, is_command: false, rank }
    }
}

/// The lines of a verdict as rows.
pub(crate) fn rows(lines: &[VerdictLine]) -> Vec<Row> {
    let row = |line: &VerdictLine| {
        let rank = match line.subject {
            Some(Subject::Survives | Subject::Broken) => 1,
            Some(Subject::Certain | Subject::NotCertain | Subject::Statement) => 2,
            _ => 3,
        };
        let text = said(&words::clip(&line.text, 400));
        Row::of(line.subject.map_or("", Subject::id), text, rank)
    };
    lines.iter().map(row).collect()
}

/// What can be done, at what price, and what to run next.
pub(crate) fn decided(decision: &Decision) -> Vec<Row> {
    let mut out = Vec::new();
    for (index, choice) in decision.options.iter().enumerate() {
        let text =
            format!("{}. {}; missing: {}", index.saturating_add(1), choice.text, missing(choice));
        let label = if index == 0 { "Options" } else { "" };
        out.push(Row::of(label, said(&text), 3));
    }
    out.push(Row::of("Recommended", said(&decision.advice), 3));
    out.push(Row::of("Waiting", said(&decision.waiting), 1));
    for (index, command) in decision.next.iter().enumerate() {
        let label = if index == 0 { "Next" } else { "" };
        out.push(match command.strip_prefix("# ") {
            Some(words) => Row::of(label, said(words), 4),
            None => {
                let text = escape::terminal(&format!("$ {command}"));
                Row { is_command: true, ..Row::of(label, text, 4) }
            }
        });
    }
    out
}

/// The labels and lines of rows on a screen so wide, in so many lines: the least important are cut
/// short first.
pub(crate) fn fitted(
    rows: Vec<Row>,
    columns: usize,
    lines: usize,
) -> Vec<(&'static str, Vec<String>)> {
    let margin = COLUMN.saturating_add(2);
    let width = columns.saturating_sub(margin);
    let mut all: Vec<(Row, Vec<String>)> = rows
        .into_iter()
        .map(|row| {
            let text = if row.is_command { vec![row.text.clone()] } else { wrap(&row.text, width) };
            (row, text)
        })
        .collect();
    // the terminal itself breaks a long command, at its very edge
    let height = |(row, text): &(Row, Vec<String>)| {
        if row.is_command {
            row.text.width().saturating_add(margin).div_ceil(columns)
        } else {
            text.len()
        }
    };
    let fits = |all: &[(Row, Vec<String>)]| all.iter().map(height).sum::<usize>() <= lines;
    'cut: for most in [3, 2, 1] {
        for rank in 1..=3 {
            if fits(&all) {
                break 'cut;
            }
            for (row, text) in all.iter_mut().filter(|(row, _)| row.rank == rank) {
                let mut room = width.saturating_mul(most);
                while text.len() > most {
                    room = room.saturating_sub(3);
                    *text = wrap(&words::clip(&row.text, room), width);
                }
            }
        }
    }
    all.into_iter().map(|(row, text)| (row.label, text)).collect()
}

/// Text of the report without its marks for code, safe to print.
pub(crate) fn said(text: &str) -> String {
    escape::terminal(&words::with_times(&text.replace('`', "")))
}

/// Lines of at most `width` columns, broken between words; a longer word is cut into pieces.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(10);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width().saturating_add(1).saturating_add(word.width()) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        if word.width() <= width {
            line.push_str(word);
            continue;
        }
        let mut columns = line.width();
        for c in word.chars() {
            let wide = c.to_string().width();
            if columns.saturating_add(wide) > width {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            line.push(c);
            columns = columns.saturating_add(wide);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
