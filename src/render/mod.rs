//! The forms of a report: one file each, named in [`RENDERERS`]. A form decides how things look;
//! what is said is [`crate::render::page`]'s.

pub mod contract;
pub mod output;
pub mod page;

pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod terminal;

use crate::{
    render::contract::{RenderOptions, Renderer},
    report::v1::Report,
};

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

/// A report in the form of this name (`md`, `json`, `html`, `text`, `sarif`, `junit`, `github`);
/// `None` where there is no such form.
pub fn render(report: &Report, form: &str, options: &RenderOptions) -> Option<Vec<u8>> {
    by_id(form).map(|renderer| renderer.render(report, options))
}

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
