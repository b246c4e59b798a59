//! `PREPARE s FROM '…'` and `EXECUTE s`: a statement that is named in one place and runs in
//! another.

use super::lexer::Kind;
use super::lexer::Lexer;
use super::lexer::Token;
use super::lexer::unquote_text;
use crate::sql::dialect::Dialect;

/// A step in the life of a prepared statement, or of a variable that one is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// `PREPARE name FROM 'text'`.
    Prepare {
        /// In lower case.
        name: String,
        /// The text, quotes taken off.
        text: String,
    },
    /// `PREPARE name FROM @variable`.
    PrepareFrom {
        /// In lower case.
        name: String,
        /// In lower case, without `@`.
        variable: String,
    },
    /// `SET @variable = 'text'`; `None` where the value is no plain text.
    Assign {
        /// In lower case, without `@`.
        variable: String,
        /// The text, quotes taken off.
        text: Option<String>,
    },
    /// `EXECUTE name`.
    Execute {
        /// In lower case.
        name: String,
    },
}

/// The step that a statement is, if it is one; a SET of several variables gives its first.
pub(crate) fn step(sql: &str, dialect: Dialect) -> Option<Step> {
    let tokens: Vec<Token<'_>> =
        Lexer::within(sql, 0, sql.len(), dialect).filter(Token::counts).take(8).collect();
    let at = |n: usize| tokens.get(n);
    let plain = |token: &Token<'_>| token.text.trim_matches('`').to_lowercase();
    // the sign may be a token of its own or the first character of the variable's
    let variable = |n: usize| -> Option<(String, usize)> {
        let token = at(n)?;
        if token.is("@") {
            return Some((plain(at(n + 1)?), n + 2));
        }
        token
            .text
            .strip_prefix('@')
            .filter(|name| !name.is_empty())
            .map(|name| (name.trim_matches('`').to_lowercase(), n + 1))
    };
    let first = at(0)?;
    if first.is_word("execute") {
        let name = at(1).filter(|token| {
            matches!(token.kind, Kind::Word | Kind::Quoted) && !token.is_word("immediate")
        })?;
        return Some(Step::Execute { name: plain(name) });
    }
    if first.is_word("prepare") && at(2).is_some_and(|token| token.is_word("from")) {
        let name = plain(at(1)?);
        if let Some(token) = at(3).filter(|token| token.kind == Kind::Text && !token.open) {
            return Some(Step::Prepare { name, text: unquote_text(token.text) });
        }
        return Some(Step::PrepareFrom { name, variable: variable(3)?.0 });
    }
    if first.is_word("set") {
        let (name, mut next) = variable(1)?;
        if at(next)?.is(":") {
            next += 1;
        }
        let sign = at(next)?;
        if !sign.is("=") && !sign.is(":=") {
            return None;
        }
        let text = at(next + 1).filter(|token| token.kind == Kind::Text && !token.open);
        let alone = at(next + 2).is_none_or(|token| token.is(";") || token.is(","));
        return Some(Step::Assign {
            variable: name,
            text: text.filter(|_| alone).map(|token| unquote_text(token.text)),
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Option<Step> {
        step(sql, Dialect::default())
    }

    #[test]
    fn the_text_of_a_prepared_statement_is_found() {
        assert_eq!(
            of("PREPARE s FROM 'DROP TABLE `a`'"),
            Some(Step::Prepare { name: "s".into(), text: "DROP TABLE `a`".into() })
        );
        assert_eq!(
            of("prepare S from @q;"),
            Some(Step::PrepareFrom { name: "s".into(), variable: "q".into() })
        );
        assert_eq!(
            of("SET @q = 'truncate t'"),
            Some(Step::Assign { variable: "q".into(), text: Some("truncate t".into()) })
        );
        assert_eq!(
            of("SET @q := CONCAT('drop table ', x)"),
            Some(Step::Assign { variable: "q".into(), text: None })
        );
        assert_eq!(of("EXECUTE s USING @a"), Some(Step::Execute { name: "s".into() }));
        assert_eq!(of("EXECUTE IMMEDIATE 'drop table t'"), None);
        assert_eq!(of("SELECT 1"), None);
    }
}
