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
    /// Where the whole report is, for forms that are shorter.
    pub whole: Option<Whole>,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether escape sequences for colour may be used.
    pub colour: bool,
    /// Whether paths may be links (OSC 8), and to which folder the evidence's paths are relative.
    pub links: Option<PathBuf>,
}

impl Default for RenderOptions {
    fn default() -> RenderOptions {
        RenderOptions { profile: Profile::Full, whole: None, width: 80, colour: false, links: None }
    }
}

/// Where the whole of a report is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whole {
    /// At this address, which holds nothing that some markup gives a meaning.
    Url(String),
    /// In this file.
    File(String),
}

impl Whole {
    /// An address that is safe in every form, or why it is not.
    pub fn url(text: &str) -> Result<Whole, String> {
        let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c);
        if !text.starts_with("https://") && !text.starts_with("http://") {
            Err("an address begins with https:// or http://".to_owned())
        } else if let Some(other) = text.chars().find(|c| !is_safe(*c)) {
            Err(format!("an address has no {other:?}; percent-encode it"))
        } else {
            Ok(Whole::Url(text.to_owned()))
        }
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
    /// A note on GitLab: as short.
    GitlabNote,
    /// A comment in Jira, in its wiki markup: as short.
    Jira,
    /// A message to Slack or Teams: a screen.
    Slack,
}

impl Profile {
    /// Every profile.
    pub const ALL: &[Profile] = &[
        Profile::Full,
        Profile::GithubComment,
        Profile::StepSummary,
        Profile::GitlabNote,
        Profile::Jira,
        Profile::Slack,
    ];

    /// Its name for `--profile`.
    pub fn id(self) -> &'static str {
        match self {
            Profile::Full => "full",
            Profile::GithubComment => "github-comment",
            Profile::StepSummary => "step-summary",
            Profile::GitlabNote => "gitlab-note",
            Profile::Jira => "jira",
            Profile::Slack => "slack",
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
            Profile::GithubComment | Profile::GitlabNote | Profile::Jira => Some(6_000),
            Profile::StepSummary => Some(900 * 1024),
            Profile::Slack => Some(3_000),
        }
    }
}
