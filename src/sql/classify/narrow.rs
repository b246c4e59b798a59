//! Whether a change of a column's type can lose values.

use crate::sql::lexer::unquote_text;

/// A column type in parts.
#[derive(Debug, Default, PartialEq)]
struct Type {
    base: String,
    /// What stands in brackets, split at commas outside quotes.
    arguments: Vec<String>,
    unsigned: bool,
    /// Where it says.
    nullable: Option<bool>,
    charset: Option<String>,
}

impl Type {
    fn number(&self, index: usize) -> Option<u64> {
        self.arguments.get(index)?.trim().parse().ok()
    }
}

fn parse(text: &str) -> Type {
    let text = text.trim();
    let mut out = Type::default();
    let end = text.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(text.len());
    let (base, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    out.base = match base.to_ascii_lowercase().as_str() {
        "integer" => "int".to_owned(),
        "bool" | "boolean" => "tinyint".to_owned(),
        "numeric" | "dec" | "fixed" => "decimal".to_owned(),
        "character" => "char".to_owned(),
        "real" => "double".to_owned(),
        "int2" => "smallint".to_owned(),
        "int4" => "int".to_owned(),
        "int8" => "bigint".to_owned(),
        other => other.to_owned(),
    };
    let rest = rest.trim_start();
    let mut tail = rest;
    if rest.starts_with('(') {
        let mut quoted = false;
        let mut argument = String::new();
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                '\'' => {
                    quoted = !quoted;
                    argument.push(c);
                }
                ',' if !quoted => out.arguments.push(std::mem::take(&mut argument)),
                ')' if !quoted => {
                    tail = rest.get(at.saturating_add(1)..).unwrap_or_default();
                    break;
                }
                _ => argument.push(c),
            }
        }
        out.arguments.push(argument);
    }
    let words: Vec<String> = tail.split_whitespace().map(str::to_ascii_lowercase).collect();
    out.unsigned = words.iter().any(|word| word == "unsigned" || word == "zerofill");
    if words.windows(2).any(|pair| matches!(pair, [a, b] if a == "not" && b == "null")) {
        out.nullable = Some(false);
    } else if words.iter().any(|word| word == "null") {
        out.nullable = Some(true);
    }
    if out.base == "char" && words.first().is_some_and(|word| word == "varying") {
        out.base = "varchar".to_owned();
    }
    for pair in words.windows(2) {
        if let [before, name] = pair
            && (before == "set" || before == "charset")
        {
            out.charset = Some(name.clone());
        }
    }
    out
}

/// Bits of an integer type.
fn integer(base: &str) -> Option<u32> {
    Some(match base {
        "tinyint" => 8,
        "smallint" => 16,
        "mediumint" => 24,
        "int" => 32,
        "bigint" => 64,
        _ => return None,
    })
}

/// The most characters or bytes of a type of text or bytes.
fn capacity(kind: &Type) -> Option<u64> {
    Some(match kind.base.as_str() {
        "char" | "binary" => kind.number(0).unwrap_or(1),
        "varchar" | "varbinary" => kind.number(0).unwrap_or(65_535),
        "tinytext" | "tinyblob" => 255,
        "text" | "blob" => 65_535,
        "mediumtext" | "mediumblob" => 16_777_215,
        "longtext" | "longblob" | "json" => 4_294_967_295,
        _ => return None,
    })
}

/// Whether a type of text holds characters (not bytes).
fn characters(base: &str) -> bool {
    matches!(base, "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "json")
}

/// How much of Unicode a character set holds, as far as it is known to be one of Unicode.
fn breadth(charset: &str) -> u8 {
    if charset.starts_with("utf8mb4") { 2 } else { u8::from(charset.starts_with("utf8")) }
}

/// Whether turning a column of type `old` into `new` can lose values that it holds: `None` where
/// the types cannot be compared. Types as in COLUMN_TYPE or as an ALTER writes them; COLUMN_TYPE
/// does
/// not tell of NULL, so add ` null` to an old type that takes it.
pub(crate) fn narrows(old: &str, new: &str) -> Option<bool> {
    let (old, new) = (parse(old), parse(new));
    if old.base.is_empty() || new.base.is_empty() {
        return None;
    }
    if old.nullable == Some(true) && new.nullable == Some(false) {
        return Some(true);
    }
    if let (Some(from), Some(to)) = (&old.charset, &new.charset)
        && breadth(from) > breadth(to)
    {
        return Some(true);
    }
    if let (Some(from), Some(to)) = (integer(&old.base), integer(&new.base)) {
        return Some(match (old.unsigned, new.unsigned) {
            (true, true) | (false, false) => to < from,
            // negative values have no place
            (false, true) => true,
            (true, false) => to <= from,
        });
    }
    if let (Some(from), Some(to)) = (capacity(&old), capacity(&new)) {
        if characters(&old.base) != characters(&new.base) {
            return Some(true);
        }
        return Some(to < from || (new.base == "json" && old.base != "json"));
    }
    match (old.base.as_str(), new.base.as_str()) {
        ("enum", "enum") | ("set", "set") => {
            let members = |kind: &Type| {
                kind.arguments.iter().map(|text| unquote_text(text.trim())).collect::<Vec<_>>()
            };
            let kept = members(&new);
            Some(members(&old).iter().any(|member| !kept.contains(member)))
        }
        ("decimal", "decimal") => {
            let parts = |kind: &Type| {
                let (digits, scale) = (kind.number(0).unwrap_or(10), kind.number(1).unwrap_or(0));
                (digits.saturating_sub(scale), scale)
            };
            let (from, to) = (parts(&old), parts(&new));
            Some(to.0 < from.0 || to.1 < from.1 || (new.unsigned && !old.unsigned))
        }
        ("double", "float") => Some(true),
        ("float", "double") => Some(false),
        ("datetime" | "timestamp" | "time", "datetime" | "timestamp" | "time") => Some(
            (old.base == "datetime" && new.base != "datetime")
                || (new.base == "time" && old.base != "time")
                || new.number(0).unwrap_or(0) < old.number(0).unwrap_or(0),
        ),
        ("datetime" | "timestamp", "date" | "year") | ("date", "year") => Some(true),
        ("date", "datetime") => Some(false),
        (same, other) if same == other => Some(false),
        // anything fits into a text that is long enough; how long the old values are is not known
        ("enum" | "set", "varchar" | "char") => {
            let longest =
                old.arguments.iter().map(|text| unquote_text(text.trim()).chars().count() as u64);
            let needs = if old.base == "set" { longest.sum() } else { longest.max().unwrap_or(0) };
            Some(capacity(&new)? < needs)
        }
        (from, _) if integer(from).is_some() && capacity(&new).is_some() => {
            Some(capacity(&new)? < 20)
        }
        (_, "text" | "mediumtext" | "longtext") => Some(false),
        (from, "decimal") if integer(from).is_some() => {
            let digits = new.number(0).unwrap_or(10).saturating_sub(new.number(1).unwrap_or(0));
            Some(digits < 20)
        }
        (
            "decimal" | "float" | "double" | "varchar" | "char" | "text" | "mediumtext"
            | "longtext",
            to,
        ) if integer(to).is_some()
            || matches!(to, "decimal" | "float" | "date" | "datetime" | "enum" | "year") =>
        {
            Some(true)
        }
        _ => None,
    }
}
