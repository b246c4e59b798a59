//! What is taken out of entries that are shown, without reading the same stack frames anew each
//! time: most of an error is its trace, and most frames of a log were seen before.

use std::{
    borrow::Cow,
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    ops::Range,
    sync::Arc,
};

use memchr::{memchr, memmem, memrchr};

use crate::redact::{Level, Own, Redactor};

/// What must be done with an entry before it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mask {
    /// Nothing.
    Clean,
    /// Its frames may stay, the rest may not.
    Text,
    /// All of it must be read.
    Whole,
}

/// Frames that were found to hold nothing.
#[derive(Default)]
pub(super) struct Frames {
    known: HashSet<u64>,
    hasher: RandomState,
}

/// The most frames that are kept in mind.
const MOST: usize = 16_384;

/// A run of lines of an entry.
enum Part {
    /// Any text.
    Text(Range<usize>),
    /// One stack frame behind `[stacktrace]`.
    Frame(Range<usize>),
}

/// The parts of an entry in order.
fn parts(entry: &[u8]) -> impl Iterator<Item = Part> {
    let mut at = 0usize;
    let mut tracing = false;
    std::iter::from_fn(move || {
        let begin = at;
        loop {
            let rest = entry.get(at..).unwrap_or_default();
            if rest.is_empty() {
                return (at > begin).then_some(Part::Text(begin..at));
            }
            let len = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = rest.get(..len).unwrap_or(rest);
            if tracing && line.first() == Some(&b'#') && line.get(1).is_some_and(u8::is_ascii_digit) {
                if at > begin {
                    return Some(Part::Text(begin..at));
                }
                at += len;
                return Some(Part::Frame(begin..at));
            }
            tracing = line.trim_ascii_end() == b"[stacktrace]";
            at += len;
            if !tracing {
                // a trace begins behind its own line: on to the next one that may be it
                let more = entry.get(at..).unwrap_or_default();
                at = match memmem::find(more, b"[stacktrace]") {
                    Some(found) => more.get(..found).and_then(|before| memrchr(b'\n', before)).map_or(at, |end| at + end + 1),
                    None => entry.len(),
                };
            }
        }
    })
}

impl Frames {
    /// What must be done with `entry` at `level`, with the user's own rules.
    pub(super) fn mask(&mut self, entry: &[u8], level: Level, own: &Arc<[Own]>) -> Mask {
        if level == Level::Off {
            return Mask::Clean;
        }
        let redactor = Redactor::with_own(level, Arc::clone(own));
        let untouched = |bytes: &[u8]| matches!(redactor.excerpt(&String::from_utf8_lossy(bytes)), Cow::Borrowed(_));
        let mut clean = true;
        for part in parts(entry) {
            match part {
                Part::Text(range) => clean = clean && untouched(entry.get(range).unwrap_or_default()),
                Part::Frame(range) => {
                    let frame = entry.get(range).unwrap_or_default();
                    // its number stands before it: the rest is what repeats
                    let body = memchr(b' ', frame).and_then(|blank| frame.get(blank..)).unwrap_or(frame);
                    let hash = self.hasher.hash_one(body);
                    if self.known.contains(&hash) {
                        continue;
                    }
                    if !untouched(body) {
                        return Mask::Whole;
                    }
                    if self.known.len() >= MOST {
                        self.known.clear();
                    }
                    self.known.insert(hash);
                }
            }
        }
        if clean { Mask::Clean } else { Mask::Text }
    }
}

/// The entry as it may be shown.
pub(super) fn shown<'e>(entry: &'e [u8], mask: Mask, redactor: &Redactor) -> Cow<'e, [u8]> {
    let text = |bytes: &[u8]| redactor.excerpt(&String::from_utf8_lossy(bytes)).into_owned().into_bytes();
    match mask {
        Mask::Clean => Cow::Borrowed(entry),
        Mask::Whole => Cow::Owned(text(entry)),
        Mask::Text => {
            let mut out = Vec::with_capacity(entry.len());
            for part in parts(entry) {
                match part {
                    Part::Text(range) => out.extend(text(entry.get(range).unwrap_or_default())),
                    Part::Frame(range) => out.extend_from_slice(entry.get(range).unwrap_or_default()),
                }
            }
            Cow::Owned(out)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "[2026-03-02 09:00:05] local.ERROR: x bob@example.org {\"exception\":\"[object] (E(code: 0): x at /a:1)\n[stacktrace]\n#0 /a/b.php(3): c()\n#1 {main}\n\n[previous exception] [object] (F(code: 0): mail eve@example.org at /a:2)\n[stacktrace]\n#0 /a/b.php(3): c()\n\"} \n";

    fn masked(entry: &str) -> (Mask, String) {
        let mask = Frames::default().mask(entry.as_bytes(), Level::Pii, &Arc::default());
        let redactor = Redactor::new(Level::Pii);
        (mask, String::from_utf8(shown(entry.as_bytes(), mask, &redactor).into_owned()).unwrap())
    }

    #[test]
    fn parts_are_the_entry() {
        let all: Vec<u8> = parts(ENTRY.as_bytes())
            .flat_map(|part| match part {
                Part::Text(range) | Part::Frame(range) => ENTRY.as_bytes()[range].to_vec(),
            })
            .collect();
        assert_eq!(all, ENTRY.as_bytes());
        assert_eq!(parts(ENTRY.as_bytes()).filter(|part| matches!(part, Part::Frame(_))).count(), 3);
    }

    #[test]
    fn text_around_frames_is_read_and_frames_that_hold_nothing_stay() {
        let (mask, text) = masked(ENTRY);
        assert_eq!(mask, Mask::Text);
        assert_eq!(text, ENTRY.replace("bob@example.org", "[REDACTED:email#1]").replace("eve@example.org", "[REDACTED:email#2]"));
        assert_eq!(masked(&ENTRY.replace("bob@example.org", "b").replace("eve@example.org", "e")).0, Mask::Clean);
    }

    #[test]
    fn a_secret_in_a_frame_goes() {
        let (mask, text) = masked(&ENTRY.replace("c()\n#1", "c('bob@example.org')\n#1"));
        assert_eq!(mask, Mask::Whole);
        assert!(!text.contains('@'), "{text}");
    }
}
