//! The generated pages of the manual say what the lists say. `UPDATE_DOCS=1 cargo test` writes them.

use std::{fmt::Write as _, fs, path::Path, process::Command};

use backtrail::{
    format::FORMATS,
    verdict::{mechanism::SIGNATURES, rule::RULES, signal::SIGNALS},
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
        "docs/{name} is behind its list; run `UPDATE_DOCS=1 cargo test --test it manual` and commit it"
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
        "# Formats\n\nWhat is recognised, from content and never from the name alone. `backtrail formats` prints the same; `--format 'GLOB=ID'` states a format where the\ncontent does not show it. This page is written by a test (`UPDATE_DOCS=1 cargo test --test it manual`).\n\n| id | what it is |\n|---|---|\n",
    );
    for format in FORMATS {
        let _ = writeln!(
            text,
            "| [`{id}`](#{id}) | {} |",
            format.about().replace('|', "\\|"),
            id = format.id()
        );
    }
    for format in FORMATS {
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n````text\n{}\n````\n",
            format.id(),
            format.about(),
            format.example().trim_end()
        );
    }
    check("formats.md", &text);
}

#[test]
fn the_page_of_rules_says_what_the_lists_say() {
    let mut text = String::from(
        "# Rules, mechanisms and signals\n\nWhat is called a destructive deed, which command leaves which footprint, and what speaks for and against a suspect. `backtrail explain ID` prints one\nof them. This page is written by a test (`UPDATE_DOCS=1 cargo test --test it manual`).\n\n## Rules: what was done\n",
    );
    for rule in RULES {
        let _ = write!(
            text,
            "\n### {}\n\nOperation `{}`. {}",
            rule.id(),
            rule.operation().id(),
            deeper(rule.about())
        );
    }
    text.push_str("\n## Mechanisms: which command or procedure did it\n");
    for signature in SIGNATURES {
        let _ = write!(text, "\n### {}\n\n{}", signature.id(), deeper(signature.about()));
    }
    text.push_str("\n## Signals: who or what started it\n");
    for signal in SIGNALS {
        let _ = write!(text, "\n### {}\n\n{}", signal.id(), deeper(signal.about()));
    }
    check("rules.md", &text);
}

#[test]
fn no_name_stands_twice_in_a_list() {
    let lists: [Vec<&str>; 4] = [
        FORMATS.iter().map(|member| member.id()).collect(),
        RULES.iter().map(|member| member.id()).collect(),
        SIGNATURES.iter().map(|member| member.id()).collect(),
        SIGNALS.iter().map(|member| member.id()).collect(),
    ];
    for list in lists {
        let mut once = list.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), list.len(), "{list:?}");
    }
}

fn said(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_backtrail"))
        .args(args)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_of_commands_says_what_help_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::from(
        "# Commands\n\nWhat `backtrail COMMAND --help` prints. This page is written by a test (`UPDATE_DOCS=1 cargo test --test it manual`).\n",
    );
    for command in [
        &["analyze"][..],
        &["events"],
        &["grep"],
        &["slow"],
        &["schema", "show"],
        &["schema", "diff"],
        &["schema", "verify"],
        &["verify"],
        &["redact"],
        &["formats"],
        &["explain"],
    ] {
        let help = said(root, &[command, &["--help"]].concat());
        let help: String = help.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let _ = write!(
            text,
            "\n## backtrail {}\n\n````text\n{}\n````\n",
            command.join(" "),
            help.trim_end()
        );
    }
    check("commands.md", &text);
}

#[test]
fn sample_reports_are_what_is_said_today() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases");
    for case in [
        "migrate-fresh-on-the-new-host",
        "retention-job-keeps-one-month",
        "update-without-where-then-rollback",
    ] {
        check(
            &format!("reports/{case}.md"),
            &said(
                &cases.join(case),
                &["analyze", "evidence", "--no-config", "--format", "md", "-o", "-"],
            ),
        );
    }
}
