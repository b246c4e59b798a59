//! The forms of a report: one file each, named in [`RENDERERS`]. A form decides how things look;
//! what is said is [`crate::render::page`]'s.

pub mod output;
pub mod page;
pub mod web;

pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod terminal;

use std::path::PathBuf;

use crate::report::v1::Report;

/// A form of the report.
pub trait Renderer: Sync {
    /// Its name for `--format`.
    fn id(&self) -> &'static str;
    /// What it is, in one line.
    fn about(&self) -> &'static str;
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
    /// A comment or description on GitHub: 65,536 characters.
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
            Profile::GithubComment => Some(60_000),
            Profile::StepSummary => Some(900 * 1024),
            Profile::GitlabNote => Some(900_000),
            Profile::Jira => Some(30_000),
        }
    }
}

/// Every form. An extension belongs to the first that has it.
pub static RENDERERS: &[&dyn Renderer] = &[
    &markdown::Markdown,
    &json::Json,
    &html::Html,
    &terminal::Terminal,
    &sarif::Sarif,
    &junit::Junit,
    &github::Github,
];

/// The form of this name.
pub fn by_id(id: &str) -> Option<&'static dyn Renderer> {
    RENDERERS.iter().copied().find(|renderer| renderer.id() == id)
}

/// The form that a file of this name is written in.
pub fn by_file_name(name: &str) -> Option<&'static dyn Renderer> {
    let lower = name.to_ascii_lowercase();
    RENDERERS.iter().copied().find(|renderer| {
        renderer
            .extensions()
            .iter()
            .any(|end| lower.strip_suffix(end).is_some_and(|stem| stem.ends_with('.')))
    })
}

#[cfg(test)]
mod tests;
