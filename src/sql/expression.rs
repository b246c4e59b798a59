//! Expressions of SQL over the values of a row, in three-valued logic. What is not understood to
//! the letter has no value at all, rather than a guess.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{Datelike, Months};

use crate::time::{SECOND, Stamp, micros, quick, read, utc, zone::Zone};

/// A longer list is looked up.
const SHORT: usize = 32;

const DAY_US: i64 = 86_400 * SECOND;

/// A LIKE may take so many steps: the bytes of its text times those of its pattern.
const LIKE_STEPS: usize = 1 << 20;

/// Whole numbers beyond this are not exact as floating-point numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a time compares below: the zero date of MySQL.
const ZERO_DATE: i64 = i64::MIN;

/// A value. Truth is a number, as in MySQL.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Number(f64),
    Text(String),
    /// On the wall of the session, in microseconds as if it were UTC.
    Time(i64),
    /// Months, and microseconds.
    Span(i32, i64),
}

/// What an expression means depends on who evaluates it and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    /// The instant of the statement, in microseconds since 1970.
    pub(crate) now: i64,
    /// The zone of the server's session.
    pub(crate) zone: Zone,
    /// Texts compare by PostgreSQL's rules: case counts.
    pub(crate) postgres: bool,
}

impl Session {
    /// What a clock on the wall shows at an instant.
    fn wall(self, at: i64) -> i64 {
        at.saturating_add(i64::from(self.zone.offset_at(at)).saturating_mul(SECOND))
    }

    /// The time that a text says; `utc` where one without an offset is in UTC.
    fn time(self, text: &str, utc: bool) -> Option<i64> {
        let text = text.trim();
        if text.starts_with("0000-00-00") {
            return Some(ZERO_DATE);
        }
        let dated = if text.len() == 10 { format!("{text} 00:00:00") } else { text.to_owned() };
        let plain = dated.len() == 19;
        let local = match plain.then(|| quick::local(dated.as_bytes())).flatten() {
            Some(local) => local,
            None => match read::read_iso(dated.as_bytes())? {
                (written, took) if took == dated.len() => match written.stamp {
                    Stamp::Instant(at) => return Some(self.wall(at)),
                    Stamp::Local(local) => micros(local),
                    Stamp::Yearless { .. } => return None,
                },
                _ => return None,
            },
        };
        Some(if utc { self.wall(local) } else { local })
    }

    /// A text without what collations of MySQL may leave out of account: case and blanks at the
    /// end.
    fn folded(self, text: &str) -> String {
        if self.postgres { text.to_owned() } else { text.trim_end_matches(' ').to_lowercase() }
    }

    /// Whether two texts are equal; `None` where that is the collation's to say.
    fn equal(self, a: &str, b: &str) -> Option<bool> {
        let same = a == b;
        let may_be = self.folded(a) == self.folded(b) || !a.is_ascii() || !b.is_ascii();
        (same || self.postgres || !may_be).then_some(same)
    }
}

/// The type of a column, as far as its values compare by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Truth,
    Text,
    Time,
    /// MySQL's TIMESTAMP, which a dump may write in UTC.
    Instant,
    /// Of another: only whether it is NULL is understood.
    Other,
}

impl Kind {
    /// Of a type as a CREATE TABLE writes it.
    pub(crate) fn of(column_type: &str) -> Kind {
        let lower = column_type.trim().to_ascii_lowercase();
        let word = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
        match word.unwrap_or_default() {
            "int" | "integer" | "tinyint" | "smallint" | "mediumint" | "bigint" | "serial"
            | "bigserial" | "decimal" | "numeric" | "float" | "double" | "real" | "int2"
            | "int4" | "int8" | "float4" | "float8" | "year" => Kind::Number,
            "bool" | "boolean" => Kind::Truth,
            "char" | "varchar" | "text" | "tinytext" | "mediumtext" | "longtext" | "character"
            | "citext" | "uuid" | "enum" => Kind::Text,
            "timestamp" if !lower.contains("zone") => Kind::Instant,
            "date" | "datetime" | "timestamp" | "timestamptz" => Kind::Time,
            _ => Kind::Other,
        }
    }

    /// The value of a cell of this type; `None` where it is not understood.
    pub(crate) fn value(self, cell: Option<&str>, session: Session, utc: bool) -> Option<Value> {
        let Some(text) = cell else { return Some(Value::Null) };
        match self {
            Kind::Number => number(text.trim()).map(Value::Number),
            Kind::Truth => match text {
                "t" | "true" | "TRUE" | "1" => Some(Value::Number(1.0)),
                "f" | "false" | "FALSE" | "0" => Some(Value::Number(0.0)),
                _ => None,
            },
            Kind::Text => Some(Value::Text(text.to_owned())),
            Kind::Time => session.time(text, false).map(Value::Time),
            Kind::Instant => session.time(text, utc).map(Value::Time),
            Kind::Other => None,
        }
    }
}

/// A sign between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Equal,
    Same,
    Less,
    LessOrEqual,
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Like,
}

/// A function of one value or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Now,
    Today,
    Date,
    Time,
    Unix,
    FromUnix,
    Year,
    Month,
    DateDiff,
    Lower,
    Upper,
    Trim,
    Letters,
    Coalesce,
}

/// An expression. Columns are numbers into the list of names beside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Value(Value),
    Column(usize),
    Both(Box<Expression>, Sign, Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    IsNull(Box<Expression>),
    In(Box<Expression>, Vec<Expression>),
    Among(Box<Expression>, Constants),
    Call(Function, Vec<Expression>),
}

/// Many constants, to be looked up.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constants {
    /// By their bits.
    numbers: BTreeSet<u64>,
    /// By what they are without case and blanks.
    texts: BTreeMap<String, Vec<String>>,
    null: bool,
}

impl Constants {
    fn has(&self, value: &Value, session: Session) -> Option<bool> {
        match value {
            Value::Number(number) if self.texts.is_empty() => {
                Some(self.numbers.contains(&number.to_bits()))
            }
            Value::Text(text) if self.numbers.is_empty() => {
                match self.texts.get(&session.folded(text)) {
                    None => (session.postgres || text.is_ascii()).then_some(false),
                    Some(alike) => alike.contains(text).then_some(true),
                }
            }
            _ => None,
        }
    }
}

/// A number that floating point holds as it is written.
pub(crate) fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (number.abs() < EXACT).then_some(number)
}

fn truth(yes: bool) -> Value {
    Value::Number(if yes { 1.0 } else { 0.0 })
}

impl Expression {
    /// Whether it holds of a row: `None` where that is not understood; what is NULL does not hold.
    pub(crate) fn holds(&self, row: &[Option<Value>], session: Session) -> Option<bool> {
        match self.eval(row, session)? {
            Value::Null => Some(false),
            Value::Number(number) => Some(number != 0.0),
            _ => None,
        }
    }

    /// What it costs to evaluate: its terms, and the bytes of the texts that they compare with.
    pub(crate) fn weight(&self) -> usize {
        let all = |of: &[Expression]| of.iter().map(Expression::weight).sum::<usize>();
        1 + match self {
            Expression::Value(Value::Text(text)) => text.len(),
            Expression::Value(_) | Expression::Column(_) => 0,
            Expression::Both(a, _, b) => a.weight() + b.weight(),
            Expression::And(of) | Expression::Or(of) | Expression::Call(_, of) => all(of),
            Expression::Not(one) | Expression::IsNull(one) | Expression::Among(one, ..) => {
                one.weight()
            }
            Expression::In(left, of) => left.weight() + all(of),
        }
    }

    fn eval(&self, row: &[Option<Value>], session: Session) -> Option<Value> {
        let of = |inner: &Expression| inner.eval(row, session);
        match self {
            Expression::Value(value) => Some(value.clone()),
            Expression::Column(at) => row.get(*at)?.clone(),
            Expression::Both(a, sign, b) => both(&of(a)?, *sign, &of(b)?, session),
            Expression::And(all) => join(all, false, of),
            Expression::Or(all) => join(all, true, of),
            Expression::Not(inner) => Some(match of(inner)? {
                Value::Null => Value::Null,
                Value::Number(number) => truth(number == 0.0),
                _ => return None,
            }),
            // a value that is not understood is one
            Expression::IsNull(inner) => Some(truth(match &**inner {
                Expression::Column(at) => *row.get(*at)? == Some(Value::Null),
                inner => of(inner)? == Value::Null,
            })),
            Expression::In(left, list) => {
                let left = of(left)?;
                join(list, true, |one| both(&left, Sign::Equal, &of(one)?, session))
            }
            Expression::Among(left, constants) => match of(left)? {
                Value::Null => Some(Value::Null),
                value => match constants.has(&value, session)? {
                    false if constants.null => Some(Value::Null),
                    found => Some(truth(found)),
                },
            },
            Expression::Call(function, given) => {
                let given: Option<Vec<Value>> = given.iter().map(of).collect();
                call(*function, &given?, session)
            }
        }
    }

    /// `left IN (list)`, with a long list of constants made ready to be looked up; `None` for a
    /// long one of others.
    pub(crate) fn among(
        left: Expression,
        list: Vec<Expression>,
        session: Session,
    ) -> Option<Expression> {
        let left = Box::new(left);
        if list.len() <= SHORT {
            return Some(Expression::In(left, list));
        }
        let mut constants = Constants::default();
        for one in list {
            match one {
                Expression::Value(Value::Null) => constants.null = true,
                Expression::Value(Value::Number(number)) => {
                    constants.numbers.insert(number.to_bits());
                }
                Expression::Value(Value::Text(text)) => {
                    constants.texts.entry(session.folded(&text)).or_default().push(text);
                }
                _ => return None,
            }
        }
        Some(Expression::Among(left, constants))
    }
}

/// AND (`any` is false) or OR of several: one that decides does so whatever the others are.
fn join<'e>(
    all: &'e [Expression],
    any: bool,
    of: impl Fn(&'e Expression) -> Option<Value>,
) -> Option<Value> {
    let (mut null, mut unknown) = (false, false);
    for one in all {
        match of(one) {
            Some(Value::Number(number)) if (number != 0.0) == any => return Some(truth(any)),
            Some(Value::Number(_)) => {}
            Some(Value::Null) => null = true,
            _ => unknown = true,
        }
    }
    match (unknown, null) {
        (true, _) => None,
        (false, true) => Some(Value::Null),
        (false, false) => Some(truth(!any)),
    }
}

fn both(a: &Value, sign: Sign, b: &Value, session: Session) -> Option<Value> {
    if *a == Value::Null || *b == Value::Null {
        return Some(match sign {
            Sign::Same => truth(a == b),
            _ => Value::Null,
        });
    }
    match sign {
        Sign::Equal | Sign::Same => Some(truth(match (a, b) {
            (Value::Text(a), Value::Text(b)) => session.equal(a, b)?,
            _ => compare(a, b, session)? == Ordering::Equal,
        })),
        Sign::Less => Some(truth(compare(a, b, session)? == Ordering::Less)),
        Sign::LessOrEqual => Some(truth(compare(a, b, session)? != Ordering::Greater)),
        Sign::Like => match (a, b) {
            (Value::Text(text), Value::Text(pattern))
                if text.len().saturating_mul(pattern.len()) <= LIKE_STEPS =>
            {
                let fits = like(text, pattern);
                // whether case counts is the collation's
                let known = session.postgres
                    || text.is_ascii()
                        && like(&text.to_lowercase(), &pattern.to_lowercase()) == fits;
                known.then(|| truth(fits))
            }
            _ => None,
        },
        Sign::Plus | Sign::Minus | Sign::Times | Sign::Over | Sign::Modulo => {
            reckon(a, sign, b, session)
        }
    }
}

fn reckon(a: &Value, sign: Sign, b: &Value, session: Session) -> Option<Value> {
    match (a, sign, b) {
        (Value::Number(a), sign, Value::Number(b)) => Some(Value::Number(match sign {
            Sign::Plus => a + b,
            Sign::Minus => a - b,
            Sign::Times => a * b,
            Sign::Over if *b != 0.0 => a / b,
            Sign::Modulo if *b != 0.0 => a % b,
            _ => return Some(Value::Null),
        })),
        (Value::Text(text), Sign::Plus | Sign::Minus, Value::Span(..)) => {
            let time = Value::Time(session.time(text, false)?);
            reckon(&time, sign, b, session)
        }
        (Value::Time(at), Sign::Plus, Value::Span(months, us)) => moved(*at, *months, *us),
        (Value::Time(at), Sign::Minus, Value::Span(months, us)) => {
            moved(*at, months.checked_neg()?, us.checked_neg()?)
        }
        // days of PostgreSQL; to MySQL a time in a sum is a number of its digits
        (Value::Time(at), Sign::Plus | Sign::Minus, Value::Number(days))
            if session.postgres && at % DAY_US == 0 =>
        {
            let us = (days * DAY_US as f64) as i64;
            moved(*at, 0, if sign == Sign::Plus { us } else { us.checked_neg()? })
        }
        (Value::Span(months, us), Sign::Times, Value::Number(times))
        | (Value::Number(times), Sign::Times, Value::Span(months, us)) => {
            let whole = times.fract() == 0.0 || *months == 0;
            whole.then(|| {
                Value::Span((f64::from(*months) * times) as i32, (*us as f64 * times) as i64)
            })
        }
        _ => None,
    }
}

fn moved(at: i64, months: i32, us: i64) -> Option<Value> {
    let from = utc(at).naive_utc();
    let by = Months::new(months.unsigned_abs());
    let day = if months < 0 { from.checked_sub_months(by) } else { from.checked_add_months(by) };
    Some(Value::Time(micros(day?).checked_add(us)?))
}

fn compare(a: &Value, b: &Value, session: Session) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Text(text)) => Some(a.cmp(&session.time(text, false)?)),
        (Value::Number(a), Value::Text(text)) => a.partial_cmp(&number(text.trim())?),
        (Value::Text(_), Value::Time(_) | Value::Number(_)) => {
            compare(b, a, session).map(Ordering::reverse)
        }
        (Value::Text(a), Value::Text(b)) => {
            // how other signs and letters of both cases sort is the collation's
            let differ = a.bytes().zip(b.bytes()).find(|(a, b)| a != b);
            let known = match differ {
                None => a.is_ascii() && b.is_ascii() && a.trim_end().len() == a.len(),
                Some((a, b)) => {
                    a.is_ascii_digit() && b.is_ascii_digit()
                        || a.is_ascii_lowercase() && b.is_ascii_lowercase()
                }
            };
            known.then(|| a.cmp(b))
        }
        _ => None,
    }
}

/// `%` any letters, `_` one, `\` the next as it is.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.chars().collect(), pattern.chars().collect());
    let (mut t, mut p) = (0_usize, 0_usize);
    // where to go on after the last `%` if what follows does not fit
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        let (step, fits) = match pattern.get(p) {
            Some('%') => {
                back = Some((p + 1, t));
                p += 1;
                continue;
            }
            Some('_') => (1, true),
            Some('\\') if p + 1 < pattern.len() => (2, pattern.get(p + 1) == text.get(t)),
            letter => (1, letter == text.get(t)),
        };
        if fits {
            (t, p) = (t + 1, p + step);
        } else if let Some((after, from)) = back {
            (t, p) = (from + 1, after);
            back = Some((after, from + 1));
        } else {
            return false;
        }
    }
    pattern.iter().skip(p).all(|letter| *letter == '%')
}

fn call(function: Function, given: &[Value], session: Session) -> Option<Value> {
    let now = session.wall(session.now);
    let first = given.first();
    if function == Function::Coalesce {
        return Some(given.iter().find(|one| **one != Value::Null).cloned().unwrap_or(Value::Null));
    }
    if given.contains(&Value::Null) {
        return Some(Value::Null);
    }
    let time = |value: &Value| match value {
        Value::Time(at) => Some(*at),
        Value::Text(text) => session.time(text, false),
        _ => None,
    };
    let text = match first {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let day = |at: i64| at.div_euclid(DAY_US);
    Some(match (function, given) {
        // a number given is the digits of a fraction
        (Function::Now, _) => Value::Time(now.div_euclid(SECOND).saturating_mul(SECOND)),
        (Function::Today, []) => Value::Time(day(now).saturating_mul(DAY_US)),
        (Function::Date, [one]) => Value::Time(day(time(one)?).saturating_mul(DAY_US)),
        (Function::Time, [one]) => Value::Time(time(one)?),
        (Function::Unix, []) => Value::Number(session.now.div_euclid(SECOND) as f64),
        (Function::Unix, [one]) => {
            let local = utc(time(one)?).naive_utc();
            Value::Number(session.zone.when(local, SECOND).best.div_euclid(SECOND) as f64)
        }
        (Function::FromUnix, [Value::Number(at)]) => {
            Value::Time(session.wall((*at as i64).saturating_mul(SECOND)))
        }
        (Function::Year, [one]) => Value::Number(f64::from(utc(time(one)?).year())),
        (Function::Month, [one]) => Value::Number(f64::from(utc(time(one)?).month())),
        (Function::DateDiff, [a, b]) => {
            Value::Number(day(time(a)?).saturating_sub(day(time(b)?)) as f64)
        }
        (Function::Lower, [_]) => Value::Text(text?.to_lowercase()),
        (Function::Upper, [_]) => Value::Text(text?.to_uppercase()),
        (Function::Trim, [_]) => Value::Text(text?.trim_matches(' ').to_owned()),
        (Function::Letters, [_]) => Value::Number(text?.chars().count() as f64),
        _ => return None,
    })
}

/// Months and microseconds of one such unit.
pub(super) fn unit(word: &str) -> Option<(i32, i64)> {
    Some(match word.trim_end_matches('s') {
        "microsecond" => (0, 1),
        "" | "second" | "sec" => (0, SECOND),
        "minute" | "min" => (0, 60 * SECOND),
        "hour" => (0, 3600 * SECOND),
        "day" => (0, 86_400 * SECOND),
        "week" => (0, 604_800 * SECOND),
        "month" | "mon" => (1, 0),
        "quarter" => (3, 0),
        "year" => (12, 0),
        _ => return None,
    })
}

/// An interval as PostgreSQL reads it: `90 days`, `1 year 6 months`, `12:30:00`; a number alone is
/// seconds.
pub(super) fn span(text: &str) -> Option<Value> {
    let lower = text.to_ascii_lowercase();
    let (mut months, mut us) = (0_i32, 0_i64);
    let mut words = lower.split_whitespace().peekable();
    while let Some(word) = words.next() {
        // the sign of such a time holds of all its parts
        if word.starts_with('-') && word.contains(':') {
            return None;
        }
        let parts: Option<Vec<i64>> = word.split(':').map(|part| part.parse().ok()).collect();
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match (parts.as_deref(), word.get(digits.len()..)) {
            (Some([hours, minutes, rest @ ..]), _) if rest.len() < 2 => {
                let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
                let seconds = seconds.checked_add(rest.first().copied().unwrap_or(0))?;
                us = us.checked_add(seconds.checked_mul(SECOND)?)?;
            }
            (_, Some(own)) => {
                let count: i32 = digits.parse().ok()?;
                let named = if own.is_empty() { words.next().unwrap_or_default() } else { own };
                let (one, step) = unit(named)?;
                months = months.checked_add(one.checked_mul(count)?)?;
                us = us.checked_add(step.checked_mul(i64::from(count))?)?;
            }
            _ => return None,
        }
    }
    Some(Value::Span(months, us))
}
