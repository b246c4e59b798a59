//! A digest as a table for the terminal, as JSON and as Markdown.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::{
    digest::{Class, Sighting},
    histogram,
    names::{Names, Numbers},
};
use crate::{
    format::grammar::lines::text,
    ingest::clock::source_clock::SourceClock,
    redact::redactor::Redactor,
    source::evidence::Source,
    sql::redact::shorten,
    text::escape,
    time::{self, window::Window, zone::Zone},
};

/// Characters of a statement that Markdown shows.
const SHOWN: usize = 1_200;
/// Characters of a fingerprint that a table cell shows.
const CELL: usize = 300;
/// Lines that a fingerprint takes in the table for the terminal.
const FORM_LINES: usize = 3;
/// Names of users, hosts or databases that the table for the terminal shows.
const NAMED: usize = 3;

/// What is written.
pub(super) struct Page<'a> {
    pub(super) sources: &'a [Source],
    pub(super) clocks: &'a [SourceClock],
    pub(super) redactor: Redactor,
    /// When they were sent.
    pub(super) window: Window,
    /// Statements that were counted.
    pub(super) count: u64,
    /// Their run time.
    pub(super) total_us: u64,
    /// Kinds of them.
    pub(super) kinds: usize,
    /// Those that are shown, in their order.
    pub(super) classes: &'a [Class],
    /// The numbers of their names.
    pub(super) numbers: &'a Numbers,
    /// Columns of the terminal.
    pub(super) width: usize,
}

/// A part of the whole, from 0 to 1, to four places.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}

fn percent(part: u64, whole: u64) -> String {
    format!("{:.1} %", share(part, whole) * 100.0)
}

/// Microseconds as people read them.
fn duration(us: u64) -> String {
    match us {
        0..1_000 => format!("{us} us"),
        1_000..999_950 => format!("{:.1} ms", us as f64 / 1e3),
        999_950..59_995_000 => format!("{:.2} s", us as f64 / 1e6),
        59_995_000..3_597_000_000 => format!("{:.1} min", us as f64 / 6e7),
        _ => format!("{:.1} h", us as f64 / 3.6e9),
    }
}

/// A number as people read it: whole up to a million, then in millions and so on.
fn number(value: u64) -> String {
    match value {
        0..1_000_000 => value.to_string(),
        1_000_000..1_000_000_000 => format!("{:.1} M", value as f64 / 1e6),
        _ => format!("{:.1} G", value as f64 / 1e9),
    }
}

/// The text in lines of at most `width` columns, broken at blanks where there are some; at most
/// `most` lines, with `…` at the end of what is longer.
fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        loop {
            let Some(line) = lines.last_mut() else { return lines };
            let used = line.width();
            let gap = usize::from(used > 0);
            if used + gap + word.width() <= width {
                line.push_str(if gap > 0 { " " } else { "" });
                line.push_str(word);
                break;
            }
            if used == 0 {
                let mut taken = String::new();
                for c in word.chars() {
                    if !taken.is_empty() && taken.width() + c.to_string().width() > width {
                        break;
                    }
                    taken.push(c);
                }
                word = word.get(taken.len()..).unwrap_or_default();
                line.push_str(&taken);
            }
            if lines.len() == most {
                let Some(last) = lines.last_mut() else { return lines };
                while last.width() + 2 > width && last.pop().is_some() {}
                last.push_str(" …");
                return lines;
            }
            if word.is_empty() {
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

impl Page<'_> {
    fn summary(&self) -> String {
        let kinds = if self.kinds == 1 { "kind" } else { "kinds" };
        let shown = if self.classes.len() < self.kinds {
            format!(", {} shown", self.classes.len())
        } else {
            String::new()
        };
        let within = match self.window {
            Window { bounded: true, .. } => format!(" {}", self.window.words()),
            _ => String::new(),
        };
        format!(
            "{} statements of {} {kinds}{within}{shown}; {} in all; quantiles to within {:.0} %",
            self.count,
            self.kinds,
            duration(self.total_us),
            histogram::RELATIVE_ERROR * 100.0
        )
    }

    /// A sighting in the zone of its source.
    fn at(&self, sighting: Option<Sighting>) -> Option<String> {
        let sighting = sighting?;
        let zone = self.clocks.get(sighting.source).map_or(Zone::UTC, |clock| clock.zone);
        Some(time::rfc3339(sighting.at, zone.fixed_at(sighting.at)))
    }

    fn form(&self, class: &Class) -> String {
        self.redactor.text(&text(&class.form)).into_owned()
    }

    /// The longest statement, redacted, and where it stands.
    fn worst(&self, class: &Class, most: usize) -> Option<(String, String, u64)> {
        let worst = class.worst.as_ref()?;
        let source = self.sources.get(worst.source)?;
        let whole = text(&worst.sql);
        let sql = self.redactor.sql(&whole);
        let sql = shorten(&sql, most).into_owned();
        let sql = if worst.cut && !sql.ends_with('…') { format!("{sql} …") } else { sql };
        Some((sql, source.path.clone(), worst.line.saturating_add(1)))
    }

    /// One JSON object with a line end.
    pub(super) fn json(&self) -> String {
        let names = |names: &Names| -> serde_json::Map<String, Value> {
            let mut map = serde_json::Map::new();
            for (name, count) in names.sorted(self.numbers) {
                map.insert(self.redactor.text(&name).into_owned(), json!(count));
            }
            map
        };
        let classes: Vec<Value> = self
            .classes
            .iter()
            .map(|class| {
                let timed = |us: u64| if class.timed > 0 { json!(us) } else { Value::Null };
                let worst = self.worst(class, super::digest::KEPT).map(|(sql, source, line)| {
                    let us = timed(class.max_us);
                    json!({"sql": sql, "source": source, "line": line, "query_time_us": us})
                });
                json!({
                    "id": class.id(),
                    "fingerprint": shorten(&self.form(class), super::digest::KEPT),
                    "count": class.count,
                    "timed": class.timed,
                    "total_us": class.total_us,
                    "share": share(class.total_us, self.total_us),
                    "mean_us": timed(class.mean_us()),
                    "min_us": timed(class.min_us),
                    "max_us": timed(class.max_us),
                    "p50_us": timed(class.quantile_us(0.5)),
                    "p95_us": timed(class.quantile_us(0.95)),
                    "p99_us": timed(class.quantile_us(0.99)),
                    "lock_time_us": class.lock_us,
                    "rows_examined": class.rows_examined,
                    "rows_sent": class.rows_sent,
                    "rows_affected": class.rows_affected,
                    "users": names(&class.users),
                    "hosts": names(&class.hosts),
                    "databases": names(&class.databases),
                    "first": self.at(class.first),
                    "last": self.at(class.last),
                    "worst": worst,
                })
            })
            .collect();
        let [from, to] = self.window.ends();
        let zone = self.window.zone.name();
        let window = self.window.bounded.then(|| json!({"from": from, "to": to, "timezone": zone}));
        let whole = json!({
            "schema_version": "1.0",
            "statements": self.count,
            "kinds": self.kinds,
            "total_us": self.total_us,
            "quantile_relative_error": histogram::RELATIVE_ERROR,
            "window": window,
            "classes": classes,
        });
        String::from_utf8_lossy(&escape::json_lines(&whole)).into_owned()
    }

    /// The numbers of a class, as [`HEADER`] names them.
    fn row(&self, rank: usize, class: &Class) -> [String; 9] {
        let timed = |us: u64| if class.timed > 0 { duration(us) } else { "-".to_owned() };
        [
            rank.to_string(),
            class.count.to_string(),
            timed(class.total_us),
            percent(class.total_us, self.total_us),
            timed(class.mean_us()),
            timed(class.quantile_us(0.5)),
            timed(class.quantile_us(0.95)),
            timed(class.quantile_us(0.99)),
            timed(class.max_us),
        ]
    }

    /// Names as a list of a few.
    fn few(&self, what: &str, names: &Names) -> Option<String> {
        let mut sorted = names.sorted(self.numbers);
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let more = sorted.len().saturating_sub(NAMED) as u64 + u64::from(names.more > 0);
        let listed: Vec<String> = sorted
            .iter()
            .take(NAMED)
            .map(|(name, _)| escape::terminal(&self.redactor.text(name)))
            .collect();
        let plural = if sorted.len() > 1 { "s" } else { "" };
        let more = if names.more > 0 {
            " and more".to_owned()
        } else if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        (!listed.is_empty()).then(|| format!("{what}{plural} {}{more}", listed.join(", ")))
    }

    /// For a terminal: a line of numbers for each class, the statement under it.
    pub(super) fn table(&self) -> String {
        let rows: Vec<[String; 9]> = self
            .classes
            .iter()
            .enumerate()
            .map(|(rank, class)| self.row(rank + 1, class))
            .collect();
        let mut widths = HEADER.map(str::len);
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.len());
            }
        }
        let line = |cells: &[String]| {
            let cells: Vec<String> =
                cells.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
            format!("{}\n", cells.join("  "))
        };
        let mut out = format!("{}\n\n{}", self.summary(), line(&HEADER.map(str::to_owned)));
        let indent = " ".repeat(widths.first().copied().unwrap_or(1) + 2);
        let width = self.width.saturating_sub(indent.len()).max(20);
        for (row, class) in rows.iter().zip(self.classes) {
            out.push_str(&line(row));
            for text in wrapped(
                &escape::terminal(&shorten(&self.form(class), width * FORM_LINES)),
                width,
                FORM_LINES,
            ) {
                out.push_str(&format!("{indent}{text}\n"));
            }
            let mut facts = vec![format!(
                "rows examined {}, sent {}",
                number(class.rows_examined),
                number(class.rows_sent)
            )];
            facts.extend(self.few("user", &class.users));
            facts.extend(self.few("host", &class.hosts));
            facts.extend(self.few("database", &class.databases));
            if let (Some(first), Some(last)) = (self.at(class.first), self.at(class.last)) {
                let day = |at: &str| at.get(..19).unwrap_or(at).replace('T', " ");
                facts.push(format!("{} to {}", day(&first), day(&last)));
            }
            if let Some((_, source, line)) = self.worst(class, 1) {
                facts.push(format!("longest at {}:{line}", escape::terminal(&source)));
            }
            for text in wrapped(&facts.join("; "), width, FORM_LINES) {
                out.push_str(&format!("{indent}{text}\n"));
            }
        }
        out
    }

    /// As a document: a table, then a chapter for each class.
    pub(super) fn markdown(&self) -> String {
        let header: Vec<&str> =
            HEADER.into_iter().chain(["rows examined", "rows sent", "statement"]).collect();
        let mut out =
            format!("# Slow statements\n\n{}\n\n| {} |\n", self.summary(), header.join(" | "));
        let rules: Vec<&str> =
            header.iter().map(|name| if *name == "statement" { "---" } else { "---:" }).collect();
        out.push_str(&format!("| {} |\n", rules.join(" | ")));
        for (rank, class) in self.classes.iter().enumerate() {
            let mut cells = self.row(rank + 1, class).to_vec();
            cells.extend([
                class.rows_examined.to_string(),
                class.rows_sent.to_string(),
                escape::md_cell_code(&shorten(&self.form(class), CELL)),
            ]);
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        for (rank, class) in self.classes.iter().enumerate() {
            let names = |names: &Names| {
                let mut told: Vec<String> = names
                    .sorted(self.numbers)
                    .iter()
                    .map(|(name, count)| {
                        format!("{} ({count})", escape::md_inline_within(&self.redactor.text(name)))
                    })
                    .collect();
                if names.more > 0 {
                    told.push(format!("others ({})", names.more));
                }
                if told.is_empty() { "not said".to_owned() } else { told.join(", ") }
            };
            let moment = |at: Option<String>| at.unwrap_or_else(|| "not said".to_owned());
            out.push_str(&format!("\n## {}. `{}`\n\n", rank + 1, class.id()));
            out.push_str(&format!(
                "- first {}, last {}\n",
                moment(self.at(class.first)),
                moment(self.at(class.last))
            ));
            out.push_str(&format!(
                "- users: {}; hosts: {}; databases: {}\n",
                names(&class.users),
                names(&class.hosts),
                names(&class.databases)
            ));
            if let Some((sql, source, line)) = self.worst(class, SHOWN) {
                let ran = if class.timed > 0 {
                    format!("the longest ({})", duration(class.max_us))
                } else {
                    "an example".to_owned()
                };
                out.push_str(&format!(
                    "- {ran}, at {}:{line}:\n\n{}",
                    escape::md_inline_within(&source),
                    escape::md_block(&sql, "sql")
                ));
            }
        }
        out
    }
}

const HEADER: [&str; 9] = ["#", "count", "total", "share", "mean", "p50", "p95", "p99", "max"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_fitting_units() {
        let said: Vec<_> = [5, 1_500, 999_999, 2_000_000, 59_999_999, 90_000_000, 7_200_000_000]
            .map(duration)
            .into();
        assert_eq!(said, ["5 us", "1.5 ms", "1.00 s", "2.00 s", "1.0 min", "1.5 min", "2.0 h"]);
        assert_eq!([999_999, 1_200_000, 3_400_000_000].map(number), ["999999", "1.2 M", "3.4 G"]);
    }

    #[test]
    fn text_is_broken_at_blanks_and_within_the_width() {
        assert_eq!(wrapped("select a from b", 8, 3), ["select a", "from b"]);
        assert_eq!(wrapped("abcdefghij k", 4, 9), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrapped("one two three four", 5, 2), ["one", "two …"]);
        for width in 20..40 {
            assert!(
                wrapped("a statement with wörds and 漢字 of several widths, and one_that_is_very_very_very_very_very_long", width, 3)
                    .iter()
                    .all(|line| line.width() <= width)
            );
        }
    }
}
