//! A summary for a terminal: the verdict and the decision on one screen, then what happened in
//! which order, and where to look.

use std::path::PathBuf;

use unicode_width::UnicodeWidthStr as _;

use crate::{
    case::severity::Severity,
    redact::rule::Level,
    render::{
        contract::{RenderOptions, Renderer},
        page::words,
        rows::{COLUMN, Row, decided, fitted, rows, said, wrap},
    },
    report::{
        parts::Explanation,
        terms::{Claim, Role},
        v1::{Incident, Report},
    },
    text::{
        escape,
        number::{counted, number},
    },
};

/// The form.
pub(crate) struct Terminal;

impl Renderer for Terminal {
    fn id(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn render(&self, report: &Report, options: &RenderOptions) -> Vec<u8> {
        let mut out = Writer {
            out: String::new(),
            width: options.width.clamp(40, 200),
            colour: options.colour,
            links: options.links.clone(),
        };
        out.verdict(report);
        match report.incidents.as_slice() {
            [] => out.findings(report),
            several => {
                let top = report.gravest().map(|incident| incident.id);
                let others = several.iter().filter(|incident| Some(incident.id) != top);
                others.take(4).for_each(|incident| out.incident(incident));
                let rest = several.len().saturating_sub(5);
                if rest > 0 {
                    out.out.push_str(&format!("\n{rest} more incidents are in the report\n"));
                }
                out.course(report);
            }
        }
        out.pulse(report);
        out.evidence(report);
        out.out.into_bytes()
    }
}

/// Lines of the first screen.
const SCREEN: usize = 24;

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

fn ink_of(severity: Severity) -> Ink {
    match severity {
        Severity::Critical | Severity::High => Ink::Red,
        Severity::Medium => Ink::Yellow,
        Severity::Low => Ink::Cyan,
        Severity::Info => Ink::Green,
    }
}

struct Writer {
    out: String,
    width: usize,
    colour: bool,
    /// The folder that paths of the evidence are relative to, where paths shall be links.
    links: Option<PathBuf>,
}

impl Writer {
    fn ink(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{}{text}\u{1b}[0m", ink.code())
        } else {
            text.to_owned()
        }
    }

    /// A label in a column of its own, text beside it.
    fn labelled(&mut self, label: &str, text: &str, ink: Option<Ink>) {
        let lines = wrap(text, self.width.saturating_sub(COLUMN.saturating_add(2)));
        self.labelled_lines(label, lines, ink);
    }

    fn labelled_lines(&mut self, label: &str, lines: Vec<String>, ink: Option<Ink>) {
        let label: String = label.chars().take(COLUMN.saturating_sub(1)).collect();
        for (index, line) in lines.into_iter().enumerate() {
            let shown = if index == 0 { label.as_str() } else { "" };
            let pad = " ".repeat(COLUMN.saturating_sub(shown.width()));
            let line = ink.map_or_else(|| line.clone(), |ink| self.ink(ink, &line));
            self.out.push_str(&format!("  {}{pad}{line}\n", self.ink(Ink::Faint, shown)));
        }
    }

    fn heading(&mut self, text: &str) {
        let text = self.ink(Ink::Bold, &said(text));
        self.out.push_str(&format!("\n{text}\n"));
    }

    fn verdict(&mut self, report: &Report) {
        let none = report.incidents.is_empty();
        let (word, ink) = if none {
            let claim = report.verdict.claim;
            let ink = if claim == Claim::NotShown { Ink::Yellow } else { Ink::Green };
            (claim.words().to_uppercase(), ink)
        } else {
            (report.verdict.severity.id().to_uppercase(), ink_of(report.verdict.severity))
        };
        let room = self.width.saturating_sub(word.width().saturating_add(2));
        for (index, line) in
            wrap(&said(&words::clip(&report.verdict.headline, 400)), room).into_iter().enumerate()
        {
            if index == 0 {
                self.out.push_str(&format!(
                    "{}  {}\n",
                    self.ink(ink, &word),
                    self.ink(Ink::Bold, &line)
                ));
            } else {
                self.out.push_str(&format!(
                    "{}{}\n",
                    " ".repeat(word.width().saturating_add(2)),
                    self.ink(Ink::Bold, &line)
                ));
            }
        }
        let mut rows = rows(&report.verdict.lines);
        let gravest = report.gravest().and_then(|incident| incident.decision.as_ref());
        rows.extend(gravest.into_iter().flat_map(decided));
        let used = self.out.lines().count();
        self.rows(rows, SCREEN.saturating_sub(used));
    }

    /// Rows within so many lines.
    fn rows(&mut self, rows: Vec<Row>, lines: usize) {
        for (label, text) in fitted(rows, self.width, lines) {
            self.labelled_lines(label, text, None);
        }
    }

    /// Entries and errors around the gravest incident, one sign a step.
    fn pulse(&mut self, report: &Report) {
        let gravest = report.gravest().map(|incident| incident.id);
        let Some(activity) = report.activity.iter().find(|a| a.incident == gravest) else {
            return;
        };
        let Some(stretch) = activity.stretches.last().filter(|s| s.entries.len() > 1) else {
            return;
        };
        let room = self.width.saturating_sub(16).min(64);
        let squeeze = |numbers: &[u64]| -> Vec<u64> {
            let per = numbers.len().div_ceil(room.max(1)).max(1);
            numbers
                .chunks(per)
                .map(|chunk| chunk.iter().fold(0_u64, |sum, n| sum.saturating_add(*n)))
                .collect()
        };
        self.heading(&match gravest {
            Some(id) => format!("Around {id}"),
            None => "Over time".to_owned(),
        });
        for (label, numbers, ink) in
            [("Entries", &stretch.entries, Ink::Faint), ("Errors", &stretch.errors, Ink::Red)]
        {
            if numbers.iter().any(|n| *n > 0) {
                let line = self.ink(ink, &spark(&squeeze(numbers)));
                self.out.push_str(&format!(
                    "  {}{}{line}\n",
                    self.ink(Ink::Faint, label),
                    " ".repeat(COLUMN.saturating_sub(label.len()))
                ));
            }
        }
        let mut range = words::range(&stretch.from, &stretch.to);
        let shown = stretch.entries.iter().fold(0_u64, |sum, n| sum.saturating_add(*n));
        let all = report.evidence.iter().fold(0_u64, |sum, e| sum.saturating_add(e.entries));
        if gravest.is_none() && shown < all {
            range.push_str(&format!(", {} of {} entries", number(shown), number(all)));
        }
        self.labelled("", &said(&range), Some(Ink::Faint));
    }

    /// What happened in which order.
    fn course(&mut self, report: &Report) {
        const MOST: usize = 12;
        let moments: Vec<_> = report.timeline.iter().filter(|m| m.role != Role::Context).collect();
        if moments.is_empty() {
            return;
        }
        self.heading("Course");
        let mut day = String::new();
        for moment in moments.iter().take(MOST) {
            let when = words::when(&moment.at);
            let (date, clock) = when.split_once(' ').unwrap_or(("", when.as_str()));
            if date != day {
                day = date.to_owned();
                let zone = clock.split_once(' ').map_or("", |(_, zone)| zone);
                self.out.push_str(&format!(
                    "  {}\n",
                    self.ink(Ink::Faint, &said(&format!("{date} {zone}")))
                ));
            }
            let clock: String = clock.chars().take(8).collect();
            let ink = match moment.role {
                Role::Destruction => Some(Ink::Red),
                Role::Trigger => Some(Ink::Yellow),
                _ => None,
            };
            self.labelled(
                &clock,
                &said(&words::clip(&format!("{}: {}", moment.role, moment.text), 200)),
                ink,
            );
        }
        let rest = moments.len().saturating_sub(MOST);
        if rest > 0 {
            self.labelled("", &format!("{rest} more in the report"), Some(Ink::Faint));
        }
    }

    /// One of several incidents.
    fn incident(&mut self, incident: &Incident) {
        self.out.push('\n');
        let head = format!("{}  {}", incident.id, incident.severity.id().to_uppercase());
        let head = self.ink(ink_of(incident.severity), &head);
        let title = said(&words::clip(&incident.title, 300));
        let room = self.width.saturating_sub(COLUMN.saturating_add(2));
        for (index, line) in wrap(&title, room).into_iter().enumerate() {
            self.out.push_str(&if index == 0 {
                format!("{head}  {line}\n")
            } else {
                format!("      {line}\n")
            });
        }
        let Some(decision) = &incident.decision else { return };
        let mut all = rows(&decision.lines);
        all.extend(decided(decision));
        self.rows(all, 14);
    }

    fn findings(&mut self, report: &Report) {
        const MOST: usize = 8;
        if report.findings.is_empty() {
            return;
        }
        self.heading("Destructive operations, judged harmless");
        for finding in report.findings.iter().take(MOST) {
            let on = words::names(&finding.tables, finding.table_count, 2);
            let when = finding
                .started_at
                .as_deref()
                .map(|at| format!(", {}", words::when(at)))
                .unwrap_or_default();
            let what = format!(
                "{} on {on}; {}{when}",
                words::plain(&finding.operation),
                finding.status.words()
            );
            self.labelled(finding.severity.id(), &said(&words::clip(&what, 160)), None);
            let Explanation { effect, housekeeping } = &finding.explanation;
            let why = housekeeping.as_ref().unwrap_or(effect);
            self.labelled("", &said(&words::clip_words(why, 200)), Some(Ink::Faint));
        }
        let rest = report.findings.len().saturating_sub(MOST);
        if rest > 0 {
            self.labelled("", &format!("{rest} more are in the report"), Some(Ink::Faint));
        }
    }

    fn evidence(&mut self, report: &Report) {
        let open: Vec<&crate::report::v1::Question> =
            report.coverage.iter().filter(|q| !q.answered).collect();
        let unread: Vec<&str> = report
            .evidence
            .iter()
            .filter(|e| e.format.is_none())
            .map(|e| e.path.as_str())
            .collect();
        self.heading("Evidence");
        let entries = report.evidence.iter().fold(0_u64, |sum, e| sum.saturating_add(e.entries));
        let text = format!(
            "{}, {}",
            counted(report.evidence.len() as u64, "file", "files"),
            counted(entries, "entry", "entries")
        );
        self.labelled("Read", &text, None);
        self.places(report);
        if !unread.is_empty() {
            let names = unread.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let more = if unread.len() > 3 {
                format!(" and {} more", unread.len().saturating_sub(3))
            } else {
                String::new()
            };
            self.labelled(
                "Not read",
                &said(&words::clip(&format!("{names}{more}: of no known format"), 240)),
                Some(Ink::Yellow),
            );
        }
        for question in open.iter().take(4) {
            let missing =
                question.missing.as_deref().map(|m| format!(" Missing: {m}")).unwrap_or_default();
            self.labelled(
                "Open",
                &said(&words::clip(&format!("{}{missing}", question.question), 240)),
                Some(Ink::Yellow),
            );
        }
        let rest = open.len().saturating_sub(4);
        if rest > 0 {
            self.labelled("", &format!("{rest} more open questions are in the report"), None);
        }
        if report.redaction.level == Level::Off {
            self.labelled("Note", "UNREDACTED: do not attach this to anything", Some(Ink::Red));
        }
    }

    /// Where to look first: the places of the trigger and of the act, as links where wanted.
    fn places(&mut self, report: &Report) {
        let mut seen: Vec<&str> = Vec::new();
        let ids = report
            .timeline
            .iter()
            .filter(|m| matches!(m.role, Role::Trigger | Role::Destruction | Role::Effect))
            .filter_map(|m| m.citations.first());
        for id in ids {
            let Some(citation) = report.citations.iter().find(|c| c.id == *id) else { continue };
            let Some(source) = report.evidence.iter().find(|e| e.id == citation.evidence) else {
                continue;
            };
            if seen.contains(&source.path.as_str()) || seen.len() >= 4 {
                continue;
            }
            let label = if seen.is_empty() { "Look at" } else { "" };
            seen.push(&source.path);
            let place = said(&format!("{}:{}", source.path, citation.line));
            let room = self.width.saturating_sub(COLUMN.saturating_add(2));
            // a member of an archive is no file that could be opened
            let linked = self
                .links
                .as_ref()
                .filter(|_| !source.path.contains("!/") && place.width() <= room)
                .map(|folder| folder.join(&source.path));
            match linked {
                Some(path) => {
                    let pad = " ".repeat(COLUMN.saturating_sub(label.len()));
                    self.out.push_str(&format!(
                        "  {}{pad}{}\n",
                        self.ink(Ink::Faint, label),
                        escape::terminal_link(&path, &place)
                    ));
                }
                None => self.labelled(label, &place, None),
            }
        }
    }
}

/// Numbers as signs of eight heights; nothing where there is nothing. Heights grow with the root.
fn spark(numbers: &[u64]) -> String {
    const SIGNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = numbers.iter().max().copied().unwrap_or(1).max(1) as f64;
    let sign = |n: u64| {
        SIGNS.get(((n as f64 / most).sqrt() * 7.0).round() as usize).copied().unwrap_or('█')
    };
    numbers
        .iter()
        .map(|n| if *n == 0 { ' ' } else { sign(*n) })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    fn text(report: &Report, colour: bool) -> String {
        String::from_utf8(
            Terminal.render(report, &RenderOptions { colour, ..RenderOptions::default() }),
        )
        .expect("UTF-8")
    }

    #[test]
    fn a_wipe_fits_eighty_columns() {
        for report in [
            fixture::wiped(),
            fixture::quiet(),
            fixture::two(),
            fixture::hostile(&"x".repeat(300)),
            fixture::hostile("宽字符 宽"),
        ] {
            let said = text(&report, false);
            for line in said.lines().filter(|line| !line.contains(" $ ")) {
                assert!(line.width() <= 80, "{} {line}", line.width());
            }
        }
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("terminal-wiped", text(&fixture::wiped(), false));
            insta::assert_snapshot!("terminal-quiet", text(&fixture::quiet(), false));
        });
    }

    #[test]
    fn the_first_screen_holds_verdict_and_decision() {
        let mut report = fixture::wiped();
        let decision = report.incidents.first_mut().and_then(|i| i.decision.as_mut()).unwrap();
        let long = "a sentence that is much longer than a line of the screen ".repeat(6);
        decision.waiting.clone_from(&long);
        report.verdict.lines.iter_mut().for_each(|line| line.text.clone_from(&long));
        let said = text(&report, false);
        let first: Vec<&str> = said.lines().take_while(|line| !line.is_empty()).collect();
        assert!(first.len() <= SCREEN, "{said}");
        assert!(first.iter().any(|line| line.contains("Recommended")), "{said}");
        // commands are never cut short
        assert!(first.iter().any(|line| line.contains("shop_restore'")), "{said}");
    }

    #[test]
    fn a_command_stands_in_one_line_and_nothing_is_cut_where_all_fits() {
        let mut report = fixture::wiped();
        let decision = report.incidents.first_mut().and_then(|i| i.decision.as_mut()).unwrap();
        let command = format!("printf '%s  %s' '{}'", "a  b ".repeat(30));
        decision.next = vec!["# Stop what writes".into(), command.clone()];
        decision.waiting = "the binary logs expire ".repeat(10) + "at last.";
        let said = text(&report, false);
        assert!(said.contains(&format!("  $ {command}\n")), "{said}");
        assert!(said.lines().any(|line| line.ends_with("  Stop what writes")), "{said}");
        assert!(said.contains("at last."), "{said}");
    }

    #[test]
    fn no_escape_sequence_comes_from_the_evidence() {
        for nasty in fixture::NASTY {
            let said = text(&fixture::hostile(nasty), false);
            assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{nasty:?}");
        }
        assert!(text(&fixture::wiped(), true).contains("\u{1b}[1;31m"));
    }

    #[test]
    fn places_are_links_only_where_wanted() {
        let options =
            RenderOptions { links: Some(PathBuf::from("/srv/e d")), ..RenderOptions::default() };
        let said = String::from_utf8(Terminal.render(&fixture::wiped(), &options)).expect("UTF-8");
        assert!(said.contains("\u{1b}]8;;file:///srv/e%20d/logs/"), "{said}");
        assert!(!text(&fixture::wiped(), true).contains("\u{1b}]8"));
    }

    #[test]
    fn numbers_become_heights() {
        assert_eq!(spark(&[0, 1, 16, 64, 0]), " ▂▅█");
        assert_eq!(spark(&[]), "");
    }
}
