//! What a CREATE statement defines: the table, its columns with their types, its next number.

use crate::event::{
    backup::{BackupTable, Cascade},
    kind::EventKind,
    schema::{Column, ObjectKind, SchemaObject},
    table::Table,
};

/// A CREATE TABLE, as far as comparison needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Definition {
    /// The table with its columns; rows 0.
    pub table: BackupTable,
    /// `NOT NULL` per column.
    pub not_null: Vec<bool>,
    /// Engine.
    pub engine: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// It is a temporary table, or mysqldump's stand-in for a view.
    pub temporary: bool,
}

/// Reads `CREATE [TEMPORARY] TABLE [IF NOT EXISTS] name ( … ) options`.
pub(crate) fn read(sql: &str) -> Option<Definition> {
    let mut rest = after_word(sql.trim_start(), "CREATE")?;
    let mut found = Definition::default();
    if let Some(after) = after_word(rest, "OR") {
        rest = after_word(after, "REPLACE")?;
    }
    if let Some(after) = after_word(rest, "TEMPORARY") {
        found.temporary = true;
        rest = after;
    }
    rest = after_word(rest, "TABLE")?;
    if let Some(after) = after_word(rest, "IF")
        .and_then(|r| after_word(r, "NOT"))
        .and_then(|r| after_word(r, "EXISTS"))
    {
        rest = after;
    }
    let (name, after) = name(rest)?;
    found.table.table = name;
    rest = after.trim_start();
    if let Some(after) = rest.strip_prefix('.') {
        let (second, after) = self::name(after)?;
        found.table.database = Some(std::mem::replace(&mut found.table.table, second));
        rest = after.trim_start();
    }
    let body = rest.strip_prefix('(')?;
    let (items, options) = items(body);
    let mut keys: Vec<&str> = Vec::new();
    for item in &items {
        let item = item.trim();
        if is_key_item(item) {
            keys.push(item);
            continue;
        }
        if let Some((column, after)) = self::name(item) {
            let (kind, attributes) = column_type(after);
            found.not_null.push(has_words(attributes, "NOT", "NULL"));
            found.table.columns.push((column, kind));
        }
    }
    let never_null = |name: &str| {
        let columns = found.table.columns.iter().zip(&found.not_null);
        columns.filter(|((column, _), _)| column.eq_ignore_ascii_case(name)).any(|(_, not)| *not)
    };
    found.table.cascades = keys.into_iter().filter_map(|key| cascade(key, never_null)).collect();
    found.table.auto_increment =
        option(options, "AUTO_INCREMENT").and_then(|text| text.parse().ok());
    found.engine = option(options, "ENGINE").map(str::to_owned);
    found.comment = quoted_option(options, "COMMENT");
    Some(found)
}

/// Events of a definition that `SHOW CREATE TABLE` (or VIEW) printed.
pub(crate) fn events(sql: &str, database: Option<&str>) -> Vec<EventKind> {
    let Some(found) = read(sql) else {
        let mut words = sql.split_whitespace();
        let name = words.find(|word| word.eq_ignore_ascii_case("view")).and_then(|_| words.next());
        return name
            .map(|name| {
                EventKind::SchemaObject(Box::new(SchemaObject {
                    kind: ObjectKind::View,
                    database: database.map(str::to_owned),
                    table: None,
                    name: name.rsplit('.').next().unwrap_or(name).trim_matches('`').to_owned(),
                    detail: Some(sql.to_owned()),
                    refers_to: None,
                }))
            })
            .into_iter()
            .collect();
    };
    let database = found.table.database.clone().or_else(|| database.map(str::to_owned));
    let row = Table {
        database: database.as_deref(),
        table: &found.table.table,
        engine: found.engine.as_deref(),
        auto_increment: found.table.auto_increment,
        comment: found.comment.as_deref(),
        ..Table::default()
    };
    let mut kinds = vec![EventKind::Table(row.pack())];
    for (place, ((column, kind), not_null)) in
        found.table.columns.iter().zip(&found.not_null).enumerate()
    {
        kinds.push(EventKind::Column(Box::new(Column {
            database: database.clone(),
            table: found.table.table.clone(),
            column: column.clone(),
            position: Some(place as u64 + 1),
            column_type: Some(kind.clone()),
            nullable: Some(!not_null),
            ..Column::default()
        })));
    }
    kinds
}

/// The parent of a foreign key that deletes its children along:
/// `CONSTRAINT c FOREIGN KEY (a) REFERENCES t (id) ON DELETE CASCADE`.
fn cascade(item: &str, never_null: impl Fn(&str) -> bool) -> Option<Cascade> {
    let upper = item.to_ascii_uppercase();
    let key = upper.find("FOREIGN KEY")?;
    let at = key + upper.get(key..)?.find("REFERENCES")?;
    let tail: Vec<&str> = upper.get(at..)?.split_whitespace().collect();
    if !tail.windows(3).any(|words| matches!(words, [on, delete, rule] if *on == "ON" && *delete == "DELETE" && rule.trim_end_matches(',') == "CASCADE")) {
        return None;
    }
    let (mut parent, after) = name(item.get(at + "REFERENCES".len()..)?)?;
    if let Some(after) = after.trim_start().strip_prefix('.') {
        parent = name(after)?.0;
    }
    let columns = key_columns(item.get(key..at)?, item.get(at..)?);
    let always = !columns.is_empty() && columns.iter().all(|(column, _)| never_null(column));
    Some(Cascade { parent, columns, always })
}

/// The columns of a foreign key, from its texts on both sides of REFERENCES.
pub(crate) fn key_columns(own: &str, referred: &str) -> Vec<(String, String)> {
    let listed = |text: &str| -> Vec<String> {
        let inner = text.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        let names = inner.map_or("", |(names, _)| names).split(',');
        names.filter_map(name).map(|(column, _)| column).collect()
    };
    listed(own).into_iter().zip(listed(referred)).collect()
}

/// What follows `word` at the start of `text`.
pub(crate) fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    (head.eq_ignore_ascii_case(word)
        && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    .then(|| rest.trim_start())
}

/// A name, quoted or not, and what follows it.
pub(crate) fn name(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next()?;
    if matches!(quote, '`' | '"') {
        let inner = text.get(1..)?;
        let mut name = String::new();
        let mut rest = inner;
        loop {
            let (part, after) = rest.split_once(quote)?;
            name.push_str(part);
            if let Some(again) = after.strip_prefix(quote) {
                name.push(quote);
                rest = again;
            } else {
                return Some((name, after));
            }
        }
    }
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

/// The parts of a parenthesised list up to its closing one, and what follows.
fn items(body: &str) -> (Vec<&str>, &str) {
    let (mut depth, mut quote, mut start) = (1_u32, None, 0);
    let mut items = Vec::new();
    let mut letters = body.char_indices();
    while let Some((at, letter)) = letters.next() {
        if let Some(open) = quote {
            if letter == open {
                quote = None;
            } else if letter == '\\' && open != '`' {
                letters.next();
            }
            continue;
        }
        match letter {
            '\'' | '"' | '`' => quote = Some(letter),
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    items.extend(body.get(start..at));
                    return (items, body.get(at + 1..).unwrap_or(""));
                }
            }
            ',' if depth == 1 => {
                items.extend(body.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    items.extend(body.get(start..));
    (items, "")
}

/// Whether an item of the list is no column: a key, constraint, check or period.
fn is_key_item(item: &str) -> bool {
    const KEYS: &[&str] = &[
        "PRIMARY",
        "UNIQUE",
        "KEY",
        "INDEX",
        "CONSTRAINT",
        "FOREIGN",
        "FULLTEXT",
        "SPATIAL",
        "CHECK",
        "PERIOD",
    ];
    KEYS.iter().any(|word| after_word(item, word).is_some())
}

/// A type with its length and sign, in lower case, and the attributes after it.
fn column_type(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let end = text.find(|c: char| c == '(' || c.is_whitespace() || c == ',').unwrap_or(text.len());
    let (word, mut rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let mut kind = word.to_ascii_lowercase();
    if let Some(inner) = rest.strip_prefix('(') {
        let (parts, after) = items(inner);
        kind.push('(');
        kind.push_str(&parts.join(","));
        kind.push(')');
        rest = after;
    }
    loop {
        let trimmed = rest.trim_start();
        let Some(word) = ["unsigned", "zerofill", "precision", "varying"]
            .into_iter()
            .find(|word| after_word(trimmed, word).is_some())
        else {
            return (kind, rest);
        };
        kind.push(' ');
        kind.push_str(word);
        rest = after_word(trimmed, word).unwrap_or("");
    }
}

fn has_words(text: &str, first: &str, second: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if word.eq_ignore_ascii_case("comment") {
            return false;
        }
        if word.eq_ignore_ascii_case(first)
            && words
                .peek()
                .is_some_and(|next| next.trim_end_matches(',').eq_ignore_ascii_case(second))
        {
            return true;
        }
    }
    false
}

fn option<'a>(options: &'a str, name: &str) -> Option<&'a str> {
    // a comment may hold anything, and it comes last
    let options = options.split("COMMENT=").next().unwrap_or(options);
    let (_, rest) = options.split_once(name)?;
    let rest = rest.trim_start().trim_start_matches('=').trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    rest.get(..end).filter(|text| !text.is_empty())
}

fn quoted_option(options: &str, name: &str) -> Option<String> {
    let (_, rest) = options.split_once(&format!("{name}='"))?;
    let mut text = String::new();
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' if letters.peek() == Some(&'\'') => {
                letters.next();
                text.push('\'');
            }
            '\'' => return Some(text),
            '\\' => text.extend(letters.next()),
            other => text.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_gives_columns_types_and_the_next_number() {
        let found = read(
            "CREATE TABLE `we``ird` (\n  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,\n  `vip` enum('no','a,b)') DEFAULT 'no',\n  \
             `note` text COMMENT 'NOT NULL',\n  PRIMARY KEY (`id`),\n  KEY `k` (`vip`,`note`(10))\n) ENGINE=InnoDB AUTO_INCREMENT=512 \
             DEFAULT CHARSET=utf8mb4 COMMENT='it''s AUTO_INCREMENT=9'",
        )
        .unwrap();
        assert_eq!(found.table.table, "we`ird");
        assert_eq!(found.table.auto_increment, Some(512));
        assert_eq!(found.not_null, [true, false, false]);
        assert_eq!(found.table.columns[0], ("id".into(), "bigint(20) unsigned".into()));
        assert_eq!(found.table.columns[1], ("vip".into(), "enum('no','a,b)')".into()));
        assert_eq!(found.comment.as_deref(), Some("it's AUTO_INCREMENT=9"));
    }

    #[test]
    fn a_qualified_name_gives_the_database() {
        let found = read("create table if not exists shop.orders (id int)").unwrap();
        assert_eq!(
            (found.table.database.as_deref(), found.table.table.as_str()),
            (Some("shop"), "orders")
        );
    }
}
