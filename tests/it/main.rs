//! The one integration binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that panics has failed, which is what it is for"
)]

mod attacks;
mod canary;
mod cases;
mod causes;
mod cli;
mod disguised;
mod grep;
mod layers;
mod manual;
mod packaging;
mod program;
mod rust;
mod samples;
mod scans;
mod settings;
mod signing;
mod strict;
mod tidy;
mod truth;

/// Every Rust file of the crate: its path below the crate's folder, and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(at: &std::path::Path, root: &std::path::Path, out: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, out);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                out.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    walk(&root.join(folder), root, &mut out);
    out.sort();
    out
}
