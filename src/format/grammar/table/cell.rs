//! One value of a row.

use std::borrow::Cow;

use crate::format::grammar::lines::readable;

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// SQL NULL beyond doubt: `\N`, `xsi:nil`, JSON's `null`, a bare NULL where text is quoted.
    Null,
    /// NULL or this very text, the syntax does not tell: the word NULL of `mysql -B`, an empty
    /// CSV field.
    Perhaps(String),
    /// Text.
    Text(String),
}

impl Cell {
    /// The value, taking what may be NULL for NULL.
    pub(crate) fn value(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Null | Cell::Perhaps(_) => None,
        }
    }

    /// The text as it stands, empty for NULL: for columns that cannot be NULL.
    pub(crate) fn text(&self) -> &str {
        match self {
            Cell::Text(text) | Cell::Perhaps(text) => text,
            Cell::Null => "",
        }
    }

    /// A cell of a syntax that has no quotes: NULL and the word NULL look alike.
    pub(crate) fn bare(text: String) -> Cell {
        match text.as_str() {
            "NULL" | "<null>" | "[NULL]" | "(NULL)" | "null" | "<NULL>" => Cell::Perhaps(text),
            "\\N" => Cell::Null,
            _ => Cell::Text(text),
        }
    }
}

/// A binary column as the clients of MySQL 8 show it, `0x53454C…`: its bytes as text. Other text is
/// left as it is.
pub(crate) fn unhexed(text: &str) -> Cow<'_, str> {
    let Some(digits) = text.strip_prefix("0x").filter(|digits| digits.len() % 2 == 0) else {
        return Cow::Borrowed(text);
    };
    let value =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(value(high)? << 4 | value(low)?),
            _ => None,
        })
        .collect();
    bytes.map_or(Cow::Borrowed(text), |bytes| Cow::Owned(readable(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_columns_shown_as_hexadecimal_are_text_again() {
        for (shown, text) in [
            ("0x53454C45435420FF", "SELECT \\xff"),
            ("0x", ""),
            ("0x5", "0x5"),
            ("0xZZ", "0xZZ"),
            ("SELECT 1", "SELECT 1"),
        ] {
            assert_eq!(unhexed(shown), text);
        }
    }
}
