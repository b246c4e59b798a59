//! Patterns for the names of sources, as options and settings state them.

use globset::{Glob, GlobMatcher};

use crate::error::{Error, Result};

/// A pattern that fits a source by its whole name or by the last part of it.
#[derive(Clone, Debug)]
pub(crate) struct NamePattern(GlobMatcher);

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Where it is none.
    pub(crate) fn new(text: &str) -> Result<NamePattern> {
        Glob::new(text)
            .map(|glob| NamePattern(glob.compile_matcher()))
            .map_err(|error| Error::Usage(format!("{text}: not a valid pattern: {error}")))
    }

    /// The pattern as written.
    pub(crate) fn text(&self) -> &str {
        self.0.glob().glob()
    }

    fn fits(&self, path: &str) -> bool {
        self.0.is_match(path)
            || path.rsplit_once('/').is_some_and(|(_, name)| self.0.is_match(name))
    }
}

/// What is stated for a source: the first whose pattern fits its name.
pub(crate) fn stated_for<'a, T>(
    stated: &'a [(NamePattern, T)],
    path: &str,
) -> Option<&'a (NamePattern, T)> {
    stated.iter().find(|(pattern, _)| pattern.fits(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pattern_that_fits_the_name_or_its_last_part_holds() {
        let stated: Vec<(NamePattern, u8)> = ["lara*", "*/old/*", "*.log"]
            .iter()
            .zip(1..)
            .map(|(text, number)| (NamePattern::new(text).unwrap(), number))
            .collect();
        let number = |path: &str| stated_for(&stated, path).map(|(_, number)| *number);
        assert_eq!(number("logs/laravel.log"), Some(1));
        assert_eq!(number("app/old/x.txt"), Some(2));
        assert_eq!(number("app/x.log"), Some(3));
        assert_eq!(number("laravel/x.txt"), Some(1), "`*` goes over `/`");
        assert_eq!(number("app/laravel.txt.gz"), Some(1));
        assert_eq!(number("app/x.txt"), None);
        assert!(NamePattern::new("a[").is_err());
    }
}
