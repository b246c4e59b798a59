//! Imports run one way: a room of `src/` may use the rooms on floors below its own, and none above.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The floors from the ground up. Rooms that share a floor do not use each other, but for
/// [`NEIGHBOURS`].
const FLOORS: &[&[&str]] = &[
    &[
        "error", "escape", "evidence", "nearest", "needles", "report", "schedule", "severity",
        "sql", "time",
    ],
    &["cite", "event", "page", "policy", "redact", "source"],
    &["excerpt", "schema", "stream", "web"],
    &["format", "parse", "render"],
    &["capability", "entries", "ingest", "output", "schema", "verify"],
    &["clock"],
    &["activity", "case", "run", "seek", "surroundings"],
    &["act", "candidate", "rule", "snapshot"],
    &["scene", "scope"],
    &["footprint", "impact"],
    &["inferred", "signature", "trigger"],
    &["suspicion"],
    &["incident"],
    &["advice", "analysis", "coverage", "lesson", "narrative", "recovery"],
    &["examine"],
    &["config"],
    &["cli", "command"],
];

/// Pairs on one floor that know each other: helpers of formats and the types they fill, the report
/// and its words, the command line and those who answer it.
const NEIGHBOURS: &[(&str, &str)] = &[
    ("format", "parse"),
    ("analysis", "advice"),
    ("analysis", "narrative"),
    ("analysis", "lesson"),
    ("lesson", "narrative"),
    ("analysis", "recovery"),
    ("recovery", "narrative"),
    ("analysis", "coverage"),
    ("cli", "command"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The first names behind each `crate::` of a program text, tests and comments left out.
fn uses(text: &str) -> BTreeSet<String> {
    let text: String = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap()
        .lines()
        .map(|line| line.split("//").next().unwrap().to_owned() + "\n")
        .collect();
    let mut names = BTreeSet::new();
    for part in text.split("crate::").skip(1) {
        let Some(list) = part.strip_prefix('{') else {
            names.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            continue;
        };
        let (mut depth, mut name) = (0_usize, String::new());
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.insert(std::mem::take(&mut name));
                }
                c if depth == 0 => name.push(c),
                _ => {}
            }
        }
        names.insert(name);
    }
    names
        .into_iter()
        .filter_map(|name| {
            Some(name.trim().split("::").next()?.split_whitespace().next()?.to_owned())
        })
        .collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn imports_run_from_the_upper_floors_to_the_lower() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = BTreeSet::new();
    for path in all {
        let inside = path.strip_prefix(&src).unwrap();
        let room = inside
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_owned();
        let name = inside.file_name().unwrap().to_string_lossy();
        if matches!(room.as_str(), "lib" | "main")
            || matches!(name.as_ref(), "tests.rs" | "testing.rs" | "fixture.rs")
        {
            continue;
        }
        let Some(own) = floor(&room) else {
            wrong.insert(format!("src/{room} stands on no floor; add it to FLOORS"));
            continue;
        };
        for used in uses(&fs::read_to_string(&path).unwrap()) {
            let Some(other) = floor(&used) else { continue };
            let neighbours = NEIGHBOURS
                .iter()
                .any(|(a, b)| (*a == room && *b == used) || (*b == room && *a == used));
            if used != room && other >= own && !neighbours {
                wrong.insert(format!("{} uses {used}, which is not below it", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn names_in_nested_imports_are_found() {
    let text = "use crate::{\n    a::{b, c::d},\n    e,\n};\nfn f() { crate::g::h(); }\n// crate::i\n#[cfg(test)]\nmod tests { use crate::j; }";
    let names: Vec<String> = uses(text).into_iter().collect();
    assert_eq!(names, ["a", "e", "g"]);
}
