//! Secrets on command lines: options of programs by a table, other programs' long options, what is
//! piped to them, and the words of commands that the kernel's audit wrote down one by one.

use std::ops::Range;

use super::audit::audit_arguments;
use crate::redact::{
    name::{Kind, kind},
    named::nameable,
    options::{CLOUDS, EVERY, LOGINS, MYSQL, POSITIONAL, Part, TOOLS, Way, is_of},
    place::Place,
    rule::{Find, Level, Rule, says_nothing},
    sign::{Sign, before, byte, classes_behind, skip, word, word_if},
};

/// What a word of a command that holds a secret bears.
const SIGNS: &[&[Sign]] = &[&[
    classes_behind(" \t\n\r'\"\\\\=;|&()`", ["-", "A-Za-z-", ""], |text, at, _| {
        let name = at.saturating_add(1);
        match byte(text, name) {
            b'p' | b'a' | b'k' | b'K' | b'P' | b'u' | b'U' | b'w' | b's' | b'N' | b'h' | b'S'
            | b'A' | b'X' => true,
            b'-' => {
                let name = name.saturating_add(1);
                let end = skip(text, name, |b| {
                    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')
                });
                let name = std::str::from_utf8(text.get(name..end).unwrap_or_default())
                    .unwrap_or_default();
                kind(name).is_some()
                    || matches!(
                        name,
                        "user"
                            | "proxy-user"
                            | "auth"
                            | "stdin"
                            | "password-stdin"
                            | "passphrase-fd"
                            | "uri"
                            | "value"
                            | "body"
                            | "oauth2-bearer"
                            | "cookie"
                    )
                    || name.ends_with("creds")
            }
            // letters in front of it
            _ => {
                let end = skip(text, name, |b| b.is_ascii_alphabetic());
                text.get(name..end)
                    .is_some_and(|letters| letters.contains(&b'p') || letters.contains(&b'b'))
            }
        }
    }),
    word("passwd"),
    word(",p="),
    word("sqlplus "),
    word("impdp "),
    word("expdp "),
    word("secret create "),
    word("net use "),
    word_if("auth ", |text, at, _| before(text, at) == b' '),
    word("composer config "),
    // change_password, set-initial-password, user:password
    word_if("password ", |text, at, _| matches!(before(text, at), b'_' | b'-' | b':')),
    word_if("user ", |text, at, _| matches!(before(text, at), b'_' | b' ')),
    word("vault login "),
    word_if(" set ", |text, at, _| before(text, at).eq_ignore_ascii_case(&b'g')),
    word("configure set "),
    word("set-item "),
]];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "mysql-argv-p",
        level: Level::Secrets,
        signs: SIGNS,
        find: Find::Code(|place, _, out| options(place, Origin::Client, out)),
    },
    Rule {
        id: "audit-argument",
        level: Level::Secrets,
        signs: &[&[word("a0=")]],
        find: Find::Code(audit_arguments),
    },
    Rule {
        id: "long-password",
        level: Level::Secrets,
        signs: SIGNS,
        find: Find::Code(|place, _, out| options(place, Origin::Long, out)),
    },
    Rule {
        id: "tool-password",
        level: Level::Secrets,
        signs: SIGNS,
        find: Find::Code(|place, _, out| options(place, Origin::Tool, out)),
    },
];

/// How a secret is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// `-pX` of a client of MySQL.
    Client,
    /// A long option by its name.
    Long,
    /// Otherwise, by the table.
    Tool,
}

/// A word of a command: what it means, and where it stands.
struct Word {
    /// Without its quotes.
    said: String,
    at: Range<usize>,
    /// Where each byte of `said` stands, and its end.
    offsets: Vec<usize>,
}

impl Word {
    /// Where what stands from this byte of it on is written, without quotes around all of it.
    fn from(&self, byte: usize) -> Range<usize> {
        let start = self.offsets.get(byte).copied().unwrap_or(self.at.end);
        let end = self.offsets.last().copied().unwrap_or(self.at.end);
        start..end
    }
}

/// Commands with their words, one after another.
struct Shell<'t> {
    bytes: &'t [u8],
    at: usize,
}

/// What follows a word.
enum After {
    Word(Word),
    /// The command ends; its output is read by the next.
    Pipe,
    End,
}

impl Shell<'_> {
    fn next(&mut self) -> Option<After> {
        loop {
            match byte(self.bytes, self.at) {
                b'\\' if matches!(byte(self.bytes, self.at.saturating_add(1)), b'\n' | b'\r') => {
                    self.at =
                        skip(self.bytes, self.at.saturating_add(1), |b| matches!(b, b'\r' | b'\n'));
                }
                b' ' | b'\t' => self.at = self.at.saturating_add(1),
                // a list of words: `["mysql", "-pX"]`
                b',' if self.is_between() => self.at = self.at.saturating_add(1),
                b'[' | b']' if self.is_between() => {
                    self.at = self.at.saturating_add(1);
                    return Some(After::End);
                }
                0 if self.at >= self.bytes.len() => return None,
                b @ (b';' | b'|' | b'&' | b'\n' | b'\r' | b'(' | b')' | b'`') => {
                    self.at = self.at.saturating_add(1);
                    let pipe = b == b'|' && byte(self.bytes, self.at) != b'|';
                    return Some(if pipe { After::Pipe } else { After::End });
                }
                _ => return Some(After::Word(self.word())),
            }
        }
    }

    /// Whether a comma or bracket stands between quoted words of a list, or at one of its ends.
    fn is_between(&self) -> bool {
        let quoted = |b: u8| matches!(b, b'"' | b'\'');
        let behind = self.bytes.get(..self.at).unwrap_or_default().trim_ascii_end();
        let next = skip(self.bytes, self.at.saturating_add(1), |b| b == b' ');
        let ends = behind.last().is_some_and(|b| quoted(*b));
        let opens = quoted(byte(self.bytes, next)) || byte(self.bytes, next) == b'\\';
        match byte(self.bytes, self.at) {
            b'[' => opens && next == self.at.saturating_add(1),
            b']' => ends,
            _ => ends && opens,
        }
    }

    fn word(&mut self) -> Word {
        let start = self.at;
        let mut said = Vec::new();
        let mut offsets = Vec::new();
        let mut quote = None;
        let mut last = start;
        while let Some(b) = self.bytes.get(self.at).copied() {
            let next = byte(self.bytes, self.at.saturating_add(1));
            match (quote, b) {
                (None, b'\'' | b'"') if self.opens(b) => quote = Some(b),
                (Some(open), _) if open == b => quote = None,
                (None, b'\\') if matches!(next, b'\n' | b'\r') => break,
                (None | Some(b'"'), b'\\')
                    if quote.is_none() || matches!(next, b'"' | b'\\' | b'$' | b'`') =>
                {
                    self.at = self.at.saturating_add(1);
                    offsets.push(self.at.saturating_sub(1));
                    said.push(next);
                    last = self.at.saturating_add(1);
                }
                (None, b' ' | b'\t' | b';' | b'|' | b'&' | b'\n' | b'\r' | b')' | b'`') => break,
                (None, b',' | b'[' | b']') if self.is_between() => break,
                _ => {
                    offsets.push(self.at);
                    said.push(b);
                    last = self.at.saturating_add(1);
                }
            }
            self.at = self.at.saturating_add(1);
        }
        self.at = self.at.min(self.bytes.len());
        offsets.push(last.min(self.bytes.len()));
        // bytes of a character may be cut by no quote
        let said = String::from_utf8(said).unwrap_or_default();
        Word { said, at: start..self.at, offsets }
    }

    /// Whether a quote opens: it is closed in its line, and is no apostrophe of prose.
    fn opens(&self, quote: u8) -> bool {
        let rest = self.bytes.get(self.at.saturating_add(1)..).unwrap_or_default();
        let line = memchr::memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
        let apostrophe = quote == b'\''
            && before(self.bytes, self.at).is_ascii_lowercase()
            && matches!(rest, [b's' | b't', b' ' | b',' | b'.', ..]);
        !apostrophe && memchr::memchr(quote, line).is_some()
    }
}

/// Words of commands that are kept for what comes behind them.
const WORDS: usize = 64;

/// Secrets among the words of commands.
fn options(place: &Place<'_>, wanted: Origin, out: &mut Vec<Range<usize>>) {
    let mut shell = Shell { bytes: place.text.as_bytes(), at: 0 };
    let mut command = Command::default();
    let mut piped: Vec<Word> = Vec::new();
    while let Some(after) = shell.next() {
        match after {
            After::Word(word) => {
                let mut add = |origin: Origin, range: Range<usize>| {
                    let said = place.text.get(range.clone());
                    if origin == wanted && said.is_some_and(|value| !is_reference(value)) {
                        out.push(range);
                    }
                };
                command.read(&word, &piped, &mut add);
                if command.words.len() < WORDS {
                    command.words.push(word);
                }
            }
            After::Pipe => piped = std::mem::take(&mut command).words,
            After::End => {
                piped.clear();
                command = Command::default();
            }
        }
    }
}

/// What is known of a command from the words read so far.
#[derive(Default)]
struct Command {
    words: Vec<Word>,
    program: String,
    /// The option whose value the next word is.
    awaits: Option<(Part, Origin)>,
    /// An account was named, as clients of databases have it.
    user: bool,
    /// Words that are no options, behind the program.
    plain: usize,
    /// Which of them is a password; 0 for none.
    password: usize,
}

impl Command {
    fn read(&mut self, word: &Word, piped: &[Word], add: &mut impl FnMut(Origin, Range<usize>)) {
        let said = word.said.as_str();
        // what is read from a word instead of a file
        if said == "<<<" {
            return;
        }
        if let Some((part, origin)) = self.awaits.take()
            && (!said.starts_with('-') || said.len() > 1 && part != Part::Whole)
            && !said.is_empty()
        {
            secret(word, 0, part, origin, add);
            return;
        }
        let name = said.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.strip_suffix(".exe").unwrap_or(name);
        if !said.starts_with('-') && !said.contains(' ') && self.begins(name) {
            self.program = name.to_owned();
            (self.plain, self.password) = (0, 0);
            if name == "chpasswd" {
                piped
                    .iter()
                    .skip(1)
                    .for_each(|word| secret(word, 0, Part::Behind(':'), Origin::Tool, add));
            }
            if name == "passwd"
                && piped.first().is_some_and(|first| is_of(&["echo", "printf"], &first.said))
            {
                piped
                    .iter()
                    .skip(1)
                    .filter(|word| !word.said.starts_with('-'))
                    .for_each(|word| secret(word, 0, Part::Whole, Origin::Tool, add));
            }
            return;
        }
        if self.program == "chpasswd" && said.contains(':') {
            secret(word, 0, Part::Behind(':'), Origin::Tool, add);
        }
        let last = self.words.last().map_or_else(String::new, |word| word.said.clone());
        let stores = said == "create" && last == "secret" && is_of(LOGINS, &self.program);
        if matches!(said, "--stdin" | "--password-stdin" | "--passphrase-fd")
            || said == "-S" && self.program == "sudo"
            || stores
        {
            piped
                .iter()
                .skip(1)
                .filter(|word| !word.said.starts_with('-'))
                .for_each(|word| add(Origin::Tool, word.from(0)));
        }
        if self.is_set() {
            let name = said.rsplit([':', '/']).next().unwrap_or_default();
            let named =
                !said.contains('=') && matches!(kind(name), Some(Kind::Password | Kind::Token));
            self.awaits = named.then_some((Part::Whole, Origin::Tool));
        }
        self.option(word, add);
        if self.password > 0 && !said.starts_with('-') {
            self.plain = self.plain.saturating_add(1);
            // `net user bob /delete`
            let is_it = self.plain == self.password || self.password == EVERY;
            if is_it && !(self.program == "net" && said.starts_with('/')) {
                add(Origin::Tool, word.from(0));
            }
        }
        if let Some((_, _, place)) = POSITIONAL
            .iter()
            .find(|(program, verb, _)| *program == self.program && is_of(&[*verb], said))
        {
            (self.plain, self.password) = (0, *place);
        }
        // `net use Z: \\host\share secret`
        if self.program == "net" && last == "use" && said.ends_with(':') {
            self.password = 2;
        } else if self.program == "net" && said.starts_with('\\') {
            (self.plain, self.password) = (0, 1);
        }
        // `gh secret set NAME --body secret`; of an issue it is text
        if self.program == "gh"
            && matches!(said, "--body" | "-b")
            && self.words.iter().any(|word| word.said == "secret")
        {
            self.awaits = Some((Part::Whole, Origin::Tool));
        }
        let user = said.strip_prefix("-u").or_else(|| said.strip_prefix("--user"));
        self.user |= user.is_some_and(|user| user.len() > 1)
            || self.words.last().is_some_and(|last| last.said == "-u") && !said.starts_with('-');
    }

    /// Whether the next word is the name of a setting whose value follows: behind `config set`,
    /// `configure set` and `Set-Item`.
    fn is_set(&self) -> bool {
        let mut back = self.words.iter().rev().map(|word| word.said.to_ascii_lowercase());
        match back.next().as_deref() {
            Some("set-item") => true,
            Some("set") => back.next().is_some_and(|word| word == "config" || word == "configure"),
            _ => false,
        }
    }

    /// Whether a word may be a program: the first, or one that is known.
    fn begins(&self, name: &str) -> bool {
        self.program.is_empty() && !name.contains(['=', ':', '[', ']'])
            || (TOOLS.iter().any(|tool| tool.is_of(name))
                || POSITIONAL.iter().any(|(program, _, _)| *program == name))
                && !is_of(MYSQL, &self.program)
                && !is_of(CLOUDS, &self.program)
            || matches!(name, "passwd" | "chpasswd" | "htpasswd" | "gpg" | "gpg2" | "wget" | "psql")
    }

    fn option(&mut self, word: &Word, add: &mut impl FnMut(Origin, Range<usize>)) {
        let said = word.said.as_str();
        let mysql = is_of(MYSQL, &self.program);
        let origin = if mysql { Origin::Client } else { Origin::Tool };
        let logs_in = self.words.iter().any(|word| word.said == "login");
        for tool in TOOLS.iter().filter(|tool| tool.is_of(&self.program)) {
            if tool.programs == LOGINS && !logs_in {
                continue;
            }
            for option in tool.options {
                if option.is_empty() {
                    secret(word, 0, tool.part, origin, add);
                } else if said == *option {
                    self.awaits = (tool.way != Way::Glued).then_some((tool.part, origin));
                } else if tool.way == Way::Spaced {
                } else if let Some(value) = said.strip_prefix(option) {
                    let skipped = option.len().saturating_add(usize::from(
                        option.starts_with("--") && value.starts_with('='),
                    ));
                    if !option.starts_with("--") || value.starts_with('=') {
                        secret(word, skipped, tool.part, origin, add);
                    }
                } else if let Some(at) = mysql.then(|| cluster(said)).flatten() {
                    secret(word, at, tool.part, origin, add);
                }
            }
        }
        let letters = said.strip_prefix('-').filter(|letters| !letters.starts_with('-'));
        if self.program == "htpasswd" && letters.is_some_and(|letters| letters.contains('b')) {
            // without a file where the line is only shown
            self.password =
                if letters.is_some_and(|letters| letters.contains('n')) { 2 } else { 3 };
        }
        // an alias of a client that has another name
        if self.user
            && !TOOLS.iter().any(|tool| tool.is_of(&self.program))
            && let Some(value) = said.strip_prefix("-p").filter(|value| value.len() > 3)
            && !matches!(said, "-password" | "-passwd" | "-passphrase")
            && !value.starts_with(['/', '.', '='])
            && !matches!(
                self.program.as_str(),
                "ssh"
                    | "scp"
                    | "mkdir"
                    | "cp"
                    | "rsync"
                    | "tar"
                    | "patch"
                    | "psql"
                    | "ps"
                    | "sudo"
                    | "install"
                    | "artisan"
                    | "php"
            )
        {
            secret(word, 2, Part::Whole, Origin::Client, add);
        }
        // as Go's and Java's programs write long options
        let single = said.strip_prefix('-').filter(|name| {
            let name = name.split('=').next().unwrap_or_default();
            ["password", "passwd", "passphrase"].iter().any(|long| name.eq_ignore_ascii_case(long))
        });
        if let Some(long) = said.strip_prefix("--").or(single) {
            let name = long.split('=').next().unwrap_or_default();
            if !name.bytes().all(nameable)
                || !matches!(kind(name), Some(Kind::Password | Kind::Token))
            {
                return;
            }
            if long.len() > name.len() {
                let dashes = said.len().saturating_sub(long.len());
                secret(
                    word,
                    name.len().saturating_add(dashes).saturating_add(1),
                    Part::Whole,
                    Origin::Long,
                    add,
                );
            } else if (!mysql || is_of(&["mydumper", "myloader"], &self.program))
                && !self.program.starts_with("pg_")
                && self.program != "psql"
            {
                // of some programs it takes none, and the next word is an option or nothing
                self.awaits = Some((Part::Whole, Origin::Long));
            }
        }
    }
}

/// Where the password begins in a cluster of letters in front of which no other takes a value.
fn cluster(said: &str) -> Option<usize> {
    let letters = said.strip_prefix('-').filter(|letters| !letters.starts_with('-'))?;
    let at = letters.find('p')?;
    let head = letters.get(..at)?;
    let own = head.chars().all(|c| c.is_ascii_alphabetic() && !"uhPSDeTwro".contains(c));
    (own && !head.is_empty()).then_some(at.saturating_add(2))
}

/// Adds the secret part of what stands in a word from a byte on.
fn secret(
    word: &Word,
    from: usize,
    part: Part,
    origin: Origin,
    add: &mut impl FnMut(Origin, Range<usize>),
) {
    let value = word.said.get(from..).unwrap_or_default();
    let at = match part {
        Part::Whole => Some(0),
        Part::Behind(mark) => value.find(mark).map(|at| at.saturating_add(1)),
        Part::Labelled => value.strip_prefix("pass:").map(|_| 5),
        Part::Pair => match value.strip_prefix("p=") {
            Some(_) => Some(2),
            None => value.find(",p=").map(|at| at.saturating_add(3)),
        },
        Part::Account if value.contains("://") => None,
        Part::Account => value.find(':').map(|at| at.saturating_add(1)),
        Part::Login if value.starts_with(['@', '/', '.', '-']) => None,
        Part::Login => value.find('/').map(|at| at.saturating_add(1)),
    };
    let Some(at) = at.map(|at| from.saturating_add(at)).filter(|at| *at < word.said.len()) else {
        return;
    };
    // a port of a container is no secret
    let value = word.said.get(at..).unwrap_or_default();
    let port = value.contains(':')
        && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    if !port && !is_reference(value) {
        let end = match part {
            Part::Pair => value.find(',').unwrap_or(value.len()),
            Part::Account => value.rfind('@').unwrap_or_default(),
            Part::Login => value.rfind('@').unwrap_or(value.len()),
            _ => return add(origin, word.from(at)),
        };
        let to = word.from(at.saturating_add(end)).start;
        if end > 0 {
            add(origin, word.from(at).start..to);
        }
    }
}

/// Whether a word is a reference to a variable, a placeholder or a mask.
fn is_reference(value: &str) -> bool {
    says_nothing(value)
        || value.starts_with("[REDACTED")
        || value.starts_with("$(")
        || value.starts_with('$') && kind(value.trim_matches(['$', '{', '}'])).is_some()
}

#[cfg(test)]
mod tests;
