//! A statement without what it says of people: every literal becomes `?`, names stay.
//!
//! Kept, since they are what an investigation asks for and tell of nobody: integers after LIMIT,
//! OFFSET and INTERVAL, lengths of types and AUTO_INCREMENT in DDL, `1=1`, the `0` and `1` of SET,
//! and accounts written as `'user'@'host'`.

use std::borrow::Cow;

use super::lexer::Kind;
use super::lexer::Lexer;
use super::lexer::Token;
use crate::sql::dialect::Dialect;

/// What stands in place of a comment.
const COMMENT: &str = "/*...*/";
/// Keys of sqlcommenter's trailers that name code, not people.
const CODE_KEYS: &[&str] =
    &["action", "application", "controller", "db_driver", "framework", "job", "route"];

/// The statement with its literals taken out, and how many these were.
pub(crate) fn redact_counting(sql: &str, dialect: Dialect) -> (String, u64) {
    let mut walk =
        Walk { sql, dialect, out: String::with_capacity(sql.len().min(4096)), count: 0, copied: 0 };
    walk.run();
    (walk.out, walk.count)
}

/// A text of at most `max_chars` characters: cut at a border between words, with `…` for the rest.
pub(crate) fn shorten(text: &str, max_chars: usize) -> Cow<'_, str> {
    let Some((limit, _)) = text.char_indices().nth(max_chars) else { return Cow::Borrowed(text) };
    // room for ` …`
    let room = text.char_indices().nth(max_chars.saturating_sub(2)).map_or(limit, |(at, _)| at);
    let head = text.get(..room).unwrap_or_default();
    let border = head.rfind([' ', ',', '\n', '\t', '(']).filter(|at| *at >= room / 2);
    let head = border.and_then(|at| head.get(..at)).unwrap_or(head).trim_end_matches([' ', ',']);
    if max_chars < 2 { Cow::Borrowed("") } else { Cow::Owned(format!("{head} …")) }
}

struct Walk<'a> {
    sql: &'a str,
    dialect: Dialect,
    out: String,
    count: u64,
    /// How far the text has been copied or replaced.
    copied: usize,
}

impl<'a> Walk<'a> {
    /// Copies the text up to `to`.
    fn copy(&mut self, to: usize) {
        self.out.push_str(self.sql.get(self.copied..to).unwrap_or_default());
        self.copied = self.copied.max(to);
    }

    /// Puts `with` in place of the text from where the copy stands at `start` to `end`.
    fn replace(&mut self, start: usize, end: usize, with: &str) {
        self.copy(start);
        self.out.push_str(with);
        self.copied = self.copied.max(end);
    }

    fn run(&mut self) {
        let mut lexer = Lexer::new(self.sql, self.dialect);
        let mut before: Option<Token<'a>> = None;
        let mut earlier: Option<Token<'a>> = None;
        let mut context = Context::default();
        let (mut depth, mut listed) = (0_usize, false);
        while let Some(token) = lexer.next() {
            match token.kind {
                Kind::Comment => {
                    let marker = marker(token.text);
                    self.replace(token.start, token.end, &marker);
                    continue;
                }
                Kind::Marker => continue,
                Kind::Text if self.names(&token, [before, earlier], depth, &mut listed) => {}
                // dollar quotes, where it is not known whose SQL it is
                Kind::Word if token.text.starts_with('$') => {
                    let quoted =
                        Lexer::within(self.sql, token.start, self.sql.len(), Dialect::POSTGRES)
                            .next()
                            .filter(|token| token.kind == Kind::Text);
                    if let Some(quoted) = quoted {
                        self.literal(&quoted);
                        lexer.jump(quoted.end);
                    }
                }
                Kind::Text if !context.begins.names_accounts() || !self.beside_at(&token) => {
                    self.literal(&token);
                }
                Kind::Number
                    if !context.keeps(self.sql, &token, before.as_ref(), earlier.as_ref()) =>
                {
                    self.literal(&token);
                }
                Kind::Punct if token.text == "(" => {
                    if let Some(last) = before.filter(|last| {
                        last.is_word("in") || last.is_word("values") || last.is_word("value")
                    }) && let Some((end, literals)) = literal_list(lexer.clone())
                    {
                        self.replace(token.start, end, "(?+)");
                        self.count = self.count.saturating_add(literals);
                        lexer.jump(end);
                        if !last.is_word("in") {
                            self.more_rows(&mut lexer);
                        }
                        earlier = before;
                        before = Some(token);
                        continue;
                    }
                }
                _ => {}
            }
            if token.is("(") {
                depth = depth.saturating_add(1);
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
            context.see(&token);
            earlier = before;
            before = Some(token);
        }
        self.copy(self.sql.len());
    }

    /// Whether a text in double quotes stands where only a name can, in the SQL of a server that
    /// quotes names so. `listed` says so of the one before it in a list.
    fn names(
        &self,
        token: &Token<'a>,
        [before, earlier]: [Option<Token<'a>>; 2],
        depth: usize,
        listed: &mut bool,
    ) -> bool {
        const WORDS: [&str; 8] =
            ["table", "into", "update", "join", "only", "exists", "truncate", "view"];
        let bytes = self.sql.as_bytes();
        let is = before.is_some_and(|before| {
            before.is(".")
                || WORDS.iter().any(|word| before.is_word(word))
                // `trim(both 'x' from "y")` takes a text
                || depth == 0 && before.is_word("from")
                || *listed && before.is(",") && earlier.is_some_and(|name| name.kind == Kind::Text)
        }) || bytes.get(token.end) == Some(&b'.');
        *listed = is && token.text.starts_with('"');
        *listed
    }

    fn literal(&mut self, token: &Token<'a>) {
        self.count = self.count.saturating_add(1);
        self.replace(token.start, token.end, "?");
    }

    /// Whether a string is a half of `'user'@'host'`.
    fn beside_at(&self, token: &Token<'a>) -> bool {
        let bytes = self.sql.as_bytes();
        bytes.get(token.end) == Some(&b'@')
            || token.start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'@')
    }

    /// Leaves out the further rows of a VALUES whose first row was a plain list.
    fn more_rows(&mut self, lexer: &mut Lexer<'a>) {
        loop {
            let mut ahead = lexer.clone();
            if !ahead.next().is_some_and(|token| token.is(","))
                || !ahead.next().is_some_and(|token| token.is("("))
            {
                return;
            }
            let Some((end, literals)) = literal_list(ahead) else { return };
            self.count = self.count.saturating_add(literals);
            self.copied = self.copied.max(end);
            lexer.jump(end);
        }
    }
}

/// The end of a list of nothing but literals whose bracket is already open, and their number.
pub(super) fn literal_list(lexer: Lexer<'_>) -> Option<(usize, u64)> {
    let mut literals = 0_u64;
    let mut end = None;
    for token in lexer {
        match token.kind {
            Kind::Text | Kind::Number => literals = literals.saturating_add(1),
            Kind::Comment => {}
            Kind::Word
                if ["null", "default", "true", "false"].iter().any(|word| token.is_word(word)) => {}
            // a character set before a string
            Kind::Word if token.text.starts_with('_') => {}
            Kind::Operator if matches!(token.text, "?" | "+" | "-") => {}
            Kind::Punct if matches!(token.text, "," | ".") => {}
            Kind::Punct if token.text == ")" => return Some((token.end, literals)),
            _ => return None,
        }
        end = Some(token.end);
    }
    // cut off inside the list
    end.map(|end| (end, literals))
}

/// What stands for a comment: tools that name themselves and sqlcommenter's harmless keys stay.
fn marker(comment: &str) -> String {
    let Some(inner) = comment.strip_prefix("/*") else {
        return if comment.ends_with('\n') { "\n".to_owned() } else { COMMENT.to_owned() };
    };
    let inner = inner.strip_suffix("*/").unwrap_or(inner);
    let trimmed = inner.trim();
    if matches!(trimmed, "gh-ost" | "generated by server" | "...") {
        return comment.to_owned();
    }
    let kept: Vec<&str> = trimmed
        .split(',')
        .filter(|pair| {
            pair.trim().split_once('=').is_some_and(|(key, value)| {
                let plain = |c: char| c.is_ascii_alphanumeric() || "'%/_.-\\:@".contains(c);
                CODE_KEYS.contains(&key) && value.len() <= 200 && value.chars().all(plain)
            })
        })
        .collect();
    if kept.is_empty() { COMMENT.to_owned() } else { format!("/*{}*/", kept.join(",")) }
}

/// What the statement is so far, as far as it bears on which literals may stay.
#[derive(Default)]
struct Context {
    begins: Begins,
    /// It is within LIMIT or OFFSET.
    limit: bool,
}

/// The first word of a statement, as far as it bears on literals.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Begins {
    /// No token was read yet.
    #[default]
    Ahead,
    /// CREATE or ALTER: lengths of types; accounts.
    Definition,
    /// SET: switches; accounts.
    Set,
    /// Another that may name accounts.
    Accounts,
    Other,
}

impl Begins {
    fn with(token: &Token<'_>) -> Begins {
        let is = |words: &[&str]| words.iter().any(|word| token.is_word(word));
        match token.kind {
            Kind::Word if is(&["create", "alter"]) => Begins::Definition,
            Kind::Word if is(&["set"]) => Begins::Set,
            Kind::Word if is(&["drop", "grant", "revoke", "rename", "show"]) => Begins::Accounts,
            _ => Begins::Other,
        }
    }

    fn names_accounts(self) -> bool {
        matches!(self, Begins::Definition | Begins::Set | Begins::Accounts)
    }
}

impl Context {
    fn see(&mut self, token: &Token<'_>) {
        if token.is(";") {
            *self = Context::default();
            return;
        }
        if self.begins == Begins::Ahead {
            self.begins = Begins::with(token);
        }
        if token.kind == Kind::Word {
            self.limit = token.is_word("limit") || token.is_word("offset");
        } else if !(self.limit && (token.is(",") || token.kind == Kind::Number)) {
            self.limit = false;
        }
    }

    /// Whether a number tells nothing of people.
    fn keeps(
        &self,
        sql: &str,
        token: &Token<'_>,
        before: Option<&Token<'_>>,
        earlier: Option<&Token<'_>>,
    ) -> bool {
        let digits = token.text.len() <= 20 && token.text.bytes().all(|b| b.is_ascii_digit());
        if !digits {
            return false;
        }
        let Some(before) = before else { return false };
        if self.limit || before.is_word("interval") {
            return true;
        }
        if self.begins == Begins::Set
            && matches!(token.text, "0" | "1")
            && (before.is("=") || before.is(":="))
        {
            return true;
        }
        if self.begins == Begins::Definition {
            let length = before.is("(") && earlier.is_some_and(|word| holds_length(word.text));
            let scale = before.is(",") && earlier.is_some_and(|word| word.kind == Kind::Number);
            let counter =
                before.is("=") && earlier.is_some_and(|word| word.is_word("auto_increment"));
            return length || scale || counter;
        }
        // `1=1`: both sides, and neither longer than a digit
        let constant = |text: &str| text.len() == 1;
        let after = sql.get(token.end..).unwrap_or_default().trim_start();
        let right = after.strip_prefix('=').map(str::trim_start).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                && !rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '.')
        });
        let left = before.is("=")
            && earlier.is_some_and(|word| word.kind == Kind::Number && constant(word.text));
        constant(token.text) && (left || right)
    }
}

/// Whether a type's name may be followed by its length.
fn holds_length(word: &str) -> bool {
    const TYPES: &[&str] = &[
        "varchar",
        "char",
        "varbinary",
        "binary",
        "int",
        "integer",
        "tinyint",
        "smallint",
        "mediumint",
        "bigint",
        "decimal",
        "numeric",
        "float",
        "double",
        "datetime",
        "timestamp",
        "time",
        "bit",
        "year",
        "text",
        "blob",
        "character",
    ];
    TYPES.iter().any(|name| word.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redact_literals(sql: &str) -> String {
        redact_counting(sql, Dialect::default()).0
    }

    use proptest::prelude::*;

    #[test]
    fn every_literal_goes_and_every_name_stays() {
        for (sql, redacted) in [
            (
                "select * from users where email = 'a@b.c' and n = 5",
                "select * from users where email = ? and n = ?",
            ),
            ("SELECT x'4D', 0x1F, b'01', -1.5e3, n'ä', \"s\"", "SELECT ?, ?, ?, -?, ?, ?"),
            (
                "delete from t where id in (1, 2,3) limit 10",
                "delete from t where id in (?+) limit 10",
            ),
            (
                "insert into `t_2024` (a) values (1,'x'), (2, 'y'),(NULL,3)",
                "insert into `t_2024` (a) values (?+)",
            ),
            (
                "insert into t values (1, now()), (2, now())",
                "insert into t values (?, now()), (?, now())",
            ),
            ("select 1 -- bob's\nfrom a /* eve */", "select ? /*...*/\nfrom a /*...*/"),
            ("drop /* gh-ost */ table `_t_gho`", "drop /* gh-ost */ table `_t_gho`"),
            ("select 1 /*controller='a',user='bob'*/", "select ? /*controller='a'*/"),
            ("delete from t where 1=1", "delete from t where 1=1"),
            ("SET FOREIGN_KEY_CHECKS=0", "SET FOREIGN_KEY_CHECKS=0"),
            ("set @a = 4711", "set @a = ?"),
            (
                "alter table t modify c varchar(6) default 'x'",
                "alter table t modify c varchar(6) default ?",
            ),
            (
                "create table t (a decimal(10,2)) auto_increment=7",
                "create table t (a decimal(10,2)) auto_increment=7",
            ),
            ("drop user 'a'@'%'", "drop user 'a'@'%'"),
            ("create user 'a'@'%' identified by 'geheim'", "create user 'a'@'%' identified by ?"),
            ("select 'cut off", "select ?"),
            ("insert into t values (1, 'cut", "insert into t values (?+)"),
            (
                "delete from a where b < now() - interval 30 day",
                "delete from a where b < now() - interval 30 day",
            ),
            ("select * from t limit 5, 10", "select * from t limit 5, 10"),
            ("/*!50000 drop table a */", "/*!50000 drop table a */"),
            (r#"drop table "a", "b"."c" cascade"#, r#"drop table "a", "b"."c" cascade"#),
            (r#"delete from "a" where "x" = "geheim""#, r#"delete from "a" where ? = ?"#),
            (r#"select trim("a" from "geheim")"#, "select trim(? from ?)"),
            ("do $$ begin 'geheim' end $$", "do ?"),
        ] {
            assert_eq!(redact_literals(sql), redacted, "{sql}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shorten("drop table a", 40), "drop table a");
        let short = shorten("drop table `aaaa`, `bbbb`, `cccc`, `dddd`", 24);
        assert_eq!(short, "drop table `aaaa` …");
        assert!(shorten("ä".repeat(50).as_str(), 10).chars().count() <= 10);
    }

    proptest! {
        #[test]
        fn no_quoted_secret_survives_and_twice_is_once(before in "[a-z0-9 =,()']{0,30}", after in "[a-z0-9 =,()]{0,30}") {
            let sql = format!("select {} 'PLANTED' {after}", before.replace('\'', ""));
            let once = redact_literals(&sql);
            prop_assert!(!once.contains("PLANTED"));
            prop_assert_eq!(redact_literals(&once), once);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,200}", chars in 0_usize..50) {
            redact_literals(&text);
            prop_assert!(shorten(&text, chars).chars().count() <= chars);
        }
    }
}
