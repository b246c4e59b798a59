//! JSON: the report as it is, in schema 1.0, sealed with a hash of itself.

use std::borrow::Cow;

use crate::{
    render::contract::{RenderOptions, Renderer},
    report::{
        seal::{Sealed, seal, write},
        v1::Report,
    },
};

/// The form.
pub(crate) struct Json;

impl Renderer for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        write(&Sealed { report: Cow::Borrowed(report), report_sha256: Some(seal(report)) })
    }
}

#[cfg(test)]
mod tests;
