//! What is given under a name, in whatever is written around it: a word of a shell, a line of an
//! env file or of YAML, a key of JSON or PHP, a parameter of a URL. Its extent is that which the
//! place has where it stands.

use std::ops::Range;

use crate::redact::{
    name::{Kind, kind},
    place::Place,
    rule::says_nothing,
    sign::{before, blank, byte, goes_on, run, skip},
};

/// A longer name is read from here on.
const NAME_BYTES: usize = 80;
/// Lines of a block of YAML that are one value.
const BLOCK_LINES: usize = 200;

/// How a value follows its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Equals,
    Arrow,
    Colon,
    /// `setPassword('…')`, `define('DB_PASSWORD', '…')`, `s:8:"password";s:3:"…"`,
    /// `"name":"password","value":"…"`: always in quotes.
    Quotes,
    /// `value: …` on the next line.
    Next,
    /// `<password>…</password>`
    Element,
}

/// Whether a byte may be part of a name.
pub(crate) fn nameable(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

/// The name around the word at a range, if something may be given under it and it is a secret's.
pub(crate) fn may_bear(text: &[u8], at: usize, end: usize) -> bool {
    let end = end.saturating_add(run(
        text.get(..end.saturating_add(NAME_BYTES)).unwrap_or(text),
        end,
        nameable,
    ));
    let start = begin(text, at);
    let closed = skip(text, end, |b| {
        matches!(b, b'\\' | b'"' | b'\'' | b'`' | b']' | b'%' | b'5' | b'D' | b'd' | b' ' | b'\t')
    });
    // a column is no value
    let sign = skip(text, skip(text, closed, |b| b == b'='), |b| matches!(b, b' ' | b'\t'));
    if byte(text, closed) == b'=' && byte(text, sign) == b'`' {
        return false;
    }
    matches!(
        byte(text, closed),
        b'=' | b':' | b'(' | b',' | b';' | b'\r' | b'\n' | b'v' | b'V' | b'>'
    ) && text
        .get(start..end)
        .and_then(|name| std::str::from_utf8(name).ok())
        .is_some_and(|name| kind(name).is_some())
}

/// Where the name begins in which a place lies.
fn begin(text: &[u8], at: usize) -> usize {
    let least = at.saturating_sub(NAME_BYTES);
    let head = text.get(least..at).unwrap_or_default();
    at.saturating_sub(head.iter().rev().take_while(|b| nameable(**b)).count())
}

/// Every value that is given under a secret's name; `true` for those of environment variables.
pub(crate) fn values(place: &Place<'_>, mut found: impl FnMut(bool, Range<usize>)) {
    let text = place.text.as_ref();
    let bytes = text.as_bytes();
    let mut quoted = place.quoted.iter().peekable();
    let mut at = 0;
    while at < bytes.len() {
        let start = skip(bytes, at, |b| !nameable(b));
        let end = skip(bytes, start, nameable);
        at = end.max(start.saturating_add(1));
        let start = start.max(end.saturating_sub(NAME_BYTES));
        while quoted.peek().is_some_and(|quote| quote.end < end) {
            quoted.next();
        }
        // what stands in quotes is a place of its own
        if quoted.peek().is_some_and(|quote| quote.start <= start) {
            continue;
        }
        let Some((by, value)) = follow(bytes, start, end) else { continue };
        let name = text.get(start..end).unwrap_or_default();
        let Some(kind) = kind(name) else { continue };
        let env = by == By::Equals
            && value == end.saturating_add(1)
            && !name.bytes().any(|b| b.is_ascii_lowercase());
        if kind == Kind::Token
            && !env
            && ["dsn", "url"].iter().any(|end| name.to_ascii_lowercase().ends_with(end))
        {
            continue;
        }
        let reading = Reading { text, bytes, place, start, name, kind, by, env };
        for value in reading.values(value) {
            if reading.is_secret(text.get(value.clone()).unwrap_or_default()) {
                found(env, value);
            }
        }
    }
}

/// How a value follows the name at a range, and where it begins.
fn follow(text: &[u8], start: usize, end: usize) -> Option<(By, usize)> {
    let mut at = end;
    let mut quoted = false;
    for _ in 0..4 {
        match byte(text, at) {
            b'"' | b'\'' | b'`' if !quoted => quoted = true,
            b'\\' if matches!(byte(text, at.saturating_add(1)), b'"' | b'\'' | b'\\') => {}
            b']' => {}
            b'%' if goes_on(text, at, "%5D") => at = at.saturating_add(2),
            b':' if goes_on(text, at, ":protected]") => at = at.saturating_add(9),
            b':' if goes_on(text, at, ":private]") => at = at.saturating_add(7),
            _ => break,
        }
        at = at.saturating_add(1);
    }
    let level = |b: u8| matches!(b, b' ' | b'\t');
    let here = skip(text, at, level);
    let next = here.saturating_add(1);
    let opens = |at: usize| matches!(byte(text, at), b'"' | b'\'');
    match (byte(text, here), byte(text, next)) {
        (b'=', b'>') => Some((By::Arrow, skip(text, here.saturating_add(2), blank))),
        (b'=', b'=' | b'~') => None,
        (b':', b'=') => Some((By::Equals, skip(text, here.saturating_add(2), level))),
        (b'=', _) => Some((By::Equals, skip(text, next, level))),
        (b':', b':') => None,
        (b':', b'/') if byte(text, next.saturating_add(1)) == b'/' => None,
        (b':', _) => Some((By::Colon, skip(text, next, level))),
        // `<password>…</password>`, `<db:password>…`
        (b'>', _) if at == end && opens_element(text, start) => Some((By::Element, next)),
        (b'(', _) if at == end => Some((By::Quotes, skip(text, next, blank))),
        // `define('DB_PASSWORD', '…')`, not `['password', 'token']`
        (b',', _) if quoted => {
            let value = skip(text, next, blank);
            let head = text.get(..start.saturating_sub(1)).unwrap_or_default().trim_ascii_end();
            let called =
                head.strip_suffix(b"(").and_then(<[u8]>::last).copied().is_some_and(nameable);
            if called && opens(value) {
                Some((By::Quotes, value))
            } else {
                under_value(text, value)
            }
        }
        // `{name: DB_PASSWORD, value: …}`
        (b',', _) => under_value(text, skip(text, next, blank)),
        (b';', _) if quoted && goes_on(text, next, "s:") => {
            let value = skip(text, next.saturating_add(2), |b| b.is_ascii_digit());
            (byte(text, value) == b':').then_some((By::Quotes, value.saturating_add(1)))
        }
        (b'\n' | b'\r' | b'v' | b'V', _) => {
            let value = skip(text, here, blank);
            under_value(text, skip(text, value, |b| b == b'-' || blank(b))).map(|(by, at)| {
                (if byte(text, here) == b'\n' && by == By::Colon { By::Next } else { by }, at)
            })
        }
        _ => None,
    }
}

/// `"value":"…"`, `value: …` and `value="…"` behind the name of a secret.
fn under_value(text: &[u8], at: usize) -> Option<(By, usize)> {
    let name = skip(text, at, |b| matches!(b, b'"' | b'\''));
    if !goes_on(text, name, "value") {
        return None;
    }
    let end = name.saturating_add(5);
    let sign = skip(text, end, |b| matches!(b, b'"' | b'\'' | b' '));
    let value = skip(text, sign.saturating_add(1), blank);
    match byte(text, sign) {
        b':' => Some((By::Colon, value)),
        b'=' => Some((By::Equals, skip(text, value, |b| b == b'>' || b == b' '))),
        _ => None,
    }
}

/// How many of the lines below a line say what it names: those of a block of YAML, or the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Below {
    /// All that are set in further.
    Block,
    /// The next.
    Next,
}

/// Whether what a line names the secret of stands below it.
pub(crate) fn below(line: &str) -> Option<Below> {
    let line = line.trim_end();
    if line.ends_with('\\') {
        return Some(Below::Next);
    }
    let key = line.trim_end_matches(|c: char| {
        matches!(c, '|' | '>' | '-' | '+' | ' ' | '{' | '[') || c.is_ascii_digit()
    });
    // what Ansible encrypted
    let key = key.strip_suffix("!vault").unwrap_or(key).trim_end();
    let last =
        |text: &str| kind(text.rsplit([' ', '\t', '"', '\'']).next().unwrap_or_default()).is_some();
    match key.strip_suffix(':') {
        Some(name) => last(name.trim_end_matches(['"', '\''])).then_some(Below::Block),
        None => {
            let (key, name) = line.split_once(": ")?;
            let named = key.trim_start_matches(['-', ' ']).eq_ignore_ascii_case("name");
            (named && last(name.trim_matches(['"', '\'']))).then_some(Below::Next)
        }
    }
}

/// A name and what it is, on the way to its value.
struct Reading<'p> {
    text: &'p str,
    bytes: &'p [u8],
    place: &'p Place<'p>,
    /// Where the name begins.
    start: usize,
    name: &'p str,
    kind: Kind,
    by: By,
    env: bool,
}

impl Reading<'_> {
    fn byte(&self, at: usize) -> u8 {
        byte(self.bytes, at)
    }

    /// The end of the line in which a place lies.
    fn line_end(&self, at: usize) -> usize {
        skip(self.bytes, at, |b| b != b'\n')
    }

    /// Where the value or, of a list, the values lie that begin at `at`.
    fn values(&self, at: usize) -> Vec<Range<usize>> {
        let at = if goes_on(self.bytes, at, "string(") {
            skip(self.bytes, at, |b| b != b'"' && b != b'\n')
        } else {
            at
        };
        // the output of a command is no word of this text, but what it echoes is
        let at = if goes_on(self.bytes, at, "$(") {
            let inside = skip(self.bytes, at.saturating_add(2), blank);
            let echoes = ["echo ", "printf "].iter().find(|echo| goes_on(self.bytes, inside, echo));
            let Some(echo) = echoes else { return Vec::new() };
            inside.saturating_add(echo.len())
        } else {
            at
        };
        let slashed = skip(self.bytes, at, |b| b == b'\\');
        let at = if matches!(self.byte(slashed), b'"' | b'\'') { slashed } else { at };
        match self.byte(at) {
            _ if self.by == By::Element => {
                std::iter::once(at..skip(self.bytes, at, |b| b != b'<' && b != b'\n')).collect()
            }
            b'"' | b'\'' => vec![self.glued(at)],
            _ if self.by == By::Quotes => Vec::new(),
            b'`' => Vec::new(),
            b'[' | b'{' if self.by != By::Equals => self.listed(at),
            // a variable's name: what follows without quotes is code
            _ if before(self.bytes, self.start) == b'$' => Vec::new(),
            _ if self.whole_line(at) => self.line(at),
            _ => vec![self.glued(at)],
        }
    }

    /// Whether what is given reaches to the end of the line or of the place.
    fn whole_line(&self, at: usize) -> bool {
        if self.by == By::Next {
            return true;
        }
        let head = self.bytes.get(..self.start).unwrap_or_default();
        let lead = head
            .iter()
            .rev()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'-' | b'[' | b'$'))
            .count();
        let head = head.get(..head.len().saturating_sub(lead)).unwrap_or_default();
        let begins = head.is_empty() || head.ends_with(b"\n");
        let spaced = blank(self.byte(at.saturating_sub(1)));
        match self.by {
            // `"DB_PASSWORD=…"` is one value
            By::Equals if !spaced => begins && self.place.inner && !self.pairs(at),
            By::Equals => begins && spaced,
            By::Arrow => begins,
            By::Colon => spaced && (begins || lead > 0 && head.ends_with(b":")),
            By::Quotes | By::Next | By::Element => false,
        }
    }

    /// Whether further names with values follow in the line.
    fn pairs(&self, at: usize) -> bool {
        self.bytes.get(at..self.line_end(at)).is_some_and(|line| line.contains(&b'='))
    }

    fn line(&self, at: usize) -> Vec<Range<usize>> {
        let end = self.line_end(at);
        let said = self.text.get(at..end).unwrap_or_default().trim_end();
        let said = said.strip_prefix("!vault").map_or(said, str::trim_start);
        let block = said.starts_with(['|', '>'])
            && said.len() <= 3
            && said.bytes().skip(1).all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+'));
        if self.by == By::Colon && (block || said.is_empty()) {
            return self.block(end, block);
        }
        // words of people's behind a colon are no password
        let words = said.split([' ', ',', '.']);
        let prose = said.contains(' ')
            && words.into_iter().all(|word| {
                word.bytes().all(|b| b.is_ascii_lowercase())
                    || word.bytes().all(|b| b.is_ascii_digit())
            });
        if prose && self.by == By::Colon {
            return Vec::new();
        }
        let said = said.trim_end_matches([',', ';']);
        std::iter::once(at..at.saturating_add(said.len())).collect()
    }

    /// The lines below that are set in further than the name.
    fn block(&self, end: usize, any: bool) -> Vec<Range<usize>> {
        let line = self.bytes.get(..self.start).unwrap_or_default();
        let line = line.iter().rposition(|b| *b == b'\n').map_or(0, |at| at.saturating_add(1));
        let indent = run(self.bytes, line, |b| b == b' ');
        let mut range: Option<Range<usize>> = None;
        let mut at = end.saturating_add(1);
        for _ in 0..BLOCK_LINES {
            let end = self.line_end(at);
            let from = skip(self.bytes, at, |b| b == b' ' || b == b'\t');
            let said = self.text.get(from..end).unwrap_or_default().trim_end();
            if !said.is_empty() {
                // of an empty value what follows may be keys and lists
                let other =
                    !any && (said.contains(": ") || said.ends_with(':') || said.starts_with("- "));
                if from.saturating_sub(at) <= indent || other {
                    break;
                }
                let to = from.saturating_add(said.len());
                range = Some(range.map_or(from, |range| range.start)..to);
            }
            if end >= self.bytes.len() {
                break;
            }
            at = end.saturating_add(1);
        }
        range.into_iter().collect()
    }

    /// What stands in quotes in a list or map, up to its end; or the one long word in it.
    fn listed(&self, at: usize) -> Vec<Range<usize>> {
        let first = at.saturating_add(1);
        let word = skip(self.bytes, first, |b| {
            b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')
        });
        if matches!(self.byte(word), b'}' | b']') && word.saturating_sub(first) >= 16 {
            return std::iter::once(first..word).collect();
        }
        let mut found = Vec::new();
        let mut open = 0_usize;
        let mut here = at;
        while here < self.bytes.len() {
            match self.byte(here) {
                b'[' | b'{' => open = open.saturating_add(1),
                b']' | b'}' => open = open.saturating_sub(1),
                b'"' | b'\'' => {
                    let Some(end) = self.closing(here) else { break };
                    let key = self.byte(skip(self.bytes, end.saturating_add(1), blank)) == b':';
                    if !key {
                        found.push(here.saturating_add(1)..end);
                    }
                    here = end;
                }
                b'\n' if self.byte(here.saturating_sub(1)) == b'\n' => break,
                _ => {}
            }
            if open == 0 {
                break;
            }
            here = here.saturating_add(1);
        }
        found
    }

    /// The quote that closes the one at a place, in its line.
    fn closing(&self, open: usize) -> Option<usize> {
        let quote = self.byte(open);
        let mut at = open.saturating_add(1);
        loop {
            match self.byte(at) {
                0 | b'\n' => return None,
                b'\\' => at = at.saturating_add(1),
                b if b == quote => return Some(at),
                _ => {}
            }
            at = at.saturating_add(1);
        }
    }

    /// One value of pieces with and without quotes that are glued or concatenated.
    fn glued(&self, from: usize) -> Range<usize> {
        let mut at = from;
        let mut open = 0_usize;
        let mut quotes = 0_usize;
        let mut bare = false;
        let begun = |at: usize| at > from;
        loop {
            let b = self.byte(at);
            match b {
                b'"' | b'\'' => match self.closing(at) {
                    Some(end) => {
                        quotes = quotes.saturating_add(1);
                        at = end.saturating_add(1);
                        at = self.joined(at).unwrap_or(at);
                        continue;
                    }
                    None if at == from => {
                        let end = self.line_end(at);
                        return at.saturating_add(1)..end;
                    }
                    None if begun(at) && !nameable(self.byte(at.saturating_add(1))) => break,
                    None => {}
                },
                b'\\' if !blank(self.byte(at.saturating_add(1))) => at = at.saturating_add(1),
                b'(' | b'[' | b'{' => open = open.saturating_add(1),
                b')' | b']' | b'}' if open == 0 => break,
                b')' | b']' | b'}' => open = open.saturating_sub(1),
                b';' | b',' | b'&' | b'|' if self.ends_pair(at) => break,
                b'#' if self.in_query() => break,
                b'<' | b'>'
                    if matches!(self.byte(at.saturating_add(1)), b'/' | b'<' | b'\n' | 0) =>
                {
                    break;
                }
                0 if at >= self.bytes.len() => break,
                b if blank(b) => break,
                _ => {}
            }
            bare = true;
            at = at.saturating_add(1);
        }
        let at = at.min(self.bytes.len());
        if quotes == 1 && !bare { from.saturating_add(1)..at.saturating_sub(1) } else { from..at }
    }

    /// Where a further piece in quotes is put behind one that ends at `at`: `'a' . 'b'`.
    fn joined(&self, at: usize) -> Option<usize> {
        let sign = skip(self.bytes, at, blank);
        let next = skip(self.bytes, sign.saturating_add(1), blank);
        (matches!(self.byte(sign), b'.' | b'+')
            && matches!(self.byte(next), b'"' | b'\'')
            && self.closing(next).is_some())
        .then_some(next)
    }

    fn in_query(&self) -> bool {
        matches!(before(self.bytes, self.start), b'?' | b'&')
    }

    /// Whether a mark between two values stands at `at`, and is no part of one.
    fn ends_pair(&self, at: usize) -> bool {
        let next = skip(self.bytes, at.saturating_add(1), |b| b == b' ' || b == self.byte(at));
        if next > at.saturating_add(1) || next >= self.bytes.len() || blank(self.byte(next)) {
            return true;
        }
        if matches!(self.byte(next), b'"' | b'\'' | b'}' | b']' | b')') {
            return self.byte(at) == b',';
        }
        let named = |b: u8| nameable(b) || matches!(b, b'[' | b']' | b'%');
        let name = skip(self.bytes, next, named);
        let name = if goes_on(self.bytes, next, "amp;") {
            skip(self.bytes, name.saturating_add(1), named)
        } else {
            name
        };
        name > next && matches!(self.byte(name), b'=' | b':' | b'"' | b'\'')
    }

    /// Whether a value is a secret, and not a word about one.
    fn is_secret(&self, value: &str) -> bool {
        let plain = value.trim_matches(['"', '\'', '`', '\\']);
        let lower = plain.to_ascii_lowercase();
        let digits = plain.bytes().all(|b| b.is_ascii_digit());
        let word = plain.bytes().all(|b| b.is_ascii_lowercase());
        let quoted = !self.by_word(value);
        if plain.is_empty() || says_nothing(value) || plain.starts_with("[REDACTED") {
            return false;
        }
        // references and calls of templates and programs, rules of validation, casts
        if ["{{", "${{", "<%", "%(", "env(", "getenv(", "process.env", "os.environ", "(sensitive"]
            .iter()
            .any(|start| lower.starts_with(start))
            || [
                "yes",
                "no",
                "on",
                "off",
                "hashed",
                "encrypted",
                "required",
                "confirmed",
                "nullable",
                "bool",
                "text",
                "varchar",
                "hash",
                "unset",
                "empty",
                "hidden",
            ]
            .contains(&lower.as_str())
            || (lower.starts_with("required|")
                || lower.starts_with("nullable|")
                || lower.starts_with("required,"))
            || plain.starts_with(['$', '@', ':'])
                && kind(plain.trim_matches(['$', '{', '}', '@', ':', '(', ')'])).is_some()
            || plain.starts_with('<') && plain.ends_with('>') && !self.env
            || !quoted && !self.env && (plain.contains("->") || plain.contains("::") || call(plain))
        {
            return false;
        }
        if ["PWD", "OLDPWD"].contains(&self.name) && (plain.starts_with(['/', '~'])) {
            return false;
        }
        let prose = self.by == By::Colon && !quoted && word;
        match self.kind {
            Kind::Password => {
                // "tests pass: 12"
                let counted = self.name.eq_ignore_ascii_case("pass") && digits && plain.len() < 4;
                !(counted || prose && self.said_in_a_sentence())
            }
            Kind::Token if self.name.to_ascii_lowercase().ends_with("pin") => {
                digits && (4..=8).contains(&plain.len())
            }
            // the name of another secret, as in a list of fields
            Kind::Token => {
                let named = !plain.bytes().any(|b| b.is_ascii_digit()) && kind(plain).is_some();
                !(prose || quoted && named)
            }
            Kind::Opaque => {
                self.env && !digits
                    || plain.len() >= 16
                        && !digits
                        && !plain.contains([' ', '/'])
                        && plain.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            }
        }
    }

    /// Whether a value stands without quotes.
    fn by_word(&self, value: &str) -> bool {
        let at = (value.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        !matches!(before(self.bytes, at), b'"' | b'\'') && !value.starts_with(['"', '\''])
    }

    /// Whether words of prose stand in front of the name.
    fn said_in_a_sentence(&self) -> bool {
        let head = self.bytes.get(..self.start).unwrap_or_default();
        head.ends_with(b" ")
            && head
                .get(..head.len().saturating_sub(1))
                .is_some_and(|head| head.last().is_some_and(u8::is_ascii_lowercase))
    }
}

/// Whether a text is a call of a function.
fn call(text: &str) -> bool {
    let name = run(text.as_bytes(), 0, |b| nameable(b) || matches!(b, b'$' | b'\\'));
    name > 0 && byte(text.as_bytes(), name) == b'('
}
/// Whether a name that begins at `start` is that of an element, with a prefix or without.
fn opens_element(text: &[u8], start: usize) -> bool {
    let head = text.get(start.saturating_sub(40)..start).unwrap_or_default();
    let head = head.strip_suffix(b":").map_or(head, |head| {
        let prefix = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
        head.get(..head.len().saturating_sub(prefix)).unwrap_or_default()
    });
    head.ends_with(b"<")
}
