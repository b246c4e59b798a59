//! A summary for a terminal: the verdict, the incidents in a table, the way back.

use comfy_table::{ContentArrangement, Table as Grid, presets};
use unicode_width::UnicodeWidthStr as _;

use super::{RenderOptions, Renderer};
use crate::{
    escape,
    page::words,
    report::{Incident, Report},
};

/// The form.
pub struct Terminal;

impl Renderer for Terminal {
    fn id(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "a summary for the terminal"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn render(&self, report: &Report, options: &RenderOptions) -> Vec<u8> {
        let mut out = Writer { out: String::new(), width: options.width.clamp(40, 200), colour: options.colour };
        out.verdict(report);
        if report.incidents.is_empty() {
            out.findings(report);
        } else {
            out.incidents(report);
            for incident in report.incidents.iter().take(5) {
                out.incident(incident, report.incidents.len() > 1);
            }
        }
        out.coverage(report);
        out.out.into_bytes()
    }
}

/// SGR codes.
#[derive(Clone, Copy)]
enum Ink {
    Bold,
    Faint,
    Red,
    Yellow,
    Green,
    Cyan,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Ink::Bold => "\u{1b}[1m",
            Ink::Faint => "\u{1b}[2m",
            Ink::Red => "\u{1b}[1;31m",
            Ink::Yellow => "\u{1b}[1;33m",
            Ink::Green => "\u{1b}[1;32m",
            Ink::Cyan => "\u{1b}[36m",
        }
    }
}

fn ink_of(severity: &str) -> Ink {
    match severity {
        "critical" | "high" => Ink::Red,
        "medium" => Ink::Yellow,
        "low" => Ink::Cyan,
        _ => Ink::Green,
    }
}

struct Writer {
    out: String,
    width: usize,
    colour: bool,
}

/// Text of the report without its marks for code, safe to print.
fn said(text: &str) -> String {
    escape::terminal(&words::with_times(&text.replace('`', "")))
}

/// Lines of at most `width` columns, broken between words; a longer word is cut into pieces.
fn wrap(text: &str, width: usize) -> Vec<String> {
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

impl Writer {
    fn ink(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{}{text}\u{1b}[0m", ink.code()) } else { text.to_owned() }
    }

    /// A label in a column of its own, text beside it.
    fn labelled(&mut self, label: &str, text: &str, ink: Option<Ink>) {
        const COLUMN: usize = 12;
        let label: String = label.chars().take(COLUMN.saturating_sub(2)).collect();
        for (index, line) in wrap(text, self.width.saturating_sub(COLUMN.saturating_add(2))).into_iter().enumerate() {
            let shown = if index == 0 { label.as_str() } else { "" };
            let pad = " ".repeat(COLUMN.saturating_sub(shown.width()));
            let line = ink.map_or_else(|| line.clone(), |ink| self.ink(ink, &line));
            self.out.push_str(&format!("  {}{pad}{line}\n", self.ink(Ink::Faint, shown)));
        }
    }

    fn heading(&mut self, text: &str) {
        let text = self.ink(Ink::Bold, text);
        self.out.push_str(&format!("\n{text}\n"));
    }

    fn verdict(&mut self, report: &Report) {
        let none = report.incidents.is_empty();
        let (word, ink) =
            if none { ("NO INCIDENT".to_owned(), Ink::Green) } else { (said(&report.verdict.severity).to_uppercase(), ink_of(&report.verdict.severity)) };
        let room = self.width.saturating_sub(word.width().saturating_add(2));
        for (index, line) in wrap(&said(&words::clip(&report.verdict.headline, 400)), room).into_iter().enumerate() {
            if index == 0 {
                self.out.push_str(&format!("{}  {}\n", self.ink(ink, &word), self.ink(Ink::Bold, &line)));
            } else {
                self.out.push_str(&format!("{}{}\n", " ".repeat(word.width().saturating_add(2)), self.ink(Ink::Bold, &line)));
            }
        }
        let lines = report.verdict.lines.iter().filter(|l| !l.trim().is_empty() && **l != report.verdict.headline);
        for line in lines.take(6) {
            let line = words::clip(line, 400);
            match line.split_once(": ").filter(|(label, _)| label.len() <= 16 && label.chars().all(|c| c.is_alphabetic() || c == ' ')) {
                Some((label, rest)) => self.labelled(label, &said(rest), None),
                None => self.labelled("", &said(&line), None),
            }
        }
    }

    fn grid(&self, titles: &[&str]) -> Grid {
        let mut grid = Grid::new();
        grid.load_preset(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(self.width).unwrap_or(80))
            .set_header(titles.iter().copied());
        grid
    }

    fn push_grid(&mut self, grid: &Grid) {
        for line in grid.lines() {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn incidents(&mut self, report: &Report) {
        self.heading(if report.incidents.len() == 1 { "Incident" } else { "Incidents" });
        let mut grid = self.grid(&["Id", "Severity", "When", "What", "Tables", "Rows", "Started by"]);
        for incident in report.incidents.iter().take(20) {
            let started = incident
                .triggers
                .first()
                .filter(|t| t.kind != "unknown")
                .map_or_else(|| "not in this evidence".to_owned(), |t| format!("{} ({})", words::trigger(&t.kind), words::plain(&t.likelihood)));
            grid.add_row([
                said(&incident.id),
                said(&incident.severity),
                said(&words::when(&incident.started_at)),
                said(&words::clip(&incident.title, 90)),
                words::number_or_dash(incident.impact.tables_lost),
                words::number_or_dash(incident.impact.rows_lost),
                said(&started),
            ]);
        }
        self.push_grid(&grid);
        let rest = report.incidents.len().saturating_sub(20);
        if rest > 0 {
            self.out.push_str(&format!("{rest} more are in the report\n"));
        }
    }

    fn incident(&mut self, incident: &Incident, named: bool) {
        let title = if named { format!("{}  {}", said(&incident.id), said(&words::clip(&incident.title, 60))) } else { "Cause and way back".to_owned() };
        self.heading(&title);
        let mechanism = &incident.mechanism;
        let how = if mechanism.id == "unknown" {
            "not in this evidence".to_owned()
        } else {
            format!("{}; {}", words::mechanism(&mechanism.id), words::likelihood(&mechanism.likelihood))
        };
        self.labelled("Done by", &said(&how), None);
        match incident.triggers.first().filter(|t| t.kind != "unknown") {
            Some(trigger) => {
                let mut who = words::trigger(&trigger.kind);
                if let Some(actor) = &trigger.actor {
                    who.push_str(&format!(", account {actor}"));
                }
                if let Some(host) = &trigger.host {
                    who.push_str(&format!(" on {host}"));
                }
                if let Some(at) = &trigger.started_at {
                    who.push_str(&format!(", {}", words::when(at)));
                }
                who.push_str(&format!("; {}", words::likelihood(&trigger.likelihood)));
                self.labelled("Started by", &said(&who), None);
                if let Some(command) = &trigger.command {
                    self.labelled("with", &escape::terminal(&words::clip(command, 300)), Some(Ink::Cyan));
                }
            }
            None => self.labelled("Started by", "not in this evidence", None),
        }
        match &incident.backup {
            Some(backup) => {
                let taken = backup.taken_at.as_deref().map(|at| format!(", taken {}", words::when(at))).unwrap_or_default();
                let whole = if backup.complete { "complete" } else { "not complete" };
                self.labelled("Backup", &said(&format!("{}{taken}; {whole}", backup.path)), None);
            }
            None => self.labelled("Backup", "none from before it in this evidence", Some(Ink::Yellow)),
        }
        if let Some((from, to)) = incident.loss_window.as_ref().and_then(|w| w.from.as_deref().zip(w.to.as_deref())) {
            let length = words::length(from, to).map(|l| format!(" ({l})")).unwrap_or_default();
            self.labelled("Lost span", &said(&format!("{}{length}", words::range(from, to))), None);
        }
    }

    fn findings(&mut self, report: &Report) {
        if report.findings.is_empty() {
            return;
        }
        self.heading("Destructive operations, judged harmless");
        let mut grid = self.grid(&["Severity", "Operation", "On", "Status", "Why"]);
        for finding in report.findings.iter().take(12) {
            grid.add_row([
                said(&finding.severity),
                said(&words::plain(&finding.operation)),
                said(&words::clip(&words::names(&finding.tables, finding.table_count, 2), 60)),
                said(words::status(&finding.status)),
                said(&words::clip(&finding.explanation, 120)),
            ]);
        }
        self.push_grid(&grid);
        let rest = report.findings.len().saturating_sub(12);
        if rest > 0 {
            self.out.push_str(&format!("{rest} more are in the report\n"));
        }
    }

    fn coverage(&mut self, report: &Report) {
        let open: Vec<&crate::report::Question> = report.coverage.iter().filter(|q| !q.answered).collect();
        let unread = report.evidence.iter().filter(|e| e.format.is_none()).count();
        self.heading("Evidence");
        let entries = report.evidence.iter().fold(0_u64, |sum, e| sum.saturating_add(e.entries));
        let mut text = format!("{}, {}", words::count(report.evidence.len() as u64, "file", "files"), words::count(entries, "entry", "entries"));
        if unread > 0 {
            text.push_str(&format!("; {unread} not recognised"));
        }
        self.labelled("Read", &text, None);
        for question in open.iter().take(4) {
            let missing = question.missing.as_deref().map(|m| format!(" Missing: {m}")).unwrap_or_default();
            self.labelled("Open", &said(&words::clip(&format!("{}{missing}", question.question), 240)), Some(Ink::Yellow));
        }
        let rest = open.len().saturating_sub(4);
        if rest > 0 {
            self.labelled("", &format!("{rest} more open questions are in the report"), None);
        }
        if report.redaction.level == "off" {
            self.labelled("Note", "UNREDACTED: do not attach this to anything", Some(Ink::Red));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::fixture;

    fn text(report: &Report, colour: bool) -> String {
        String::from_utf8(Terminal.render(report, &RenderOptions { colour, ..RenderOptions::default() })).expect("UTF-8")
    }

    #[test]
    fn a_wipe_fits_eighty_columns() {
        for report in [fixture::wiped(), fixture::quiet(), fixture::two(), fixture::hostile(&"x".repeat(300)), fixture::hostile("宽字符 宽")] {
            let said = text(&report, false);
            for line in said.lines() {
                assert!(line.width() <= 80, "{} {line}", line.width());
            }
        }
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("terminal-wiped", text(&fixture::wiped(), false));
            insta::assert_snapshot!("terminal-quiet", text(&fixture::quiet(), false));
        });
    }

    #[test]
    fn no_escape_sequence_comes_from_the_evidence() {
        for nasty in fixture::NASTY {
            let said = text(&fixture::hostile(nasty), false);
            assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{nasty:?}");
        }
        assert!(text(&fixture::wiped(), true).contains("\u{1b}[1;31m"));
    }
}
