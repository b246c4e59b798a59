//! Statements that change rows: what they change, by which condition and join, and whether they
//! give rows that are there new values.

use super::{
    condition,
    cursor::Cursor,
    tables::{Columns, Joined, References, alias, table_references},
};
use crate::sql::{
    operation::Name,
    statement::{Condition, Statement, Verb},
};

/// Bytes at the end of an INSERT in which it says what becomes of rows that are there.
const UPSERT_BYTES: usize = 16 << 10;

/// `INSERT … ON DUPLICATE KEY UPDATE`, `INSERT … ON CONFLICT … DO UPDATE`. The whole is read only
/// where its end looks like that.
pub(super) fn is_upsert(cursor: &mut Cursor<'_>, text: &str, end: usize) -> bool {
    let text = text.as_bytes().get(cursor.end..end).unwrap_or_default();
    let end = text.get(text.len().saturating_sub(UPSERT_BYTES)..).unwrap_or_default();
    if !end.windows(7).any(|word| word.eq_ignore_ascii_case(b" update")) {
        return false;
    }
    while cursor.peek(0).is_some() {
        if cursor.is("on")
            && (cursor.is_at(1, "duplicate") && cursor.is_at(3, "update")
                || cursor.is_at(1, "conflict"))
        {
            while cursor.peek(0).is_some() {
                if cursor.eat("update") {
                    return true;
                }
                cursor.take();
            }
        } else if !cursor.skip_brackets() {
            cursor.take();
        }
    }
    false
}

/// The table of a LOAD DATA.
pub(super) fn load(cursor: &mut Cursor<'_>, statement: &mut Statement) -> Verb {
    for _ in 0..24 {
        statement.overwrites |= cursor.is("replace");
        if cursor.eat("table") {
            statement.objects.extend(cursor.name());
            break;
        }
        cursor.take();
    }
    Verb::LoadData
}

/// `MERGE INTO t USING … ON … WHEN … THEN DELETE`: the verb of what it does at most to rows that
/// are there.
pub(super) fn merge(cursor: &mut Cursor<'_>, statement: &mut Statement) -> Verb {
    cursor.eat_all(&["into", "only"]);
    statement.objects.extend(cursor.name());
    statement.condition = Condition::Some;
    let mut verb = Verb::Insert;
    while cursor.peek(0).is_some() {
        if cursor.eat("then") {
            statement.overwrites |= cursor.is("update");
            verb = match verb {
                _ if cursor.is("delete") => Verb::Delete,
                Verb::Insert if cursor.is("update") => Verb::Update,
                verb => verb,
            };
        } else if !cursor.skip_brackets() {
            cursor.take();
        }
    }
    verb
}

/// WHERE, ORDER BY, LIMIT of a DELETE or UPDATE.
fn rows(cursor: &mut Cursor<'_>, statement: &mut Statement, joined: bool) {
    let mut found = None;
    let mut closed = false;
    while let Some(token) = cursor.peek(0) {
        if token.is_word("where") && found.is_none() {
            cursor.take();
            let (condition, by_time) = condition::read(cursor);
            found = Some(condition);
            statement.by_time = by_time.named;
            statement.widened = by_time.widened;
            closed = cursor.peek(0).is_some();
        } else if token.is_word("limit") {
            cursor.take();
            statement.limit = cursor.peek(0).and_then(|count| count.text.parse().ok()).or(Some(0));
            closed = true;
        } else if token.is_word("order") || token.is_word("returning") {
            closed = true;
            cursor.take();
        } else if !cursor.skip_brackets() {
            cursor.take();
        }
    }
    statement.condition = match found {
        // what was cut off may have narrowed it
        Some(Condition::AlwaysTrue | Condition::NeverTrue) if statement.truncated && !closed => {
            Condition::Unknown
        }
        Some(condition) => condition,
        None if statement.truncated && !closed => Condition::Unknown,
        None if joined => Condition::Some,
        None => Condition::None,
    };
}

pub(super) fn update(cursor: &mut Cursor<'_>, statement: &mut Statement) {
    cursor.eat_all(&["low_priority", "ignore", "only"]);
    let References { tables, joined, on } = table_references(cursor);
    let (mut targets, mut others) = (Vec::new(), tables.len() > 1);
    if cursor.eat("set") {
        // `SET a.x = …`: which of several tables are changed
        let mut depth = 0_usize;
        let mut at_start = true;
        while let Some(token) = cursor.peek(0) {
            if depth == 0
                && (token.is_word("where") || token.is_word("order") || token.is_word("limit"))
            {
                break;
            }
            if at_start
                && tables.len() > 1
                && let Some(column) = cursor.name()
            {
                targets.extend(column.database);
                at_start = false;
                continue;
            }
            at_start = depth == 0 && token.is(",");
            others |= depth == 0 && token.is_word("from");
            if token.is("(") {
                depth = depth.saturating_add(1);
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
            cursor.take();
        }
    }
    let is_wanted = |(name, alias): &&(Name, Option<String>)| {
        targets
            .iter()
            .any(|target| *target == name.name || alias.as_deref() == Some(target.as_str()))
    };
    let wanted: Vec<&(Name, Option<String>)> = tables.iter().filter(is_wanted).collect();
    let wanted = if wanted.is_empty() { tables.iter().collect() } else { wanted };
    statement.objects = wanted.iter().map(|(name, _)| name.clone()).collect();
    let only = match wanted.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let is_whole = joined == Joined::Left && only.is_some() && only == tables.first();
    let free = joined != Joined::Left
        && others
        && only.is_some_and(|(name, alias)| {
            is_free(cursor, on.as_ref(), alias.as_ref().unwrap_or(&name.name))
        });
    rows(cursor, statement, joined != Joined::Freely && !is_whole);
    if free && statement.condition == Condition::Some {
        statement.condition = Condition::AlwaysTrue;
    }
}

/// Whether the conditions of a join and the WHERE that comes next, if one does, name columns of
/// other tables alone, each with its table, and none of the table called `own`: the join of the
/// two is missing.
fn is_free(cursor: &mut Cursor<'_>, on: Option<&Columns>, own: &str) -> bool {
    let found = cursor.is("where").then(|| {
        Columns::read(cursor, 1, |_, _, token| token.is_word("returning") || token.is(";"))
    });
    let is_other = |columns: &Columns| {
        !columns.loose && !columns.tables.iter().any(|name| name.eq_ignore_ascii_case(own))
    };
    let mut both = on.into_iter().chain(&found);
    both.clone().any(|columns| !columns.tables.is_empty()) && both.all(is_other)
}

pub(super) fn delete(cursor: &mut Cursor<'_>, statement: &mut Statement) {
    // a table may bear such a name: `DELETE ignore FROM …` names none before FROM
    cursor.eat_all(&["low_priority", "quick", "ignore"]);
    if cursor.is("history") && cursor.is_at(1, "from") {
        // MariaDB: takes old versions of rows, not rows
        cursor.take();
        cursor.take();
        statement.objects.extend(cursor.name());
        statement.condition = Condition::Some;
        return;
    }
    let from_first = cursor.eat("from");
    let targets = cursor.names();
    // PostgreSQL: the target may have an alias, and stands beside the tables of USING
    let alias = from_first.then(|| alias(cursor)).flatten();
    let tables = if from_first && cursor.eat("partition") {
        cursor.skip_brackets();
        None
    } else if cursor.eat(if from_first { "using" } else { "from" }) {
        Some(table_references(cursor))
    } else {
        None
    };
    let (mut joined, mut free) = (false, false);
    match tables {
        None => statement.objects = targets,
        Some(References { tables, joined: how, on }) => {
            let is_named = |(name, alias): &(Name, Option<String>), target: &Name| {
                target.database.is_none() && alias.as_deref() == Some(target.name.as_str())
                    || name == target
                    || target.database.is_none() && name.name == target.name
            };
            let named = |target: &Name| tables.iter().find(|table| is_named(table, target));
            let is_first = |target| tables.first().is_some_and(|first| is_named(first, target));
            joined = how == Joined::ByCondition
                || how == Joined::Left && !matches!(targets.as_slice(), [one] if is_first(one));
            if let [one] = targets.as_slice() {
                let beside = from_first && named(one).is_none();
                let own = alias.as_deref().unwrap_or(&one.name);
                free = (beside || how != Joined::Left && tables.len() > 1)
                    && is_free(cursor, on.as_ref(), own);
            }
            // a target may be an alias
            statement.objects = targets
                .into_iter()
                .map(|target| named(&target).map_or_else(|| target.clone(), |it| it.0.clone()))
                .collect();
        }
    }
    rows(cursor, statement, joined);
    if free && statement.condition == Condition::Some {
        statement.condition = Condition::AlwaysTrue;
    }
}
