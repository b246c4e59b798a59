//! A forward scan of SQL text into tokens by MySQL's rules of quoting or PostgreSQL's; linear, and
//! at home in text that is cut off anywhere.

use crate::sql::dialect::{Dialect, Flavour};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A keyword or unquoted name; may begin with digits (`2024_orders`).
    Word,
    /// A name in backticks, in PostgreSQL in double quotes.
    Quoted,
    /// A string in single or double quotes (`n'…'` with its prefix); in PostgreSQL also `E'…'`,
    /// `U&'…'` and `$tag$…$tag$`.
    Text,
    /// A number, `0x1F`, `x'1F'`, `b'01'`.
    Number,
    /// `= < > <= != <=> || && + - * / % ! ~ ^ & | : := @ ? { }` and anything not understood.
    Operator,
    /// One of `( ) , ; .`
    Punct,
    /// A comment, whole, or an executable one that this server would not run.
    Comment,
    /// The `/*!50000` or the `*/` around text that this server runs.
    Marker,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text as it stands.
    pub text: &'a str,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The text ended before its closing quote or comment end.
    pub open: bool,
}

impl Token<'_> {
    /// Whether it is this keyword, in any case.
    pub(crate) fn is_word(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is this punctuation or operator.
    pub(crate) fn is(&self, sign: &str) -> bool {
        matches!(self.kind, Kind::Punct | Kind::Operator) && self.text == sign
    }

    /// Whether it says something to the server: all but comments.
    pub(crate) fn counts(&self) -> bool {
        !matches!(self.kind, Kind::Comment | Kind::Marker)
    }
}

/// A token without its text.
#[derive(Clone, Copy, Debug)]
struct Raw {
    kind: Kind,
    start: usize,
    end: usize,
    open: bool,
}

/// The scan over bytes. Every end it finds lies before or after an ASCII byte, or at the end.
#[derive(Clone, Copy, Debug)]
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    dialect: Dialect,
    /// Executable comments that are open.
    executing: usize,
    /// The last token was the dot of a qualified name.
    after_dot: bool,
    /// Where the last name ended: a dot there qualifies it.
    name_end: usize,
}

/// Whether a byte may stand in an unquoted name.
pub(crate) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

impl Scan<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The end of the run of bytes from `at` that hold to `test`.
    fn run(&self, at: usize, test: impl Fn(u8) -> bool) -> usize {
        self.rest(at)
            .iter()
            .position(|byte| !test(*byte))
            .map_or(self.bytes.len(), |n| at.saturating_add(n))
    }

    /// The end of a string whose opening quote stands at `at`, and whether it is left open.
    fn quoted(&self, at: usize, quote: u8, escapes: bool) -> (usize, bool) {
        let mut from = at.saturating_add(1);
        loop {
            let found = if escapes {
                memchr::memchr2(quote, b'\\', self.rest(from))
            } else {
                memchr::memchr(quote, self.rest(from))
            };
            let Some(step) = found else { return (self.bytes.len(), true) };
            let here = from.saturating_add(step);
            if self.byte(here) == Some(b'\\') && quote != b'\\' && escapes {
                from = here.saturating_add(2);
                if from > self.bytes.len() {
                    return (self.bytes.len(), true);
                }
            } else if self.byte(here.saturating_add(1)) == Some(quote) {
                from = here.saturating_add(2);
            } else {
                return (here.saturating_add(1), false);
            }
        }
    }

    /// The end of a comment whose text begins at `at`; comments may nest in it so deep.
    fn comment_end(&self, at: usize, nests: usize) -> (usize, bool) {
        let mut from = at;
        let mut depth = 1_usize;
        while let Some(step) = memchr::memchr2(b'*', b'/', self.rest(from)) {
            let here = from.saturating_add(step);
            match (self.byte(here), self.byte(here.saturating_add(1))) {
                (Some(b'*'), Some(b'/')) => {
                    depth = depth.saturating_sub(1);
                    from = here.saturating_add(2);
                    if depth == 0 {
                        return (from, false);
                    }
                }
                (Some(b'/'), Some(b'*')) if depth <= nests => {
                    depth = depth.saturating_add(1);
                    from = here.saturating_add(2);
                }
                _ => from = here.saturating_add(1),
            }
        }
        (self.bytes.len(), true)
    }

    /// `/*` at `at`: a comment, or the mark that opens text to run.
    fn slash_star(&mut self, at: usize) -> Raw {
        let body = at.saturating_add(2);
        if self.dialect.is_postgres() {
            let (end, open) = self.comment_end(body, usize::MAX);
            return Raw { kind: Kind::Comment, start: at, end, open };
        }
        let (maria, version_at) = match (self.byte(body), self.byte(body.saturating_add(1))) {
            (Some(b'!'), _) => (false, Some(body.saturating_add(1))),
            (Some(b'M'), Some(b'!')) => (true, Some(body.saturating_add(2))),
            _ => (false, None),
        };
        if let Some(digits_at) = version_at {
            let digits =
                self.run(digits_at, |b| b.is_ascii_digit()).saturating_sub(digits_at).min(6);
            let digits_end = digits_at.saturating_add(digits);
            let version = (digits >= 5)
                .then(|| self.bytes.get(digits_at..digits_end))
                .flatten()
                .and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u32>().ok());
            if runs(self.dialect, maria, version) {
                self.executing = self.executing.saturating_add(1);
                let end = if version.is_some() { digits_end } else { digits_at };
                return Raw { kind: Kind::Marker, start: at, end, open: false };
            }
            let (end, open) = self.comment_end(digits_end, 1);
            return Raw { kind: Kind::Comment, start: at, end, open };
        }
        let (end, open) = self.comment_end(body, 0);
        Raw { kind: Kind::Comment, start: at, end, open }
    }

    /// What PostgreSQL reads in another way than MySQL at `at`.
    fn postgres(&self, at: usize) -> Option<Raw> {
        let behind = |n: usize| self.byte(at.saturating_add(n));
        let string = |prefix: usize, escapes: bool, kind| {
            let (end, open) = self.quoted(at.saturating_add(prefix), b'\'', escapes);
            Some(Raw { kind, start: at, end, open })
        };
        match (self.byte(at)?, behind(1)) {
            (b'\'', _) => string(0, false, Kind::Text),
            (b'"', _) => {
                let (end, open) = self.quoted(at, b'"', false);
                Some(Raw { kind: Kind::Quoted, start: at, end, open })
            }
            (b'e' | b'E', Some(b'\'')) => string(1, true, Kind::Text),
            (b'u' | b'U', Some(b'&')) if behind(2) == Some(b'\'') => string(2, false, Kind::Text),
            (b'u' | b'U', Some(b'&')) if behind(2) == Some(b'"') => {
                let (end, open) = self.quoted(at.saturating_add(2), b'"', false);
                Some(Raw { kind: Kind::Quoted, start: at, end, open })
            }
            (b'-', Some(b'-')) => {
                let end = memchr::memchr(b'\n', self.rest(at))
                    .map_or(self.bytes.len(), |n| at.saturating_add(n));
                Some(Raw { kind: Kind::Comment, start: at, end, open: false })
            }
            (b'#' | b'`', _) => Some(Raw {
                kind: Kind::Operator,
                start: at,
                end: at.saturating_add(1),
                open: false,
            }),
            (b'$', _) => {
                // a tag is a name, so `$1` is none
                let from = at.saturating_add(1);
                let tag = self.run(from, |b| in_name(b) && b != b'$');
                if self.byte(tag) != Some(b'$') || behind(1).is_some_and(|b| b.is_ascii_digit()) {
                    return None;
                }
                let body = tag.saturating_add(1);
                let mark = self.bytes.get(at..body)?;
                let found = memchr::memmem::find(self.rest(body), mark);
                let end = found.map_or(self.bytes.len(), |n| {
                    body.saturating_add(n).saturating_add(mark.len())
                });
                Some(Raw { kind: Kind::Text, start: at, end, open: found.is_none() })
            }
            _ => None,
        }
    }

    /// A token that begins with a digit, or with a dot before a digit.
    fn number(&self, at: usize) -> Raw {
        let word_end = self.run(at, in_name);
        let text = self.bytes.get(at..word_end).unwrap_or_default();
        let number = |end| Raw { kind: Kind::Number, start: at, end, open: false };
        let word = Raw { kind: Kind::Word, start: at, end: word_end, open: false };
        if self.after_dot {
            return word;
        }
        let all_digits = text.iter().all(u8::is_ascii_digit);
        let based = |mark: u8, test: fn(&u8) -> bool| {
            text.len() > 2
                && text.first() == Some(&b'0')
                && text.get(1) == Some(&mark)
                && text.iter().skip(2).all(test)
        };
        if based(b'x', u8::is_ascii_hexdigit) || based(b'b', |b| matches!(b, b'0' | b'1')) {
            return number(word_end);
        }
        let mut end = word_end;
        if all_digits && self.byte(end) == Some(b'.') {
            // `1.5`, `1.`; the fraction may carry an exponent
            let fraction = end.saturating_add(1);
            let digits_end = self.run(fraction, |b| b.is_ascii_digit());
            end = self.exponent(digits_end);
            return number(end);
        }
        if all_digits {
            return number(end);
        }
        let digits_end = self.run(at, |b| b.is_ascii_digit());
        let with_exponent = self.exponent(digits_end);
        if with_exponent > digits_end && with_exponent >= word_end {
            return number(with_exponent);
        }
        word
    }

    /// The end of an exponent that stands at `at`, or `at`.
    fn exponent(&self, at: usize) -> usize {
        if !matches!(self.byte(at), Some(b'e' | b'E')) {
            return at;
        }
        let mut digits = at.saturating_add(1);
        if matches!(self.byte(digits), Some(b'+' | b'-')) {
            digits = digits.saturating_add(1);
        }
        let end = self.run(digits, |b| b.is_ascii_digit());
        if end > digits { end } else { at }
    }

    fn next_raw(&mut self) -> Option<Raw> {
        self.at = self.run(self.at, |b| b.is_ascii_whitespace() || b == 0 || b == 0x0b);
        let at = self.at;
        let first = self.byte(at)?;
        let second = self.byte(at.saturating_add(1));
        let plain =
            |kind, len: usize| Raw { kind, start: at, end: at.saturating_add(len), open: false };
        let special = self.dialect.is_postgres().then(|| self.postgres(at)).flatten();
        let raw = match first {
            _ if let Some(raw) = special => raw,
            b'\'' | b'"' => {
                let (end, open) = self.quoted(at, first, true);
                Raw { kind: Kind::Text, start: at, end, open }
            }
            b'`' => {
                let (end, open) = self.quoted(at, b'`', false);
                Raw { kind: Kind::Quoted, start: at, end, open }
            }
            b'#' => {
                let end = memchr::memchr(b'\n', self.rest(at))
                    .map_or(self.bytes.len(), |n| at.saturating_add(n));
                Raw { kind: Kind::Comment, start: at, end, open: false }
            }
            b'-' if second == Some(b'-')
                && self.byte(at.saturating_add(2)).is_none_or(|b| b <= b' ') =>
            {
                let end = memchr::memchr(b'\n', self.rest(at))
                    .map_or(self.bytes.len(), |n| at.saturating_add(n));
                Raw { kind: Kind::Comment, start: at, end, open: false }
            }
            b'/' if second == Some(b'*') => self.slash_star(at),
            b'*' if second == Some(b'/') && self.executing > 0 => {
                self.executing = self.executing.saturating_sub(1);
                plain(Kind::Marker, 2)
            }
            b'x' | b'X' | b'b' | b'B' if second == Some(b'\'') && !self.after_dot => {
                let (end, open) = self.quoted(at.saturating_add(1), b'\'', false);
                Raw { kind: Kind::Number, start: at, end, open }
            }
            b'n' | b'N' if second == Some(b'\'') && !self.after_dot => {
                let (end, open) = self.quoted(at.saturating_add(1), b'\'', true);
                Raw { kind: Kind::Text, start: at, end, open }
            }
            b'0'..=b'9' => self.number(at),
            b'.' if second.is_some_and(|b| b.is_ascii_digit()) && self.name_end != at => {
                let end = self.exponent(self.run(at.saturating_add(1), |b| b.is_ascii_digit()));
                Raw { kind: Kind::Number, start: at, end, open: false }
            }
            b'(' | b')' | b',' | b';' | b'.' => plain(Kind::Punct, 1),
            _ if in_name(first) => {
                Raw { kind: Kind::Word, start: at, end: self.run(at, in_name), open: false }
            }
            b'<' | b'>' | b'=' | b'!' | b'|' | b'&' | b':' => {
                let len = match (first, second, self.byte(at.saturating_add(2))) {
                    (b'<', Some(b'='), Some(b'>')) => 3,
                    (b'<', Some(b'=' | b'>' | b'<'), _)
                    | (b'>', Some(b'=' | b'>'), _)
                    | (b'!' | b':', Some(b'='), _)
                    | (b'|', Some(b'|'), _)
                    | (b'&', Some(b'&'), _) => 2,
                    _ => 1,
                };
                plain(Kind::Operator, len)
            }
            _ => plain(Kind::Operator, 1),
        };
        self.at = raw.end.max(at.saturating_add(1)).min(self.bytes.len());
        if raw.kind != Kind::Comment && raw.kind != Kind::Marker {
            self.after_dot = raw.kind == Kind::Punct && first == b'.' && self.name_end == at;
            self.name_end =
                if matches!(raw.kind, Kind::Word | Kind::Quoted) { raw.end } else { usize::MAX };
        }
        Some(Raw { end: raw.end.min(self.bytes.len()), ..raw })
    }
}

/// Whether a server would run the text of an executable comment.
///
/// `maria` is for `/*M!`. Without a known server, versions that some server in use could bear run:
/// an analyst would rather see a statement that did not run than miss one that did.
fn runs(dialect: Dialect, maria: bool, version: Option<u32>) -> bool {
    let Some(version) = version else { return !(maria && dialect.flavour == Flavour::MySql) };
    match dialect.flavour {
        Flavour::MySql => !maria && version <= dialect.version.unwrap_or(99_000),
        // MariaDB skips the numbers that only MySQL's later releases bear
        Flavour::MariaDb => {
            (maria || !(50_700..=99_999).contains(&version))
                && version <= dialect.version.unwrap_or(130_000)
        }
        Flavour::Postgres => false,
        Flavour::Unknown => version <= 99_000 || (100_000..=130_000).contains(&version),
    }
}

/// The tokens of a text, comments among them.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    scan: Scan<'a>,
}

impl<'a> Lexer<'a> {
    /// From the start of `text`.
    pub(crate) fn new(text: &'a str, dialect: Dialect) -> Lexer<'a> {
        Lexer::within(text, 0, text.len(), dialect)
    }

    /// Over `start..end` of `text`; places are those in `text`.
    pub(crate) fn within(text: &'a str, start: usize, end: usize, dialect: Dialect) -> Lexer<'a> {
        let bytes = text.as_bytes().get(..end.min(text.len())).unwrap_or_default();
        let scan = Scan {
            bytes,
            at: start,
            dialect,
            executing: 0,
            after_dot: false,
            name_end: usize::MAX,
        };
        Lexer { text, scan }
    }

    /// Where the scan stands: past the last token that was given out.
    pub(crate) fn at(&self) -> usize {
        self.scan.at
    }

    /// Goes on from `at`, which must lie between tokens.
    pub(crate) fn jump(&mut self, at: usize) {
        self.scan.at = at.min(self.scan.bytes.len());
    }

    /// Text that an executable comment opened is still open.
    pub(crate) fn executing(&self) -> bool {
        self.scan.executing > 0
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let raw = self.scan.next_raw()?;
        let text = self.text.get(raw.start..raw.end).unwrap_or_default();
        Some(Token { kind: raw.kind, text, start: raw.start, end: raw.end, open: raw.open })
    }
}

/// Whether a text ends inside a quote or a comment, so that more of it must follow.
pub(crate) fn ends_open(bytes: &[u8]) -> bool {
    let dialect = Dialect::default();
    let mut scan =
        Scan { bytes, at: 0, dialect, executing: 0, after_dot: false, name_end: usize::MAX };
    let mut open = false;
    while let Some(raw) = scan.next_raw() {
        open = raw.open;
    }
    open || scan.executing > 0
}

/// A name without its backticks (or double quotes), doubled ones undone.
pub(crate) fn unquote_name(text: &str) -> String {
    for quote in ['`', '"'] {
        let text = text.strip_prefix("U&").or_else(|| text.strip_prefix("u&")).unwrap_or(text);
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.strip_suffix(quote).unwrap_or(inner);
            let doubled: String = [quote, quote].iter().collect();
            return inner.replace(&doubled, quote.encode_utf8(&mut [0; 4]));
        }
    }
    text.to_owned()
}

/// What a string literal says: quotes off, escapes undone. An open one gives what there is.
pub(crate) fn unquote_text(text: &str) -> String {
    if let Some(mark) = text.strip_prefix('$').and_then(|rest| rest.find('$')) {
        let (mark, body) = text.split_at_checked(mark.saturating_add(2)).unwrap_or((text, ""));
        return body.strip_suffix(mark).unwrap_or(body).to_owned();
    }
    let text = text.strip_prefix(['n', 'N', 'e', 'E']).unwrap_or(text);
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().skip(1).peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('0') => out.push('\0'),
                Some('b') => out.push('\u{8}'),
                Some('Z') => out.push('\u{1a}'),
                Some(mark @ ('%' | '_')) => out.extend(['\\', mark]),
                Some(other) => out.push(other),
                None => {}
            }
        } else if c == quote {
            if chars.peek() == Some(&quote) {
                chars.next();
                out.push(quote);
            } else {
                break;
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        Lexer::new(text, Dialect::default()).map(|t| (t.kind, t.text)).collect()
    }

    #[test]
    fn two_dashes_are_a_comment_only_before_a_blank() {
        assert_eq!(kinds("5--1").len(), 4);
        assert_eq!(kinds("5-- 1"), vec![(Kind::Number, "5"), (Kind::Comment, "-- 1")]);
        assert_eq!(kinds("a --\nb").len(), 3);
    }

    #[test]
    fn quotes_may_be_doubled_or_escaped() {
        assert_eq!(kinds(r"'it''s \' it' x").len(), 2);
        assert_eq!(kinds("`a``b` x"), vec![(Kind::Quoted, "`a``b`"), (Kind::Word, "x")]);
        assert_eq!(unquote_name("`a``b`"), "a`b");
        assert_eq!(unquote_text(r"'it''s \'x\''"), "it's 'x'");
    }

    #[test]
    fn names_may_begin_with_digits_and_numbers_may_be_odd() {
        assert_eq!(kinds("2024_orders"), vec![(Kind::Word, "2024_orders")]);
        assert_eq!(
            kinds("db.2024"),
            vec![(Kind::Word, "db"), (Kind::Punct, "."), (Kind::Word, "2024")]
        );
        for number in ["1", "1.5", ".5", "1e5", "1.5e-3", "0x1F", "x'4D'", "b'01'", "0b01"] {
            assert_eq!(kinds(number), vec![(Kind::Number, number)], "{number}");
        }
    }

    #[test]
    fn postgresql_quotes_in_its_own_way() {
        let read = |text| -> Vec<(Kind, &str)> {
            Lexer::new(text, Dialect::POSTGRES).map(|t| (t.kind, t.text)).collect()
        };
        for string in [r"'C:\'", r"E'it\'s'", "U&'d'", "$$a 'b' $1$$", "$q$ $$ $q$", "'it''s'"] {
            assert_eq!(read(string), [(Kind::Text, string)], "{string}");
        }
        assert_eq!(read(r#""Quo""ted""#), [(Kind::Quoted, r#""Quo""ted""#)]);
        assert_eq!(read("/* a /* b */ c */ x").len(), 2);
        assert_eq!(read("5--1").len(), 2);
        assert_eq!(read("a #> $1").len(), 4);
        assert_eq!(read("/*!50000 drop */"), [(Kind::Comment, "/*!50000 drop */")]);
        assert!(Lexer::new("$a$ drop", Dialect::POSTGRES).any(|t| t.open));
        assert_eq!(unquote_text("$q$it's$q$"), "it's");
        // in MySQL they are what they were
        assert_eq!(kinds(r#""a""#), [(Kind::Text, r#""a""#)]);
        assert_eq!(kinds("$$a$$")[0].0, Kind::Word);
    }

    #[test]
    fn an_executable_comment_runs_by_flavour_and_version() {
        let runs_on = |text: &str, flavour, version| {
            let dialect = Dialect { flavour, version };
            Lexer::new(text, dialect).any(|t| t.is_word("drop"))
        };
        assert!(runs_on("/*! DROP */", Flavour::MySql, Some(50_500)));
        assert!(runs_on("/*!50000 DROP */", Flavour::MySql, Some(80_036)));
        assert!(runs_on("/*!080036 DROP */", Flavour::MySql, Some(80_036)));
        assert!(!runs_on("/*!080037 DROP */", Flavour::MySql, Some(80_036)));
        assert!(!runs_on("/*!99999 DROP */", Flavour::MySql, None));
        assert!(!runs_on("/*!99999 DROP */", Flavour::Unknown, None));
        assert!(!runs_on("/*M!100100 DROP */", Flavour::MySql, None));
        assert!(runs_on("/*M!100100 DROP */", Flavour::MariaDb, Some(101_119)));
        assert!(!runs_on("/*!50701 DROP */", Flavour::MariaDb, Some(101_119)));
        assert!(runs_on("/*!50001 DROP */", Flavour::MariaDb, Some(101_119)));
        assert!(!runs_on("/*M!999999\\- enable the sandbox mode DROP */", Flavour::MariaDb, None));
        assert!(runs_on("/*M! DROP /* inner */ x */", Flavour::Unknown, None));
    }

    #[test]
    fn a_text_is_known_to_end_inside_a_quote() {
        for open in
            ["select 'a", "select `a", "/* x", "select \"it\\\"", "/*!50000 drop", "'\\", "x'4"]
        {
            assert!(ends_open(open.as_bytes()), "{open}");
        }
        for closed in ["select 'a'", "-- it's", "# it's", "/* ' */", "", "a '' b", "select 1"] {
            assert!(!ends_open(closed.as_bytes()), "{closed}");
        }
        assert!(ends_open(b"select '\xff\xfe"));
    }

    proptest! {
        #[test]
        fn tokens_never_overlap_and_leave_out_only_blanks(text in "[ -~\n\u{e4}]{0,80}") {
            let mut last = 0;
            for token in Lexer::new(&text, Dialect::default()) {
                prop_assert!(token.start >= last);
                prop_assert!(text.get(last..token.start).unwrap().bytes().all(|b| b.is_ascii_whitespace()));
                prop_assert_eq!(token.text, text.get(token.start..token.end).unwrap());
                prop_assert!(!token.text.is_empty());
                last = token.end;
            }
        }
    }
}
