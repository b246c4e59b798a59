//! Whether SQL text ends inside a quote or comment, fed piece by piece.

/// Where a scan stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Plain,
    /// Inside a quote of this byte.
    Quote(u8),
    /// After a backslash inside a quote of this byte.
    Escape(u8),
    /// In a comment up to the end of the line.
    Line,
    /// In a comment up to `*/`; whether the last byte was a star.
    Block(bool),
    /// After one dash, or two.
    Dash(u8),
    /// After a slash.
    Slash,
    /// After `/*`; the next byte tells whether it is executable. Whether `M` was seen.
    BlockStart(bool),
    /// After a star outside comments, which may close an executable one.
    Star,
}

/// Whether a byte outside quotes and comments may change anything.
fn matters(byte: u8) -> bool {
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let bytes = b"'\"`#-/*";
        let mut n = 0;
        while n < bytes.len() {
            #[allow(clippy::indexing_slicing, reason = "a table built at compile time")]
            {
                table[bytes[n] as usize] = true;
            }
            n += 1;
        }
        table
    };
    TABLE.get(usize::from(byte)).copied().unwrap_or(true)
}

/// A scan of SQL text that remembers quotes and comments. Linear, of constant size.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OpenScan {
    state: State,
    /// Executable comments that are open.
    executable: u32,
    /// A backslash is a letter like others (`NO_BACKSLASH_ESCAPES`).
    literal: bool,
}

impl OpenScan {
    /// A scan of text in which a backslash escapes nothing, as under `NO_BACKSLASH_ESCAPES`.
    pub(crate) fn with_literal_backslash() -> OpenScan {
        OpenScan { literal: true, ..OpenScan::default() }
    }

    /// Goes on with the next bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((byte, next)) = rest.split_first() {
            // long runs inside a literal or comment are skipped without looking at each byte
            let skip = match self.state {
                State::Quote(b'`') => memchr::memchr(b'`', rest),
                State::Quote(quote) => memchr::memchr2(quote, b'\\', rest),
                State::Line => memchr::memchr(b'\n', rest),
                State::Block(false) => memchr::memchr(b'*', rest),
                State::Plain => rest.iter().position(|byte| matters(*byte)),
                _ => Some(0),
            };
            match skip {
                None => return,
                Some(0) => {
                    self.step(*byte);
                    rest = next;
                }
                Some(n) => rest = rest.get(n..).unwrap_or_default(),
            }
        }
    }

    fn step(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Quote(quote), b'\\') if quote != b'`' && !self.literal => State::Escape(quote),
            (State::Quote(quote), _) => {
                if byte == quote {
                    State::Plain
                } else {
                    State::Quote(quote)
                }
            }
            (State::Escape(quote), _) => State::Quote(quote),
            (State::Line, b'\n') => State::Plain,
            (State::Line, _) => State::Line,
            (State::Block(true), b'/') => State::Plain,
            (State::Block(_), b'*') => State::Block(true),
            (State::Block(_), _) => State::Block(false),
            (State::BlockStart(_), b'!') => {
                self.executable = self.executable.saturating_add(1);
                State::Plain
            }
            (State::BlockStart(false), b'M') => State::BlockStart(true),
            (State::BlockStart(_), b'*') => State::Block(true),
            (State::BlockStart(_), _) => State::Block(false),
            (State::Slash, b'*') => State::BlockStart(false),
            (State::Star, b'/') => {
                self.executable = self.executable.saturating_sub(1);
                State::Plain
            }
            (State::Dash(1), b'-') => State::Dash(2),
            (State::Dash(2), b'\n') => State::Plain,
            (State::Dash(2), b' ' | b'\t' | b'\r') => State::Line,
            (State::Plain | State::Slash | State::Star | State::Dash(_), _) => match byte {
                b'\'' | b'"' | b'`' => State::Quote(byte),
                b'#' => State::Line,
                b'-' => State::Dash(1),
                b'/' => State::Slash,
                b'*' if self.executable > 0 => State::Star,
                _ => State::Plain,
            },
        };
    }

    /// Whether a quote or comment that only its own end can close is open.
    pub(crate) fn is_open(self) -> bool {
        self.executable > 0
            || matches!(
                self.state,
                State::Quote(_) | State::Escape(_) | State::Block(_) | State::BlockStart(_)
            )
    }
}

/// Whether `sql` ends inside a quote or a `/* */` comment.
pub(crate) fn ends_open(sql: &[u8]) -> bool {
    plainly_open(sql).unwrap_or_else(|| {
        let mut scan = OpenScan::default();
        scan.feed(sql);
        scan.is_open()
    })
}

/// The same of text that holds no comment; `None` of other.
pub(crate) fn plainly_open(sql: &[u8]) -> Option<bool> {
    let mut rest = sql;
    loop {
        let Some(at) = rest.iter().position(|b| matters(*b)) else { return Some(false) };
        let (byte, behind) = rest.get(at..)?.split_first()?;
        rest = behind;
        match byte {
            b'#' => return None,
            b'-' if rest.first() == Some(&b'-') => return None,
            b'/' if rest.first() == Some(&b'*') => return None,
            b'-' | b'/' | b'*' => {}
            quote => loop {
                let ends = |b: &u8| b == quote || *b == b'\\' && *quote != b'`';
                let Some(end) = rest.iter().position(ends) else { return Some(true) };
                let escapes = rest.get(end) == Some(&b'\\');
                let Some(behind) = rest.get(end + 1 + usize::from(escapes)..) else {
                    return Some(true);
                };
                rest = behind;
                if !escapes {
                    break;
                }
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use crate::sql::open::{OpenScan, ends_open};

    #[test]
    fn what_is_told_at_a_glance_is_what_a_scan_tells() {
        for number in 0..7_usize.pow(5) {
            let digits = (0..5).map(|place| number / 7_usize.pow(place) % 7);
            let text: Vec<u8> = digits.map(|digit| b"`\\'a*/-"[digit]).collect();
            let mut scan = OpenScan::default();
            scan.feed(&text);
            assert_eq!(ends_open(&text), scan.is_open(), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn quotes_and_comments_that_are_closed_do_not_leave_it_open() {
        for sql in [
            "select 'it''s', \"a\\\"b\", `x`",
            "select 1 -- it's",
            "select 1 # it's",
            "/* ' */ select 1",
            "/*!50000 drop */ table t",
            "select 1 --",
            "select 5--'1'",
            "/*M!100101 x */",
            "select '/*'",
        ] {
            assert!(!ends_open(sql.as_bytes()), "{sql}");
        }
    }

    #[test]
    fn quotes_and_comments_without_an_end_leave_it_open() {
        for sql in [
            "select 'it\\'",
            "select \"a",
            "select `a",
            "select /* x",
            "/*!50000 drop table t",
            "-- x\n'",
            "select '# x\n",
        ] {
            assert!(ends_open(sql.as_bytes()), "{sql}");
        }
    }
}
