//! A member of a registry is a file and a line in the list, and neither is without the other.

use std::collections::BTreeSet;

use backtrail::format::FORMATS;

#[test]
fn every_file_of_the_formats_is_in_their_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/format");
    let listed = std::fs::read_to_string(root.join("mod.rs")).unwrap();
    for entry in std::fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if !matches!(name.as_str(), "mod" | "testing" | "tests") {
            assert!(listed.contains(&format!("&{name}::")), "{name} is not in FORMATS");
        }
    }
}

#[test]
fn formats_have_names_of_their_own_and_say_what_they_are() {
    let mut seen = BTreeSet::new();
    for format in FORMATS {
        assert!(seen.insert(format.id()), "{} stands twice", format.id());
        assert!(format.id().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", format.id());
        assert!(!format.about().is_empty() && !format.example().is_empty(), "{}", format.id());
    }
}
