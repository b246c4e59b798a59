//! What the user states of clocks.

use globset::GlobMatcher;

use crate::time::zone::Zone;

/// What the user states of clocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClockOptions {
    /// `--tz GLOB=ZONE`.
    pub stated: Vec<(GlobMatcher, Zone)>,
    /// `--tz ZONE`.
    pub rest: Option<Zone>,
    /// `--year`.
    pub year: Option<i32>,
    /// Years of the first stamp of files that fit a pattern; before `year`.
    pub years: Vec<(GlobMatcher, i32)>,
}

impl ClockOptions {
    /// The year that the user states for a source.
    pub(crate) fn year_of(&self, path: &str) -> Option<i32> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stated = self.years.iter().find(|(glob, _)| glob.is_match(path) || glob.is_match(name));
        stated.map(|(_, year)| *year).or(self.year)
    }
}
