//! Files say what they are and stay short, their lines too, and pages name what exists.

use std::{fs, path::Path};

use crate::rust::widths;

/// Every Rust file of the repository.
fn sources() -> Vec<(String, String)> {
    let folders = ["src", "tests", "benches", "examples", "fuzz/fuzz_targets"];
    folders.into_iter().flat_map(crate::sources).collect()
}

#[test]
fn every_file_begins_with_what_it_is() {
    let mut wrong: Vec<String> = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//! ") {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "no `//!` first: {wrong:?}");
}

#[test]
fn no_file_is_longer_than_600_lines() {
    let lengths = sources().into_iter().map(|(path, text)| (path, text.lines().count()));
    let long: Vec<_> = lengths.filter(|(_, lines)| *lines > 600).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn no_comment_is_longer_than_100_letters() {
    // rustfmt breaks code, but for statements that hold a long text; it leaves comments alone
    let mut long = Vec::new();
    for (path, text) in sources() {
        for (number, (line, width)) in text.lines().zip(widths(&text)).enumerate() {
            // a table is aligned, and an address cannot be broken
            let is_table = line.trim_start().starts_with("//! |") || line.contains("://");
            let is_comment = line.trim_start().starts_with("//");
            if width > 100 && is_comment && !is_table {
                long.push(format!("{path}:{}: {width}", number + 1));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The pages that people write.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = vec!["README.md".to_owned(), "samples/cases/README.md".to_owned()];
    for entry in fs::read_dir(root.join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        names.extend(name.ends_with(".md").then(|| format!("docs/{name}")));
    }
    names
        .into_iter()
        .map(|name| (name.clone(), fs::read_to_string(root.join(&name)).unwrap()))
        .collect()
}

/// The paths of the repository that a page names: in links, and between backticks.
fn named_paths(page: &str, text: &str) -> Vec<String> {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let links = links.filter(|link| !link.is_empty() && !link.contains("://")).map(|link| {
        let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in link.split('/') {
            match part {
                ".." => drop(path.pop()),
                "." => {}
                part => path.push(part),
            }
        }
        path.join("/")
    });
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let tops = [".ci/", "benches/", "docs/", "examples/", "fuzz/", "samples/", "src/", "tests/"];
    let quoted = quoted
        .map(|path| path.split([' ', ':']).next().unwrap_or_default())
        .filter(|path| tops.iter().any(|top| path.starts_with(top)))
        .map(str::to_owned);
    links.chain(quoted).collect()
}

#[test]
fn every_path_that_a_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for path in named_paths(&page, &text) {
            // `<id>` and the like stand for many
            let known = path.split(['<', '*', '…', '{']).next().unwrap_or_default();
            let known = if known.len() < path.len() {
                known.rsplit_once('/').map_or(known, |(folder, _)| folder)
            } else {
                known
            };
            if !root.join(known).exists() {
                wrong.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_are_found_in_links_and_between_backticks() {
    let text = "[a](../README.md#use) ![b](images/b.png) [c](https://d.e/f) `src/g.rs:3` `h/i`";
    assert_eq!(named_paths("docs/x.md", text), ["README.md", "docs/images/b.png", "src/g.rs"]);
}

/// Words that no reader shall meet: the right column of the table in `docs/contributing.md`.
fn retired(pages: &[(String, String)]) -> Vec<String> {
    let (_, page) = pages.iter().find(|(name, _)| name == "docs/contributing.md").unwrap();
    let (_, table) = page.split_once("| write | not |\n|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(2));
    cells.flat_map(|cell| cell.split(',')).map(|word| word.trim().to_owned()).collect()
}

/// The retired words in a text, as whole words.
fn retired_in<'a>(text: &str, words: &'a [String]) -> Vec<&'a str> {
    let flat: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { ' ' })
        .collect();
    let flat = format!(" {} ", flat.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_in = |word: &&String| {
        flat.contains(&format!(" {word} ")) || flat.contains(&format!(" {word}s "))
    };
    words.iter().filter(is_in).map(String::as_str).collect()
}

/// The texts of a Rust file that may reach a reader: literals without what they interpolate, and
/// doc comments of pages; nothing of its tests.
fn shown(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let literal: String = code
        .char_indices()
        .zip(
            crate::rust::parts(code)
                .into_iter()
                .enumerate()
                .filter_map(|(at, part)| code.is_char_boundary(at).then_some(part)),
        )
        .map(|((_, c), part)| if part == crate::rust::Part::Literal { c } else { '\n' })
        .collect();
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in literal.replace("\\\n", " ").chars() {
        match c {
            '{' => depth += 1,
            '}' | '"' => depth = 0,
            _ => {}
        }
        out.push(if depth == 0 { c } else { ' ' });
    }
    let is_page = code.contains("page! {");
    let docs = code.lines().filter(|line| is_page && line.starts_with("    /// "));
    docs.for_each(|line| out.push_str(line));
    out
}

#[test]
fn no_reader_meets_a_retired_word() {
    let pages = pages();
    let words = retired(&pages);
    assert!(words.len() > 8, "{words:?}");
    let mut wrong = Vec::new();
    for (path, text) in crate::sources("src").into_iter().filter(|(p, _)| !p.ends_with("tests.rs"))
    {
        for word in retired_in(&shown(&text), &words) {
            wrong.push(format!("{path}: {word}"));
        }
    }
    for (path, text) in &pages {
        let text = text.split("| write | not |").next().unwrap_or_default();
        for word in retired_in(text, &words) {
            wrong.push(format!("{path}: {word}"));
        }
    }
    assert!(wrong.is_empty(), "see the table in docs/contributing.md:\n{}", wrong.join("\n"));
}

#[test]
fn a_retired_word_is_found_in_texts_alone() {
    let words = ["deed".to_owned(), "way back".to_owned()];
    let said = |text: &str| retired_in(&shown(text), &words).join(", ");
    assert_eq!(said("let deed = f(\"{deed} indeed\"); // a deed"), "");
    assert_eq!(said("f(\"Two deeds.\")"), "deed");
    assert_eq!(said("f(\"the way \\\n    back\")"), "way back");
}
