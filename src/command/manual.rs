//! The generated pages of `docs/` say what the lists say, and what `docs/` says of the command line
//! is true of it. `UPDATE_DOCS=1 cargo test manual` writes the pages.

use std::{fmt::Write as _, fs, path::Path};

use super::cli::{implied, program};
use crate::{
    format::FORMATS,
    verdict::{mechanism::Mechanism, rule::RULES, signal::SIGNALS},
};

fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        held == text,
        "docs/{name} is behind its list; run `UPDATE_DOCS=1 cargo test manual` and commit it"
    );
}

/// Headings of a page one level deeper than the page's own.
fn deeper(text: &str) -> String {
    text.trim()
        .lines()
        .map(|line| if line.starts_with('#') { format!("##{line}\n") } else { format!("{line}\n") })
        .collect()
}

#[test]
fn the_page_of_formats_says_what_the_list_says() {
    let mut text = String::from(
        "# Formats\n\nWhat is recognised, from content and never from the name alone. `backtrail formats` prints the same; `--format 'GLOB=ID'` states a format where the\ncontent does not show it. This page is written by a test (`UPDATE_DOCS=1 cargo test manual`).\n\n| id | what it is |\n|---|---|\n",
    );
    for format in FORMATS {
        let _ = writeln!(
            text,
            "| [`{id}`](#{id}) | {} |",
            format.about.replace('|', "\\|"),
            id = format.id
        );
    }
    for format in FORMATS {
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n````text\n{}\n````\n",
            format.id,
            format.about,
            format.example.trim_end()
        );
    }
    check("formats.md", &text);
}

#[test]
fn the_page_of_rules_says_what_the_lists_say() {
    let mut text = String::from(
        "# Rules, mechanisms and signals\n\nWhat counts as destructive, which command leaves which footprint, and what counts for and against a suspect. `backtrail explain ID` prints one\nof them. This page is written by a test (`UPDATE_DOCS=1 cargo test manual`).\n\n## Rules: what was done\n",
    );
    for rule in RULES {
        let _ = write!(
            text,
            "\n### {}\n\nOperation `{}`. {}",
            rule.id(),
            rule.operation().id(),
            deeper(&rule.page())
        );
    }
    text.push_str("\n## Mechanisms: which command or procedure did it\n");
    for mechanism in Mechanism::ALL {
        let _ =
            write!(text, "\n### {}\n\n{}", mechanism.id(), deeper(&mechanism.definition().page()));
    }
    text.push_str("\n## Signals: who or what started it\n");
    for signal in SIGNALS {
        let _ = write!(text, "\n### {}\n\n{}", signal.id(), deeper(&signal.page()));
    }
    check("rules.md", &text);
}

#[test]
fn no_name_stands_twice_in_a_list() {
    let lists: [Vec<&str>; 4] = [
        FORMATS.iter().map(|member| member.id).collect(),
        RULES.iter().map(|member| member.id()).collect(),
        Mechanism::ALL.iter().map(|member| member.id()).collect(),
        SIGNALS.iter().map(|member| member.id()).collect(),
    ];
    for list in lists {
        let mut once = list.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), list.len(), "{list:?}");
    }
}

/// The commands that people call, with those below them.
fn commands(of: &clap::Command, path: &[String], out: &mut Vec<Vec<String>>) {
    let inner = of.get_subcommands().filter(|it| !it.is_hide_set() && it.get_name() != "help");
    let mut leaf = true;
    for command in inner {
        leaf = false;
        commands(command, &[path, &[command.get_name().to_owned()]].concat(), out);
    }
    if leaf {
        out.push(path.to_vec());
    }
}

#[test]
fn the_page_of_commands_says_what_help_says() {
    let mut text = String::from(
        "# Commands\n\nWhat `backtrail COMMAND --help` prints. This page is written by a test (`UPDATE_DOCS=1 cargo test manual`).\n",
    );
    let (mut built, mut all) = (program(), Vec::new());
    built.build();
    commands(&built, &["backtrail".to_owned()], &mut all);
    for command in all {
        let args = command.iter().map(String::as_str).chain(["--help"]);
        let help = program().term_width(100).try_get_matches_from(args).unwrap_err().to_string();
        let help: String = help.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let _ = write!(text, "\n## {}\n\n````text\n{}\n````\n", command.join(" "), help.trim_end());
    }
    check("commands.md", &text);
}

/// The pages that people write.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    pages.extend(fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    pages
        .into_iter()
        .map(|page| (page.display().to_string(), fs::read_to_string(&page).unwrap()))
        .collect()
}

/// The words of a line as a shell takes them, up to what ends a command.
fn words(line: &str) -> Vec<String> {
    let (mut out, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in line.chars().chain([' ']) {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), letter) => word.get_or_insert_default().push(letter),
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '|' | '>' | '<' | ';' | '&' | '#') if word.is_none() => break,
            (None, ';') => break,
            (None, letter) if letter.is_whitespace() => out.extend(word.take()),
            (None, letter) => word.get_or_insert_default().push(letter),
        }
    }
    out
}

/// Every command line that a page shows: in a block, or alone between backticks.
fn command_lines(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut block = None;
    for line in page.lines() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            block = if block.is_none() { Some(kind.trim_matches('`').to_owned()) } else { None };
        } else if block.as_deref().is_some_and(|kind| matches!(kind, "sh" | "console" | "yaml")) {
            let line = line.trim_start().trim_start_matches("$ ").trim_start_matches("- run: ");
            out.extend(line.starts_with("backtrail ").then(|| line.to_owned()));
        } else if block.is_none() {
            let quoted = line.split('`').skip(1).step_by(2);
            out.extend(quoted.filter(|it| it.starts_with("backtrail ")).map(str::to_owned));
        }
    }
    out
}

#[test]
fn every_command_that_a_page_shows_is_one() {
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for line in command_lines(&text) {
            // `COMMAND` and the like stand for many; `…` for what is left out
            let words = words(line.trim_end_matches('\\').trim_end_matches('…'));
            if words.get(1).is_none_or(|name| name.chars().all(char::is_uppercase)) {
                continue;
            }
            let typed = words.iter().map(Into::into).collect();
            if let Err(error) = program().try_get_matches_from(implied(typed)) {
                use clap::error::ErrorKind::{
                    DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, MissingRequiredArgument,
                    MissingSubcommand,
                };
                // a page may speak of a command or an option without all that it needs
                if !matches!(
                    error.kind(),
                    DisplayHelp
                        | DisplayHelpOnMissingArgumentOrSubcommand
                        | MissingRequiredArgument
                        | MissingSubcommand
                ) {
                    let said = error.to_string();
                    wrong.push(format!("{page}: {line}: {}", said.lines().next().unwrap_or("")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_with_an_option_that_is_none_is_found() {
    let lines = command_lines("`backtrail slow a --limit 5`\n```sh\nbacktrail grep x | wc\n```\n");
    assert_eq!(lines, ["backtrail slow a --limit 5", "backtrail grep x | wc"]);
    assert_eq!(
        words("backtrail grep 'a b' --sql x>y # c"),
        ["backtrail", "grep", "a b", "--sql", "x>y"]
    );
    assert!(program().try_get_matches_from(words("backtrail slow a --limits 5")).is_err());
}
