//! The alterations of an ALTER TABLE.

use super::cursor::Cursor;
use crate::sql::{
    lexer::{Kind, Token},
    statement::Alteration,
};

/// Alterations that are kept of one statement; more would be an attack.
const MOST: usize = 10_000;

/// Every alteration, in order.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Vec<Alteration> {
    let mut out = Vec::new();
    while cursor.peek(0).is_some() && out.len() < MOST {
        if let Some(alteration) = one(cursor) {
            out.push(alteration);
        }
        to_comma(cursor);
    }
    out
}

/// Goes past the next comma that stands outside brackets.
fn to_comma(cursor: &mut Cursor<'_>) {
    while cursor.peek(0).is_some() {
        if cursor.eat_sign(",") {
            return;
        }
        if !cursor.skip_brackets() {
            cursor.take();
        }
    }
}

fn one(cursor: &mut Cursor<'_>) -> Option<Alteration> {
    let first = cursor.take()?;
    if first.kind != Kind::Word {
        return Some(Alteration::Harmless);
    }
    let lossy = |what: &str| Alteration::Lossy(what.to_owned());
    Some(match first.text.to_ascii_lowercase().as_str() {
        "drop" => return drop(cursor),
        "truncate" if cursor.eat("partition") => Alteration::DropPartition(partitions(cursor)),
        "exchange" if cursor.is("partition") => lossy("exchange partition"),
        "discard" => lossy("discard tablespace"),
        "modify" => {
            cursor.eat("column");
            cursor.eat_if_exists();
            let column = cursor.part()?;
            Alteration::Retype { column, column_type: column_type(cursor) }
        }
        "change" => {
            cursor.eat("column");
            cursor.eat_if_exists();
            let column = cursor.part()?;
            cursor.part()?;
            Alteration::Retype { column, column_type: column_type(cursor) }
        }
        "alter" => {
            // PostgreSQL's `ALTER COLUMN c [SET DATA] TYPE t`
            cursor.eat("column");
            let column = cursor.part()?;
            if cursor.is("set") && cursor.is_at(1, "data") {
                cursor.take();
                cursor.take();
            }
            if cursor.eat("type") {
                Alteration::Retype { column, column_type: column_type(cursor) }
            } else {
                Alteration::Harmless
            }
        }
        "rename" => {
            if cursor.is_any(&["column", "index", "key"])
                && !cursor.peek(1).is_some_and(|t| t.is(","))
            {
                return Some(Alteration::Harmless);
            }
            if !cursor.eat_any(&["to", "as"]) {
                cursor.eat_sign("=");
            }
            Alteration::RenameTo(cursor.name()?)
        }
        "engine" | "type" => {
            cursor.eat_sign("=");
            let engine = cursor.part().unwrap_or_default().to_ascii_lowercase();
            match engine.as_str() {
                "blackhole" | "memory" | "heap" => Alteration::Lossy(format!("engine {engine}")),
                _ => Alteration::Harmless,
            }
        }
        "convert" => {
            let mut charset = String::new();
            for _ in 0..4 {
                if cursor.eat("set") || cursor.eat("charset") {
                    charset = cursor.part().unwrap_or_default().to_ascii_lowercase();
                    break;
                }
                cursor.take();
            }
            match charset.as_str() {
                "latin1" | "latin2" | "latin5" | "latin7" | "ascii" | "greek" | "hebrew"
                | "koi8r" | "koi8u" | "cp850" | "cp852" | "cp866" | "cp1250" | "cp1251"
                | "cp1252" | "cp1256" | "cp1257" | "macroman" | "macce" | "tis620" => {
                    Alteration::Lossy(format!("convert to {charset}"))
                }
                _ => Alteration::Harmless,
            }
        }
        _ => Alteration::Harmless,
    })
}

fn drop(cursor: &mut Cursor<'_>) -> Option<Alteration> {
    let next = cursor.peek(0)?;
    let follows = cursor.peek(1);
    // a column may be called like a keyword: then nothing but a comma or the end follows it
    let keyword = next.kind == Kind::Word && follows.is_some_and(|token| !token.is(","));
    if keyword {
        match next.text.to_ascii_lowercase().as_str() {
            "index" | "key" | "primary" | "foreign" | "check" | "constraint" | "period" => {
                return Some(Alteration::Harmless);
            }
            "system" if follows.is_some_and(|token| token.is_word("versioning")) => {
                return Some(Alteration::Lossy("drop system versioning".to_owned()));
            }
            "partition" => {
                cursor.take();
                cursor.eat_if_exists();
                return Some(Alteration::DropPartition(partitions(cursor)));
            }
            "column" => {
                cursor.take();
            }
            _ => {}
        }
    }
    cursor.eat_if_exists();
    cursor.part().map(Alteration::DropColumn)
}

fn partitions(cursor: &mut Cursor<'_>) -> Vec<String> {
    cursor.names().into_iter().map(|name| name.name).collect()
}

/// The type as written, lower case, with what bears on the values it can hold: sign, character
/// set, nullability.
fn column_type(cursor: &mut Cursor<'_>) -> String {
    let mut out = String::new();
    let push = |out: &mut String, token: Token<'_>| match token.kind {
        Kind::Text => out.push_str(token.text),
        _ => out.push_str(&token.text.to_ascii_lowercase()),
    };
    let mut depth = 0_usize;
    for index in 0..2_000 {
        let Some(token) = cursor.peek(0) else { break };
        if depth > 0 {
            depth = if token.is(")") { depth.saturating_sub(1) } else { depth };
            push(&mut out, token);
        } else if token.is("(") && index > 0 {
            depth = 1;
            out.push('(');
        } else if index == 0 {
            push(&mut out, token);
        } else if [
            "unsigned",
            "zerofill",
            "character",
            "charset",
            "set",
            "varying",
            "precision",
            "national",
        ]
        .iter()
        .any(|word| token.is_word(word))
        {
            out.push(' ');
            push(&mut out, token);
            if token.is_word("set") || token.is_word("charset") {
                cursor.take();
                if let Some(charset) = cursor.peek(0) {
                    out.push(' ');
                    push(&mut out, charset);
                }
            }
        } else if token.is_word("not") && cursor.is_at(1, "null") {
            out.push_str(" not null");
            break;
        } else if token.is(",")
            || token.is_word("default")
            || token.is_word("comment")
            || token.is_word("after")
        {
            break;
        }
        cursor.take();
    }
    out
}
