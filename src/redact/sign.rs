//! Signs: what a text holds if a rule finds anything in it, and what was seen of them.

/// Something that a text holds if a rule finds anything in it.
pub(crate) struct Sign {
    pub(crate) start: Start,
    /// Whether it is one, by what stands around its first byte and the first behind it.
    fits: fn(&[u8], usize, usize) -> bool,
}

/// What a sign begins with.
pub(crate) enum Start {
    /// This, in any case.
    Word(&'static str),
    /// Bytes of these classes, each written as in a pattern, without brackets; empty for any byte.
    Classes([&'static str; 3]),
    /// The same behind a byte of the first class or at the beginning of the text.
    Behind(&'static str, [&'static str; 3]),
}

/// A word in any case.
pub(crate) const fn word(word: &'static str) -> Sign {
    Sign { start: Start::Word(word), fits: |_, _, _| true }
}

/// A word in any case at a place where more fits: the text, the word's first byte, one past its
/// last.
pub(crate) const fn word_if(word: &'static str, fits: fn(&[u8], usize, usize) -> bool) -> Sign {
    Sign { start: Start::Word(word), fits }
}

/// Bytes of these classes at a place where more fits: the text, the first byte, one past the third.
pub(crate) const fn classes(
    classes: [&'static str; 3],
    fits: fn(&[u8], usize, usize) -> bool,
) -> Sign {
    Sign { start: Start::Classes(classes), fits }
}

/// The same behind a byte of another class, or at the beginning of the text, where a line break is
/// taken to stand.
pub(crate) const fn classes_behind(
    before: &'static str,
    classes: [&'static str; 3],
    fits: fn(&[u8], usize, usize) -> bool,
) -> Sign {
    Sign { start: Start::Behind(before, classes), fits }
}

impl Sign {
    /// The bytes that may stand at place `nth` of it, or of what stands before it; `None` for any.
    pub(crate) fn bytes(&self, nth: usize) -> Option<Vec<u8>> {
        let class = match self.start {
            Start::Word(word) => {
                return word
                    .as_bytes()
                    .get(nth)
                    .map(|b| vec![b.to_ascii_lowercase(), b.to_ascii_uppercase()]);
            }
            Start::Classes(classes) => classes.get(nth).copied(),
            Start::Behind(before, [first, second, third]) => {
                [before, first, second, third].get(nth).copied()
            }
        };
        class
            .filter(|class| !class.is_empty())
            .map(|class| (0..=u8::MAX).filter(|b| is_member(class, *b)).collect())
    }

    /// Where it begins, if what the tables know of it begins in front of `behind`; `None` in front
    /// of
    /// the text.
    pub(crate) fn place(&self, behind: usize) -> Option<usize> {
        match self.start {
            Start::Behind(..) => Some(behind),
            Start::Word(_) | Start::Classes(_) => behind.checked_sub(1),
        }
    }

    /// Whether it is at `at`. `looked_up` says that the tables have told so of its first bytes.
    pub(crate) fn is_at(&self, text: &[u8], at: usize, looked_up: bool) -> bool {
        match self.start {
            // most often not even the first byte is its own: the tables mix what shares a bit
            Start::Word(word)
                if !word
                    .as_bytes()
                    .first()
                    .zip(text.get(at))
                    .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b)) =>
            {
                false
            }
            Start::Word(word) => {
                let end = at.saturating_add(word.len());
                text.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
                    && (self.fits)(text, at, end)
            }
            Start::Classes(classes) | Start::Behind(_, classes) => {
                let in_class = |(nth, class): (usize, &&str)| {
                    class.is_empty()
                        || text.get(at.saturating_add(nth)).is_some_and(|b| is_member(class, *b))
                };
                let behind = match self.start {
                    Start::Behind(class, _) => at == 0 || is_member(class, before(text, at)),
                    _ => true,
                };
                (looked_up || behind && classes.iter().enumerate().all(in_class))
                    && (self.fits)(text, at, at.saturating_add(3).min(text.len()))
            }
        }
    }
}

/// Whether a byte is of the class that is written so: `a-z.`, or `^a-z.` for all others.
fn is_member(class: &str, byte: u8) -> bool {
    let mut rest = class.as_bytes();
    if let Some((b'^', others)) = rest.split_first() {
        return !others.is_empty() && !is_member(class.get(1..).unwrap_or_default(), byte);
    }
    loop {
        let (from, to, more) = match rest {
            [from, b'-', to, more @ ..] => (from, to, more),
            [one, more @ ..] => (one, one, more),
            [] => return false,
        };
        if (*from..=*to).contains(&byte) {
            return true;
        }
        rest = more;
    }
}

/// What a text shows.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// One bit for each rule in the order of the list of rules: it may find something.
    pub(crate) rules: u64,
    /// Where statements may begin, in order.
    pub(crate) verbs: Vec<usize>,
    /// A client of a database may be handed a statement.
    pub(crate) client: bool,
    /// `SQL: ` stands somewhere.
    pub(crate) labelled: bool,
}

impl Seen {
    /// Whether the rule of this number may find something.
    pub(crate) fn rule(&self, index: usize) -> bool {
        1u64.checked_shl(index as u32).is_none_or(|bit| self.rules & bit != 0)
    }

    /// Whether no rule may find anything.
    pub(crate) fn no_rule(&self) -> bool {
        self.rules == 0
    }
}

/// What patterns over bytes call blank.
pub(crate) fn blank(b: u8) -> bool {
    matches!(b, b' ' | 9..=13)
}

/// The byte at a place; 0 beyond the ends.
pub(crate) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or_default()
}

/// The byte in front of a place; 0 at the beginning.
pub(crate) fn before(text: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |at| byte(text, at))
}

/// The first place at `at` or behind whose byte is none of these.
pub(crate) fn skip(text: &[u8], at: usize, of: impl Fn(u8) -> bool) -> usize {
    text.get(at..).map_or(at, |rest| {
        rest.iter().position(|b| !of(*b)).map_or(text.len(), |found| at.saturating_add(found))
    })
}

/// How many bytes at `at` are of these.
pub(crate) fn run(text: &[u8], at: usize, of: impl Fn(u8) -> bool) -> usize {
    skip(text, at, of).saturating_sub(at)
}

/// Whether a byte is part of a word.
pub(crate) fn wordy(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Whether the text goes on with this, in any case.
pub(crate) fn goes_on(text: &[u8], at: usize, with: &str) -> bool {
    text.get(at..at.saturating_add(with.len()))
        .is_some_and(|found| found.eq_ignore_ascii_case(with.as_bytes()))
}

/// Where the value begins that is assigned to a name which ends at `end`: behind a closing quote
/// (`«` of the patterns), blanks and `=>`, `:=`, `:` or `=`.
pub(crate) fn assigned(text: &[u8], end: usize) -> Option<usize> {
    let slashes = skip(text, end, |b| b == b'\\');
    let mut at = match (byte(text, slashes), byte(text, end)) {
        (b'"', _) => slashes.saturating_add(1),
        (_, b'\'' | b'`') => end.saturating_add(1),
        _ => end,
    };
    at = skip(text, at, blank);
    let sign = match (byte(text, at), byte(text, at.saturating_add(1))) {
        (b'=', b'>') | (b':', b'=') => 2,
        (b'=' | b':', _) => 1,
        _ => return None,
    };
    Some(skip(text, at.saturating_add(sign), blank))
}
