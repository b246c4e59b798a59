//! The tables that a statement reads: those of a FROM, of joins and of subqueries in it.

use super::cursor::Cursor;
use crate::sql::{lexer::Kind, operation::Name, statement::Statement};

/// Tokens of a SELECT that are searched for its tables.
const SELECT_TOKENS: usize = 600;

/// The tables of the FROMs near the beginning.
pub(super) fn select(cursor: &mut Cursor<'_>, statement: &mut Statement) {
    for _ in 0..SELECT_TOKENS {
        let Some(token) = cursor.take() else { return };
        if token.is_word("from") || (token.is_word("join") && !statement.objects.is_empty()) {
            for (name, _) in table_references(cursor).0 {
                if !statement.objects.contains(&name) {
                    statement.objects.push(name);
                }
            }
        }
    }
}

/// Words that end a list of table references.
const AFTER_TABLES: &[&str] =
    &["where", "set", "order", "limit", "returning", "group", "having", "using", "union", "for"];
/// Words that may stand after a table without being its alias.
const NO_ALIAS: &[&str] = &[
    "where",
    "set",
    "order",
    "limit",
    "returning",
    "group",
    "having",
    "using",
    "union",
    "for",
    "join",
    "inner",
    "left",
    "right",
    "cross",
    "natural",
    "straight_join",
    "on",
    "partition",
    "use",
    "force",
    "ignore",
    "lock",
    "window",
    "into",
    "procedure",
    "outer",
    "except",
    "intersect",
    "full",
    "from",
    "values",
    "select",
];

/// How tables are joined.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Joined {
    /// By no condition: each row with each.
    #[default]
    Freely,
    /// By a condition that rows must fulfil.
    ByCondition,
    /// By LEFT JOIN alone: every row of the first is there.
    Left,
}

/// The alias that comes next, if one does.
pub(super) fn alias(cursor: &mut Cursor<'_>) -> Option<String> {
    let named = cursor.eat("as");
    let is_alias = cursor.peek(0).is_some_and(|next| {
        matches!(next.kind, Kind::Word | Kind::Quoted)
            && (named || !NO_ALIAS.iter().any(|word| next.is_word(word)))
    });
    is_alias.then(|| cursor.part()).flatten()
}

/// Table references with their aliases up to the clause after them, and how they are joined.
pub(super) fn table_references(cursor: &mut Cursor<'_>) -> (Vec<(Name, Option<String>)>, Joined) {
    let mut tables = Vec::new();
    let (mut joined, mut left) = (false, true);
    let (mut expects, mut outer) = (true, false);
    while let Some(token) = cursor.peek(0) {
        if token.is(";") || AFTER_TABLES.iter().any(|word| *word != "using" && token.is_word(word))
        {
            break;
        }
        if token.is(",") || token.is_word("join") || token.is_word("straight_join") {
            left &= outer;
            outer = false;
            cursor.take();
            expects = true;
        } else if token.is_word("on") || (token.is_word("using") && !tables.is_empty()) {
            joined = true;
            cursor.take();
            if !cursor.skip_brackets() {
                // the condition, up to the next table or clause
                while let Some(next) = cursor.peek(0) {
                    if next.is(",") || NO_ALIAS.iter().any(|word| next.is_word(word)) {
                        // `left(` and `right(` are functions here
                        if !cursor.peek(1).is_some_and(|after| after.is("(") && !next.is(",")) {
                            break;
                        }
                    }
                    if !cursor.skip_brackets() {
                        cursor.take();
                    }
                }
            }
        } else if token.is("(") {
            if cursor.is_at(1, "select") || cursor.is_at(1, "with") || !expects {
                cursor.skip_brackets();
                expects = false;
            } else {
                cursor.take();
            }
        } else if token.is(")") {
            // of a SELECT in brackets: not ours to take
            break;
        } else if expects && !NO_ALIAS.iter().any(|word| token.is_word(word)) {
            let Some(name) = cursor.name() else { break };
            if cursor.eat("partition") {
                cursor.skip_brackets();
            }
            tables.push((name, alias(cursor)));
            expects = false;
        } else {
            joined |= token.is_word("natural");
            outer |= token.is_word("left");
            cursor.take();
        }
    }
    let joined = match (joined, left) {
        (false, _) => Joined::Freely,
        (true, true) => Joined::Left,
        (true, false) => Joined::ByCondition,
    };
    (tables, joined)
}
