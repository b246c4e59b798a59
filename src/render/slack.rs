//! A message of one screen, in Slack's mrkdwn, which Teams shows alike.

use crate::{
    render::{
        contract::{Profile, RenderOptions, Renderer, Whole},
        page::{
            block::{Line, Span},
            outline::word,
            words::clip_words,
        },
    },
    report::{
        parts::{Subject, VerdictLine},
        v1::{Decision, Report},
    },
    text::escape::trackers::{references, slack, slack_block, slack_code},
};

/// The form.
pub(crate) struct Slack;

/// What a message tells of an incident, in this order.
const TOLD: &[Subject] = &[
    Subject::When,
    Subject::Certain,
    Subject::NotCertain,
    Subject::Statement,
    Subject::StartedBy,
    Subject::Lost,
    Subject::Damaged,
    Subject::Also,
    Subject::Window,
];

/// Lines of commands, and the most letters in all of them: a command is never cut.
const COMMANDS: usize = 3;
const LETTERS: usize = 500;

impl Renderer for Slack {
    fn id(&self) -> &'static str {
        Profile::Slack.id()
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn render(&self, report: &Report, options: &RenderOptions) -> Vec<u8> {
        let room = Profile::Slack.budget().unwrap_or_default();
        let mut said = String::new();
        // references may make text five times as long
        for most in [240, 120, 60, 30, 15] {
            said = write(report, options.whole.as_ref(), most);
            if said.len() <= room {
                break;
            }
        }
        said.into_bytes()
    }
}

fn write(report: &Report, whole: Option<&Whole>, most: usize) -> String {
    let verdict = &report.verdict;
    let severity = (!report.incidents.is_empty()).then_some(verdict.severity);
    let word = word(severity, verdict.claim);
    let mut out = format!("*{word}:* {}\n\n", line(&verdict.headline, most));
    let place = |l: &VerdictLine| TOLD.iter().position(|s| Some(*s) == l.subject);
    let mut lines: Vec<&VerdictLine> = verdict.lines.iter().collect();
    if severity.is_some() {
        lines.retain(|line| place(line).is_some());
        lines.sort_by_key(|line| place(line));
    }
    for told in lines.iter().take(TOLD.len()) {
        let label = told.subject.map(|s| format!("*{}:* ", s.id())).unwrap_or_default();
        out.push_str(&format!("{label}{}\n", line(&told.text, most)));
    }
    if let Some(decision) = report.gravest().and_then(|incident| incident.decision.as_ref()) {
        decided(&mut out, decision, most);
    }
    let by = format!("backtrail {}", report.tool.version);
    out.push_str(&match whole {
        Some(Whole::Url(url)) => format!("\nThe whole report: {} ({by})\n", references(url)),
        Some(Whole::File(name)) => format!("\nThe whole report: {} ({by})\n", slack_code(name)),
        None => format!("\nMade by {by}\n"),
    });
    out
}

fn decided(out: &mut String, decision: &Decision, most: usize) {
    out.push_str(&format!("*Recommended:* {}\n", line(&decision.advice, most)));
    out.push_str(&format!("*Waiting costs:* {}\n", line(&decision.waiting, most)));
    let steps = decision.next.iter().filter_map(|line| line.strip_prefix("# "));
    for step in steps {
        out.push_str(&format!("*First:* {}\n", self::line(step, most)));
    }
    let all = decision.next.iter().flat_map(|line| line.lines());
    let mut commands: Vec<&str> = Vec::new();
    for command in all.filter(|line| !line.starts_with("# ")).take(COMMANDS) {
        let letters = commands.iter().map(|c| c.len()).sum::<usize>();
        if letters.saturating_add(command.len()) > LETTERS.min(most.saturating_mul(3)) {
            break;
        }
        commands.push(command);
    }
    if !commands.is_empty() {
        out.push_str(&format!("*Next:*\n{}", slack_block(&commands.join("\n"))));
    }
}

/// Text in at most about so many letters, cut within its pieces so that code stays code.
fn line(text: &str, most: usize) -> String {
    let mut room = most;
    let mut out = String::new();
    for span in Line::of(text).0 {
        if room == 0 {
            break;
        }
        let is_code = matches!(span, Span::Code(_));
        let (Span::Code(text) | Span::Text(text)) = span else { continue };
        let kept = clip_words(&text, room.max(4));
        room = if kept == text { room.saturating_sub(text.chars().count()) } else { 0 };
        out.push_str(&if is_code { slack_code(&kept) } else { slack(&kept) });
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::fixture;

    fn text(report: &Report) -> String {
        String::from_utf8(Slack.render(report, &RenderOptions::default())).expect("UTF-8")
    }

    #[test]
    fn a_message_is_a_screen_that_calls_nobody() {
        for nasty in fixture::NASTY.iter().chain(&[
            "<!channel>",
            "<@U024BE7LH>",
            "@here",
            "<https://evil.example|x>",
            "&&&&<<<<>>>>",
        ]) {
            let said = text(&fixture::hostile(&nasty.repeat(40)));
            assert!(said.len() <= 3_000 && said.lines().count() <= 24, "{nasty:?}: {said}");
            assert!(!said.contains(['<', '>']), "{nasty:?}: {said}");
            assert_eq!(said.matches("```").count() % 2, 0, "{nasty:?}: {said}");
            // `@` and addresses stand in code alone
            let outside = |line: &str| line.split('`').step_by(2).collect::<String>();
            let prose: String =
                said.split("```").step_by(2).flat_map(str::lines).map(outside).collect();
            assert!(!prose.contains(['@', '<']) && !prose.contains("://"), "{nasty:?}: {said}");
        }
    }

    #[test]
    fn a_message_has_the_decision_and_says_where_the_whole_is() {
        let url = Whole::url("https://ci.example/1?a=b&c=d").expect("an address");
        let options = RenderOptions { whole: Some(url), ..RenderOptions::default() };
        let said = String::from_utf8(Slack.render(&fixture::wiped(), &options)).expect("UTF-8");
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("slack-wiped", said);
        });
        let first = "# Stop everything that writes";
        let mut report = fixture::wiped();
        let decision = report.incidents.first_mut().and_then(|one| one.decision.as_mut());
        decision.expect("a decision").next.insert(0, first.to_owned());
        assert!(text(&report).contains("*First:* Stop everything that writes\n"));
        assert!(!text(&fixture::quiet()).contains("*First:*"));
        assert!(text(&fixture::quiet()).starts_with("*No incident:* no loss of tables"));
        assert!(Whole::url("https://x/<!channel>").is_err() && Whole::url("javascript:1").is_err());
    }
}
