//! Where the objects of a JSON text stand, however they are laid out and whatever is around them.

use std::ops::Range;

/// The deepest objects that are looked for: no export goes further.
const DEEPEST: usize = 64;

/// Calls `found` with the place of each object that ends in `text`, inner ones before those that
/// hold them, and with whether it holds another object or an array.
pub(crate) fn each_object(text: &[u8], mut found: impl FnMut(Range<usize>, bool)) {
    // where each open object began, and whether it holds another
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while let Some(&inner) = text.get(at) {
                    match inner {
                        b'\\' => at += 1,
                        b'"' => break,
                        _ => {}
                    }
                    at += 1;
                }
            }
            b'{' | b'[' => {
                if let Some((_, holds)) = open.last_mut() {
                    *holds = true;
                }
                if byte == b'{' {
                    if open.len() > DEEPEST {
                        return;
                    }
                    open.push((at, false));
                }
            }
            b'}' => {
                if let Some((start, holds)) = open.pop() {
                    found(start..at + 1, holds);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_in_arrays_lines_and_strings() {
        let text = br#"[{"a": {"b": "}{"}}, {"c": 1}] {"d": [{"e": 2}"#;
        let mut out = Vec::new();
        each_object(text, |at, holds| {
            out.push((String::from_utf8_lossy(text.get(at).unwrap()).into_owned(), holds));
        });
        let told: Vec<(&str, bool)> = out.iter().map(|(text, holds)| (&**text, *holds)).collect();
        assert_eq!(
            told,
            [
                (r#"{"b": "}{"}"#, false),
                (r#"{"a": {"b": "}{"}}"#, true),
                (r#"{"c": 1}"#, false),
                (r#"{"e": 2}"#, false),
            ]
        );
    }
}
