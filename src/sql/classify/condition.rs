//! What a WHERE comes to by its constants alone.

use super::cursor::Cursor;
use crate::sql::{
    lexer::{Kind, Token, unquote_name, unquote_text},
    statement::Condition,
};

/// Tokens of a condition that are looked at; a longer one surely depends on the rows.
const MOST_TOKENS: usize = 4_096;
/// Brackets that may nest.
const MOST_DEPTH: usize = 64;

/// How far the times that a condition compares bound what it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByTime {
    /// It compares times.
    pub(super) named: bool,
    /// It takes rows of any age as well, by an alternative that compares none.
    pub(super) widened: bool,
}

/// Reads the condition that comes next, up to the clause after it.
pub(super) fn read(cursor: &mut Cursor<'_>) -> (Condition, ByTime) {
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    while let Some(mut token) = cursor.peek(0) {
        if cursor.quotes_names && token.kind == Kind::Text && token.text.starts_with('"') {
            token.kind = Kind::Quoted;
        }
        if depth == 0 && ["order", "limit", "returning"].iter().any(|word| token.is_word(word)) {
            break;
        }
        if token.is("(") {
            depth = depth.saturating_add(1);
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        }
        if tokens.len() <= MOST_TOKENS {
            tokens.push(token);
        }
        cursor.take();
    }
    let by_time = ByTime { named: tokens.iter().any(names_a_time), widened: is_widened(&tokens) };
    (truth(&tokens), by_time)
}

/// Whether the condition is alternatives of which one compares a time and another none; that a
/// time is not known is no comparison.
fn is_widened(tokens: &[Token<'_>]) -> bool {
    let mut inner = tokens;
    while let [first, middle @ .., last] = inner
        && first.is("(")
        && last.is(")")
        && is_balanced(middle)
    {
        inner = middle;
    }
    let (mut depth, mut timed, mut bound, mut open) = (0_usize, false, 0_usize, 0_usize);
    let mut close = |timed: bool| *if timed { &mut bound } else { &mut open } += 1;
    for (at, token) in inner.iter().enumerate() {
        if token.is("(") {
            depth = depth.saturating_add(1);
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && (token.is_word("or") || token.is("||")) {
            close(std::mem::take(&mut timed));
        } else {
            let is_test = inner.get(at + 1).is_some_and(|next| next.is_word("is"));
            timed |= !is_test && names_a_time(token);
        }
    }
    close(timed);
    bound > 0 && open > 0
}

/// Whether each bracket closes behind where it opens.
fn is_balanced(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        if token.is("(") {
            depth = depth.saturating_add(1);
        } else if token.is(")") {
            let Some(less) = depth.checked_sub(1) else { return false };
            depth = less;
        }
    }
    depth == 0
}

fn truth(tokens: &[Token<'_>]) -> Condition {
    if tokens.is_empty() {
        return Condition::Unknown;
    }
    if tokens.len() > MOST_TOKENS || tokens.iter().any(|token| token.open) {
        return Condition::Some;
    }
    let mut reader = Reader { tokens, at: 0, depth: 0 };
    let value = reader.or();
    if reader.at < tokens.len() {
        return Condition::Some;
    }
    match value {
        Truth::Yes => Condition::AlwaysTrue,
        Truth::No | Truth::Null => Condition::NeverTrue,
        Truth::Depends => Condition::Some,
    }
}

/// Whether a token is a column of times by its name (`created_at`, `orderDate`), a function or
/// interval of times, or a date.
fn names_a_time(token: &Token<'_>) -> bool {
    const NAMES: [&str; 7] = ["at", "date", "day", "time", "timestamp", "month", "year"];
    const FUNCTIONS: [&str; 7] =
        ["interval", "now", "curdate", "sysdate", "date_sub", "subdate", "from_unixtime"];
    match token.kind {
        Kind::Word | Kind::Quoted => {
            let mut name = unquote_name(token.text);
            if !name.contains(|c: char| c.is_ascii_lowercase()) {
                name.make_ascii_lowercase();
            }
            let last = name.rfind(|c: char| c == '_' || c.is_ascii_uppercase());
            let last = last.and_then(|at| name.get(at..)).unwrap_or(&name).trim_start_matches('_');
            NAMES.iter().any(|word| last.eq_ignore_ascii_case(word))
                || FUNCTIONS.iter().any(|word| name.eq_ignore_ascii_case(word))
        }
        Kind::Text => {
            let text = unquote_text(token.text);
            let signs = text.bytes().take(10).map(|b| if b.is_ascii_digit() { b'0' } else { b });
            signs.eq(*b"0000-00-00")
        }
        _ => false,
    }
}

/// The truth of an expression, over all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    Null,
    Depends,
}

impl Truth {
    fn of(yes: bool) -> Truth {
        if yes { Truth::Yes } else { Truth::No }
    }

    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            other => other,
        }
    }

    fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            (Truth::Depends, _) | (_, Truth::Depends) => Truth::Depends,
            _ => Truth::Null,
        }
    }

    fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }
}

/// A value in an expression.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(f64),
    Text(String),
    Null,
    /// A column, its qualified name in lower case.
    Column(String),
    /// A bracketed or nested expression that came to a truth.
    Truth(Truth),
    Opaque,
}

impl Value {
    fn truth(&self) -> Truth {
        match self {
            Value::Number(number) => Truth::of(*number != 0.0),
            Value::Text(text) => Truth::of(leading_number(text) != 0.0),
            Value::Null => Truth::Null,
            Value::Truth(truth) => *truth,
            Value::Column(_) | Value::Opaque => Truth::Depends,
        }
    }

    /// As a number, if it is a constant that has one.
    fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Text(text) => Some(leading_number(text)),
            Value::Truth(Truth::Yes) => Some(1.0),
            Value::Truth(Truth::No) => Some(0.0),
            _ => None,
        }
    }

    /// A column called `id`: by convention the key, never NULL and counted from 1.
    fn is_id(&self) -> bool {
        matches!(self, Value::Column(name) if name == "id" || name.ends_with(".id"))
    }
}

/// The number at the start of a text, as MySQL reads it.
fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text
        .bytes()
        .position(|b| !(b.is_ascii_digit() || b == b'.' || b == b'-'))
        .unwrap_or(text.len());
    text.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or(0.0)
}

struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    depth: usize,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn eat(&mut self, words: &[&str]) -> bool {
        let found = self
            .peek()
            .is_some_and(|token| words.iter().any(|word| token.is_word(word) || token.is(word)));
        if found {
            self.step();
        }
        found
    }

    fn or(&mut self) -> Truth {
        if self.depth >= MOST_DEPTH {
            self.at = self.tokens.len();
            return Truth::Depends;
        }
        self.depth = self.depth.saturating_add(1);
        let mut value = self.and();
        loop {
            if self.eat(&["or", "||"]) {
                value = value.or(self.and());
            } else if self.eat(&["xor"]) {
                self.and();
                value = Truth::Depends;
            } else {
                break;
            }
        }
        self.depth = self.depth.saturating_sub(1);
        value
    }

    fn and(&mut self) -> Truth {
        let mut value = self.not();
        while self.eat(&["and", "&&"]) {
            value = value.and(self.not());
        }
        value
    }

    fn not(&mut self) -> Truth {
        let mut flip = false;
        while self.eat(&["not", "!"]) {
            flip = !flip;
        }
        let value = self.predicate();
        if flip { value.not() } else { value }
    }

    fn predicate(&mut self) -> Truth {
        if self.eat(&["exists"]) {
            return self.exists();
        }
        let left = self.operand();
        let Some(token) = self.peek() else { return left.truth() };
        if token.kind == Kind::Operator
            && ["=", "<=>", "<>", "!=", "<", ">", "<=", ">="].contains(&token.text)
        {
            self.step();
            let right = self.operand();
            return compare(&left, token.text, &right);
        }
        if self.eat(&["is"]) {
            let flip = self.eat(&["not"]);
            let value = if self.eat(&["null", "unknown"]) {
                match &left {
                    Value::Null | Value::Truth(Truth::Null) => Truth::Yes,
                    Value::Number(_) | Value::Text(_) | Value::Truth(Truth::Yes | Truth::No) => {
                        Truth::No
                    }
                    id if id.is_id() => Truth::No,
                    _ => Truth::Depends,
                }
            } else if self.eat(&["true"]) {
                left.truth()
            } else if self.eat(&["false"]) {
                left.truth().not()
            } else {
                self.to_connective();
                Truth::Depends
            };
            return if flip { value.not() } else { value };
        }
        let flip = self.eat(&["not"]);
        if self.eat(&["like"]) {
            let pattern = self.operand();
            let value = match pattern {
                Value::Text(text)
                    if !text.is_empty()
                        && text.bytes().all(|b| b == b'%')
                        && left != Value::Null =>
                {
                    Truth::Yes
                }
                _ => Truth::Depends,
            };
            return if flip { value.not() } else { value };
        }
        if self.eat(&["in", "between", "regexp", "rlike", "member", "sounds", "ilike", "similar"]) {
            // `BETWEEN a AND b` has an AND of its own
            let between = self
                .tokens
                .get(self.at.saturating_sub(1))
                .is_some_and(|token| token.is_word("between"));
            if between {
                self.operand();
                self.eat(&["and"]);
                self.operand();
            } else {
                self.to_connective();
            }
            return Truth::Depends;
        }
        left.truth()
    }

    /// `EXISTS (SELECT 1)`: true if the SELECT has no FROM to fail on.
    fn exists(&mut self) -> Truth {
        let start = self.at;
        self.brackets();
        let inner = self.tokens.get(start..self.at).unwrap_or_default();
        Truth::of(true).and(if inner.iter().any(|t| t.is_word("from") || t.is_word("where")) {
            Truth::Depends
        } else {
            Truth::Yes
        })
    }

    /// Goes past a bracket and all in it.
    fn brackets(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            if token.is("(") {
                depth = depth.saturating_add(1);
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
            if depth == 0 && !token.is(")") {
                return;
            }
            self.step();
            if depth == 0 {
                return;
            }
        }
    }

    /// Goes on to the next AND, OR or closing bracket of this level.
    fn to_connective(&mut self) {
        while let Some(token) = self.peek() {
            if token.is("(") {
                self.brackets();
            } else if token.is(")")
                || ["and", "or", "xor"].iter().any(|w| token.is_word(w))
                || token.is("&&")
                || token.is("||")
            {
                return;
            } else {
                self.step();
            }
        }
    }

    /// A value; arithmetic on it makes it opaque.
    fn operand(&mut self) -> Value {
        let value = self.atom();
        let mut opaque = false;
        while let Some(token) = self.peek() {
            let arithmetic = token.kind == Kind::Operator
                && ["+", "-", "*", "/", "%", "^", "|", "&", "~", "<<", ">>", ":", "@", "?", ":="]
                    .contains(&token.text)
                || ["div", "mod", "collate", "interval"].iter().any(|word| token.is_word(word));
            if !arithmetic {
                break;
            }
            opaque = true;
            self.step();
            self.atom();
        }
        if opaque { Value::Opaque } else { value }
    }

    fn atom(&mut self) -> Value {
        let Some(token) = self.peek() else { return Value::Opaque };
        match token.kind {
            Kind::Number => {
                self.step();
                token.text.parse().map_or(Value::Opaque, Value::Number)
            }
            // MySQL's strings
            Kind::Text => {
                self.step();
                Value::Text(unquote_text(token.text))
            }
            Kind::Operator if token.text == "-" || token.text == "+" => {
                self.step();
                match self.atom() {
                    Value::Number(number) if token.text == "-" => Value::Number(-number),
                    Value::Number(number) => Value::Number(number),
                    _ => Value::Opaque,
                }
            }
            Kind::Operator => {
                self.step();
                // `@name`, `:name`, `~x`
                if matches!(token.text, "@" | ":" | "~") {
                    self.atom();
                }
                Value::Opaque
            }
            Kind::Punct if token.text == "(" => {
                let inner = self.tokens.get(self.at.saturating_add(1)).copied();
                if inner.is_some_and(|t| t.is_word("select") || t.is_word("with")) {
                    self.brackets();
                    return Value::Opaque;
                }
                self.step();
                let start = self.at;
                let value = self.or();
                if self.eat(&[")"]) {
                    // `(1)` stays the constant it is
                    if self.at.saturating_sub(start) == 2
                        && let Some(only) =
                            self.tokens.get(start).filter(|t| t.kind == Kind::Number)
                    {
                        return only.text.parse().map_or(Value::Opaque, Value::Number);
                    }
                    return Value::Truth(value);
                }
                // a row `(a, b)` or something not understood
                while self.peek().is_some_and(|t| !t.is(")")) {
                    if self.peek().is_some_and(|t| t.is("(")) {
                        self.brackets();
                    } else {
                        self.step();
                    }
                }
                self.eat(&[")"]);
                Value::Opaque
            }
            Kind::Word | Kind::Quoted => self.word(token),
            _ => {
                self.at = self.tokens.len().saturating_add(1);
                Value::Opaque
            }
        }
    }

    fn word(&mut self, token: Token<'a>) -> Value {
        self.step();
        if token.kind == Kind::Word {
            match token.text.to_ascii_lowercase().as_str() {
                "true" => return Value::Truth(Truth::Yes),
                "false" => return Value::Truth(Truth::No),
                "null" => return Value::Null,
                "case" => {
                    while self.peek().is_some_and(|t| !t.is_word("end")) {
                        self.step();
                    }
                    self.step();
                    return Value::Opaque;
                }
                "interval" | "binary" | "date" | "timestamp"
                    if self.peek().is_some_and(|t| {
                        matches!(t.kind, Kind::Text | Kind::Number | Kind::Word) && !t.is_word("is")
                    }) =>
                {
                    self.step();
                    if self.peek().is_some_and(|t| {
                        t.kind == Kind::Word && !["and", "or", "xor"].iter().any(|w| t.is_word(w))
                    }) {
                        self.step();
                    }
                    return Value::Opaque;
                }
                _ => {}
            }
            if self.peek().is_some_and(|t| t.is("(")) {
                self.brackets();
                return Value::Opaque;
            }
            if token.text.starts_with('_') && self.peek().is_some_and(|t| t.kind == Kind::Text) {
                // a character set before a string
                return self.atom();
            }
        }
        let mut name = unquote_name(token.text).to_ascii_lowercase();
        while self.peek().is_some_and(|t| t.is(".")) {
            self.step();
            if let Some(part) = self.peek().filter(|t| matches!(t.kind, Kind::Word | Kind::Quoted))
            {
                name.push('.');
                name.push_str(&unquote_name(part.text).to_ascii_lowercase());
                self.step();
            }
        }
        if self.peek().is_some_and(|t| t.is("(")) {
            self.brackets();
            return Value::Opaque;
        }
        Value::Column(name)
    }
}

fn compare(left: &Value, sign: &str, right: &Value) -> Truth {
    if let (Value::Column(a), Value::Column(b)) = (left, right) {
        return match sign {
            "=" | "<=>" | ">=" | "<=" if a == b => Truth::Yes,
            "<>" | "!=" | "<" | ">" if a == b => Truth::No,
            _ => Truth::Depends,
        };
    }
    if sign != "<=>" && (*left == Value::Null || *right == Value::Null) {
        return Truth::Null;
    }
    if left.is_id()
        && let Some(number) = right.number()
    {
        return match sign {
            ">" if number < 1.0 => Truth::Yes,
            ">=" if number <= 1.0 => Truth::Yes,
            "<>" | "!=" if number <= 0.0 => Truth::Yes,
            _ => Truth::Depends,
        };
    }
    if let (Value::Text(a), Value::Text(b)) = (left, right) {
        let (a, b) = (a.to_lowercase(), b.to_lowercase());
        return order(&a, sign, &b);
    }
    match (left.number(), right.number()) {
        (Some(a), Some(b)) => order(&a, sign, &b),
        _ => Truth::Depends,
    }
}

fn order<T: PartialOrd>(a: &T, sign: &str, b: &T) -> Truth {
    Truth::of(match sign {
        "=" | "<=>" => a == b,
        "<>" | "!=" => a != b,
        "<" => a < b,
        ">" => a > b,
        "<=" => a <= b,
        _ => a >= b,
    })
}
