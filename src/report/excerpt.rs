//! What of the evidence a citation shows: made in one way for the report and for its check.

use std::io;

use crate::source::evidence::Source;

/// The most bytes of a cited span that are looked at.
const READ: u64 = 64 * 1024;
/// The most bytes of an excerpt.
const MOST: usize = 4096;

/// The excerpt of a source's raw bytes `start..end`: decoded, redacted, then cut to size, in that
/// order, so that no cut lays half a secret open.
pub(crate) fn excerpt(
    source: &Source,
    start: u64,
    end: u64,
    redact: &mut dyn FnMut(&str) -> String,
) -> io::Result<String> {
    let text = source.excerpt(start, end.min(start.saturating_add(READ)))?;
    Ok(cut(&redact(text.trim_end_matches(['\n', '\r']))))
}

/// At most `MOST` bytes, cut before a word where one is near, with an ellipsis.
pub(crate) fn cut(text: &str) -> String {
    if text.len() <= MOST {
        return text.to_owned();
    }
    let mut end = MOST;
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let kept = text.get(..end).unwrap_or_default();
    let at_word = kept.rfind(char::is_whitespace).filter(|at| *at > MOST / 2);
    format!("{} …", at_word.and_then(|at| kept.get(..at)).unwrap_or(kept))
}

/// Whether two excerpts of the same place are the same but for the numbers of placeholders, which
/// also move the place at which a long line is cut.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let same = |(a, b): (&str, &str)| {
        let (plain, other) = (unnumbered(a), unnumbered(b));
        if plain == other {
            return true;
        }
        let stem = |line: &str| {
            let line = line.strip_suffix('…')?.trim_end();
            let whole =
                line.rfind(OPENING).filter(|at| !line.get(*at..).unwrap_or("").contains(']'));
            Some(unnumbered(line.get(..whole.unwrap_or(line.len()))?))
        };
        let most = a.matches(OPENING).count().max(b.matches(OPENING).count()).saturating_mul(60);
        stem(a).zip(stem(b)).is_some_and(|(a, b)| {
            a.len().abs_diff(b.len()) <= most && (a.starts_with(&b) || b.starts_with(&a))
        })
    };
    a.lines().count() == b.lines().count() && a.lines().zip(b.lines()).all(same)
}

/// How a placeholder begins.
const OPENING: &str = "[REDACTED:";

/// The text with the numbers of its placeholders (`[REDACTED:email#3]`) taken out. They count
/// through a whole report, so an excerpt made again on its own may bear others.
pub(crate) fn unnumbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once(OPENING) {
        out.push_str(before);
        out.push_str(OPENING);
        rest = tail;
        if let Some((inside, after)) = tail.split_once(']')
            && let Some((kind, number)) = inside.split_once('#')
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            out.push_str(kind);
            out.push(']');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_excerpt_is_redacted_before_it_is_cut() {
        let source = Source::from_bytes(
            "a.log",
            format!("{}secret tail\n", "word ".repeat(818)).into_bytes(),
        );
        let said = excerpt(&source, 0, source.content_len(), &mut |text| {
            text.replace("secret", "[REDACTED:x#1]")
        })
        .expect("read");
        assert!(said.ends_with('…') && !said.contains("secre"), "{said}");
        assert!(said.len() <= MOST + 4);
    }

    #[test]
    fn numbers_of_placeholders_do_not_count() {
        assert_eq!(
            unnumbered("a [REDACTED:email#3] b [REDACTED:odd [REDACTED:ip#12]"),
            "a [REDACTED:email] b [REDACTED:odd [REDACTED:ip]"
        );
        let long = "x".repeat(40);
        for (a, b, same) in [
            ("[REDACTED:ip#9] gone", "[REDACTED:ip#12] gone", true),
            ("[REDACTED:ip#9] gone", "[REDACTED:ip#12] done", false),
            (&format!("[REDACTED:ip#9] {long}x…"), &format!("[REDACTED:ip#12] {long}…"), true),
            (
                &format!("[REDACTED:ip#9] {long}, [REDACTED:ip#1…"),
                &format!("[REDACTED:ip#12] {long}, …"),
                true,
            ),
            (&format!("[REDACTED:ip#9] {long}y…"), &format!("[REDACTED:ip#12] {long}x…"), false),
            // nothing moved the place at which these are cut
            (&format!("{long}x…"), &format!("{long}…"), false),
            ("…", &format!("[REDACTED:ip#1] {long}{long}…"), false),
            ("a\nb", "a", false),
        ] {
            assert_eq!(alike(a, b), same, "{a} / {b}");
        }
    }
}
