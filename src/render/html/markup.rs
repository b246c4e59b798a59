//! HTML and SVG as text that cannot be unescaped by accident: markup of ours is `&'static str`,
//! all else goes through [`crate::text::escape::html`].

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::text::escape;

/// HTML being written.
#[derive(Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Adds markup of ours.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Markup {
        self.0.push_str(markup);
        self
    }

    /// Adds text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Markup {
        self.0.push_str(&escape::html(text));
        self
    }

    /// Adds text on one line.
    pub(crate) fn line(&mut self, text: &str) -> &mut Markup {
        self.0.push_str(&escape::html(&escape::one_line(text)));
        self
    }

    /// Adds an attribute with a space before it.
    pub(crate) fn attr(&mut self, name: &'static str, value: &str) -> &mut Markup {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.line(value);
        self.0.push('"');
        self
    }

    /// Adds what was written elsewhere in the same way.
    pub(crate) fn markup(&mut self, other: &Markup) -> &mut Markup {
        self.0.push_str(&other.0);
        self
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// The style of all pages.
pub(crate) const STYLE: &str = include_str!("style.css");

/// A content security policy that allows [`STYLE`], by its hash, and forbids all else.
pub(crate) fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        STANDARD.encode(Sha256::digest(STYLE))
    )
}

/// A fragment for links: letters, digits, `-` and `_`, in lower case.
pub(crate) fn fragment(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
