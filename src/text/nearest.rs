//! The name that was meant by a misspelt one.

/// The name closest to `name` by letters to change, where one is close.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: String = name.to_lowercase().chars().take(64).collect();
    names
        .map(|other| (strsim::levenshtein(&name, &other.to_lowercase()), other))
        .min_by_key(|(far, _)| *far)
        .filter(|(far, _)| *far <= name.chars().count() / 3 + 1)
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_offered() {
        assert_eq!(
            nearest("github-coment", ["full", "github-comment"].into_iter()),
            Some("github-comment")
        );
        assert_eq!(nearest("JSON", ["json"].into_iter()), Some("json"));
        assert_eq!(nearest("nothing like it", ["json", "md"].into_iter()), None);
    }
}
