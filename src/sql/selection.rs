//! Which rows of its table a DELETE takes, read off its text: one table, a condition on its own
//! columns, perhaps ORDER BY and LIMIT. Anything else is not understood.

use crate::sql::{
    dialect::Dialect,
    expression::{Expression, Function, Kind, Session, Sign, Value, number, span, unit},
    lexer::{self, Lexer, Token, unquote_name, unquote_text},
};

/// Tokens that are read.
const MOST_TOKENS: usize = 60_000;

/// Conditions and values that may nest.
const MOST_DEPTH: usize = 100;

/// Signs and casts in all: each nests the tree once more.
const MOST_LINKS: usize = 200;

/// What a DELETE takes of its table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selection {
    /// Columns that the condition names, in lower case.
    pub(crate) columns: Vec<String>,
    /// What holds of the rows.
    pub(crate) condition: Expression,
    /// So many rows at most.
    pub(crate) limit: Option<u64>,
}

impl Selection {
    /// Of the texts of statements: the rows that any of them takes. A limit is known of one alone.
    pub(crate) fn of_any(sql: &[&str], dialect: Dialect, session: Session) -> Option<Selection> {
        let (mut columns, mut any, mut limits) = (Vec::new(), Vec::new(), Vec::new());
        for sql in sql {
            let (condition, limit) = Selection::read(sql, dialect, session, &mut columns)?;
            any.push(condition);
            limits.extend(limit);
        }
        let condition = if any.len() < 2 { any.pop()? } else { Expression::Or(any) };
        (sql.len() == 1 || limits.is_empty()).then(|| Selection {
            columns,
            condition,
            limit: limits.pop(),
        })
    }

    fn read(
        sql: &str,
        dialect: Dialect,
        session: Session,
        columns: &mut Vec<String>,
    ) -> Option<(Expression, Option<u64>)> {
        let tokens: Vec<Token<'_>> =
            Lexer::new(sql, dialect).filter(Token::counts).take(MOST_TOKENS + 1).collect();
        if tokens.len() > MOST_TOKENS || tokens.iter().any(|token| token.open) {
            return None;
        }
        let mut reader = Reader {
            tokens: &tokens,
            at: 0,
            depth: 0,
            links: 0,
            session,
            names: Vec::new(),
            columns,
        };
        reader.delete()
    }
}

struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    depth: usize,
    links: usize,
    session: Session,
    /// What the table is called: its name and its alias, in lower case.
    names: Vec<String>,
    columns: &'t mut Vec<String>,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.peek(0).is_some_and(|token| token.is_word(word) || token.is(word));
        self.at += usize::from(found);
        found
    }

    fn must(&mut self, word: &str) -> Option<()> {
        self.eat(word).then_some(())
    }

    fn name(&mut self) -> Option<String> {
        let token = self.peek(0)?;
        if !matches!(token.kind, lexer::Kind::Word | lexer::Kind::Quoted) {
            return None;
        }
        self.at += 1;
        Some(unquote_name(token.text).to_lowercase())
    }

    fn delete(&mut self) -> Option<(Expression, Option<u64>)> {
        self.must("delete")?;
        while self.eat("low_priority") || self.eat("quick") || self.eat("ignore") {}
        self.must("from")?;
        self.table()?;
        let is_bound = self.eat("where");
        if let Some(inner) = is_bound.then(|| self.of_itself()).flatten() {
            return Some(inner);
        }
        // without a condition, as many as LIMIT says
        let every = Expression::Value(Value::Number(1.0));
        let condition = if is_bound { self.or()? } else { every };
        let rows = (condition, self.limit()?);
        if !is_bound && rows.1.is_none() {
            return None;
        }
        self.eat(";");
        (self.at == self.tokens.len()).then_some(rows)
    }

    /// `[ONLY] [db.]t [[AS] a]`.
    fn table(&mut self) -> Option<()> {
        self.eat("only");
        let mut name = self.name()?;
        while self.eat(".") {
            name = self.name()?;
        }
        self.names = vec![name];
        let aliased = self.eat("as");
        let is_next =
            |token: Token<'_>| ["where", "order", "limit"].iter().any(|word| token.is_word(word));
        if aliased || !self.peek(0).is_some_and(is_next) {
            let alias = self.name()?;
            self.names.push(alias);
        }
        Some(())
    }

    /// One more link in a chain of signs or casts, each of which nests the tree.
    fn link(&mut self) -> Option<()> {
        self.links += 1;
        (self.links <= MOST_LINKS).then_some(())
    }

    /// ORDER BY and LIMIT, up to RETURNING, a closing bracket or the end.
    fn limit(&mut self) -> Option<Option<u64>> {
        if self.eat("order") {
            while self.peek(0).is_some_and(|token| !token.is_word("limit") && !token.is(")")) {
                self.at += 1;
            }
        }
        let mut limit = None;
        if self.eat("limit") {
            limit = Some(self.peek(0)?.text.parse().ok()?);
            self.at += 1;
        }
        if self.eat("returning") {
            self.at = self.tokens.len();
        }
        Some(limit)
    }

    /// `key IN (SELECT key FROM the same table WHERE …)`, as slices of PostgreSQL are written.
    fn of_itself(&mut self) -> Option<(Expression, Option<u64>)> {
        let (from, own) = (self.at, self.names.first()?.clone());
        let found = self.slice(&own);
        if found.is_none() {
            (self.at, self.depth, self.links) = (from, 0, 0);
            self.columns.clear();
        }
        found
    }

    fn slice(&mut self, own: &str) -> Option<(Expression, Option<u64>)> {
        let key = self.name()?;
        self.must("in")?;
        self.must("(")?;
        self.must("select")?;
        let same = self.name()? == key;
        self.must("from")?;
        self.table()?;
        self.must("where")?;
        // of another column the rows beside those that are chosen go as well
        let same = same
            && ["ctid", "id"].contains(&key.as_str())
            && self.names.first().is_some_and(|name| name == own);
        let rows = (self.or()?, self.limit()?);
        self.must(")")?;
        self.eat(";");
        (same && self.at == self.tokens.len()).then_some(rows)
    }

    fn or(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let mut all = vec![self.and()?];
        while self.eat("or") || !self.session.postgres && self.eat("||") {
            all.push(self.and()?);
        }
        self.depth -= 1;
        Some(if all.len() == 1 { all.pop()? } else { Expression::Or(all) })
    }

    fn and(&mut self) -> Option<Expression> {
        let mut all = vec![self.not()?];
        while self.eat("and") || self.eat("&&") {
            all.push(self.not()?);
        }
        Some(if all.len() == 1 { all.pop()? } else { Expression::And(all) })
    }

    fn not(&mut self) -> Option<Expression> {
        let mut flip = false;
        while self.eat("not") {
            flip = !flip;
        }
        let inner = self.predicate()?;
        Some(if flip { Expression::Not(Box::new(inner)) } else { inner })
    }

    fn predicate(&mut self) -> Option<Expression> {
        let left = self.sum()?;
        let token = self.peek(0);
        let signed =
            |a: Expression, sign, b: Expression| Expression::Both(Box::new(a), sign, Box::new(b));
        let not = |inner: Expression| Expression::Not(Box::new(inner));
        let sign = token
            .map(|token| token.text)
            .filter(|sign| ["=", "<=>", "<>", "!=", "<", ">", "<=", ">="].contains(sign));
        if let Some(sign) = sign {
            self.at += 1;
            let right = self.sum()?;
            return Some(match sign {
                "=" => signed(left, Sign::Equal, right),
                "<=>" => signed(left, Sign::Same, right),
                "<" => signed(left, Sign::Less, right),
                "<=" => signed(left, Sign::LessOrEqual, right),
                ">" => signed(right, Sign::Less, left),
                ">=" => signed(right, Sign::LessOrEqual, left),
                _ => not(signed(left, Sign::Equal, right)),
            });
        }
        if self.eat("is") {
            let flip = self.eat("not");
            let inner = if self.eat("null") {
                Expression::IsNull(Box::new(left))
            } else {
                let yes = self.eat("true");
                if !yes {
                    self.must("false")?;
                }
                let known = not(Expression::IsNull(Box::new(left.clone())));
                let zero = Expression::Value(Value::Number(0.0));
                let is_false = signed(left, Sign::Equal, zero);
                Expression::And(vec![known, if yes { not(is_false) } else { is_false }])
            };
            return Some(if flip { not(inner) } else { inner });
        }
        let flip = self.eat("not");
        let inner = if self.eat("in") {
            self.must("(")?;
            let mut list = vec![self.sum()?];
            while self.eat(",") {
                list.push(self.sum()?);
            }
            self.must(")")?;
            Expression::among(left, list, self.session)?
        } else if self.eat("between") {
            let low = self.sum()?;
            self.must("and")?;
            let high = self.sum()?;
            Expression::And(vec![
                signed(low, Sign::LessOrEqual, left.clone()),
                signed(left, Sign::LessOrEqual, high),
            ])
        } else if self.session.postgres && self.eat("ilike") {
            let lower = |inner| Expression::Call(Function::Lower, vec![inner]);
            let pattern = self.sum()?;
            signed(lower(left), Sign::Like, lower(pattern))
        } else if self.eat("like") {
            let pattern = self.sum()?;
            signed(left, Sign::Like, pattern)
        } else {
            return (!flip).then_some(left);
        };
        Some(if flip { not(inner) } else { inner })
    }

    fn sum(&mut self) -> Option<Expression> {
        self.chain(&[("+", Sign::Plus), ("-", Sign::Minus)], Self::product)
    }

    fn product(&mut self) -> Option<Expression> {
        // PostgreSQL's quotient of two integers is one too
        let all = [("*", Sign::Times), ("%", Sign::Modulo), ("/", Sign::Over)];
        let (whole, _) = all.split_at(2);
        self.chain(if self.session.postgres { whole } else { &all }, Self::cast)
    }

    /// Operands with signs between them, from the left.
    fn chain(
        &mut self,
        signs: &[(&str, Sign)],
        operand: fn(&mut Self) -> Option<Expression>,
    ) -> Option<Expression> {
        let mut value = operand(self)?;
        while let Some((_, sign)) = signs.iter().find(|(text, _)| self.eat(text)) {
            self.link()?;
            value = Expression::Both(Box::new(value), *sign, Box::new(operand(self)?));
        }
        Some(value)
    }

    /// A value with the casts of PostgreSQL behind it.
    fn cast(&mut self) -> Option<Expression> {
        let mut value = self.value()?;
        while self.peek(0).is_some_and(|token| token.text == ":")
            && self.peek(1).is_some_and(|token| token.text == ":")
            || self.peek(0).is_some_and(|token| token.text == "::")
        {
            self.at += if self.peek(0)?.text == "::" { 1 } else { 2 };
            self.link()?;
            value = self.as_type(value)?;
        }
        Some(value)
    }

    /// A value as the type that comes next.
    fn as_type(&mut self, value: Expression) -> Option<Expression> {
        let name = self.name()?;
        if name == "interval" {
            let Expression::Value(Value::Text(text)) = &value else { return None };
            return span(text).map(Expression::Value);
        }
        let kind = match name.as_str() {
            "date" => Some(Function::Date),
            _ => match Kind::of(&name) {
                Kind::Time | Kind::Instant => Some(Function::Time),
                // of a column it changes what the comparison is
                Kind::Text | Kind::Number if matches!(value, Expression::Value(_)) => None,
                Kind::Text | Kind::Number => return None,
                Kind::Truth | Kind::Other => return None,
            },
        };
        if ["with", "without"].iter().any(|word| self.eat(word)) {
            self.must("time")?;
            self.must("zone")?;
        }
        Some(match kind {
            Some(function) => Expression::Call(function, vec![value]),
            None => value,
        })
    }

    fn value(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let value = self.plain_value();
        self.depth -= 1;
        value
    }

    fn plain_value(&mut self) -> Option<Expression> {
        if self.eat("-") {
            return Some(match self.value()? {
                Expression::Value(Value::Number(number)) => {
                    Expression::Value(Value::Number(-number))
                }
                other => {
                    let zero = Expression::Value(Value::Number(0.0));
                    Expression::Both(Box::new(zero), Sign::Minus, Box::new(other))
                }
            });
        }
        if !self.session.postgres && self.eat("!") {
            return Some(Expression::Not(Box::new(self.value()?)));
        }
        if self.eat("(") {
            let inner = self.or()?;
            self.must(")")?;
            return Some(inner);
        }
        let token = self.peek(0)?;
        match token.kind {
            lexer::Kind::Number => {
                self.at += 1;
                Some(Expression::Value(Value::Number(number(token.text)?)))
            }
            // what a backslash means is a setting of the server
            lexer::Kind::Text
                if self.session.postgres
                    && (token.text.contains('\\') || !token.text.starts_with('\'')) =>
            {
                None
            }
            lexer::Kind::Text => {
                self.at += 1;
                Some(Expression::Value(Value::Text(unquote_text(token.text))))
            }
            lexer::Kind::Word | lexer::Kind::Quoted => self.named(token),
            _ => None,
        }
    }

    fn named(&mut self, token: Token<'a>) -> Option<Expression> {
        let name = self.name()?;
        let next = self.peek(0);
        if token.kind == lexer::Kind::Word {
            match name.as_str() {
                "null" => return Some(Expression::Value(Value::Null)),
                "true" => return Some(Expression::Value(Value::Number(1.0))),
                "false" => return Some(Expression::Value(Value::Number(0.0))),
                "interval" => return self.interval(),
                "current_date" | "current_timestamp" | "localtimestamp"
                    if !next.is_some_and(|next| next.is("(")) =>
                {
                    let today = name == "current_date";
                    let function = if today { Function::Today } else { Function::Now };
                    return Some(Expression::Call(function, Vec::new()));
                }
                "date" | "timestamp" | "timestamptz"
                    if next.is_some_and(|next| next.kind == lexer::Kind::Text) =>
                {
                    let text = self.value()?;
                    return Some(Expression::Call(Function::Time, vec![text]));
                }
                "select" | "case" | "exists" | "any" | "all" | "row" | "binary" => return None,
                _ => {}
            }
            if next.is_some_and(|next| next.is("(")) {
                self.at += 1;
                return self.call(&name);
            }
        }
        let mut column = name;
        let mut of = None;
        while self.eat(".") {
            of = Some(std::mem::replace(&mut column, self.name()?));
        }
        if of.is_some_and(|of| !self.names.contains(&of)) {
            return None;
        }
        let known = self.columns.iter().position(|own| *own == column);
        Some(Expression::Column(known.unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        })))
    }

    fn call(&mut self, name: &str) -> Option<Expression> {
        if name == "cast" {
            let value = self.or()?;
            self.must("as")?;
            let value = self.as_type(value)?;
            self.must(")")?;
            return Some(value);
        }
        let mut given = Vec::new();
        while !self.eat(")") {
            given.push(self.or()?);
            if !self.eat(",") {
                self.must(")")?;
                break;
            }
        }
        let sign = match name {
            "date_sub" | "subdate" => Some(Sign::Minus),
            "date_add" | "adddate" => Some(Sign::Plus),
            _ => None,
        };
        if let Some(sign) = sign {
            let by = given.pop()?;
            let from = given.pop().filter(|_| given.is_empty())?;
            let by = match by {
                Expression::Value(Value::Number(days)) => {
                    Expression::Value(Value::Span(0, (days * 86_400e6) as i64))
                }
                other => other,
            };
            return Some(Expression::Both(Box::new(from), sign, Box::new(by)));
        }
        let function = match name {
            "now"
            | "current_timestamp"
            | "localtimestamp"
            | "sysdate"
            | "statement_timestamp"
            | "transaction_timestamp"
            | "clock_timestamp" => Function::Now,
            "curdate" | "current_date" => Function::Today,
            "date" => Function::Date,
            "timestamp" => Function::Time,
            "unix_timestamp" => Function::Unix,
            "from_unixtime" => Function::FromUnix,
            "year" => Function::Year,
            "month" => Function::Month,
            "datediff" => Function::DateDiff,
            "lower" | "lcase" => Function::Lower,
            "upper" | "ucase" => Function::Upper,
            "trim" => Function::Trim,
            "char_length" => Function::Letters,
            "coalesce" | "ifnull" => Function::Coalesce,
            _ => return None,
        };
        Some(Expression::Call(function, given))
    }

    /// `INTERVAL 3 DAY` of MySQL, `interval '3 days'` of PostgreSQL.
    fn interval(&mut self) -> Option<Expression> {
        if self.session.postgres {
            let Expression::Value(Value::Text(text)) = self.value()? else { return None };
            return span(&text).map(Expression::Value);
        }
        let count = match self.sum()? {
            Expression::Value(Value::Text(text)) => {
                Expression::Value(Value::Number(text.trim().parse().ok()?))
            }
            other => other,
        };
        let (months, us) = unit(&self.name()?)?;
        let one = Expression::Value(Value::Span(months, us));
        Some(Expression::Both(Box::new(count), Sign::Times, Box::new(one)))
    }
}

#[cfg(test)]
mod tests;
