//! Coarser kinds of statements than fingerprints.

use clap::ValueEnum;

use crate::sql::{
    dialect::Dialect,
    lexer::{Kind, Lexer, Token, unquote_name},
};

/// What makes one kind of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// The statement without its literals
    Fingerprint,
    /// What it does, and to which tables
    Distill,
    /// The tables that it names
    Tables,
}

impl Group {
    /// How the form of a fingerprint's kind is told; `None` where it is the fingerprint.
    pub(super) fn form(self) -> Option<impl Fn(&[u8]) -> Vec<u8>> {
        (self != Group::Fingerprint).then_some(move |fingerprint: &[u8]| {
            let text = String::from_utf8_lossy(fingerprint);
            let mut names = tables(&text);
            if self == Group::Distill {
                let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
                let verb = words.find(|word| !word.is_empty()).unwrap_or_default();
                names.insert(0, verb.to_ascii_uppercase());
            } else if names.is_empty() {
                names.push("(no table)".to_owned());
            }
            names.join(" ").into_bytes()
        })
    }
}

/// What may stand between a word such as `FROM` and the name of a table.
const BETWEEN: [&str; 10] = [
    "if",
    "not",
    "exists",
    "only",
    "ignore",
    "low_priority",
    "table",
    "lateral",
    "local",
    "delayed",
];
/// What stands behind the tables of a `FROM`, `UPDATE` or `DROP`.
const BEHIND: [&str; 13] = [
    "where",
    "set",
    "group",
    "order",
    "having",
    "limit",
    "union",
    "for",
    "window",
    "values",
    "duplicate",
    "returning",
    "except",
];
/// What stands in the place of a table and is none.
const NO_TABLE: [&str; 6] = ["select", "with", "values", "outfile", "dumpfile", "skip"];

/// What holds between two parentheses.
#[derive(Clone, Copy, Default)]
struct Level {
    /// They hold a query, so that `FROM` is not that of a function.
    query: bool,
    /// A comma is followed by another table.
    list: bool,
}

/// The tables that a statement names anywhere, those of its subqueries too.
fn tables(text: &str) -> Vec<String> {
    let tokens: Vec<Token<'_>> =
        Lexer::new(text, Dialect::default()).filter(Token::counts).collect();
    let is_any = |token: &Token<'_>, words: &[&str]| words.iter().any(|word| token.is_word(word));
    let word = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|it| is_any(it, words));
    let sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|it| it.is(sign));
    let lists = word(0, &["drop", "truncate"]);
    let with = tokens.iter().any(|token| token.is_word("with"));
    let (mut names, mut own): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut outer, mut level) = (Vec::new(), Level { query: true, list: false });
    let (mut expected, mut into, mut at) = (false, false, 0);
    while let Some(token) = tokens.get(at) {
        let before = at.checked_sub(1);
        let prior = |words: &[&str]| before.is_some_and(|at| word(at, words));
        at += 1;
        if token.is("(") {
            outer.push(level);
            level = Level { query: false, list: expected };
            continue;
        } else if expected && is_any(token, &BETWEEN) {
            continue;
        } else if expected
            && matches!(token.kind, Kind::Word | Kind::Quoted)
            && !is_any(token, &NO_TABLE)
        {
            let mut name = unquote_name(token.text);
            while let (true, Some(part)) = (sign(at, "."), tokens.get(at + 1)) {
                name = format!("{name}.{}", unquote_name(part.text));
                at += 2;
            }
            // what takes arguments is a function
            names.extend((into || !sign(at, "(")).then_some(name));
            expected = false;
            continue;
        }
        expected = false;
        if token.is(")") {
            level = outer.pop().unwrap_or(level);
        } else if token.is(",") {
            expected = level.list;
        } else if token.is_word("select") {
            level = Level { query: true, list: false };
        } else if token.is_word("from") && level.query && !prior(&["distinct"])
            || token.is_word("update") && !prior(&["key", "for", "on"])
        {
            (expected, into, level.list) = (true, false, true);
        } else if is_any(token, &["join", "straight_join"]) {
            (expected, into) = (true, false);
        } else if is_any(token, &["into", "table"]) || at == 1 && token.is_word("truncate") {
            (expected, into, level.list) = (true, true, lists);
        } else if is_any(token, &BEHIND) {
            level.list = false;
        } else if with && token.is_word("as") && sign(at, "(") {
            let named = at.checked_sub(2).and_then(|at| tokens.get(at));
            own.extend(named.map(|name| unquote_name(name.text)));
        }
    }
    names.retain(|name| !own.contains(name));
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_on_the_same_tables_are_one_kind() {
        let form = |group: Group, text: &str| {
            String::from_utf8(group.form().unwrap()(text.as_bytes())).unwrap()
        };
        let join = "select * from `shop`.`b` inner join a on a.id = b.id where x in(?+)";
        assert_eq!(form(Group::Tables, join), "a shop.b");
        assert_eq!(form(Group::Distill, join), "SELECT a shop.b");
        assert_eq!(form(Group::Distill, "(select x from a) union (select y from b)"), "SELECT a b");
        assert_eq!(form(Group::Distill, "insert into a(x) values(?+)"), "INSERT a");
        assert_eq!(form(Group::Tables, "set names ?"), "(no table)");
        assert_eq!(form(Group::Tables, "select ? from (select ? from c) d"), "c");
        for (text, tables) in [
            ("insert into a(x) values(?+) on duplicate key update x = values(x)", "a"),
            ("select extract(year from made) from a", "a"),
            ("select id from jobs where x = ? for update skip locked", "jobs"),
            ("(select x from a) union (select y from b)", "a b"),
            ("insert into a select x from b", "a b"),
            ("update a join b on a.id = b.id set a.x = ?", "a b"),
            ("delete from a where id in (select id from b)", "a b"),
            ("select x from a where id in (select id from b)", "a b"),
            ("with t as (select x from a) select x from t join b", "a b"),
            ("select x from a, b where c in(?+)", "a b"),
            ("select x from (a join b), c", "a b c"),
            ("insert into a select x, y from b on duplicate key update x = ?, y = ?", "a b"),
            ("select x from a where b is distinct from c", "a"),
            (
                "select trim(leading ? from x), truncate(y, ?) from generate_series(?) g",
                "(no table)",
            ),
            ("drop table if exists a, `b`.c", "a b.c"),
            ("alter table a add x int, add y int", "a"),
        ] {
            assert_eq!(form(Group::Tables, text), tables, "{text}");
        }
        assert!(Group::Fingerprint.form().is_none());
    }
}
