//! The pieces that a page is made of. Text in spans is redacted and not escaped.

use std::collections::BTreeSet;

use crate::{
    case::severity::Severity,
    render::page::{charts::Chart, words},
    report::{id::CitationId, terms::Claim},
};

/// A whole page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The title.
    pub title: Line,
    /// In reading order.
    pub sections: Vec<Section>,
    /// What was left out to keep within a limit, in words.
    pub left_out: Vec<&'static str>,
}

impl Page {
    /// Its anchors, as a form has them that gives headings and citations one.
    pub(crate) fn anchors(&self) -> BTreeSet<String> {
        fn of(blocks: &[Block], out: &mut BTreeSet<String>) {
            for block in blocks {
                match block {
                    Block::Citation { id, .. } => {
                        out.insert(id.to_string().to_lowercase());
                    }
                    Block::Details { blocks, .. } => of(blocks, out),
                    _ => {}
                }
            }
        }
        let titled = self.sections.iter().filter(|section| section.title.is_some());
        let mut out = titled.map(|section| section.anchor.clone()).collect();
        self.sections.iter().for_each(|section| of(&section.blocks, &mut out));
        out
    }
}

/// A part of the page under one heading.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// For links: `impact`, `i2-impact`.
    pub anchor: String,
    /// The heading; `None` for the verdict, which stands directly under the title.
    pub title: Option<Line>,
    /// 2, or 3 within an incident's section.
    pub level: u8,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// The box at the top: severity, headline, lines with their labels.
    Verdict {
        /// The gravest incident's; none where there is no incident.
        severity: Option<Severity>,
        /// What the report claims.
        claim: Claim,
        /// What happened, in one line.
        headline: Line,
        /// Label and content.
        lines: Vec<(Option<&'static str>, Line)>,
        /// Numbers to be seen first, with what they count.
        figures: Vec<(String, String)>,
    },
    /// A paragraph.
    Paragraph(Line),
    /// A heading within a section.
    Subheading(Line),
    /// Items in a list.
    List {
        /// Whether their order counts.
        ordered: bool,
        /// The items.
        items: Vec<Line>,
    },
    /// A table.
    Table(Table),
    /// Text as it stands.
    Code {
        /// The info string.
        language: &'static str,
        /// The text.
        text: String,
    },
    /// A remark that must not be missed.
    Note(Line),
    /// Blocks that open on demand, where the form can do that.
    Details {
        /// What is in it.
        summary: String,
        /// The content.
        blocks: Vec<Block>,
    },
    /// A step of a plan with its number.
    Step {
        /// From 1.
        number: usize,
        /// What to do.
        text: Line,
        /// The command.
        command: Option<String>,
        /// Risk and check, with their labels.
        notes: Vec<(&'static str, Line)>,
    },
    /// A citation in full.
    Citation {
        /// Its id.
        id: CitationId,
        /// Where it is.
        place: Line,
        /// The excerpt, `None` where left out.
        excerpt: Option<String>,
        /// What stands before and after it in its file.
        beside: (Option<String>, Option<String>),
    },
    /// A whole and what became of its parts.
    Shares {
        /// What is shown.
        title: String,
        /// Each with its parts.
        rows: Vec<(String, Vec<Share>)>,
    },
    /// Events over time.
    Chart(Chart),
}

/// What became of a part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is gone.
    Gone,
    /// It was made anew.
    Renewed,
    /// It was emptied.
    Emptied,
    /// It is still there.
    Kept,
}

/// A part of a whole.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    /// What became of it.
    pub fate: Fate,
    /// That in words.
    pub words: &'static str,
    /// How much it is.
    pub number: u64,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Headings.
    pub columns: Vec<Column>,
    /// Cells.
    pub rows: Vec<Vec<Line>>,
    /// Anchors of rows, where other parts of the page point at them; as many as rows, or none.
    pub anchors: Vec<String>,
    /// The column that is drawn as bars as well, and the numbers of its cells.
    pub bars: Option<(usize, Vec<u64>)>,
}

/// A column's heading.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The heading.
    pub title: String,
    /// Whether its cells are numbers, to be set flush right.
    pub number: bool,
}

impl Table {
    /// A table with these headings; one that begins with `#` is of numbers.
    pub(crate) fn new(titles: &[&str]) -> Table {
        let columns = titles
            .iter()
            .map(|title| Column {
                title: title.trim_start_matches('#').to_owned(),
                number: title.starts_with('#'),
            })
            .collect();
        Table { columns, ..Table::default() }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [Line; N]) {
        self.rows.push(cells.into());
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// Words.
    Text(String),
    /// Words that matter.
    Strong(String),
    /// Words set back.
    Faint(String),
    /// A name, path, command or other text of a machine.
    Code(String),
    /// A citation's id.
    Cite(CitationId),
    /// A link within the page.
    Link {
        /// The anchor.
        to: String,
        /// The words.
        text: String,
    },
    /// A blank for a human.
    Human {
        /// Its fixed id, such as `impact.users`.
        id: &'static str,
        /// What to fill in.
        what: &'static str,
    },
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line(pub Vec<Span>);

impl Line {
    /// Words; a part between backticks is code.
    pub(crate) fn of(text: &str) -> Line {
        Line::default().text(text)
    }

    /// A name of a machine.
    pub(crate) fn of_code(text: &str) -> Line {
        Line::default().code(text)
    }

    /// Adds words; a part between backticks is code.
    #[must_use]
    pub(crate) fn text(mut self, text: &str) -> Line {
        let text = words::with_times(text);
        let mut rest = text.as_str();
        while let Some((before, tail)) = rest.split_once('`') {
            let Some((inside, after)) =
                tail.split_once('`').filter(|(inside, _)| !inside.trim().is_empty())
            else {
                break;
            };
            if !before.is_empty() {
                self.0.push(Span::Text(before.to_owned()));
            }
            self.0.push(Span::Code(inside.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            self.0.push(Span::Text(rest.to_owned()));
        }
        self
    }

    /// Adds words that matter.
    #[must_use]
    pub(crate) fn strong(mut self, text: &str) -> Line {
        self.0.push(Span::Strong(text.to_owned()));
        self
    }

    /// Adds words set back.
    #[must_use]
    pub(crate) fn faint(mut self, text: &str) -> Line {
        self.0.push(Span::Faint(text.to_owned()));
        self
    }

    /// Adds a name of a machine.
    #[must_use]
    pub(crate) fn code(mut self, text: &str) -> Line {
        if !text.is_empty() {
            self.0.push(Span::Code(text.to_owned()));
        }
        self
    }

    /// Adds citations, at most eight; the rest is counted.
    #[must_use]
    pub(crate) fn cites(mut self, ids: &[CitationId]) -> Line {
        const MOST: usize = 8;
        for id in ids.iter().take(MOST) {
            self.0.push(Span::Text(" ".to_owned()));
            self.0.push(Span::Cite(*id));
        }
        let rest = ids.len().saturating_sub(MOST);
        if rest > 0 {
            self.0.push(Span::Faint(format!(" and {rest} more")));
        }
        self
    }

    /// Adds a link within the page.
    #[must_use]
    pub(crate) fn link(mut self, to: &str, text: &str) -> Line {
        self.0.push(Span::Link { to: to.to_owned(), text: text.to_owned() });
        self
    }

    /// Adds a blank for a human.
    #[must_use]
    pub(crate) fn human(mut self, id: &'static str, what: &'static str) -> Line {
        self.0.push(Span::Human { id, what });
        self
    }

    /// Adds another line.
    #[must_use]
    pub(crate) fn then(mut self, other: Line) -> Line {
        self.0.extend(other.0);
        self
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_in_text_are_code() {
        assert_eq!(
            Line::of("drop of `users` seen").0,
            vec![
                Span::Text("drop of ".into()),
                Span::Code("users".into()),
                Span::Text(" seen".into())
            ]
        );
        assert_eq!(Line::of("lone ` tick").0, vec![Span::Text("lone ` tick".into())]);
    }
}
