//! The tables that a statement reads: those of a FROM, of joins and of subqueries in it.

use super::cursor::Cursor;
use crate::sql::{
    lexer::{Kind, Token, unquote_name},
    operation::Name,
    statement::Statement,
};

/// Tokens of a SELECT that are searched for its tables.
const SELECT_TOKENS: usize = 600;

/// The tables of the FROMs near the beginning.
pub(super) fn select(cursor: &mut Cursor<'_>, statement: &mut Statement) {
    for _ in 0..SELECT_TOKENS {
        let Some(token) = cursor.take() else { return };
        if token.is_word("from") || (token.is_word("join") && !statement.objects.is_empty()) {
            for (name, _) in table_references(cursor).tables {
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

/// What stands between a statement's first word and its clauses.
pub(super) struct References {
    /// Each with its alias.
    pub(super) tables: Vec<(Name, Option<String>)>,
    pub(super) joined: Joined,
    /// Of the conditions of all joins; `None` where none has one.
    pub(super) on: Option<Columns>,
}

/// The columns that a condition names.
#[derive(Clone, Default)]
pub(super) struct Columns {
    /// The tables before them.
    pub(super) tables: Vec<String>,
    /// Some stand without their table, or the condition is too long to be searched.
    pub(super) loose: bool,
}

/// Tokens of a condition that are searched for columns.
const CONDITION_TOKENS: usize = 200;

/// Words of a condition that name no column.
const NO_COLUMN: [&str; 14] = [
    "and",
    "or",
    "not",
    "is",
    "null",
    "in",
    "like",
    "between",
    "true",
    "false",
    "current_date",
    "current_timestamp",
    "localtime",
    "localtimestamp",
];

impl Columns {
    /// Those of a condition that begins `from` tokens ahead, up to a token outside of brackets
    /// that ends it.
    pub(super) fn read(
        cursor: &mut Cursor<'_>,
        from: usize,
        ends: impl Fn(&mut Cursor<'_>, usize, &Token<'_>) -> bool,
    ) -> Columns {
        let mut out = Columns::default();
        let mut depth = 0_usize;
        for at in from..CONDITION_TOKENS {
            let Some(token) = cursor.peek(at) else { return out };
            if depth == 0 && (token.is(")") || ends(cursor, at, &token)) {
                return out;
            }
            if token.is("(") {
                depth = depth.saturating_add(1);
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
            if !matches!(token.kind, Kind::Word | Kind::Quoted) {
                continue;
            }
            let before = cursor.peek(at.saturating_sub(1));
            let next = cursor.peek(at.saturating_add(1));
            if next.is_some_and(|next| next.is(".")) {
                out.tables.push(unquote_name(token.text));
                continue;
            }
            // the column behind its table, a type behind `::`, a unit behind its number
            let follows = before.is_some_and(|before| {
                before.is(".") || before.is("::") || before.is(":") || before.kind == Kind::Number
            });
            // a function, or the type of a constant
            let leads = next.is_some_and(|next| next.is("(") || next.kind == Kind::Text)
                && token.kind == Kind::Word;
            out.loose |= !(follows
                || leads
                || token.is_word("interval")
                || NO_COLUMN.iter().any(|word| token.is_word(word)));
        }
        out.loose = true;
        out
    }

    fn add(&mut self, more: Columns) {
        self.tables.extend(more.tables);
        self.loose |= more.loose;
    }
}

/// Whether the token `at` places ahead begins the next table or clause behind a condition.
fn ends_condition(cursor: &mut Cursor<'_>, at: usize, token: &Token<'_>) -> bool {
    let is_next = token.is(",") || NO_ALIAS.iter().any(|word| token.is_word(word));
    // `left(` and `right(` are functions here
    is_next
        && (token.is(",") || !cursor.peek(at.saturating_add(1)).is_some_and(|after| after.is("(")))
}

/// Table references up to the clause after them.
pub(super) fn table_references(cursor: &mut Cursor<'_>) -> References {
    let mut tables = Vec::new();
    let mut on: Option<Columns> = None;
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
            let columns = if token.is_word("on") {
                Columns::read(cursor, 1, ends_condition)
            } else {
                Columns { loose: true, ..Columns::default() }
            };
            on.get_or_insert_default().add(columns);
            cursor.take();
            while let Some(next) = cursor.peek(0) {
                if ends_condition(cursor, 0, &next) {
                    break;
                }
                if !cursor.skip_brackets() {
                    cursor.take();
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
    References { tables, joined, on }
}
