//! Bodies of routines, triggers and events: where they begin and which statements they hold.

use super::cursor::Cursor;
use crate::sql::{
    dialect::Dialect,
    lexer::{Lexer, Token},
    split::Piece,
};

/// What has a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Event,
    Trigger,
    /// A procedure or function.
    Routine,
}

impl Kind {
    /// Takes the word for it, if it is next.
    pub(super) fn eat(cursor: &mut Cursor<'_>) -> Option<Kind> {
        if cursor.eat("event") {
            Some(Kind::Event)
        } else if cursor.eat("trigger") {
            Some(Kind::Trigger)
        } else if cursor.eat_any(&["procedure", "function"]) {
            Some(Kind::Routine)
        } else {
            None
        }
    }
}

/// Where the body begins.
pub(super) fn start(cursor: &mut Cursor<'_>, kind: Kind) -> Option<usize> {
    if kind == Kind::Routine {
        cursor.skip_brackets();
        return Some(cursor.end);
    }
    while let Some(token) = cursor.take() {
        match kind {
            Kind::Event if token.is_word("do") => return Some(cursor.end),
            Kind::Trigger if token.is_word("row") => {
                if cursor.eat_any(&["follows", "precedes"]) {
                    cursor.take();
                }
                return Some(cursor.end);
            }
            _ => {}
        }
    }
    None
}

/// Gives each statement of a body that could be destructive, nested blocks or not.
pub(super) fn statements(
    text: &str,
    start: usize,
    end: usize,
    dialect: Dialect,
    mut found: impl FnMut(&Piece),
) {
    const VERBS: &[&str] = &[
        "drop", "truncate", "delete", "update", "alter", "rename", "create", "revoke", "execute",
        "merge",
    ];
    let mut at_start = true;
    let mut open: Option<Piece> = None;
    for token in Lexer::within(text, start, end, dialect).filter(Token::counts) {
        if token.is(";") {
            if let Some(piece) = open.take() {
                found(&piece);
            }
            at_start = true;
            continue;
        }
        if let Some(piece) = open.as_mut() {
            piece.end = token.end;
            piece.open = token.open;
            continue;
        }
        if at_start && VERBS.iter().any(|verb| token.is_word(verb)) {
            open = Some(Piece { start: token.start, end: token.end, open: false, comment: None });
            at_start = false;
            continue;
        }
        // a routine's characteristics end with one of these words; the body follows
        at_start = [
            "begin",
            "then",
            "else",
            "do",
            "loop",
            "repeat",
            "deterministic",
            "sql",
            "data",
            "definer",
            "invoker",
            "atomic",
        ]
        .iter()
        .any(|word| token.is_word(word))
            || (token.is(":"))
            || (at_start && token.is(")"))
            || token.text.starts_with('\'');
    }
    if let Some(piece) = open {
        found(&piece);
    }
}
