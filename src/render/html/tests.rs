//! What the page must hold.

use super::*;
use crate::render::page::fixture;

fn text(report: &Report) -> String {
    String::from_utf8(Html.render(report, &RenderOptions::default())).expect("UTF-8")
}

/// Every tag with its attributes' names, in order; panics where quotes or brackets do not fit.
fn tags(html: &str) -> Vec<String> {
    let (before, rest) = html.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</style>").expect("its end");
    let mut out = Vec::new();
    let whole = format!("{before}{after}");
    let mut rest = whole.as_str();
    while let Some((text, tail)) = rest.split_once('<') {
        assert!(!text.contains('>'), "stray > in {text:?}");
        let mut tag = String::new();
        let (mut quoted, mut end) = (false, tail.len());
        for (at, c) in tail.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '>' if !quoted => {
                    end = at;
                    break;
                }
                _ if !quoted => tag.push(c),
                _ => {}
            }
        }
        out.push(tag);
        rest = tail.get(end + 1..).unwrap_or("");
    }
    out
}

#[test]
fn hostile_text_adds_no_tag_and_no_attribute() {
    let harmless = tags(&text(&fixture::hostile("word")));
    for nasty in fixture::NASTY.iter().filter(|nasty| !nasty.trim().is_empty()) {
        let strip = |tags: &[String]| {
            tags.iter().filter(|t| !t.contains("code")).cloned().collect::<Vec<_>>()
        };
        assert_eq!(strip(&tags(&text(&fixture::hostile(nasty)))), strip(&harmless), "{nasty:?}");
    }
}

#[test]
fn nothing_is_loaded_and_every_link_has_its_target() {
    for report in [fixture::wiped(), fixture::quiet(), fixture::two()] {
        let said = text(&report);
        assert!(
            !said.contains("src=")
                && !said.contains("<script")
                && !said.contains("url(")
                && !said.contains("@import")
        );
        for link in said.split("href=\"#").skip(1) {
            let to = link.split('"').next().expect("an end");
            assert!(said.contains(&format!("id=\"{to}\"")), "#{to}");
        }
        for open in said.split("popovertarget=\"").skip(1) {
            let to = open.split('"').next().expect("an end");
            assert!(said.contains(&format!("<div popover id=\"{to}\"")), "{to}");
        }
    }
}

#[test]
fn the_timeline_shows_lanes_marks_and_both_zones() {
    let said = text(&fixture::wiped());
    assert!(
        said.contains("class=\"m destruction\"")
            && said.contains("class=\"m trigger\"")
            && said.contains("class=\"tick utc\"")
    );
    assert!(said.contains("class=\"gap\"") && said.contains("class=\"incident\""));
}
