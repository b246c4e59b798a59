//! JSON as line formatters write it: with raw line breaks and other control characters in strings.

use serde_json::Value;

use crate::format::grammar::lines::readable_json;

/// Parses JSON whose strings may hold raw control characters.
pub(crate) fn parse_json(bytes: &[u8]) -> Option<Value> {
    let text = readable_json(bytes);
    // a trace's line breaks are the common case, and told apart without trying
    let broken = memchr::memchr(b'\n', bytes).map(|_| escaped_breaks(&text));
    if let Ok(value) = serde_json::from_str(broken.as_deref().unwrap_or(&text)) {
        return Some(value);
    }
    let mut strict = String::with_capacity(text.len() + text.len() / 16);
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            '"' if !escaped => in_string = !in_string,
            '\n' if in_string => {
                strict.push_str("\\n");
                escaped = false;
                continue;
            }
            '\r' if in_string => {
                strict.push_str("\\r");
                escaped = false;
                continue;
            }
            c if in_string && (c as u32) < 0x20 => {
                strict.push_str(&format!("\\u{:04x}", c as u32));
                escaped = false;
                continue;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        strict.push(c);
    }
    serde_json::from_str(&strict).ok()
}

/// Where in a line that is torn the object of another writer begins: it opens as the line does, and
/// is whole.
pub(crate) fn torn_by(line: &[u8]) -> Option<usize> {
    let opening = line.get(..=memchr::memchr(b':', line)?).filter(|key| key.starts_with(b"{\""))?;
    let at = memchr::memmem::rfind(line.get(1..)?, opening)? + 1;
    parse_json(line.get(at..)?).is_some_and(|value| value.is_object()).then_some(at)
}

/// JSON with the raw line breaks in its strings escaped.
fn escaped_breaks(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + text.len() / 64 + 16);
    let (mut kept, mut at, mut in_string) = (0usize, 0usize, false);
    while let Some(found) =
        bytes.get(at..).and_then(|rest| memchr::memchr3(b'"', b'\\', b'\n', rest))
    {
        let here = at + found;
        at = here + 1;
        match bytes.get(here) {
            Some(b'"') => in_string = !in_string,
            Some(b'\\') => at = here + 2,
            _ if in_string => {
                out.push_str(text.get(kept..here).unwrap_or_default());
                out.push_str("\\n");
                kept = at;
            }
            _ => {}
        }
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_that_tears_another_is_found() {
        let torn = br#"{"m":"a","ex{"m":"b","x":1}"#;
        assert_eq!(torn_by(torn), Some(12));
        // one that is cut off within tears nothing
        assert_eq!(torn_by(br#"{"m":"a","e":{"m":"b"},"l"#), None);
    }

    #[test]
    fn raw_line_breaks_in_strings_are_part_of_them() {
        let value = parse_json(b"{\"a\":\"x\n\\\\y \\\"z\\\"\n\",\n\"b\":1}").unwrap();
        assert_eq!((value["a"].as_str(), value["b"].as_u64()), (Some("x\n\\y \"z\"\n"), Some(1)));
        assert_eq!(parse_json(b"{\"a\":\"x\ty\rz\n\"}").unwrap()["a"], "x\ty\rz\n");
        assert!(parse_json(b"{\"a\":\n").is_none());
    }
}
