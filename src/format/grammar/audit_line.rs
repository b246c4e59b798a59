//! One event of MariaDB's server_audit plugin behind its stamp, as it stands in the plugin's own
//! file
//! and in syslog: server, user, client, connection, query id, operation, database, object, outcome.

use crate::{
    event::{
        kind::EventKind,
        query::{Origin, Outcome, Query},
        session::{Service, Session, SessionAction},
    },
    format::grammar::{
        lines::text,
        mysql::{filled, number, rcut},
        relevance::is_plainly_routine,
    },
    sql::{
        dialect::{Dialect, Flavour},
        open::ends_open,
    },
};

/// The fields of one event.
pub(crate) struct Fields<'a> {
    server: &'a [u8],
    user: &'a [u8],
    client: &'a [u8],
    connection: Option<u64>,
    /// The plugin's number of the statement, which table events share with it.
    pub query: Option<u64>,
    operation: &'a [u8],
    database: &'a [u8],
    /// Object and return code.
    rest: &'a [u8],
}

impl Fields<'_> {
    /// Whether it is a statement that was not refused and is routine whatever its escapes stand
    /// for.
    pub(crate) fn is_routine(&self) -> bool {
        let sent = || {
            let object = self.rest.strip_suffix(b",0")?;
            object.strip_prefix(b"'")?.strip_suffix(b"'")
        };
        self.operation == b"QUERY" && sent().is_some_and(is_plainly_routine)
    }
}

/// The operations that the plugin knows.
const OPERATIONS: &[&str] = &[
    "CONNECT",
    "DISCONNECT",
    "FAILED_CONNECT",
    "QUERY",
    "READ",
    "WRITE",
    "CREATE",
    "ALTER",
    "RENAME",
    "DROP",
    "CHANGEUSER",
];

/// The fields of `line`, from the server's name on.
pub(crate) fn fields(line: &[u8]) -> Option<Fields<'_>> {
    let mut parts = line.splitn(8, |b| *b == b',');
    let (server, user, client) = (parts.next()?, parts.next()?, parts.next()?);
    let (connection, query) = (number(parts.next()?), number(parts.next()?));
    let operation = parts.next()?;
    if connection.is_none() || !OPERATIONS.iter().any(|known| known.as_bytes() == operation) {
        return None;
    }
    Some(Fields {
        server,
        user,
        client,
        connection,
        query,
        operation,
        database: parts.next()?,
        rest: parts.next().unwrap_or_default(),
    })
}

/// What an event tells.
pub(crate) fn kind(fields: &Fields<'_>) -> EventKind {
    let (object, code) = match rcut(fields.rest, b",") {
        Some((object, code))
            if code.trim_ascii().is_empty() || number(code.trim_ascii()).is_some() =>
        {
            (object, number(code.trim_ascii()))
        }
        _ => (fields.rest, None),
    };
    let session = |action| {
        EventKind::Session(Box::new(Session {
            user: filled(fields.user),
            from: filled(fields.client),
            action,
            service: Some(Service::Mysql),
            pid: fields.connection,
            host: filled(fields.server),
            ..Session::default()
        }))
    };
    match fields.operation {
        b"CONNECT" | b"CHANGEUSER" if code.unwrap_or(0) == 0 => session(SessionAction::Login),
        b"CONNECT" | b"CHANGEUSER" | b"FAILED_CONNECT" => session(SessionAction::Failed),
        b"DISCONNECT" => session(SessionAction::Logout),
        _ => EventKind::Query(Box::new(query(fields, object, code))),
    }
}

fn query(fields: &Fields<'_>, object: &[u8], code: Option<u64>) -> Query {
    let mut query = Query {
        database: filled(fields.database),
        user: filled(fields.user),
        host: filled(fields.client),
        connection_id: fields.connection,
        dialect: Dialect { flavour: Flavour::MariaDb, version: None },
        ..Query::default()
    };
    if fields.operation != b"QUERY" {
        let table = |name: &[u8], database: &[u8]| {
            let name = text(name);
            if database.is_empty() { name } else { format!("{}.{name}", text(database)) }
        };
        // of a RENAME: `old|db.new.`
        let old = object.split(|b| *b == b'|').next().unwrap_or_default();
        query.tables.push(table(old, fields.database));
        query.origin = Some(Origin::TableEvent);
        let quoted = |bytes: &[u8]| format!("`{}`", text(bytes).replace('`', "``"));
        let name = if fields.database.is_empty() {
            quoted(old)
        } else {
            format!("{}.{}", quoted(fields.database), quoted(old))
        };
        query.sql = match fields.operation {
            b"DROP" => format!("DROP TABLE {name}"),
            b"CREATE" => format!("CREATE TABLE {name}"),
            b"ALTER" => format!("ALTER TABLE {name}"),
            b"RENAME" => format!("RENAME TABLE {name}"),
            _ => String::new(),
        };
        query.truncated = fields.operation != b"DROP";
        return query;
    }
    query.outcome = match code {
        Some(0) => Outcome::Done,
        Some(code) => Outcome::Refused { code: u32::try_from(code).ok(), message: None },
        None => Outcome::Unsaid,
    };
    let (quoted, closed) = match object.strip_prefix(b"'") {
        Some(inner) => inner.strip_suffix(b"'").map_or((inner, false), |inner| (inner, true)),
        None => (object, true),
    };
    let sql = unescape(quoted);
    // the plugin cuts at server_audit_query_log_limit, 1024 by default
    query.truncated =
        !closed || quoted.len() >= 1000 && ends_open(&sql) || (1020..=1030).contains(&quoted.len());
    query.sql = text(sql.trim_ascii());
    query
}

/// Takes the plugin's backslashes out.
fn unescape(quoted: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(quoted.len());
    let mut bytes = quoted.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        match bytes.next() {
            Some(b'n') => out.push(b'\n'),
            Some(b'r') => out.push(b'\r'),
            Some(b't') => out.push(b'\t'),
            Some(other) => out.push(*other),
            None => out.push(b'\\'),
        }
    }
    out
}
