//! HTML and SVG as text that cannot be unescaped by accident: markup of ours is `&'static str`,
//! all else goes through [`crate::text::escape::html`].

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
    pub(crate) fn markup(&mut self, other: Markup) -> &mut Markup {
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
        base64(&Sha256::digest(STYLE))
    )
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for three in bytes.chunks(3) {
        let word =
            (0..3).fold(0_u32, |word, n| word << 8 | u32::from(three.get(n).copied().unwrap_or(0)));
        for n in 0..4_usize {
            let letter = LETTERS.get((word >> (18 - 6 * n) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if n > three.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

/// A fragment for links: letters, digits, `-` and `_`, in lower case.
pub(crate) fn fragment(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let said: Vec<String> =
            ["", "f", "fo", "foo", "foob"].iter().map(|text| base64(text.as_bytes())).collect();
        assert_eq!(said, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
