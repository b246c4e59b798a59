//! What holds for every form at once: limits that are kept by leaving out whole parts, and text
//! from evidence that no forge, ticket system or runner obeys.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{
    case::severity::Severity,
    render::{
        RENDERERS, by_id,
        contract::{Profile, RenderOptions, Renderer},
        github::Github,
        markdown::Markdown,
        page::fixture,
    },
    report::{
        id::{FindingId, IncidentId},
        v1::Report,
    },
};

/// What the target refuses: GitHub and GitLab count characters, a step summary bytes, Jira
/// characters.
fn limit(profile: Profile) -> Option<(usize, bool)> {
    match profile {
        Profile::Full => None,
        Profile::GithubComment => Some((65_536, false)),
        Profile::StepSummary => Some((1_048_576, true)),
        Profile::GitlabNote => Some((1_000_000, false)),
        Profile::Jira | Profile::Slack => Some((32_767, false)),
    }
}

fn markdown(report: &Report, profile: Profile) -> String {
    String::from_utf8(
        Markdown.render(report, &RenderOptions { profile, ..RenderOptions::default() }),
    )
    .expect("UTF-8")
}

/// The places that take Markdown.
fn places() -> impl Iterator<Item = Profile> {
    Profile::ALL.iter().copied().filter(|place| by_id(place.id()).is_none())
}

fn events(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(
        text,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM,
    )
    .collect()
}

/// A report of so many incidents, each of so many tables, with excerpts and paths of evidence as
/// long as `word`.
fn large(incidents: usize, tables: usize, word: &str) -> Report {
    let mut report = fixture::hostile(word);
    let (incident, finding) = (
        report.incidents.first().cloned().expect("an incident"),
        report.findings.first().cloned().expect("a finding"),
    );
    let table = incident.impact.tables.first().cloned().expect("a table");
    report.incidents.clear();
    report.findings.clear();
    for number in 1..=incidents {
        let mut next = incident.clone();
        next.id = IncidentId::of(number - 1);
        next.severity = match number % 3 {
            0 => Severity::High,
            1 => Severity::Critical,
            _ => Severity::Medium,
        };
        next.findings = vec![FindingId::of(number - 1)];
        next.impact.tables = (0..tables)
            .map(|n| {
                let mut table = table.clone();
                table.name = format!("table_{n}");
                table
            })
            .collect();
        report.incidents.push(next);
        let mut next = finding.clone();
        next.id = FindingId::of(number - 1);
        next.incident = Some(IncidentId::of(number - 1));
        next.tables = (0..tables).map(|n| format!("table_{n}")).collect();
        next.table_count = tables as u64;
        report.findings.push(next);
    }
    report.verdict.incidents = incidents;
    report
}

/// Nothing is cut within a fence, a table or a tag, and what is left out is said.
fn whole(report: &Report, profile: Profile, full: usize) -> String {
    let text = markdown(report, profile);
    if let Some((most, bytes)) = limit(profile) {
        let length = if bytes { text.len() } else { text.chars().map(char::len_utf16).sum() };
        assert!(length <= most, "{profile:?}: {length} of {most}");
        if text.len() < full / 2 {
            assert!(
                text.contains("Left out to keep within the limit of this place: "),
                "{profile:?} says nothing of what it left out"
            );
        }
    }
    // a paragraph after the end stands by itself: no fence, table or list is left open
    let probed = format!("{text}\nprobe\n");
    let nodes = events(&probed);
    let end: Vec<String> = nodes.iter().rev().take(3).map(|event| format!("{event:?}")).collect();
    assert!(end.iter().any(|event| event.contains("probe")), "{profile:?}: {end:?}");
    let html: String = nodes
        .iter()
        .filter_map(|event| {
            if let Event::Html(html) | Event::InlineHtml(html) = event {
                Some(html.as_ref())
            } else {
                None
            }
        })
        .collect();
    for tag in ["details", "summary"] {
        assert_eq!(
            html.matches(&format!("<{tag}>")).count(),
            html.matches(&format!("</{tag}>")).count(),
            "{profile:?} <{tag}>"
        );
    }
    let depth = nodes.iter().fold(0_i64, |depth, event| match event {
        Event::Start(Tag::CodeBlock(_) | Tag::Table(_)) => depth + 1,
        Event::End(TagEnd::CodeBlock | TagEnd::Table) => depth - 1,
        _ => depth,
    });
    assert_eq!(depth, 0);
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        assert!(row.ends_with(" |"), "{profile:?}: a row is cut: {row}");
    }
    assert!(text.contains("> **"), "{profile:?}: the verdict is gone");
    text
}

#[test]
fn twenty_thousand_tables_in_five_hundred_incidents_fit_every_place() {
    let report = large(500, 40, "`word` of a log, with 1 number");
    for profile in [Profile::GithubComment, Profile::GitlabNote] {
        let text = whole(&report, profile, usize::MAX);
        assert!(
            text.contains("I1") && text.matches("\n## I").count() >= 5,
            "{profile:?}: the gravest incidents are told of\n{}",
            text.get(..3000).unwrap_or(&text)
        );
    }
    let report = large(60, 5, "`word` of a log, with 1 number");
    assert!(whole(&report, Profile::StepSummary, 0).matches("\n## I").count() >= 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn any_report_fits_any_place(incidents in 0_usize..12, tables in 1_usize..40, nasty in prop::sample::select(fixture::NASTY), times in 1_usize..30) {
        let report = large(incidents, tables, &format!("w {}", nasty.repeat(times)));
        let full = markdown(&report, Profile::Full).len();
        for profile in places() {
            whole(&report, profile, full);
        }
    }
}

/// Words that make a forge or ticket system do something, with what it does.
const ORDERS: &[&str] = &[
    "@all",
    "@octocat",
    "hello @team/core",
    "fixes #1",
    "closes org/repo#12",
    "resolves GH-7",
    "!12",
    "&3",
    "~bug",
    "%milestone",
    "$12",
    "/close",
    "x\n/close",
    "x\r\n/assign @me",
    " /label ~x",
    "https://evil.example/x",
    "www.evil.example",
    "a@b.example",
    "[~user]",
    "[^1]: x",
    "deadbeef1",
    "::error file=x::y",
    "x\n::set-output name=a::b",
    "##[error]x",
    "x ##[group]y",
    "::stop-commands::t",
    "x\n  ::add-mask::y",
    "![i](http://x/y.png)",
    "<img src=x>",
    "<!-- x",
    "-->",
    "</details>",
    "```\n/close\n```",
    "~~~\n/close",
    "|\n|---|\n/close",
    "> /close",
    "- /close",
];

/// Whether some forge would act on a piece of running text.
fn acts(text: &str) -> Option<&'static str> {
    let bytes: Vec<char> = text.chars().collect();
    for (at, c) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or(' ');
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(' ');
        match c {
            '@' if next.is_alphanumeric() => return Some("a mention"),
            '#' if next.is_ascii_digit() => return Some("a reference to an issue"),
            '!' | '&' | '$' | '~' | '%'
                if next.is_ascii_alphanumeric() && !before.is_alphanumeric() =>
            {
                return Some("a reference of GitLab");
            }
            _ => {}
        }
    }
    let lower = text.to_lowercase();
    ["http://", "https://", "www.", "gh-7", "deadbeef1", "[~"]
        .into_iter()
        .find(|order| lower.contains(order))
}

#[test]
fn no_text_of_evidence_gives_orders_to_a_forge() {
    for order in ORDERS {
        let report = fixture::hostile(order);
        for profile in places() {
            let text = markdown(&report, profile);
            let mut within_code = false;
            for event in events(&text) {
                match event {
                    Event::Start(Tag::CodeBlock(_)) => within_code = true,
                    Event::End(TagEnd::CodeBlock) => within_code = false,
                    Event::Text(said) if !within_code => {
                        assert_eq!(acts(&said), None, "{order:?} in {profile:?}: {said:?}");
                    }
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        assert!(dest_url.starts_with('#'), "{order:?}: {dest_url}");
                    }
                    Event::Start(Tag::Image { .. }) => panic!("{order:?} in {profile:?}: an image"),
                    _ => {}
                }
            }
            // GitLab looks for quick actions line by line, outside of fences
            let mut fence: Option<usize> = None;
            for line in text.lines() {
                let ticks = line.len() - line.trim_start_matches('`').len();
                match fence {
                    None if ticks >= 3 => fence = Some(ticks),
                    Some(open)
                        if ticks >= open && line.trim_start_matches('`').trim().is_empty() =>
                    {
                        fence = None;
                    }
                    None => assert!(
                        !line.trim_start_matches([' ', '>', '-']).starts_with('/'),
                        "{order:?} in {profile:?}: {line:?}"
                    ),
                    Some(_) => {}
                }
            }
            assert_eq!(fence, None, "{order:?} in {profile:?}: a fence is open");
        }
    }
}

#[test]
fn no_form_that_is_printed_runs_a_command() {
    for order in ORDERS {
        let report = fixture::hostile(order);
        for renderer in RENDERERS {
            let text = String::from_utf8(renderer.render(&report, &RenderOptions::default()))
                .expect("UTF-8");
            for line in text.lines() {
                let ours = renderer.id() == "github"
                    && ["::error title=", "::warning title=", "::notice title="]
                        .iter()
                        .any(|start| line.starts_with(start));
                let rest = line
                    .trim_start()
                    .strip_prefix("::")
                    .filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
                assert!(
                    ours || !rest.is_some_and(|rest| rest.contains("::")),
                    "{order:?} in {}: {line:?}",
                    renderer.id()
                );
                assert!(!line.contains("##["), "{order:?} in {}: {line:?}", renderer.id());
            }
        }
    }
}

#[test]
fn annotations_are_ten_of_a_kind_and_say_how_many_more() {
    let report = large(40, 2, "word");
    let said = String::from_utf8(Github.render(&report, &RenderOptions::default())).expect("UTF-8");
    for kind in ["error", "warning", "notice"] {
        let count = said.lines().filter(|line| line.starts_with(&format!("::{kind} "))).count();
        assert!(count <= 10, "{kind}: {count}");
    }
    let shown = said.lines().count().saturating_sub(1);
    assert!(said.contains(&format!("::{} more in the report", 40 - shown)), "{said}");
}

#[test]
fn each_form_is_known_by_its_name_and_no_extension_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for renderer in RENDERERS {
        assert!(by_id(renderer.id()).is_some());
        for extension in renderer.extensions() {
            assert!(seen.insert(extension), "{extension}");
        }
    }
}
