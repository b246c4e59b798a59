//! How sources are read.

use crate::{format::contract::Format, source::pattern::NamePattern};

/// How sources are read.
pub(crate) struct IngestOptions {
    /// Bytes of one block: what one thread reads at a time.
    pub(crate) block: u64,
    /// Formats that the user states: a pattern of source names and a format.
    pub(crate) formats: Vec<(NamePattern, &'static Format)>,
    /// Whether large sources are only surveyed, and read in full where it matters.
    pub(crate) survey: SurveyPolicy,
}

/// When sources are surveyed instead of read in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SurveyPolicy {
    /// Every record of every source is read.
    #[default]
    Never,
    /// Where all sources together are larger than [`SURVEYED_BYTES`].
    Large,
    /// Whatever their size.
    Always,
}

/// Sources that are no larger than this in all are read in full.
pub(crate) const SURVEYED_BYTES: u64 = 16 << 20;

/// A source smaller than this is read in full whatever the others are.
pub(crate) const SURVEYED_SOURCE_BYTES: u64 = 1 << 20;

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions { block: 4 << 20, formats: Vec::new(), survey: SurveyPolicy::Never }
    }
}
