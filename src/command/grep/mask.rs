//! What is taken out of entries that are shown, without reading the same stack frames anew each
//! time: most of an error is its trace, and most frames of a log were seen before.

use std::{
    borrow::Cow,
    collections::HashSet,
    hash::{BuildHasher, Hasher, RandomState},
    ops::Range,
    sync::LazyLock,
};

use memchr::{memchr, memmem::Finder, memrchr};

use crate::redact::redactor::{Hole, Marked, Redactor};

/// Frames that were found to hold nothing.
#[derive(Default)]
pub(super) struct Frames {
    known: HashSet<Box<[u8]>, Keyed>,
    bytes: usize,
    /// Of the frame that is looked at: what it is known by.
    alike: Vec<u8>,
}

/// The most bytes of frames that are kept in mind.
const MOST: usize = 1 << 20;

/// The line in front of stack frames.
const TRACE: &[u8] = b"[stacktrace]";
static TRACES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(TRACE));

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
            if tracing && line.first() == Some(&b'#') && line.get(1).is_some_and(u8::is_ascii_digit)
            {
                if at > begin {
                    return Some(Part::Text(begin..at));
                }
                at += len;
                return Some(Part::Frame(begin..at));
            }
            tracing = line.trim_ascii_end() == TRACE;
            at += len;
            if !tracing {
                // a trace begins behind its own line: on to the next one that may be it
                let more = entry.get(at..).unwrap_or_default();
                at = match TRACES.find(more) {
                    Some(found) => more
                        .get(..found)
                        .and_then(|before| memrchr(b'\n', before))
                        .map_or(at, |end| at + end + 1),
                    None => entry.len(),
                };
            }
        }
    })
}

impl Frames {
    /// Adds what may be shown of `entry` to `out`, and where something is missing in it to `holes`,
    /// by offsets from where the entry begins in `out`.
    pub(super) fn mask(
        &mut self,
        entry: &[u8],
        redactor: &Redactor,
        out: &mut Vec<u8>,
        holes: &mut Vec<Hole>,
    ) {
        let (begin, first) = (out.len(), holes.len());
        // what stays is copied in long pieces
        let mut copied = 0;
        for part in parts(entry) {
            match part {
                Part::Text(range) => {
                    let text = entry.get(range.clone()).unwrap_or_default();
                    if let Some(marked) = redactor.mark(&as_text(text)) {
                        out.extend_from_slice(entry.get(copied..range.start).unwrap_or_default());
                        push(marked, begin, out, holes);
                        copied = range.end;
                    }
                }
                Part::Frame(range) => {
                    let frame = entry.get(range).unwrap_or_default();
                    // its number stands before it: the rest is what repeats
                    let number = frame.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
                    let body = frame.get(number + 1..).unwrap_or(frame);
                    self.alike.clear();
                    self.alike.extend_from_slice(body);
                    if !redactor.has_own() {
                        level_line_number(&mut self.alike);
                    }
                    if self.known.contains(self.alike.as_slice()) {
                        continue;
                    }
                    if redactor.mark(&as_text(body)).is_some() {
                        // all of it is read as one text
                        out.truncate(begin);
                        holes.truncate(first);
                        match redactor.mark(&as_text(entry)) {
                            Some(marked) => push(marked, begin, out, holes),
                            None => out.extend_from_slice(entry),
                        }
                        return;
                    }
                    self.bytes += body.len();
                    if self.bytes > MOST {
                        self.known.clear();
                        self.bytes = body.len();
                    }
                    self.known.insert(self.alike.as_slice().into());
                }
            }
        }
        out.extend_from_slice(entry.get(copied..).unwrap_or_default());
    }
}

/// Digits of the longest line number of a file: fewer than of any number that a rule takes out.
const LINE_DIGITS: usize = 7;

/// Writes ones for the line number of a frame, `/a/B.php(142): …`. No rule of ours asks which
/// digits stand in such brackets, only that and how many: a test holds them to it. So frames of one
/// call in many lines are one.
fn level_line_number(body: &mut [u8]) {
    let Some(open) = memchr(b'(', body) else { return };
    let number = body.get_mut(open + 1..).unwrap_or_default();
    let digits = number.iter().take(LINE_DIGITS + 1).take_while(|b| b.is_ascii_digit()).count();
    if digits <= LINE_DIGITS && number.get(digits..).is_some_and(|rest| rest.starts_with(b"):")) {
        number.iter_mut().take(digits).for_each(|b| *b = b'1');
    }
}

/// Bytes as text. Most are: the check alone is many times faster than looking for what is none.
fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

fn push(marked: Marked, begin: usize, out: &mut Vec<u8>, holes: &mut Vec<Hole>) {
    let shift = out.len() - begin;
    holes.extend(marked.holes.into_iter().map(|hole| hole.shifted(shift)));
    out.extend_from_slice(marked.text.as_bytes());
}

/// Hashes of lines, 64 bytes at a time, with keys of their own for each run: whoever writes a log
/// cannot choose lines that collide, and lines that do are compared.
struct Keyed {
    begin: u64,
    key: u64,
}

impl Default for Keyed {
    fn default() -> Self {
        let random = RandomState::new();
        Keyed { begin: random.hash_one(0), key: random.hash_one(1) }
    }
}

/// See [`Keyed`].
struct Folded {
    state: u64,
    key: u64,
}

impl BuildHasher for Keyed {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded { state: self.begin, key: self.key }
    }
}

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.state
    }

    fn write_usize(&mut self, length: usize) {
        self.state = self.state.wrapping_add(length as u64);
    }

    fn write(&mut self, bytes: &[u8]) {
        let key = self.key;
        let fold = |state: u64, pair: u128| {
            let wide = u128::from(state ^ (pair as u64)) * u128::from(key ^ ((pair >> 64) as u64));
            (wide as u64) ^ ((wide >> 64) as u64)
        };
        let Some(last) = bytes.last_chunk::<16>() else {
            for some in bytes.chunks(8) {
                self.state =
                    fold(self.state, some.iter().fold(1, |word, b| word << 8 | u128::from(*b)));
            }
            return;
        };
        // four at once do not wait for each other
        let [mut a, mut b, mut c, mut d] = [
            self.state,
            self.state.rotate_left(16),
            self.state.rotate_left(32),
            self.state.rotate_left(48),
        ];
        let (fours, few) = bytes.as_chunks::<16>().0.as_chunks::<4>();
        for [first, second, third, fourth] in fours {
            a = fold(a, u128::from_le_bytes(*first));
            b = fold(b, u128::from_le_bytes(*second));
            c = fold(c, u128::from_le_bytes(*third));
            d = fold(d, u128::from_le_bytes(*fourth));
        }
        for (lane, pair) in [&mut a, &mut b, &mut c].into_iter().zip(few) {
            *lane = fold(*lane, u128::from_le_bytes(*pair));
        }
        // what is left over, with some that was taken in already
        d = fold(d, u128::from_le_bytes(*last));
        self.state = fold(
            fold(self.state, u128::from(a) | u128::from(b) << 64),
            u128::from(c) | u128::from(d) << 64,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::rule::Level;

    const ENTRY: &str = "[2026-03-02 09:00:05] local.ERROR: x bob@example.org {\"exception\":\"[object] (E(code: 0): x at /a:1)\n[stacktrace]\n#0 /a/b.php(3): c()\n#1 {main}\n\n[previous exception] [object] (F(code: 0): mail eve@example.org at /a:2)\n[stacktrace]\n#0 /a/b.php(3): c()\n\"} \n";

    fn masked(entry: &str) -> String {
        let redactor = Redactor::new(Level::Pii);
        let (mut text, mut holes, mut out) = (Vec::new(), Vec::new(), Vec::new());
        Frames::default().mask(entry.as_bytes(), &redactor, &mut text, &mut holes);
        redactor.fill(&text, &holes, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn parts_are_the_entry() {
        let all: Vec<u8> = parts(ENTRY.as_bytes())
            .flat_map(|part| match part {
                Part::Text(range) | Part::Frame(range) => ENTRY.as_bytes()[range].to_vec(),
            })
            .collect();
        assert_eq!(all, ENTRY.as_bytes());
        assert_eq!(
            parts(ENTRY.as_bytes()).filter(|part| matches!(part, Part::Frame(_))).count(),
            3
        );
    }

    #[test]
    fn text_around_frames_is_read_and_frames_that_hold_nothing_stay() {
        assert_eq!(
            masked(ENTRY),
            ENTRY
                .replace("bob@example.org", "[REDACTED:email#1]")
                .replace("eve@example.org", "[REDACTED:email#2]")
        );
        let clean = ENTRY.replace("bob@example.org", "b").replace("eve@example.org", "e");
        assert_eq!(masked(&clean), clean);
    }

    #[test]
    fn a_secret_in_a_frame_goes() {
        let text = masked(&ENTRY.replace("c()\n#1", "c('bob@example.org')\n#1"));
        assert!(!text.contains('@'), "{text}");
    }

    #[test]
    fn frames_of_one_call_in_many_lines_are_one() {
        let redactor = Redactor::new(Level::Pii);
        let own = crate::redact::own::Own::new("line", r"\(42\)").expect("valid");
        let owned = Redactor::with_own(Level::Pii, [own].to_vec().into());
        let frame = |line: &str| {
            format!(
                "[2026-03-02 09:00:05] local.ERROR: x {{\"exception\":\"[object] (E)\n[stacktrace]\n#0 /a/b.php({line}): c()\n\"}}\n"
            )
        };
        for (redactor, kept, missing) in [(&redactor, 3, 0), (&owned, 4, 1)] {
            let mut frames = Frames::default();
            let (mut text, mut holes) = (Vec::new(), Vec::new());
            for line in ["3", "4", "41", "42", "12345678", "41"] {
                frames.mask(frame(line).as_bytes(), redactor, &mut text, &mut holes);
            }
            assert_eq!((frames.known.len(), holes.len()), (kept, missing), "{:?}", frames.known);
        }
    }

    #[test]
    fn what_was_seen_before_changes_nothing() {
        let redactor = Redactor::new(Level::Pii);
        let mut frames = Frames::default();
        let entries = [
            ENTRY,
            &ENTRY.replace("c()", "d('eve@example.org')"),
            &ENTRY.replace("bob@example.org", "b"),
            ENTRY,
        ];
        let mask = |entry: &str, frames: &mut Frames| {
            let (mut text, mut holes) = (Vec::new(), Vec::new());
            frames.mask(entry.as_bytes(), &redactor, &mut text, &mut holes);
            (text, holes.iter().map(|hole| hole.at).collect::<Vec<_>>())
        };
        for entry in entries {
            assert_eq!(mask(entry, &mut frames), mask(entry, &mut Frames::default()));
        }
    }
}
