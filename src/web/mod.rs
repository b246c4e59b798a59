//! HTML and SVG as text that cannot be unescaped by accident: markup of ours is `&'static str`,
//! all else goes through [`crate::escape::html`].

pub mod lanes;

use crate::escape;

/// HTML being written.
#[derive(Default)]
pub struct Markup(String);

impl Markup {
    /// Adds markup of ours.
    pub fn raw(&mut self, markup: &'static str) -> &mut Markup {
        self.0.push_str(markup);
        self
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) -> &mut Markup {
        self.0.push_str(&escape::html(text));
        self
    }

    /// Adds text on one line.
    pub fn line(&mut self, text: &str) -> &mut Markup {
        self.0.push_str(&escape::html(&escape::one_line(text)));
        self
    }

    /// Adds an attribute with a space before it.
    pub fn attr(&mut self, name: &'static str, value: &str) -> &mut Markup {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.line(value);
        self.0.push('"');
        self
    }

    /// Adds what was written elsewhere in the same way.
    pub fn markup(&mut self, other: Markup) -> &mut Markup {
        self.0.push_str(&other.0);
        self
    }

    /// The text.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A fragment for links: letters, digits, `-` and `_`, in lower case.
pub fn fragment(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
}
