//! What the user states of clocks.

use crate::{
    source::pattern::{NamePattern, stated_for},
    time::zone::Zone,
};

/// What the user states of clocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClockOptions {
    /// `--tz GLOB=ZONE`.
    pub(crate) stated: Vec<(NamePattern, Zone)>,
    /// `--tz ZONE`.
    pub(crate) rest: Option<Zone>,
    /// `--year`.
    pub(crate) year: Option<i32>,
    /// Years of the first stamp of files that fit a pattern; before `year`.
    pub(crate) years: Vec<(NamePattern, i32)>,
}

impl ClockOptions {
    /// The year that the user states for a source.
    pub(crate) fn year_of(&self, path: &str) -> Option<i32> {
        stated_for(&self.years, path).map(|(_, year)| *year).or(self.year)
    }
}
