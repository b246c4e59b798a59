//! Reads one statement: its verb, its objects and what qualifies them.

use super::{
    alter, body,
    changes::{delete, is_upsert, load, merge, update},
    cursor::{self, Cursor},
    tables::select,
};
use crate::sql::{
    dialect::Dialect,
    effects::{EVERY_TABLE, effects},
    lexer::{Kind, unquote_text},
    operation::Effect,
    split::{Piece, pieces},
    statement::{Alteration, Statement, Verb},
};

/// How deep a statement may stand in the text of another (`EXECUTE IMMEDIATE`, bodies).
const NESTING: usize = 4;

/// The statements in `text`, in order; never empty statements.
pub(crate) fn statements(text: &str, dialect: Dialect) -> Vec<Statement> {
    statements_cut(text, dialect, false)
}

/// The same for a text that its writer may have cut short (`cut`): the last statement then makes
/// no claim about what would have followed.
pub(crate) fn statements_cut(text: &str, dialect: Dialect, cut: bool) -> Vec<Statement> {
    let mut out = Vec::new();
    collect(text, dialect, cut, 0, &mut out);
    out
}

fn collect(text: &str, dialect: Dialect, cut: bool, nesting: usize, out: &mut Vec<Statement>) {
    if nesting >= NESTING {
        return;
    }
    let mut pieces = pieces(text, dialect);
    if let Some(last) = pieces.last_mut() {
        last.open |= cut || ends_in_dots(text);
    }
    for piece in &pieces {
        read(text, piece, dialect, nesting, out);
    }
}

/// `…` or `...` at the end: how digests and interfaces show that they left something out.
fn ends_in_dots(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with("...") || text.ends_with('…')
}

/// Reads the statement of `piece` and adds it to `out`; what it only wraps is added instead.
pub(super) fn read(
    text: &str,
    piece: &Piece,
    dialect: Dialect,
    nesting: usize,
    out: &mut Vec<Statement>,
) {
    let mut cursor = Cursor::new(text, piece, dialect);
    while cursor.eat_sign("(") {}
    let Some(first) = cursor.peek(0) else { return };
    let mut statement = Statement {
        truncated: piece.open,
        lower_case: first.kind == Kind::Word && first.text.bytes().all(|b| !b.is_ascii_uppercase()),
        comment: piece.comment.and_then(|(start, end)| {
            let comment = text.get(start..end)?;
            let comment = comment.strip_prefix("/*")?;
            Some(comment.strip_suffix("*/").unwrap_or(comment).trim().to_owned())
        }),
        at: (piece.start, piece.end),
        ..Statement::default()
    };
    let place = Place { text, piece, dialect, nesting };
    let before = out.len();
    dispatch(&mut cursor, &mut statement, &place, out);
    if out.len() == before {
        out.push(statement);
    } else {
        // statements that this one runs stand where it stands
        for inner in out.iter_mut().skip(before) {
            inner.at = statement.at;
            inner.comment = inner.comment.take().or_else(|| statement.comment.clone());
        }
    }
}

/// Where the statement being read stands.
struct Place<'t> {
    text: &'t str,
    piece: &'t Piece,
    dialect: Dialect,
    nesting: usize,
}

fn dispatch(
    cursor: &mut Cursor<'_>,
    statement: &mut Statement,
    place: &Place<'_>,
    out: &mut Vec<Statement>,
) {
    let Some(first) = cursor.take() else { return };
    if first.kind != Kind::Word {
        return;
    }
    let word = first.text.to_ascii_lowercase();
    statement.verb = match word.as_str() {
        "select" | "values" | "table" => {
            select(cursor, statement);
            Verb::Select
        }
        "insert" => insert(cursor, statement, place, Verb::Insert),
        "replace" => insert(cursor, statement, place, Verb::Replace),
        "load" if cursor.is_any(&["data", "xml"]) => load(cursor, statement),
        "update" => {
            update(cursor, statement);
            statement.overwrites = true;
            Verb::Update
        }
        "merge" => merge(cursor, statement),
        "delete" => {
            delete(cursor, statement);
            Verb::Delete
        }
        "with" => return with(cursor, statement, place, out),
        "do" if place.dialect.is_postgres() => {
            body_of_do(cursor, place, out);
            Verb::Other
        }
        "copy" if place.dialect.is_postgres() => {
            statement.objects.extend(cursor.name());
            cursor.skip_brackets();
            if cursor.is("from") { Verb::LoadData } else { Verb::Select }
        }
        "abort" if place.dialect.is_postgres() => Verb::Rollback,
        "end" if place.dialect.is_postgres() => Verb::Commit,
        // it runs what it explains
        "explain" if place.dialect.is_postgres() && cursor.is("analyze") => {
            cursor.eat_all(&["analyze", "verbose"]);
            return dispatch(cursor, statement, place, out);
        }
        "create" => create(cursor, statement, place),
        "alter" => alter(cursor, statement, place),
        "drop" => drop(cursor, statement, place.dialect),
        "truncate" => truncate(cursor, statement, place.dialect),
        "rename" => rename(cursor, statement),
        "grant" => Verb::Grant,
        "revoke" => revoke(cursor, statement),
        "set" if cursor.is("statement") => {
            // MariaDB: settings for one statement, which follows
            if skip_to_for(cursor) {
                return dispatch(cursor, statement, place, out);
            }
            Verb::Set
        }
        "set" => Verb::Set,
        "use" => {
            statement.objects.extend(cursor.name());
            Verb::Use
        }
        "begin" if cursor.is("not") => {
            compound(cursor, place, out);
            Verb::Begin
        }
        "begin" => Verb::Begin,
        "start" if cursor.is("transaction") => Verb::Begin,
        "commit" => Verb::Commit,
        "rollback" => {
            cursor.eat("work");
            if cursor.is("to") { Verb::Savepoint } else { Verb::Rollback }
        }
        "savepoint" | "release" => Verb::Savepoint,
        "lock" => Verb::Lock,
        "unlock" => Verb::Unlock,
        "call" => {
            statement.objects.extend(cursor.name());
            Verb::Call
        }
        "prepare" => Verb::Prepare,
        "execute" => {
            execute(cursor, place, out);
            Verb::Execute
        }
        "show" => Verb::Show,
        "explain" | "describe" | "desc" | "help" => Verb::Explain,
        "analyze" => {
            // MariaDB's ANALYZE runs the statement that follows; ANALYZE TABLE does not concern
            // rows
            if cursor.eat("format") {
                cursor.eat_sign("=");
                cursor.take();
            }
            if cursor.is_any(&["delete", "update", "insert", "replace", "select"]) {
                return dispatch(cursor, statement, place, out);
            }
            Verb::Other
        }
        "flush" => Verb::Flush,
        "purge" => Verb::Purge,
        "reset" if cursor.is_any(&["master", "binary"]) => Verb::Purge,
        _ => Verb::Other,
    };
}

/// INSERT or REPLACE: the table, and whether rows that are there get new values.
fn insert(
    cursor: &mut Cursor<'_>,
    statement: &mut Statement,
    place: &Place<'_>,
    verb: Verb,
) -> Verb {
    cursor.eat_all(&["low_priority", "delayed", "high_priority", "ignore", "into"]);
    statement.objects.extend(cursor.name());
    statement.overwrites = verb == Verb::Replace || is_upsert(cursor, place.text, place.piece.end);
    verb
}

/// `BEGIN NOT ATOMIC …`: a compound statement runs what it holds.
fn compound(cursor: &Cursor<'_>, place: &Place<'_>, out: &mut Vec<Statement>) {
    body::statements(place.text, cursor.end, place.piece.end, place.dialect, |inner| {
        read(place.text, inner, place.dialect, place.nesting.saturating_add(1), out);
    });
}

/// `EXECUTE IMMEDIATE 'text'`: the statements of the text.
fn execute(cursor: &mut Cursor<'_>, place: &Place<'_>, out: &mut Vec<Statement>) {
    // PL/pgSQL's EXECUTE runs a text as well
    if (cursor.eat("immediate") || place.dialect.is_postgres())
        && let Some(token) = cursor.peek(0).filter(|token| token.kind == Kind::Text)
    {
        let inner = unquote_text(token.text);
        // what is put together while it runs is not all there
        let cut = token.open || cursor.peek(1).is_some_and(|next| !next.is(";"));
        collect(&inner, place.dialect, cut, place.nesting.saturating_add(1), out);
    }
}

/// Goes past the next FOR that stands outside of brackets; whether there is one.
fn skip_to_for(cursor: &mut Cursor<'_>) -> bool {
    let mut depth = 0_usize;
    while let Some(token) = cursor.take() {
        if token.is("(") {
            depth = depth.saturating_add(1);
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is_word("for") {
            return true;
        }
    }
    false
}

/// `WITH a AS (…), b AS (…)` before a SELECT, UPDATE or DELETE.
fn with(
    cursor: &mut Cursor<'_>,
    statement: &mut Statement,
    place: &Place<'_>,
    out: &mut Vec<Statement>,
) {
    let before = out.len();
    while cursor.peek(0).is_some() {
        if cursor.is_any(&["select", "update", "delete", "insert", "replace", "merge"]) {
            dispatch(cursor, statement, place, out);
            break;
        }
        // PostgreSQL: what is named may itself change rows
        let changes = cursor.is_sign("(")
            && cursor
                .peek(1)
                .is_some_and(|t| ["delete", "update"].iter().any(|verb| t.is_word(verb)));
        let start = cursor.peek(1).map_or(cursor.end, |token| token.start);
        if !cursor.skip_brackets() {
            cursor.take();
        } else if changes && place.nesting < NESTING {
            let end = cursor.end.saturating_sub(1).max(start);
            let inner = Piece { start, end, ..place.piece.clone() };
            read(place.text, &inner, place.dialect, place.nesting.saturating_add(1), out);
        }
    }
    if statement.verb == Verb::Other {
        statement.verb = Verb::Select;
    }
    if out.len() > before {
        // it is one of the statements that it holds
        out.push(statement.clone());
    }
}

/// The statements in the text of a DO.
fn body_of_do(cursor: &mut Cursor<'_>, place: &Place<'_>, out: &mut Vec<Statement>) {
    while let Some(token) = cursor.take() {
        if token.kind == Kind::Text && place.nesting < NESTING {
            let inner = unquote_text(token.text);
            body::statements(&inner, 0, inner.len(), place.dialect, |piece| {
                read(&inner, piece, place.dialect, place.nesting.saturating_add(1), out);
            });
        }
    }
}

/// Skips `DEFINER = u@h`, `ALGORITHM = x`, `SQL SECURITY x` and `AGGREGATE` up to the kind of
/// object.
fn skip_attributes(cursor: &mut Cursor<'_>) {
    const OBJECTS: &[&str] = &[
        "table",
        "database",
        "schema",
        "view",
        "index",
        "procedure",
        "function",
        "trigger",
        "event",
        "user",
        "role",
        "server",
        "tablespace",
        "sequence",
        "package",
        "temporary",
        "temp",
    ];
    for _ in 0..24 {
        if cursor.peek(0).is_none() || cursor.is_any(OBJECTS) {
            return;
        }
        cursor.take();
    }
}

fn create(cursor: &mut Cursor<'_>, statement: &mut Statement, place: &Place<'_>) -> Verb {
    if cursor.eat("or") {
        statement.clauses.or_replace = cursor.eat("replace");
    }
    skip_attributes(cursor);
    statement.clauses.temporary = cursor.eat_any(&["temporary", "temp"]);
    if cursor.eat("table") {
        statement.clauses.if_exists = cursor.eat_if_exists();
        statement.objects.extend(cursor.name());
        return Verb::CreateTable;
    }
    statement.clauses.temporary = false;
    if cursor.eat_any(&["database", "schema"]) {
        statement.clauses.if_exists = cursor.eat_if_exists();
        statement.objects.extend(cursor.name());
        return Verb::CreateDatabase;
    }
    if let Some(kind) = body::Kind::eat(cursor) {
        cursor.eat_if_exists();
        statement.objects.extend(cursor.name());
        statement.deferred = deferred(cursor, kind, place);
    } else {
        cursor.take();
        cursor.eat_if_exists();
        statement.objects.extend(cursor.name());
    }
    Verb::CreateOther
}

/// What the body of a routine destroys when it runs.
fn deferred(cursor: &mut Cursor<'_>, kind: body::Kind, place: &Place<'_>) -> Vec<Effect> {
    if place.nesting > 0 {
        return Vec::new();
    }
    let Some(start) = body::start(cursor, kind) else { return Vec::new() };
    let mut inner = Vec::new();
    body::statements(place.text, start, place.piece.end, place.dialect, |piece| {
        read(place.text, piece, place.dialect, place.nesting.saturating_add(1), &mut inner);
    });
    inner.iter().flat_map(effects).collect()
}

fn alter(cursor: &mut Cursor<'_>, statement: &mut Statement, place: &Place<'_>) -> Verb {
    cursor.eat_all(&["online", "offline", "ignore"]);
    if cursor.eat("table") {
        cursor.eat_if_exists();
        cursor.eat("only");
        statement.objects.extend(cursor.name());
        if cursor.eat("wait") {
            cursor.take();
        }
        cursor.eat("nowait");
        statement.alterations = alter::read(cursor);
        stay_in_schema(statement, place.dialect);
        return Verb::AlterTable;
    }
    skip_attributes(cursor);
    let is_view = place.dialect.is_postgres() && cursor.eat("view");
    if is_view {
        cursor.eat_if_exists();
        statement.objects.extend(cursor.name());
        statement.alterations = alter::read(cursor);
        stay_in_schema(statement, place.dialect);
        return Verb::AlterOther;
    }
    if place.dialect.is_postgres() && cursor.eat("schema") {
        statement.objects.extend(cursor.name());
        statement.alterations = alter::read(cursor);
        every_table(statement);
        return Verb::AlterOther;
    }
    if let Some(kind) = body::Kind::eat(cursor) {
        statement.objects.extend(cursor.name());
        if kind == body::Kind::Event {
            statement.deferred = deferred(cursor, kind, place);
        }
    } else {
        cursor.take();
        cursor.eat_if_exists();
        statement.objects.extend(cursor.name());
    }
    Verb::AlterOther
}

/// Names all tables of the schemas that a statement names.
fn every_table(statement: &mut Statement) {
    let renamed = statement.alterations.iter_mut().filter_map(|change| match change {
        Alteration::RenameTo(to) => Some(to),
        _ => None,
    });
    for schema in statement.objects.iter_mut().chain(renamed) {
        schema.name.push('.');
        schema.name.push_str(EVERY_TABLE);
    }
}

/// PostgreSQL's RENAME TO names the new name alone: the schema stays.
fn stay_in_schema(statement: &mut Statement, dialect: Dialect) {
    let Some(from) = statement.objects.first().filter(|_| dialect.is_postgres()) else { return };
    let schema = from.name.rsplit_once('.').map(|(schema, _)| format!("{schema}."));
    for change in &mut statement.alterations {
        if let Alteration::RenameTo(to) = change {
            to.database.clone_from(&from.database);
            to.name.insert_str(0, schema.as_deref().unwrap_or_default());
        }
    }
}

fn drop(cursor: &mut Cursor<'_>, statement: &mut Statement, dialect: Dialect) -> Verb {
    statement.clauses.temporary = cursor.eat("temporary");
    cursor.eat_all(&["online", "offline", "undo", "materialized", "logfile", "unique", "foreign"]);
    let Some(kind) = cursor.take() else { return Verb::DropOther };
    let mut verb = match kind.text.to_ascii_lowercase().as_str() {
        "table" | "tables" => Verb::DropTable,
        "view" | "views" => Verb::DropView,
        "database" | "schema" => Verb::DropDatabase,
        "index" => Verb::DropIndex,
        "trigger" => Verb::DropTrigger,
        "procedure" | "function" => Verb::DropRoutine,
        "package" => {
            cursor.eat("body");
            Verb::DropRoutine
        }
        "event" => Verb::DropEvent,
        "user" | "role" => Verb::DropUser,
        // PostgreSQL: all that the roles own in this database
        "owned" if cursor.eat("by") => Verb::DropOwned,
        "type" | "domain" | "extension" if dialect.is_postgres() => Verb::DropType,
        _ => Verb::DropOther,
    };
    statement.clauses.if_exists = cursor.eat_if_exists();
    if verb == Verb::DropUser {
        statement.objects = cursor::accounts(cursor);
    } else {
        statement.objects = cursor.names();
    }
    if verb == Verb::DropIndex && cursor.eat("on") {
        statement.objects.extend(cursor.name());
    }
    // MySQL and MariaDB have no CASCADE for a schema, which is a database there
    let is_schema = kind.is_word("schema");
    statement.clauses.cascade = (dialect.is_postgres() || is_schema) && cursor.is("cascade");
    if is_schema && (dialect.is_postgres() || statement.clauses.cascade) {
        verb = Verb::DropSchema;
    }
    verb
}

fn truncate(cursor: &mut Cursor<'_>, statement: &mut Statement, dialect: Dialect) -> Verb {
    cursor.eat("table");
    cursor.eat("only");
    if cursor.is_sign("(") {
        return Verb::Other;
    }
    statement.objects = cursor.names();
    if dialect.is_postgres() {
        cursor.eat_all(&["restart", "continue", "identity"]);
        statement.clauses.cascade = cursor.is("cascade");
    }
    Verb::Truncate
}

fn rename(cursor: &mut Cursor<'_>, statement: &mut Statement) -> Verb {
    if !cursor.eat_any(&["table", "tables"]) {
        return Verb::Other;
    }
    statement.clauses.if_exists = cursor.eat_if_exists();
    while let Some(from) = cursor.name() {
        if cursor.eat("wait") {
            cursor.take();
        }
        cursor.eat("nowait");
        if !cursor.eat("to") {
            break;
        }
        let Some(to) = cursor.name() else { break };
        statement.objects.extend([from, to]);
        if !cursor.eat_sign(",") {
            break;
        }
    }
    Verb::Rename
}

/// The object is what the right was on, where that is a table or database.
fn revoke(cursor: &mut Cursor<'_>, statement: &mut Statement) -> Verb {
    while let Some(token) = cursor.take() {
        if token.is_word("on") {
            cursor.eat_any(&["table", "function", "procedure", "database", "schema"]);
            if !cursor.is_sign("*") {
                statement.objects.extend(cursor.name());
            }
            break;
        }
    }
    Verb::Revoke
}
