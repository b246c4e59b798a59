//! The forms of a report: one file each, named in [`RENDERERS`]. A form decides how things look;
//! what is said is [`crate::render::page`]'s.

pub(crate) mod contract;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod rows;

pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod jira;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod sarif;
pub(crate) mod slack;
pub(crate) mod terminal;

use crate::{
    render::contract::{Profile, RenderOptions, Renderer},
    report::v1::Report,
};

/// Every form. An extension belongs to the first that has it.
pub(crate) static RENDERERS: &[&dyn Renderer] = &[
    &markdown::Markdown,
    &json::Json,
    &html::Html,
    &terminal::Terminal,
    &sarif::Sarif,
    &junit::Junit,
    &github::Github,
    &jira::Jira,
    &slack::Slack,
];

/// A report in the form of this name (`md`, `json`, `html`, `text`, `sarif`, `junit`, `github`,
/// `jira`, `slack`); `None` where there is no such form.
pub fn render(report: &Report, form: &str, options: &RenderOptions) -> Option<Vec<u8>> {
    by_id(form).map(|renderer| renderer.render(report, options))
}

/// The form of this name.
pub(crate) fn by_id(id: &str) -> Option<&'static dyn Renderer> {
    RENDERERS.iter().copied().find(|renderer| renderer.id() == id)
}

/// The form in which a report goes to a place: that place's own, else `form`.
pub(crate) fn of_place(form: &'static dyn Renderer, place: Profile) -> &'static dyn Renderer {
    if form.id() == markdown::Markdown.id() { by_id(place.id()).unwrap_or(form) } else { form }
}

/// The form that a file of this name is written in.
pub(crate) fn by_file_name(name: &str) -> Option<&'static dyn Renderer> {
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
