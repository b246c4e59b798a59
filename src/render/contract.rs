//! What a form of the report must be able to do, and what a caller may choose about it.

use std::path::PathBuf;

use crate::report::v1::Report;

/// A form of the report.
pub(crate) trait Renderer: Sync {
    /// Its name for `--format`.
    fn id(&self) -> &'static str;

    /// Extensions of files that are written in this form, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// The report in this form.
    fn render(&self, report: &Report, options: &RenderOptions) -> Vec<u8>;
}

/// What a caller may choose about looks.
#[derive(Clone, Debug)]
pub struct RenderOptions {
    /// Where the report goes; sets its greatest length.
    pub profile: Profile,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether escape sequences for colour may be used.
    pub colour: bool,
    /// Whether paths may be links (OSC 8), and to which folder the evidence's paths are relative.
    pub links: Option<PathBuf>,
}

impl Default for RenderOptions {
    fn default() -> RenderOptions {
        RenderOptions { profile: Profile::Full, width: 80, colour: false, links: None }
    }
}

/// Where a report goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Wherever there is room.
    #[default]
    Full,
    /// A comment or description on GitHub: 6,000 characters, a page and a half, far below the
    /// forge's own limit.
    GithubComment,
    /// The summary of a GitHub workflow step: 1 MiB.
    StepSummary,
    /// A note on GitLab: 1,000,000 characters.
    GitlabNote,
    /// A comment in Jira: 32,767 characters, and no Markdown beyond the plainest.
    Jira,
}

impl Profile {
    /// Every profile.
    pub const ALL: &[Profile] = &[
        Profile::Full,
        Profile::GithubComment,
        Profile::StepSummary,
        Profile::GitlabNote,
        Profile::Jira,
    ];

    /// Its name for `--profile`.
    pub fn id(self) -> &'static str {
        match self {
            Profile::Full => "full",
            Profile::GithubComment => "github-comment",
            Profile::StepSummary => "step-summary",
            Profile::GitlabNote => "gitlab-note",
            Profile::Jira => "jira",
        }
    }

    /// The profile of this name.
    pub fn by_id(id: &str) -> Option<Profile> {
        Profile::ALL.iter().copied().find(|profile| profile.id() == id)
    }

    /// The most bytes that are written, with room below the target's own limit. Bytes are never
    /// fewer than characters, so this holds for limits of either kind.
    pub fn budget(self) -> Option<usize> {
        match self {
            Profile::Full => None,
            Profile::GithubComment => Some(6_000),
            Profile::StepSummary => Some(900 * 1024),
            Profile::GitlabNote => Some(900_000),
            Profile::Jira => Some(30_000),
        }
    }
}
