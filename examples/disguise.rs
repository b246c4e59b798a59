//! Writes a case (`evidence/` and `truth.json`) with all its days moved and its names exchanged:
//! `cargo run --example disguise -- CASE TARGET SEED [weeks|names]`.

#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool of the tests"
)]

#[path = "../tests/disguise/mod.rs"]
mod disguise;

use std::{env, fs, path::Path};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [case, target, seed, rest @ ..] = arguments.as_slice() else {
        panic!("disguise CASE TARGET SEED [weeks|names]")
    };
    let seed: u64 = seed.parse().expect("a number");
    let days = if rest.first().is_some_and(|word| word == "names") {
        disguise::Days::None
    } else {
        disguise::Days::Weeks
    };
    let (case, target) = (Path::new(case), Path::new(target));
    let truth: serde_json::Value =
        serde_json::from_slice(&fs::read(case.join("truth.json")).unwrap()).unwrap();
    let args: Vec<&str> =
        truth["args"].as_array().into_iter().flatten().filter_map(|word| word.as_str()).collect();
    let reading = disguise::read(case, &args);
    let other = disguise::disguise(&reading, &truth, seed, days);
    disguise::files::folder(&case.join("evidence"), &target.join("evidence"), &other);
    fs::write(
        target.join("truth.json"),
        serde_json::to_vec_pretty(&disguise::truth(&truth, &other)).unwrap(),
    )
    .unwrap();
    println!("{}: seed {seed}, {} days", case.display(), other.shift.days);
}
