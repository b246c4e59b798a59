//! A member of a registry is a file and a line in the list, and neither is without the other.

use std::collections::BTreeSet;

use crate::format::{
    FORMATS,
    contract::{Head, Reader},
};

#[test]
fn every_file_of_the_formats_is_in_their_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/format");
    let listed = std::fs::read_to_string(root.join("mod.rs")).unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = if path.is_file() { std::fs::read_to_string(&path).unwrap() } else { continue };
        if text.contains("\npub(crate) static FORMAT: Format") {
            assert!(listed.contains(&format!("&{name}::")), "{name} is not in FORMATS");
            seen += 1;
        }
    }
    assert_eq!(seen, FORMATS.len());
}

#[test]
fn formats_have_names_of_their_own_and_say_what_they_are() {
    let mut seen = BTreeSet::new();
    for format in FORMATS {
        assert!(seen.insert(format.id), "{} stands twice", format.id);
        assert!(
            format.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
            "{}",
            format.id
        );
        assert!(!format.about.is_empty() && !format.example.is_empty(), "{}", format.id);
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/formats");
        assert!(samples.join(format.id).is_dir(), "{} has no sample", format.id);
    }
}

#[test]
fn lines_that_begin_records_open_with_a_byte_that_their_reader_names() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/formats");
    let mut seen = 0;
    for folder in std::fs::read_dir(&root).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let head = Head { name: path.to_str().unwrap(), bytes: &bytes, whole: true };
            for format in FORMATS {
                let Reader::Records(reader) = (format.reader)(&head) else { continue };
                let Some(opening) = reader.opening() else { continue };
                for line in bytes.split(|b| *b == b'\n').filter(|line| reader.starts_record(line)) {
                    assert!(
                        opening.contains(&line[0]),
                        "{}: {}",
                        format.id,
                        String::from_utf8_lossy(line)
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 0);
}
