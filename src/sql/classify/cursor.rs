//! A view of one statement's tokens, comments left out, read only as far as it is asked.

use std::collections::VecDeque;

use crate::sql::{
    dialect::Dialect,
    lexer::{Kind, Lexer, Token, unquote_name},
    operation::Name,
    split::Piece,
};

/// The tokens of one statement.
pub(super) struct Cursor<'a> {
    lexer: Lexer<'a>,
    postgres: bool,
    ahead: VecDeque<Token<'a>>,
    /// One past the last token taken.
    pub(super) end: usize,
    /// A name stood in double quotes, so that others do too (`ANSI_QUOTES`).
    pub(super) quotes_names: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, piece: &Piece, dialect: Dialect) -> Cursor<'a> {
        let lexer = Lexer::within(text, piece.start, piece.end, dialect);
        let postgres = dialect.is_postgres();
        Cursor { lexer, postgres, ahead: VecDeque::new(), end: piece.start, quotes_names: false }
    }

    /// The token `n` places ahead.
    pub(super) fn peek(&mut self, n: usize) -> Option<Token<'a>> {
        while self.ahead.len() <= n {
            let token = self.lexer.by_ref().find(Token::counts)?;
            self.ahead.push_back(token);
        }
        self.ahead.get(n).copied()
    }

    pub(super) fn take(&mut self) -> Option<Token<'a>> {
        let token = self.peek(0)?;
        self.ahead.pop_front();
        self.end = token.end;
        Some(token)
    }

    /// Whether the token `n` places ahead is this keyword.
    pub(super) fn is_at(&mut self, n: usize, keyword: &str) -> bool {
        self.peek(n).is_some_and(|token| token.is_word(keyword))
    }

    pub(super) fn is(&mut self, keyword: &str) -> bool {
        self.is_at(0, keyword)
    }

    pub(super) fn is_any(&mut self, keywords: &[&str]) -> bool {
        self.peek(0).is_some_and(|token| keywords.iter().any(|keyword| token.is_word(keyword)))
    }

    pub(super) fn is_sign(&mut self, sign: &str) -> bool {
        self.peek(0).is_some_and(|token| token.is(sign))
    }

    /// Takes the keyword if it is next.
    pub(super) fn eat(&mut self, keyword: &str) -> bool {
        let found = self.is(keyword);
        if found {
            self.take();
        }
        found
    }

    pub(super) fn eat_any(&mut self, keywords: &[&str]) -> bool {
        let found = self.is_any(keywords);
        if found {
            self.take();
        }
        found
    }

    pub(super) fn eat_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        if found {
            self.take();
        }
        found
    }

    /// Takes all of these modifiers that come next, in any order.
    pub(super) fn eat_all(&mut self, keywords: &[&str]) {
        while self.eat_any(keywords) {}
    }

    /// `IF EXISTS`, `IF NOT EXISTS`.
    pub(super) fn eat_if_exists(&mut self) -> bool {
        if !self.is("if") {
            return false;
        }
        let skip = if self.is_at(1, "exists") {
            2
        } else if self.is_at(1, "not") && self.is_at(2, "exists") {
            3
        } else {
            return false;
        };
        for _ in 0..skip {
            self.take();
        }
        true
    }

    /// One part of a name.
    pub(super) fn part(&mut self) -> Option<String> {
        let token = self.peek(0)?;
        let named = match token.kind {
            Kind::Word | Kind::Quoted => true,
            // with ANSI_QUOTES, and in other dialects, double quotes hold names
            Kind::Text => token.text.starts_with('"'),
            Kind::Number => token.text.bytes().all(|b| b.is_ascii_digit()),
            _ => false,
        };
        // a name that the end of the text cut in two is no name
        if !named || token.open {
            return None;
        }
        self.take();
        // PostgreSQL folds what is not quoted
        let folds = self.postgres && token.kind == Kind::Word;
        Some(if folds { token.text.to_lowercase() } else { unquote_name(token.text) })
    }

    /// A name, perhaps qualified; of three parts the last two. In PostgreSQL what qualifies is a
    /// schema of the session's database and part of the name, unless it is `public`.
    pub(super) fn name(&mut self) -> Option<Name> {
        if self.postgres {
            self.eat("only");
        }
        let dotted = self.is_sign(".")
            && self.peek(1).is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Quoted));
        if dotted {
            self.take();
        }
        let is_text = self.peek(0).is_some_and(|token| token.kind == Kind::Text);
        let mut name = self.part()?;
        self.quotes_names |= is_text;
        let mut database = None;
        for _ in 0..3 {
            if !self.is_sign(".") || !self.peek(1).is_some_and(|t| !t.open && !t.is(".")) {
                break;
            }
            self.take();
            if self.eat_sign("*") {
                break;
            }
            let Some(next) = self.part() else { break };
            database = Some(std::mem::replace(&mut name, next));
        }
        if self.postgres {
            // `parent*` is the parent with its children
            self.eat_sign("*");
            if let Some(schema) = database.take().filter(|schema| schema != "public") {
                name = format!("{schema}.{name}");
            }
        }
        Some(Name { database, name })
    }

    /// Names with commas between; a name that the text was cut in is left out.
    pub(super) fn names(&mut self) -> Vec<Name> {
        // most statements name one, and some records hold many statements
        let mut names = Vec::with_capacity(1);
        while let Some(name) = self.name() {
            let dots = self.is_sign(".") && self.peek(1).is_some_and(|token| token.is("."));
            if dots || self.is_sign("…") {
                break;
            }
            names.push(name);
            if !self.eat_sign(",") {
                break;
            }
        }
        names
    }

    /// `(…)` with everything in it, if it is next.
    pub(super) fn skip_brackets(&mut self) -> bool {
        if !self.is_sign("(") {
            return false;
        }
        let mut depth = 0_usize;
        while let Some(token) = self.take() {
            if token.is("(") {
                depth = depth.saturating_add(1);
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
        }
        true
    }
}

/// `'u'@'h', …`; the name is the user, the database stays empty.
pub(super) fn accounts(cursor: &mut Cursor<'_>) -> Vec<Name> {
    let mut out = Vec::new();
    while let Some(token) = cursor.peek(0).filter(|token| !token.open) {
        let user = match token.kind {
            Kind::Text => crate::sql::lexer::unquote_text(token.text),
            Kind::Word | Kind::Quoted => crate::sql::lexer::unquote_name(token.text),
            _ => break,
        };
        cursor.take();
        if cursor.eat_sign("@") {
            // `%.example.org` bare is no name, but quoted it is one token
            cursor.take();
        }
        out.push(Name { database: None, name: user });
        if !cursor.eat_sign(",") {
            break;
        }
    }
    out
}
