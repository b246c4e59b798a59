//! What each escape leaves of hostile text.

use super::*;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const NASTY: &[&str] = &[
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![i](http://x/y.png)",
    "```",
    "~~~",
    "`",
    "``a`",
    "a|b",
    "\\|",
    "\\\\|x",
    "@all",
    "@someone",
    "#1",
    "org/repo#12",
    "GH-7",
    "/close",
    "::set-output name=x::y",
    "\u{1b}[31m",
    "\u{1b}]52;c;eA==\u{7}",
    "\u{202e}evil",
    "\u{200b}",
    "=1+1",
    "- item",
    "1. item",
    "> quote",
    "# head",
    "---",
    "===",
    "***",
    "__b__",
    "*i*",
    "$x$",
    "$$",
    ":smile:",
    "https://evil.example",
    "www.evil.example",
    "mailto:a@b",
    "&lt;",
    "&#64;x",
    "<!-- c -->",
    "[^1]",
    "[^1]: x",
    "- [ ] task",
    "a\nb",
    "a\r\n\r\n# b",
    "\t\tcode",
    "    code",
    "!",
    "![",
    "](",
    "~label",
    "%milestone",
    "!12",
    "\u{85}",
    "\u{2028}",
    "]]",
    "[[a]]",
    "deadbeef1",
    "+ a",
    ": def",
];

fn nasty() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            prop::sample::select(NASTY).prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
            Just(" ".to_owned()),
            "[a-z]{1,5}"
        ],
        0..12,
    )
    .prop_map(|parts| parts.concat())
}

fn parse(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(text, Options::all()).collect()
}

fn plain_only(text: &str) {
    for event in parse(text) {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) | Event::Code(_) => {}
            Event::Text(t) => assert!(
                !t.contains(['@', '#', '<', '$', '~']) && !t.contains("://"),
                "{t:?} in {text:?}"
            ),
            other => panic!("{other:?} in {text:?}"),
        }
    }
}

proptest! {
    #[test]
    fn inline_text_is_only_text_and_code(text in nasty()) {
        plain_only(&md_inline(&text));
    }

    #[test]
    fn a_link_of_ours_after_any_text_stays_a_link(text in nasty()) {
        let whole = format!("{} [C1](#c1)", md_inline(&text));
        let links = parse(&whole).into_iter().filter(|e| matches!(e, Event::Start(Tag::Link { .. }))).count();
        prop_assert_eq!(links, 1, "{}", whole);
        let images = parse(&whole).iter().any(|e| matches!(e, Event::Start(Tag::Image { .. })));
        prop_assert!(!images);
    }

    #[test]
    fn text_after_our_own_is_only_text_and_code(text in nasty()) {
        plain_only(&format!("x {}", md_inline_within(&text)));
    }

    #[test]
    fn a_code_span_is_one_code_span(text in nasty()) {
        let span = md_code_span(&text);
        let codes: Vec<_> = parse(&span).into_iter().filter(|e| !matches!(e, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))).collect();
        if span != "(empty)" {
            prop_assert_eq!(codes.len(), 1, "{}", span);
            prop_assert!(matches!(codes.first(), Some(Event::Code(_))));
        }
    }

    #[test]
    fn a_cell_stays_one_cell(text in nasty()) {
        for cell in [md_cell(&text), md_cell_code(&text)] {
            let table = format!("| a | b |\n|---|---|\n| x{cell} | end |\n");
            let events = parse(&table);
            let cells = events.iter().filter(|e| matches!(e, Event::Start(Tag::TableCell))).count();
            prop_assert_eq!(cells, 4, "{}", table);
            prop_assert!(events.iter().any(|e| matches!(e, Event::Text(t) if t.ends_with("end"))), "{}", table);
            let foreign = events.iter().any(|e| matches!(e, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Heading { .. } | Tag::Emphasis | Tag::Strong | Tag::CodeBlock(_))));
            prop_assert!(!foreign, "{}", table);
        }
    }

    #[test]
    fn a_block_is_one_block_and_keeps_its_lines(text in nasty()) {
        let block = md_block(&text, "text");
        let events = parse(&block);
        let first = matches!(events.first(), Some(Event::Start(Tag::CodeBlock(_))));
        prop_assert!(first);
        prop_assert!(matches!(events.last(), Some(Event::End(TagEnd::CodeBlock))));
        prop_assert!(events.iter().filter(|e| !matches!(e, Event::Text(_))).count() == 2, "{}", block);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left(text in nasty()) {
        prop_assert!(!terminal(&text).chars().any(|c| c.is_control() || hidden(c)));
    }

    #[test]
    fn html_has_no_tag_and_no_open_quote(text in nasty()) {
        prop_assert!(!html(&text).contains(['<', '>', '"', '\'']));
    }

    #[test]
    fn no_runner_finds_a_command(text in nasty(), before in "[ \t]{0,2}") {
        let text = format!(
            "{before}{text}\n  ::error file=x::{text} ##[group]x ###[y ##vso[task.complete]x ##teamcity[a\n--- {text}\n\u{1b}[0Ksection_start:1:x\rtravis_fold:start:y"
        );
        for shown in [one_line(&text), many_lines(&text), csv(&text), html(&text)] {
            for line in shown.lines() {
                let v2 = line.trim_start().strip_prefix("::").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains("::"));
                prop_assert!(!v2 && commands(line).is_empty(), "{}", line);
                prop_assert!(!line.contains("section_start:") && !line.contains("travis_fold:"), "{}", line);
                prop_assert!(!["--- ", "+++ ", "~~~ ", "^^^ "].iter().any(|mark| line.starts_with(mark)), "{}", line);
                prop_assert!(!line.chars().any(|c| c.is_control() && c != '\t' && c != '\r'), "{:?}", line);
            }
        }
        let written = json(serde_json::to_vec(&text).expect("JSON"));
        let shown = String::from_utf8(written.clone()).expect("UTF-8");
        prop_assert!(commands(&shown).is_empty() && !shown.contains(|c: char| c.is_control() || hidden(c)));
        prop_assert_eq!(serde_json::from_slice::<String>(&written).expect("JSON"), text);
    }

    #[test]
    fn an_annotation_is_one_line_without_commands(text in nasty()) {
        let line = format!("::error file={}::{}", gha_property(&text), gha_message(&text));
        prop_assert!(!line.contains(['\n', '\r']));
    }

    #[test]
    fn a_mermaid_label_has_no_grammar(text in nasty()) {
        let grammar = mermaid(&text).contains([':', ';', '#', ',', '<', '>', '`', '"', '%', '{', '}', '\n']);
        prop_assert!(!grammar);
    }

    #[test]
    fn a_csv_field_never_starts_a_formula(text in nasty()) {
        let field = csv(&text);
        let inner = field.strip_prefix('"').unwrap_or(&field);
        prop_assert!(!inner.starts_with(['=', '+', '-', '@', '\t', '\r']));
    }
}

#[test]
fn ordinary_prose_stays_as_it_is() {
    let text =
        "217 tables were dropped in 2 s by php artisan migrate:fresh (very likely, 80-95 %).";
    assert_eq!(md_inline(text), text);
    assert_eq!(
        md_inline("see failed_jobs, root@localhost."),
        "see `failed_jobs`, `root@localhost`."
    );
}

#[test]
fn hidden_characters_are_shown() {
    assert_eq!(one_line("a\u{202e}b\u{1b}[0m\r\nc"), "a⟨U+202E⟩b␛[0m⏎c");
}

#[test]
fn formulas_are_guarded_and_quotes_doubled() {
    assert_eq!(csv("=1+1"), "\"'=1+1\"");
    assert_eq!(csv("a\"b"), "\"a\"\"b\"");
    assert_eq!(csv("plain"), "plain");
}
