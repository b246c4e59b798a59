//! Files say what they are and stay short.

#[test]
fn every_file_begins_with_what_it_is() {
    let without: Vec<String> = crate::sources("src")
        .into_iter()
        .chain(crate::sources("tests"))
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert!(without.is_empty(), "no `//!` first: {without:?}");
}

#[test]
fn no_file_is_longer_than_600_lines() {
    let long: Vec<String> = crate::sources("src")
        .into_iter()
        .filter(|(_, text)| text.lines().count() > 600)
        .map(|(path, _)| path)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}
