//! The form that statements share which differ in their values only: literals become `?`, lists
//! `(?+)`, repeated UNIONs and rows are told once, case, comments and white space are evened out.
//!
//! As Percona's `pt-fingerprint` with `--match-embedded-numbers`, and so that digits in names stay.

use super::{
    Dialect,
    lexer::{Kind, Lexer, Token},
    redact::literal_list,
};

/// The fingerprint of a statement.
pub fn fingerprint(sql: &str) -> String {
    let sql = sql.trim();
    if sql.starts_with("SELECT /*!40001 SQL_NO_CACHE */ * FROM `") {
        return "mysqldump".to_owned();
    }
    if sql.starts_with("administrator command: ") {
        return sql.to_owned();
    }
    let mut walk = Walk { sql, out: String::with_capacity(sql.len().min(1024)), last_end: 0, ..Walk::default() };
    if walk.run() {
        return "percona-toolkit".to_owned();
    }
    let out = walk.out;
    if memchr::memmem::find(out.as_bytes(), b" union ").is_some() { fold_unions(&out) } else { out }
}

#[derive(Default)]
struct Walk<'a> {
    sql: &'a str,
    out: String,
    /// Where the last token ended, comments among them.
    last_end: usize,
    blank: bool,
}

impl<'a> Walk<'a> {
    /// Adds a token's text, with a blank before it if there was white space.
    fn push(&mut self, text: &str) {
        if self.blank && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.blank = false;
        self.out.push_str(text);
    }

    /// Says whether the statement is one of Percona's own checksums.
    fn run(&mut self) -> bool {
        let mut lexer = Lexer::new(self.sql, Dialect::default());
        let mut before: Option<Token<'a>> = None;
        let mut verb: Option<Token<'a>> = None;
        let mut ordered = false;
        let mut limit = 0_u8;
        // in the first row of an INSERT: how many brackets are open
        let mut row: Option<usize> = None;
        while let Some(token) = lexer.next() {
            self.blank |= token.start > self.last_end;
            self.last_end = token.end;
            match token.kind {
                Kind::Comment => {
                    if is_checksum(token.text) {
                        return true;
                    }
                    continue;
                }
                Kind::Marker => {
                    self.push(token.text);
                    continue;
                }
                _ => {}
            }
            if verb.is_none() {
                verb = Some(token);
            } else if verb.is_some_and(|verb| verb.is_word("use")) && before.is_some_and(|last| last.is_word("use")) && lexer.clone().all(|next| next.is(";")) {
                self.push("?");
                return false;
            }
            if token.is("(") && verb.is_some_and(|verb| verb.is_word("call")) {
                return false;
            }
            limit = match limit {
                1 if is_value(&token) => 2,
                2 if token.is(",") || token.is_word("offset") => 3,
                3 if is_value(&token) => 0,
                _ => u8::from(token.is_word("limit")),
            };
            if (limit == 3 || (limit == 0 && before.is_some_and(|last| last.is(",") || last.is_word("offset")) && is_value(&token)))
                && self.out.ends_with("limit ?")
            {
                self.blank = false;
                before = Some(token);
                continue;
            }
            if row.is_some() || token.is("(") {
                row = self.row(&token, row, &mut lexer);
            }
            match token.kind {
                Kind::Text | Kind::Number => self.literal(),
                Kind::Word if is_constant(&token) => self.push("?"),
                Kind::Word if ordered && token.is_word("asc") => self.blank = false,
                Kind::Word => {
                    ordered |= token.is_word("by") && before.is_some_and(|last| last.is_word("order"));
                    self.push(&token.text.to_lowercase());
                    let values = token.is_word("values") || token.is_word("value");
                    let unlisted = (values || token.is_word("in")) && !self.list(&mut lexer, values);
                    if unlisted && values {
                        let inserts = verb.is_some_and(|verb| verb.is_word("insert") || verb.is_word("replace"));
                        row = inserts.then_some(0);
                    }
                }
                _ => self.push(&token.text.to_lowercase()),
            }
            before = Some(token);
        }
        false
    }

    /// `?`; a sign, or the `x` of a literal, that stands right before it belongs to it.
    fn literal(&mut self) {
        if !self.blank && self.out.ends_with(['+', '-']) {
            self.out.pop();
        }
        self.push("?");
    }

    /// Collapses a list of literals that comes next, and for VALUES the rows after it.
    fn list(&mut self, lexer: &mut Lexer<'a>, values: bool) -> bool {
        let mut found = false;
        loop {
            let mut ahead = lexer.clone();
            let mut next = ahead.by_ref().find(Token::counts);
            if found && next.is_some_and(|token| token.is(",")) {
                next = ahead.by_ref().find(Token::counts);
            }
            if !next.is_some_and(|token| token.is("(")) {
                return found;
            }
            let Some((end, _)) = literal_list(ahead) else { return found };
            if !found {
                self.out.push_str("(?+)");
            }
            found = true;
            lexer.jump(end);
            self.last_end = end;
            if !values {
                return true;
            }
        }
    }

    /// Keeps count of the brackets of an INSERT's first row, and leaves out the rows after it.
    fn row(&mut self, token: &Token<'a>, row: Option<usize>, lexer: &mut Lexer<'a>) -> Option<usize> {
        let depth = row?;
        if token.is("(") {
            return Some(depth.saturating_add(1));
        }
        if !token.is(")") || depth != 1 {
            return Some(if token.is(")") { depth.saturating_sub(1) } else { depth });
        }
        loop {
            let mut ahead = lexer.clone();
            if !ahead.by_ref().find(Token::counts).is_some_and(|next| next.is(",")) || !ahead.by_ref().find(Token::counts).is_some_and(|next| next.is("(")) {
                return None;
            }
            let mut open = 1_usize;
            while open > 0 {
                let Some(next) = ahead.next() else { break };
                if next.is("(") {
                    open = open.saturating_add(1);
                } else if next.is(")") {
                    open = open.saturating_sub(1);
                }
            }
            *lexer = ahead;
            self.last_end = lexer.at();
        }
    }
}

fn is_constant(token: &Token<'_>) -> bool {
    token.is_word("null") || token.is_word("true") || token.is_word("false")
}

fn is_value(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Text | Kind::Number) || token.is("?") || is_constant(token)
}

/// `/*db.tbl:3/3*/`, the mark of a table checksum.
fn is_checksum(comment: &str) -> bool {
    let inner = comment.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/"));
    inner.and_then(|inner| inner.split_once(':')).is_some_and(|(table, chunk)| {
        let name = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        table.split_once('.').is_some_and(|(database, table)| name(database) && name(table))
            && chunk.split_once('/').is_some_and(|(a, b)| [a, b].iter().all(|part| part.len() == 1 && part.bytes().all(|b| b.is_ascii_digit())))
    })
}

/// SELECTs before a UNION that are tried as the one that repeats.
const SELECTS_TRIED: usize = 6;

/// `select a union select a` becomes `select a /*repeat union*/`.
fn fold_unions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(" union ") {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let (union, after) = match tail.strip_prefix(" union all ") {
            Some(after) => (" union all", after),
            None => (" union", tail.strip_prefix(" union ").unwrap_or_default()),
        };
        let repeated = head.rmatch_indices("select ").take(SELECTS_TRIED).filter_map(|(start, _)| head.get(start..)).find(|select| after.starts_with(select));
        out.push_str(head);
        let Some(select) = repeated else {
            out.push_str(union);
            out.push(' ');
            rest = after;
            continue;
        };
        out.push_str(" /*repeat");
        out.push_str(union);
        out.push_str("*/");
        rest = after.strip_prefix(select).unwrap_or_default();
        while let Some(next) = rest.strip_prefix(union).and_then(|next| next.strip_prefix(' ')).and_then(|next| next.strip_prefix(select)) {
            rest = next;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_vanish_and_form_stays() {
        for (sql, form) in [
            ("SELECT * FROM t1 WHERE a = 5 AND b='x' -- c", "select * from t1 where a = ? and b=?"),
            ("select a from b where c in (5) and d IN ( 1,2 , 3)", "select a from b where c in(?+) and d in(?+)"),
            ("insert into t(a, b) values(2, 'x') , (3,'y')", "insert into t(a, b) values(?+)"),
            ("insert into t values (1, now()), (2, now())", "insert into t values (?, now())"),
            ("select * from t limit 5, 10", "select * from t limit ?"),
            ("select * from t limit 5 offset 10", "select * from t limit ?"),
            ("select 1 union all select 2 union all select 4", "select ? /*repeat union all*/"),
            ("select * from t order by a, b ASC, c DESC, d asc", "select * from t order by a, b, c desc, d"),
            ("use `shop`", "use ?"),
            ("CALL purge(1, 2)", "call purge"),
            ("administrator command: Quit", "administrator command: Quit"),
            ("select 0x0, x'12', -6.00, null, true from `T`", "select ?, ?, ?, ?, ? from `t`"),
            ("SELECT /*!40001 SQL_NO_CACHE */ * FROM `a`", "mysqldump"),
            ("REPLACE /*a.b:1/3*/ INTO c SELECT 1", "percona-toolkit"),
            ("/* x */ select  \n a", "select a"),
        ] {
            assert_eq!(fingerprint(sql), form, "{sql}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,200}") {
            fingerprint(&text);
        }

        #[test]
        fn two_values_give_one_form(a in "[a-z0-9 ]{0,20}", b in -100_000..100_000_i64) {
            let sql = |text: &str, number: i64| format!("select * from t where a = '{text}' and b = {number} limit 5");
            prop_assert_eq!(fingerprint(&sql(&a, b)), fingerprint(&sql("x", 1)));
        }
    }
}
